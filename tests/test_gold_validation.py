"""Measures against codes: by hand, against scikit-learn, outlet by outlet, and drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score

import framing as fr
from framing.charts.gold import plot_gold
from framing.charts.learning_curve import plot_learning_curve
from framing.classifying.scoring import SCORES
from framing.errors import FramingError, LeftOut


def made(values, outlets="A", events=None, kind="count", names=("strife",)):
    n = len(values)
    articles = pd.DataFrame(
        {
            "outlet": list(outlets) if len(outlets) == n else outlets,
            "event": [f"e{number}" for number in range(n)] if events is None else events,
        },
        index=pd.Index([f"a{number:03}" for number in range(n)], name="article_id"),
    )
    numerators = np.asarray(values, dtype=float).reshape(n, -1)
    return fr.Measure.from_arrays(
        articles, numerators, np.ones((n, 1)), name="m", unit="u", kind=kind, categories=names
    )


def codes(values, **more):
    ids = [f"a{number:03}" for number in range(len(values))]
    return pd.DataFrame({"article_id": ids, "strife": values, **more})


def test_by_hand():
    table = fr.validate(made([3, 2, 1, 0]), codes([1, 0, 1, 0]), threshold=0.5)
    assert list(table.columns) == ["category", "outlet", *SCORES, "threshold"]
    assert table["outlet"].tolist() == ["all", "A"]
    row = table.iloc[0]
    assert row[["n_units", "n_events", "n_coded", "n_hits", "n_right"]].tolist() == [4, 4, 2, 3, 2]
    assert row["precision"] == pytest.approx(2 / 3)
    assert row["recall"] == 1
    assert row["f1"] == pytest.approx(0.8)
    assert row["auc"] == row["auc_within"] == 0.75
    assert row["r"] == pytest.approx(np.corrcoef([3, 2, 1, 0], [1, 0, 1, 0])[0, 1])
    assert np.isnan(row["f1_low"])  # four events
    assert row["note"] == "fewer than 10 with the code"


def test_against_scikit_learn():
    rng = np.random.default_rng(0)
    code, value = (rng.random(200) < 0.3).astype(int), rng.random(200)
    value = value + 0.4 * code
    weight = rng.uniform(0.5, 2, 200)
    events = [f"e{number // 5}" for number in range(200)]
    measure = made(value, "A", events, kind="score")
    found = fr.validate(measure, codes(code, stands_for=weight), threshold=0.7).iloc[0]
    hit = value > 0.7
    for name, reference in (
        ("precision", precision_score(code, hit, sample_weight=weight)),
        ("recall", recall_score(code, hit, sample_weight=weight)),
        ("f1", f1_score(code, hit, sample_weight=weight)),
        ("auc", roc_auc_score(code, value, sample_weight=weight)),
    ):
        assert found[name] == pytest.approx(reference)
        assert found[f"{name}_low"] < reference < found[f"{name}_high"]
    plain = fr.validate(measure, codes(code), threshold=0.7).iloc[0]
    assert plain["r"] == pytest.approx(np.corrcoef(value, code)[0, 1])


def test_units_of_one_event_that_err_together_are_worth_less():
    code = np.ones(60, dtype=int)
    hit = (np.arange(60) // 10) % 2  # whole events are found or missed
    together = [f"e{number // 10}" for number in range(60)]
    wide = fr.validate(made(hit, "A", together), codes(code), threshold=0.5).iloc[0]
    narrow = fr.validate(made(hit), codes(code), threshold=0.5).iloc[0]
    assert wide["recall"] == narrow["recall"] == 0.5
    assert wide["recall_high"] - wide["recall_low"] > 2 * (
        narrow["recall_high"] - narrow["recall_low"]
    )


def test_intervals_hold_what_is_true():
    rng = np.random.default_rng(4)
    held = []
    for _ in range(100):
        there = rng.random(90) < 0.4
        hit = np.where(there, rng.random(90) < 0.7, rng.random(90) < 0.2)
        row = fr.validate(made(hit), codes(there.astype(int)), threshold=0.5).iloc[0]
        f1 = 2 * 0.28 / (0.4 + 0.28 + 0.12)
        precision = 0.28 / 0.4
        held.append(
            [
                row["recall_low"] <= 0.7 <= row["recall_high"],
                row["precision_low"] <= precision <= row["precision_high"],
                row["f1_low"] <= f1 <= row["f1_high"],
            ]
        )
    assert (np.mean(held, axis=0) >= 0.9).all()
    assert np.mean(held) < 0.99


def test_a_measure_that_works_in_one_outlet_only_is_seen():
    rng = np.random.default_rng(1)
    outlets = np.repeat(["A", "B", "C"], 40)
    code = np.tile([0, 1], 60)
    hit = np.where(outlets == "C", rng.permutation(code), code)
    table = fr.validate(made(hit, outlets), codes(code)).set_index("outlet")
    assert "recall (" in table.loc["C", "note"]
    assert "unlike" in table.loc["C", "note"]
    assert table.loc["A", "precision"] == 1
    assert table.loc["all", "threshold"] == 0.5


def test_a_measure_that_tells_outlets_apart_and_no_more_is_seen():
    outlets = np.repeat(["A", "B"], 50)
    rng = np.random.default_rng(2)
    code = (rng.random(100) < np.where(outlets == "A", 0.9, 0.1)).astype(int)
    value = (outlets == "A") + rng.random(100)
    row = fr.validate(made(value, outlets, kind="score"), codes(code)).iloc[0]
    assert row["auc"] > 0.85
    assert row["auc_within"] < 0.65


def test_ratings_are_correlated_alone():
    row = fr.validate(made([0, 1, 2, 3], kind="score"), codes([1, 2, 3, 5])).iloc[0]
    assert np.isnan(
        row[["n_hits", "precision", "recall", "f1", "auc", "threshold"]].astype(float)
    ).all()
    assert row["r"] == pytest.approx(np.corrcoef([0, 1, 2, 3], [1, 2, 3, 5])[0, 1])


def test_what_is_undefined_is_missing():
    table = fr.validate(made([1, 1, 1]), codes([0, 0, 0]))
    assert np.isnan(table[["precision", "recall", "auc", "r"]].iloc[0].astype(float)).all()
    table = fr.validate(made([1, np.nan, 0]), codes([1, 1, 0])).iloc[0]
    assert table["n_units"] == 2


def test_what_is_refused():
    two = made(np.ones((3, 2)), names=("one", "two"))
    both = codes([1, 0, 1]).assign(other=1)
    with pytest.raises(FramingError, match="none in common"):
        fr.validate(two, both)
    with pytest.raises(FramingError, match="choose one of 'one', 'two'"):
        fr.validate(two, both, categories={"strife": "three"})
    found = fr.validate(two, both, categories={"strife": "two"})
    assert found["category"].unique().tolist() == ["strife"]
    with pytest.raises(FramingError, match="none of the coded"):
        fr.validate(made([1, 2]), pd.DataFrame({"article_id": ["z"], "strife": [1]}))
    sentences = codes([1, 0]).assign(char_start=0, char_end=4, sentence=0)
    gold = fr.Gold.from_frame(sentences, ["strife"], "sentence")
    with pytest.raises(FramingError, match="no sums by sentence"):
        fr.validate(made([1, 2]), gold)


def test_sentences_against_codes_of_sentences():
    text = "The unions accuse the mayor. It rained all day. He blames them all. They ate fish."
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    coding = fr.sample_units(corpus, n=4, unit="sentence", within=None)
    frame = coding.key.sort_values("char_start").assign(conflict=[1, 0, 0, 0])
    columns = ["article_id", "sentence", "n_sentences", "char_start", "char_end", "conflict"]
    gold = fr.Gold.from_frame(frame[columns], ["conflict"], "sentence")
    row = fr.validate(fr.frames(corpus), gold, threshold=0).iloc[0]
    assert row["n_units"] == len(frame)
    assert row["recall"] == 1


def test_a_classifier_is_a_measure_like_others():
    corpus = fr.example()
    gold = fr.Gold.from_labels(corpus.articles["frames"]).select("human_interest")
    classifier = fr.train_classifier(corpus, gold)
    found = fr.validate(fr.classify(corpus, classifier), gold)
    own = classifier.scores()
    same = ["n_units", "n_coded", "n_hits", "n_right", "precision", "recall"]
    pd.testing.assert_frame_equal(found[same], own[same], check_dtype=False)


def test_charts_draw_the_table():
    rng = np.random.default_rng(3)
    outlets = np.repeat(["A", "B"], 20)
    measure = made(rng.random((40, 2)), outlets, kind="score", names=("one", "two"))
    gold = codes(rng.integers(0, 2, 40)).rename(columns={"strife": "one"}).assign(two=0)
    table = fr.validate(measure, gold)
    from matplotlib.figure import Figure

    ax = plot_gold(table, ax=Figure().add_subplot(), order=["B", "A"])
    panels = ax.child_axes[0].child_axes
    assert [panel.get_title().split("\xa0")[0] for panel in panels] == ["one", "two"]
    words = [text.get_text() for text in panels[0].texts]
    assert words[:3] == ["all outlets", "B", "A"]
    assert len(panels[1].lines) == 1  # without a code: precision 0, and nothing else
    curve = pd.DataFrame(
        {"category": "one", "n_units": [10.0, 20.0], "auc": [0.6, 0.7],
         "auc_low": [0.5, np.nan], "auc_high": [0.7, np.nan]}
    )  # fmt: skip
    ax = plot_learning_curve(curve, ax=Figure().add_subplot())
    (panel,) = ax.child_axes
    assert panel.lines[1].get_ydata().tolist() == [0.6, 0.7]


def test_recipes_of_a_study():
    study = fr.load_study("example")
    chart = fr.chart("gold", study)
    assert set(chart.data["category"]) == set(study.gold().categories)
    assert "conflict: precision" in chart.alt
    other = fr.load_study("example", gold={"match": {}, "lexicon": "moral-foundations"})
    with pytest.raises(LeftOut, match=r"none of these|has none"):
        other.validation()
