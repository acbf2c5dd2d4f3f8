"""Coverage: how many articles each outlet has, by day, week or month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import edge, outlet_rows, present
from framing.style import PALE, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_coverage(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
    days: int = 1,
) -> Axes:
    """A row an outlet, a bar for each period; all rows have the same scale.

    Parameters
    ----------
    table : DataFrame
        Columns ``outlet``, ``start`` (first day of the period), ``n_articles``; one row with
        ``start`` missing for an outlet's undated articles.
    days : int
        The length of a period, 1, 7 or 30.
    """
    from matplotlib import dates, pyplot

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    totals = table.groupby("outlet")["n_articles"].sum().to_dict()
    dated = table.dropna(subset=["start"])
    most = max(dated["n_articles"].max() if len(dated) else 1, 1)
    outlet_rows(ax, outlets, totals)
    for row, outlet in enumerate(outlets):
        ax.axhline(row + 0.4, color=PALE, lw=0.6, zorder=0)
        bars = dated[dated["outlet"] == outlet]
        heights = bars["n_articles"] / most * 0.8
        ax.bar(
            bars["start"],
            -heights,
            bottom=row + 0.4,
            width=pd.Timedelta(days=days * 0.82),
            align="edge",
            color=palette[outlet],
            zorder=2,
        )
        if len(bars):
            edge(ax, row, f"most: {int(bars['n_articles'].max())}", 4)
    ax.xaxis_date()
    locator = dates.AutoDateLocator(minticks=3, maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    if len(dated):
        first, last = dates.date2num([dated["start"].min(), dated["start"].max()])
        room = dates.date2num([datetime.min, datetime(9999, 12, 31)])  # all an axis can show
        ax.set_xlim(np.clip([first - days * 0.5, last + days * 1.5], *room))
    return ax
