"""The receipt of how articles came in: what was read, repaired and put aside, and why."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

QUARANTINED = ("source", "row", "article_id", "reason")
REPAIRED = ("article_id", "repair", "detail")
SOURCES = ("source", "format", "encoding", "expected", "kept", "quarantined", "columns")


@dataclass(frozen=True)
class Receipt:
    """What was read, repaired and put aside when a corpus was made: expected = kept + quarantined.

    Attributes:
        expected: rows found in the sources.
        kept: rows that became articles.
        quarantined: one row for each that did not: `source`, `row` (counted from 1, a header not
            counted), `article_id` (where known), `reason`.
        repaired: one row a repair of a kept article: `article_id`, `repair`, `detail`.
        sources: one row a file: `source`, `format`, `encoding`, `expected`, `kept`,
            `quarantined`, `columns` (which of its columns were taken for which).
    """

    expected: int
    kept: int
    quarantined: pd.DataFrame
    repaired: pd.DataFrame
    sources: pd.DataFrame

    def __post_init__(self) -> None:
        assert self.expected == self.kept + len(self.quarantined)

    def __str__(self) -> str:
        lines = [
            f"{counted(self.expected, 'article')} expected = {self.kept:,} kept"
            f" + {len(self.quarantined):,} quarantined"
        ]
        lines += _sums("quarantined", self.quarantined["reason"])
        lines += _sums("repaired", self.repaired["repair"])
        lines += _sums("columns taken", self.sources["columns"].dropna(), "file")
        forms = self.sources["format"] + (", " + self.sources["encoding"]).fillna("")
        lines += _sums("read as", forms, "file")
        return "\n".join(lines)


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _sums(title: str, values: pd.Series, noun: str = "article", most: int = 12) -> list[str]:
    counts = (
        values.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    )
    if counts.empty:
        return []
    lines = [f"  {counted(number, noun):>16}  {value}" for value, number in counts[:most].items()]
    if len(counts) > most:
        rest = counted(int(counts[most:].sum()), noun)
        lines.append(f"  {rest:>16}  {len(counts) - most} others")
    return [f"{title}:", *lines]


def make_receipt(
    kept_sources: pd.Series,
    quarantined: pd.DataFrame,
    repaired: pd.DataFrame,
    sources: pd.DataFrame,
) -> Receipt:
    """The receipt of articles from these sources (one value each) beside what was put aside."""
    good = sources["source"].map(kept_sources.value_counts()).fillna(0).astype(int)
    bad = sources["source"].map(quarantined["source"].value_counts()).fillna(0).astype(int)
    sources = sources.assign(expected=good + bad, kept=good, quarantined=bad)
    return Receipt(
        expected=len(kept_sources) + len(quarantined),
        kept=len(kept_sources),
        quarantined=_table(quarantined, QUARANTINED),
        repaired=_table(repaired, REPAIRED),
        sources=_table(sources, SOURCES),
    )


def _table(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    numbers = {"row", "expected", "kept", "quarantined"}
    kinds = {name: "int64" if name in numbers else "str" for name in columns}
    return frame.reindex(columns=list(columns)).reset_index(drop=True).astype(kinds)
