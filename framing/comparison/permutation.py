"""Tests by exchange: how far would a contrast stray if it did not matter who wrote what?"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb, prod
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from framing.comparison.cells import add_up
from framing.comparison.estimators import Contrast
from framing.comparison.intervals import MOST_UNITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.comparison.cells import Floats, Integers

# An arrangement is known by its sums, (n_parts, n_columns); these take many, some or one of them.
Statistic = Callable[["Floats", Any], "Floats"]
Slack = Callable[["Floats"], "Floats"]
Draw = Callable[[int, Any], "Floats"]

TOLERANCE = 1e-9
TIE = 0.1  # arrangements that differ by less than this part of a hit are ties
FEW = 10  # with fewer draws than this in the tail, the tail is drawn further,
FURTHER = 10  # to this many times the draws asked for


class Exchange(NamedTuple):
    """What each cell of an event adds to the two sums of a contrast if it is the group's own.

    Attributes
    ----------
    own, other : float64 arrays, (n_places, n_columns)
        What the cell adds to the group's sum, and what the event's other cells then add to the
        reference's; event after event, the group's own cell first.
    sizes : int64 array, (n_events,)
        Number of cells of each event.
    hit : float64 array, (n_columns,)
        What a hit adds to the group's sum on average.
    """

    own: Floats
    other: Floats
    sizes: Integers
    hit: Floats


class Outcome(NamedTuple):
    """`smallest` is the smallest p that any arrangement of these cells could have given."""

    statistic: Floats
    p_value: Floats
    smallest: Floats


def exchange_of(contrast: Contrast, weight: str) -> Exchange:
    """The cells of each event as they would count for the group, copies added up to one.

    A cell with Y and X in an event with the sums ΣY and ΣX adds w·Y/X to the group's sum, and
    the others add w·(ΣY − Y)/(ΣX − X) to their own, with w = X·(ΣX − X)/ΣX, or 1. Exchanging
    cells changes neither, but only whose they are.
    """
    cells = contrast.cells
    own = np.isin(cells.block, cells.block[contrast.own])
    order = np.lexsort((cells.block, ~own, cells.event))
    starts = np.flatnonzero(np.diff(cells.block[order], prepend=-1))
    y, x = add_up(cells.numerator[order], starts), add_up(cells.denominator[order], starts)
    event = cells.event[order][starts]
    first = np.flatnonzero(np.diff(event, prepend=-1))
    sizes = np.diff(first, append=len(event))
    several = np.repeat(sizes > 1, sizes)
    y_all = np.repeat(add_up(y, first), sizes, axis=0)[several]
    x_all = np.repeat(add_up(x, first), sizes, axis=0)[several]
    y, x, sizes = y[several], x[several], sizes[sizes > 1]
    a_hit = 1 / x if weight == "event" else (x_all - x) / x_all
    other = 1 / (x_all - x) if weight == "event" else x / x_all
    hit = _one_hit(y) * a_hit.mean(axis=0) if len(y) else np.zeros(y.shape[1])
    return Exchange(y * a_hit, (y_all - y) * other, sizes, hit)


def sign_flips(exchange: Exchange) -> Exchange:
    """Each event as a pair: the group's own cell, and all the others as one."""
    mine = _starts(exchange.sizes)
    own, other = exchange.own[mine], exchange.other[mine]
    n_events, n_columns = own.shape
    pair = (2 * n_events, n_columns)
    return Exchange(
        own=np.stack([own, other], axis=1).reshape(pair),
        other=np.stack([other, own], axis=1).reshape(pair),
        sizes=np.full(n_events, 2),
        hit=exchange.hit,
    )


def exchange_cells(
    exchange: Exchange, signed: bool, resamples: int, rng: np.random.Generator
) -> Outcome:
    """Give the group one of each event's cells, its own or another's.

    With n and d what an event adds to the group's sum N and to its reference's D, the statistic
    is Σs/√Σs², s = n − d, where numerators have a sign (`signed`). Else it is
    log(N/D)/√Σ(n/N − d/D)², with half a hit added to N and to D, which counts in the variance
    as an event of its own: that keeps its level when cells differ in size, where Σs/√Σs² is
    skewed. A difference that a tenth of a hit would make up for is a tie, or else, with few
    hits, the lengths of the articles would decide.
    """
    exchange = _bundled(exchange, rng)
    own, other, sizes, hit = exchange
    starts = _starts(sizes)
    if signed:
        parts = [own - other, (own - other) ** 2]
    else:
        parts = [own, other, own**2, other**2, own * other]
    values = np.stack(parts, axis=1)

    def statistic(sums: Floats, columns: Any) -> Floats:
        if signed:
            return _over(sums[:, 0], np.sqrt(sums[:, 1]))
        return _log_ratio(sums, hit[columns] / 2)

    def slack(sums: Floats) -> Floats:
        if signed:
            return np.zeros_like(hit)
        three = np.stack([sums, sums, sums])
        three[1, 0] += TIE * hit
        three[2, 1] += TIE * hit
        values = statistic(three, slice(None))
        return np.abs(values[1:] - values[0]).max(axis=0)

    def draw(n_draws: int, columns: Any) -> Floats:
        choices = (rng.random((n_draws, len(sizes))) * sizes).astype(np.int64)
        return _sums_of_picks(starts + choices, values[:, :, columns])

    observed = values[starts].sum(axis=0)
    if prod(sizes.tolist()) > resamples:
        return _by_chance(observed, draw, statistic, slack, resamples)
    choices = np.indices(tuple(sizes.tolist())).reshape(len(sizes), -1).T
    return _exactly(observed, _sums_of_picks(starts + choices, values), statistic, slack)


def exchange_labels(
    contrast: Contrast, signed: bool, resamples: int, rng: np.random.Generator
) -> Outcome:
    """Exchange articles between the group and its reference, whatever the events.

    The statistic is Welch's t of the articles' residuals Y − X·ΣY/ΣX, which stays valid when
    the two sides differ in their spread (Janssen 1997, doi:10.1016/S0167-7152(97)00043-6).
    Ties are as in `exchange_cells`.
    """
    y, x = contrast.cells.numerator, contrast.cells.denominator
    residuals, own = _bundled_labels(y - x * y.sum(axis=0) / x.sum(axis=0), contrast.own, rng)
    n, n_own = len(own), int(own.sum())
    values = np.stack([residuals, residuals**2], axis=1)
    total = values.sum(axis=0)
    hit = np.zeros(y.shape[1]) if signed else _one_hit(y) * max(1, n_own / (n - n_own))

    def statistic(sums: Floats, columns: Any) -> Floats:
        means, variances = [], []
        for part, size in ((sums, n_own), (total[:, columns] - sums, n - n_own)):
            mean = part[:, 0] / size
            means.append(mean)
            variances.append(np.maximum(part[:, 1] / size - mean**2, 0) / max(size - 1, 1))
        return _over(means[0] - means[1], np.sqrt(variances[0] + variances[1]))

    def slack(sums: Floats) -> Floats:
        two = np.stack([sums, sums])
        two[1, 0] += TIE * hit
        values = statistic(two, slice(None))
        return np.abs(values[1] - values[0])

    def draw(n_draws: int, columns: Any) -> Floats:
        picks = np.argpartition(rng.random((n_draws, n)), n_own - 1, axis=1)[:, :n_own]
        return _sums_of_picks(picks, values[:, :, columns])

    observed = values[own].sum(axis=0)
    if comb(n, n_own) > resamples:
        return _by_chance(observed, draw, statistic, slack, resamples)
    picks = np.array(list(combinations(range(n), n_own)))
    return _exactly(observed, _sums_of_picks(picks, values), statistic, slack)


def _log_ratio(sums: Floats, half: Floats) -> Floats:
    own, other = sums[:, 0] + half, sums[:, 1] + half
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = sums[:, 2] / own**2 + sums[:, 3] / other**2 - 2 * sums[:, 4] / (own * other)
        variance = np.maximum(squares, 0) + (half / own) ** 2 + (half / other) ** 2
        return _over(np.log(own / other), np.sqrt(variance))


def _one_hit(numerator: Floats) -> Floats:
    """The smallest numerator above 0, which is what a hit counts; 0 if there is none."""
    least = np.min(numerator, axis=0, where=numerator > 0, initial=np.inf)
    return np.where(np.isfinite(least), least, 0.0)


def _over(value: Floats, spread: Floats) -> Floats:
    """Value over spread; 0 where there is no spread."""
    return np.divide(value, spread, out=np.zeros_like(value), where=spread > 0)


def _exactly(observed: Floats, arrangements: Floats, statistic: Statistic, slack: Slack) -> Outcome:
    """p from the sums of all arrangements, the observed one among them."""
    value, others = statistic(observed[None], slice(None))[0], statistic(arrangements, slice(None))
    p_value = _two_sided(*_tails(value, slack(observed), others), len(others))
    return Outcome(value, p_value, _smallest(arrangements, others, slack))


def _by_chance(
    observed: Floats, draw: Draw, statistic: Statistic, slack: Slack, resamples: int
) -> Outcome:
    """p from random arrangements and the observed one.

    Far in a tail, where few draws come to lie, p would depend on how few were made; there it is
    settled by ten times as many.
    """
    every = slice(None)
    arrangements = np.concatenate([observed[None], draw(resamples, every)])
    others = statistic(arrangements, every)
    value, within = others[0], slack(observed)
    up, down = _tails(value, within, others)
    n_draws = np.full(len(value), resamples + 1)
    far = np.flatnonzero(np.minimum(up, down) < FEW)
    for _ in range(FURTHER - 1 if len(far) else 0):
        more = _tails(value[far], within[far], statistic(draw(resamples, far), far))
        up[far] += more[0]
        down[far] += more[1]
        n_draws[far] += resamples
    p_value = _two_sided(up, down, n_draws)
    return Outcome(value, p_value, _smallest(arrangements, others, slack))


def _tails(value: Floats, slack: Floats, others: Floats) -> tuple[Integers, Integers]:
    """How many of the others lie as high, and how many as low."""
    slack = slack + TOLERANCE
    return (others >= value - slack).sum(axis=0), (others <= value + slack).sum(axis=0)


def _two_sided(up: Integers, down: Integers, n: Any) -> Floats:
    """Twice the smaller tail: the statistic need not be symmetric."""
    return np.minimum(1, 2 * np.minimum(up, down) / n)


def _smallest(arrangements: Floats, others: Floats, slack: Slack) -> Floats:
    """The smaller p of the highest and of the lowest arrangement."""
    columns = np.arange(others.shape[1])
    found = []
    for extreme in (others.argmax(axis=0), others.argmin(axis=0)):
        sums = arrangements[extreme, :, columns].T
        tails = _tails(others[extreme, columns], slack(sums), others)
        found.append(_two_sided(*tails, len(others)))
    return np.minimum(*found)


def _sums_of_picks(picks: Integers, values: Floats) -> Floats:
    """For each row of `picks` the sum of those rows of `values`, (n_draws, …)."""
    from scipy.sparse import csr_array

    n_draws, n_picks = picks.shape
    flat = np.ascontiguousarray(values.reshape(len(values), -1))
    ends = np.arange(n_draws + 1) * n_picks
    picked = csr_array((np.ones(picks.size), picks.ravel(), ends), shape=(n_draws, len(flat)))
    return (picked @ flat).reshape(n_draws, *values.shape[1:])


def _starts(sizes: Integers) -> Integers:
    return np.cumsum(sizes) - sizes


def _bundled(exchange: Exchange, rng: np.random.Generator) -> Exchange:
    """Many events are tied at random to bundles that are exchanged as one.

    Only events of the same size are tied to one another, place by place: the exchanges that are
    left are a subgroup of all, and the test stays exact.
    """
    sizes = exchange.sizes
    handful = -(-len(sizes) // MOST_UNITS)
    if handful <= 1:
        return exchange
    order = np.lexsort((rng.random(len(sizes)), sizes))
    ranked = sizes[order]
    rank = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    new = (rank % handful == 0) | (np.diff(ranked, prepend=-1) != 0)
    bundle = np.empty(len(order), dtype=np.int64)
    bundle[order] = np.cumsum(new) - 1

    event = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(event)) - np.repeat(_starts(sizes), sizes)
    shuffled = np.lexsort((rng.random(len(event)), place > 0, event))
    target = _starts(ranked[new])[bundle[event]] + place
    shape = (int(ranked[new].sum()), exchange.own.shape[1])
    tied = np.zeros((2, *shape))
    np.add.at(tied[0], target, exchange.own[shuffled])
    np.add.at(tied[1], target, exchange.other[shuffled])
    return Exchange(tied[0], tied[1], ranked[new], exchange.hit)


def _bundled_labels(
    values: Floats, own: NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Floats, NDArray[np.bool_]]:
    """Many articles are tied at random to bundles of one side each."""
    handful = -(-len(own) // MOST_UNITS)
    if handful <= 1:
        return values, own
    order = np.lexsort((rng.random(len(own)), own))
    sides = own[order]
    rank = np.arange(len(order)) - np.searchsorted(sides, sides)
    starts = np.flatnonzero((rank % handful == 0) | (np.diff(sides, prepend=~sides[0])))
    return add_up(values[order], starts), sides[starts]
