"""Profiles: the outlets side by side, every measure in like units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import (
    SIGNIFICANT,
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
from framing.style import INK, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def profiles_height(n_measures: int, n_outlets: int, columns: int = 6) -> float:
    return grid_height(n_measures, n_outlets, min(columns, max(n_outlets, 1)), TITLES_MM)


def plot_profiles(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
    columns: int = 6,
) -> Axes:
    """A panel an outlet, a row a measure: how far the outlet lies from the rest.

    Parameters
    ----------
    table : DataFrame
        Columns ``outlet``, ``measure``, ``category``, ``estimate``, ``conf_low``,
        ``conf_high``, ``q_value``, ``interval_method``; estimates in standard deviations.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    keys = list(dict.fromkeys(zip(table["measure"], table["category"], strict=True)))
    finite = table[["estimate"]].to_numpy(dtype=float)
    reach = min(max(np.nanmax(np.abs(finite), initial=0.0) * 1.15, 0.5), 6.0)
    columns = min(columns, len(outlets))
    made = panels(ax, len(outlets), columns, len(keys), gap=0.012, title_mm=TITLES_MM)
    for number, (panel, outlet) in enumerate(zip(made, outlets, strict=True)):
        rows = table[table["outlet"] == outlet].set_index(["measure", "category"]).reindex(keys)
        panel.set_ylim(len(keys) - 0.5, -0.5)
        panel.set_yticks([])
        for row, (measure, category) in enumerate(keys):
            if row % 2 == 0:
                band(panel, row)
            if number % columns == 0:
                name = measure if category in ("compound", measure) else category
                edge(panel, row, shorten(name.replace("_", " "), 30), -4, colour=INK, size=7)
        zero_line(panel)
        q = rows["q_value"].to_numpy(dtype=float)
        dots(
            panel,
            range(len(keys)),
            rows,
            [palette[outlet]] * len(keys),
            filled=list(q < SIGNIFICANT),
            size=4.0,
        )
        panel.set_xlim(-reach, reach)
        few_ticks(panel, 3)
        name_panel(panel, outlet, 108 // columns, size=7)
    return ax
