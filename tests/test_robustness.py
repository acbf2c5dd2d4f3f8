"""Robustness to other choices, and the agreement of lexicons on the same sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import interval_distance
from scipy.stats import kendalltau, pearsonr

import framing as fr
from framing.comparison.robustness import robustness_of
from framing.comparison.variants import LEFT_OUT, Variant, lexical_variants, sentences_alone
from framing.lexicon import Lexicon, load_lexicon
from framing.measures.sentiment import sentiment


@pytest.fixture(scope="module")
def found(example: fr.Corpus) -> fr.Robustness:
    return fr.robustness(example, terms=5)


@pytest.fixture(scope="module")
def agreed(example: fr.Corpus) -> fr.LexiconAgreement:
    return fr.lexicon_agreement(example)


def test_the_base_is_what_compare_says(example: fr.Corpus, found: fr.Robustness) -> None:
    kept = fr.drop_duplicates(example)
    table = fr.compare(fr.sentiment(kept), resamples=20).query("kind == 'contrast'")
    base = found.table.query("kind == 'base'")
    ratio = base["estimate"].to_numpy() / table["estimate"].to_numpy()
    np.testing.assert_allclose(ratio, ratio[0])  # one standard deviation for all
    np.testing.assert_allclose(
        base["conf_low"].to_numpy() / base["estimate"].to_numpy(),
        table["conf_low"].to_numpy() / table["estimate"].to_numpy(),
    )


def test_what_was_planted_survives_and_is_told(found: fr.Robustness) -> None:
    """One outlet is darker by far: no lexicon, voice or single word changes that."""
    pairs = found.pairs[found.pairs["lower"] == "Evening Observer"]
    assert len(pairs) == 5
    assert pairs["clear"].all()
    assert (pairs["n_same"] == pairs["n_variants"]).all()
    rows = found.table[found.table["outlet"] == "Evening Observer"]
    assert (rows["conf_high"] < 0).all()


def test_what_was_not_planted_is_not_told_apart(example: fr.Corpus) -> None:
    """Outlets that were given their hits by lot: the order is chance, and is seen to be."""
    found = fr.robustness(example, "loaded_terms", "hedges", terms=5)
    assert found.unit == "ratio"
    assert found.pairs["clear"].sum() <= 2
    assert (found.agreement["n_reversed"] > 0).any()


def test_kendall_is_that_of_scipy(found: fr.Robustness) -> None:
    values = found.table.pivot(index="outlet", columns=["kind", "variant"], values="estimate")
    agreement = found.agreement.set_index(["kind", "variant"])
    base = values.iloc[:, 0] if values.columns[0][0] == "base" else values["base"].iloc[:, 0]
    for name in values.columns:
        tau = kendalltau(base, values[name])
        assert agreement.loc[name, "kendall"] == pytest.approx(tau.statistic)
        ranks = values[name].rank().corr(base.rank())
        assert agreement.loc[name, "spearman"] == pytest.approx(ranks)
    assert agreement.loc[("base", "vader, all words, quotations included"), "kendall"] == 1


def test_reversals_by_hand() -> None:
    """Three outlets on six events; in the variant the first two change places."""
    ids = [f"{outlet}{event}" for outlet in "ABC" for event in range(6)]
    articles = pd.DataFrame(
        {"article_id": ids, "outlet": [i[0] for i in ids], "event": [i[1] for i in ids]}
    )

    def measure(values: dict[str, float]) -> fr.Measure:
        numerator = [10 * values[i[0]] + int(i[1]) % 2 * 0.1 for i in ids]
        sums = articles.assign(category="x", numerator=numerator, denominator=10.0)
        return fr.Measure.from_sums(sums, articles, name="m", unit="u", kind="score")

    base = Variant("base", "as it was", measure({"A": 3, "B": 2, "C": 1}))
    other = Variant("other", "turned", measure({"A": 2, "B": 3, "C": 1}))
    event = Variant("weights", "each event", base.measure, weight="event")
    found = robustness_of([base, other, event])
    row = found.agreement.set_index("variant").loc["turned"]
    assert (row["n_pairs"], row["n_reversed"]) == (3, 1)
    assert (row["n_clear"], row["n_clear_reversed"]) == (3, 1)
    assert row["kendall"] == pytest.approx(1 / 3)
    assert found.agreement["n_reversed"].tolist() == [0, 1, 0]
    pairs = found.pairs.set_index(["higher", "lower"])
    assert pairs.loc[("A", "B"), "reversed_in"] == "turned"
    assert pairs.loc[("A", "C"), "n_same"] == 2
    assert pairs["support"].eq(1).all()
    # The reference may be one of them.
    against = robustness_of([base, other], reference="C").table
    assert set(against["outlet"]) == {"A", "B"}


@pytest.mark.parametrize("voice", ["all", "own"])
def test_a_word_left_out_is_a_lexicon_without_it(example: fr.Corpus, voice: str) -> None:
    """Scoring the sentences with the word again gives what scoring all of them does."""
    tokens = fr.tokenize(fr.drop_duplicates(example))
    vader = load_lexicon("vader")
    variants = lexical_variants(tokens, "sentiment", vader, voice=voice, terms=3)
    left_out = [one for one in variants if one.kind == LEFT_OUT]
    assert len(left_out) == 3
    for one in left_out:
        weights = {word: score for word, score in vader.weights.items() if word != one.name}
        short = Lexicon("vader", weights=weights)
        expected = sentiment(tokens, short, voice)
        np.testing.assert_allclose(one.measure.numerators, expected.numerators, atol=1e-9)
        assert (expected.numerators != variants[0].measure.numerators).any()


def test_a_term_left_out_takes_its_hits(example: fr.Corpus) -> None:
    lexicon = Lexicon.from_dict({"doubt": ["claim*", "alleged", "supposedly"]})
    variants = lexical_variants(example, "loaded_terms", lexicon, "doubt")
    assert [one.kind for one in variants[:3]] == ["base", "negation", "quotations"]
    for one in variants:
        if one.kind == LEFT_OUT:
            rest = [p for p in ("claim*", "alleged", "supposedly") if p != one.name]
            expected = fr.loaded_terms(example, Lexicon.from_dict({"doubt": rest}))
            np.testing.assert_array_equal(one.measure.numerators, expected.numerators)


def test_sentences_alone_keep_their_words(example: fr.Corpus) -> None:
    chunk = next(fr.tokenize(example).chunks())
    rows = np.array([0, 3, chunk.n_sentences - 1])
    alone = sentences_alone(chunk, rows)
    assert alone.n_sentences == alone.n_articles == 3
    for number, row in enumerate(rows):
        here = slice(*alone.sentence_offsets[number : number + 2])
        there = slice(*chunk.sentence_offsets[row : row + 2])
        words = alone.types.strings[alone.ids[here]].tolist()
        assert words == chunk.types.strings[chunk.ids[there]].tolist()
        spans = zip(alone.char_start[here], alone.char_end[here], strict=True)
        assert [alone.texts[number][a:b] for a, b in spans] == words
        assert alone.voice[here].tolist() == chunk.voice[there].tolist()


def test_without_negation_a_negated_word_keeps_its_sign() -> None:
    frame = pd.DataFrame({"outlet": ["A"], "text": ["This is not good."]})
    corpus = fr.Corpus.from_frame(frame)
    on, off = (fr.sentiment(corpus, negation=one).numerators[0, 0] for one in (True, False))
    assert on < 0 < off


def test_copies_are_found_and_counted_in_one_variant(example: fr.Corpus) -> None:
    found = fr.robustness(example, terms=0)
    n = found.table.groupby("kind")["n_articles"].sum()
    assert n["copies"] >= n["base"]
    assert "copies" not in set(fr.robustness(fr.tokenize(example), terms=0).agreement["kind"])


def test_wrong_calls_are_told(example: fr.Corpus) -> None:
    with pytest.raises(fr.FramingError, match="measure='tone' is not known"):
        fr.robustness(example, "tone")
    with pytest.raises(fr.FramingError, match="category=None is not known"):
        fr.robustness(example, "loaded_terms")
    other = Lexicon.from_dict({"x": ["y"]}, name="mine")
    with pytest.raises(fr.FramingError, match="'mine' has no category 'doubt'"):
        fr.robustness(example, "loaded_terms", "doubt", lexicons=[other])
    with pytest.raises(fr.FramingError, match="has 20 categories; give one"):
        fr.robustness(example, more={"terms": fr.loaded_terms(example)})
    with pytest.raises(fr.FramingError, match="give two or more"):
        fr.lexicon_agreement(example, ["vader"])


def test_more_variants_can_be_given(example: fr.Corpus) -> None:
    tokens = fr.tokenize(example)
    plain = fr.sentiment_balance(tokens)
    found = fr.robustness(tokens, terms=0, more={"balance of words": plain})
    assert found.agreement["variant"].iloc[-1] == "balance of words"


# --- agreement of lexicons -----------------------------------------------------------------------


def test_agreement_on_sentences_is_that_of_scipy_and_nltk(
    example: fr.Corpus, agreed: fr.LexiconAgreement
) -> None:
    first, second = (
        fr.sentiment(example, name).evidence["value"].to_numpy() for name in ("vader", "pattern-en")
    )
    row = agreed.pairs.query("level == 'sentences' and second == 'pattern-en'").iloc[0]
    assert row["first"] == "vader"
    assert row["n"] == len(first)
    assert row["estimate"] == pytest.approx(pearsonr(first, second).statistic)
    signs = np.sign(np.column_stack([first, second]))[:300]
    few = fr.lexicon_agreement(example, ["vader", "pattern-en"])
    assert few.pairs["alpha"].iloc[0] == pytest.approx(row["alpha"])
    from framing.comparison.agreement import _alphas

    triples = [(coder, unit, signs[unit, coder]) for unit in range(300) for coder in (0, 1)]
    expected = AnnotationTask(triples, distance=interval_distance).alpha()
    got, _ = _alphas(signs, np.zeros(300, dtype=np.int64), np.ones((1, 1)))
    assert got == pytest.approx(expected)
    both = (np.sign(first) != 0) & (np.sign(second) != 0)
    assert row["opposite"] == pytest.approx((np.sign(first) != np.sign(second))[both].mean())


def test_levels_of_agreement(agreed: fr.LexiconAgreement) -> None:
    assert agreed.pairs["level"].tolist() == ["sentences"] * 3 + ["articles"] * 3 + ["outlets"] * 3
    assert (agreed.pairs["conf_low"] <= agreed.pairs["estimate"]).all()
    assert (agreed.pairs["conf_high"] >= agreed.pairs["estimate"]).all()
    rates = agreed.coverage[["scored", "positive", "negative"]]
    assert ((rates > 0) & (rates < 1)).all(axis=None)
    assert agreed.drawn == "events"


def test_the_sentences_on_which_lexicons_differ_most(agreed: fr.LexiconAgreement) -> None:
    shown = agreed.sentences(5)
    assert len(shown) == 5
    scores = shown[list(agreed.lexicons)]
    assert (scores.min(axis=1) < 0).all()
    assert (scores.max(axis=1) > 0).all()
    assert shown["sentence_text"].str.len().gt(3).all()


def test_a_lexicon_agrees_with_itself(example: fr.Corpus) -> None:
    from dataclasses import replace

    vader = load_lexicon("vader")
    double = replace(
        load_lexicon("pattern-en"),
        name="twice",
        weights={word: 2 * score for word, score in load_lexicon("pattern-en").weights.items()},
    )
    found = fr.lexicon_agreement(example, ["pattern-en", double, vader])
    rows = found.pairs[found.pairs["second"] == "twice"]
    np.testing.assert_allclose(rows["estimate"], 1)
    assert rows["alpha"].iloc[0] == pytest.approx(1)
    assert rows["opposite"].iloc[0] == 0


def test_charts(study: fr.Study) -> None:
    chart = fr.chart("robustness", study)
    assert chart._repr_png_()
    assert "6 stand so in all of 17 other choices" in chart.caption
    assert chart.data["row"].iloc[0].startswith("vader")
    agreement = fr.chart("lexicon-agreement", study)
    assert agreement._repr_png_()
    assert len(agreement.data) == 9


def test_the_chart_of_a_category(example: fr.Corpus, tmp_path: Path) -> None:
    example.save(tmp_path / "articles.csv")
    (tmp_path / "study.toml").write_text(
        'corpus = "articles.csv"\n[robustness]\nmeasure = "loaded_terms"\ncategory = "doubt"\n'
    )
    chart = fr.chart("robustness", fr.load_study(tmp_path, resamples=20))
    assert chart.options["ratio"]
    assert chart.title.endswith("Loaded terms: doubt")
    assert chart._repr_png_()


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_few_articles(rows: int) -> None:
    texts = ["A great victory.", "So-called experts warned of a crisis.", "?!"]
    frame = pd.DataFrame({"outlet": ["A", "B", "C"], "text": texts}).iloc[:rows]
    corpus = fr.Corpus.from_frame(frame)
    found = fr.robustness(corpus)
    assert not found.pairs["clear"].any()
    agreement = fr.lexicon_agreement(corpus)
    assert agreement.pairs["conf_low"].isna().all()
    assert agreement.drawn == ""
    assert len(agreement.sentences()) <= rows
