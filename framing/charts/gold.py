"""A measure against people's codes: precision and recall in every outlet, a panel a category."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from framing.charts.marks import (
    band,
    dots,
    edge,
    grid_height,
    name_panel,
    outlet_rows,
    panels,
    present,
)
from framing.style import COLOURS, SOFT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLUMNS, TITLE_MM, KEY_MM, GAP = 3, 8.0, 7.0, 0.1
ALL = "all"
MARKS = (("precision", COLOURS[0], -0.16, "o", 4.6), ("recall", COLOURS[1], 0.18, "D", 3.6))
KEY = ("of the hits, what people coded so", "of what people coded so, the hits")


def gold_height(n_outlets: int, n_categories: int) -> float:
    return grid_height(n_outlets + 1, n_categories, COLUMNS, TITLE_MM) + KEY_MM


def plot_gold(table: pd.DataFrame, *, ax: Axes | None = None, order: Sequence[str] = ()) -> Axes:
    """A panel for each category: for all outlets and for each a dot for precision, a diamond for
    recall; beside them how many of the coded units have the code.

    `table` is that of `validate`, by outlet.
    """
    from matplotlib import pyplot
    from matplotlib.lines import Line2D

    ax = pyplot.gca() if ax is None else ax
    categories = list(dict.fromkeys(table["category"]))
    outlets = [ALL, *present(order, table.loc[table["outlet"] != ALL, "outlet"])]
    whole = gold_height(len(outlets) - 1, len(categories))
    ax.set_axis_off()
    grid = ax.inset_axes((0, KEY_MM / whole, 1, 1 - KEY_MM / whole))
    made = panels(grid, len(categories), COLUMNS, len(outlets), GAP, TITLE_MM)
    for number, (panel, category) in enumerate(zip(made, categories, strict=True)):
        rows = table[table["category"] == category].set_index("outlet").reindex(outlets)
        outlet_rows(panel, ["all outlets", *outlets[1:]], names=number % COLUMNS == 0)
        band(panel, 0)
        for name, colour, shift, marker, size in MARKS:
            ends = {name: "estimate", f"{name}_low": "conf_low", f"{name}_high": "conf_high"}
            shown = rows[list(ends)].rename(columns=ends).assign(interval_method="")
            places = np.arange(len(rows)) + shift
            dots(panel, places, shown, [colour] * len(rows), marker=marker, size=size)
        for row, one in enumerate(rows.itertuples()):
            if np.isfinite(one.n_units):
                edge(panel, row, f"{one.n_coded:.0f} of {one.n_units:.0f}", 6, colour=SOFT, size=6)
        panel.set_xlim(0, 1)
        panel.set_xticks([0, 0.5, 1])
        panel.set_xticklabels(["0", "50", "100%"])
        r = rows["r"].iloc[0]
        said = f" · r = {r:.2f}" if np.isfinite(r) else ""
        name_panel(panel, category.replace("_", " ") + said, 34)
    key = [
        Line2D([], [], marker=marker, ls="", color=colour, ms=size, label=f"{name}: {said}")
        for (name, colour, _, marker, size), said in zip(MARKS, KEY, strict=True)
    ]
    ax.legend(handles=key, loc="lower left", bbox_to_anchor=(0, 0), ncols=2, handletextpad=0.2)
    return ax
