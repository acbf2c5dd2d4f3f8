"""Copies: what share of each outlet's articles is an agency's or another outlet's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import few_ticks, grid_height, name_panel, outlet_rows, panels, present
from framing.style import GREY, INK, PALE, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# What is not the outlet's own, its filling and the colour of words on it: told apart by greys, as
# colours stand for outlets.
ORIGINS = {"agency": (GREY, INK), "reprint": (INK, "white"), "paraphrase": ("white", INK)}
ENDS = (0.22, 0.51, 0.97)  # where their columns of numbers end, in widths of the panel
SHARES = {"share_articles": "% of articles", "share_words": "% of words"}


def copies_height(n_outlets: int) -> float:
    return grid_height(n_outlets, 3, 3) + 2


def plot_copies(table: pd.DataFrame, *, ax: Axes | None = None, order: Sequence[str] = ()) -> Axes:
    """Stacked shares of an outlet's articles and of its words, and the number of articles.

    Parameters
    ----------
    table : DataFrame
        As `origin_shares` gives it: ``outlet``, ``origin`` (agency, reprint, paraphrase; others
        are not drawn), ``share_articles``, ``share_words``, ``n_articles``, ``n_all``.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    counts = table.groupby("outlet")["n_all"].max().astype(int).to_dict()
    rows = table.set_index(["origin", "outlet"])
    rows = rows.reindex(pd.MultiIndex.from_product([ORIGINS, outlets]))
    *made, key = panels(ax, 3, 3, len(outlets), gap=0.05)
    most = rows[list(SHARES)].groupby(level=1).sum().to_numpy().max(initial=0.0) * 100
    places = np.arange(len(outlets))
    for number, (panel, (column, title)) in enumerate(zip(made, SHARES.items(), strict=True)):
        outlet_rows(panel, outlets, counts, names=number == 0)
        start = np.zeros(len(outlets))
        for origin, (filling, _) in ORIGINS.items():
            share = rows.loc[origin, column].fillna(0).to_numpy(dtype=float) * 100
            some = share > 0
            panel.barh(
                places[some],
                share[some],
                0.56,
                start[some],
                color=filling,
                edgecolor=INK,
                lw=0.5,
                zorder=2,
            )
            start += share
        panel.set_xlim(0, most * 1.05 if most > 0 else 1)
        few_ticks(panel, 4)
        if most == 0:
            panel.set_xticks([0])
        name_panel(panel, title, 30)
    _key(key, rows["n_articles"].fillna(0), outlets)
    return ax


def _key(panel: Axes, n_articles: pd.Series, outlets: Sequence[str]) -> None:
    """A column of numbers for each origin, under its name on its filling."""
    panel.set(xlim=(0, 1), ylim=(len(outlets) - 0.5, -0.5))
    panel.set_axis_off()
    for at, (origin, (filling, ink)) in zip(ENDS, ORIGINS.items(), strict=True):
        panel.annotate(
            origin,
            (at, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 5),
            textcoords="offset points",
            ha="right",
            color=ink,
            size=6.5,
            bbox={"facecolor": filling, "edgecolor": INK, "lw": 0.5, "pad": 1.6},
        )
        for row, outlet in enumerate(outlets):
            number = int(n_articles[(origin, outlet)])
            colour, words = (INK, f"{number:,}") if number else (SOFT, "–")
            panel.text(at, row, words, ha="right", va="center", color=colour, size=7)
    for row in range(len(outlets) - 1):
        panel.axhline(row + 0.5, color=PALE, lw=0.5, zorder=0)
