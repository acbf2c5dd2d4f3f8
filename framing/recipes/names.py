"""Names: which of several names for one thing each outlet chooses."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.names import COLUMNS, names_height, plot_names
from framing.evidence import sentences_behind
from framing.measures.measure import Measure
from framing.recipes.shared import levels_with_q
from framing.study import Study
from framing.wording import (
    about_counted,
    about_filled,
    about_intervals,
    about_outlets,
    about_quotes,
    about_voice,
    against,
    number_of,
)

FEWEST_QUOTED = 5


def word_choice(study: Study) -> Chart:
    """What does each outlet call things that have several names?"""
    measure = study.word_choice()
    voice = measure.settings["voice"]
    table = _placed(levels_with_q(study.compare(measure)), measure)
    table = table.join(_quoted(study, voice), on=["outlet", "category"])
    table = table.join(_amounts(study.word_choice(of="words")), on=["outlet", "set"])
    tested = bool(table["q_value"].notna().any())
    sets = list(dict.fromkeys(table["set"]))
    quotes = about_quotes(study) if voice != "all" else ""
    diamonds = "small diamonds: in words it quotes, from 5 uses on; " * bool(
        table["quoted"].notna().any()
    )
    chosen = study.settings.word_choice.sets
    return Chart(
        name="word-choice",
        title="What things are called" + f", against {against(study)}" * tested,
        subtitle=f"% of the names of a set that an outlet uses, {about_voice(measure)}; {diamonds}"
        f"{about_filled(study) * tested}beside the name, articles with a name of the set; at the "
        "right, uses of its names, and per 1,000 words",
        caption=f"{about_intervals(table)} A share is given one from 10 articles of 5 events on. "
        f"{_about_names(table, measure)} That names are rivals is the set's claim: what they stand "
        f"for may differ too, so read the sentences. {_about_sets(bool(chosen), len(sets))} "
        f"{quotes} {about_counted(study)} {about_outlets(table)}",
        alt=f"{number_of(len(sets), 'set')} of names, a panel for each name. {_preferred(table)}",
        data=table,
        plot=plot_names,
        options={"order": study.outlets, "palette": study.palette},
        height_mm=names_height(len(study.outlets), len(sets)),
        behind=sentences_behind({voice: measure}, study.counts),
        provenance={"word_choice": measure.settings},
        nothing="none of the names is used",
    )


def _placed(table: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Rows with their set and name: of each set the names used most, of sets those used."""
    set_of = {name: of for of, names in measure.settings["sets"].items() for name in names}
    table = table.assign(
        set=table["category"].map(set_of), name=table["category"].str.split("/").str[-1]
    )
    uses = table.groupby("category", sort=False)["numerator"].sum()
    uses = uses[uses > 0].sort_values(ascending=False, kind="stable")
    kept = uses.groupby(uses.index.map(set_of), sort=False).head(COLUMNS)
    rank = {name: number for number, name in enumerate(kept.index)}
    table = table[table["category"].isin(kept.index)]
    place = {of: number for number, of in enumerate(measure.settings["sets"])}
    order = pd.DataFrame({"set": table["set"].map(place), "name": table["category"].map(rank)})
    return table.loc[order.sort_values(["set", "name"], kind="stable").index].reset_index(drop=True)


def _quoted(study: Study, voice: str) -> pd.DataFrame:
    """By outlet and category ``quoted``, the share in quoted words where these use the set's names
    five times, if the chart is of own words; else no rows."""
    keys = ["outlet", "category"]
    if voice != "own":
        return pd.DataFrame({"quoted": [], **{key: [] for key in keys}}).set_index(keys)
    levels = study.compare(study.word_choice("quoted"), interval="none")
    levels = levels[(levels["kind"] == "level") & (levels["denominator"] >= FEWEST_QUOTED)]
    return levels.set_index(keys)[["estimate"]].set_axis(["quoted"], axis=1)


def _amounts(measure: Measure) -> pd.DataFrame:
    """By outlet and set: ``uses`` of all its names, and ``amount``, these per 1,000 words."""
    measure = measure.weighted()
    sums = measure.sums.join(measure.articles["outlet"], on="article_id")
    set_of = {name: of for of, names in measure.settings["sets"].items() for name in names}
    sums = sums.assign(set=sums["category"].map(set_of))
    uses = sums.groupby(["outlet", "set"])["numerator"].sum()
    words = sums.drop_duplicates(["article_id", "set"]).groupby(["outlet", "set"])["denominator"]
    return pd.DataFrame({"uses": uses, "amount": 1000 * uses / words.sum()})


def _about_names(table: pd.DataFrame, measure: Measure) -> str:
    """The names that are not drawn."""
    shown = set(table["category"])
    drawn = set(table["set"])
    used = dict(zip(measure.categories, measure.numerators.T, strict=True))
    rest = [
        name
        for of, names in measure.settings["sets"].items()
        if of in drawn
        for name in names
        if name not in shown and (used[name] > 0).any()
    ]
    if not rest:
        return ""
    named = ", ".join(name.split("/")[-1] for name in rest[:6]) + ", …" * (len(rest) > 6)
    return f"Counted but not drawn: {named}."


def _about_sets(chosen: bool, n_sets: int) -> str:
    if chosen:
        return ""
    return (
        f"Drawn: the {number_of(n_sets, 'set')} of the package's between whose names most articles "
        "choose; others can be named in study.toml."
    )


def _preferred(table: pd.DataFrame) -> str:
    """For each set the name that most outlets use most."""
    known = table.dropna(subset=["estimate"])
    if known.empty:
        return "None of them is used."
    first = known.loc[known.groupby(["set", "outlet"], sort=False)["estimate"].idxmax()]
    told = [
        f"{of}: {', '.join(f'{row.outlet} {row.name_}' for row in rows.head(8).itertuples())}"
        for of, rows in first.rename(columns={"name": "name_"}).groupby("set", sort=False)
    ]
    return "Used most: " + "; ".join(told) + "."
