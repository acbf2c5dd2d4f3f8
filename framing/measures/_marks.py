"""Measures made from a table of spans: those that are found for the whole corpus at once.

Rows of evidence come first, and the sums follow from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.measures._rows import joined
from framing.measures._voice import VOICES, Voice, counted_sentences, counted_words
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Kind, Measure
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from framing.tokens import Chunk, Tokens

Over = Literal["words", "rows"]


def measure_of_marks(
    tokens: Tokens,
    rows: pd.DataFrame,
    categories: Sequence[str],
    voice: Voice,
    over: Over,
    *,
    name: str,
    unit: str,
    kind: Kind,
    settings: dict[str, Any],
) -> Measure:
    """The measure that rows of evidence add up to.

    A row counts for a voice if all its words are of that voice and stand in a sentence with at
    least three words of it. Denominators are the words of the voice or, with ``over="rows"``, the
    rows of the category in the article, whatever their `value`.
    """
    words = sentence_words(tokens, voice)
    rows = spoken(rows, words, voice)
    articles = tokens.articles
    shape = (len(articles), len(categories))
    place = articles.index.get_indexer(rows["article_id"])
    column = pd.Index(categories).get_indexer(rows["category"])
    numerators, counts = np.zeros(shape), np.zeros(shape)
    np.add.at(numerators, (place, column), rows["value"].to_numpy(np.float64))
    np.add.at(counts, (place, column), 1.0)
    per_article = np.zeros((len(articles), 1))
    np.add.at(per_article[:, 0], articles.index.get_indexer(words["article_id"]), words["words"])
    denominators = counts if over == "rows" else per_article
    if voice != "all":
        unclear = ~articles["quotes_reliable"].to_numpy(dtype=bool)
        numerators[unclear], denominators[unclear] = np.nan, np.nan
    return Measure.from_arrays(
        articles,
        numerators,
        denominators,
        name=name,
        unit=unit,
        kind=kind,
        categories=categories,
        part=tokens.part,
        settings={**settings, "voice": voice, "field": tokens.field},
        evidence_kind="exact",
        make_evidence=partial(_evidence, tokens, rows),
        make_sentence_sums=partial(_sentence_sums, tokens, rows, words, tuple(categories), over),
    )


def sentence_words(tokens: Tokens, voice: Voice) -> pd.DataFrame:
    """The words of each sentence that counts: ``article_id``, ``sentence``, ``words``."""
    none = pd.DataFrame({"article_id": [], "sentence": [], "words": []})
    frames = map_chunks(_chunk_words, tokens, voice) or [none]
    return pd.concat(frames, ignore_index=True)


def _chunk_words(chunk: Chunk, voice: Voice) -> pd.DataFrame:
    kept = np.flatnonzero(counted_sentences(chunk, voice))
    article = chunk.sentence_article[kept]
    return pd.DataFrame(
        {
            "article_id": pd.Series(chunk.article_ids[article], dtype="str"),
            "sentence": kept - chunk.article_sentences[article],
            "words": chunk.per_sentence(counted_words(chunk, voice))[kept].astype(np.float64),
        }
    )


def spoken(rows: pd.DataFrame, words: pd.DataFrame, voice: Voice) -> pd.DataFrame:
    """The rows that count for the voice."""
    if voice == "all":
        return rows
    counted = pd.MultiIndex.from_frame(words[["article_id", "sentence"]])
    here = pd.MultiIndex.from_frame(rows[["article_id", "sentence"]]).isin(counted)
    return rows[here & (rows["voice"] == VOICES.index(voice) - 1)]


def _evidence(tokens: Tokens, rows: pd.DataFrame, article_ids: Sequence[str]) -> pd.DataFrame:
    """The rows that add something, of the articles wanted and in their order."""
    wanted = pd.Index(article_ids)
    chosen = rows[(rows["value"] != 0) & rows["article_id"].isin(wanted)]
    order = np.argsort(wanted.get_indexer(chosen["article_id"]), kind="stable")
    return joined([chosen.iloc[order]], EVIDENCE_COLUMNS)


def _sentence_sums(
    tokens: Tokens,
    rows: pd.DataFrame,
    words: pd.DataFrame,
    categories: tuple[str, ...],
    over: Over,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    sentences = words[words["article_id"].isin(list(article_ids))].reset_index(drop=True)
    keys = pd.MultiIndex.from_frame(sentences[["article_id", "sentence"]])
    place = keys.get_indexer(pd.MultiIndex.from_frame(rows[["article_id", "sentence"]]))
    there = place >= 0
    column = pd.Index(categories).get_indexer(rows["category"])
    numerators, counts = np.zeros((2, len(sentences), len(categories)))
    np.add.at(numerators, (place[there], column[there]), rows["value"].to_numpy()[there])
    np.add.at(counts, (place[there], column[there]), 1.0)
    n = len(categories)
    denominators = counts if over == "rows" else np.repeat(sentences[["words"]], n, axis=1)
    table = pd.DataFrame(
        {
            "article_id": np.repeat(sentences["article_id"].to_numpy(), n),
            "part": tokens.part,
            "sentence": np.repeat(sentences["sentence"].to_numpy(), n),
            "category": list(categories) * len(sentences),
            "numerator": numerators.ravel(),
            "denominator": np.asarray(denominators).ravel(),
        }
    )
    return joined([table], SENTENCE_COLUMNS)
