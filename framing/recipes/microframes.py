"""Microframes and clusters of coded elements."""

from __future__ import annotations

import pandas as pd

from framing.charts.axes import axes_height, plot_axes
from framing.charts.chart import Chart
from framing.charts.frame_clusters import frame_clusters_height, plot_frame_clusters
from framing.charts.levels import levels_height, plot_levels
from framing.comparison.microframes import PLACED, STABLE
from framing.evidence import sentences_behind
from framing.recipes.shared import BEYOND, filled, levels_with_q
from framing.study import Study
from framing.wording import (
    about_counted,
    about_filled,
    about_intervals,
    about_outlets,
    about_quotes,
    about_voice,
    against,
    number_of,
)

COLUMNS = 3


def microframes(study: Study) -> Chart:
    """Towards which pole of an axis do each outlet's words lie?"""
    check = study.axis_check()
    if not check["usable"].any():
        return _too_small(study, check)
    measure = study.microframes()
    table = levels_with_q(study.compare(measure))
    tested = bool(table["q_value"].notna().any())
    categories = list(dict.fromkeys(table["category"]))
    quotes = about_quotes(study) if measure.settings["voice"] != "all" else ""
    weak = check.loc[~check["usable"], "axis"].tolist()
    unfit = f"Not drawn, since this corpus cannot carry them: {', '.join(weak)}. " * bool(weak)
    rest = int(check["usable"].sum()) - len(categories)
    unfit += f"Of the others the {len(categories)} most stable are drawn. " * (rest > 0)
    return Chart(
        name="microframes",
        title="Between two poles" + f", against {against(study)}" * tested,
        subtitle=f"{measure.unit} with an axis from the first pole (left) to the second (right), "
        f"{about_voice(measure)}; {about_filled(study) * tested}dotted: all outlets; beside the "
        "name, articles",
        caption=f"{about_intervals(table)} {BEYOND} Word vectors were made from this corpus; names "
        "are not counted. Intervals take the vectors as given. Most of what lies between outlets "
        "here is what they cover: look at what is filled, which is within events, and at the words "
        f"behind it. The zero means nothing. {unfit}{quotes} {about_counted(study)} "
        f"{about_outlets(table)}",
        alt=f"{number_of(len(categories), 'panel')} of dots with intervals: "
        f"{', '.join(categories)}. Filled dots: {filled(table)}",
        data=table,
        plot=plot_levels,
        options={
            "order": study.outlets,
            "palette": study.palette,
            "unit": measure.unit,
            "columns": COLUMNS,
        },
        height_mm=levels_height(len(study.outlets), categories, COLUMNS),
        behind=sentences_behind({measure.settings["voice"]: measure}, study.counts),
        provenance={"measure": measure.settings},
        nothing="no axis has words in this corpus",
    )


def _too_small(study: Study, check: pd.DataFrame) -> Chart:
    n_words = int(study.counts.articles["n_words"].sum())
    return Chart(
        name="microframes",
        title="This corpus is too small for microframes",
        subtitle=f"none of {len(check)} axes passes the check: see the chart axis-check",
        caption=f"Word vectors made from {number_of(n_words, 'word')} do not say where words lie "
        "between the poles; by experience it takes half a million words and more.",
        alt=f"An empty chart: none of the axes ({', '.join(check['axis'])}) can be used.",
        data=pd.DataFrame({"outlet": [], "category": [], "estimate": []}),
        plot=plot_levels,
        height_mm=12,
        provenance={"axes": study.settings.microframes.model_dump()},
        nothing="no axis passes the check",
    )


def axis_check(study: Study) -> Chart:
    """Which axes between two poles can this corpus carry?"""
    table = study.axis_check()
    usable = table.loc[table["usable"], "axis"].tolist()
    n_words = int(study.counts.articles["n_words"].sum())
    return Chart(
        name="axis-check",
        title=f"{len(usable)} of {number_of(len(table), 'axis').replace('axiss', 'axes')} can be "
        "used in this corpus",
        subtitle="left: share of an axis' words that fall on their own side when left out of it; "
        "right: correlation of words' scores between halves of the corpus, stepped up to the "
        "whole; filled: usable; dotted: what it takes",
        caption=f"Word vectors were made from {number_of(n_words, 'word')}; by experience it takes "
        "half a million and more. Bounds: at least two words at each pole and six in all, "
        f"{PLACED:.0%} of them on their side, a correlation of {STABLE}. An axis that passes is "
        "stable; whether it means what its name says, the words near its poles tell.",
        alt=f"A row an axis, two dots each. Usable: {', '.join(usable) or 'none'}. "
        + " ".join(_told(row) for row in table.itertuples()),
        data=table,
        plot=plot_axes,
        options={"bounds": (PLACED, STABLE)},
        height_mm=axes_height(len(table)),
        provenance={"axes": study.settings.microframes.model_dump()},
        nothing="no axis was named",
    )


def _told(row: object) -> str:
    values = (getattr(row, "placed"), getattr(row, "stability"))  # noqa: B009
    shown = ["not known" if pd.isna(value) else f"{value:.2f}" for value in values]
    return f"{getattr(row, 'axis')}: {shown[0]} and {shown[1]}."  # noqa: B009


def frame_clusters(study: Study) -> Chart:
    """Which coded elements go together as frames?"""
    found = study.frame_clusters()
    table, quality = found.table, found.quality
    chosen = quality[quality["chosen"]]
    n_units = int(found.assignments.notna().sum())
    left_out = len(found.assignments) - n_units
    if chosen.empty:
        title, told = "The coded elements do not form frames", ""
    else:
        one = chosen.iloc[0]
        title = f"The coded elements form {number_of(found.k, 'frame')}"
        told = (
            f"Silhouette {one['silhouette']:.2f} (elements dealt out at random: "
            f"{one['null_silhouette']:.2f}, 95th percentile {one['null_high']:.2f}); found again "
            f"in resamples at a Jaccard likeness of {one['stability']:.2f}, the weakest at "
            f"{one['weakest']:.2f}. "
        )
    foremost = [
        f"{frame} ({', '.join(rows.nlargest(3, 'share')['element'])})"
        for frame, rows in table.groupby("frame", sort=False)
    ]
    none = f"{number_of(left_out, 'unit')} without any element left out. " * bool(left_out)
    return Chart(
        name="frame-clusters",
        title=title,
        subtitle="% of a frame's units with the element; bold: a quarter or more above the others",
        caption=f"Clusters of {number_of(n_units, 'unit')} (Ward, then k-means). {told}"
        f"Number of frames: {found.note}. {none}A frame is what was coded together; what to call "
        "it is for those who read the articles.",
        alt=f"A table of shares, a column a frame. {'; '.join(foremost)}.",
        data=table,
        plot=plot_frame_clusters,
        height_mm=frame_clusters_height(table),
        provenance={"frame_clusters": study.settings.frame_clusters.model_dump()},
    )
