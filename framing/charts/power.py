"""Power: for each category, the differences that would have been seen, and those that would not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.charts.marks import ROW_MM, edge, present, shorten
from framing.style import COLOURS, GREY, INK, PALE, SOFT, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOM_MM, LINE_MM = 16.0, 4.2  # above and below the rows; a line of the key
KEY_COLUMNS = 3
TICKS = {
    0.1: "⅒",
    0.2: "⅕",
    1 / 3: "⅓",
    0.5: "½",
    1.0: "as many",
    2.0: "twice",
    3.0: "3",
    5.0: "5",
    10.0: "10",
}
WIDEST = 12.0  # beyond this a dot is drawn at the edge
SHIFT = 0.3  # of a row, between the topmost and the lowest dot


def power_height(n_categories: int, n_outlets: int) -> float:
    lines = -(-n_outlets // KEY_COLUMNS) if n_outlets <= len(COLOURS) else 1
    return ROOM_MM + lines * LINE_MM + max(n_categories, 1) * ROW_MM * 1.15


def plot_power(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
) -> Axes:
    """A row a category, a dot an outlet on either side: the nearest ratios that would be found.

    The band is what would be missed for the outlet in the middle; where fewer hits could not be
    shown for it, the band has no left end.

    Parameters
    ----------
    table : DataFrame
        Rows of `smallest_difference` for counts, and ``hits`` of the category.
    order, palette
        Outlets and their colours.
    """
    from matplotlib import pyplot
    from matplotlib.ticker import FixedLocator, NullLocator

    ax = pyplot.gca() if ax is None else ax
    outlets = [name for name in present(order, table["outlet"]) if (table["outlet"] == name).any()]
    palette = palette or colours(outlets)
    grouped = table.groupby("category", sort=False)
    categories = list(grouped["more"].median().sort_values().index)
    row_of = {category: row for row, category in enumerate(categories)}
    ax.set_xscale("log")
    ax.set_xlim(1 / WIDEST, WIDEST)
    ax.set_ylim(len(categories) - 0.5, -0.5)
    for category, some in grouped:
        row = row_of[category]
        low = some["fewer"].fillna(0).median()
        high = min(some["more"].fillna(np.inf).median(), WIDEST)
        ax.barh(row, high - low, left=max(low, 1 / WIDEST), height=0.72, color=PALE, lw=0, zorder=1)
        edge(ax, row, shorten(category.replace("_", " "), 30), -4, colour=INK, size=7.5)
        edge(ax, row, f"{int(some['hits'].iloc[0]):,}", 5)
    edge(ax, -0.85, "hits", 5)
    ax.axvline(1, color=GREY, lw=0.7, zorder=2)
    places = np.linspace(-SHIFT, SHIFT, len(outlets)) if len(outlets) > 1 else [0.0]
    for outlet, place in zip(outlets, places, strict=True):
        rows = table[table["outlet"] == outlet]
        height = rows["category"].map(row_of) + place
        looks: dict[str, Any] = {
            "ls": "",
            "mfc": palette[outlet],
            "mec": "none",
            "zorder": 3,
            "clip_on": False,
        }
        for name in ("more", "fewer"):
            inside = rows[name].where(rows[name].between(1 / WIDEST, WIDEST))
            ax.plot(inside, height, marker="o", ms=3.2, **looks)
        beyond = height[rows["more"] > WIDEST]
        if len(beyond):
            ax.plot([WIDEST] * len(beyond), beyond, marker=">", ms=3.6, **looks)
    _name_outlets(ax, table, outlets, palette)
    ax.set_yticks([])
    ax.xaxis.set_major_locator(FixedLocator(list(TICKS)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticklabels(list(TICKS.values()))
    return ax


def _name_outlets(
    ax: Axes, table: pd.DataFrame, outlets: list[str], palette: Mapping[str, str]
) -> None:
    """A key where each outlet has a colour; else for which differences are seen best and worst."""
    from matplotlib.lines import Line2D

    if len({palette[outlet] for outlet in outlets}) == len(outlets):
        key = [
            Line2D([], [], marker="o", ls="", mec="none", mfc=palette[name], label=shorten(name))
            for name in outlets
        ]
        ax.legend(
            handles=key,
            loc="lower left",
            bbox_to_anchor=(0, 1.0),
            ncols=KEY_COLUMNS,
            handletextpad=0.1,
            borderpad=0.8,
            markerscale=0.6,
        )
        return
    middle = table.groupby("outlet")["more"].median().sort_values()
    ax.annotate(
        f"differences are seen best for {middle.index[0]}, worst for {middle.index[-1]}",
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 6),
        textcoords="offset points",
        color=SOFT,
        size=7,
        parse_math=False,
    )
