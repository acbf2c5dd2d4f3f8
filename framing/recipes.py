"""Recipes: from a study to a chart, by name. Notebooks and the command line both call these."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from framing.charts.chart import Chart
from framing.charts.coverage import plot_coverage
from framing.charts.events import events_height, plot_event_values, plot_events
from framing.charts.levels import levels_height, plot_levels, plot_voices
from framing.charts.marks import SIGNIFICANT
from framing.charts.profiles import plot_profiles, profiles_height
from framing.charts.terms import TOPICS_A_LINE, plot_terms, plot_topic_words, terms_height
from framing.errors import check_choice
from framing.evidence import on_shared_events, sentences_behind
from framing.study import Study, as_study
from framing.style import shown_unit
from framing.wording import (
    about_counted,
    about_filled,
    about_intervals,
    about_outlets,
    about_quotes,
    about_voice,
    against,
    extremes,
    listed,
    number_of,
    provenance,
)

MOST_EVENTS = 25  # rows of a chart of events
BEYOND = "Each panel has its own scale; a line that reaches its edge goes on beyond."
STRAY = 0.005  # share of the articles, at either end, whose dates are not drawn


@dataclass(frozen=True)
class Recipe:
    name: str
    question: str
    make: Callable[[Study], Chart]


RECIPES: dict[str, Recipe] = {}


def _recipe(name: str, question: str) -> Callable[[Callable[[Study], Chart]], Any]:
    def register(make: Callable[[Study], Chart]) -> Callable[[Study], Chart]:
        RECIPES[name] = Recipe(name, question, make)
        return make

    return register


def list_recipes() -> pd.DataFrame:
    """The recipes by name.

    Returns
    -------
    DataFrame
        ``recipe``, ``question``: what the chart answers.

    Examples
    --------
    >>> "loaded-terms" in set(list_recipes()["recipe"])
    True
    """
    rows = [(one.name, one.question) for one in RECIPES.values()]
    return pd.DataFrame(rows, columns=["recipe", "question"])


def chart(name: str, study: Study | str | os.PathLike[str]) -> Chart:
    """Make the chart of a recipe.

    Parameters
    ----------
    name : str
        One of `list_recipes`.
    study : Study or path
        What `load_study` gives or takes.

    Returns
    -------
    Chart
        With ``data`` (exactly what is drawn), ``draw(ax)``, ``save(folder)`` and
        ``evidence(...)``.

    Examples
    --------
    >>> chart("coverage", "example").data.columns.tolist()
    ['outlet', 'start', 'n_articles']
    """
    check_choice("name", name, RECIPES)
    study = as_study(study)
    made = RECIPES[name].make(study)
    return replace(made, name=name, provenance=provenance(study, made.provenance))


@_recipe("coverage", "How many articles does each outlet have, and when?")
def _coverage(study: Study) -> Chart:
    articles = study.corpus.articles
    dates = articles["date"] if "date" in articles else pd.Series(pd.NaT, index=articles.index)
    days = pd.to_datetime(dates).dt.normalize()
    # A handful of stray dates must not squeeze all others into a corner.
    low, high = days.quantile(STRAY), days.quantile(1 - STRAY)
    apart = bool(days.max() - days.min() > 2 * (high - low))
    stray = ((days < low) | (days > high)) & apart
    drawn = days.mask(stray)
    span = (drawn.max() - drawn.min()).days if drawn.notna().any() else 0
    period, word = next(
        (length, word)
        for length, word, most in ((1, "day", 120), (7, "week", 840), (30, "30 days", np.inf))
        if span <= most
    )
    since = (drawn - drawn.min()).dt.days // period
    start = drawn.min() + pd.to_timedelta(since * period, unit="D")
    table = (
        pd.DataFrame({"outlet": articles["outlet"], "start": start})
        .groupby(["outlet", "start"], dropna=False, observed=True)
        .size()
        .rename("n_articles")
        .reset_index()
    )
    undated = int(days.isna().sum())
    told = [f"{number_of(undated, 'article')} without a date not drawn."] if undated else []
    if stray.any():
        first, last = (f"{day:%d %b %Y}".lstrip("0") for day in (drawn.min(), drawn.max()))
        told.append(
            f"{number_of(int(stray.sum()), 'article')} outside {first} to {last} not drawn."
        )
    return Chart(
        name="coverage",
        title=f"Coverage by outlet and {word}",
        subtitle=f"articles per {word}, one scale for all rows; beside the name, all articles",
        caption=" ".join(["All articles kept by the reader, copies included.", *told]),
        alt=f"Bars of articles per {word} for {number_of(len(study.outlets), 'outlet')}: "
        + listed(table.groupby("outlet")["n_articles"].sum().loc[study.outlets], "{:,.0f}"),
        data=table,
        plot=plot_coverage,
        options={"order": study.outlets, "palette": study.palette, "days": period},
        height_mm=len(study.outlets) * 9.0 + 6,
    )


def _foremost_events(study: Study, counted: bool) -> tuple[pd.DataFrame, int, str]:
    """The events that most outlets report, by date, with a label; how many there are in all."""
    articles = (study.counted if counted else study.corpus).articles
    articles = articles[articles["event"].notna()]
    sizes = articles.groupby("event").agg(
        n_outlets=("outlet", "nunique"), n_articles=("outlet", "size")
    )
    n_shared = int((sizes["n_outlets"] > 1).sum())
    sizes = sizes.sort_values(["n_outlets", "n_articles"], ascending=False, kind="stable")
    picked = articles[articles["event"].isin(sizes.index[:MOST_EVENTS])].copy()
    picked["date"] = pd.to_datetime(picked["date"]) if "date" in picked else pd.NaT
    first = picked.sort_values(["date", "article_id"]).groupby("event").first()
    names = pd.Series(first.index, index=first.index).astype(str)
    label = names.str.replace("-", " ")
    if "title" in first:
        machine = names.str.fullmatch(r"event-?\w*\d+")
        label = first["title"].where(machine & first["title"].notna(), label)
    first["label"] = label.astype("str")
    first = first.sort_values("date", kind="stable")[["date", "label"]].reset_index()
    return first, n_shared, f"the {len(first)} events reported by most outlets"


@_recipe("events", "Which outlets report the same events?")
def _events(study: Study) -> Chart:
    events, n_shared, which = _foremost_events(study, counted=False)
    articles = study.corpus.articles
    counts = articles.groupby(["event", "outlet"]).size().rename("n_articles").reset_index()
    table = events.merge(counts, on="event", how="left")
    n_events = articles["event"].nunique()
    given = "given with the corpus"
    if study.settings.events.align is True or "event_method" in articles:
        given = "found from headline, lead, names and dates; single articles may be misplaced"
    return Chart(
        name="events",
        title="Events by outlet",
        subtitle=f"a dot where the outlet reported the event, with the number of its articles "
        f"if more than one; {which}, by date",
        caption=f"{n_shared:,} of {n_events:,} events are reported by two outlets or more and "
        f"can be compared. Events {given}. Copies included.",
        alt=f"Table of dots, {len(events)} events by {number_of(len(study.outlets), 'outlet')}; "
        f"{n_shared:,} of {n_events:,} events are shared.",
        data=table,
        plot=plot_events,
        options={"order": study.outlets, "palette": study.palette},
        height_mm=events_height(len(events)) + 12,
    )


@_recipe("sentiment", "How positive or negative are each outlet's own words, and those it quotes?")
def _sentiment(study: Study) -> Chart:
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
        caption=f"{about_intervals(first)} {_validity(lexicon)} {about_quotes(study)} "
        f"{about_counted(study)} {about_outlets(first)}",
        alt="Dots with intervals. Own words: " + extremes(first),
        data=table,
        plot=plot_voices,
        options={"order": study.outlets, "palette": study.palette, "unit": unit},
        height_mm=len(study.outlets) * 7.0 + 14,
        behind=sentences_behind(measures, study.tokens, column="voice"),
    )


@_recipe("sentiment-events", "Within each event, which outlet's report is darker or lighter?")
def _sentiment_events(study: Study) -> Chart:
    events, _, which = _foremost_events(study, counted=True)
    measure = study.sentiment("all")
    cells = (
        measure.sums.query("category == 'compound'")
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
        f"for the comparison. {_validity(study.settings.sentiment.lexicon)} {about_counted(study)}",
        alt=f"Dots of {number_of(len(study.outlets), 'outlet')} on {len(events)} events, from "
        f"{table['estimate'].min():.2f} to {table['estimate'].max():.2f}.",
        data=table,
        plot=plot_event_values,
        options={"order": study.outlets, "palette": study.palette, "unit": measure.unit},
        height_mm=events_height(len(events)) + 16,
        behind=sentences_behind({"all": measure}, study.tokens),
    )


@_recipe("loaded-terms", "How often does each outlet use loaded terms, by category?")
def _loaded_terms(study: Study) -> Chart:
    measure = study.loaded_terms()
    table, silent = _with_hits(_levels_with_q(study.compare(measure)))
    quotes = about_quotes(study) if measure.settings["voice"] != "all" else ""
    _, unit = shown_unit(measure.unit)
    tested = bool(table["q_value"].notna().any())
    categories = list(dict.fromkeys(table["category"]))
    return Chart(
        name="loaded-terms",
        title="Loaded terms by outlet and category" + f", against {against(study)}" * tested,
        subtitle=f"{unit}, {about_voice(measure)}; {about_filled(study) * tested}dotted: all "
        "outlets; beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} A hit shows that a word "
        "was used, not that it was unfair. "
        f"{_lexicon_caution(study.settings.loaded_terms.lexicon)} {silent} {quotes} "
        f"{about_counted(study)} {about_outlets(table)}",
        alt=f"{len(categories)} panels of dots with intervals. Filled dots: " + _filled(table),
        data=table,
        plot=plot_levels,
        options={"order": study.outlets, "palette": study.palette, "unit": measure.unit},
        height_mm=levels_height(len(study.outlets), categories),
        behind=sentences_behind({measure.settings["voice"]: measure}, study.tokens),
        provenance={"lexicon": measure.settings},
    )


@_recipe("keyness", "Which words does each outlet use more than the others on the same events?")
def _keyness(study: Study) -> Chart:
    from framing.comparison.keyness import keyness

    within = study.settings.compare.within
    reference = study.settings.outlets.reference
    table = keyness(study.tokens, within=within, reference=reference)
    wanted = study.settings.keyness.terms
    table = table[table["log_odds"] > 0].sort_values(["outlet", "z"], ascending=[True, False])
    table = table.groupby("outlet", sort=False).head(wanted).reset_index(drop=True)
    n = table["outlet"].nunique()
    return Chart(
        name="keyness",
        title=f"Words each outlet prefers, against {against(study)} on the same events",
        subtitle="log-odds ratio with an informative Dirichlet prior; at the right, the outlet's "
        "count; filled: q < .05",
        caption="Ranked by z (Monroe, Colaresi and Quinn 2008), which is descriptive: words come "
        "in bursts. q from exchanging outlets within events; words in fewer than 5 articles or "
        f"3 events are not tested. {about_counted(study)} {about_outlets(table)}",
        alt=f"{n} panels of words. First words: "
        + "; ".join(
            f"{outlet}: {', '.join(rows['term'].head(3))}"
            for outlet, rows in table.groupby("outlet", sort=False)
        ),
        data=table,
        plot=plot_terms,
        options={"order": study.outlets, "palette": study.palette},
        height_mm=terms_height(wanted, list(dict.fromkeys(table["outlet"]))),
    )


@_recipe("topics", "What share of each outlet's coverage does each topic have?")
def _topics(study: Study) -> Chart:
    model = study.topics()
    compared = study.compare(model.measure)
    table = _levels_with_q(compared)
    return Chart(
        name="topics",
        title="Topics by outlet",
        subtitle="% of the outlet's articles by topic weight; "
        f"{about_filled(study) * bool(table['q_value'].notna().any())}beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} Intervals are conditional on the fitted "
        "topics. Topics are not frames: they say what is covered, not how. Labels are the most "
        f"characteristic words. {about_counted(study)} {about_outlets(table)}",
        alt=f"{len(model.labels)} panels of dots with intervals. Filled dots: " + _filled(table),
        data=table,
        plot=plot_levels,
        options={"order": study.outlets, "palette": study.palette, "unit": model.measure.unit},
        height_mm=levels_height(len(study.outlets), model.labels),
        provenance={"topics": model.measure.settings},
    )


@_recipe("topic-words", "Which words make each topic?")
def _topic_words(study: Study) -> Chart:
    model = study.topics()
    wanted = study.settings.topics.words
    table = model.words.query("rank <= @wanted").reset_index(drop=True)
    n, quality = table["topic"].nunique(), model.quality
    judged = (
        f"; mean coherence (NPMI) {quality['npmi'].mean():.2f}, mean exclusivity "
        f"{quality['exclusivity'].mean():.2f}"
    ) * (n > 0)
    return Chart(
        name="topic-words",
        title="Words of each topic",
        subtitle="the word's share of the topic's weight in %; at the right, its exclusivity to "
        "the topic in %",
        caption=f"{number_of(n, 'topic')}, {study.settings.topics.method.upper()}{judged}. "
        "Topics are not frames.",
        alt=f"{n} panels of words: " + ("; ".join(model.labels) or "none"),
        data=table.assign(
            weight_percent=table["weight"] * 100, exclusivity_percent=table["exclusivity"] * 100
        ),
        plot=plot_topic_words,
        options={"order": list(model.labels)},
        height_mm=terms_height(wanted, model.labels, TOPICS_A_LINE),
        provenance={"topics": model.measure.settings},
    )


@_recipe("profiles", "How does each outlet differ from the rest over all measures?")
def _profiles(study: Study) -> Chart:
    from framing.comparison.profiles import profiles

    terms = study.loaded_terms()
    measures = [study.sentiment(terms.settings["voice"]), terms]
    found = profiles(measures, study.compare)
    # What rests on too few events for an interval would only set the scale for the others.
    table = found[found["conf_low"].notna()].reset_index(drop=True)
    left_out = int(found["estimate"].notna().sum()) - len(table)
    few = f"{number_of(left_out, 'difference')} without an interval not drawn: too few shared "
    n_rows = len(table[["measure", "category"]].drop_duplicates())
    return Chart(
        name="profiles",
        title="The outlets' profiles, side by side",
        subtitle=f"difference from {against(study)} on the events they share, in standard "
        "deviations between articles; filled: q < .05 over the whole chart",
        caption=f"{about_intervals(table)} {(few + 'events or hits.') * (left_out > 0)} Right "
        f"of the line: more than {against(study)}; for sentiment: more positive. "
        f"Counted: {about_voice(terms)}. {about_counted(study)} {about_outlets(found)}",
        alt=f"{number_of(len(study.outlets), 'panel')} of {n_rows} dots with intervals. "
        "Filled dots: " + _filled(table),
        data=table,
        plot=plot_profiles,
        options={"order": study.outlets, "palette": study.palette},
        height_mm=profiles_height(n_rows, len(study.outlets)),
        behind=sentences_behind(
            {
                one.name: on_shared_events(
                    one, study.settings.compare.within, study.settings.outlets.reference
                )
                for one in measures
            },
            study.tokens,
            column="measure",
        ),
        nothing="no difference rests on enough events to have an interval",
    )


def _levels_with_q(compared: pd.DataFrame) -> pd.DataFrame:
    """The levels, each with the q-value of its outlet's contrast against the rest."""
    keys = ["outlet", "part", "category"]
    q = compared[compared["kind"] == "contrast"].drop_duplicates(keys)
    levels = compared[compared["kind"] == "level"].drop(columns=["p_value", "q_value"])
    return levels.merge(q[[*keys, "p_value", "q_value"]], on=keys, how="left")


def _with_hits(table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The categories that have a hit at all, and a sentence that names the others."""
    hits = table.groupby("category", sort=False)["numerator"].sum()
    silent = [name.replace("_", " ") for name in hits.index[hits == 0]]
    told = f"No hits in {', '.join(silent)}." if silent else ""
    return table[table["category"].isin(hits.index[hits != 0])].reset_index(drop=True), told


def _filled(table: pd.DataFrame) -> str:
    """The outlets and categories whose dots are filled, in words."""
    found = table[table["q_value"] < SIGNIFICANT]
    names = (found["outlet"] + " in " + found["category"].str.replace("_", " ")).tolist()
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return ("; ".join(names[:12]) + more or "none") + "."


def _lexicon_name(lexicon: str) -> str:
    return "VADER's compound score" if lexicon == "vader" else lexicon


def _validity(lexicon: str) -> str:
    if lexicon != "vader":
        return "This lexicon has not been validated here against human ratings."
    return (
        "VADER's scores correlate with human ratings of newspaper snippets at r = .49: "
        "a weak instrument, read with the sentences behind it."
    )


def _lexicon_caution(lexicon: str) -> str:
    if lexicon != "loaded-news":
        return "This lexicon has not been validated here."
    return "The lexicon is not validated for your subject: read a sample of the hits."
