"""Differences: every outlet against one, a panel a category; ratios on a log axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.levels import PANEL
from framing.charts.marks import (
    SIGNIFICANT,
    dots,
    few_ticks,
    name_panel,
    outlet_rows,
    panels,
    present,
    shorten,
    title_mm,
    zero_line,
)
from framing.style import INK, SOFT, colours, shown_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NOTE = 16  # characters in a row without a dot
REACH = 1.25  # of the largest estimate, and at least:
LEAST = 2.0  # a ratio
ROOM = 0.9  # of the scale has marks, so that those of two panels stand apart


def plot_differences(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str = "",
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
    columns: int = 4,
) -> Axes:
    """A panel for each category, a row an outlet: its ratio to the reference, or its difference.

    Ratios have one logarithmic scale for all panels, differences a scale for each panel. Filled:
    q < .05. Where there is no estimate, the row says why.

    Parameters
    ----------
    table : DataFrame
        Rows of `compare` with ``kind == "contrast"``, of one reference and one scale; ratios with
        a column ``difference``, which tells no hit on one side from none on either.
    columns : int
        Panels beside one another.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    ratios = bool((table["scale"] == "ratio").all())
    factor = 1.0 if ratios else shown_unit(unit)[0]
    categories = list(dict.fromkeys(table["category"]))
    counts = table.groupby("outlet")["n_articles"].max().astype(int).to_dict()
    wide = PANEL * 4 // columns
    made = panels(ax, len(categories), columns, len(outlets), title_mm=title_mm(categories, wide))
    for number, (panel, category) in enumerate(zip(made, categories, strict=True)):
        rows = table[table["category"] == category].set_index("outlet").reindex(outlets)
        outlet_rows(panel, outlets, counts, names=number % columns == 0)
        if ratios:
            _log_scale(panel, table["estimate"])
        else:
            _scale(panel, rows["estimate"] * factor)
        zero_line(panel, 1.0 if ratios else 0.0)
        q = rows["q_value"].to_numpy(dtype=float)
        dots(
            panel,
            range(len(outlets)),
            rows,
            [palette[outlet] for outlet in outlets],
            factor=factor,
            filled=list(q < SIGNIFICANT),
        )
        for place in np.flatnonzero(rows["estimate"].isna()):
            _tell(panel, int(place), rows.iloc[place])
        name_panel(panel, category.replace("_", " "), wide)
    return ax


def why_undefined(row: pd.Series) -> str:
    """Why a contrast has no estimate, in a few words."""
    note = row["note"] if isinstance(row["note"], str) else ""
    if note.startswith("no event"):
        return "no event"
    if note.startswith("a numerator is 0"):
        if row["numerator"] > 0:
            return "only here"
        return "neither" if row["difference"] == 0 else "not here"
    return shorten(note.split(";")[0] or "not compared", NOTE)


def _tell(ax: Axes, place: int, row: pd.Series) -> None:
    found = bool(row["q_value"] < SIGNIFICANT)
    words = why_undefined(row) + ", q < .05" * found
    ax.annotate(
        words,
        (0, place),
        xycoords=("axes fraction", "data"),
        xytext=(2, 0),
        textcoords="offset points",
        va="center",
        size=6,
        color=INK if found else SOFT,
        weight="bold" if found else "normal",
        parse_math=False,
    )


def _log_scale(ax: Axes, estimates: pd.Series) -> None:
    """A scale symmetric about 1, with halves and doubles marked."""
    from matplotlib.ticker import FixedLocator, NullLocator

    known = estimates[estimates > 0]
    most = max(np.exp(np.abs(np.log(known)).max()) if len(known) else 1.0, LEAST) * REACH
    ax.set_xscale("log")
    ax.set_xlim(1 / most, most)
    step = -(-int(ROOM * np.log2(most)) // 2)
    marks = [step * number for number in range(-2, 3) if step * abs(number) < ROOM * np.log2(most)]
    ax.xaxis.set_major_locator(FixedLocator([2.0**mark for mark in marks]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticklabels([f"{2**mark}" if mark >= 0 else f"1/{2**-mark}" for mark in marks])


def _scale(ax: Axes, estimates: pd.Series) -> None:
    most = estimates.abs().max()
    most = most * REACH if most > 0 else 1.0
    ax.set_xlim(-most, most)
    few_ticks(ax, 3)
