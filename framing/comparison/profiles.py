"""Profiles: every measure of every outlet as a difference from the rest, in like units."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.comparison.families import q_values

if TYPE_CHECKING:
    from framing.measures.measure import Measure

SCALED = ["estimate", "conf_low", "conf_high"]


def profiles(measures: Iterable[Measure], compare: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    """Each outlet's difference from the rest, in standard deviations between articles.

    The difference of `compare` (``scale="difference"``) is divided by the standard deviation of
    the articles' own ratios, weighted by their denominators, so that measures in different
    units stand side by side. The division takes the standard deviation as known: the interval
    is that of the difference.

    Parameters
    ----------
    measures : iterable of Measure
    compare : callable
        Called as ``compare(measure, scale="difference")``.

    Returns
    -------
    DataFrame
        Contrast rows of the comparison table; ``estimate``, ``conf_low`` and ``conf_high`` in
        standard deviations, ``sd`` the standard deviation in the measure's unit, ``q_value``
        adjusted (Benjamini and Hochberg 1995) over all rows together.
    """
    tables = []
    for measure in measures:
        table = compare(measure, scale="difference")
        table = table[table["kind"] == "contrast"]
        spread = pd.Series(
            spread_of_articles(measure),
            index=pd.MultiIndex.from_tuples(measure.columns, names=["part", "category"]),
        )
        keys = pd.MultiIndex.from_frame(table[["part", "category"]])
        sd = spread.reindex(keys).to_numpy()
        tables.append(table.assign(sd=sd, **{name: table[name] / sd for name in SCALED}))
    joined = pd.concat(tables, ignore_index=True)
    return joined.assign(q_value=q_values(joined["p_value"].to_numpy(dtype=float)))


def spread_of_articles(measure: Measure) -> np.ndarray:
    """The weighted standard deviation between articles, a value a column; NaN where it is 0."""
    order = np.argsort(measure.articles.index.to_numpy(dtype=object))
    weights = np.nan_to_num(measure.denominators[order])
    amounts = np.nan_to_num(measure.numerators[order])
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = np.where(weights > 0, amounts / weights, 0.0)
        mean = amounts.sum(axis=0) / weights.sum(axis=0)
        spread = np.sqrt((weights * (ratios - mean) ** 2).sum(axis=0) / weights.sum(axis=0))
    return np.where(spread > 0, spread, np.nan)
