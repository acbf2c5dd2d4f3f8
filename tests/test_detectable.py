"""What a corpus could have shown: against statsmodels, a plain loop, simulation; few events."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import TTestPower

import framing as fr
from framing.comparison.cells import cells_of, rows_of
from framing.comparison.detectable import _law, _precisions, power_curve, smallest_difference
from framing.errors import FramingError
from framing.measures.measure import Measure


def measure_of(outlets, events, y, x, kind="count", **rest):
    articles = pd.DataFrame(
        {"outlet": outlets, "event": events, **rest},
        index=pd.Index([f"a{number:05}" for number in range(len(outlets))], name="article_id"),
    )
    y, x = (
        np.asarray(one, dtype=float).reshape(
            len(outlets), np.size(one) // max(len(outlets), 1) or 1
        )
        for one in (y, x)
    )
    names = [f"c{number}" for number in range(y.shape[1])]
    return Measure.from_arrays(articles, y, x, name="d", unit="u", kind=kind, categories=names)


def drawn(seed=0, n_outlets=4, n_events=30, kind="count", n_categories=3, k=2.0, rate=0.01):
    rng = np.random.default_rng(seed)
    outlet, event = (one.ravel() for one in np.indices((n_outlets, n_events)))
    kept = rng.random(len(outlet)) < 0.8
    outlet, event = outlet[kept], event[kept]
    x = rng.integers(200, 900, (len(outlet), 1))
    shape = (len(outlet), n_categories)
    if kind == "count":
        y = rng.poisson(x * rate * rng.gamma(k, 1 / k, shape))
    else:
        y = x * rng.normal(0, 1, shape)
    names = np.array([f"o{number}" for number in range(n_outlets)])
    return measure_of(names[outlet], event.astype(str), y, x, kind)


def test_difference_is_that_of_statsmodels_where_events_are_alike():
    n = 15
    rng = np.random.default_rng(0)
    values = rng.normal(0, 1, 2 * n)
    events = np.repeat(np.arange(n), 2).astype(str)
    measure = measure_of(["A", "B"] * n, events, values, [1] * 2 * n, "score")
    row = smallest_difference(measure, reference="B").iloc[0]
    # Whatever the difference of A and B is: the squares are those within the pairs.
    sd = np.sqrt(((values[::2] - values[1::2]) ** 2).mean())
    theirs = TTestPower().solve_power(nobs=n, alpha=0.05, power=0.8, alternative="two-sided")
    assert row["more"] == pytest.approx(theirs * sd, rel=1e-6)
    assert row["fewer"] == -row["more"]
    assert row["df"] == pytest.approx(n - 1)
    assert row["in_sd"] == pytest.approx(row["more"] / (sd / np.sqrt(2)))
    curve = power_curve(measure, reference="B", effects=[0.1, 0.5, 1, 3])
    for effect, power in zip(curve["effect"], curve["power"], strict=True):
        assert power == pytest.approx(
            TTestPower().power(effect / sd, nobs=n, alpha=0.05, alternative="two-sided"), abs=1e-6
        )


def test_which_outlet_has_more_is_not_looked_at():
    measure = drawn(kind="score", n_outlets=2, n_events=20, n_categories=1)
    x = measure.denominators
    turned = Measure.from_arrays(
        measure.articles, -measure.numerators, x, name="d", unit="u", kind="score",
        categories=["c0"],
    )  # fmt: skip
    pd.testing.assert_frame_equal(smallest_difference(measure), smallest_difference(turned))


def test_variance_is_that_of_a_plain_loop():
    measure = drawn(1, n_categories=1)
    table = _precisions(measure, "outlet", "event", None, 0.05)
    frame = measure.articles.assign(y=measure.numerators[:, 0], x=measure.denominators[:, 0])
    pairs = squares = 0.0
    crossed = {}
    for event, some in frame.groupby("event"):
        y, x = some["y"].to_numpy(), some["x"].to_numpy()
        products = [
            (y[i] * y[j], x[i] * x[j]) for i in range(len(y)) for j in range(len(y)) if i != j
        ]
        if not products:
            continue
        crossed[event] = sum(one for one, _ in products) / sum(one for _, one in products)
        pairs += sum(y * (y - 1))
        squares += sum(x**2) * crossed[event]
    kappa = max(pairs / squares - 1, 0)
    for outlet, row in table.set_index("outlet").iterrows():
        own = rest = total = 0.0
        for event, some in frame.groupby("event"):
            mine, theirs = some[some["outlet"] == outlet], some[some["outlet"] != outlet]
            if not len(mine) or not len(theirs):
                continue
            x_o, x_r = mine["x"].sum(), theirs["x"].sum()
            rate = some["y"].sum() / some["x"].sum()
            total += rate * x_o * x_r / (x_o + x_r)
            own += (x_r / (x_o + x_r)) ** 2 * rate * x_o
            rest += (x_r / (x_o + x_r)) ** 2 * kappa * crossed[event] * x_o**2
            rest += (x_o / (x_o + x_r)) ** 2 * (
                rate * x_r + kappa * crossed[event] * (theirs["x"] ** 2).sum()
            )
        more = 1 + 1 / row["df"]
        assert row["own"] == pytest.approx(more * own / total**2)
        assert row["rest"] == pytest.approx(more * rest / total**2)


@pytest.mark.parametrize(("phi", "kappa"), [(1.0, 0.0), (0.0, 0.5), (2.0, 0.02), (0.0, 0.0)])
def test_the_law_of_scores_is_found_again(phi, kappa):
    rng = np.random.default_rng(0)
    n_outlets, n_events = 5, 3000
    x = rng.integers(5, 60, (n_outlets * n_events, 1)).astype(float)
    level = np.repeat(rng.normal(0, 3, n_events), n_outlets)[:, None]
    y = x * level + rng.normal(0, 1, x.shape) * np.sqrt(phi * x + kappa * x**2)
    events = np.repeat(np.arange(n_events), n_outlets).astype(str)
    measure = measure_of([f"o{n}" for n in range(n_outlets)] * n_events, events, y, x, "score")
    law = _law(cells_of(rows_of(measure, "outlet", "event")), counts=False)
    assert law.phi[0] == pytest.approx(phi, abs=0.3 if kappa > 0.1 else 0.1)
    assert law.kappa[0] == pytest.approx(kappa, abs=0.02)


@pytest.mark.parametrize("k", [1.0, 2.0, 1e6])
def test_the_law_of_counts_is_found_again(k):
    measure = drawn(2, n_outlets=6, n_events=1500, n_categories=1, k=k)
    law = _law(cells_of(rows_of(measure, "outlet", "event")), counts=True)
    assert law.kappa[0] == pytest.approx(1 / k, abs=0.06)


def test_ratios_show_with_the_power_that_is_asked_for():
    measure = drawn(3)
    for power in (0.5, 0.8, 0.95):
        table = smallest_difference(measure, power=power)
        for name in ("more", "fewer"):
            for row in table.dropna(subset=[name]).itertuples():
                one = measure.select([row.category])
                curve = power_curve(one, effects=[getattr(row, name)])
                found = curve[curve["outlet"] == row.outlet]["power"].iloc[0]
                assert found == pytest.approx(power, abs=0.01)
    assert (table["fewer"].dropna() < 1 / table["more"].dropna()).all()


def test_more_of_everything_shows_smaller_differences():
    few, many = (smallest_difference(drawn(4, n_events=n))["more"].median() for n in (15, 150))
    rare, often = (smallest_difference(drawn(4, rate=r))["more"].median() for r in (0.002, 0.02))
    weak, strong = (smallest_difference(drawn(4), power=p)["more"].median() for p in (0.5, 0.9))
    strict, loose = (smallest_difference(drawn(4), alpha=a)["more"].median() for a in (0.001, 0.1))
    assert many < few
    assert often < rare
    assert weak < strong
    assert loose < strict


def test_few_events_show_nothing():
    table = smallest_difference(drawn(n_events=4))
    assert table[["more", "fewer", "df"]].isna().all(axis=None)
    assert table["note"].str.startswith("nothing could be shown:").all()
    curve = power_curve(drawn(n_events=4))
    assert curve["power"].isna().all()


def test_five_events_of_two_outlets_have_no_p_below_05():
    n = 5
    measure = measure_of(
        ["A", "B"] * n, np.repeat(np.arange(n), 2).astype(str), np.arange(2 * n), [100] * 2 * n
    )
    table = smallest_difference(measure)
    assert (
        table["note"] == "nothing could be shown: the smallest p that could be had is 0.062"
    ).all()
    assert smallest_difference(measure, alpha=0.1)["df"].notna().all()


def test_one_article_an_outlet_shows_nothing():
    measure = measure_of(list("ABC"), ["x"] * 3, [1, 2, 3], [100] * 3)
    table = smallest_difference(measure)
    assert table["more"].isna().all()
    assert (table["note"] == "nothing could be shown: one article an outlet").all()


def test_no_hits_no_spread_nothing_shared_nothing_there():
    outlets, events = ["A", "B", "C"] * 9, np.repeat(np.arange(9), 3).astype(str)
    for kind in ("count", "score"):
        table = smallest_difference(measure_of(outlets, events, [0] * 27, [100] * 27, kind))
        assert table["more"].isna().all()
        assert table["note"].str.startswith("nothing is known").all()
    apart = measure_of(["A", "A", "B", "B"], list("wxyz"), [1] * 4, [9] * 4)
    assert (smallest_difference(apart)["n_events"] == 0).all()
    without = measure_of(["A", "A", "B", "B"], [None] * 4, [1] * 4, [9] * 4)
    assert (smallest_difference(without)["n_events"] == 0).all()
    for some in ([], ["A"]):
        one = measure_of(some, ["x"] * len(some), [1] * len(some), [9] * len(some))
        for made in (smallest_difference(one), power_curve(one)):
            assert len(made) == 0
            assert "n_events" in made


def test_columns_order_and_names():
    measure = drawn(5)
    table = smallest_difference(measure)
    assert (
        list(table.columns)
        == (
            "outlet measure part category reference scale more fewer in_sd n_articles n_events df "
            "note"
        ).split()
    )
    plain = fr.compare(measure, resamples=20)
    plain = plain[(plain["kind"] == "contrast")].reset_index(drop=True)
    same = ["outlet", "measure", "part", "category", "reference", "scale", "n_articles", "n_events"]
    pd.testing.assert_frame_equal(table[same], plain[same])
    order = np.random.default_rng(0).permutation(len(measure.articles))
    shuffled = measure.restrict(measure.articles.index[order])
    pd.testing.assert_frame_equal(table, smallest_difference(shuffled))


def test_by_two_columns_and_a_group_as_reference():
    measure = drawn(6)
    articles = measure.articles.assign(
        genre=np.where(np.arange(len(measure.articles)) % 2, "n", "o")
    )
    table = smallest_difference(measure.with_articles(articles), by=["outlet", "genre"])
    assert list(table.columns[:2]) == ["outlet", "genre"]
    table = smallest_difference(measure, reference=["o1", "o2"])
    assert set(table["outlet"]) == {"o0", "o3"}
    assert set(table["reference"]) == {"o1, o2"}


@given(
    seed=st.integers(0, 10_000),
    n_events=st.integers(1, 12),
    kind=st.sampled_from(["count", "score"]),
)
def test_what_is_named_lies_on_its_side(seed, n_events, kind):
    table = smallest_difference(
        drawn(seed, n_events=n_events, kind=kind, n_categories=1, rate=0.003)
    )
    nothing = 1 if kind == "count" else 0
    assert (table["more"].dropna() > nothing).all()
    assert (table["fewer"].dropna() < nothing).all()
    assert (table.loc[table["more"].isna(), "note"] != "").all()


def test_what_is_refused():
    measure = drawn()
    for name in ("power", "alpha"):
        for value in (0, 1, -1, np.nan, "much", True):
            with pytest.raises(FramingError, match=f"{name}="):
                smallest_difference(measure, **{name: value})
    with pytest.raises(FramingError, match="not above alpha"):
        smallest_difference(measure, power=0.04)
    for effects in ([0.0], [-1], [np.nan], 2.0):
        with pytest.raises(FramingError, match="effects="):
            power_curve(measure, effects=effects)
    with pytest.raises(FramingError, match="within=None"):
        smallest_difference(measure, within=None)


@pytest.mark.parametrize(("kind", "n_events"), [("count", 15), ("count", 60), ("score", 15)])
def test_what_is_named_is_found_in_four_of_five_corpora(calibration_claims, kind, n_events):
    setting = calibration_claims.Setting(5, n_events, kind=kind)
    rates = calibration_claims.simulate_power(setting, 300, seed=2)
    assert 0.7 <= rates["more"] <= 0.9


def test_the_chart_draws_what_the_table_says(study):
    chart = fr.chart("power", study)
    assert len(chart.data)
    ax = chart.draw()
    dots = np.concatenate([line.get_xdata() for line in ax.lines if line.get_marker() == "o"])
    drawn = np.sort(dots[np.isfinite(dots)])
    said = chart.data[["more", "fewer"]].to_numpy().ravel()
    assert drawn == pytest.approx(np.sort(said[(said < 12) & (said > 1 / 12)]))
    assert len(ax.patches) == chart.data["category"].nunique()
    words = [text.get_text() for text in ax.texts]
    assert {name.replace("_", " ") for name in chart.data["category"]} <= set(words)
    assert chart.title in chart.described()["title"]


def test_the_chart_says_where_nothing_could_be_shown(example, tmp_path):
    one_each = example.articles.groupby("outlet").head(1)
    fr.Corpus.from_frame(one_each.reset_index()).save(tmp_path / "few.parquet")
    chart = fr.chart("power", tmp_path / "few.parquet")
    assert not len(chart.data)
    assert chart.nothing == "no difference could be shown: one article an outlet"
    assert "would be found" not in chart.caption


@pytest.mark.external
def test_five_articles_could_show_nothing(shared):
    assert fr.chart("power", shared / "corpus" / "dissent").data.empty
