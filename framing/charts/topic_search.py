"""A search over numbers of topics: four criteria side by side, which seldom agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import name_panel
from framing.charts.timeline import few_ticks_y
from framing.style import COLOURS, GREY, INK, PALE, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CRITERIA = {
    "npmi": "coherence",
    "exclusivity": "exclusivity",
    "held_out": "fit to articles held out",
    "stability": "stability over resamples",
}
HEIGHT_MM = 52.0
GAP = 0.07
ROOM = 0.16  # of a panel's height, above and below its lines


def plot_topic_search(
    table: pd.DataFrame, *, ax: Axes | None = None, chosen: int | None = None
) -> Axes:
    """A panel for each criterion: its mean over the fits, and the band from least to most.

    Parameters
    ----------
    table : DataFrame
        `TopicSearch.by_k`.
    chosen : int, optional
        The number of topics that the study uses, marked by a line.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    ax.set_axis_off()
    width = (1 - GAP * (len(CRITERIA) - 1)) / len(CRITERIA)
    for place, (name, words) in enumerate(CRITERIA.items()):
        panel = ax.inset_axes((place * (width + GAP), 0.14, width, 0.74))
        _draw(panel, table, name, chosen)
        name_panel(panel, words, 30)
        if name == "stability":
            _seeds(panel, table)
        few_ticks_y(panel)
        panel.tick_params(axis="y", labelsize=6.5, labelcolor=SOFT)
    ax.text(0.5, 0.0, "number of topics", transform=ax.transAxes, ha="center", color=SOFT, size=7)
    return ax


def _draw(panel: Axes, table: pd.DataFrame, name: str, chosen: int | None) -> None:
    k = table["k"].to_numpy()
    least, most = table[f"{name}_least"], table[f"{name}_most"]
    panel.fill_between(k, least, most, color=COLOURS[0], alpha=0.18, lw=0)
    panel.plot(k, table[name], "-o", color=COLOURS[0], ms=3.4, lw=1.2, zorder=3)
    best = table[name].idxmax() if table[name].notna().any() else None
    if best is not None:
        panel.plot(
            table.at[best, "k"], table.at[best, name], "o", ms=7.5, mfc="none", mec=INK, mew=0.9
        )
    if chosen is not None and k.min() <= chosen <= k.max():
        panel.axvline(chosen, color=GREY, lw=0.7, ls=(0, (1, 2)), zorder=1)
    panel.set_xticks(_ticks(k))
    panel.set_xlim(k.min() - 0.06 * np.ptp(k) - 0.5, k.max() + 0.06 * np.ptp(k) + 0.5)
    panel.grid(axis="y", color=PALE)
    panel.margins(y=ROOM)


def _seeds(panel: Axes, table: pd.DataFrame) -> None:
    """Stability over starting points, as a thin line beside that over resamples."""
    values = table["stability_seeds"]
    panel.plot(table["k"], values, "-", color=SOFT, lw=0.8, zorder=2)
    panel.plot(table["k"], values, "o", ms=2.6, mfc="white", mec=SOFT, mew=0.8, zorder=2)


def _ticks(k: np.ndarray) -> list[int]:
    """At most six of the numbers tried, spread out, the first and the last among them."""
    apart = (k.max() - k.min()) / 6
    ticks = [int(k[0])]
    for number in k[1:-1]:
        if number - ticks[-1] >= apart and k[-1] - number >= apart:
            ticks.append(int(number))
    return [*ticks, int(k[-1])] if len(k) > 1 else ticks
