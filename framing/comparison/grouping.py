"""What is compared with what: groups by one column or two, strata, and each group's reference."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.cells import check_group
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from framing.measures.measure import Measure

Columns = str | Sequence[str]
TIMES = {"day": "D", "week": "W-SUN", "month": "M"}
TOGETHER = " × "
REST = "rest"


@dataclass(frozen=True)
class Versus:
    """A contrast to be made: a group (its number) against others (theirs; None: all others)."""

    group: int
    others: tuple[int, ...] | None
    label: str


def prepared(
    measure: Measure, by: Columns, within: Columns | None
) -> tuple[Measure, str, str | None]:
    """The measure with a column for `by` and one for `within`, and their names.

    Several columns are taken together, as tuples. "day", "week" and "month" stand for those of the
    date, where no column is called so. A row lacking one of several lacks all.
    """
    articles = measure.articles
    names = [by] if isinstance(by, str) else list(by)
    strata = [within] if isinstance(within, str) else list(within or [])
    for name in names:
        check_group(name, articles)
    known = [*articles.columns, "event", *TIMES]
    for name in strata:
        check_choice("within", name, list(dict.fromkeys(known)))
        if name not in articles and name in TIMES:
            articles[name] = _period(articles, name)
    if len(strata) > 1 and "event" in strata and "event" not in articles:
        strata.remove("event")
    if set(names) & set(strata):
        shared = sorted(set(names) & set(strata))[0]
        raise FramingError(f"by and within are both {shared!r}; compare by another column.")
    if not names or len(set(names)) < len(names) or len(set(strata)) < len(strata):
        raise FramingError(f"by={by!r} and within={within!r}: name each column once.")
    group, stratum = TOGETHER.join(names), TOGETHER.join(strata) or None
    for together, columns in ((group, names), (stratum, strata)):
        if together is not None and len(columns) > 1:
            articles[together] = _tuples(articles[columns])
    return measure.with_articles(articles), group, stratum


def _period(articles: pd.DataFrame, name: str) -> pd.Series:
    if "date" not in articles or articles["date"].isna().all():
        raise FramingError(f"within={name!r} needs a date, and the articles have none.")
    start = articles["date"].dt.to_period(TIMES[name]).dt.start_time
    return start.dt.strftime("%Y-%m-%d")


def _tuples(frame: pd.DataFrame) -> pd.Series:
    values = np.empty(len(frame), dtype=object)
    there = frame.notna().all(axis="columns").to_numpy()
    rows = list(frame.astype(object).itertuples(index=False, name=None))
    for number in np.flatnonzero(there):
        values[number] = rows[number]
    return pd.Series(values, frame.index, dtype=object)


def contrasts(names: list[Any], reference: Any, pairs: bool) -> list[Versus]:
    """The contrasts of a comparison: with the rest, with one group or several, or in pairs."""
    if pairs and reference is not None:
        raise FramingError(f"reference={reference!r} and pairs=True exclude each other; give one.")
    if len(names) < 2:
        return []
    if pairs:
        return [Versus(a, (b,), label_of(names[b])) for a, b in combinations(range(len(names)), 2)]
    if reference is None:
        return [Versus(group, None, REST) for group in range(len(names))]
    chosen = references(names, reference)
    others = tuple(names.index(name) for name in chosen)
    label = ", ".join(map(label_of, chosen))
    return [Versus(g, others, label) for g in range(len(names)) if g not in others]


def references(names: list[Any], reference: Any) -> list[Hashable]:
    """The groups that a reference names: one, or a list of several."""
    several = isinstance(reference, (list, set, frozenset, np.ndarray, pd.Series))
    chosen = list(dict.fromkeys(reference)) if several else [reference]
    for name in chosen:
        check_choice("reference", name, names)
    if not chosen or len(chosen) == len(names) > 1:
        raise FramingError(
            f"reference={reference!r} leaves nothing to compare; name some groups, and not all."
        )
    return chosen


def label_of(name: Any) -> str:
    return TOGETHER.join(map(str, name)) if isinstance(name, tuple) else str(name)


def split_groups(table: pd.DataFrame, group: str, by: Columns) -> pd.DataFrame:
    """The table with a column for each of those that were taken together."""
    if isinstance(by, str) or len(by) == 1:
        return table
    parts = pd.DataFrame(table[group].tolist(), columns=list(by), index=table.index)
    return pd.concat([parts.infer_objects(), table.drop(columns=group)], axis="columns")
