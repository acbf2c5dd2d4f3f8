"""The words of `str.split()` in many sentences at once, as arrays."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

OTHER, SPACE, MARK = range(3)
MARKS = frozenset(string.punctuation)

# What `str.isspace` says. Characters from 0xFF on share the last place of the table of classes.
_CLASSES = bytes(
    SPACE if chr(code).isspace() else MARK if chr(code) in MARKS else OTHER for code in range(256)
)
_FAR_SPACES = np.array(
    [0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], dtype=np.uint32
)


@dataclass(frozen=True, eq=False)
class Words:
    """The white-space words of some sentences, in order.

    Attributes
    ----------
    text : str
        What the sentences are slices of.
    code_points : uint32 (n_characters,)
    classes : uint8 (n_characters,)
        `SPACE`, `MARK` (ASCII punctuation) or `OTHER`.
    start, end : int64 (n_words,)
        Positions in the text.
    sentence : int64 (n_words,)
    first : int64 (n_sentences + 1,)
        The number of each sentence's first word.
    """

    text: str
    code_points: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    start: Ints
    end: Ints
    sentence: Ints
    first: Ints

    @classmethod
    def of(cls, text: str, start: Ints, end: Ints) -> Words:
        """The words in each slice text[start:end], int64 (n_sentences,).

        The slices are in order and do not overlap.

        >>> words = Words.of("Yes. No, no.", np.array([0, 5]), np.array([4, 12]))
        >>> words.start, words.end, words.sentence
        (array([0, 5, 9]), array([ 4,  8, 12]), array([0, 1, 1]))
        """
        code_points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        classes = _classes(code_points)
        solid = np.zeros(len(text) + 2, dtype=bool)  # with an edge before and behind
        np.not_equal(classes, SPACE, out=solid[1:-1])
        turn = solid[1:] != solid[:-1]
        bounds = np.concatenate([start, end])
        turn[bounds[solid[bounds] & solid[bounds + 1]]] = True
        turns = np.flatnonzero(turn)
        begins, ends = turns[solid[turns + 1]], turns[solid[turns]]
        first, last = np.searchsorted(begins, start), np.searchsorted(begins, end)
        counts = last - first
        if counts.sum() < len(begins):  # something other than white space between sentences
            change = np.bincount(first, minlength=len(begins) + 1)
            change -= np.bincount(last, minlength=len(begins) + 1)
            inside = np.cumsum(change)[:-1] > 0
            begins, ends = begins[inside], ends[inside]
        return cls(
            text=text,
            code_points=code_points,
            classes=classes,
            start=begins,
            end=ends,
            sentence=np.repeat(np.arange(len(start)), counts),
            first=np.concatenate([[0], np.cumsum(counts)]),
        )

    @property
    def n_sentences(self) -> int:
        return len(self.first) - 1

    @cached_property
    def marks(self) -> tuple[Ints, Ints]:
        """Every mark in a word: its position and the word's number, int64 (n_marks,) each."""
        position = np.flatnonzero(self.classes == MARK)
        word = np.searchsorted(self.start, position, side="right") - 1
        inside = word >= 0
        inside[inside] = position[inside] < self.end[word[inside]]
        return position[inside], word[inside]

    def where(self, keep: Bools) -> Words:
        """The words for which bool (n_words,) holds."""
        before = np.concatenate([[0], np.cumsum(keep)])
        return replace(
            self,
            start=self.start[keep],
            end=self.end[keep],
            sentence=self.sentence[keep],
            first=before[self.first],
        )

    def types(self, tokens: Spans | None = None) -> tuple[Ints, list[str]]:
        """The distinct words: the type of each word, int64 (n_words,), and the types' strings.

        With `tokens`, spans of the text whose strings are known, only the words that are not just
        one of them need be read. Not every string of theirs is then a word.
        """
        if tokens is None:
            return self._read()
        number = np.zeros(len(self.text) + 1, dtype=np.int32)
        number[tokens.start] = np.arange(len(tokens.start), dtype=np.int32)
        token = number[self.start]
        if len(tokens.start):
            same = (tokens.start[token] == self.start) & (tokens.end[token] == self.end)
        else:
            same = np.zeros(len(self.start), dtype=bool)
        others, strings = self.where(~same)._read()
        ids = np.empty(len(self.start), dtype=np.int64)
        ids[same] = tokens.ids[token[same]]
        ids[~same] = others + len(tokens.strings)
        return ids, [*tokens.strings, *strings]

    def _read(self) -> tuple[Ints, list[str]]:
        n_words = len(self.start)
        if not n_words:
            return np.zeros(0, dtype=np.int64), []
        # Words and the gaps between them lie end to end: the elements of one Arrow array over
        # the characters, in which the gaps are null.
        far = self.code_points.max() > 0xFFFF
        characters = self.code_points.astype(np.uint32 if far else np.uint16)
        offsets = np.column_stack([self.start, self.end]).ravel() * characters.itemsize
        valid = np.full(n_words // 4 + 1, 0b01010101, dtype=np.uint8)
        buffers = [pa.py_buffer(array) for array in (valid, offsets, characters)]
        encoded = pa.Array.from_buffers(pa.large_binary(), 2 * n_words - 1, buffers)
        encoded = encoded.dictionary_encode()
        ids = np.frombuffer(encoded.indices.buffers()[1], dtype=np.int32)[: 2 * n_words : 2]
        numbers = ids.astype(np.int64)
        where = np.zeros(len(encoded.dictionary), dtype=np.int64)
        where[numbers] = np.arange(n_words)
        spans = zip(self.start[where].tolist(), self.end[where].tolist(), strict=True)
        return numbers, [self.text[start:end] for start, end in spans]


class Spans(NamedTuple):
    """Spans of a text whose strings are known.

    `start`, `end` int64 (n_spans,) are positions in the text; `ids` int64 (n_spans,) are positions
    in `strings`.
    """

    start: Ints
    end: Ints
    ids: Ints
    strings: Sequence[str]


def _classes(code_points: NDArray[np.uint32]) -> NDArray[np.uint8]:
    near = np.minimum(code_points, 0xFF).astype(np.uint8)
    classes = np.frombuffer(bytearray(near.tobytes().translate(_CLASSES)), dtype=np.uint8)
    far = np.flatnonzero(near == 0xFF)
    classes[far[np.isin(code_points[far], _FAR_SPACES)]] = SPACE
    return classes
