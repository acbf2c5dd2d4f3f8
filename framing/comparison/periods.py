"""Before and after a date, within each outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.comparing import compare
from framing.comparison.families import q_values
from framing.comparison.intervals import LEVEL
from framing.comparison.timeline import dated
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from framing.measures.measure import Measure

FIRST = ["measure", "part", "category", "kind", "scale"]
LAST = [
    *("before", "after", "estimate", "conf_low", "conf_high", "df"),
    *("p_value", "q_value", "n_before", "n_after", "note"),
]


def before_after(
    measure: Measure,
    date: object,
    by: str = "outlet",
    days: int | None = None,
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """How each outlet's level changes at a date, and whether it changes more than the others'.

    Definition: the change is the outlet's level from the date on over its level before (a ratio
    for counts), or less it (a difference for scores and shares), whatever the events; the interval
    and p are those of `compare` for two samples of articles. The change beside the rest's is the
    outlet's ratio over that of all others together (or its difference less theirs: a difference in
    differences); its interval adds the two variances, with Welch and Satterthwaite's degrees of
    freedom, and its p is that of Student's t. A change at a date is not a change because of what
    happened then.

    Parameters
    ----------
    measure : Measure
        Its articles have a ``date``; those without one are left out.
    date : date or str
        The first day of the time after.
    by : str
        The column whose values are told apart.
    days : int, optional
        Only so many days before and from the date on.
    resamples, seed : int

    Returns
    -------
    DataFrame
        Two rows for each outlet and column of the measure: the column `by`; ``measure``, ``part``,
        ``category``; ``kind`` (change, or beside the rest); ``scale``; ``before``, ``after``, the
        outlet's levels; ``estimate``, ``conf_low``, ``conf_high``, ``df``, ``p_value``;
        ``q_value`` over the rows of one kind; ``n_before``, ``n_after`` articles; ``note``.

    Raises
    ------
    FramingError
        The articles have no date, `date` is none, or `days` is no whole number from 1.

    Examples
    --------
    >>> from framing import example, loaded_terms
    >>> table = before_after(loaded_terms(example()).select(["doubt"]), "2025-06-01")
    >>> table["kind"].unique().tolist()
    ['change', 'beside the rest']
    """
    day = pd.to_datetime(date, errors="coerce")
    if pd.isna(day):
        raise FramingError(f"date={date!r} is no date; write it as in '2017-03-31'.")
    if days is not None and (isinstance(days, bool) or not isinstance(days, int) or days < 1):
        raise FramingError(f"days={days!r} is not allowed; give a whole number from 1, or None.")
    measure = dated(measure)
    articles = measure.articles
    check_choice("by", by, articles.columns)
    articles["period"] = np.where(articles["date"] >= day, "after", "before")
    if days is not None:
        length = pd.Timedelta(days=days)
        inside = (articles["date"] >= day - length) & (articles["date"] < day + length)
        articles = articles[inside]
    measure = measure.restrict(articles.index).with_articles(articles)
    options: dict[str, Any] = {"resamples": resamples, "seed": seed}
    frames = []
    for name in sorted(articles[by].dropna().unique(), key=str):
        own = articles[by] == name
        change = _change(measure.restrict(articles.index[own]), options)
        rest = _change(measure.restrict(articles.index[~own & articles[by].notna()]), options)
        for kind, table in (("change", change), ("beside the rest", _beside(change, rest))):
            frames.append(table.assign(**{by: name, "kind": kind, "measure": measure.name}))
    if not frames:
        return pd.DataFrame(columns=[by, *FIRST, *LAST])
    table = pd.concat(frames, ignore_index=True)
    order = {column: number for number, column in enumerate(measure.columns)}
    table["order"] = [order[key] for key in zip(table["part"], table["category"], strict=True)]
    table = table.sort_values(["order", "kind"], ascending=[True, False], kind="stable")
    table = table.sort_values("kind", key=lambda kinds: kinds != "change", kind="stable")
    table["q_value"] = table.groupby("kind")["p_value"].transform(
        lambda values: q_values(values.to_numpy(dtype=float))
    )
    return table[[by, *FIRST, *LAST]].reset_index(drop=True)


def _change(measure: Measure, options: dict[str, Any]) -> pd.DataFrame:
    """The contrast of after with before, a row a column of the measure."""
    keys = pd.DataFrame(measure.columns, columns=["part", "category"])
    names = set(measure.articles["period"])
    if names != {"before", "after"}:
        there = f"no article {'before' if names == {'after'} else 'from the date on'}"
        return keys.assign(
            scale="ratio" if measure.kind == "count" else "difference",
            **dict.fromkeys(LAST[:7], np.nan),
            n_before=0,
            n_after=0,
            note=there,
        )
    table = compare(measure, by="period", within=None, reference="before", **options)
    levels = table[table["kind"] == "level"]
    contrast = table[table["kind"] == "contrast"].drop_duplicates(["part", "category"])
    for period in ("before", "after"):
        some = levels[levels["period"] == period].set_index(["part", "category"])
        found = some.reindex(pd.MultiIndex.from_frame(contrast[["part", "category"]]))
        contrast = contrast.assign(
            **{period: found["estimate"].to_numpy(), f"n_{period}": found["n_articles"].to_numpy()}
        )
    names_of_columns = ["part", "category", "scale", *(name for name in LAST if name != "q_value")]
    return keys.merge(contrast[names_of_columns], on=["part", "category"], how="left")


def _beside(change: pd.DataFrame, rest: pd.DataFrame) -> pd.DataFrame:
    """The outlet's change beside the rest's, from the two estimates and their intervals."""
    from scipy.special import stdtr, stdtrit

    log = (change["scale"] == "ratio").to_numpy()
    middles, variances, freedom = [], [], []
    with np.errstate(divide="ignore", invalid="ignore"):
        for table in (change, rest):
            ends = table[["estimate", "conf_low", "conf_high"]].to_numpy(dtype=float)
            ends = np.where(log[:, None], np.log(ends), ends)
            df = table["df"].to_numpy(dtype=float)
            middles.append(ends[:, 0])
            variances.append(((ends[:, 2] - ends[:, 1]) / 2 / stdtrit(df, (1 + LEVEL) / 2)) ** 2)
            freedom.append(df)
        middle, variance = middles[0] - middles[1], variances[0] + variances[1]
        df = variance**2 / sum(v**2 / n for v, n in zip(variances, freedom, strict=True))
        reach = stdtrit(df, (1 + LEVEL) / 2) * np.sqrt(variance)
        p_value = 2 * stdtr(df, -np.abs(middle) / np.sqrt(variance))
        ends = np.stack([middle, middle - reach, middle + reach])
        estimate, low, high = np.where(log, np.exp(ends), ends)
    unknown = np.isnan(low)
    return change.assign(
        estimate=estimate,
        conf_low=low,
        conf_high=high,
        df=df,
        p_value=p_value,
        note=np.where(unknown, "no interval: one of the two changes has none", ""),
    )
