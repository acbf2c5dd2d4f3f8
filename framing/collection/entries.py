"""Entries of a collection's receipt, and the rows of a file as articles."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.collection.recognition import Facts
from framing.columns import strings
from framing.intake import check_rows
from framing.readers.gather import Read

THERE = "there already"
CHANGED = (
    "another text under an identifier or address that is there already: the first stays"
    " (import it with --replace to take the other)"
)
REPLACED = "replaced by another text"
REPEATED = (THERE, CHANGED, REPLACED)
NO_TEXT = "no text, only where it lies (see `framing corpus fetch`)"


@dataclass(frozen=True)
class Added:
    """What became of the rows of a file: numbers of articles."""

    kept: int = 0
    there: int = 0
    changed: int = 0
    quarantined: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        parts = {
            "kept": self.kept,
            "there already": self.there,
            "with another text than before": self.changed,
            "put aside": self.quarantined,
        }
        said = ", ".join(f"{number:,} {what}" for what, number in parts.items() if number)
        return said or "nothing new"


class Origin(NamedTuple):
    """Where an article came from."""

    article_id: str
    source: str
    row: int
    given: str | None
    sha256: str
    content: str
    cleaned: str


class Aside(NamedTuple):
    """A row put aside."""

    source: str
    row: int
    article_id: str | None
    reason: str
    identity: str | None


@dataclass
class Had:
    """What was had of a file when it was read last."""

    settings: str
    kept: bool = False  # some of it
    lost: bool = False


class Outcome(NamedTuple):
    """What became of a row: a field of `Added`, the article that it is, whether it was taken."""

    what: str
    article_id: str | None
    new: bool = False


def origin_of(article_id: str, where: tuple[str, int], fact: Facts, cleaned: str) -> Origin:
    return Origin(article_id, *where, fact.given or None, fact.text, fact.content, cleaned)


def checked(read: Read) -> tuple[pd.DataFrame, pd.Series, np.ndarray, pd.DataFrame]:
    """The articles of a read, the identifiers that the source gives, why a row cannot be kept
    ("" if it can), and the repairs."""
    frame = read.frame.reset_index(drop=True)
    given = pd.Series(np.nan, frame.index, dtype="str")
    if "article_id" in frame:
        given = strings(frame.pop("article_id"))
        origin = read.origin.reset_index(drop=True)
        by_place = origin["source"].astype("str") + ":" + origin["row"].astype("str")
        given = given.mask((given.str.strip() == "") | (given == by_place))  # no source's own
    without = "text" not in frame
    for name in ("outlet", "text"):
        if name not in frame:
            frame[name] = pd.Series(np.nan, frame.index, dtype="str")
    articles, reasons, mended = check_rows(frame)
    if without:
        reasons[reasons == "the text is empty"] = NO_TEXT
    fine = (reasons == "") & given.notna().to_numpy()
    reasons[np.flatnonzero(fine)[given[fine].duplicated()]] = "an earlier row has this article_id"
    return articles, given, reasons, mended


def called(read: Read, own: str, name: str) -> Read:
    """The read with its sources under another name of the file than its `own`."""

    def called(sources: pd.Series) -> pd.Series:
        return sources.map(lambda source: _under(str(source), own, name))

    return replace(
        read,
        sources=read.sources.assign(source=called(read.sources["source"])),
        origin=read.origin.assign(source=called(read.origin["source"])),
        quarantined=read.quarantined.assign(source=called(read.quarantined["source"])),
    )


def _under(source: str, own: str, name: str) -> str:
    if source == own or source.startswith(f"{own}/"):
        return name + source[len(own) :]
    return f"{name}/{source}"


def plain_rows(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The rows as tuples, None where something is missing."""
    return list(zip(*(_plain(frame[name]) for name in frame), strict=True))


def _plain(values: pd.Series) -> list[Any]:
    return values.astype(object).where(values.notna(), None).tolist()
