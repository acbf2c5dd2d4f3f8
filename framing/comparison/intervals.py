"""Intervals: the delete-one jackknife with Student's t, and the bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing.comparison.cells import add_up
from framing.comparison.estimators import Sample

if TYPE_CHECKING:
    from framing.comparison.cells import Floats, Integers

FEWEST_DF = 1.0  # effective degrees of freedom
LEVEL = 0.95
FEWEST_UNITS = 5
MOST_UNITS = 1000  # more are drawn or exchanged in bundles
DRAWS_AT_ONCE = 2_000_000  # weights held in memory at one time, 8 bytes each

Estimator = Callable[["Floats"], "Floats"]


class Interval(NamedTuple):
    low: Floats
    high: Floats
    method: str
    df: Floats | float


def jackknife(sample: Sample, estimator: Estimator, scale: str) -> Interval:
    """Estimate ± t·s on the given scale, s² from leaving out one unit at a time.

    With strata h of n_h units, s² = Σ_h (n_h − 1)/n_h Σ (θ_(−i) − mean_h)². The degrees of
    freedom are the effective number of units less 1, (Σw)²/Σw² − 1 with w the denominators (so
    n − 1 where all are equal), and with several strata Satterthwaite's. Where one unit weighs so
    much that they are fewer than 1, there is no interval.
    """
    from scipy.special import stdtrit

    forth, back = SCALES[scale]
    units, strata = sample.units, sample.strata
    totals = sample.totals
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        middle = forth(estimator(totals))
        without = forth(estimator(totals - units))
        weights = units[:, 1::2].sum(axis=1)
        variances, freedom = [], []
        for stratum in np.unique(strata):
            left_out, weight = without[strata == stratum], weights[strata == stratum]
            n = len(left_out)
            squares = ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0)
            variances.append(squares * (n - 1) / n)
            freedom.append(weight.sum(axis=0) ** 2 / (weight**2).sum(axis=0) - 1)
        variance = np.sum(variances, axis=0)
        if len(variances) == 1:
            df = freedom[0]
        else:
            parts = [part**2 / n for part, n in zip(variances, freedom, strict=True)]
            df = variance**2 / np.sum(parts, axis=0)
        reach = stdtrit(df, (1 + LEVEL) / 2) * np.sqrt(variance)
        low, high = back(middle - reach), back(middle + reach)
    unknown = ~np.isfinite(low) | ~np.isfinite(high) | (variance == 0) | (df < FEWEST_DF)
    return Interval(
        np.where(unknown, np.nan, low), np.where(unknown, np.nan, high), "jackknife", df
    )


def bootstrap(
    sample: Sample, estimator: Estimator, resamples: int, rng: np.random.Generator
) -> Interval:
    """Percentiles of the estimate over units drawn with replacement within their stratum."""
    sample = bundled(sample, rng)
    units, strata = sample.units, sample.strata
    flat = units.reshape(len(units), -1)
    members = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    draws = []
    at_once = max(1, DRAWS_AT_ONCE // len(units))
    for first in range(0, resamples, at_once):
        n_draws = min(at_once, resamples - first)
        weights = np.zeros((n_draws, len(units)))
        for member in members:
            weights[:, member] = _weights(len(member), n_draws, rng)
        draws.append(estimator((weights @ flat).reshape(n_draws, *units.shape[1:])))
    with np.errstate(invalid="ignore"):
        tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
        low, high = np.quantile(np.concatenate(draws), tails, axis=0)
    unknown = ~np.isfinite(low) | ~np.isfinite(high) | (low == high)
    return Interval(
        np.where(unknown, np.nan, low), np.where(unknown, np.nan, high), "bootstrap", np.nan
    )


def bundled(sample: Sample, rng: np.random.Generator) -> Sample:
    """At most `MOST_UNITS` units a stratum: more are added up at random, in like numbers.

    Sums of random handfuls of units vary as the units do. Time and memory grow no further.
    """
    bundle = np.arange(len(sample.units))
    for stratum in np.unique(sample.strata):
        members = np.flatnonzero(sample.strata == stratum)
        if len(members) > MOST_UNITS:
            bundle[members] = members[rng.permutation(len(members)) % MOST_UNITS]
    order = np.argsort(bundle, kind="stable")
    starts = np.flatnonzero(np.diff(bundle[order], prepend=-1))
    return Sample(add_up(sample.units[order], starts), sample.strata[order][starts])


def _weights(n: int, n_draws: int, rng: np.random.Generator) -> Integers:
    """How often each of n units is drawn in n draws with replacement, (n_draws, n)."""
    drawn = rng.integers(0, n, (n_draws, n)) + n * np.arange(n_draws)[:, None]
    return np.bincount(drawn.ravel(), minlength=n_draws * n).reshape(n_draws, n)


def _same(values: Floats) -> Floats:
    return values


def _logit(values: Floats) -> Floats:
    return np.log(values) - np.log1p(-values)


def _logistic(values: Floats) -> Floats:
    from scipy.special import expit

    return expit(values)


SCALES: dict[str, tuple[Estimator, Estimator]] = {
    "identity": (_same, _same),
    "log": (np.log, np.exp),
    "logit": (_logit, _logistic),
}
