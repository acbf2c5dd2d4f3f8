"""Rows of evidence and of sums by sentence, as frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.measures._voice import VOICES, Voice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk, Tokens

    Ints = NDArray[np.integer[Any]]

# What is no string in rows of evidence and of sums by sentence.
KINDS = {
    **dict.fromkeys(["sentence", "char_start", "char_end", "voice"], "int64"),
    **dict.fromkeys(["value", "numerator", "denominator"], "float64"),
}


def chosen_tokens(tokens: Tokens, article_ids: Sequence[str]) -> Tokens:
    """The tokens of these articles; those at hand, where all are asked for."""
    everything = tokens.articles.index
    if len(article_ids) == len(everything) and (everything == article_ids).all():
        return tokens
    return tokens.select(article_ids)


def sentence_rows(chunk: Chunk, sentence: Ints, category: str) -> pd.DataFrame:
    """A row for each of these sentences, counted through the chunk.

    Columns: ``article_id``, ``sentence`` (counted in the article), ``category``.
    """
    article = chunk.sentence_article[sentence]
    return pd.DataFrame(
        {
            "article_id": pd.Series(chunk.article_ids[article], dtype="str"),
            "sentence": sentence - chunk.article_sentences[article],
            "category": pd.Series([category] * len(sentence), dtype="str"),
        }
    )


def sentence_voices(chunk: Chunk, voice: Voice) -> Ints:
    """int64 (n_sentences,): whose words are counted; 0 the outlet's, 1 quoted, 2 both."""
    if voice != "all":
        return np.full(chunk.n_sentences, VOICES.index(voice) - 1)
    quoted = chunk.per_sentence(chunk.word & (chunk.voice == 1))
    return voice_codes(quoted, chunk.per_sentence(chunk.word))


def voice_codes(n_quoted: Ints, n_words: Ints) -> Ints:
    return np.where(n_quoted == 0, 0, np.where(n_quoted == n_words, 1, 2))


def joined(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """The frames as one with these columns, of the same kinds whether or not there is a row."""
    kinds = {name: KINDS.get(name, "str") for name in columns}
    if not frames:
        return pd.DataFrame({name: [] for name in columns}).astype(kinds)
    return pd.concat(frames, ignore_index=True)[columns].astype(kinds)
