"""Tests by exchange: how far from zero would a contrast stray if outlets did not matter?"""

from __future__ import annotations

from itertools import combinations
from math import comb, prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing.comparison.cells import add_up
from framing.comparison.estimators import Contrast
from framing.comparison.intervals import MOST_UNITS

if TYPE_CHECKING:
    from framing.comparison.cells import Floats, Integers

TOLERANCE = 1e-9
PICKS_AT_ONCE = 4_000_000


class Exchange(NamedTuple):
    """What each place of an event would add to the group's sum, the group's own place first.

    values : float64 array, (n_places, n_columns), event after event
    sizes : int64 array, (n_events,), places of each event
    """

    values: Floats
    sizes: Integers


class Outcome(NamedTuple):
    """`smallest` is the smallest p that any arrangement of these cells could have given."""

    statistic: Floats
    p_value: Floats
    smallest: Floats


def exchange_of(contrast: Contrast, weight: str) -> Exchange:
    """The residuals of the cells of each event, copies added up to one.

    A cell's residual is Y − X·ΣY/ΣX, sums over the event: what it has beyond its due. It does
    not change when cells are exchanged, so the group's sum after an exchange is the sum of the
    residuals of the cells it was given.
    """
    cells = contrast.cells
    own_block = cells.block[contrast.own]
    own = np.isin(cells.block, own_block)
    order = np.lexsort((cells.block, ~own, cells.event))
    starts = np.flatnonzero(
        (np.diff(cells.event[order], prepend=-1) != 0)
        | (np.diff(cells.block[order], prepend=-1) != 0)
    )
    y, x = add_up(cells.numerator[order], starts), add_up(cells.denominator[order], starts)
    event = cells.event[order][starts]
    first = np.flatnonzero(np.diff(event, prepend=-1))
    sizes = np.diff(first, append=len(event))
    y_all = np.repeat(add_up(y, first), sizes, axis=0)
    x_all = np.repeat(add_up(x, first), sizes, axis=0)
    values = y - x * y_all / x_all
    if weight == "event":
        alone = np.repeat(sizes == 1, sizes)[:, None]
        values /= np.where(alone, 1.0, x * (x_all - x) / x_all)
    several = sizes > 1
    return Exchange(values[np.repeat(several, sizes)], sizes[several])


def sign_flips(exchange: Exchange) -> Exchange:
    """The group's own residuals, with either sign."""
    own = exchange.values[_starts(exchange.sizes)]
    values = np.stack([own, -own], axis=1).reshape(-1, own.shape[1])
    return Exchange(values, np.full(len(own), 2))


def exchange_cells(exchange: Exchange, resamples: int, rng: np.random.Generator) -> Outcome:
    """Give the group one of each event's cells, its own or another's.

    The statistic is S/√Σ s², with S = Σ s and s the residual of the cell that the group has in
    an event. Every arrangement is tried if there are no more than `resamples`.
    """
    exchange = _bundled(exchange, rng)
    starts = _starts(exchange.sizes)
    sizes = exchange.sizes
    exact = prod(sizes.tolist()) <= resamples
    if exact:
        choices = _all_choices(sizes)
    else:
        choices = (rng.random((resamples, len(sizes))) * sizes).astype(np.int64)
    squares = np.concatenate([exchange.values, exchange.values**2], axis=1)
    own = squares[starts].sum(axis=0, keepdims=True)
    sums = _sums_of_picks(starts + choices, squares)
    n = exchange.values.shape[1]

    def statistic(sums: Floats) -> Floats:
        spread = np.sqrt(sums[:, n:])
        return np.divide(sums[:, :n], spread, out=np.zeros_like(spread), where=spread > 0)

    return _judged(statistic(own)[0], statistic(sums), exact)


def exchange_labels(contrast: Contrast, resamples: int, rng: np.random.Generator) -> Outcome:
    """Exchange articles between the group and its reference, whatever the events.

    The statistic is Welch's t of the articles' residuals Y − X·ΣY/ΣX, which stays valid when
    the two sides differ in their spread (Janssen 1997, doi:10.1016/S0167-7152(97)00043-6).
    """
    y, x = contrast.cells.numerator, contrast.cells.denominator
    values = y - x * y.sum(axis=0) / x.sum(axis=0)
    own = contrast.own
    values, own = _bundled_labels(values, own, rng)
    n, n_own = len(own), int(own.sum())
    exact = comb(n, n_own) <= resamples
    if exact:
        picks = np.array(list(combinations(range(n), n_own)))
    else:
        picks = np.argsort(rng.random((resamples, n)), axis=1)[:, :n_own]
    squares = np.concatenate([values, values**2], axis=1)
    total, n_columns = squares.sum(axis=0), values.shape[1]

    def statistic(sums: Floats) -> Floats:
        means, variances = [], []
        for part, size in ((sums, n_own), (total - sums, n - n_own)):
            mean = part[:, :n_columns] / size
            means.append(mean)
            variance = np.maximum(part[:, n_columns:] / size - mean**2, 0)
            variances.append(variance / max(size - 1, 1))
        gap, spread = means[0] - means[1], np.sqrt(variances[0] + variances[1])
        return np.divide(gap, spread, out=np.zeros_like(gap), where=spread > 0)

    observed = statistic(squares[own].sum(axis=0, keepdims=True))[0]
    return _judged(observed, statistic(_sums_of_picks(picks, squares)), exact)


def _judged(observed: Floats, others: Floats, exact: bool) -> Outcome:
    """p by counting; where not all arrangements were tried the observed one is added to them."""
    if not exact:
        others = np.concatenate([observed[None], others])
    sizes = np.abs(others)
    p_value = (sizes >= np.abs(observed) - TOLERANCE).mean(axis=0)
    smallest = (sizes >= sizes.max(axis=0) - TOLERANCE).mean(axis=0)
    return Outcome(observed, p_value, smallest)


def _sums_of_picks(picks: Integers, values: Floats) -> Floats:
    """For each row of `picks` the sum of those rows of `values`."""
    from scipy.sparse import csr_array

    n_draws, n_picks = picks.shape
    at_once = max(1, PICKS_AT_ONCE // n_picks)
    sums = np.empty((n_draws, values.shape[1]))
    for first in range(0, n_draws, at_once):
        some = picks[first : first + at_once]
        ends = np.arange(len(some) + 1) * n_picks
        picked = csr_array((np.ones(some.size), some.ravel(), ends), shape=(len(some), len(values)))
        sums[first : first + at_once] = picked @ values
    return sums


def _all_choices(sizes: Integers) -> Integers:
    """Every way to take one place of each event, (n_ways, n_events)."""
    grids = np.indices(tuple(sizes.tolist()))
    return grids.reshape(len(sizes), -1).T


def _starts(sizes: Integers) -> Integers:
    return np.cumsum(sizes) - sizes


def _bundled(exchange: Exchange, rng: np.random.Generator) -> Exchange:
    """Many events are tied at random to bundles that are exchanged as one.

    Only events with as many places are tied to one another, place by place: the exchanges that
    are left are a subgroup of all, and the test stays exact.
    """
    sizes = exchange.sizes
    handful = -(-len(sizes) // MOST_UNITS)
    if handful <= 1:
        return exchange
    order = np.lexsort((rng.random(len(sizes)), sizes))
    ranked = sizes[order]
    first_of_size = np.searchsorted(ranked, ranked)
    rank = np.arange(len(order)) - first_of_size
    new = (rank % handful == 0) | (np.diff(ranked, prepend=-1) != 0)
    bundle = np.empty(len(order), dtype=np.int64)
    bundle[order] = np.cumsum(new) - 1
    bundle_sizes = ranked[new]

    starts = np.repeat(_starts(sizes), sizes)
    event = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(event)) - starts
    shuffled = np.lexsort((rng.random(len(event)), place > 0, event))
    target = _starts(bundle_sizes)[bundle[event]] + place
    values = np.zeros((int(bundle_sizes.sum()), exchange.values.shape[1]))
    np.add.at(values, target, exchange.values[shuffled])
    return Exchange(values, bundle_sizes)


def _bundled_labels(
    values: Floats, own: np.ndarray, rng: np.random.Generator
) -> tuple[Floats, np.ndarray]:
    """Many articles are tied at random to bundles of one side each."""
    handful = -(-len(own) // MOST_UNITS)
    if handful <= 1:
        return values, own
    order = np.lexsort((rng.random(len(own)), own))
    sides = own[order]
    rank = np.arange(len(order)) - np.searchsorted(sides, sides)
    starts = np.flatnonzero((rank % handful == 0) | (np.diff(sides, prepend=~sides[0])))
    return add_up(values[order], starts), sides[starts]
