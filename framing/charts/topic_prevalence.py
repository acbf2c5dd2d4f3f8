"""Topics' prevalence against the other outlets, with what the topic model itself leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.charts.levels import plot_levels
from framing.charts.marks import present
from framing.style import colours, shown_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_topic_prevalence(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str = "",
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
) -> Axes:
    """A panel a topic: dots with two intervals, the narrow one given the topics as fitted.

    Parameters
    ----------
    table : DataFrame
        Contrasts of `topic_prevalence`.
    """
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    factor, _ = shown_unit(unit)
    # Differences have no common level for a line to stand at.
    alone = table.assign(numerator=np.nan, denominator=0.0)
    ax = plot_levels(alone, ax=ax, unit=unit, order=order, palette=palette)
    made: list[Any] = ax.child_axes
    for panel, (_, rows) in zip(made, table.groupby("category", sort=False), strict=False):
        rows = rows.set_index("outlet").reindex(outlets)
        ends = rows[["conf_low_refits", "conf_high_refits"]].to_numpy(np.float64) * factor
        tints = [palette[outlet] for outlet in outlets]
        panel.hlines(range(len(outlets)), *ends.T, colors=tints, lw=0.6, alpha=0.75, zorder=1.5)
        known = ends[np.isfinite(ends).all(axis=1)]
        if len(known):
            low, high = panel.get_xlim()
            panel.set_xlim(min(low, known.min() * 1.04), max(high, known.max() * 1.04))
    return ax
