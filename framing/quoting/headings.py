"""Marks that hold a name or a title and nobody's words."""

from __future__ import annotations

from framing.quoting.cues import Word
from framing.quoting.marks import Marked
from framing.quoting.stretches import Stretch
from framing.quoting.text import Text

_SMALL = Word.GRAMMAR & ~Word.PRONOUN
_LONGEST = 12  # words of a title


def words_of(text: Text, m: Marked) -> list[int]:
    """Return the words between two marks."""
    return [i for i in range(m.first + 1, m.last) if text.flags[i] & Word.WORD]


def is_nickname(text: Text, s: Stretch, m: Marked) -> bool:
    """Whether marks stand around a name within a name: Marcia “Cia” Price."""
    flags = text.flags
    if m.first == s.first or m.last == s.last or m.last - m.first > 4:
        return False
    if not (flags[m.first - 1] & Word.NAME and flags[m.last + 1] & Word.NAME):
        return False
    return all(flags[i] & Word.NAME for i in words_of(text, m))


def is_work(text: Text, s: Stretch, m: Marked) -> bool:
    """Whether marks stand around the title of a book, a film: in the show “Face the Nation”."""
    flags, before = text.flags, m.first - 1
    if before < s.first or not is_titled(text, m):
        return False
    while before > s.first and flags[before] & Word.COMMA:
        before -= 1
    return bool(flags[before] & (Word.WORK | Word.POSSESSIVE)) and not flags[before] & Word.PRONOUN


def is_titled(text: Text, m: Marked) -> bool:
    """Whether the words between marks are capitalised as in a title."""
    flags, words = text.flags, words_of(text, m)
    if not 0 < len(words) <= _LONGEST or not flags[words[0]] & Word.CAPITAL:
        return False
    big = [i for i in words if not flags[i] & _SMALL]
    return bool(big) and all(flags[i] & (Word.CAPITAL | Word.PRONOUN) for i in big)
