"""How far coders agree: all of them, each two, and without each one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.auditing.alpha import Metric, alpha_of, coincidences, drawn_alphas
from framing.errors import FramingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.coding.task import Coding

    Floats = NDArray[np.float64]
    Ints = NDArray[np.integer]

DRAWS = 2000
LEAST = 2 / 3  # what Krippendorff takes as the least for tentative conclusions
FEWEST = 10  # units below which there is no interval
RARE = 10  # units with the rarer code below which an interval is too narrow
LEVEL = 0.95


def agreement_of(coding: Coding, seed: int) -> pd.DataFrame:
    """See `Coding.agreement`."""
    if len(coding.coders) < 2:
        raise FramingError("agreement needs two coders or more; this coding has one.")
    random = np.random.default_rng(seed)
    cluster = pd.factorize(coding.key["article_id"])[0]
    weights = random.exponential(size=(DRAWS, int(cluster.max(initial=-1)) + 1))
    rows = []
    for name, category in coding.codebook.categories.items():
        codes = table_of(coding, name)
        for kind, coders in _sets(list(codes.columns)):
            found = _agreement(codes[coders].to_numpy(), category.metric, cluster, weights)
            rows.append({"category": name, "kind": kind, "coders": ", ".join(coders), **found})
    return pd.DataFrame(rows)


def table_of(coding: Coding, category: str) -> pd.DataFrame:
    """One category's codes: index ``number``, a column a coder, NaN where there is none."""
    codes = coding.codes
    codes = codes[codes["category"] == category]
    table = codes.pivot(index="number", columns="coder", values="code")
    return table.reindex(coding.key.index).reindex(columns=list(coding.coders))


def _sets(coders: list[str]) -> Iterator[tuple[str, list[str]]]:
    yield "all", coders
    if len(coders) > 2:
        for pair in combinations(coders, 2):
            yield "pair", list(pair)
        for left_out in coders:
            yield "without", [name for name in coders if name != left_out]


def _agreement(
    codes: Floats, metric: Metric, cluster: Ints, weights: Floats
) -> dict[str, float | str]:
    paired = np.isfinite(codes).sum(axis=1) >= 2
    codes, cluster = codes[paired], cluster[paired]
    levels, each = coincidences(codes)
    total = each.sum(axis=0)
    estimate = float(alpha_of(total, levels, metric))
    n_units, n_codes = len(codes), float(total.sum())
    same = float(np.trace(total) / n_codes) if n_codes else np.nan
    low = high = below = np.nan
    notes = []
    if np.isnan(estimate):
        notes.append("no unit coded twice" if not n_units else "all codes are the same")
    elif n_units < FEWEST:
        notes.append(f"fewer than {FEWEST} units")
    elif estimate == 1:
        low, high = _never_apart(total, n_units) if metric == "nominal" else np.nan, 1.0
        notes.append("the coders never differ")
    else:
        scaled = weights * (n_units / weights[:, cluster].sum(axis=1, keepdims=True))
        drawn = drawn_alphas(each, levels, metric, cluster, scaled)
        tail = (1 - LEVEL) / 2
        low, high = np.nanquantile(drawn, [tail, 1 - tail])
        below = float((drawn < LEAST).mean())
    rarer = _rarer(codes, levels) if metric == "nominal" and len(levels) == 2 else np.inf
    if n_units >= FEWEST and rarer < RARE and not np.isnan(estimate):
        notes.append(f"{rarer} units with the rarer code: the interval is too narrow")
    return {
        "n_units": n_units,
        "agreement": same,
        "alpha": estimate,
        "alpha_low": float(low),
        "alpha_high": float(high),
        "below": below,
        "note": "; ".join(notes),
    }


def _never_apart(total: Floats, n_units: int) -> float:
    """Alpha, if units differ as often as they may when none of `n_units` was seen to."""
    differ = 1 - ((1 - LEVEL) / 2) ** (1 / n_units)
    n = total.sum(axis=0)
    expected = 1 - float((n * (n - 1)).sum() / (n.sum() * (n.sum() - 1)))
    return 1 - differ / expected


def _rarer(codes: Floats, levels: Floats) -> int:
    """Units to which somebody gave the code that fewer units have."""
    return min(int((codes == level).any(axis=1).sum()) for level in levels)


def tendencies_of(coding: Coding, seed: int) -> pd.DataFrame:
    """See `Coding.tendencies`."""
    random = np.random.default_rng(seed)
    weights = random.exponential(size=(DRAWS, len(coding.key)))
    rows = []
    for name, category in coding.codebook.categories.items():
        if category.scale == "choice":
            continue
        table = table_of(coding, name)
        for coder in coding.coders:
            own = table[coder].to_numpy()
            others = table.drop(columns=coder)
            known = np.isfinite(own) & others.notna().any(axis=1).to_numpy()
            apart = own[known] - others[known].mean(axis=1).to_numpy()
            low = high = np.nan
            if known.sum() >= FEWEST and np.ptp(apart) > 0:
                w = weights[:, known]
                low, high = np.quantile(w @ apart / w.sum(axis=1), [0.025, 0.975])
            rows.append(
                {
                    "category": name,
                    "coder": coder,
                    "n_units": int(known.sum()),
                    "mean": float(own[known].mean()) if known.any() else np.nan,
                    "difference": float(apart.mean()) if known.any() else np.nan,
                    "difference_low": float(low),
                    "difference_high": float(high),
                }
            )
    return pd.DataFrame(rows)
