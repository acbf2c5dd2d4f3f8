"""Towards whom: what each outlet says of people, groups and places."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.levels import levels_height, plot_levels
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
)


def target_sentiment(study: Study) -> Chart:
    """How positive or negative is what each outlet says of the targets?"""
    measure = study.target_sentiment()
    table = levels_with_q(study.compare(measure))
    mentions = table.groupby("category", sort=False)["denominator"].sum()
    silent = [name.replace("_", " ") for name in mentions.index[~(mentions > 0)]]
    table = table[table["category"].isin(mentions.index[mentions > 0])].reset_index(drop=True)
    table["beside"] = [f"{number:,.0f}" for number in table["denominator"]]
    tested = bool(table["q_value"].notna().any())
    categories = list(dict.fromkeys(table["category"]))
    quotes = about_quotes(study) if measure.settings["voice"] != "all" else ""
    none = f"Not mentioned: {', '.join(silent)}. " * bool(silent)
    return Chart(
        name="target-sentiment",
        title="What is said of whom" + f", against {against(study)}" * tested,
        subtitle=f"{measure.unit} (−1 to 1), {about_voice(measure)}; at the right, the mentions; "
        f"{about_filled(study) * tested}dotted: all outlets; beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} Scored by the words near a mention and who "
        "does or suffers what. A weak instrument: of 100 mentions in running news about 50 are put "
        "in the class (negative, neutral, positive) that a reader gave them: read the sentences. "
        f"A target in the news for a crime scores low in every outlet. {none}{quotes} "
        f"{about_counted(study)} {about_outlets(table)}",
        alt=f"{len(categories)} panels of dots with intervals. {_means(table)} Filled dots: "
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
        nothing="none of the targets is mentioned",
    )


def _means(table: pd.DataFrame) -> str:
    """Of each target the mean over all outlets, in words."""
    sums = table.groupby("category", sort=False)[["numerator", "denominator"]].sum()
    means = sums["numerator"] / sums["denominator"]
    return ", ".join(f"{name} {mean:.2f}" for name, mean in means.items()) + "."
