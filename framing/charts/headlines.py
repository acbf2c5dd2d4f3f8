"""Headlines: a panel a category, the difference between headlines and articles by outlet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import (
    SIGNIFICANT,
    dots,
    few_ticks,
    grid_height,
    name_panel,
    outlet_rows,
    panels,
    present,
    zero_line,
)
from framing.style import colours, shown_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANEL = 24  # characters of a line of a panel's title
TITLES = {"compound": "lexical sentiment"}


def headlines_height(n_outlets: int, n_panels: int) -> float:
    return grid_height(n_outlets, n_panels, _columns(n_panels))


def plot_headlines(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
) -> Axes:
    """A panel for each category, in the table's order; right of the line, more in headlines.

    Parameters
    ----------
    table : DataFrame
        Levels of `headline_gap` with a column ``unit``; ``q_value``, if it is there, is that of
        the contrast against the rest: below .05 the dot is filled, else hollow.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    names = list(dict.fromkeys(table["category"]))
    counts = table.groupby("outlet")["n_articles"].max().astype(int).to_dict()
    columns = _columns(len(names))
    made = panels(ax, len(names), columns, len(outlets))
    for number, (panel, name) in enumerate(zip(made, names, strict=True)):
        found = table[table["category"] == name]
        rows = found.set_index("outlet").reindex(outlets)
        factor, _ = shown_unit(found["unit"].iloc[0])
        outlet_rows(panel, outlets, counts, names=number % columns == 0)
        zero_line(panel)
        q = rows["q_value"].to_numpy(dtype=float) if "q_value" in rows else np.zeros(len(rows))
        colour = [palette[outlet] for outlet in outlets]
        filled = list(q < SIGNIFICANT)
        dots(panel, range(len(outlets)), rows, colour, factor=factor, filled=filled)
        _about_zero(panel, rows, factor)
        few_ticks(panel, 3)
        name_panel(panel, TITLES.get(name, name.replace("_", " ")), PANEL)
    return ax


def _columns(n_panels: int) -> int:
    return min(max(n_panels, 1), 4)


def _about_zero(panel: Axes, rows: pd.DataFrame, factor: float) -> None:
    """The same to the left and to the right; no single wide interval flattens the others."""
    middles = np.abs(rows["estimate"].to_numpy(dtype=float))
    ends = np.abs(rows[["conf_low", "conf_high"]].to_numpy(dtype=float))
    most = np.nanmax(middles, initial=0.0)
    reach = max(most, min(np.nanmax(ends, initial=0.0), 2.5 * most))
    panel.set_xlim(*(np.array([-1, 1]) * (reach * factor * 1.08 or 1)))
