"""One category's model: fitted, calibrated, and tried on events that it has not seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FOLDS = 5
FEWEST_EVENTS = 3  # with, and without, the code
FEWEST_UNITS = 5  # with, and without
WORD_EVENTS = 2  # a word must stand in so many events: one event's words say nothing of another
STRENGTH = 10.0  # C of the logistic regression


@dataclass(frozen=True)
class Linear:
    """A fitted model over the columns of a table of counts.

    columns : int64 (n_used,), the words used
    idf, weights : float64 (n_used,)
    intercept : float
    slope, offset : float; the probability is that of slope · score + offset
    threshold : float; from this probability on the code is given
    """

    columns: Ints
    idf: Floats
    weights: Floats
    intercept: float
    slope: float
    offset: float
    threshold: float

    def probability(self, counts: Any) -> Floats:
        score = scores(counts[:, self.columns], self.idf, self.weights, self.intercept)
        return calibrated(score, self.slope, self.offset)


def scores(counts: Any, idf: Floats, weights: Floats, intercept: Any) -> Floats:
    """Σ weight · tf-idf + intercept, with tf = 1 + ln count, of rows of length one.

    `idf` and `weights` may be (n_terms, n_categories), the scores are then (n_rows, n_categories).
    """
    from scipy.sparse import csr_array

    tf = csr_array(counts, dtype=np.float64, copy=True)
    tf.data = 1 + np.log(tf.data)
    length = np.sqrt(tf.power(2) @ idf**2)
    found = tf @ (idf * weights)
    return np.divide(found, length, out=np.zeros_like(found), where=length > 0) + intercept


def calibrated(score: Floats, slope: Any, offset: Any) -> Floats:
    from scipy.special import expit

    return expit(slope * score + offset)


def pipeline() -> Any:
    """What is fitted: scikit-learn's TF-IDF (sublinear) and logistic regression."""
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(
        TfidfTransformer(sublinear_tf=True),
        LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear"),
    )


def folds_of(code: Ints, event: Ints, at_most: int = FOLDS) -> Iterator[tuple[Ints, Ints]]:
    """Rows to learn from and rows held out, whole events at a time, with like shares of the code.

    Nothing is yielded where there are not two events with the code and two without.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    events = pd.DataFrame({"event": event, "code": code})
    n_events = events.drop_duplicates()["code"].value_counts().reindex([0, 1], fill_value=0)
    n_folds = min(at_most, int(n_events.min()))
    if n_folds < 2:
        return
    rows = np.zeros((len(code), 1))
    for learnt, held in StratifiedGroupKFold(n_folds).split(rows, code, event):
        if len(held) and len(np.unique(code[learnt])) == 2:
            yield learnt, held


def fit(counts: Any, code: Ints, event: Ints, weight: Floats) -> Linear:
    """Fit, and calibrate on events left out in turn (Platt 1999).

    The threshold is where as many units get the code as people gave it.
    """
    score = np.full(len(code), np.nan)
    for learnt, held in folds_of(code, event):
        columns, fitted = _fitted(counts[learnt], code[learnt], event[learnt])
        score[held] = fitted.decision_function(_words(counts[held], columns))
    columns, fitted = _fitted(counts, code, event)
    seen = np.isfinite(score)
    slope, offset = _platt(score[seen], code[seen], weight[seen])
    tfidf, model = (step for _, step in fitted.steps)
    return Linear(
        columns=columns,
        idf=tfidf.idf_,
        weights=model.coef_[0],
        intercept=float(model.intercept_[0]),
        slope=slope,
        offset=offset,
        threshold=matched_threshold(
            calibrated(score[seen], slope, offset), code[seen], weight[seen]
        ),
    )


def ranked(counts: Any, code: Ints, event: Ints, rows: Any) -> Floats:
    """Scores of other `rows`, not calibrated, for a learning curve."""
    columns, fitted = _fitted(counts, code, event)
    return fitted.decision_function(_words(rows, columns))


def _fitted(counts: Any, code: Ints, event: Ints) -> tuple[Ints, Any]:
    from sklearn import config_context

    columns = shared_words(counts, event)
    if not len(columns):
        columns = np.arange(counts.shape[1])
    # Hundreds of small fits, which scikit-learn would take longer to check than to make.
    with config_context(assume_finite=True, skip_parameter_validation=True):
        return columns, pipeline().fit(_words(counts, columns), code)


def _words(counts: Any, columns: Ints) -> Any:
    """Some columns; scikit-learn takes no places of 64 bits."""
    chosen = counts[:, columns]
    chosen.indices, chosen.indptr = (
        one.astype(np.int32) for one in (chosen.indices, chosen.indptr)
    )
    return chosen


def shared_words(counts: Any, event: Ints) -> Ints:
    """The columns of words that stand in two events or more."""
    from scipy.sparse import csr_array

    number, _ = pd.factorize(event)
    there = csr_array((np.ones(len(number)), (number, np.arange(len(number)))))
    in_events = (there @ (counts > 0).astype(np.float64)) > 0
    return np.flatnonzero(np.asarray(in_events.sum(axis=0)).ravel() >= WORD_EVENTS)


def _platt(score: Floats, code: Ints, weight: Floats) -> tuple[float, float]:
    """Slope and offset of a logistic regression on the score, with Platt's targets.

    Both targets are drawn in from 1 and 0, so that codes told apart without an error do not make
    the slope infinite. Scores that rank held-out events no better than chance would turn the
    codes round: the slope is then 0, and every unit has the same probability.
    """
    from sklearn.linear_model import LogisticRegression

    n = np.array([(code == 0).sum(), (code == 1).sum()])
    target = np.where(code == 1, (n[1] + 1) / (n[1] + 2), 1 / (n[0] + 2))
    centre, spread = score.mean(), score.std() or 1.0
    rows = np.tile((score - centre) / spread, 2)[:, np.newaxis]
    fitted = LogisticRegression(C=1e6).fit(
        rows,
        np.repeat([1, 0], len(score)),
        sample_weight=np.concatenate([target, 1 - target]) * np.tile(weight / weight.mean(), 2),
    )
    slope, offset = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    if slope <= 0:
        share = np.average(target, weights=weight)
        return 0.0, float(np.log(share / (1 - share)))
    return slope / spread, offset - slope * centre / spread


def matched_threshold(value: Floats, code: Floats, weight: Floats) -> float:
    """The threshold above which as many (by weight) lie as have the code: mistakes of both kinds
    then weigh the same. Between two values; NaN where all values are one.

    >>> matched_threshold(np.array([.9, .7, .4, .1]), np.array([1, 0, 1, 0]), np.ones(4))
    0.55
    """
    levels, place = np.unique(value, return_inverse=True)
    if len(levels) < 2:
        return np.nan
    above = np.bincount(place, weight)[::-1].cumsum()[::-1][1:]  # by weight, from each level on
    best = int(np.argmin(np.abs(above - (weight * (code > 0)).sum())))
    return float((levels[best] + levels[best + 1]) / 2)
