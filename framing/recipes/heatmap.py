"""Outlets by measures, with what is sure of each difference."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.heatmap import heatmap_height, plot_heatmap
from framing.charts.marks import SIGNIFICANT
from framing.evidence import on_shared_events, sentences_behind
from framing.recipes.shared import filled
from framing.study import Study
from framing.wording import (
    about_counted,
    about_intervals,
    about_outlets,
    about_voice,
    against,
    number_of,
    on_shared,
)


def heatmap(study: Study) -> Chart:
    """On which measures does each outlet differ, and how sure is it?"""
    from framing.comparison.profiles import profiles

    terms = study.loaded_terms()
    measures = [study.sentiment(terms.settings["voice"]), terms]
    table = profiles(measures, study.compare)
    known = table.groupby(["measure", "category"])["estimate"].transform("count") > 0
    silent = table.loc[~known, "category"].drop_duplicates().str.replace("_", " ")
    table = table[known].reset_index(drop=True)
    within, reference = study.settings.compare.within, study.settings.outlets.reference
    drawn = [name for name in study.outlets if (table["outlet"] == name).any()]
    n_columns = len(table[["measure", "category"]].drop_duplicates())
    return Chart(
        name="heatmap",
        title=f"Outlets by measures: what is sure of each difference from {against(study)}",
        subtitle=f"number: the difference {on_shared(study)}, in standard deviations between "
        "articles; colour: what it is at least (95%); framed: q < .05",
        caption=f"{_about_cells(table)} {about_intervals(table)} The line in a cell shows the "
        "interval, with 0 at the upright stroke; a line that reaches the cell's edge goes on "
        "beyond. – not defined; number without a line: no interval. Brown is more than "
        f"{against(study)}; for sentiment: more positive. {_about_rest(reference)} "
        f"{_about_silent(silent)} "
        f"Counted: {about_voice(terms)}. {about_counted(study)} {about_outlets(table)}",
        alt=f"Table of {number_of(len(drawn), 'outlet')} by {number_of(n_columns, 'measure')}. "
        "Framed: " + filled(table),
        data=table,
        plot=plot_heatmap,
        options={"order": drawn},
        height_mm=heatmap_height(table),
        behind=sentences_behind(
            {one.name: on_shared_events(one, within, reference) for one in measures},
            study.counts,
            column="measure",
        ),
        nothing="no two outlets can be compared",
    )


def _about_cells(table: pd.DataFrame) -> str:
    """How many cells are coloured by chance, and how the tests allow for it."""
    tested = int((table["conf_low"].notna() & table["p_value"].notna()).sum())
    if not tested:
        return ""
    return (
        "Coloured: the interval leaves 0 out and p < .05, which chance alone brings to about "
        f"{tested * SIGNIFICANT:.0f} of {number_of(tested, 'cell')}; q allows for all "
        f"{int(table['q_value'].notna().sum())} tests of the chart (Benjamini and Hochberg)."
    )


def _about_rest(reference: str | None) -> str:
    return "" if reference else "One outlet far out makes all others differ from the rest."


def _about_silent(silent: pd.Series) -> str:
    return f"No difference to show in {', '.join(silent)}." if len(silent) else ""
