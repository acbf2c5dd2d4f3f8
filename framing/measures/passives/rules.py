"""Passives from the words alone, for where there is no parser. English.

A passive is a form of "be" or "get", then whatever may stand between (adverbs, quotation marks, a
clause between commas, in questions the subject), then a past participle that is no adjective; and
each participle beside it, behind "and", "or" or a comma. An agent is a "by" behind it in the same
clause whose noun is no time, measure or means.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from framing.measures.passives.clauses import clause_verbs, passive_share
from framing.measures.passives.found import Found
from framing.measures.passives.words import (
    DEEDS,
    is_agent,
    is_participle,
    is_plain_participle,
    is_state,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from framing.tokens import Chunk

BE = frozenset(
    """
    am is are was were be been being isn't aren't wasn't weren't ain't i'm you're we're they're
    who're""".split()
)
IS = frozenset("he's she's it's that's who's what's there's here's where's how's".split())
GET = frozenset("get gets got getting gotten".split())
_HAVE = frozenset("have has had having hasn't haven't hadn't i've we've they've you've".split())
_ADVERBS = frozenset(
    """
    about again ago all almost already also altogether always at away back badly best better both
    deeply down each either else even ever far fast first forever further hard hence here indeed
    instead just last later least less long meanwhile merely more most much near never next not now
    nowhere often once only otherwise over perhaps quite rather seldom since so sometimes somehow
    soon still then there thereby therefore thus today together tomorrow too twice up very well
    widely yesterday yet anyway likewise
    """.split()
)
_NO_ADVERBS = frozenset(
    """
    ally anomaly assembly belly billy bully butterfly comply costly daily deadly early elderly
    emily family fly friendly holy homily imply italy jelly july kelly likely lonely lovely molly
    monopoly monthly multiply polly rally rely reply sally silly supply ugly unlikely weekly
    """.split()
)
_DEGREES = frozenset("better highly less more most much so too very well".split())
_QUOTES = frozenset("\" ' “ ” ‘ ’ « » '' `` „".split())
_OPENING, _CLOSING = frozenset(", ( – — - --".split()), frozenset(", ) – — - --".split())
_BEFORE_ASIDE = frozenset(["in", "at", "on", "of"])
_STOPS = frozenset(". ; : – — -- ( ) ! ?".split())
_ASIDES = frozenset(
    """
    addition all average course effect fact first general last least part particular practice
    principle reality return theory turn monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
_AMOUNTS = frozenset(
    """
    about another around at dozens eight five four half hundreds least many more nearly nine one
    others over people scores seven several six some ten thousands three two
    """.split()
)
_SUBJECTS = frozenset("he she it they we you i this that these those anyone anybody".split())
_DETERMINERS = frozenset(
    """
    a all an any each every her his its my no our some that the their these this those your
    """.split()
)
_ASKING = frozenset("how what when where which who whom whose why".split())
_NEGATING = frozenset("neither nor never nowhere rarely seldom only so".split())
_PREPOSITIONS = frozenset(
    """
    about after against ahead along alongside amid among around as at before behind beneath beside
    between beyond by down during for from if in inside into near of off on onto out outside over
    since than through throughout to today tonight toward towards under until up upon when where
    while with within without yesterday
    """.split()
)
_LINKS = frozenset(
    "according and as because but can could if including nor or than will would".split()
)
_BARS = frozenset(
    """
    after although because before if than though unless until when where whereas whether
    which while who whom whose why will would can could may might must shall should do does did
    """.split()
)
_TO_AGENT = 14  # tokens from a participle to its "by"
_ASIDE = 12  # tokens between commas
_SUBJECT = 5  # words of a subject in a question
_TO_NEXT = 10  # tokens from a participle to one that shares its auxiliary
_SHARED = 0.35  # passive share of a form from which it is taken to go on with a passive

Row = tuple[int, int, bool]


def find(chunk: Chunk, reduced: bool) -> Found:
    """Passives with "be" and "get"; with `reduced`, participles with neither and with an agent."""
    reading = _Reading(chunk)
    rows = reading.with_auxiliary()
    helpers = [first for first, _, _ in rows] + reading.helpers()
    rows = reading.coordinated(rows)
    if reduced:
        rows += reading.without_auxiliary({participle for _, participle, _ in rows})
    return Found.of(rows, np.setdiff1d(np.flatnonzero(reading.verb), helpers))


class _Reading:
    """A chunk, as far as passives are concerned."""

    def __init__(self, chunk: Chunk) -> None:
        types = chunk.types
        forms = types.folded_strings.tolist()
        of_token = types.folded[chunk.ids]

        def where(is_wanted: Iterable[bool]) -> NDArray[np.bool_]:
            return np.fromiter(is_wanted, dtype=bool, count=len(forms))[of_token]

        self.words: list[str] = types.folded_strings[of_token].tolist()
        self.ends: NDArray[np.int64] = chunk.sentence_offsets[1:][chunk.token_sentence]
        self.starts: NDArray[np.int64] = chunk.sentence_offsets[:-1][chunk.token_sentence]
        self.capital = types.is_capital[chunk.ids]
        self.number = types.is_number[chunk.ids]
        self.upper = types.is_upper[chunk.ids]
        self.verb = clause_verbs(chunk)
        self.participle = where(map(is_participle, forms))
        self.passed = where(_is_passed_over(form) for form in forms)
        self.be = where(form in BE or form in IS for form in forms)
        self.get = where(form in GET for form in forms)
        self.by = where(form == "by" for form in forms)
        self.asks = where("?" in form for form in forms)
        self.asks[:-1] |= self.asks[1:]  # before a quotation mark that closes
        self.negates = where(form in _NEGATING for form in forms)
        self.opens_aside = where(form in _OPENING or form in _BEFORE_ASIDE for form in forms)

    def skip(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Go on to the first token that is no adverb or quotation mark; the last if all are."""
        at = at.copy()
        last = len(self.words) - 1
        for _ in range(8):
            at += self.passed[np.minimum(at, last)] & (at < last)
        return np.minimum(at, last)

    def skip_from(self, at: int, end: int) -> int:
        while at < end and self.passed[at]:
            at += 1
        return at

    def skip_amount(self, at: int, end: int) -> int:
        """Go on behind a number that shares the auxiliary: "and 50 others injured"."""
        while at < end and (self.number[at] or self.words[at] in _AMOUNTS):
            at += 1
        return at

    def after(self, token: int, n: int = 5) -> list[str]:
        return self.words[token + 1 : min(token + 1 + n, int(self.ends[token]))]

    def helpers(self) -> list[int]:
        """The forms of be and get that make one clause with the participle behind them."""
        helper, verb, direct = self.pairs()
        return helper[direct & self.verb[verb]].tolist()

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Forms of be and get, the tokens behind their adverbs, and whether these are
        participles."""
        helper = np.flatnonzero(self.be | self.get)
        helper = helper[helper + 1 < self.ends[helper]]
        verb = self.skip(helper + 1)
        return helper, verb, (verb < self.ends[helper]) & self.participle[verb]

    def with_auxiliary(self) -> list[Row]:
        helper, verb, direct = self.pairs()
        rows = []
        for first, at in zip(helper[direct].tolist(), verb[direct].tolist(), strict=True):
            row = self.passive(first, at)
            if row is not None:
                rows.append(row)
        for first, at in self.indirect(helper[~direct], verb[~direct]):
            found = self.behind_aside(at) or self.behind_subject(first) or self.in_front(first, at)
            row = self.passive(first, found) if found else None
            if row is not None:
                rows.append(row)
        return rows

    def indirect(self, helper: NDArray[np.int64], verb: NDArray[np.int64]) -> list[tuple[int, int]]:
        """Of the forms of be without a participle behind them those that may have one elsewhere,
        each with the token behind its adverbs."""
        start, end = self.starts[helper], self.ends[helper]
        likely = self.opens_aside[verb] | self.asks[end - 1]
        likely |= self.negates[helper - 1] | self.negates[helper - 2]  # "only then was"
        likely |= self.participle[self.skip(start)] | (self.skip(start) == helper)
        likely &= ~self.get[helper]
        return list(zip(helper[likely].tolist(), verb[likely].tolist(), strict=True))

    def passive(self, helper: int, verb: int) -> Row | None:
        """The passive of a form of be or get and a participle, if it is one."""
        word, form, after = self.words[verb], self.words[helper], self.after(verb)
        if self.capital[verb] != self.capital[helper] and (
            self.capital[verb] or self.upper[helper]
        ):
            return None  # "is United", "IS attacked"
        if form in IS and not self.is_is(verb):
            return None  # "he's won it"
        agent = self.has_agent(verb) or self.is_by_whom(helper)
        if not agent:
            getting = bool(self.get[helper])
            if is_state(word, after, getting):
                return None
            if self.words[verb - 1] in _DEGREES and verb - 1 > helper:
                return None  # "very limited", "well known"
            bare = helper > 0 and self.words[helper - 1] == "there"
            if (getting or bare or form == "there's") and not self.stands_alone(verb):
                return None  # "there are limited funds"
        return min(helper, verb), verb, agent

    def is_is(self, verb: int) -> bool:
        """Whether "'s" before a participle is "is" and not "has", as well as can be told."""
        alone = self.stands_alone(verb) or self.after(verb, 1) == ["that"]
        return alone and passive_share(self.words[verb]) >= _SHARED

    def stands_alone(self, verb: int) -> bool:
        """Whether no noun follows that a participle could belong to."""
        after = self.after(verb, 1)
        if not after or not after[0][0].isalnum():
            return True
        word = after[0]
        return word in _PREPOSITIONS or word in BE or word in _LINKS or _is_passed_over(word)

    def behind_aside(self, at: int) -> int | None:
        """The participle behind what stands between commas, or behind "in part" and the like."""
        end = int(self.ends[at])
        if self.words[at] in _OPENING:
            for close in range(at + 2, min(at + _ASIDE, end - 1)):
                if self.words[close] in _CLOSING:
                    return self.participle_at(close + 1, end)
        if self.words[at] in _BEFORE_ASIDE and at + 1 < end:
            word = self.words[at + 1]
            if word in _ASIDES or word.isdigit():
                return self.participle_at(at + 2, end)
        return None

    def participle_at(self, at: int, end: int) -> int | None:
        """The participle here or behind adverbs."""
        if at >= end:
            return None
        at = self.skip_from(at, end)
        return at if at < end and self.participle[at] else None

    def behind_subject(self, helper: int) -> int | None:
        """The participle behind the subject of a question: "Was he killed", "nor was it seen"."""
        start, end = int(self.starts[helper]), int(self.ends[helper])
        before = self.words[max(start, helper - 4) : helper]
        opens = helper - start < 4 and not any(map(str.isalnum, "".join(before)))
        asks = self.asks[end - 1] and any(word in _ASKING for word in before)
        if not (opens or asks or any(word in _NEGATING for word in before[-2:])):
            return None
        alone = self.words[helper + 1] in _SUBJECTS
        for at in range(helper + 2, min(helper + 2 + _SUBJECT, end)):
            word = self.words[at]
            if self.participle[at] and self.words[at - 1] not in _DETERMINERS:
                return at if self.stands_alone(at) or alone or word == "given" else None
            if self.verb[at] or (alone and not self.passed[at]) or not word[0].isalnum():
                return None
        return None

    def in_front(self, helper: int, at: int) -> int | None:
        """The participle before its auxiliary: "Killed in the blast were three men"."""
        verb = self.skip_from(int(self.starts[helper]), helper)
        if not (verb < helper <= verb + 8) or not self.participle[verb] or self.participle[at]:
            return None
        if passive_share(self.words[verb]) < _SHARED:
            return None
        between = self.words[verb + 1 : helper]
        plain = (
            all(word[0].isalnum() for word in between) and not self.verb[verb + 1 : helper].any()
        )
        return verb if plain and (not between or between[0] in _PREPOSITIONS) else None

    def has_agent(self, verb: int) -> bool:
        preposition, beside = False, True
        stop = min(verb + _TO_AGENT, int(self.ends[verb]) - 1)
        for at in range(verb + 1, stop):
            word = self.words[at]
            if self.by[at]:
                deed = preposition and self.words[at - 1] in DEEDS
                if not deed and is_agent([w for w in self.after(at, 7) if w not in _QUOTES]):
                    return True
            elif word == ",":
                behind = self.skip_from(at + 1, stop)
                if not self.by[behind] and not self.is_listed(behind):
                    return False
            elif word in _STOPS or word in _BARS or self.be[at]:
                return False
            elif self.participle[at]:
                if not beside:
                    return False  # of another noun: "on a warrant issued by a court"
            elif self.acts(at):
                return False
            beside &= bool(self.participle[at] or self.passed[at]) or word in ("and", "or", ",")
            preposition |= word in _PREPOSITIONS
        return False

    def acts(self, at: int) -> bool:
        """Whether a clause begins here that an agent behind it would belong to."""
        return bool(self.verb[at]) and self.words[at - 1] not in ("to", "as")

    def is_by_whom(self, helper: int) -> bool:
        """Whether the agent stands in front: "the judge by whom he was freed"."""
        before = self.words[max(int(self.starts[helper]), helper - 6) : helper]
        return ("by", "whom") in pairwise(before)

    def coordinated(self, rows: list[Row]) -> list[Row]:
        """Add the participles that share the auxiliary of one before, and the agents they share."""
        known = {participle for _, participle, _ in rows}
        made = []
        for first, verb, agent in rows:
            following = []
            at = self.next_participle(verb)
            while at is not None and at not in known:
                known.add(at)
                following.append((at, self.has_agent(at)))
                at = self.next_participle(at)
            made.append((first, verb, agent))
            made += [(at, at, named) for at, named in following]
        return made

    def next_participle(self, verb: int) -> int | None:
        """A participle behind "and", "or", "but" or a comma, with nothing to part it from this."""
        end = int(self.ends[verb])
        for at in range(verb + 1, min(verb + _TO_NEXT, end)):
            word = self.words[at]
            if word in ("and", "or", "but", ",", "then"):
                found = self.participle_at(self.skip_amount(at + 1, end), end)
                near = at == verb + 1
                if word == "," and not (near and found is not None and self.is_listed(found)):
                    return None
                if found is not None and self.goes_on(found, near):
                    return found
            elif word in _STOPS or word in _BARS or self.be[at] or self.acts(at):
                return None
        return None

    def is_listed(self, at: int) -> bool:
        """Whether a participle behind a comma has another behind it: ", robbed and left"."""
        return bool(self.participle[at]) and self.after(at, 1) in (["and"], ["or"], [","])

    def goes_on(self, verb: int, near: bool) -> bool:
        """Whether a participle goes on with the passive before it and is no past tense."""
        word = self.words[verb]
        after = self.after(verb)
        if self.capital[verb] or word in ("based", "compared") or is_state(word, after):
            return False
        if word in ("given", "provided") and after[:1] in (["that"], ["the"]):
            return False  # a conjunction
        if is_plain_participle(word):
            return True
        least = _SHARED / 3 if near else _SHARED
        return self.stands_alone(verb) and passive_share(word) >= least

    def without_auxiliary(self, known: set[int]) -> list[Row]:
        """Participles behind a noun and before their agent: "bills passed by the House"."""
        rows = []
        for verb in np.flatnonzero(self.participle).tolist():
            if verb in known or verb + 1 >= self.ends[verb] or verb == self.starts[verb]:
                continue
            near = [word for word in self.after(verb, 4) if word == "by"]
            if not near or passive_share(self.words[verb]) < _SHARED / 2:
                continue
            before = self.words[max(int(self.starts[verb]), verb - 3) : verb]
            if before[-1] in _SUBJECTS or any(word in _HAVE for word in before):
                continue
            if self.has_agent(verb):
                rows.append((verb, verb, True))
        return rows


def _is_passed_over(form: str) -> bool:
    return (
        form in _ADVERBS
        or form in _QUOTES
        or (form.endswith("ly") and len(form) > 4 and form not in _NO_ADVERBS)
    )
