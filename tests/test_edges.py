"""Odd corpora through whole studies, tables from elsewhere, and what must not matter."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import framing as fr
from framing.charts.levels import plot_levels
from framing.errors import LeftOut
from framing.measures.topics.labelling import labels_of
from framing.recipes import RECIPES

DARK = "The crisis deepened, officials said. “A brutal attack,” she claimed. The plan failed."
LIGHT = "A modest reform passed. Experts praised the generous plan. The truce may hold."


def articles(outlets: tuple[str, ...] = ("A", "B", "C"), n_events: int = 6) -> pd.DataFrame:
    """An article of each outlet on each event, no two alike."""
    rows = [
        {
            "outlet": outlet,
            "text": f"{(DARK, LIGHT)[(event + place) % 2]} Number {event} {place} of word{event}.",
            "date": f"2025-01-{event + 1:02d}",
            "title": f"Headline {event} of {outlet}",
            "event": f"event {event}",
        }
        for event in range(n_events)
        for place, outlet in enumerate(outlets)
    ]
    return pd.DataFrame(rows, dtype=object)


def study_of(frame: pd.DataFrame, folder: Path) -> fr.Study:
    folder.mkdir(parents=True, exist_ok=True)
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    return fr.load_study(folder / "articles.jsonl", resamples=20)


def texts_of(svg: Path) -> str:
    """All that an SVG says; fails where it is not well-formed."""
    return " ".join(ElementTree.parse(svg).getroot().itertext())


ODD: dict[str, Callable[[], pd.DataFrame]] = {
    "names that are no formula": lambda: articles((r"$\foo_{$ $x$", "_a_ 5 % {0}", r"$\frac{1}{$")),
    "names with markup": lambda: articles(("<b>A & B</b>", "x\ny\r\nz", '"]]><script>')),
    "names with controls": lambda: articles(("nul\x00 \x1b[31m", "\ufffe\uffff\x85", "C")),
    "names that mean nothing": lambda: articles(("nan", "NA", "None")),
    "very long names": lambda: articles(("Northern territories " * 20, "Gesellschaft" * 30, "C")),
    "forty outlets": lambda: articles(tuple(f"Outlet {i}" for i in range(40)), 3),
    "texts with controls": lambda: articles().assign(text=lambda f: "\x00\x0b\u2028" + f["text"]),
    "Arabic": lambda: articles().assign(text="اندلعت أزمة كبيرة. قال المسؤولون إن الخطة فشلت."),
    "no hits": lambda: articles().assign(text=[f"Zob {i} dolor amet." for i in range(18)]),
    "the first and the last day": lambda: articles().assign(date=["0001-01-01", "9999-12-31"] * 9),
    "centuries": lambda: articles().assign(date=["1650-01-01", "1969-12-31", "2199-05-05"] * 6),
    "no columns but two": lambda: articles()[["outlet", "text"]],
    "some of everything missing": lambda: articles().assign(
        date=lambda f: f["date"].where(np.arange(18) % 3 == 0),
        title=lambda f: f["title"].where(np.arange(18) % 2 == 0),
        event=lambda f: f["event"].where(np.arange(18) % 4 != 0),
        author=None,
    ),
}
NAMED_FIRST = {
    *("word-choice", "collocations", "agency", "target-sentiment", "audit", "topic-search"),
    *("topic-prevalence", "agreement", "codes", "gold", "learning-curve", "frame-clusters"),
    "microframes",
}
MISSING_LETTERS = "ignore:Glyph .* missing from font:UserWarning"  # matplotlib's, of fonts


@pytest.mark.filterwarnings(MISSING_LETTERS)
@pytest.mark.parametrize("kind", ODD)
def test_every_recipe_is_defined_on_odd_corpora(kind: str, tmp_path: Path) -> None:
    study = study_of(ODD[kind](), tmp_path)
    # Each chart is drawn; those that show most words of the corpus are written.
    for name in RECIPES:
        try:
            made = fr.chart(name, study)
        except LeftOut:
            continue
        assert len(made.alt) > 20
        if name in ("coverage", "sentiment-events"):
            made.save(tmp_path / "out")
            assert made.title in texts_of(tmp_path / "out" / f"{name}.svg")
        else:
            made.draw()
    said = texts_of(tmp_path / "out" / "coverage.svg")
    for outlet in study.outlets:
        plain = "".join(letter for letter in outlet if letter.isprintable() or letter.isspace())
        assert " ".join(plain.split())[:10] in " ".join(said.split())


def test_a_name_is_shown_as_it_is_written_on_axes_of_ones_own(tmp_path: Path) -> None:
    study = study_of(articles((r"$\foo_{$", "$x$", "_c_")), tmp_path)
    for name in ("events", "sentiment-events", "loaded-terms", "profiles"):
        chart = fr.chart(name, study)
        figure = Figure(figsize=(8, 8))
        chart.plot(chart.data, ax=figure.add_subplot(), **chart.options)
        figure.savefig(tmp_path / "own.svg")
        texts = [text for text in figure.findobj(Text) if "$" in text.get_text()]
        texts = [text for text in texts if text.get_visible()]
        assert texts
        assert not any(text.get_parse_math() for text in texts)


def test_topics_words_can_be_drawn_from_their_table_alone(study: fr.Study) -> None:
    for name in RECIPES:
        try:
            chart = fr.chart(name, study)
        except LeftOut:
            continue
        ax = Figure().add_subplot()
        assert chart.data.empty or chart.plot(chart.data, ax=ax) is ax


def test_topics_of_the_same_words_are_told_apart() -> None:
    frame = pd.DataFrame({"outlet": "A", "text": ["Rain fell."] * 4})
    labels = fr.topics(fr.Corpus.from_frame(frame), k=2).labels
    assert len(set(labels)) == 2
    assert len(set(labels_of(np.ones((4, 1)), np.array(["rain"], dtype=object)))) == 4


@pytest.mark.parametrize("text", ["a" * 10_000_000, "好" * 3_400_000, f"{DARK} {LIGHT} " * 60_000])
def test_ten_megabytes_in_one_article(text: str) -> None:
    frame = pd.concat([articles(), pd.DataFrame({"outlet": ["A"], "text": [text]})])
    corpus = fr.Corpus.from_frame(frame)
    tokens = fr.tokenize(corpus)
    assert tokens.char_end[-1] == len(text.rstrip())
    terms = fr.loaded_terms(tokens)
    assert terms.sums["denominator"].iloc[-1] == tokens.articles["n_words"].iloc[-1]
    assert len(fr.find_duplicates(corpus)) == 0


# --- what must not matter ------------------------------------------------------------------------


def test_neither_order_nor_further_columns_change_a_chart(tmp_path: Path) -> None:
    frame = fr.example().articles.reset_index()
    # Several articles of a day on one event, with different headlines, none of them first.
    frame["event"] = "event-" + frame["event"].str.len().astype(str)
    frame["date"] = frame["date"].dt.to_period("M").dt.to_timestamp()
    plain = study_of(frame.assign(date=frame["date"].astype(str)), tmp_path / "plain")
    more = frame.sample(frac=1, random_state=1).assign(
        date=lambda f: f["date"].astype(str), n_words=5, category="q", value=1, voice="own", rank=3
    )
    other = study_of(more, tmp_path / "other")
    left_out = []
    for name in RECIPES:
        try:
            chart = fr.chart(name, plain)
        except LeftOut:
            left_out.append(name)
            continue
        pd.testing.assert_frame_equal(chart.data, fr.chart(name, other).data, rtol=1e-12)
    # What the study would have to name first.
    assert set(left_out) <= NAMED_FIRST


def test_headlines_of_events_are_as_they_were_written(tmp_path: Path) -> None:
    frame = articles(n_events=2).assign(
        title="Far-right march", event=["event-1"] * 3 + ["a-b"] * 3
    )
    table = fr.chart("events", study_of(frame, tmp_path)).data
    labels = table.drop_duplicates("event").set_index("event")["label"]
    assert labels.to_dict() == {"event-1": "Far-right march", "a-b": "a b"}


# --- from a number back to sentences -------------------------------------------------------------


@pytest.mark.parametrize("reference", [None, "A"])
def test_profiles_lead_back_to_sentences(tmp_path: Path, reference: str | None) -> None:
    frame = articles(n_events=8)
    frame = frame.drop(index=[0, 1, 5, 9, 10])  # an event of one outlet, and some of two
    path = study_of(frame, tmp_path).folder / "articles.jsonl"
    study = fr.load_study(path, resamples=20, outlets={"reference": reference})
    chart = fr.chart("profiles", study)
    assert len(chart.data) >= 3
    for row in chart.data.to_dict("records"):
        where = {key: row[key] for key in ("outlet", "measure", "category")}
        assert chart.evidence(**where)["value"].sum() == pytest.approx(row["numerator"])
    assert set(chart.evidence(category="compound")["measure"]) == {"lexical sentiment"}
    with pytest.raises(fr.FramingError, match="category='joy' is not known"):
        chart.evidence(category="joy")


def test_no_evidence_has_the_columns_of_evidence() -> None:
    corpus = fr.Corpus.from_frame(articles())
    for measure in (fr.sentiment(corpus), fr.loaded_terms(corpus), fr.topics(corpus, 2).measure):
        some, none = measure.evidence, measure.evidence_of([])
        assert len(some) > 0
        pd.testing.assert_series_equal(some.dtypes, none.dtypes)
        assert none["article_id"].dtype == "str"


# --- measures made elsewhere ---------------------------------------------------------------------

SUMS = pd.DataFrame(
    {"article_id": [1, 2, 3], "category": "frame", "numerator": [1, 0, 2], "denominator": [4, 3, 5]}
)
ABOUT = pd.DataFrame({"article_id": [1, 2, 3, 4], "outlet": list("XYXY"), "event": list("aabb")})


@pytest.mark.parametrize(
    ("sums", "about"),
    [
        (SUMS, ABOUT),
        (SUMS.set_index("article_id"), ABOUT),
        (SUMS, ABOUT.set_index("article_id")),
        (SUMS.astype({"article_id": float}), ABOUT.astype({"article_id": str})),
        (SUMS.astype({"category": "category"}), ABOUT.astype({"outlet": "category"})),
        (SUMS.astype({"numerator": str}), ABOUT),
    ],
    ids=["columns", "sums by index", "articles by index", "ids of floats", "categories", "digits"],
)
def test_sums_from_elsewhere_come_in_one_form(sums: pd.DataFrame, about: pd.DataFrame) -> None:
    measure = fr.Measure.from_sums(sums, about, name="codes", unit="coded per sentence")
    assert measure.sums["article_id"].tolist() == ["1", "2", "3"]
    assert measure.sums["part"].tolist() == ["body"] * 3
    assert measure.sums["numerator"].tolist() == [1, 0, 2]
    assert measure.articles.index.tolist() == ["1", "2", "3", "4"]
    assert measure.articles["outlet"].dtype == "str"
    levels = fr.compare(measure).query("kind == 'level'")
    assert levels["estimate"].tolist() == pytest.approx([3 / 9, 0])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"article_id": [1, 2, 9]}, "sums has article_id='9', which articles lacks"),
        ({"numerator": [1, np.nan, 2]}, "missing, infinite or no number"),
        ({"numerator": ["1", "two", "3"]}, "missing, infinite or no number"),
        ({"category": ["frame", None, "frame"]}, "sums has a row without 'category'"),
        ({"part": ["body", None, "body"]}, "sums has a row without 'part'"),
        ({"denominator": [4, -3, 5]}, "denominators must not be negative"),
    ],
)
def test_sums_that_cannot_be_used_are_named(changed: dict[str, list[object]], told: str) -> None:
    with pytest.raises(fr.FramingError, match=told):
        fr.Measure.from_sums(SUMS.assign(**changed), ABOUT, name="codes", unit="codes")


def test_groups_that_are_no_strings_are_drawn() -> None:
    about = pd.DataFrame({"article_id": range(8), "outlet": [1, 2] * 4, "flag": [True, False] * 4})
    sums = pd.DataFrame({"article_id": range(8), "category": "x", "numerator": 1, "denominator": 2})
    measure = fr.Measure.from_sums(sums, about, name="codes", unit="codes")
    for by in ("outlet", "flag"):
        levels = fr.compare(measure, by=by, within=None).query("kind == 'level'")
        panel = plot_levels(levels, ax=Figure().add_subplot(), by=by).child_axes[0]
        assert sum(line.get_marker() == "o" for line in panel.lines) == 2


def test_what_is_no_corpus_is_named() -> None:
    for wrong in (articles(), "articles.csv", None):
        with pytest.raises(fr.FramingError, match="give a Corpus"):
            fr.sentiment(wrong)  # type: ignore[arg-type]
    with pytest.raises(fr.FramingError, match="k='many' does not fit"):
        fr.topics(fr.Corpus.from_frame(articles()), k="many")  # type: ignore[arg-type]
