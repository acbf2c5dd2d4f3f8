"""One event in close-up: who reported when, under which headline, and what only one reports."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import edge, present, shorten
from framing.style import INK, PALE, SOFT, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE_MM, GAP_MM, TICKS_MM = 3.7, 2.4, 8.0
TITLE, DETAILS = 88, 112  # characters a line
STRIP = 0.2  # share of the width for the time of each report


def closeup_height(table: pd.DataFrame) -> float:
    """Height in mm of `plot_closeup` on this table."""
    return max(_tops(table)[-1], 10.0) + TICKS_MM


def plot_closeup(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
) -> Axes:
    """A block an outlet: its reports on a line of time, their headlines, and beneath them the names
    and numbers that no other outlet has.

    Parameters
    ----------
    table : DataFrame
        Columns ``outlet``, ``date``, ``title``, ``details`` (on the first row of each outlet);
        a row a report, those of an outlet together.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    there = set(table["outlet"])
    outlets = [outlet for outlet in present(order, table["outlet"]) if outlet in there]
    palette = palette or colours(outlets)
    tops = _tops(table)
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_ylim(max(tops[-1], 10.0), 0)
    strip = ax.inset_axes((0, 0, STRIP, 1))
    strip.set_ylim(*ax.get_ylim())
    strip.set_yticks([])
    for name in ("left", "bottom"):
        strip.spines[name].set_visible(False)

    days = pd.to_datetime(table["date"])
    known = days.dropna()
    if len(known):
        first, last = known.min(), known.max()
        room = max((last - first) * 0.25, pd.Timedelta(hours=6))
        strip.set_xlim(first - room, last + room)
        by_day = (known == known.dt.normalize()).all()
        ends = [first] if first == last else [first, last]
        strip.set_xticks(ends, [_day(end, by_day) for end in ends], size=6.5, linespacing=1.1)
        strip.grid(axis="x", color=PALE)
    else:
        strip.set_xticks([])
    for outlet, top in zip(outlets, tops, strict=False):
        rows = table[table["outlet"] == outlet]
        colour = palette[outlet]
        ax.plot([0, 1], [top - GAP_MM / 2] * 2, color=PALE, lw=0.6)
        edge(ax, top + LINE_MM / 2, shorten(outlet, 26), -6, colour=INK, size=7.5)
        line = top
        for row in rows.itertuples():
            when = pd.to_datetime(row.date)
            if not pd.isna(when):
                strip.plot([when], [line + LINE_MM / 2], "o", ms=4.6, color=colour, clip_on=False)
            line = _write(ax, line, _headline(row.title), INK, 7.5)
        _write(ax, line, _details(rows), SOFT, 6.5)
    return ax


def _day(when: pd.Timestamp, by_day: bool) -> str:
    day = f"{when.day} {when:%b %Y}"
    return day if by_day else f"{day}\n{when:%H:%M}"


def _write(ax: Axes, top: float, lines: list[str], colour: str, size: float) -> float:
    for words in lines:
        ax.text(
            STRIP + 0.03, top + LINE_MM / 2, words, color=colour, size=size, va="center",
            parse_math=False,
        )  # fmt: skip
        top += LINE_MM
    return top


def _headline(title: object) -> list[str]:
    text = shorten(str(title), 2 * TITLE - 8) if isinstance(title, str) else "(no headline)"
    return textwrap.wrap(text, TITLE)[:2] or ["(no headline)"]


def _details(rows: pd.DataFrame) -> list[str]:
    told = rows["details"].dropna()
    words = f"only here: {told.iloc[0]}" if len(told) else "nothing of its own"
    return textwrap.wrap(shorten(words, 2 * DETAILS - 8), DETAILS)[:2]


def _tops(table: pd.DataFrame) -> np.ndarray:
    """Where each outlet's block begins, in mm from the top, and where the last one ends."""
    heights = [
        sum(len(_headline(title)) for title in rows["title"]) + len(_details(rows))
        for _, rows in table.groupby("outlet", sort=False)
    ]
    return np.cumsum([GAP_MM / 2, *(lines * LINE_MM + GAP_MM for lines in heights)])
