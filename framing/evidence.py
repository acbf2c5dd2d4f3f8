"""From a number back to the sentences it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from framing.measures.counts import Counts
    from framing.measures.measure import Measure

ABOUT = ("outlet", "event", "date")
COLUMNS = [
    "article_id",
    *ABOUT,
    "field",
    "sentence",
    "char_start",
    "char_end",
    "category",
    "value",
    "hit",
    "sentence_text",
]


def sentences_behind(
    measures: Mapping[str, Measure], counts: Counts, column: str | None = None
) -> Callable[..., pd.DataFrame]:
    """A function that shows the evidence of some measures, narrowed by column and value.

    Parameters
    ----------
    measures : mapping
        Measures by name; where there are several, `column` tells them apart.
    counts : Counts
        What was measured, for the sentences' texts; features have none.

    Returns
    -------
    callable
        ``behind(outlet=..., event=..., category=...)`` gives a frame with the columns
        ``article_id, outlet, event, date, field, sentence, char_start, char_end, category,
        value, hit, sentence_text``; ``value`` adds up to the numerators.
    """

    def behind(**where: Any) -> pd.DataFrame:
        tokens = counts.tokens
        chosen = {name: measure.weighted() for name, measure in measures.items()}
        if column is not None and column in where:
            wanted = check_choice(column, where.pop(column), measures)
            chosen = {wanted: chosen[wanted]}
        if "category" in where:
            there = dict.fromkeys(name for one in chosen.values() for name in one.categories)
            wanted = check_choice("category", where["category"], there)
            chosen = {name: one for name, one in chosen.items() if wanted in one.categories}
        found = []
        for name, measure in chosen.items():
            frame = _narrowed(measure, where)
            found.append(frame.assign(**{column: name}) if column else frame)
        frame = pd.concat(found, ignore_index=True)
        texts = {name: tokens.text_of(name) for name in frame["article_id"].unique()}
        hits = [texts[row.article_id][row.char_start : row.char_end] for row in frame.itertuples()]
        sentences = [
            tokens.sentence_text(row.article_id, row.sentence) for row in frame.itertuples()
        ]
        frame["hit"] = pd.Series(hits, frame.index, dtype="str")
        frame["sentence_text"] = pd.Series(sentences, frame.index, dtype="str")
        return frame[[*COLUMNS, *([column] if column else [])]]

    return behind


def on_shared_events(measure: Measure, within: str | None, reference: str | None) -> Measure:
    """The measure of the articles on which contrasts rest: those on events that two outlets or
    more report, the reference among them; all articles where there are no events."""
    articles = measure.articles
    if within is None or within not in articles or articles[within].isna().all():
        return measure
    counted = articles[(measure.denominators > 0).any(axis=1)]
    shared = counted.groupby(within)["outlet"].nunique() > 1
    if reference is not None:
        shared &= shared.index.isin(counted.loc[counted["outlet"] == reference, within])
    return measure.restrict(articles.index[articles[within].isin(shared.index[shared])])


def _narrowed(measure: Measure, where: Mapping[str, Any]) -> pd.DataFrame:
    articles = measure.articles.reset_index()
    spans = dict(where)
    for name in list(spans):
        if name in articles.columns:
            value = spans.pop(name)
            values = [value] if isinstance(value, str) or not hasattr(value, "__iter__") else value
            unknown = [one for one in values if not (articles[name] == one).any()]
            if unknown:
                raise FramingError(
                    f"{name}={unknown[0]!r} is not in the corpus; "
                    f"see measure.articles[{name!r}].unique()."
                )
            articles = articles[articles[name].isin(values)]
    evidence = measure.evidence_of(articles["article_id"])
    for name, value in spans.items():
        if name not in evidence.columns:
            allowed = sorted({*articles.columns, *evidence.columns})
            raise FramingError(
                f"the column {name!r} is not known; choose one of {', '.join(allowed)}."
            )
        evidence = evidence[evidence[name] == value]
    about = [name for name in ABOUT if name in articles.columns]
    joined = evidence.merge(articles[["article_id", *about]], on="article_id", how="left")
    return joined.reindex(
        columns=[name for name in COLUMNS if name not in ("hit", "sentence_text")]
    )
