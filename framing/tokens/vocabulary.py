"""The distinct strings of a piece of text and what is true of each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np

from framing.tokens import characters as ch

_PLAIN = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\xad": None})
_LOST_APOSTROPHE = re.compile(r"(?<=\w)[?\ufffd](?=(?:s|t|d|m|re|ve|ll)$)")


def fold(string: str) -> str:
    """Return the string by which words are compared: without case, with plain marks.

    Curly apostrophes become straight ones, typographic hyphens plain ones, soft hyphens go,
    letters are composed (NFC) and case-folded, and an apostrophe lost to `?` or U+FFFD comes
    back.

    >>> fold("Don’t"), fold("CO\u2011OP"), fold("don?t")
    ("don't", 'co-op', "don't")
    """
    string = unicodedata.normalize("NFC", string.translate(_PLAIN)).casefold()
    return _LOST_APOSTROPHE.sub("'", string)


@dataclass(frozen=True, eq=False)
class Types:
    """Distinct strings, with one array for each property. All arrays are read-only.

    strings : object (n_types,), as written, in the order of first occurrence
    folded : int32 (n_types,), index into `folded_strings`
    folded_strings : object (n_folded,), see `fold`
    is_word : bool (n_types,), has a letter or a digit
    is_number : bool (n_types,), has a digit and no letter
    starts_number : bool (n_types,), begins with a digit
    is_capital : bool (n_types,), begins with an upper-case letter
    is_upper : bool (n_types,), has two upper-case letters or more and no lower-case one
    is_lower : bool (n_types,), begins with a lower-case letter
    last_character : uint32 (n_types,), code point
    """

    strings: np.ndarray
    folded: np.ndarray
    folded_strings: np.ndarray
    is_word: np.ndarray
    is_number: np.ndarray
    starts_number: np.ndarray
    is_capital: np.ndarray
    is_upper: np.ndarray
    is_lower: np.ndarray
    last_character: np.ndarray

    def __post_init__(self) -> None:
        for array in vars(self).values():
            array.setflags(write=False)
        assert len(self.folded) == len(self.strings) == len(self.is_word)

    def __len__(self) -> int:
        return len(self.strings)

    @classmethod
    def of(cls, strings: list[str]) -> Types:
        """Describe a list of distinct, non-empty strings."""
        index: dict[str, int] = {}
        plain = (s.casefold() if s.isascii() and "?" not in s else fold(s) for s in strings)
        folded = [index.setdefault(string, len(index)) for string in plain]
        code_points = ch.code_points("".join(strings))
        flags = ch.tables_for(code_points)[1][code_points]
        stops = np.cumsum(list(map(len, strings)), dtype=np.int64)
        starts = np.append(0, stops)[:-1]
        if strings:
            any_flag = np.bitwise_or.reduceat(flags, starts)
            n_upper = np.add.reduceat((flags & ch.UPPER) > 0, starts, dtype=np.int32)
        else:
            any_flag, n_upper = flags, np.zeros(0, dtype=np.int32)
        first = flags[starts]
        return cls(
            strings=as_objects(strings),
            folded=np.array(folded, dtype=np.int32),
            folded_strings=as_objects(list(index)),
            is_word=(any_flag & (ch.LETTER | ch.DIGIT)) > 0,
            is_number=(any_flag & (ch.LETTER | ch.DIGIT)) == ch.DIGIT,
            starts_number=(first & ch.DIGIT) > 0,
            is_capital=(first & ch.UPPER) > 0,
            is_upper=(n_upper > 1) & ((any_flag & ch.LOWER) == 0),
            is_lower=(first & ch.LOWER) > 0,
            last_character=code_points[stops - 1],
        )


def as_objects(strings: list[str]) -> np.ndarray:
    """Return an object array of strings (np.array alone would make one of fixed width)."""
    array = np.empty(len(strings), dtype=object)
    array[:] = strings
    return array
