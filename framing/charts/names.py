"""Names: a line of panels a set, a panel a name, its share of the set's names in each outlet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import (
    SIGNIFICANT,
    dots,
    edge,
    grid_height,
    name_panel,
    outlet_rows,
    panels,
    present,
    shorten,
)
from framing.style import INK, PALE, SOFT, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = 4
TITLE_MM = 11.0  # the set's name above those of its panels
PANEL = 24  # characters of a panel's title


def names_height(n_outlets: int, n_sets: int) -> float:
    """Height in mm of `plot_names`."""
    return grid_height(n_outlets, n_sets * COLUMNS, COLUMNS, TITLE_MM)


def plot_names(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
) -> Axes:
    """Sets one beneath another; all panels go from 0 to 100 per cent.

    Parameters
    ----------
    table : DataFrame
        Levels of `compare` for a measure of `word_choice`, with ``set``, ``name`` (at most four a
        set), ``quoted`` (the share in quoted words, NaN where there is none), ``uses`` (of all
        names of the set) and ``amount`` (these per 1,000 words); ``q_value``, if it is there, is
        that of the contrast against the rest: below .05 the dot is filled, else hollow.
    order, palette
        Outlets from top to bottom, and their colours.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    colour = [palette[outlet] for outlet in outlets]
    sets = list(dict.fromkeys(table["set"]))
    made = panels(ax, len(sets) * COLUMNS, COLUMNS, len(outlets), title_mm=TITLE_MM)
    for line, of in enumerate(sets):
        own = table[table["set"] == of]
        names = list(dict.fromkeys(own["name"]))
        row = made[line * COLUMNS : (line + 1) * COLUMNS]
        counts = own.groupby("outlet")["n_articles"].max().astype(int).to_dict()
        for number, (panel, name) in enumerate(zip(row, names, strict=False)):
            rows = own[own["name"] == name].set_index("outlet").reindex(outlets)
            outlet_rows(panel, outlets, counts, names=number == 0)
            _shares(panel, rows, colour)
            name_panel(panel, name, PANEL)
        for spare in row[len(names) :]:
            spare.set_axis_off()
        _name_set(row[0], of)
        _amounts(row[len(names) - 1], own.drop_duplicates("outlet").set_index("outlet"), outlets)
    return ax


def _shares(panel: Axes, rows: pd.DataFrame, colour: list[str]) -> None:
    places = np.arange(len(rows))
    q = rows["q_value"].to_numpy(dtype=float) if "q_value" in rows else np.zeros(len(rows))
    quoted = rows["quoted"].to_numpy(dtype=float) * 100
    panel.plot(quoted, places + 0.3, "D", ms=2.6, mfc="white", mec=SOFT, mew=0.8, clip_on=False)
    dots(panel, places, rows, colour, factor=100, filled=list(q < SIGNIFICANT))
    panel.set_xlim(0, 100)
    panel.set_xticks([0, 50, 100])
    for mark in (25, 75):
        panel.axvline(mark, color=PALE, lw=0.5, zorder=0)


def _name_set(panel: Axes, name: str) -> None:
    panel.annotate(
        shorten(name[:1].upper() + name[1:], 90),
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 17),
        textcoords="offset points",
        size=8,
        weight="bold",
        color=INK,
        annotation_clip=False,
        parse_math=False,
    )


def _amounts(panel: Axes, own: pd.DataFrame, outlets: Sequence[str]) -> None:
    """At the right how often any of the set's names is used."""
    for row, outlet in enumerate(outlets):
        uses = own["uses"].get(outlet, 0)
        if uses:
            edge(panel, row, f"{uses:,.0f} · {own['amount'][outlet]:.2f}", 5)
