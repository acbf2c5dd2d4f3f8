"""What measures that only count need to know of articles, whoever counts it.

`loaded_terms`, `topics` and `keyness` need no sentence: how often each word and each pattern of
a lexicon stands in an article is enough. They ask `Counts` for it. `TokenCounts` counts tokens;
`framing.features.Features` holds what was counted before, where the articles themselves may not be
passed on. From the same numbers both lead to the same results.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.lexicon import Lexicon, load_lexicon
from framing.measures._voice import Voice, counted_sentences, counted_words, voice_tokens
from framing.measures.measure import Kind
from framing.measures.term_counts import TermCounts, term_counts
from framing.parallel import map_chunks
from framing.tokens import Tokens, tokenize
from framing.tokens.store import PARTS, language_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.lexicon.matching import Matches
    from framing.tokens import Chunk

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Hits:
    """How often each pattern of a lexicon is a hit in each article.

    lexicon : Lexicon, or its name where it is not at hand
    settings : mapping, its name, version and hash
    categories : tuple of str
    counts : csr_array, int32 (n_articles, n_patterns), articles in the order of the counts
    category : int64 (n_patterns,), numbers of categories
    weight : float64 (n_patterns,), what a hit adds
    unit, kind : of the measure
    """

    lexicon: Lexicon | str
    settings: dict[str, str]
    categories: tuple[str, ...]
    counts: Any
    category: NDArray[np.int64]
    weight: Floats
    unit: str
    kind: Kind

    def by_category(self) -> Floats:
        """float64 (n_articles, n_categories): what the hits add up to."""
        from scipy.sparse import csr_array

        n_patterns = len(self.category)
        placed = (self.weight, self.category, np.arange(n_patterns + 1))
        weights = csr_array(placed, shape=(n_patterns, len(self.categories)))
        return (self.counts @ weights).toarray().astype(np.float64)


class Counts(ABC):
    """Articles and what is counted in one of their fields.

    Attributes
    ----------
    field : str
        "text" or "title".
    """

    field: str

    @property
    @abstractmethod
    def articles(self) -> pd.DataFrame:
        """One row an article, as `Tokens.articles`."""

    @property
    @abstractmethod
    def tokens(self) -> Tokens:
        """What was counted, for those who need more than counts; raises where it is not there."""

    @abstractmethod
    def words(self, voice: Voice = "all") -> TermCounts:
        """How often each word stands in each article."""

    @abstractmethod
    def n_words(self, voice: Voice = "all") -> Floats:
        """float64 (n_articles,): words of the voice, numbers included; NaN where the marks do not
        tell."""

    @abstractmethod
    def hits(self, lexicon: str | Path | Lexicon, voice: Voice = "all") -> Hits:
        """How often each pattern of a lexicon is a hit of the voice; 0 where the marks do not
        tell."""

    @abstractmethod
    def behind(
        self,
        evidence_kind: Literal["exact", "apportioned"],
        evidence: Callable[..., pd.DataFrame],
        sentence_sums: Callable[..., pd.DataFrame],
        *args: Any,
    ) -> dict[str, Any]:
        """The arguments by which a `Measure` leads back to sentences.

        The functions are called with the tokens, `args` and the ids of the articles wanted.
        """

    @property
    def part(self) -> str:
        """What the field is called in measures: "body" for text, "headline" for title."""
        return PARTS[self.field]

    @property
    def language(self) -> str:
        """The language all articles are said to be in; "mul" for several, "und" for none given."""
        return language_of(self.articles)


class TokenCounts(Counts):
    """Counts of tokens, made when they are asked for."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.field = tokens.field

    @property
    def articles(self) -> pd.DataFrame:
        return self._tokens.articles

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    def words(self, voice: Voice = "all") -> TermCounts:
        return term_counts(self._tokens, voice)

    def n_words(self, voice: Voice = "all") -> Floats:
        parts = map_chunks(_chunk_words, self._tokens, voice)
        n_words = np.concatenate([np.zeros(0), *parts])
        if voice != "all":
            n_words[~self.articles["quotes_reliable"].to_numpy(dtype=bool)] = np.nan
        return n_words

    def hits(self, lexicon: str | Path | Lexicon, voice: Voice = "all") -> Hits:
        from scipy.sparse import csr_array, vstack

        lexicon = load_lexicon(lexicon)
        patterns = lexicon.patterns
        weight = patterns["weight"].to_numpy()
        none = csr_array((0, lexicon.program.n_patterns), dtype=np.int32)
        blocks = [none, *map_chunks(_chunk_hits, self._tokens, lexicon, voice)]
        weighted = bool((weight != 1).any())
        return Hits(
            lexicon=lexicon,
            settings={
                "lexicon": lexicon.name,
                "lexicon_version": lexicon.version,
                "lexicon_hash": lexicon.content_hash,
            },
            categories=tuple(lexicon.categories),
            counts=csr_array(vstack(blocks, format="csr")),
            category=pd.Index(lexicon.categories).get_indexer(patterns["category"]),
            weight=weight,
            unit="weight per word" if weighted else "hits per word",
            kind="score" if bool((weight < 0).any()) else "count",
        )

    def behind(
        self,
        evidence_kind: Literal["exact", "apportioned"],
        evidence: Callable[..., pd.DataFrame],
        sentence_sums: Callable[..., pd.DataFrame],
        *args: Any,
    ) -> dict[str, Any]:
        return {
            "evidence_kind": evidence_kind,
            "make_evidence": partial(evidence, self._tokens, *args),
            "make_sentence_sums": partial(sentence_sums, self._tokens, *args),
        }


def counts_of(given: Tokens | Corpus | Counts) -> Counts:
    """Counts as they are; else of tokens, which a corpus is cut into once and remembered."""
    return given if isinstance(given, Counts) else TokenCounts(tokenize(given))


def voiced_hits(chunk: Chunk, lexicon: Lexicon, voice: Voice) -> Matches:
    """The hits that count for the voice: those with all their words in sentences and of words
    that do."""
    matches = lexicon.match(chunk)
    counted = counted_sentences(chunk, voice)[chunk.token_sentence]
    lost = np.concatenate([[0], np.cumsum(~(counted & voice_tokens(chunk, voice)))])
    return matches.where(lost[matches.token_end] == lost[matches.token_start])


def _chunk_words(chunk: Chunk, voice: Voice) -> Floats:
    return chunk.per_article(counted_words(chunk, voice)).astype(np.float64)


def _chunk_hits(chunk: Chunk, lexicon: Lexicon, voice: Voice) -> Any:
    """csr_array, int32 (n_articles, n_patterns)."""
    from scipy.sparse import csr_array

    matches = voiced_hits(chunk, lexicon, voice)
    article = chunk.token_article[matches.token_start]
    shape = (chunk.n_articles, lexicon.program.n_patterns)
    placed = (np.ones(len(matches), dtype=np.int32), (article, matches.pattern))
    counts = csr_array(placed, shape=shape)
    counts.sum_duplicates()
    return counts
