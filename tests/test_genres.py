"""Opinion set against news is said, in the table and on the chart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.comparison.genres import cautions, genre_mix


def _articles(news: dict[str, int], other: dict[str, int]) -> pd.DataFrame:
    rows = [(outlet, "news") for outlet, n in news.items() for _ in range(n)]
    rows += [(outlet, "opinion") for outlet, n in other.items() for _ in range(n)]
    return pd.DataFrame(rows, columns=["outlet", "genre"])


def test_shares_are_those_counted_by_hand() -> None:
    mix = genre_mix(_articles({"A": 8, "B": 10, "C": 9}, {"A": 2, "C": 1}))
    assert mix["not_news"].tolist() == pytest.approx([0.2, 0, 0.1])
    assert mix["not_news_others"].tolist() == pytest.approx([1 / 20, 3 / 20, 2 / 20])
    assert mix["unlike"].tolist() == [True, True, False]


def test_a_reference_is_the_one_to_differ_from() -> None:
    mix = genre_mix(_articles({"A": 8, "B": 10, "C": 9}, {"A": 2, "C": 1}), reference="C")
    assert mix["not_news_others"].tolist() == pytest.approx([0.1] * 3)
    assert mix["unlike"].to_dict() == {"A": True, "B": True, "C": False}
    assert cautions(mix)["A"] == "20% of its articles are not news, of the others' 10%"


def test_too_few_known_genres_say_nothing() -> None:
    articles = _articles({"A": 4, "B": 10}, {})
    articles.loc[len(articles)] = ["A", np.nan]
    mix = genre_mix(articles)
    assert mix["n_known"].tolist() == [4, 10]
    assert np.isnan(mix.at["A", "not_news"])
    assert not mix["unlike"].any()
    assert genre_mix(articles[["outlet"]])["not_news"].isna().all()
    assert genre_mix(articles[:0]).empty


@pytest.fixture(scope="module")
def mixed() -> fr.Corpus:
    articles = fr.example().articles.reset_index()
    opinion = (articles["outlet"] == "Daily Clarion") & (articles.index % 4 == 0)
    return fr.Corpus.from_frame(articles.assign(genre=np.where(opinion, "opinion", "news")))


def test_compare_warns_where_the_mix_differs_and_nowhere_else(mixed: fr.Corpus) -> None:
    table = fr.compare(fr.loaded_terms(mixed), resamples=100)
    warned = table["note"].str.contains("are not news")
    assert set(table.loc[warned, "outlet"]) == {"Daily Clarion"}
    assert set(table.loc[warned, "kind"]) == {"contrast"}
    assert (
        warned.sum() == ((table["kind"] == "contrast") & (table["outlet"] == "Daily Clarion")).sum()
    )
    plain = fr.compare(fr.loaded_terms(fr.example()), resamples=100)
    assert not plain["note"].str.contains("are not news").any()
    pd.testing.assert_frame_equal(table.drop(columns="note"), plain.drop(columns="note"))


def test_the_chart_says_so(mixed: fr.Corpus, tmp_path) -> None:
    mixed.save(tmp_path / "articles.parquet")
    assert "mixed with news unequally" in fr.chart("loaded-terms", tmp_path).caption
    assert "unequally" not in fr.chart("loaded-terms", "example").caption


def test_a_study_of_news_alone(mixed: fr.Corpus, tmp_path) -> None:
    mixed.save(tmp_path / "articles.parquet")
    study = fr.load_study(tmp_path, genres=["news"])
    assert set(study.corpus.articles["genre"]) == {"news"}
    assert len(study.corpus) == (mixed.articles["genre"] == "news").sum() < len(mixed)
    assert "unequally" not in fr.chart("loaded-terms", study).caption


def test_a_genre_that_is_not_there_is_one_sentence(mixed: fr.Corpus, tmp_path) -> None:
    mixed.save(tmp_path / "articles.parquet")
    with pytest.raises(fr.FramingError, match="'opinon', which the corpus lacks"):
        _ = fr.load_study(tmp_path, genres=["opinon"]).corpus
