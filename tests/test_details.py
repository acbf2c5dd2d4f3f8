"""What only one outlet reports of an event, and the chart that shows it."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import framing as fr
from framing.details import exclusive_details
from framing.errors import FramingError
from framing.tokens import tokenize


def _corpus(texts: dict[str, str], **more: object) -> fr.Corpus:
    frame = pd.DataFrame({"outlet": list(texts), "text": list(texts.values()), "event": "flood"})
    return fr.Corpus.from_frame(frame.assign(**more))


def test_details_are_those_found_by_hand() -> None:
    corpus = _corpus(
        {
            "A": "Rain fell. The mayor, Ada Rook, fled. “Small boats,” Rook said. Rook’s 12 men.",
            "B": "The rain fell on Tolby. Mayor Ada Brand stayed. Small boats of 9 and 300 men.",
        }
    )
    found = exclusive_details(corpus, "flood")
    assert found[["outlet", "detail", "kind", "n_mentions"]].to_numpy().tolist() == [
        ["A", "Ada Rook", "name", 3],  # once as Rook’s
        ["A", "12", "number", 1],
        ["B", "Ada Brand", "name", 1],
        ["B", "Tolby", "name", 1],
        ["B", "300", "number", 1],
    ]
    texts = corpus.articles["text"]
    for row in found.itertuples():
        assert texts[row.article_id][row.char_start : row.char_end] == row.detail


def test_a_detail_that_another_outlet_has_in_any_form_is_not_exclusive() -> None:
    corpus = _corpus({"A": "He met Ada Rook in 1,200 boats.", "B": "He saw rook and ada; 1,200."})
    assert exclusive_details(corpus, "flood").empty


def test_one_outlet_alone_has_nothing_to_be_told_from() -> None:
    assert exclusive_details(_corpus({"A": "He met Ada Rook."}), "flood").empty
    with pytest.raises(FramingError, match="event='fire'"):
        exclusive_details(_corpus({"A": "It rained."}), "fire")
    with pytest.raises(FramingError, match="'paper'"):
        exclusive_details(_corpus({"A": "It rained."}), "flood", by="paper")


def test_nothing_exclusive_stands_in_another_outlets_text() -> None:
    corpus = fr.example()
    articles = tokenize(corpus).articles.join(corpus.articles["text"])
    for event in articles["event"].unique():
        reports = articles[articles["event"] == event]
        for row in exclusive_details(corpus, event).itertuples():
            others = " ".join(reports.loc[reports["outlet"] != row.outlet, "text"])
            assert not set(_words(row.detail)) <= set(_words(others))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[.,:’'-]\w+)*%?", text)


def test_the_chart_draws_the_event_that_most_outlets_report_or_the_one_named() -> None:
    shown = fr.chart("one-event", "example")
    assert shown.data["event"].nunique() == 1
    assert shown.data["outlet"].is_unique
    study = fr.load_study("example", events={"close_up": "harbour-expansion"})
    named = fr.chart("one-event", study)
    assert set(named.data["event"]) == {"harbour-expansion"}
    ax = named.draw()
    drawn = " ".join(text.get_text() for text in ax.texts)
    assert all(str(title).split()[0] in drawn for title in named.data["title"])
    assert named.data["details"].dropna().iloc[0].split(" · ")[0] in drawn
    sentences = named.evidence(outlet=named.data["outlet"].iloc[0])
    assert all(row.detail in " ".join(row.sentence_text.split()) for row in sentences.itertuples())
    with pytest.raises(FramingError, match="close_up"):
        fr.chart("one-event", fr.load_study("example", events={"close_up": "no such"}))


def test_the_chart_of_no_shared_event_says_so() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        _corpus({"A": "It rained."}).save(f"{folder}/articles.csv")
        empty = fr.chart("one-event", folder)
        assert empty.data.empty
        assert "no event" in empty.draw().texts[0].get_text()
