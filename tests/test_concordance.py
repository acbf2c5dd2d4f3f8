"""Keyword in context, by hand and against a plain search."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError
from framing.tokens import store

COLUMNS = (
    "article_id outlet event date sentence left keyword right voice char_start char_end".split()
)


@pytest.fixture
def three() -> fr.Corpus:
    return fr.Corpus.from_frame(
        pd.DataFrame(
            {
                "article_id": ["a", "b", "c"],
                "outlet": ["Post", "Echo", "Post"],
                "date": pd.to_datetime(["2025-03-02", "2025-03-01", None]),
                "mood": [2, 1, 3],
                "text": [
                    "A far-right mob, she said. Far-right mobs\n\nroam.",
                    "“The mob rules,” he said. “A Mob of” friends.",
                    "Nothing here.",
                ],
            }
        )
    )


def test_lines_by_hand(three: fr.Corpus) -> None:
    table = fr.kwic(three, "mob*")
    assert list(table) == COLUMNS
    assert table["article_id"].tolist() == ["b", "b", "a", "a"]
    assert table["outlet"].tolist() == ["Echo", "Echo", "Post", "Post"]
    assert table["keyword"].tolist() == ["mob", "Mob", "mob", "mobs"]
    assert table["sentence"].tolist() == [0, 1, 0, 1]
    assert table["voice"].tolist() == [1, 1, 0, 0]
    assert table["left"][1] == "“The mob rules,” he said. “A "
    assert table["right"][3] == " roam."
    assert table["event"].isna().all()
    assert table["date"].dtype.kind == "M"


def test_a_phrase_partly_quoted_and_case_as_written(three: fr.Corpus) -> None:
    assert fr.kwic(three, "mob * friends")["keyword"].tolist() == []
    assert fr.kwic(three, "of ”")["voice"].tolist() == [1]
    assert fr.kwic(three, "=Mob")["keyword"].tolist() == ["Mob"]
    partly = fr.Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": ["“far” right"]}))
    assert fr.kwic(partly, "far ” right")["voice"].tolist() == [2]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("outlet", ["mob", "Mob", "mob", "mobs"]),
        ("date", ["mob", "Mob", "mob", "mobs"]),
        ("mood", ["mob", "Mob", "mob", "mobs"]),
        ("article_id", ["mob", "mobs", "mob", "Mob"]),
        ("right", ["Mob", "mobs", "mob", "mob"]),
        ("left", ["Mob", "mob", "mobs", "mob"]),
    ],
)
def test_order(three: fr.Corpus, by: str, expected: list[str]) -> None:
    table = fr.kwic(three, "mob*", by=by)
    assert table["keyword"].tolist() == expected
    assert list(table) == ([*COLUMNS, "mood"] if by == "mood" else COLUMNS)


def test_every_use_is_found_with_the_words_around_it(
    example: fr.Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = fr.kwic(example, "said th*", by="article_id")
    texts = example.articles["text"].sort_index()
    plain = [
        (article_id, match.start(), match.group())
        for article_id, text in texts.items()
        for match in re.finditer(r"\b(?i:said th)(\w|[’-]\w)*", text)
    ]
    assert len(plain) > 20
    found = zip(table["article_id"], table["char_start"], table["keyword"], strict=True)
    assert list(found) == plain
    for row in table.itertuples():
        text = texts[row.article_id]
        assert text[row.char_start : row.char_end] == row.keyword
        shown = row.left + row.keyword + row.right
        assert shown in re.sub(r"\s+", " ", text)
        assert len(row.left.split()) <= 12
    monkeypatch.setattr(store, "CHUNK_ARTICLES", 7)
    parts = fr.Corpus.from_frame(
        example.articles.assign(text=[t + " " for t in example.articles["text"]])
    )
    assert fr.tokenize(parts).n_chunks > 1
    pd.testing.assert_frame_equal(fr.kwic(parts, "said th*", by="article_id"), table)


def test_no_hit_no_article_and_headlines(three: fr.Corpus) -> None:
    for corpus in (three, three.filter(outlet="none")):
        table = fr.kwic(corpus, "absent")
        assert list(table) == COLUMNS
        assert len(table) == 0
    with_titles = three.with_articles(three.articles.assign(title=["A mob", None, "Mobs"]))
    headlines = fr.kwic(fr.tokenize(with_titles, "title"), "mob*")
    assert headlines["keyword"].tolist() == ["mob", "Mobs"]
    assert headlines["sentence"].dtype == np.dtype("int64")


def test_what_cannot_be_shown(three: fr.Corpus) -> None:
    with pytest.raises(FramingError, match="by='paper'"):
        fr.kwic(three, "mob", by="paper")
    with pytest.raises(FramingError, match="without a letter"):
        fr.kwic(three, "*")
