"""Charts draw what their tables say, and nothing is clipped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from framing.charts.chart import Chart
from framing.charts.coverage import plot_coverage
from framing.charts.events import events_height, plot_event_values, plot_events
from framing.charts.levels import levels_height, plot_levels, plot_voices
from framing.charts.marks import SIGNIFICANT, present, shorten
from framing.charts.profiles import plot_profiles, profiles_height
from framing.charts.terms import plot_terms, terms_height
from framing.style import COLOURS, GREY, colours, shown_unit, styled

FEW = ["The Herald", "Öst Times", "Ñ"]
MANY = [
    f"{place} {kind} of the Greater Northern Provinces"
    for place in ("Philadelphia", "Wolverhampton", "São Paulo", "Kraków")
    for kind in ("Inquirer", "Allgemeine", "& Mail")
]


def levels(outlets: list[str], categories: list[str]) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        [(outlet, category) for category in categories for outlet in outlets],
        columns=["outlet", "category"],
    )
    table["measure"], table["part"], table["kind"] = "loaded terms", "body", "level"
    table["estimate"] = rng.uniform(0.001, 0.004, len(table))
    table["conf_low"] = table["estimate"] * 0.8
    table["conf_high"] = table["estimate"] * 1.3
    table["interval_method"] = "jackknife over events"
    table["n_articles"], table["n_events"] = 1234, 11
    table["numerator"], table["denominator"] = table["estimate"] * 5000, 5000.0
    table["q_value"] = rng.uniform(0, 0.1, len(table))
    return table


def events(outlets: list[str]) -> pd.DataFrame:
    rows = [
        (
            f"e{number}",
            "an event with a long name that says at length what happened where and to whom",
            pd.Timestamp("2025-03-01") + pd.Timedelta(days=number),
            outlet,
            1 + (number + place) % 4,
        )
        for number in range(12)
        for place, outlet in enumerate(outlets)
        if (number + place) % 3
    ]
    table = pd.DataFrame(rows, columns=["event", "label", "date", "outlet", "n_articles"])
    return table.assign(estimate=np.sin(np.arange(len(table))))


def terms(outlets: list[str]) -> pd.DataFrame:
    rows = [
        (outlet, "incomprehensibilities"[: 5 + number], 4.0 - number / 3, 0.01 * number, 1000)
        for outlet in outlets
        for number in range(10)
    ]
    return pd.DataFrame(rows, columns=["outlet", "term", "log_odds", "q_value", "count"])


def coverage(outlets: list[str]) -> pd.DataFrame:
    days = pd.date_range("2025-03-01", periods=40)
    rows = [(outlet, day, 1 + day.day % 5) for outlet in outlets for day in days]
    return pd.DataFrame(rows, columns=["outlet", "start", "n_articles"])


CATEGORIES = ["alarm", "violent_actors", "an unreasonably long category of loaded terms"]
BUILD: dict[str, Callable[[list[str]], tuple]] = {
    "levels": lambda o: (
        plot_levels,
        levels(o, CATEGORIES),
        levels_height(len(o), CATEGORIES),
        {"unit": "hits per word"},
    ),
    "voices": lambda o: (
        plot_voices,
        pd.concat([levels(o, ["compound"]).assign(voice=voice) for voice in ("own", "quoted")]),
        len(o) * 7 + 14,
        {"unit": "mean compound score per sentence"},
    ),
    "coverage": lambda o: (plot_coverage, coverage(o), len(o) * 9 + 6, {}),
    "events": lambda o: (plot_events, events(o), events_height(12) + 12, {}),
    "event values": lambda o: (plot_event_values, events(o), events_height(12) + 16, {}),
    "terms": lambda o: (plot_terms, terms(o), terms_height(10, o), {}),
    "profiles": lambda o: (
        plot_profiles,
        levels(o, CATEGORIES),
        profiles_height(3, len(o)),
        {},
    ),
}


def build(kind: str, outlets: list[str]) -> Chart:
    plot, table, height, options = BUILD[kind](outlets)
    return Chart(
        name=kind.replace(" ", "-"),
        title="A title that names the measure and the comparison, outlet by outlet",
        subtitle="the unit",
        caption="Lines: 95% intervals (jackknife over events). " * 5,
        alt="a chart of <nothing> & all",
        data=table,
        plot=plot,
        options={"order": outlets, "palette": colours(outlets), **options},
        height_mm=height,
    )


def texts(figure: Figure) -> list[matplotlib.text.Text]:
    found = figure.findobj(matplotlib.text.Text)
    return [text for text in found if text.get_text().strip() and text.get_visible()]


@pytest.mark.parametrize("kind", BUILD)
@pytest.mark.parametrize("outlets", [FEW[:1], FEW, MANY], ids=["one", "three", "twelve"])
def test_no_words_are_clipped(kind: str, outlets: list[str]) -> None:
    figure = build(kind, outlets).figure()
    with styled():
        figure.canvas.draw()
        edge = figure.bbox.padded(1.5)
        for text in set(texts(figure)) - not_drawn(figure):
            box = text.get_window_extent()
            assert edge.x0 <= box.x0, text
            assert box.x1 <= edge.x1, text
            assert edge.y0 <= box.y0, text
            assert box.y1 <= edge.y1, text


def not_drawn(figure: Figure) -> set[matplotlib.text.Text]:
    """Labels of ticks beyond the limits of their axis."""
    found = set()
    for ax in figure.findobj(matplotlib.axes.Axes):
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not low <= tick.get_loc() <= high:
                    found |= {tick.label1, tick.label2}
    return found


@pytest.mark.parametrize("kind", BUILD)
def test_row_labels_do_not_overlap(kind: str) -> None:
    figure = build(kind, MANY).figure()
    with styled():
        figure.canvas.draw()
        boxes = [
            (text.get_text(), text.get_window_extent())
            for text in texts(figure)
            if isinstance(text, matplotlib.text.Annotation)
        ]
    for number, (first, box) in enumerate(boxes):
        for second, other in boxes[number + 1 :]:
            wide = min(box.x1, other.x1) - max(box.x0, other.x0)
            high = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert wide <= 1 or high <= 1, (first, second)


def drawn_dots(panel: Axes) -> pd.DataFrame:
    """Where dots stand, by row, and whether they are filled."""
    found = [
        (row, value, dot.get_markerfacecolor() != "white")
        for dot in panel.lines
        if dot.get_marker() == "o"
        for value, row in zip(dot.get_xdata(), dot.get_ydata(), strict=True)
    ]
    return pd.DataFrame(found, columns=["row", "value", "filled"]).sort_values("row")


def drawn_intervals(panel: Axes) -> list[tuple[float, float]]:
    """From where to where intervals run, by row."""
    found = [
        (segment[0][1], segment[0][0], segment[1][0])
        for lines in panel.collections
        for segment in lines.get_segments()
    ]
    return [(low, high) for _, low, high in sorted(found)]


def test_levels_are_drawn_as_the_table_says() -> None:
    table = levels(FEW, ["alarm"])
    ax = plot_levels(table, ax=Figure().add_subplot(), unit="hits per word", order=FEW)
    panel = ax.child_axes[0]
    dots = drawn_dots(panel)
    np.testing.assert_allclose(dots["value"], table["estimate"] * 1000)
    assert list(dots["filled"]) == list(table["q_value"] < SIGNIFICANT)
    np.testing.assert_allclose(
        drawn_intervals(panel), table[["conf_low", "conf_high"]].to_numpy() * 1000
    )


def test_no_interval_is_drawn_where_there_is_none() -> None:
    table = levels(FEW, ["alarm"]).assign(conf_low=np.nan, conf_high=np.nan, q_value=np.nan)
    table.loc[1, "estimate"] = np.nan
    ax = plot_levels(table, ax=Figure().add_subplot(), order=FEW)
    assert drawn_intervals(ax.child_axes[0]) == []
    dots = drawn_dots(ax.child_axes[0])
    assert list(dots["row"]) == [0, 2]
    assert not dots["filled"].any()


def test_intervals_from_sentences_are_dashed() -> None:
    table = levels(FEW, ["alarm"]).assign(interval_method="sentence blocks")
    ax = plot_levels(table, ax=Figure().add_subplot(), order=FEW)
    panel = ax.child_axes[0]
    assert len(drawn_intervals(panel)) == 3
    assert all(lines.get_linestyles()[0][1] for lines in panel.collections)
    whole = plot_levels(levels(FEW, ["alarm"]), ax=Figure().add_subplot(), order=FEW)
    assert not any(lines.get_linestyles()[0][1] for lines in whole.child_axes[0].collections)


def test_terms_are_drawn_as_the_table_says() -> None:
    table = terms(FEW[:1])
    ax = plot_terms(table, ax=Figure().add_subplot(), order=FEW[:1])
    dots = drawn_dots(ax.child_axes[0])
    np.testing.assert_allclose(dots["value"], table["log_odds"])
    assert list(dots["filled"]) == list(table["q_value"] < SIGNIFICANT)


def test_voices_coverage_and_events_draw_every_row() -> None:
    voices = plot_voices(build("voices", FEW).data, ax=Figure().add_subplot(), order=FEW)
    marks = [line for line in voices.lines if line.get_marker() in ("o", "D")]
    assert sum(len(line.get_xdata()) for line in marks) == 6
    bars = plot_coverage(coverage(FEW), ax=Figure().add_subplot(), order=FEW)
    assert len(bars.patches) == len(coverage(FEW))
    table = events(FEW)
    dots = plot_events(table, ax=Figure().add_subplot(), order=FEW)
    assert len(dots.collections[0].get_offsets()) == len(table)
    written = [text.get_text() for text in dots.texts if text.get_text().isdigit()]
    assert sorted(written) == sorted(str(n) for n in table["n_articles"] if n > 1)


def test_saving_writes_four_files_the_same_twice(tmp_path: Path) -> None:
    chart = build("levels", FEW)
    first = {path.suffix: path.read_bytes() for path in chart.save(tmp_path / "a")}
    again = {path.suffix: path.read_bytes() for path in chart.save(tmp_path / "b")}
    assert list(first) == [".svg", ".png", ".csv", ".json"]
    assert first == again
    assert not list((tmp_path / "a").glob(".*"))
    table = pd.read_csv(tmp_path / "a" / "levels.csv")
    pd.testing.assert_frame_equal(table, chart.data, check_dtype=False)
    assert json.loads(first[".json"])["alt"] == chart.alt


def test_svg_keeps_its_words_and_says_what_it_shows(tmp_path: Path) -> None:
    svg = build("levels", FEW).save(tmp_path)[0]
    root = ElementTree.parse(svg).getroot()
    space = "{http://www.w3.org/2000/svg}"
    words = [text.text for text in root.iter(f"{space}text")]
    assert "Öst Times" in words
    assert "violent actors" in words
    assert root.find(f"{space}desc").text == "a chart of <nothing> & all"
    assert b"http://" not in svg.read_bytes().split(b"<style>", 1)[1].split(b"</style>")[0]


def test_notebooks_see_what_is_saved(tmp_path: Path) -> None:
    chart = build("terms", FEW)
    assert chart._repr_png_() == chart.save(tmp_path)[1].read_bytes()


def test_drawing_leaves_matplotlib_as_it_was() -> None:
    before = dict(matplotlib.rcParams)
    build("levels", FEW).figure()
    assert dict(matplotlib.rcParams) == before


def test_an_empty_table_says_so() -> None:
    chart = build("levels", FEW)
    empty = Chart(**{**vars(chart), "data": chart.data.iloc[:0]})
    figure = empty.figure()
    assert "nothing to draw" in [text.get_text() for text in texts(figure)]


def test_colours_units_and_labels() -> None:
    assert colours(FEW) == dict(zip(FEW, COLOURS, strict=False))
    assert set(colours(MANY).values()) == {COLOURS[0]}
    picked = colours(MANY, highlight=[MANY[3]])
    assert (picked[MANY[3]], picked[MANY[0]]) == (COLOURS[0], GREY)
    assert shown_unit("share of topic weight") == (100.0, "% of topic weight")
    assert shown_unit("points") == (1.0, "points")
    assert shorten("a  b\nc") == "a b c"
    assert shorten("one two three four", 11) == "one two…"
    assert present(["B", "A", "Z"], ["A", "C", "B"]) == ["B", "A", "Z", "C"]
