"""Recipes: from a study to a chart, by name. Notebooks and the command line both call these."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from framing.charts.chart import Chart
from framing.errors import check_choice
from framing.recipes import (
    agency,
    casualties,
    coding,
    collocations,
    copies,
    coverage,
    differences,
    dumbbells,
    event,
    frames,
    gold,
    headlines,
    heatmap,
    microframes,
    names,
    outlets,
    passives,
    power,
    profiles,
    selection,
    sentiment,
    sources,
    targets,
    terms,
    timeline,
    topics,
    topics_compared,
    trust,
)
from framing.study import Study, as_study
from framing.wording import provenance


@dataclass(frozen=True)
class Recipe:
    """A chart by name, and the question that it answers."""

    name: str
    question: str
    make: Callable[[Study], Chart]


# In the order of the page.
_ALL = [
    Recipe(
        "coverage",
        "How many articles does each outlet have, and when?",
        coverage.coverage,
    ),
    Recipe(
        "events",
        "Which outlets report the same events?",
        coverage.events,
    ),
    Recipe(
        "one-event",
        "Which headlines did an event get, when, and what does only one outlet report?",
        event.one_event,
    ),
    Recipe(
        "copies",
        "What share of each outlet's articles is an agency's or another outlet's?",
        copies.copies,
    ),
    Recipe(
        "sentiment",
        "How positive or negative are each outlet's own words, and those it quotes?",
        sentiment.sentiment,
    ),
    Recipe(
        "sentiment-events",
        "Within each event, which outlet's report is darker or lighter?",
        sentiment.sentiment_events,
    ),
    Recipe(
        "dumbbells",
        "Is one outlet darker than another in event after event?",
        dumbbells.dumbbells,
    ),
    Recipe(
        "timeline",
        "How does each outlet's sentiment move over time?",
        timeline.timeline,
    ),
    Recipe(
        "loaded-terms",
        "How often does each outlet use loaded terms, by category?",
        terms.loaded_terms,
    ),
    Recipe(
        "differences",
        "How many times as often does each outlet use loaded terms as one of them?",
        differences.differences,
    ),
    Recipe(
        "power",
        "What differences could this corpus have shown?",
        power.power,
    ),
    Recipe(
        "selection-wording",
        "Is a difference one of wording, or of which events an outlet covers?",
        selection.selection,
    ),
    Recipe(
        "word-choice",
        "What does each outlet call things that have several names?",
        names.word_choice,
    ),
    Recipe(
        "keyness",
        "Which words does each outlet use more than the others on the same events?",
        terms.keyness,
    ),
    Recipe(
        "collocations",
        "Which words stand near a term in each outlet?",
        collocations.collocations,
    ),
    Recipe(
        "headlines",
        "Are headlines darker, or more loaded, than the articles under them?",
        headlines.headlines,
    ),
    Recipe(
        "sources",
        "Whose words does each outlet quote, and how many?",
        sources.sources,
    ),
    Recipe(
        "reporting-verbs",
        "With which verbs does each outlet hand on what people said?",
        sources.reporting_verbs,
    ),
    Recipe(
        "agency",
        "Which groups act in each outlet's reports, and which are acted upon?",
        agency.agency,
    ),
    Recipe(
        "target-sentiment",
        "How positive or negative is what each outlet says of whom?",
        targets.target_sentiment,
    ),
    Recipe(
        "passives",
        "How often does each outlet leave out who acted?",
        passives.passives,
    ),
    Recipe(
        "casualties",
        "How often does each outlet tell of deaths and injuries, and in which words?",
        casualties.casualties,
    ),
    Recipe(
        "deaths",
        "Do people die, are they killed, or does somebody kill them?",
        casualties.deaths,
    ),
    Recipe(
        "tolls",
        "Which number of dead does each outlet give for the same event?",
        casualties.tolls,
    ),
    Recipe(
        "frames",
        "In what share of its sentences does each outlet show each frame?",
        frames.frames,
    ),
    Recipe(
        "axis-check",
        "Which axes between two poles can this corpus carry?",
        microframes.axis_check,
    ),
    Recipe(
        "microframes",
        "Towards which pole of an axis do each outlet's words lie?",
        microframes.microframes,
    ),
    Recipe(
        "frame-clusters",
        "Which coded elements go together as frames?",
        microframes.frame_clusters,
    ),
    Recipe(
        "topics",
        "What share of each outlet's coverage does each topic have?",
        topics.topics,
    ),
    Recipe(
        "topic-words",
        "Which words make each topic?",
        topics.topic_words,
    ),
    Recipe(
        "topic-search",
        "What does each number of topics give, and what does it cost?",
        topics.topic_search,
    ),
    Recipe(
        "topic-prevalence",
        "Which differences in topics survive another fit of the topics?",
        topics_compared.topic_prevalence,
    ),
    Recipe(
        "topic-outlets",
        "Which words does each outlet prefer when it is on the same topic?",
        topics_compared.topic_outlets,
    ),
    Recipe(
        "topic-dates",
        "When was each topic covered?",
        topics_compared.topic_dates,
    ),
    Recipe(
        "topic-correlation",
        "Which topics go together, and which keep apart?",
        topics_compared.topic_correlation,
    ),
    Recipe(
        "profiles",
        "How does each outlet differ from the rest over all measures?",
        profiles.profiles,
    ),
    Recipe(
        "heatmap",
        "On which measures does each outlet differ, and how sure is it?",
        heatmap.heatmap,
    ),
    Recipe(
        "outlet-map",
        "Which outlets report the same events alike, over all measures?",
        outlets.outlet_map,
    ),
    Recipe(
        "outlet-tree",
        "Which outlets form groups, and how surely?",
        outlets.outlet_tree,
    ),
    Recipe(
        "phrase-map",
        "Which outlets use the same phrases on the same events?",
        outlets.phrase_map,
    ),
    Recipe(
        "phrases",
        "Which phrases set the outlets apart on the same events?",
        outlets.phrases,
    ),
    Recipe(
        "robustness",
        "Does the order of the outlets survive other choices?",
        trust.robustness,
    ),
    Recipe(
        "lexicon-agreement",
        "Do lexicons of sentiment agree on the same sentences?",
        trust.lexicon_agreement,
    ),
    Recipe(
        "agreement",
        "How far do those who coded agree, category by category?",
        coding.agreement,
    ),
    Recipe(
        "codes",
        "What did people find in the articles, by outlet?",
        coding.codes,
    ),
    Recipe(
        "audit",
        "How often is a hit right, and how much is missed, by category and outlet?",
        trust.audit,
    ),
    Recipe(
        "gold",
        "Does a lexicon find the frames that people found, in every outlet?",
        gold.gold,
    ),
    Recipe(
        "learning-curve",
        "Would a classifier of the frames gain from more codes?",
        gold.learning_curve,
    ),
]
RECIPES = {recipe.name: recipe for recipe in _ALL}


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
