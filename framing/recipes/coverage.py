"""What there is: articles by outlet and time, and events by outlet."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from framing.charts.chart import Chart
from framing.charts.coverage import plot_coverage
from framing.charts.events import events_height, plot_events
from framing.study import Study
from framing.wording import (
    listed,
    number_of,
)

MOST_EVENTS = 25  # rows of a chart of events
STRAY = 0.005  # share of the articles, at either end, whose dates are not drawn


def coverage(study: Study) -> Chart:
    """How many articles does each outlet have, and when?"""
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


def foremost_events(study: Study, counted: bool) -> tuple[pd.DataFrame, int, str]:
    """The events that most outlets report, by date, with a label; how many there are in all."""
    articles = (study.counted if counted else study.corpus).articles
    articles = articles[articles["event"].notna()]
    sizes = articles.groupby("event").agg(
        n_outlets=("outlet", "nunique"), n_articles=("outlet", "size")
    )
    n_shared = int((sizes["n_outlets"] > 1).sum())
    sizes = sizes.sort_values(["n_outlets", "n_articles"], ascending=False, kind="stable")
    first = labelled(articles[articles["event"].isin(sizes.index[:MOST_EVENTS])])
    return first, n_shared, f"the {len(first)} events reported by most outlets"


def labelled(articles: pd.DataFrame) -> pd.DataFrame:
    """The events of these articles by date: ``event``, ``date`` and a ``label``, which is its name
    or, where that is a number, its most typical headline."""
    dates = pd.to_datetime(articles["date"]) if "date" in articles else pd.NaT
    articles = articles.assign(date=dates)
    first = articles.sort_values(["date", "article_id"]).groupby("event").first()
    names = pd.Series(first.index, index=first.index).astype(str)
    label = names.str.replace("-", " ")
    machine = names.str.fullmatch(r"event-?\w*\d+")
    if "title" in first:
        title = articles.dropna(subset=["title"]).groupby("event")["title"].agg(_typical)
        title = title.reindex(first.index)
        label = title.where(machine & title.notna(), label)
    elif "event_words" in first:  # in the place of titles, which features do not have
        label = first["event_words"].where(machine & first["event_words"].notna(), label)
    first["label"] = label.astype("str")
    return first.sort_values("date", kind="stable")[["date", "label"]].reset_index()


def _typical(titles: pd.Series) -> str:
    """The headline that has most words in common with the others; of several the first."""
    words = [set(re.findall(r"\w+", title.casefold())) for title in titles]
    alike = [sum(len(own & other) / max(len(own | other), 1) for other in words) for own in words]
    return str(titles.iloc[int(np.argmax(alike))])


def events(study: Study) -> Chart:
    """Which outlets report the same events?"""
    events, n_shared, which = foremost_events(study, counted=False)
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
