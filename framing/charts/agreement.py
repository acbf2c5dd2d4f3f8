"""Agreement of lexicons: a row for each two of them, on sentences, articles and outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from framing.charts.marks import band, dots, edge, grid_height, name_panel, panels, zero_line
from framing.style import COLOURS, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLES = {
    "sentences": "the same sentences (r)",
    "articles": "the same articles (r)",
    "outlets": "the order of the outlets (τ)",
}


def agreement_height(n_pairs: int) -> float:
    return grid_height(2 * n_pairs, 3, 3) + 4


def plot_agreement(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """A panel each for sentences, articles and outlets; a row for each two lexicons.

    `table` has the columns of `LexiconAgreement.pairs` and ``interval_method``.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    pairs = list(dict.fromkeys(zip(table["first"], table["second"], strict=True)))
    # Names of two lines: twice as high as other rows.
    made = panels(ax, len(TITLES), 3, 2 * len(pairs), gap=0.07)
    for number, (panel, (level, title)) in enumerate(zip(made, TITLES.items(), strict=True)):
        rows = table[table["level"] == level].set_index(["first", "second"]).reindex(pairs)
        panel.set_ylim(len(pairs) - 0.5, -0.5)
        panel.set_yticks([])
        panel.set_xlim(-1, 1)
        panel.set_xticks([-1, 0, 1])
        zero_line(panel)
        for row, (first, second) in enumerate(pairs):
            if row % 2 == 0:
                band(panel, row)
            if number == 0:
                edge(panel, row, f"{first}\nand {second}", -4, colour=INK, size=7)
            value = rows["estimate"].iloc[row]
            told = f"{value:.2f}".replace("-", "−") if value == value else "–"
            edge(panel, row, told, 4)
        dots(panel, range(len(pairs)), rows, [COLOURS[0]] * len(pairs))
        name_panel(panel, title, 32)
    return ax
