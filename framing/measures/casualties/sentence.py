"""A sentence read around its verbs: what a verb says happened, and where its people stand."""

from __future__ import annotations

import numpy as np

from framing.measures.casualties import words as w
from framing.measures.casualties.people import NOBODY, VERBS, People, Words, uncounted

REACH = 24  # tokens of a clause that are searched for the victims


class Sentence(Words):
    """One sentence; what is sought stands before or behind a verb."""

    def _verb_group(self, at: int) -> tuple[int, bool, bool]:
        """Where the verb's auxiliaries begin, whether it happened, and whether it is passive."""
        first = at
        if self._word(at - 1) == "and" and self._word(at - 2) in w.DEADLY_DEEDS:
            first = at - 2  # shot and killed
        modal = to = have = passive = False
        while first > 0:
            word = self.words[first - 1]
            if word in w.BE:
                passive = passive or not to
                have = have or (word == "been")
            elif word in w.HAVE:
                have = True
            elif word in w.MODAL:
                modal = True
            elif word == "to":
                to = True
            elif to and word in (
                "believed",
                "feared",
                "thought",
                "reported",
                "known",
                "said",
                "understood",
                "presumed",
                "appears",
                "appeared",
                "seems",
            ):
                pass
            elif word not in w.ADVERBS and not (word.endswith("ly") and word not in w.NOUNS_IN_LY):
                break
            first -= 1
        words = self.words[first:at]
        if to and not have:
            return first, False, passive
        if modal and not ({"may", "might", "must"} & set(words) and have):
            return first, False, passive
        if to:
            passive = "been" in words
        return first, not (w.NEGATIVE & set(words)), passive

    def _denied(self, first: int, people: People) -> bool:
        low = people.first if 0 <= people.first < first else first
        before = {self._word(low - 1), self._word(first - 1)}
        inside = self.words[people.first : people.end] if people.first >= 0 else []
        if inside[:1] in (["no"], ["none"], ["nobody"], ["neither"], ["zero"]):
            return True
        if inside[:2] == ["no", "one"] or "anyone" in inside or "anybody" in inside:
            return True
        return bool({"no", "without", "not", "nobody", "never", "none", "attempted"} & before)

    def _alive(self, people: People, strict: bool = True) -> bool:
        inside = set(self.words[people.first : people.end]) if people.first >= 0 else set()
        if people.kinds or people.named:
            return True
        if inside & (w.THINGS | w.ANIMALS):
            return False
        return not strict or people.number >= 1 or bool(inside)

    def _has_object(self, at: int) -> bool:
        """Whether what follows a participle reads like an object."""
        word = self._word(at)
        if self._number_next(at) is not None:
            return True
        if not word or not self.is_word[at]:
            return False
        if word in w.PREPOSITIONS or word in w.BE or word in w.HAVE or word in w.MODAL:
            return False
        if word in ("this", "last", "that") and self._word(at + 1) in w.UNITS:
            return False
        if word in w.MONTHS or word in w.WHENS:
            return False
        return not word.endswith("ly")

    def _attributive(self, at: int) -> bool:
        """Whether a participle only describes the noun behind it: of wounded men."""
        return self._word(at - 1) in w.BEFORE_NOUNS and self._has_object(at + 1)

    def _before(self, stop: int) -> People:
        """The subject that ends before a token."""
        low, end = self._subject(stop)
        people = self._people(low, end)
        if not people.named and end < stop and self._named(end + 1, stop - 1):
            one = (
                1.0
                if np.isnan(people.number) and "and" not in self.words[low:end]
                else people.number
            )
            people = people._replace(named=True, number=one)  # a former lawmaker, Denis Voronenkov,
        return people

    def _span_before(self, stop: int) -> tuple[int, int]:
        """The subject of an active verb, as a span."""
        low, end = self._subject(stop)
        return (low, end) if end > low else (-1, -1)

    def _subject(self, stop: int) -> tuple[int, int]:
        end = stop
        relative = self._word(end - 1)
        if self._word(end - 1) in ("who", "that", "which"):
            end -= 1
            if self._word(end - 1) == ",":
                end -= 1
        elif self._word(end - 1) in ("and", "but", "or"):
            return stop, stop
        if self._word(end - 1) == ",":
            opened = next(
                (place for place in range(end - 2, max(end - 14, 0), -1)
                 if self.words[place] == ","), None,
            )  # fmt: skip
            if opened is not None and not w.CLAUSE_EDGES & set(self.words[opened + 1 : end - 1]):
                end = opened
                if self._word(end - 1).isdigit() and self._word(end - 2) == ",":
                    end -= 2  # Petr Polshikov, 56, a diplomat,
            elif stop == end:
                end -= 1
        if self._word(end - 1) in (")", "]"):
            opened = next(
                (place for place in range(end - 1, -1, -1) if self.words[place] in "(["), None
            )
            end = opened if opened is not None else end
        low = end
        while low > max(0, end - REACH):
            word = self.words[low - 1]
            if word in w.MARK_EDGES or word in VERBS or word in ("dead", "left", "leaving"):
                break
            if relative == "who" and word in w.PREPOSITIONS - {"of", "and", "or", "than"}:
                break  # who goes with the nearest noun
            if relative in ("that", "which") and word in ("for", "with", "among", "from", "to"):
                break
            if word in w.CLAUSE_EDGES and not (word == "as" and self._word(low) == "many"):
                break
            if word == "," and not self._listing(low - 1, end):
                if self._age_between(low - 1):
                    low -= 1
                    continue
                break
            low -= 1
        for place in range(end - 2, low, -1):
            if self.words[place] == "and" and not self._somebody(low, place):
                low = place  # of "he got a visa and his wife" the wife
                break
        while low < end and (self.words[low] in ("and", "but", "or", ",") or not self.is_word[low]):
            low += 1
        return low, end

    def _somebody(self, low: int, end: int) -> bool:
        """Whether some words may name people."""
        return any(
            self.words[place] in w.KIND_OF
            or self.capital[place]
            or self._counting(place)
            or self.words[place] in w.PRONOUNS
            for place in range(low, end)
        )

    def _listing(self, comma: int, end: int) -> bool:
        """Whether a comma separates the members of a list: a, b and c."""
        rest = self.words[comma + 1 : end]
        return "and" in rest and bool(
            {word for word in rest if word in w.KIND_OF}
            and {word for word in self.words[max(comma - 4, 0) : comma] if word in w.KIND_OF}
        )

    def _age_between(self, comma: int) -> bool:
        """Whether a comma closes an age: a man, 34, was."""
        return self._word(comma - 1).isdigit() and self._word(comma - 2) == ","

    def _after(self, at: int) -> People:
        """The object that begins at a token."""
        end = at
        while end < min(self.n, at + REACH):
            word = self.words[end]
            if word in w.MARK_EDGES or word in w.BE - {"'s"} or word in w.MODAL:
                break
            if word in VERBS and not (end > at and self._word(end - 1) in w.ARTICLES):
                break
            if word in w.PREPOSITIONS and word not in ("of", "and", "or"):
                bounds = (
                    "at",
                    "up",
                    "about",
                    "around",
                    "over",
                    "as",
                    "between",
                    "or",
                    "than",
                    "to",
                )
                if not (word in bounds and self._number_next(end) is not None) and not (
                    word in ("than", "to")
                    and end > at
                    and self._word(end - 1) in ("more", "fewer", "less", "up", "close")
                ):
                    break
            if word == "," and not self._listing(end, min(end + 8, self.n)):
                break
            if word in w.HAVE or word in ("when", "yesterday", "today"):
                break
            if word in ("and", "or") and (
                self._word(end + 1) in VERBS
                or self._word(end + 2) in VERBS
                or not (self._is_people(end + 1) or self._capital(end + 1))
            ):
                break
            end += 1
        return self._people(at, end)

    def _owner(self, at: int) -> People:
        """Whose: the words that end in 's."""
        low = at
        while low > 0 and (
            self.capital[low - 1]
            or self.words[low - 1] in w.KIND_OF
            or self.words[low - 1] in w.ARTICLES
        ):
            low -= 1
        while low < at and self.words[low] in w.PREPOSITIONS:
            low += 1
        found = self._people(low, at + 1)
        if any(self.capital[place] and not self._adjective(place) for place in range(low, at + 1)):
            one = (
                1.0 if np.isnan(found.number) and "and" not in self.words[low:at] else found.number
            )
            found = found._replace(named=True, number=one)
        return found if found.named or found.kinds else NOBODY

    def _by(self, at: int) -> tuple[int, int]:
        """Whom a passive names: "by the police"."""
        for place in range(at, min(at + 7, self.n)):
            word = self.words[place]
            if word == "by":
                end = place + 1
                while end < min(self.n, place + 16):
                    word = self.words[end]
                    if (
                        word in w.MARK_EDGES
                        or word == ","
                        or (word in w.PREPOSITIONS and word not in ("of", "and"))
                        or word in w.BE - {"'s"}
                        or word in w.HAVE
                    ):
                        break
                    end += 1
                return (place + 1, end) if end > place + 1 else (-1, -1)
            if word in w.MARK_EDGES | w.BE | VERBS or word in ("and", ","):
                break
        return -1, -1

    def _shared(self, at: int) -> People:
        """The people of the verb before "and", as in "were killed or injured": how many were
        which is not said."""
        if self._word(at) not in VERBS | {"dead"}:
            return NOBODY
        first, _, _ = self._verb_group(at)
        return uncounted(self._before(first))
