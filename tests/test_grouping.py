"""What is compared with what: two factors, strata of any kind, references of several, pairs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import framing as fr
from framing.errors import FramingError


def measure_of(frame: pd.DataFrame) -> fr.Measure:
    sums = frame[["article_id", "numerator", "denominator"]].assign(category="alarm")
    about = frame.drop(columns=["numerator", "denominator"])
    return fr.Measure.from_sums(sums, about, name="terms", unit="hits per word")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    n = 400
    frame = pd.DataFrame(
        {
            "article_id": [f"a{number}" for number in range(n)],
            "outlet": rng.choice(["A", "B", "C", "D"], n),
            "event": rng.choice([f"e{number}" for number in range(25)], n),
            "genre": rng.choice(["news", "opinion"], n, p=[0.7, 0.3]),
            "date": pd.Timestamp("2025-03-03") + pd.to_timedelta(rng.integers(0, 60, n), unit="D"),
            "denominator": rng.integers(80, 900, n),
        }
    )
    rate = 0.01 * np.where(frame["genre"] == "opinion", 3, 1)
    return frame.assign(numerator=rng.poisson(frame["denominator"] * rate))


def plain_ratio(frame: pd.DataFrame, own: pd.Series, other: pd.Series, strata: pd.Series) -> float:
    """Mantel and Haenszel's rate ratio, stratum by stratum."""
    above = below = 0.0
    for stratum in strata.dropna().unique():
        inside = strata == stratum
        y, x = (frame.loc[inside & own, name].sum() for name in ("numerator", "denominator"))
        y_r, x_r = (frame.loc[inside & other, name].sum() for name in ("numerator", "denominator"))
        if x and x_r:
            above += y * x_r / (x + x_r)
            below += y_r * x / (x + x_r)
    return above / below


def test_every_two_outlets_are_what_a_reference_gives(frame: pd.DataFrame) -> None:
    measure = measure_of(frame)
    table = fr.compare(measure, pairs=True, resamples=60).query("kind == 'contrast'")
    assert list(zip(table["outlet"], table["reference"], strict=True)) == list(
        combinations("ABCD", 2)
    )
    for row in table.itertuples():
        one = fr.compare(measure, reference=row.reference, resamples=60)
        one = one.query("kind == 'contrast'").set_index("outlet").loc[row.outlet]
        for name in ("estimate", "conf_low", "p_value", "n_events"):
            assert getattr(row, name) == one[name]
    assert (table["family_size"] == 6).all()


def test_several_references_are_taken_together(frame: pd.DataFrame) -> None:
    table = fr.compare(measure_of(frame), reference=["B", "D"], resamples=60)
    table = table.query("kind == 'contrast'").set_index("outlet")
    assert table.index.tolist() == ["A", "C"]
    assert set(table["reference"]) == {"B, D"}
    expected = plain_ratio(
        frame, frame["outlet"] == "A", frame["outlet"].isin(["B", "D"]), frame["event"]
    )
    assert table.at["A", "estimate"] == pytest.approx(expected)
    joined = frame.assign(side=frame["outlet"].replace({"B": "BD", "D": "BD"}))
    other = fr.compare(measure_of(joined), by="side", reference="BD", resamples=60)
    other = other.query("kind == 'contrast'").set_index("side")
    assert other.at["A", "estimate"] == pytest.approx(table.at["A", "estimate"])
    assert other.at["A", "conf_low"] == pytest.approx(table.at["A", "conf_low"])


def test_several_strata_compare_like_with_like(frame: pd.DataFrame) -> None:
    opinion = (frame["genre"] == "opinion") & (frame["outlet"] != "A")
    unequal = frame[~(opinion & (np.arange(len(frame)) % 3 > 0))]  # A has more opinion than others
    measure = measure_of(unequal)
    by_event = fr.compare(measure, resamples=60).query("kind == 'contrast'").set_index("outlet")
    alike = fr.compare(measure, within=["event", "genre"], resamples=60)
    alike = alike.query("kind == 'contrast'").set_index("outlet")
    strata = unequal["event"] + "/" + unequal["genre"]
    own = unequal["outlet"] == "A"
    assert alike.at["A", "estimate"] == pytest.approx(plain_ratio(unequal, own, ~own, strata))
    assert by_event.at["A", "estimate"] > 1.2 > alike.at["A", "estimate"] > 0.8


@pytest.mark.parametrize(("within", "frequency"), [("day", "D"), ("week", "W-SUN"), ("month", "M")])
def test_times_of_the_date_are_strata(frame: pd.DataFrame, within: str, frequency: str) -> None:
    table = fr.compare(measure_of(frame), within=within, resamples=20)
    found = table.query("kind == 'contrast' and outlet == 'C'").iloc[0]
    strata = frame["date"].dt.to_period(frequency).astype(str)
    own = frame["outlet"] == "C"
    assert found["estimate"] == pytest.approx(plain_ratio(frame, own, ~own, strata))
    named = frame.assign(**{within: frame["event"]})  # a column of that name comes first
    assert_frame_equal(
        fr.compare(measure_of(named), within=within, resamples=20),
        fr.compare(measure_of(frame), resamples=20),
    )


def test_two_factors_are_every_combination(frame: pd.DataFrame) -> None:
    table = fr.compare(measure_of(frame), by=["outlet", "genre"], resamples=60)
    assert table.columns[:2].tolist() == ["outlet", "genre"]
    levels = table[table["kind"] == "level"]
    assert len(levels) == 8
    one = levels[(levels["outlet"] == "B") & (levels["genre"] == "opinion")].iloc[0]
    inside = frame[(frame["outlet"] == "B") & (frame["genre"] == "opinion")]
    assert one["estimate"] == pytest.approx(inside["numerator"].sum() / inside["denominator"].sum())
    reference = fr.compare(
        measure_of(frame), by=["outlet", "genre"], reference=("A", "news"), resamples=60,
        primary=[{"genre": "opinion"}],
    )  # fmt: skip
    contrasts = reference[reference["kind"] == "contrast"]
    assert set(contrasts["reference"]) == {"A × news"}
    assert (contrasts["family"] == "primary").tolist() == (contrasts["genre"] == "opinion").tolist()
    text = fr.format_comparison(reference)
    assert "| outlet | genre |" in text
    assert "ratio to A × news" in text


def test_pairs_are_printed_one_a_line(frame: pd.DataFrame) -> None:
    table = fr.compare(measure_of(frame), pairs=True, resamples=60)
    text = fr.format_comparison(table)
    assert "| A : B |" in text
    assert "| C : D |" in text
    assert "each other" in text
    read = fr.format_comparison(table, "csv").splitlines()
    assert sum("ratio" in line for line in read[1:]) == 6


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"pairs": True, "reference": "A"}, "exclude each other"),
        ({"reference": ["A", "B", "C", "D"]}, "leaves nothing to compare"),
        ({"reference": ["A", "X"]}, "reference='X' is not known"),
        ({"by": ["outlet", "event"]}, "by and within are both 'event'"),
        ({"by": ["outlet", "outlet"]}, "name each column once"),
        ({"by": ["outlet", "estimate"]}, "by='estimate' is not known"),
        ({"within": "year"}, "within='year' is not known"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(
    frame: pd.DataFrame, keywords: dict[str, object], message: str
) -> None:
    with pytest.raises(FramingError, match=message):
        fr.compare(measure_of(frame), **keywords)
    with pytest.raises(FramingError, match="needs a date"):
        fr.compare(measure_of(frame.drop(columns="date")), within="week")
