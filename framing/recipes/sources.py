"""Voices: whose words are quoted, and with which verbs."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.levels import levels_height, plot_levels
from framing.evidence import sentences_behind
from framing.measures.measure import Measure
from framing.recipes.shared import BEYOND, filled, levels_with_q
from framing.study import Study
from framing.style import shown_unit
from framing.wording import (
    about_counted,
    about_filled,
    about_intervals,
    about_outlets,
    about_quotes,
    against,
    number_of,
)

FEWEST = 0.01  # share of all words quoted that a category needs for a panel


def sources(study: Study) -> Chart:
    """Whose words does each outlet quote, and how many?"""
    amounts, shares = study.sourcing("words"), study.sourcing("quoted")
    table, rare = _without_rare(levels_with_q(study.compare(amounts)))
    keys = ["outlet", "part", "category"]
    levels = study.compare(shares).query("kind == 'level'")
    beside = levels.set_index(keys)["estimate"]
    table["share"] = beside.reindex(pd.MultiIndex.from_frame(table[keys])).to_numpy()
    table["beside"] = [f"{share:.0%}" if share == share else "" for share in table["share"]]
    _, unit = shown_unit(amounts.unit)
    noun = amounts.unit.removesuffix(" words per word")
    tested = bool(table["q_value"].notna().any())
    groups = study.settings.sources.groups
    told = (
        "Kinds are told from what an article says of a speaker; unclear: it does not say, or in "
        "words the program does not know; unattributed: no speaker was found."
        if groups is None
        else f"Groups: {groups}."
    )
    return _chart(
        study,
        amounts,
        table,
        name="sources",
        title=f"Who is {noun}" + f", against {against(study)}" * tested,
        subtitle=f"{unit}; at the right, the share of all words {noun}; "
        f"{about_filled(study) * tested}beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} {told} {rare} Speakers are found by "
        "rules: read the quotations behind a number before you rely on it.",
    )


def reporting_verbs(study: Study) -> Chart:
    """With which verbs does each outlet hand on what people said?"""
    measure = study.reporting_verbs()
    table = levels_with_q(study.compare(measure))
    neutral = table[table["category"] == "neutral"]
    share = neutral["numerator"].sum() / max(neutral["denominator"].sum(), 1)
    table = table[~table["category"].isin(["neutral", "other"])]
    hits = table.groupby("category", sort=False)["numerator"].sum()
    silent = hits.index[hits == 0] if hits.any() else []
    told = f"No {' or '.join(silent)} verbs." if len(silent) else ""
    table = table[~table["category"].isin(silent)].reset_index(drop=True)
    table["beside"] = [f"{number:.0f}" for number in table["numerator"]]
    tested = bool(table["q_value"].notna().any())
    verbs = int(measure.weighted().sums.groupby("article_id")["denominator"].first().sum())
    return _chart(
        study,
        measure,
        table,
        name="reporting-verbs",
        title="Verbs that report speech" + f", against {against(study)}" * tested,
        subtitle="% of the verbs that introduce quotations; at the right, their number; "
        f"{about_filled(study) * tested}beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} {number_of(verbs, 'verb')} in all, of which "
        f"{share:.0%} neutral (said, told). Doubting: claimed; conceding: admitted; endorsing: "
        f"pointed out; insisting: stressed, denied. {told} Whether a verb is fair depends on "
        "what was said: read the sentences.",
    )


def _chart(
    study: Study,
    measure: Measure,
    table: pd.DataFrame,
    *,
    name: str,
    title: str,
    subtitle: str,
    caption: str,
) -> Chart:
    categories = list(dict.fromkeys(table["category"]))
    return Chart(
        name=name,
        title=title,
        subtitle=subtitle,
        caption=f"{caption} {about_quotes(study)} {about_counted(study)} {about_outlets(table)}",
        alt=f"{len(categories)} panels of dots with intervals. Filled dots: " + filled(table),
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
        behind=sentences_behind({"all": measure}, study.counts),
        provenance={"measure": measure.settings},
    )


def _without_rare(table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The categories that have a share worth a panel, and a sentence that names the others."""
    words = table.groupby("category", sort=False)["numerator"].sum()
    rare = words.index[words < FEWEST * words.sum()]  # none where there is no word at all
    told = f"Less than {FEWEST:.0%} of the words: {', '.join(rare)}." if len(rare) else ""
    return table[~table["category"].isin(rare)].reset_index(drop=True), told
