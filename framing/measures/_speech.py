"""The quotations of a chunk with their speakers' kinds and their words, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from framing.measures._descriptions import Text, Word
from framing.measures._kinds import UNATTRIBUTED, UNCLEAR, Kinds, Rank, Verdict
from framing.quoting.reading import Quotation, read_chunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk

    Ints = NDArray[np.int64]

SPOKEN = ("direct", "mixed", "indirect")  # kinds of quotation that are somebody's words


@dataclass(frozen=True, eq=False)
class Speech:
    """Who is quoted in a chunk, and with which words.

    A row a quotation (direct, mixed or indirect):
    article : int64 (n,), counted through the chunk
    form : int64 (n,), position in `SPOKEN`
    speaker : object (n,), str: the name, or the words for a speaker without one; "" for none
    named : bool (n,)
    kind : object (n,), str: official … unclear, unattributed
    role : object (n,), str: the word that told the kind, "" where none did
    cue, mention : int64 (n, 2), first token and the one behind the last of the cue and of the
        words for the speaker beside it; -1 for none

    A row a piece, words of one quotation and sentence on one side of the marks:
    quotation : int64 (m,), row above
    first, behind : int64 (m,), tokens
    words : int64 (m,)
    marked : bool (m,), whether between quotation marks
    """

    article: Ints
    form: Ints
    speaker: NDArray[np.object_]
    named: NDArray[np.bool_]
    kind: NDArray[np.object_]
    role: NDArray[np.object_]
    cue: Ints
    mention: Ints
    quotation: Ints
    first: Ints
    behind: Ints
    words: Ints
    marked: NDArray[np.bool_]


_remembered: WeakKeyDictionary[Chunk, Speech] = WeakKeyDictionary()


def speech_of(chunk: Chunk) -> Speech:
    """Read once a chunk; forgotten with it."""
    if chunk not in _remembered:
        _remembered[chunk] = _read(chunk)
    return _remembered[chunk]


def _read(chunk: Chunk) -> Speech:
    found = [one for one in read_chunk(chunk) if one.kind in SPOKEN]
    tellers = _Speakers(chunk)
    told = [tellers.of(one) for one in found]
    return Speech(
        article=np.array([one.article for one in found], dtype=np.int64),
        form=np.array([SPOKEN.index(one.kind) for one in found], dtype=np.int64),
        speaker=_objects([name for name, _, _ in told]),
        named=np.array([named for _, named, _ in told], dtype=bool),
        kind=_objects([verdict.kind for _, _, verdict in told]),
        role=_objects([tellers.written(*verdict.word) for _, _, verdict in told]),
        cue=_spans([one.cue for one in found]),
        mention=_spans([one.mention for one in found]),
        **_pieces(chunk, found),
    )


def _pieces(chunk: Chunk, found: list[Quotation]) -> dict[str, Any]:
    """Whose words each token is, and the runs of these."""
    owner = np.full(len(chunk.ids), -1, dtype=np.int64)
    marked = np.zeros(len(chunk.ids), dtype=bool)
    for number, one in enumerate(found):
        for first, last in one.marked:
            owner[first : last + 1] = number
            marked[first : last + 1] = True
    for number, one in enumerate(found):
        if one.kind == "direct":
            continue
        inside = np.arange(one.first, one.last + 1)
        for span in (one.cue, one.mention):
            if span is not None:
                inside = inside[(inside < span[0]) | (inside > span[1])]
        owner[inside[owner[inside] < 0]] = number
    token = np.flatnonzero((owner >= 0) & chunk.word)
    # A run ends with its quotation or sentence, at a mark, and where other words stand between.
    between = np.cumsum(chunk.word)[token] - np.arange(len(token))
    keys = np.stack([owner[token], chunk.token_sentence[token], marked[token], between])
    fresh = np.ones(len(token), dtype=bool)
    fresh[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    start = np.flatnonzero(fresh)
    stop = np.append(start[1:], len(token))
    return {
        "quotation": owner[token[start]],
        "first": token[start],
        "behind": token[stop - 1] + 1 if len(start) else start,
        "words": stop - start,
        "marked": marked[token[start]],
    }


class _Speakers:
    """Names and kinds of the speakers of a chunk's quotations."""

    def __init__(self, chunk: Chunk) -> None:
        self.kinds = Kinds(chunk)
        self.text: Text = self.kinds.text
        self._named: dict[tuple[int, str], Verdict] = {}

    def written(self, first: int, behind: int) -> str:
        return " ".join(self.text.string(token) for token in range(first, behind))

    def of(self, one: Quotation) -> tuple[str, bool, Verdict]:
        """The speaker's name, or the words for one without; whether it is a name; the verdict."""
        if one.mention is not None and not self._is_pronoun(one.mention):
            head = self._head(one.mention)
            if not self._is_name(head) and (
                one.speaker is None or one.speaker.split()[-1] in self._strings(head)
            ):
                phrase = (head[0], one.mention[1] + 1)
                return self._phrase(head), False, self.kinds.of_phrase(phrase)
        if one.speaker is None or one.speaker.casefold() in _PRONOUNS:
            return "", False, Verdict(Rank.COUNTRY, UNCLEAR if one.mention else UNATTRIBUTED)
        words = one.speaker.split()
        if not words[-1][0].isupper():
            places = self.text.places(words[-1], one.article)
            if not places:
                return one.speaker, False, Verdict(Rank.COUNTRY, UNCLEAR)
            last = max((at for at in places if at <= one.last), default=places[0])
            phrase = (max(last - len(words) + 1, 0), last + 1)
            return one.speaker, False, self.kinds.of_phrase(phrase)
        key = (one.article, one.speaker)
        if key not in self._named:
            self._named[key] = self.kinds.of_name(words, one.article)
        return one.speaker, True, self._named[key]

    def _is_pronoun(self, mention: tuple[int, int]) -> bool:
        return mention[0] == mention[1] and self.text.string(mention[0]).casefold() in _PRONOUNS

    def _head(self, mention: tuple[int, int]) -> tuple[int, int]:
        """A noun phrase up to its first mark or preposition: first and last token."""
        last = mention[0]
        while last < mention[1]:
            behind = last + 1
            if not self.text.word(behind) or self.text.flag(behind) & Word.SPLITS:
                break
            last = behind
        return mention[0], last

    def _is_name(self, head: tuple[int, int]) -> bool:
        """Whether the last word is written as a name, and not only because it opens a sentence."""
        last = head[1]
        if not self.text.capital(last):
            return False
        return not (head[0] == last and self.kinds.is_role[last] and self.text.opens_sentence(last))

    def _phrase(self, head: tuple[int, int]) -> str:
        """A noun phrase without its article, in small letters where it opens a sentence."""
        first = head[0]
        while first < head[1] and self.text.flag(first) & Word.DETERMINER:
            first += 1
        words = [self.text.string(token) for token in range(first, head[1] + 1)]
        if self.text.opens_sentence(first) and self.kinds.is_role[first]:
            words[0] = words[0].casefold()
        return " ".join(words)

    def _strings(self, head: tuple[int, int]) -> list[str]:
        return [self.text.string(token) for token in range(head[0], head[1] + 1)]


_PRONOUNS = frozenset(
    "he she they it we i you who which one this that those these him her them".split()
)


def _spans(spans: list[tuple[int, int] | None]) -> Ints:
    """From first and last tokens to first ones and those behind the last."""
    rows = [(span[0], span[1] + 1) if span else (-1, -1) for span in spans]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def _objects(values: list[str]) -> NDArray[np.object_]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
