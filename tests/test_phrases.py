"""Phrases against hand counts, a plain second count, singular vectors, and nothing to find."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.charts.phrases import plot_phrases
from framing.measures.counts import counts_of
from framing.measures.phrase_counts import phrase_counts


def corpus_of(articles: list[tuple[str, str | None, str]], **columns: list) -> fr.Corpus:
    frame = pd.DataFrame(articles, columns=["outlet", "event", "text"])
    frame.insert(0, "article_id", [f"a{number:04}" for number in range(len(frame))])
    return fr.Corpus.from_frame(frame.assign(**columns))


def counted(texts: list[str], fewest: int = 1, language: str = "de", **options) -> dict[str, list]:
    """Counts of each phrase by article; no function words in a language without a list."""
    corpus = corpus_of([("A", "e", text) for text in texts], language=[language] * len(texts))
    counts = counts_of(corpus)
    found = phrase_counts(counts, set(counts.articles.index), fewest, **options)
    table = found.counts.toarray().T.tolist()
    return {" ".join(words): row for words, row in zip(found.phrases, table, strict=True)}


def test_phrases_of_one_to_three_words_are_counted():
    found = counted(["red fox runs", "red fox sits", "red cat", "fox", "runs sits red"])
    assert found["red fox"] == [1, 1, 0, 0, 0]
    assert found["red fox runs"] == [1, 0, 0, 0, 0]
    assert found["fox"] == [1, 1, 0, 1, 0]
    assert "fox runs" not in found  # always part of "red fox runs"


def test_phrases_do_not_cross_marks_sentences_or_numbers():
    found = counted(["Red, fox runs. Sits red 5 fox."] * 2 + ["red", "fox", "runs", "sits"])
    assert "red fox" not in found
    assert "runs sits" not in found
    assert found["fox runs"] == [1, 1, 0, 0, 0, 0]


def test_english_phrases_begin_and_end_with_content_words():
    found = counted(["the state of the union holds", "state of war", "of"] * 2, language="en")
    assert "the state" not in found
    assert "state of" not in found
    assert found["state of war"] == [0, 1, 0, 0, 1, 0]


def test_a_phrase_of_one_voice_does_not_run_into_another():
    text = "They said the plan “would surely fail badly tomorrow” again, they said once more."
    found = counted([text] * 2, voice="own")
    assert not any("fail" in phrase for phrase in found)
    quoted = counted([text] * 2, voice="quoted")
    assert "surely fail badly" in quoted or "would surely fail" in quoted


def plain(texts: list[list[str]], fewest: int) -> dict[tuple[str, ...], list[int]]:
    """Counts of phrases in at least so many texts, but for those nearly always in a longer one."""
    rows = [
        Counter(tuple(words[at : at + n]) for n in (1, 2, 3) for at in range(len(words) - n + 1))
        for words in texts
    ]
    there = Counter(phrase for row in rows for phrase in row)
    kept = {phrase: [row[phrase] for row in rows] for phrase in there if there[phrase] >= fewest}
    return {
        phrase: row
        for phrase, row in kept.items()
        if not any(
            len(other) > len(phrase)
            and any(
                other[at : at + len(phrase)] == phrase for at in range(len(other) - len(phrase) + 1)
            )
            and sum(kept[other]) >= 0.9 * sum(row)
            for other in kept
        )
    }


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.sampled_from(list("abcd")), min_size=1, max_size=12), min_size=1, max_size=6
    ),
    st.integers(1, 3),
)
def test_counts_are_those_of_a_plain_loop(texts, fewest):
    found = counted([" ".join(words) for words in texts], fewest)
    due = plain(texts, fewest)
    assert found == {" ".join(phrase): row for phrase, row in due.items()}


def slanted(seed: int = 0, slant: float = 4.0, n_events: int = 14) -> fr.Corpus:
    """Six outlets; the first three say "tax relief", the others "tax cuts" more often."""
    rng = np.random.default_rng(seed)
    plainly = [f"word{number}" for number in range(30)]
    articles = []
    for e in range(n_events):
        heat = rng.gamma(4, 1 / 4)
        for o in range(6):
            if rng.random() < 0.15:
                continue
            left = slant if o < 3 else 1.0
            right = 1.0 if o < 3 else slant
            words = list(rng.choice(plainly, 120)) + [f"topic{e}"] * 5
            pieces = [
                ["tax relief"] * rng.poisson(heat * left),
                ["tax cuts"] * rng.poisson(heat * right),
            ]
            text = words + [phrase for some in pieces for phrase in some]
            order = rng.permutation(len(text))
            articles.append((f"outlet {o}", f"event {e}", ", ".join(text[i] for i in order)))
    return corpus_of(articles)


def test_planted_phrases_carry_the_first_dimension():
    found = fr.phrase_map(slanted(), resamples=200)
    first = found.loadings[found.loadings["dimension"] == 1].set_index("phrase")
    assert set(first["loading"].abs().nlargest(2).index) == {"tax relief", "tax cuts"}
    assert first.loc["tax relief", "loading"] * first.loc["tax cuts", "loading"] < 0
    clear = (first["conf_low"] > 0) | (first["conf_high"] < 0)
    assert clear["tax relief"]
    assert clear["tax cuts"]
    assert clear.drop(["tax relief", "tax cuts"]).mean() < 0.15
    side = np.sign(found.positions.set_index("outlet")["dimension_1"])
    assert side.iloc[:3].nunique() == side.iloc[3:].nunique() == 1
    parts = {frozenset(one) for one in found.tree["outlets"]}
    assert frozenset(["outlet 0", "outlet 1", "outlet 2"]) in parts


def test_counts_by_outlet_are_plain_counts():
    corpus = slanted(1)
    found = fr.phrase_map(corpus, resamples=1)
    articles = corpus.articles
    for outlet in found.counts.columns:
        texts = articles.loc[articles["outlet"] == outlet, "text"]
        due = sum(text.split(", ").count("tax cuts") for text in texts)
        assert found.counts.loc["tax cuts", outlet] == due
    row = found.phrases.set_index("phrase").loc["tax cuts"]
    assert row["count"] == found.counts.loc["tax cuts"].sum()
    assert row["n_articles"] == articles["text"].str.contains("tax cuts").sum()


def test_loadings_are_singular_vectors_where_chance_adds_little():
    found = fr.phrase_map(slanted(2, n_events=60), resamples=1)
    table = found.counts.to_numpy(dtype=float)
    words = table.sum(axis=0)
    rate = table.sum(axis=1) / words.sum()
    residual = (table / words - rate[:, None]) / np.sqrt(rate)[:, None]
    vector = np.linalg.svd(residual - residual.mean(axis=1, keepdims=True))[0][:, 0]
    first = found.loadings.loc[found.loadings["dimension"] == 1, "loading"].to_numpy()
    assert abs(np.corrcoef(vector, first)[0, 1]) > 0.97


def test_a_phrase_of_one_outlet_alone_or_of_few_events_does_not_count():
    corpus = slanted(3)
    frame = corpus.articles.reset_index()
    own = frame["outlet"] == "outlet 1"
    rare = frame["event"].isin(["event 0", "event 1"])
    frame.loc[own, "text"] += ", masthead motto"
    frame.loc[rare, "text"] += ", passing remark"
    found = fr.phrase_map(fr.Corpus.from_frame(frame), resamples=1)
    assert not {"masthead motto", "masthead", "passing remark"} & set(found.phrases["phrase"])
    assert "topic3" not in set(found.phrases["phrase"])


def test_order_of_articles_changes_nothing():
    corpus = slanted(4)
    turned = fr.Corpus.from_frame(corpus.articles.reset_index().iloc[::-1])
    one, other = (fr.phrase_map(some, resamples=30, seed=3) for some in (corpus, turned))
    for name in ("positions", "distances", "tree", "loadings", "phrases", "counts"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_blocks_of_phrases_change_nothing(monkeypatch):
    corpus = slanted(5)
    one = fr.phrase_map(corpus, resamples=30)
    monkeypatch.setattr("framing.comparison.phrases.VALUES_AT_ONCE", 300)
    other = fr.phrase_map(corpus, resamples=30)
    pd.testing.assert_frame_equal(one.loadings, other.loadings)
    pd.testing.assert_frame_equal(one.positions, other.positions)


def test_features_know_single_words(tmp_path):
    features = fr.read_features(fr.export_features("example", tmp_path / "features"))
    found = fr.phrase_map(features, resamples=1)
    assert len(found.phrases)
    assert not found.phrases["phrase"].str.contains(" ").any()


@pytest.mark.parametrize(
    "articles",
    [[], [("A", "e", "One article.")], [(o, "e", "…!") for o in "ABCDE"], [("A", None, "x")]],
)
def test_nothing_to_map(articles):
    found = fr.phrase_map(corpus_of(articles))
    assert found.notes[0].startswith("no map")
    assert found.phrases.empty
    assert found.loadings.empty


def test_recipes_lead_back_to_the_words_in_place(study):
    chart = fr.chart("phrases", study)
    assert len(chart.data) > 10
    phrase = chart.data["phrase"].iloc[0]
    lines = chart.evidence(phrase=phrase)
    assert lines["keyword"].str.casefold().eq(phrase).all()
    assert len(fr.chart("phrase-map", study).data) == 6


def test_the_chart_fills_what_leaves_out_zero():
    from matplotlib.figure import Figure

    table = pd.DataFrame(
        {
            "phrase": ["a b", "c", "d"],
            "loading": [0.5, 0.2, -0.4],
            "conf_low": [0.1, -0.1, -0.6],
            "conf_high": [0.9, 0.5, -0.2],
            "n_articles": [9, 7, 5],
        }
    )
    ax = plot_phrases(table, ax=Figure().add_subplot(), ends=(["X"], ["Y", "Z"]))
    words = [text.get_text() for text in ax.texts]
    assert {"a b", "c", "d", "9"} <= set(words)
    assert "more in Y, Z →" in words
    hollow = [line for line in ax.lines if line.get_mfc() == "white" and len(line.get_xdata())]
    assert [list(line.get_xdata()) for line in hollow] == [[0.2]]


@pytest.mark.parametrize("chunk", [3, 17])
def test_chunks_change_nothing(monkeypatch, chunk):
    one = fr.phrase_map(slanted(7), resamples=10)
    monkeypatch.setattr("framing.tokens.store.CHUNK_ARTICLES", chunk)
    other = fr.phrase_map(slanted(7), resamples=10)
    pd.testing.assert_frame_equal(one.loadings, other.loadings)
    pd.testing.assert_frame_equal(one.counts, other.counts)


def test_workers_change_nothing(monkeypatch):
    one = fr.phrase_map(slanted(8), resamples=10)
    monkeypatch.setattr("framing.tokens.store.CHUNK_ARTICLES", 20)
    monkeypatch.setattr("framing.parallel.workers", lambda n_articles: 2)
    other = fr.phrase_map(slanted(8), resamples=10)
    pd.testing.assert_frame_equal(one.loadings, other.loadings)


@pytest.mark.external
def test_british_and_american_style_are_told_apart(news2017):
    found = fr.phrase_map(fr.align_events(news2017), resamples=100)
    pair = next(row for row in found.tree.itertuples() if "BBC" in row.outlets)
    assert set(pair.outlets) == {"BBC", "RTÉ"}
