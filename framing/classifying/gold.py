"""Any measure against a gold set: does it find what people found, in every outlet?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.classifying.fitting import matched_threshold
from framing.classifying.scoring import SCORES, score_table
from framing.classifying.units import gold_of
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from framing.coding.gold import Gold
    from framing.measures.measure import Measure


def validate(
    measure: Measure,
    gold: Gold | pd.DataFrame,
    by: str = "outlet",
    *,
    categories: Mapping[str, str] | None = None,
    threshold: float | Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Compare a measure with people's codes of the same units, over all and outlet by outlet.

    A measure that works in one outlet only, or finds in one what it misses in another, makes
    differences between outlets that are its own. Hence each outlet has a row, and its `note` says
    where its precision or recall is unlike that of the others (Fisher's exact test at .05 over the
    number of outlets).

    Parameters
    ----------
    measure : Measure
        With a value for the articles coded; sums by sentence if paragraphs or sentences were.
    gold : Gold or DataFrame
        Codes of yes and no, ratings or amounts; a table as `Gold.from_frame` takes.
    by : str
        A column of the articles.
    categories : mapping, optional
        The measure's category for each of the gold set's. Without it those of the same name; or
        the one, if both have one.
    threshold : float or mapping from the measure's categories, optional
        A unit whose value (numerator over denominator) exceeds it is a hit. Without it, for each
        category the threshold at which as many units are hits as people gave the code: precision
        and recall over all outlets are then about the same, and what one outlet gains another
        loses.

    Returns
    -------
    DataFrame
        A row for each category (the gold set's name) and outlet; the outlet ``"all"`` first.

        - ``category``, the column `by`
        - ``n_units``, ``n_events``; ``n_coded``: units with the code, ``n_hits``: units above the
          threshold, ``n_right``: both
        - ``precision``: share of hits that have the code, ``recall``: share of those with the code
          that are hits, each with ``_low`` and ``_high`` (95 %, Wilson, for as many units as the
          sample is worth when units stand for unlike numbers or those of one event err together)
        - ``f1``, their harmonic mean; ``auc``: how often, of one unit with the code and one
          without, the one with it has the higher value; ``auc_within``: of two units of one
          outlet; much lower where the measure tells outlets apart and not what was coded; ``r``:
          correlation of value and code; with intervals from leaving out events, from 5 events
        - ``note``; ``threshold``

        Of ratings and amounts there is r alone.

    Raises
    ------
    FramingError
        No category of the one is in the other, none of the coded articles has a value, or the
        measure has no sums by sentence where sentences were coded.

    Examples
    --------
    >>> import framing as fr
    >>> corpus = fr.example()
    >>> gold = fr.Gold.from_labels(corpus.articles["frames"])
    >>> table = fr.validate(fr.frames(corpus), gold.select("conflict"))
    >>> table[["n_units", "n_coded"]].iloc[0].tolist()
    [72, 41]

    References
    ----------
    Grimmer and Stewart 2013, doi:10.1093/pan/mps028; van Atteveldt, van der Velden and Boukes 2021,
    doi:10.1080/19312458.2020.1869198; Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747.
    """
    gold = gold_of(gold)
    check_choice("by", by, measure.articles.columns)
    if measure.part == "mixed":
        raise FramingError("measure has more than one part; choose headlines or bodies.")
    pairs = _pairs(gold.categories, measure.categories, categories)
    values = _values(measure, gold)
    articles = measure.articles
    about = articles.reindex(gold.units["article_id"])
    own = about.index.to_series()
    event = about["event"] if "event" in about else pd.Series(None, about.index, dtype="object")
    units = pd.DataFrame(
        {
            "group": about[by].to_numpy(),
            "event": event.astype("object").where(event.notna(), own).to_numpy(),
            "weight": gold.units["stands_for"].to_numpy(float),
        }
    )
    frames, thresholds = [], {}
    for code_name, name in pairs.items():
        code = gold.codes[code_name].to_numpy(float)
        value = values[:, measure.categories.index(name)]
        known = np.isfinite(code) & np.isfinite(value) & units["group"].notna().to_numpy()
        frame = units[known].assign(category=code_name, code=code[known], value=value[known])
        above = np.nan
        if gold.scales[code_name] == "yes-no":
            above = _threshold(frame, threshold, name)
        hit = (frame["value"] > above).astype(float)
        frames.append(frame.assign(hit=hit if np.isfinite(above) else np.nan))
        thresholds[code_name] = above
    table = pd.concat(frames, ignore_index=True)
    if table.empty:
        raise FramingError("none of the coded articles has a value of the measure.")
    made = score_table(table, by)
    return made[["category", by, *SCORES]].assign(threshold=made["category"].map(thresholds))


def _pairs(
    coded: tuple[str, ...], measured: tuple[str, ...], given: Mapping[str, str] | None
) -> dict[str, str]:
    if given is not None:
        for code_name, name in given.items():
            check_choice("categories", code_name, coded)
            check_choice(f"categories[{code_name!r}]", name, measured)
        return dict(given)
    if len(coded) == len(measured) == 1:
        return {coded[0]: measured[0]}
    both = {name: name for name in coded if name in measured}
    if not both:
        raise FramingError(
            f"the gold set has {', '.join(coded)} and the measure {', '.join(measured)}, none in "
            "common; say which belong together by categories={code: measured}."
        )
    return both


def _values(measure: Measure, gold: Gold) -> np.ndarray:
    """float64 (n_units, n_categories): the measure's value of each coded unit; NaN if it has
    none."""
    rows = measure.articles.index.get_indexer(gold.units["article_id"])
    if gold.unit == "article":
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = measure.numerators / measure.denominators
        return np.where((rows >= 0)[:, np.newaxis], ratio[rows], np.nan)
    wanted = dict.fromkeys(gold.units["article_id"][rows >= 0])
    sums = measure.restrict(wanted).sentence_sums().set_index(["article_id", "category"])
    values = np.full((len(gold.units), len(measure.categories)), np.nan)
    if sums.empty:
        return values
    for (name, category), part in sums.groupby(level=[0, 1], sort=False):
        column = measure.categories.index(str(category))
        number = part["sentence"].to_numpy()
        amounts = part[["numerator", "denominator"]].to_numpy(float)
        for place in np.flatnonzero(gold.units["article_id"] == name):
            first, n = gold.units[["sentence", "n_sentences"]].iloc[place]
            numerator, denominator = amounts[(number >= first) & (number < first + n)].sum(axis=0)
            values[place, column] = numerator / denominator if denominator > 0 else np.nan
    return values


def _threshold(frame: pd.DataFrame, given: float | Mapping[str, float] | None, name: str) -> float:
    if given is not None:
        return float(given[name] if isinstance(given, Mapping) else given)
    columns = (frame[one].to_numpy(float) for one in ("value", "code", "weight"))
    return matched_threshold(*columns)
