"""Two outlets side by side, event by event."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from framing.charts.chart import Chart
from framing.charts.dumbbells import dumbbells_height, plot_dumbbells
from framing.comparison.grouping import prepared
from framing.evidence import sentences_behind
from framing.measures.measure import Measure
from framing.recipes.coverage import MOST_EVENTS, labelled
from framing.recipes.sentiment import validity
from framing.study import Study
from framing.wording import (
    about_copies,
    about_intervals,
    about_outlets,
    about_voice,
    number_of,
)

EVENT = ["kind", "event", "label", "date"]
PAIR = ["outlet", "reference", "value", "value_reference"]
TESTED = ["estimate", "conf_low", "conf_high", "interval_method", "p_value", "n_events", "note"]
OWN = ["numerator", "denominator", "n_articles"]
SUMS = [*OWN, *(f"{name}_reference" for name in OWN)]


def dumbbells(study: Study) -> Chart:
    """Is one outlet darker than another in event after event?"""
    within, reference = study.settings.compare.within or "event", study.settings.outlets.reference
    measure = study.sentiment(study.loaded_terms().settings["voice"]).select(["compound"])
    cells = cells_by_event(measure, within)
    pair = pair_sharing_most(cells, study.outlets, reference)
    if pair is None:
        table, n_shared, behind = pd.DataFrame(columns=[*EVENT, *PAIR, *TESTED, *SUMS]), 0, None
    else:
        events = side_by_side(cells, *pair)
        n_shared = len(events)
        drawn = events.nlargest(MOST_EVENTS, "weight").sort_values("estimate", ascending=False)
        compared = study.compare(measure, within=within, reference=pair[1])
        pooled = _pooled(events, compared[compared["kind"] == "contrast"], pair[0])
        table = pd.concat([_named(drawn, study, within), pooled], ignore_index=True)
        table = table.assign(outlet=pair[0], reference=pair[1])
        table = table[[*EVENT, *PAIR, *TESTED, *SUMS]]
        articles = prepared(measure, "outlet", within)[0].articles
        shown = articles["outlet"].isin(pair) & articles[within].isin(drawn.index)
        behind = sentences_behind({"all": measure.restrict(articles.index[shown])}, study.counts)
    which = f"all {within}s that both cover"
    if n_shared > MOST_EVENTS:
        which = f"the {MOST_EVENTS} of {n_shared:,} shared {within}s that weigh most"
    how = "set `reference` under [outlets] for another pair" if reference is None else (
        "the reference and the outlet that shares most with it"
    )  # fmt: skip
    return Chart(
        name="dumbbells",
        title=f"Lexical sentiment {within} by {within}"
        + (f": {pair[0]} and {pair[1]}" if pair else ""),
        subtitle=f"{measure.unit} (−1 to 1), {about_voice(measure)}; {which}, by difference",
        caption=f"Chosen for the {within}s they share, not for what they differ in ({how}). A row "
        f"rests on few articles and has no interval. {_about_pooled(table, within)} "
        f"{validity(study.settings.sentiment.lexicon)} {about_copies(study)} "
        f"{about_outlets(table[table['kind'] == 'pooled'])}",
        alt=_in_words(table),
        data=table,
        plot=plot_dumbbells,
        options={"palette": study.palette, "unit": measure.unit},
        height_mm=dumbbells_height(len(table) - 1),
        behind=behind,
        nothing=f"no two outlets cover the same {within}",
    )


def cells_by_event(measure: Measure, within: str) -> pd.DataFrame:
    """What a measure of one category counts in each event (rows) and outlet.

    Returns
    -------
    DataFrame
        Columns ``numerator``, ``denominator``, ``n_articles``, and beneath each the outlets; NaN
        where an outlet has nothing. No rows where nothing is called `within`.
    """
    if within == "event" and "event" not in measure.articles:
        return pd.DataFrame(columns=pd.MultiIndex.from_product([OWN, []]))
    measure = prepared(measure.weighted(), "outlet", within)[0]
    sums = measure.sums[measure.sums["denominator"] > 0].set_index("article_id")
    joined = sums.join(measure.articles[["outlet", within]])
    cells = joined.groupby(["outlet", within], observed=True).agg(
        numerator=("numerator", "sum"), denominator=("denominator", "sum"),
        n_articles=("numerator", "size"),
    )  # fmt: skip
    return cells.unstack("outlet")


def pair_sharing_most(
    cells: pd.DataFrame, outlets: list[str], reference: str | None
) -> tuple[str, str] | None:
    """The two outlets that share most events, or the reference and the one that does so with it;
    of several the first."""
    if cells.empty:
        return None
    there = cells["denominator"].notna()
    known = [outlet for outlet in outlets if outlet in there]
    pairs = list(combinations(known, 2))
    if reference is not None:
        pairs = [(outlet, reference) for outlet in known if outlet != reference in known]
    shared = [int((there[one] & there[other]).sum()) for one, other in pairs]
    return pairs[int(np.argmax(shared))] if max(shared, default=0) else None


def side_by_side(cells: pd.DataFrame, outlet: str, reference: str) -> pd.DataFrame:
    """A row an event that both cover: their values, the difference, and its weight."""
    own, other = (cells.xs(name, axis="columns", level="outlet") for name in (outlet, reference))
    table = own.join(other.add_suffix("_reference")).dropna()
    table = table.astype({name: "int64" for name in SUMS if name.startswith("n_")})
    x, x_other = table["denominator"], table["denominator_reference"]
    value, value_other = table["numerator"] / x, table["numerator_reference"] / x_other
    return table.assign(
        value=value,
        value_reference=value_other,
        estimate=value - value_other,
        weight=x * x_other / (x + x_other),
    )


def _named(events: pd.DataFrame, study: Study, within: str) -> pd.DataFrame:
    articles = study.counted.articles
    if within == "event":
        names = labelled(articles[articles["event"].isin(events.index)]).set_index("event")
    else:
        names = pd.DataFrame({"label": events.index.astype(str), "date": pd.NaT}, events.index)
    named = events.join(names).rename_axis("event").reset_index()
    return named.assign(kind="event", interval_method="none", n_events=1, note="")


def _pooled(events: pd.DataFrame, contrasts: pd.DataFrame, outlet: str) -> pd.DataFrame:
    """All events together, and the difference as `compare` gives it."""
    row = contrasts.loc[contrasts["outlet"] == outlet, TESTED].iloc[[0]].reset_index(drop=True)
    means = {
        name: np.average(events[name], weights=events["weight"])
        for name in ("value", "value_reference")
    }
    return row.assign(kind="pooled", **means, **{name: events[name].sum() for name in SUMS})


def _about_pooled(table: pd.DataFrame, within: str) -> str:
    pooled = table[table["kind"] == "pooled"]
    if pooled.empty:
        return ""
    told = f"Square: the difference over all shared {within}s. {about_intervals(pooled)}"
    p, note = pooled[["p_value", "note"]].iloc[0]
    if p == p:
        told += f" p = {p:.3f}, from exchanging the two within {within}s" + f" ({note})" * (
            note != ""
        )
        told += "."
    return told


def _in_words(table: pd.DataFrame) -> str:
    if table.empty:
        return "Nothing is drawn: no two outlets are on the same events."
    rows, pooled = table[table["kind"] == "event"], table.iloc[-1]
    higher = int((rows["estimate"] > 0).sum())
    return (
        f"{number_of(len(rows), 'row')} of two joined marks. {pooled['outlet']} is higher than "
        f"{pooled['reference']} in {higher} of them; difference over all {pooled['estimate']:.2f}."
    )
