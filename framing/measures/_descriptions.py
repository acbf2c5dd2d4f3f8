"""What an article says of a speaker: the words beside a name, wherever the article has it.

News says what somebody is in few forms: before the name (Transport Minister Gerard Tansley; the
transport minister, Gerard Tansley, said), behind it (Ruth Amberley, a nurse; Dov Castellan of the
railway police; Leo Carrick, 20), or in a clause of its own (Nina Sayle is a driver). Each form
gives a stretch of tokens, in which `framing.measures._kinds` looks for words of the lexicon
`speaker-kinds`. English only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from framing.tokens import Chunk

Stretch = tuple[int, int]  # first token, and the one behind the last
LONGEST = 14  # tokens of a description
NAMES = 3  # on either side of a name, which may be another of the same person
FIRST_MENTIONS = 12  # of a name, in which its description is sought


class Word:
    """Flags of a word; plain numbers, since those of an enum take ten times as long."""

    DETERMINER = 1
    POSSESSIVE = 2  # its, her, whose
    OF = 4  # of, from, at, with, for: "Castellan of the railway police"
    EDGE = 8  # ends a noun phrase on its left side
    VERB = 16  # of saying
    BE = 32
    LEADS = 64  # "who heads the committee"
    SPLITS = 128  # parts a noun phrase into head and tail
    TITLE = 256  # may be followed by a full stop
    AMOUNT = 512  # "one of the soldiers"
    PARTICLE = 1024  # part of a name in small letters
    SURNAME = 2048  # a calling that is a common last name too


_WORDS = {
    Word.DETERMINER: "a an the another this that some",
    Word.POSSESSIVE: "its his her their our my whose",
    Word.OF: "of from at with for",
    Word.SPLITS: "of from at with for in on who that which whose near outside by to under among",
    Word.EDGE: "by to with and but that as than or when while after before if because in on at "
    "from for about against into like not",
    Word.VERB: "said says say saying told tells added adds asked wrote writes explained claimed "
    "argued warned insisted announced tweeted stated noted has had have will would could can did",
    Word.BE: "is was are were 's be been becomes became remains",
    Word.LEADS: "heads headed leads led chairs chaired runs ran run represents represented owns "
    "owned directs directed edits edited manages managed teaches taught founded commands commanded",
    Word.AMOUNT: "one two three four five some many most several all both half another members",
    Word.SURNAME: "baker bishop boxer butcher cardinal carpenter child clerk constable cook dean "
    "driver duke farmer gardener general judge king lord major marshal miner monk noble painter "
    "parent pastor pope porter potter priest prince queen sheriff singer star steward tailor "
    "walker",
    Word.PARTICLE: "de del della der den van von el al bin ibn da di du la le ter",
    Word.TITLE: "mr mrs ms dr prof sen rep gov gen lt col st rev sgt capt cmdr adm maj hon",
}
_CLOSING = frozenset(',;:—–()[]"“”.?!…') | {"--", " - "}
_COMMAS = frozenset(",—–(") | {"--"}


@cache
def _vocabulary() -> dict[str, int]:
    found: dict[str, int] = {}
    for flag, words in _WORDS.items():
        for word in words.split():
            found[word] = found.get(word, 0) | flag
    return found


class Text:
    """The tokens of a chunk as lists, and where each string stands."""

    def __init__(self, chunk: Chunk) -> None:
        types = chunk.types
        known = _vocabulary()
        folded = [known.get(string, 0) for string in types.folded_strings.tolist()]
        self.ids: list[int] = chunk.ids.tolist()
        self.strings: list[str] = types.strings.tolist()
        self.type_of = dict(zip(self.strings, range(len(self.strings)), strict=True))
        self.flags: list[int] = np.array(folded, dtype=np.int64)[types.folded].tolist()
        self.is_word: list[bool] = types.is_word.tolist()
        self.is_capital: list[bool] = types.is_capital.tolist()
        self.is_number: list[bool] = types.is_number.tolist()
        self.sentence: list[int] = chunk.token_sentence.tolist()
        self.sentence_offsets: list[int] = chunk.sentence_offsets.tolist()
        self.article_offsets: list[int] = chunk.article_offsets.tolist()
        self._order = np.argsort(chunk.ids, kind="stable")
        self._first = np.searchsorted(chunk.ids[self._order], np.arange(len(types) + 1))

    def string(self, token: int) -> str:
        return self.strings[self.ids[token]]

    def flag(self, token: int) -> int:
        return self.flags[self.ids[token]]

    def capital(self, token: int) -> bool:
        return self.is_capital[self.ids[token]]

    def word(self, token: int) -> bool:
        return self.is_word[self.ids[token]]

    def bounds(self, token: int) -> Stretch:
        """The sentence of a token."""
        number = self.sentence[token]
        return self.sentence_offsets[number], self.sentence_offsets[number + 1]

    def opens_sentence(self, token: int) -> bool:
        first = self.sentence_offsets[self.sentence[token]]
        return not any(self.word(before) for before in range(first, token))

    def places(self, string: str, article: int) -> list[int]:
        """The tokens of an article that are written like this."""
        number = self.type_of.get(string)
        if number is None:
            return []
        where = self._order[self._first[number] : self._first[number + 1]]
        low, high = np.searchsorted(where, self.article_offsets[article : article + 2])
        return where[low:high].tolist()

    def mentions(self, name: list[str], article: int, is_role: list[bool]) -> list[Stretch]:
        """Where an article has a name: its last word, with the names that stand beside it."""
        found = []
        last = name[-1]
        tokens = [at for end in ("", "'s", "’s") for at in self.places(last + end, article)]
        for token in sorted(tokens)[:FIRST_MENTIONS]:
            first, behind = token, token + 1
            if is_role[token] and len(name) > 1 and self.string(token - 1) != name[-2]:
                continue  # another body: the ministry of another state
            low, high = self.bounds(token)
            while first > low and token - first < NAMES and self._beside(first - 1, is_role):
                first -= 1
            if first < token and len(name) > 1 and self.string(token - 1) not in name:
                continue  # another person with this last name
            while behind < high and behind - token < NAMES and self._beside(behind, is_role):
                behind += 1
            found.append((first, behind))
        return found

    def _beside(self, token: int, is_role: list[bool]) -> bool:
        """Whether a word beside a name may be another name of the same person: Bill de Blasio."""
        named = self.capital(token) or bool(self.flag(token) & Word.PARTICLE)
        other = self.flag(token) & ~(Word.PARTICLE | Word.SURNAME)
        return named and not is_role[token] and not other


def descriptions(text: Text, mention: Stretch, is_role: list[bool]) -> Iterator[Stretch]:
    """The stretches beside a name that say what its bearer is.

    `is_role`, (n_tokens,), marks the tokens of words of the lexicon.
    """
    first, behind = mention
    low, high = text.bounds(first)
    before = _before(text, first, low, is_role)
    if before < first:
        yield before, first
    if first - 1 > low and text.string(first - 1) == ",":
        yield from _set_off_before(text, first - 1, behind, low, high, is_role)
    yield from _behind(text, behind, high, is_role)


def age_of(text: Text, mention: Stretch) -> bool:
    """Whether an age follows the name: Leo Carrick, 20, or (20), or who is 20."""
    at = mention[1]
    if at + 1 >= len(text.ids) or text.string(at) not in _COMMAS:
        return False
    at += 1
    if text.string(at) == "who" and text.string(min(at + 1, len(text.ids) - 1)) in ("is", "was"):
        at += 2
    if at >= len(text.ids) or not text.string(at).isdecimal():
        return False
    closes = at + 1 >= len(text.ids) or not text.word(at + 1)
    return closes and len(text.string(at)) < 4 and 5 <= int(text.string(at)) <= 110


def introduced(text: Text, mention: Stretch) -> bool:
    """Whether the name is followed as that of a person whom nobody knows: Ada Penney, a florist;
    Mirek Salt, who cleans offices."""
    behind = mention[1]
    if behind + 3 >= len(text.ids) or text.string(behind) not in _COMMAS:
        return False
    word, then = text.string(behind + 1), behind + 2
    if not text.word(then) or text.capital(then):
        return False
    does = text.string(then) == "has" or not text.flag(then) & (Word.BE | Word.VERB)
    habit = does and text.string(then).endswith("s") and not text.capital(then + 1)
    return word in ("a", "an") or (word == "who" and habit)


def _before(text: Text, first: int, low: int, is_role: list[bool]) -> int:
    """Where the words begin that stand before a name without a mark between."""
    start = first
    while start > low and first - start < LONGEST:
        token = start - 1
        if not text.word(token):
            titled = token > low and text.flag(token - 1) & Word.TITLE
            if not (text.string(token) == "." and titled):
                break
        elif is_role[token]:
            pass
        elif text.string(token) in ("of", "to", "for"):  # Minister for Health Simon Harris
            if not (token > low and is_role[token - 1] and text.capital(token + 1)):
                break
        elif not text.capital(token) or text.flag(token) & Word.VERB:
            break
        start = token
    return start


def _set_off_before(
    text: Text, comma: int, behind: int, low: int, high: int, is_role: list[bool]
) -> Iterator[Stretch]:
    """The transport minister, Gerard Tansley, …; but not: In the White House, Anna Berg, …"""
    if behind < high and text.word(behind) and not text.flag(behind) & (Word.VERB | Word.OF):
        return
    start = comma
    while start > low and text.word(start - 1) and comma - start < LONGEST:
        if text.flag(start - 1) & (Word.VERB | Word.BE):
            break
        start -= 1
    for token in range(start, comma):
        first = token
        if text.string(token)[-2:] in ("'s", "’s"):  # President Putin's spokesman, Dmitry Peskov
            while first > start and text.capital(first - 1):
                first -= 1
        elif not text.flag(token) & (Word.DETERMINER | Word.POSSESSIVE):
            continue
        head = first + 1
        while head < comma and not text.flag(head) & Word.SPLITS:
            head += 1
        if any(is_role[first:head]):
            yield first, comma
            return


def _behind(text: Text, behind: int, high: int, is_role: list[bool]) -> Iterator[Stretch]:
    if behind >= high:
        return
    flag = text.flag(behind)
    if flag & Word.OF:
        yield behind, _end(text, behind, high)
    elif flag & Word.BE and behind + 1 < high and text.flag(behind + 1) & Word.DETERMINER:
        yield behind + 1, _end(text, behind + 1, high)
    elif text.string(behind) in _COMMAS:
        start = behind + 1
        if start + 1 < high and text.is_number[text.ids[start]]:  # Leo Carrick, 20, a student
            start += 1
            if text.string(start) in _COMMAS:
                start += 1
        if start < high:
            yield from _apposition(text, start, high, is_role)


def _apposition(text: Text, start: int, high: int, is_role: list[bool]) -> Iterator[Stretch]:
    flag = text.flag(start)
    if text.string(start) == "who" and start + 2 < high:
        verb, then = text.flag(start + 1), text.flag(start + 2)
        what = verb & Word.BE and then & Word.DETERMINER  # who was a nurse
        led = text.string(start + 1) == "has" and then & Word.LEADS  # who has run the firm
        if what or led or verb & Word.LEADS or text.string(start + 2) == "as":
            yield start + 2, _end(text, start + 2, high)
    elif text.string(start) == "one" and start + 2 < high and text.string(start + 1) == "of":
        yield start + 2, _end(text, start + 2, high)
    elif text.string(start) in ("of", "from", "at"):
        yield start, _end(text, start, high)
    elif flag & (Word.DETERMINER | Word.POSSESSIVE):
        end = _end(text, start, high)
        if end == high or not text.flag(end) & Word.VERB:  # not: Priebus, the source said, …
            yield start, end
    elif text.word(start) and not flag & (Word.EDGE | Word.VERB | Word.BE | Word.OF):
        end = _end(text, start, high)
        if not _runs_on(text, start, end, is_role):
            yield start, end


def _runs_on(text: Text, start: int, end: int, is_role: list[bool]) -> bool:
    """Whether these words without an article are no apposition but the next in a list or a
    clause: Tansley, residents and drivers; Tansley, speaking at the university. But: Pu Yi,
    founder and director."""
    joined = any(text.string(token) == "and" for token in range(start, end))
    one = is_role[start] and not text.string(start).endswith(("s", "police"))
    speaking = text.string(start).endswith("ing") and text.flag(start + 1) & Word.SPLITS
    return (joined and not one) or bool(speaking)


def _end(text: Text, start: int, high: int) -> int:
    end = start
    while end < high and end - start < LONGEST and text.string(end) not in _CLOSING:
        if text.flag(end) & Word.VERB:
            break
        end += 1
    return end


def within(starts: list[int], stretch: Stretch) -> range:
    """The numbers of the hits that begin in a stretch."""
    return range(bisect_left(starts, stretch[0]), bisect_left(starts, stretch[1]))
