"""How often pairs of words follow one another in each article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.measures._voice import Voice, counted_words
from framing.measures.phrase_counts import function_words
from framing.measures.term_counts import term_counts
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk, Tokens

    Integers = NDArray[np.int64]


@dataclass(frozen=True)
class PairCounts:
    """Counts of pairs and of their words, articles in the order of the tokens.

    counts : csr_array, int32 (n_articles, n_pairs)
    first, second : int64 (n_pairs,), numbers of the words in `terms`
    words : csr_array, int32 (n_articles, n_terms)
    terms : object (n_terms,), str
    n_words : float64 (n_articles,), all words with a letter
    """

    counts: Any
    first: Integers
    second: Integers
    words: Any
    terms: np.ndarray
    n_words: NDArray[np.float64]


def pair_counts(tokens: Tokens, fewest: int, voice: Voice = "all") -> PairCounts:
    """Count the pairs that stand in at least `fewest` articles.

    A pair is two words with a letter that follow one another in a sentence with no mark or number
    between them, both of the voice; in English neither is a function word.
    """
    from scipy.sparse import csr_array, vstack

    found = term_counts(tokens, voice)
    function = list(function_words(tokens.language))
    often = np.bincount(found.counts.indices, minlength=len(found.terms)) >= fewest
    often &= ~pd.Index(found.terms).isin(function)
    terms = found.terms[often]
    parts = map_chunks(_chunk_pairs, tokens, pd.Index(terms, dtype=object), voice)
    codes = np.concatenate([np.zeros(0, dtype=np.int64), *(codes for codes, _ in parts)])
    n_articles = np.concatenate([np.zeros(0), *(np.diff(one.tocsc().indptr) for _, one in parts)])
    every, number = np.unique(codes, return_inverse=True)
    kept = every[np.bincount(number, n_articles, len(every)) >= fewest]
    blocks = [csr_array((0, len(kept)), dtype=np.int32)]
    for own, counts in parts:
        known, columns = np.isin(own, kept), np.searchsorted(kept, own)
        some = counts[:, np.flatnonzero(known)].tocoo()
        placed = (some.data, (some.row, columns[known][some.col]))
        blocks.append(csr_array(placed, shape=(counts.shape[0], len(kept))))
    return PairCounts(
        counts=csr_array(vstack(blocks, format="csr")),
        first=kept // max(len(terms), 1),
        second=kept % max(len(terms), 1),
        words=found.counts[:, np.flatnonzero(often)],
        terms=terms,
        n_words=np.asarray(found.counts.sum(axis=1), dtype=np.float64),
    )


def _chunk_pairs(chunk: Chunk, terms: pd.Index, voice: Voice) -> tuple[Integers, Any]:
    """The codes of the chunk's pairs, sorted, and their counts (n_articles, n_codes)."""
    from scipy.sparse import csr_array

    counted = counted_words(chunk, voice) & ~chunk.types.is_number[chunk.ids]
    number = terms.get_indexer(chunk.types.folded_strings)[chunk.types.folded][chunk.ids]
    number = np.where(counted, number, -1)
    same = chunk.token_sentence[:-1] == chunk.token_sentence[1:]
    first = np.flatnonzero((number[:-1] >= 0) & (number[1:] >= 0) & same)
    pairs = number[first].astype(np.int64) * len(terms) + number[first + 1]
    codes, column = np.unique(pairs, return_inverse=True)
    placed = (np.ones(len(pairs), dtype=np.int32), (chunk.token_article[first], column))
    counts = csr_array(placed, shape=(chunk.n_articles, len(codes)))
    counts.sum_duplicates()
    return codes, counts
