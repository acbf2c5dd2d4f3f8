"""Equivalence: against statsmodels, the 90 % interval, size by simulation, what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.weightstats import DescrStatsW

import framing as fr
from framing.comparison import compare
from framing.comparison.equivalence import equivalence
from framing.comparison.models import compare_models
from framing.errors import FramingError
from framing.measures.measure import Measure


def scores(seed=0, n=12, shift=0.0, spread=1.0, kind="score"):
    """One article of A and one of B an event, as long as each other."""
    rng = np.random.default_rng(seed)
    articles = pd.DataFrame(
        {"outlet": ["A", "B"] * n, "event": np.repeat(np.arange(n), 2).astype(str)},
        index=pd.Index([f"a{number:03}" for number in range(2 * n)], name="article_id"),
    )
    values = rng.normal(0, spread, (2 * n, 1))
    values[::2] += shift
    return Measure.from_arrays(
        articles, values, [[1]], name="d", unit="u", kind=kind, categories=["c"]
    )


def counts(seed=0, n_outlets=4, n_events=40, rate=0.02, n_categories=5):
    rng = np.random.default_rng(seed)
    size = n_outlets * n_events
    articles = pd.DataFrame(
        {
            "outlet": np.tile([f"o{number}" for number in range(n_outlets)], n_events),
            "event": np.repeat(np.arange(n_events), n_outlets).astype(str),
        },
        index=pd.Index([f"a{number:04}" for number in range(size)], name="article_id"),
    )
    words = rng.integers(200, 900, (size, 1))
    names = [f"c{number}" for number in range(n_categories)]
    return Measure.from_arrays(
        articles,
        rng.poisson(words * rate, (size, n_categories)),
        words,
        name="d",
        unit="hits per word",
        kind="count",
        categories=names,
    )


@pytest.mark.parametrize(("shift", "margin"), [(0.0, 0.5), (0.4, 1.0), (-0.4, 0.6)])
def test_p_is_that_of_statsmodels_where_events_weigh_the_same(shift, margin):
    measure = scores(shift=shift)
    row = equivalence(measure, margin, reference="B").iloc[0]
    apart = measure.numerators[::2, 0] - measure.numerators[1::2, 0]
    theirs = DescrStatsW(apart)
    assert row["p_equivalence"] == pytest.approx(theirs.ttost_mean(-margin, margin)[0])
    low, high = theirs.tconfint_mean(alpha=0.1)
    assert (row["conf_low_90"], row["conf_high_90"]) == pytest.approx((low, high))
    assert (row["margin_low"], row["margin_high"]) == (-margin, margin)


@pytest.mark.parametrize("make", [compare, compare_models])
def test_p_below_05_is_the_90_per_cent_interval_within_the_margin(make):
    table = equivalence(make(counts()), 1.12)
    within = (table["conf_low_90"] > 1 / 1.12) & (table["conf_high_90"] < 1.12)
    assert 0 < within.sum() < len(table)
    assert ((table["p_equivalence"] < 0.05) == within).all()
    assert (table["conf_low_90"] > table["conf_low"]).all()
    assert np.allclose(table["margin_low"] * table["margin_high"], 1)
    order = table["p_equivalence"].sort_values().index
    assert table.loc[order, "q_equivalence"].is_monotonic_increasing
    assert (table["q_equivalence"] >= table["p_equivalence"]).all()


def test_four_results():
    said = {}
    for name, shift, spread, margin in (
        ("equivalent", 0.0, 0.1, 0.5),
        ("undecided", 0.0, 1.0, 0.1),
        ("different", 2.0, 0.3, 0.5),
        ("different, within the margin", 0.4, 0.1, 1.0),
    ):
        table = equivalence(scores(1, 20, shift, spread), margin, reference="B")
        said[name] = table["result"].iloc[0]
    assert list(said) == list(said.values())


def test_margins_left_open():
    assert equivalence(counts())["margin_high"].unique() == pytest.approx([1.25])
    measure = scores()
    row = equivalence(measure, reference="B").iloc[0]
    values = measure.numerators[:, 0]
    assert row["margin_high"] == pytest.approx(0.2 * values.std())
    with pytest.raises(FramingError, match="cannot be derived from a table of differences"):
        equivalence(compare(measure))


def test_a_table_and_a_measure_say_the_same():
    measure = counts()
    pd.testing.assert_frame_equal(
        equivalence(measure, 1.3, resamples=200), equivalence(compare(measure, resamples=200), 1.3)
    )


def test_without_an_interval_there_is_no_result():
    few = equivalence(scores(n=4), 1.0)
    assert few[["p_equivalence", "q_equivalence", "conf_low_90"]].isna().all(axis=None)
    assert few["result"].isna().all()
    assert few["note"].str.contains("4 events, 5 needed").all()


def test_a_ratio_that_is_undefined_has_no_margin_in_its_unit():
    measure = counts(n_outlets=2, n_categories=1, n_events=12)
    own = (measure.articles["outlet"] == "o0").to_numpy()[:, None]
    none = Measure.from_arrays(
        measure.articles,
        np.where(own, 0, measure.numerators),
        measure.denominators,
        name="d",
        unit="hits per word",
        kind="count",
        categories=["c0"],
    )
    table = equivalence(none, 1.5)
    beside = table[table["scale"] == "difference"]
    assert len(beside) == 2
    assert beside[["margin_low", "p_equivalence"]].isna().all(axis=None)


def test_one_article_an_outlet_shows_nothing_equivalent(example):
    one_each = example.articles.groupby("outlet").head(1)
    measure = fr.loaded_terms(fr.Corpus.from_frame(one_each.reset_index()))
    table = equivalence(measure, 1000.0)
    assert len(table)
    assert table["result"].isna().all()


def test_what_is_refused():
    table = compare(counts(), resamples=50)
    for margin in (1.0, 0.8, -1, np.nan, np.inf, "wide", True):
        with pytest.raises(FramingError, match="margin="):
            equivalence(table, margin)
    with pytest.raises(FramingError, match="margin=0"):
        equivalence(scores(), 0)
    with pytest.raises(FramingError, match="'within' is an option of framing"):
        equivalence(table, 1.2, within=None)
    with pytest.raises(FramingError, match="percentiles"):
        equivalence(counts(), interval="bootstrap", resamples=50)
    with pytest.raises(FramingError, match="lacks the column 'part'"):
        equivalence(pd.DataFrame({"outlet": []}))


def test_no_contrast_no_row():
    one = counts(n_outlets=1)
    assert len(equivalence(one)) == 0


def test_a_difference_as_large_as_the_margin_is_seldom_called_equivalent(calibration_claims):
    setting = calibration_claims.Setting(4, 40)
    rates = calibration_claims.simulate_equivalence(setting, 400, margin=2.0, seed=1)
    assert rates["size"] <= 0.065
    assert rates["size"] >= 0.02
    assert rates["power"] >= 0.5
