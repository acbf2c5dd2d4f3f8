"""Numbers as news writes them: 12, 1,200, 1.2 million, twenty-one, two dozen, hundreds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL: dict[str, float] = {word: float(number) for number, word in enumerate(_UNITS)}
SMALL |= {word: 10.0 * (number + 2) for number, word in enumerate(_TENS)}
SMALL |= {f"{ten}-{unit}": SMALL[ten] + SMALL[unit] for ten in _TENS for unit in _UNITS[1:10]}
SCALES = {
    "dozen": 12.0, "score": 20.0, "hundred": 100.0, "thousand": 1e3, "million": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "k": 1e3,
}  # fmt: skip
# At least two of them are meant: the least that the word allows.
PLURALS = {"dozens": 24.0, "scores": 40.0, "hundreds": 200.0, "thousands": 2e3, "millions": 2e6}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_RANGE = re.compile(rf"({_DIGITS.pattern})[-–]({_DIGITS.pattern})")

_LEAST = (("at", "least"), ("more", "than"), ("over",), ("upwards", "of"), ("above",), ("beyond",))
_MOST = (("up", "to"), ("as", "many", "as"), ("fewer", "than"), ("less", "than"), ("under",))
_ABOUT = (
    ("about",), ("around",), ("some",), ("nearly",), ("almost",), ("roughly",), ("approximately",),
    ("an", "estimated"), ("estimated",), ("close", "to"), ("well", "over"),
)  # fmt: skip
_BOUNDS = sorted(
    [(words, said) for listed, said in ((_LEAST, "at least"), (_MOST, "at most"), (_ABOUT, "about"))
     for words in listed],
    key=lambda pair: -len(pair[0]),
)  # fmt: skip


class Number(NamedTuple):
    """A number over the tokens first to end, without the words that bound it.

    bound : "exact", "at least", "at most", "about"
    """

    value: float
    first: int
    end: int
    bound: str


def number_at(words: Sequence[str], at: int, stop: int) -> Number | None:
    """The number that begins at a token, if one does; `words` are folded.

    A range gives its lower end; a plural such as `dozens` the least it can mean.

    >>> number_at("killed more than two dozen people".split(), 3, 6)
    Number(value=24.0, first=3, end=5, bound='at least')
    >>> number_at(["hundreds", "of", "thousands"], 0, 3).value
    200000.0
    """
    word = words[at]
    end = at + 1
    vague = False
    if (
        word in ("a", "an")
        and words[at - 1 : at] != ["half"]
        and end < stop
        and (words[end] in SCALES or words[end] == "few")
    ):
        if words[end] == "few":
            if end + 1 >= stop or words[end + 1] not in SCALES:
                return None
            value, vague = 2.0, True
            end += 1
        else:
            value = 1.0
    elif word == "half" and words[end : end + 1] == ["a"] and words[end + 1 : end + 2] != []:
        if words[end + 1] not in SCALES:
            return None
        return Number(SCALES[words[end + 1]] / 2, at, at + 3, _bound(words, at))
    elif word == "several" and end < stop and words[end] in SCALES:
        value, vague = 2.0, True
    elif word in SMALL:
        value = SMALL[word]
        if value >= 20 and value % 10 == 0 and end < stop and SMALL.get(words[end], 99) < 10:
            value += SMALL[words[end]]
            end += 1
    elif word in PLURALS:
        value, vague = PLURALS[word], True
        if end + 1 < stop and words[end] == "of" and words[end + 1] in PLURALS:
            value *= PLURALS[words[end + 1]] / 2
            end += 2
        return Number(value, at, end, "at least")
    elif word == "tens" and words[end : end + 1] == ["of"] and words[end + 1 : end + 2] != []:
        if words[end + 1] not in PLURALS:
            return None
        return Number(20 * PLURALS[words[end + 1]] / 2, at, end + 2, "at least")
    elif ends := _RANGE.fullmatch(word):
        return Number(_read(ends[1]), at, end, "about")
    elif _DIGITS.fullmatch(word):
        value = _read(word)
    else:
        return None
    while end < stop and words[end] in SCALES and (words[end] not in "mk" or word[0].isdigit()):
        value *= SCALES[words[end]]
        end += 1
        if end + 1 < stop and words[end] == "and" and words[end + 1] in SMALL:
            value += SMALL[words[end + 1]]
            end += 2
    return Number(value, at, end, "at least" if vague else _bound(words, at))


def _read(digits: str) -> float:
    return float(digits.replace(",", ""))


def _bound(words: Sequence[str], at: int) -> str:
    for before, said in _BOUNDS:
        if tuple(words[max(at - len(before), 0) : at]) == before:
            return said
    return "exact"


def bounded_from(words: Sequence[str], number: Number) -> int:
    """The first token of a number with the words that bound it: "at least 12".

    >>> bounded_from("left at least 12 dead".split(), Number(12.0, 3, 4, "at least"))
    1
    """
    for before, _ in _BOUNDS:
        first = max(number.first - len(before), 0)
        if tuple(words[first : number.first]) == before:
            return first
    return number.first
