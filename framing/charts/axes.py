"""Axes between poles: which of them a corpus can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import band, edge, grid_height, name_panel, panels
from framing.style import COLOURS, GREY, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLES = {
    "placed": "do its own words fall on their side?",
    "stability": "do halves of the corpus agree?",
}


def axes_height(n_axes: int) -> float:
    return grid_height(n_axes, 2, 2)


def plot_axes(
    table: pd.DataFrame, *, ax: Axes | None = None, bounds: tuple[float, float] = (0.75, 0.5)
) -> Axes:
    """A row an axis, a panel each for `placed` and `stability` of `axis_check`; filled where the
    axis is usable, dotted the bounds that it must reach."""
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    rows = np.arange(len(table))
    usable = table["usable"].to_numpy(dtype=bool)
    made = panels(ax, len(TITLES), 2, len(table), gap=0.1)
    for number, (panel, (column, title)) in enumerate(zip(made, TITLES.items(), strict=True)):
        panel.set_ylim(len(table) - 0.5, -0.5)
        panel.set_yticks([])
        panel.set_xlim(0, 1)
        panel.set_xticks([0, 0.5, 1])
        panel.axvline(bounds[number], color=GREY, lw=0.8, ls=(0, (1, 2)), zorder=1)
        values = table[column].to_numpy(dtype=float)
        for row in rows.tolist():
            if row % 2 == 0:
                band(panel, row)
            if number == 0:
                edge(panel, row, table["axis"].iloc[row], -4, colour=INK, size=7.5)
            told = f"{values[row]:.2f}" if np.isfinite(values[row]) else "–"
            edge(panel, row, told, 4)
        for some, fill in ((usable, COLOURS[0]), (~usable, "white")):
            shown = some & np.isfinite(values)
            panel.plot(
                np.maximum(values[shown], 0),
                rows[shown],
                "o",
                ms=4.6,
                mfc=fill,
                mec=COLOURS[0],
                mew=1.1,
                clip_on=False,
                zorder=3,
            )
        name_panel(panel, title, 48)
    return ax
