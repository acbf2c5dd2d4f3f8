"""Krippendorff's alpha, from coincidences: how often two codes of one unit are such and such.

A unit with m codes gives each ordered pair of its codes 1/(m − 1). The sum over units is the
matrix o of coincidences, n its margins, and alpha = 1 − (n − 1) Σ o δ² / Σ n_c n_k δ². δ² is 1 for
unlike codes (nominal), (c − k)² (interval), or (Σ n_g from c to k − (n_c + n_k)/2)² (ordinal).

Krippendorff 2018, *Content Analysis* (4th ed.), chapter 12; 2011, "Computing Krippendorff's
Alpha-Reliability". Intervals: Zapf and others 2016, doi:10.1186/s12874-016-0200-9, who find that
to draw units anew holds what it says where Krippendorff's own algorithm does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.integer[Any]]

Metric = Literal["nominal", "ordinal", "interval"]


def alpha(codes: Floats, metric: Metric = "nominal") -> float:
    """Krippendorff's alpha of codes (n_units, n_coders), NaN where a coder gave none.

    NaN where no unit has two codes, or all codes are the same.

    >>> alpha(np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 0.0], [0.0, 0.0]])).__round__(3)
    0.533
    """
    levels, found = coincidences(codes)
    return float(alpha_of(found.sum(axis=0), levels, metric))


def coincidences(codes: Floats) -> tuple[Floats, Floats]:
    """The levels that occur, and float64 (n_units, n_levels, n_levels): what each unit adds."""
    known = np.isfinite(codes)
    levels = np.unique(codes[known])
    n = (codes[:, :, np.newaxis] == levels).sum(axis=1).astype(np.float64)
    pairs = n[:, :, np.newaxis] * n[:, np.newaxis, :]
    places = np.arange(len(levels))
    pairs[:, places, places] -= n
    m = known.sum(axis=1)
    pairs[m < 2] = 0
    return levels, pairs / np.maximum(m - 1, 1)[:, np.newaxis, np.newaxis]


def alpha_of(coincidence: Floats, levels: Floats, metric: Metric) -> Floats:
    """Alpha of each matrix of coincidences (…, n_levels, n_levels)."""
    n = coincidence.sum(axis=-1)
    total = n.sum(axis=-1)
    apart = _apart(n, levels, metric)
    observed = (coincidence * apart).sum(axis=(-2, -1))
    expected = (n[..., :, np.newaxis] * n[..., np.newaxis, :] * apart).sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - (total - 1) * observed / expected, np.nan)


def _apart(n: Floats, levels: Floats, metric: Metric) -> Floats:
    """δ² between levels, (…, n_levels, n_levels)."""
    if metric == "nominal":
        return 1.0 - np.eye(len(levels))
    if metric == "interval":
        return (levels[:, np.newaxis] - levels) ** 2
    # Half of n_c and n_k, and all between: the distance between the middles of their ranks.
    middle = np.cumsum(n, axis=-1) - n / 2
    return (middle[..., :, np.newaxis] - middle[..., np.newaxis, :]) ** 2


def drawn_alphas(
    coincidence: Floats, levels: Floats, metric: Metric, cluster: Ints, weights: Floats
) -> Floats:
    """float64 (n_draws,): alpha with the clusters of units weighted.

    `coincidence` is (n_units, n_levels, n_levels), `cluster` (n_units,) a number for each unit,
    `weights` (n_draws, n_clusters).
    """
    n_levels = len(levels)
    sums = np.zeros((weights.shape[1], n_levels**2))
    np.add.at(sums, cluster, coincidence.reshape(len(coincidence), n_levels**2))
    drawn = (weights @ sums).reshape(-1, n_levels, n_levels)
    return alpha_of(drawn, levels, metric)
