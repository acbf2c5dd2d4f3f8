"""Copies kept, weighted or dropped: hand-counted comparisons, and a study's settings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing as fr

# Outlet A prints the same story twice in the flood; B has a copy of it and a story of its own.
ARTICLES = pd.DataFrame(
    {
        "article_id": ["a1", "a2", "a3", "b1", "b2", "b3"],
        "outlet": ["A", "A", "A", "B", "B", "B"],
        "event": ["flood", "flood", "vote", "flood", "flood", "vote"],
        "weight": [1 / 3, 1 / 3, 1.0, 1 / 3, 1.0, None],
    }
)
SUMS = pd.DataFrame(
    {
        "article_id": ARTICLES["article_id"],
        "category": "alarm",
        "numerator": [6, 6, 1, 6, 2, 4],
        "denominator": [30, 30, 20, 30, 40, 20],
    }
)


def measure(articles: pd.DataFrame = ARTICLES) -> fr.Measure:
    return fr.Measure.from_sums(SUMS, articles, name="terms", unit="hits per word")


def test_weighted_sums_are_compared():
    table = fr.compare(measure(), reference="B")
    levels = table[table["kind"] == "level"].set_index("outlet")
    # A: 2 + 2 + 1 of 10 + 10 + 20 words; B: 2 + 2 + 4 of 10 + 40 + 20
    assert levels["numerator"].to_dict() == pytest.approx({"A": 5, "B": 8})
    assert levels["denominator"].to_dict() == pytest.approx({"A": 40, "B": 70})
    assert levels["estimate"].to_dict() == pytest.approx({"A": 5 / 40, "B": 8 / 70})
    assert levels["n_articles"].to_dict() == {"A": 3, "B": 3}
    # flood: A 4 of 20, B 4 of 50; vote: A 1 of 20, B 4 of 20
    ratio = (4 * 50 / 70 + 1 * 20 / 40) / (4 * 20 / 70 + 4 * 20 / 40)
    contrast = table[table["kind"] == "contrast"]
    assert contrast["estimate"].tolist() == pytest.approx([ratio])


def test_equal_weights_change_no_estimate():
    plain = fr.compare(measure(ARTICLES.drop(columns="weight")))
    double = fr.compare(measure(ARTICLES.assign(weight=2.0)))
    columns = ["estimate", "conf_low", "conf_high", "p_value", "n_articles", "n_events"]
    pd.testing.assert_frame_equal(plain[columns], double[columns])
    np.testing.assert_allclose(double["denominator"], 2 * plain["denominator"])


def test_a_weight_of_nothing_is_as_good_as_no_article():
    zero = fr.compare(measure(ARTICLES.assign(weight=[1, 0, 1, 1, 1, 1.0])))
    without = measure(ARTICLES.drop(columns="weight")).restrict(["a1", "a3", "b1", "b2", "b3"])
    pd.testing.assert_frame_equal(zero, fr.compare(without))


def test_weighting_is_done_once():
    weighted = measure().weighted()
    assert "weight" not in weighted.articles
    assert weighted.weighted() is weighted
    pd.testing.assert_frame_equal(fr.compare(weighted), fr.compare(measure()))
    plain = measure(ARTICLES.drop(columns="weight"))
    assert plain.weighted() is plain


def test_weighted_evidence_adds_up(example):
    weighted = fr.weight_duplicates(example)
    measured = fr.loaded_terms(weighted).weighted()
    found = measured.evidence.groupby("article_id")["value"].sum()
    sums = measured.sums.groupby("article_id")["numerator"].sum()
    pd.testing.assert_series_equal(
        found.reindex(sums.index, fill_value=0), sums, check_names=False, check_exact=False
    )


def test_weighted_sentences_add_up(example):
    one_each = fr.weight_duplicates(example.filter(event="lighthouse-automation"))
    measured = fr.sentiment(one_each).weighted()
    assert one_each.articles["weight"].tolist() == [0.5, 0.5]
    by_sentence = measured.sentence_sums().groupby("article_id")["denominator"].sum()
    whole = measured.sums.set_index("article_id")["denominator"]
    assert by_sentence.to_dict() == pytest.approx(whole.to_dict())
    assert (fr.compare(fr.sentiment(one_each))["interval_method"] == "sentence blocks").any()


def study(folder: Path, **copies: object) -> fr.Study:
    return fr.load_study(folder, copies=copies)


EXAMPLE = Path(__file__).resolve().parent.parent / "corpus" / "example"


@pytest.mark.parametrize(
    ("copies", "n", "caption"),
    [
        ({}, 70, "2 exact or near reprints left out; 2 articles kept that are paraphrases."),
        ({"paraphrases": True}, 69, "3 copied articles left out."),
        (
            {"counting": "weight"},
            72,
            "4 articles weighted, each group of copies as one; "
            "2 articles kept that are paraphrases.",
        ),
        (
            {"counting": "weight", "paraphrases": True},
            72,
            "6 articles weighted, each group of copies as one.",
        ),
        ({"counting": "keep"}, 72, "6 articles kept that are copies of one another."),
    ],
)
def test_a_study_says_what_became_of_its_copies(copies, n, caption):
    chosen = study(EXAMPLE, **copies)
    assert len(chosen.counted) == n
    assert caption in fr.chart("loaded-terms", chosen).caption
    # Copies that are still there are exchanged as one.
    left = chosen.copies["article_id"].isin(chosen.counted.articles.index)
    marked = chosen.counted.articles["copy_group"].dropna()
    assert set(marked.index) == set(chosen.copies["article_id"][left])


def test_a_weighted_study_counts_each_group_as_one():
    chosen = study(EXAMPLE, counting="weight")
    articles = chosen.counted.articles
    assert articles["weight"].sum() == pytest.approx(70)
    terms = chosen.loaded_terms().select("hedges")
    weight = articles["weight"].reindex(terms.articles.index).to_numpy()
    table = chosen.compare(terms)
    levels = table[table["kind"] == "level"]
    words = np.nansum(terms.denominators[:, 0] * weight)
    assert levels["denominator"].sum() == pytest.approx(words)
    assert words < np.nansum(terms.denominators)


def test_the_sentences_behind_a_weighted_chart_add_up():
    chart = fr.chart("loaded-terms", study(EXAMPLE, counting="weight", paraphrases=True))
    behind = chart.evidence().groupby(["outlet", "category"])["value"].sum()
    levels = chart.data.set_index(["outlet", "category"])["numerator"]
    assert (levels % 1 > 0).any()
    assert behind.to_dict() == pytest.approx(levels[levels > 0].to_dict())


def test_an_unknown_way_of_counting():
    with pytest.raises(fr.FramingError, match=r"copies\.counting"):
        study(EXAMPLE, counting="halve")
