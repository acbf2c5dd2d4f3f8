"""What tells whether two texts are the same or nearly, and does not tell what they say."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

import numpy as np

SHINGLE = 5  # words
BINS = 128  # values of a sketch, one byte each
_WORD = re.compile(r"[^\W_]+")
_BASE = np.uint64(0x9E3779B97F4A7C15)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def words_of(text: str) -> list[str]:
    """Runs of letters and digits, without case.

    >>> words_of("The Mayor’s plan: 3 bridges")
    ['the', 'mayor', 's', 'plan', '3', 'bridges']
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def sha256_of_words(words: list[str]) -> str:
    """sha256 of the words alone, whatever stands between them."""
    return sha256(" ".join(words))


def sketch_of(words: list[str]) -> str:
    """A sketch of the text's sequences of five words, 128 bytes as base64; "" without words.

    One-permutation hashing (Li, Owen and Zhang 2012, "One Permutation Hashing", NIPS): each
    sequence falls into one of 128 bins by its hash, and of each bin the smallest is kept, of which
    one byte is written (0 where the bin is empty). A text shorter than five words is one sequence.
    """
    if not words:
        return ""
    kinds = {word: _hash(word) for word in set(words)}
    hashes = np.array([kinds[word] for word in words], np.uint64)
    size = min(SHINGLE, len(hashes))
    mixed = np.zeros(len(hashes) - size + 1, np.uint64)
    for place in range(size):
        mixed = _mix(mixed * _BASE + hashes[place : place + len(mixed)])
    smallest = np.unique(mixed)
    bins = (smallest >> np.uint64(57)).astype(np.int64)
    first = np.flatnonzero(np.diff(bins, prepend=-1))
    values = np.zeros(BINS, np.uint8)
    values[bins[first]] = 1 + smallest[first] % np.uint64(255)
    return base64.b64encode(values.tobytes()).decode()


def likeness(one: str, other: str) -> float:
    """The share of two texts' sequences of five words that both have, told from their sketches.

    Of the bins that are not empty in both, the share where both have the same value, less what
    would be the same by chance; its standard error is at most .045. NaN if a sketch is missing or
    is none.

    >>> likeness(sketch_of(words_of("Rain fell on Tolby.")), sketch_of(["rain", "fell"]))
    0.0
    """
    left, right = _values(one), _values(other)
    if left is None or right is None:
        return np.nan
    there = (left > 0) | (right > 0)
    same = float((left == right)[there].mean())
    return max(0.0, (same - 1 / 255) / (1 - 1 / 255))


def _values(sketch: str) -> np.ndarray | None:
    try:
        values = np.frombuffer(base64.b64decode(sketch, validate=True), np.uint8)
    except ValueError:
        return None
    return values if len(values) == BINS and values.any() else None


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def _mix(values: np.ndarray) -> np.ndarray:
    """The finishing step of splitmix64: every bit depends on every bit."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
