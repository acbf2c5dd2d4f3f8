"""Frames: in what share of its sentences each outlet shows each."""

from __future__ import annotations

from framing.charts.chart import Chart
from framing.charts.levels import levels_height, plot_levels
from framing.evidence import sentences_behind
from framing.recipes.shared import BEYOND, about_audit, filled, levels_with_q
from framing.study import Study
from framing.style import shown_unit
from framing.wording import (
    about_counted,
    about_filled,
    about_intervals,
    about_outlets,
    about_quotes,
    about_voice,
    against,
)

COLUMNS = 3
OUR_OWN = ("generic-frames", "policy-frames", "moral-foundations")


def frames(study: Study) -> Chart:
    """In what share of its sentences does each outlet show each frame?"""
    measure = study.frames()
    table = levels_with_q(study.compare(measure))
    _, unit = shown_unit(measure.unit)
    tested = bool(table["q_value"].notna().any())
    quotes = about_quotes(study) if measure.settings["voice"] != "all" else ""
    lexicon = measure.settings["lexicon"]
    read = (
        "A sample was read: docs/frames.md says how often they are right, and what they miss."
        if lexicon in OUR_OWN
        else "This lexicon has not been validated here."
    )
    return Chart(
        name="frames",
        title="Frames by outlet" + f", against {against(study)}" * tested,
        subtitle=f"{unit} with an indicator, {about_voice(measure)}; "
        f"{about_filled(study) * tested}dotted: all outlets; beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} Indicators: the words of {lexicon}. {read} "
        "They stand for elements of a frame; whether an article is built on it, a reader says. "
        f"{about_audit(study, measure.name)} {quotes} {about_counted(study)} "
        f"{about_outlets(table)}",
        alt=f"{len(measure.categories)} panels of dots with intervals. Filled dots: "
        + filled(table),
        data=table,
        plot=plot_levels,
        options={
            "order": study.outlets,
            "palette": study.palette,
            "unit": measure.unit,
            "columns": COLUMNS,
        },
        height_mm=levels_height(len(study.outlets), measure.categories, COLUMNS),
        behind=sentences_behind({measure.settings["voice"]: measure}, study.counts),
        provenance={"lexicon": measure.settings},
    )
