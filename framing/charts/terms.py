"""Terms: a panel for each outlet or topic, its foremost words as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import (
    SIGNIFICANT,
    edge,
    few_ticks,
    grid_height,
    name_panel,
    panels,
    present,
    shorten,
    title_mm,
)
from framing.style import COLOURS, INK, PALE, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes


TOPICS_A_LINE = 4
WIDE = 84  # characters of the titles of a line of panels


def terms_height(n_terms: int, names: Sequence[str], columns: int = 3) -> float:
    return grid_height(n_terms, len(names), columns, title_mm(names, WIDE // columns))


def plot_terms(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    panel: str = "outlet",
    value: str = "log_odds",
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
    columns: int = 3,
    note: str | None = "count",
    one_scale: bool = True,
) -> Axes:
    """A panel for each value of the column `panel`, its terms from the foremost down.

    Parameters
    ----------
    table : DataFrame
        Columns `panel`, ``term``, `value` and, if known, ``q_value`` (a dot is filled where it
        is below .05) and `note`, printed at the right edge.
    one_scale : bool
        Whether all panels have the same scale.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    names = present(order, table[panel])
    palette = palette or colours(names)
    most = int(table.groupby(panel).size().max())
    wide = WIDE // columns
    gap = 0.62 / columns if columns < 4 else 0.16
    made = panels(ax, len(names), columns, most, gap, title_mm(names, wide))
    widest = table[value].max()
    for axes, name in zip(made, names, strict=True):
        rows = table[table[panel] == name].reset_index(drop=True)
        q = rows["q_value"].to_numpy(dtype=float) if "q_value" in rows else np.zeros(len(rows))
        colour = palette.get(name, INK)
        axes.set_ylim(most - 0.5, -0.5)
        axes.set_yticks([])
        places = np.arange(len(rows))
        axes.hlines(places, 0, rows[value], color=PALE, lw=2.2, zorder=1)
        for full, face in ((True, colour), (False, "white")):
            some = (q < SIGNIFICANT) == full
            x, y = rows.loc[some, value], places[some]
            axes.plot(x, y, "o", ms=4.2, mfc=face, mec=colour, mew=1.0, zorder=3)
        for row, term in enumerate(rows["term"]):
            edge(axes, row, shorten(term, 18), -4, colour=INK, size=7)
            if note and note in rows:
                edge(axes, row, f"{rows.at[row, note]:,.0f}", 3, size=6)
        reach = widest if one_scale else rows[value].max()
        axes.set_xlim(0, reach * 1.08 if reach > 0 else 1)
        few_ticks(axes, 2)
        name_panel(axes, name, wide)
    return ax


def plot_collocations(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
) -> Axes:
    """A panel for each outlet: the words near a term by their NPMI, with how often at the right."""
    return plot_terms(table, ax=ax, value="npmi", order=order, palette=palette)


def plot_topic_words(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
) -> Axes:
    """A panel for each topic, its words by their share of the topic's weight.

    Parameters
    ----------
    table : DataFrame
        Columns ``label`` (the topic's), ``term``, ``weight_percent`` and, if known,
        ``exclusivity_percent``, printed at the right edge.
    """
    return plot_terms(
        table,
        ax=ax,
        panel="label",
        value="weight_percent",
        order=order,
        palette=palette or dict.fromkeys(table["label"], COLOURS[0]),
        columns=TOPICS_A_LINE,
        note="exclusivity_percent",
        one_scale=False,
    )
