"""The articles of a corpus compared with one another: what events are found and explained by."""

from __future__ import annotations

from numbers import Real
from typing import NamedTuple

import numpy as np

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.events.linking import SCALE, surroundings
from framing.events.pairs import Pairs, similar_pairs
from framing.events.vectors import Vectors, word_vectors
from framing.parallel import workers


class Compared(NamedTuple):
    """The articles of a corpus in canonical order: by day, then by id, the undated last."""

    order: np.ndarray  # int64 (n_articles,), rows of the corpus
    day: np.ndarray  # datetime64[D] (n_articles,)
    vectors: Vectors
    pairs: Pairs
    expected: np.ndarray  # float64 (n_articles,); the sum of two is what to expect of their pair


def compare_articles(corpus: Corpus, window_days: float) -> Compared:
    """The similarities of a corpus's articles, and what to expect of each."""
    if not (isinstance(window_days, Real) and window_days >= 0):
        raise FramingError(
            f"window_days={window_days!r} is not allowed; give a number of days, 0 or more."
        )
    from joblib import effective_n_jobs

    articles = corpus.articles
    if "date" in articles:
        day = articles["date"].to_numpy("datetime64[D]")
    else:
        day = np.full(len(articles), "NaT", "datetime64[D]")
    ids = articles.index.to_numpy(object)
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    order = order[np.argsort(day[order], kind="stable")]  # those without a date come last
    day = day[order]
    vectors = word_vectors(corpus)
    vectors = vectors._replace(matrix=vectors.matrix[order])
    jobs = effective_n_jobs(workers(len(order)))
    pairs = similar_pairs(vectors.matrix, vectors.frequency, day, window_days, jobs)
    expected = SCALE / 2 * surroundings(pairs, len(order))
    return Compared(order, day, vectors, pairs, expected)
