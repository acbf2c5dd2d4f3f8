"""Whose words they are: a mention led back to the last name in the article that fits.

- A surname, or a family name that stands first, is led back to the whole name before it.
- "The minister" is led back to the last name before it that the word stood beside: the foreign
  minister Ann Lee; Ann Lee, a former minister.
- He and she are led back to the last person before them who may be one: the subject of the
  sentence or of the two before, or the last speaker, whichever is nearer; else the last whole
  name. A name is a person's if a title, a role or an age stands beside it, if it begins with a
  known given name, if it has come as a surname too, or if it has spoken; it is not if it holds
  the word of a place or an organisation. Titles, roles, given names and the pronouns themselves
  tell men from women.
- It is led back to the last speaker that is no person.

Where none fits, the mention stands as it is written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing.quoting.cues import Word
from framing.quoting.mentions import subject_before
from framing.quoting.people import BODIES, GIVEN, MEN, ROLES, WOMEN
from framing.quoting.runs import Runs

if TYPE_CHECKING:
    from framing.quoting.mentions import Mention
    from framing.quoting.reading import Quotation
    from framing.quoting.text import Text

_HE = frozenset("he he's he'd he'll".split())
_SHE = frozenset("she she's she'd she'll".split())
_IT = frozenset("it it's it'd it'll".split())
_UNKNOWN = _HE | _SHE | _IT | {"who", "they", "i", "we", "you", "which"}
_SPOILS = re.compile(r"['’]s?$")
_CAMEL = re.compile(r"(?!Ma?c|De|Di|Du|La|Le|Van|Al|El)[A-Z]?[a-z]+[A-Z]")
_NEAR = 12  # tokens of an apposition that are looked at
_LATELY = 50  # speakers, and
_FAR = 500  # names back that a mention may lead


class Name(NamedTuple):
    """A run of capitalised words in an article."""

    first: int
    last: int
    words: tuple[str, ...]


def resolve(text: Text, runs: Runs, article: int, found: list[Quotation]) -> None:
    """Fill in the speakers of an article's quotations."""
    if found:
        people = _People(text, runs, article)
        for q in found:
            people.note(q)


def _before(names: list[Name], token: int) -> Iterator[Name]:
    """Go back through the last names before a token."""
    k = bisect_left(names, token, key=itemgetter(0))
    return reversed(names[max(0, k - _FAR) : k])


class _People:
    """The names of an article, and who has spoken so far."""

    def __init__(self, text: Text, runs: Runs, article: int) -> None:
        self.text = text
        self.runs = runs
        self.flags = text.flags
        self.start, self.stop = text.article_offsets[article : article + 2]
        self.sexes: dict[str, str] = {}
        self.quoted = text.quoted
        self.spoken: list[tuple[int, str, bool]] = []  # token, name, whether a person
        self._known: dict[tuple[str, ...], bool] = {}
        self._near: dict[int, list[str]] = {}

    # What is asked

    def note(self, q: Quotation) -> None:
        if q.mention is None:
            if q.kind == "direct" and self.spoken:
                q.speaker = self.spoken[-1][1]
            return
        q.speaker, person = self._speaker(q.mention)
        if q.speaker and q.speaker.casefold() not in _UNKNOWN:
            self.spoken.append((q.mention[0], q.speaker, person))

    def _speaker(self, mention: Mention) -> tuple[str | None, bool]:
        first, last = mention
        text = self.text
        if first == last and self.flags[first] & Word.RELATIVE:
            start = text.offsets[text.sentence[first]]
            end = first - bool(self.flags[first - 1] & Word.COMMA)
            antecedent = subject_before(text, end, start)
            if antecedent is None or self.flags[antecedent[1]] & Word.RELATIVE:
                return text.string(first), False
            return self._speaker(antecedent)
        if first == last and self.flags[first] & Word.PRONOUN:
            return self._pronoun(first)
        head = self._head(first, last)
        name = self._behind_office(head, last) or self._name_in(head)
        if name is None:
            name = self._apposed(head[1] + 1, last)
        if name is None:
            name = self._by_role(head, first)
        if name is None:
            return self._written(head), bool(self.flags[head[1]] & Word.ROLE)
        whole = self._whole(name, first)
        person = len(whole) > 1 and not self._is_body(whole)
        return " ".join(whole), person or self._is_person(whole)

    # Names

    @cached_property
    def names(self) -> list[Name]:
        """All names of the article of one word or more, in order."""
        a, b = np.searchsorted(self.runs.first, (self.start, self.stop)).tolist()
        first, last = self.runs.first[a:b].tolist(), self.runs.last[a:b].tolist()
        return [self._name(i, j) for i, j in zip(first, last, strict=True)]

    @cached_property
    def by_last(self) -> defaultdict[str, list[Name]]:
        """The names by their last word."""
        found = defaultdict(list)
        for name in self.names:
            found[name.words[-1]].append(name)
        return found

    @cached_property
    def by_first(self) -> defaultdict[str, list[Name]]:
        found = defaultdict(list)
        for name in self.names:
            found[name.words[0]].append(name)
        return found

    def _name(self, first: int, last: int) -> Name:
        text = self.text
        words = [text.strings[i] for i in text.ids[first : last + 1]]
        for i in range(len(words) - 1, 0, -1):
            if words[i] == ".":  # of an initial
                words[i - 1 : i + 1] = [words[i - 1] + "."]
        if self.flags[last] & Word.POSSESSIVE:
            words[-1] = _SPOILS.sub("", words[-1])
        return Name(first, last, tuple(words))

    # The parts of a mention

    def _head(self, first: int, last: int) -> tuple[int, int]:
        """A noun phrase up to its first mark or preposition."""
        ends = Word.COMMA | Word.DASH | Word.OPENS | Word.PREPOSITION | Word.RELATIVE | Word.MARK
        end = first
        while end < last and not self.flags[end + 1] & ends:
            end += 1
        return first, end

    def _name_in(self, head: tuple[int, int]) -> Name | None:
        """The name with which a phrase ends: former president Bill Clinton."""
        k = int(np.searchsorted(self.runs.last, head[1]))
        if k == len(self.runs.last) or self.runs.last[k] != head[1]:
            return None
        return self._name(max(int(self.runs.first[k]), head[0]), head[1])

    def _apposed(self, first: int, last: int) -> Name | None:
        """A whole name behind a comma: the group's leader in Hull, Ann Lee."""
        for i in range(first, last):
            if self.flags[i] & Word.COMMA and self.flags[i + 1] & (Word.NAME | Word.TITLE):
                name = self._name_in(self._head(i + 1, last))
                if name is not None and len(name.words) > 1 and not self._is_body(name.words):
                    return name
        return None

    def _behind_office(self, head: tuple[int, int], last: int) -> Name | None:
        """A name behind an office: Minister for Transport Shane Ross."""
        text, flags = self.text, self.flags
        office = flags[head[0]] & (Word.TITLE | Word.ROLE) or self._is_body((text.string(head[0]),))
        if head[0] != head[1] or not office or not flags[head[1] + 1] & Word.PREPOSITION:
            return None
        name = self._name_in((head[1] + 1, self._head(head[1] + 2, last)[1]))
        if (
            name is None
            or len(name.words) < 2
            or (len(name.words) == 2 and not flags[name.first - 1] & Word.NAME)
        ):
            return None
        return self._name(name.last - 1, name.last)

    def _written(self, head: tuple[int, int]) -> str:
        first, last = head
        return " ".join(self.text.string(i) for i in range(first, last + 1))

    # Whom they are led back to

    def _whole(self, name: Name, before: int) -> tuple[str, ...]:
        """The longest form in which a name has come before."""
        words = name.words
        if len(words) > 1:
            return words
        for whole in _before(self.by_last[words[0]], before):
            if len(whole.words) > 1:
                return whole.words
        for whole in _before(self.by_first[words[0]], before):
            if len(whole.words) in (2, 3) and self._is_person(whole.words):
                return whole.words
        return words

    def _by_role(self, head: tuple[int, int], before: int) -> Name | None:
        """The last name that the last word of a phrase stood beside: the minister."""
        text, flags = self.text, self.flags
        first, last = head
        definite = text.lower(first) in ("the", "this", "that") or flags[first] & Word.TITLE
        if not definite or last - first > 3:
            return None
        role = text.lower(last)
        for name in _before(self.names, before):
            if len(name.words) > 1 and role in self._beside(name):
                return name
        return None

    def _beside(self, name: Name) -> list[str]:
        """The words that stand before a name, and behind it between commas."""
        if name.first not in self._near:
            self._near[name.first] = self._words_beside(name)
        return self._near[name.first]

    def _words_beside(self, name: Name) -> list[str]:
        text, flags = self.text, self.flags
        found = []
        i = name.first - 1
        if i > self.start and flags[i] & Word.COMMA:
            i -= 1  # the minister, Ann Lee
        ends = Word.COMMA | Word.BREAK | Word.DETERMINER | Word.PREPOSITION | Word.PRONOUN
        while i >= max(self.start, name.first - 5) and not flags[i] & ends:
            found.append(text.lower(i))
            i -= 1
        i = name.last + 1
        if i < self.stop and flags[i] & (Word.COMMA | Word.OPENS):
            ends = Word.BREAK | Word.CLOSES | Word.COMMA | Word.DASH
            for k in range(i + 1, min(self.stop, i + _NEAR)):
                if flags[k] & ends:
                    break
                found.append(text.lower(k))
        return found

    def _is_person(self, words: tuple[str, ...]) -> bool:
        if words not in self._known:
            self._known[words] = self._looks_human(words)
        return self._known[words]

    def _is_body(self, words: tuple[str, ...]) -> bool:
        """Whether a name is that of a place or an organisation: BBC, WikiLeaks, the White House."""
        if any(word.casefold() in BODIES or _CAMEL.match(word) for word in words):
            return True
        return len(words[-1]) > 1 and words[-1].isupper()

    def _looks_human(self, words: tuple[str, ...]) -> bool:
        if self._is_body(words):
            return False
        text, sex = self.text, GIVEN.get(words[0].casefold()) if len(words) > 1 else None
        human = sex is not None
        if sex:
            self.sexes.setdefault(words[-1], sex)
        for name in self.by_last[words[-1]][:_FAR]:
            human |= len(name.words) == 1 and len(words) > 1
            if len(name.words) > 1 and name.words != words:
                continue
            beside = list(self._beside(name))
            title = text.lower(name.first - 1) if name.first > self.start else ""
            if title in ("in", "the"):
                return False
            beside.append(text.lower(name.first - 2) if title == "." else title)
            human |= any(word in ROLES or word.isdigit() for word in beside)
            for sex, nouns in (("m", MEN), ("f", WOMEN)):
                if any(word in nouns for word in beside):
                    self.sexes.setdefault(words[-1], sex)
        return human

    # Pronouns

    def _pronoun(self, i: int) -> tuple[str | None, bool]:
        lower = self.text.lower(i)
        if lower in _IT:
            spoken = reversed(self.spoken[-_LATELY:])
            body = next((name for _, name, person in spoken if not person), None)
            return body or self.text.string(i), False
        if lower in _HE or lower in _SHE:
            sex = "m" if lower in _HE else "f"
            words = self._person(i, sex)
            if words:
                if words[-1].casefold() not in ROLES:
                    self.sexes[words[-1]] = sex
                return " ".join(words), True
        return self.text.string(i), lower in _HE or lower in _SHE

    def _person(self, i: int, sex: str) -> tuple[str, ...] | None:
        """The person of that sex to whom a pronoun leads back."""
        text = self.text
        near = text.offsets[max(text.sentence[i] - 2, text.sentence[self.start])]
        nearest = [
            (at, tuple(name.split())) for at, name, person in self.spoken[-_LATELY:] if person
        ]
        nearest += self._subjects(i, near) + self._described(i, near)
        nearest.sort(reverse=True)
        for _, words in nearest:
            if self._sex(words) in (sex, None):
                return words
        for name in _before(self.names, i):
            if len(name.words) == 1 or self.quoted[name.first]:
                continue
            if self._is_person(name.words) and self._sex(name.words) in (sex, None):
                return name.words
        return None

    def _subjects(self, i: int, near: int) -> list[tuple[int, tuple[str, ...]]]:
        """The first person named in each of the last sentences, before their verbs."""
        text, found = self.text, []
        sentence = -1
        for name in self.names[bisect_left(self.names, near, key=itemgetter(0)) :]:
            if name.first >= i:
                break
            if text.sentence[name.first] == sentence or self.quoted[name.first]:
                continue
            if self._is_subject(name):
                whole = self._whole(name, name.first + 1)
                if self._is_person(whole):
                    found.append((name.first, whole))
                    sentence = text.sentence[name.first]
        return found

    def _described(self, i: int, near: int) -> list[tuple[int, tuple[str, ...]]]:
        """Subjects of sentences that are people without a name: the president left."""
        text, found = self.text, []
        for sentence in range(text.sentence[near], text.sentence[i]):
            start = text.offsets[sentence]
            if self.quoted[start] or not self.flags[start] & Word.DETERMINER:
                continue
            for k in range(start + 1, min(start + 5, text.offsets[sentence + 1])):
                if self.flags[k] & Word.ROLE and not self.flags[k + 1] & Word.NAME:
                    found.append((start, tuple(self._written((start, k)).split())))
                    break
        return found

    def _sex(self, words: tuple[str, ...]) -> str | None:
        self._is_person(words)
        role = words[-1].casefold()
        known = "m" if role in MEN else "f" if role in WOMEN else None
        return self.sexes.get(words[-1], known)

    def _is_subject(self, name: Name) -> bool:
        """Whether a name opens its sentence, or stands behind its first comma."""
        text, flags = self.text, self.flags
        if flags[name.last] & Word.POSSESSIVE:
            return False
        start = text.offsets[text.sentence[name.first]]
        verb = Word.VERB | Word.AUXILIARY
        return not any(
            flags[i] & verb and not flags[i] & Word.TITLE for i in range(start, name.first)
        )
