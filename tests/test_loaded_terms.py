"""Loaded terms: hits per word, by voice, with the spans behind them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError
from framing.lexicon import Lexicon
from framing.measures._voice import counted_sentences, counted_words, voice_tokens
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.tokens import make_chunk

DOUBT = Lexicon.from_dict({"doubt": ["so-called", "claim*"], "great": ["historic", "of its kind"]})


def corpus_of(*texts: str, outlets: str = "AB", **columns: object) -> fr.Corpus:
    frame = pd.DataFrame({"outlet": [outlets[n % len(outlets)] for n in range(len(texts))]})
    ids = [f"a{n}" for n in range(len(texts))]
    return fr.Corpus.from_frame(frame.assign(article_id=ids, text=list(texts), **columns))


def sums(measure: Measure) -> list[list[float]]:
    return measure.numerators.tolist()


def words(measure: Measure) -> list[float]:
    return measure.denominators[:, 0].tolist()


# Ten words of the outlet's, then “It is historic, he claims, first of its kind,” and two more
# sentences: counted by hand below.
QUOTED = (
    "The so-called reform was passed on Monday by the assembly. "
    "“It is historic, the first of its kind,” she said. "
    "She claims so. “Claims!” he said."
)


@pytest.mark.parametrize(
    ("voice", "hits", "n_words"),
    [
        ("all", [3, 2], 10 + 10 + 3 + 3),
        # Own: all of the first and third sentence; of the second only "she said" is left, of the
        # fourth "he said", and two words are too few.
        ("own", [2, 0], 10 + 3),
        # Quoted: eight words of the second sentence; one of the fourth is too few.
        ("quoted", [0, 2], 8),
    ],
)
def test_hand_counted(voice: str, hits: list[int], n_words: int) -> None:
    measure = fr.loaded_terms(corpus_of(QUOTED), DOUBT, voice=voice)
    assert sums(measure) == [hits]
    assert words(measure) == [n_words]
    assert (measure.kind, measure.unit, measure.part) == ("count", "hits per word", "body")
    assert measure.categories == ("doubt", "great")


def test_evidence_is_one_row_a_hit() -> None:
    measure = fr.loaded_terms(corpus_of(QUOTED, "Nothing here.", QUOTED), DOUBT)
    evidence = measure.evidence
    assert list(evidence.columns) == EVIDENCE_COLUMNS
    first = evidence[evidence["article_id"] == "a0"]
    spans = [QUOTED[s:e] for s, e in zip(first["char_start"], first["char_end"], strict=True)]
    assert spans == ["so-called", "historic", "of its kind", "claims", "Claims"]
    assert first["category"].tolist() == ["doubt", "great", "great", "doubt", "doubt"]
    assert first["sentence"].tolist() == [0, 1, 1, 2, 3]
    assert first["voice"].tolist() == [0, 1, 1, 0, 1]
    assert first["field"].unique().tolist() == ["text"]
    assert first["value"].tolist() == [1.0] * 5
    assert evidence["article_id"].tolist() == ["a0"] * 5 + ["a2"] * 5
    assert measure.evidence_of(["a2", "a1"])["article_id"].tolist() == ["a2"] * 5
    assert len(measure.evidence_of("a1")) == 0


def test_a_hit_across_voices_belongs_to_neither() -> None:
    corpus = corpus_of("It was the first of “its kind anywhere in the land,” he told us.")
    evidence = fr.loaded_terms(
        corpus, Lexicon.from_dict({"x": ["of", "kind", "the * of"]})
    ).evidence
    assert evidence["voice"].tolist() == [0, 1]
    split = Lexicon.from_dict({"x": ["us", "land , ”"]})
    assert fr.loaded_terms(corpus, split).evidence["voice"].tolist() == [2, 0]
    assert sums(fr.loaded_terms(corpus, split, voice="own")) == [[1]]
    assert sums(fr.loaded_terms(corpus, split, voice="quoted")) == [[0]]


def test_articles_with_unreliable_marks_have_no_value_for_one_voice() -> None:
    corpus = corpus_of("He said: “It is so-called and never closed.", "A so-called plan was made.")
    assert fr.tokenize(corpus).articles["quotes_reliable"].tolist() == [False, True]
    assert sums(fr.loaded_terms(corpus, DOUBT))[0] == [1, 0]
    for voice in ("own", "quoted"):
        measure = fr.loaded_terms(corpus, DOUBT, voice=voice)
        assert np.isnan(measure.numerators[0]).all()
        assert np.isnan(measure.denominators[0]).all()
        assert measure.sums["article_id"].unique().tolist() == ["a1"]
        assert "a0" not in set(measure.evidence["article_id"])
        assert "a0" not in set(measure.sentence_sums()["article_id"])


def test_sums_by_sentence() -> None:
    measure = fr.loaded_terms(corpus_of(QUOTED, "..."), DOUBT, voice="own")
    frame = measure.sentence_sums()
    assert list(frame.columns) == SENTENCE_COLUMNS
    rows = frame[frame["article_id"] == "a0"]
    assert rows["sentence"].tolist() == [0, 0, 2, 2]
    assert rows["category"].tolist() == ["doubt", "great"] * 2
    assert rows["numerator"].tolist() == [1, 0, 1, 0]
    assert rows["denominator"].tolist() == [10, 10, 3, 3]


def test_headlines() -> None:
    corpus = corpus_of("Some text.", "Other text.", title=["A So-Called Plan", None])
    measure = fr.loaded_terms(fr.tokenize(corpus, field="title"), DOUBT)
    assert sums(measure) == [[1, 0], [0, 0]]
    assert words(measure) == [3, 0]
    assert measure.part == "headline"
    assert measure.evidence["field"].tolist() == ["title"]
    assert measure.settings["field"] == "title"


def test_weights_are_what_a_hit_counts() -> None:
    lexicon = Lexicon.from_dict({"up": {"patterns": ["rise", "soar"], "weights": [1, 2.5]}})
    measure = fr.loaded_terms(corpus_of("They rise and soar and soar."), lexicon)
    assert sums(measure) == [[6.0]]
    assert measure.evidence["value"].tolist() == [1.0, 2.5, 2.5]
    assert (measure.kind, measure.unit) == ("count", "weight per word")
    down = Lexicon.from_dict({"x": {"patterns": ["rise", "fall"], "weights": [1, -1]}})
    assert fr.loaded_terms(corpus_of("rise fall"), down).kind == "score"


def test_settings_say_how_to_make_it_again() -> None:
    settings = fr.loaded_terms(corpus_of("A plan."), voice="own").settings
    lexicon = fr.load_lexicon("loaded-news")
    assert settings == {
        "lexicon": "loaded-news",
        "lexicon_version": lexicon.version,
        "lexicon_hash": lexicon.content_hash,
        "voice": "own",
        "field": "text",
    }


def test_a_lexicon_file_can_be_named(tmp_path: object) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("category,pattern\nx,plan*\n")
    assert sums(fr.loaded_terms(corpus_of("A plan, two plans."), path)) == [[2]]
    assert sums(fr.loaded_terms(corpus_of("A plan, two plans."), str(path))) == [[2]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"voice": "theirs"}, "voice='theirs' is not known"),
        ({"lexicon": "nrc"}, "lexicon='nrc' is not known"),
        ({"lexicon": "vader"}, "serves sentiment"),
    ],
)
def test_errors(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(FramingError, match=message):
        fr.loaded_terms(corpus_of("A plan."), **arguments)


# --- nothing, little, and anything ---------------------------------------------------------------


def test_no_articles() -> None:
    empty = corpus_of("Text.").filter(lambda articles: articles["outlet"] == "nobody")
    for voice in ("all", "own"):
        measure = fr.loaded_terms(empty, DOUBT, voice=voice)
        assert measure.numerators.shape == (0, 2)
        assert measure.evidence.columns.tolist() == EVIDENCE_COLUMNS
        assert measure.sentence_sums().columns.tolist() == SENTENCE_COLUMNS
        assert len(measure.evidence) == len(measure.sums) == 0


@pytest.mark.parametrize("text", ["...", "“ ” — !", "\n\n", "no hit here", "危机来了。", "…\x00"])
def test_articles_without_a_hit_keep_their_row(text: str) -> None:
    measure = fr.loaded_terms(corpus_of(text + " x", text or "."), DOUBT)
    assert sums(measure)[0] == [0, 0]
    assert measure.sums["denominator"].notna().all()
    assert len(measure.sums) == 2 * len(measure.articles)


WORDS = ["claim", "claims", "so-called", "historic", "of", "its", "kind", "the", "“", "”", ".", "!"]
articles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)


@given(
    texts=st.lists(articles, min_size=1, max_size=8),
    voice=st.sampled_from(["all", "own", "quoted"]),
    size=st.integers(1, 4),
    order=st.randoms(use_true_random=False),
)
def test_parts_add_up_however_the_corpus_is_cut(
    texts: list[str], voice: str, size: int, order: object
) -> None:
    corpus = corpus_of(*texts)
    measure = fr.loaded_terms(corpus, DOUBT, voice=voice)
    columns = list(measure.categories)
    totals = pd.DataFrame(measure.numerators, index=measure.articles.index, columns=columns)
    known = totals.dropna()

    evidence = measure.evidence.pivot_table(
        index="article_id", columns="category", values="value", aggfunc="sum", fill_value=0
    )
    evidence = evidence.reindex(index=known.index, columns=columns, fill_value=0)
    assert (evidence.to_numpy() == known.to_numpy()).all()

    by_sentence = measure.sentence_sums()
    added = by_sentence.groupby(["article_id", "category"])[["numerator", "denominator"]].sum()
    for (article, category), row in added.iterrows():
        assert row["numerator"] == known.loc[article, category]
        assert (
            row["denominator"] == measure.denominators[measure.articles.index.get_loc(article), 0]
        )

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("framing.tokens.store.CHUNK_ARTICLES", size)
        shuffled = corpus.articles.sample(frac=1, random_state=order.randrange(2**32))
        again = fr.loaded_terms(fr.Corpus.from_frame(shuffled.reset_index()), DOUBT, voice=voice)
    rows = again.articles.index.get_indexer(measure.articles.index)
    np.testing.assert_array_equal(again.numerators[rows], measure.numerators)
    np.testing.assert_array_equal(again.denominators[rows], measure.denominators)


@given(text=st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_masks_of_voices_do_not_overlap(text: str) -> None:
    chunk = make_chunk(["a"], [text])
    own, quoted = (counted_words(chunk, voice) for voice in ("own", "quoted"))
    assert not (own & quoted).any()
    assert ((own | quoted) <= chunk.word).all()
    if chunk.quotes_reliable[0]:
        assert (voice_tokens(chunk, "own") ^ voice_tokens(chunk, "quoted")).all()
    for voice, kept in (("own", own), ("quoted", quoted)):
        per_sentence = chunk.per_sentence(kept)
        assert (per_sentence[counted_sentences(chunk, voice)] >= 3).all()
        assert (per_sentence[~counted_sentences(chunk, voice)] == 0).all()


# --- real sentences ------------------------------------------------------------------------------


def test_the_example_is_counted_as_a_plain_search_counts_it() -> None:
    """Single words without rules, against a regular expression over the raw text."""
    corpus = fr.example()
    categories = fr.load_lexicon("loaded-news").categories
    plain = {
        name: [word for word in category.patterns if word.isalpha()]
        for name, category in categories.items()
    }
    measure = fr.loaded_terms(corpus, Lexicon.from_dict(plain))
    for number, (name, patterns) in enumerate(plain.items()):
        word = re.compile(rf"(?<![\w’'-])(?:{'|'.join(patterns)})(?!\w|[’'-]\w)", re.IGNORECASE)
        found = [len(word.findall(text)) for text in corpus.articles["text"]]
        assert measure.numerators[:, number].tolist() == found, name


def test_planted_words_are_found_where_the_key_says() -> None:
    corpus = fr.example()
    hits = fr.loaded_terms(corpus).sums.merge(
        corpus.articles.reset_index()[["article_id", "outlet", "event"]], on="article_id"
    )
    hits = hits[hits["article_id"].str.startswith("e")]
    planted = {
        "Daily Clarion": "sensational",
        "National Standard": "labels",
        "The Common Voice": "doubt",
        "Meridian Business": "acclaim",
    }
    for outlet, category in planted.items():
        rows = hits[hits["category"] == category]
        mine = rows["outlet"] == outlet
        assert rows.loc[mine, "numerator"].min() >= 3
        assert rows.loc[~mine, "numerator"].mean() <= 0.5


def test_evidence_of_real_news_adds_up(news2017: fr.Corpus) -> None:
    tokens = fr.tokenize(news2017)
    for voice in ("all", "own"):
        measure = fr.loaded_terms(tokens, voice=voice)
        evidence = measure.evidence
        totals = evidence.groupby("category")["value"].sum()
        assert totals.to_dict() == dict(
            zip(measure.categories, np.nansum(measure.numerators, axis=0), strict=True)
        )
        some = measure.articles.index[100:110]
        few = measure.evidence_of(some)
        expected = evidence[evidence["article_id"].isin(some)].reset_index(drop=True)
        pd.testing.assert_frame_equal(few, expected)
