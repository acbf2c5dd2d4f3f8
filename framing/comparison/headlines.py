"""headline_gap: do headlines differ from the articles under them, and more so in some outlets?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.cells import cells_of, check_group, rows_of
from framing.comparison.comparing import _check_whole
from framing.comparison.estimators import (
    Contrast,
    Sample,
    difference,
    level,
    level_sample,
    matched,
    unmatched,
)
from framing.comparison.families import q_values
from framing.comparison.grouping import Versus, contrasts
from framing.comparison.inference import (
    DESCRIBES,
    EXCHANGES,
    Notes,
    Plan,
    enough_behind,
    interval_columns,
)
from framing.comparison.permutation import (
    TOLERANCE,
    Exchange,
    exchange_cells,
    exchange_labels,
    exchange_of,
)
from framing.comparison.sentences import one_article_each
from framing.comparison.table import NUMBERS
from framing.errors import FramingError

if TYPE_CHECKING:
    from framing.comparison.cells import Cells, Floats
    from framing.comparison.intervals import Estimator
    from framing.measures.measure import Measure

GAP = "headline − body"
PARTS = ("headline", "body")
COLUMNS = [
    *("measure", "part", "category", "kind"),
    *("estimate", "headline", "body", "conf_low", "conf_high", "interval_method", "df"),
    *("n_articles", "n_events", "reference", "scale", "statistic", "p_value", "q_value", "note"),
]


def headline_gap(
    measure: Measure,
    by: str = "outlet",
    within: str | None = "event",
    reference: Any = None,
    *,
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare headlines with the articles under them, and the difference between outlets.

    Only articles of which both are measured count. An outlet's gap is its level in headlines less
    its level in bodies,

        gap_o = Σ Y_headline / Σ X_headline − Σ Y_body / Σ X_body

    and a contrast is the difference that `compare` gives for headlines less the one for bodies,
    over the events that both sides cover: by how much more the outlet turns from body to headline
    than the rest does when they report the same events. Differences throughout, for counts as well,
    since in headlines many a count is 0. Headline and body of an article stay together in the
    jackknife over events and in the exchange of cells.

    Parameters
    ----------
    measure : Measure
        As `headline_body` makes it.
    by, within, reference, resamples, seed
        As in `compare`.

    Returns
    -------
    DataFrame
        As that of `compare`: levels (the gaps), then contrasts, ``part`` always ``"headline −
        body"``; for a level its interval tells whether headline and body differ. Beside
        ``estimate`` stand ``headline`` and ``body``, whose difference it is; there is no
        ``numerator`` and no ``denominator``.

    Raises
    ------
    FramingError
        If the measure lacks one of the two parts, or an argument is not one of those allowed.

    Examples
    --------
    >>> import framing as fr
    >>> made = fr.headline_body(fr.sentiment, fr.example())
    >>> table = headline_gap(made, resamples=99)
    >>> bool(np.allclose(table["estimate"], table["headline"] - table["body"]))
    True
    """
    check_group(by, measure.articles)
    _check_whole("resamples", resamples, 1)
    _check_whole("seed", seed, 0)
    measure = measure.weighted()
    categories = [
        name
        for name in measure.categories
        if {("headline", name), ("body", name)} <= set(measure.columns)
    ]
    if not categories:
        raise FramingError(
            "measure has no category of which both headline and body are measured; make it with"
            " headline_body."
        )
    rows = rows_of(_paired(measure, categories), by, within)
    plan = Plan(
        kind=measure.kind,
        scale="difference",
        interval="auto",
        resamples=resamples,
        seed=seed,
        weight="size",
        contrasts=contrasts(rows.names, reference if rows.names else None, pairs=False),
        names=rows.names,
        within=bool((rows.event >= 0).any()),
        blocks=False,
    )
    few = one_article_each(rows)
    levels, compared = [], []
    for number, category in enumerate(categories):
        cells = cells_of(rows.of(np.array([2 * number, 2 * number + 1])))
        named = {"measure": measure.name, "part": GAP, "category": category}
        for group, name in enumerate(plan.names):
            levels.append({by: name, **named, "kind": "level", **_level(cells, group, plan)})
        for versus in plan.contrasts:
            row = {by: plan.names[versus.group], **named, "kind": "contrast"}
            compared.append({**row, **_contrast(cells, versus, plan, few)})
    table = pd.DataFrame([*levels, *compared], columns=[by, *COLUMNS])
    kinds = {name: kind for name, kind in NUMBERS.items() if name in table}
    table["note"] = table["note"].fillna("")
    table = table.astype({**kinds, **dict.fromkeys(["headline", "body", "q_value"], "float64")})
    table["q_value"] = q_values(table["p_value"].to_numpy())
    return table


def _paired(measure: Measure, categories: list[str]) -> Measure:
    """Headline and body of each category side by side, where both were measured."""
    at = {pair: number for number, pair in enumerate(measure.columns)}
    columns = [(part, name) for name in categories for part in PARTS]
    places = [at[pair] for pair in columns]
    denominators = measure.denominators[:, places]
    there = (denominators > 0).reshape(-1, len(categories), 2).all(axis=2).repeat(2, axis=1)
    return replace(
        measure,
        columns=tuple(columns),
        numerators=measure.numerators[:, places],
        denominators=np.where(there, denominators, np.nan),
    )


def _level(cells: Cells, group: int, plan: Plan) -> dict[str, Any]:
    own, sample = level_sample(cells, group)
    n_articles, n_events = int(own.n_rows.sum()), int((own.event >= 0).sum())
    notes = Notes(1)
    notes.add(not n_articles, "no article in which it could be measured")
    row = _estimated(_side_by_side(sample), difference, [n_articles], n_events, plan, notes)
    return {**row, "n_articles": n_articles, "n_events": n_events, "note": notes.text[0]}


def _contrast(cells: Cells, versus: Versus, plan: Plan, few: bool) -> dict[str, Any]:
    pair = (cells, versus.group, versus.others)
    found = matched(*pair, plan.weight) if plan.within else unmatched(*pair)
    articles = [int(found.cells.n_rows[side].sum()) for side in (found.own, ~found.own)]
    n_events = len(np.unique(found.cells.event[found.cells.event >= 0]))
    notes = Notes(1)
    row = {"reference": versus.label, "scale": plan.scale}
    if min(articles):
        sample = _side_by_side(found.sample)
        row |= _estimated(sample, _beyond, articles, n_events, plan, notes)
        notes.add(few, DESCRIBES)
        row |= {} if few else _tested(found, plan, notes)
    else:
        reason = "no event that both cover" if plan.within else "nothing to compare with"
        notes.add(True, reason)
    return {**row, "n_articles": articles[0], "n_events": n_events, "note": notes.text[0]}


def _side_by_side(sample: Sample) -> Sample:
    """The sums of headline and body, which are two columns, one after the other in one."""
    n_units, n_sums, n_parts = sample.units.shape
    one = sample.units.transpose(0, 2, 1).reshape(n_units, n_sums * n_parts, 1)
    return Sample(one, sample.strata)


def _beyond(totals: Floats) -> Floats:
    """The difference between two groups in headlines, less that in bodies."""
    return difference(totals[..., :4, :]) - difference(totals[..., 4:, :])


def _estimated(
    sample: Sample,
    estimator: Estimator,
    articles: list[int],
    n_events: int,
    plan: Plan,
    notes: Notes,
) -> dict[str, Any]:
    """``estimate``, the two values whose difference it is, and its interval."""
    totals = sample.totals
    half = len(totals) // 2
    single = level if half == 2 else difference
    row = {"headline": single(totals[:half])[0], "body": single(totals[half:])[0]}
    estimate = estimator(totals)
    found: dict[str, Any] = {"interval_method": ["none"]}
    if min(articles) and enough_behind(articles, n_events, plan, notes):
        found = interval_columns(sample, estimator, estimate, "identity", plan, notes)
    ends = {name: np.atleast_1d(value)[0] for name, value in found.items()}
    return {"estimate": estimate[0], **row, **ends}


def _tested(found: Contrast, plan: Plan, notes: Notes) -> dict[str, Any]:
    """``statistic`` and ``p_value``: whole cells are exchanged, headline and body together."""
    weights = found.sample.totals[1]
    if plan.within:
        pair = exchange_of(found, plan.weight)
        if not len(pair.sizes):
            notes.add(True, "not tested: both sides are copies of one another")
            return {}
        own, other = (_less(part / weights) for part in (pair.own, pair.other))
        exchange = Exchange(own, other, pair.sizes, np.zeros(1))
        outcome = exchange_cells(exchange, True, plan.resamples, plan.rng(EXCHANGES))
    else:
        y, x = found.cells.numerator, found.cells.denominator
        residuals = _less((y - x * y.sum(axis=0) / x.sum(axis=0)) / x.sum(axis=0))
        cells = replace(found.cells, numerator=residuals, denominator=np.ones_like(residuals))
        alone = Contrast(cells, found.own, found.sample)
        outcome = exchange_labels(alone, True, plan.resamples, plan.rng(EXCHANGES))
    if outcome.smallest[0] >= 1 - TOLERANCE:
        notes.add(True, "not tested: every exchange gives the same statistic")
        return {}
    smallest = outcome.smallest[0]
    notes.add(smallest > 0.05, f"smallest attainable p {smallest:.3g}")
    return {"statistic": outcome.statistic[0], "p_value": outcome.p_value[0]}


def _less(pair: Floats) -> Floats:
    """The first column less the second."""
    return pair[:, :1] - pair[:, 1:]
