"""Topics: their shares by outlet, their words, and how many there should be."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.levels import levels_height, plot_levels
from framing.charts.terms import TOPICS_A_LINE, plot_topic_words, terms_height
from framing.charts.topic_search import CRITERIA, plot_topic_search
from framing.charts.topic_search import HEIGHT_MM as SEARCH_MM
from framing.recipes.shared import BEYOND, filled, levels_with_q
from framing.study import Study
from framing.wording import (
    about_counted,
    about_filled,
    about_intervals,
    about_outlets,
    number_of,
)


def topics(study: Study) -> Chart:
    """What share of each outlet's coverage does each topic have?"""
    model = study.topics()
    compared = study.compare(model.measure)
    table = levels_with_q(compared)
    return Chart(
        name="topics",
        title="Topics by outlet",
        subtitle="% of the outlet's articles by topic weight; "
        f"{about_filled(study) * bool(table['q_value'].notna().any())}beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} Intervals are conditional on the fitted "
        "topics. Topics are not frames: they say what is covered, not how. Labels are the most "
        f"characteristic words. {about_counted(study)} {about_outlets(table)}",
        alt=f"{len(model.labels)} panels of dots with intervals. Filled dots: " + filled(table),
        data=table,
        plot=plot_levels,
        options={"order": study.outlets, "palette": study.palette, "unit": model.measure.unit},
        height_mm=levels_height(len(study.outlets), model.labels),
        provenance={"topics": model.measure.settings},
    )


def topic_words(study: Study) -> Chart:
    """Which words make each topic?"""
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


def topic_search(study: Study) -> Chart:
    """What does each number of topics give, and what does it cost?"""
    search = study.topic_search()
    table, chosen = search.by_k, len(study.topics().labels)
    n_fits = len(search.settings["seeds"])
    return Chart(
        name="topic-search",
        title="What each number of topics gives",
        subtitle="0 to 1, and −1 to 1 for coherence; ringed: the highest; band: least to most of "
        f"{n_fits} fits",
        caption=f"{search.trade_off} Each fit leaves out a fifth of the articles. Coherence: NPMI "
        "of the ten foremost words. Fit: how well topics foretell one half of an article held "
        "out from the other. Stability: how alike the foremost words of matched topics are in "
        "two fits; grey and hollow: from other starting points, with the same articles. Dotted: "
        f"the {number_of(chosen, 'topic')} of this study.",
        alt=_of_search(table),
        data=table,
        plot=plot_topic_search,
        options={"chosen": chosen},
        height_mm=SEARCH_MM,
        provenance={"topics": search.settings},
        nothing="too few articles to try numbers of topics",
    )


def _of_search(table: pd.DataFrame) -> str:
    if table.empty:
        return "No number of topics could be tried."
    at_best = "; ".join(
        f"{words} is highest at {int(table.loc[table[name].idxmax(), 'k'])} topics"
        for name, words in CRITERIA.items()
        if table[name].notna().any()
    )
    return f"Four panels of lines over {number_of(len(table), 'number')} of topics: {at_best}."
