"""How often each word occurs in each article, as one sparse matrix for the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from framing.measures._voice import Voice, counted_words
from framing.parallel import map_chunks
from framing.tokens.vocabulary import as_objects

if TYPE_CHECKING:
    from framing.tokens import Chunk, Tokens


@dataclass(frozen=True)
class TermCounts:
    """Counts of folded words.

    counts : csr_array, int32 (n_articles, n_terms), articles in the order of the tokens
    terms : object (n_terms,), str, sorted
    """

    counts: Any
    terms: np.ndarray


def term_counts(tokens: Tokens, voice: Voice = "all") -> TermCounts:
    """Count the folded words of each article; numbers are no words.

    Remembered as long as the tokens are, since topics and keyness both ask.
    """
    remembered = _remembered.setdefault(tokens, {})
    if voice not in remembered:
        remembered[voice] = _term_counts(tokens, voice)
    return remembered[voice]


_remembered: WeakKeyDictionary[Tokens, dict[Voice, TermCounts]] = WeakKeyDictionary()


def _term_counts(tokens: Tokens, voice: Voice) -> TermCounts:
    return one_table(map_chunks(_chunk_counts, tokens, voice))


def one_table(parts: list[tuple[Any, np.ndarray]]) -> TermCounts:
    """The counts of several chunks over one vocabulary, from each chunk's counts and words."""
    from scipy.sparse import csr_array, vstack

    terms = np.unique(np.concatenate([as_objects([]), *(words for _, words in parts)]))
    places = pd.Index(terms)
    blocks = []
    for counts, words in parts:
        columns = places.get_indexer(words)
        placed = (counts.data, columns[counts.indices], counts.indptr)
        blocks.append(csr_array(placed, shape=(counts.shape[0], len(terms))))
    if not blocks:
        return TermCounts(csr_array((0, 0), dtype=np.int32), terms)
    joined = csr_array(vstack(blocks, format="csr"))
    joined.sort_indices()
    return TermCounts(joined, terms)


def _chunk_counts(chunk: Chunk, voice: Voice) -> tuple[Any, np.ndarray]:
    """The chunk's counts over its own words, and those words."""
    from scipy.sparse import csr_array

    types = chunk.types
    kept = counted_words(chunk, voice) & ~types.is_number[chunk.ids]
    words = types.folded[chunk.ids[kept]]
    used, columns = np.unique(words, return_inverse=True)
    placed = (np.ones(len(words), dtype=np.int32), (chunk.token_article[kept], columns))
    counts = csr_array(placed, shape=(chunk.n_articles, len(used)))
    counts.sum_duplicates()
    return counts, types.folded_strings[used]
