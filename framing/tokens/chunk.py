"""A few hundred articles as integer arrays: the unit in which all work is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from framing.tokens.scan import scan
from framing.tokens.sentences import paragraph_starts, sentence_starts
from framing.tokens.vocabulary import Types, as_objects
from framing.tokens.voice import voices


@dataclass(frozen=True, eq=False)
class Chunk:
    """Articles as flat arrays of tokens, in article order. All arrays are read-only.

    article_ids : object (n_articles,), str
    texts : list of str (n_articles,), as given, "" where missing
    ids : int32 (n_tokens,), positions in `types`
    article_offsets : int64 (n_articles + 1,), token positions
    sentence_offsets : int64 (n_sentences + 1,), token positions; an article begins a sentence
        and no sentence is empty
    char_start, char_end : int32 (n_tokens,), code points in the article's text, so that
        `text[char_start:char_end]` is the token
    voice : uint8 (n_tokens,), 0 the outlet's own words, 1 quoted words
    quotes_reliable : bool (n_articles,), False where the quotation marks do not add up and
        every token therefore counts as the outlet's own
    types : Types, the distinct strings of this chunk
    """

    article_ids: np.ndarray
    texts: list[str]
    ids: np.ndarray
    article_offsets: np.ndarray
    sentence_offsets: np.ndarray
    char_start: np.ndarray
    char_end: np.ndarray
    voice: np.ndarray
    quotes_reliable: np.ndarray
    types: Types

    def __post_init__(self) -> None:
        n = len(self.ids)
        assert len(self.article_ids) == len(self.texts) == len(self.quotes_reliable)
        assert len(self.article_offsets) == len(self.article_ids) + 1
        assert len(self.char_start) == len(self.char_end) == len(self.voice) == n
        for offsets in (self.article_offsets, self.sentence_offsets):
            assert offsets[0] == 0
            assert offsets[-1] == n
        assert (np.diff(self.article_offsets) >= 0).all()
        assert (np.diff(self.sentence_offsets) > 0).all()
        assert n == 0 or 0 <= self.ids.min() <= self.ids.max() < len(self.types)
        for array in vars(self).values():
            if isinstance(array, np.ndarray):
                array.setflags(write=False)

    @property
    def n_articles(self) -> int:
        return len(self.article_ids)

    @property
    def n_sentences(self) -> int:
        return len(self.sentence_offsets) - 1

    @cached_property
    def word(self) -> np.ndarray:
        """bool (n_tokens,), whether a token is a word."""
        return self.types.is_word[self.ids]

    @cached_property
    def token_sentence(self) -> np.ndarray:
        """int32 (n_tokens,), the sentence of each token, counted through the chunk."""
        return _owners(self.sentence_offsets)

    @cached_property
    def token_article(self) -> np.ndarray:
        """int32 (n_tokens,), the article of each token, counted through the chunk."""
        return _owners(self.article_offsets)

    @cached_property
    def sentence_article(self) -> np.ndarray:
        """int32 (n_sentences,), the article of each sentence, counted through the chunk."""
        return self.token_article[self.sentence_offsets[:-1]]

    @cached_property
    def article_sentences(self) -> np.ndarray:
        """int64 (n_articles + 1,), the first sentence of each article."""
        return np.searchsorted(self.sentence_offsets[:-1], self.article_offsets)

    @cached_property
    def n_words(self) -> np.ndarray:
        """int64 (n_articles,), words in each article."""
        return self.per_article(self.word)

    def per_article(self, values: np.ndarray) -> np.ndarray:
        """Sum one value a token over each article; 0 for an article without tokens."""
        return _sums(values, self.article_offsets)

    def per_sentence(self, values: np.ndarray) -> np.ndarray:
        """Sum one value a token over each sentence."""
        return _sums(values, self.sentence_offsets)


def make_chunk(article_ids: Sequence[str], texts: Sequence[str]) -> Chunk:
    """Tokenize some articles. What becomes of one does not depend on the others.

    >>> chunk = make_chunk(["a"], ["He said: “It rained.” Then he left."])
    >>> chunk.types.strings[chunk.ids].tolist()
    ['He', 'said', ':', '“', 'It', 'rained', '.', '”', 'Then', 'he', 'left', '.']
    >>> chunk.voice.tolist(), chunk.sentence_offsets.tolist()
    ([0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0], [0, 8, 12])
    """
    texts = list(texts)
    scanned = scan("\n" + "".join(text + "\n" for text in texts))
    types = Types.of(scanned.strings)
    bounds = np.cumsum([1] + [len(text) + 1 for text in texts])
    article_offsets = np.searchsorted(scanned.start, bounds)
    paragraph_first = paragraph_starts(scanned, article_offsets, bounds)
    sentence_first = sentence_starts(scanned, types, paragraph_first)
    voice, reliable = voices(scanned, types, article_offsets, sentence_first, paragraph_first)
    origin = np.repeat(bounds[:-1], np.diff(article_offsets))
    return Chunk(
        article_ids=as_objects(list(article_ids)),
        texts=texts,
        ids=scanned.ids,
        article_offsets=article_offsets,
        sentence_offsets=np.append(np.flatnonzero(sentence_first), len(scanned.ids)),
        char_start=(scanned.start - origin).astype(np.int32),
        char_end=(scanned.end - origin).astype(np.int32),
        voice=voice,
        quotes_reliable=reliable,
        types=types,
    )


def _owners(offsets: np.ndarray) -> np.ndarray:
    return np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))


def _sums(values: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Sum the values between each offset and the next."""
    dtype = np.int64 if values.dtype.kind in "bui" else values.dtype
    sums = np.zeros(len(offsets) - 1, dtype=dtype)
    filled = np.diff(offsets) > 0
    if filled.any():
        sums[filled] = np.add.reduceat(values, offsets[:-1][filled], dtype=dtype)
    return sums
