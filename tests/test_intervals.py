"""Intervals against plain loops, and what bundling and strata do to them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from framing.comparison.estimators import Sample, difference, level, ratio
from framing.comparison.intervals import MOST_UNITS, bootstrap, bundled, jackknife


def sample(seed, n_units=12, n_columns=3, strata=None):
    rng = np.random.default_rng(seed)
    units = rng.gamma(2, 1, (n_units, 4, n_columns)) * rng.gamma(3, 1, (n_units, 1, 1))
    strata = np.zeros(n_units, dtype=int) if strata is None else np.asarray(strata)
    return Sample(units, strata)


@pytest.mark.parametrize(
    ("estimator", "scale", "forth", "back"),
    [
        (ratio, "log", np.log, np.exp),
        (difference, "identity", lambda x: x, lambda x: x),
        (level, "log", np.log, np.exp),
        (lambda t: level(t) / 9, "logit", lambda x: np.log(x / (1 - x)), stats.logistic.cdf),
    ],
)
def test_jackknife_by_a_plain_loop(estimator, scale, forth, back):
    given = sample(1)
    found = jackknife(given, estimator, scale)
    n = len(given.units)
    for column in range(3):
        without = []
        for left_out in range(n):
            kept = [unit for unit in range(n) if unit != left_out]
            without.append(forth(estimator(given.units[kept].sum(axis=0))[column]))
        se = np.sqrt((n - 1) / n * sum((value - np.mean(without)) ** 2 for value in without))
        middle = forth(estimator(given.totals)[column])
        weight = given.units[:, 1::2, column].sum(axis=1)
        df = weight.sum() ** 2 / (weight**2).sum() - 1
        reach = stats.t.ppf(0.975, df) * se
        assert found.low[column] == pytest.approx(back(middle - reach))
        assert found.high[column] == pytest.approx(back(middle + reach))
        assert found.df[column] == pytest.approx(df)


def test_jackknife_of_a_mean_is_students_interval():
    values = np.random.default_rng(2).normal(3, 1, 20)
    given = Sample(np.stack([values, np.ones(20)], axis=1)[:, :, None], np.zeros(20, dtype=int))
    found = jackknife(given, level, "identity")
    expected = stats.t.interval(0.95, 19, values.mean(), stats.sem(values))
    assert (found.low[0], found.high[0]) == pytest.approx(expected)


def test_jackknife_of_two_samples_is_welchs_interval():
    rng = np.random.default_rng(3)
    one, two = rng.normal(3, 1, 9), rng.normal(1, 4, 15)
    units = np.zeros((24, 4, 1))
    units[:9, 0, 0], units[:9, 1, 0] = one, 1
    units[9:, 2, 0], units[9:, 3, 0] = two, 1
    found = jackknife(Sample(units, np.repeat([0, 1], [9, 15])), difference, "identity")
    expected = stats.ttest_ind(one, two, equal_var=False).confidence_interval(0.95)
    assert (found.low[0], found.high[0]) == pytest.approx((expected.low, expected.high))


def test_bootstrap_by_a_plain_loop():
    given = sample(4, n_units=30)
    found = bootstrap(given, ratio, 400, np.random.default_rng(0))
    draws = [
        ratio(sum(given.units[unit] for unit in drawn))
        for drawn in np.random.default_rng(0).integers(0, 30, (400, 30))
    ]
    expected = np.percentile(draws, [2.5, 97.5], axis=0)
    np.testing.assert_allclose([found.low, found.high], expected)


def test_bootstrap_draws_within_strata(monkeypatch):
    # one stratum without variation: the estimate varies with the other alone
    given = sample(5, n_units=40, strata=[0] * 20 + [1] * 20)
    given.units[:20, 2:] = 0
    given.units[20:, :2] = 0
    given.units[20:, 2:] = given.units[20, 2:]
    found = bootstrap(given, ratio, 2000, np.random.default_rng(0))
    other = level(given.units[20:, 2:].sum(axis=0))
    alone = Sample(given.units[:20, :2], np.zeros(20, dtype=int))
    expected = bootstrap(alone, level, 2000, np.random.default_rng(1))
    np.testing.assert_allclose(found.low, expected.low / other, rtol=0.03)
    monkeypatch.setattr("framing.comparison.intervals.DRAWS_AT_ONCE", 1)
    in_pieces = bootstrap(given, ratio, 50, np.random.default_rng(0))
    assert (in_pieces.low < in_pieces.high).all()


def test_bundles_keep_the_sums_and_the_spread():
    rng = np.random.default_rng(6)
    given = sample(6, n_units=5 * MOST_UNITS + 17, n_columns=2)
    tied = bundled(given, rng)
    assert len(tied.units) == MOST_UNITS
    np.testing.assert_allclose(tied.totals, given.totals)
    whole, parts = jackknife(given, ratio, "log"), jackknife(tied, ratio, "log")
    widths = [np.log(found.high / found.low) for found in (whole, parts)]
    np.testing.assert_allclose(*widths, rtol=0.12)
    few = sample(6, n_units=30)
    np.testing.assert_array_equal(bundled(few, rng).units, few.units)


def test_no_interval_where_leaving_one_out_leaves_nothing():
    units = np.ones((8, 4, 2))
    units[1:, 0, 0] = 0  # all hits of the first column in one unit
    units[:, 0, 1] = np.arange(1, 9)
    found = jackknife(Sample(units, np.zeros(8, dtype=int)), ratio, "log")
    assert np.isnan(found.low[0])
    assert np.isnan(found.high[0])
    assert found.low[1] < 4.5 < found.high[1]
