"""The outlets as a whole: all measures side by side."""

from __future__ import annotations

from framing.charts.chart import Chart
from framing.charts.profiles import plot_profiles, profiles_height
from framing.evidence import on_shared_events, sentences_behind
from framing.recipes.shared import filled
from framing.study import Study
from framing.wording import (
    about_counted,
    about_intervals,
    about_outlets,
    about_voice,
    against,
    number_of,
    on_shared,
)


def profiles(study: Study) -> Chart:
    """How does each outlet differ from the rest over all measures?"""
    from framing.comparison.profiles import profiles

    terms = study.loaded_terms()
    measures = [study.sentiment(terms.settings["voice"]), terms]
    found = profiles(measures, study.compare)
    # What rests on too few events for an interval would only set the scale for the others.
    table = found[found["conf_low"].notna()].reset_index(drop=True)
    left_out = int(found["estimate"].notna().sum()) - len(table)
    few = f"{number_of(left_out, 'difference')} without an interval not drawn: too few shared "
    n_rows = len(table[["measure", "category"]].drop_duplicates())
    return Chart(
        name="profiles",
        title="The outlets' profiles, side by side",
        subtitle=f"difference from {against(study)} {on_shared(study)}, in standard "
        "deviations between articles; filled: q < .05 over the whole chart",
        caption=f"{about_intervals(table)} {(few + 'events or hits.') * (left_out > 0)} Right "
        f"of the line: more than {against(study)}; for sentiment: more positive. "
        f"Counted: {about_voice(terms)}. {about_counted(study)} {about_outlets(found)}",
        alt=f"{number_of(len(study.outlets), 'panel')} of {n_rows} dots with intervals. "
        "Filled dots: " + filled(table),
        data=table,
        plot=plot_profiles,
        options={"order": study.outlets, "palette": study.palette},
        height_mm=profiles_height(n_rows, len(study.outlets)),
        behind=sentences_behind(
            {
                one.name: on_shared_events(
                    one, study.settings.compare.within, study.settings.outlets.reference
                )
                for one in measures
            },
            study.counts,
            column="measure",
        ),
        nothing="no difference rests on enough events to have an interval",
    )
