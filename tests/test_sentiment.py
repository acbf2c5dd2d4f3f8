"""Lexical sentiment: scores of sentences, their sums, and the spans behind them."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk_vader import compound
from test_vader import rich_sentences

import framing as fr
from framing.errors import FramingError
from framing.lexicon import Lexicon, load_lexicon
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.measures.sentiment import sentiment, sentiment_balance, sentiment_misses
from framing.measures.valence import scorer_of
from framing.tokens import Chunk, Tokens, make_chunk

MEASURES: list[Callable[..., Measure]] = [sentiment, sentiment_balance, sentiment_misses]
VOICES = ["all", "own", "quoted"]


def corpus_of(*texts: str, **columns: object) -> fr.Corpus:
    ids = [f"a{number}" for number in range(len(texts))]
    frame = pd.DataFrame({"article_id": ids, "outlet": "A", "text": list(texts)})
    return fr.Corpus.from_frame(frame.assign(**columns))


def slices(measure: Measure, tokens: Tokens) -> list[tuple[str, float]]:
    """What each row of evidence covers, and its value."""
    return [
        (tokens.text_of(row.article_id)[row.char_start : row.char_end], row.value)
        for row in measure.evidence.itertuples()
    ]


def assert_adds_up(measure: Measure) -> None:
    """Evidence and sums by sentence rebuild the numerators, and the latter the denominators."""
    ids = measure.articles.index
    evidence, sentences = measure.evidence, measure.sentence_sums()
    assert evidence.columns.tolist() == EVIDENCE_COLUMNS
    assert sentences.columns.tolist() == SENTENCE_COLUMNS
    known = ~np.isnan(measure.denominators[:, 0])
    for number, name in enumerate(ids):
        values = evidence["value"][evidence["article_id"] == name]
        own = sentences[sentences["article_id"] == name]
        expected = measure.numerators[number, 0] if known[number] else 0.0
        assert math.fsum(values) == pytest.approx(expected, abs=1e-12)
        assert math.fsum(own["numerator"]) == pytest.approx(expected, abs=1e-12)
        assert own["denominator"].sum() == (measure.denominators[number, 0] if known[number] else 0)


# --- by hand -----------------------------------------------------------------------------------

REPORT = "The rescue was a great success. Nobody died. It took two days."
# VADER's list has rescue 2.3, great 3.1, success 2.7, died -2.6; all scored as they stand.
RESCUED = (2.3 + 3.1 + 2.7) / math.sqrt((2.3 + 3.1 + 2.7) ** 2 + 15)
DIED = -2.6 / math.sqrt(2.6**2 + 15)


def test_hand_counted() -> None:
    corpus = corpus_of(REPORT)
    scores, balance, misses = (measure(corpus) for measure in MEASURES)
    assert scores.sums.to_dict("records") == [
        {
            "article_id": "a0",
            "part": "body",
            "category": "compound",
            "numerator": round(RESCUED, 4) + round(DIED, 4),
            "denominator": 3.0,
        }
    ]
    assert (scores.kind, scores.unit) == ("score", "mean compound score per sentence")
    assert slices(scores, fr.tokenize(corpus)) == [
        ("The rescue was a great success.", round(RESCUED, 4)),
        ("Nobody died.", round(DIED, 4)),
        ("It took two days.", 0.0),
    ]
    assert balance.sums[["numerator", "denominator"]].to_numpy().tolist() == [[2.0, 12.0]]
    assert slices(balance, fr.tokenize(corpus)) == [
        ("rescue", 1.0),
        ("great", 1.0),
        ("success", 1.0),
        ("died", -1.0),
    ]
    assert misses.sums[["numerator", "denominator"]].to_numpy().tolist() == [[1.0, 3.0]]
    assert slices(misses, fr.tokenize(corpus)) == [("It took two days.", 1.0)]
    assert misses.kind == "share"


QUOTED = (
    "The police called it a terrible crime against the city. "
    "“We had a great, great party there,” the winner of the prize said. "
    "“Awful!” she said. It rained."
)


@pytest.mark.parametrize(
    ("voice", "sentences"),
    [
        # Of the third sentence, "she said" is too short; of the second, the rest is its own.
        ("own", ["The police called it a terrible crime against the city.", "“We had"]),
        ("quoted", ["“We had"]),
    ],
)
def test_hand_counted_by_voice(voice: str, sentences: list[str]) -> None:
    corpus = corpus_of(QUOTED)
    measure = sentiment(corpus, voice=voice)
    found = slices(measure, fr.tokenize(corpus))
    assert len(found) == len(sentences)
    assert all(a.startswith(b) for (a, _), b in zip(found, sentences, strict=True))
    shown = {
        "own": [sentences[0], "__ __ __ __ __ __ __ the winner of the prize said."],
        "quoted": ["“We had great, great party there,” __ __ __ __ __ __"],
    }[voice]
    assert [value for _, value in found] == [compound(text) for text in shown]
    assert set(measure.evidence["voice"]) == {VOICES.index(voice) - 1}


def test_voice_of_a_sentence() -> None:
    evidence = sentiment(corpus_of("It rained. “It was bad.” “It is good,” he said.")).evidence
    assert evidence["voice"].tolist() == [0, 1, 2]
    text = "A good day. “It was bad indeed.” “It is good now,” he said."
    words = sentiment_balance(corpus_of(text)).evidence
    assert words["voice"].tolist() == [0, 1, 1]


# --- against NLTK ------------------------------------------------------------------------------


def test_example_corpus(example: fr.Corpus) -> None:
    tokens = fr.tokenize(example)
    found = slices(sentiment(tokens), tokens)
    assert len(found) == tokens.articles["n_sentences"].sum() > 1000
    assert [value for _, value in found] == [compound(text) for text, _ in found]


articles = st.lists(rich_sentences() | st.text(max_size=30), max_size=5).map(" ".join)


@given(st.lists(articles, min_size=1, max_size=4))
def test_any_articles(texts: list[str]) -> None:
    # As chunks, since a corpus sets articles without a word apart.
    chunk = make_chunk([f"a{number}" for number in range(len(texts))], texts)
    _, scores = scorer_of(load_lexicon("vader")).hits_and_scores(chunk, "all")
    assert (scores / 1e6).tolist() == [compound(text) for text, _ in sentences_of(chunk)]


def sentences_of(chunk: Chunk) -> list[tuple[str, range]]:
    """The text of each sentence, and its tokens."""
    found = []
    for first, behind in zip(chunk.sentence_offsets, chunk.sentence_offsets[1:], strict=False):
        text = chunk.texts[chunk.sentence_article[len(found)]]
        span = slice(chunk.char_start[first], chunk.char_end[behind - 1])
        found.append((text[span], range(first, behind)))
    return found


def masked(chunk: Chunk, text: str, tokens: range, voice: int) -> str:
    """The sentence with `__` for each longer white-space word of the other voice."""
    shown, place = [], int(chunk.char_start[tokens[0]])
    start = 0
    for word in text.split():
        start = text.index(word, start)
        inside = [
            token
            for token in tokens
            if start <= chunk.char_start[token] - place < start + len(word)
        ]
        start += len(word)
        lettered = [token for token in inside if chunk.types.is_word[chunk.ids[token]]]
        speaking = (lettered or inside)[:1]
        if speaking and chunk.voice[speaking[0]] == voice:
            shown.append(word)
        elif len(word) > 1:
            shown.append("__")
    return " ".join(shown)


quoting = st.lists(
    st.tuples(st.sampled_from(["“{}” ", "{} ", "“{},” he said. ", "{}: “{}” "]), rich_sentences()),
    min_size=1,
    max_size=4,
).map(lambda pairs: "".join(form.replace("{}", sentence) for form, sentence in pairs))


@given(quoting)
def test_any_articles_by_voice(text: str) -> None:
    chunk = make_chunk(["a"], [text])
    if not chunk.quotes_reliable[0]:
        return
    scorer = scorer_of(load_lexicon("vader"))
    for number, voice in enumerate(["own", "quoted"]):
        _, scores = scorer.hits_and_scores(chunk, voice)
        shown = [masked(chunk, *sentence, number) for sentence in sentences_of(chunk)]
        assert (scores / 1e6).tolist() == [compound(sentence) for sentence in shown]


def test_news2017(news2017: fr.Corpus) -> None:
    """20,000 sentences; benchmarks/bench_sentiment.py compares them all."""
    tokens = fr.tokenize(news2017)
    evidence = sentiment(tokens).evidence
    assert len(evidence) == tokens.articles["n_sentences"].sum()
    texts = news2017.articles["text"].to_dict()
    for row in evidence.sample(20_000, random_state=0).itertuples():
        text = texts[row.article_id][row.char_start : row.char_end]
        assert row.value == compound(text)


def test_validity_on_newspaper_snippets(shared: Path) -> None:
    snippets = pd.read_csv(shared / "bench" / "tone_nyt_snippets.csv")
    corpus = fr.Corpus.from_frame(snippets.assign(article_id=snippets["id"], outlet="NYT"))
    measure = sentiment(corpus)
    score = (measure.numerators / measure.denominators)[:, 0]
    assert 0.48 < np.corrcoef(score, corpus.articles["mean_rating"])[0, 1] < 0.53


# --- other lexicons ----------------------------------------------------------------------------


@pytest.mark.parametrize("voice", ["all", "own"])
def test_other_lexicon_by_hand(voice: str) -> None:
    lexicon = Lexicon("mine", weights={"good": 2.0, "bad": -4.0, "not bad": 1.0, ":)": 3.0})
    corpus = corpus_of("Good things are VERY good! Not bad, said the man :) there. It is bad.")
    measure = sentiment(corpus, lexicon, voice=voice)
    assert measure.evidence["value"].tolist() == [
        round(4 / 5 / 4, 6),
        round(1 / 6 / 4, 6),
        round(-4 / 3 / 4, 6),
    ]
    assert measure.unit == "mean score per sentence"
    assert sentiment_balance(corpus, lexicon, voice=voice).numerators.tolist() == [[2.0]]


@given(
    st.dictionaries(
        st.sampled_from(["gut", "übel", "don't", "so", "x-y", "好"]),
        st.sampled_from([-3.0, -0.5, 0.0, 1.0, 2.5]),
    ).filter(lambda weights: any(weights.values())),
    st.lists(st.sampled_from("gut Gut ÜBEL don’t so x-y 好 und , . !".split()), min_size=1),
)
def test_other_lexicon_against_plain(weights: dict[str, float], pieces: list[str]) -> None:
    chunk = make_chunk(["a"], [" ".join(pieces)])
    _, scores = scorer_of(Lexicon("mine", weights=weights)).hits_and_scores(chunk, "all")
    largest = max(map(abs, weights.values()))
    expected = []
    for text, _ in sentences_of(chunk):
        words = [piece for piece in text.split() if any(map(str.isalpha, piece))]
        total = sum(weights.get(word.lower().replace("’", "'"), 0.0) for word in words)
        expected.append(total / max(len(words), 1) / largest)
    assert scores / 1e6 == pytest.approx(expected, abs=5.1e-7)


def test_lexicon_of_two_categories_and_of_a_file(tmp_path: Path) -> None:
    corpus = corpus_of("Good, fine and bad. It rained. Evil.")
    polar = Lexicon.from_dict({"negative": ["bad", "evil*"], "positive": ["good", "fine"]})
    assert sentiment(corpus, polar).evidence["value"].tolist() == [0.25, 0.0, -1.0]
    assert sentiment_misses(corpus, polar).numerators.tolist() == [[1.0]]

    path = tmp_path / "words.csv"
    path.write_text("word,score\ngood,2\nbad,-2\n", encoding="utf-8")
    assert sentiment(corpus, path).evidence["value"].tolist() == [0.0, 0.0, 0.0]
    assert sentiment(corpus, path).settings["rules"] == "mean score per word"
    assert sentiment(corpus).settings["rules"] == "VADER as in NLTK"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"voice": "theirs"}, "voice='theirs' is not known"),
        ({"lexicon": "vadr"}, "lexicon='vadr' is not known"),
        ({"lexicon": "loaded-news"}, "lexicon='loaded-news' has no scores"),
        (
            {"lexicon": Lexicon("mine", weights={":)": 2.0, "x": 0.0})},
            "lexicon='mine' has no scores",
        ),
        ({"lexicon": Lexicon.from_dict({"positive": ["good"]})}, "the two categories"),
    ],
)
@pytest.mark.parametrize("measure", MEASURES)
def test_errors(measure: Callable[..., Measure], arguments: dict, message: str) -> None:
    with pytest.raises(FramingError, match=message):
        measure(corpus_of("It rained."), **arguments)


# --- sums, evidence, chunks --------------------------------------------------------------------

MIXED = [
    REPORT,
    QUOTED,
    "",
    "!!! ... ???",
    "“A mark that is never closed, says the sad report. It goes on and on.",
    "大雨。好！ Ein guter Tag. يوم جيد؟ 😀 :)",
]


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("measure", MEASURES)
def test_adds_up(measure: Callable[..., Measure], voice: str, example: fr.Corpus) -> None:
    tokens = fr.tokenize(example).select(example.articles.index[:8])
    assert_adds_up(measure(tokens, voice=voice))
    assert_adds_up(measure(tokens_of(MIXED), voice=voice))


def tokens_of(texts: list[str]) -> Tokens:
    """Tokens of these texts, of which some would be set apart by a corpus."""
    ids = [f"a{number}" for number in range(len(texts))]
    filled = corpus_of(*(text or "." for text in texts))
    tokens = fr.tokenize(filled)
    assert tokens.articles.index.tolist() == ids
    return tokens


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("measure", MEASURES)
def test_chunks_and_order_change_nothing(
    measure: Callable[..., Measure],
    voice: str,
    example: fr.Corpus,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = example.articles
    whole = measure(fr.tokenize(example), voice=voice)
    monkeypatch.setattr("framing.tokens.store.CHUNK_ARTICLES", 5)
    shuffled = fr.Corpus.from_frame(frame.sample(frac=1, random_state=1).reset_index())
    tokens = fr.tokenize(shuffled)
    assert tokens.n_chunks > 5
    other = measure(tokens, voice=voice).restrict(frame.index)
    assert other.numerators.tobytes() == whole.numerators.tobytes()
    assert other.denominators.tobytes() == whole.denominators.tobytes()
    pd.testing.assert_frame_equal(other.evidence_of(frame.index), whole.evidence)


def test_evidence_of_some_articles(example: fr.Corpus) -> None:
    measure = sentiment(example)
    wanted = [example.articles.index[7], example.articles.index[2]]
    some = measure.evidence_of(wanted)
    assert some["article_id"].unique().tolist() == wanted
    everything = measure.evidence.set_index("article_id")
    for name in wanted:
        own = some[some["article_id"] == name].set_index("article_id")
        pd.testing.assert_frame_equal(own, everything.loc[[name]])


def test_unreliable_quotation_marks_have_no_voice() -> None:
    corpus = corpus_of(REPORT, "He said: “It is good. It is bad. They said so.")
    assert fr.tokenize(corpus).articles["quotes_reliable"].tolist() == [True, False]
    for measure in MEASURES:
        assert np.isnan(measure(corpus, voice="own").denominators).tolist() == [[False], [True]]
        assert not np.isnan(measure(corpus).denominators).any()


def test_no_articles_and_no_words() -> None:
    for measure in MEASURES:
        none = measure(fr.tokenize(corpus_of("It rained.")).select([]))
        assert none.sums.empty
        assert none.evidence.columns.tolist() == EVIDENCE_COLUMNS
        assert none.sentence_sums().columns.tolist() == SENTENCE_COLUMNS
    marks = corpus_of("?!? ...")
    assert sentiment(marks).numerators.tolist() == [[0.0]]
    assert sentiment_balance(marks).denominators.tolist() == [[0.0]]


def test_headlines() -> None:
    tokens = fr.tokenize(corpus_of("It rained.", title="A great day"), field="title")
    measure = sentiment(tokens)
    assert measure.part == "headline"
    assert measure.evidence[["field", "value"]].to_numpy().tolist() == [
        ["title", compound("great")]
    ]


@pytest.mark.parametrize("lexicon", ["vader", Lexicon("mine", weights={"good": 1.0})])
def test_scorers_travel_to_workers(lexicon: str | Lexicon) -> None:
    scorer = scorer_of(load_lexicon(lexicon))
    chunk = make_chunk(["a"], ["It is good. It is so good!"])
    (hits, scores), (same_hits, same) = (
        one.hits_and_scores(chunk, "all") for one in (scorer, pickle.loads(pickle.dumps(scorer)))
    )
    assert scores.tolist() == same.tolist()
    assert hits.start.tolist() == same_hits.start.tolist() == [6, 21]
