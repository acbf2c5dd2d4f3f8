"""Whether an article is in a collection already: by identifier, by address, or by what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.collection.addresses import plain_address
from framing.columns import strings

_ID_LENGTH = 12  # hexadecimal digits; more where two articles have these in common


class Facts(NamedTuple):
    """What an article is recognised by; "" where it is not known."""

    given: str  # the identifier that the source gives it
    address: str
    outlet: str
    title: str
    date: str
    text: str  # digest
    content: str  # digest of outlet, title, date and text

    @property
    def marks(self) -> list[str]:
        """What a row that is put aside is known by when it comes in good order."""
        by_address = [f"at {self.address}"] if self.address else []
        by_id = [f"id {self.given} {self.title}"] if self.given and self.title else []
        return by_address + by_id


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def text_digest(text: str) -> str:
    """sha256 of the text with each stretch of white space as one space."""
    return digest(" ".join(text.split()))


def facts_of(frame: pd.DataFrame, given: pd.Series, texts: list[str]) -> Iterator[Facts]:
    """The facts of each row; `texts` are digests."""
    urls = _plain(frame, "url")
    columns = (_plain(frame, name) for name in ("outlet", "title", "date"))
    rows = zip(given.fillna(""), urls, *columns, texts, strict=True)
    for name, url, outlet, title, date, text in rows:
        title = _headline(title)
        address = plain_address(url) if url else ""
        content = digest("\x1f".join((outlet, title, date, text)))
        yield Facts(name, address, outlet, title, date, text, content)


def _headline(title: str) -> str:
    return " ".join(title.casefold().split())


def _plain(frame: pd.DataFrame, name: str) -> list[str]:
    if name not in frame:
        return [""] * len(frame)
    values = frame[name]
    if values.dtype.kind == "M":
        dates = np.datetime_as_string(values.to_numpy(), unit="s")
        return np.where(values.isna(), "", dates).tolist()
    return strings(values).fillna("").tolist()


@dataclass
class Known:
    """The articles of a collection, found by what they are recognised by.

    An article is found at most once for each file, since a file knows its own articles apart; so
    only those count that were there before the file was begun.
    """

    ids: list[str] = field(default_factory=list)
    facts: list[Facts] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)
    _by_given: dict[str, list[int]] = field(default_factory=dict)
    _by_address: dict[str, list[int]] = field(default_factory=dict)
    _by_content: dict[str, list[int]] = field(default_factory=dict)
    _by_mark: dict[str, int] = field(default_factory=dict)
    _before: int = 0
    _found: set[int] = field(default_factory=set)

    def marked(self, facts: Facts) -> int | None:
        """The place of the article that a row which cannot be kept tells of, if it is known."""
        for mark in facts.marks:
            if self._by_mark.get(mark, self._before) < self._before:
                return self._by_mark[mark]
        return None

    def listed(self, given: str, address: str, title: str) -> str | None:
        """The article of this identifier and headline, or of this address."""
        for place in self._by_given.get(given, ()):
            if _agree(self.facts[place].title, _headline(title)):
                return self.ids[place]
        places = self._by_address.get(address)
        return self.ids[places[0]] if places else None

    def begin(self) -> None:
        """A file is begun."""
        self._before = len(self.ids)
        self._found = set()

    def add(self, article_id: str, facts: Facts) -> None:
        place = len(self.ids)
        self.ids.append(article_id)
        self.facts.append(facts)
        self._taken.add(article_id)
        self._enter(place, facts)

    def replace(self, place: int, facts: Facts) -> None:
        """The article stays where it is and says something else."""
        self.facts[place] = facts
        self._enter(place, facts)

    def _enter(self, place: int, facts: Facts) -> None:
        if facts.given:
            self._by_given.setdefault(facts.given, []).append(place)
        if facts.address:
            self._by_address.setdefault(facts.address, []).append(place)
        self._by_content.setdefault(facts.content, []).append(place)
        for mark in facts.marks:
            self._by_mark.setdefault(mark, place)

    def find(self, facts: Facts) -> int | None:
        """The place of the article, if it is known."""
        for place in self._candidates(facts):
            if place < self._before and place not in self._found:
                self._found.add(place)
                return place
        return None

    def _candidates(self, facts: Facts) -> Iterator[int]:
        for place in self._by_given.get(facts.given, ()):
            if _one_article(self.facts[place], facts):
                yield place
        for place in self._by_address.get(facts.address, ()):
            if _one_page(self.facts[place], facts):
                yield place
        for place in self._by_content.get(facts.content, ()):
            if self.facts[place].content == facts.content:
                yield place

    def new_id(self, facts: Facts, source: str) -> str:
        """An identifier that no article has: the source's own, or else made of the content."""
        if facts.given:
            return self._free(facts.given, f"{source}:{facts.given}")
        made = digest(facts.address or facts.content)
        return self._free(made[:_ID_LENGTH], made[:32])

    def _free(self, *wanted: str) -> str:
        for name in wanted:
            if name not in self._taken:
                return name
        number = 2
        while f"{wanted[-1]}-{number}" in self._taken:
            number += 1
        return f"{wanted[-1]}-{number}"


def _one_article(one: Facts, other: Facts) -> bool:
    """Whether two articles under one identifier are one, and not two of sources that both count
    from 1."""
    if one.text == other.text:
        return True
    if one.address and other.address:
        return one.address == other.address
    return one.outlet == other.outlet and _agree(one.title, other.title)


def _one_page(one: Facts, other: Facts) -> bool:
    """Whether two articles under one address are one, and not two listed under their section's."""
    if one.text == other.text:
        return True
    if one.given and other.given and one.given != other.given:
        return one.title != "" and one.title == other.title
    return _agree(one.title, other.title) or _agree(one.date, other.date)


def _agree(one: str, other: str) -> bool:
    return one == other or not one or not other
