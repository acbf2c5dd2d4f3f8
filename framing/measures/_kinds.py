"""What kind of speaker is quoted, told from the words that an article has for him or her."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing.lexicon import Lexicon, load_lexicon
from framing.measures._descriptions import (
    Stretch,
    Text,
    Word,
    age_of,
    descriptions,
    introduced,
    within,
)

if TYPE_CHECKING:
    from framing.tokens import Chunk

LEXICON = "speaker-kinds"
KINDS = (
    "official", "military", "expert", "ordinary", "organisation", "celebrity", "media", "unnamed",
)  # fmt: skip
UNCLEAR, UNATTRIBUTED = "unclear", "unattributed"


class Rank(IntEnum):
    """How much a word decides; the least goes first."""

    PERSON = 0  # minister, nurse
    BODY = 1  # ministry, hospital
    FUNCTION = 2  # spokesman, leader: those of a body that is not named
    SIGN = 3  # an age, an unknown occupation
    ANONYMITY = 4
    COUNTRY = 5


_RANKS = {
    "": Rank.PERSON,
    "body": Rank.BODY,
    "function": Rank.FUNCTION,
    "anonymity": Rank.ANONYMITY,
    "country": Rank.COUNTRY,
}


class Verdict(NamedTuple):
    """The kind of a speaker, how it was told, and the word that told it (two tokens: the first
    and the one behind the last; empty where there is none)."""

    rank: Rank
    kind: str
    word: Stretch = (0, 0)


@cache
def _compiled() -> tuple[Lexicon, list[str], list[Rank]]:
    """The lexicon with its categories made one, so that of words that overlap one is a hit; and
    for each pattern its kind and its rank."""
    rows = []
    for name, category in load_lexicon(LEXICON).categories.items():
        kind, _, rest = name.partition("/")
        rank = _RANKS[rest]
        rows += [(pattern, kind, rank) for pattern in category.patterns]
        if rank <= Rank.BODY:
            plain = [pattern for pattern in category.patterns if not pattern.startswith("=")]
            rows += [(pattern + "'s", kind, rank) for pattern in plain]
    rows.sort(key=lambda row: not row[0].startswith("="))  # Father John before the father
    one = Lexicon.from_dict({"speakers": [pattern for pattern, _, _ in rows]})
    return one, [kind for _, kind, _ in rows], [rank for _, _, rank in rows]


class Kinds:
    """The kinds of the speakers in a chunk."""

    def __init__(self, chunk: Chunk) -> None:
        lexicon, kinds, ranks = _compiled()
        hits = lexicon.match(chunk)
        self.text = Text(chunk)
        self.starts: list[int] = hits.token_start.tolist()
        self.ends: list[int] = hits.token_end.tolist()
        self.kind = [kinds[number] for number in hits.pattern.tolist()]
        self.rank = [ranks[number] for number in hits.pattern.tolist()]
        role = np.zeros(len(chunk.ids) + 1, dtype=np.int64)
        spoken = np.array([rank <= Rank.FUNCTION for rank in self.rank], dtype=bool)
        np.add.at(role, hits.token_start[spoken], 1)
        np.add.at(role, hits.token_end[spoken], -1)
        self.is_role: list[bool] = (np.cumsum(role) > 0).tolist()

    def of_name(self, name: list[str], article: int) -> Verdict:
        """The kind of a speaker with a name: from the words beside each of its mentions."""
        found: list[Verdict] = []
        signs: list[Verdict] = []
        text = self.text
        for mention in text.mentions(name, article, self.is_role):
            own = self._own_words(mention)
            if own and self.ends[own[-1]] == mention[1] and self.rank[own[-1]] == Rank.BODY:
                return self._verdict(own[-1])  # the name is that of a body
            found += map(self._verdict, own)
            if len(name) == 1 and (country := self._country(mention)):
                found.append(country)
            for stretch in descriptions(text, mention, self.is_role):
                found += self._told(stretch, one=True)
            if any(verdict.rank == Rank.PERSON for verdict in found):
                break  # nothing that follows can go before it
            if age_of(text, mention) or introduced(text, mention):
                signs.append(Verdict(Rank.SIGN, "ordinary"))
        return min([*found, *signs], key=lambda verdict: verdict.rank, default=_NOTHING)

    def of_phrase(self, stretch: Stretch) -> Verdict:
        """The kind of a speaker without a name: from the words themselves."""
        if self._says_anonymous(stretch):
            return Verdict(Rank.PERSON, "unnamed")
        first, behind = stretch
        some = first + 2 < behind and self.text.flag(first) & Word.AMOUNT
        if some and self.text.string(first + 1) == "of":  # one of the soldiers
            first += 2
        while first < behind - 1 and self.text.flag(first) & (Word.DETERMINER | Word.POSSESSIVE):
            first += 1
        told = list(self._told((first, behind)))
        return told[0] if told else self._country((first, behind)) or _NOTHING

    def _own_words(self, mention: Stretch) -> list[int]:
        """The hits within a name: Prime Minister May, the Foreign Ministry; not Julie Bishop."""
        return [
            number
            for number in within(self.starts, mention)
            if self.rank[number] <= Rank.FUNCTION
            and self.ends[number] <= mention[1]
            and not (self.ends[number] == mention[1] and self._surname(mention))
        ]

    def _surname(self, mention: Stretch) -> bool:
        """Whether the last word of a name is a calling that is a common last name too."""
        alone = mention[1] - mention[0] == 1
        return not alone and bool(self.text.flag(mention[1] - 1) & Word.SURNAME)

    def _country(self, stretch: Stretch) -> Verdict | None:
        """The state itself, where its name is all there is."""
        for number in within(self.starts, stretch):
            whole = (self.starts[number], self.ends[number]) == stretch
            if whole and self.rank[number] == Rank.COUNTRY:
                return self._verdict(number)._replace(rank=Rank.BODY)
        return None

    def _told(self, stretch: Stretch, one: bool = False) -> Iterable[Verdict]:
        """What a noun phrase says of its head.

        A word for a person counts before one for a body, and both before a function; in front of
        the head's first preposition the last one counts (police officer's wife), behind it the
        first (a spokesman for the ministry). Of `one` person, words for several tell nothing.
        """
        parting = next(
            (at for at in range(*stretch) if self.text.flag(at) & Word.SPLITS), stretch[1]
        )
        head = list(within(self.starts, (stretch[0], parting)))
        tail = list(within(self.starts, (parting, stretch[1])))
        for numbers, rank in ((head[::-1], Rank.PERSON), (head[::-1], Rank.BODY)):
            for number in numbers:
                if self.rank[number] == rank and not (one and self._several(number)):
                    yield self._verdict(number)
                    return
        functions = [n for n in head[::-1] if self.rank[n] == Rank.FUNCTION]
        # The president's spokesman speaks for the president.
        telling = [n for n in functions if self.kind[n] != "organisation"]
        function = next(iter(telling or functions), None)
        then = Rank.FUNCTION if function is None else Rank.PERSON
        for rank in (Rank.BODY, then):
            for number in tail:
                if self.rank[number] == rank:
                    yield self._verdict(number)._replace(rank=max(rank, Rank.BODY))
                    return
        if function is not None:
            yield self._verdict(function)

    def _several(self, number: int) -> bool:
        word = self.text.string(self.ends[number] - 1).casefold()
        plural = word.endswith(("s", "men", "women")) and not word.endswith(("ss", "'s", "’s"))
        return self.rank[number] == Rank.PERSON and plural

    def _says_anonymous(self, stretch: Stretch) -> bool:
        """Whether the sentence of the mention says that the speaker goes without a name."""
        text = self.text
        sentence = text.sentence[stretch[0]]
        bounds = (text.sentence_offsets[sentence], text.sentence_offsets[sentence + 1])
        return any(self.rank[number] == Rank.ANONYMITY for number in within(self.starts, bounds))

    def _verdict(self, number: int) -> Verdict:
        return Verdict(
            self.rank[number], self.kind[number], (self.starts[number], self.ends[number])
        )


_NOTHING = Verdict(Rank.COUNTRY, UNCLEAR)
