"""Trust: other choices, other lexicons, and what people found in a sample of the hits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.charts.agreement import agreement_height, plot_agreement
from framing.charts.audit import audit_height, plot_audit
from framing.charts.chart import Chart
from framing.charts.robustness import plot_robustness, robustness_height
from framing.comparison.robustness import Robustness
from framing.comparison.variants import LEFT_OUT
from framing.errors import LeftOut
from framing.study import Study
from framing.wording import about_intervals, against, number_of, on_shared

TERMS_SHOWN = 3  # of the terms left out, those that move outlets most
SMALL = 0.6  # correlation of lexicons below which they hardly measure the same


def robustness(study: Study) -> Chart:
    """Does the order of the outlets survive other choices?"""
    found = study.robustness()
    ratio = found.unit == "ratio"
    table, span = _rows(found)
    known = table.groupby("outlet")["estimate"].transform("count") > 0
    table = table[known].reset_index(drop=True)
    drawn = [name for name in study.outlets if (table["outlet"] == name).any()]
    unit = "ratio to" if ratio else "difference from"
    more = "" if ratio else ", in standard deviations between articles"
    return Chart(
        name="robustness",
        title=f"Does it hold with other choices? {found.name[0].upper()}{found.name[1:]}",
        subtitle=f"{unit} {against(study)} {on_shared(study)}{more}; a row a choice made otherwise",
        caption=f"{about_intervals(table)} Filled: the interval leaves "
        f"{'1' if ratio else '0'} out. "
        f"Dotted: the value with the choices made. {_about_order(found)} τ: Kendall's tau-b "
        f"between the outlets' order in the row and in the first. {span} That an order survives "
        "shows that it does not hang on these choices, not that the measure is right.",
        alt=f"{number_of(len(drawn), 'panel')} of {number_of(table['row'].nunique(), 'row')}. "
        + _about_order(found),
        data=table,
        plot=plot_robustness,
        options={"order": study.outlets, "palette": study.palette, "ratio": ratio},
        height_mm=robustness_height(table["row"].nunique(), len(drawn)),
        provenance={"robustness": dict(found.settings)},
        nothing="no two outlets can be compared",
    )


def _rows(found: Robustness) -> tuple[pd.DataFrame, str]:
    """The rows drawn: all but the terms left out, and of these the ones that move outlets most."""
    table = found.table.merge(
        found.agreement[["kind", "variant", "kendall"]], on=["kind", "variant"], how="left"
    )
    left_out = table["kind"] == LEFT_OUT
    if table.empty:
        return table.assign(row=table["variant"]), ""
    table["row"] = table["variant"].where(~left_out, "without “" + table["variant"] + "”")
    base = table[table["kind"] == "base"].set_index("outlet")["estimate"]
    values = table["estimate"].astype(float)
    moved = values - table["outlet"].map(base)
    if found.unit == "ratio":
        moved = np.log(values) - np.log(table["outlet"].map(base))
    largest = moved.abs()[left_out].groupby(table["row"][left_out]).max()
    foremost = largest.sort_values(ascending=False, kind="stable").index[:TERMS_SHOWN]
    shown = table[~left_out | table["row"].isin(foremost)].reset_index(drop=True)
    n_terms = int((found.agreement["kind"] == LEFT_OUT).sum())
    few = n_terms - len(foremost)
    said = f"{number_of(n_terms, 'term')} left out one at a time, the {len(foremost)} that move "
    said += "an outlet most drawn." if few > 0 else "an outlet most first."
    return shown, said * (n_terms > 0)


def _about_order(found: Robustness) -> str:
    """In how many variants the pairs that are told apart stand as they did."""
    clear = found.pairs[found.pairs["clear"]]
    n_variants = len(found.agreement) - 1
    if clear.empty:
        return "With the choices made no two outlets are told apart."
    turned = clear[clear["reversed_in"] != ""]
    said = (
        f"{number_of(len(clear), 'pair')} of outlets told apart with the choices made (same order "
        f"in 97.5% of draws of events); {len(clear) - len(turned)} stand so in all of "
        f"{number_of(n_variants, 'other choice')}."
    )
    if turned.empty:
        return said
    most = found.agreement.sort_values("n_clear_reversed", ascending=False, kind="stable").iloc[0]
    name = f"without “{most['variant']}”" if most["kind"] == LEFT_OUT else most["variant"]
    return f"{said} “{name}” turns {most['n_clear_reversed']} of them round, more than any other."


def lexicon_agreement(study: Study) -> Chart:
    """Do lexicons of sentiment agree on the same sentences, articles and outlets?"""
    found = study.lexicon_agreement()
    table = found.pairs.assign(
        interval_method=np.where(found.pairs["conf_low"].notna(), "bootstrap", "none"),
        n_events=np.nan,
    )
    sentences = table[table["level"] == "sentences"]
    worst = sentences.sort_values("estimate", kind="stable").head(1)
    said = "".join(
        f"Of the sentences on which {row.first} and {row.second} both take a side, they take "
        f"opposite sides on {row.opposite:.0%}. "
        for row in worst.dropna(subset=["opposite"]).itertuples()
    )
    about_draws = "No intervals: too few events or articles."
    if found.drawn:
        about_draws = f"Lines: 95% intervals (1,000 draws of {found.drawn})."
    low = bool((sentences["estimate"] < SMALL).any())
    scored = "; ".join(
        f"{row.lexicon} has a word in {row.scored:.0%} of sentences"
        for row in found.coverage.itertuples()
    )
    return Chart(
        name="lexicon-agreement",
        title="Do lexicons of sentiment agree on the same sentences?",
        subtitle="correlation of their scores, and of the order in which they put the outlets; 1: "
        "the same, 0: nothing in common",
        caption=f"{about_draws} {said}"
        f"{'Scores that agree no better are not one measure: read, or code by hand. ' * low}"
        f"{scored}. Agreement is no proof: lexicons may be wrong together.",
        alt="; ".join(
            f"{row.first} and {row.second}, {row.level}: {row.estimate:.2f}"
            for row in table.itertuples()
        )
        + ".",
        data=table,
        plot=plot_agreement,
        height_mm=agreement_height(len(sentences)),
    )


def audit(study: Study) -> Chart:
    """How often is a hit right, and how much is missed, by category and outlet?"""
    if not study.audits:
        raise LeftOut(
            "the study names no audit; draw one with fr.audit(...), mark it, and name its file in "
            "[audit] files."
        )
    found = next(iter(study.audits.values()))
    rates = found.rates()
    either = (rates["group"] == "all") | (rates["category"] == "all")
    table = rates[either].reset_index(drop=True)
    categories = table[table["group"] == "all"]
    unlike = rates[rates["note"].str.contains("unlike")]
    named = "; ".join(
        f"{row.group} in {row.category.replace('_', ' ')}" for row in unlike.itertuples()
    )
    whole = categories.iloc[-1]
    return Chart(
        name="audit",
        title=f"How far {found.name} can be trusted: hits and sentences checked by hand",
        subtitle="precision: share of hits that are what their category says; recall: share found "
        "of what there is; beside it, right hits of those checked",
        caption="Lines: 95% intervals (Wilson; recall: Beta distributions), weighted to all "
        f"hits. {number_of(int(whole['n_checked']), 'hit')} checked, "
        f"{number_of(int(whole['n_unsure']), 'hit')} left open, "
        f"{number_of(int(whole['n_read']), 'sentence')} read. "
        f"{'Precision unlike that of the other outlets: ' + named + '.' if named else ''} "
        "Rates of what is rarely missed are uncertain until many sentences are read.",
        alt="; ".join(
            f"{row.category.replace('_', ' ')}: precision {row.precision:.2f}"
            for row in categories.itertuples()
        )
        + ".",
        data=table,
        plot=plot_audit,
        options={"order": study.outlets},
        height_mm=audit_height(len(categories), table["group"].nunique() - 1),
        provenance={"audit": dict(found.settings)},
    )
