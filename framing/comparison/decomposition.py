"""Selection and wording: how much of a difference comes from which events an outlet covers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.comparison.cells import Cells, cells_of, rows_of
from framing.comparison.estimators import Sample, difference
from framing.comparison.intervals import FEWEST_UNITS, jackknife
from framing.comparison.table import labelled
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from framing.comparison.cells import Floats
    from framing.measures.measure import Measure

COMPONENTS = ("total", "wording", "selection", "emphasis", "exclusivity")
NOT_IDENTIFIED = "wording on events that one side alone covers cannot be told from selection"


def decompose(
    measure: Measure, by: str = "outlet", within: str = "event", reference: str | None = None
) -> pd.DataFrame:
    """Split the difference between outlets into wording and selection of events.

    With Y and X the numerator and denominator of an outlet's articles, L = Σ Y / Σ X is its level
    over all events, and the total difference between the outlet o and the rest r is L_o − L_r. Let
    S be the events that both cover, L′ the level over these, R_e = Y_e / X_e, and u_e the share of
    event e in Σ X_o·X_r/(X_o + X_r) over S. Then

        wording     = Σ u_e (R_oe − R_re), the difference that `compare` estimates
        emphasis    = (L′_o − Σ u_e R_oe) − (L′_r − Σ u_e R_re): how much room each gives to which
                      of the events that both cover
        exclusivity = (L_o − L′_o) − (L_r − L′_r): events that one of the two leaves out
        selection   = emphasis + exclusivity
        total       = wording + selection

    All parts are 0 where every report of every outlet has the same value. Articles without an
    event are events that one side alone covers. The intervals are delete-one-event jackknives with
    Student's t on the effective number of events.

    Parameters
    ----------
    measure : Measure
    by, within, reference
        As in `compare`; `within` must be a column that is there.

    Returns
    -------
    DataFrame
        Five rows for each outlet, part and category: the column `by`; ``measure``, ``part``,
        ``category``; ``component`` (total, wording, selection, emphasis, exclusivity);
        ``estimate`` in the measure's unit, ``conf_low``, ``conf_high`` (95 %), ``df``;
        ``reference``; ``n_articles`` of the outlet; ``n_shared`` events that both cover, ``n_own``
        and ``n_others`` that one alone covers; ``share_shared`` and ``share_shared_others``, of
        the denominator on shared events; ``note``.

    Raises
    ------
    FramingError
        `by`, `within` or `reference` is not one of those allowed.

    Examples
    --------
    >>> from framing.measures.measure import Measure
    >>> articles = pd.DataFrame({"article_id": list("abcd"), "outlet": ["X", "Y", "X", "Y"],
    ...                          "event": ["flood", "flood", "strike", "vote"]})
    >>> sums = pd.DataFrame({"article_id": list("abcd"), "category": "alarm",
    ...                      "numerator": [4, 2, 6, 0], "denominator": [100, 100, 100, 100]})
    >>> measure = Measure.from_sums(sums, articles, name="terms", unit="hits per word")
    >>> table = decompose(measure, reference="Y")
    >>> table.set_index("component")["estimate"].round(3).to_dict()
    {'total': 0.04, 'wording': 0.02, 'selection': 0.02, 'emphasis': 0.0, 'exclusivity': 0.02}

    References
    ----------
    Kitagawa 1955, doi:10.1080/01621459.1955.10501299, for splitting a difference of rates.
    """
    check_choice("within", within, measure.articles.columns)
    rows = rows_of(measure.weighted(), by, within)
    if reference is not None:
        check_choice("reference", reference, rows.names)
    if len(rows.names) < 2:
        raise FramingError(f"by={by!r} has {len(rows.names)} values; two or more are compared.")
    chosen = None if reference is None else rows.names.index(reference)
    frames = []
    for columns, part in rows.patterns():
        cells = cells_of(part)
        for group, name in enumerate(rows.names):
            if group != chosen:
                frame = _rows(cells, group, chosen, measure.kind != "score")
                frame.insert(0, by, name)
                frame["column"] = columns[frame["column"]]
                frames.append(frame)
    table = labelled(frames, measure, by)
    table["reference"] = "rest" if reference is None else str(reference)
    return table


def _rows(cells: Cells, group: int, reference: int | None, hits: bool) -> pd.DataFrame:
    """The five components for every column of the cells; `hits` where numerators count some."""
    own = cells.group == group
    other = ~own if reference is None else cells.group == reference
    sums, shared, counts = _sums(cells, own, other)
    parts = _components(sums.sum(axis=0))
    n_columns = parts.shape[1]
    low, high, df = (np.full(parts.shape, np.nan) for _ in range(3))
    note = ""
    if shared.sum() < FEWEST_UNITS:
        note = f"no interval: {int(shared.sum())} shared events, {FEWEST_UNITS} needed"
    else:
        on_shared = (sums[:, 1] > 0).any(axis=1)
        for number, component in enumerate(COMPONENTS):
            if component == "wording":
                found = jackknife(_sample(sums[on_shared, :4]), difference, "identity")
            else:
                units = sums[on_shared] if component == "emphasis" else sums
                found = jackknife(_sample(units), partial(_component, number), "identity")
            # Where one side has no hit only the other's varies: see `interval_columns`.
            known = (sums[:, [4, 6]] + sums[:, [8, 10]]).sum(axis=0).all(axis=0) | (not hits)
            low[number] = np.where(known, found.low, np.nan)
            high[number] = np.where(known, found.high, np.nan)
            df[number] = found.df
    if not shared.any():
        note = "no event that both cover: wording and selection cannot be told apart"
    elif counts[1] or counts[2]:
        note = f"{note}; {NOT_IDENTIFIED}" if note else NOT_IDENTIFIED
    totals = sums.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = [totals[at] / (totals[at] + totals[at + 4]) for at in (5, 7)]
    return pd.DataFrame(
        {
            "component": np.repeat(COMPONENTS, n_columns),
            "column": np.tile(np.arange(n_columns), len(COMPONENTS)),
            "estimate": parts.ravel(),
            "conf_low": low.ravel(),
            "conf_high": high.ravel(),
            "df": np.where(np.isnan(low), np.nan, df).ravel(),
            "n_articles": int(cells.n_rows[own].sum()),
            "n_shared": counts[0],
            "n_own": counts[1],
            "n_others": counts[2],
            "share_shared": np.tile(share[0], len(COMPONENTS)),
            "share_shared_others": np.tile(share[1], len(COMPONENTS)),
            "note": note,
        }
    )


def _sums(
    cells: Cells, own: np.ndarray, other: np.ndarray
) -> tuple[Floats, np.ndarray, tuple[int, int, int]]:
    """What each event adds to twelve sums, numerators and denominators in turn: the outlet's and
    the rest's, weighted as `compare` weights; theirs on shared events; theirs on events that one
    alone covers. Then which events are shared, and how many are shared, the one's, the other's."""
    n_events = int(cells.event.max(initial=-1)) + 1
    alone = np.flatnonzero(cells.event < 0)
    unit = cells.event.copy()
    unit[alone] = n_events + np.arange(len(alone))
    n_units, n_columns = n_events + len(alone), cells.numerator.shape[1]
    side = np.zeros((4, n_units, n_columns))
    for number, which in enumerate((own, other)):
        np.add.at(side[2 * number], unit[which], cells.numerator[which])
        np.add.at(side[2 * number + 1], unit[which], cells.denominator[which])
    y_own, x_own, y_other, x_other = side
    covered = [np.bincount(unit[which], minlength=n_units) > 0 for which in (own, other)]
    shared = covered[0] & covered[1]
    both = shared[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(both, x_own * x_other / (x_own + x_other), 0)
        sums = [np.where(both, weight * y_own / x_own, 0), weight]
        sums += [np.where(both, weight * y_other / x_other, 0), weight]
    sums += [values * both for values in side]
    sums += [values * ~both for values in side]
    counts = (
        int(shared.sum()),
        int((covered[0] & ~shared).sum()),
        int((covered[1] & ~shared).sum()),
    )
    there = covered[0] | covered[1]
    return np.stack(sums, axis=1)[there], shared, counts


def _sample(units: Floats) -> Sample:
    return Sample(units, np.zeros(len(units), dtype=np.int64))


def _component(number: int, sums: Floats) -> Floats:
    return _components(sums)[..., number, :]


def _components(sums: Floats) -> Floats:
    """The five components from the twelve sums, which lie along the last axis but one."""
    with np.errstate(divide="ignore", invalid="ignore"):
        like, like_other, common, common_other = (
            sums[..., at, :] / sums[..., at + 1, :] for at in (0, 2, 4, 6)
        )
        level, level_other = (
            (sums[..., at, :] + sums[..., at + 4, :])
            / (sums[..., at + 1, :] + sums[..., at + 5, :])
            for at in (4, 6)
        )
    wording = like - like_other
    emphasis = (common - like) - (common_other - like_other)
    exclusivity = (level - common) - (level_other - common_other)
    total = level - level_other
    return np.stack([total, wording, emphasis + exclusivity, emphasis, exclusivity], axis=-2)
