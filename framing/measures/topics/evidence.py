"""Evidence: an article's topics, dealt out to its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.measures._rows import chosen_tokens, joined, span_rows, sums_rows
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk, Tokens

    Floats = NDArray[np.float64]


def evidence(
    tokens: Tokens,
    share: dict[str, Floats],
    labels: list[str],
    shares: Floats,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    apportioned = _apportioned(tokens, share, labels, shares, article_ids)
    frames = []
    for chunk, sentence, values in apportioned:
        row, topic = np.nonzero(values)
        number = sentence[row]
        first, after = chunk.sentence_offsets[number], chunk.sentence_offsets[number + 1]
        names = np.array(labels, dtype=object)[topic]
        frames.append(span_rows(chunk, tokens.field, first, after, names, values[row, topic], 2))
    return joined(frames, EVIDENCE_COLUMNS)


def sentence_sums(
    tokens: Tokens,
    share: dict[str, Floats],
    labels: list[str],
    shares: Floats,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    frames = []
    for chunk, sentence, values in _apportioned(tokens, share, labels, shares, article_ids):
        whole = values.sum(axis=1, keepdims=True)
        frames.append(sums_rows(chunk, tokens.part, sentence, labels, values, whole))
    return joined(frames, SENTENCE_COLUMNS)


def _apportioned(
    tokens: Tokens,
    share: dict[str, Floats],
    labels: list[str],
    shares: Floats,
    article_ids: Sequence[str],
) -> list[tuple[Chunk, NDArray[np.int64], Floats]]:
    """Each article's shares, dealt out to its sentences by their words' weights in the topic.

    A share of which no word of the article has a weight is dealt out evenly to the sentences
    with a word of the vocabulary.
    """
    chosen = chosen_tokens(tokens, article_ids)
    place = tokens.articles.index.get_indexer(chosen.articles.index)
    parts = map_chunks(_chunk_weights, chosen, share, len(labels))
    done = []
    start = 0
    for chunk, (sentence, weights) in zip(chosen.chunks(), parts, strict=True):
        owner = chunk.sentence_article[sentence]
        own = np.nan_to_num(shares[place[start : start + chunk.n_articles]])
        start += chunk.n_articles
        totals = np.zeros((chunk.n_articles, len(labels)))
        np.add.at(totals, owner, weights)
        number = np.bincount(owner, minlength=chunk.n_articles)
        even = 1.0 / np.maximum(number[owner], 1)[:, None]
        parts_of = np.divide(weights, totals[owner], out=np.zeros_like(weights), where=weights > 0)
        parts_of = np.where(totals[owner] > 0, parts_of, even)
        done.append((chunk, sentence, parts_of * own[owner]))
    return done


def _chunk_weights(
    chunk: Chunk, share: dict[str, Floats], k: int
) -> tuple[NDArray[np.int64], Floats]:
    """The sentences with a word of the vocabulary, and their words' summed weights."""
    words = chunk.types.folded_strings
    there = np.fromiter((word in share for word in words), bool, len(words))
    table = np.zeros((len(words), k))
    for word in np.flatnonzero(there):
        table[word] = share[words[word]]
    folded = chunk.types.folded[chunk.ids]
    kept = np.flatnonzero(there[folded])
    sums = np.zeros((chunk.n_sentences, k))
    np.add.at(sums, chunk.token_sentence[kept], table[folded[kept]])
    sentence = np.unique(chunk.token_sentence[kept]).astype(np.int64)
    return sentence, sums[sentence]
