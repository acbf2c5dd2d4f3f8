"""Dumbbells: two outlets' values joined in each event, and their difference over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.events import event_rows
from framing.charts.marks import ROW_MM, dots, edge, few_ticks, shorten, zero_line
from framing.style import GREY, INK, SOFT, colours, shown_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KEY_MM, TICKS_MM, STRIP_MM = 5.0, 10.5, 7.0
ROOM = 1.12  # of the values' range


def dumbbells_height(n_events: int) -> float:
    """Height in mm of `plot_dumbbells`."""
    return KEY_MM + max(n_events, 1) * ROW_MM + STRIP_MM + 2 * TICKS_MM


def plot_dumbbells(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    palette: Mapping[str, str] | None = None,
    unit: str = "",
) -> Axes:
    """A row an event: a dot for the outlet, a diamond for the one it is set against. Beneath, on
    the same scale, their difference over all events with its interval.

    Parameters
    ----------
    table : DataFrame
        Columns ``kind`` (event, or pooled for the last row), ``event``, ``label``, ``date``,
        ``outlet``, ``reference``, ``value``, ``value_reference``, ``estimate`` (the difference),
        ``conf_low``, ``conf_high``, ``interval_method``, ``n_events``.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    ax.set_axis_off()
    rows, pooled = table[table["kind"] == "event"], table[table["kind"] == "pooled"]
    pair = [str(table[name].iloc[0]) for name in ("outlet", "reference")]
    palette = palette or colours(pair)
    factor, words = shown_unit(unit)
    whole = dumbbells_height(len(rows))
    strip_at, events_at = TICKS_MM / whole, (2 * TICKS_MM + STRIP_MM) / whole
    upper = ax.inset_axes((0, events_at, 1, len(rows) * ROW_MM / whole))
    lower = ax.inset_axes((0, strip_at, 1, STRIP_MM / whole))
    _events(upper, rows, pair, palette, factor)
    upper.set_xlabel(words)
    _pooled(lower, pooled, factor)
    lower.set_xlabel("difference: dot less diamond")
    ends = pooled[["estimate", "conf_low", "conf_high"]].to_numpy(dtype=float) * factor
    values = rows[["value", "value_reference"]].to_numpy(dtype=float) * factor
    low, high = np.nanmin(values), np.nanmax(values)
    half = max((high - low) / 2, np.nanmax(np.abs(ends), initial=0.0)) * ROOM or 0.1
    upper.set_xlim((low + high) / 2 - half, (low + high) / 2 + half)
    lower.set_xlim(-half, half)
    for panel in (upper, lower):
        few_ticks(panel, 5)
    return ax


def _events(
    ax: Axes, rows: pd.DataFrame, pair: list[str], palette: Mapping[str, str], factor: float
) -> None:
    event_rows(ax, rows)
    places = np.arange(len(rows))
    values = rows[["value", "value_reference"]].to_numpy(dtype=float) * factor
    ax.hlines(places, values.min(axis=1), values.max(axis=1), color=GREY, lw=0.8, zorder=2)
    looks = zip(pair, values.T, ("o", "D"), (4.6, 4.0), strict=True)
    for number, (outlet, at, marker, size) in enumerate(looks):
        colour = palette[outlet]
        ax.plot(
            at, places, marker, ms=size, mfc="white" if number else colour, mec=colour, mew=1.1,
            zorder=4 - number, label=shorten(outlet, 40),
        )  # fmt: skip
    if (values < 0).any():
        zero_line(ax)
    key = ax.legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=2, handletextpad=0.1, labelcolor=SOFT
    )
    for words in key.get_texts():
        words.set_parse_math(False)


def _pooled(ax: Axes, pooled: pd.DataFrame, factor: float) -> None:
    ax.set_ylim(0.5, -0.5)
    ax.set_yticks([])
    zero_line(ax)
    dots(ax, [0], pooled, [INK], factor=factor, marker="s")
    row = pooled.iloc[0]
    ends = [f"{row[name] * factor:.3f}" for name in ("conf_low", "conf_high")]
    interval = f" [{ends[0]}, {ends[1]}]" if np.isfinite(row["conf_low"]) else ", no interval"
    n_events = f"all {row['n_events']:,} events together" if row["n_events"] > 1 else "this event"
    told = f"{n_events}: {row['estimate'] * factor:+.3f}{interval}"
    edge(ax, 0, told.replace("-", "−"), -4, colour=INK, size=7.5)
