"""Frames: the share of sentences with an indicator, and the lexicons of indicators."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

import framing as fr
from framing.errors import FramingError, NoSentences
from framing.lexicon import Lexicon, load_lexicon
from framing.lexicon.matching import words_of
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure

ROOT = Path(__file__).resolve().parent.parent
LEXICONS = ("generic-frames", "policy-frames", "moral-foundations")
each = pytest.mark.parametrize("name", LEXICONS)
SMALL = Lexicon.from_dict({"row": ["row", "clash*"], "blame": ["blame*", "to blame"]})
JUDGEMENTS = ROOT / "benchmarks" / "judged_frames.csv"
CODED = {
    "conflict": "conflict",
    "human_interest": "human_interest",
    "economic_consequences": "economic",
    "morality": "morality",
    "responsibility": "responsibility",
}


def corpus_of(*texts: str, **columns: object) -> fr.Corpus:
    frame = pd.DataFrame({"outlet": ["AB"[n % 2] for n in range(len(texts))]})
    ids = [f"a{n}" for n in range(len(texts))]
    return fr.Corpus.from_frame(frame.assign(article_id=ids, text=list(texts), **columns))


# Four sentences: two indicators of one frame in the first; the second is quoted but for "she said".
TEXT = (
    "The row became a clash of two towns. “He is to blame for the row,” she said. "
    "Nobody came on Monday. Blame fell on him."
)


@pytest.mark.parametrize(
    ("voice", "numerators", "denominator"),
    [
        ("all", [2, 2], 4),
        ("own", [1, 1], 3),  # of the second sentence two own words are left, which is too few
        ("quoted", [1, 1], 1),
    ],
)
def test_counted_by_hand(voice: str, numerators: list[int], denominator: int) -> None:
    measure = fr.frames(corpus_of(TEXT), SMALL, voice)
    assert measure.categories == ("row", "blame")
    assert measure.numerators.tolist() == [numerators]
    assert measure.denominators.tolist() == [[denominator, denominator]]
    assert (measure.name, measure.kind, measure.unit) == ("frames", "share", "share of sentences")


def test_evidence_is_a_row_for_each_sentence_and_frame() -> None:
    evidence = fr.frames(corpus_of(TEXT), SMALL).evidence
    assert list(evidence.columns) == EVIDENCE_COLUMNS
    spans = zip(evidence["char_start"], evidence["char_end"], strict=True)
    hits = [TEXT[start:end] for start, end in spans]
    rows = sorted(zip(evidence["category"], evidence["sentence"], hits, strict=True))
    assert rows == [
        ("blame", 1, "to blame"),
        ("blame", 3, "Blame"),
        ("row", 0, "row"),
        ("row", 1, "row"),
    ]
    assert evidence["value"].eq(1).all()
    assert dict(zip(evidence["sentence"], evidence["voice"], strict=True)) == {0: 0, 1: 1, 3: 0}


def test_sums_by_sentence() -> None:
    by_sentence = fr.frames(corpus_of(TEXT), SMALL, "own").sentence_sums()
    assert list(by_sentence.columns) == SENTENCE_COLUMNS
    row = by_sentence[by_sentence["category"] == "row"]
    assert row["sentence"].tolist() == [0, 2, 3]
    assert row["numerator"].tolist() == [1, 0, 0]
    assert by_sentence["denominator"].eq(1).all()


def test_headlines() -> None:
    corpus = corpus_of("It rained.", "It rained.", title=["A row over rain", "Rain"])
    measure = fr.frames(fr.tokenize(corpus, field="title"), SMALL)
    assert measure.part == "headline"
    assert measure.numerators[:, 0].tolist() == [1, 0]
    assert measure.evidence["field"].tolist() == ["title"]


def test_articles_with_unreliable_marks_have_no_value_for_one_voice() -> None:
    corpus = corpus_of(
        "“A row, he said, and ”no“ more” of “it. So ended it all.", "A row is a row."
    )
    assert not fr.tokenize(corpus).articles["quotes_reliable"].iloc[0]
    own = fr.frames(corpus, SMALL, "own")
    assert np.isnan(own.numerators[0]).all()
    assert np.isnan(own.denominators[0]).all()
    assert own.numerators[1].tolist() == [1, 0]


@pytest.mark.parametrize("texts", [[], ["?! … —"], ["Тут нет слов. 这里 没有."]])
def test_little_or_nothing(texts: list[str]) -> None:
    measure = fr.frames(corpus_of(*texts), SMALL)
    assert measure.numerators.shape == (len(texts), 2)
    assert not measure.numerators.any()
    assert len(measure.evidence) == 0
    levels = fr.compare(measure).query("kind == 'level'")
    assert levels["estimate"].tolist() == [0.0, 0.0] * len(texts)


def test_errors() -> None:
    with pytest.raises(FramingError, match="voice='theirs'"):
        fr.frames(corpus_of("A row."), SMALL, "theirs")
    with pytest.raises(FramingError, match="lexicon='frames'"):
        fr.frames(corpus_of("A row."), "frames")
    with pytest.raises(FramingError, match="has scores and no categories"):
        fr.frames(corpus_of("A row."), "vader")


def test_settings_say_how_to_make_it_again() -> None:
    settings = fr.frames(corpus_of("A row."), voice="own").settings
    assert settings["lexicon"] == "generic-frames"
    assert settings["lexicon_hash"] == load_lexicon("generic-frames").content_hash
    assert (settings["voice"], settings["field"]) == ("own", "text")


WORDS = ["row", "clashes", "blame", "to", "rain", ".", "“", "”", "said", "it", "Monday", "!"]
articles = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@given(
    texts=st.lists(articles, min_size=1, max_size=8),
    voice=st.sampled_from(["all", "own", "quoted"]),
    size=st.integers(1, 4),
)
def test_it_is_the_sentences_with_a_hit(texts: list[str], voice: str, size: int) -> None:
    """Against `loaded_terms` of the same lexicon: a sentence counts if it has hits there."""
    corpus = corpus_of(*texts)
    measure = fr.frames(corpus, SMALL, voice)
    hits = fr.loaded_terms(corpus, SMALL, voice).sentence_sums()
    some = hits.assign(some=hits["numerator"] > 0).groupby(["article_id", "category"])["some"]
    expected = some.agg(["sum", "size"])
    for (article, category), row in expected.iterrows():
        at = measure.articles.index.get_loc(article), measure.categories.index(category)
        assert (measure.numerators[at], measure.denominators[at]) == (row["sum"], row["size"])
    evidence = measure.evidence.groupby(["article_id", "category"])["value"].sum()
    assert evidence.to_dict() == expected["sum"][expected["sum"] > 0].to_dict()
    added = measure.sentence_sums().groupby(["article_id", "category"])["numerator"].sum()
    assert added.to_dict() == expected["sum"].to_dict()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("framing.tokens.store.CHUNK_ARTICLES", size)
        again = fr.frames(corpus_of(*texts), SMALL, voice)
    np.testing.assert_array_equal(again.numerators, measure.numerators)
    np.testing.assert_array_equal(again.denominators, measure.denominators)


# --- the lexicons --------------------------------------------------------------------------------


@each
def test_categories_are_defined_sourced_and_shown(name: str) -> None:
    lexicon = load_lexicon(name)
    for category in lexicon.categories.values():
        assert category.definition.endswith(".")
        assert "list our own" in category.source
        assert len(category.examples) >= 2
        assert len(category.patterns) >= 60
        folded = [tuple(words_of(pattern)) for pattern in category.patterns]
        assert len(set(folded)) == len(folded)


@each
def test_examples_show_their_frame(name: str) -> None:
    lexicon = load_lexicon(name)
    pairs = [(key, text) for key, one in lexicon.categories.items() for text in one.examples]
    found = fr.frames(corpus_of(*[text for _, text in pairs]), lexicon)
    for row, (category, text) in zip(found.numerators, pairs, strict=True):
        assert row[found.categories.index(category)] == 1, text


@each
def test_every_exception_could_hold_a_hit(name: str) -> None:
    """An exception within which none of the category's patterns can stand does nothing."""
    endings = ("", "s", "ed", "ing", "d", "e", "y")
    for category, entry in load_lexicon(name).categories.items():
        texts = []
        for exception in entry.exceptions:
            forms = [exception, exception.replace(" * ", " x ").removeprefix("* ")]
            starred = [form.replace("?", "e") for form in forms]
            variants = {form.replace("*", ending) for form in starred for ending in endings}
            variants |= {form.replace("* ", f"{end} ", 1) for form in starred for end in endings}
            texts.append(".\n\n".join(sorted(variants)))
        patterns = Lexicon.from_dict({category: list(entry.patterns)})
        hits = fr.loaded_terms(corpus_of(*texts), patterns).numerators[:, 0] if texts else []
        assert [e for e, n in zip(entry.exceptions, hits, strict=True) if not n] == [], category


def test_the_frames_are_those_of_the_literature() -> None:
    assert set(load_lexicon("generic-frames").categories) == set(CODED)
    assert len(load_lexicon("policy-frames").categories) == 14  # the fifteenth is "other"
    moral = list(load_lexicon("moral-foundations").categories)
    assert {name.rpartition("_")[2] for name in moral} == {"virtue", "vice"}
    assert {name.rpartition("_")[0] for name in moral} == {
        "care", "fairness", "loyalty", "authority", "sanctity",
    }  # fmt: skip


def test_examples_in_a_file_must_be_a_list() -> None:
    with pytest.raises(FramingError, match="give a list of sentences"):
        Lexicon.from_dict({"row": {"patterns": ["row"], "examples": "A row."}})


def test_the_documented_table_is_that_of_the_judgements() -> None:
    judged = pd.read_csv(JUDGEMENTS)
    fits = judged.groupby(["lexicon", "category"], sort=False)["fits"].agg(["sum", "size"])
    page = (ROOT / "docs" / "frames.md").read_text(encoding="utf-8")
    for lexicon in LEXICONS:
        section = page.split(f"### {lexicon}")[1].split("\n### ")[0]
        rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in
                section.splitlines() if line.startswith("| `")]  # fmt: skip
        table = {row[0]: row[-1] for row in rows}
        assert set(table) == set(load_lexicon(lexicon).categories)
        for category, (right, n) in fits.loc[lexicon].iterrows():
            assert table[category] == f"{right} of {n}"


@pytest.mark.external
def test_judged_hits_are_hits(news2017: fr.Corpus) -> None:
    """All but the few that were mended after they had been read."""
    judged = pd.read_csv(JUDGEMENTS, dtype={"article_id": "str"})
    some = fr.tokenize(news2017.filter(news2017.articles.index.isin(judged["article_id"])))
    keys = ["category", "article_id", "char_start", "char_end"]
    for lexicon, rows in judged.groupby("lexicon"):
        evidence = fr.frames(some, lexicon).evidence
        there = rows.merge(evidence[keys], on=keys)
        assert len(there) >= 0.93 * len(rows)
        assert there["fits"].mean() >= 0.83


# --- the example corpus --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shares() -> pd.DataFrame:
    measure = fr.frames(fr.example())
    values = measure.numerators / measure.denominators
    return pd.DataFrame(values, index=measure.articles.index, columns=measure.categories)


@pytest.mark.parametrize(
    ("frame", "least"),
    [
        ("conflict", 0.8),
        ("human_interest", 0.75),
        ("economic_consequences", 0.8),
        ("morality", 0.9),
        ("responsibility", 0.7),
    ],
)
def test_shares_agree_with_codes(shares: pd.DataFrame, frame: str, least: float) -> None:
    codes = fr.example().articles["frames"].str.split("|")
    coded = np.array([CODED[frame] in one for one in codes])
    assert roc_auc_score(coded, shares[frame]) >= least


@pytest.fixture(scope="module")
def contrasts() -> pd.DataFrame:
    corpus = fr.drop_duplicates(fr.example())
    table = fr.compare(fr.frames(corpus), interval="none", resamples=500)
    return table[table["kind"] == "contrast"].set_index(["outlet", "category"])


def test_outlets_differ_where_they_were_coded_to(contrasts: pd.DataFrame) -> None:
    more = contrasts[(contrasts["q_value"] < 0.05) & (contrasts["estimate"] > 0)]
    assert ("Meridian Business", "economic_consequences") in more.index
    assert ("Evening Observer", "human_interest") in more.index
    assert ("Meridian Business", "human_interest") not in more.index


# --- study and chart -----------------------------------------------------------------------------


def test_the_chart() -> None:
    study = fr.load_study("example", resamples=50, frames={"categories": ["conflict", "morality"]})
    made = fr.chart("frames", study)
    assert made.data["category"].unique().tolist() == ["conflict", "morality"]
    assert "% of sentences" in made.subtitle
    assert "generic-frames" in made.caption
    behind = made.evidence(outlet=study.outlets[0], category="conflict")
    row = made.data.query(f"outlet == {study.outlets[0]!r} and category == 'conflict'").iloc[0]
    assert behind["value"].sum() == row["numerator"]


def test_a_lexicon_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("category,pattern\nstrike,strike*\n", encoding="utf-8")
    study = fr.load_study("example", resamples=20)
    mine = fr.load_study(study, frames={"lexicon": str(tmp_path / "mine.csv"), "voice": "all"})
    made = fr.chart("frames", mine)
    assert made.data["category"].unique().tolist() == ["strike"]
    assert "not been validated" in made.caption


def test_features_have_no_sentences(tmp_path: Path) -> None:
    fr.export_features("example", tmp_path / "features")
    with pytest.raises(NoSentences):
        fr.chart("frames", tmp_path / "features")


def test_the_measure_is_an_ordinary_one() -> None:
    measure = fr.frames(fr.example())
    assert isinstance(measure, Measure)
    assert "human_interest" in fr.audit(measure, n=5, sentences=0).categories
