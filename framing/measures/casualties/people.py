"""The words of a sentence that name or count people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing.measures.casualties import words as w
from framing.measures.casualties.numerals import Number, bounded_from, number_at

if TYPE_CHECKING:
    from framing.tokens import Chunk

VERBS = w.DIED | w.KILLED | w.KILLS | w.INJURED | w.INJURES


class People(NamedTuple):
    """Who suffers it: tokens first to end, how many, and whether a name is given."""

    first: int
    end: int
    number: float
    number_first: int
    number_end: int
    bound: str
    kinds: tuple[str, ...]
    named: bool


NOBODY = People(-1, -1, float("nan"), -1, -1, "", (), False)


class Words:
    """One sentence; positions within it count from its first token."""

    def __init__(self, chunk: Chunk, sentence: int) -> None:
        start, stop = (int(one) for one in chunk.sentence_offsets[sentence : sentence + 2])
        types, ids = chunk.types, chunk.ids[start:stop]
        self.sentence, self.start, self.n = sentence, start, stop - start
        folded = types.folded_strings[types.folded[ids]].tolist()
        upper = types.is_upper[ids].tolist()
        self.words: list[str] = [
            word.upper() if big and word in w.ACRONYMS else word
            for word, big in zip(folded, upper, strict=True)
        ]
        self.there = frozenset(self.words)
        self.is_word: list[bool] = types.is_word[ids].tolist()
        self.capital: list[bool] = (types.is_capital[ids] & ~types.is_upper[ids]).tolist()
        joined = " ".join(self.words)
        self.other_time = any(phrase in joined for phrase in w.LONG_TIMES)
        places = range(self.n)
        self.years = tuple(
            int(one)
            for one in self.words
            if len(one) == 4 and one.isdigit() and "1800" < one < "2100"
        )
        self.months = tuple(
            w.MONTHS[self.words[at]]
            for at in places
            if self.words[at] in w.MONTHS and self.capital[at] and at > 0
        )
        cumulative = any(
            self.words[at] == "since" and self._word(at - 1) not in w.HAVE | {"ever"}
            for at in places
        )
        self.other_time = self.other_time or cumulative

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < self.n else ""

    def _number_next(self, at: int) -> Number | None:
        """A number of people that follows at once, bound words passed over."""
        for place in range(at, min(at + 4, self.n)):
            number = self._counting(place)
            if number is not None:
                return number if bounded_from(self.words, number) <= at else None
        return None

    def _number_just(self, at: int) -> Number | None:
        """A number that ends at most three words before, with nothing but adjectives or nouns of
        people between."""
        for back in range(1, 5):
            place = at - back
            if place < 0 or not self.is_word[place]:
                return None
            for width in (4, 3, 2, 1):
                begin = place - width + 1
                if begin < 0:
                    continue
                number = self._counting(begin)
                if number is not None and number.end == place + 1:
                    return number
            word = self.words[place]
            if word in w.PREPOSITIONS or word in w.BE or word in VERBS or word in w.ARTICLES:
                return None
        return None

    def _counting(self, at: int) -> Number | None:
        """A number that may count people: no age, date, share, sum or order."""
        number = number_at(self.words, at, self.n)
        if number is None or number.value < 1 or number.value != int(number.value):
            return None
        before, after = self._word(at - 1), self._word(number.end)
        if before in ("$", "£", "€", "aged", "age", "#", "no", "number", "flight", "route", "-"):
            return None
        if before in w.MONTHS or after in w.MONTHS or after in w.UNITS:
            return None
        year = self.words[at].isdigit() and 1800 < number.value < 2100
        if year and (before in w.BEFORE_YEARS or not self._is_people(number.end)):
            return None
        if before == "," and after == ",":
            return None
        if before == "one" or (
            self.words[at] == "one"
            and (after in ("of", "day", "another") and not self._of_people(number.end))
        ):
            return None
        return number

    def _is_people(self, at: int) -> bool:
        return any(self._word(place) in w.KIND_OF for place in range(at, min(at + 4, self.n)))

    def _of_people(self, at: int) -> bool:
        return self._word(at) == "of" and self._is_people(at + 1)

    def _capital(self, at: int) -> bool:
        return 0 <= at < self.n and self.capital[at]

    def _people(self, low: int, end: int) -> People:
        """The people named by the tokens low to end."""
        low, end = max(low, 0), min(end, self.n)
        while low < end and not self.is_word[low]:
            low += 1
        if low >= end:
            return NOBODY
        nouns = [word.removesuffix("'s") for word in self.words[low:end]]
        kinds = tuple(dict.fromkeys(w.KIND_OF[noun] for noun in nouns if noun in w.KIND_OF))
        named = self._named(low, end)
        parts = [self._part(first, last) for first, last in self._joined(low, end)]
        numbers = [number for number, _ in parts if number is not None]
        if any(np.isnan(value) for _, value in parts):
            parts = [(one, one.value) for one in numbers[:1]] or [(None, float("nan"))]
            numbers = numbers[:1]
        total = sum(value for _, value in parts)
        if not numbers:
            bound = "" if np.isnan(total) else "exact"
            return People(low, end, total, -1, -1, bound, kinds, named)
        bound = next((one.bound for one in numbers if one.bound != "exact"), "exact")
        first, last = numbers[0].first, numbers[-1].end
        return People(low, end, total, first, last, bound, kinds, named)

    def _joined(self, low: int, end: int) -> list[tuple[int, int]]:
        """The parts of a sum, two officers and a boy; all in one if it is none."""
        ands = [place for place in range(low, end) if self.words[place] in ("and", ",")]
        if not ands or w.NO_SUM & set(self.words[low:end]):
            return [(low, end)]
        firsts, ends = [low, *(place + 1 for place in ands)], [*ands, end]
        parts = [(first, last) for first, last in zip(firsts, ends, strict=True) if last > first]
        head, behind = parts[0], parts[1:]
        if not self._people_in(*head) or not all(self._people_in(*part) for part in behind):
            return [(low, end)]
        return parts

    def _people_in(self, low: int, end: int) -> bool:
        """Whether some words name or count people."""
        return any(self.words[place] in w.KIND_OF for place in range(low, end)) or (
            self._first_number(low, end) is not None or (end - low > 1 and self._named(low, end))
        )

    def _first_number(self, low: int, end: int) -> Number | None:
        found = (self._counting(place) for place in range(low, end))
        return next((one for one in found if one is not None and one.end <= end), None)

    def _part(self, low: int, end: int) -> tuple[Number | None, float]:
        """How many a part of a sum names; NaN where it does not say."""
        number = self._first_number(low, end)
        if number is not None:
            return number, number.value
        return None, self._one(low, end, self._named(low, end))

    def _one(self, low: int, end: int, named: bool) -> float:
        """1 where the words stand for one person, else NaN."""
        words = [word.removesuffix("'s") for word in self.words[low:end]]
        if words[-1] in w.PRONOUNS and len(words) <= 2:
            return 1.0
        if "and" in words:  # rock and roll legend Chuck Berry
            behind = low + words.index("and") + 1
            if behind >= end or self._people_in(low, behind - 1):
                return float("nan")
            return self._one(behind, end, named)
        if words[0] in w.PLURAL_PRONOUNS:
            return float("nan")
        head = next((word for word in words if word in w.KIND_OF), None)
        plain = set(words)
        if plain & {"group", "number", "hundreds", "many", "several", "all", "most", "both"}:
            return float("nan")
        if head is not None and head not in w.MANY:
            if words[0] in w.ARTICLES or named or (low == 0 and head == words[0]):
                return 1.0
            return float("nan") if not any("-year-old" in word for word in words) else 1.0
        if any("-year-old" in word for word in words) or (named and head is None):
            return 1.0
        return float("nan")

    def _named(self, low: int, end: int) -> bool:
        """Whether somebody is named: two capitals in a row that are no group's name, or one that
        stands for a person by itself."""
        run = 0
        for place in range(low, end + 1):
            here = place < end and self.capital[place] and self.is_word[place]
            if (
                here
                and self.words[place].removesuffix("'s") not in w.KIND_OF
                and not self._adjective(place)
            ):
                run += 1
                continue
            if run >= 2 and place - run > -1 and not self._group(place - run, place):
                return True
            alone = run == 1 and end - low == 1 and place == end
            if alone and (low > 0 or not self.words[low].endswith("s")):
                return self.words[low] not in w.PLURAL_PRONOUNS | w.MANY | set(w.PRONOUNS)
            run = 0
        return False

    def _adjective(self, at: int) -> bool:
        """Whether a capitalised word is that of a nation or faith, a month or a small word."""
        word = self.words[at]
        endings = ("ish", "ian", "ese", "ean", "ans", "ians", "day")
        return word in w.NO_NAMES or word.endswith(endings)

    def _group(self, low: int, end: int) -> bool:
        """Whether capitals name a place or body: of such a name a noun of people follows, or a
        preposition stands before."""
        if self._word(low - 1) in ("in", "near", "at", "from", "outside", "of", "on"):
            return self._word(low - 1) != "of"
        return self._word(end) in w.MANY


def uncounted(people: People) -> People:
    return people._replace(number=float("nan"), number_first=-1, number_end=-1, bound="")
