"""Codes: a lexicon's frames against them, and what more of them would bring a classifier."""

from __future__ import annotations

import numpy as np

from framing.charts.chart import Chart
from framing.charts.gold import gold_height, plot_gold
from framing.charts.learning_curve import curve_height, plot_learning_curve
from framing.study import Study
from framing.wording import number_of

RISING = 0.02  # AUC over the last quarter of the codes from which a curve is said to rise


def gold(study: Study) -> Chart:
    """Does the lexicon find the frames that people found, in every outlet?"""
    table = study.validation()
    unit = {"article": "an article"}.get(study.gold().unit, f"a {study.gold().unit}")
    whole = table[table["outlet"] == "all"]
    unlike = table[table["note"].str.contains("unlike")]
    named = "; ".join(f"{row.outlet} in {_words(row.category)}" for row in unlike.itertuples())
    within = whole.dropna(subset=["auc", "auc_within"])
    apart = within[within["auc"] - within["auc_within"] > 0.1]
    told = ", ".join(
        f"{_words(row.category)} {row.auc:.2f} and {row.auc_within:.2f}"
        for row in apart.itertuples()
    )
    ranked = "The higher share is that of the one coded so, of any two and of two of one outlet: "
    n_units = int(whole["n_units"].max()) if len(whole) else 0
    return Chart(
        name="gold",
        title=f"Frames by the lexicon {study.settings.gold.lexicon}, against people's codes",
        subtitle=f"a hit: {unit} above the share of sentences at which as many are hits as people "
        f"coded so; r: correlation of share and code; at the edge: {unit.split()[1]}s coded so",
        caption="Lines: 95% intervals (Wilson). "
        f"{number_of(n_units, 'coded ' + unit.split()[1])}. "
        f"{'Unlike the other outlets: ' + named + '. ' if named else ''}"
        f"{ranked + told + '. ' if told else ''}"
        "Few codes an outlet: not being told apart is not being alike.",
        alt="; ".join(
            f"{_words(row.category)}: precision {row.precision:.2f}, recall {row.recall:.2f}, "
            f"r {row.r:.2f}"
            for row in whole.itertuples()
        )
        + ".",
        data=table,
        plot=plot_gold,
        options={"order": study.outlets},
        height_mm=gold_height(table["outlet"].nunique() - 1, table["category"].nunique()),
        provenance={"gold": study.settings.gold.model_dump()},
    )


def learning_curve(study: Study) -> Chart:
    """Would a classifier of the frames gain from more codes?"""
    table = study.learning_curve()
    ends = []
    for category, rows in table.groupby("category", sort=False):
        steps = np.diff(rows["auc"].to_numpy())
        ends.append((_words(str(category)), rows["auc"].iloc[-1], steps[-1] if len(steps) else 0.0))
    rising = [name for name, _, step in ends if step > RISING]
    said = f"{', '.join(rising) or 'None'} gained more than {RISING} from the last quarter. "
    return Chart(
        name="learning-curve",
        title="How well a classifier tells what people coded, by how much they coded",
        subtitle="AUC: how often, of two units held out, the one with the code is ranked "
        "higher; dotted: chance",
        caption="Whole events held out; ten draws of the events learnt from, their mean, and the "
        f"band from the second lowest to the second highest. {said}Above .5 may also mean that it "
        "tells outlets apart: see its card for articles of one outlet.",
        alt="; ".join(f"{name}: {auc:.2f} with all codes" for name, auc, _ in ends) + ".",
        data=table,
        plot=plot_learning_curve,
        height_mm=curve_height(table["category"].nunique()),
        provenance={"gold": study.settings.gold.model_dump()},
    )


def _words(category: str) -> str:
    return category.replace("_", " ")
