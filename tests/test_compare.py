"""compare: estimates by hand and against other programs, its properties, small numbers, errors."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy import stats

from framing.comparison import compare
from framing.errors import FramingError
from framing.measures.measure import Measure

COLUMNS = (
    "outlet measure part category kind estimate conf_low conf_high interval_method df n_articles "
    "n_events numerator denominator reference scale statistic p_value p_signflip q_value family "
    "family_size note"
).split()


def measure_of(rows, kind="count", names=("outlet", "event"), **rest):
    """A measure of one category from rows of names, numerator, denominator."""
    width = 10 ** len(str(len(rows)))
    articles = pd.DataFrame(
        [row[: len(names)] for row in rows],
        columns=list(names),
        index=pd.Index([f"a{width + number}" for number in range(len(rows))], name="article_id"),
    )
    return Measure.from_arrays(
        articles,
        [[row[-2]] for row in rows],
        [[row[-1]] for row in rows],
        name="terms",
        unit="hits per word",
        kind=kind,
        categories=["alarm"],
        **rest,
    )


def drawn(seed, n_outlets=3, n_events=8, n_categories=2, kind="count", missing=0.2):
    """A random measure; outlets may have several articles on an event, or none."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"o{outlet}", f"e{event}")
        for outlet, event in product(range(n_outlets), range(n_events))
        for _ in range(rng.integers(1, 3))
        if rng.random() > missing
    ]
    articles = pd.DataFrame(rows, columns=["outlet", "event"])
    articles.index = pd.Index([f"a{number:04}" for number in range(len(rows))], name="article_id")
    words = rng.integers(100, 900, (len(rows), 1))
    shape = (len(rows), n_categories)
    if kind == "count":
        numerators = rng.poisson(words * 0.01 * rng.gamma(2, 0.5, shape))
    else:
        numerators = words * rng.normal(0.1, 0.3, shape)
    return Measure.from_arrays(
        articles,
        numerators,
        words,
        name="drawn",
        unit="u",
        kind=kind,
        categories=[f"c{number}" for number in range(n_categories)],
    )


def contrasts(table):
    return table[table["kind"] == "contrast"]


def contrast(table, outlet, scale=None):
    """The contrast of an outlet in a table of one category."""
    rows = contrasts(table)
    rows = rows[rows["outlet"] == outlet]
    return (rows if scale is None else rows[rows["scale"] == scale]).iloc[0]


# Two outlets, three events, on paper. X_e = X_A + X_B; w = X_A·X_B/X_e;
# n = Y_A·X_B/X_e; d = Y_B·X_A/X_e.
#
#            A        B       w     n     d
#   flood    4/100    1/100   50    2     0.5
#   strike   6/300    4/100   75    1.5   3
#   vote     3/200    2/200  100    1.5   1
#   sum     13/600    7/400  225    5     4.5
BY_HAND = [
    ("A", "flood", 4, 100),
    ("A", "strike", 1, 100),
    ("A", "strike", 5, 200),
    ("A", "vote", 3, 200),
    ("B", "flood", 1, 100),
    ("B", "strike", 4, 100),
    ("B", "vote", 2, 200),
]


def test_levels_and_contrasts_by_hand():
    table = compare(measure_of(BY_HAND))
    assert list(table.columns) == COLUMNS
    levels = table[table["kind"] == "level"].set_index("outlet")
    assert levels.loc["A", "estimate"] == 13 / 600
    assert levels.loc["B", "estimate"] == 7 / 400
    assert levels["n_articles"].tolist() == [4, 3]
    assert levels["n_events"].tolist() == [3, 3]
    row = contrast(table, "A")
    assert row["estimate"] == pytest.approx(5 / 4.5)
    assert (row["numerator"], row["denominator"]) == (13, 600)
    assert (row["n_articles"], row["n_events"], row["reference"]) == (4, 3, "rest")
    assert contrast(table, "B")["estimate"] == pytest.approx(4.5 / 5)
    difference = compare(measure_of(BY_HAND), scale="difference")
    assert contrast(difference, "A")["estimate"] == pytest.approx((5 - 4.5) / 225)


def test_each_event_the_same_say_by_hand():
    # rates: A .04, .02, .015; B .01, .04, .01
    table = compare(measure_of(BY_HAND), weight="event")
    assert contrast(table, "A")["estimate"] == pytest.approx(0.075 / 0.06)
    table = compare(measure_of(BY_HAND), weight="event", scale="difference")
    assert contrast(table, "A")["estimate"] == pytest.approx((0.03 - 0.02 + 0.005) / 3)


def test_events_of_one_outlet_count_in_levels_only():
    alone = [("A", "fire", 50, 100), ("A", None, 7, 100), ("B", float("nan"), 0, 10)]
    before, after = compare(measure_of(BY_HAND)), compare(measure_of(BY_HAND + alone))
    columns = ["estimate", "numerator", "denominator", "n_articles", "n_events", "p_value"]
    assert_frame_equal(contrasts(before)[columns], contrasts(after)[columns])
    levels = after[after["kind"] == "level"].set_index("outlet")
    assert levels.loc["A", "estimate"] == 70 / 800
    assert levels.loc["A", "n_events"] == 4
    assert levels.loc["B", "n_articles"] == 4


def test_difference_is_the_weighted_fit_with_an_effect_for_each_event():
    import statsmodels.formula.api as smf

    measure = drawn(4, n_outlets=2, n_events=12, n_categories=1, kind="score")
    cells = (
        measure.articles.assign(y=measure.numerators[:, 0], x=measure.denominators[:, 0])
        .groupby(["outlet", "event"], as_index=False)[["y", "x"]]
        .sum()
    )
    cells["rate"] = cells["y"] / cells["x"]
    fit = smf.wls("rate ~ outlet + C(event)", cells, weights=cells["x"]).fit()
    row = contrast(compare(measure, reference="o0"), "o1")
    assert row["estimate"] == pytest.approx(fit.params["outlet[T.o1]"], rel=1e-9)


def test_ratio_is_that_of_mantel_and_haenszel():
    from statsmodels.stats.contingency_tables import StratifiedTable

    # With a tiny probability of a hit the risk and the rate are one; StratifiedTable has the
    # odds ratio, which then is the rate ratio too.
    measure = drawn(5, n_outlets=2, n_events=6, n_categories=1, missing=0)
    cells = (
        measure.articles.assign(y=measure.numerators[:, 0], x=measure.denominators[:, 0] * 1e7)
        .groupby(["event", "outlet"])[["y", "x"]]
        .sum()
    )
    tables = [
        np.array([[cells.loc[(event, name), "y"], cells.loc[(event, name), "x"]] for name in names])
        for event in sorted(set(measure.articles["event"]))
        for names in [("o1", "o0")]
    ]
    expected = StratifiedTable([np.asarray(table, dtype=float) for table in tables])
    row = contrast(compare(measure, reference="o0"), "o1")
    assert row["estimate"] == pytest.approx(expected.oddsratio_pooled, rel=1e-5)


@pytest.mark.parametrize("scale", ["ratio", "difference"])
def test_estimates_agree_with_plain_loops(scale):
    measure = drawn(11, n_outlets=4, n_events=9, n_categories=3)
    table = contrasts(compare(measure, scale=scale)).set_index(["outlet", "category"])
    articles = measure.articles
    for column, category in enumerate(measure.categories):
        for outlet in sorted(set(articles["outlet"])):
            n = d = w = 0.0
            for event in sorted(set(articles["event"])):
                here = (articles["event"] == event).to_numpy()
                own = here & (articles["outlet"] == outlet).to_numpy()
                x_own = measure.denominators[own, column].sum()
                x_rest = measure.denominators[here & ~own, column].sum()
                if x_own > 0 and x_rest > 0:
                    w_event = x_own * x_rest / (x_own + x_rest)
                    n += w_event * measure.numerators[own, column].sum() / x_own
                    d += w_event * measure.numerators[here & ~own, column].sum() / x_rest
                    w += w_event
            expected = n / d if scale == "ratio" else (n - d) / w
            assert table.loc[(outlet, category), "estimate"] == pytest.approx(expected)


def test_counts_default_to_ratios_and_the_rest_to_differences():
    for kind, scale in {"count": "ratio", "score": "difference", "share": "difference"}.items():
        table = compare(measure_of(BY_HAND, kind=kind))
        assert contrast(table, "A")["scale"] == scale
    levels = table[table["kind"] == "level"]
    assert levels[["reference", "scale", "family"]].isna().all(axis=None)
    assert levels[["statistic", "p_value", "q_value", "family_size"]].isna().all(axis=None)


# Properties


@given(st.integers(0, 2**32 - 1))
def test_order_of_articles_changes_no_bit(seed):
    measure = drawn(seed)
    order = np.random.default_rng(seed).permutation(len(measure.articles))
    turned = measure.restrict(measure.articles.index[order])
    assert_frame_equal(compare(measure), compare(turned), check_exact=True)


@given(st.integers(0, 2**32 - 1))
def test_names_of_outlets_and_events_do_not_matter(seed):
    measure = drawn(seed, n_events=6, missing=0.1)
    articles = measure.articles
    names = {"o0": "z", "o1": "y", "o2": "x"}
    turned = measure.with_articles(
        articles.assign(outlet=articles["outlet"].map(names), event="_" + articles["event"])
    )
    table = compare(measure)
    other = compare(turned)
    other["outlet"] = other["outlet"].map({new: old for old, new in names.items()})
    keys = ["kind", "category", "outlet", "scale"]
    numbers = ["estimate", "conf_low", "conf_high", "df", "p_value", "n_articles", "n_events"]
    table, other = (frame.sort_values(keys, ignore_index=True)[numbers] for frame in (table, other))
    assert_frame_equal(table, other, rtol=1e-9)  # 3 outlets, 6 events: p is exact


@given(st.integers(0, 2**32 - 1))
def test_splitting_an_article_changes_only_the_number_of_articles(seed):
    measure = drawn(seed)
    articles = measure.articles
    sums = measure.sums
    first = sums["article_id"] == articles.index[0]
    halves = sums[first].assign(article_id="zz", denominator=sums["denominator"] // 3)
    sums.loc[first, "denominator"] -= halves["denominator"]
    halves["numerator"] = 0.0
    split = pd.concat([articles, articles.iloc[:1].set_axis(["zz"])])
    other = Measure.from_sums(
        pd.concat([sums, halves]), split, name="drawn", unit="u", kind="count"
    )
    table, other = compare(measure), compare(other)
    rest = table.columns.drop("n_articles")
    assert_frame_equal(table[rest], other[rest], rtol=1e-9)
    assert (other["n_articles"] - table["n_articles"]).max() == 1


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.5, 3.0, 1000.0]))
def test_scaling_numerators_scales_levels_and_differences_and_leaves_ratios(seed, factor):
    measure = drawn(seed)
    scaled = Measure.from_arrays(
        measure.articles,
        factor * measure.numerators,
        measure.denominators,
        name="drawn",
        unit="u",
        kind="count",
        categories=list(measure.categories),
    )
    table, other = compare(measure), compare(scaled)
    numbers = ["estimate", "conf_low", "conf_high"]
    by = np.where(table["scale"] == "ratio", 1, factor)[:, None]
    np.testing.assert_allclose(other[numbers], by * table[numbers], rtol=1e-9)
    np.testing.assert_allclose(other["p_value"], table["p_value"])


@given(st.integers(0, 2**32 - 1))
def test_swapping_outlet_and_reference_inverts(seed):
    measure = drawn(seed, n_outlets=2, n_categories=1, n_events=7)
    one = contrast(compare(measure, reference="o0"), "o1")
    two = contrast(compare(measure, reference="o1"), "o0")
    if one["n_events"] and one["scale"] == "ratio" and not np.isnan(one["estimate"]):
        assert one["estimate"] == pytest.approx(1 / two["estimate"])
        assert one["conf_low"] == pytest.approx(1 / two["conf_high"], nan_ok=True)
        assert one["statistic"] == pytest.approx(-two["statistic"], nan_ok=True)
        assert one["p_value"] == pytest.approx(two["p_value"], nan_ok=True)


def test_against_the_rest_of_two_is_against_the_other():
    measure = drawn(3, n_outlets=2)
    rest, pair = compare(measure), compare(measure, reference="o0")
    numbers = ["estimate", "conf_low", "conf_high", "statistic", "p_value"]
    rows = contrasts(rest)[lambda rows: rows["outlet"] == "o1"]
    assert_frame_equal(
        rows[numbers].reset_index(drop=True), contrasts(pair)[numbers].reset_index(drop=True)
    )
    assert set(contrasts(pair)["outlet"]) == {"o1"}
    assert set(contrasts(pair)["reference"]) == {"o0"}


def test_seed_repeats_and_matters():
    measure = drawn(1, n_outlets=5, n_events=20)
    assert_frame_equal(compare(measure, seed=7), compare(measure, seed=7), check_exact=True)
    one, two = (contrasts(compare(measure, seed=seed))["p_value"] for seed in (7, 8))
    assert not np.array_equal(one, two)
    np.testing.assert_allclose(one, two, atol=0.06)


def test_categories_do_not_disturb_each_other():
    measure = drawn(2, n_outlets=4, n_events=15, n_categories=6)
    together = compare(measure)
    alone = compare(measure.select("c3"))
    together = together[together["category"] == "c3"].reset_index(drop=True)
    rest = together.columns.drop(["q_value", "family_size"])
    assert_frame_equal(together[rest], alone[rest], rtol=1e-12)


def test_columns_in_small_lots_give_the_same_table(monkeypatch):
    measure = drawn(2, n_categories=5)
    table = compare(measure)
    monkeypatch.setattr("framing.comparison.cells.VALUES_AT_ONCE", 1)
    assert_frame_equal(table, compare(measure), rtol=1e-12)


def test_categories_measured_in_different_articles():
    rows = [("A", f"e{n}") for n in range(8)] + [("B", f"e{n}") for n in range(8)]
    articles = pd.DataFrame(rows, columns=["outlet", "event"])
    articles.index = pd.Index([f"a{number:02}" for number in range(16)], name="article_id")
    x = np.full((16, 2), 100.0)
    y = np.arange(32.0).reshape(16, 2) % 5 + 1
    x[3, 1] = y[3, 1] = np.nan  # not measured
    x[9, 1] = y[9, 1] = 0  # nothing there to measure
    measure = Measure.from_arrays(
        articles, y, x, name="m", unit="u", kind="count", categories=["full", "holes"]
    )
    table = contrasts(compare(measure)).set_index(["category", "outlet"])
    assert table.loc[("full", "A"), "n_events"] == 8
    assert table.loc[("holes", "A"), "n_events"] == 6
    kept = [number for number in range(16) if number not in (1, 3, 9, 11)]
    expected = compare(measure.restrict(articles.index[kept]).select("holes"))
    assert table.loc[("holes", "A"), "estimate"] == contrast(expected, "A")["estimate"]
    levels = compare(measure)
    assert levels.loc[(levels["kind"] == "level"), "n_articles"].tolist() == [8, 8, 7, 7]


# Small numbers


def test_fewer_than_five_shared_events_have_no_interval():
    table = compare(drawn(1, n_events=4, missing=0))
    assert table[["conf_low", "conf_high", "df"]].isna().all(axis=None)
    assert (table["interval_method"] == "none").all()
    assert table["note"].str.contains("no interval: 4 events, 5 needed").all()
    table = compare(drawn(1, n_events=5, missing=0))
    assert table[["conf_low", "conf_high"]].notna().all(axis=None)
    assert table["df"].between(1, 4).all()


def test_no_shared_event():
    table = compare(measure_of([("A", "e1", 3, 10), ("B", "e2", 2, 10), ("B", "e3", 1, 10)]))
    row = contrast(table, "A")
    assert np.isnan(row["estimate"])
    assert np.isnan(row["p_value"])
    assert (row["n_events"], row["denominator"]) == (0, 0)
    assert row["note"] == "no event that both cover"
    assert (table.loc[table["kind"] == "level", "estimate"] == [0.3, 0.15]).all()


def test_a_numerator_of_zero_leaves_the_ratio_undefined_and_gives_the_difference():
    rows = [("A", f"e{n}", 3 + n % 2, 100) for n in range(8)]
    rows += [("B", f"e{n}", 0, 100) for n in range(8)]
    table = compare(measure_of(rows))
    row = contrast(table, "A", "ratio")
    assert np.isnan(row["estimate"])
    assert "the ratio is undefined" in row["note"]
    assert row["p_value"] == pytest.approx(2 / 2**8)
    beside = contrast(table, "A", "difference")
    assert beside["estimate"] == pytest.approx(0.035)
    assert np.isnan(beside["conf_low"])
    assert "one side has no hit" in beside["note"]
    assert np.isnan(beside["p_value"])
    assert beside["family"] is np.nan
    assert row["family_size"] == 2  # A and B, each counted once
    level = table[(table["kind"] == "level") & (table["outlet"] == "B")].iloc[0]
    assert level["estimate"] == 0
    assert np.isnan(level["conf_low"])
    assert "the numerator is 0" in level["note"]


def test_cells_of_zeros_have_neither_interval_nor_test():
    rows = [(outlet, f"e{n}", 0, 100) for outlet in "AB" for n in range(8)]
    table = contrasts(compare(measure_of(rows)))
    assert table["scale"].tolist() == ["ratio", "difference"] * 2
    assert table.loc[table["scale"] == "difference", "estimate"].tolist() == [0, 0]
    assert table[["conf_low", "p_value", "q_value"]].isna().all(axis=None)
    assert table.loc[table["scale"] == "ratio", "note"].str.contains("not tested").all()
    beside = table.loc[table["scale"] == "difference", "note"]
    assert beside.str.contains("no interval: the numerator is 0").all()


def test_no_variation_has_no_interval():
    rows = [(outlet, f"e{n}", 3, 90) for outlet in "AB" for n in range(8)]
    for kind in ("count", "score"):
        table = compare(measure_of(rows, kind=kind))
        assert table["conf_low"].isna().all()
        assert table["note"].str.contains("too few events that differ").all()


def test_shares_need_ten_articles_of_five_events():
    def shares(per_event, n_events):
        rows = [
            (outlet, f"e{n}", (n + k) % 3 + (outlet == "A"), 6)
            for outlet in "AB"
            for n in range(n_events)
            for k in range(per_event)
        ]
        return compare(measure_of(rows, kind="share"))

    assert shares(1, 9)["note"].str.contains("a share of 9 articles, 10 needed").all()
    assert shares(3, 4)["note"].str.contains("a share of 4 events, 5 needed").all()
    enough = shares(1, 10)
    assert enough["conf_low"].notna().all()
    assert enough["note"].eq("").all()
    assert contrast(shares(1, 9), "A")["p_value"] > 0  # the test needs no such number


def test_articles_take_the_place_of_events_where_there_are_none():
    measure = drawn(6)
    without = measure.with_articles(measure.articles.drop(columns="event"))
    table = compare(without)
    assert_frame_equal(table, compare(measure, within=None))
    assert_frame_equal(table, compare(without.with_articles(without.articles.assign(event=None))))
    rates = measure.numerators[:, 0], measure.denominators[:, 0]
    own = (measure.articles["outlet"] == "o1").to_numpy()
    expected = np.divide(*(rate[own].sum() for rate in rates))
    expected /= np.divide(*(rate[~own].sum() for rate in rates))
    row = contrast(table[table["category"] == "c0"], "o1")
    assert row["estimate"] == pytest.approx(expected)
    assert row["conf_low"] < expected < row["conf_high"]
    assert row["n_events"] == 0
    assert 0 < row["p_value"] <= 1
    few = compare(measure_of([("A", 1, 10), ("A", 2, 10)] + [("B", 3, 10)] * 9, names=["outlet"]))
    assert contrast(few, "A")["note"].endswith("no interval: 2 articles, 5 needed")


def test_census_and_bootstrap_on_request():
    measure = drawn(8, n_events=12)
    none = compare(measure, interval="none")
    assert none["conf_low"].isna().all()
    assert (none["interval_method"] == "none").all()
    assert contrasts(none)["p_value"].notna().all()
    bootstrap = compare(measure, interval="bootstrap", resamples=500)
    assert (bootstrap["interval_method"] == "bootstrap").all()
    assert (bootstrap["conf_low"] < bootstrap["estimate"]).all()
    assert_frame_equal(compare(measure), compare(measure, interval="jackknife"))


# One article an outlet


def sentences(numbers, **metadata):
    """One article for each outlet with these numbers of hits in its sentences of 10 words."""
    articles = pd.DataFrame({"outlet": list(numbers), **metadata})
    articles.index = pd.Index([f"a{number}" for number in range(len(numbers))], name="article_id")
    sums = pd.DataFrame(
        [
            (article_id, "body", place, "alarm", hits, 10)
            for article_id, hit_list in zip(articles.index, numbers.values(), strict=True)
            for place, hits in enumerate(hit_list)
        ],
        columns=["article_id", "part", "sentence", "category", "numerator", "denominator"],
    )
    totals = sums.groupby("article_id")[["numerator", "denominator"]].sum()
    return Measure.from_arrays(
        articles,
        totals[["numerator"]],
        totals[["denominator"]],
        name="terms",
        unit="u",
        kind="count",
        categories=["alarm"],
        make_sentence_sums=lambda ids: sums[sums["article_id"].isin(ids)],
    )


HITS = {"A": [1, 0, 2, 0, 1, 0, 3, 1, 0, 0, 1, 2, 1, 1, 1, 4], "B": [0, 1] * 9, "C": [1] * 14 + [0]}


def test_one_article_an_outlet_is_described_by_its_sentences():
    table = compare(sentences(HITS))
    assert (table["interval_method"] == "sentence blocks").all()
    assert table[["p_value", "q_value", "statistic", "family_size"]].isna().all(axis=None)
    assert table["note"].str.contains("not the outlets").all()
    # blocks of A: 3, 1, 4, 3, 3 of 30 words and the last sentence, 4 of 10
    y, x = np.array([3, 1, 4, 3, 3, 4]), np.array([30, 30, 30, 30, 30, 10])
    without = np.log((y.sum() - y) / (x.sum() - x))
    se = np.sqrt(5 / 6 * ((without - without.mean()) ** 2).sum())
    level = table[table["kind"] == "level"].iloc[0]
    assert level["estimate"] == 18 / 160
    assert level["df"] == pytest.approx(160**2 / (5 * 30**2 + 10**2) - 1)
    reach = stats.t.ppf(0.975, level["df"]) * se
    assert level["conf_low"] == pytest.approx(18 / 160 * np.exp(-reach))
    row = contrast(table, "A")
    assert row["estimate"] == pytest.approx(18 / 160 / ((9 + 14) / (180 + 150)))
    assert (row["n_articles"], row["n_events"]) == (1, 0)


def test_one_article_an_outlet_within_events():
    table = compare(sentences(HITS, event=["e1", "e1", "e2"]))
    row = contrast(table, "A")
    assert row["estimate"] == pytest.approx(18 / 160 / (9 / 180))
    assert row["conf_low"] < row["estimate"] < row["conf_high"]
    alone = contrast(table, "C")
    assert np.isnan(alone["estimate"])
    assert alone["note"].startswith("no event that both cover")
    pair = compare(sentences(HITS, event=["e1", "e1", "e2"]), reference="B")
    numbers = ["estimate", "conf_low", "conf_high"]
    assert contrast(pair, "A")[numbers].tolist() == row[numbers].tolist()


def test_one_short_article_an_outlet_has_no_interval():
    table = compare(sentences({"A": [1, 2, 0, 1], "B": [0, 0, 1, 1, 0]}))
    assert table["conf_low"].isna().all()
    assert table["note"].str.contains("2 blocks of sentences, 5 needed").all()
    without = measure_of([("A", "e", 1, 10), ("B", "e", 2, 10)])
    table = compare(without)
    assert table["conf_low"].isna().all()
    assert contrast(table, "A")["estimate"] == pytest.approx(0.5)


# Families, copies, notes


def test_q_values_are_those_of_benjamini_and_hochberg():
    from scipy.stats import false_discovery_control

    table = contrasts(compare(drawn(9, n_outlets=4, n_events=10, n_categories=5)))
    assert len(table) == 20
    np.testing.assert_allclose(table["q_value"], false_discovery_control(table["p_value"]))
    assert (table["family"] == "all").all()
    assert (table["family_size"] == 20).all()


def test_untestable_contrasts_are_left_out_of_the_family():
    from scipy.stats import false_discovery_control

    measure = drawn(9, n_outlets=4, n_events=10, n_categories=3)
    numerators = measure.numerators.copy()
    numerators[:, 1] = 0
    measure = Measure.from_arrays(
        measure.articles,
        numerators,
        measure.denominators,
        name="m",
        unit="u",
        kind="count",
        categories=list(measure.categories),
    )
    table = contrasts(compare(measure))
    tested = table[table["p_value"].notna()]
    assert len(tested) == 8
    assert (tested["family_size"] == 8).all()
    np.testing.assert_allclose(tested["q_value"], false_discovery_control(tested["p_value"]))
    left_out = table[(table["category"] == "c1") & (table["scale"] == "ratio")]
    assert left_out["q_value"].isna().all()
    assert left_out["note"].str.contains("not tested").all()


def test_primary_contrasts_are_a_family_of_their_own():
    from scipy.stats import false_discovery_control

    measure = drawn(9, n_outlets=4, n_events=10, n_categories=5)
    primary = [{"outlet": "o1", "category": "c2"}, {"category": "c4"}]
    table = contrasts(compare(measure, primary=primary))
    named = table["family"] == "primary"
    expected = (table["category"] == "c4") | (
        (table["outlet"] == "o1") & (table["category"] == "c2")
    )
    assert (named == expected).all()
    assert set(table["family"]) == {"primary", "exploratory"}
    for members in (named, ~named):
        rows = table[members]
        assert (rows["family_size"] == len(rows)).all()
        np.testing.assert_allclose(rows["q_value"], false_discovery_control(rows["p_value"]))


def test_smallest_attainable_p_is_told_when_it_exceeds_5_per_cent():
    def of_events(n_events):
        rows = [("A", f"e{n}", 4 + n, 100) for n in range(n_events)]
        rows += [("B", f"e{n}", 1 + n, 100) for n in range(n_events)]
        return contrast(compare(measure_of(rows)), "A")

    assert of_events(5)["p_value"] == 2 / 2**5
    assert of_events(5)["note"] == "smallest attainable p 0.0625"
    assert of_events(6)["p_value"] == 2 / 2**6
    assert of_events(6)["note"] == ""


def test_sign_flips_stand_beside_where_cells_differ_threefold():
    def with_length(words):
        rows = [("A", f"e{n}", n % 3 + 1, words) for n in range(8)]
        rows += [(outlet, f"e{n}", n % 4, 100) for outlet in "BC" for n in range(8)]
        return contrast(compare(measure_of(rows)), "A")["p_signflip"]

    assert np.isnan(with_length(290))
    assert 0 < with_length(310) <= 1
    assert 0 < with_length(30) <= 1


def test_copies_are_exchanged_as_one():
    rng = np.random.default_rng(3)
    rows, copied = [], []
    for event in range(6):
        hits = rng.integers(1, 9, 2)
        for outlet, count in zip("ABC", (hits[0], hits[0], hits[1]), strict=True):
            rows.append((outlet, f"e{event}", int(count), 100))
            copied.append(None if outlet == "C" else f"g{event}")
    measure = measure_of(rows)
    marked = measure.with_articles(measure.articles.assign(copy_group=copied))
    as_pairs = [("C", event, y, x) for outlet, event, y, x in rows if outlet == "C"]
    as_pairs += [("AB", event, 2 * y, 2 * x) for outlet, event, y, x in rows if outlet == "A"]
    expected = contrast(compare(measure_of(as_pairs)), "C")
    row = contrast(compare(marked), "C")
    assert row["p_value"] == expected["p_value"]
    assert row["estimate"] == pytest.approx(contrast(compare(measure), "C")["estimate"])
    assert row["p_value"] * 2**6 % 2 == 0
    pair = contrast(compare(marked, reference="B"), "A")
    assert np.isnan(pair["p_value"])
    assert "copies of one another" in pair["note"]


# Any group, any number of articles


def test_by_any_column():
    measure = drawn(3)
    years = np.where(np.arange(len(measure.articles)) % 2, 2016, 2017)
    measure = measure.with_articles(measure.articles.assign(year=years))
    table = compare(measure, by="year", reference=2016)
    assert table.columns[0] == "year"
    assert set(contrasts(table)["year"]) == {2017}
    assert set(contrasts(table)["reference"]) == {"2016"}
    table = compare(measure, within="year")
    assert contrasts(table)["n_events"].max() == 2


def test_articles_without_a_group_are_left_out():
    measure = drawn(3)
    genre = np.where(np.arange(len(measure.articles)) % 3, "news", None)
    some = measure.with_articles(measure.articles.assign(genre=genre))
    kept = some.restrict(some.articles.index[some.articles["genre"].notna()])
    extra = kept.with_articles(kept.articles.assign(genre=kept.articles["outlet"]))
    with_gaps = measure.articles["outlet"].where(some.articles["genre"].notna())
    other = measure.with_articles(measure.articles.assign(genre=with_gaps))
    assert_frame_equal(compare(extra, by="genre"), compare(other, by="genre"), check_exact=True)


def test_one_outlet_has_levels_only():
    table = compare(drawn(3, n_outlets=1))
    assert set(table["kind"]) == {"level"}
    assert table["conf_low"].notna().all()
    assert_frame_equal(table, compare(drawn(3, n_outlets=1), reference="o0"))


def test_nothing_to_compare():
    empty = drawn(3).restrict([])
    table = compare(empty, reference="o0", primary=[{"outlet": "o1"}])
    assert list(table.columns) == COLUMNS
    assert len(table) == 0
    assert table["estimate"].dtype == "float64"


def test_an_outlet_without_words():
    rows = [*BY_HAND, ("C", "flood", 0, 0), ("C", "vote", 0, 0)]
    table = compare(measure_of(rows))
    level = table[(table["kind"] == "level") & (table["outlet"] == "C")].iloc[0]
    assert np.isnan(level["estimate"])
    assert level["n_articles"] == 0
    assert level["note"] == "no article in which it could be measured"
    assert contrast(table, "A")["estimate"] == pytest.approx(5 / 4.5)
    assert contrast(table, "C")["note"] == "no event that both cover"


# Errors


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"by": "paper"}, "by='paper' is not known; choose one of 'outlet', 'event'"),
        ({"within": "story"}, "within='story' is not known"),
        ({"by": "event"}, "by and within are both 'event'"),
        ({"reference": "o9"}, "reference='o9' is not known; choose one of 'o0', 'o1', 'o2'"),
        ({"scale": "log"}, "scale='log' is not known"),
        ({"interval": "normal"}, "interval='normal' is not known"),
        ({"weight": "word"}, "weight='word' is not known; choose one of 'size', 'event'"),
        ({"resamples": -1}, "resamples=-1 is not allowed; give a whole number from 1"),
        ({"resamples": 10.5}, "resamples=10.5 is not allowed"),
        ({"seed": -1}, "seed=-1 is not allowed; give a whole number from 0"),
        ({"primary": [{"category": "c9"}]}, "primary: category='c9' is not known"),
        ({"primary": [{"topic": "c1"}]}, "primary='topic' is not known; choose one of 'outlet'"),
        ({"primary": [{}]}, "primary has an entry that names nothing"),
    ],
)
def test_errors_name_argument_value_and_choices(keywords, message):
    with pytest.raises(FramingError, match=re.escape(message)):
        compare(drawn(1), **keywords)


def test_an_event_that_outweighs_all_others_gives_no_interval() -> None:
    rng = np.random.default_rng(0)
    rows = [
        (f"{event}-{outlet}-{number}", outlet, event)
        for event in range(7)
        for outlet in "ABC"
        for number in range(500 if event == 0 else 1)
    ]
    articles = pd.DataFrame(rows, columns=["article_id", "outlet", "event"])
    sums = articles[["article_id"]].assign(
        category="x", numerator=rng.poisson(2.0, len(rows)), denominator=400.0
    )
    measure = Measure.from_sums(sums, articles, name="hits", unit="hits per word", kind="count")
    table = compare(measure, resamples=99)
    assert table["conf_low"].isna().all()
    assert table["note"].str.contains("one outweighs all others").all()


def test_a_column_of_the_table_cannot_be_compared_by() -> None:
    articles = pd.DataFrame(
        {"article_id": ["a", "b"], "outlet": ["X", "Y"], "category": ["p", "q"]}
    )
    sums = pd.DataFrame(
        {"article_id": ["a", "b"], "category": "x", "numerator": 1.0, "denominator": 2.0}
    )
    measure = Measure.from_sums(sums, articles, name="codes", unit="per sentence", kind="score")
    with pytest.raises(FramingError, match="by='category' is a column of the comparison table"):
        compare(measure, by="category")


def test_where_one_side_has_no_hit_no_interval_pretends_to_know():
    """With the other side alone to vary, half of such intervals would leave out what is true."""
    rng = np.random.default_rng(0)
    narrow = []
    for _ in range(60):
        rows = [("A", f"e{n}", 0, 400) for n in range(6)]
        rows += [("B", f"e{n}", int(rng.poisson(0.4)), 400) for n in range(6)]
        rows += [("C", f"e{n}", int(rng.poisson(0.4)), 400) for n in range(6)]
        table = compare(measure_of(rows), scale="difference", resamples=20)
        narrow.append(contrast(table, "A", "difference")["conf_high"])
    assert np.isnan(narrow).all()
