"""Words: loaded terms by category, and those each outlet prefers."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.levels import levels_height, plot_levels
from framing.charts.terms import plot_terms, terms_height
from framing.evidence import sentences_behind
from framing.recipes.shared import BEYOND, about_audit, filled, levels_with_q
from framing.study import Study
from framing.style import shown_unit
from framing.wording import (
    about_counted,
    about_filled,
    about_intervals,
    about_outlets,
    about_quotes,
    about_voice,
    against,
    on_shared,
)


def loaded_terms(study: Study) -> Chart:
    """How often does each outlet use loaded terms, by category?"""
    measure = study.loaded_terms()
    table, silent = _with_hits(levels_with_q(study.compare(measure)))
    quotes = about_quotes(study) if measure.settings["voice"] != "all" else ""
    _, unit = shown_unit(measure.unit)
    tested = bool(table["q_value"].notna().any())
    categories = list(dict.fromkeys(table["category"]))
    return Chart(
        name="loaded-terms",
        title="Loaded terms by outlet and category" + f", against {against(study)}" * tested,
        subtitle=f"{unit}, {about_voice(measure)}; {about_filled(study) * tested}dotted: all "
        "outlets; beside the name, articles",
        caption=f"{about_intervals(table)} {BEYOND} A hit shows that a word "
        "was used, not that it was unfair. "
        f"{about_audit(study, measure.name)} "
        f"{lexicon_caution(study.settings.loaded_terms.lexicon)} {silent} {quotes} "
        f"{about_counted(study)} {about_outlets(table)}",
        alt=f"{len(categories)} panels of dots with intervals. Filled dots: " + filled(table),
        data=table,
        plot=plot_levels,
        options={"order": study.outlets, "palette": study.palette, "unit": measure.unit},
        height_mm=levels_height(len(study.outlets), categories),
        behind=sentences_behind({measure.settings["voice"]: measure}, study.counts),
        provenance={"lexicon": measure.settings},
    )


def keyness(study: Study) -> Chart:
    """Which words does each outlet use more than the others on the same events?"""
    from framing.comparison.keyness import keyness

    within = study.settings.compare.within
    reference = study.settings.outlets.reference
    table = keyness(study.counts, within=within, reference=reference)
    wanted = study.settings.keyness.terms
    table = table[table["log_odds"] > 0].sort_values(["outlet", "z"], ascending=[True, False])
    table = table.groupby("outlet", sort=False).head(wanted).reset_index(drop=True)
    n = table["outlet"].nunique()
    return Chart(
        name="keyness",
        title=f"Words each outlet prefers, against {against(study)} {on_shared(study)}",
        subtitle="log-odds ratio with an informative Dirichlet prior; at the right, the outlet's "
        "count; filled: q < .05",
        caption="Ranked by z (Monroe, Colaresi and Quinn 2008), which is descriptive: words come "
        "in bursts. q from exchanging outlets within events; words in fewer than 5 articles or "
        f"3 events are not tested. {about_counted(study)} {about_outlets(table)}",
        alt=f"{n} panels of words. First words: "
        + "; ".join(
            f"{outlet}: {', '.join(rows['term'].head(3))}"
            for outlet, rows in table.groupby("outlet", sort=False)
        ),
        data=table,
        plot=plot_terms,
        options={"order": study.outlets, "palette": study.palette},
        height_mm=terms_height(wanted, list(dict.fromkeys(table["outlet"]))),
    )


def _with_hits(table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The categories that have a hit at all, and a sentence that names the others."""
    hits = table.groupby("category", sort=False)["numerator"].sum()
    silent = [name.replace("_", " ") for name in hits.index[hits == 0]]
    told = f"No hits in {', '.join(silent)}." if silent else ""
    return table[table["category"].isin(hits.index[hits != 0])].reset_index(drop=True), told


def lexicon_caution(lexicon: str) -> str:
    if lexicon != "loaded-news":
        return "This lexicon has not been validated here."
    return "The lexicon is not validated for your subject: read a sample of the hits."
