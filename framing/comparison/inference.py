"""Intervals and tests as columns of the comparison table, with a note where there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.comparison.estimators import Contrast, Sample
from framing.comparison.grouping import Versus
from framing.comparison.intervals import FEWEST_UNITS, Estimator, bootstrap, jackknife
from framing.comparison.permutation import (
    TOLERANCE,
    exchange_cells,
    exchange_labels,
    exchange_of,
    sign_flips,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.comparison.cells import Floats

UNEQUAL = 3  # where one side's cells are this many times the other's, signs are flipped as well
FEWEST_ARTICLES_OF_A_SHARE = 10
DESCRIBES = "one article an outlet: describes these articles, not the outlets"
DRAWS, EXCHANGES = range(2)  # each use of chance has a stream of its own


@dataclass(frozen=True)
class Plan:
    """What `compare` was asked for, and what the articles allow."""

    kind: str
    scale: str
    interval: str
    resamples: int
    seed: int
    weight: str
    contrasts: list[Versus]
    names: list[Any]
    within: bool  # whether there are events at all
    blocks: bool  # whether no outlet has more than one article

    def rng(self, use: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, use])

    @property
    def unit(self) -> str:
        if self.blocks:
            return "blocks of sentences"
        return "events" if self.within else "articles"


class Notes:
    """A note for each of several columns, to which reasons are added."""

    def __init__(self, n_columns: int) -> None:
        self.text = np.full(n_columns, "", dtype=object)

    def add(self, where: Any, reason: str) -> None:
        for column in np.flatnonzero(np.broadcast_to(where, self.text.shape)):
            before = self.text[column]
            self.text[column] = f"{before}; {reason}" if before else reason


def interval_columns(
    sample: Sample, estimator: Estimator, estimate: Floats, scale: str, plan: Plan, notes: Notes
) -> dict[str, Any]:
    """``conf_low``, ``conf_high``, ``interval_method``, ``df``."""
    none = {"interval_method": "none"}
    measured = ~np.isnan(estimate)
    if plan.interval == "none" or not measured.any():
        return none
    fewest = int(np.bincount(sample.strata).min())
    if fewest < FEWEST_UNITS:
        notes.add(measured, f"no interval: {fewest} {plan.unit}, {FEWEST_UNITS} needed")
        return none
    if plan.interval == "bootstrap":
        found = bootstrap(sample, estimator, plan.resamples, plan.rng(DRAWS))
    else:
        found = jackknife(sample, estimator, scale)
    known = measured & np.isfinite(found.low)
    empty = sample.totals[::2] == 0
    zeros = empty.all(axis=0)
    notes.add(measured & zeros, "no interval: the numerator is 0")
    # Where one side has no hit only the other's varies, and an interval would be far too narrow.
    lopsided = empty.any(axis=0) & ~zeros & (plan.kind != "score")
    notes.add(measured & lopsided, "no interval: one side has no hit")
    known &= ~lopsided
    zeros |= lopsided
    notes.add(
        measured & ~known & ~zeros,
        f"no interval: too few {plan.unit} that differ, or one outweighs all others",
    )
    method = "sentence blocks" if plan.blocks else found.method
    return {
        "conf_low": np.where(known, found.low, np.nan),
        "conf_high": np.where(known, found.high, np.nan),
        "df": np.where(known, found.df, np.nan),
        "interval_method": np.where(known, method, "none").astype(object),
    }


def enough_behind(articles: list[int], n_events: int, plan: Plan, notes: Notes) -> bool:
    """Whether a share has enough behind it to be given an interval."""
    if plan.kind != "share" or plan.interval == "none":
        return True
    least = [(min(articles), FEWEST_ARTICLES_OF_A_SHARE, "articles")]
    if plan.within:
        least.append((n_events, FEWEST_UNITS, "events"))
    for there, needed, what in least:
        if there < needed:
            notes.add(True, f"no interval: a share of {there} {what}, {needed} needed")
            return False
    return True


def exchange_columns(contrast: Contrast, plan: Plan, notes: Notes) -> dict[str, Any]:
    """``statistic``, ``p_value``, ``p_signflip``; a note where no p could reach .05."""
    flipped: Any = np.nan
    signed = plan.kind == "score"
    if plan.within:
        exchange = exchange_of(contrast, plan.weight)
        if not len(exchange.sizes):
            notes.add(True, "not tested: both sides are copies of one another")
            return {}
        outcome = exchange_cells(exchange, signed, plan.resamples, plan.rng(EXCHANGES))
        unequal = _unequal(contrast)
        if unequal.any():
            pairs = sign_flips(exchange)
            flips = exchange_cells(pairs, signed, plan.resamples, plan.rng(EXCHANGES))
            flipped = np.where(unequal, flips.p_value, np.nan)
    else:
        outcome = exchange_labels(contrast, signed, plan.resamples, plan.rng(EXCHANGES))
    tested = outcome.smallest < 1 - TOLERANCE
    notes.add(~tested, "not tested: every exchange gives the same statistic")
    for column in np.flatnonzero(tested & (outcome.smallest > 0.05)):
        smallest = f"smallest attainable p {outcome.smallest[column]:.3g}"
        notes.add(np.arange(len(tested)) == column, smallest)
    return {
        "statistic": np.where(tested, outcome.statistic, np.nan),
        "p_value": np.where(tested, outcome.p_value, np.nan),
        "p_signflip": np.where(tested, flipped, np.nan),
    }


def _unequal(contrast: Contrast) -> NDArray[np.bool_]:
    """Whether the cells of one side are on average more than three times the other's."""
    denominators = contrast.cells.denominator
    sizes = denominators[contrast.own].mean(axis=0) / denominators[~contrast.own].mean(axis=0)
    return (sizes > UNEQUAL) | (sizes < 1 / UNEQUAL)
