"""Words that stand on charts: intervals, cautions, alt text, provenance."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from framing.measures.measure import Measure
    from framing.study import Study

PACKAGES = ("numpy", "pandas", "scipy", "scikit-learn", "matplotlib")


def number_of(number: int, noun: str) -> str:
    """
    >>> number_of(1, "article"), number_of(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def listed(values: pd.Series, form: str) -> str:
    return ", ".join(f"{name} {form.format(value)}" for name, value in values.items())


def extremes(levels: pd.DataFrame) -> str:
    """The highest and the lowest outlet of a table of levels, in words."""
    known = levels.dropna(subset=["estimate"]).sort_values("estimate")
    if known.empty:
        return "no values."
    low, high = known.iloc[0], known.iloc[-1]
    return (
        f"highest {high['outlet']} ({high['estimate']:.2f}), "
        f"lowest {low['outlet']} ({low['estimate']:.2f})."
    )


def about_intervals(table: pd.DataFrame) -> str:
    """What the lines are: how the intervals that are drawn were made."""
    drawn = table[table["conf_low"].notna()]
    if drawn.empty:
        return "No intervals: too few events or articles, see the notes in the table."
    units = "events" if (drawn["n_events"].fillna(0) > 1).all() else "articles"
    words = {
        "jackknife": f"jackknife over {units}",
        "bootstrap": f"bootstrap over {units}",
        "sentence blocks": "blocks of three sentences",
    }
    methods = [words.get(name, name) for name in dict.fromkeys(drawn["interval_method"])]
    text = f"Lines: 95% intervals ({', '.join(methods)})."
    without = int(table["estimate"].notna().sum() - len(drawn))
    return text + (
        f" No interval for {number_of(without, 'value')}: see the notes." * (without > 0)
    )


def about_outlets(table: pd.DataFrame) -> str:
    """The caution that goes with one article, or few, an outlet."""
    few = int(table["n_articles"].max()) if len(table) else 0
    if few == 1:
        return (
            "One article an outlet: dashed intervals resample its sentences; the chart describes "
            "these articles and not the outlets."
        )
    least = table.groupby("outlet")["n_articles"].max().min() if len(table) else 0
    return "" if least >= 10 else f"Few articles: as few as {int(least)} for an outlet."


def against(study: Study) -> str:
    """What the outlets are compared with."""
    return study.settings.outlets.reference or "the rest"


def on_shared(study: Study) -> str:
    """Within what the outlets are compared."""
    within = study.settings.compare.within
    return f"on the {within}s they share" if within else "whatever the events"


def about_filled(study: Study) -> str:
    return f"filled: differs from {against(study)} {on_shared(study)} (q < .05); "


def about_voice(measure: Measure) -> str:
    """Whose words are counted."""
    return {
        "own": "the outlet's own words",
        "quoted": "quoted words",
        "all": "all words, quotations included",
    }[measure.settings["voice"]]


def about_copies(study: Study) -> str:
    """What became of the copies, and how many they are."""
    chosen, copies = study.settings.copies, study.copies
    others = copies["kind"] != "paraphrase"
    n_alike = len(copies) if chosen.paraphrases else int(others.sum())
    said = []
    if chosen.counting == "keep" and len(copies):
        said.append(f"{number_of(len(copies), 'article')} kept that are copies of one another")
    elif chosen.counting == "weight" and n_alike:
        said.append(f"{number_of(n_alike, 'article')} weighted, each group of copies as one")
    elif left_out := len(study.corpus) - len(study.counted):
        noun = "copied article" if chosen.paraphrases else "exact or near reprint"
        said.append(f"{number_of(left_out, noun)} left out")
    if chosen.counting != "keep" and not (chosen.paraphrases or others.all()):
        said.append(f"{number_of(int((~others).sum()), 'article')} kept that are paraphrases")
    return "; ".join(said) + "." * bool(said)


def about_counted(study: Study) -> str:
    """Which articles a comparison rests on: copies, and opinion set against news."""
    return f"{about_copies(study)} {about_genres(study)}".strip()


def about_genres(study: Study) -> str:
    from framing.comparison.genres import genre_mix

    mix = genre_mix(study.counted.articles, reference=study.settings.outlets.reference)
    unlike = mix.loc[mix["unlike"], "not_news"].sort_values(ascending=False)
    if unlike.empty:
        return ""
    named = listed(unlike.head(3), "{:.0%}") + ", …" * (len(unlike) > 3)
    return f"Opinion is mixed with news unequally (articles that are not news: {named})."


def about_quotes(study: Study) -> str:
    damaged = int((~study.counts.articles["quotes_reliable"].astype(bool)).sum())
    if not damaged:
        return ""
    return (
        f"{number_of(damaged, 'article')} with damaged or unbalanced quotation marks left out: "
        "they do not tell whose words are whose."
    )


def provenance(study: Study, more: Mapping[str, Any]) -> dict[str, Any]:
    """What a chart's JSON says of where it comes from."""
    return {
        "corpus": {
            **study.origin,
            "articles": len(study.corpus),
            "counted": len(study.counted),
        },
        "settings": study.settings.model_dump(),
        **more,
        "versions": _versions(),
    }


@cache
def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in ("media-framing", *PACKAGES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
