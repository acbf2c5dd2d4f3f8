"""Deaths and injuries: how often, in which words, and which figure."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.events import events_height
from framing.charts.levels import levels_height, plot_levels
from framing.charts.tolls import plot_tolls
from framing.evidence import sentences_behind
from framing.measures.measure import Measure
from framing.recipes.coverage import labelled
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
    number_of,
)

MOST_EVENTS = 20
RULES = "Mentions are found by rules for English: read a sample of them."


def casualties(study: Study) -> Chart:
    """How often does each outlet tell of deaths and injuries, and in which words?"""
    return _chart(
        study,
        study.casualties(),
        name="casualties",
        title="Deaths and injuries, by the words that tell them",
        caption="Dead: a noun or adjective (12 dead, the death of); what is denied or only "
        f"possible is left out. {RULES}",
        count="numerator",
        columns=3,
    )


def deaths(study: Study) -> Chart:
    """Do people die, are they killed, or does somebody kill them?"""
    return _chart(
        study,
        study.deaths(),
        name="deaths",
        title="Died, was killed, killed: the verbs that tell deaths",
        caption="Was killed: nobody is named as the cause; killed: somebody or something is, as "
        f"the subject. Which is fair depends on what is known of the death. {RULES}",
        count="denominator",
        columns=2,
    )


def tolls(study: Study) -> Chart:
    """Which number of dead does each outlet give for the same event?"""
    measure = study.casualty_toll().select("dead")
    table = _figures(measure)
    n_events = table["event"].nunique()
    unlike = table.groupby("event")["estimate"].nunique()
    return Chart(
        name="tolls",
        title="The largest number of dead in each outlet's reports, event by event",
        subtitle="people; events for which two outlets or more give a figure, those with most "
        "outlets first, by date",
        caption="Descriptive: no interval. The largest figure of an outlet's reports of the event; "
        "figures of other months and longer times are left out, but one of another event may "
        "stand. A toll rises while reports come in, so the outlet that wrote last may have the "
        f"highest. {RULES} {about_counted(study)}",
        alt=f"Dots on {number_of(n_events, 'event')}; on {int((unlike > 1).sum())} of them outlets "
        "give unlike figures.",
        data=table,
        plot=plot_tolls,
        options={"order": study.outlets, "palette": study.palette, "unit": "people, powers of ten"},
        height_mm=events_height(n_events) + 16,
        behind=sentences_behind({"all": measure}, study.counts),
        provenance={"measure": measure.settings},
        nothing="no two outlets give a number of dead for the same event",
    )


def _figures(measure: Measure) -> pd.DataFrame:
    """The events for which several outlets give a figure, a row an outlet."""
    articles = measure.articles.reindex(columns=["outlet", "event", "date", "title"])
    given = articles.assign(estimate=measure.numerators[:, 0])[measure.denominators[:, 0] > 0]
    given = given[given["event"].notna()]
    cells = given.groupby(["event", "outlet"], observed=True)["estimate"].max().reset_index()
    n_outlets = cells.groupby("event")["outlet"].transform("nunique")
    shared = cells[(n_outlets > 1) & (cells.groupby("event")["estimate"].transform("max") > 1)]
    chosen = shared["event"].value_counts(sort=True).index[:MOST_EVENTS]
    if not len(chosen):
        return pd.DataFrame(columns=["event", "date", "label", "outlet", "estimate"])
    there = articles[articles["event"].isin(chosen)].dropna(axis=1, how="all")
    return labelled(there).merge(shared, on="event", how="left")


def _chart(
    study: Study,
    measure: Measure,
    *,
    name: str,
    title: str,
    caption: str,
    count: str,
    columns: int,
) -> Chart:
    """A panel a category, the number of mentions, or of verbs, at the right."""
    table = levels_with_q(study.compare(measure))
    hits = table.groupby("category", sort=False)["numerator"].sum()
    silent = hits.index[hits == 0] if count == "numerator" or not hits.any() else []
    table = table[~table["category"].isin(silent)].reset_index(drop=True)
    none = f"No mention as {', '.join(silent)}." if len(silent) and len(table) else ""
    table["beside"] = pd.Series([f"{number:,.0f}" for number in table[count]], dtype="str")
    _, unit = shown_unit(measure.unit)
    tested = bool(table["q_value"].notna().any())
    categories = list(dict.fromkeys(table["category"]))
    quotes = about_quotes(study) if measure.settings["voice"] != "all" else ""
    beside = "their number" if count == "numerator" else "the verbs"
    found = number_of(int(table["numerator"].sum()), "mention")
    return Chart(
        name=name,
        title=title + f", against {against(study)}" * tested,
        subtitle=f"{unit}, {about_voice(measure)}; at the right, {beside}; "
        f"{about_filled(study) * tested}dotted: all outlets; beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} {caption} {none} {quotes} "
        f"{about_counted(study)} {about_outlets(table)}",
        alt=f"{len(categories)} panels of dots with intervals, {found}. Filled dots: "
        + filled(table),
        data=table,
        plot=plot_levels,
        options={
            "order": study.outlets,
            "palette": study.palette,
            "unit": measure.unit,
            "columns": columns,
            "beside": "beside",
        },
        height_mm=levels_height(len(study.outlets), categories, columns),
        behind=sentences_behind({measure.settings["voice"]: measure}, study.counts),
        provenance={"measure": measure.settings},
        nothing="no article tells of a death or an injury",
    )
