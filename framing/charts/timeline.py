"""Over time: a panel an outlet, its rolling level with its interval, the others in grey behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import name_panel, present
from framing.style import GREY, PALE, SOFT, colours, shown_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS, PANEL_MM, GAP_MM = 3, 24.0, 13.0


def timeline_height(n_outlets: int) -> float:
    """Height in mm of `plot_timeline` for so many outlets."""
    return -(-max(n_outlets, 1) // COLUMNS) * (PANEL_MM + GAP_MM)


def plot_timeline(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
    unit: str = "",
) -> Axes:
    """A line an outlet, in a panel of its own; all panels have the same scales.

    Parameters
    ----------
    table : DataFrame
        Columns ``outlet``, ``date``, ``estimate``, ``conf_low``, ``conf_high``; one part and
        category alone. Where there is no interval, a point stands by itself.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    factor, _ = shown_unit(unit)
    table = table.sort_values("date")
    values = table[["estimate", "conf_low", "conf_high"]].to_numpy(dtype=float) * factor
    table = table.assign(**dict(zip(("estimate", "conf_low", "conf_high"), values.T, strict=True)))
    known = table.dropna(subset=["conf_low"])
    drawn = known if len(known) else table
    low, high = (
        drawn[["estimate", "conf_low"]].min().min(),
        drawn[["estimate", "conf_high"]].max().max(),
    )
    room = (high - low) * 0.06 or 0.1
    first, last = drawn["date"].min(), drawn["date"].max()
    lines = {name: rows for name, rows in known.groupby("outlet")}
    for panel, outlet in zip(_panels(ax, len(outlets)), outlets, strict=True):
        for other, rows in lines.items():
            if other != outlet:
                panel.plot(rows["date"], rows["estimate"], color=GREY, lw=0.5, alpha=0.5, zorder=1)
        rows, colour = table[table["outlet"] == outlet], palette[outlet]
        for run in _runs(rows):
            panel.fill_between(
                run["date"], run["conf_low"], run["conf_high"], color=colour, alpha=0.18, lw=0
            )
            panel.plot(run["date"], run["estimate"], color=colour, lw=1.3, zorder=3)
        single = rows[rows["conf_low"].isna()]
        panel.plot(
            single["date"],
            single["estimate"],
            "o",
            ms=2.2,
            mfc="white",
            mec=colour,
            mew=0.7,
            zorder=2,
        )
        panel.set_ylim(low - room, high + room)
        panel.grid(axis="y", color=PALE)
        few_ticks_y(panel)
        if pd.notna(first):
            panel.set_xlim(first - pd.Timedelta(days=2), last + pd.Timedelta(days=2))
            ends = [first] if first == last else [first, last]
            panel.set_xticks(ends, [f"{day.day} {day:%b %Y}" for day in ends], size=6)
            for label, side in zip(panel.get_xticklabels(), ("left", "right"), strict=False):
                label.set(ha=side if len(ends) > 1 else "center")
        panel.tick_params(axis="y", labelsize=6.5, labelcolor=SOFT)
        name_panel(panel, outlet, 40)
    return ax


def few_ticks_y(ax: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    ax.yaxis.set_major_locator(MaxNLocator(nbins=3, steps=[1, 2, 2.5, 5, 10]))


def _runs(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """The stretches of neighbouring windows that have an interval."""
    known = rows["conf_low"].notna().to_numpy()
    number = np.cumsum(np.append(True, known[1:] != known[:-1]))[: len(known)]
    return [run for _, run in rows[known].groupby(number[known])]


def _panels(ax: Axes, number: int) -> list[Axes]:
    ax.set_axis_off()
    lines = -(-max(number, 1) // COLUMNS)
    height = PANEL_MM / (PANEL_MM + GAP_MM) / lines
    gap = 0.07
    width = (1 - gap * (COLUMNS - 1)) / COLUMNS
    made = []
    for place in range(number):
        line, column = divmod(place, COLUMNS)
        bottom = 1 - (line + 1) / lines + GAP_MM * 0.55 / (PANEL_MM + GAP_MM) / lines
        made.append(ax.inset_axes((column * (width + gap), bottom, width, height)))
    return made
