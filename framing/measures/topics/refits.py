"""The same topics fitted again to resampled articles: what stays, and how far shares move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.measures.topics.matching import average_jaccard, foremost, matched
from framing.parallel import long_work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    # (articles left out, what each article counts, seed) → topics' weights, articles' shares
    Fit = Callable[[Bools, Floats, int], tuple[Floats, Floats]]

QUICK = 3_000_000  # numbers in the table of counts, times fits, done before workers have started
MOSTLY = 0.8  # of the fits
DEPTH = 2  # a word is kept that stays among this many times the foremost words


@dataclass(frozen=True)
class Refits:
    """Fits to articles drawn with replacement, their topics in the order of the model's own.

    weights : float32 (n_refits, n_topics, n_terms)
    shares : float64 (n_refits, n_fitted, n_topics), of all articles, drawn or not
    """

    weights: NDArray[np.float32]
    shares: Floats


def refits(fit: Fit, weights: Floats, due: Floats, n: int, seed: int, size: int) -> Refits:
    """Fit `n` times more, each time to as many articles drawn with replacement.

    Articles that are not drawn do not shape the topics; their shares come from the topics fitted.
    """
    k, n_terms = weights.shape
    if not k:
        return Refits(np.zeros((n, 0, n_terms), np.float32), np.zeros((n, len(due), 0)))
    tasks = [(fit, weights, due, seed, number) for number in range(n)]
    done = long_work("fitting topics again", _refit, tasks, jobs=1 if size * n < QUICK else None)
    return Refits(
        np.array([one for one, _ in done], dtype=np.float32),
        np.array([shares for _, shares in done]),
    )


def _refit(
    fit: Fit, weights: Floats, due: Floats, seed: int, number: int
) -> tuple[NDArray[np.float32], Floats]:
    n = len(due)
    drawn = np.random.default_rng([seed, number]).multinomial(n, np.full(n, 1 / n))
    again, shares = fit(drawn == 0, due * drawn, seed + 1 + number)
    places = matched(weights, again)
    return again[places].astype(np.float32), shares[:, places]


def core(
    weights: Floats, terms: NDArray[np.object_], labels: list[str], found: Refits
) -> pd.DataFrame:
    """See `Topics.core`."""
    top = foremost(weights)
    k, n_words = top.shape
    deeper = [foremost(again, DEPTH * n_words) for again in found.weights]
    kept = np.zeros((k, n_words), dtype=np.int64)
    for again in deeper:
        kept += (top[:, :, None] == again[:, None, :]).any(axis=2)
    n = len(found.weights)
    alike = np.array([average_jaccard(weights, again) for again in found.weights])
    alike = alike.reshape(n, k)
    none = np.full(k, np.nan)

    def those(which: Bools) -> pd.Series:
        words = [" ".join(terms[top[topic][which[topic]]]) for topic in range(k)]
        return pd.Series(words, dtype="str")

    return pd.DataFrame(
        {
            "topic": np.arange(k),
            "label": pd.Series(labels, dtype="str"),
            "core": those(kept == n),
            "mostly": those((kept < n) & (kept >= MOSTLY * n)),
            "not_kept": those(kept < MOSTLY * n),
            "n_core": (kept == n).sum(axis=1),
            "stability": alike.mean(axis=0) if n else none,
            "stability_least": alike.min(axis=0) if n else none,
            "refits": n,
        }
    )
