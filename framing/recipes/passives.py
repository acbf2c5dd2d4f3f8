"""Passives: how often a clause puts the one acted on first, and whether it says who acted."""

from __future__ import annotations

from framing.charts.chart import Chart
from framing.charts.levels import levels_height, plot_levels
from framing.evidence import sentences_behind
from framing.recipes.shared import BEYOND, filled, levels_with_q
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


def passives(study: Study) -> Chart:
    """How often does each outlet leave out who acted?"""
    measure = study.passives()
    table = levels_with_q(study.compare(measure))
    table = table.sort_values("category", key=lambda names: names != "agentless", kind="stable")
    table = table.assign(
        beside=[f"{number:,.0f}" for number in table["numerator"]],
    ).reset_index(drop=True)
    _, unit = shown_unit(measure.unit)
    tested = bool(table["q_value"].notna().any())
    found = "by rules" if measure.settings["method"] == "rules" else "in parsed sentences"
    quotes = about_quotes(study) if measure.settings["voice"] != "all" else ""
    return Chart(
        name="passives",
        title="Clauses in the passive" + f", against {against(study)}" * tested,
        subtitle=f"{unit}, {about_voice(measure)}; at the right, the passives; "
        f"{about_filled(study) * tested}dotted: all outlets; beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} Passives are be or get with a past participle, "
        f"adjectives and “is expected to” left out, found {found}; agent: “by” names who acted. A "
        "passive without one may name the actor elsewhere, or nobody may know who it was. "
        f"{quotes} {about_counted(study)} {about_outlets(table)}",
        alt="Two panels of dots with intervals, passives without and with an agent. Filled dots: "
        + filled(table),
        data=table,
        plot=plot_levels,
        options={
            "order": study.outlets,
            "palette": study.palette,
            "unit": measure.unit,
            "columns": 2,
            "beside": "beside",
        },
        height_mm=levels_height(len(study.outlets), list(measure.categories), 2),
        behind=sentences_behind({measure.settings["voice"]: measure}, study.counts),
        provenance={"measure": measure.settings},
        nothing="no article has a passive",
    )
