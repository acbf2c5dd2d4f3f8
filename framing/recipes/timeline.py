"""Lexical sentiment over time."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.timeline import plot_timeline, timeline_height
from framing.errors import FramingError
from framing.recipes.coverage import STRAY
from framing.study import Study
from framing.wording import about_counted, extremes, number_of

WINDOWS = 12  # windows that do not overlap, where articles allow
WITHIN = 8  # articles in a window of the outlet in the middle
LEAST_DAYS = 7


def timeline(study: Study) -> Chart:
    """How does each outlet's sentiment move over time?"""
    from framing.comparison.timeline import rolling

    measure = study.sentiment("all").select(["compound"])
    days = window(study.counted.articles)
    try:
        table = rolling(measure, days=days, step=max(1, days // 6))
    except FramingError:  # no dates
        table = pd.DataFrame(columns=["outlet", "date", "estimate", "conf_low", "conf_high"])
    known = table.dropna(subset=["conf_low"])
    if len(known):
        # A few articles of other years must not squeeze all others into a corner.
        inside = table["date"].between(known["date"].min(), known["date"].max())
        table = table[inside].reset_index(drop=True)
    levels = known.groupby("outlet", as_index=False)["estimate"].mean()
    without = int(table["conf_low"].isna().sum())
    few = f"{number_of(without, 'window')} with fewer than five events: a hollow point. "
    return Chart(
        name="timeline",
        title="Lexical sentiment over time",
        subtitle=f"{measure.unit} (−1 to 1), quotations included, in windows of "
        f"{number_of(days, 'day')}; in grey, the other outlets",
        caption="Bands: 95% intervals over the outlet's events in the window, point by point. "
        f"Windows overlap, so neighbouring points share their articles. {few * (without > 0)}"
        "What an outlet reports changes with the news: a movement is no change of habit. "
        f"{about_counted(study)}",
        alt=f"{number_of(len(study.outlets), 'panel')} with a line each. Over all windows: "
        + extremes(levels),
        data=table,
        plot=plot_timeline,
        options={"order": study.outlets, "palette": study.palette, "unit": measure.unit},
        height_mm=timeline_height(len(study.outlets)),
        nothing="no article has a date",
    )


def window(articles: pd.DataFrame) -> int:
    """A window such that a dozen fit into the time that nearly all articles lie in, or fewer
    where a window would have too few articles."""
    if "date" not in articles or articles["date"].isna().all():
        return LEAST_DAYS
    low, high = articles["date"].quantile(STRAY), articles["date"].quantile(1 - STRAY)
    windows = min(WINDOWS, articles.groupby("outlet").size().median() / WITHIN)
    return max(LEAST_DAYS, round((high - low).days / max(windows, 1)))
