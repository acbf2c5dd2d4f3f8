"""Tests by exchange against plain enumeration, and how far they can be trusted."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

from framing.comparison.cells import Cells
from framing.comparison.estimators import matched, unmatched
from framing.comparison.permutation import (
    MOST_UNITS,
    exchange_cells,
    exchange_labels,
    exchange_of,
    sign_flips,
)


def cells(seed, n_groups=3, n_events=5, n_columns=2, missing=0.1, signed=False):
    rng = np.random.default_rng(seed)
    grid = np.array(list(product(range(n_events), range(n_groups))))
    grid = grid[rng.random(len(grid)) >= missing]
    x = rng.integers(50, 500, (len(grid), 1)) * np.ones((1, n_columns))
    y = rng.poisson(x * 0.01 * rng.gamma(2, 0.5, x.shape)).astype(float)
    if signed:
        y = x * rng.normal(0.2, 0.5, x.shape)
    n = len(grid)
    return Cells(grid[:, 1], grid[:, 0], np.arange(n), np.ones(n, dtype=int), y, x)


def plain(y, x, own, signed, add=(0.0, 0.0)):
    """The statistic with the first of each event's cells as the group's own, in plain loops.

    `own` names the cell that is the group's own in each event, y and x are lists of arrays.
    """
    half = least_hit(y) * np.mean([1 - b / sum(xs) for xs in x for b in xs]) / 2
    n, d = [], []
    for ys, xs, mine in zip(y, x, own, strict=True):
        n.append(ys[mine] * (sum(xs) - xs[mine]) / sum(xs))
        d.append((sum(ys) - ys[mine]) * xs[mine] / sum(xs))
    if signed:
        s = np.subtract(n, d)
        return s.sum() / np.sqrt((s**2).sum()) if s.any() else 0.0
    big_n, big_d = sum(n) + half + 2 * half * add[0], sum(d) + half + 2 * half * add[1]
    u = np.array(n) / big_n - np.array(d) / big_d
    variance = (u**2).sum() + (half / big_n) ** 2 + (half / big_d) ** 2
    return np.log(big_n / big_d) / np.sqrt(variance)


def least_hit(y):
    return min((value for ys in y for value in ys if value > 0), default=0.0)


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("reference", [None, 1])
@pytest.mark.parametrize("seed", range(4))
def test_exact_p_by_plain_enumeration(seed, reference, signed):
    contrast = matched(cells(seed, signed=signed), 0, reference, "size")
    found = exchange_cells(exchange_of(contrast, "size"), signed, 2000, np.random.default_rng(0))
    table = contrast.cells
    for column in range(2):
        y, x = [], []
        for event in np.unique(table.event):
            here = table.event == event
            order = np.argsort(~contrast.own[here], kind="stable")
            y.append(table.numerator[here, column][order])
            x.append(table.denominator[here, column][order])
        first = [0] * len(y)
        value = plain(y, x, first, signed)
        slack = 0.0
        if not signed:
            slack = max(abs(plain(y, x, first, False, add) - value) for add in [(0.1, 0), (0, 0.1)])
        others = np.array(
            [plain(y, x, own, signed) for own in product(*(range(len(ys)) for ys in y))]
        )
        up = (others >= value - slack - 1e-9).mean()
        down = (others <= value + slack + 1e-9).mean()
        assert found.statistic[column] == pytest.approx(value)
        assert found.p_value[column] == pytest.approx(min(1, 2 * min(up, down)))


def test_random_exchanges_come_close_to_all():
    contrast = matched(cells(3, n_groups=4, n_events=6, n_columns=4), 0, None, "size")
    exchange = exchange_of(contrast, "size")
    exact = exchange_cells(exchange, False, 5000, np.random.default_rng(0))
    drawn = exchange_cells(exchange, False, 1000, np.random.default_rng(0))
    np.testing.assert_allclose(drawn.statistic, exact.statistic)
    np.testing.assert_allclose(drawn.p_value, exact.p_value, atol=0.05)


def test_weight_event_exchanges_rates():
    given = cells(2, n_events=5, missing=0)
    contrast = matched(given, 0, None, "event")
    found = exchange_cells(exchange_of(contrast, "event"), True, 2000, np.random.default_rng(0))
    y = given.numerator.reshape(5, 3, 2)
    x = given.denominator.reshape(5, 3, 2)
    s = y[:, 0] / x[:, 0] - y[:, 1:].sum(axis=1) / x[:, 1:].sum(axis=1)
    np.testing.assert_allclose(found.statistic, s.sum(axis=0) / np.sqrt((s**2).sum(axis=0)))


def test_sign_flips_by_plain_enumeration():
    contrast = matched(cells(5, n_groups=4, n_events=6, signed=True), 0, None, "size")
    exchange = exchange_of(contrast, "size")
    found = exchange_cells(sign_flips(exchange), True, 2000, np.random.default_rng(0))
    n, _, d, _ = np.moveaxis(contrast.sample.units, 1, 0)
    s = n - d
    signs = np.array(list(product([1, -1], repeat=len(s))))
    sums = signs @ s
    expected = (np.abs(sums) >= np.abs(s.sum(axis=0)) - 1e-9).mean(axis=0)
    np.testing.assert_allclose(found.p_value, expected)


def test_exchange_of_articles_by_plain_enumeration():
    given = cells(7, n_groups=2, n_events=5, missing=0, signed=True)
    contrast = unmatched(given, 0, None)
    found = exchange_labels(contrast, True, 2000, np.random.default_rng(0))
    y, x = given.numerator[:, 0], given.denominator[:, 0]
    residuals = y - x * y.sum() / x.sum()

    def welch(own):
        one = residuals[list(own)]
        two = np.delete(residuals, list(own))
        return (one.mean() - two.mean()) / np.sqrt(
            one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two)
        )

    observed = welch(np.flatnonzero(contrast.own))
    others = np.array([welch(own) for own in combinations(range(10), 5)])
    up, down = (others >= observed - 1e-9).mean(), (others <= observed + 1e-9).mean()
    assert found.statistic[0] == pytest.approx(observed)
    assert found.p_value[0] == pytest.approx(2 * min(up, down))


def test_p_is_uniform_where_cells_are_exchangeable():
    p = np.concatenate(
        [
            exchange_cells(
                exchange_of(
                    matched(cells(seed, n_events=12, n_groups=4, n_columns=50), 0, None, "size"),
                    "size",
                ),
                False,
                500,
                np.random.default_rng(seed),
            ).p_value
            for seed in range(40)
        ]
    )
    for alpha in (0.01, 0.05, 0.2, 0.5):
        assert (p <= alpha).mean() <= alpha + 3 * np.sqrt(alpha * (1 - alpha) / len(p))
    assert (p <= 0.05).mean() > 0.03


def test_a_large_difference_is_found_among_many_outlets():
    # Where one outlet alone uses a word, all exchanges that miss its cells look alike and
    # extreme on the other side: the smaller tail must decide.
    given = cells(1, n_groups=8, n_events=11, n_columns=1, missing=0)
    given.numerator[:] = 0
    given.numerator[given.group == 0] = 5
    given.numerator[3] = 1
    outcome = exchange_cells(
        exchange_of(matched(given, 0, None, "size"), "size"), False, 2000, np.random.default_rng(0)
    )
    assert outcome.p_value[0] < 0.0003


def test_lengths_do_not_decide_where_there_are_few_hits():
    # Group 0 has the longest text on every event by a little, and no hit; all hits are another's.
    given = cells(1, n_groups=6, n_events=8, n_columns=1, missing=0)
    given.numerator[:] = 0
    given.numerator[given.group == 1] = 1
    given.denominator[:] = 400
    given.denominator[given.group == 0] = 420
    p = [
        exchange_cells(
            exchange_of(matched(given, group, None, "size"), "size"),
            False,
            2000,
            np.random.default_rng(0),
        ).p_value[0]
        for group in (0, 2)
    ]
    never = (5 / 6) ** 8
    np.testing.assert_allclose(p, 2 * never, atol=0.05)


def test_bundles_leave_statistic_and_level(monkeypatch):
    given = cells(9, n_groups=4, n_events=300, n_columns=30)
    contrast = matched(given, 0, None, "size")
    exchange = exchange_of(contrast, "size")
    assert len(exchange.sizes) < MOST_UNITS
    whole = exchange_cells(exchange, True, 1000, np.random.default_rng(0))
    monkeypatch.setattr("framing.comparison.permutation.MOST_UNITS", 60)
    tied = exchange_cells(exchange, True, 1000, np.random.default_rng(0))
    np.testing.assert_allclose(tied.statistic, whole.statistic, rtol=0.4, atol=0.3)
    np.testing.assert_allclose(tied.p_value, whole.p_value, atol=0.15)
    labels = unmatched(given, 0, None)
    tied = exchange_labels(labels, True, 500, np.random.default_rng(0))
    monkeypatch.undo()
    whole = exchange_labels(labels, True, 500, np.random.default_rng(0))
    np.testing.assert_allclose(tied.p_value, whole.p_value, atol=0.2)
