"""From what stands near a mention to a score: a table of weights, fitted once and shipped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.measures.target_sentiment.features import Features, feature_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.integer[Any]]

FILE = Path(__file__).with_name("weights.csv")
NEUTRAL = 0.05  # scores as near to 0 are neutral
UNITS = 10_000  # scores have four decimals, so that they add up the same in any order
START = ("mention", "start")  # the weights from which a mention's sums begin


@cache
def weights() -> pd.DataFrame:
    """What a feature adds to the log odds of a negative and of a positive mention, each against a
    neutral one. Index ``group``, ``relation``; columns ``negative``, ``positive``."""
    return pd.read_csv(FILE, index_col=["group", "relation"])


def table(features: Features, n_mentions: int) -> Any:
    """The root of each feature's summed amounts, csr_array, float64 (n_mentions, n_features)."""
    from scipy.sparse import csr_array

    shape = (n_mentions, len(feature_names()))
    made = csr_array((features.amount, (features.mention, features.feature)), shape=shape)
    made.sum_duplicates()
    return made.sqrt()


def scores(features: Features, n_mentions: int) -> Ints:
    """int64 (n_mentions,), in units of 1 / `UNITS`: 0 where a mention is likeliest neutral.

    Else the score is .05 + .95 |p(positive) − p(negative)| on the side of the likelier.
    """
    known = weights()
    fitted = known.reindex(pd.MultiIndex.from_tuples(feature_names())).fillna(0.0).to_numpy()
    sums = table(features, n_mentions) @ fitted + known.loc[START].to_numpy()
    odds = np.exp(np.column_stack([sums[:, 0], np.zeros(n_mentions), sums[:, 1]]))
    probability = odds / odds.sum(axis=1, keepdims=True)
    side = np.argmax(probability, axis=1) - 1
    distance = np.abs(probability[:, 2] - probability[:, 0])
    return np.rint(side * (NEUTRAL + (1 - NEUTRAL) * distance) * UNITS).astype(np.int64)
