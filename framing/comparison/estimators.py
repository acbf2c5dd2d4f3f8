"""What is estimated: levels of groups, and contrasts of a group with others within events.

Every estimate is a function of sums over units (events, articles or blocks of sentences), so the
same sums serve the estimate, its jackknife and its bootstrap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.comparison.cells import Cells, add_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.comparison.cells import Floats, Integers


@dataclass(frozen=True)
class Sample:
    """Units that may be drawn again, and what each adds to the sums of an estimate.

    Attributes
    ----------
    units : float64 array, (n_units, n_sums, n_columns)
        The sums are numerator and denominator of the group and, in a contrast, numerator and
        denominator of its reference.
    strata : int64 array, (n_units,)
        Units are drawn anew within their stratum.
    """

    units: Floats
    strata: Integers

    @property
    def totals(self) -> Floats:
        return self.units.sum(axis=0)

    def of(self, columns: NDArray[Any]) -> Sample:
        return Sample(self.units[:, :, columns], self.strata)


@dataclass(frozen=True)
class Contrast:
    """A group beside its reference, over the events that both cover.

    `cells` are the cells of those events that are the group's own (`own`) or its reference's.
    """

    cells: Cells
    own: NDArray[np.bool_]
    sample: Sample


def level(totals: Floats) -> Floats:
    """Numerator over denominator; the sums lie along the last axis but one."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return totals[..., 0, :] / totals[..., 1, :]


def difference(totals: Floats) -> Floats:
    """The group's value less its reference's."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return totals[..., 0, :] / totals[..., 1, :] - totals[..., 2, :] / totals[..., 3, :]


def ratio(totals: Floats) -> Floats:
    """The group's value over its reference's."""
    with np.errstate(divide="ignore", invalid="ignore"):
        own = totals[..., 0, :] * totals[..., 3, :]
        return own / (totals[..., 2, :] * totals[..., 1, :])


def level_sample(cells: Cells, group: int) -> tuple[Cells, Sample]:
    """The cells of a group, each a unit."""
    own = cells.take(cells.group == group)
    units = np.stack([own.numerator, own.denominator], axis=1)
    return own, Sample(units, np.zeros(len(units), dtype=np.int64))


def matched(cells: Cells, group: int, reference: Sequence[int] | None, weight: str) -> Contrast:
    """A group and its reference (all others, if None) in the events that both cover.

    In event e the group has the numerator Y_o and the denominator X_o, its reference Y_r and
    X_r. The event weighs w = X_o·X_r/(X_o + X_r), the Mantel–Haenszel weight, or 1 where each
    event is to have the same say, and adds w·Y_o/X_o, w, w·Y_r/X_r and w to the four sums.
    """
    own = cells.group == group
    other = ~own if reference is None else np.isin(cells.group, reference)
    n_events = int(cells.event.max(initial=-1)) + 1
    covered = np.zeros((2, n_events), dtype=bool)
    for row, side in enumerate((own, other)):
        covered[row, cells.event[side & (cells.event >= 0)]] = True
    shared = np.append(covered.all(axis=0), False)[cells.event]
    chosen = np.flatnonzero(shared & (own | other))
    cells, own = cells.take(chosen), own[chosen]

    events = cells.event[~own]
    starts = np.flatnonzero(np.diff(events, prepend=-1))
    y_own, x_own = cells.numerator[own], cells.denominator[own]
    y_other = add_up(cells.numerator[~own], starts)
    x_other = add_up(cells.denominator[~own], starts)
    if weight == "event":
        sums = [y_own / x_own, np.ones_like(x_own), y_other / x_other, np.ones_like(x_own)]
    else:
        x_all = x_own + x_other
        both = x_own * x_other / x_all
        sums = [y_own * x_other / x_all, both, y_other * x_own / x_all, both]
    units = np.stack(sums, axis=1)
    return Contrast(cells, own, Sample(units, np.zeros(len(units), dtype=np.int64)))


def unmatched(cells: Cells, group: int, reference: Sequence[int] | None) -> Contrast:
    """A group and its reference over all their cells, whatever the events."""
    own = cells.group == group
    other = ~own if reference is None else np.isin(cells.group, reference)
    cells, own = cells.take(own | other), own[own | other]
    units = np.zeros((len(own), 4, cells.numerator.shape[1]))
    units[own, 0], units[own, 1] = cells.numerator[own], cells.denominator[own]
    units[~own, 2], units[~own, 3] = cells.numerator[~own], cells.denominator[~own]
    return Contrast(cells, own, Sample(units, (~own).astype(np.int64)))
