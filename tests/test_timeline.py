"""Over time: windows, changes, and before and after a date."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import framing as fr
from framing.errors import FramingError


def frame_of(
    seed: int, n: int = 300, rates: tuple[float, ...] = (0.01, 0.01), change: float = 1.0
) -> pd.DataFrame:
    """Articles of 140 days; from day 70 on the first outlet's rate is `change` times as high."""
    rng = np.random.default_rng(seed)
    day, outlet = rng.integers(0, 140, n), rng.integers(0, len(rates), n)
    frame = pd.DataFrame(
        {
            "article_id": [f"a{number:03}" for number in range(n)],
            "outlet": np.array([f"o{number}" for number in range(len(rates))])[outlet],
            "date": pd.Timestamp("2025-01-06") + pd.to_timedelta(day, unit="D"),
            "denominator": rng.integers(100, 900, n),
        }
    )
    expected = frame["denominator"] * np.array(rates)[outlet]
    expected = expected * np.where((day >= 70) & (outlet == 0), change, 1)
    return frame.assign(numerator=rng.negative_binomial(2, 2 / (2 + expected)))


def measure_of(frame: pd.DataFrame) -> fr.Measure:
    sums = frame[["article_id", "numerator", "denominator"]].assign(category="alarm")
    about = frame.drop(columns=["numerator", "denominator"])
    return fr.Measure.from_sums(sums, about, name="terms", unit="hits per word")


def test_a_window_is_what_a_plain_loop_finds() -> None:
    frame = frame_of(1)
    frame["event"] = [f"e{number % 90}" if number % 7 else None for number in range(len(frame))]
    table = fr.rolling(measure_of(frame), days=21, step=5)
    assert set(table["outlet"]) == {"o0", "o1"}
    for row in table.itertuples():
        inside = frame[
            (frame["outlet"] == row.outlet)
            & (frame["date"] >= row.start)
            & (frame["date"] < row.start + pd.Timedelta(days=21))
        ]
        assert row.n_articles == len(inside)
        assert row.estimate == pytest.approx(
            inside["numerator"].sum() / inside["denominator"].sum()
        )
        unit = inside["event"].fillna(inside["article_id"])
        sums = inside.groupby(unit)[["numerator", "denominator"]].sum()
        y, x = sums["numerator"], sums["denominator"]
        assert row.n_events == len(sums)
        assert row.estimate == pytest.approx(y.sum() / x.sum())
        if np.isnan(row.conf_low):
            continue
        spread = (
            np.sqrt(len(sums) / (len(sums) - 1) * ((y - row.estimate * x) ** 2).sum()) / x.sum()
        )
        df = x.sum() ** 2 / (x**2).sum() - 1
        reach = stats.t.ppf(0.975, df) * spread / row.estimate
        assert row.df == pytest.approx(df)
        assert row.conf_low == pytest.approx(row.estimate * np.exp(-reach))
        assert row.conf_high == pytest.approx(row.estimate * np.exp(reach))
    assert table["conf_low"].notna().mean() > 0.9


def test_one_window_over_all_is_the_level_of_compare() -> None:
    measure = measure_of(frame_of(2))
    whole = fr.rolling(measure, days=400).set_index("outlet")
    levels = fr.compare(measure, within=None, resamples=10).query("kind == 'level'")
    levels = levels.set_index("outlet")
    assert np.allclose(whole["estimate"], levels["estimate"])
    assert np.allclose(whole["df"], levels["df"])
    assert np.allclose(
        whole["conf_high"], levels["conf_high"], rtol=0.01
    )  # jackknife beside formula


def test_windows_hold_the_truth_as_often_as_they_say() -> None:
    held = [
        row.conf_low <= 0.01 <= row.conf_high
        for seed in range(40)
        for row in fr.rolling(measure_of(frame_of(seed)), days=35, step=35).dropna().itertuples()
    ]
    assert len(held) > 200
    assert 0.91 <= np.mean(held) <= 0.99


def test_a_change_is_found_where_it_is_and_none_where_none_is() -> None:
    planted = [
        fr.change_points(measure_of(frame_of(seed, change=2.5)), resamples=200)
        for seed in range(20)
    ]
    found = pd.concat(planted)
    changed = found[found["outlet"] == "o0"]
    assert (changed["p_value"] < 0.05).mean() >= 0.9
    away = (changed["date"] - pd.Timestamp("2025-03-17")).abs().dt.days
    assert away.median() <= 14
    assert (changed["after"] / changed["before"]).median() == pytest.approx(2.5, abs=0.4)
    none = pd.concat(
        fr.change_points(measure_of(frame_of(seed)), resamples=200) for seed in range(60)
    )
    assert 0.005 <= (none["p_value"] < 0.05).mean() <= 0.10


def test_the_cusum_is_that_of_a_plain_loop() -> None:
    frame = frame_of(3)
    row = fr.change_points(measure_of(frame), resamples=20).set_index("outlet").loc["o1"]
    own = frame[frame["outlet"] == "o1"]
    weeks = own.groupby(own["date"].dt.to_period("W-SUN"))[["numerator", "denominator"]].sum()
    y, x = weeks["numerator"].to_numpy(), weeks["denominator"].to_numpy()
    e = y - x * y.sum() / x.sum()
    best = (0.0, 0)
    for split in range(4, len(y) - 3):
        share = x[:split].sum() / x.sum()
        value = abs(e[:split].sum()) / np.sqrt(share * (1 - share) * (e**2).sum())
        best = max(best, (value, split))
    assert row["statistic"] == pytest.approx(best[0])
    assert row["date"] == weeks.index[best[1]].start_time
    assert row["before"] == pytest.approx(y[: best[1]].sum() / x[: best[1]].sum())
    assert row["n_periods"] == len(y)


def test_too_few_periods_and_constant_series_say_so() -> None:
    frame = frame_of(4, n=30).assign(date=pd.Timestamp("2025-01-06"))
    few = fr.change_points(measure_of(frame))
    assert few["p_value"].isna().all()
    assert few["note"].str.contains("1 periods with articles, 8 needed").all()
    flat = frame_of(4).assign(numerator=lambda f: f["denominator"] * 0.125)
    table = fr.change_points(measure_of(flat), resamples=50)
    assert table["p_value"].isna().all()
    assert table["date"].isna().all()


def test_change_beside_the_rest_is_the_interaction_of_a_poisson_model() -> None:
    import statsmodels.api as sm

    frame = frame_of(5, rates=(0.01, 0.02, 0.01), change=2.0)
    table = fr.before_after(measure_of(frame), "2025-03-17", resamples=100)
    own, after = frame["outlet"] == "o0", frame["date"] >= "2025-03-17"
    x = np.column_stack([np.ones(len(frame)), own, after, own & after]).astype(float)
    model = sm.GLM(
        frame["numerator"], x, family=sm.families.Poisson(), offset=np.log(frame["denominator"])
    ).fit()
    rows = table[table["outlet"] == "o0"].set_index("kind")
    assert np.log(rows.at["beside the rest", "estimate"]) == pytest.approx(model.params.iloc[3])
    change = rows.loc["change"]
    assert change["estimate"] == pytest.approx(change["after"] / change["before"])
    assert change["n_before"] + change["n_after"] == own.sum()


def test_before_and_after_hold_their_level() -> None:
    null, planted = [], []
    for seed in range(12):
        table = fr.before_after(measure_of(frame_of(seed)), "2025-03-17", resamples=60)
        null.append(table)
        table = fr.before_after(measure_of(frame_of(seed, change=2.0)), "2025-03-17", resamples=60)
        planted.append(table[(table["outlet"] == "o0") & (table["kind"] == "beside the rest")])
    tables = pd.concat(null)
    for _, some in tables.groupby("kind"):
        assert (some["p_value"] < 0.05).mean() <= 0.2
        held = (some["conf_low"] <= 1) & (some["conf_high"] >= 1)
        assert 0.9 <= held.mean() <= 1
    found = pd.concat(planted)
    assert ((found["conf_low"] <= 2) & (found["conf_high"] >= 2)).mean() >= 0.9


def test_one_side_empty_and_a_span_of_days() -> None:
    frame = frame_of(6)
    none = fr.before_after(measure_of(frame), "2030-01-01", resamples=10)
    assert none["estimate"].isna().all()
    assert none["note"].str.contains("from the date on|one of the two").all()
    near = fr.before_after(measure_of(frame), "2025-03-17", days=14, resamples=10)
    days = (frame["date"] - pd.Timestamp("2025-03-17")).dt.days
    counted = near.drop_duplicates("outlet")
    assert counted[["n_before", "n_after"]].to_numpy().sum() == days.between(-14, 13).sum()


def test_bad_arguments_are_one_sentence() -> None:
    frame = frame_of(7)
    with pytest.raises(FramingError, match="no date"):
        fr.rolling(measure_of(frame.drop(columns="date")))
    with pytest.raises(FramingError, match="days=0"):
        fr.rolling(measure_of(frame), days=0)
    with pytest.raises(FramingError, match="period='year'"):
        fr.change_points(measure_of(frame), period="year")
    with pytest.raises(FramingError, match="date='soon'"):
        fr.before_after(measure_of(frame), "soon")


def test_weights_of_articles_are_carried_through() -> None:
    frame = frame_of(8)
    halves = pd.concat([frame, frame.assign(article_id=frame["article_id"] + "b")])
    halved = measure_of(halves.assign(weight=0.5, event=halves["article_id"].str[:4]))
    plain = measure_of(frame.assign(event=frame["article_id"]))
    for one, other in (
        (fr.rolling(halved), fr.rolling(plain)),
        (fr.change_points(halved, resamples=20), fr.change_points(plain, resamples=20)),
    ):
        for name in ("estimate", "conf_low", "before", "statistic"):
            if name in one:
                assert np.allclose(one[name], other[name], equal_nan=True)
