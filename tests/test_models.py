"""Models beside compare: against statsmodels, against CR2 in matrices, by simulation, small n."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats.contingency_tables import StratifiedTable

from framing.comparison import compare
from framing.comparison.cells import cells_of, rows_of
from framing.comparison.estimators import matched
from framing.comparison.models import FITS, compare_models, cr2
from framing.comparison.table import COLUMNS
from framing.errors import FramingError
from framing.measures.measure import Measure


def drawn(seed, n_outlets=4, n_events=14, n_categories=3, kind="count", rate=0.01):
    """Hits are overdispersed, a quarter of the cells missing, some cells of two articles."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"o{outlet}", f"e{event:03}")
        for event in range(n_events)
        for outlet in range(n_outlets)
        for _ in range(rng.integers(1, 3))
        if rng.random() < 0.75
    ]
    articles = pd.DataFrame(rows, columns=["outlet", "event"])
    articles.index = pd.Index([f"a{number:04}" for number in range(len(rows))], name="article_id")
    x = rng.integers(100, 900, (len(rows), 1))
    shape = (len(rows), n_categories)
    if kind == "count":
        y = rng.poisson(x * rate * rng.gamma(2, 0.5, shape))
    elif kind == "share":
        y = rng.binomial(x, rng.beta(2, 5, shape))
    else:
        y = x * rng.normal(0.1, 0.3, shape)
    names = [f"c{number}" for number in range(n_categories)]
    return Measure.from_arrays(articles, y, x, name="d", unit="u", kind=kind, categories=names)


def contrast_of(measure, outlet=0, column=0):
    rows = rows_of(measure, "outlet", "event")
    contrast = matched(cells_of(rows), outlet, None, "size")
    return contrast, column


def design(contrast):
    """Dummies of the events, and the outlet's own last."""
    events, event = np.unique(contrast.cells.event, return_inverse=True)
    dummies = np.eye(len(events))[event]
    return np.column_stack([dummies, contrast.own]), event


def fitted_by_statsmodels(contrast, column, family):
    matrix, event = design(contrast)
    y, x = contrast.cells.numerator[:, column], contrast.cells.denominator[:, column]
    # An event without a hit has no finite effect, and says nothing.
    kept = np.isin(event, event[y > 0])
    matrix = matrix[kept][:, np.append(np.isin(np.arange(event.max() + 1), event[kept]), True)]
    model = sm.GLM(y[kept], matrix, family=family, offset=np.log(x[kept]))
    clusters = {"groups": event[kept], "use_correction": False}
    return model.fit(cov_type="cluster", cov_kwds=clusters, tol=1e-13, maxiter=500)


@pytest.mark.parametrize("seed", [0, 1])
def test_poisson_is_that_of_statsmodels(seed):
    contrast, _ = contrast_of(drawn(seed))
    fit = FITS["poisson"](contrast)
    plain = (fit.score**2).sum(axis=0) / fit.information.sum(axis=0) ** 2
    for column in range(3):
        theirs = fitted_by_statsmodels(contrast, column, sm.families.Poisson())
        assert fit.beta[column] == pytest.approx(theirs.params[-1], abs=1e-6)
        assert np.sqrt(plain[column]) == pytest.approx(theirs.bse[-1], rel=1e-6)


@pytest.mark.parametrize(("seed", "rate"), [(0, 0.01), (1, 0.01), (2, 0.005)])
def test_negative_binomial_is_that_of_statsmodels(seed, rate):
    contrast, _ = contrast_of(drawn(seed, rate=rate))
    fit = FITS["negative-binomial"](contrast)
    plain = (fit.score**2).sum(axis=0) / fit.information.sum(axis=0) ** 2

    for column in range(3):

        def spread(alpha, column=column):
            family = sm.families.NegativeBinomial(alpha=alpha)
            found = fitted_by_statsmodels(contrast, column, family)
            return found.pearson_chi2 / found.df_resid - 1

        alpha = optimize.brentq(spread, 1e-4, 5, xtol=1e-12)
        family = sm.families.NegativeBinomial(alpha=alpha)
        theirs = fitted_by_statsmodels(contrast, column, family)
        assert fit.beta[column] == pytest.approx(theirs.params[-1], abs=1e-6)
        assert np.sqrt(plain[column]) == pytest.approx(theirs.bse[-1], rel=1e-5)


@pytest.mark.parametrize("shape", [0.05, 0.2, 1.0])
def test_negative_binomial_comes_to_an_end_where_hits_come_in_bursts(shape):
    rng = np.random.default_rng(0)
    measure = drawn(0, n_outlets=6, n_events=60, n_categories=1)
    words = measure.denominators
    size = (len(words), 60)
    hits = rng.poisson(words * rng.choice([0.002, 0.01], 60) * rng.gamma(shape, 1 / shape, size))
    names = [f"c{number}" for number in range(60)]
    bursty = Measure.from_arrays(
        measure.articles, hits, words, name="d", unit="u", kind="count", categories=names
    )
    for outlet in range(3):
        contrast, _ = contrast_of(bursty, outlet)
        known = np.isfinite(FITS["poisson"](contrast).beta)
        assert known.sum() > 40
        fit = FITS["negative-binomial"](contrast)
        assert np.isfinite(fit.beta[known]).mean() >= (1 if shape > 0.1 else 0.95)
        done = np.isfinite(fit.beta)
        assert np.abs(fit.score.sum(axis=0)[done]).max() < 1e-6


def test_without_overdispersion_the_negative_binomial_is_the_poisson():
    measure = drawn(3)
    words = measure.denominators[:, :1]
    flat = Measure.from_arrays(
        measure.articles, words // 50, words, name="d", unit="u", kind="count", categories=["c"]
    )
    contrast, _ = contrast_of(flat)
    assert FITS["negative-binomial"](contrast).beta == pytest.approx(
        FITS["poisson"](contrast).beta, abs=1e-9
    )


@pytest.mark.parametrize("kind", ["count", "score", "share"])
def test_linear_is_that_of_statsmodels_and_of_compare(kind):
    measure = drawn(4, kind=kind)
    contrast, _ = contrast_of(measure)
    fit = FITS["linear"](contrast)
    plain = (fit.score**2).sum(axis=0) / fit.information.sum(axis=0) ** 2
    matrix, event = design(contrast)
    for column in range(3):
        y, x = contrast.cells.numerator[:, column], contrast.cells.denominator[:, column]
        clusters = {"groups": event, "use_correction": False}
        theirs = sm.WLS(y / x, matrix, weights=x).fit(cov_type="cluster", cov_kwds=clusters)
        assert fit.beta[column] == pytest.approx(theirs.params[-1], abs=1e-9)
        assert np.sqrt(plain[column]) == pytest.approx(theirs.bse[-1], rel=1e-6)
    table = compare(measure, scale="difference", resamples=50)
    table = table[table["kind"] == "contrast"].reset_index(drop=True)
    models = compare_models(measure, model="linear")
    assert models["estimate"].to_numpy() == pytest.approx(table["estimate"].to_numpy())


def test_fractional_logit_is_mantel_and_haenszels_odds_ratio():
    measure = drawn(5, kind="share")
    contrast, _ = contrast_of(measure)
    fit = FITS["fractional-logit"](contrast)
    cells, own, event = contrast.cells, contrast.own, design(contrast)[1]
    for column in range(3):
        y, x = cells.numerator[:, column], cells.denominator[:, column]
        tables = [
            [
                [y[here & own].sum(), (x - y)[here & own].sum()],
                [y[here & ~own].sum(), (x - y)[here & ~own].sum()],
            ]
            for here in (event == number for number in range(event.max() + 1))
        ]
        theirs = StratifiedTable([np.array(one) for one in tables])
        assert np.exp(fit.beta[column]) == pytest.approx(theirs.oddsratio_pooled, rel=1e-9)


def test_fractional_logit_needs_no_effect_of_the_event():
    # Two short articles an event: a logit with dummies overstates the coefficient.
    rng = np.random.default_rng(0)
    n_events, beta, size = 4000, 1.0, 3
    effect = rng.normal(-1, 1, n_events)
    p = 1 / (1 + np.exp(-np.column_stack([effect + beta, effect])))
    y = rng.binomial(size, p)
    articles = pd.DataFrame(
        {"outlet": ["A", "B"] * n_events, "event": np.repeat(np.arange(n_events), 2).astype(str)},
        index=pd.Index([f"a{number:05}" for number in range(2 * n_events)], name="article_id"),
    )
    measure = Measure.from_arrays(
        articles, y.reshape(-1, 1), [[size]], name="d", unit="u", kind="share", categories=["c"]
    )
    table = compare_models(measure, reference="B")
    row = table.iloc[0]
    assert row["scale"] == "odds ratio"
    assert row["conf_low"] < np.exp(beta) < row["conf_high"]
    assert np.log(row["conf_high"] / row["conf_low"]) < 0.3
    biased = np.log(row["estimate"]) * size / (size - 1)  # what dummies would give, about
    assert biased > np.log(row["conf_high"])


@pytest.mark.parametrize("model", ["linear", "poisson"])
def test_cr2_is_that_of_the_matrices(model):
    """Bell and McCaffrey's correction as it is defined, with the dummies in the model and the
    working variance of the model."""
    contrast, _ = contrast_of(drawn(6, n_events=7, n_categories=1))
    fit = FITS[model](contrast)
    matrix, event = design(contrast)
    y, x = contrast.cells.numerator[:, 0], contrast.cells.denominator[:, 0]
    if model == "linear":
        working, gradient = 1 / x, matrix
        residual = y / x - matrix @ sm.WLS(y / x, matrix, weights=x).fit().params
    else:
        working = sm.GLM(y, matrix, sm.families.Poisson(), offset=np.log(x)).fit(tol=1e-12).mu
        gradient, residual = working[:, None] * matrix, y - working
    weight = np.diag(1 / working)
    bread = np.linalg.inv(gradient.T @ weight @ gradient)
    hat = gradient @ bread @ gradient.T @ weight
    left, phi = np.eye(len(y)) - hat, np.diag(working)
    rows, meat = [], 0.0
    for number in range(event.max() + 1):
        here = event == number
        root = np.sqrt(working[here])
        inner = left[np.ix_(here, here)] * root / root[:, None]
        values, vectors = np.linalg.eigh((inner + inner.T) / 2)
        safe = np.where(values > 1e-9, values, np.inf)
        adjust = (vectors / np.sqrt(safe)) @ vectors.T * root[:, None] / root
        push = (bread @ gradient[here].T @ weight[np.ix_(here, here)] @ adjust)[-1]
        meat += (push @ residual[here]) ** 2
        rows.append(push @ left[here])
    cross = np.array(rows) @ phi @ np.array(rows).T
    df = np.trace(cross) ** 2 / (cross**2).sum()
    variance, freedom = cr2(fit)
    assert variance[0] == pytest.approx(meat, rel=1e-6)
    assert freedom[0] == pytest.approx(df, rel=1e-6)


def test_events_of_equal_weight_give_students_t():
    rng = np.random.default_rng(1)
    n = 9
    articles = pd.DataFrame(
        {"outlet": ["A", "B"] * n, "event": np.repeat(np.arange(n), 2).astype(str)},
        index=pd.Index([f"a{number:02}" for number in range(2 * n)], name="article_id"),
    )
    values = rng.normal(0, 1, (2 * n, 1))
    measure = Measure.from_arrays(
        articles, values, [[1]], name="d", unit="u", kind="score", categories=["c"]
    )
    row = compare_models(measure, reference="B").iloc[0]
    theirs = stats.ttest_rel(values[::2, 0], values[1::2, 0])
    assert row["statistic"] == pytest.approx(theirs.statistic)
    assert row["p_value"] == pytest.approx(theirs.pvalue)
    assert row["df"] == pytest.approx(n - 1)
    interval = theirs.confidence_interval()
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((interval.low, interval.high))


def test_columns_order_and_family():
    measure = drawn(7)
    table = compare_models(measure)
    plain = compare(measure, resamples=50)
    plain = plain[plain["kind"] == "contrast"].reset_index(drop=True)
    assert list(table.columns) == ["outlet", *COLUMNS]
    same = ["outlet", "category", "n_articles", "n_events", "numerator", "denominator", "reference"]
    pd.testing.assert_frame_equal(table[same], plain[same])
    assert (table["family_size"] == len(table)).all()
    assert (table["q_value"] >= table["p_value"]).all()
    order = np.random.default_rng(0).permutation(len(measure.articles))
    shuffled = measure.restrict(measure.articles.index[order])
    pd.testing.assert_frame_equal(table, compare_models(shuffled))
    assert np.abs(np.log(table["estimate"] / plain["estimate"])).max() < 0.3


def test_a_group_of_outlets_as_reference():
    measure = drawn(8)
    table = compare_models(measure, reference=["o2", "o3"])
    assert set(table["outlet"]) == {"o0", "o1"}
    assert set(table["reference"]) == {"o2, o3"}
    pooled = measure.articles.replace({"outlet": {"o3": "o2"}})
    joined = compare_models(measure.with_articles(pooled), reference="o2")
    assert table["estimate"].to_numpy() == pytest.approx(joined["estimate"].to_numpy())


def one_category(rows, kind="count"):
    articles = pd.DataFrame(
        [row[:2] for row in rows],
        columns=["outlet", "event"],
        index=pd.Index([f"a{number:03}" for number in range(len(rows))], name="article_id"),
    )
    numbers = np.array([row[2:] for row in rows], dtype=float).reshape(-1, 2)
    return Measure.from_arrays(
        articles, numbers[:, :1], numbers[:, 1:], name="d", unit="u", kind=kind, categories=["c"]
    )


def test_few_events_have_an_estimate_and_no_interval():
    rows = [(o, f"e{e}", 3 + e + (o == "A"), 500) for o in "AB" for e in range(4)]
    for model in ("poisson", "negative-binomial", "linear"):
        table = compare_models(one_category(rows), reference="B", model=model)
        assert table["estimate"].notna().all()
        assert table[["conf_low", "conf_high", "df", "statistic", "p_value"]].isna().all(axis=None)
        assert table["interval_method"].tolist() == ["none"]
        assert table["note"].str.contains("4 events, 5 needed").all()


@pytest.mark.parametrize("model", ["poisson", "negative-binomial"])
def test_no_hits_on_one_side_is_undefined(model):
    rows = [(o, f"e{e}", 0 if o == "A" else 2 + e % 3, 500) for o in "AB" for e in range(9)]
    table = compare_models(one_category(rows), model=model)
    assert table[["estimate", "conf_low", "p_value"]].isna().all(axis=None)
    assert table["note"].str.contains("a numerator is 0").all()
    assert (table["numerator"] == [0, 27]).all()


def test_all_hits_in_one_event_have_no_interval():
    rows = [(o, f"e{e}", 5 * (e == 0) + (o == "A") * (e == 0), 500) for o in "AB" for e in range(9)]
    for model in ("poisson", "negative-binomial"):
        table = compare_models(one_category(rows), model=model)
        assert table["conf_low"].isna().all()
        assert table["note"].str.contains("too few events that differ").all()


def test_nothing_shared_no_articles_one_outlet():
    apart = one_category([("A", "x", 1, 100), ("B", "y", 2, 100)])
    table = compare_models(apart)
    assert table["estimate"].isna().all()
    assert (table["note"] == "no event that both cover").all()
    for rows in ([], [("A", "x", 1, 100)]):
        assert len(compare_models(one_category(rows))) == 0


def test_articles_that_were_not_measured_are_left_out():
    measure = drawn(9, n_categories=1)
    gone = measure.articles.index[:5]
    sums = measure.sums[~measure.sums["article_id"].isin(gone)]
    partly = Measure.from_sums(sums, measure.articles, name="d", unit="u", kind="count")
    kept = measure.restrict(measure.articles.index[5:])
    columns = ["estimate", "conf_low", "p_value"]
    for model in ("poisson", "negative-binomial"):
        one, two = (compare_models(each, model=model) for each in (partly, kept))
        pd.testing.assert_frame_equal(one[columns], two[columns])


def test_what_is_refused():
    measure = drawn(10)
    with pytest.raises(FramingError, match="model='probit' is not known"):
        compare_models(measure, model="probit")
    with pytest.raises(FramingError, match="not for measures of kind 'score'"):
        compare_models(drawn(10, kind="score"), model="poisson")
    with pytest.raises(FramingError, match="within=None"):
        compare_models(measure, within=None)
    with pytest.raises(FramingError, match="reference='Z' is not known"):
        compare_models(measure, reference="Z")


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("count", "poisson"),
        ("count", "negative-binomial"),
        ("score", "linear"),
        ("share", "fractional-logit"),
    ],
)
def test_models_hold_their_level(calibration_claims, kind, model):
    setting = calibration_claims.Setting(4, 14, kind=kind)
    rates = calibration_claims.simulate_models(setting, 400, model=model, seed=1)
    assert 0.92 <= rates["null"] <= 0.985
    assert 0.015 <= rates["p"] <= 0.075
    if kind != "share":  # what is planted is no odds ratio
        assert 0.9 <= rates["planted"] <= 0.985
