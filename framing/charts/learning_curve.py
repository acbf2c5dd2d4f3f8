"""Learning curves: how well each category is told, by how much was coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.charts.marks import name_panel
from framing.style import COLOURS, GREY, PALE, SOFT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLUMNS, LINE_MM, GAP = 5, 44.0, 0.035


def curve_height(n_categories: int) -> float:
    return LINE_MM * -(-max(n_categories, 1) // COLUMNS)


def plot_learning_curve(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A panel for each category: the mean over draws, a band for their spread, a line at chance.

    `table` is that of `learning_curve`.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    ax.set_axis_off()
    categories = list(dict.fromkeys(table["category"]))
    lines = -(-len(categories) // COLUMNS)
    columns = min(COLUMNS, max(len(categories), 3))
    width = (1 - GAP * (columns - 1)) / columns
    least = min(0.45, float(np.nanmin(table[["auc", "auc_low"]].to_numpy(float))) - 0.03)
    most = float(table["n_units"].max())
    for number, category in enumerate(categories):
        line, column = divmod(number, columns)
        bottom = 1 - (line + 0.78) / lines
        panel = ax.inset_axes((column * (width + GAP), bottom, width, 0.64 / lines))
        rows = table[table["category"] == category]
        n = rows["n_units"].to_numpy()
        panel.axhline(0.5, color=GREY, lw=0.7, ls=(0, (1, 2)), zorder=1)
        panel.fill_between(n, rows["auc_low"], rows["auc_high"], color=COLOURS[0], alpha=0.18, lw=0)
        panel.plot(n, rows["auc"], "-o", color=COLOURS[0], ms=3.4, lw=1.2, zorder=3)
        panel.set_ylim(least, 1.02)
        panel.set_xlim(0, most * 1.08)
        panel.grid(axis="y", color=PALE)
        panel.tick_params(labelsize=6.5, labelcolor=SOFT)
        panel.tick_params(axis="y", labelleft=column == 0)
        name_panel(panel, category.replace("_", " "), 24)
    ax.text(
        0.5, 0.0, "coded units learnt from", transform=ax.transAxes, ha="center", color=SOFT, size=7
    )
    return ax
