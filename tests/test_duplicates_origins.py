"""Whose text an article is: hand-counted shares, and the chart of them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import framing as fr
from framing.charts.copies import ORIGINS, copies_height, plot_copies
from framing.duplicates.origins import article_origins, origin_shares
from framing.style import styled

STORY = "A storm that came over the hills at night took the roofs of eleven houses in the village."
OTHER = "The council will meet again in the old hall when the harvest is in and the roads are dry."


def corpus(*rows: tuple[str, str, str | None]) -> fr.Corpus:
    frame = pd.DataFrame(rows, columns=["outlet", "text", "date"])
    frame.index = pd.Index([f"a{i}" for i in range(len(rows))], name="article_id")
    return fr.Corpus.from_frame(frame)


def test_origins_by_hand():
    found = article_origins(
        corpus(
            ("A", f"{STORY} (AFP)", "2025-03-02"),  # credited
            ("B", STORY, "2025-03-03"),  # a copy of what is credited
            ("B", OTHER, "2025-03-02"),  # the source of the next two
            ("C", OTHER.upper(), "2025-03-03"),
            ("C", OTHER, "2025-03-04"),
            ("A", "It froze on all roads.", "2025-03-02"),  # printed on one day: either's
            ("B", "It froze on all roads.", "2025-03-02"),
            ("A", "Sunday was dry and mild.", "2025-03-02"),  # an outlet's repetition
            ("A", "Sunday was dry and mild.", "2025-03-03"),
            ("A", "View comments", "2025-03-02"),  # left by a scraper
            ("C", "View comments", "2025-03-03"),
        )
    )
    assert found.tolist() == [
        *["agency", "agency", "own", "reprint", "reprint"],
        *["reprint", "reprint", "own", "own", "own", "own"],
    ]


def test_shares_by_hand():
    table = origin_shares(
        corpus(("A", "one two three four (AFP)", None), ("A", "five six", None), ("B", "...", None))
    )
    assert table["outlet"].tolist() == ["A"] * 4 + ["B"] * 4
    assert table["origin"].tolist() == ["agency", "reprint", "paraphrase", "own"] * 2
    assert table["n_articles"].tolist() == [1, 0, 0, 1, 0, 0, 0, 1]
    assert table["n_words"].tolist() == [5, 0, 0, 2, 0, 0, 0, 0]
    assert table["n_all"].tolist() == [2] * 4 + [1] * 4
    assert table["share_articles"].tolist() == [0.5, 0, 0, 0.5, 0, 0, 0, 1]
    np.testing.assert_allclose(table["share_words"][:4], [5 / 7, 0, 0, 2 / 7])
    assert table["share_words"][4:].isna().all()  # B has no words to share out


def test_no_articles():
    empty = corpus()
    assert len(article_origins(empty)) == 0
    assert len(origin_shares(empty)) == 0


def test_the_example(example):
    articles = example.articles
    found = article_origins(example)
    assert found.groupby(found).size().to_dict() == {"agency": 6, "own": 66}
    # Without its credit, the agency's paraphrased story is the copy of the earlier one.
    for name in ("w3-observer", "w3-voice"):
        text = articles.at[name, "text"]
        articles.at[name, "text"] = text.replace("(Continental Press Agency)", "").strip()
        articles.at[name, "author"] = None
    found = article_origins(fr.Corpus.from_frame(articles))
    assert found[["w3-observer", "w3-voice"]].tolist() == ["own", "paraphrase"]


def table(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["outlet", "origin", "n_articles", "n_all"])
    made["share_articles"] = made["n_articles"] / made["n_all"]
    return made.assign(share_words=made["share_articles"] / 2)


def test_the_chart_draws_what_the_table_says():
    rows = table(
        *[("One", "agency", 10, 100), ("One", "reprint", 20, 100), ("One", "paraphrase", 5, 100)],
        *[("Two", "agency", 0, 50), ("Two", "reprint", 0, 50), ("Two", "paraphrase", 1, 50)],
    )
    with styled():
        ax = plot_copies(rows, ax=Figure(figsize=(7, 2)).add_subplot(), order=["Two", "One"])
    articles, words, key = ax.child_axes
    bars = sorted((b.get_y() + 0.28, b.get_x(), b.get_width()) for b in articles.patches)
    assert np.allclose(bars, [(0, 0, 2), (1, 0, 10), (1, 10, 20), (1, 30, 5)])
    assert sorted(bar.get_width() for bar in words.patches) == pytest.approx([1, 2.5, 5, 10])
    numbers = [text.get_text() for text in key.texts]
    assert numbers == ["agency", "–", "10", "reprint", "–", "20", "paraphrase", "1", "5"]
    assert articles.get_xlim() == words.get_xlim()
    assert articles.get_xlim()[1] > 35


def test_nothing_copied():
    rows = table(*[("One", origin, 0, 7) for origin in ORIGINS])
    with styled():
        ax = plot_copies(rows, ax=Figure().add_subplot())
    assert not [bar for panel in ax.child_axes[:2] for bar in panel.patches]


@pytest.mark.parametrize("n", [1, 30])
def test_names_and_numbers_stand_clear_of_one_another(n):
    names = [f"The {i}. Allgemeine and Inquirer of the Northern Provinces" for i in range(n)]
    rows = table(*[(name, origin, 1234, 98765) for name in names for origin in ORIGINS])
    from framing.charts.chart import Chart

    chart = Chart("copies", "T", "s", "c", "a", rows, plot_copies, height_mm=copies_height(n))
    with styled():
        figure = chart.figure()
        figure.canvas.draw()
        boxes = [
            text.get_window_extent()
            for text in figure.axes[0].child_axes[2].texts
            if text.get_text() in ORIGINS
        ]
        page = figure.bbox
    assert all(a.x1 <= b.x0 for a, b in pairwise(boxes))
    assert all(box.x0 >= page.x0 and box.x1 <= page.x1 for box in boxes)


def test_the_recipe(study):
    chart = fr.chart("copies", study)
    assert chart.data["outlet"].drop_duplicates().tolist() == study.outlets
    assert set(chart.data["origin"]) == {"agency", "reprint", "paraphrase"}
    agency = chart.data[chart.data["origin"] == "agency"]
    assert agency["n_articles"].tolist() == [1] * 6
    assert "1 group of exact copies, 1 group of near copies, 1 group of paraphrases" in (
        chart.caption
    )
    assert chart._repr_png_().startswith(b"\x89PNG")
