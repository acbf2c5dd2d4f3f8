"""Who said it: the noun phrase beside a verb."""

from __future__ import annotations

from framing.quoting.cues import Word
from framing.quoting.text import Text

Mention = tuple[int, int]  # first and last token

_LEFT = (
    Word.COMMA
    | Word.DASH
    | Word.OPENS
    | Word.CLOSES
    | Word.BREAK
    | Word.SUBORDINATOR
    | Word.AUXILIARY
    | Word.PRONOUN
    | Word.THAT
)
_LONGEST = 40


def subject_before(text: Text, verb: int, start: int) -> Mention | None:
    """Return the subject that stands before a verb, no further left than `start`."""
    flags = text.flags
    end = verb - 1
    while end >= start and flags[end] & (Word.AUXILIARY | Word.ADVERB | Word.DAY):
        end -= 1
        if end >= start and flags[end] & Word.PREPOSITION and flags[end + 1] & Word.DAY:
            end -= 1  # on Monday
    if end < start or verb - end > 8 or flags[end] & Word.TO:
        return None
    if flags[end] & Word.PRONOUN:
        return end, end
    if flags[end] & Word.CLOSES:
        opens = _back(text, end - 1, start, Word.OPENS)
        if opens is None or opens - 1 < start:
            return None
        named = subject_before(text, opens, start)
        return (named[0], end) if named else None
    if flags[end] & (Word.COMMA | Word.DASH):
        return _with_apposition(text, end, start)
    if flags[end] & Word.SUBORDINATOR and not flags[end] & Word.WORD:
        return None
    if flags[end] & (Word.AND | Word.SUBORDINATOR | Word.BREAK | Word.THAT | Word.PREPOSITION):
        return None
    first = _first_of(text, end, start)
    if first is not None:
        comma = first - 1  # Ann Lee, 18, from Hull said
        while comma > start and flags[comma] & (Word.DETERMINER | Word.PREPOSITION):
            comma -= 1
        if comma > start and flags[comma] & Word.COMMA and flags[comma - 1] & Word.NUMBER:
            named = _with_apposition(text, comma, start)
            return (named[0], end) if named else (first, end)
    return None if first is None else (first, end)


def _with_apposition(text: Text, comma: int, start: int) -> Mention | None:
    """Return a name and what stands behind it between marks: Ann Lee, a nurse, said."""
    flags = text.flags
    opens = _back(text, comma - 1, start, flags[comma] & (Word.COMMA | Word.DASH))
    while opens is not None and opens > start and comma - opens < _LONGEST:
        core = opens - 1
        if flags[core] & Word.PRONOUN:
            return core, comma - 1
        if flags[core] & Word.CLOSES:
            bracket = _back(text, core - 1, start, Word.OPENS)
            if bracket is None or bracket == start:
                return None
            core = bracket - 1
        if flags[core] & (Word.BREAK | Word.COMMA | Word.DASH | Word.PREPOSITION):
            return None
        first = _first_of(text, core, start)
        if first is None:
            return None
        further = first > start and flags[first - 1] & (Word.COMMA | Word.DASH)
        if not (further and _apposes(text, first, core, start)):
            return first, comma - 1
        opens = first - 1  # an apposition with commas of its own
    return None


def _apposes(text: Text, first: int, core: int, start: int) -> bool:
    """Whether a phrase between commas describes the name before: a lawyer; who lives there."""
    flags = text.flags
    before = first - 2
    if before < start or not flags[before] & (Word.NAME | Word.CLOSES | Word.NUMBER):
        return False
    if flags[first] & (Word.PREPOSITION | Word.RELATIVE | Word.SAYING | Word.NUMBER):
        return True
    named = any(flags[i] & Word.NAME for i in range(first, core + 1))
    return bool(flags[first] & Word.DETERMINER) or not flags[first] & Word.CAPITAL or not named


def _back(text: Text, at: int, start: int, wanted: int) -> int | None:
    """Return the nearest token to the left that is wanted, within the sentence's part."""
    flags = text.flags
    for i in range(at, max(start, at - _LONGEST) - 1, -1):
        if flags[i] & wanted:
            return i
        if flags[i] & Word.BREAK:
            return None
    return None


def _first_of(text: Text, end: int, start: int) -> int | None:
    """Return where the noun phrase begins that ends at a token."""
    flags = text.flags
    first = end
    while first > start and not flags[first - 1] & _LEFT:
        before = flags[first - 1]
        if (
            before & Word.VERB
            and before & (Word.FINITE | Word.SAYING)
            and not before & (Word.NAME | Word.NOUNLIKE)
        ):
            break
        if before & Word.AND and not _coordinates(text, first - 1, start):
            break
        first -= 1
    while first < end and flags[first] & (Word.ADVERB | Word.AND | Word.DAY | Word.CLOSES):
        first += 1
    if first < end and flags[first] & Word.PREPOSITION:
        first = _behind_lead(text, first, end)
    return first if flags[first] & Word.WORD else None


def _coordinates(text: Text, at: int, start: int) -> bool:
    """Whether "and" joins two names or nouns rather than two clauses."""
    flags = text.flags
    if at - 1 < start:
        return False
    return bool(
        flags[at - 1] & Word.NAME and flags[at + 1] & (Word.NAME | Word.DETERMINER)
    ) or bool(not flags[at + 1] & (Word.DETERMINER | Word.NAME) and flags[at - 1] & Word.PLURAL)


def _behind_lead(text: Text, first: int, end: int) -> int:
    """Pass over what leads into a clause without a comma: In an interview Smith."""
    flags = text.flags
    for i in range(end, first, -1):
        if flags[i] & Word.DETERMINER:
            return i if not flags[i - 1] & Word.PREPOSITION else end
        if flags[i] & (Word.PREPOSITION | Word.DAY):
            return min(i + 1, end)
    return first + 1


_RIGHT = (
    Word.BREAK
    | Word.COMMA
    | Word.DASH
    | Word.DAY
    | Word.SUBORDINATOR
    | Word.AUXILIARY
    | Word.PRONOUN
    | Word.THAT
    | Word.RELATIVE
    | Word.TO
)
_OF = frozenset(("of", "for", "at", "from", "with", "in"))


def subject_behind(text: Text, start: int, stop: int) -> Mention | None:
    """Return the noun phrase that begins at a token: said Victor Cha, a scholar at …"""
    flags = text.flags
    if start > stop or not flags[start] & Word.WORD:
        return None
    if flags[start] & Word.PRONOUN:
        return start, start
    if flags[start] & (
        Word.PREPOSITION | Word.SUBORDINATOR | Word.DAY | Word.THAT | Word.AUXILIARY | Word.ADVERB
    ):
        return None
    end = start
    for i in range(start + 1, stop + 1):
        if flags[i] & _RIGHT and not flags[i] & Word.NAME:
            break
        if flags[i] & Word.VERB and not flags[i] & (Word.NAME | Word.NOUNLIKE):
            break
        if flags[i] & Word.PREPOSITION and (
            text.lower(i) not in _OF or not _continues(text, i, stop)
        ):
            break
        end = i
    while end > start and flags[end] & (Word.OPENS | Word.AND | Word.PREPOSITION | Word.ADVERB):
        end -= 1
    return start, apposition_behind(text, end, stop)


def _continues(text: Text, at: int, stop: int) -> bool:
    """Whether a preposition belongs to the phrase: of the group, but not: in an interview."""
    if text.lower(at) in ("of", "for", "at", "from"):
        return text.lower(min(at + 1, stop)) not in ("a", "an") or text.lower(at) != "at"
    return bool(text.flags[min(at + 1, stop)] & Word.NAME) and text.lower(at) == "in"


def apposition_behind(text: Text, end: int, stop: int) -> int:
    """Return the end of what stands behind a name between commas or brackets."""
    flags = text.flags
    if end + 1 <= stop and flags[end + 1] & Word.OPENS:
        for i in range(end + 2, min(stop, end + 15) + 1):
            if flags[i] & Word.CLOSES:
                end = i
                break
    if end + 2 > stop or not flags[end + 1] & Word.COMMA:
        return end
    follows = flags[end + 2]
    bad = Word.SUBORDINATOR | Word.SAYING | Word.MARK | Word.AND | Word.ADVERB | Word.AUXILIARY
    if (
        follows & bad
        or (follows & Word.PREPOSITION)
        or (follows & Word.PRONOUN and not follows & Word.RELATIVE)
    ):
        return end
    limit = min(stop, end + _LONGEST)
    for i in range(end + 2, limit + 1):
        if flags[i] & Word.COMMA and i < stop and flags[i + 1] & Word.RELATIVE:
            continue
        if flags[i] & (Word.BREAK | Word.DASH | Word.COMMA):
            return i - 1
    return limit


def main_subject(text: Text, start: int, stop: int) -> Mention | None:
    """Return the subject of a sentence: what stands before its first verb."""
    flags = text.flags
    first = start
    lead = Word.MARK | Word.DASH | Word.ADVERB | Word.AND | Word.SUBORDINATOR | Word.COMMA
    while first < stop and flags[first] & lead and not flags[first] & Word.PREPOSITION:
        first += 1
    if first < stop and flags[first] & (Word.PREPOSITION | Word.SUBORDINATOR):
        for i in range(first, stop):
            if flags[i] & Word.COMMA:
                first = i + 1
                break
        else:
            return None
        while first < stop and flags[first] & (Word.ADVERB | Word.COMMA):
            first += 1
    if first >= stop or not flags[first] & Word.WORD:
        return None
    if flags[first] & Word.PRONOUN:
        return first, first
    end = first
    for i in range(first + 1, stop):
        past = flags[i] & Word.WORD and not flags[i] & Word.CAPITAL and text.lower(i).endswith("ed")
        if past or (flags[i] & (_RIGHT | Word.VERB) and not flags[i] & (Word.NAME | Word.NOUNLIKE)):
            break
        end = i
    while end > first and flags[end] & Word.ADVERB:
        end -= 1
    return first, end
