"""Which outlets a map can place: those that share enough events with others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.comparison.cells import Cells, Rows
from framing.comparison.effects import units_of
from framing.comparison.intervals import FEWEST_UNITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.comparison.cells import Integers
    from framing.measures.measure import Measure

FEWEST_OUTLETS = 4
UNITS = 1  # the stream of chance by which events are bundled


@dataclass(frozen=True)
class Placing:
    """The cells on which a map of outlets rests.

    Attributes
    ----------
    names : list
        The outlets placed, sorted; fewer than `FEWEST_OUTLETS` if there is no map.
    left_out : dict
        The other outlets, and why.
    cells : Cells
        Of the outlets placed, on events that two of them cover; groups and events numbered anew.
    kept : int64 array, (n_cells,)
        Where these cells were among those given.
    unit : int64 array, (n_events,)
        Which unit of resampling each event belongs to.
    shared : int64 array, (n_names, n_names)
        How many events each pair shares.
    """

    names: list[Any]
    left_out: dict[Any, str]
    cells: Cells
    kept: Integers
    unit: Integers
    shared: Integers

    @property
    def enough(self) -> bool:
        return len(self.names) >= FEWEST_OUTLETS

    @property
    def notes(self) -> tuple[str, ...]:
        """Why there is no map, if there is none."""
        if self.enough:
            return ()
        return (
            f"no map: {len(self.names)} outlets share {FEWEST_UNITS} events or more with another, "
            f"{FEWEST_OUTLETS} needed",
        )


def place(cells: Cells, names: list[Any], seed: int) -> Placing:
    """Find the outlets that hang together, a pair being tied by enough events that both cover."""
    covered = (cells.denominator > 0).any(axis=1) & (cells.event >= 0)
    group, event = cells.group[covered], cells.event[covered]
    among = np.flatnonzero(linked(shared_events(group, event, len(names))))
    if len(among) < 2:
        among = among[:0]
    kept = np.flatnonzero(covered & np.isin(cells.group, among))
    _, number, size = np.unique(cells.event[kept], return_inverse=True, return_counts=True)
    kept = kept[size[number] > 1]
    cells = cells.take(kept)
    event = np.unique(cells.event, return_inverse=True)[1]
    cells = replace(cells, group=np.searchsorted(among, cells.group), event=event)
    n_events = int(event.max(initial=-1)) + 1
    reason = f"shares fewer than {FEWEST_UNITS} events with any outlet on the map"
    return Placing(
        names=[names[number] for number in among],
        left_out={name: reason for number, name in enumerate(names) if number not in among},
        cells=cells,
        kept=kept,
        unit=units_of(n_events, np.random.default_rng([seed, UNITS])),
        shared=shared_events(cells.group, event, len(among)),
    )


def shared_events(group: Integers, event: Integers, n_groups: int) -> Integers:
    """How many events each pair of groups covers, (n_groups, n_groups); no pair twice."""
    from scipy.sparse import csr_array

    shape = (int(event.max(initial=-1)) + 1, n_groups)
    covers = csr_array((np.ones(len(event), dtype=np.int64), (event, group)), shape=shape)
    return (covers.T @ covers).toarray()


def linked(shared: Integers) -> NDArray[np.bool_]:
    """The largest set of groups tied to one another by `FEWEST_UNITS` events or more, directly or
    through others; of equally large sets the one with the first group."""
    from scipy.sparse.csgraph import connected_components

    _, label = connected_components(shared >= FEWEST_UNITS, directed=False)
    return label == np.argmax(np.bincount(label, minlength=1))


def joined(measures: Iterable[Measure]) -> tuple[Measure, list[str]]:
    """All columns of several measures of the same articles as one measure, and whose each is."""
    from framing.errors import FramingError
    from framing.measures.measure import Measure

    given = list(measures)
    if not given:
        raise FramingError("measures is empty; give one measure or more.")
    largest = max(given, key=lambda one: len(one.articles))
    index = largest.articles.index
    sums: list[list[Any]] = [[], []]
    for measure in given:
        rows = index.get_indexer(measure.articles.index)
        if (rows < 0).any():
            unknown = measure.articles.index[rows < 0][0]
            raise FramingError(
                f"article_id={unknown!r} is in the measure {measure.name!r} and not in "
                f"{largest.name!r}; give measures of the same articles."
            )
        for held, amounts in zip(sums, (measure.numerators, measure.denominators), strict=True):
            across = np.zeros((len(index), amounts.shape[1]))
            across[rows] = np.where(measure.denominators > 0, amounts, 0.0)
            held.append(across)
    names = [measure.name for measure in given for _ in measure.columns]
    whole = Measure(
        name=" · ".join(measure.name for measure in given),
        unit="",
        kind="score",
        columns=tuple(column for measure in given for column in measure.columns),
        numerators=np.hstack(sums[0]),
        denominators=np.hstack(sums[1]),
        _articles=largest.articles,
    )
    return whole.weighted(), names


def cell_of_rows(rows: Rows, cells: Cells, n_groups: int) -> Integers:
    """The number of each row's cell among sorted cells; −1 where its cell is not among them."""
    if not len(cells.group):
        return np.full(len(rows.group), -1)
    keys = cells.event * n_groups + cells.group
    key = rows.event * n_groups + rows.group
    place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
    return np.where((keys[place] == key) & (rows.event >= 0), place, -1)
