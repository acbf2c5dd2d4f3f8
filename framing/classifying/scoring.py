"""How well something agrees with people's codes: precision, recall, F1, ranking, correlation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.auditing.rates import Rate, wilson
from framing.comparison.audits import unlike

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ALL = "all"
FEWEST_EVENTS = 5  # below there is no jackknife
FEW = 10  # units with the code below which a row says so
SIZES = ["n_units", "n_events", "n_coded", "n_hits", "n_right"]
RATES = ["precision", "recall", "f1", "auc", "auc_within", "r"]
SCORES = [*SIZES, *(f"{name}{end}" for name in RATES for end in ("", "_low", "_high")), "note"]


def score_table(units: pd.DataFrame, by: str) -> pd.DataFrame:
    """Scores by category and group; the group ``"all"`` stands for all groups together.

    `units` has a row for each unit and category: ``category, group, event, code, value, hit,
    weight``, and ``fold`` if values of different folds are not to be ranked together. `hit` is
    NaN where there is no yes or no.
    """
    rows = []
    for category, of_category in units.groupby("category", sort=False):
        groups = [(ALL, of_category)]
        groups += [(str(name), part) for name, part in of_category.groupby("group", sort=True)]
        made = [
            {"category": category, by: name, **_row(part.reset_index(drop=True))}
            for name, part in groups
        ]
        _say_unlike(made[1:])
        rows += made
    return pd.DataFrame(rows, columns=["category", by, *SCORES])


def _row(units: pd.DataFrame) -> dict[str, object]:
    code, value, weight = (units[name].to_numpy(float) for name in ("code", "value", "weight"))
    hit = units["hit"].to_numpy(float)
    event = pd.factorize(units["event"])[0]
    fold = pd.factorize(units["fold"])[0] if "fold" in units else np.zeros(len(units), dtype=int)
    binary = bool(np.isin(code, [0, 1]).all()) and bool(np.isfinite(hit).all())
    there, given, right = code == 1, hit == 1, (code == 1) & (hit == 1)
    row: dict[str, object] = {
        "n_units": len(units),
        "n_events": int(event.max() + 1) if len(units) else 0,
        "n_coded": int((code > 0).sum()),
        "n_hits": int(given.sum()) if binary else np.nan,
        "n_right": int(right.sum()) if binary else np.nan,
    }
    nothing = (np.nan, np.nan, np.nan)
    found = dict.fromkeys(RATES, nothing)
    if binary:
        found["precision"] = _proportion(right, given, weight, event)
        found["recall"] = _proportion(right, there, weight, event)
        found["f1"] = _jackknife(
            lambda w: _ratio(2 * w @ right, w @ (there * 1.0 + given)), weight, event, "logit"
        )
        for name, among in (("auc", fold), ("auc_within", pd.factorize(units["group"])[0])):
            found[name] = _jackknife(partial(areas, value, there, among), weight, event, "logit")
    found["r"] = _jackknife(partial(_correlations, value, code), weight, event, "atanh")
    for name, ends in found.items():
        row |= dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))
    few = binary and row["n_coded"] < FEW  # type: ignore[operator]
    row["note"] = f"fewer than {FEW} with the code" * few
    return row


def _proportion(
    right: Floats, of: Floats, weight: Floats, event: Floats
) -> tuple[float, float, float]:
    """A share of those in `of`, with Wilson's interval for as many units as their sample is worth:
    less than there are if weights differ or if units of one event err together."""
    n, w = int(of.sum()), weight * of
    if n == 0:
        return np.nan, np.nan, np.nan
    share = float((w * right).sum() / w.sum())
    worth = float(w.sum() ** 2 / (w**2).sum())
    n_events = len(np.unique(event[of > 0]))
    if n_events >= FEWEST_EVENTS and 0 < share < 1:
        pull = np.bincount(event, w * (right - share)) / w.sum()
        variance = float((pull**2).sum()) * n_events / (n_events - 1)
        if variance > 0:
            worth = min(worth, share * (1 - share) / variance)
    low, high = wilson(Rate(share, worth, n))
    return share, low, high


_ON: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "logit": (lambda x: np.log(x / (1 - x)), lambda x: 1 / (1 + np.exp(-x))),
    "atanh": (np.arctanh, np.tanh),
}


def _jackknife(
    statistic: Callable[[Floats], Floats], weight: Floats, event: Floats, scale: str
) -> tuple[float, float, float]:
    """The statistic, and its interval from leaving out one event at a time.

    `statistic` is given weights (n_samples, n_units) and returns a value for each sample.
    """
    from scipy.special import stdtrit

    n = int(event.max()) + 1 if len(event) else 0
    left_out = np.arange(n)[:, np.newaxis] == event
    estimate, *left = statistic(weight * np.vstack([np.ones(len(event)), ~left_out]))
    low = high = np.nan
    if n >= FEWEST_EVENTS and np.isfinite(estimate):
        there, back = _ON[scale]
        with np.errstate(divide="ignore", invalid="ignore"):
            moved, middle = there(np.array(left)), there(estimate)
            reach = stdtrit(n - 1, 0.975) * np.sqrt((n - 1) * np.var(moved))
            if np.isfinite(reach):
                low, high = float(back(middle - reach)), float(back(middle + reach))
    return float(estimate), low, high


def area(value: Floats, there: Floats, fold: Floats, weight: Floats) -> float:
    """How often, of two units of one fold, one with the code and one without, the one with it has
    the higher value; equal values count half (Hanley and McNeil 1982)."""
    return float(areas(value, there, fold, weight[np.newaxis])[0])


def areas(value: Floats, there: Floats, fold: Floats, weight: Floats) -> Floats:
    """The same for weights (n_samples, n_units)."""
    won, pairs = np.zeros((2, len(weight)))
    for one in np.unique(fold):
        mine = np.flatnonzero(fold == one)
        mine = mine[np.argsort(value[mine], kind="stable")]
        levels = np.flatnonzero(np.diff(value[mine], prepend=-np.inf))  # where values rise
        yes = np.add.reduceat(weight[:, mine] * there[mine], levels, axis=1)
        no = np.add.reduceat(weight[:, mine] * (1 - there[mine]), levels, axis=1)
        won += (yes * (np.cumsum(no, axis=1) - no / 2)).sum(axis=1)
        pairs += yes.sum(axis=1) * no.sum(axis=1)
    return _ratio(won, pairs)


def _correlations(value: Floats, code: Floats, weight: Floats) -> Floats:
    x, y = value - value.mean(), code - code.mean()
    total = weight.sum(axis=1)
    mx, my, xx, yy, xy = (_ratio(weight @ one, total) for one in (x, y, x * x, y * y, x * y))
    spread = np.maximum(xx - mx**2, 0) * np.maximum(yy - my**2, 0)
    return _ratio(xy - mx * my, np.sqrt(np.where(spread > 1e-20, spread, 0)))


def _ratio(one: Floats, other: Floats) -> Floats:
    return np.divide(one, other, out=np.full(len(one), np.nan), where=other > 0)


def _say_unlike(rows: list[dict]) -> None:
    """Note the groups in which precision, recall or correlation is unlike that of the others."""
    for what, of in (("precision", "n_hits"), ("recall", "n_coded")):
        n, right = (np.array([row[name] for row in rows], dtype=float) for name in (of, "n_right"))
        for row, said in zip(rows, unlike(n, right, what), strict=True):
            row["note"] = "; ".join(filter(None, [row["note"], said]))
