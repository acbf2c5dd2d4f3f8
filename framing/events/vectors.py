"""Articles as vectors of their words, rare words and those that come first counting for more."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from framing.corpus import Corpus
from framing.parallel import map_chunks
from framing.tokens import Chunk, Tokens, tokenize

HEADLINE, LEAD = 4.0, 4.0  # weight of a word of the headline, and of the first word of the text
LEAD_WORDS = 60.0  # the weight falls to 1 as exp(−words before it / LEAD_WORDS)
IMAGINED, WORDS_IMAGINED = 10, 30  # articles, and words in each, added to what is known of a word
FREQUENT = 500  # a word in more articles than this and a tenth of all says too little to compare


class Vectors(NamedTuple):
    """One row an article, of length 1 or a little less."""

    matrix: sp.csr_array  # float64 (n_articles, n_terms)
    terms: np.ndarray  # object (n_terms,), str, in alphabetical order
    frequency: np.ndarray  # int64 (n_terms,), articles with the term


def word_vectors(corpus: Corpus) -> Vectors:
    """TF-IDF vectors of headline and text.

    Terms that no two articles share, and terms too frequent to tell articles apart, are left out,
    but count in the length.
    """
    bodies = map_chunks(_count, tokenize(corpus), LEAD)
    headline: Tokens | None = tokenize(corpus, "title") if "title" in corpus.articles else None
    headlines = map_chunks(_count, headline, None) if headline is not None else []
    # Terms are numbered in alphabetical order, so that sums come out the same to the last bit
    # in whatever order the articles are read.
    strings = sorted(set().union(*(words for words, _ in bodies + headlines)))
    number = {word: i for i, word in enumerate(strings)}
    for words, counts in bodies + headlines:
        counts.indices = np.array([number[word] for word in words], np.int32)[counts.indices]
        counts.resize(counts.shape[0], len(number))
    none = sp.csr_array((0, len(number)))
    counts = sp.vstack([none, *(part for _, part in bodies)], format="csr")
    counts.sum_duplicates()
    if headline is not None:
        counts = counts + sp.vstack([none, *(part for _, part in headlines)], format="csr")

    n_articles = counts.shape[0]
    share = counts.sum(axis=0) / max(counts.sum(), 1.0)
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    imagined = IMAGINED * np.minimum(1, WORDS_IMAGINED * share)
    idf = np.log((n_articles + 1 + IMAGINED) / (frequency + 1 + imagined))
    idf = np.maximum(idf, 0.001)  # not 0, so that equal texts are alike in any corpus
    counts.data = (1 + np.log(counts.data)) * idf[counts.indices]
    length = np.sqrt(counts.multiply(counts).sum(axis=1))
    counts.data /= np.repeat(np.where(length > 0, length, 1), np.diff(counts.indptr))
    telling = np.flatnonzero((frequency > 1) & (frequency <= max(FREQUENT, n_articles / 10)))
    matrix = counts[:, telling]
    matrix.sort_indices()
    return Vectors(matrix, np.array(strings, object)[telling], frequency[telling])


def _count(chunk: Chunk, lead: float | None) -> tuple[list[str], sp.csr_array]:
    """The weighted count of each word in each article: the words, and (n_articles, n_words).

    `lead` is the weight of the first word of a text; in headlines (None) all weigh HEADLINE.
    """
    at = np.flatnonzero(chunk.word)
    article = chunk.token_article[at]
    before = np.arange(len(at)) - np.append(0, np.cumsum(chunk.n_words))[article]
    if lead is None:
        weights = np.full(len(at), HEADLINE)
    else:
        weights = 1 + (lead - 1) * np.exp(-before / LEAD_WORDS)
    term = chunk.types.folded[chunk.ids[at]].astype(np.int64)
    strings = chunk.types.folded_strings.tolist()

    # Characters of scripts without spaces are words that touch: their pairs are terms too.
    touch = (at[1:] == at[:-1] + 1) & (article[1:] == article[:-1])
    touch &= chunk.char_start[at[1:]] == chunk.char_end[at[:-1]]
    code, place = np.unique(term[:-1][touch] * len(strings) + term[1:][touch], return_inverse=True)
    rows = np.append(article, article[1:][touch])
    columns = np.append(term, len(strings) + place)
    values = np.append(weights, weights[1:][touch])
    pairs = [strings[a] + strings[b] for a, b in zip(*np.divmod(code, len(strings)), strict=True)]
    strings += pairs
    shape = (chunk.n_articles, len(strings))
    return strings, sp.csr_array((values, (rows, columns)), shape)
