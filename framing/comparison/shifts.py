"""Shifts: how much more a term draws words to it in one outlet than in others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.cells import Cells, Rows, cells_of, rows_of
from framing.comparison.estimators import difference, level, level_sample, matched, unmatched
from framing.comparison.exchange import exchange_articles, exchange_cells
from framing.comparison.families import q_values
from framing.comparison.grouping import Versus, contrasts
from framing.comparison.inference import Notes, Plan, interval_columns
from framing.comparison.keyness import (
    FEWEST_ARTICLES,
    FEWEST_EVENTS,
    exchanged_blocks,
    side_of,
)
from framing.errors import check_choice

if TYPE_CHECKING:
    from framing.comparison.cells import Floats, Integers
    from framing.measures.measure import Measure

COLUMNS = {
    "surplus": "float64",
    "conf_low": "float64",
    "conf_high": "float64",
    "shift": "float64",
    "shift_low": "float64",
    "shift_high": "float64",
    "p_value": "float64",
    "q_value": "float64",
    "n_events": "int64",
    "note": "str",
}


def shifts(
    measure: Measure, near: Any, by: str, within: str | None, reference: Any
) -> pd.DataFrame:
    """Levels and contrasts of a measure of `attraction`, side by side.

    The estimates and their intervals are those of `compare`. The test is that of keyness, which
    finds the tail of the sum of surpluses without random draws: a family of hundreds of words
    needs smaller p-values than these can give.

    Parameters
    ----------
    measure : Measure
        Kind score, all its categories with the same denominators.
    near : csr_array, (n_articles, n_categories)
        How often each word stands near the term.
    by, within, reference
        As in `keyness`.

    Returns
    -------
    DataFrame
        For each group and category: the column `by`, ``collocate`` and the columns of `COLUMNS`.
    """
    rows = rows_of(measure.weighted(), by, within)
    if reference is not None:
        check_choice("reference", reference, rows.names)
    empty = pd.DataFrame(columns=[by, "collocate", *COLUMNS]).astype(COLUMNS)
    if not measure.categories or not rows.names:
        return empty
    rows = rows.of(np.arange(len(measure.categories)))
    plan = Plan(
        kind="score",
        scale="difference",
        interval="auto",
        resamples=1,
        seed=0,
        weight="size",
        contrasts=contrasts(rows.names, reference, pairs=False),
        names=rows.names,
        within=bool((rows.event >= 0).any()),
        blocks=False,
    )
    cells, block = cells_of(rows), exchanged_blocks(rows)
    near = near[measure.articles.index.get_indexer(rows.ids)]
    versus = {one.group: one for one in plan.contrasts}
    frames = []
    for group, name in enumerate(rows.names):
        columns = {**_level(cells, group, plan), "n_events": 0, "note": ""}
        if group in versus:
            columns |= _contrast(cells, versus[group], plan)
            columns["p_value"] = _p_values(rows, near, block, versus[group])
        frames.append(pd.DataFrame({by: name, "collocate": measure.categories, **columns}))
    table = pd.concat(frames, ignore_index=True)
    table = table.reindex(columns=empty.columns).astype(COLUMNS)
    return table.assign(q_value=q_values(table["p_value"].to_numpy()))


def _level(cells: Cells, group: int, plan: Plan) -> dict[str, Any]:
    _, sample = level_sample(cells, group)
    estimate = level(sample.totals)
    found = interval_columns(sample, level, estimate, "identity", plan, Notes(len(estimate)))
    ends = {name: found.get(name, np.nan) for name in ("conf_low", "conf_high")}
    return {"surplus": estimate, **ends}


def _contrast(cells: Cells, versus: Versus, plan: Plan) -> dict[str, Any]:
    pair = (cells, versus.group, versus.others)
    found = matched(*pair, plan.weight) if plan.within else unmatched(*pair)
    notes = Notes(cells.numerator.shape[1])
    if found.own.all() or not found.own.any():
        notes.add(True, "no event that both cover" if plan.within else "nothing to compare with")
        return {"shift": np.nan, "note": notes.text}
    estimate = difference(found.sample.totals)
    ends = interval_columns(found.sample, difference, estimate, "identity", plan, notes)
    return {
        "shift": estimate,
        "shift_low": ends.get("conf_low", np.nan),
        "shift_high": ends.get("conf_high", np.nan),
        "n_events": len(np.unique(found.cells.event[found.cells.event >= 0])),
        "note": notes.text,
    }


def _p_values(rows: Rows, near: Any, block: Integers, versus: Versus) -> Floats:
    """p of the words that stand near the term in enough articles and events of those compared."""
    from scipy.sparse import csr_array

    n_words = near.shape[1]
    p_value = np.full(n_words, np.nan)
    surplus = csr_array(rows.numerator[rows.index])
    against = None if versus.others is None else versus.others[0]
    sides = [
        side_of(counts, rows, block, np.ones(len(rows.event)), versus.group, against)
        for counts in (surplus, near)
    ]
    if sides[0] is None or sides[1] is None:
        return p_value
    side, counts = sides[0], sides[1].counts
    testable = np.bincount(counts.indices, minlength=n_words) >= FEWEST_ARTICLES
    in_events = bool((side.event >= 0).any())
    if in_events:
        event = np.unique(side.event, return_inverse=True)[1]
        to_events = csr_array((np.ones(len(event)), (event, np.arange(len(event)))))
        n_events = np.bincount((to_events @ counts).indices, minlength=n_words)
        testable &= n_events >= FEWEST_EVENTS
    else:
        testable &= min(side.own.sum(), (~side.own).sum()) >= FEWEST_EVENTS
    exchange = exchange_cells if in_events else exchange_articles
    p_value[testable] = exchange(side, np.flatnonzero(testable))
    return p_value
