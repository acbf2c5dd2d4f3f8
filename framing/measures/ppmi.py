"""Words from what stands around them: weights of contexts, and few dimensions of these.

`suggest_sets` and `word_vectors` both make their vectors here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NOTHING = 1e-9  # of the longest row: below it there is only the rounding of the decomposition
SMOOTHING = 0.75  # power of the contexts' counts: rare contexts tell less


def ppmi(counts: Any) -> Any:
    """Positive pointwise mutual information of rows and columns.

    log(n_rc · n / (n_r · n_c)), and 0 where that is negative, with the counts of contexts raised
    to the power .75 (Levy, Goldberg and Dagan 2015, doi:10.1162/tacl_a_00134).

    Parameters
    ----------
    counts : sparse array, (n_words, n_contexts)

    Returns
    -------
    csr_array, (n_words, n_contexts)
    """
    from scipy.sparse import csr_array

    table = counts.tocoo()
    of_word = table.sum(axis=1)
    of_word = np.where(of_word > 0, of_word, 1)
    of_context = table.sum(axis=0) ** SMOOTHING
    of_context = of_context / of_context.sum()
    information = np.log(table.data / of_word[table.row] / of_context[table.col])
    known = information > 0
    return csr_array((information[known], (table.row[known], table.col[known])), shape=table.shape)


def rows_of_length_one(weights: Any) -> Any:
    """The rows of a csr_array divided by their lengths; those of zeros stay."""
    from scipy.sparse import csr_array, diags_array

    length = np.sqrt(weights.multiply(weights).sum(axis=1))
    return csr_array(diags_array(1 / np.where(length > 0, length, 1)) @ weights)


def projected(weights: Any, dimensions: int) -> Floats:
    """Rows on the first dimensions of a singular value decomposition, U·√S, each of length 1.

    float64 (n_rows, at most `dimensions`); a row of zeros stays. The same on every run.
    """
    from sklearn.utils.extmath import randomized_svd
    from threadpoolctl import threadpool_limits

    dimensions = min(dimensions, *(size - 1 for size in weights.shape))
    if dimensions < 1:
        return np.ones((weights.shape[0], 1))
    with threadpool_limits(limits=1, user_api="blas"):
        left, scale, _ = randomized_svd(weights, dimensions, n_iter=2, random_state=0)
    placed = left * np.sqrt(scale)
    length = np.linalg.norm(placed, axis=1, keepdims=True)
    known = length > NOTHING * length.max(initial=0)
    return np.where(known, placed / np.where(known, length, 1), 0.0)
