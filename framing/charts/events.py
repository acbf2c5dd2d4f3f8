"""Events by outlet: who reported what, and the sentiment of each report."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.marks import ROW_MM, band, edge, few_ticks, present, shorten, zero_line
from framing.style import GREY, INK, PALE, SOFT, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL = 58  # characters of an event's label


def events_height(n_events: int) -> float:
    return max(n_events, 1) * ROW_MM + 4


def event_rows(ax: Axes, table: pd.DataFrame) -> list[str]:
    """Events as rows, with their dates and labels at the left; their names from the top."""
    events = list(dict.fromkeys(table["event"]))
    labels = table.drop_duplicates("event").set_index("event")
    ax.set_ylim(max(len(events), 1) - 0.5, -0.5)
    ax.set_yticks([])
    for row, event in enumerate(events):
        if row % 2 == 0:
            band(ax, row)
        date = labels.at[event, "date"]
        day = "" if pd.isna(date) else f"{pd.Timestamp(date):%d %b %y}".lstrip("0")
        edge(ax, row, shorten(labels.at[event, "label"], LABEL), -48, colour=INK, size=7)
        edge(ax, row, day, -4)
    return events


def plot_events(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
) -> Axes:
    """A row an event, a column an outlet; a dot where the outlet reported it, with the number
    of its articles if more than one.

    Parameters
    ----------
    table : DataFrame
        Columns ``event``, ``label``, ``date``, ``outlet``, ``n_articles``; rows in the order of
        the events.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    events = event_rows(ax, table)
    rows = table["event"].map({event: number for number, event in enumerate(events)})
    places = table["outlet"].map({outlet: number for number, outlet in enumerate(outlets)})
    sizes = 22 + 26 * np.log2(table["n_articles"].clip(1, 16))
    ax.scatter(places, rows, s=sizes, c=[palette[o] for o in table["outlet"]], lw=0, zorder=3)
    for place, row, number in zip(places, rows, table["n_articles"], strict=True):
        if number > 1:
            ax.text(
                place, row, str(number), color="white", size=6, ha="center", va="center_baseline"
            )
    ax.set_xlim(-0.6, len(outlets) - 0.4)
    upright = len(outlets) <= 7 and all(len(word) <= 13 for o in outlets for word in o.split())
    names = [textwrap.fill(shorten(o, 36), 13) if upright else shorten(o, 24) for o in outlets]
    ax.set_xticks(range(len(outlets)), names)
    ax.tick_params(axis="x", top=False, bottom=False, labeltop=True, labelbottom=False)
    for label in ax.get_xticklabels():
        label.set(rotation=0 if upright else 40, ha="center" if upright else "left")
        label.set(rotation_mode="default" if upright else "anchor", linespacing=1.1)
        label.set_parse_math(False)
    ax.spines["bottom"].set_visible(False)
    ax.grid(axis="x", color=PALE)
    return ax


def plot_event_values(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    palette: Mapping[str, str] | None = None,
    unit: str = "",
) -> Axes:
    """A row an event, a dot for each outlet's value, a line from the lowest to the highest.

    Where all outlets share a colour the ends of a row are named.

    Parameters
    ----------
    table : DataFrame
        Columns ``event``, ``label``, ``date``, ``outlet``, ``estimate``; rows in the order of
        the events.
    """
    from matplotlib import pyplot
    from matplotlib.lines import Line2D

    ax = pyplot.gca() if ax is None else ax
    outlets = present(order, table["outlet"])
    palette = palette or colours(outlets)
    events = event_rows(ax, table)
    distinct = len(outlets) == 1 or len({palette[outlet] for outlet in outlets}) > 1
    zero_line(ax)
    for row, event in enumerate(events):
        values = table[table["event"] == event].dropna(subset=["estimate"])
        if values.empty:
            continue
        low, high = values["estimate"].min(), values["estimate"].max()
        ax.plot([low, high], [row, row], color=GREY, lw=0.8, zorder=2)
        ax.scatter(
            values["estimate"],
            np.full(len(values), row),
            s=24,
            c=[palette[o] for o in values["outlet"]],
            ec="white",
            lw=0.5,
            zorder=3,
        )
        if not distinct and low == high:
            alike = f"{len(values)} outlets" if len(values) > 1 else values["outlet"].iloc[0]
            _name_end(ax, low, row, alike, 5)
        elif not distinct:
            for end, side in ((values["estimate"].idxmin(), -5), (values["estimate"].idxmax(), 5)):
                _name_end(ax, values.at[end, "estimate"], row, values.at[end, "outlet"], side)
    shown = [outlet for outlet in outlets if palette[outlet] != GREY] if distinct else []
    key = [
        Line2D([], [], marker="o", ls="", color=palette[o], ms=4.6, label=shorten(o, 26))
        for o in shown
    ]
    if shown and len(shown) < len(outlets):
        key.append(Line2D([], [], marker="o", ls="", color=GREY, ms=4.6, label="other outlets"))
    if key:
        legend = ax.legend(
            handles=key,
            loc="lower right",
            bbox_to_anchor=(1, 1),
            ncols=4,
            handletextpad=0.1,
            columnspacing=0.9,
            labelcolor=SOFT,
        )
        for words in legend.get_texts():
            words.set_parse_math(False)
    ax.margins(x=0.05 if distinct else 0.31)
    ax.set_xlabel(unit)
    few_ticks(ax, 6)
    return ax


def _name_end(ax: Axes, value: float, row: int, outlet: str, offset: int) -> None:
    ax.annotate(
        shorten(outlet, 17),
        (value, row),
        xytext=(offset, 0),
        textcoords="offset points",
        ha="right" if offset < 0 else "left",
        va="center",
        size=6,
        color=SOFT,
        parse_math=False,
    )
