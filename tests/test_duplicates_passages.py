"""Passages in common: where they stand, what is left, and how a notebook shows them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr


def passages(one: str, other: str) -> pd.DataFrame:
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": [one, other]})
    return fr.copied_passages(fr.Corpus.from_frame(frame), "0", "1")


def test_by_hand():
    one = "In Tolby, the river Tol rose by two metres. Nobody was hurt, the mayor of the town said."
    other = "Nobody was hurt, the mayor of Tolby said: the river Tol rose by TWO metres in a day."
    found = passages(one, other)
    assert found[["one_text", "other_text", "kind"]].to_numpy().tolist() == [
        ["the river Tol rose by two metres", "the river Tol rose by TWO metres", "same words"],
        ["Nobody was hurt, the mayor of", "Nobody was hurt, the mayor of", "same words"],
    ]
    for row in found.itertuples():
        assert one[row.one_start : row.one_end] == row.one_text
        assert other[row.other_start : row.other_end] == row.other_text


def test_four_words_are_no_passage():
    assert len(passages("one two three four", "one two three four")) == 0
    assert len(passages("one two three four five", "x one two three four five y")) == 1


@pytest.mark.parametrize("texts", [("...", "..."), ("one two", "...")])
def test_nothing_in_common(texts):
    found = passages(*texts)
    assert len(found) == 0
    assert found.dtypes.astype(str).tolist() == ["int64"] * 4 + ["str"] * 3


def test_an_unknown_article():
    with pytest.raises(fr.FramingError, match="nobody"):
        fr.copied_passages(fr.example(), "w1-ledger", "nobody")


WORDS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=40)


@given(WORDS, WORDS)
def test_runs_are_common_apart_and_as_many_as_there_are(one, other):
    found = passages(" ".join(one), " ".join(other))
    assert (found["one_text"] == found["other_text"]).all()
    covered = []
    for side, words in (("one", one), ("other", other)):
        at = [False] * len(words)
        for start, end in zip(found[f"{side}_start"], found[f"{side}_end"], strict=True):
            assert end - start >= 9  # five words of a letter, and what stands between
            for word in range(start // 2, end // 2 + 1):
                assert not at[word]
                at[word] = True
        covered.append(at)
    left = [
        {tuple(words[i : i + 5]) for i in range(len(words) - 4) if not any(at[i : i + 5])}
        for words, at in zip((one, other), covered, strict=True)
    ]
    assert not left[0] & left[1]
    assert found["one_start"].is_monotonic_increasing


def test_the_paraphrase_of_the_example(example):
    found = fr.copied_passages(example, "w3-observer", "w3-voice")
    assert set(found["kind"]) == {"same words", "same statement"}
    statements = found[found["kind"] == "same statement"]
    pairs = dict(
        zip(statements["one_text"].str[:24], statements["other_text"].str[:24], strict=True)
    )
    assert pairs["The figure exceeds the a"] == "Measured against the mea"
    assert pairs["Cold stores have room fo"] == "Refrigerated warehouses "
    # Each statement of the copy that keeps a number has its counterpart.
    assert len(statements) >= 14
    assert statements["other_start"].is_monotonic_increasing


def test_independent_reports_have_some_statements_in_common_and_no_words(example):
    found = fr.copied_passages(example, "e01-ledger", "e01-clarion")
    assert found["kind"].unique().tolist() == ["same statement"]
    assert found["one_text"].str.len().sum() < len(example.articles["text"]["e01-ledger"]) / 2


class Text(HTMLParser):
    """What a page says, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.tags = "", set[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_side_by_side_takes_nothing_in_an_article_for_a_part_of_the_page():
    attack = "<script>alert(1)</script> & <b>it</b> rained on Tolby all day"
    frame = pd.DataFrame(
        {"outlet": ["<i>A</i>", "B"], "text": [attack] * 2, "title": ["<img src=x>", None]}
    )
    shown = fr.side_by_side(fr.Corpus.from_frame(frame), "0", "1")
    page = Text(shown._repr_html_())
    assert page.tags == {"table", "thead", "tbody", "tr", "th", "td", "mark"}
    assert page.words.count("<script>alert(1)</script> & <b>it</b> rained") <= 2
    assert page.words.count("rained on Tolby all day") == 2
    assert "<i>A</i>: 0, <img src=x>" in page.words


def test_side_by_side_of_the_example(example):
    shown = fr.side_by_side(example, "w2-meridian", "w2-clarion")
    page = Text(shown._repr_html_())
    assert page.words.startswith("Meridian Business: w2-meridian, 2025-06-24, Board votes")
    for text in [*shown.passages["one_text"], *shown.passages["other_text"]]:
        assert text in page.words
    assert (
        "no passage in common" in fr.side_by_side(example, "e01-ledger", "e12-voice")._repr_html_()
    )
    assert re.search(r"\d+ passages", repr(shown))
