"""Covariates of articles as the columns of a regression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import FramingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KNOTS = 4  # of a date's spline


def design_of(articles: pd.DataFrame, columns: Sequence[str]) -> tuple[Floats, list[str]]:
    """A constant and, for each covariate, its columns and their names.

    Names (outlets, events) are a column each, less the mean over articles, so that the constant is
    the average article; numbers are in standard deviations from their mean; dates are a cubic
    spline. A missing value is the mean.
    An event of one article is no event to learn from, and counts as missing.
    """
    blocks, names = [np.ones((len(articles), 1))], ["constant"]
    for column in columns:
        if column not in articles:
            there = ", ".join(map(str, articles.columns.drop("text", errors="ignore")))
            raise FramingError(
                f"prevalence={column!r} is no column of the articles; they have {there}."
            )
        values = articles[column]
        if pd.api.types.is_datetime64_any_dtype(values):
            block, labels = _spline(values, column)
        elif pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            number = values.to_numpy(np.float64, na_value=np.nan)
            block, labels = number[:, None], [column]
        else:
            block, labels = _indicators(values, column)
        known = np.asarray(np.isfinite(block).all(axis=1))
        if known.any():
            block = block - block[known].mean(axis=0)
            if labels == [column]:
                block = block / max(float(block[known].std()), 1e-12)
        blocks.append(np.where(known[:, None], block, 0.0))
        names += labels
    return np.concatenate(blocks, axis=1), names


def _indicators(values: pd.Series, column: str) -> tuple[Floats, list[str]]:
    """A column a name; one that a single article has tells of no other, and counts as missing."""
    values = values.astype("object")
    values = values.where(values.map(values.value_counts()) > 1)
    codes, levels = pd.factorize(values, sort=True)
    block = (codes[:, None] == np.arange(len(levels))).astype(np.float64)
    block[codes < 0] = np.nan
    return block, [f"{column}: {level}" for level in levels]


def _spline(values: pd.Series, column: str) -> tuple[Floats, list[str]]:
    from sklearn.preprocessing import SplineTransformer

    days = (values - values.min()) / pd.Timedelta(days=1)
    number = days.to_numpy(np.float64)
    known = np.isfinite(number)
    if len(np.unique(number[known])) < KNOTS:
        return np.zeros((len(values), 0)), []
    made = SplineTransformer(n_knots=KNOTS, include_bias=False)
    fitted = made.fit_transform(number[known][:, None])
    block = np.full((len(values), fitted.shape[1]), np.nan)
    block[known] = fitted
    return block, [f"{column} (spline {number + 1})" for number in range(block.shape[1])]
