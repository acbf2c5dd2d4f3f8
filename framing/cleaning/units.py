"""An article as units that may be taken out: lines, and the sentences at the edges of long lines.

Scrapers put furniture on lines of its own. Some join all lines to one; of a long first line the
sentences at its beginning, and of the last line those at its end, are units of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from framing.cleaning.edits import Change

_LONG_LINE = 600  # characters from which a first line is taken for an article without line breaks
_HEAD, _FOOT = 400, 800  # characters in which sentences are looked for
LOOK = 12  # units among which the head of a page ends
LONGEST = 600  # characters of a unit that may be furniture
_PROSE = 60  # characters from which a line that ends as a sentence is running text

_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_BOUNDARY = re.compile(
    r"""[.!?…]["'”’»)\]]*\s+(?=\S)|[。！？][」』”’）]*\s*(?=\S)|@[\w-]+(?:\.[\w-]+)+\s+(?=\S)"""
)
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st sen rep gov gen lt col sgt capt prof rev hon jr vs no nos art fig"
    " jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_CLOSING = "\"'”’»)]」』 "
_STOPS = frozenset(".!?…。！？।؟۔")
_PAUSES = frozenset(":;,")
_AROUND = " \t\r*»›→>▶▸▾▼●•·|–—-←«<+✕×🔴"


class Page:
    """The units of a text in their order, and why each is to be taken out.

    Attributes
    ----------
    spans, units
        Positions and strings, without white space around.
    labels
        The kind of edit by which a unit goes; None if it stays.
    flowing
        Whether the text has no line breaks to speak of.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        lines = [match.span() for match in _LINE.finditer(text)]
        self.flowing = len(lines) == 1 or (
            0 < len(lines) <= 3 and lines[0][1] - lines[0][0] > _LONG_LINE
        )
        self.spans = _with_edge_sentences(text, lines, self.flowing)
        self.units = [text[start:end] for start, end in self.spans]
        self.labels: list[str | None] = [None] * len(self.units)

    @cached_property
    def prose(self) -> list[bool]:
        """Whether each unit is running text: long, and ended as a sentence."""
        return [
            len(unit) >= _PROSE and (ended or len(unit) > 4 * _PROSE)
            for unit, ended in zip(self.units, self.sentences, strict=True)
        ]

    @cached_property
    def plain(self) -> list[str]:
        """Units in small letters, with straight marks and no arrows around; "" for long ones."""
        return [
            _straight(unit).casefold().strip(_AROUND) if len(unit) <= LONGEST else ""
            for unit in self.units
        ]

    @cached_property
    def sentences(self) -> list[bool]:
        """Whether each unit ends as a sentence does."""
        return [is_sentence(unit) for unit in self.units]

    def head(self) -> int:
        """The number of units before the first running text that stays."""
        return next((i for i in self.left() if self.prose[i]), len(self.units))

    def foot(self) -> int:
        """The position behind the last running text that stays."""
        for i in range(len(self.units) - 1, -1, -1):
            if self.labels[i] is None and self.prose[i]:
                return i + 1
        return 0

    def left(self) -> Iterator[int]:
        """The units that stay as yet."""
        return (i for i, label in enumerate(self.labels) if label is None)

    def changes(self) -> list[Change]:
        """The text without the units that have a label, each with the white space behind it."""
        starts = [start for start, _ in self.spans] + [len(self.text)]
        last = max(self.left(), default=-1)
        changes = []
        for i, label in enumerate(self.labels):
            if label is not None:
                start = starts[i] if i else 0
                if i == last + 1 and i:
                    start = self.spans[last][1]
                changes.append(Change(start, starts[i + 1], "", label))
        return changes


def _straight(unit: str) -> str:
    if unit.isascii():
        return unit
    unit = unit.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return unit.replace("\xa0", " ").replace("\u202f", " ")


def is_sentence(unit: str) -> bool:
    """Whether the unit ends as a sentence does."""
    return unit.rstrip(_CLOSING)[-1:] in _STOPS


def ends(unit: str) -> bool:
    """Whether the unit ends in a mark, as headlines and bylines do not."""
    return is_sentence(unit) or unit.rstrip(_CLOSING)[-1:] in _PAUSES


def _with_edge_sentences(
    text: str, lines: list[tuple[int, int]], flowing: bool
) -> list[tuple[int, int]]:
    if not lines:
        return []
    first, last = lines[0], lines[-1]
    cuts: set[int] = set()
    if flowing:
        cuts.update(_boundaries(text, first[0], min(first[1], first[0] + _HEAD)))
    cuts.update(_boundaries(text, max(last[0], last[1] - _FOOT), last[1]))
    if not cuts:
        return lines
    spans = []
    for start, end in lines:
        if start in (first[0], last[0]):
            for cut in sorted(cut for cut in cuts if start < cut < end):
                spans.append((start, _back(text, cut)))
                start = cut
        spans.append((start, end))
    return spans


def _back(text: str, at: int) -> int:
    """The end of what stands before, without white space."""
    while text[at - 1].isspace():
        at -= 1
    return at


def _boundaries(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences begin, as far as a rule of thumb tells."""
    for match in _BOUNDARY.finditer(text, start, end):
        at = match.start()
        if text[at] == ".":
            before = text[max(start, at - 6) : at].replace(".", " ").split(" ")[-1]
            if (len(before) < 2 and before.isalpha()) or before.casefold() in _ABBREVIATIONS:
                continue
        yield match.end()
