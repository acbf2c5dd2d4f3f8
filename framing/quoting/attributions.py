"""Cues and their speakers in a stretch of text: who says, and on which side the words stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.quoting.cues import Word
from framing.quoting.mentions import (
    Mention,
    apposition_behind,
    main_subject,
    subject_before,
    subject_behind,
)
from framing.quoting.stretches import Stretch
from framing.quoting.text import Text
from framing.tokens import Chunk

_END = Word.COMMA | Word.BREAK | Word.DASH
_CLAUSE = Word.THAT | Word.AUXILIARY
_HELPS = Word.AUXILIARY | Word.TO
_JOINS = frozenset(("but", "while", "though", "although", "whereas", "yet"))
_OPINION = frozenset(("in", "to"))


@dataclass
class Attribution:
    """A cue with its speaker; first and last bound the words that belong to neither side."""

    verb: int
    cue: Mention
    mention: Mention | None
    behind: bool  # the words stand before it
    first: int
    last: int
    kind: int
    own: bool  # it does not depend on the attribution before


def find_verbs(chunk: Chunk, flags: np.ndarray, quoted: np.ndarray) -> np.ndarray:
    """Return the tokens outside the marks that may be cues and are verbs, or are "according".

    A form that may be a noun too (claims, report) is a verb behind a name, a pronoun or an
    auxiliary, and before "that" or a mark.
    """
    w = Word
    at = np.flatnonzero(((flags & (w.VERB | w.ACCORDING)) > 0) & ~quoted)
    padded = np.concatenate([[0], flags, [0]])
    flag, before, behind = flags[at], padded[at], padded[at + 2]
    first = np.isin(at, chunk.sentence_offsets[:-1])
    before[first] = 0
    helper = before.copy()  # what stands before the adverbs
    for back in (1, 2, 3):
        adverb = ((helper & w.ADVERB) > 0) & ((helper & w.SUBORDINATOR) == 0)
        helper = np.where(adverb, padded[np.maximum(at - back, 0)], helper)

    def has(where: np.ndarray, wanted: int) -> np.ndarray:
        return (where & wanted) > 0

    nounlike = has(flag, w.NOUNLIKE)
    determined = has(before, w.DETERMINER | w.POSSESSIVE) & ~has(before, w.PRONOUN | w.ADVERB)
    saying = has(flag, w.SAYING) & (~nounlike | has(before, w.COMMA | w.AUXILIARY))
    helped = has(helper, w.AUXILIARY | w.TO)
    governed = has(before, w.PREPOSITION) & ~has(before, w.ADVERB | w.SUBORDINATOR | w.TO)
    finite = has(flag, w.FINITE) & ~governed & ~first
    clear = has(behind, w.THAT | w.MARK)
    noun = has(behind, w.PREPOSITION) & has(flag, w.PLURAL)
    subject = w.NAME | w.PRONOUN | w.ADVERB | w.COMMA | w.CLOSES
    clear |= has(behind, w.STOP | w.COMMA)
    finite &= ~nounlike | helped | clear | (has(before, subject) & ~noun)
    base = has(flag, w.BASE) & ~has(flag, w.FINITE) & ~first
    base &= helped | has(helper, w.PRONOUN) | (has(helper, w.PLURAL) & ~nounlike)
    put = ~has(flag, w.PUT) | has(behind, w.OBJECT)
    verbs = (saying | finite | base) & ~determined & put
    return at[verbs | has(flag, w.ACCORDING)]


class Cues:
    """Reads the attributions of a stretch."""

    def __init__(self, text: Text, stretch: Stretch, verbs: list[int]) -> None:
        self.text = text
        self.flags = text.flags
        self.s = stretch
        self.verbs = verbs

    def read(self) -> list[Attribution]:
        found: list[Attribution] = []
        for i in self.verbs:
            if found and i <= found[-1].last:
                continue
            if self.flags[i] & Word.ACCORDING:
                new = self._according(i) if self._to_behind(i) else None
            else:
                new = self._attribution(i, found)
            if new is not None:
                found.append(new)
        return found

    def _to_behind(self, i: int) -> bool:
        return i < self.s.last and bool(self.flags[i + 1] & Word.TO)

    def _passive(self, verb: int) -> bool:
        flags, i = self.flags, verb - 1
        if not flags[verb] & Word.FINITE:
            return False
        while i >= self.s.first and flags[i] & Word.ADVERB:
            i -= 1
        return i >= self.s.first and bool(flags[i] & Word.BE)

    def _group(self, verb: int, mention: Mention | None) -> Mention:
        """The verb with its auxiliaries: has also said."""
        first = verb
        floor = mention[1] + 1 if mention and mention[1] < verb else self.s.first
        while first > floor and self.flags[first - 1] & (_HELPS | Word.ADVERB):
            first -= 1
        while first < verb and not self.flags[first] & _HELPS:
            first += 1
        return first, verb

    # Which side

    def _attribution(self, verb: int, found: list[Attribution]) -> Attribution | None:
        flags, s = self.flags, self.s
        kind = flags[verb] & Word.VERB
        if self._passive(verb):
            passive = self._passive_cue(verb, found)
            follows = passive.last + 1
            clause = follows <= s.last and flags[follows] & (Word.THAT | Word.MARK | Word.TO)
            return passive if kind & Word.JUDGEMENT or (kind & Word.SPEECH and clause) else None
        inverted = self._inverted(verb)
        if inverted is not None:
            return inverted
        start = self._clause_start(verb)
        free = flags[verb] & Word.SAYING and flags[max(verb - 1, start)] & (Word.COMMA | Word.DASH)
        mention = None if free else subject_before(self.text, verb, start)
        cue = self._group(verb, mention)
        last = self._adverbial(verb)
        first = mention[0] if mention else cue[0]
        if mention and self._stands_behind(first, last, verb):
            return Attribution(verb, cue, mention, True, first, last, kind, True)
        own = self._own(first, cue[0], mention, found)
        if mention is None or (flags[mention[0]] & Word.RELATIVE and mention[0] == mention[1]):
            mention = self._inherited(mention, cue, found)
        if flags[verb] & Word.PUT:
            verb += 1
        return Attribution(cue[1], cue, mention, False, first, verb, kind, own)

    def _clause_start(self, verb: int) -> int:
        """The first token that may belong to the clause of a verb: behind marks, say."""
        return max([self.s.first, *(m.last + 1 for m in self.s.marked if m.last < verb)])

    def _passive_cue(self, verb: int, found: list[Attribution]) -> Attribution:
        """It was said that; he is accused by Smith of."""
        flags, s = self.flags, self.s
        mention = None
        if verb + 2 <= s.last and self.text.lower(verb + 1) == "by":
            mention = subject_behind(self.text, verb + 2, s.last)
        cue = self._group(verb, None)
        own = self._own(cue[0], cue[0], mention, found)
        last = mention[1] if mention else verb
        return Attribution(verb, cue, mention, False, cue[0], last, flags[verb] & Word.VERB, own)

    def _inverted(self, verb: int) -> Attribution | None:
        """“…,” said Smith: the speaker stands behind the verb."""
        flags, s = self.flags, self.s
        flag = flags[verb]
        if not flag & Word.FINITE or flag & Word.TELLS or not flag & (Word.SPEECH | Word.MANNER):
            return None
        before = verb - 1
        while before >= s.first and flags[before] & Word.ADVERB:
            before -= 1
        if before < s.first or not (flags[before] & (Word.COMMA | Word.DASH) or before in s.back):
            return None
        if before not in s.back and not any(
            flags[i] & Word.WORD or i in s.back for i in range(s.first, before)
        ):
            return None
        mention = subject_behind(self.text, verb + 1, s.last)
        if mention is None or flags[mention[0]] & Word.RELATIVE:
            return None
        follows = mention[1] + 1
        quoted = before in s.back or before - 1 in s.back
        if not quoted and follows <= s.last and not flags[follows] & (Word.COMMA | Word.BREAK):
            return None
        if follows <= s.last and flags[follows] & (Word.AUXILIARY | Word.THAT):
            return None
        if follows <= s.last and flags[follows] & Word.VERB and not flags[follows] & Word.NOUNLIKE:
            return None
        last = self._adverbial(mention[1])
        return Attribution(
            verb, (before + 1, verb), mention, True, before + 1, last, flags[verb] & Word.VERB, True
        )

    def _adverbial(self, at: int) -> int:
        """Return where what follows a verb ends, if no clause follows: on Monday, to reporters."""
        flags, s = self.flags, self.s
        i = at + 1
        while i <= s.last and i not in s.jump and not flags[i] & (_END | _CLAUSE | Word.OPENS):
            if flags[i] & Word.SUBORDINATOR:
                break
            if flags[i] & Word.PRONOUN and i > at + 1:
                break
            i += 1
        return i - 1

    def _stands_behind(self, first: int, last: int, verb: int) -> bool:
        """Whether what is said stands before the words from first to last: “…,” Smith said."""
        flags, s, text = self.flags, self.s, self.text
        before = first - 1
        while before >= s.first and before not in s.back and flags[before] & Word.ADVERB:
            before -= 1
        if before < s.first:
            return False
        quoted = before in s.back
        if not quoted and not flags[before] & (Word.COMMA | Word.DASH):
            return False
        if not quoted and before - 1 in s.back:
            quoted = True
        kind = flags[verb] & Word.VERB
        if quoted:
            if kind & Word.JUDGEMENT and not kind & (Word.SPEECH | Word.MANNER) and last == verb:
                return last == s.last or bool(flags[last + 1] & (Word.STOP | Word.COMMA))
        elif not kind & Word.CLAUSAL:
            return False
        behind = last + 1
        inside = behind < s.last and flags[behind] & Word.COMMA and behind + 1 not in s.jump
        if not quoted and not inside and not self._has_clause(s.first, before):
            return False
        if behind > s.last:
            return True
        if flags[behind] & Word.COLON:
            return False
        if behind in s.jump:
            return quoted and bool(flags[last] & _END)
        if flags[behind] & Word.COMMA and behind + 1 in s.jump:
            return quoted
        if flags[behind] & (_END | Word.OPENS):
            return True
        if flags[behind] & Word.SUBORDINATOR:
            return (
                text.lower(behind) not in ("what", "how", "whether", "why", "if") and last >= verb
            )
        return False

    def _has_clause(self, start: int, stop: int) -> bool:
        """Whether there are enough words for something to have been said."""
        flags, n = self.flags, 0
        if flags[start] & Word.PREPOSITION and not any(
            flags[i] & Word.COMMA for i in range(start, stop)
        ):
            return False
        for i in range(start, stop):
            n += bool(flags[i] & Word.WORD)
        return n > 2

    def _according(self, i: int) -> Attribution | None:
        flags, s = self.flags, self.s
        last = i + 1
        for k in s.outside(i + 2, s.last):
            if flags[k] & (Word.BREAK | Word.DASH):
                break
            if flags[k] & Word.COMMA and not (k + 1 <= s.last and self._is_apposition(k + 1)):
                break
            last = k
        if last == i + 1:
            return None
        behind = any(flags[k] & Word.WORD for k in range(s.first, i)) and not (
            flags[i - 1] & (Word.AND | Word.SUBORDINATOR) and i - 1 == s.first
        )
        if behind and last + 1 <= s.last and flags[last + 1] & Word.COLON:
            behind = False
        if behind:
            last = apposition_behind(self.text, last, s.last)
        return Attribution(i + 1, (i, i + 1), (i + 2, last), behind, i, last, Word.SPEECH, True)

    def _is_apposition(self, i: int) -> bool:
        return bool(self.flags[i] & (Word.RELATIVE)) or self.text.lower(i) in ("a", "an")

    def _own(self, first: int, cue: int, mention: Mention | None, found: list[Attribution]) -> bool:
        """Whether an attribution stands beside the one before, and not within what it says."""
        flags, s = self.flags, self.s
        if not found:
            return True
        before = first - 1
        while before > s.first and before not in s.back and flags[before] & Word.ADVERB:
            before -= 1
        if before in s.back:
            return bool(flags[before - 1] & (Word.COMMA | Word.STOP))
        last = found[-1]
        if flags[first] & Word.SAYING or (flags[cue] & Word.SAYING and mention is None):
            return bool(flags[before] & (Word.COMMA | Word.DASH))
        if flags[cue - 1] & Word.COMMA and last.mention and flags[last.first] & Word.RELATIVE:
            return True
        if mention is None:
            return (
                bool(flags[before] & (Word.AND | Word.COMMA)) or self.text.lower(before) in _JOINS
            )
        if flags[before] & Word.SEMICOLON:
            return True
        if flags[before] & (Word.COMMA | Word.DASH):
            return bool(flags[s.first] & (Word.PREPOSITION | Word.SUBORDINATOR | Word.SAYING))
        joins = flags[before] & Word.AND or self.text.lower(before) in _JOINS
        return bool(joins) and (before - 1 in s.back or bool(flags[before - 1] & Word.COMMA))

    def _inherited(
        self, mention: Mention | None, cue: Mention, found: list[Attribution]
    ) -> Mention | None:
        """The subject of a verb without one: of the verb before, or of the sentence."""
        if mention is not None:
            return mention
        if found and found[-1].mention is not None:
            return found[-1].mention
        return main_subject(self.text, self.s.first, cue[0])
