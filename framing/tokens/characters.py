"""What each Unicode character is to a tokenizer: one table of classes, one of flags.

The tables are made from the interpreter's `unicodedata` when first needed; the planes
beyond the first (emoji, rare ideographs) only when a text has such characters.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np

# Classes. A token is a run of WORD, a run of one and the same RUN character, or one
# SINGLE character; EXTEND belongs to the character before it. The classes from APOSTROPHE
# on are resolved to WORD or to a mark by what stands around them.
SPACE, WORD, RUN, SINGLE, EXTEND = range(5)
APOSTROPHE, HYPHEN, STOP, NUMERIC, AMPERSAND, QUESTION, LOST, DOUBLE_MARK = range(5, 13)

# Flags
LETTER, DIGIT, UPPER, LOWER = 1, 2, 4, 8

_BY_CATEGORY = {
    "Lu": (WORD, LETTER | UPPER),
    "Lt": (WORD, LETTER | UPPER),
    "Ll": (WORD, LETTER | LOWER),
    "Lm": (WORD, LETTER),
    "Lo": (WORD, LETTER),
    "Nd": (WORD, DIGIT),
    "Nl": (WORD, DIGIT),
    "No": (WORD, DIGIT),
    "Mn": (EXTEND, 0),
    "Mc": (EXTEND, 0),
    "Me": (EXTEND, 0),
    "Cf": (EXTEND, 0),
    "Zs": (SPACE, 0),
    "Zl": (SPACE, 0),
    "Zp": (SPACE, 0),
    "Cc": (SPACE, 0),
    "Ps": (SINGLE, 0),
    "Pe": (SINGLE, 0),
    "Pc": (RUN, 0),
    "Pd": (RUN, 0),
    "Pi": (RUN, 0),
    "Pf": (RUN, 0),
    "Po": (RUN, 0),
    "Sm": (RUN, 0),
    "Sc": (RUN, 0),
    "Sk": (RUN, 0),
    "So": (RUN, 0),
    "Cs": (SINGLE, 0),
    "Co": (SINGLE, 0),
    "Cn": (SINGLE, 0),
}
_CATEGORIES = list(_BY_CATEGORY)
_CATEGORY_CLASS = np.array([pair[0] for pair in _BY_CATEGORY.values()], dtype=np.uint8)
_CATEGORY_FLAGS = np.array([pair[1] for pair in _BY_CATEGORY.values()], dtype=np.uint8)

# Characters whose class is not that of their category.
_SPECIAL = {
    APOSTROPHE: "'\u2019\u2018\u05f3\u05f4\u00b7",
    HYPHEN: "-\u2010\u2011",
    STOP: ".",
    NUMERIC: ",:\u066b\u066c",
    AMPERSAND: "&",
    QUESTION: "?",
    LOST: "\ufffd",
    DOUBLE_MARK: '"',
    WORD: "_",
    SINGLE: "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\uff02",
    # zero-width space, byte order mark, and the controls of writing direction
    SPACE: "\u200b\ufeff\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
}
_SPECIAL_RANGES = [
    (0x0080, 0x0085, SINGLE),  # leftovers of a wrong encoding; U+0085 is a line break
    (0x0086, 0x00A0, SINGLE),
    (0x1F3FB, 0x1F400, EXTEND),  # skin tones
]
# Scripts without spaces between words whose characters are taken singly.
_IDEOGRAPHS = [
    (0x3005, 0x3008),
    (0x3021, 0x302A),
    (0x3040, 0x3100),
    (0x31F0, 0x3200),
    (0x3400, 0x4DC0),
    (0x4E00, 0xA000),
    (0xF900, 0xFB00),
    (0xFF66, 0xFFA0),
    (0x20000, 0x40000),
]


@cache
def tables(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the class and the flags of the first `n` code points, uint8 (n,) each.

    >>> classes, flags = tables(0x10000)
    >>> classes[ord("a")] == WORD, bool(flags[ord("A")] & UPPER)
    (np.True_, True)
    """
    number = {category: i for i, category in enumerate(_CATEGORIES)}
    categories = map(unicodedata.category, map(chr, range(n)))
    index = np.frombuffer(bytes(map(number.__getitem__, categories)), dtype=np.uint8)
    classes, flags = _CATEGORY_CLASS[index], _CATEGORY_FLAGS[index]
    for start, stop in _IDEOGRAPHS:
        part = classes[start:stop]
        part[part == WORD] = SINGLE
    for start, stop, value in _SPECIAL_RANGES:
        classes[start:stop] = value
    for value, characters in _SPECIAL.items():
        classes[[ord(c) for c in characters]] = value
    classes.setflags(write=False)
    flags.setflags(write=False)
    return classes, flags


def tables_for(code_points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return `tables` large enough for an array of code points."""
    beyond = len(code_points) > 0 and int(code_points.max()) >= 0x10000
    return tables(0x110000 if beyond else 0x10000)


def code_points(text: str) -> np.ndarray:
    """Return the code points of a string, uint32 (len(text),); lone surrogates are kept."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
