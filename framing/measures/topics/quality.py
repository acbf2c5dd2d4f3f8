"""How good topics are: coherence and exclusivity of their foremost words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FOREMOST = 10  # words of a topic that are judged


def npmi(counts: Any, top_terms: NDArray[np.int64]) -> Floats:
    """Coherence: the mean normalised pointwise mutual information of a topic's words.

    For two words in shares p_i and p_j of the articles, and together in p_ij, it is
    log(p_ij / (p_i p_j)) / −log p_ij, from −1 (never together) to 1 (never apart). Pairs with a
    word that is in no article are left out.

    Parameters
    ----------
    counts : sparse array (n_articles, n_terms)
        Articles on which the topics were not fitted, if they are to be judged fairly.
    top_terms : int64 (n_topics, n_words)

    Returns
    -------
    float64 (n_topics,)
        NaN where no pair is left.

    References
    ----------
    Bouma 2009, Normalized (pointwise) mutual information in collocation extraction; Lau,
    Newman and Baldwin 2014, doi:10.3115/v1/E14-1056.
    """
    n_articles = counts.shape[0]
    means = np.full(len(top_terms), np.nan)
    if n_articles == 0:
        return means
    for topic, words in enumerate(top_terms):
        there = (counts[:, words] > 0).toarray().astype(np.float64)
        together = there.T @ there / n_articles
        alone = np.diag(together)
        i, j = np.triu_indices(len(words), 1)
        known = (alone[i] > 0) & (alone[j] > 0)
        pair, apart = together[i, j][known], (alone[i] * alone[j])[known]
        values = np.full(len(pair), -1.0)
        some = pair > 0
        # Two words in every article tell nothing of one another: log p is 0 above and below.
        values[some] = np.divide(
            np.log(pair[some] / apart[some]),
            -np.log(pair[some]),
            out=np.zeros(int(some.sum())),
            where=pair[some] < 1,
        )
        if len(values):
            means[topic] = values.mean()
    return means


def exclusivity(weights: Floats) -> Floats:
    """How far a word belongs to one topic: its weight there over its weight in all topics.

    `weights` is (n_topics, n_terms), each topic summing to 1; so is what is returned, 1 where a
    word is in that topic alone and NaN where it is in none (Bischof and Airoldi 2012).
    """
    total = weights.sum(axis=0, keepdims=True)
    return np.divide(weights, total, out=np.full_like(weights, np.nan), where=total > 0)
