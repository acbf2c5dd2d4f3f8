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
        _with_zero(panel, rows, factor)
        few_ticks(panel, 3)
        name_panel(panel, TITLES.get(name, name.replace("_", " ")), PANEL)
    return ax


def _columns(n_panels: int) -> int:
    return min(max(n_panels, 1), 4)


def _with_zero(panel: Axes, rows: pd.DataFrame, factor: float) -> None:
    """Show the line at 0 and all dots, and let no single wide interval flatten the others."""
    middles = np.nan_to_num(rows["estimate"].to_numpy(dtype=float))
    ends = [np.nan_to_num(rows[name].to_numpy(dtype=float)) for name in ("conf_low", "conf_high")]
    low, high = min(middles.min(), 0.0), max(middles.max(), 0.0)
    room = 1.5 * max(high - low, 1e-9)
    low, high = max(min(ends[0].min(), low), low - room), min(max(ends[1].max(), high), high + room)
    edge = 0.06 * (high - low) or 1
    panel.set_xlim((low - edge) * factor, (high + edge) * factor)
