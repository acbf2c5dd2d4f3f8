"""The receipt as a page that can be read, and trusted not to run anything."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd

import framing as fr
from framing.receipt_page import receipt_html, receipt_page

NASTY = "<script>alert(1)</script>"


class _Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _corpus() -> fr.Corpus:
    frame = pd.DataFrame(
        {
            "article_id": ["a", NASTY, "c", "d"],
            "outlet": ["A", NASTY, "A", "B"],
            "text": ["Rain fell.", "It was dry.", "", "Snow lay."],
            "date": ["2025-03-01", NASTY, "2025-03-02", "2025-03-03"],
            "genre": ["news", "opinion", "news", None],
        }
    )
    corpus = fr.Corpus.from_frame(frame)
    edits = pd.DataFrame(
        [("a", "text", 0, NASTY, "", "furniture"), ("a", "text", 9, "â€™", "’", "encoding")],
        columns=["article_id", "field", "start", "original", "replacement", "kind"],
    )
    return corpus.with_articles(corpus.articles, edits=edits)


def test_the_page_says_what_the_receipt_says() -> None:
    words = " ".join(" ".join(_Tags(receipt_page(_corpus(), "mine")).words).split())
    assert "4 articles expected = 3 kept + 1 put aside" in words
    assert "the text is empty" in words
    assert "frame, row 3" in words
    assert "date unreadable" in words
    assert "â€™ ’" in words
    assert "A 1 2025-03-01 2025-03-01 0 0 0%" in words


def test_nothing_from_articles_is_markup() -> None:
    page = receipt_page(_corpus(), NASTY)
    assert "script" not in _Tags(page).seen
    assert "default-src 'none'" in page
    assert NASTY not in page


def test_an_empty_receipt_has_no_tables() -> None:
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": [], "text": []}))
    assert _Tags(receipt_html(corpus.receipt, corpus.articles)).seen.count("table") == 1  # files
    assert "0</b> articles expected" in corpus.receipt._repr_html_()
