"""topic_prevalence: topics compared by outlet, with what the topic model itself leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.comparing import LEVEL_SCALES, compare
from framing.comparison.intervals import LEVEL, SCALES

HALF = (1 + LEVEL) / 2

if TYPE_CHECKING:
    from framing.comparison.cells import Floats
    from framing.comparison.grouping import Columns
    from framing.measures.topics import Topics


def topic_prevalence(
    model: Topics,
    by: Columns = "outlet",
    within: Columns | None = "event",
    *,
    refits: int = 10,
    **options: Any,
) -> pd.DataFrame:
    """Compare topics' prevalence by outlet, and say how much of an interval is the model's own.

    `compare` takes the fitted topics as given: its intervals say what other events would have
    changed. Here the model is fitted again to articles drawn with replacement, topics are matched
    with the model's own, every article is given its shares anew, and each fit is compared. With V
    the mean over the R fits of the squared standard errors given a fit, and B the variance over
    the fits of the estimates, on the scale of the interval (logit for levels, log for ratios),

        estimate ± t·√(V + (1 + 1/R)·B)

    (Rubin 1987; Treier and Jackman 2008, doi:10.1111/j.1540-5907.2007.00309.x, and Roberts,
    Stewart and Tingley 2019 do likewise for what a model has measured). Where a topic does not
    come back, the estimates of its matches differ, and the interval is as wide as it should be.

    Parameters
    ----------
    model : Topics
        Of `topics` or `structural_topics`.
    by, within
        As in `compare`.
    refits : int
        2 or more; ten tell the size of B to within a third or so.
    options
        Passed on to `compare`: `reference`, `scale`, `weight`, `pairs`, `resamples`, `seed`.

    Returns
    -------
    DataFrame
        The table of `compare`, and after ``df``: ``conf_low_refits``, ``conf_high_refits``, the
        interval with the model's own uncertainty; ``model_share``, that uncertainty's share of its
        squared width; ``refits``. NaN where `compare` has no interval, or a fit none. p and q are
        those of `compare`, conditional on the model.

    Raises
    ------
    FramingError
        `refits` is below 2, or an argument of `compare` is not allowed.

    Examples
    --------
    >>> from framing.measures.topics import topics
    >>> from framing.readers import example
    >>> table = topic_prevalence(topics(example(), k=4), refits=2, resamples=100)
    >>> wider = table["conf_high_refits"] - table["conf_low_refits"]
    >>> len(wider.dropna()), int(table["refits"].iloc[0])
    (48, 2)
    """
    table = compare(model.measure, by, within, **options)
    names = [by] if isinstance(by, str) else list(by)
    keys = [*names, "part", "category", "kind", "reference", "scale"]
    quick = {**options, "resamples": 1, "interval": "jackknife"}
    rows = pd.MultiIndex.from_frame(table[keys].astype("object").fillna(""))
    again = []
    for measure in model.measures(refits):
        one = compare(measure, by, within, **quick)
        one.index = pd.MultiIndex.from_frame(one[keys].astype("object").fillna(""))
        again.append(one.reindex(rows).reset_index(drop=True))
    place = list(table.columns).index("df") + 1
    for name, values in reversed(_with_model(table, again).items()):
        table.insert(place, name, values)
    table.insert(place + 3, "refits", refits)
    return table


def _with_model(table: pd.DataFrame, again: list[pd.DataFrame]) -> dict[str, Floats]:
    """``conf_low_refits``, ``conf_high_refits``, ``model_share``, from the same rows of refits."""
    from scipy.special import stdtrit

    scales = np.where(table["scale"] == "ratio", "log", "identity")
    scales = np.where(table["kind"] == "level", LEVEL_SCALES["share"], scales)
    names = ("conf_low_refits", "conf_high_refits", "model_share")
    made = {name: np.full(len(table), np.nan) for name in names}
    n = len(again)
    for scale in np.unique(scales):
        forth, back = SCALES[scale]
        rows = np.flatnonzero((scales == scale) & table["conf_low"].notna())
        columns = {
            name: np.array([one[name].to_numpy()[rows] for one in again])
            for name in ("estimate", "conf_low", "conf_high", "df")
        }
        with np.errstate(divide="ignore", invalid="ignore"):
            wide = forth(columns["conf_high"]) - forth(columns["conf_low"])
            given = ((wide / (2 * stdtrit(columns["df"], HALF))) ** 2).mean(axis=0)
            own = forth(columns["estimate"]).var(axis=0, ddof=1) * (1 + 1 / n)
            total = given + own
            df = columns["df"].mean(axis=0)
            freedom = total**2 / (given**2 / df + own**2 / (n - 1))
            reach = stdtrit(freedom, HALF) * np.sqrt(total)
            middle = forth(table["estimate"].to_numpy()[rows])
        made["conf_low_refits"][rows] = back(middle - reach)
        made["conf_high_refits"][rows] = back(middle + reach)
        made["model_share"][rows] = own / total
    return made
