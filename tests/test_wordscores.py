"""Wordscores against the published example, a plain second count, and known positions."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.comparison.scaling import (
    spread_out,
    standard_errors,
    stretched,
    text_scores,
    word_scores,
)
from framing.errors import FramingError

PATH = Path(__file__).resolve().parent.parent / "benchmarks" / "calibration_wordscores.py"

# Laver, Benoit and Garry 2003, table 1: five reference texts and a virgin text of 1,000 words
# each, with the same run of counts over 17 words of an alphabet of 37, begun farther on each time.
RUN = [2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2]
BEGIN = {"R1": 0, "R2": 5, "R3": 10, "R4": 15, "R5": 20, "V1": 7}
POSITIONS = {"R1": -1.5, "R2": -0.75, "R3": 0.0, "R4": 0.75, "R5": 1.5}
KNOWN = np.array(list(POSITIONS.values()))


@pytest.fixture(scope="module")
def published() -> np.ndarray:
    counts = np.zeros((6, 37))
    for row, begin in enumerate(BEGIN.values()):
        counts[row, begin : begin + len(RUN)] = RUN
    return counts


@pytest.fixture(scope="module")
def published_corpus(published) -> fr.Corpus:
    texts = [
        " ".join(f"w{number}x" for number, n in enumerate(row) for _ in range(int(n)))
        for row in published
    ]
    return fr.Corpus.from_frame(pd.DataFrame({"outlet": list(BEGIN), "text": texts}))


def test_published_scores_of_words(published):
    """As LBG and the R package austin give them."""
    scores = word_scores(published[:5] / 1000, KNOWN)
    due = {0: -1.5, 5: -1.48125, 7: -1.4519231, 12: -0.8805970, 18: 0.0, 20: 0.2992424, 36: 1.5}
    assert {number: scores[number] for number in due} == pytest.approx(due, abs=5e-8)


def test_published_scores_of_texts(published):
    frequencies = published / 1000
    scores = word_scores(frequencies[:5], KNOWN)
    raw = text_scores(frequencies, scores)
    assert raw[5] == pytest.approx(-0.448, abs=5e-4)
    assert standard_errors(frequencies, np.full(6, 1000.0), scores)[5] == pytest.approx(
        0.0119, abs=5e-5
    )
    # The rescalings as the R package quanteda.textmodels tests them.
    assert stretched(raw, raw[:5], KNOWN)[5] == pytest.approx(-0.51, abs=5e-3)
    assert spread_out(raw, raw, KNOWN)[5] == pytest.approx(-0.53, abs=5e-3)


def test_published_example_through_the_public_call(published_corpus):
    found = fr.wordscores(published_corpus, POSITIONS, within=None, rescale="mv")
    row = found.scores.set_index("outlet").loc["V1"]
    assert row["score"] == pytest.approx(-0.448, abs=5e-4)
    assert row["se"] == pytest.approx(0.0119, abs=5e-5)
    assert row["estimate"] == pytest.approx(-0.51, abs=5e-3)
    assert row["n_words"] == 1000
    assert row["share_scored"] == pytest.approx(1)
    assert np.isnan(row["conf_low"])
    assert "no interval" in row["note"]
    words = found.words.set_index("term")
    assert words.loc["w12x", "score"] == pytest.approx(-0.8805970)
    assert words.loc["w12x", "count"] == 201
    ends = found.scores.set_index("outlet")["estimate"]
    assert ends["R1"] == pytest.approx(-1.5)
    assert ends["R5"] == pytest.approx(1.5)


def test_order_of_positions_does_not_matter(published_corpus):
    turned = dict(reversed(POSITIONS.items()))
    one, other = (
        fr.wordscores(published_corpus, some, within=None, rescale="mv").scores
        for some in (POSITIONS, turned)
    )
    pd.testing.assert_frame_equal(one, other)


def drawn(n_events: int = 8, seed: int = 0) -> fr.Corpus:
    rng = np.random.default_rng(seed)
    rows = []
    for event in range(n_events):
        about = rng.dirichlet(np.ones(12))
        for position, name in enumerate("ABCD"):
            if name == "D" and event % 2:
                continue
            rate = about * np.exp((position - 1.5) * np.linspace(-0.8, 0.8, 12))
            counts = rng.multinomial(int(rng.integers(40, 160)), rate / rate.sum())
            words = [f"w{number}x" for number, n in enumerate(counts) for _ in range(n)]
            rows.append((name, f"e{event}", " ".join(words)))
    return fr.Corpus.from_frame(pd.DataFrame(rows, columns=["outlet", "event", "text"]))


def table_of(corpus: fr.Corpus) -> dict[tuple[str, str], np.ndarray]:
    return {
        (row.outlet, row.event): np.array(
            [row.text.split().count(f"w{number}x") for number in range(12)], dtype=float
        )
        for row in corpus.articles.itertuples()
    }


def frequencies_of(table, outlets, events, weights_of) -> np.ndarray:
    """Frequencies averaged over events with weights 1 / Σ 1/x over `weights_of`."""
    total = np.zeros((len(outlets), 12))
    weight = 0.0
    for event in events:
        u = 1 / sum(1 / table[name, event].sum() for name in weights_of)
        weight += u
        for row, name in enumerate(outlets):
            total[row] += u * table[name, event] / table[name, event].sum()
    return total / weight


def test_scores_within_events_are_those_of_a_plain_loop():
    corpus = drawn()
    table = table_of(corpus)
    events = [f"e{number}" for number in range(8)]
    known = np.array([-1.0, 1.0])
    learnt = word_scores(frequencies_of(table, "AB", events, "AB"), known)
    found = fr.wordscores(corpus, {"A": -1, "B": 1}, rescale="mv").scores.set_index("outlet")
    for name in "CD":
        shared = [event for event in events if (name, event) in table]
        own = frequencies_of(table, ["A", "B", name], shared, ["A", "B", name])
        raw = [np.nansum(f * learnt) / f[np.isfinite(learnt)].sum() for f in own]
        assert found.loc[name, "score"] == pytest.approx(raw[2])
        due = -1 + 2 * (raw[2] - raw[0]) / (raw[1] - raw[0])
        assert found.loc[name, "estimate"] == pytest.approx(due)
        assert found.loc[name, "n_events"] == len(shared)


def test_held_out_scores_and_their_jackknife_are_those_of_a_plain_loop():
    corpus = drawn(seed=1)
    table = table_of(corpus)
    known = np.array([-1.0, 1.0])

    def estimate(events: list[str]) -> float:
        amounts = np.zeros((3, 2))
        for event in events:
            others = [one for one in events if one != event]
            scores = word_scores(frequencies_of(table, "AB", others, "AB"), known)
            u = 1 / sum(1 / table[name, event].sum() for name in "ABC")
            for row, name in enumerate("ABC"):
                f = u * table[name, event] / table[name, event].sum()
                scored = np.isfinite(scores)
                amounts[row] += f[scored] @ scores[scored], f[scored].sum()
        raw = amounts[:, 0] / amounts[:, 1]
        return -1 + 2 * (raw[2] - raw[0]) / (raw[1] - raw[0])

    events = [f"e{number}" for number in range(8)]
    row = fr.wordscores(corpus, {"A": -1, "B": 1}).scores.set_index("outlet").loc["C"]
    assert row["estimate"] == pytest.approx(estimate(events))
    left = np.array([estimate([one for one in events if one != event]) for event in events])
    error = np.sqrt(((left - left.mean()) ** 2).sum() * 7 / 8)
    from scipy.stats import t

    assert row["conf_high"] - row["estimate"] == pytest.approx(t.ppf(0.975, 7) * error)
    assert row["df"] == 7


def test_the_references_that_fix_the_scale_have_no_interval():
    found = fr.wordscores(drawn(), {"A": 0, "C": 10, "B": 4}).scores.set_index("outlet")
    assert found.loc["A", "estimate"] == pytest.approx(0)
    assert found.loc["C", "estimate"] == pytest.approx(10)
    assert np.isnan(found.loc["A", "conf_low"])
    assert found.loc["A", "note"] == "fixes the scale"


def test_few_shared_events_give_no_estimate():
    found = fr.wordscores(drawn(n_events=8), {"A": -1, "B": 1}).scores.set_index("outlet")
    assert found.loc["D", "n_events"] == 4
    assert np.isnan(found.loc["D", "estimate"])
    assert "no estimate: 4 events" in found.loc["D", "note"]
    lbg = fr.wordscores(drawn(n_events=8), {"A": -1, "B": 1}, rescale="lbg").scores
    assert lbg.set_index("outlet")["estimate"].notna()[["C", "D"]].all()
    raw = fr.wordscores(drawn(n_events=8), {"A": -1, "B": 1}, rescale="none").scores
    assert raw["estimate"].tolist() == raw["score"].tolist()


def test_an_outlet_without_a_shared_event_says_so():
    frame = drawn().articles.reset_index()
    lone = pd.DataFrame([{"article_id": "z", "outlet": "Z", "event": "other", "text": "w1x"}])
    found = fr.wordscores(fr.Corpus.from_frame(pd.concat([frame, lone])), {"A": -1, "B": 1})
    row = found.scores.set_index("outlet").loc["Z"]
    assert np.isnan(row["score"])
    assert row["note"] == "no event that it and all references cover"


@pytest.mark.parametrize(
    "positions", [{}, {"A": 1}, {"A": 1, "B": 1}, {"A": 1, "B": np.nan}, {"A": 1, "Q": 2}]
)
def test_positions_are_checked(positions):
    with pytest.raises(FramingError, match="positions"):
        fr.wordscores(drawn(), positions)


def test_words_of_one_voice_and_nothing_but_marks():
    frame = pd.DataFrame(
        {
            "outlet": list("ABC") * 6,
            "event": np.repeat([f"e{n}" for n in range(6)], 3),
            "text": "…!",
        }
    )
    found = fr.wordscores(fr.Corpus.from_frame(frame), {"A": -1, "B": 1}, voice="own")
    assert found.scores["estimate"].isna().all()
    assert found.words.empty


def test_order_of_articles_changes_nothing():
    corpus = drawn(n_events=30)
    turned = fr.Corpus.from_frame(corpus.articles.reset_index().iloc[::-1])
    one, other = (fr.wordscores(some, {"A": -1, "B": 1}, seed=5) for some in (corpus, turned))
    pd.testing.assert_frame_equal(one.scores, other.scores)
    pd.testing.assert_frame_equal(one.words, other.words)


def test_known_positions_are_found_again():
    spec = importlib.util.spec_from_file_location("calibration_wordscores", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    found = module.simulate(30, 4).reset_index()
    del sys.modules[spec.name]
    held_out = found[found["rescale"] == "held-out"]
    published = found[found["rescale"] == "mv"]
    assert np.abs(held_out["mean"] - held_out["truth"]).max() < 0.17
    assert held_out["held"].mean() > 0.8
    # Words learnt from the references themselves put all others too near the middle.
    slope = np.polyfit(published["truth"], published["mean"], 1)[0]
    assert slope < 0.75
    assert np.polyfit(held_out["truth"], held_out["mean"], 1)[0] == pytest.approx(1, abs=0.12)
