"""Sentences of a report that its page shows a second time, in large letters."""

from __future__ import annotations

import re

from framing.cleaning.units import Page

REPEATED = "pull quote taken out"

_SHORTEST, _LONGEST = 25, 400  # characters
_LONGEST_TEXT = 300_000  # every short line is looked for in all of it
_AROUND = "'\"“”‘’«»„‚`´*_ \t.,;:!?…–—-"
_WHOSE = re.compile(r"[-–—―~]\s?[^\s–—-].{1,80}")


def label_pull_quotes(page: Page) -> None:
    """Label short units whose words stand in another unit, and the name after a dash below."""
    if page.flowing or len(page.units) < 3 or len(page.text) > _LONGEST_TEXT:
        return
    units = page.units
    for i in list(page.left()):
        unit = units[i]
        if page.labels[i] is not None or not _SHORTEST <= len(unit) <= _LONGEST:
            continue
        if page.sentences[i] and unit[0].isalnum() and not _named(page, i):
            continue
        words = unit.strip(_AROUND)
        if words.count(" ") < 3 or not _elsewhere(page, i, words):
            continue
        page.labels[i] = REPEATED
        if i + 1 < len(units) and page.labels[i + 1] is None and _WHOSE.fullmatch(units[i + 1]):
            page.labels[i + 1] = REPEATED


def _elsewhere(page: Page, i: int, words: str) -> bool:
    """Whether a unit that stays has the words too and is the report's own."""
    start, end = page.spans[i]
    for at in _found(page.text, words, start, end):
        j = _unit_at(page, at)
        if page.labels[j] is not None:
            continue
        if len(page.units[j]) > len(page.units[i]) + 3:
            return True
        if page.units[j].strip(_AROUND) == words and _rank(page, i) > _rank(page, j):
            return True
    return False


def _rank(page: Page, i: int) -> tuple[bool, bool, int]:
    """How far one of two units with the same words looks like the copy."""
    return _named(page, i), not page.sentences[i], i


def _named(page: Page, i: int) -> bool:
    """Whether a name after a dash stands below."""
    return i + 1 < len(page.units) and _WHOSE.fullmatch(page.units[i + 1]) is not None


def _found(text: str, words: str, start: int, end: int) -> list[int]:
    """Where the words stand before and behind the unit itself; the first of each."""
    before = text.find(words, 0, start)
    behind = text.find(words, end)
    return [at for at in (before, behind) if at >= 0]


def _unit_at(page: Page, at: int) -> int:
    low, high = 0, len(page.spans)
    while high - low > 1:
        middle = (low + high) // 2
        if page.spans[middle][0] <= at:
            low = middle
        else:
            high = middle
    return low
