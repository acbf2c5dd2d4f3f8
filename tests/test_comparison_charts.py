"""Charts of comparisons: what is sure of a difference, two outlets, all against one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from test_charts import MANY, drawn_dots, not_drawn, texts

import framing as fr
from framing.charts.chart import Chart
from framing.charts.differences import plot_differences, why_undefined
from framing.charts.dumbbells import dumbbells_height, plot_dumbbells
from framing.charts.heatmap import (
    HALF,
    LESS,
    MORE,
    _ink,
    _reach,
    heatmap_height,
    plot_heatmap,
    shade,
    short_number,
    sure,
)
from framing.charts.levels import levels_height
from framing.comparison.profiles import profiles
from framing.measures.measure import Measure
from framing.recipes.differences import most_connected
from framing.recipes.dumbbells import cells_by_event, pair_sharing_most, side_by_side
from framing.style import COLOURS, INK, PALE, colours, styled

FEW = ["The Herald", "Öst Times", "Ñ"]
CATEGORIES = [f"category_{number}" for number in range(18)] + ["an_unreasonably_long_category"]
COMPARED = ("heatmap", "dumbbells", "differences")


def contrasts(outlets: list[str], categories: list[str], scale: str = "difference") -> pd.DataFrame:
    """Contrasts of all kinds: sure ones, unsure ones, some without an interval or an estimate."""
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        [(outlet, category) for category in categories for outlet in outlets],
        columns=["outlet", "category"],
    )
    middle, reach = rng.normal(0, 0.6, len(table)), rng.uniform(0.1, 0.9, len(table))
    table["estimate"], table["conf_low"], table["conf_high"] = (
        middle,
        middle - reach,
        middle + reach,
    )
    if scale == "ratio":
        ends = ["estimate", "conf_low", "conf_high"]
        table[ends] = np.exp(table[ends])
    table["measure"] = np.where(
        table["category"] == "compound", "lexical sentiment", "loaded terms"
    )
    table["part"], table["scale"], table["reference"] = "body", scale, "rest"
    table["interval_method"], table["note"], table["difference"] = "jackknife", "", np.nan
    table["p_value"] = rng.uniform(0, 0.1, len(table))
    table["q_value"] = rng.uniform(0, 0.1, len(table))
    table["n_articles"], table["n_events"], table["numerator"] = 1234, 567, 3.0
    return table


def pair(n_events: int, outlet: str = "A", reference: str = "B") -> pd.DataFrame:
    values = np.sin(np.arange(n_events))
    table = pd.DataFrame(
        {
            "kind": "event",
            "event": [f"e{number}" for number in range(n_events)],
            "label": "an event with a long name that says at length what happened and where",
            "date": pd.Timestamp("2025-03-01"),
            "value": values,
            "value_reference": values - 0.3,
            "estimate": 0.3,
            "interval_method": "none",
            "n_events": 1,
        }
    )
    last = {
        "kind": "pooled", "estimate": 0.3, "conf_low": 0.1, "conf_high": 0.5,
        "interval_method": "jackknife", "n_events": n_events,
    }  # fmt: skip
    table = pd.concat([table, pd.DataFrame([last])], ignore_index=True)
    return table.assign(outlet=outlet, reference=reference)


BUILD: dict[str, Callable[[list[str]], tuple]] = {
    "heatmap": lambda o: (
        plot_heatmap,
        contrasts(o, ["compound", *CATEGORIES]),
        heatmap_height(contrasts(o, ["compound", *CATEGORIES])),
        {"order": o},
    ),
    "dumbbells": lambda o: (plot_dumbbells, pair(12, o[0], o[-1]), dumbbells_height(12), {}),
    "differences": lambda o: (
        plot_differences,
        contrasts(o, CATEGORIES[:6], "ratio"),
        levels_height(len(o), CATEGORIES[:6]),
        {"order": o},
    ),
}


def build(kind: str, outlets: list[str]) -> Figure:
    plot, table, height, options = BUILD[kind](outlets)
    return Chart(
        name=kind,
        title="A title that names the measure and the comparison, outlet by outlet",
        subtitle="the unit",
        caption="Lines: 95% intervals (jackknife over events). " * 5,
        alt="",
        data=table,
        plot=plot,
        options=options,
        height_mm=height,
    ).figure()


@pytest.mark.parametrize("kind", BUILD)
@pytest.mark.parametrize("outlets", [FEW[:1], FEW, MANY], ids=["one", "three", "twelve"])
def test_no_words_are_clipped_and_labels_do_not_overlap(kind: str, outlets: list[str]) -> None:
    figure = build(kind, outlets)
    with styled():
        figure.canvas.draw()
        edge = figure.bbox.padded(1.5)
        shown = set(texts(figure)) - not_drawn(figure)
        boxes = {text: text.get_window_extent() for text in shown}
    for text, box in boxes.items():
        assert edge.x0 <= box.x0, text
        assert box.x1 <= edge.x1, text
        assert edge.y0 <= box.y0, text
        assert box.y1 <= edge.y1, text
    labels = [text for text in shown if isinstance(text, Annotation) or not text.get_rotation()]
    for number, first in enumerate(labels):
        for second in labels[number + 1 :]:
            one, other = boxes[first], boxes[second]
            wide = min(one.x1, other.x1) - max(one.x0, other.x0)
            high = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert wide <= 1 or high <= 1, (first, second)


# --- the heatmap ---------------------------------------------------------------------------------


def drawn_heatmap(table: pd.DataFrame) -> Axes:
    outlets = list(dict.fromkeys(table["outlet"]))
    ax = plot_heatmap(table, ax=Figure().add_subplot(), order=outlets)
    return ax.child_axes[0]


def cell(panel: Axes, column: int, row: int) -> tuple[str, str, float, str]:
    """Face, edge, line width and words of a cell."""
    (found,) = [
        (to_hex(one.get_facecolor()[number % len(one.get_facecolor())]), one)
        for one in panel.collections
        if isinstance(one, PatchCollection)
        for number, path in enumerate(one.get_paths())
        if path.contains_point((column, row))
    ]
    (words,) = [
        text
        for text in panel.texts
        if text.get_position()[0] == column and abs(text.get_position()[1] - row) < 0.4
    ]
    edge = to_hex(found[1].get_edgecolor()[0])
    return found[0], edge, found[1].get_linewidth()[0], words.get_text()


def test_a_cell_shows_its_number_and_what_is_sure_of_it() -> None:
    table = contrasts(FEW, CATEGORIES[:4])
    panel = drawn_heatmap(table)
    least = sure(*(table[name].to_numpy() for name in ("conf_low", "conf_high", "p_value")))
    assert (least != 0).any()
    assert (least == 0).any()
    for number, row in table.iterrows():
        column, line = divmod(int(number), len(FEW))
        face, edge, width, words = cell(panel, column, line)
        assert words == short_number(row["estimate"])
        assert face == to_hex(shade(least[number]))
        framed = row["q_value"] < 0.05
        assert (edge, width > 1) == (to_hex(INK if framed else PALE), framed)


def test_lines_in_cells_are_the_intervals() -> None:
    table = contrasts(FEW, CATEGORIES[:4])
    table.loc[3, ["conf_low", "conf_high"]] = np.nan
    panel, reach = drawn_heatmap(table), _reach(table)
    drawn = sorted(
        (round(one[0][1]), round(one.mean(axis=0)[0]), one[0][0], one[1][0])
        for lines in panel.collections
        if isinstance(lines, LineCollection)
        for one in lines.get_segments()
        if one[0][1] == one[1][1]
    )
    expected = []
    for number, row in enumerate(table.itertuples()):
        column, line = divmod(number, len(FEW))
        ends = HALF * np.clip(np.array([row.conf_low, row.conf_high]) / reach, -1, 1)
        if np.isfinite(row.conf_low):
            expected.append((line, column, *(column + ends)))
    expected.sort()
    np.testing.assert_allclose(drawn, expected)
    assert len(drawn) == len(table) - 1


def test_what_is_not_known_is_not_drawn() -> None:
    table = contrasts(FEW, CATEGORIES[:2])
    table.loc[0, ["estimate", "conf_low", "conf_high", "p_value", "q_value"]] = np.nan
    table.loc[1, ["conf_low", "conf_high"]] = np.nan
    panel = drawn_heatmap(table.drop(index=5))
    assert cell(panel, 0, 0)[::3] == ("#ffffff", "–")
    assert cell(panel, 0, 1)[::3] == ("#ffffff", short_number(table.at[1, "estimate"]))
    assert cell(panel, 1, 2)[::3] == ("#ffffff", "–")


def test_one_article_an_outlet_is_dashed_and_white() -> None:
    table = contrasts(FEW, CATEGORIES[:1]).assign(
        interval_method="sentence blocks",
        conf_low=0.3,
        conf_high=0.8,
        p_value=np.nan,
        q_value=np.nan,
    )
    panel = drawn_heatmap(table)
    assert {cell(panel, 0, row)[0] for row in range(3)} == {"#ffffff"}
    dashes = [
        lines.get_linestyles()[0][1]
        for lines in panel.collections
        if isinstance(lines, LineCollection) and lines.get_segments()[0][0][1] % 1 == 0.25
        and lines.get_segments()[0][0][1] == lines.get_segments()[0][1][1]
    ]  # fmt: skip
    assert len(dashes) == 1
    assert dashes[0]


def test_many_columns_go_on_below() -> None:
    table = contrasts(FEW, [f"c{number}" for number in range(50)])
    ax = plot_heatmap(table, ax=Figure().add_subplot(), order=FEW, columns=20)
    assert len(ax.child_axes) == 3 + 1
    assert [len(panel.get_xticks()) for panel in ax.child_axes[:3]] == [20, 20, 10]
    once = heatmap_height(table.iloc[:3])
    assert heatmap_height(table, columns=20) > 2 * once


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_colours_can_be_read_in_black_and_white() -> None:
    for colour in ("white", *LESS, *MORE):
        one, other = sorted([luminance(colour), luminance(_ink(colour))])
        assert (other + 0.05) / (one + 0.05) >= 4.5, colour
    for less, more in zip(LESS, MORE, strict=True):
        assert abs(luminance(less) - luminance(more)) < 0.1
    assert (np.diff([luminance(one) for one in LESS]) < -0.1).all()
    assert (np.diff([luminance(one) for one in MORE]) < -0.1).all()
    assert not {*LESS, *MORE} & set(COLOURS)


def test_an_outlet_without_a_hit_is_not_called_sure() -> None:
    """Its interval, in which nothing varies but the others, may leave 0 out by far."""
    rng = np.random.default_rng(1)
    events, outlets = [f"e{i}" for i in range(6)], list("ABCDEFGH")
    rows = [(f"{o}{e}", o, e) for e in events for o in outlets]
    articles = pd.DataFrame(rows, columns=["article_id", "outlet", "event"])
    ids = articles["article_id"]
    sums = pd.concat(
        pd.DataFrame(
            {"article_id": ids, "category": f"c{i}", "numerator": hits, "denominator": 300}
        )
        for i, hits in enumerate(rng.poisson(0.15, (20, len(ids))))
    )
    measure = Measure.from_sums(sums, articles, name="terms", unit="hits per word")
    table = profiles([measure], lambda one, **more: fr.compare(one, resamples=400, **more))
    known = table.dropna(subset=["conf_low"])
    least = sure(*(known[name].to_numpy() for name in ("conf_low", "conf_high", "p_value")))
    assert len(known) > 60
    assert (least != 0).mean() < 0.07


# --- dumbbells -----------------------------------------------------------------------------------


def test_two_outlets_are_drawn_as_the_table_says() -> None:
    table = pair(4)
    ax = plot_dumbbells(table, ax=Figure().add_subplot(), palette=colours(["A", "B"]))
    upper, lower = ax.child_axes
    marks = {line.get_marker(): line for line in upper.lines if len(line.get_xdata()) == 4}
    rows = table[table["kind"] == "event"]
    np.testing.assert_allclose(marks["o"].get_xdata(), rows["value"].astype(float))
    np.testing.assert_allclose(marks["D"].get_xdata(), rows["value_reference"].astype(float))
    assert marks["D"].get_markerfacecolor() == "white"
    (square,) = [line for line in lower.lines if line.get_marker() == "s"]
    assert list(square.get_xdata()) == [0.3]
    (interval,) = lower.collections[0].get_segments()
    np.testing.assert_allclose(interval[:, 0], [0.1, 0.5])
    assert np.ptp(upper.get_xlim()) == pytest.approx(np.ptp(lower.get_xlim()))
    told = [text.get_text() for text in lower.texts]
    assert told == ["all 4 events together: +0.300 [0.100, 0.500]"]


def test_two_outlets_without_an_interval() -> None:
    table = pair(1)
    table[["conf_low", "conf_high"]] = np.nan
    ax = plot_dumbbells(table, ax=Figure().add_subplot())
    assert not ax.child_axes[1].collections
    assert ax.child_axes[1].texts[0].get_text() == "this event: +0.300, no interval"


def counted(rows: list[tuple[str, str, float, float]]) -> Measure:
    frame = pd.DataFrame(rows, columns=["outlet", "event", "numerator", "denominator"])
    frame["article_id"] = [f"a{number}" for number in range(len(frame))]
    sums = frame[["article_id", "numerator", "denominator"]].assign(category="compound")
    articles = frame[["article_id", "outlet", "event"]]
    return Measure.from_sums(sums, articles, name="sentiment", unit="points", kind="score")


SIDES = [
    ("A", "flood", 2.0, 10.0), ("A", "flood", 1.0, 20.0), ("B", "flood", 4.0, 10.0),
    ("A", "vote", 1.0, 4.0), ("B", "vote", 1.0, 12.0), ("C", "vote", 9.0, 9.0),
    ("B", "strike", 3.0, 3.0), ("C", "strike", 1.0, 1.0), ("B", "storm", 0.0, 0.0),
    ("C", "storm", 1.0, 1.0),
]  # fmt: skip


def test_side_by_side_counted_by_hand() -> None:
    table = side_by_side(cells_by_event(counted(SIDES), "event"), "A", "B")
    assert list(table.index) == ["flood", "vote"]
    np.testing.assert_allclose(table["value"], [3 / 30, 1 / 4])
    np.testing.assert_allclose(table["value_reference"], [4 / 10, 1 / 12])
    np.testing.assert_allclose(table["weight"], [30 * 10 / 40, 4 * 12 / 16])
    assert list(table["n_articles"]) == [2, 1]
    pooled = np.average(table["estimate"], weights=table["weight"])
    compared = fr.compare(counted(SIDES), reference="B").query("kind == 'contrast'")
    assert compared.set_index("outlet")["estimate"]["A"] == pytest.approx(pooled)


def test_the_pair_that_shares_most_events() -> None:
    cells = cells_by_event(counted(SIDES), "event")
    assert pair_sharing_most(cells, ["A", "B", "C"], None) == ("A", "B")  # two each; the first
    assert pair_sharing_most(cells, ["C", "B", "A"], None) == ("C", "B")
    assert pair_sharing_most(cells, ["A", "B", "C"], "C") == ("B", "C")
    assert pair_sharing_most(cells, ["A"], None) is None
    assert pair_sharing_most(cells_by_event(counted(SIDES[:3]), "event"), ["A", "C"], None) is None
    assert most_connected(counted(SIDES), "event", ["A", "B", "C"]) == "B"
    assert most_connected(counted(SIDES[:5]), None, ["B", "A"]) == "A"


# --- differences ---------------------------------------------------------------------------------


def test_ratios_are_drawn_on_one_scale_and_notes_where_there_is_none() -> None:
    table = contrasts(FEW, CATEGORIES[:2], "ratio")
    undefined = "a numerator is 0: the ratio is undefined, the difference follows"
    table.loc[1, ["estimate", "conf_low", "conf_high"]] = np.nan
    table.loc[1, ["note", "numerator", "difference"]] = [undefined, 0.0, -0.2]
    table.loc[1, "q_value"] = 0.01
    ax = plot_differences(table, ax=Figure().add_subplot(), order=FEW, palette=colours(FEW))
    for number, panel in enumerate(ax.child_axes):
        rows = table.iloc[3 * number : 3 * number + 3]
        known = rows["estimate"].notna().to_numpy()
        dots = drawn_dots(panel)
        np.testing.assert_allclose(dots["value"], rows["estimate"][known])
        assert list(dots["filled"]) == list(rows["q_value"][known] < 0.05)
        assert panel.get_xscale() == "log"
        low, high = panel.get_xlim()
        assert low * high == pytest.approx(1)
        assert low < rows["estimate"].min()
        assert rows["estimate"].max() < high
        (one,) = [line for line in panel.lines if list(line.get_xdata()) == [1.0, 1.0]]
        assert one.get_marker() in ("", "None")
    assert len({panel.get_xlim() for panel in ax.child_axes}) == 1
    told = [text for text in ax.child_axes[0].texts if text.get_fontsize() == 6]
    assert [text.get_text() for text in told] == ["not here, q < .05"]


@pytest.mark.parametrize(
    ("note", "numerator", "difference", "told"),
    [
        ("a numerator is 0: …", 0.0, -0.1, "not here"),
        ("a numerator is 0: …; smallest attainable p 0.2", 0.0, 0.0, "neither"),
        ("a numerator is 0: …", 3.0, 0.1, "only here"),
        ("no event that both cover", 0.0, np.nan, "no event"),
        ("", 0.0, np.nan, "not compared"),
    ],
)
def test_why_there_is_no_ratio(note: str, numerator: float, difference: float, told: str) -> None:
    row = pd.Series({"note": note, "numerator": numerator, "difference": difference})
    assert why_undefined(row) == told


def test_differences_have_a_scale_a_panel() -> None:
    table = contrasts(FEW, CATEGORIES[:2])
    ax = plot_differences(table, ax=Figure().add_subplot(), order=FEW, unit="hits per word")
    for number, panel in enumerate(ax.child_axes):
        values = table["estimate"].iloc[3 * number : 3 * number + 3] * 1000
        np.testing.assert_allclose(drawn_dots(panel)["value"], values)
        assert panel.get_xlim()[1] == pytest.approx(1.25 * values.abs().max())


# --- recipes -------------------------------------------------------------------------------------


def test_recipes_on_the_example_lead_back_to_sentences(study: fr.Study) -> None:
    for name in COMPARED:
        chart = fr.chart(name, study)
        assert len(chart.alt) > 40
        assert "  " not in chart.title
        row = chart.data.nlargest(1, "numerator").iloc[0]
        where = {"outlet": row["outlet"]}
        if name != "dumbbells":
            where["category"] = row["category"]
        elif row["kind"] == "event":
            where["event"] = row["event"]
        found = chart.evidence(**where)["value"].sum()
        assert found == pytest.approx(row["numerator"])


def test_the_heatmap_finds_what_was_planted(study: fr.Study) -> None:
    table = fr.chart("heatmap", study).data
    least = sure(*(table[name].to_numpy() for name in ("conf_low", "conf_high", "p_value")))
    planted = {"sensational": "Daily Clarion", "doubt": "The Common Voice"}
    planted |= {"labels": "National Standard", "acclaim": "Meridian Business"}
    for category, outlet in planted.items():
        rows = table.assign(least=least)[table["category"] == category].set_index("outlet")
        assert rows["least"].idxmax() == outlet
        assert rows["q_value"].idxmin() == outlet


def test_the_square_is_the_mean_of_the_rows(study: fr.Study) -> None:
    table = fr.chart("dumbbells", study).data
    rows, pooled = table[table["kind"] == "event"], table.iloc[-1]
    x, x_other = rows["denominator"], rows["denominator_reference"]
    mean = np.average(rows["estimate"], weights=x * x_other / (x + x_other))
    assert mean == pytest.approx(pooled["estimate"])
    assert pooled["value"] - pooled["value_reference"] == pytest.approx(pooled["estimate"])
    assert rows["estimate"].is_monotonic_decreasing
    assert pooled["n_events"] == len(rows)


def test_the_reference_is_the_studys(study: fr.Study) -> None:
    chosen = study.outlets[2]
    named = fr.load_study(study, outlets={"reference": chosen}, resamples=50)
    differences = fr.chart("differences", named)
    assert set(differences.data["reference"]) == {chosen}
    assert chosen not in set(differences.data["outlet"])
    assert "set `reference`" not in differences.caption
    assert fr.chart("dumbbells", named).data["reference"].unique().tolist() == [chosen]
    assert chosen not in set(fr.chart("heatmap", named).data["outlet"])


TEXTS = [
    "The council claimed a great victory. Furious residents warned of a crisis. Nobody was hurt.",
    "A landmark repair is planned. The so-called experts found cracks in it. It may take a year.",
    "The bridge is to be shut. Shops fear for their trade. The regime denied it. Boats must wait.",
]
ODD: dict[str, list[tuple[str, str | None]]] = {
    "one outlet": [("A", "e1"), ("A", "e2")],
    "one article": [("A", "e1")],
    "no shared event": [("A", "e1"), ("B", "e2"), ("A", "e3"), ("B", "e4")],
    "one article an outlet": [("A", "e1"), ("B", "e1"), ("C", "e1")],
    "one shared event": [("A", "e1"), ("B", "e1"), ("A", "e2"), ("B", "e3"), ("C", "e4")],
}


@pytest.mark.parametrize(
    ("kind", "within"),
    [*((kind, "event") for kind in ODD), ("no shared event", None), ("one shared event", "week")],
)
def test_recipes_on_odd_corpora(kind: str, within: str | None, tmp_path: Path) -> None:
    rows = [
        {
            "outlet": outlet,
            "event": event,
            "date": f"2025-03-{number + 1:02d}",
            "text": f"{TEXTS[number % 3]} Number {number} of {outlet}{number} wrote word{number}.",
        }
        for number, (outlet, event) in enumerate(ODD[kind])
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "news.csv", index=False)
    settings = {"within": within, "resamples": 20}
    study = fr.load_study(tmp_path / "news.csv", compare=settings)
    for name in COMPARED:
        chart = fr.chart(name, study)
        figure = chart.figure()
        assert len(chart.alt) > 20
        if chart.data.empty:
            assert chart.nothing in [text.get_text() for text in texts(figure)]
    if kind == "one article an outlet" and within == "event":
        table = fr.chart("dumbbells", study).data
        assert len(table) == 2
        assert table["p_value"].isna().all()
