"""The receipt of how articles came in: what was read, repaired and put aside, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from framing.receipt_page import RECEIPT_CSS, receipt_html

_LINE = r" \(line [\d,]+\)$"
QUARANTINED = ("source", "row", "article_id", "reason")
REPAIRED = ("article_id", "repair", "detail")
EDITS = ("article_id", "field", "start", "original", "replacement", "kind")
SOURCES = (
    "source",
    "format",
    "encoding",
    "stated",
    "expected",
    "kept",
    "quarantined",
    "columns",
)


@dataclass(frozen=True)
class Receipt:
    """What was read, repaired and put aside when a corpus was made: expected = kept + quarantined.

    Attributes
    ----------
    expected
        Rows found in the sources.
    kept
        Rows that became articles.
    quarantined
        One row for each that did not: `source`, `row` (counted from 1, a header not
        counted), `article_id` (where known), `reason`.
    repaired
        One row a repair of a kept article: `article_id`, `repair`, `detail`.
    sources
        One row a file: `source`, `format`, `encoding`, `stated` (articles that the file itself
        says it holds, NaN where it says nothing), `expected`, `kept`, `quarantined`, `columns`
        (which of its columns were taken for which).
    edits
        What cleaning changed, one row a change: `article_id`, `field`, `start` (position in the
        field before, in characters), `original`, `replacement`, `kind`. With the cleaned text
        they give the original back.
    """

    expected: int
    kept: int
    quarantined: pd.DataFrame
    repaired: pd.DataFrame
    sources: pd.DataFrame
    edits: pd.DataFrame = field(default_factory=lambda: table(pd.DataFrame(), EDITS))

    def __post_init__(self) -> None:
        assert self.expected == self.kept + len(self.quarantined)

    def __str__(self) -> str:
        lines = [
            f"{counted(self.expected, 'article')} expected = {self.kept:,} kept"
            f" + {len(self.quarantined):,} quarantined"
        ]
        put_aside = self.quarantined.assign(
            reason=self.quarantined["reason"].str.replace(_LINE, "", regex=True)
        )
        sources = self.sources.assign(
            how=self.sources["format"] + (", " + self.sources["encoding"]).fillna(""),
            said=self.sources["stated"].map("{:,.0f} stated by the file itself".format, "ignore"),
        )
        lines += _sums("quarantined", "article", put_aside, "reason", _rows)
        lines += _sums("repaired", "article", self.repaired, "repair", _details)
        lines += _sums("columns taken", "file", sources, "columns")
        lines += _sums("read as", "file", sources, "how")
        lines += _sums("stated", "file", sources, "said")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<style>{RECEIPT_CSS}</style>{receipt_html(self)}"


def counted(number: int, noun: str) -> str:
    """1 article, 2 articles."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _sums(
    title: str,
    noun: str,
    frame: pd.DataFrame,
    column: str,
    instances: Callable[[pd.DataFrame], str] = lambda group: "",
) -> list[str]:
    """A line for each value of the column, most frequent first, with instances of it."""
    groups = sorted(frame.groupby(column), key=lambda group: -len(group[1]))
    lines = [
        f"  {counted(len(group), noun):>16}  {value}{instances(group)}" for value, group in groups
    ]
    return [f"{title}:", *lines] if lines else []


def _rows(group: pd.DataFrame) -> str:
    if group["source"].nunique() == 1:
        return f" ({group['source'].iloc[0]}, row {_first(group['row'])})"
    return f" ({_first(group['source'])})"


def _details(group: pd.DataFrame) -> str:
    return f" ({_first(group['article_id'] + ': ' + group['detail'].str.slice(0, 40))})"


def _first(values: pd.Series) -> str:
    return ", ".join(map(str, values[:3])) + (", …" if len(values) > 3 else "")


def make_receipt(
    kept_sources: pd.Series,
    quarantined: pd.DataFrame,
    repaired: pd.DataFrame,
    sources: pd.DataFrame,
    edits: pd.DataFrame | None = None,
) -> Receipt:
    """The receipt of articles from these sources (one value each) beside what was put aside."""
    good = sources["source"].map(kept_sources.value_counts()).fillna(0).astype(int)
    bad = sources["source"].map(quarantined["source"].value_counts()).fillna(0).astype(int)
    sources = sources.assign(expected=good + bad, kept=good, quarantined=bad)
    return Receipt(
        expected=len(kept_sources) + len(quarantined),
        kept=len(kept_sources),
        quarantined=table(quarantined, QUARANTINED),
        repaired=table(repaired, REPAIRED),
        sources=table(sources, SOURCES),
        edits=table(pd.DataFrame() if edits is None else edits, EDITS),
    )


def table(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """A table of a receipt with these columns, each of its kind."""
    numbers = {"row", "expected", "kept", "quarantined", "start"}
    kinds = {name: "int64" if name in numbers else "str" for name in columns}
    if "stated" in columns:
        kinds["stated"] = "float64"
    return frame.reindex(columns=list(columns)).reset_index(drop=True).astype(kinds)
