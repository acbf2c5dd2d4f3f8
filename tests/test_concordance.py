"""Keyword in context, by hand and against a plain search."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import framing as fr
from framing.cli import app
from framing.errors import FramingError
from framing.tokens import store

ROOT = Path(__file__).resolve().parent.parent
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


def test_sorted_by_several(three: fr.Corpus) -> None:
    table = fr.kwic(three, "mob*", by=["voice", "right"])
    assert table["voice"].tolist() == [0, 0, 1, 1]
    assert table["keyword"].tolist() == ["mobs", "mob", "Mob", "mob"]
    assert list(table) == COLUMNS
    assert list(fr.kwic(three, "mob*", by=["mood", "outlet"])) == [*COLUMNS, "mood"]
    for wrong, told in ((["outlet", "paper"], "by='paper'"), ([], "by is empty")):
        with pytest.raises(FramingError, match=told):
            fr.kwic(three, "mob*", by=wrong)


class Cells(HTMLParser):
    """Rows of a table as the text of their cells; tags that are no part of one are kept."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.direction = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "table":
            self.direction = dict(attrs)["dir"] or ""
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def cells(table: pd.DataFrame) -> Cells:
    page = table._repr_html_()
    assert page is not None
    found = Cells()
    found.feed(page)
    return found


def test_a_notebook_shows_the_lines_beneath_their_outlet(three: fr.Corpus) -> None:
    found = cells(fr.kwic(three, "mob*"))
    assert [row for row in found.rows if len(row) == 1] == [["Echo"], ["Post"]]
    lines = [row for row in found.rows if len(row) == 3]
    assert lines[0][:2] == ["“The ", "mob rules,” he said. “A Mob of” friends"]
    assert [row[2] for row in lines][1:3] == ["2025-03-01 · b · quoted", "2025-03-02 · a"]
    assert found.direction == "ltr"
    by_voice = cells(fr.kwic(three, "mob*", by="voice"))
    assert [row for row in by_voice.rows if len(row) == 1] == [["own words"], ["quoted"]]
    assert by_voice.rows[1][2] == "Post · 2025-03-02 · a"
    assert all(len(row) == 3 for row in cells(fr.kwic(three, "mob*", by="right")).rows)
    assert [row for row in cells(fr.kwic(three, "mob*", by="event")).rows if len(row) == 1] == [
        ["no event"]
    ]


def test_parts_of_it_are_shown_alike_and_a_few_columns_as_a_frame(three: fr.Corpus) -> None:
    table = fr.kwic(three, "mob*")
    assert isinstance(table, pd.DataFrame)
    assert len(cells(table.head(1)).rows) == 2
    assert len(cells(table[table["voice"] == 1]).rows) == 3
    assert "<th>keyword</th>" in (table[["outlet", "keyword"]]._repr_html_() or "")
    assert cells(fr.kwic(three, "absent")).rows == []
    assert fr.kwic(three, "absent").lines() == ""
    many = fr.kwic(fr.example(), "the", by="right")
    assert len(cells(many).rows) == 60
    assert f"{len(many):,} lines, here the first 60" in (many._repr_html_() or "")


def test_what_is_shown_is_text_and_nothing_else() -> None:
    frame = pd.DataFrame(
        {
            "article_id": ["<b>1</b>"],
            "outlet": ["<script>x</script>"],
            "text": ["<b src=x> & a\x1b[31m mob\x07 <i>of</i> friends" + " so" * 40],
        }
    )
    table = fr.kwic(fr.Corpus.from_frame(frame), "mob")
    assert "\x1b" in table["left"][0]
    found = cells(table)
    assert found.tags == {"div", "table", "tr", "th", "td", "span", "p"}
    assert found.rows[0] == ["<script>x</script>"]
    assert found.rows[1][0] == "<b src=x> & a[31m "
    assert found.rows[1][1].startswith("mob <i>of</i> friends so so")
    assert "\x1b" not in table.lines() + (table._repr_html_() or "")


def test_scripts_that_run_from_right_to_left() -> None:
    text = "قال الوزير إن الحكومة قررت ذلك"  # "The minister said the government so decided."
    frame = pd.DataFrame({"outlet": ["A"], "text": [text]})
    assert cells(fr.kwic(fr.Corpus.from_frame(frame), "الحكومة")).direction == "rtl"


@given(
    texts=st.lists(st.text("ab .,“”\n\u202e\x1b", max_size=300), min_size=1, max_size=4),
    width=st.integers(20, 140),
)
def test_lines_keep_the_keyword_in_one_column(texts: list[str], width: int) -> None:
    frame = pd.DataFrame({"outlet": "A", "text": [text + " mob" for text in texts]})
    table = fr.kwic(fr.Corpus.from_frame(frame), "mob")
    lines = table.lines(width).split("\n")[1:]
    assert len(lines) == len(table) >= len(texts) - sum(text[-1:] in "ab" for text in texts)
    around = max((width - 3) // 2, 8)
    for line in lines:
        assert line[around : around + 3].casefold() == "mob"
        assert len(line) <= 2 * around + 3


def test_the_command(tmp_path: Path) -> None:
    runner = CliRunner()
    command = ["kwic", str(ROOT / "corpus" / "example"), "spokes*"]
    shown = runner.invoke(app, [*command, "--by", "outlet", "--by", "right"])
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    assert lines[0] == "Daily Clarion"
    assert "spokeswoman" in lines[1]
    table = tmp_path / "lines.csv"
    assert runner.invoke(app, [*command, "--out", str(table)]).exit_code == 0
    assert pd.read_csv(table)["keyword"].str.casefold().str.startswith("spokes").all()
    headlines = runner.invoke(app, ["kwic", command[1], "talks", "--headlines"])
    assert "The Harbour Ledger" in headlines.stdout
    assert "no use of it" in runner.invoke(app, ["kwic", command[1], "zyzzyva"]).output
    wrong = runner.invoke(app, [*command, "--by", "nothing"])
    assert wrong.exit_code == 2
    assert "by='nothing'" in wrong.output
