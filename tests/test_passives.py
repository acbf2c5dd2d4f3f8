"""Passives, by rules and by a parse: what counts, who is named, and what it adds up to."""

from __future__ import annotations

import tomllib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.measures.measure import Measure
from framing.measures.passives.words import is_agent, is_participle
from framing.readers import example_folder

METHODS = ["rules", pytest.param("parse", marks=pytest.mark.skipif(
    find_spec("spacy") is None, reason="the extra parse is not installed"
))]  # fmt: skip
each_method = pytest.mark.parametrize("method", METHODS)
each_voice = pytest.mark.parametrize("voice", ["all", "own", "quoted"])

# Sentences with their passives: participles, with + where an agent is named.
SENTENCES = {
    # forms of be and get
    "The bridge was closed on Monday.": "closed",
    "Roads are being built by convicts.": "built+",
    "He has been named as a suspect.": "named",
    "They will have been told by then.": "told",
    "The cat got hit by a car.": "hit+",
    "They are getting paid by the hour.": "paid",
    "They don't want to be seen.": "seen",
    "Being watched is tiring.": "watched",
    "It wasn't reported.": "reported",
    "We're being asked to leave.": "asked",
    "Ricky can be relied on.": "relied",
    "Chris was handed a note.": "handed",
    # what stands between
    "The plan was, however, quietly dropped.": "dropped",
    "The men were later released.": "released",
    "He was, police said, killed by a stranger.": "killed+",
    "She was never again seen.": "seen",
    # questions and inversions
    "Was he killed?": "killed",
    "In which car was the man seen?": "seen",
    "How mad was Bill made?": "made",
    "Nor was the law changed.": "changed",
    # beside one another
    "They were arrested and charged on Monday.": "arrested charged",
    "He was beaten, robbed and left by the road.": "beaten robbed left",
    "She was attacked and killed by rebels.": "attacked+ killed+",
    "Two people were killed and dozens injured.": "killed injured",
    "He was arrested and denied the charges.": "arrested",
    "She was taken to hospital and died on Sunday.": "taken",
    "Books were taken from one and given to another.": "taken given",
    "Only then was the truth revealed.": "revealed",
    # who is named
    "The law was passed on Tuesday by the upper house.": "passed+",
    "The group is listed as a terrorist organisation by the EU.": "listed+",
    "The road was closed by Friday.": "closed",
    "Staff were cut by 12 per cent.": "cut",
    "The city was reached by car.": "reached",
    "The gap was closed by raising taxes.": "closed",
    "The man by whom they were judged is old.": "judged+",
    "The means by which it is done are old.": "done",
    "By the next day the note had been removed.": "removed",
    "They were shot by two men.": "shot+",
    # no passives
    "Rain is expected to fall.": "",
    "They were supposed to leave.": "",
    "We are interested in that.": "",
    "He was born in Lagos.": "",
    "I was tired and she was very worried.": "",
    "They got married.": "",
    "He had closed the road.": "",
    "The closed road is long.": "",
    "The man arrested on Monday is here.": "",
    "There are limited funds.": "",
    "She is closing the road.": "",
    "He's lost it.": "",
    "I am used to the rain.": "",
    "The wall is red and indeed long.": "",
    # and yet
    "The knife was used to cut bread.": "used",
    "Rain is expected by everyone.": "expected+",
    "They were surprised by the news.": "surprised+",
    "The earth was believed to be round.": "believed",
}


def corpus(texts: list[str], **columns: object) -> fr.Corpus:
    return fr.Corpus.from_frame(pd.DataFrame({"outlet": "A", "text": texts, **columns}))


@pytest.fixture(scope="module")
def sentences() -> fr.Corpus:
    return corpus(list(SENTENCES))


@pytest.fixture(scope="module")
def own_wording() -> fr.Corpus:
    """The example without its agency stories."""
    corpus = fr.drop_duplicates(fr.example())
    return corpus.filter(lambda articles: articles.index.str.startswith("e"))


@pytest.fixture(scope="module")
def few(own_wording: fr.Corpus) -> fr.Corpus:
    return own_wording.filter(lambda articles: articles.index < "e03")


def found(measure: Measure, given: fr.Corpus) -> dict[str, str]:
    """The participles of each text, as in `SENTENCES`."""
    texts = given.articles["text"]
    words = {text: [] for text in texts}
    for row in measure.evidence.itertuples():
        word = texts[row.article_id][row.char_start : row.char_end].split()[-1]
        words[texts[row.article_id]].append(word + "+" * (row.category == "agent"))
    return {text: " ".join(those) for text, those in words.items()}


@each_method
def test_sentences(sentences: fr.Corpus, method: str) -> None:
    measure = fr.passives(sentences, method=method)
    wrong = {
        text: (mine, said)
        for (text, mine), said in zip(
            found(measure, sentences).items(), SENTENCES.values(), strict=True
        )
        if mine != said
    }
    assert wrong == {}


@each_method
def test_clauses_are_counted(method: str) -> None:
    given = corpus(
        ["Two men were killed by police when they fled.", "She said it rained.", "Rain."]
    )
    measure = fr.passives(given, method=method)
    assert measure.categories == ("agent", "agentless")
    assert measure.numerators.tolist() == [[1, 0], [0, 0], [0, 0]]
    assert measure.denominators[:, 0].tolist() == [2, 2, 0]
    assert (measure.kind, measure.unit) == ("share", "share of clauses")


@each_method
def test_reduced_participles_count_if_wanted(method: str) -> None:
    given = corpus(["Bills passed by the House are law.", "He sat by the river."])
    assert fr.passives(given, method=method).numerators.sum() == 0
    reduced = fr.passives(given, method=method, reduced=True)
    assert reduced.numerators.tolist() == [[1, 0], [0, 0]]


def test_only_a_parse_finds_reduced_participles_without_an_agent() -> None:
    pytest.importorskip("spacy")
    given = corpus(["The man arrested on Monday was seen there."])
    counts = [
        fr.passives(given, method=method, reduced=True).numerators.sum()
        for method in ("rules", "parse")
    ]
    assert counts == [1, 2]


@each_method
@each_voice
def test_voices(method: str, voice: str) -> None:
    text = "The old bridge was closed by them. “The new road was opened,” he told the press."
    measure = fr.passives(corpus([text]), voice, method=method)
    expected = {"all": [1, 1], "own": [1, 0], "quoted": [0, 1]}[voice]
    clauses = {"all": 3, "own": 2, "quoted": 1}[voice]
    assert measure.numerators[0].tolist() == expected
    assert measure.denominators[0].tolist() == [clauses, clauses]
    assert measure.evidence["voice"].tolist() == {"all": [0, 1], "own": [0], "quoted": [1]}[voice]


def test_unreliable_marks_have_no_voice() -> None:
    given = corpus(["“It was closed. He said so, and it was opened. “", "It was closed."])
    tokens = fr.tokenize(given)
    assert tokens.articles["quotes_reliable"].tolist() == [False, True]
    own = fr.passives(tokens, "own")
    assert np.isnan(own.numerators[0]).all()
    assert own.numerators[1].tolist() == [0, 1]


@each_method
@each_voice
def test_evidence_and_sentences_add_up(few: fr.Corpus, method: str, voice: str) -> None:
    measure = fr.passives(few, voice, method=method)
    rows = measure.evidence.groupby(["article_id", "category"])["value"].sum()
    sums = measure.sums.set_index(["article_id", "category"])
    assert rows.reindex(sums.index, fill_value=0.0).tolist() == sums["numerator"].tolist()
    by_sentence = measure.sentence_sums().groupby(["article_id", "category"])
    again = by_sentence[["numerator", "denominator"]].sum().reindex(sums.index, fill_value=0.0)
    assert again["numerator"].tolist() == sums["numerator"].tolist()
    assert again["denominator"].tolist() == sums["denominator"].tolist()
    chosen = few.articles.index[[4, 1]]
    some, whole = measure.evidence_of(chosen), measure.evidence
    for article_id in chosen:
        mine = some[some["article_id"] == article_id].reset_index(drop=True)
        same = whole[whole["article_id"] == article_id].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, same)


@each_method
def test_headlines(method: str) -> None:
    given = corpus(["x", "x"], title=["Bridge is closed by police", None])
    measure = fr.passives(fr.tokenize(given, field="title"), method=method)
    assert measure.part == "headline"
    assert measure.numerators.tolist() == [[1, 0], [0, 0]]
    assert measure.evidence["field"].tolist() == ["title"]


@each_method
def test_no_article_and_none_with_a_word(method: str) -> None:
    empty = fr.passives(corpus([]), method=method)
    assert empty.numerators.shape == (0, 2)
    assert empty.evidence.empty
    marks = fr.passives(corpus(["… — !!", "Слова. 日本語の文。"]), method=method)
    assert marks.numerators.sum() == 0


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(fr.FramingError, match="method='guess' is not known"):
        fr.passives(corpus(["It rained."]), method="guess")
    with pytest.raises(fr.FramingError, match="the articles' language is 'de'"):
        fr.passives(corpus(["Es regnet."], language="de"))


WORDS = st.sampled_from(
    "was is be been got by and , . ? “ ” ( police men killed set taken to the not very 12 % there "
    "which he's Monday closing interested".split()
)


@settings(max_examples=40)
@given(st.lists(WORDS, max_size=40))
def test_any_words_in_any_order(words: list[str]) -> None:
    measure = fr.passives(corpus(["x " + " ".join(words)]), reduced=True)
    assert (measure.numerators.sum(axis=1) <= measure.denominators[:, 0]).all()
    evidence = measure.evidence
    assert len(evidence) == measure.numerators.sum()
    assert not evidence.duplicated(["char_start", "char_end"]).any()


def test_articles_do_not_affect_one_another(sentences: fr.Corpus) -> None:
    measure = fr.passives(sentences)
    backwards = fr.Corpus.from_frame(sentences.articles.iloc[::-1])
    other = fr.passives(backwards)
    assert (measure.numerators == other.numerators[::-1]).all()
    assert (measure.denominators == other.denominators[::-1]).all()


def test_words() -> None:
    yes = "killed taken re-elected understood underpaid set unveiled"
    no = "red indeed hundred state-owned far-fetched unaffected running uninsured hatred"
    assert [word for word in yes.split() if not is_participle(word)] == []
    assert [word for word in no.split() if is_participle(word)] == []
    someone = ["police", "the 2011 quake", "two men", "12 people .", "rising prices", "air strikes",
               "rights groups", "who ?", "the then minister"]  # fmt: skip
    nobody = ["friday .", "2020 .", "the end of", "12 % of", "about 40 minutes", "$ 5", "car .",
              "the time they", "closing it", "a third .", "half a point", "hand .",
              "february 20", "3.7 billion euros"]  # fmt: skip
    assert [words for words in someone if not is_agent(words.split())] == []
    assert [words for words in nobody if is_agent(words.split())] == []


def contrasts(measure: Measure) -> pd.DataFrame:
    table = fr.compare(measure)
    return table[table["kind"] == "contrast"].set_index(["outlet", "category"])


@each_method
def test_planted_passives_are_found_and_no_others(own_wording: fr.Corpus, method: str) -> None:
    key = tomllib.loads((example_folder() / "key.toml").read_text(encoding="utf-8"))
    (planted,) = [one for one in key["planted"] if one["measure"] == "passives"]
    measure = fr.passives(own_wording, method=method)
    counts = measure.sums.query("category == 'agentless'").set_index("article_id")["numerator"]
    mine = (measure.articles["outlet"] == planted["outlet"]).to_numpy()
    assert counts[mine].min() >= 7
    assert counts[~mine].mean() <= 2
    table = contrasts(measure)
    row = table.loc[(planted["outlet"], planted["category"])]
    assert row["estimate"] > 0
    assert row["conf_low"] > 0.1
    assert row["q_value"] < 0.05
    others = table.xs("agentless", level="category").drop(index=planted["outlet"])
    assert (others["q_value"] > 0.05).all()


def test_the_chart_shows_every_passive() -> None:
    study = fr.load_study("example", resamples=20)
    chart = fr.chart("passives", study)
    assert set(chart.data["category"]) == {"agentless", "agent"}
    measure = study.passives()
    assert chart.data["numerator"].sum() == np.nansum(measure.weighted().numerators)
    behind = chart.behind(outlet="Meridian Business", category="agentless")
    row = chart.data.query("outlet == 'Meridian Business' and category == 'agentless'")
    assert behind["value"].sum() == row["numerator"].item()


@pytest.mark.external
@each_method
def test_agreement_with_linguists(shared: Path, method: str) -> None:
    cola = pd.read_csv(shared / "bench" / "passive_cola.csv")
    said = cola["passive"].to_numpy() == 1
    there = fr.passives(corpus(cola["sentence"].tolist()), method=method).numerators.sum(axis=1) > 0
    f1 = 2 * (said & there).sum() / (said.sum() + there.sum())
    assert f1 > 0.865  # PassivePy's
