"""Reasons: what is said of articles and pairs adds up to what grouped them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError
from framing.events.compared import compare_articles
from framing.events.linking import MARGIN

COLUMNS = [
    "event", "article_id", "outlet", "date", "title", "n_articles", "days", "similarity",
    "expected", "other_event", "other_similarity", "margin", "terms",
]  # fmt: skip


@pytest.fixture(scope="module")
def corpus() -> fr.Corpus:
    articles = fr.example().articles
    articles.loc[articles.index[::7], "event"] = None  # some on their own, some misplaced
    articles.loc[articles.index[3], "event"] = articles["event"].dropna().iloc[-1]
    return fr.align_events(
        fr.Corpus.from_frame(articles),
        fixed=pd.DataFrame({"article_id": articles.index[[0, 10]], "event": ["", ""]}),
    )


@pytest.fixture(scope="module")
def reasons(corpus) -> pd.DataFrame:
    return fr.event_reasons(corpus)


def test_one_row_an_article(corpus, reasons):
    assert reasons.columns.tolist() == COLUMNS
    assert sorted(reasons["article_id"]) == sorted(corpus.articles.index)
    assert reasons["event"].is_monotonic_increasing


def test_each_figure_by_the_whole_matrix(corpus, reasons):
    found = compare_articles(corpus, 7)
    ids = corpus.articles.index[found.order]
    event = corpus.articles["event"][ids].to_numpy(object)
    n = len(ids)
    similarity = np.zeros((n, n))
    similarity[found.pairs.one, found.pairs.other] = found.pairs.similarity
    similarity += similarity.T
    gains = similarity - found.expected[:, None] - found.expected
    number = found.day.astype("int64")
    rows = reasons.set_index("article_id").loc[ids]
    alone = 0
    for i, row in enumerate(rows.itertuples()):
        mates = [j for j in range(n) if event[j] == event[i] and j != i]
        rivals = {
            name: np.mean([gains[i, j] for j in range(n) if event[j] == name])
            for name in set(event) - {event[i]}
            if any(similarity[i, j] for j in range(n) if event[j] == name)
        }
        assert row.n_articles == len(mates) + 1
        best = max(rivals.values(), default=-np.inf)
        if rivals:
            assert rivals[row.other_event] == pytest.approx(best)
            theirs = [similarity[i, j] for j in range(n) if event[j] == row.other_event]
            assert row.other_similarity == pytest.approx(np.mean(theirs))
        else:
            assert pd.isna(row.other_event)
        if mates:
            assert row.similarity == pytest.approx(similarity[i, mates].mean())
            assert row.similarity - row.expected == pytest.approx(gains[i, mates].mean())
            assert row.margin == pytest.approx(gains[i, mates].mean() - max(best, MARGIN))
            assert row.days == pytest.approx(np.abs(number[mates] - number[i]).mean())
        else:
            alone += 1
            assert np.isnan(row.similarity)
            assert np.isnan(row.days)
            assert (
                np.isnan(row.margin) if not rivals else row.margin == pytest.approx(MARGIN - best)
            )
    assert alone


def test_the_words_are_those_shared(corpus, reasons):
    found = compare_articles(corpus, 7)
    ids = corpus.articles.index[found.order]
    vectors = pd.DataFrame(found.vectors.matrix.toarray(), ids, found.vectors.terms)
    row = reasons[reasons["n_articles"] > 2].iloc[0]
    mates = reasons["article_id"][
        (reasons["event"] == row["event"]) & (reasons["article_id"] != row["article_id"])
    ]
    shared = vectors.loc[row["article_id"]] * vectors.loc[mates].sum()
    share = (100 * shared / shared.sum()).sort_values(ascending=False, kind="stable")
    told = [word.rsplit(" ", 1) for word in row["terms"].split(", ")]
    assert len(told) == 8
    for word, percent in told:
        assert float(percent) == pytest.approx(share[word], abs=0.51)
    assert {word for word, _ in told} == set(share.index[:8])


def test_a_misplaced_article_stands_out(corpus, reasons):
    moved = corpus.articles.index[3]
    row = reasons.set_index("article_id").loc[moved]
    assert row["margin"] == reasons["margin"].min() < 0
    assert row["other_event"] == fr.example().articles.loc[moved, "event"]


def test_one_event_alone(corpus, reasons):
    name = reasons["event"].iloc[-1]
    one = fr.event_reasons(corpus, name)
    whole = reasons[reasons["event"] == name].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, whole)
    assert fr.event_reasons(corpus, name, n=0)["terms"].eq("").all()


def test_articles_without_an_event_are_passed_over():
    articles = fr.example().articles
    articles.loc[articles.index[:5], "event"] = None
    reasons = fr.event_reasons(fr.Corpus.from_frame(articles))
    assert len(reasons) == len(articles) - 5
    assert not set(articles.index[:5]) & set(reasons["article_id"])


def test_a_corpus_of_nothing_but_words(tmp_path):
    corpus = fr.align_events(
        fr.Corpus.from_frame(pd.DataFrame({"outlet": "A", "text": ["x", "!"]}))
    )
    reasons = fr.event_reasons(corpus)
    assert reasons.columns.tolist() == [name for name in COLUMNS if name not in ("date", "title")]
    assert reasons["other_event"].isna().all()
    assert reasons["margin"].isna().all()
    assert reasons["terms"].tolist() == ["", ""]


def test_what_cannot_be_explained(corpus):
    with pytest.raises(FramingError, match="has no events"):
        fr.event_reasons(fr.Corpus.from_frame(corpus.articles.drop(columns="event")))
    with pytest.raises(FramingError, match="event='nothing' is not an event"):
        fr.event_reasons(corpus, "nothing")
    with pytest.raises(FramingError, match="other='nobody' is not an article_id"):
        fr.pair_reasons(corpus, corpus.articles.index[0], "nobody")


def test_a_pair_by_hand(corpus):
    found = compare_articles(corpus, 7)
    ids = corpus.articles.index[found.order].tolist()
    at = int(
        np.argmax(days := (found.day[found.pairs.other] - found.day[found.pairs.one]).astype(int))
    )
    one, other = int(found.pairs.one[at]), int(found.pairs.other[at])
    pair = fr.pair_reasons(corpus, ids[other], ids[one], n=3)
    assert pair["days"] == days[at] > 0
    assert pair["faded"] == pytest.approx(found.pairs.similarity[at])
    assert pair["similarity"] == pytest.approx(pair["faded"] / np.exp(-2 * (days[at] / 8) ** 2))
    assert pair["expected"] == pytest.approx(found.expected[one] + found.expected[other])
    assert pair["gain"] == pytest.approx(pair["faded"] - pair["expected"])
    assert len(pair["terms"].split(", ")) == 3


def test_a_pair_with_nothing_in_common(corpus):
    corpus = fr.Corpus.from_frame(
        pd.DataFrame({"outlet": "A", "text": ["rain", "sun"], "date": ["2025-01-01", None]})
    )
    pair = fr.pair_reasons(corpus, "0", "1")
    assert (pair["similarity"], pair["terms"]) == (0, "")
    assert np.isnan(pair["days"])
