"""topic_correlation: which topics go together in articles, and which keep apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.comparison.intervals import FEWEST_UNITS, LEVEL
from framing.errors import FramingError

if TYPE_CHECKING:
    from framing.comparison.cells import Floats
    from framing.measures.topics import Topics

COLUMNS = ["topic", "other", "label", "other_label", "r", "conf_low", "conf_high", "alone", "n"]


def topic_correlation(model: Topics, within: str | None = "event") -> pd.DataFrame:
    """Correlation of topics' shares over articles.

    Shares add up to 1, so that topics that have nothing to do with one another are correlated
    below 0: two that were all an article has, in proportion to their prevalence, would have
    −√(p q / ((1 − p)(1 − q))) with shares p and q. That is given beside: a pair well above it is
    found together. The interval leaves out one event in turn (one article, without events), on
    Fisher's scale.

    Parameters
    ----------
    model : Topics
    within : str, optional
        The column of the articles whose values are resampled. Articles without a value stand for
        themselves.

    Returns
    -------
    DataFrame
        A row a pair of topics: ``topic, other, label, other_label``; ``r``, ``conf_low``,
        ``conf_high`` (95 %, NaN with fewer than five events); ``alone``, as above; ``n`` articles.

    Examples
    --------
    >>> from framing.measures.topics import topics
    >>> from framing.readers import example
    >>> len(topic_correlation(topics(example(), k=4)))
    6
    """
    from scipy.special import stdtrit

    articles = model.measure.articles
    if within is not None and within not in articles and within != "event":
        raise FramingError(f"within={within!r} is no column of the articles; give one that is.")
    shares = model.documents.to_numpy(np.float64)
    known = np.isfinite(shares).all(axis=1) & (shares.shape[1] > 0)
    shares, articles = shares[known], articles[known]
    weight = np.ones(len(shares))
    if "weight" in articles:
        weight = articles["weight"].fillna(1.0).to_numpy(np.float64)
    names = articles[within] if within in articles else pd.Series(pd.NA, index=articles.index)
    units = pd.factorize(names.astype("object").fillna(articles.index.to_series()))[0]
    n_units, k = int(units.max(initial=-1)) + 1, len(model.labels)

    sums = np.zeros((n_units, 1 + k + k * k))
    products = (shares[:, :, None] * shares[:, None, :]).reshape(len(shares), k * k)
    values = np.concatenate([np.ones((len(shares), 1)), shares, products], axis=1)
    np.add.at(sums, units, values * weight[:, None])
    r = _correlations(sums.sum(axis=0)[None], k)[0]
    low, high = np.full((2, k, k), np.nan)
    if n_units >= FEWEST_UNITS:
        with np.errstate(divide="ignore", invalid="ignore"):
            without = np.arctanh(_correlations(sums.sum(axis=0) - sums, k))
            apart = ((without - without.mean(axis=0)) ** 2).sum(axis=0)
            reach = np.sqrt(apart * (n_units - 1) / n_units)
            size = sums[:, 0]
            df = max(size.sum() ** 2 / (size**2).sum() - 1, 1.0)
            reach = reach * stdtrit(df, (1 + LEVEL) / 2)
            low, high = np.tanh(np.arctanh(r) - reach), np.tanh(np.arctanh(r) + reach)
    prevalence = weight @ shares / max(weight.sum(), 1e-12)
    odds = np.sqrt(prevalence / np.maximum(1 - prevalence, 1e-12))
    i, j = np.triu_indices(k, 1)
    labels = np.array(model.labels, dtype=object)
    return pd.DataFrame(
        {
            "topic": i,
            "other": j,
            "label": pd.Series(labels[i], dtype="str"),
            "other_label": pd.Series(labels[j], dtype="str"),
            "r": r[i, j],
            "conf_low": low[i, j],
            "conf_high": high[i, j],
            "alone": -odds[i] * odds[j],
            "n": len(shares),
        }
    )


def _correlations(sums: Floats, k: int) -> Floats:
    """(n, k, k) from sums of weights, values and products (n, 1 + k + k²)."""
    n = sums[:, :1]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums[:, 1 : k + 1] / n
        both = (sums[:, k + 1 :] / n).reshape(len(sums), k, k) - mean[:, :, None] * mean[:, None, :]
        spread = np.sqrt(np.maximum(np.einsum("nkk->nk", both), 0))
        r: Floats = both / (spread[:, :, None] * spread[:, None, :])
    return np.clip(r, -1, 1)
