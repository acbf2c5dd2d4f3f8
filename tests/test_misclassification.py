"""Correction for misclassification: by hand, against draws, by simulation, what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.comparison import compare
from framing.comparison.misclassification import correct_misclassification
from framing.comparison.table import COLUMNS
from framing.errors import FramingError
from framing.measures.measure import Measure

ONE = {"n_hits": 100, "n_right": 80, "n_true": 50, "n_found": 40}


def drawn(seed=0, n_outlets=3, n_events=12, kind="count", n_categories=2):
    rng = np.random.default_rng(seed)
    outlet, event = (one.ravel() for one in np.indices((n_outlets, n_events)))
    kept = rng.random(len(outlet)) < 0.9
    articles = pd.DataFrame(
        {
            "outlet": np.array([f"o{number}" for number in range(n_outlets)])[outlet[kept]],
            "event": event[kept].astype(str),
        },
        index=pd.Index([f"a{number:03}" for number in range(kept.sum())], name="article_id"),
    )
    shape = (len(articles), n_categories)
    x = (
        rng.integers(200, 900, (len(articles), 1))
        if kind == "count"
        else np.full((shape[0], 1), 30)
    )
    y = rng.poisson(x * 0.02, shape) if kind == "count" else rng.binomial(x, 0.3, shape)
    names = [f"c{number}" for number in range(n_categories)]
    return Measure.from_arrays(articles, y, x, name="d", unit="u", kind=kind, categories=names)


def by_outlet(**rates):
    """An audit of category c0: for each outlet checked, right, true, found."""
    columns = ["n_hits", "n_right", "n_true", "n_found"]
    rows = [
        {"outlet": outlet, "category": "c0", **dict(zip(columns, numbers, strict=True))}
        for outlet, numbers in rates.items()
    ]
    return pd.DataFrame(rows)


UNLIKE = by_outlet(o0=(100, 60, 50, 30), o1=(100, 90, 50, 45), o2=(200, 180, 60, 54))


def row_of(table, outlet, kind, scale=None):
    rows = table[(table["outlet"] == outlet) & (table["kind"] == kind)]
    return (rows if scale is None else rows[rows["scale"] == scale]).iloc[0]


def test_levels_and_ratios_by_hand():
    measure = drawn().select(["c0"])
    table = correct_misclassification(measure, UNLIKE)
    assert list(table.columns) == ["outlet", *COLUMNS, "uncorrected", "audit_share"]
    gain = {"o0": 0.6 / 0.6, "o1": 0.9 / 0.9, "o2": 0.9 / 0.9}
    for outlet, factor in gain.items():
        level = row_of(table, outlet, "level")
        assert level["estimate"] == pytest.approx(factor * level["uncorrected"])
    audit = UNLIKE.assign(n_found=[45, 45, 54])
    table = correct_misclassification(measure, audit, reference="o1")
    row = row_of(table, "o0", "contrast")
    assert row["estimate"] == pytest.approx(row["uncorrected"] * (0.6 / 0.9) / (0.9 / 0.9))
    plain = compare(measure, reference="o1", resamples=10)
    assert row["uncorrected"] == row_of(plain, "o0", "contrast")["estimate"]


def test_ratios_need_no_correction_if_errors_are_alike():
    measure = drawn()
    audit = pd.DataFrame([{"category": "c0", **ONE}, {"category": "c1", **ONE}])
    table = correct_misclassification(measure, audit)
    plain = compare(measure, resamples=10)
    contrasts = table["kind"] == "contrast"
    same = ["estimate", "conf_low", "conf_high", "df"]
    pd.testing.assert_frame_equal(table.loc[contrasts, same], plain.loc[contrasts, same])
    assert table.loc[contrasts, "audit_share"].to_numpy() == pytest.approx(0, abs=1e-12)
    levels = table[~contrasts]
    assert (levels["audit_share"] > 0).all()
    wide = np.log(levels["conf_high"] / levels["conf_low"])
    narrow = np.log(plain["conf_high"] / plain["conf_low"])[~contrasts]
    assert (wide > narrow).all()


def test_differences_of_shares_are_stretched():
    measure = drawn(kind="share").select(["c0"])
    audit = pd.DataFrame(
        [{"category": "c0", "n_true": 100, "n_found": 80, "n_false": 200, "n_rejected": 180}]
    )
    table = correct_misclassification(measure, audit)
    level = row_of(table, "o1", "level")
    assert level["estimate"] == pytest.approx((level["uncorrected"] - 0.1) / 0.7)
    row = row_of(table, "o1", "contrast")
    assert row["scale"] == "difference"
    assert row["estimate"] == pytest.approx(row["uncorrected"] / 0.7)


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("kind", ["count", "share", "units"])
def test_what_the_audit_leaves_open_is_that_of_draws(kind, shared):
    """Rates drawn from their Beta distributions and put through compare, in place of the delta
    method."""
    measure = drawn(1, n_events=30, kind="count" if kind == "count" else "share").select(["c0"])
    scale = 10  # large audits, so that first order is enough
    outlets = ["o0", "o1", "o2"]
    rates = {"precision": [60, 80, 90], "recall": [85, 70, 75], "specificity": [90, 95, 85]}
    first = "specificity" if kind == "units" else "precision"
    columns = ("n_false", "n_rejected") if kind == "units" else ("n_hits", "n_right")
    audit = pd.DataFrame(
        {
            "outlet": outlets,
            "category": "c0",
            columns[0]: 100 * scale,
            columns[1]: np.array(rates[first]) * scale,
            "n_true": 100 * scale,
            "n_found": np.array(rates["recall"]) * scale,
        }
    )
    if shared:
        audit = audit.iloc[:1].drop(columns="outlet")
    table = correct_misclassification(measure, audit)

    rng = np.random.default_rng(0)
    n_draws, n_audits = 400, len(audit)
    shape = (n_draws, n_audits)
    one = rng.beta(audit[columns[1]] + 0.5, audit[columns[0]] - audit[columns[1]] + 0.5, shape)
    two = rng.beta(audit["n_found"] + 0.5, audit["n_true"] - audit["n_found"] + 0.5, shape)
    place = measure.articles["outlet"].map({name: n for n, name in enumerate(outlets)}).to_numpy()
    place = place * (not shared)
    y, x = measure.numerators, measure.denominators
    a, b = one.T[place], two.T[place]
    draws = Measure.from_arrays(
        measure.articles,
        (y - x * (1 - a)) / (a + b - 1) if kind == "units" else y * a / b,
        x,
        name="d",
        unit="u",
        kind=measure.kind,
        categories=[f"draw{number}" for number in range(n_draws)],
    )
    found = compare(draws, resamples=1, interval="none")
    found["row"] = found.groupby("category").cumcount()
    found = found.pivot(index="category", columns="row", values="estimate").to_numpy(copy=True)
    level = (table["kind"] == "level").to_numpy()
    if kind == "count":
        found = np.log(found)
        ends = np.log(table[["conf_low", "conf_high"]].to_numpy())
    else:
        found[:, level] = np.log(found[:, level] / (1 - found[:, level]))
        ends = table[["conf_low", "conf_high"]].to_numpy(copy=True)
        ends[level] = np.log(ends[level] / (1 - ends[level]))
    from scipy.special import stdtrit

    variance = ((ends[:, 1] - ends[:, 0]) / 2 / stdtrit(table["df"].to_numpy(), 0.975)) ** 2
    said = variance * table["audit_share"].to_numpy()
    for claimed, drawn_ in zip(said, found.var(axis=0), strict=True):
        assert claimed == pytest.approx(drawn_, rel=0.25, abs=1e-12)


def test_a_perfect_audit_changes_nothing_but_the_tests():
    measure = drawn().select(["c0"])
    perfect = by_outlet(**dict.fromkeys(["o0", "o1", "o2"], (10**9, 10**9, 10**9, 10**9)))
    table = correct_misclassification(measure, perfect)
    plain = compare(measure, resamples=10)
    same = ["estimate", "conf_low", "conf_high", "n_articles", "n_events", "numerator"]
    pd.testing.assert_frame_equal(table[same], plain[same], rtol=1e-6)


def test_a_larger_audit_leaves_less_open():
    measure = drawn().select(["c0"])
    numbers = ["n_hits", "n_right", "n_true", "n_found"]
    small = correct_misclassification(measure, UNLIKE)
    large = correct_misclassification(measure, UNLIKE.assign(**UNLIKE[numbers] * 20))
    assert (large["audit_share"] < small["audit_share"]).all()
    assert (large["conf_high"] - large["conf_low"] < small["conf_high"] - small["conf_low"]).all()


def test_an_outlet_with_errors_of_its_own_is_named():
    measure = drawn().select(["c0"])
    table = correct_misclassification(measure, UNLIKE)
    notes = table.set_index(["outlet", "kind"])["note"]
    assert (
        "its precision (0.60 of 100) is unlike the others' (0.90 of 300)" in notes["o0", "contrast"]
    )
    assert "its recall (0.60 of 50) is unlike the others' (0.90 of 110)" in notes["o0", "contrast"]
    alike = by_outlet(o0=(100, 85, 50, 40), o1=(100, 90, 50, 41), o2=(200, 175, 60, 50))
    assert not correct_misclassification(measure, alike)["note"].str.contains("unlike").any()


def test_without_recall_only_wrong_hits_are_taken_out():
    measure = drawn().select(["c0"])
    table = correct_misclassification(measure, UNLIKE[["outlet", "category", "n_hits", "n_right"]])
    assert row_of(table, "o0", "level")["estimate"] == pytest.approx(
        0.6 * row_of(table, "o0", "level")["uncorrected"]
    )


def test_nothing_right_or_nothing_found_is_undefined():
    measure = drawn().select(["c0"])
    none = by_outlet(o0=(20, 0, 20, 10), o1=(20, 15, 20, 10), o2=(20, 15, 20, 10))
    table = correct_misclassification(measure, none)
    row = row_of(table, "o0", "contrast", "ratio")
    assert np.isnan(row["estimate"])
    lost = by_outlet(o0=(20, 15, 20, 0), o1=(20, 15, 20, 10), o2=(20, 15, 20, 10))
    table = correct_misclassification(measure, lost)
    row = row_of(table, "o0", "level")
    assert np.isnan(row["estimate"])
    assert "nothing of what there is was found" in row["note"]
    useless = pd.DataFrame(
        [{"category": "c0", "n_true": 50, "n_found": 10, "n_false": 50, "n_rejected": 30}]
    )
    table = correct_misclassification(drawn(kind="share").select(["c0"]), useless)
    assert table[["estimate", "conf_low", "p_value"]].isna().all(axis=None)
    assert table["note"].str.contains("no more where there is something").all()


def test_few_events_no_articles_other_columns():
    table = correct_misclassification(drawn(n_events=3).select(["c0"]), UNLIKE)
    contrasts = table[table["kind"] == "contrast"]
    assert contrasts[["conf_low", "p_value", "q_value", "audit_share"]].isna().all(axis=None)
    assert contrasts["note"].str.contains("5 needed").all()
    measure = drawn().select(["c0"])
    empty = measure.restrict([])
    shared = pd.DataFrame([{"category": "c0", **ONE}])
    assert len(correct_misclassification(empty, shared)) == 0
    papers = measure.with_articles(measure.articles.rename(columns={"outlet": "paper"}))
    table = correct_misclassification(
        papers, UNLIKE.rename(columns={"outlet": "paper"}), by="paper"
    )
    one = correct_misclassification(measure, UNLIKE)
    assert table["estimate"].to_numpy() == pytest.approx(one["estimate"].to_numpy())


def test_what_is_refused():
    measure = drawn()
    good = pd.DataFrame([{"category": "c0", **ONE}])
    for change, words in (
        ({"category": ["nonsense"]}, "category='nonsense' is not known"),
        ({"n_right": [101]}, "n_hits=100 and n_right=101"),
        ({"n_hits": [0]}, "n_hits=0"),
        ({"n_right": [np.nan]}, "n_right=nan"),
        ({"n_false": [3], "n_rejected": [2]}, "for shares of units"),
    ):
        with pytest.raises(FramingError, match=words):
            correct_misclassification(measure, good.assign(**change))
    with pytest.raises(FramingError, match="lacks the column 'n_right'"):
        correct_misclassification(measure, good.drop(columns="n_right"))
    with pytest.raises(FramingError, match="two rows"):
        correct_misclassification(measure, pd.concat([good, good]))
    with pytest.raises(FramingError, match="no row for outlet='o2' and category='c0'"):
        correct_misclassification(measure, UNLIKE.iloc[:2])
    with pytest.raises(FramingError, match="'elsewhere' is not known"):
        correct_misclassification(measure, UNLIKE.replace("o2", "elsewhere"))
    scores = Measure.from_arrays(
        measure.articles, measure.numerators, measure.denominators, name="d", unit="u",
        kind="score", categories=["c0", "c1"],
    )  # fmt: skip
    with pytest.raises(FramingError, match="is of scores"):
        correct_misclassification(scores, good)


@pytest.mark.parametrize("kind", ["count", "share"])
def test_truth_is_recovered_within_its_intervals(calibration_claims, kind):
    setting = calibration_claims.Setting(4, 20, kind=kind)
    rates = calibration_claims.simulate_correction(setting, 300, seed=1)
    assert 0.91 <= rates["corrected"] <= 0.985
    assert rates["uncorrected"] <= 0.9
