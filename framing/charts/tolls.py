"""Figures of casualties, event by event, on a scale of powers of ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.events import plot_event_values

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_tolls(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
    unit: str = "",
) -> Axes:
    """`plot_event_values` for numbers of people, which are often ten times one another."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    ax = plot_event_values(table, ax=ax, order=order, palette=palette, unit=unit)
    for line in [one for one in ax.lines if not np.asarray(one.get_xdata()).any()]:
        line.remove()  # there is no 0 on this scale
    ax.set_xscale("log")
    most = float(table["estimate"].max())
    steps = (1.0, 2.0, 5.0) if most < 1_000 else (1.0,)
    ax.xaxis.set_major_locator(LogLocator(subs=steps, numticks=12))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else "")
    )
    ax.margins(x=0.2)
    return ax
