"""Heatmap: outlets by measures, and in each cell how sure the difference is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.charts.marks import SIGNIFICANT, outlet_rows, present, shorten
from framing.style import GREY, INK, PALE, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CELL_MM, FOOT_MM, KEY_MM = 6.8, 6.0, 12.0
KEY_WIDE_MM = 64.0
LABEL = 22  # characters above a column
FEWEST_COLUMNS = 12  # a narrow table leaves room at the right, and has no broad cells
COLUMNS = 22  # in a block
GAP = 0.35  # between two measures, in columns
HALF = 0.46  # of a cell's side
# ColorBrewer's BrBG (Brewer, Hatchard and Harrower 2003), told apart by the colour-blind: the pale
# and the dark of either side are equally light, so that the depth is seen in black and white.
STEPS = (0.2, 0.5, 1.0)  # standard deviations
REACHES = (0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.5, 2, 3)  # what half a cell may stand for
LESS = ("#c7eae5", "#80cdc1", "#35978f", "#01665e")
MORE = ("#f6e8c3", "#dfc27d", "#bf812d", "#8c510a")


def heatmap_height(table: pd.DataFrame, columns: int = COLUMNS) -> float:
    """Height in mm of `plot_heatmap`."""
    keys = _keys(table)
    n_blocks = -(-max(len(keys), 1) // columns)
    rows = max(table["outlet"].nunique(), 1) * CELL_MM
    return n_blocks * (_head_mm(keys) + rows + FOOT_MM) + KEY_MM


def sure(low: np.ndarray, high: np.ndarray, p_value: np.ndarray) -> np.ndarray:
    """The end of the interval next to 0; 0 where the interval holds it, or the test finds nothing.

    The test is asked too because an interval is too narrow where an outlet has no hit: nothing
    varies but the others. Without a test (one article an outlet) nothing is sure.

    >>> sure(np.array([0.1, -0.1, -0.4, 0.1]), np.array([0.3, 0.3, -0.2, 0.3]),
    ...      np.array([0.01, 0.01, 0.01, np.nan]))
    array([ 0.1,  0. , -0.2,  0. ])
    """
    end = np.where(low > 0, low, np.where(high < 0, high, 0.0))
    return np.where(p_value < SIGNIFICANT, end, 0.0)


def shade(value: float) -> str:
    """The colour of a cell in which the difference is at least that large.

    >>> shade(0.0), shade(0.3) == MORE[1], shade(-2.0) == LESS[3]
    ('white', True, True)
    """
    if value == 0:
        return "white"
    return (MORE if value > 0 else LESS)[int(np.digitize(abs(value), STEPS))]


def short_number(value: float) -> str:
    """A number in three characters and its sign.

    >>> short_number(-0.314), short_number(2.6), short_number(0.996), short_number(float("nan"))
    ('−.31', '2.6', '1.0', '–')
    """
    if not np.isfinite(value):
        return "–"
    size = round(abs(float(value)), 2)
    words = f"{size:.2f}"[1:] if size < 1 else f"{size:.1f}" if size < 10 else f"{size:.0f}"
    return words if value > 0 or size == 0 else f"−{words}"


def plot_heatmap(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    order: Sequence[str] = (),
    columns: int = COLUMNS,
) -> Axes:
    """A row an outlet, a column a category of a measure; below a cell's number its interval.

    The colour is that of the end of the interval next to 0. Cells whose interval holds 0, or whose
    test has p ≥ .05 or is not there, are white: colour stands for what is sure of a difference, and
    not for its estimate. Framed and bold: q < .05.

    Parameters
    ----------
    table : DataFrame
        Columns ``outlet``, ``measure``, ``part``, ``category``, ``estimate``, ``conf_low``,
        ``conf_high``, ``interval_method``, ``p_value``, ``q_value``, ``n_articles``, ``n_events``;
        estimates in standard deviations.
    columns : int
        Columns beside one another; further ones stand below.
    """
    from matplotlib import pyplot

    ax = pyplot.gca() if ax is None else ax
    ax.set_axis_off()
    outlets = present(order, table["outlet"])
    keys = _keys(table)
    head = _head_mm(keys)
    blocks = [keys[first : first + columns] for first in range(0, len(keys), columns)]
    block_mm = head + len(outlets) * CELL_MM + FOOT_MM
    whole_mm = len(blocks) * block_mm + KEY_MM
    reach = _reach(table)
    wide = max(
        min(FEWEST_COLUMNS, columns), *(int(np.ceil(_places(block)[-1])) + 1 for block in blocks)
    )
    for number, block in enumerate(blocks):
        bottom = whole_mm - (number + 1) * block_mm + FOOT_MM
        size = (0, bottom / whole_mm, 1, len(outlets) * CELL_MM / whole_mm)
        _block(ax.inset_axes(size), table, outlets, block, reach, wide)
    _key(ax.inset_axes((0, 0, 1, KEY_MM / whole_mm)), reach, wide)
    return ax


def _block(
    ax: Axes,
    table: pd.DataFrame,
    outlets: Sequence[str],
    keys: list[tuple[str, str, str]],
    reach: float,
    wide: int,
) -> None:
    counts = table.groupby("outlet")["n_articles"].max().astype(int).to_dict()
    outlet_rows(ax, outlets, counts)
    places = _places(keys)
    ax.set_xlim(-0.5, wide - 0.5)
    ax.grid(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xticks(places, [_name(*key) for key in keys])
    ax.tick_params(
        axis="x", length=0, pad=2, labeltop=True, labelbottom=False, labelsize=7, labelcolor=INK
    )
    for label in ax.get_xticklabels():
        label.set(rotation=50, ha="left", va="bottom", rotation_mode="anchor")
        label.set_parse_math(False)
    _name_groups(ax, keys, places, len(outlets))
    _events_at_the_edge(ax, table, outlets, places[-1] + 0.75)
    held = table.set_index(["outlet", "measure", "part", "category"])
    cells = held.reindex([(outlet, *key) for outlet in outlets for key in keys])
    cells["x"] = np.tile(places, len(outlets))
    cells["y"] = np.repeat(np.arange(len(outlets), dtype=float), len(keys))
    _cells(ax, cells, reach)


def _cells(ax: Axes, cells: pd.DataFrame, reach: float) -> None:
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    names = ["estimate", "conf_low", "conf_high", "p_value", "q_value"]
    estimate, low, high, p, q = cells[names].to_numpy(dtype=float).T
    dashed = cells["interval_method"].astype(str).str.contains("sentence").to_numpy()
    colours = [shade(one) for one in sure(low, high, p)]
    found = q < SIGNIFICANT
    inks = np.array([_ink(colour) for colour in colours])
    x, y = cells["x"].to_numpy(), cells["y"].to_numpy()
    for some, edge, width in ((~found, PALE, 0.6), (found, INK, 1.3)):
        chosen = np.flatnonzero(some)
        boxes = [Rectangle((x[i] - HALF, y[i] - HALF), 2 * HALF, 2 * HALF) for i in chosen]
        faces = [colours[i] for i in chosen]
        drawn = PatchCollection(boxes, facecolor=faces, edgecolor=edge, lw=width, zorder=1)
        ax.add_collection(drawn)
    known = np.isfinite(low) & np.isfinite(high)
    for i in range(len(cells)):
        ax.text(
            x[i],
            y[i] - (0.17 if known[i] else 0.0),
            short_number(estimate[i]),
            size=6,
            weight="bold" if found[i] else "normal",
            color=inks[i] if known[i] else SOFT if np.isfinite(estimate[i]) else GREY,
            ha="center",
            va="center",
            zorder=4,
        )
    _whiskers(ax, cells[known], inks[known], dashed[known], reach)


def _whiskers(
    ax: Axes, cells: pd.DataFrame, inks: np.ndarray, dashed: np.ndarray, reach: float
) -> None:
    """The interval on a line as wide as the cell, with 0 in its middle. A triangle at the edge
    stands for an estimate beyond it."""
    x, y = cells["x"].to_numpy(), cells["y"].to_numpy() + 0.25
    ends = cells[["conf_low", "estimate", "conf_high"]].to_numpy(dtype=float) / reach
    low, middle, high = (x[:, None] + HALF * np.clip(ends, -1, 1)).T
    beyond = np.where(np.abs(ends[:, 1]) <= 1, "o", np.where(ends[:, 1] > 0, ">", "<"))
    for ink in np.unique(inks):
        own = inks == ink
        ax.vlines(x[own], y[own] - 0.13, y[own] + 0.13, color=ink, lw=0.5, alpha=0.6, zorder=2)
        for dash in np.unique(dashed[own]):
            some = own & (dashed == dash)
            style = (0, (2.2, 1.4)) if dash else "-"
            ax.hlines(y[some], low[some], high[some], color=ink, lw=0.9, ls=style, zorder=3)
        for marker in np.unique(beyond[own]):
            some = own & (beyond == marker)
            ax.plot(middle[some], y[some], marker, ms=2.0, color=ink, mew=0, zorder=3)


def _name_groups(
    ax: Axes, keys: list[tuple[str, str, str]], places: np.ndarray, n_rows: int
) -> None:
    """A bracket with the measure's name below its columns, where it has several."""
    groups = [key[:2] for key in keys]
    for group in dict.fromkeys(groups):
        own = places[[one == group for one in groups]]
        if len(own) > 1:
            at = n_rows - 0.5 + 0.12
            ax.plot([own[0] - HALF, own[-1] + HALF], [at, at], color=GREY, lw=0.8, clip_on=False)
            ax.annotate(
                _group_name(*group), ((own[0] + own[-1]) / 2, at), xytext=(0, -3),
                textcoords="offset points", ha="center", va="top", size=7, color=SOFT,
                annotation_clip=False, parse_math=False,
            )  # fmt: skip


def _events_at_the_edge(ax: Axes, table: pd.DataFrame, outlets: Sequence[str], at: float) -> None:
    n_events = table.groupby("outlet")["n_events"].max()
    for row, outlet in enumerate(outlets):
        ax.text(at, row, f"{n_events.get(outlet, 0):,}", size=6.5, color=SOFT, va="center")
    for words, place, offset, side in (("articles", 0, -7, "right"), ("events", at, 0, "left")):
        ax.annotate(
            words, (place, -0.5), xycoords=("axes fraction" if offset else "data", "data"),
            xytext=(offset, 3), textcoords="offset points", size=6.5, color=SOFT, ha=side,
            va="bottom", annotation_clip=False,
        )  # fmt: skip


def _key(ax: Axes, reach: float, columns: int) -> None:
    """What the colours and the lines in the cells mean, in mm."""
    from matplotlib.patches import Rectangle

    ax.set_axis_off()
    ax.set_xlim(0, max(KEY_WIDE_MM, columns * CELL_MM))
    ax.set_ylim(KEY_MM, 0)
    words: dict[str, Any] = {"size": 6.5, "color": SOFT, "va": "center"}
    tile, above, top, height, below = 5.0, 1.4, 3.2, 3.2, 8.2
    colours = [*reversed(LESS), "white", *MORE]
    for number, colour in enumerate(colours):
        ax.add_patch(Rectangle((number * tile, top), tile, height, fc=colour, ec=PALE, lw=0.6))
    end = len(colours) * tile
    ax.text(0, above, "at least so much less", **words)
    ax.text(end, above, "more", ha="right", **words)
    for number, step in enumerate([*(-one for one in reversed(STEPS)), 0, *STEPS]):
        at = tile * (number + 1 + (0.5 if step == 0 else step > 0))
        told = f"{step:g}".replace("0.", ".").replace("-", "−")
        ax.text(at, below, told, ha="center", **words)
    middle, half, line = KEY_WIDE_MM - 6, CELL_MM * HALF, top + height / 2
    box = Rectangle((middle - half, top), 2 * half, height, fc="white", ec=PALE, lw=0.6)
    ax.add_patch(box)
    ax.vlines(middle, top + 0.7, top + height - 0.7, color=INK, lw=0.5, alpha=0.6)
    ax.hlines(line, middle - 0.4, middle + 2.0, color=INK, lw=0.9)
    ax.plot([middle + 0.8], [line], "o", ms=2.0, color=INK, mew=0)
    for side, told in ((-1, f"−{reach:g}"), (0, "0"), (1, f"{reach:g}")):
        ax.text(middle + side * 1.25 * half, below, told, ha="center", **words)


def _keys(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    columns = (table[name] for name in ("measure", "part", "category"))
    return list(dict.fromkeys(zip(*columns, strict=True)))


def _name(measure: str, part: str, category: str) -> str:
    name = measure if category in ("compound", measure) else category
    return shorten(name.replace("_", " "), LABEL)


def _group_name(measure: str, part: str) -> str:
    return measure if part == "body" else f"{measure}, {part}"


def _places(keys: list[tuple[str, str, str]]) -> np.ndarray:
    """Where the columns stand: one after the other, with a gap between measures."""
    new = [key[:2] != before[:2] for before, key in pairwise(keys)]
    return np.cumsum([0.0, *(1 + GAP * one for one in new)])


def _head_mm(keys: list[tuple[str, str, str]]) -> float:
    return 4 + 1.0 * max((len(_name(*key)) for key in keys), default=0)


def _reach(table: pd.DataFrame) -> float:
    """What half a cell stands for: nearly all ends of intervals lie within."""
    ends = table[["conf_low", "conf_high"]].to_numpy(dtype=float)
    ends = np.abs(ends[np.isfinite(ends)])
    wanted = float(np.quantile(ends, 0.9)) if len(ends) else 0.0
    return next((one for one in REACHES if wanted <= one), 5.0)


def _ink(colour: str) -> str:
    """Dark letters on what is light, white ones on what is dark."""
    return "white" if colour in (LESS[-1], MORE[-1]) else INK
