"""An audit: precision and recall by category and by outlet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import band, dots, edge, name_panel, shorten
from framing.style import COLOURS, INK, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_MM, BELOW_MM = 5.4, 15.0
PRECISION, RECALL = COLOURS[0], COLOURS[1]


def audit_height(n_categories: int, n_outlets: int) -> float:
    return max(n_categories, n_outlets, 2) * ROW_MM + BELOW_MM


def plot_audit(table: pd.DataFrame, *, ax: Axes | None = None, order: Sequence[str] = ()) -> Axes:
    """Two panels, categories and outlets: a dot for precision, a diamond for recall.

    `table` holds the rows of `Audit.rates` in which either all groups or all categories are taken
    together.
    """
    from matplotlib import pyplot
    from matplotlib.lines import Line2D

    ax = pyplot.gca() if ax is None else ax
    ax.set_axis_off()
    categories = table[table["group"] == "all"].set_index("category")
    groups = table[(table["category"] == "all") & (table["group"] != "all")].set_index("group")
    groups = groups.reindex([name for name in order if name in groups.index] or groups.index)
    longest = max(len(categories), len(groups), 2)
    whole_mm = longest * ROW_MM + BELOW_MM
    for left, rows, title in ((0.0, categories, "by category"), (0.66, groups, "by outlet")):
        height = max(len(rows), 1) * ROW_MM / whole_mm
        panel = ax.inset_axes((left, 1 - height, 0.34, height))
        panel.set_ylim(max(len(rows), 1) - 0.5, -0.5)
        panel.set_yticks([])
        panel.set_xlim(0, 1)
        panel.set_xticks([0, 0.5, 1])
        panel.set_xticklabels(["0", "50", "100%"])
        for row, (name, one) in enumerate(rows.iterrows()):
            if row % 2 == 0:
                band(panel, row)
            edge(panel, row, shorten(str(name).replace("_", " "), 24), -4, colour=INK, size=7)
            edge(panel, row, f"{int(one['n_right'])} of {int(one['n_checked'])}", 5, colour=SOFT)
        for measure, colour, shift, marker in (
            ("precision", PRECISION, -0.16, "o"),
            ("recall", RECALL, 0.18, "D"),
        ):
            renamed = {
                measure: "estimate",
                f"{measure}_low": "conf_low",
                f"{measure}_high": "conf_high",
            }
            shown = rows[list(renamed)].rename(columns=renamed).assign(interval_method="")
            dots(
                panel,
                np.arange(len(rows)) + shift,
                shown,
                [colour] * len(rows),
                marker=marker,
                size=4.6 if marker == "o" else 3.6,
            )
        name_panel(panel, title, 30)
    key = [
        Line2D([], [], marker="o", ls="", color=PRECISION, ms=4.6, label="precision: right hits"),
        Line2D([], [], marker="D", ls="", color=RECALL, ms=3.6, label="recall: found of what is"),
    ]
    ax.legend(handles=key, loc="lower left", bbox_to_anchor=(0, 0), ncols=2, handletextpad=0.2)
    return ax
