"""Selection and wording: what of a difference is which events, and what is which words."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.selection import plot_selection, selection_height
from framing.comparison.decomposition import COMPONENTS, decompose
from framing.comparison.intervals import FEWEST_UNITS
from framing.recipes.terms import lexicon_caution
from framing.study import Study
from framing.style import shown_unit
from framing.wording import about_counted, about_outlets, against, number_of


def selection(study: Study) -> Chart:
    """Is a difference one of wording, or of which events an outlet covers?"""
    measure = study.loaded_terms()
    within, reference = study.settings.compare.within, study.settings.outlets.reference
    articles = measure.articles
    able = within is not None and within in articles and articles["outlet"].nunique() > 1
    without: list[str] = []
    if able:
        table = decompose(measure, within=str(within), reference=reference)
        hits = table.groupby("category", sort=False)["estimate"].transform(lambda v: (v != 0).any())
        # What rests on fewer shared events would be large parts that cancel out.
        split = table["n_shared"] >= FEWEST_UNITS
        without = list(dict.fromkeys(table.loc[~split, "outlet"]))
        table = table[hits & split].reset_index(drop=True)
    else:
        table = pd.DataFrame(columns=["outlet", "category", "component", "estimate", "n_articles"])
    drawn = [outlet for outlet in study.outlets if (table["outlet"] == outlet).any()]
    categories = list(dict.fromkeys(table["category"]))
    _, unit = shown_unit(measure.unit)
    return Chart(
        name="selection-wording",
        title="Loaded terms: a difference of wording, or of the events chosen?",
        subtitle=f"difference from {against(study)}, {unit}: full colour, wording on the same "
        "events; pale, more or less room for shared events; outlined, events that one side alone "
        "covers; dot, all together",
        caption="The parts of a row add up to its dot; those of one sign stand side by side. "
        "Lines: 95% intervals of the whole (jackknife over events); those of the parts are in the "
        f"table. {_about_shared(table)} Wording on events that one side alone covers cannot be "
        f"told from selection. {lexicon_caution(study.settings.loaded_terms.lexicon)} "
        f"{_about_few(without)} {about_counted(study)} {about_outlets(table)}",
        alt=f"{number_of(len(categories), 'panel')} of stacked bars; their parts are "
        + ", ".join(COMPONENTS[1:])
        + ".",
        data=table,
        plot=plot_selection,
        options={"order": drawn, "palette": study.palette, "unit": measure.unit},
        height_mm=selection_height(len(drawn), categories),
        provenance={"lexicon": measure.settings},
        nothing="no outlet shares five events with the others: the parts cannot be told apart",
    )


def _about_few(without: list[str]) -> str:
    if not without:
        return ""
    named = ", ".join(without[:5]) + ", …" * (len(without) > 5)
    return f"Not drawn, with fewer than {FEWEST_UNITS} shared events: {named}."


def _about_shared(table: pd.DataFrame) -> str:
    """How little of some outlet's words stands in events that others cover."""
    if table.empty:
        return ""
    least = table.drop_duplicates("outlet").set_index("outlet")["share_shared"]
    name = least.idxmin()
    return f"On shared events: from {least.min():.0%} ({name}) to {least.max():.0%} of the words."
