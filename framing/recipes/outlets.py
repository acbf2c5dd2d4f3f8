"""The outlets as a whole: a map, a tree, and the phrases that set them apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from framing.charts.chart import Chart
from framing.charts.outlet_map import HEIGHT_MM, plot_outlet_map
from framing.charts.phrases import phrases_height, plot_phrases
from framing.charts.tree import plot_outlet_tree, tree_height
from framing.comparison.mapping import OutletMap
from framing.errors import check_choice
from framing.evidence import on_shared_events, sentences_behind
from framing.study import Study
from framing.wording import about_counted, listed, number_of

AT_EACH_END = 12  # phrases
DECIMALS = 9  # eigenvectors differ in the last digits from machine to machine
FAR = 0.4  # of the farthest outlet's distance from the middle: named at the end
ALIKE = "Outlets near one another report the same events alike"
NO_AXES = "Distances have a meaning, directions have none: the map may be turned or mirrored."
CHANCE = (
    "What chance adds to distances (by leaving out one event at a time) is taken away, so that few "
    "articles do not set an outlet apart."
)


def outlet_map(study: Study) -> Chart:
    """Which outlets report the same events alike, over all measures?"""
    return _map(
        study.outlet_map(),
        study,
        name="outlet-map",
        title="The outlets by how alike they report the same events",
        by="lexical sentiment and loaded terms",
        behind=_measured(study),
    )


def phrase_map(study: Study) -> Chart:
    """Which outlets use the same phrases on the same events?"""
    found = study.phrase_map()
    return _map(
        found,
        study,
        name="phrase-map",
        title="The outlets by the phrases they use on the same events",
        by=f"rates of {number_of(len(found.phrases), 'phrase')}",
        behind=_in_context(study),
    )


def outlet_tree(study: Study) -> Chart:
    """Which outlets form groups, and how surely?"""
    found = study.outlet_map()
    placed = _placed(found)
    events = number_of(found.settings["n_events"], "event")
    tree = found.tree.assign(outlets=["; ".join(map(str, one)) for one in found.tree["outlets"]])
    return Chart(
        name="outlet-tree",
        title="The outlets in groups, by how alike they report the same events",
        subtitle="lexical sentiment and loaded terms on the events they share; numbers: in how "
        "many of 100 draws of events the same group comes back",
        caption=_no_map(found, study)
        or f"Average linkage of squared distances. Bootstrap over {events}, 1,000 draws; "
        "groups of less than 70% are grey: take them for chance. Outlets joined at 0 cannot be "
        f"told apart. {CHANCE} {_left_out(found)} {about_counted(study)}",
        alt=_no_map(found, study)
        or f"A tree of {number_of(len(placed), 'outlet')}. Groups that come back most often: "
        + _groups(tree),
        data=tree.round(DECIMALS),
        plot=plot_outlet_tree,
        options={
            "palette": study.palette,
            "unit": found.unit,
        },
        height_mm=tree_height(len(placed)) if len(placed) else 20.0,
        provenance={"map": found.settings},
        behind=_measured(study),
        nothing=_why(found),
    )


def phrases(study: Study) -> Chart:
    """Which phrases set the outlets apart on the same events?"""
    found = study.phrase_map()
    table = found.loadings[found.loadings["dimension"] == 1].merge(found.phrases, on="phrase")
    sure = table[(table["conf_low"] > 0) | (table["conf_high"] < 0)]
    sure = sure.sort_values("loading", ascending=False, ignore_index=True)
    ends = (sure["loading"] > 0).to_numpy(), (sure["loading"] < 0).to_numpy()
    table = pd.concat(
        [sure[ends[0]].head(AT_EACH_END), sure[ends[1]].tail(AT_EACH_END)], ignore_index=True
    )
    table = table.join(found.counts.add_prefix("count_"), on="phrase")
    low, high = _ends(found, table)
    share = float(found.dimensions["share"].head(1).sum())
    return Chart(
        name="phrases",
        title="Phrases that set the outlets apart on the same events",
        subtitle=f"the first dimension of the outlets by phrases ({share:.0%} of the differences); "
        "at the right edge, articles",
        caption=_no_map(found, study)
        or "Singular vector of outlets by phrases within events, after D'Alonzo and Tegmark "
        f"(2022). Of {number_of(len(found.phrases), 'phrase')} {len(sure):,} have an interval that "
        f"leaves out 0, of which up to {0.05 * len(found.phrases):,.0f} may by luck; the foremost "
        "are drawn. Lines: 95% intervals "
        "(jackknife over events), each for its phrase alone. House style is found as surely as "
        f"framing: read them in place. {_left_out(found)} {about_counted(study)}",
        alt=_no_map(found, study)
        or f"{number_of(len(table), 'phrase')} with intervals. More in {', '.join(high)}: "
        f"{', '.join(table.loc[table['loading'] > 0, 'phrase'].head(6))}. More in "
        f"{', '.join(low)}: {', '.join(table.loc[table['loading'] < 0, 'phrase'][::-1].head(6))}.",
        data=table.round(DECIMALS),
        plot=plot_phrases,
        options={"ends": (low, high)},
        height_mm=phrases_height(len(table)) if len(table) else 20.0,
        provenance={"map": found.settings},
        behind=_in_context(study),
        nothing=_why(found) if found.tree.empty else "no phrase's interval leaves out 0",
    )


def _map(
    found: OutletMap,
    study: Study,
    *,
    name: str,
    title: str,
    by: str,
    behind: Callable[..., pd.DataFrame],
) -> Chart:
    table = _placed(found)
    pairs = found.distances
    nearest = pairs.sort_values("distance", ascending=False, kind="stable").head(3)
    shown = float(found.dimensions["share"].sum())
    return Chart(
        name=name,
        title=title,
        subtitle=f"{by} on the events they share; ellipses: 95%",
        caption=_no_map(found, study)
        or f"{ALIKE}. {NO_AXES} {_told_apart(pairs)} {CHANCE} "
        f"Ellipses: jackknife over {number_of(found.settings['n_events'], 'event')}, each turned "
        "onto the map; one that reaches the edge goes on beyond. "
        f"{_said(found)} {_left_out(found)} {about_counted(study)}",
        alt=_no_map(found, study)
        or f"{number_of(len(table), 'outlet')} as points with ellipses; two dimensions show "
        f"{shown:.0%} of the differences. Farthest apart: "
        + "; ".join(
            f"{one} and {other}"
            for one, other in zip(nearest["outlet"], nearest["other"], strict=True)
        )
        + ".",
        data=table.round(DECIMALS),
        plot=plot_outlet_map,
        options={
            "palette": study.palette,
            "shares": found.dimensions["share"].tolist(),
            "unit": found.unit,
        },
        height_mm=HEIGHT_MM if len(table) else 20.0,
        provenance={"map": {**found.settings, "stress": round(found.stress, 4)}},
        behind=behind,
        nothing=_why(found),
    )


def _told_apart(pairs: pd.DataFrame) -> str:
    apart = int((pairs["conf_low"] > 0).sum())
    if not apart:
        return "No two outlets can be told apart: take the positions for chance."
    return (
        f"{apart:,} of {number_of(len(pairs), 'pair')} of outlets lie apart by more than chance "
        "explains (interval of the distance above 0)."
    )


def _placed(found: OutletMap) -> pd.DataFrame:
    table = found.positions
    return table[table["dimension_1"].notna()].reset_index(drop=True)


def _why(found: OutletMap) -> str:
    return found.notes[0] if found.notes else "no map"


def _no_map(found: OutletMap, study: Study) -> str:
    """What is said in place of a caption where there is no map."""
    return f"{_said(found)} {about_counted(study)}".strip() if found.tree.empty else ""


def _said(found: OutletMap) -> str:
    return "".join(f"{note[0].upper()}{note[1:]}." for note in found.notes)


def _left_out(found: OutletMap) -> str:
    table = found.positions
    names = table.loc[table["dimension_1"].isna(), "outlet"].astype(str).tolist()
    if not names or found.tree.empty:
        return ""
    return f"Not placed, too few shared events: {', '.join(names)}."


def _groups(tree: pd.DataFrame) -> str:
    best = tree.head(max(len(tree) - 1, 0)).sort_values("support", ascending=False).head(3)
    if best.empty:
        return "none."
    return listed(best.set_index("outlets")["support"], "{:.0%}") + "."


def _ends(found: OutletMap, table: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The outlets at the low and at the high end of the first dimension, the farthest first."""
    at = _placed(found).set_index("outlet")["dimension_1"].sort_values()
    far = FAR * at.abs().groupby(at > 0).transform("max")
    named = at[at.abs() >= far]
    low, high = named[named < 0], named[named > 0][::-1]
    return [str(name) for name in low.index], [str(name) for name in high.index]


def _measured(study: Study) -> Callable[..., pd.DataFrame]:
    terms = study.loaded_terms()
    measures = [study.sentiment(terms.settings["voice"]), terms]
    shared = {
        one.name: on_shared_events(one, study.settings.compare.within, None) for one in measures
    }
    return sentences_behind(shared, study.counts, column="measure")


def _in_context(study: Study) -> Callable[..., pd.DataFrame]:
    """A function that shows a phrase with the words around it: ``phrase=``, ``outlet=``."""

    def behind(phrase: str, **where: Any) -> pd.DataFrame:
        from framing.concordance import kwic

        check_choice("phrase", phrase, study.phrase_map().phrases["phrase"])
        found = kwic(study.counts.tokens, phrase)
        for name, value in where.items():
            check_choice("column", name, list(found.columns))
            found = found[found[name] == value]
        return found.reset_index(drop=True)

    return behind
