"""Headlines against articles: by hand, against compare, a plain jackknife and exchange."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

import framing as fr
from framing.comparison.headlines import GAP
from framing.errors import FramingError, LeftOut
from framing.measures.measure import Measure


def measured(values: list[tuple[str, str, float, float, float, float]]) -> Measure:
    """Outlet, event, hits and words in the headline, hits and words in the body; a row each."""
    articles = pd.DataFrame(
        [(f"a{number}", *row[:2]) for number, row in enumerate(values)],
        columns=["article_id", "outlet", "event"],
    )
    rows = []
    for number, (_, _, *four) in enumerate(values):
        for part, y, x in (("headline", *four[:2]), ("body", *four[2:])):
            rows.append((f"a{number}", part, "alarm", y, x))
    columns = ["article_id", "part", "category", "numerator", "denominator"]
    sums = pd.DataFrame(rows, columns=columns)
    return Measure.from_sums(sums, articles, name="terms", unit="hits per word", kind="score")


SIX = [
    ("X", "flood", 2, 10, 4, 100),
    ("Y", "flood", 0, 8, 6, 120),
    ("X", "strike", 1, 10, 1, 80),
    ("Y", "strike", 1, 12, 3, 90),
    ("X", "vote", 3, 9, 8, 200),
    ("Y", "vote", 0, 10, 1, 60),
    ("X", "fire", 1, 7, 2, 110),
    ("Y", "fire", 1, 11, 5, 70),
    ("X", "storm", 2, 12, 3, 90),
    ("Y", "storm", 0, 9, 2, 150),
    ("X", "alone", 5, 5, 0, 50),
]


def test_both_parts_of_any_measure() -> None:
    corpus = fr.Corpus.from_frame(
        pd.DataFrame(
            {
                "article_id": ["a", "b"],
                "outlet": ["A", "B"],
                "title": ["Regime slammed", None],
                "text": ["The government was slammed.", "The regime fell."],
            }
        )
    )
    made = fr.headline_body(fr.loaded_terms, corpus, voice="all").select("labels")
    rows = made.sums.set_index(["part", "article_id"])[["numerator", "denominator"]]
    assert rows.loc["headline", "a"].tolist() == [1, 2]
    assert rows.loc["headline", "b"].tolist() == [0, 0]
    assert rows.loc["body", "b"].tolist() == [1, 3]
    assert made.evidence[["field", "article_id", "char_start"]].values.tolist() == [
        ["title", "a", 0],
        ["text", "b", 4],
    ]
    sentences = made.sentence_sums().groupby(["part", "article_id"])["numerator"].sum()
    assert sentences["headline", "a"] == sentences["body", "b"] == 1

    scored = fr.headline_body(fr.sentiment, corpus)
    titles = fr.sentiment(fr.tokenize(corpus, "title"))
    np.testing.assert_array_equal(scored.numerators[:, 0], titles.numerators[:, 0])
    assert scored.columns == (("headline", "compound"), ("body", "compound"))


def test_what_gives_no_measure() -> None:
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": ["It rained."]}))
    with pytest.raises(FramingError, match="field='title'"):
        fr.headline_body(fr.sentiment, corpus)
    titled = corpus.with_articles(corpus.articles.assign(title="Rain"))
    with pytest.raises(FramingError, match="measure gave a int"):
        fr.headline_body(lambda tokens: 3, titled)  # type: ignore[arg-type, return-value]
    with pytest.raises(FramingError, match="no category of which both"):
        fr.headline_gap(fr.sentiment(corpus))


def level(rows: list[tuple[str, str, float, float, float, float]], at: int) -> float:
    return sum(row[at] for row in rows) / sum(row[at + 1] for row in rows)


def test_levels_by_hand_and_their_jackknife() -> None:
    table = fr.headline_gap(measured(SIX)).query("kind == 'level'").set_index("outlet")
    for outlet in "XY":
        rows = [row for row in SIX if row[0] == outlet]
        row = table.loc[outlet]
        assert row["headline"] == pytest.approx(level(rows, 2))
        assert row["body"] == pytest.approx(level(rows, 4))
        gap = level(rows, 2) - level(rows, 4)
        assert row["estimate"] == pytest.approx(gap)
        without = [rows[:place] + rows[place + 1 :] for place in range(len(rows))]
        left_out = np.array([level(some, 2) - level(some, 4) for some in without])
        n = len(rows)
        error = np.sqrt(((left_out - left_out.mean()) ** 2).sum() * (n - 1) / n)
        weights = np.array([row[3] + row[5] for row in rows])
        df = weights.sum() ** 2 / (weights**2).sum() - 1
        reach = student.ppf(0.975, df) * error
        assert row["conf_low"] == pytest.approx(gap - reach)
        assert row["conf_high"] == pytest.approx(gap + reach)
    assert table["part"].tolist() == [GAP, GAP]
    assert table["p_value"].isna().all()


def test_contrasts_are_compares_differences() -> None:
    measure = measured(SIX)
    table = fr.headline_gap(measure).query("kind == 'contrast'").set_index("outlet")
    compared = fr.compare(measure, scale="difference", resamples=99)
    compared = compared[compared["kind"] == "contrast"].set_index(["part", "outlet"])["estimate"]
    for outlet in "XY":
        for part in ("headline", "body"):
            assert table.loc[outlet, part] == pytest.approx(compared[part, outlet])
        gap = compared["headline", outlet] - compared["body", outlet]
        assert table.loc[outlet, "estimate"] == pytest.approx(gap)
    assert table["n_events"].tolist() == [5, 5]


def test_cells_are_exchanged_with_headline_and_body_together() -> None:
    """All 32 ways to give X one of each event's two articles."""
    events = [SIX[place : place + 2] for place in range(0, 10, 2)]

    def weight(pair: list[tuple], at: int) -> float:
        (_, _, *x), (_, _, *y) = pair
        return x[at] * y[at] / (x[at] + y[at])

    totals = [sum(weight(pair, at) for pair in events) for at in (1, 3)]
    signed = []
    for pair in events:
        rates = [(pair[0][at] / pair[0][at + 1] - pair[1][at] / pair[1][at + 1]) for at in (2, 4)]
        weighed = [weight(pair, at) / total for at, total in zip((1, 3), totals, strict=True)]
        signed.append(rates[0] * weighed[0] - rates[1] * weighed[1])
    s = np.array(signed)
    statistics = np.array(
        [(s * signs).sum() / np.sqrt((s**2).sum()) for signs in product([1, -1], repeat=5)]
    )
    observed = s.sum() / np.sqrt((s**2).sum())
    tails = [(statistics >= observed - 1e-9).mean(), (statistics <= observed + 1e-9).mean()]
    row = fr.headline_gap(measured(SIX)).query("kind == 'contrast' and outlet == 'X'").iloc[0]
    assert row["statistic"] == pytest.approx(observed)
    assert row["p_value"] == pytest.approx(min(1, 2 * min(tails)))
    assert row["estimate"] == pytest.approx(s.sum())


def test_articles_without_one_of_the_two_do_not_count() -> None:
    lacking = [*SIX, ("X", "flood", 0, 0, 9, 10), ("Y", "flood", 9, 10, 0, 0)]
    shown = ["outlet", "estimate", "conf_low", "p_value", "n_articles"]
    tables = [fr.headline_gap(measured(rows))[shown] for rows in (SIX, lacking)]
    pd.testing.assert_frame_equal(*tables)


def test_without_events_and_few() -> None:
    plain = fr.headline_gap(measured(SIX), within=None)
    contrasts = plain[plain["kind"] == "contrast"]
    assert contrasts["p_value"].notna().all()
    assert (contrasts["n_events"] == 0).all()
    few = fr.headline_gap(measured(SIX[:4]))
    assert few["conf_low"].isna().all()
    assert few["note"].str.contains("5 needed").all()
    assert fr.headline_gap(measured(SIX[:1]))["kind"].tolist() == ["level"]
    one_each = fr.headline_gap(measured(SIX[:2])).query("kind == 'contrast'")
    assert one_each["p_value"].isna().all()
    assert one_each["note"].str.contains("describes these articles").all()
    untitled = fr.headline_gap(measured([SIX[0], ("Y", "flood", 0, 0, 1, 10)]))
    assert untitled["estimate"].isna().tolist() == [False, True, True, True]
    assert untitled["note"].iloc[1] == "no article in which it could be measured"
    apart = fr.headline_gap(measured([SIX[0], SIX[3]])).query("kind == 'contrast'")
    assert (apart["note"] == "no event that both cover").all()
    pair = fr.headline_gap(measured(SIX), reference="Y").query("kind == 'contrast'")
    assert pair["outlet"].tolist() == ["X"]
    assert pair["reference"].tolist() == ["Y"]


def test_no_article_at_all(example: fr.Corpus) -> None:
    made = fr.headline_body(fr.sentiment, example.filter(outlet="none"))
    table = fr.headline_gap(made)
    assert table.empty
    assert list(table) == list(fr.headline_gap(measured(SIX)))


def test_planted_headlines_stand_out_and_others_do_not(example: fr.Corpus) -> None:
    """The outlet with sensational articles has sensational headlines; the one whose sentences are
    dark has dark headlines too, and so no gap."""
    terms = fr.headline_gap(fr.headline_body(fr.loaded_terms, example).select("sensational"))
    contrasts = terms[terms["kind"] == "contrast"].set_index("outlet")
    assert contrasts.loc["Daily Clarion", "estimate"] > 0
    assert contrasts.loc["Daily Clarion", "q_value"] < 0.05
    assert (contrasts["estimate"].drop("Daily Clarion") < 0).all()
    darker = fr.headline_gap(fr.headline_body(fr.sentiment, example))
    assert (darker["q_value"].dropna() > 0.05).all()


def test_shuffled_outlets_are_seldom_told_apart(example: fr.Corpus) -> None:
    made = fr.headline_body(fr.sentiment, example)
    rng = np.random.default_rng(0)
    articles = made.articles
    p = []
    for seed in range(12):
        shuffled = articles.groupby("event")["outlet"].transform(rng.permutation)
        table = fr.headline_gap(
            made.with_articles(articles.assign(outlet=shuffled)), resamples=300, seed=seed
        )
        p += table["p_value"].dropna().tolist()
    assert len(p) == 72
    assert np.mean(np.array(p) < 0.05) < 0.12


def test_the_chart_of_the_example(study: fr.Study) -> None:
    chart = fr.chart("headlines", study)
    assert list(dict.fromkeys(chart.data["category"])) == ["compound", "sensational"]
    clarion = chart.data.query("category == 'sensational' and q_value < .05")
    assert clarion["outlet"].tolist() == ["Daily Clarion"]
    hits = chart.evidence(part="headline", category="sensational", outlet="Daily Clarion")
    assert len(hits) >= 10
    assert set(hits["field"]) == {"title"}
    titles = study.counted.articles["title"]
    for row in hits.itertuples():
        assert row.hit in titles[row.article_id]
    both = chart.evidence(category="sensational", outlet="Daily Clarion")
    assert set(both["field"]) == {"title", "text"}
    with pytest.raises(FramingError, match="part='lead'"):
        chart.evidence(part="lead")
    axes = chart.draw()
    assert [len(panel.get_lines()) > 0 for panel in axes.child_axes] == [True, True]


def test_without_titles_there_is_no_chart(study: fr.Study, tmp_path: Path) -> None:
    articles = study.read.articles.drop(columns="title")
    articles.to_parquet(tmp_path / "articles.parquet")
    with pytest.raises(LeftOut, match="no article has a title"):
        fr.chart("headlines", tmp_path)


SMALL = [
    {"outlet": ["A"], "text": ["Rain fell on the quay."], "title": ["Rain"]},
    {"outlet": ["A"] * 3, "text": ["Rain fell.", "Snow fell.", "!!!"], "title": ["!", None, "x"]},
    {"outlet": ["A", "B"], "text": ["雨が降った。", "हवा चली।"], "title": ["雨", "हवा"]},
    {"outlet": ["A", "B"], "text": ["...", "???"], "event": ["x", "x"], "title": ["...", "?"]},
    {
        "outlet": ["A", "B"],
        "text": ["It fell.", "It rose."],
        "event": ["x", "x"],
        "title": ["a", None],
    },
]


@pytest.mark.parametrize("articles", SMALL, ids=["one", "outlet", "scripts", "marks", "untitled"])
def test_charts_of_small_corpora(tmp_path: Path, articles: dict[str, list[str]]) -> None:
    pd.DataFrame(articles).to_csv(tmp_path / "news.csv", index=False)
    study = fr.load_study(tmp_path / "news.csv", resamples=20, collocations={"term": "fell"})
    for name in ("headlines", "collocations"):
        chart = fr.chart(name, study)
        chart.draw()
        assert list(chart.data.columns)
    assert fr.chart("headlines", study).data["conf_low"].isna().all()
