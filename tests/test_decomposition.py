"""Selection and wording add up, and each is what a plain loop finds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError


def corpus(seed: int, n_outlets: int = 4, n_events: int = 12) -> tuple[pd.DataFrame, fr.Measure]:
    rng = np.random.default_rng(seed)
    rows = [
        (f"o{o}", f"e{e}" if rng.random() > 0.1 else None)
        for o in range(n_outlets)
        for e in range(n_events)
        for _ in range(rng.integers(0, 3))
    ]
    frame = pd.DataFrame(rows, columns=["outlet", "event"])
    frame["article_id"] = [f"a{number}" for number in range(len(frame))]
    frame["denominator"] = rng.integers(50, 900, len(frame))
    frame["numerator"] = rng.poisson(frame["denominator"] / 100)
    return frame, measure_of(frame)


def measure_of(frame: pd.DataFrame) -> fr.Measure:
    sums = frame[["article_id", "numerator", "denominator"]].assign(category="alarm")
    about = frame[["article_id", "outlet", "event"]]
    return fr.Measure.from_sums(sums, about, name="terms", unit="hits per word")


def plain(frame: pd.DataFrame, outlet: str) -> dict[str, float]:
    """The components, event by event."""
    frame = frame.assign(event=frame["event"].fillna(frame["article_id"]))
    sides = [frame[frame["outlet"] == outlet], frame[frame["outlet"] != outlet]]
    own, other = (side.groupby("event")[["numerator", "denominator"]].sum() for side in sides)
    both = own.index.intersection(other.index)

    def rate(sums: pd.DataFrame) -> float:
        return sums["numerator"].sum() / sums["denominator"].sum()

    weight = {e: 1 / (1 / own.at[e, "denominator"] + 1 / other.at[e, "denominator"]) for e in both}
    like = [
        sum(weight[e] * rate(side.loc[[e]]) for e in both) / sum(weight.values())
        for side in (own, other)
    ]
    common = [rate(side.loc[both]) for side in (own, other)]
    wording = like[0] - like[1]
    emphasis = (common[0] - like[0]) - (common[1] - like[1])
    exclusivity = (rate(own) - common[0]) - (rate(other) - common[1])
    return {"wording": wording, "emphasis": emphasis, "exclusivity": exclusivity}


@pytest.mark.parametrize("seed", range(3))
def test_components_are_those_of_a_plain_loop_and_add_up(seed: int) -> None:
    frame, measure = corpus(seed)
    table = fr.decompose(measure).pivot(index="outlet", columns="component", values="estimate")
    for outlet, found in table.iterrows():
        for name, value in plain(frame, outlet).items():
            assert found[name] == pytest.approx(value, abs=1e-12)
    assert np.allclose(table["selection"], table["emphasis"] + table["exclusivity"])
    assert np.allclose(table["total"], table["wording"] + table["selection"])


def test_wording_is_what_compare_estimates() -> None:
    _, measure = corpus(7)
    wording = fr.decompose(measure).query("component == 'wording'").reset_index(drop=True)
    compared = fr.compare(measure, scale="difference", resamples=10)
    compared = compared.query("kind == 'contrast'").reset_index(drop=True)
    for name in ("estimate", "conf_low", "conf_high", "df"):
        assert np.allclose(wording[name], compared[name])
    levels = fr.compare(measure, resamples=10).query("kind == 'level'").set_index("outlet")
    pair = fr.decompose(measure, reference="o1").query("component == 'total'")
    for row in pair.itertuples():
        difference = levels.at[row.outlet, "estimate"] - levels.at["o1", "estimate"]
        assert row.estimate == pytest.approx(difference)


def test_a_level_that_all_share_is_in_no_component() -> None:
    frame, _ = corpus(3)
    frame["numerator"] = frame["denominator"] * 0.25
    assert np.allclose(fr.decompose(measure_of(frame))["estimate"], 0, atol=1e-12)
    frame, measure = corpus(3)
    shifted = measure_of(frame.assign(numerator=frame["numerator"] + 0.5 * frame["denominator"]))
    assert np.allclose(fr.decompose(shifted)["estimate"], fr.decompose(measure)["estimate"])


def test_few_or_no_shared_events_have_no_interval_and_say_why() -> None:
    frame, _ = corpus(5, n_outlets=2, n_events=3)
    few = fr.decompose(measure_of(frame))
    assert few["conf_low"].isna().all()
    assert few["note"].str.contains("5 needed").all()
    apart = frame.assign(event=frame["outlet"])
    none = fr.decompose(measure_of(apart)).set_index(["outlet", "component"])
    assert none.at[("o0", "total"), "estimate"] == pytest.approx(
        -none.at[("o1", "total"), "estimate"]
    )
    assert none.xs("wording", level="component")["estimate"].isna().all()
    assert none["note"].str.contains("no event that both cover").all()


def test_coverage_where_nothing_differs() -> None:
    covered: dict[str, list[bool]] = {}
    for seed in range(60):
        table = fr.decompose(corpus(100 + seed, n_outlets=5, n_events=20)[1])
        for row in table.dropna(subset=["conf_low"]).itertuples():
            covered.setdefault(row.component, []).append(row.conf_low <= 0 <= row.conf_high)
    for component, held in covered.items():
        assert len(held) > 250, component
        assert np.mean(held) > 0.9, component


def test_what_cannot_be_decomposed_is_one_sentence() -> None:
    frame, measure = corpus(1)
    with pytest.raises(FramingError, match="within"):
        fr.decompose(measure, within="week")
    with pytest.raises(FramingError, match="reference"):
        fr.decompose(measure, reference="nobody")
    with pytest.raises(FramingError, match="two or more"):
        fr.decompose(measure_of(frame[frame["outlet"] == "o1"]))
