"""Clusters of coded elements: which elements make each frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import edge, shorten
from framing.style import INK, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_MM, HEAD_MM = 4.8, 10.0
DARK = 0.55  # share from which numbers are white


def frame_clusters_height(table: pd.DataFrame) -> float:
    return ROW_MM * table["element"].nunique() + HEAD_MM


def plot_frame_clusters(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A column a frame, a row an element: the share of the frame's units with it, in per cent;
    bold where it is more than in the others by a quarter or more."""
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    frames = list(dict.fromkeys(table["frame"]))
    elements = list(dict.fromkeys(table["element"]))
    cells = table.set_index(["element", "frame"])
    share = cells["share"].unstack("frame").loc[elements, frames].to_numpy(dtype=float)
    apart = cells["difference"].unstack("frame").loc[elements, frames].to_numpy(dtype=float)
    ax.pcolormesh(
        np.arange(len(frames) + 1) - 0.5,
        np.arange(len(elements) + 1) - 0.5,
        share,
        cmap="Blues",
        vmin=0,
        vmax=1,
        edgecolors="white",
        linewidth=0.8,
    )
    for row, column in np.ndindex(share.shape):
        ax.text(
            column,
            row,
            f"{100 * share[row, column]:.0f}",
            ha="center",
            va="center",
            size=6.5,
            color="white" if share[row, column] > DARK else INK,
            weight="bold" if apart[row, column] >= 0.25 else "normal",
        )
    ax.set_ylim(len(elements) - 0.5, -0.5)
    ax.set_yticks([])
    for row, element in enumerate(elements):
        edge(ax, row, shorten(element, 40), -4, colour=INK, size=7)
    sizes = table.drop_duplicates("frame")["n"].tolist()
    ax.xaxis.tick_top()
    names = [
        f"frame {name.split(':')[0]}\nn = {n:,}" for name, n in zip(frames, sizes, strict=True)
    ]
    ax.set_xticks(range(len(frames)), names, size=7, color=SOFT)
    ax.tick_params(length=0)
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax
