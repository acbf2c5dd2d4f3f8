"""Paraphrases: reworded by hand and by rule, and independent reports that are none."""

from __future__ import annotations

import random
import sys
from itertools import combinations, pairwise, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing as fr
from framing.duplicates.paraphrases import (
    Alignment,
    Profile,
    align,
    anchors,
    in_order,
    matched,
    profiles,
)
from framing.tokens import make_chunk

ROOT = Path(__file__).resolve().parent.parent
BY_HAND = sorted((ROOT / "tests" / "paraphrases").glob("*.txt"))


@pytest.fixture(scope="module")
def spinning():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import spinning

    yield spinning
    sys.path.remove(str(ROOT / "benchmarks"))


def pair(one: str, other: str, outlets: str = "AB") -> pd.DataFrame:
    frame = pd.DataFrame({"outlet": list(outlets), "text": [one, other]})
    return fr.find_duplicates(fr.Corpus.from_frame(frame))


def grouped(originals: pd.DataFrame, copies: dict[str, str]) -> pd.DataFrame:
    """What is found in the articles with copies, by the id of the original, by an outlet more."""
    made = pd.DataFrame({"outlet": "copyist", "text": pd.Series(copies)})
    made.index += "-copy"
    both = pd.concat([originals[["outlet", "text"]], made]).rename_axis("article_id")
    return fr.find_duplicates(fr.Corpus.from_frame(both))


@pytest.fixture(scope="module")
def own_articles(example) -> pd.DataFrame:
    """The articles that the outlets of the example wrote themselves."""
    articles = example.articles
    return articles[~articles.index.str.startswith("w")]


def test_copies_reworded_by_hand(own_articles):
    copies = {file.stem: file.read_text(encoding="utf-8") for file in BY_HAND}
    assert len(copies) == 6
    found = grouped(own_articles, copies)
    assert found["kind"].unique().tolist() == ["paraphrase"]
    groups = {frozenset(group["article_id"]) for _, group in found.groupby("group")}
    assert groups == {frozenset({name, f"{name}-copy"}) for name in copies}
    for name, copy in copies.items():  # nor does it take other articles to know a copy
        assert len(pair(own_articles["text"][name], copy)) == 2


@pytest.mark.parametrize("strength", ["light", "medium", "strong", "shortened", "re-led"])
def test_spun_copies(own_articles, spinning, strength):
    chance = random.Random(1)
    texts = own_articles["text"].iloc[::6]
    copies = {name: spinning.spin(text, strength, chance) for name, text in texts.items()}
    found = grouped(own_articles, copies)
    groups = {frozenset(group["article_id"]) for _, group in found.groupby("group")}
    assert groups == {frozenset({name, f"{name}-copy"}) for name in copies}


def test_independent_reports_of_an_event_are_no_paraphrases(own_articles):
    corpus = fr.Corpus.from_frame(own_articles)
    assert len(fr.find_duplicates(corpus)) == 0


def test_an_outlet_s_own_rewriting_is_not_looked_at(own_articles):
    copy = BY_HAND[0].read_text(encoding="utf-8")
    assert len(pair(own_articles["text"][BY_HAND[0].stem], copy, outlets="AA")) == 0


def test_the_same_statements_in_another_order_are_no_copy(own_articles, spinning):
    name = BY_HAND[1].stem
    sentences = spinning.sentences(BY_HAND[1].read_text(encoding="utf-8"))
    random.Random(2).shuffle(sentences)
    assert len(pair(own_articles["text"][name], " ".join(sentences))) == 0


def invented(random: np.random.Generator, n_sentences: int, n_words: int = 12) -> list[str]:
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    made = []
    for _ in range(n_sentences):
        words = ["".join(random.choice(letters, 7)) for _ in range(n_words)]
        name, number = words[3].capitalize(), str(random.integers(100, 9999))
        made.append(" ".join(["Then", *words[:3], name, *words[4:8], number, *words[8:]]) + ".")
    return made


def test_two_outlets_that_quote_the_same_speech_are_not_copies():
    chance = np.random.default_rng(0)
    speech = f"“{' '.join(invented(chance, 12))}”"
    one, other = (
        " ".join([*invented(chance, 8), "She said:", speech, *invented(chance, 8)])
        for _ in range(2)
    )
    chunk = make_chunk(["a", "b"], [one, other])
    (whole, own), (whole_there, own_there) = profiles(chunk)
    alignment = align(whole, whole_there)
    assert alignment is not None
    assert in_order(alignment)[1] > 0.2  # the speech alone is in order
    assert align(own, own_there) is None
    assert len(pair(one, other)) == 0


@pytest.mark.parametrize(("n_sentences", "found"), [(8, 2), (4, 0)])
def test_a_short_text_is_not_compared(n_sentences, found):
    sentences = invented(np.random.default_rng(1), n_sentences)
    reworded = []
    for sentence in sentences:  # every third word another, so that no sequence of five is left
        words = sentence.removesuffix(".").split()
        words[1::3] = ["other" + "abcdefg"[i] for i in range(len(words[1::3]))]
        kept = [a if not a.islower() else b for a, b in zip(sentence.split(), words, strict=True)]
        reworded.append(" ".join(kept) + ".")
    table = pair(" ".join(sentences), " ".join(reworded))
    assert table["kind"].tolist() == ["paraphrase"] * found


def test_a_book_is_not_compared():
    one = profile(*invented(np.random.default_rng(4), 1001))
    assert align(one, one) is None


def test_what_a_paraphrase_keeps():
    text = (
        "Ivo Roe’s crews left Tolby on 3 May with 1,400 kilos. "
        "“Yesterday we sang,” Roe said. May be."
    )
    chunk = make_chunk(["a"], [text])
    found = anchors(chunk)
    strings = chunk.types.strings[chunk.ids[found.token]].tolist()
    assert list(zip(strings, found.telling.tolist(), strict=True)) == [
        ("Roe’s", True),
        ("crews", False),
        ("Tolby", True),
        ("3", True),
        ("May", True),
        ("1,400", True),
        ("kilos", False),
        ("Yesterday", False),  # its capital begins a quotation
        ("Roe", True),
        ("May", True),  # a name, since it is one elsewhere in the article
    ]  # without Ivo, whose capital begins the sentence, and short words
    assert found.key[0] == found.key[-2]


def plain_share(gain: np.ndarray, weight: float) -> float:
    """The best of all ways to match sentences without going back."""
    ways = product(range(gain.shape[1]), repeat=gain.shape[0])
    in_turn = (way for way in ways if all(a <= b for a, b in pairwise(way)))
    return max(sum(gain[row, column] for row, column in enumerate(way)) for way in in_turn) / weight


@settings(max_examples=30)
@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_the_best_match_in_order(n_rows, n_columns, seed):
    chance = np.random.default_rng(seed)
    gain = chance.integers(0, 9, (n_rows, n_columns)).astype(float)
    weight = gain.sum(axis=1) + chance.integers(0, 3, n_rows) + 1
    alignment = Alignment(gain, weight, swapped=False)
    share, corrected = in_order(alignment)
    assert share == pytest.approx(plain_share(gain, weight.sum()))
    assert corrected <= share
    pairs = matched(alignment)
    assert sum(gain[row, column] for row, column, _ in pairs) == pytest.approx(share * weight.sum())
    assert [row for row, _, _ in pairs] == sorted(row for row, _, _ in pairs)
    assert [column for _, column, _ in pairs] == sorted(column for _, column, _ in pairs)


def test_chance_is_the_mean_over_random_orders():
    gain, weight = np.eye(6) * 3 + 1, np.full(6, 10.0)
    share, corrected = in_order(Alignment(gain, weight, swapped=False))
    assert share == pytest.approx(24 / 60)
    chance = np.random.default_rng(5)
    shares = [plain_share(gain[chance.permutation(6)], 60) for _ in range(60)]
    expected = (share - np.mean(shares)) / (1 - np.mean(shares))
    assert corrected == pytest.approx(expected, abs=0.03)


def profile(*sentences: str) -> Profile:
    return profiles(make_chunk(["a"], [" ".join(sentences)]))[0][0]


def test_an_article_against_itself_is_in_order_as_a_whole():
    one = profile(*invented(np.random.default_rng(3), 10))
    alignment = align(one, one)
    assert alignment is not None
    assert in_order(alignment)[0] == pytest.approx(1)
    np.testing.assert_allclose(alignment.gain, np.diag(alignment.weight))


def test_the_order_of_rows_plays_no_part(own_articles):
    copies = {file.stem: file.read_text(encoding="utf-8") for file in BY_HAND[:3]}
    found = grouped(own_articles, copies)
    other = grouped(own_articles.iloc[::-1], copies)
    pd.testing.assert_frame_equal(found, other)


@pytest.mark.external
def test_five_articles_on_one_subject_are_not_copies(shared):
    folder = shared / "corpus" / "dissent"
    about = pd.read_csv(folder / "articles.csv", parse_dates=["date"])
    about["text"] = [(folder / path).read_text(encoding="utf-8") for path in about["path"]]
    assert len(fr.find_duplicates(fr.Corpus.from_frame(about))) == 0


@pytest.mark.external
def test_reports_of_158_stories_by_three_outlets(shared):
    articles = pd.read_csv(shared / "bench" / "events_moralevents.csv", dtype={"article_id": str})
    found = fr.find_duplicates(fr.Corpus.from_frame(articles))
    text = articles.set_index("article_id")["text"]
    for _, group in found.groupby("group"):
        for one, other in combinations(group["article_id"], 2):
            sequences = [
                {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
                for words in (text[one].casefold().split(), text[other].casefold().split())
            ]
            shorter = min(map(len, sequences))
            # Both have the text of an agency; read and found to be so.
            assert len(sequences[0] & sequences[1]) > 0.3 * shorter
    assert (found["kind"] == "paraphrase").sum() <= 4
