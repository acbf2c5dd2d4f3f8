"""An audit of a measure: how often its hits are right, and how often it finds what there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_choice
from framing.measures.measure import require_columns

if TYPE_CHECKING:
    from framing.comparison.cells import Floats
    from framing.measures.measure import Measure

HITS, TRUE, FALSE = ("n_hits", "n_right"), ("n_true", "n_found"), ("n_false", "n_rejected")
MISSED = ("missed", "missed_se")
UNLIKE = 0.05  # p below which a group's errors are said to be unlike the others'


@dataclass(frozen=True)
class Correction:
    """A cell's true numerator is g·Y − h·X.

    Attributes
    ----------
    gain, shift : float64 arrays, (n_groups, n_columns)
        g and h.
    covariance : float64 array, (3, n_groups, n_columns)
        The variances of g and h and their covariance, as far as the audit leaves them open.
    shared : bool
        Whether one audit speaks of all groups, which then err together.
    notes : str array, (n_groups, n_columns)
    """

    gain: Floats
    shift: Floats
    covariance: Floats
    shared: bool
    notes: np.ndarray


def correction_of(measure: Measure, audit: pd.DataFrame, by: str, names: list[Any]) -> Correction:
    """The rates of each group and category, and how sure they are."""
    specific = not set(FALSE).isdisjoint(audit.columns)
    if specific and measure.kind != "share":
        raise FramingError(
            "audit has 'n_false', which is for shares of units coded one by one; for counts give "
            "'n_hits' and 'n_right'."
        )
    pairs = [FALSE if specific else HITS]
    if specific or not set(TRUE).isdisjoint(audit.columns):
        pairs.append(TRUE)
    for pair in pairs:
        require_columns("audit", audit, pair)
        _check_counts(audit, pair)
    if counted := not set(MISSED).isdisjoint(audit.columns):
        require_columns("audit", audit, MISSED)
        if len(pairs) > 1:
            raise FramingError("audit has 'missed' beside 'n_true': recall twice; leave out one.")
    shared = by not in audit.columns
    keys = ["category"] if shared else [by, "category"]
    if audit.duplicated(keys).any():
        raise FramingError(f"audit has two rows for the same {' and '.join(keys)}; add them up.")
    if not shared:
        for name in audit[by].unique():
            check_choice(f"audit: {by}", name, names)
    wanted = [(name, category) for name in names for _, category in measure.columns]
    index = [category for _, category in wanted] if shared else wanted
    columns = [*(column for pair in pairs for column in pair), *(MISSED if counted else ())]
    numbers = audit.set_index(keys)[columns].reindex(index).to_numpy(dtype=float)
    shape = (len(names), len(measure.columns), len(columns))
    checked, right, *more = np.moveaxis(numbers.reshape(shape), -1, 0)
    notes = np.full(shape[:2], "", dtype=object)
    lacks = np.isnan(checked) & (hits_of(measure, by, names) > 0)
    if lacks.any():
        lacking = wanted[int(np.argmax(lacks))]
        raise FramingError(
            f"audit has no row for {by}={lacking[0]!r} and category={lacking[1]!r}; audit it, or "
            f"leave out the column {by!r} if errors are alike everywhere."
        )
    what = "specificity" if specific else "precision"
    _say_unlike(notes, checked, right, what, shared)
    none = np.full(shape[:2], np.nan)
    true, found = more if more and not counted else (none, none)
    _say_unlike(notes, true, found, "recall", shared)
    with np.errstate(divide="ignore", invalid="ignore"):
        if specific:
            recall, error = found / true, 1 - right / checked
            gain = np.where(recall > error, 1 / (recall - error), np.nan)
            of_recall, of_error = (
                _variance(one, n) for one, n in ((found, true), (right, checked))
            )
            covariance = gain**4 * np.stack(
                [
                    of_recall + of_error,
                    error**2 * of_recall + recall**2 * of_error,
                    error * of_recall + recall * of_error,
                ]
            )
            notes[recall <= error] = "the audit finds no more where there is something"
            return Correction(gain, error * gain, covariance, shared, notes)
        gain, logs = right / checked, _variance_of_log(right, checked)
        if counted:
            missed, error = more
            variance = gain**2 * logs + error**2
            gain = gain + missed
            logs = np.log1p(variance / gain**2)  # that of a log-normal: what was missed may be much
        elif more:
            gain = np.where(found > 0, gain * true / found, np.nan)
            logs = logs + _variance_of_log(found, true)
            notes[found == 0] = "nothing of what there is was found: no correction"
    # A group without a hit needs no audit: there is nothing to multiply.
    gain, logs = np.where(np.isnan(checked), 1, gain), np.where(np.isnan(checked), 0, logs)
    zero = np.zeros_like(gain)
    return Correction(gain, zero, np.stack([gain**2 * logs, zero, zero]), shared, notes)


def hits_of(measure: Measure, by: str, names: list[Any]) -> Floats:
    """float64 (n_groups, n_columns): what was counted in each group."""
    place = pd.Index(names, dtype=object).get_indexer(measure.articles[by])
    totals = np.zeros((len(names), len(measure.columns)))
    np.add.at(totals, place[place >= 0], np.nan_to_num(measure.numerators[place >= 0]))
    return totals


def _variance(right: Floats, checked: Floats) -> Floats:
    """Variance of a rate: of Beta(right + ½, wrong + ½)."""
    a, n = right + 0.5, checked + 1
    return a * (n - a) / (n**2 * (n + 1))


def _variance_of_log(right: Floats, checked: Floats) -> Floats:
    """Variance of its logarithm."""
    from scipy.special import polygamma

    return polygamma(1, right + 0.5) - polygamma(1, checked + 1)


def cautions_of(audit: Any, by: str) -> dict[tuple[Any, str], str]:
    """What to beware of in a comparison, by group and category: groups whose hits are right less
    or more often than those of the others."""
    table = audit if isinstance(audit, pd.DataFrame) else audit.checked()
    require_columns("audit", table, ["category", *HITS])
    _check_counts(table, HITS)
    if by not in table.columns:
        return {}
    found = {}
    for category, rows in table.groupby("category", sort=False):
        n, right = (rows[name].to_numpy(dtype=float) for name in HITS)
        for group, said in zip(rows[by], unlike(n, right, "precision"), strict=True):
            if said:
                found[group, str(category)] = said
    return found


def unlike(n: Floats, right: Floats, what: str) -> list[str]:
    """For each group what is to be said where its rate is unlike that of all others, or ""."""
    from scipy.stats import fisher_exact

    n, right = np.nan_to_num(n), np.nan_to_num(right)
    told = []
    for checked, mine in zip(n, right, strict=True):
        theirs, others = right.sum() - mine, n.sum() - checked
        said = ""
        if checked and others:
            table = [[mine, checked - mine], [theirs, others - theirs]]
            if fisher_exact(np.rint(table).astype(int)).pvalue < UNLIKE / len(n):
                said = f"its {what} ({mine / checked:.2f} of {checked:.0f}) is unlike the others' "
                said += f"({theirs / others:.2f} of {others:.0f}): what was counted misleads"
        told.append(said)
    return told


def _say_unlike(notes: np.ndarray, n: Floats, right: Floats, what: str, shared: bool) -> None:
    """Note where a group's rate is unlike that of all others, unless it is taken to be theirs."""
    if shared:
        return
    for column in range(n.shape[1]):
        for group, said in enumerate(unlike(n[:, column], right[:, column], what)):
            notes[group, column] = "; ".join(filter(None, [notes[group, column], said]))


def _check_counts(audit: pd.DataFrame, pair: tuple[str, str]) -> None:
    checked, right = (pd.to_numeric(audit[name], errors="coerce").to_numpy(float) for name in pair)
    with np.errstate(invalid="ignore"):
        fine = (checked > 0) & (right >= 0) & (right <= checked) & np.isfinite(checked)
    if not fine.all():
        row = int(np.argmin(fine))
        raise FramingError(
            f"audit has {pair[0]}={checked[row]:g} and {pair[1]}={right[row]:g}; give how many "
            "were checked, from 1, and how many of them were right."
        )
