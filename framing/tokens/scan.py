"""From characters to tokens: where each one starts and ends, and which string it is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from framing.errors import FramingError
from framing.tokens import characters as ch

LONGEST_TEXT = 500_000_000  # Arrow's offsets are 32 bits, of four bytes a character
CONTRACTIONS = ("s", "t", "d", "m", "re", "ve", "ll")  # what may follow a lost apostrophe
_HEBREW = (0x0590, 0x0600)


class Scan(NamedTuple):
    """Tokens of a text: code points, bounds and types."""

    code_points: np.ndarray  # uint32 (n_characters,)
    start: np.ndarray  # int32 (n_tokens,), into code_points
    end: np.ndarray  # int32 (n_tokens,)
    ids: np.ndarray  # int32 (n_tokens,), into strings
    strings: list[str]  # the distinct tokens, in the order of their first occurrence


def scan(text: str) -> Scan:
    """Cut a text into tokens. The text must begin and end with a line break."""
    if len(text) > LONGEST_TEXT:
        raise FramingError(
            f"an article has {len(text):,} characters; at most {LONGEST_TEXT:,} are taken, so"
            " split it or leave it out."
        )
    code_points = ch.code_points(text)
    classes, flags = ch.tables_for(code_points)
    kind = classes[code_points]
    extended = _extend(kind)
    _join(kind, code_points, flags)

    boundary = np.empty(len(kind), dtype=bool)
    boundary[0] = True
    boundary[1:] = kind[1:] != kind[:-1]
    boundary[1:] |= (kind[1:] == ch.RUN) & (code_points[1:] != code_points[:-1])
    boundary |= kind == ch.SINGLE
    boundary[extended] = False
    bounds = np.append(np.flatnonzero(boundary), len(kind)).astype(np.int32)
    is_token = kind[bounds[:-1]] != ch.SPACE

    # Tokens and the gaps between them lie end to end, so they are the elements of one
    # Arrow array over the code points, without a copy.
    segments = pa.BinaryArray.from_buffers(
        pa.binary(),
        len(bounds) - 1,
        [None, pa.py_buffer(bounds * 4), pa.py_buffer(code_points)],
    ).dictionary_encode()
    segment_ids = segments.indices.to_numpy(zero_copy_only=False)
    ids, strings = _without_gaps(segment_ids[is_token], segments.dictionary)
    return Scan(code_points, bounds[:-1][is_token], bounds[1:][is_token], ids, strings)


def _without_gaps(ids: np.ndarray, dictionary: pa.BinaryArray) -> tuple[np.ndarray, list[str]]:
    """Leave the strings of gaps out of the dictionary."""
    used = np.zeros(len(dictionary), dtype=bool)
    used[ids] = True
    number = np.cumsum(used, dtype=np.int32) - np.int32(1)
    kept = dictionary.filter(pa.array(used))
    text = b"".join(kept.to_pylist()).decode("utf-32-le", "surrogatepass")
    stops = np.cumsum(pa.compute.binary_length(kept).to_numpy(zero_copy_only=False) // 4).tolist()
    return number[ids], [text[a:b] for a, b in zip([0, *stops], stops, strict=False)]


def _extend(kind: np.ndarray) -> np.ndarray:
    """Give combining marks the class of the character they stand on; return where they are."""
    where = np.flatnonzero(kind == ch.EXTEND)
    if len(where) == 0:
        return where
    first = np.append(True, np.diff(where) > 1)
    base = kind[where[first] - 1][np.cumsum(first) - 1]
    kind[where] = np.where(base == ch.WORD, ch.WORD, ch.SINGLE)
    return where[base != ch.SPACE]


def _join(kind: np.ndarray, code_points: np.ndarray, flags: np.ndarray) -> None:
    """Decide which hyphens, apostrophes, stops and so on stand within a word.

    Changes `kind`: those within a word become WORD, the others RUN or SINGLE.
    """
    special = np.flatnonzero(kind > ch.EXTEND)
    special_kind = kind[special]

    def flag(where: np.ndarray) -> np.ndarray:
        return flags[code_points[np.clip(where, 0, len(code_points) - 1)]]

    def is_word(where: np.ndarray) -> np.ndarray:
        return kind[where] == ch.WORD

    def resolve(where: np.ndarray, joined: np.ndarray, otherwise: int = ch.RUN) -> None:
        kind[where] = np.where(joined, ch.WORD, otherwise)

    alnum, letter, digit = ch.LETTER | ch.DIGIT, ch.LETTER, ch.DIGIT

    at = special[special_kind == ch.STOP]
    left, right = flag(at - 1), flag(at + 1)
    single = ((left & letter) > 0) & is_word(at - 1) & ((flag(at - 2) & alnum) == 0)
    before = (code_points[np.maximum(at - 2, 0)] == ord(".")) & ((flag(at - 3) & letter) > 0)
    before &= (flag(at - 4) & alnum) == 0
    after = ((right & letter) > 0) & ((flag(at + 2) & alnum) == 0)
    number = ((left & digit) > 0) & ((right & digit) > 0)
    domain = ((left & ch.LOWER) > 0) & ((right & ch.LOWER) > 0)
    resolve(at, (single & (before | after)) | number | domain)

    at = special[special_kind == ch.LOST]
    if len(at):  # within or after a word: a letter was lost
        first = np.append(True, np.diff(at) > 1)
        resolve(at, is_word(at[first] - 1)[np.cumsum(first) - 1])

    at = special[special_kind == ch.HYPHEN]
    resolve(at, is_word(at - 1) & is_word(at + 1))
    at = special[special_kind == ch.APOSTROPHE]
    resolve(at, is_word(at - 1) & is_word(at + 1))
    at = special[special_kind == ch.NUMERIC]
    resolve(at, ((flag(at - 1) & digit) > 0) & ((flag(at + 1) & digit) > 0))
    at = special[special_kind == ch.AMPERSAND]
    resolve(at, ((flag(at - 1) & ch.UPPER) > 0) & ((flag(at + 1) & ch.UPPER) > 0))
    at = special[special_kind == ch.QUESTION]
    resolve(at, ((flag(at - 1) & letter) > 0) & _contraction(code_points, flags, at + 1))
    at = special[special_kind == ch.DOUBLE_MARK]
    resolve(at, _between(code_points, at, *_HEBREW), ch.SINGLE)


def _contraction(code_points: np.ndarray, flags: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Whether what starts at each place is the end of a contraction, and ends there."""
    last = len(code_points) - 1
    found = np.zeros(len(at), dtype=bool)
    for ending in CONTRACTIONS:
        behind = code_points[np.minimum(at + len(ending), last)]
        match = ((flags[behind] & ch.LETTER) == 0) & (behind != ord("="))  # page?s=1
        for i, character in enumerate(ending):
            match &= code_points[np.minimum(at + i, last)] == ord(character)
        found |= match
    return found


def _between(code_points: np.ndarray, at: np.ndarray, low: int, high: int) -> np.ndarray:
    """Whether the neighbours of each place both lie in a range of code points."""
    left, right = code_points[at - 1], code_points[at + 1]
    return (left >= low) & (left < high) & (right >= low) & (right < high)
