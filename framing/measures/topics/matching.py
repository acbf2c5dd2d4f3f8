"""Which topic of one fit is which of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.measures.topics.quality import FOREMOST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def foremost(weights: Floats, n_words: int = FOREMOST) -> Ints:
    """int64 (n_topics, n_words): each topic's foremost words; ties go by the alphabet."""
    return np.argsort(-weights, axis=1, kind="stable")[:, :n_words]


def matched(first: Floats, second: Floats) -> Ints:
    """For each topic of `first` its place in `second`, −1 where that has fewer topics.

    Weights are (n_topics, n_terms). No topic is taken twice; the sum of the cosines of pairs is
    the greatest there is (Kuhn 1955, doi:10.1002/nav.3800020109).
    """
    from scipy.optimize import linear_sum_assignment

    def unit(weights: Floats) -> Floats:
        lengths = np.sqrt((weights**2).sum(axis=1, keepdims=True))
        return weights / np.maximum(lengths, 1e-12)

    rows, columns = linear_sum_assignment(-unit(first) @ unit(second).T)
    places = np.full(len(first), -1)
    places[rows] = columns
    return places


def average_jaccard(first: Floats, second: Floats) -> Floats:
    """How alike the foremost words of pairs of topics are, those that come first counting most.

    For depths d from 1 to 10, the words that both have among their first d over those that either
    has; the mean over d (Greene, O'Callaghan and Cunningham 2014,
    doi:10.1007/978-3-662-44848-9_32). 1: the same words in the same order; 0: no word in common.

    Parameters
    ----------
    first, second : float64 (n_pairs, n_terms)

    Returns
    -------
    float64 (n_pairs,)
    """
    top, other = foremost(first), foremost(second)
    same = top[:, :, None] == other[:, None, :]
    depths = np.arange(1, top.shape[1] + 1)
    # A pair of words is in common from the depth of the lower of the two on.
    common = np.cumsum(np.cumsum(same, axis=1), axis=2)[:, depths - 1, depths - 1]
    return (common / (2 * depths - common)).mean(axis=1)
