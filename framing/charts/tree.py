"""The outlets as a tree: which join first, at what distance, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.labels import box_of
from framing.charts.marks import ROW_MM, edge, few_ticks, shorten
from framing.style import GREY, INK, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SURE = 0.7  # support from which a join is drawn in full
TEXT = 22  # points that a number needs


def tree_height(n_outlets: int) -> float:
    return 1.35 * ROW_MM * max(n_outlets, 2) + 12


def plot_outlet_tree(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    palette: Mapping[str, str] | None = None,
    unit: str = "",
) -> Axes:
    """A dendrogram: outlets as rows, joins at their distance, with their support in per cent.

    Joins at 0, of outlets that cannot be told apart, have none.

    Parameters
    ----------
    table : DataFrame
        Columns ``left``, ``right``, ``left_outlet``, ``right_outlet``, ``height``, ``support``, as
        in `OutletMap.tree`.
    unit : str
        Of the distances.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    n = len(table) + 1
    parts = table[["left", "right"]].to_numpy(dtype=int)
    told = table[["left_outlet", "right_outlet"]].to_numpy(dtype=object)
    names = dict(zip(parts[parts < n], told[parts < n], strict=True))
    order = leaves(parts, n)
    row = np.zeros(n + len(table))
    row[order] = np.arange(n)
    at = np.concatenate([np.zeros(n), table["height"].to_numpy(dtype=float)])
    widest = max(float(at.max()) * 1.04, 1e-12)
    above = np.zeros(n + len(table))
    above[parts] = at[n:, np.newaxis]
    support = table["support"].to_numpy(dtype=float)
    for join, (one, other) in enumerate(parts):
        place = at[n + join]
        row[n + join] = (row[one] + row[other]) / 2
        sure = join == len(parts) - 1 or support[join] >= SURE
        ax.plot(
            [at[one], place, place, at[other]],
            [row[one], row[one], row[other], row[other]],
            solid_joinstyle="miter",
            clip_on=False,
            zorder=2,
            color=INK if sure else GREY,
            lw=1.3 if sure else 0.9,
        )
        if join < len(parts) - 1 and place > 0:
            room = (above[n + join] - place) / widest * box_of(ax)[0] > TEXT
            ax.annotate(
                f"{support[join]:.0%}",
                (place, row[n + join]),
                xytext=(2, 1) if room else (-2, 0),
                textcoords="offset points",
                ha="left" if room else "right",
                va="bottom" if room else "center",
                size=6.5,
                color=INK if sure else SOFT,
                zorder=3,
            )
    palette = palette or {}
    ax.set_ylim(n - 0.5, -0.5)
    ax.set_yticks([])
    for place, number in enumerate(order):
        name = str(names[number])
        edge(ax, place, shorten(name), -4, colour=palette.get(name, INK), size=7.5)
    ax.set_xlim(0, widest)
    few_ticks(ax, 5)
    ax.set_xlabel(unit, color=SOFT, size=7, labelpad=3)
    return ax


def leaves(parts: np.ndarray, n: int) -> list[int]:
    """The points of a tree from top to bottom, so that no lines cross.

    >>> leaves(np.array([[1, 2], [0, 3]]), 3)
    [0, 1, 2]
    """
    beneath = [[number] for number in range(n)]
    for one, other in parts:
        beneath.append(beneath[one] + beneath[other])
    return beneath[-1]
