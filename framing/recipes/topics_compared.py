"""Topics compared: by outlet with the model's own uncertainty, inside one topic, over time, in
pairs."""

from __future__ import annotations

from contextlib import suppress

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.levels import levels_height
from framing.charts.terms import plot_terms, terms_height
from framing.charts.timeline import plot_timeline, timeline_height
from framing.charts.topic_correlation import plot_topic_correlation, topic_correlation_height
from framing.charts.topic_prevalence import plot_topic_prevalence
from framing.errors import FramingError, LeftOut
from framing.recipes.shared import BEYOND
from framing.recipes.timeline import window
from framing.study import Study
from framing.style import COLOURS
from framing.wording import about_counted, about_outlets, against, number_of, on_shared

NO_FRAMES = "Topics are not frames: they say what is covered, not how."


def topic_prevalence(study: Study) -> Chart:
    """Which differences in topics survive another fit of the topics?"""
    from framing.comparison.topic_prevalence import topic_prevalence

    model, refits = study.topics(), study.settings.topics.refits
    if not refits:
        raise LeftOut(
            "the topics are fitted once; write refits = 10 under [topics] in study.toml to see "
            "what other fits leave of the result."
        )
    chosen = study.settings.compare
    table = topic_prevalence(
        model,
        within=chosen.within,
        refits=refits,
        reference=study.settings.outlets.reference,
        resamples=chosen.resamples,
        seed=study.settings.seed,
    )
    table = table[table["kind"] == "contrast"].reset_index(drop=True)
    narrow = ((table["conf_low"] > 0) | (table["conf_high"] < 0)).sum()
    sure = (table["conf_low_refits"] > 0) | (table["conf_high_refits"] < 0)
    share = table["model_share"].median()
    told = f" In the median, {share:.0%} of a squared width is the model's own."
    left = [f"{row.outlet} in {row.category}" for row in table[sure].itertuples()]
    return Chart(
        name="topic-prevalence",
        title=f"Topics by outlet, against {against(study)} {on_shared(study)}",
        subtitle="difference in % of topic weight; thick line: topics as fitted; thin line: with "
        f"{refits} other fits; filled: q < .05",
        caption=f"95% intervals. Of {narrow} that exclude 0 with the topics as fitted, "
        f"{int(sure.sum())} do with the uncertainty of the topics themselves: fits to articles "
        f"drawn with replacement, topics matched one to one.{told * bool(share > 0)} "
        f"{BEYOND} {NO_FRAMES} "
        f"{about_counted(study)} {about_outlets(table)}",
        alt=f"{len(model.labels)} panels of dots with two intervals each. The wider excludes 0 "
        f"for: {'; '.join(left[:12]) or 'none'}.",
        data=table,
        plot=plot_topic_prevalence,
        options={"order": study.outlets, "palette": study.palette, "unit": model.measure.unit},
        height_mm=levels_height(len(study.outlets), model.labels),
        provenance={"topics": model.measure.settings, "refits": refits},
    )


def topic_outlets(study: Study) -> Chart:
    """Which words does each outlet prefer when it is on the same topic?"""
    from framing.comparison.topic_words import topic_keyness

    model, chosen = study.topics(), study.settings.topics.topic
    if not model.labels:
        raise LeftOut("no topic could be fitted: there are too few articles with words.")
    label = model.label_of(chosen)
    table = topic_keyness(model, label, within=study.settings.compare.within)
    wanted = study.settings.keyness.terms
    table = table[table["log_odds"] > 0].groupby("outlet", sort=False).head(wanted)
    table = table.reset_index(drop=True)
    named = [outlet for outlet in study.outlets if outlet in set(table["outlet"])]
    return Chart(
        name="topic-outlets",
        title=f"Words each outlet prefers inside the topic “{label}”",
        subtitle=f"log-odds ratio {on_shared(study)}; at the right, the outlet's occurrences dealt "
        "to the topic; filled: q < .05",
        caption="Each word is dealt to topics by its chances to be of each, which the fitted "
        "topics give. Ranked by z, which is descriptive; q from exchanging outlets within events. "
        f"Intervals are in the table. {about_counted(study)}",
        alt=f"{len(named)} panels of words. First words: "
        + "; ".join(
            f"{outlet}: {', '.join(rows['term'].head(3))}"
            for outlet, rows in table.groupby("outlet", sort=False)
        ),
        data=table,
        plot=plot_terms,
        options={"order": named, "palette": study.palette},
        height_mm=terms_height(wanted, named),
        provenance={"topics": model.measure.settings, "topic": label},
        nothing="no word of the topic is in three articles",
    )


def topic_dates(study: Study) -> Chart:
    """When was each topic covered?"""
    from framing.comparison.timeline import rolling

    model = study.topics()
    measure = model.measure
    measure = measure.with_articles(measure.articles.assign(everywhere="all"))
    days = window(study.counted.articles.assign(outlet="all"))
    table = pd.DataFrame(columns=["category", "date", "estimate", "conf_low", "conf_high"])
    if model.labels:
        with suppress(FramingError):  # no dates
            table = rolling(measure, by="everywhere", days=days, step=max(1, days // 6))
    known = table.dropna(subset=["conf_low"])
    if len(known):
        inside = table["date"].between(known["date"].min(), known["date"].max())
        table = table[inside].reset_index(drop=True)
    table = table.drop(columns="everywhere", errors="ignore")
    table = table.rename(columns={"category": "outlet"}).assign(category="")
    peaks = table.loc[table.groupby("outlet")["estimate"].idxmax()] if len(table) else table
    few = int(table["conf_low"].isna().sum())
    said = "; ".join(f"{row.outlet} about {row.date:%d %B %Y}" for row in peaks.itertuples())
    return Chart(
        name="topic-dates",
        title="Topics over time",
        subtitle=f"% of topic weight in all outlets, in windows of {number_of(days, 'day')}; in "
        "grey, the other topics",
        caption="Bands: 95% intervals over the events in the window, point by point, conditional "
        "on the fitted topics. "
        f"{'Hollow points: fewer than five events. ' * (few > 0)}"
        "Windows overlap, so neighbouring points share their articles; which outlets have articles "
        "may change with time. "
        f"{NO_FRAMES} {about_counted(study)}",
        alt=f"{number_of(len(model.labels), 'panel')} with a line each. Highest: {said}.",
        data=table,
        plot=plot_timeline,
        options={
            "order": model.labels,
            "palette": dict.fromkeys(model.labels, COLOURS[0]),
            "unit": measure.unit,
        },
        height_mm=timeline_height(len(model.labels)),
        provenance={"topics": measure.settings},
        nothing="no article has a date, or no topic could be fitted",
    )


def topic_correlation(study: Study) -> Chart:
    """Which topics go together, and which keep apart?"""
    from framing.comparison.topic_correlation import topic_correlation

    model = study.topics()
    table = topic_correlation(model, study.settings.compare.within)
    sure = table[table["conf_low"] > table["alone"]].nlargest(5, "r")
    pairs = "; ".join(f"{row.label} with {row.other_label}" for row in sure.itertuples())
    return Chart(
        name="topic-correlation",
        title="Topics that go together",
        subtitle="correlation of shares over articles; brown: found together, green: apart; white: "
        "not told from chance",
        caption="Shares add up to 1, so that topics alone are correlated a little below 0; colour "
        "is the distance from that, where the 95% interval (over events) excludes it. "
        f"{NO_FRAMES} {about_counted(study)}",
        alt=f"A triangle of {number_of(len(table), 'pair')} of topics. Found together: "
        f"{pairs or 'none'}.",
        data=table,
        plot=plot_topic_correlation,
        height_mm=topic_correlation_height(len(model.labels)),
        provenance={"topics": model.measure.settings},
        nothing="fewer than two topics",
    )
