"""Coders: how far they agree on each category, and who says yes more often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import band, dots, edge, name_panel, shorten, zero_line
from framing.style import COLOURS, GREY, INK, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_MM, BELOW_MM, ABOVE_MM = 6.4, 13.0, 6.0
TENTATIVE, GOOD = 2 / 3, 0.8


def coders_height(n_categories: int) -> float:
    return max(n_categories, 2) * ROW_MM + BELOW_MM + ABOVE_MM


def plot_coders(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Left a row a category: alpha of all coders with its interval, and each two of them in grey.
    Right the mean of each coder's codes.

    `table` has the columns ``category, kind`` (all, pair, without, mean), ``coders, n_units,
    agreement, estimate, conf_low, conf_high``.
    """
    from matplotlib import pyplot
    from matplotlib.lines import Line2D

    ax = pyplot.gca() if ax is None else ax
    ax.set_axis_off()
    categories = list(dict.fromkeys(table["category"]))
    rows = np.arange(len(categories))
    whole_mm = coders_height(len(categories))
    height = max(len(categories), 2) * ROW_MM / whole_mm
    bottom = BELOW_MM / whole_mm
    agree = ax.inset_axes((0.0, bottom, 0.5, height))
    means = ax.inset_axes((0.66, bottom, 0.34, height))
    for panel in (agree, means):
        panel.set_ylim(max(len(categories), 2) - 0.5, -0.5)
        panel.set_yticks([])
        for row in rows[::2]:
            band(panel, row)
    everyone = table[table["kind"] == "all"].set_index("category").reindex(categories)
    pairs = table[table["kind"] == "pair"]
    places = [categories.index(name) for name in pairs["category"]]
    agree.plot(pairs["estimate"], places, "|", color=GREY, ms=9, mew=1.2, zorder=2)
    dots(agree, rows, everyone.assign(interval_method=""), [COLOURS[0]] * len(rows))
    for row, name in enumerate(categories):
        edge(agree, row, shorten(name.replace("_", " "), 26), -4, colour=INK, size=7.5)
        share, n = everyone["agreement"].iloc[row], everyone["n_units"].iloc[row]
        told = f"{share:.0%} of {n:.0f}" if share == share else "–"
        edge(agree, row, told, 4)
    lows = [0.0, *everyone["conf_low"].dropna(), *table.loc[table["kind"] != "mean", "estimate"]]
    agree.set_xlim(max(-1.0, float(np.nanmin(lows)) - 0.05), 1.02)
    agree.set_xticks([0, 0.5, 1])
    zero_line(agree)
    for at in (TENTATIVE, GOOD):
        agree.axvline(at, color=GREY, lw=0.7, ls=(0, (1, 2)), zorder=1)
    name_panel(agree, "agreement (Krippendorff's α)", 40)
    coders = list(dict.fromkeys(table.loc[table["kind"] == "mean", "coders"]))
    palette = dict(zip(coders, (COLOURS * (len(coders) // len(COLOURS) + 1)), strict=False))
    for coder in coders:
        mine = table[(table["kind"] == "mean") & (table["coders"] == coder)]
        shown = mine.set_index("category").reindex(categories)["estimate"]
        means.plot(shown * 100, rows, "o", color=palette[coder], ms=4.6, clip_on=False)
    means.set_xlim(0, 100)
    means.set_xticks([0, 50, 100])
    means.set_xticklabels(["0", "50", "100%"])
    name_panel(means, "said yes", 30)
    key = [
        Line2D([], [], marker="o", ls="", color=palette[one], ms=4.6, label=shorten(one, 18))
        for one in coders
    ]
    if key:
        ax.legend(handles=key, loc="lower right", bbox_to_anchor=(1, 0), ncols=4, handletextpad=0.2)
    ax.text(0, 0, "at the right of α: codes alike, of units coded twice", color=SOFT, size=6.5,
            transform=ax.transAxes, va="bottom")  # fmt: skip
    return ax
