"""Which topics go together: a triangle of correlations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.heatmap import LESS, MORE, short_number
from framing.charts.marks import shorten
from framing.style import INK, PALE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_MM = 6.0
STEPS = (0.1, 0.2, 0.4)
NUMBERS_TO = 14  # topics; more leave no room for numbers
NAME = 30


def topic_correlation_height(n_topics: int) -> float:
    return ROW_MM * max(n_topics - 1, 1) + 14


def plot_topic_correlation(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A cell a pair: brown where found together, green where apart; white where not sure.

    Parameters
    ----------
    table : DataFrame
        Of `topic_correlation`.
    """
    from matplotlib import pyplot
    from matplotlib.patches import Rectangle

    ax = pyplot.gca() if ax is None else ax
    names = dict(zip(table["topic"], table["label"], strict=True))
    names |= dict(zip(table["other"], table["other_label"], strict=True))
    last = len(names) - 1
    for row in table.itertuples():
        sure = row.conf_low > row.alone or row.conf_high < row.alone
        colour = _shade(row.r - row.alone) if sure else "white"
        place = (row.topic - 0.5, row.other - 0.5)
        ax.add_patch(Rectangle(place, 1, 1, fc=colour, ec=PALE, lw=0.6))
        if len(names) <= NUMBERS_TO:
            dark = colour in (LESS[2], LESS[3], MORE[3])
            ink = "white" if dark else INK
            said = short_number(row.r)
            ax.text(row.topic, row.other, said, ha="center", va="center", size=6.5, color=ink)
    ax.set_xlim(-0.5, last - 0.5)
    ax.set_ylim(last + 0.5, 0.5)
    ax.set_yticks(range(1, last + 1), [shorten(names[one], NAME) for one in range(1, last + 1)])
    ax.set_xticks([])
    for number in range(last):  # a column's name stands where its cells begin
        ax.text(
            number - 0.4, number + 0.38, shorten(names[number], NAME), size=6.5, color=INK,
            ha="left", va="bottom", parse_math=False,
        )  # fmt: skip
    for side in ax.spines.values():
        side.set_visible(False)
    ax.grid(visible=False)
    ax.tick_params(length=0, labelsize=6.5)
    return ax


def _shade(gap: float) -> str:
    """The colour of a correlation so far from what topics alone would have."""
    return (MORE if gap > 0 else LESS)[int(np.digitize(abs(gap), STEPS))]
