"""The phrases at both ends of a dimension, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import ROW_MM, band, edge, few_ticks, shorten, zero_line
from framing.style import COLOURS, INK, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = 0.8  # rows between the two ends


def phrases_height(n_phrases: int) -> float:
    return ROW_MM * (n_phrases + GAP) + 14


def plot_phrases(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    ends: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> Axes:
    """Phrases as rows, from the lowest loading to the highest, in two groups.

    Parameters
    ----------
    table : DataFrame
        Columns ``phrase``, ``loading``, ``conf_low``, ``conf_high``, ``n_articles``.
    ends : two sequences of str
        The outlets at the low end and at the high end, the farthest first.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    table = table.sort_values("loading", ascending=False, ignore_index=True)
    high = (table["loading"] > 0).to_numpy()
    rows = np.arange(len(table)) + np.where(high, 0.0, GAP * bool(high.any()))
    ax.set_ylim(rows[-1] + 0.5, -0.5)
    ax.set_yticks([])
    bounds = table[["conf_low", "conf_high"]].to_numpy(dtype=float)
    reach = float(np.nanmax(np.abs(table["loading"]))) * 1.9
    for place, (row, phrase) in enumerate(zip(rows, table["phrase"], strict=True)):
        if place % 2 == 0:
            band(ax, row)
        edge(ax, row, shorten(phrase, 40), -4, colour=INK, size=7)
        edge(ax, row, f"{table.at[place, 'n_articles']:,.0f}", 3, size=6)
    zero_line(ax)
    sure = (bounds > 0).all(axis=1) | (bounds < 0).all(axis=1)
    for some, colour in ((high, COLOURS[1]), (~high, COLOURS[0])):
        ax.hlines(rows[some], *bounds[some].T, color=colour, lw=1.3, zorder=2)
        for full in (True, False):
            chosen = some & (sure == full)
            ax.plot(
                table.loc[chosen, "loading"],
                rows[chosen],
                "o",
                ms=4.2,
                mfc=colour if full else "white",
                mec=colour,
                mew=1.0,
                zorder=3,
            )
    ax.set_xlim(-reach, reach)
    few_ticks(ax, 5)
    low_end, high_end = (", ".join(shorten(name, 24) for name in names) for names in ends)
    for words, side in ((f"← more in {low_end}", 0.0), (f"more in {high_end} →", 1.0)):
        ax.annotate(
            words,
            (side, 1),
            xycoords="axes fraction",
            xytext=(0, 4),
            textcoords="offset points",
            ha="left" if side == 0 else "right",
            va="bottom",
            size=7,
            color=COLOURS[0] if side == 0 else COLOURS[1],
            parse_math=False,
        )
    ax.set_xlabel("loading; at the right edge, articles with the phrase", color=SOFT, size=7)
    return ax
