"""Levels by outlet: one panel a category, a dot with its interval for each outlet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import (
    SIGNIFICANT,
    dots,
    edge,
    few_ticks,
    grid_height,
    name_panel,
    outlet_rows,
    panels,
    present,
    title_mm,
    zero_line,
)
from framing.style import GREY, colours, shown_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes


PANEL = 24  # characters of a title in a quarter of the page


def levels_height(n_outlets: int, categories: Sequence[str], columns: int = 4) -> float:
    room = title_mm(categories, PANEL * 4 // columns)
    return grid_height(n_outlets, len(categories), columns, room)


def plot_levels(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str = "",
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
    columns: int = 4,
    by: str = "outlet",
    beside: str | None = None,
) -> Axes:
    """A panel for each category, in the table's order, each with a scale of its own.

    Parameters
    ----------
    table : DataFrame
        Rows of `compare` with ``kind == "level"``; ``q_value``, if it is there, is that of the
        contrast against the rest: below .05 the dot is filled, else hollow.
    ax : Axes, optional
    unit : str
        The measure's unit; rates per word are shown per 1,000 words, shares in per cent.
    order, palette
        Outlets from top to bottom, and their colours.
    columns : int
        Panels beside one another.
    beside : str, optional
        A column with words that stand at the right of each row.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table[by])
    palette = palette or colours(outlets)
    factor, _ = shown_unit(unit)
    categories = list(dict.fromkeys(table["category"]))
    counts = table.groupby(by)["n_articles"].max().astype(int).to_dict()
    wide = PANEL * 4 // columns
    room, gap = title_mm(categories, wide), 0.035 if beside is None else 0.1
    made = panels(ax, len(categories), columns, len(outlets), gap, room)
    for number, (panel, category) in enumerate(zip(made, categories, strict=True)):
        rows = table[table["category"] == category].set_index(by).reindex(outlets)
        q = rows["q_value"].to_numpy(dtype=float) if "q_value" in rows else np.zeros(len(rows))
        outlet_rows(panel, outlets, counts, names=number % columns == 0)
        whole = rows["denominator"].sum()
        pooled = rows["numerator"].sum() / whole if whole else np.nan
        if np.isfinite(pooled):
            panel.axvline(pooled * factor, color=GREY, lw=0.7, ls=(0, (1, 2)), zorder=1)
        if (rows["estimate"] < 0).any():
            zero_line(panel)
        dots(
            panel,
            range(len(outlets)),
            rows,
            [palette[outlet] for outlet in outlets],
            factor=factor,
            filled=list(q < SIGNIFICANT),
        )
        if not (rows["estimate"] < 0).any():
            _from_zero(panel, rows, factor)
        if beside is not None:
            for row, words in enumerate(rows[beside].fillna("")):
                edge(panel, row, words, 3)
        few_ticks(panel, 3 if columns > 2 else 5)
        name_panel(panel, category.replace("_", " "), wide)
    return ax


def plot_voices(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str = "",
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
) -> Axes:
    """One panel; for each outlet its own words (dot) above the words it quotes (diamond), and a
    stroke for all its words.

    `table` is as for `plot_levels`, with a column ``voice``: ``own``, ``quoted`` or ``all``.
    """
    from matplotlib import pyplot
    from matplotlib.lines import Line2D

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    factor, words = shown_unit(unit)
    told_apart = table[table["voice"] != "all"]
    counts = told_apart.groupby("outlet")["n_articles"].max().astype(int).to_dict()
    outlet_rows(ax, outlets, counts)
    zero_line(ax)
    for voice, shift, marker in (("own", -0.17, "o"), ("quoted", 0.2, "D")):
        rows = table[table["voice"] == voice].set_index("outlet").reindex(outlets)
        dots(
            ax,
            np.arange(len(outlets)) + shift,
            rows,
            [palette[outlet] for outlet in outlets],
            factor=factor,
            filled=[voice == "own"] * len(outlets),
            marker=marker,
            size=4.6 if voice == "own" else 3.6,
        )
    together = table[table["voice"] == "all"].set_index("outlet").reindex(outlets)["estimate"]
    ax.plot(together * factor, range(len(outlets)), "|", ms=13, mew=1.0, color="#444444", zorder=1)
    key = [
        Line2D([], [], marker="o", ls="", color="#444444", ms=4.6, label="the outlet's own words"),
        Line2D([], [], marker="D", ls="", mfc="white", mec="#444444", ms=3.6, label="words quoted"),
        Line2D([], [], marker="|", ls="", color="#444444", ms=9, mew=1.0, label="all words"),
    ]
    ax.legend(handles=key, loc="lower right", bbox_to_anchor=(1, 1), ncols=3, handletextpad=0.2)
    ax.set_xlabel(words)
    few_ticks(ax, 7)
    return ax


def _from_zero(panel: Axes, rows: pd.DataFrame, factor: float) -> None:
    """Start at 0, and let no single wide interval flatten the others."""
    highs = rows["conf_high"].to_numpy(dtype=float)
    middles = rows["estimate"].to_numpy(dtype=float)
    if not np.isfinite(middles).any() or np.nanmax(middles) == 0:
        panel.set_xlim(0, 100 if factor == 100 else 1)
        return
    most = np.nanmax(middles)
    if np.isfinite(highs).any():
        most = max(most, min(np.nanmax(highs), 2.5 * most))
    panel.set_xlim(0, most * factor * 1.08)
