"""A concordance to be read: keywords beneath one another, in a notebook or a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterator
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

WHOSE = {0: "own words", 1: "quoted", 2: "in part quoted"}
NEEDED = ("article_id", "outlet", "left", "keyword", "right", "voice")
UNGROUPED = ("left", "keyword", "right", "article_id", "sentence", "char_start", "char_end")
MOST_LINES = 60
AROUND = 54  # characters on either side
KEYWORD = 40


class Line(NamedTuple):
    """A match as it is shown; all its strings are fit to print."""

    group: str
    left: str
    keyword: str
    right: str
    quoted: bool
    source: str


class Concordance(pd.DataFrame):
    """The table that `kwic` gives: a plain frame that a notebook shows with its keywords beneath
    one another, the first 60 lines, under the values of what they are sorted by.

    A part of it (`head`, `sample`, a mask) is shown so as well; without the columns that takes,
    it is shown as any other frame. `lines` gives the same for a terminal.
    """

    @property
    def _constructor(self) -> type[Concordance]:
        return Concordance

    def lines(self, width: int = 100) -> str:
        """The concordance as text, `width` characters wide where words allow.

        >>> from framing.concordance import kwic
        >>> from framing.corpus import Corpus
        >>> texts = ["The mob came.", "They fled from a far-right mob, she said."]
        >>> frame = pd.DataFrame({"outlet": ["Echo", "Post"], "text": texts})
        >>> print(kwic(Corpus.from_frame(frame), "mob").lines(52))
        Echo
                            The mob came.
        Post
        …fled from a far-right mob, she said.
        """
        keyword = min(max((len(str(word)) for word in self["keyword"]), default=0), KEYWORD)
        around = max((width - keyword) // 2, 8)
        told: list[str] = []
        for group, lines in groupby(_lines(self, around), key=lambda line: line.group):
            told += [group] if group else []
            told += [f"{line.left:>{around}}{line.keyword}{line.right}".rstrip() for line in lines]
        return "\n".join(told)

    def _repr_html_(self) -> str | None:
        if any(name not in self for name in NEEDED):
            return super()._repr_html_()
        shown = self.head(MOST_LINES)
        rows = []
        for group, lines in groupby(_lines(shown, AROUND), key=lambda line: line.group):
            if group:
                heading = f'<th colspan="3" style="{_HEAD}">{escape(group)}</th>'
                rows.append(f'<tr style="{_PLAIN}">{heading}</tr>')
            rows += [_row(line) for line in lines]
        direction = _direction(shown["keyword"])
        body = f'<table dir="{direction}" style="{_TABLE}">{"".join(rows)}</table>'
        more = len(self) - len(shown)
        told = f"{len(self):,} line" + "s" * (len(self) != 1)
        told += f", here the first {MOST_LINES}" * (more > 0)
        return f'<div style="overflow-x:auto">{body}</div><p style="{_SOFT}">{told}</p>'


_TABLE = "border-collapse:collapse;border:0;font-size:13px;font-variant-numeric:tabular-nums"
_PLAIN = "background:none"
_CELL = "padding:1px 0;border:0;background:none;white-space:pre;"
_HEAD = _CELL + "text-align:start;font-weight:600;padding-top:8px"
_LEFT = _CELL + "text-align:end"
_KEY = _CELL + "text-align:start;font-weight:600;color:#0072b2"
_QUOTED = _KEY + ";font-style:italic"
_RIGHT = _CELL + "text-align:start"
_SOFT = "color:#888;font-size:12px"
_SOURCE = _CELL + "text-align:start;padding-inline-start:14px;" + _SOFT


def _row(line: Line) -> str:
    # The keyword and what follows are one cell, so that they stand as close as in the text.
    style = _QUOTED if line.quoted else _KEY
    return (
        f'<tr style="{_PLAIN}"><td style="{_LEFT}">{escape(line.left)}</td>'
        f'<td style="{_RIGHT}"><span style="{style}">{escape(line.keyword)}</span>'
        f"{escape(line.right)}</td>"
        f'<td style="{_SOURCE}">{escape(line.source)}</td></tr>'
    )


def _lines(table: pd.DataFrame, around: int) -> Iterator[Line]:
    by = table.attrs.get("by", "outlet")
    grouped = by in table and by not in UNGROUPED
    groups = table[by] if grouped else pd.Series("", table.index)
    dates = table["date"] if "date" in table else pd.Series(pd.NaT, table.index)
    columns = [groups, dates, *(table[name] for name in NEEDED)]
    for group, date, article_id, outlet, left, keyword, right, voice in zip(*columns, strict=True):
        source = [] if by == "outlet" else [outlet]
        source += [] if by == "date" or pd.isna(date) else [f"{date:%Y-%m-%d}"]
        source += [article_id, *([WHOSE[voice]] if voice and by != "voice" else [])]
        yield Line(
            _named(group, by),
            _end(_printable(left), around),
            _start(_printable(keyword), KEYWORD),
            _start(_printable(right), around),
            bool(voice),
            _printable(" · ".join(map(str, source))),
        )


def _named(group: Any, by: str) -> str:
    """What stands over lines that have this value in the column they are sorted by."""
    if pd.isna(group):
        return f"no {by}"
    if by == "voice":
        return WHOSE[group]
    return _printable(f"{group:%Y-%m-%d}" if isinstance(group, pd.Timestamp) else group)


def _printable(value: Hashable) -> str:
    """No controls: an article must not steer a terminal."""
    return "".join(letter for letter in str(value) if letter.isprintable())


def _start(text: str, most: int) -> str:
    """The first characters, cut at a word where that is possible."""
    if len(text) <= most:
        return text
    space = text.rfind(" ", most // 2, most)
    return text[: space if space > 0 else most - 1] + "…"


def _end(text: str, most: int) -> str:
    """The last characters, cut at a word where that is possible."""
    if len(text) <= most:
        return text
    space = text.find(" ", len(text) - most + 1, len(text) - most // 2)
    return "…" + text[space + 1 if space > 0 else len(text) - most + 1 :]


def _direction(keywords: pd.Series) -> str:
    """Which way the keywords' script runs."""
    found = {unicodedata.bidirectional(letter) for word in keywords for letter in word}
    return "rtl" if found & {"R", "AL"} else "ltr"
