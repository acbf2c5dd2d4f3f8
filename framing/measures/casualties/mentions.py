"""Where a chunk of articles tells of people killed or injured, by rules over tokens.

A mention is a verb or noun of death or injury with the people who suffered it, if they are named
in the same clause. Left out: what is denied ("nobody was killed"), what may happen or is general
("could die", "people who die of it"), and what is no death ("the deal is dead", "death penalty").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.measures.casualties import words as w
from framing.measures.casualties.numerals import Number, bounded_from
from framing.measures.casualties.people import NOBODY, People, uncounted
from framing.measures.casualties.sentence import Sentence

if TYPE_CHECKING:
    from framing.tokens import Chunk

FORMS = ("died", "was killed", "killed", "dead", "injured")
# Form, first token and end of the verb or noun, who suffers it, first token and end of who did it.
Told = tuple[str, int, int, People, tuple[int, int]]
TRIGGERS = frozenset(
    w.DIED | w.KILLED | w.KILLS | w.INJURED | w.INJURES | w.NOUNS
    | {"dying", "hurt", "injure", "injury", "injuries"}
)  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """One mention; positions are tokens of the chunk, −1 where there is nothing."""

    sentence: int
    form: str
    first: int
    end: int
    people: People
    by_first: int
    by_end: int
    other_time: bool
    years: tuple[int, ...]
    months: tuple[int, ...]


def mentions_of(chunk: Chunk) -> list[Mention]:
    """All mentions in a chunk, in order."""
    types = chunk.types
    folded = types.folded_strings
    wanted = np.array([string in TRIGGERS for string in folded.tolist()], dtype=bool)
    at = np.flatnonzero(wanted[types.folded[chunk.ids]])
    found: list[Mention] = []
    last = None
    for token in at.tolist():
        sentence = int(chunk.token_sentence[token])
        if sentence != last:
            reader = _Reader(chunk, sentence)
            last = sentence
        found += reader.read(token)
    return found


class _Reader(Sentence):
    """One sentence and what its triggers say."""

    def read(self, token: int) -> Iterator[Mention]:
        at = token - self.start
        made = self._form(at)
        if made is None:
            return
        form, first, end, people, by = made
        yield Mention(
            self.sentence,
            form,
            self.start + first,
            self.start + end,
            self._shifted(people),
            self.start + by[0] if by[0] >= 0 else -1,
            self.start + by[1] if by[0] >= 0 else -1,
            self.other_time,
            self.years,
            self.months,
        )

    def _shifted(self, people: People) -> People:
        first, end, low, high = (
            place + self.start if place >= 0 else -1
            for place in (people.first, people.end, people.number_first, people.number_end)
        )
        return people._replace(first=first, end=end, number_first=low, number_end=high)

    # --- what a trigger says --------------------------------------------------------------------

    def _form(self, at: int) -> Told | None:
        word = self.words[at]
        following = self._word(at + 1)
        if following in w.FIGURATIVE.get(word, ()):
            return None
        if word in w.DIED or word == "dying":
            return self._died(at)
        if word in w.KILLED or word in w.KILLS:
            return self._killed(at)
        if word in w.INJURED | w.INJURES | {"hurt", "injure"}:
            return self._injured(at)
        if word in ("injuries", "injury"):
            return self._injuries(at)
        if word == "dead":
            return self._dead(at)
        if word == "death" and self._word(at - 1) == "to":
            return self._to_death(at)
        if word in w.DEATHS:
            return self._deaths(at)
        if word == "toll":
            return self._toll(at)
        if word in ("lives", "life"):
            return self._lives(at)
        return self._bodies(at) if word in ("bodies", "body") else None

    def _died(self, at: int) -> Told | None:
        first, real, _ = self._verb_group(at)
        word = self.words[at]
        if not real or (word == "dying" and first == at) or (word == "die" and self.capital[at]):
            return None
        people = self._before(first)
        if not self._alive(people, strict=False) or self._denied(first, people):
            return None
        if word in ("die", "perish", "dies", "perishes") and not people.number >= 1:
            return None
        if word == "die" and self._word(first - 1) in ("who", "that", "i", "we", "you"):
            return None
        if word == "drowned" and self._word(at - 1) in w.BE:
            return "was killed", first, at + 1, people, self._by(at + 1)
        if word == "drowned" and self._word(at + 1) == "out":
            return None
        return "died", first, at + 1, people, (-1, -1)

    def _killed(self, at: int) -> Told | None:
        word = self.words[at]
        first, real, passive = self._verb_group(at)
        before = self._word(at - 1)
        if word == "killing" and (self._word(at + 1) == "of" or before.endswith(("'s", "s'"))):
            return self._the_killing(at)
        if word == "killing" and w.ONLY_MEANT & set(self.words[max(at - 3, 0) : at]):
            return None
        if (
            word in w.KILLED
            and not passive
            and (
                before in w.ARTICLES - {"that", "this"} | {"those"}
                or word == "slain"
                or self._attributive(at)
            )
        ):
            return None  # the slain officer, those killed
        if word == "kill" and first == at and before not in w.PLURAL_PRONOUNS:
            plural = at > 0 and (before.endswith("s") or before in w.MANY)
            after = self._after(at + 1)
            if not (plural and after.number >= 1):
                return None
        elif word == "kill":
            return None
        if not real:
            return None
        after = self._after(at + 1)
        if self._word(at + 1) in ("himself", "herself", "themselves", "myself"):
            return "died", first, at + 2, self._before(first), (-1, -1)
        participle = word in w.KILLED
        if participle and (passive or not self._has_object(at + 1)):
            people = self._before(first)
            if people is NOBODY and not passive and before in ("and", "or", "and/or"):
                people = self._shared(at - 2)
            if self._word(at + 1) in ("include", "included", "including", "were", "was"):
                people = self._after(at + 2) if people is NOBODY else people
            if not self._alive(people, strict=False) or self._denied(first, people):
                return None
            if self._word(at + 1) in ("or", "and", "and/or") and self._word(at + 2) in w.INJURED:
                people = uncounted(people)
            return "was killed", first, at + 1, people, self._by(at + 1)
        if not participle and word != "kills" and word != "kill" and before == "be":
            return None
        if after is NOBODY and not participle:
            return None
        if not self._alive(after, strict=False) or self._denied(first, after):
            return None
        if word.endswith("ing"):  # whose deed it is stands further off
            known = after.kinds or after.named or after.number >= 1
            return ("killed", first, at + 1, after, (-1, -1)) if known else None
        return "killed", first, at + 1, after, self._span_before(first)

    def _the_killing(self, at: int) -> Told | None:
        if self._word(at + 1) == "of":
            people = self._after(at + 2)
        elif self._word(at - 1).endswith(("'s", "s'")):
            people = self._owner(at - 1)
        else:
            return None
        if people is NOBODY or not self._alive(people, strict=False):
            return None
        return "dead", at, at + 1, people, self._by(people.end)

    def _injured(self, at: int) -> Told | None:
        word = self.words[at]
        first, real, passive = self._verb_group(at)
        before = self._word(at - 1)
        if (
            word == "hurt"
            and not passive
            and not (self._number_next(at + 1) or self._number_just(first))
        ):
            return None
        if word == "injure" and not self._number_next(at + 1):
            return None
        if not real:
            return None
        if word in w.INJURES or word == "injure":
            people = self._after(at + 1)
            if people is NOBODY or self._denied(first, people):
                return None
            agent = (-1, -1) if word.endswith("ing") else self._span_before(first)
            return "injured", first, at + 1, people, agent
        if not passive and before in w.ARTICLES:
            if before in ("the", "those") or not self.is_word[at - 1]:
                return None
            people = self._after(at + 1)
            return None if people is NOBODY else ("injured", at, at + 1, people, (-1, -1))
        if not passive and self._has_object(at + 1):
            people = NOBODY if self._attributive(at) else self._after(at + 1)
            if people is NOBODY or self._denied(first, people):
                return None
            return "injured", first, at + 1, people, self._span_before(first)
        people = self._before(first)
        if people is NOBODY and before in ("and", "or", "and/or"):
            people = self._shared(at - 2)
        if people is NOBODY and not passive:
            return None
        if self._denied(first, people) or not self._alive(people, strict=False):
            return None
        return "injured", first, at + 1, people, self._by(at + 1)

    def _injuries(self, at: int) -> Told | None:
        for back in range(1, 6):
            if self._word(at - back) in ("suffered", "sustained", "suffering", "sustaining"):
                first, real, _ = self._verb_group(at - back)
                people = self._before(first)
                if not real or people is NOBODY or self._denied(first, people):
                    return None
                return "injured", at, at + 1, people, (-1, -1)
        return None

    def _dead(self, at: int) -> Told | None:
        before = self._word(at - 1)
        if before == "shot" or before in ("gunned", "struck"):
            return self._deadly(at - 1, at)
        for back in range(2, 8):
            if self._word(at - back) == "shot":  # shot a man dead
                return self._deadly(at - back, at)
        left = self._left_dead(at)
        if left is not None:
            return ("dead", at, at + 1, left, (-1, -1)) if self._alive(left) else None
        if before in ("found", "pronounced", "declared", "presumed", "feared", "confirmed"):
            first, real, _ = self._verb_group(at - 1)
            people = self._before(first)
            if people is NOBODY or not real or self._denied(first, people):
                return None
            return "dead", at, at + 1, people, (-1, -1)
        number = self._number_just(at)
        if number is not None and not w.ANIMALS & set(self.words[at + 1 : at + 4]):
            people = self._people(bounded_from(self.words, number), at)
            if self._denied(people.first, people) or not self._alive(people):
                return None
            return "dead", at, at + 1, people, (-1, -1)
        if before in w.BE:
            first, real, _ = self._verb_group(at)
            people = self._before(first)
            known = people.number >= 1 or people.named or bool(people.kinds)
            if not real or not known or self._denied(first, people) or not self._alive(people):
                return None
            return "dead", at, at + 1, people, (-1, -1)
        if before == "the" and self._word(at + 1) in ("include", "included", "were", "was"):
            people = self._after(at + 2)
            return None if people is NOBODY else ("dead", at, at + 1, people, (-1, -1))
        return None

    def _to_death(self, at: int) -> Told | None:
        deed = next(
            (at - back for back in range(2, 9) if self._word(at - back) in w.DEADLY_DEEDS), None
        )
        return None if deed is None else self._deadly(deed, at)

    def _deadly(self, deed: int, at: int) -> Told | None:
        """Shot dead, beaten to death, with the victim before, between or behind."""
        first, real, passive = self._verb_group(deed)
        if not real:
            return None
        between = self._people(deed + 1, at - (self.words[at] == "death"))
        verb = self.words[deed]
        if between.first >= 0 and between.end > between.first and not passive:
            people, form = between, "killed"
        elif not passive and self._has_object(at + 1):
            people, form = self._after(at + 1), "killed"
        else:
            people, form = self._before(first), "was killed"
        if form == "was killed" and not passive and verb in w.WITHOUT_OBJECT - {"burned", "burnt"}:
            form = "died"
        if self._denied(first, people) or not self._alive(people, strict=False):
            return None
        if people is NOBODY and not passive:
            return None
        by = (-1, -1)
        if form == "was killed":
            by = self._by(at + 1)
        elif form == "killed" and not verb.endswith("ing"):
            by = self._span_before(first)
        return form, first, at + 1, people, by

    def _left_dead(self, at: int) -> People | None:
        """The victims in "left twelve people dead"."""
        for back in range(1, 10):
            word = self._word(at - back)
            if word in ("left", "leaving", "leaves", "found"):
                if back == 1:
                    return None
                people = self._people(at - back + 1, at)
                return people if people.end == at and people.first >= 0 else None
            if word in w.MARK_EDGES or word == "":
                return None
        return None

    def _deaths(self, at: int) -> Told | None:
        word, before = self.words[at], self._word(at - 1)
        if self._word(at + 1) == "of":
            people = self._after(at + 2)
            told = people.number >= 1 or people.kinds or people.named
            if not told and not (word in w.MURDERS and self._word(at + 2) in w.ARTICLES):
                people = NOBODY
        elif before.endswith(("'s", "s'")):
            people = self._owner(at - 1)
        elif self._word(at - 2).endswith(("'s", "s'")):
            people = self._owner(at - 2)  # Anna Smith's untimely death
        elif whose := {before, self._word(at - 2)} & w.POSSESSIVE - {"its"}:
            single = not whose & {"their", "our", "your"} and not word.endswith("s")
            many = 1.0 if single else float("nan")
            first = at - 1 if before in whose else at - 2
            people = People(first, first + 1, many, -1, -1, "exact", (), False)
        else:
            people = NOBODY
        number = self._number_just(at) if word in w.COUNTED_DEATHS else None
        if number is not None and people is NOBODY:
            people = self._people(bounded_from(self.words, number), at)
            if people.number_first < 0:
                people = self._figure(number, at)
        if people is NOBODY or self._denied(at, people) or not self._alive(people, strict=False):
            return None
        return "dead", at, at + 1, people, (-1, -1)

    def _figure(self, number: Number, end: int) -> People:
        """People of whom only the number is said."""
        return People(
            number.first, end, number.value, number.first, number.end, number.bound, (), False
        )

    def _toll(self, at: int) -> Told | None:
        if self._word(at - 1) in ("its", "their", "a", "heavy") or self._word(at + 1) == "on":
            return None
        dead = {"death", "deaths", "killed", "dead", "fatality", "civilian"}
        if not dead & set(self.words[max(at - 3, 0) : at + 9]):
            return None
        number = None
        for place in range(at + 1, min(at + 13, self.n)):
            if self.words[place] in w.MARK_EDGES | w.INJURED | {"and"}:
                break
            read = self._counting(place)
            if read is not None and (number is None or self._word(place - 1) == "to"):
                number = read  # has risen from 12 to 15
        if number is None:
            return None
        people = self._people(number.first, min(number.end + 2, self.n))
        if people.number_first < 0:
            people = self._figure(number, number.end)
        return "dead", at, at + 1, people, (-1, -1)

    def _lives(self, at: int) -> Told | None:
        taken = {
            "claimed",
            "claiming",
            "claims",
            "cost",
            "costing",
            "took",
            "taken",
            "taking",
            "ended",
        }
        before = self.words[max(at - 8, 0) : at]
        lost = {"lost", "losing", "lose", "gave", "loses"}
        owner = self._word(at - 1)
        if owner in w.POSSESSIVE and lost & set(before[-3:]):
            verb = max(place for place in range(max(at - 3, 0), at) if self.words[place] in lost)
            first, real, _ = self._verb_group(verb)
            people = self._before(first)
            if not real or people is NOBODY or self._denied(first, people):
                return None
            return "died", first, at + 1, people, (-1, -1)
        of = self._word(at + 1) == "of"
        near = set(before[-2:] if of else before[-6:])
        if not taken & near and not {"loss", "lost"} & {*near, self._word(at + 1)}:
            return None
        if of:
            people = self._after(at + 2)
        else:
            number = self._number_just(at)
            if number is None or self.words[at] == "life":
                return None
            people = self._people(bounded_from(self.words, number), at)
        if people is NOBODY or self._denied(at, people):
            return None
        return "dead", at, at + 1, people, (-1, -1)

    def _bodies(self, at: int) -> Told | None:
        found = {
            "found", "recovered", "pulled", "discovered", "retrieved", "washed", "buried",
            "exhumed", "identified", "unearthed",
        }  # fmt: skip
        if not found & self.there:
            return None
        number = self._number_just(at)
        if self._word(at + 1) == "of" and self._word(at - 1) != "of":
            people = self._after(at + 2)
            if people is NOBODY or not (people.number >= 1 or people.kinds or people.named):
                return None
        elif number is not None and self.words[at] == "bodies":
            people = self._figure(number, at)
        else:
            return None
        return None if self._denied(at, people) else ("dead", at, at + 1, people, (-1, -1))
