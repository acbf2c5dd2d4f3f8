"""Every outlet against one of them."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.differences import plot_differences
from framing.charts.levels import levels_height
from framing.charts.marks import SIGNIFICANT
from framing.evidence import on_shared_events, sentences_behind
from framing.measures.measure import Measure
from framing.recipes.shared import filled
from framing.recipes.terms import lexicon_caution
from framing.study import Study
from framing.wording import (
    about_counted,
    about_intervals,
    about_outlets,
    about_voice,
    number_of,
    on_shared,
)


def differences(study: Study) -> Chart:
    """How many times as often does each outlet use loaded terms as one of them?"""
    measure = study.loaded_terms()
    within = study.settings.compare.within
    chosen = study.settings.outlets.reference
    reference = chosen or most_connected(measure, within, study.outlets)
    compared = study.compare(measure, reference=reference)
    table, silent = _ratios(compared[compared["kind"] == "contrast"])
    order = [name for name in study.outlets if (table["outlet"] == name).any()]
    categories = list(dict.fromkeys(table["category"]))
    tested = int(table["q_value"].notna().sum())
    correction = f"q over {number_of(tested, 'test')} (Benjamini and Hochberg). " * (tested > 0)
    why = (
        "It shares most events with the others; set `reference` under [outlets] for another. "
    ) * (chosen is None)
    return Chart(
        name="differences",
        title=f"Loaded terms of each outlet beside {reference or 'another'}",
        subtitle=f"ratio of the rates {on_shared(study)} (2: twice as often), "
        f"{about_voice(measure)}; {'filled: q < .05; ' * (tested > 0)}beside the name, articles",
        caption=f"{about_intervals(table)} {correction}One scale for all panels; a line that "
        "reaches the edge goes on beyond. A ratio needs hits on both sides; without, a row says "
        f"which side has some. {why}{_about_silent(silent)} "
        f"{lexicon_caution(study.settings.loaded_terms.lexicon)} {about_counted(study)} "
        f"{about_outlets(table)}",
        alt=f"{number_of(len(categories), 'panel')} of dots with intervals on a logarithmic axis. "
        "Filled dots: " + filled(table),
        data=table,
        plot=plot_differences,
        options={"order": order, "palette": study.palette, "unit": measure.unit},
        height_mm=levels_height(len(order), categories),
        behind=sentences_behind(
            {measure.settings["voice"]: on_shared_events(measure, within, reference)}, study.counts
        ),
        provenance={"lexicon": measure.settings},
        nothing="no ratio is defined: hits on both sides of a shared event are needed",
    )


def _ratios(contrasts: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The ratios, with the difference where they are undefined, of the categories in which there
    is something to see; and the other categories."""
    keys = ["outlet", "part", "category"]
    ratios = contrasts[contrasts["scale"] == "ratio"]
    beside = contrasts.loc[contrasts["scale"] == "difference", [*keys, "estimate"]]
    table = ratios.merge(beside.rename(columns={"estimate": "difference"}), on=keys, how="left")
    seen = table["estimate"].notna() | (table["q_value"] < SIGNIFICANT)
    seen = seen.groupby(table["category"]).transform("any")
    silent = table.loc[~seen, "category"].drop_duplicates().str.replace("_", " ").tolist()
    return table[seen].reset_index(drop=True), silent


def _about_silent(silent: list[str]) -> str:
    return f"No ratio is defined in {', '.join(silent)}." if silent else ""


def most_connected(measure: Measure, within: str | None, outlets: list[str]) -> str | None:
    """The outlet that shares most events with the others, or has most articles; of several the
    first; None where there are no outlets."""
    if not outlets:
        return None
    articles = measure.articles
    articles = articles[(measure.denominators > 0).any(axis=1)]
    weight = articles["outlet"].value_counts()
    if within is not None and within in articles:
        there = articles.dropna(subset=[within]).drop_duplicates(["outlet", within])
        others = there.groupby(within)["outlet"].transform("size") - 1
        if others.sum():
            weight = others.groupby(there["outlet"]).sum()
    return str(weight.reindex(outlets).fillna(0).idxmax())
