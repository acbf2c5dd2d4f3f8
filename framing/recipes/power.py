"""What differences the corpus could have shown."""

from __future__ import annotations

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.power import plot_power, power_height
from framing.comparison.detectable import smallest_difference
from framing.study import Study
from framing.style import shown_unit
from framing.wording import about_counted, about_voice, against, number_of, on_shared

POWER = 0.8
HOW = (
    f"A difference as large as at the dot would be found in {POWER:.0%} of such corpora (p < .05 "
    "for that contrast alone; with q-values over all of them it has to be larger). Computed from "
    "how much reports of the same event vary, without a look at the differences themselves. That "
    "nothing is found inside the grey does not show that there is nothing. No dot on the left: too "
    "few hits to show that there are fewer."
)
COLUMNS = ["outlet", "category", "more", "fewer", "n_events", "note", "hits"]


def power(study: Study) -> Chart:
    """What differences could this corpus have shown?"""
    measure = study.loaded_terms()
    tone = study.sentiment(measure.settings["voice"])
    within, reference = study.settings.compare.within, study.settings.outlets.reference
    every, tones = pd.DataFrame(columns=COLUMNS), pd.DataFrame(columns=COLUMNS)
    if within is not None:
        every, tones = (
            smallest_difference(one, within=within, reference=reference, power=POWER)
            for one in (measure, tone)
        )
        hits = dict(zip(measure.categories, measure.numerators.sum(axis=0), strict=True))
        every["hits"] = every["category"].map(hits)
    table = every[every["more"].notna()].reset_index(drop=True)
    drawn = [name for name in study.outlets if (table["outlet"] == name).any()]
    return Chart(
        name="power",
        title="Which differences in loaded terms this corpus could have shown",
        subtitle=f"hits per word, compared with {against(study)} {on_shared(study)}; grey: too "
        "small to be found (for the outlet in the middle); a dot an outlet",
        caption=f"{HOW * (len(table) > 0)} {_about_tone(tones, tone.unit)} "
        f"{_about_left_out(every)} Counted: {about_voice(measure)}. {about_counted(study)}",
        alt=_in_words(table),
        data=table,
        plot=plot_power,
        options={"order": drawn, "palette": study.palette},
        height_mm=power_height(table["category"].nunique(), len(drawn)),
        provenance={"lexicon": measure.settings},
        nothing=_nothing(every),
    )


def _about_tone(tones: pd.DataFrame, unit: str) -> str:
    known = tones.dropna(subset=["more"]).sort_values("more")
    if known.empty:
        return ""
    first, last = known.iloc[0], known.iloc[-1]
    return (
        f"Lexical sentiment ({shown_unit(unit)[1]}): differences from {first['more']:.2f} "
        f"({first['outlet']}) to {last['more']:.2f} ({last['outlet']})."
    )


def _about_left_out(every: pd.DataFrame) -> str:
    """Outlets, and categories, for which nothing could be shown."""
    known = every["more"].notna()
    said = []
    for column, why in (("outlet", "shared events"), ("category", "hits")):
        none = every.loc[~known.groupby(every[column]).transform("any"), column].unique()
        names = ", ".join(str(name).replace("_", " ") for name in none[:5]) + ", …" * (
            len(none) > 5
        )
        if len(none) and known.any():
            said.append(f"Nothing could be shown for {names}: too few {why}.")
    return " ".join(said)


def _in_words(table: pd.DataFrame) -> str:
    if table.empty:
        return "No difference could be shown."
    middle = table.groupby("category")["more"].median().sort_values()
    first, last = middle.index[0].replace("_", " "), middle.index[-1].replace("_", " ")
    return (
        f"{number_of(len(middle), 'row')}, one a category. For the outlet in the middle "
        f"{middle.iloc[0]:.1f} times as many would be found in {first}, and not less than "
        f"{middle.iloc[-1]:.1f} times in {last}."
    )


def _nothing(every: pd.DataFrame) -> str:
    if every.empty:
        return "nothing could be shown: there is nothing to compare within the same event"
    return f"no difference could be shown: {every['note'].iloc[0].split(': ')[-1]}"
