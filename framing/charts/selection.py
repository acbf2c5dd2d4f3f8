"""Selection and wording: the parts of each outlet's difference, stacked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.charts.levels import PANEL
from framing.charts.marks import (
    few_ticks,
    grid_height,
    name_panel,
    outlet_rows,
    panels,
    present,
    title_mm,
    zero_line,
)
from framing.style import INK, colours, shown_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PARTS = ("wording", "emphasis", "exclusivity")
COLUMNS = 4
BAR = 0.62


def selection_height(n_outlets: int, categories: Sequence[str]) -> float:
    """Height in mm of `plot_selection`."""
    return grid_height(n_outlets, len(categories), COLUMNS, title_mm(categories, PANEL))


def plot_selection(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str = "",
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
) -> Axes:
    """A panel a category, a row an outlet: wording in full colour, emphasis pale, exclusivity in
    outline, those of one sign side by side; a dot with its interval for the total.

    Parameters
    ----------
    table : DataFrame
        What `decompose` gives.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    factor, _ = shown_unit(unit)
    categories = list(dict.fromkeys(table["category"]))
    counts = table.groupby("outlet")["n_articles"].max().astype(int).to_dict()
    titles = title_mm(categories, PANEL)
    made = panels(ax, len(categories), COLUMNS, len(outlets), title_mm=titles)
    for number, (panel, category) in enumerate(zip(made, categories, strict=True)):
        rows = table[table["category"] == category]
        outlet_rows(panel, outlets, counts, names=number % COLUMNS == 0)
        zero_line(panel)
        wide = rows.pivot(index="outlet", columns="component", values="estimate").reindex(outlets)
        _stack(panel, wide * factor, [palette[outlet] for outlet in outlets])
        total = rows[rows["component"] == "total"].set_index("outlet").reindex(outlets)
        ends = total[["estimate", "conf_low", "conf_high"]].to_numpy(dtype=float) * factor
        places = np.arange(len(outlets))
        panel.hlines(places, ends[:, 1], ends[:, 2], color=INK, lw=0.8, zorder=4)
        panel.plot(ends[:, 0], places, "o", ms=2.8, color=INK, zorder=5, clip_on=False)
        reach = np.nanmax(np.abs([wide.to_numpy(dtype=float) * factor]), initial=0.0)
        reach = max(reach, np.nanmax(np.abs(ends[:, 0]), initial=0.0)) * 1.25 or 1.0
        panel.set_xlim(-reach, reach)
        few_ticks(panel, 3)
        name_panel(panel, category.replace("_", " "), PANEL)
    return ax


def _stack(ax: Axes, parts: pd.DataFrame, colour: list[str]) -> None:
    """Bars from the middle line outwards, the parts of either sign one after the other."""
    from matplotlib.collections import PolyCollection

    rows, shade = np.arange(len(parts)), np.array(colour)
    ends = {1: np.zeros(len(parts)), -1: np.zeros(len(parts))}
    for part in PARTS:
        values = parts[part].fillna(0).to_numpy(dtype=float)
        corners, shades = [], []
        for sign, end in ends.items():
            drawn = values * sign > 0
            left, right = end[drawn], (end + values)[drawn]
            top, bottom = rows[drawn] - BAR / 2, rows[drawn] + BAR / 2
            x, y = np.stack([left, right, right, left], 1), np.stack([top, top, bottom, bottom], 1)
            corners.append(np.stack([x, y], axis=2))
            shades.append(shade[drawn])
            ends[sign] = np.where(drawn, end + values, end)
        looks: dict[str, Any] = {"facecolor": np.concatenate(shades).tolist(), "lw": 0}
        if part == "emphasis":
            looks["alpha"] = 0.4
        if part == "exclusivity":
            looks = {"facecolor": "white", "edgecolor": looks["facecolor"], "lw": 0.8}
        if len(looks.get("edgecolor", looks["facecolor"])):
            # One artist for all bars of a part: drawing takes a third of the time.
            ax.add_collection(
                PolyCollection(list(np.concatenate(corners)), zorder=2, **looks), autolim=False
            )
