"""Measures of spans that each belong to one category: sums, evidence and sums by sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.measures._rows import chosen_tokens, joined, span_rows, sums_rows
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Kind, Measure
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk, Tokens

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spans:
    """What is counted in a chunk, a row a span that lies in one sentence.

    category : int64 (n,)
    first, behind : int64 (n,), tokens
    value : int64 (n,), what the span adds to the numerator
    voice : int64 (n,), 0 the outlet's words, 1 quoted
    """

    category: Ints
    first: Ints
    behind: Ints
    value: Ints
    voice: Ints

    def where(self, keep: NDArray[np.bool_]) -> Spans:
        return Spans(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))

    def per(self, owner: NDArray[Any], n_owners: int, n_categories: int) -> Floats:
        """float64 (n_owners, n_categories): sums of the values; `owner` is of every token."""
        cell = owner[self.first].astype(np.int64) * n_categories + self.category
        size = n_owners * n_categories
        return np.bincount(cell, self.value, size).astype(np.float64).reshape(-1, n_categories)


@dataclass(frozen=True)
class Plan:
    """What is counted, and in what.

    find : gives the spans of a chunk; called with it and `options`
    per_word : whether the denominator is the words; else it is all that is counted
    """

    categories: tuple[str, ...]
    find: Callable[..., Spans]
    options: tuple[Any, ...]
    per_word: bool

    def spans(self, chunk: Chunk) -> Spans:
        found = self.find(chunk, *self.options)
        return found.where(chunk.quotes_reliable[chunk.token_article[found.first]])

    def over(self, numerators: Floats, words: NDArray[Any]) -> Floats:
        """float64 (n, 1): the denominators."""
        counted = words if self.per_word else numerators.sum(axis=1)
        return counted.astype(np.float64)[:, np.newaxis]


def measure_of(
    tokens: Tokens, plan: Plan, *, name: str, unit: str, kind: Kind, settings: dict[str, Any]
) -> Measure:
    """The measure, NaN for articles whose quotation marks do not add up."""
    none = np.zeros((2, 0, len(plan.categories)))
    parts = [none, *map_chunks(_chunk_sums, tokens, plan)]
    numerators, denominators = np.concatenate(parts, axis=1)
    return Measure.from_arrays(
        tokens.articles,
        numerators,
        denominators,
        name=name,
        unit=unit,
        kind=kind,
        categories=plan.categories,
        part=tokens.part,
        settings={**settings, "field": tokens.field},
        evidence_kind="exact",
        make_evidence=partial(_evidence, tokens, plan),
        make_sentence_sums=partial(_sentence_sums, tokens, plan),
    )


def _chunk_sums(chunk: Chunk, plan: Plan) -> Floats:
    sums = plan.spans(chunk).per(chunk.token_article, chunk.n_articles, len(plan.categories))
    both = np.stack(np.broadcast_arrays(sums, plan.over(sums, chunk.n_words)))
    both[:, ~chunk.quotes_reliable] = np.nan
    return both


def _evidence(tokens: Tokens, plan: Plan, article_ids: Sequence[str]) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    return joined(map_chunks(_chunk_evidence, chosen, plan, tokens.field), EVIDENCE_COLUMNS)


def _chunk_evidence(chunk: Chunk, plan: Plan, field: str) -> pd.DataFrame:
    spans = plan.spans(chunk)
    names = np.array(plan.categories, dtype=object)
    return span_rows(
        chunk, field, spans.first, spans.behind, names[spans.category], spans.value, spans.voice
    )


def _sentence_sums(tokens: Tokens, plan: Plan, article_ids: Sequence[str]) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    return joined(map_chunks(_chunk_sentences, chosen, plan, tokens.part), SENTENCE_COLUMNS)


def _chunk_sentences(chunk: Chunk, plan: Plan, part: str) -> pd.DataFrame:
    names = list(plan.categories)
    sums = plan.spans(chunk).per(chunk.token_sentence, chunk.n_sentences, len(names))
    over = plan.over(sums, chunk.per_sentence(chunk.word))
    kept = np.flatnonzero(chunk.quotes_reliable[chunk.sentence_article])
    return sums_rows(chunk, part, kept, names, sums[kept], over[kept])
