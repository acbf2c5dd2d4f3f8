"""Lexical sentiment: by outlet and voice, and event by event."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.events import events_height, plot_event_values
from framing.charts.levels import plot_voices
from framing.evidence import sentences_behind
from framing.recipes.coverage import foremost_events
from framing.study import Study
from framing.wording import (
    about_counted,
    about_intervals,
    about_outlets,
    about_quotes,
    extremes,
    number_of,
)


def sentiment(study: Study) -> Chart:
    """How positive or negative are each outlet's own words, and those it quotes?"""
    measures = {voice: study.sentiment(voice) for voice in ("own", "quoted", "all")}
    tables = {
        voice: study.compare(measure).query("kind == 'level' and category == 'compound'")
        for voice, measure in measures.items()
    }
    table = pd.concat(levels.assign(voice=voice) for voice, levels in tables.items())
    first, unit = tables["own"], measures["own"].unit
    lexicon = study.settings.sentiment.lexicon
    return Chart(
        name="sentiment",
        title="Lexical sentiment by outlet: its own words, and the words it quotes",
        subtitle=f"{unit} ({_lexicon_name(lexicon)}, −1 to 1); "
        "beside the name, the number of articles",
        caption=f"{about_intervals(first)} {validity(lexicon)} {about_quotes(study)} "
        f"{about_counted(study)} {about_outlets(first)}",
        alt="Dots with intervals. Own words: " + extremes(first),
        data=table,
        plot=plot_voices,
        options={"order": study.outlets, "palette": study.palette, "unit": unit},
        height_mm=len(study.outlets) * 7.0 + 14,
        behind=sentences_behind(measures, study.counts, column="voice"),
    )


def sentiment_events(study: Study) -> Chart:
    """Within each event, which outlet's report is darker or lighter?"""
    events, _, which = foremost_events(study, counted=True)
    measure = study.sentiment("all")
    cells = (
        measure.weighted()
        .sums.query("category == 'compound'")
        .merge(measure.articles[["outlet", "event"]], left_on="article_id", right_index=True)
        .groupby(["event", "outlet"], observed=True)
        .agg(numerator=("numerator", "sum"), denominator=("denominator", "sum"))
        .reset_index()
    )
    cells["estimate"] = cells["numerator"] / cells["denominator"].where(cells["denominator"] > 0)
    table = events.merge(cells, on="event", how="left")
    return Chart(
        name="sentiment-events",
        title="Lexical sentiment of each report, event by event",
        subtitle=f"{measure.unit} (−1 to 1), quotations included; {which}, by date",
        caption="Descriptive: one or few articles a dot, no interval; see the recipe sentiment "
        f"for the comparison. {validity(study.settings.sentiment.lexicon)} {about_counted(study)}",
        alt=f"Dots of {number_of(len(study.outlets), 'outlet')} on {len(events)} events, from "
        f"{table['estimate'].min():.2f} to {table['estimate'].max():.2f}.",
        data=table,
        plot=plot_event_values,
        options={"order": study.outlets, "palette": study.palette, "unit": measure.unit},
        height_mm=events_height(len(events)) + 16,
        behind=sentences_behind({"all": measure}, study.counts),
    )


def _lexicon_name(lexicon: str) -> str:
    return "VADER's compound score" if lexicon == "vader" else lexicon


def validity(lexicon: str) -> str:
    if lexicon != "vader":
        return "This lexicon has not been validated here against human ratings."
    return (
        "VADER's scores correlate with human ratings of newspaper snippets at r = .49: "
        "a weak instrument, read with the sentences behind it."
    )
