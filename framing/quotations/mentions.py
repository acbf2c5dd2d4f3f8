"""The noun phrase beside a verb: who said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.quotations.cues import Word

if TYPE_CHECKING:
    from framing.quotations.reading import Text

Mention = tuple[int, int]  # first and last token
_BREAK = Word.COLON | Word.STOP | Word.MARK


def subject_before(text: Text, verb: int, start: int) -> Mention | None:
    """Return the subject that stands before a verb, no further left than `start`."""
    flags = text.flags
    end = verb - 1
    while (
        end >= start
        and flags[end] & (Word.AUXILIARY | Word.ADVERB)
        and not flags[end] & Word.CAPITAL
    ):
        end -= 1
    if end < start or flags[end] & (Word.AND | Word.SUBORDINATOR | _BREAK):
        return None
    if flags[end] & Word.PRONOUN:
        return end, end
    core = end
    if flags[end] & (Word.COMMA | Word.DASH | Word.CLOSES):
        # an apposition: back to the mark that opens it
        wanted = Word.OPENS if flags[end] & Word.CLOSES else flags[end] & (Word.COMMA | Word.DASH)
        core = end - 1
        while core >= start and not flags[core] & wanted:
            if flags[core] & _BREAK:
                return None
            core -= 1
        end -= 1
        core -= 1
        if core < start:
            return None
    first = core
    while first > start and not flags[first - 1] & (
        Word.COMMA
        | Word.DASH
        | _BREAK
        | Word.OPENS
        | Word.SUBORDINATOR
        | Word.AUXILIARY
        | Word.PRONOUN
    ):
        first -= 1
    return _without_lead(text, first, core), end


def _without_lead(text: Text, first: int, last: int) -> int:
    """Pass over what leads into a clause: On Monday, Later."""
    flags = text.flags
    while first < last and flags[first] & (Word.ADVERB | Word.AND | Word.DAY):
        first += 1
    if first < last and flags[first] & Word.PREPOSITION:
        i = last
        while i > first and not flags[i] & (Word.DETERMINER | Word.PREPOSITION | Word.DAY):
            i -= 1
        first = i if flags[i] & Word.DETERMINER else min(i + 1, last)
    return first


def subject_behind(text: Text, start: int, stop: int) -> Mention | None:
    """Return the noun phrase that follows a verb: said Victor Cha, a scholar at …"""
    flags = text.flags
    if start > stop or not flags[start] & Word.WORD:
        return None
    if flags[start] & Word.PRONOUN and not flags[start] & Word.DETERMINER:
        return start, start
    if flags[start] & (Word.PREPOSITION | Word.SUBORDINATOR | Word.DAY | Word.OBJECT | Word.THAT):
        return None
    end = start
    for i in range(start + 1, stop + 1):
        if flags[i] & (
            _BREAK
            | Word.COMMA
            | Word.DASH
            | Word.DAY
            | Word.SUBORDINATOR
            | Word.SAYS
            | Word.SAYING
            | Word.AUXILIARY
        ):
            break
        if flags[i] & Word.PREPOSITION and text.lower(i) not in ("of", "for", "at", "from"):
            break
        end = i
    i = end + 1
    if (
        i <= stop
        and flags[i] & Word.COMMA
        and i + 1 <= stop
        and (
            flags[i + 1] & (Word.DETERMINER | Word.RELATIVE | Word.TITLE)
            or not flags[i + 1]
            & (
                Word.PREPOSITION
                | Word.SUBORDINATOR
                | Word.SAYING
                | Word.MARK
                | Word.AND
                | Word.ADVERB
                | Word.PRONOUN
            )
        )
    ):
        for j in range(i + 1, stop + 1):
            if flags[j] & (_BREAK | Word.COMMA | Word.DASH | Word.SAYING):
                break
            end = j
    return start, end


def main_subject(text: Text, start: int, stop: int) -> Mention | None:
    """Return the subject of a sentence: what stands before its first verb."""
    flags = text.flags
    first = start
    while first < stop and flags[first] & (
        Word.MARK | Word.DASH | Word.ADVERB | Word.AND | Word.SUBORDINATOR | Word.COMMA
    ):
        first += 1
    if first < stop and flags[first] & Word.PREPOSITION:
        for i in range(first, stop):
            if flags[i] & Word.COMMA:
                first = i + 1
                break
    if first >= stop:
        return None
    if flags[first] & Word.PRONOUN:
        return first, first
    end = first
    for i in range(first + 1, stop):
        if flags[i] & (
            _BREAK | Word.COMMA | Word.AUXILIARY | Word.SAYS | Word.SAY | Word.SAYING | Word.DASH
        ) or (flags[i] & Word.WORD and text.lower(i).endswith("ed")):
            break
        end = i
    return first, end
