"""Codes by hand: how far coders agree, and what they found by outlet."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.coders import coders_height, plot_coders
from framing.charts.levels import levels_height, plot_levels
from framing.coding.agreeing import LEAST
from framing.evidence import sentences_behind
from framing.recipes.shared import BEYOND, filled, levels_with_q
from framing.study import Study
from framing.wording import (
    about_counted,
    about_filled,
    about_intervals,
    about_outlets,
    against,
    number_of,
)


def agreement(study: Study) -> Chart:
    """How far do those who coded agree?"""
    coding = study.coding()
    found = coding.agreement(study.settings.seed)
    alphas = found.rename(
        columns={"alpha": "estimate", "alpha_low": "conf_low", "alpha_high": "conf_high"}
    ).drop(columns="below")
    plain = [name for name, one in coding.codebook.categories.items() if one.scale == "yes-no"]
    means = coding.tendencies(study.settings.seed)
    means = means[means["category"].isin(plain)].rename(
        columns={"coder": "coders", "mean": "estimate"}
    )
    means = means[["category", "coders", "n_units", "estimate"]].assign(kind="mean", note="")
    table = pd.concat([alphas, means], ignore_index=True)
    everyone = found[found["kind"] == "all"]
    low = everyone.loc[everyone["alpha"] < LEAST, "category"].str.replace("_", " ")
    notes = "; ".join(
        f"{row.category.replace('_', ' ')}: {row.note}" for row in everyone.itertuples() if row.note
    )
    pairs = "Strokes: each two of them. " * bool((found["kind"] == "pair").any())
    said = f"Below ⅔: {', '.join(low)}; mend the definitions before counting. " * bool(len(low))
    return Chart(
        name="agreement",
        title=f"How far {number_of(len(coding.coders), 'coder')} agree: {coding.codebook.name}",
        subtitle="1: all agree; 0: no more than by chance; dotted: ⅔ and .8, the least that "
        "Krippendorff asks for tentative and for firm conclusions",
        caption="Lines: 95% intervals (2,000 draws of articles). "
        f"{number_of(len(coding.key), coding.unit)} drawn; {coding.unit}s that one coder coded have"
        f" no part in it. {pairs}{said}{notes + '. ' if notes else ''}Coders who agree may be wrong"
        " together; where one says yes more often, they read the definition differently.",
        alt="Agreement by category: "
        + "; ".join(
            f"{row.category.replace('_', ' ')} {row.alpha:.2f}" for row in everyone.itertuples()
        )
        + ".",
        data=table,
        plot=plot_coders,
        height_mm=coders_height(len(coding.categories)),
        provenance={"coding": dict(coding.settings)},
    )


def codes(study: Study) -> Chart:
    """What did people find in the articles, by outlet?"""
    measure = study.codes()
    table = levels_with_q(study.compare(measure))
    numbers = table["numerator"]
    table = table.assign(beside=numbers.map("{:.0f}".format).where(numbers.notna(), ""))
    tested = bool(table["q_value"].notna().any())
    unit = measure.settings["unit"]
    n_units = measure.settings["n_units"]
    shares = measure.kind == "share"
    what = f"per cent of {unit}s coded; at the right, {unit}s with it" if shares else "mean code"
    unlike = "weighted to all from which they were drawn; " * measure.settings["unequal"]
    return Chart(
        name="codes",
        title="What people found" + f", against {against(study)}" * tested,
        subtitle=f"{what}; {unlike}{about_filled(study) * tested}dotted: all outlets; beside the "
        "name, articles",
        caption=f"{about_intervals(table)} {BEYOND} {number_of(n_units, unit)} coded by hand. An "
        "outlet needs 10 articles of 5 events for an interval. How far coders agree is another "
        f"chart: a share is worth no more than that. {about_counted(study)} {about_outlets(table)}",
        alt=f"{number_of(len(measure.categories), 'panel')} of dots with intervals. Filled dots: "
        + filled(table),
        data=table,
        plot=plot_levels,
        options={
            "order": study.outlets,
            "palette": study.palette,
            "unit": measure.unit,
            "columns": 3,
            "beside": "beside",
        },
        height_mm=levels_height(len(study.outlets), list(measure.categories), 3),
        behind=sentences_behind({"codes": measure}, study.counts),
        provenance={"measure": measure.settings},
        nothing="nothing was coded",
    )
