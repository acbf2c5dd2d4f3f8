"""Which attribution the words between marks belong to."""

from __future__ import annotations

from framing.quoting.attributions import Attribution
from framing.quoting.cues import Word
from framing.quoting.marks import Marked
from framing.quoting.stretches import Stretch
from framing.quoting.text import Text

_NEAR = Word.COMMA | Word.COLON | Word.ADVERB | Word.DAY


def owner(text: Text, s: Stretch, m: Marked, cues: list[Attribution]) -> Attribution | None:
    """Return the attribution of a marked stretch.

    That is the one which follows directly (“…,” she said); else the outermost of those before
    whose clause it lies in; else the next one behind.
    """
    active: Attribution | None = None
    for a in cues:
        if a.verb > m.first:
            break
        if _takes_over(text, s, m, a, active):
            active = a
    later = next((a for a in cues if a.behind and a.first > m.last), None)
    if later is not None:
        flags = text.flags
        ends = flags[m.last - 1] & (Word.COMMA | Word.STOP | Word.DASH)
        if later.first <= m.last + 2 and (ends or flags[m.last + 1] & Word.COMMA):
            return later
        passive = active is not None and active.mention is None and not active.behind
        if active is None or passive or (active.behind and active.last + 2 < m.first):
            return later
    return active


def _takes_over(
    text: Text, s: Stretch, m: Marked, a: Attribution, active: Attribution | None
) -> bool:
    """Whether a cue between another and a marked stretch is nearer to it in sense too."""
    flags = text.flags
    if a.behind:
        return True
    if not _reaches(text, s, m, a):
        return False
    if not a.kind & ~Word.MANNER:
        return all(flags[i] & _NEAR for i in range(a.verb + 1, m.first))
    if active is None:
        return True
    if active.behind:
        goes_on = flags[m.first - 1] & Word.COMMA and not flags[m.first + 1] & Word.CAPITAL
        return bool(a.kind & Word.SPEECH) or not goes_on
    if a.own:
        return bool(a.kind & ~Word.THOUGHT) or not active.kind & Word.SPEECH
    if not active.kind & Word.CLAUSAL:
        return True
    return bool(a.kind & Word.SPEECH) and not active.kind & Word.SPEECH


def _reaches(text: Text, s: Stretch, m: Marked, a: Attribution) -> bool:
    """Whether no sentence ends between a cue and a marked stretch."""
    sentence = text.sentence[a.verb]
    if sentence == text.sentence[m.first]:
        return True
    return any(x.first < m.first and text.sentence[x.first] == sentence for x in s.marked)
