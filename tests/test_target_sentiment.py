"""Sentiment towards a target: mentions, roles, scores, evidence, a caller's own scorer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.measures.target_sentiment.features import feature_names
from framing.measures.target_sentiment.model import NEUTRAL, START, weights
from framing.measures.target_sentiment.words import known_words, verb_forms


def corpus_of(*texts: str, **columns: list[object]) -> fr.Corpus:
    ids = [str(number) for number in range(len(texts))]
    frame = {"article_id": ids, "outlet": ["A"] * len(texts), "text": list(texts), **columns}
    return fr.Corpus.from_frame(pd.DataFrame(frame))


def score(text: str, target: str = "Smith") -> float:
    return float(fr.target_sentiment(corpus_of(text), [target]).evidence["value"].iloc[0])


def relations(text: str, word: str) -> dict[tuple[str, str], float]:
    found = fr.target_words(corpus_of(text), ["Smith"])
    found = found[found["word"] == word]
    return dict(
        zip(zip(found["group"], found["relation"], strict=True), found["amount"], strict=True)
    )


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Voters praised Smith.", "Voters mocked Smith."),
        ("Smith won a great victory.", "Smith lost in a humiliating defeat."),
        ("Smith, a respected and honest leader, spoke.", "Smith, a corrupt liar, spoke."),
        ("Smith was shot and killed by a gunman.", "Smith lied and cheated."),
        ("Jones was criticized by Smith.", "Smith was criticized by Jones."),
        ("Smith rescued the children.", "Smith deceived the children."),
        ("Smith spoke in Paris.", "Smith is a disgrace and a fraud."),
        ("Smith is a hero and an inspiration.", "Smith spoke in Paris."),
    ],
)
def test_the_order_of_two_sentences(better: str, worse: str) -> None:
    assert score(better) > score(worse)


@pytest.mark.parametrize(
    "text",
    [
        "Smith said the crowd left.",
        "“The crowd left at once,” Smith said.",
        "Smith told reporters.",
    ],
)
def test_who_only_speaks_is_neutral(text: str) -> None:
    assert abs(score(text)) <= NEUTRAL


@pytest.mark.parametrize(
    ("text", "word", "role"),
    [
        ("Smith attacked the press.", "attacked", "does"),
        ("The press attacked Smith.", "attacked", "suffers"),
        ("Smith was attacked.", "attacked", "suffers"),
        ("Smith was widely attacked.", "attacked", "suffers"),
        ("Smith got attacked.", "attacked", "suffers"),
        ("The press was attacked by Smith.", "attacked", "does"),
        ("A deal attacked by Smith failed.", "attacked", "does"),
        ("Smith, attacked by the press, left.", "attacked", "suffers"),
        ("Smith is attacking the press.", "attacking", "does"),
    ],
)
def test_who_does_and_who_suffers(text: str, word: str, role: str) -> None:
    assert ("condemn", role) in relations(text, word)
    assert len({kind for group, kind in relations(text, word) if group == "condemn"}) == 1


def test_what_a_word_adds_is_counted_by_hand() -> None:
    # next to it; one token between ("Mr" is of the name); three tokens and one boundary between
    assert relations("Voters mock Smith.", "mock")["condemn", "suffers"] == 1
    assert relations("Voters here mock old Mr Smith today.", "mock")["condemn", "suffers"] == 1 / (
        1 + 1 / 4
    )
    far = relations("Smith left, the scandal grew.", "scandal")["trouble", "after"]
    assert far == 1 / (1 + 3 / 4 + 1)
    near = relations("Smith, who faces scandal, left.", "scandal")["trouble", "after"]
    assert near == 1 / (1 + 3 / 4)  # the clause is Smith's: no boundary counts


def test_negated_words_are_a_relation_of_their_own() -> None:
    assert {kind for _, kind in relations("Smith is not corrupt.", "corrupt")} == {"negated"}
    assert score("Smith is not corrupt.") > score("Smith is corrupt.")


def test_words_of_names_say_nothing() -> None:
    assert relations("Smith went to the Save the Children office.", "Save") == {}
    assert relations("Smith Wins Praise as Critics Mock Rivals", "Praise") != {}


def test_scores_are_those_of_the_weights() -> None:
    """A slow way: add up the words of each mention, and turn odds into probabilities."""
    corpus = fr.example()
    names = ["minister*", "union*", "company"]
    words = fr.target_words(corpus, names)
    keys = ["article_id", "category", "char_start"]
    sums = words.groupby(keys)[["negative", "positive"]].sum() + weights().loc[START]
    evidence = fr.target_sentiment(corpus, names).evidence.set_index(keys)["value"]
    assert len(sums) == len(evidence) > 100
    for key, row in sums.iterrows():
        odds = {-1: np.exp(row["negative"]), 0: 1.0, 1: np.exp(row["positive"])}
        side = max(odds, key=lambda one: odds[one])
        distance = abs(odds[1] - odds[-1]) / sum(odds.values())
        assert evidence[key] == pytest.approx(side * (0.05 + 0.95 * distance), abs=6e-5)


@pytest.mark.parametrize("voice", ["all", "own", "quoted"])
@pytest.mark.parametrize("field", ["text", "title"])
def test_evidence_and_sentences_add_up(voice: str, field: str) -> None:
    tokens = fr.tokenize(fr.example(), field)
    measure = fr.target_sentiment(
        tokens, {"a": ["minister*", "union*"], "b": "strike"}, voice=voice
    )
    evidence, sentences = measure.evidence, measure.sentence_sums()
    assert list(evidence) == EVIDENCE_COLUMNS
    assert list(sentences) == SENTENCE_COLUMNS
    assert (evidence["field"] == field).all()
    for frame, number in ((evidence, "value"), (sentences, "numerator")):
        added = frame.groupby(["article_id", "category"])[number].sum().unstack()
        added = added.reindex(measure.articles.index).reindex(columns=["a", "b"]).fillna(0)
        np.testing.assert_allclose(added, np.nan_to_num(measure.numerators), atol=1e-9)
    counts = sentences.groupby("category")["denominator"].sum()
    assert counts.tolist() == np.nansum(measure.denominators, axis=0).tolist()
    row = evidence.iloc[0] if len(evidence) else None
    if row is not None:
        hit = tokens.text_of(row["article_id"])[row["char_start"] : row["char_end"]].casefold()
        assert hit.startswith(("minister", "union", "strike"))
    some = measure.articles.index[[5, 2]]
    assert measure.evidence_of(some)["article_id"].isin(some).all()


def test_articles_do_not_depend_on_one_another() -> None:
    corpus = fr.example()
    whole = fr.target_sentiment(corpus, ["minister*"])
    ids = corpus.articles.index[:6]
    for name in ids:
        alone = fr.target_sentiment(
            corpus.filter(lambda a, name=name: a.index == name), ["minister*"]
        )
        assert alone.numerators[0] == pytest.approx(whole.restrict([name]).numerators[0])


def test_places_are_mentions_as_names_are() -> None:
    texts = ("Voters mock Smith.", "It rained.", "Smith won. They praise Smith’s courage.")
    corpus = corpus_of(*texts)
    named = fr.target_sentiment(corpus, ["Smith*"])
    spans = {"0": [(12, 17)], "2": [(0, 5), (23, 28)]}
    placed = fr.target_sentiment(corpus, spans)
    assert placed.categories == ("target",)
    np.testing.assert_array_equal(placed.numerators, named.numerators)
    assert placed.denominators.ravel().tolist() == [1, 0, 2]
    assert placed.evidence[["char_start", "char_end"]].values.tolist() == [
        [12, 17],
        [0, 5],
        [23, 28],
    ]


@pytest.mark.parametrize(
    "targets",
    [{"9": [(0, 4)]}, {"0": [(0, 0)]}, {"0": [(12, 13)]}, {"0": [(0, 400)]}, {"0": [(1, 2, 3)]}],
)
def test_places_that_are_none(targets: dict[str, list[tuple[int, int]]]) -> None:
    with pytest.raises(fr.FramingError, match="targets"):
        fr.target_sentiment(corpus_of("Smith left.     Then rain."), targets)


def test_a_scorer_of_ones_own() -> None:
    seen = []

    def scorer(sentence: str, start: int, end: int) -> float:
        seen.append((sentence, sentence[start:end]))
        return 0.25 if "won" in sentence else -1

    measure = fr.target_sentiment(corpus_of("It rained. Smith won! Ask Smith."), ["Smith"], scorer)
    assert seen == [("Smith won!", "Smith"), ("Ask Smith.", "Smith")]
    assert measure.evidence["value"].tolist() == [0.25, -1]
    assert measure.settings["scorer"].endswith("scorer")
    for wrong in (lambda *_: 2.0, lambda *_: float("nan"), lambda *_: "good"):
        with pytest.raises(fr.FramingError, match="scorer"):
            fr.target_sentiment(corpus_of("Smith won."), ["Smith"], wrong)


def test_voices() -> None:
    text = "Smith is a disgrace to us all. “Smith is a hero to all of us,” said Ada Quill, a baker."
    own, quoted = (
        fr.target_sentiment(corpus_of(text), ["Smith"], voice=voice).evidence
        for voice in ("own", "quoted")
    )
    assert own["value"].lt(0).all()
    assert quoted["value"].gt(0).all()
    assert (own["voice"].tolist(), quoted["voice"].tolist()) == ([0], [1])
    damaged = corpus_of("“Smith won, she said. Smith lost” again. “Smith.")
    measure = fr.target_sentiment(damaged, ["Smith"], voice="own")
    if not fr.tokenize(damaged).articles["quotes_reliable"].all():
        assert np.isnan(measure.denominators).all()


@pytest.mark.parametrize(
    "text",
    ["...!?", "史密斯 赢了。", "Смит победил. Smith", "Smith", "“Smith”", "SMITH WINS! " * 200],
)
def test_any_article(text: str) -> None:
    measure = fr.target_sentiment(corpus_of(text, "Smith won."), ["Smith"])
    assert len(measure.sums) == 2
    values = measure.numerators / np.where(measure.denominators > 0, measure.denominators, 1)
    assert (np.abs(values) <= 1).all()
    assert measure.evidence["value"].sum() == pytest.approx(measure.numerators.sum())


def test_no_article() -> None:
    empty = fr.example().filter(lambda articles: articles["outlet"] == "")
    for targets in (["Smith"], {}):
        measure = fr.target_sentiment(empty, targets)
        assert measure.sums.empty
        assert measure.evidence.empty
        assert measure.sentence_sums().empty
    assert fr.target_words(empty, ["Smith"]).empty


@given(st.lists(st.sampled_from("Smith was not praised , by critics who lied “ ” . and".split())))
def test_any_order_of_words(words: list[str]) -> None:
    text = " ".join(words)
    measure = fr.target_sentiment(corpus_of(text), ["Smith"])
    assert measure.denominators.sum() == words.count("Smith")
    assert measure.evidence["value"].between(-1, 1).all()


def test_lists_and_weights_fit_together() -> None:
    names = set(feature_names())
    assert set(weights().index) <= {START, *names}
    assert not weights().isna().any().any()
    assert verb_forms("lie", ["lied", "lying"]) == ({"lie", "lies"}, {"lied", "lying"})
    assert verb_forms("hit", ["hit", "hitting"])[1] == {"hit", "hitting"}
    assert verb_forms("free", ["freed"])[1] == {"freed", "freeing"}


def test_who_people_are_is_no_judgement() -> None:
    groups = """muslim muslims jew jews jewish christian catholic black white asian hispanic african
        arab immigrant immigrants migrant refugee gay lesbian transgender woman women man men female
        old young poor rich liberal conservative left-wing right-wing republican democrat socialist
        american british chinese russian israeli palestinian iranian"""
    entries = known_words().entries
    judged = {word for word in groups.split() if word in entries}
    assert judged == {"poor", "rich"}  # VADER's, and "a poor choice" is one


def test_planted() -> None:
    """Evening Observer's sentences are darker throughout; no other outlet's are."""
    study = fr.load_study("example")
    table = study.compare(study.target_sentiment())
    found = table.query("kind == 'contrast' and q_value < .05")
    assert set(found["outlet"]) == {"Evening Observer"}
    assert (found["estimate"] < 0).all()
    chart = fr.chart("target-sentiment", study)
    row = chart.data.iloc[0]
    behind = chart.evidence(outlet=row["outlet"], category=row["category"])
    assert behind["value"].sum() == pytest.approx(row["numerator"])


def test_a_study_without_targets_is_told() -> None:
    study = fr.load_study("example", targets={"names": {}})
    with pytest.raises(fr.FramingError, match=r"targets\.names"):
        fr.chart("target-sentiment", study)


@pytest.fixture(scope="module")
def annotated(shared: Path) -> tuple[Measure, np.ndarray, pd.DataFrame]:
    data = pd.read_csv(shared / "bench" / "target_tone_train.csv")
    corpus = corpus_of(*data["sentence"])
    spans = zip(corpus.articles.index, data["start"], data["end"], strict=True)
    measure = fr.target_sentiment(corpus, {name: [(start, end)] for name, start, end in spans})
    gold = data["polarity"].map({"negative": -1, "neutral": 0, "positive": 1})
    return measure, gold.to_numpy(), data


@pytest.mark.external
def test_agreement_with_coders(annotated: tuple[Measure, np.ndarray, pd.DataFrame]) -> None:
    """Each sentence is there with its one mention, and closer to the coders than VADER's score."""
    from sklearn.metrics import f1_score

    measure, gold, data = annotated
    assert (measure.denominators == 1).all()
    lexical = fr.sentiment(corpus_of(*data["sentence"]))

    def macro(one: Measure) -> float:
        value = (one.numerators / one.denominators)[:, 0]
        classes = np.where(value > NEUTRAL, 1, np.where(value < -NEUTRAL, -1, 0))
        return float(f1_score(gold, classes, average="macro"))

    assert macro(measure) > 0.65
    assert macro(measure) > macro(lexical) + 0.1
