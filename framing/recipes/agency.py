"""Who acts: groups of actors as subjects and objects of verbs."""

from __future__ import annotations

import pandas as pd

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


def agency(study: Study) -> Chart:
    """Which groups act in each outlet's reports, and which are acted upon?"""
    measure = study.agency()
    table = levels_with_q(study.compare(measure))
    there = table.groupby("category", sort=False)["denominator"].sum()
    silent = [name.replace("_", " ") for name in there.index[~(there > 0)]]
    table = table[table["category"].isin(there.index[there > 0])].reset_index(drop=True)
    table["beside"] = [f"{number:,.0f}" for number in table["denominator"]]
    _, unit = shown_unit(measure.unit)
    tested = bool(table["q_value"].notna().any())
    categories = list(dict.fromkeys(table["category"]))
    quotes = about_quotes(study) if measure.settings["voice"] != "all" else ""
    none = f"No verb of {', '.join(silent)}. " * bool(silent)
    return Chart(
        name="agency",
        title="Who acts, and who is acted upon" + f", against {against(study)}" * tested,
        subtitle=f"{unit}, {about_voice(measure)}; at the right, the verbs; "
        f"{about_filled(study) * tested}dotted: all outlets; beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} Subjects and agents act, objects and subjects "
        "of passives are acted upon; verbs of speech and states are left out, and so are pronouns. "
        f"It is the grammar of a report, not what happened. {none}{quotes} {about_counted(study)} "
        f"{about_outlets(table)}",
        alt=f"{len(categories)} panels of dots with intervals. {_extremes(table)} Filled dots: "
        + filled(table),
        data=table,
        plot=plot_levels,
        options={
            "order": study.outlets,
            "palette": study.palette,
            "unit": measure.unit,
            "columns": 3,
            "beside": "beside",
        },
        height_mm=levels_height(len(study.outlets), categories, 3),
        behind=sentences_behind({measure.settings["voice"]: measure}, study.counts),
        provenance={"measure": measure.settings},
        nothing="none of the groups is the subject or object of a verb",
    )


def _extremes(table: pd.DataFrame) -> str:
    """Of each group the share over all outlets, in words."""
    sums = table.groupby("category", sort=False)[["numerator", "denominator"]].sum()
    shares = sums["numerator"] / sums["denominator"]
    return ", ".join(f"{name} acts in {share:.0%}" for name, share in shares.items()) + "."
