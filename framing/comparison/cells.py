"""From articles to cells: the sums of each group within each event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.table import COLUMNS as TABLE_COLUMNS
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.measures.measure import Measure

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]


VALUES_AT_ONCE = 2_000_000  # of an array of rows by columns, 8 bytes each


@dataclass(frozen=True)
class Rows:
    """What is summed, in an order that does not depend on the order of the articles.

    A row is an article or, where each outlet has one article only, a block of its sentences.

    Attributes
    ----------
    names : list
        The groups compared, sorted.
    ids : array of str, (n_rows,)
        The ids of the articles.
    group, event : int64 arrays, (n_rows,)
        Numbers of the row's group and event (−1 where it has none).
    copies : int64 array, (n_rows,)
        Number of the set of copies that the article belongs to, −1 where it is no copy.
    index : int64 array, (n_rows,)
        Where the row's sums are in `numerator` and `denominator`.
    numerator, denominator : float64 arrays, (at least n_rows, n_columns)
        NaN where an article was not measured.
    """

    names: list[Any]
    ids: NDArray[np.object_]
    group: Integers
    event: Integers
    copies: Integers
    index: Integers
    numerator: Floats
    denominator: Floats

    def patterns(self) -> Iterator[tuple[Integers, Rows]]:
        """Columns that are measured in the same rows, and those rows of those columns.

        A row counts where its denominator is above 0. Most measures have one denominator for
        all categories, and so a single pattern. Columns come a few at a time where there are
        many rows.
        """
        patterns: dict[bytes, list[int]] = {}
        for column in range(self.denominator.shape[1]):
            counted = np.packbits(self.denominator[self.index, column] > 0)
            patterns.setdefault(counted.tobytes(), []).append(column)
        at_once = max(1, VALUES_AT_ONCE // max(len(self.index), 1))
        for columns in patterns.values():
            for first in range(0, len(columns), at_once):
                some = np.array(columns[first : first + at_once])
                yield some, self.of(some)

    def of(self, columns: Integers) -> Rows:
        """These columns, which are measured in the same rows, and those rows."""
        counted = self.denominator[self.index, columns[0]] > 0
        where = np.ix_(self.index[counted], columns)
        return Rows(
            names=self.names,
            ids=self.ids[counted],
            group=self.group[counted],
            event=self.event[counted],
            copies=self.copies[counted],
            index=np.arange(int(counted.sum())),
            numerator=self.numerator[where],
            denominator=self.denominator[where],
        )


@dataclass(frozen=True)
class Cells:
    """The rows added up by event and group; a row without an event is a cell of its own.

    Cells are sorted by event, then by group; those without an event come last.

    Attributes
    ----------
    group, event : int64 arrays, (n_cells,)
        `event` is −1 where there is none.
    block : int64 array, (n_cells,)
        Cells of an event that share a copy have the same number.
    n_rows : int64 array, (n_cells,)
    numerator, denominator : float64 arrays, (n_cells, n_columns)
    """

    group: Integers
    event: Integers
    block: Integers
    n_rows: Integers
    numerator: Floats
    denominator: Floats

    def take(self, wanted: NDArray[Any]) -> Cells:
        """The cells that an index array or a mask picks."""
        return Cells(*(getattr(self, name)[wanted] for name in self.__dataclass_fields__))


def rows_of(measure: Measure, by: str, within: str | None) -> Rows:
    """The articles of a measure that have a group, sorted by their ids."""
    articles = measure.articles
    check_group(by, articles)
    if within is not None and within not in articles.columns and within != "event":
        check_choice("within", within, articles.columns)
    if by == within:
        raise FramingError(f"by and within are both {by!r}; compare by another column.")
    order = np.argsort(articles.index.to_numpy(dtype=object), kind="stable")
    order = order[articles[by].notna().to_numpy()[order]]
    articles = articles.iloc[order]
    group, names = _numbers(articles[by])
    return Rows(
        names=names,
        ids=articles.index.to_numpy(dtype=object),
        group=group,
        event=_numbers_of(articles, within),
        copies=_numbers_of(articles, "copy_group"),
        index=order,
        numerator=measure.numerators,
        denominator=measure.denominators,
    )


def check_group(by: str, articles: pd.DataFrame) -> None:
    """Groups are a column of the articles, and none of the comparison table."""
    check_choice("by", by, articles.columns)
    if by in TABLE_COLUMNS:
        raise FramingError(
            f"by={by!r} is a column of the comparison table itself; rename the articles' column."
        )


def cells_of(rows: Rows) -> Cells:
    """Add the rows up by event and group."""
    n_groups = max(len(rows.names), 1)
    n_events = int(rows.event.max(initial=-1)) + 1
    alone = rows.event < 0
    unit = np.where(alone, n_events + np.arange(len(rows.event)), rows.event)
    key = unit * n_groups + rows.group
    order = np.argsort(key, kind="stable")
    found, starts, n_rows = np.unique(key[order], return_index=True, return_counts=True)
    event, group = np.divmod(found, n_groups)
    cell_of_row = np.empty(len(key), dtype=np.int64)
    cell_of_row[order] = np.repeat(np.arange(len(found)), n_rows)
    return Cells(
        group=group,
        event=np.where(event < n_events, event, -1),
        block=_blocks(cell_of_row, rows, len(found)),
        n_rows=n_rows,
        numerator=add_up(rows.numerator[rows.index[order]], starts),
        denominator=add_up(rows.denominator[rows.index[order]], starts),
    )


def add_up(values: Floats, starts: Integers) -> Floats:
    """Sums of the runs of rows that begin at `starts`; no runs, no sums."""
    if not len(starts):
        return np.zeros((0, *values.shape[1:]))
    return np.add.reduceat(values, starts, axis=0)


def _blocks(cell_of_row: Integers, rows: Rows, n_cells: int) -> Integers:
    """A number for each cell, the same for cells of one event that share a copy."""
    copied = (rows.copies >= 0) & (rows.event >= 0)
    if not copied.any():
        return np.arange(n_cells)
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = rows.event[copied] * (rows.copies.max() + 1) + rows.copies[copied]
    found, hub = np.unique(pairs, return_inverse=True)
    size = n_cells + len(found)
    links = coo_array((np.ones(len(hub)), (cell_of_row[copied], n_cells + hub)), shape=(size, size))
    return connected_components(links, directed=False)[1][:n_cells].astype(np.int64)


def _numbers(column: pd.Series) -> tuple[Integers, list[Any]]:
    """A number for each value, in the order of the values' text, and the values."""
    codes, values = pd.factorize(column.astype(object))
    order = sorted(range(len(values)), key=lambda number: str(values[number]))
    rank = np.empty(len(values), dtype=np.int64)
    rank[order] = np.arange(len(values))
    numbers = np.full(len(codes), -1, dtype=np.int64)
    numbers[codes >= 0] = rank[codes[codes >= 0]]
    return numbers, [values[number] for number in order]


def _numbers_of(articles: pd.DataFrame, column: str | None) -> Integers:
    if column is None or column not in articles.columns:
        return np.full(len(articles), -1, dtype=np.int64)
    return _numbers(articles[column])[0]
