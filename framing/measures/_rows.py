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


def span_rows(
    chunk: Chunk,
    field: str,
    first: Ints,
    behind: Ints,
    category: Sequence[str] | NDArray[Any],
    value: NDArray[Any] | float,
    voice: NDArray[Any] | int | None = None,
) -> pd.DataFrame:
    """Rows of evidence, one a span of tokens from `first` up to `behind`, all (n,).

    Columns as in `Measure.evidence_of`; without `voice` whose words the tokens of the span are.
    """
    article = chunk.token_article[first]
    if voice is None:
        quoted = np.concatenate([[0], np.cumsum(chunk.voice == 1)])
        voice = voice_codes(quoted[behind] - quoted[first], behind - first)
    return pd.DataFrame(
        {
            "article_id": pd.Series(chunk.article_ids[article], dtype="str"),
            "field": pd.Series([field] * len(first), dtype="str"),
            "sentence": chunk.token_sentence[first] - chunk.article_sentences[article],
            "char_start": chunk.char_start[first],
            "char_end": chunk.char_end[behind - 1],
            "category": pd.Series(category, dtype="str"),
            "value": value,
            "voice": voice,
        }
    )


def sums_rows(
    chunk: Chunk,
    part: str,
    sentence: Ints,
    categories: Sequence[str],
    numerators: NDArray[Any],
    denominators: NDArray[Any],
) -> pd.DataFrame:
    """Sums by sentence: a row for each of these sentences, counted through the chunk, and category.

    Columns as in `Measure.sentence_sums`. Numerators are (n_sentences, n_categories);
    denominators too, or (n_sentences, 1) where the categories share one.
    """
    article = chunk.sentence_article[sentence]
    shape = (len(sentence), len(categories))
    return pd.DataFrame(
        {
            "article_id": pd.Series(np.repeat(chunk.article_ids[article], shape[1]), dtype="str"),
            "part": pd.Series([part] * (shape[0] * shape[1]), dtype="str"),
            "sentence": np.repeat(sentence - chunk.article_sentences[article], shape[1]),
            "category": pd.Series(list(categories) * shape[0], dtype="str"),
            "numerator": numerators.astype(np.float64).ravel(),
            "denominator": np.broadcast_to(denominators, shape).astype(np.float64).ravel(),
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
