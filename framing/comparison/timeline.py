"""Over time: rolling rates with intervals, and points at which a measure changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.cells import Rows, add_up, rows_of
from framing.comparison.families import q_values
from framing.comparison.intervals import FEWEST_DF, FEWEST_UNITS, LEVEL, SCALES
from framing.comparison.table import labelled
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from framing.comparison.cells import Floats, Integers
    from framing.measures.measure import Measure

LEVEL_SCALES = {"count": "log", "share": "logit", "score": "identity"}
SHORTEST = 4  # periods with articles on either side of a change
DRAWN_AT_ONCE = 4_000_000  # values of shuffled series held at a time


def rolling(
    measure: Measure,
    by: str = "outlet",
    days: int = 28,
    step: int = 7,
    within: str | None = "event",
) -> pd.DataFrame:
    """A measure's level in windows of time, outlet by outlet.

    Definition: in each window of `days` days, every `step` days, Σ numerator / Σ denominator of the
    outlet's articles. The interval is from the variance of a ratio of sums over the outlet's
    events in the window, s² = n/(n − 1) Σ (Y − R·X)² / (Σ X)², with Student's t on the effective
    number of events less 1, on the log scale for counts and the logit scale for shares. Windows
    that overlap share their articles: neighbouring points are no separate findings.

    Parameters
    ----------
    measure : Measure
        Its articles have a ``date``; those without one are left out.
    by : str
        The column whose values are told apart.
    days, step : int
        Length of a window, and days from one to the next.
    within : str, optional
        The column whose values are resampled; articles where it is None or not there.

    Returns
    -------
    DataFrame
        A row for each outlet, column of the measure and window with an article: the column `by`;
        ``measure``, ``part``, ``category``; ``start``, ``end`` (the day after the last), ``date``
        (the middle); ``estimate``, ``conf_low``, ``conf_high`` (95 %, NaN where fewer than five
        events), ``df``; ``n_articles``, ``n_events``, ``numerator``, ``denominator``.

    Raises
    ------
    FramingError
        The articles have no date, or `days` or `step` is no whole number from 1.

    Examples
    --------
    >>> from framing import example, loaded_terms
    >>> table = rolling(loaded_terms(example()).select(["doubt"]), days=60, step=30)
    >>> table.columns[:5].tolist()
    ['outlet', 'measure', 'part', 'category', 'start']

    References
    ----------
    Cochran 1977, Sampling Techniques, chapter 6, for the variance of a ratio.
    """
    for name, value in (("days", days), ("step", step)):
        if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < 1:
            raise FramingError(f"{name}={value!r} is not allowed; give a whole number from 1.")
    measure = dated(measure).weighted()
    there = within is not None and within in measure.articles.columns
    rows = rows_of(measure, by, within if there else None)
    day = _days(measure, rows)
    starts = _window_starts(day, int(days), int(step))
    frames = []
    for columns, part in rows.patterns():
        chosen = pd.Index(rows.ids).get_indexer(part.ids)
        for group, name in enumerate(rows.names):
            own = part.group == group
            table = _windows(part, own, day[chosen], starts, int(days), LEVEL_SCALES[measure.kind])
            table.insert(0, by, name)
            table["column"] = columns[table["column"]]
            frames.append(table)
    table = labelled(frames, measure, by)
    first = [by, "measure", "part", "category", "start", "end", "date"]
    return table[[*first, *(name for name in table if name not in first)]]


def _windows(
    rows: Rows, own: np.ndarray, day: Integers, starts: Integers, days: int, scale: str
) -> pd.DataFrame:
    from scipy.special import stdtrit

    forth, back = SCALES[scale]
    index, day = np.flatnonzero(own), day[own]
    event = np.where(rows.event[own] >= 0, rows.event[own], -1 - np.arange(len(index)))
    found = []
    for start in starts:
        inside = (day >= start) & (day < start + days)
        if not inside.any():
            continue
        order = np.argsort(event[inside], kind="stable")
        chosen = index[inside][order]
        firsts = np.flatnonzero(np.diff(event[inside][order], prepend=-(2**62)))
        y = add_up(rows.numerator[rows.index[chosen]], firsts)
        x = add_up(rows.denominator[rows.index[chosen]], firsts)
        n, totals = len(firsts), (y.sum(axis=0), x.sum(axis=0))
        ratio = totals[0] / totals[1]
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = np.sqrt(n / max(n - 1, 1) * ((y - ratio * x) ** 2).sum(axis=0)) / totals[1]
            slope = {"log": 1 / ratio, "logit": 1 / (ratio * (1 - ratio)), "identity": 1.0}[scale]
            df = totals[1] ** 2 / (x**2).sum(axis=0) - 1
            reach = stdtrit(df, (1 + LEVEL) / 2) * spread * slope
            low, high = back(forth(ratio) - reach), back(forth(ratio) + reach)
        known = np.isfinite(low) & np.isfinite(high) & (spread > 0) & (df >= FEWEST_DF)
        known &= n >= FEWEST_UNITS
        found.append(
            pd.DataFrame(
                {
                    "start": start,
                    "column": np.arange(len(ratio)),
                    "estimate": ratio,
                    "conf_low": np.where(known, low, np.nan),
                    "conf_high": np.where(known, high, np.nan),
                    "df": np.where(known, df, np.nan),
                    "n_articles": len(chosen),
                    "n_events": n,
                    "numerator": totals[0],
                    "denominator": totals[1],
                }
            )
        )
    names = ["start", "column", "estimate", "conf_low", "conf_high", "df", "n_articles", "n_events"]
    empty = pd.DataFrame(columns=[*names, "numerator", "denominator"], dtype=float)
    table = pd.concat(found, ignore_index=True) if found else empty
    start = pd.Series(table["start"].to_numpy(dtype=np.int64).astype("datetime64[D]"))
    ends = {"start": start, "end": start + pd.Timedelta(days=days)}
    middle = start + pd.Timedelta(days=days) / 2
    return table.assign(column=table["column"].astype("int64"), **ends, date=middle)


def change_points(
    measure: Measure,
    by: str = "outlet",
    period: str = "week",
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """The point at which each outlet's level changes most, and whether chance would do as much.

    Definition: articles are summed by calendar week (or day, or month) to Y_t and X_t; with R the
    outlet's level over all periods and e = Y − R·X, the change is put where the standardised sum of
    the residuals before it, |Σ e| / √(a(1 − a) Σ e²), a being the share of X before, is largest
    (CUSUM; Page 1954). p is how often shuffled periods give as much or more; it takes periods as
    exchangeable, which a story that runs on for weeks is not. Each side has at least four periods
    with articles. One change is looked for in each series: look at the rolling rates before you
    speak of one.

    Parameters
    ----------
    measure : Measure
        Its articles have a ``date``; those without one are left out.
    by : str
        The column whose values are told apart.
    period : {"day", "week", "month"}
    resamples, seed : int

    Returns
    -------
    DataFrame
        A row for each outlet and column of the measure: the column `by`; ``measure``, ``part``,
        ``category``; ``date``, the first day of the first period after the change; ``before``,
        ``after``, the levels; ``statistic``, ``p_value``, ``q_value`` over all rows; ``n_periods``;
        ``note``.

    Raises
    ------
    FramingError
        The articles have no date, or `period` is not one of those allowed.

    Examples
    --------
    >>> from framing import example, loaded_terms
    >>> table = change_points(loaded_terms(example()).select(["doubt"]), period="month")
    >>> table.columns[4:8].tolist()
    ['date', 'before', 'after', 'statistic']

    References
    ----------
    Page 1954, doi:10.1093/biomet/41.1-2.100.
    """
    frequency = {"day": "D", "week": "W-SUN", "month": "M"}[
        check_choice("period", period, ["day", "week", "month"])
    ]
    measure = dated(measure).weighted()
    rows = rows_of(measure, by, None)
    day = pd.Series(_days(measure, rows).astype("datetime64[D]"))
    first = day.dt.to_period(frequency).dt.start_time.to_numpy("datetime64[D]")
    rng = np.random.default_rng([int(seed), 2])
    frames = []
    for columns, part in rows.patterns():
        chosen = pd.Index(rows.ids).get_indexer(part.ids)
        for group, name in enumerate(rows.names):
            table = _change(part, part.group == group, first[chosen], int(resamples), rng)
            table.insert(0, by, name)
            table["column"] = columns[table["column"]]
            frames.append(table)
    table = labelled(frames, measure, by)
    table["q_value"] = q_values(table["p_value"].to_numpy())
    last = ["statistic", "p_value", "q_value", "n_periods", "note"]
    return table[[by, "measure", "part", "category", "date", "before", "after", *last]]


def _change(
    rows: Rows, own: np.ndarray, first: np.ndarray, resamples: int, rng: np.random.Generator
) -> pd.DataFrame:
    index = np.flatnonzero(own)
    order = index[np.argsort(first[index], kind="stable")]
    starts = np.flatnonzero(np.append(True, np.diff(first[order]).astype(int) != 0)[: len(order)])
    dates = first[order][starts]
    y = add_up(rows.numerator[rows.index[order]], starts)
    x = add_up(rows.denominator[rows.index[order]], starts)
    n, n_columns = y.shape
    table = pd.DataFrame(
        {
            "column": np.arange(n_columns),
            "date": pd.NaT,
            **dict.fromkeys(("before", "after", "statistic", "p_value"), np.nan),
            "n_periods": n,
            "note": f"{n} periods with articles, {2 * SHORTEST} needed",
        }
    ).astype({"date": "datetime64[us]"})
    if n < 2 * SHORTEST:
        return table
    ratio = y.sum(axis=0) / x.sum(axis=0)
    residuals = y - ratio * x
    observed = _cusum(residuals[None], x[None])[0]
    place = observed.argmax(axis=0)
    highest = observed.max(axis=0)
    beyond = np.zeros(n_columns)
    at_once = max(1, DRAWN_AT_ONCE // (n * n_columns))
    for done in range(0, resamples, at_once):
        draws = min(at_once, resamples - done)
        shuffled = rng.permuted(np.broadcast_to(np.arange(n), (draws, n)), axis=1)
        drawn = _cusum(residuals[shuffled], x[shuffled]).max(axis=1)
        beyond += (drawn >= highest - 1e-12).sum(axis=0)
    split = place + SHORTEST
    before = np.arange(n)[:, None] < split
    with np.errstate(divide="ignore", invalid="ignore"):
        levels = [(y * side).sum(axis=0) / (x * side).sum(axis=0) for side in (before, ~before)]
    flat = (residuals == 0).all(axis=0)
    values: dict[str, Any] = {
        "date": dates[split].astype("datetime64[us]"),
        "before": levels[0],
        "after": levels[1],
        "statistic": highest,
        "p_value": (beyond + 1) / (resamples + 1),
    }
    for name, value in values.items():
        table[name] = pd.Series(value).where(~flat)
    return table.assign(note=np.where(flat, "the same in every period", ""))


def _cusum(residuals: Floats, x: Floats) -> Floats:
    """The standardised sums before each point that may be a change.

    From arrays (n_draws, n_periods, n_columns); the second axis is the points.
    """
    sums = np.cumsum(residuals, axis=1)[:, SHORTEST - 1 : -SHORTEST]
    share = (np.cumsum(x, axis=1) / x.sum(axis=1, keepdims=True))[:, SHORTEST - 1 : -SHORTEST]
    spread = np.sqrt(share * (1 - share) * (residuals**2).sum(axis=1, keepdims=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 0, np.abs(sums) / spread, 0.0)


def dated(measure: Measure) -> Measure:
    """The measure of the articles that have a date."""
    articles = measure.articles
    if "date" not in articles or articles["date"].isna().all():
        raise FramingError("the measure's articles have no date; give articles with one.")
    return measure.restrict(articles.index[articles["date"].notna()])


def _days(measure: Measure, rows: Rows) -> Integers:
    dates = measure.articles["date"].reindex(rows.ids)
    return dates.to_numpy("datetime64[D]").astype(np.int64)


def _window_starts(day: Integers, days: int, step: int) -> Integers:
    if not len(day):
        return day
    last = max(day.max() - days + 1, day.min())
    return np.arange(day.min(), last + step, step)
