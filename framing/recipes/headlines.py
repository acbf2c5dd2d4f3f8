"""Headlines against the articles under them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.headlines import headlines_height, plot_headlines
from framing.errors import LeftOut, NoSentences, check_choice
from framing.evidence import sentences_behind
from framing.measures.counts import counts_of
from framing.measures.headline_body import headline_body
from framing.recipes.shared import filled
from framing.study import Study
from framing.style import shown_unit
from framing.tokens import tokenize
from framing.wording import (
    about_counted,
    about_filled,
    about_intervals,
    about_outlets,
    about_voice,
    number_of,
)

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.measures.measure import Measure
    from framing.tokens import Tokens

MOST_PANELS = 8
FEWEST_HITS = 10  # in all headlines together


def headlines(study: Study) -> Chart:
    """Are headlines darker, or more loaded, than the articles under them?"""
    from framing.comparison.families import q_values
    from framing.comparison.headlines import headline_gap

    measures = _measures(study)
    chosen = study.settings.compare
    found = []
    for measure in measures:
        gaps = headline_gap(
            measure,
            within=chosen.within,
            reference=study.settings.outlets.reference,
            resamples=chosen.resamples,
            seed=study.settings.seed,
        )
        found.append(gaps.assign(unit=measure.unit))
    gaps = pd.concat(found, ignore_index=True)
    gaps["q_value"] = q_values(gaps["p_value"].to_numpy())
    keys = ["outlet", "category"]
    tested = gaps[gaps["kind"] == "contrast"][[*keys, "p_value", "q_value"]]
    levels = gaps[gaps["kind"] == "level"].drop(columns=["p_value", "q_value"])
    table = levels.merge(tested, on=keys, how="left")
    n_panels = table["category"].nunique()
    left_out = len(study.loaded_terms().categories) + 1 - n_panels
    units = "; ".join(f"{one.name}: {shown_unit(one.unit)[1]}" for one in measures)
    few = f"Not drawn: {left_out} of the loaded terms' categories, with fewer hits in headlines."
    return Chart(
        name="headlines",
        title="Headlines less the articles under them",
        subtitle=f"difference; {units}; {about_voice(measures[0])}; "
        + about_filled(study) * bool(table["q_value"].notna().any())
        + "beside the name, articles",
        caption=f"{about_intervals(table)} Right of the line: higher, or more often, in headlines. "
        "Each panel has its own scale; a line that reaches its edge goes on beyond. A headline "
        "sums up an event as an article's first sentences do: what all outlets show is the form "
        f"and not the outlet. {few * (left_out > 0)} {about_counted(study)} {_about_few(table)}",
        alt=f"{number_of(n_panels, 'panel')} of dots with intervals. Filled dots: " + filled(table),
        data=table,
        plot=plot_headlines,
        options={"order": study.outlets, "palette": study.palette},
        height_mm=headlines_height(len(study.outlets), n_panels),
        behind=_behind(study),
    )


def _about_few(table: pd.DataFrame) -> str:
    if len(table) and table["n_articles"].max() <= 1:
        return "One article an outlet: the chart describes these articles and not the outlets."
    return about_outlets(table)


def _makers(study: Study) -> list[Callable[[Tokens | Corpus], Measure]]:
    """Sentiment and loaded terms as the study has them."""
    from framing.measures.loaded_terms import loaded_terms
    from framing.measures.sentiment import sentiment

    terms = study.loaded_terms()
    voice = terms.settings["voice"]
    feeling = study.lexicon_path(study.settings.sentiment.lexicon)
    lexicon = study.lexicon_path(study.settings.loaded_terms.lexicon)
    return [
        lambda tokens: sentiment(tokens, feeling, voice).select(["compound"]),
        lambda tokens: loaded_terms(tokens, lexicon, voice).select(terms.categories),
    ]


def _measures(study: Study) -> list[Measure]:
    """Sentiment, and the categories of loaded terms that headlines have most hits of."""
    if not study.has_sentences:
        raise NoSentences("headlines are set against articles' texts, and features have none.")
    articles = study.counted.articles
    if "title" not in articles or not articles["title"].notna().any():
        raise LeftOut("headlines are missing: no article has a title.")
    made = [headline_body(make, study.counted) for make in _makers(study)]
    sums = made[1].sums
    hits = sums[sums["part"] == "headline"].groupby("category", sort=False)["numerator"].sum()
    most = hits[hits >= FEWEST_HITS].sort_values(ascending=False, kind="stable")
    wanted = most.index[: MOST_PANELS - 1].tolist()
    return [made[0], made[1].select(wanted)] if wanted else made[:1]


def _behind(study: Study) -> Callable[..., pd.DataFrame]:
    """A function that shows the evidence of headlines, of articles, or (without `part`) of both."""
    found = {}
    for part, field in (("headline", "title"), ("body", "text")):
        tokens = tokenize(study.counted, field)
        made = [make(tokens) for make in _makers(study)]
        found[part] = sentences_behind({one.name: one for one in made}, counts_of(tokens))

    def behind(part: str | None = None, **where: Any) -> pd.DataFrame:
        wanted = found if part is None else [check_choice("part", part, found)]
        return pd.concat([found[name](**where) for name in wanted], ignore_index=True)

    return behind
