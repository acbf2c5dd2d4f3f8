"""Robustness: the outlets side by side, a row for each choice made otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import (
    TITLES_MM,
    band,
    dots,
    edge,
    few_ticks,
    grid_height,
    name_panel,
    panels,
    present,
    shorten,
    zero_line,
)
from framing.style import INK, SOFT, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDEST = 16.0  # ratios beyond are at the edge
TICKS = {1 / 8: "1/8", 1 / 2: "1/2", 1.0: "1", 2.0: "2", 8.0: "8"}


def robustness_height(n_rows: int, n_outlets: int, columns: int = 6) -> float:
    lines = -(-n_outlets // columns)
    return grid_height(n_rows, n_outlets, min(columns, max(n_outlets, 1)), TITLES_MM) + 2 * lines


def plot_robustness(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
    ratio: bool = False,
    columns: int = 6,
) -> Axes:
    """A panel an outlet, a row a variant: its contrast with the rest.

    Parameters
    ----------
    table : DataFrame
        Columns ``row`` (what the variant is called, the base first), ``outlet``, ``estimate``,
        ``conf_low``, ``conf_high``, ``interval_method``, ``kendall``.
    ratio : bool
        Estimates are ratios, on an axis that doubles.
    """
    from matplotlib import pyplot
    from matplotlib.ticker import FixedLocator, NullLocator

    ax = pyplot.gca() if ax is None else ax
    outlets = [name for name in present(order, table["outlet"]) if (table["outlet"] == name).any()]
    palette = palette or colours(outlets)
    rows = list(dict.fromkeys(table["row"]))
    kendall = table.groupby("row")["kendall"].first()
    null = 1.0 if ratio else 0.0
    columns = min(columns, len(outlets))
    made = panels(ax, len(outlets), columns, len(rows), gap=0.012, title_mm=TITLES_MM)
    numbers = table[["estimate", "conf_low", "conf_high"]].to_numpy(dtype=float)
    reach = min(max(np.nanmax(np.abs(numbers), initial=0.3) * 1.05, 0.3), 3.0)
    for number, (panel, outlet) in enumerate(zip(made, outlets, strict=True)):
        mine = table[table["outlet"] == outlet].set_index("row").reindex(rows)
        panel.set_ylim(len(rows) - 0.5, -0.5)
        panel.set_yticks([])
        for row, name in enumerate(rows):
            if row % 2 == 0:
                band(panel, row)
            if number % columns == 0:
                edge(panel, row, shorten(name, 38), -4, colour=INK, size=7)
            if number % columns == columns - 1 or number == len(outlets) - 1:
                said = kendall[name]
                told = f"{said:.2f}".replace("-", "−") if np.isfinite(said) else "–"
                edge(panel, row, told, 5)
        if number == min(columns, len(outlets)) - 1:
            panel.annotate(
                "τ", (1, 1), xycoords="axes fraction", xytext=(5, 4), color=SOFT, size=7,
                textcoords="offset points", annotation_clip=False,
            )  # fmt: skip
        if ratio:
            panel.set_xscale("log")
            panel.set_xlim(1 / WIDEST, WIDEST)
            panel.xaxis.set_major_locator(FixedLocator(list(TICKS)))
            panel.xaxis.set_minor_locator(NullLocator())
            panel.set_xticklabels(list(TICKS.values()))
        else:
            panel.set_xlim(-reach, reach)
            few_ticks(panel, 3)
        zero_line(panel, null)
        base = mine["estimate"].iloc[0]
        if np.isfinite(base):
            panel.axvline(base, color=palette[outlet], lw=0.8, ls=(0, (1, 2)), zorder=1)
        clear = (mine["conf_low"] > null) | (mine["conf_high"] < null)
        dots(panel, range(len(rows)), mine, [palette[outlet]] * len(rows), filled=list(clear))
        name_panel(panel, outlet, 90 // columns, size=7)
    return ax
