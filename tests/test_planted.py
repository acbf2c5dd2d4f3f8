"""What was planted in the example corpus is found, and what was not is not."""

from __future__ import annotations

import re
import tomllib

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.measures.measure import Measure
from framing.readers import example_folder

KEY = tomllib.loads((example_folder() / "key.toml").read_text(encoding="utf-8"))
PLANTED = {one["outlet"]: one for one in KEY["planted"] if one["measure"] == "loaded terms"}
PLANTED_CATEGORIES = [one["category"] for one in PLANTED.values()]
NULL_CATEGORIES = KEY["null"]["categories"]


@pytest.fixture(scope="module")
def own_wording() -> fr.Corpus:
    """The example without its agency stories, which belong to none of the twelve events."""
    corpus = fr.drop_duplicates(fr.example())
    return corpus.filter(lambda articles: articles.index.str.startswith("e"))


@pytest.fixture(scope="module")
def terms(own_wording: fr.Corpus) -> Measure:
    return fr.loaded_terms(own_wording)


def contrasts(measure: Measure, **changes: object) -> pd.DataFrame:
    """The contrasts on the measure's own scale; where a ratio is undefined the table gives the
    difference besides."""
    table = fr.compare(measure, **changes)
    scale = "ratio" if measure.kind == "count" else "difference"
    table = table[(table["kind"] == "contrast") & (table["scale"] == scale)]
    table = table.set_index(["outlet", "category"])
    assert table.index.is_unique
    return table


def test_the_corpus_is_as_described(own_wording: fr.Corpus) -> None:
    articles = own_wording.articles
    assert articles.groupby("outlet")["event"].nunique().eq(11).all()
    assert (len(articles), articles["event"].nunique(), articles["outlet"].nunique()) == (66, 12, 6)
    words = fr.tokenize(own_wording).articles["n_words"]
    assert words.between(350, 455).all()


def test_habits_are_written_as_the_key_says(terms: Measure) -> None:
    hits = terms.sums.pivot(index="article_id", columns="category", values="numerator")
    hits = hits.join(terms.articles["outlet"])
    for outlet, planted in PLANTED.items():
        mine = hits.loc[hits["outlet"] == outlet, planted["category"]]
        others = hits.loc[hits["outlet"] != outlet, planted["category"]]
        assert mine.min() >= 3
        assert others.mean() <= 0.5


def test_null_categories_have_ordinary_hits(terms: Measure) -> None:
    totals = terms.sums.groupby("category")[["numerator", "denominator"]].sum()
    rates = 1000 * totals["numerator"] / totals["denominator"]
    assert rates[NULL_CATEGORIES].between(1, 3).all()


def test_planted_loaded_terms_are_found(terms: Measure) -> None:
    table = contrasts(terms)
    for outlet, planted in PLANTED.items():
        row = table.loc[(outlet, planted["category"])]
        assert row["scale"] == "ratio"
        assert row["estimate"] > 1
        assert row["q_value"] < 0.05
        assert row["conf_low"] > 2


def test_null_contrasts_are_not_found(terms: Measure) -> None:
    table = contrasts(terms)
    null = table[table.index.get_level_values("category").isin(NULL_CATEGORIES)]
    assert len(null) == 24
    assert null["q_value"].notna().all()
    assert int((null["q_value"] < 0.05).sum()) == 0


def test_planted_sentiment_is_found_in_every_event(own_wording: fr.Corpus) -> None:
    measure = fr.sentiment(own_wording)
    table = contrasts(measure)
    dark = table.loc[("Evening Observer", "compound")]
    assert dark["estimate"] <= -0.30
    assert dark["conf_high"] < 0
    assert dark["q_value"] < 0.05
    sums = measure.sums.join(measure.articles[["outlet", "event"]], on="article_id")
    sums["mine"] = sums["outlet"] == "Evening Observer"
    cells = sums.groupby(["event", "mine"])[["numerator", "denominator"]].sum()
    values = (cells["numerator"] / cells["denominator"]).unstack("mine").dropna()
    assert len(values) == 11
    assert (values[True] - values[False] <= -0.30).all()
    others = table.drop(index=("Evening Observer", "compound"))
    assert (others["q_value"].isna() | (others["estimate"].abs() < 0.30)).all()


def test_shuffled_outlets_show_nothing(terms: Measure) -> None:
    """Outlets dealt anew within each event: a finding in at most 8 of 100 corpora."""
    rng = np.random.default_rng(1)
    articles = terms.articles
    found = 0
    for shuffle in range(200):
        dealt = articles.groupby("event")["outlet"].transform(
            lambda outlets: rng.permutation(outlets.to_numpy())
        )
        shuffled = terms.with_articles(articles.assign(outlet=dealt))
        table = fr.compare(shuffled, interval="none", resamples=999, seed=shuffle)
        found += bool((table["q_value"] < 0.05).any())
    assert found <= 16


@pytest.mark.parametrize("outlet", sorted(PLANTED))
def test_taking_the_planted_words_out_takes_the_finding_out(
    own_wording: fr.Corpus, terms: Measure, outlet: str
) -> None:
    category = PLANTED[outlet]["category"]
    evidence = terms.evidence
    mine = evidence["article_id"].isin(
        own_wording.articles.index[own_wording.articles["outlet"] == outlet]
    )
    spans = evidence[mine & (evidence["category"] == category)]
    estimates = [contrasts(terms).at[(outlet, category), "estimate"]]
    for share in (2, 1):
        # Every second hit, then every hit, gives way to a word of no category.
        gone = spans.iloc[::share]
        table = contrasts(fr.loaded_terms(without(own_wording, gone)))
        estimates.append(table.at[(outlet, category), "estimate"])
    assert estimates[0] > estimates[1]
    assert np.isnan(estimates[2]) or estimates[1] > estimates[2]
    assert not table.at[(outlet, category), "estimate"] > 1
    assert not (
        table.at[(outlet, category), "q_value"] < 0.05
        and table.at[(outlet, category), "statistic"] > 0
    )


def without(corpus: fr.Corpus, spans: pd.DataFrame) -> fr.Corpus:
    """The corpus with the words of these spans written as words of no lexicon."""
    articles = corpus.articles
    texts = articles["text"].to_dict()
    for span in spans.sort_values("char_start", ascending=False).itertuples():
        text = texts[span.article_id]
        blank = re.sub(r"[^\W\d_]+", "plain", text[span.char_start : span.char_end])
        texts[span.article_id] = text[: span.char_start] + blank + text[span.char_end :]
    return fr.Corpus.from_frame(articles.assign(text=pd.Series(texts)))
