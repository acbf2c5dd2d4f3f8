"""The parse of a chunk as flat arrays, beside those of its tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

    from framing.tokens import Chunk

LABELS = ("pos", "tag", "dep", "lemma", "morph")


@dataclass(frozen=True, eq=False)
class Labels:
    """One string a token, as codes. Arrays are read-only.

    codes : int32 (n_tokens,), positions in `strings`
    strings : object (n_strings,), distinct

    >>> labels = Labels(np.array([0, 1, 0]), np.array(["NOUN", "VERB"], dtype=object))
    >>> labels[1], labels.isin("VERB", "AUX").tolist()
    ('VERB', [False, True, False])
    """

    codes: np.ndarray
    strings: np.ndarray

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, token: int) -> str:
        return self.strings[self.codes[token]]

    def isin(self, *wanted: str) -> np.ndarray:
        """bool (n_tokens,): whether a token's string is one of these."""
        known = np.isin(self.strings, wanted)
        return known[self.codes] if len(known) else np.zeros(len(self.codes), dtype=bool)


@dataclass(frozen=True, eq=False)
class ChunkParse:
    """The parse of a chunk's articles, in article order. All arrays are read-only.

    The parser's tokens are its own: it parts what a reader of words keeps together ("don't",
    "far-right"), so `token` leads from each to the token of the chunk that it lies in. A
    sentence is one of the chunk's; the parser may find several trees in it, and none reaches
    beyond it.

    article_offsets : int64 (n_articles + 1,), positions of the parser's tokens
    char_start, char_end : int32 (n_tokens,), code points in the article's text
    token : int32 (n_tokens,), the chunk's token in which a parser's token begins
    sentence : int32 (n_tokens,), counted through the chunk
    head : int32 (n_tokens,), the parser's token that a token depends on; its own for a root
    pos : Labels, the universal part of speech ("VERB")
    tag : Labels, the model's own ("VBN")
    dep : Labels, the relation to the head ("nsubjpass", "agent")
    lemma : Labels, the dictionary form
    morph : Labels, features ("Tense=Past|VerbForm=Part")
    """

    article_offsets: np.ndarray
    char_start: np.ndarray
    char_end: np.ndarray
    token: np.ndarray
    sentence: np.ndarray
    head: np.ndarray
    pos: Labels
    tag: Labels
    dep: Labels
    lemma: Labels
    morph: Labels

    def __post_init__(self) -> None:
        n = len(self.head)
        assert self.article_offsets[0] == 0
        assert self.article_offsets[-1] == n
        assert len(self.char_start) == len(self.char_end) == len(self.token) == n
        assert n == 0 or 0 <= self.head.min() <= self.head.max() < n
        assert (self.sentence == self.sentence[self.head]).all()
        for labels in (self.pos, self.tag, self.dep, self.lemma, self.morph):
            assert len(labels) == n
            labels.codes.setflags(write=False)
            labels.strings.setflags(write=False)
        for array in vars(self).values():
            if isinstance(array, np.ndarray):
                array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.head)

    @cached_property
    def token_article(self) -> np.ndarray:
        """int32 (n_tokens,), the article of each token, counted through the chunk."""
        n_articles = len(self.article_offsets) - 1
        return np.repeat(np.arange(n_articles, dtype=np.int32), np.diff(self.article_offsets))

    @cached_property
    def children(self) -> tuple[np.ndarray, np.ndarray]:
        """Offsets int64 (n_tokens + 1,) and tokens int64: the tokens that depend on token i are
        `tokens[offsets[i]:offsets[i + 1]]`, in order; a root is not among its own."""
        dependent = np.flatnonzero(self.head != np.arange(len(self.head)))
        order = np.argsort(self.head[dependent], kind="stable")
        counts = np.bincount(self.head[dependent], minlength=len(self.head))
        return np.concatenate([[0], np.cumsum(counts)]), dependent[order]

    def children_of(self, token: int) -> np.ndarray:
        """int64: the tokens that depend on this one, in order."""
        offsets, tokens = self.children
        return tokens[offsets[token] : offsets[token + 1]]


def chunk_parse(chunk: Chunk, table: pa.Table, counts: np.ndarray) -> ChunkParse:
    """The rows of the chunk's articles as arrays; `counts` are the rows of each."""
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    article = np.repeat(np.arange(len(counts)), counts)
    start = _numbers(table, "start")
    # The first token of the chunk in the same article that ends behind the start.
    stride = 1 + int(max(chunk.char_end.max(initial=0), start.max(initial=0)))
    ends = chunk.token_article.astype(np.int64) * stride + chunk.char_end
    token = np.searchsorted(ends, article * stride + start, side="right").astype(np.int32)
    return ChunkParse(
        article_offsets=offsets,
        char_start=start,
        char_end=_numbers(table, "end"),
        token=token,
        sentence=chunk.token_sentence[token],
        head=(_numbers(table, "head") + offsets[article]).astype(np.int32),
        **{name: _labels(table, name) for name in LABELS},
    )


def _numbers(table: pa.Table, name: str) -> np.ndarray:
    return table[name].to_numpy().astype(np.int32)


def _labels(table: pa.Table, name: str) -> Labels:
    import pyarrow as pa

    column = table[name]
    if column.num_chunks != 1:  # of batches whose strings were made one table, or of none
        column = pa.chunked_array([column.combine_chunks()], type=column.type)
    encoded = column.chunk(0)
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    strings = np.array(encoded.dictionary.to_pylist(), dtype=object)
    return Labels(codes, strings)
