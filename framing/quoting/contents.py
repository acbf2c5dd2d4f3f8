"""Where what is said begins and ends in a clause that names the speaker."""

from __future__ import annotations

from framing.quoting.attributions import Attribution
from framing.quoting.cues import Word
from framing.quoting.stretches import Stretch
from framing.quoting.text import Text

_AND = frozenset("but so yet or nor".split())
_BREAKING = frozenset("but while though although which whereas who".split())
_SKIPPED = frozenset("for on to of".split())
_PLACES = frozenset("in on at during via to after before through of about from with by".split())
_LEADS = Word.PREPOSITION | Word.DAY | Word.ADVERB | Word.COMMA | Word.OBJECT | Word.SUBORDINATOR
_ENDS_PHRASE = Word.PRONOUN | Word.AUXILIARY | Word.COMMA | Word.BREAK | Word.THAT


class Contents:
    """Finds the bounds of contents in a stretch."""

    def __init__(self, text: Text, stretch: Stretch, cues: list[Attribution]) -> None:
        self.text = text
        self.flags = text.flags
        self.s = stretch
        self.cues = cues

    def start(self, a: Attribution, stop: int) -> int:
        """Return the first token of what is said behind a cue, no further right than `stop`.

        Listeners, days and places are passed over: told reporters in Paris on Monday.
        """
        flags, text = self.flags, self.text
        i = a.last + 1
        if a.kind & Word.JUDGEMENT and not a.kind & Word.SPEECH:
            return i + 1 if i < stop and text.lower(i) in _SKIPPED else i
        that = self._that(a, stop)
        if that is not None:
            return that
        if flags[a.verb] & Word.TELLS and i < stop and not flags[i] & (Word.COMMA | Word.COLON):
            i = self._phrase_end(i, stop)
        while i < stop:
            if flags[i] & (Word.COMMA | Word.DAY | Word.COLON):
                i += 1
            elif text.lower(i) in _PLACES and not self._infinitive(i):
                i = self._phrase_end(i + 1, stop)
            else:
                break
        return i

    def end(self, at: int, a: Attribution) -> int:
        """Return the last token of a clause that goes on at least to a token.

        It ends with the sentence, or before another attribution, a semicolon, a dash, and a comma
        with "but", "while", "which" or a participle.
        """
        flags, text, s = self.flags, self.text, self.s
        later = [b.first for b in self.cues if b.first > at and b is not a and (b.behind or b.own)]
        stop = min(later) - 1 if later else s.last
        leads = flags[s.first] & Word.SUBORDINATOR and text.lower(s.first) not in _AND
        leads = leads and a.first - s.first <= 1  # Though she said …, he
        last, i = at, at + 1
        while i <= stop:
            if i in s.jump:
                last = s.jump[i]
                i = last + 1
                continue
            if flags[i] & (Word.SEMICOLON | Word.STOP | Word.DASH):
                break
            comma = flags[i - 1] & Word.COMMA or (i - 1 in s.back and flags[i - 2] & Word.COMMA)
            if comma and (leads or text.lower(i) in _BREAKING or self._participle(i)):
                break
            if flags[i] & (Word.WORD | Word.CLOSES):
                last = i
            i += 1
        joins = Word.AND | Word.SUBORDINATOR | Word.COMMA
        while last > at and flags[last] & joins and last not in s.back:
            last -= 1
        return last

    def is_clause(self, a: Attribution, start: int) -> bool:
        """Whether what begins at a token is a clause, and not a thing: said nothing."""
        flags = self.flags
        if flags[start] & Word.THAT:
            return True
        if flags[start] & Word.TO:
            return bool(flags[a.verb] & Word.INFINITIVE) and self._infinitive(start)
        if flags[start] & (Word.PRONOUN | Word.ASKS):
            return not flags[start] & Word.RELATIVE
        if flags[start] & (Word.SUBORDINATOR | Word.PREPOSITION):
            return False
        stop = min(self.s.last, start + 12)
        return any(flags[i] & Word.AUXILIARY for i in range(start, stop))

    def _that(self, a: Attribution, stop: int) -> int | None:
        """Return the word "that" or "to" which opens a clause, with no other clause before."""
        flags, s = self.flags, self.s
        start = a.last + 1
        verb = flags[a.verb]
        thing = start <= s.last and flags[start] & Word.DETERMINER
        listens = verb & Word.TELLS or (verb & Word.WARNS and not thing)
        for i in s.outside(start, min(stop, start + 20) - 1):
            flag = flags[i]
            if flag & Word.THAT:
                return i
            if flag & Word.TO and self._infinitive(i):
                return i if i == start or listens else None
            if flag & (Word.AUXILIARY | Word.BREAK):
                return None
            if flag & Word.SUBORDINATOR and not flag & Word.PREPOSITION:
                return None
            if i > start and flag & Word.PRONOUN:
                return None
            if i > start and flag & Word.FINITE and not flag & Word.NOUNLIKE:
                return None
            if i == start and not listens and not flag & _LEADS:
                return None
        return None

    def _infinitive(self, i: int) -> bool:
        """Whether "to" stands before a verb."""
        thing = Word.DETERMINER | Word.NAME | Word.PRONOUN | Word.PLURAL | Word.OBJECT | Word.NUMBER
        flags = self.flags
        if i >= self.s.last or not flags[i] & Word.TO:
            return False
        return not flags[i + 1] & thing

    def _phrase_end(self, i: int, stop: int) -> int:
        """Return the first token behind a noun phrase."""
        flags, s = self.flags, self.s
        leads = Word.DETERMINER | Word.PREPOSITION
        noun = False
        while i < stop:
            flag = flags[i]
            another = flag & Word.NAME and not flags[i - 1] & (Word.NAME | Word.PREPOSITION)
            if i in s.jump:
                i = s.jump[i]
                noun = True
            elif noun and (another or flag & (_ENDS_PHRASE | leads)):
                break
            else:
                noun = noun or not flag & leads
            i += 1
        return i

    def _participle(self, i: int) -> bool:
        return not self.flags[i] & Word.CAPITAL and self.text.lower(i).endswith("ing")
