"""VADER against NLTK, sentence by sentence."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nltk_vader import analyser, compound

from framing.lexicon import load_lexicon
from framing.measures import vader
from framing.measures.vader import Vader
from framing.measures.white_space import Spans, Words


@pytest.fixture(scope="session")
def scorer() -> Vader:
    return Vader(load_lexicon("vader").weights)


def test_the_words_and_numbers_are_nltks() -> None:
    constants = analyser().constants
    boosters = {
        **dict.fromkeys(vader.MORE, vader.STEP),
        **dict.fromkeys([*vader.LESS, *vader.LESS_PAIRS], -vader.STEP),
    }
    assert boosters == constants.BOOSTER_DICT
    assert set(vader.NEGATIONS) == constants.NEGATE
    assert vader.IDIOMS == constants.SPECIAL_CASE_IDIOMS
    assert set(constants.PUNC_LIST) == vader.CUT
    assert (vader.CAPITALS, vader.NEGATED) == (constants.C_INCR, constants.N_SCALAR)
    assert load_lexicon("vader").weights == analyser().lexicon


def test_every_idiom_has_an_anchor() -> None:
    for phrase in [*vader.IDIOMS, *vader.LESS_PAIRS]:
        assert set(vader.ANCHORS).intersection(phrase.split()), phrase


# Scored by hand with these weights: good 1.9, bad -2.5, kind 2.4.
@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("a good plan", 1.9),
        ("a GOOD plan", 1.9 + 0.733),
        ("A GOOD PLAN", 1.9),
        ("a very good plan", 1.9 + 0.293),
        ("a VERY good plan", 1.9 + 0.293 + 0.733),
        ("a very bad plan", -2.5 - 0.293),
        ("very much like good", 1.9 + 0.293 * 0.9),
        ("not good", 1.9 * -0.74),
        ("not very good", (1.9 + 0.293) * -0.74),
        ("never so good", (1.9 + 0.293) * 1.5),
        ("this is good", 1.9),
        ("is it this good", 1.9 * 1.25),
        ("least good", 1.9 * -0.74),
        ("at least good", 1.9),
        ("good but bad", 1.9 * 0.5 + -2.5 * 1.5),
        ("good !!!!!!", 1.9 + 4 * 0.292),
        ("bad??", -2.5 - 2 * 0.18),
        ("bad ?????", -2.5 - 0.96),
        ("kind of", 0.0),
        ("It was kind", 2.4),
        ("It was sort of good", 1.9 - 0.293),
        ("good not good", 1.9 * 2),  # the second is judged by the place of the first
        ("!?!", 0.0),
        ("", 0.0),
    ],
)
def test_rules_by_hand(text: str, total: float) -> None:
    scorer = Vader({"good": 1.9, "bad": -2.5, "kind": 2.4})
    expected = total / math.sqrt(total**2 + 15)
    assert scorer.score_texts([text])[0] == pytest.approx(expected, abs=5.1e-5)


SPECIAL = r"""
VADER is not kind of smart, but the book is NOT bad!
kind of kind, at kind
Kind of good, kind Of good
THE shit the bomb, the SHIT
it was the shit
he is bad ass bad ass bad ass
that is yeah right good
oh yeah right
they cut the mustard
a kiss of death for peace
from hand to mouth they win
live hand to mouth and die
had just enough love to win
sort of really sort of good
was kind of a great loss
very least good
at the least good
least worst
Least good, least, good
never so good
never this happy
NEVER SO GOOD but bad
so this good, this so, good
good good. not good GOOD 'good'
but but good but bad
BUT good But bad
ain't bad, AIN'T BAD, isn’t bad, can n't win
Wouldn't've won, won't.win good
:) :( :-) ;-) :D xD XD <3 </3 =) D: :'( o.o (: good:) :)good
"good" 'good' good... ...good ..good (good)
good!!! !!!good good?!?! -good- good- --good !! ?? !?!? good?!?
😀 good 🙁
İ good ſad ﬁne ΟΔΟΣ. good ΟΔΟΣ
1.9 86 86. $86 86%
U.S. WIN a GREAT U.S. loss I A x good
more most less no good, no, no, no
fucking good FUCKING good
without any doubt, win
""".strip().splitlines()
SPACES = ["gute\u00a0good\u2003bad", "good\u200bbad", "good\x00bad\x1cbad\x85not\u3000good", " "]


@pytest.mark.parametrize("text", SPECIAL + SPACES)
def test_special_cases(text: str, scorer: Vader) -> None:
    assert scorer.score_texts([text])[0] == compound(text)


def rich_sentences() -> st.SearchStrategy[str]:
    """Words that the rules know, in odd spellings, with marks about them, and some others."""
    from nltk.sentiment.vader import VaderConstants

    valued = list(load_lexicon("vader").weights)
    idioms = [*VaderConstants.SPECIAL_CASE_IDIOMS, "kind of", "sort of", "just enough"]
    word = st.one_of(
        st.sampled_from(valued),
        st.sampled_from("good bad great no kind well like fine death killed :) 86".split()),
        st.sampled_from([*VaderConstants.BOOSTER_DICT, *idioms]),
        st.sampled_from(sorted(VaderConstants.NEGATE)),
        st.sampled_from("but least at very never so this of the n't i a it table 😀 é ß".split()),
        st.sampled_from([word for phrase in idioms for word in phrase.split()]),
        st.text(max_size=4),
    )
    case = st.sampled_from([str, str, str, str.upper, str.capitalize, str.title])
    mark = st.sampled_from(["", "", "", *sorted(vader.CUT), "...", "!!!!", "?!", "(", "’", '."'])
    gap = st.sampled_from([" ", " ", " ", " ", "\n", "\u00a0", "\u2003", "", "\x1f"])
    piece = st.tuples(mark, st.tuples(case, word).map(lambda pair: pair[0](pair[1])), mark, gap)
    return st.lists(piece.map("".join), max_size=14).map("".join)


@given(texts=st.lists(rich_sentences(), max_size=8))
def test_rich_sentences(texts: list[str], scorer: Vader) -> None:
    assert scorer.score_texts(texts).tolist() == [compound(text) for text in texts]


@given(texts=st.lists(st.text(), max_size=5))
@example(texts=["\ud800 good", "good \udfff\x00"])
def test_any_text(texts: list[str], scorer: Vader) -> None:
    assert scorer.score_texts(texts).tolist() == [compound(text) for text in texts]


@given(texts=st.lists(rich_sentences(), min_size=1, max_size=4), data=st.data())
def test_hidden_words_say_nothing(texts: list[str], data: st.DataObject, scorer: Vader) -> None:
    bounds = np.cumsum([0, *map(len, texts)])
    words = Words.of("".join(texts), bounds[:-1], bounds[1:])
    n_words = len(words.start)
    hidden = np.array(data.draw(st.lists(st.booleans(), min_size=n_words, max_size=n_words)), bool)
    scores = scorer.score(words, scorer.hits(words, hidden), hidden)

    flags = iter(hidden.tolist())
    for text, score in zip(texts, scores, strict=True):
        words_left = ((word, next(flags)) for word in text.split())
        # VADER passes over words of one character, hidden or not.
        shown = ["__" if gone else word for word, gone in words_left if not gone or len(word) > 1]
        assert score / 10_000 == compound(" ".join(shown))


@given(pieces=st.lists(st.tuples(st.text(max_size=6), st.text(max_size=3))))
def test_words_are_those_of_split(pieces: list[tuple[str, str]]) -> None:
    text, start, end = "", [], []
    for sentence, between in pieces:
        start.append(len(text))
        end.append(len(text) + len(sentence))
        text += sentence + between
    words = Words.of(text, np.array(start, dtype=int), np.array(end, dtype=int))
    found = [
        [text[words.start[i] : words.end[i]] for i in range(words.first[n], words.first[n + 1])]
        for n in range(len(pieces))
    ]
    assert found == [sentence.split() for sentence, _ in pieces]
    assert words.sentence.tolist() == [n for n, one in enumerate(found) for _ in one]
    ids, strings = words.types()
    assert [strings[i] for i in ids] == [word for one in found for word in one]
    assert len(set(strings)) == len(strings)

    # As well where some words are known beforehand, one of them by a span that is too short.
    some = slice(0, None, 2)
    end_known = words.end[some] - (np.arange(len(words.end[some])) == 1)
    spans = zip(words.start[some], end_known, strict=True)
    known = Spans(
        words.start[some], end_known, np.arange(len(end_known)), [text[a:b] for a, b in spans]
    )
    ids, strings = words.types(known)
    assert [strings[i] for i in ids] == [word for one in found for word in one]


@given(st.lists(st.floats(-1, 1) | st.integers(-20_000, 20_000).map(lambda n: n / 20_000)))
def test_rounding_is_that_of_round(numbers: list[float]) -> None:
    rounded = vader._ten_thousandths(np.array(numbers, dtype=np.float64)) / 10_000
    assert rounded.tolist() == [round(number, 4) for number in numbers]


def test_hits_are_where_they_stand(scorer: Vader) -> None:
    text = 'He said: "Good," and GREAT!!! was (sad) or.sad'
    words = Words.of(text, np.array([0]), np.array([len(text)]))
    hits = scorer.hits(words)
    assert [text[a:b] for a, b in zip(hits.start, hits.end, strict=True)] == ["GREAT"]
    assert hits.weight.tolist() == [3.1]
