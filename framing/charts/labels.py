"""Names beside points, moved about so that they cover neither points nor one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NEAR = 5.0  # points between a point and its name
RINGS = (NEAR, 9.0, 15.0, 23.0, 33.0, 45.0)
ANGLES = np.radians(np.arange(0, 360, 30))
ROUNDS = 4
LINE = 7.0  # a name farther off than this has a line to its point


def name_points(
    ax: Axes, points: Floats, names: Sequence[str], colours: Sequence[str], size: float = 7.5
) -> None:
    """Write each name beside its point, and a thin line to it where it had to move away."""
    width, height = box_of(ax)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    at = (points - [left, bottom]) / [right - left, top - bottom] * [width, height]
    extents = np.array([_extent(name, size) for name in names]).reshape(-1, 2)
    moves = _places(at, extents, np.array([width, height]))
    for point, move, name, colour, extent in zip(
        points, moves, names, colours, extents, strict=True
    ):
        nearest = np.clip(0, move - extent / 2, move + extent / 2)
        far = float(np.hypot(*nearest)) > LINE
        ax.annotate(
            name,
            tuple(point),
            xytext=tuple(move),
            textcoords="offset points",
            ha="center",
            va="center",
            size=size,
            color=colour,
            parse_math=False,
            zorder=5,
            bbox={"fc": "white", "ec": "none", "alpha": 0.65, "pad": 0.4},
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "lw": 0.5,
                "shrinkA": 0,
                "shrinkB": 2.5,
            }
            if far
            else None,
        )


def _places(at: Floats, extents: Floats, room: Floats) -> Floats:
    """For each name the way from its point to its middle, in points."""
    directions = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])
    steps = np.concatenate([ring * directions for ring in RINGS])
    rings = np.repeat(RINGS, len(ANGLES))
    moves = np.zeros((len(at), 2))
    placed = np.zeros(len(at), dtype=bool)
    for _ in range(ROUNDS):
        for number in range(len(at)):
            half = extents[number] / 2
            offered = steps + np.sign(np.round(steps, 6)) * half
            low, high = at[number] + offered - half, at[number] + offered + half
            cost = rings**1.3 + 2.0 * (np.abs(steps[:, 0]) < 0.5 * rings)
            cost = cost + 1e3 * np.maximum(-low, 0).sum(1) + 1e3 * np.maximum(high - room, 0).sum(1)
            others = np.arange(len(at)) != number
            cost = cost + 60.0 * _covers(low, high, at[others] - 2.5, at[others] + 2.5)
            named = others & placed
            middle, reach = at[named] + moves[named], extents[named] / 2 + 1
            boxes = middle - reach, middle + reach
            cost = cost + 200.0 * _covers(low, high, *boxes)
            for part in (0.25, 0.5, 0.75):
                line = at[number] + part * offered
                cost = cost + 15.0 * (rings > LINE) * _covers(line, line, *boxes)
            moves[number] = offered[int(cost.argmin())]
            placed[number] = True
    return moves


def _covers(low: Floats, high: Floats, others_low: Floats, others_high: Floats) -> Floats:
    """How many of the other boxes each box overlaps."""
    over = (low[:, None] < others_high) & (others_low < high[:, None])
    return over.all(axis=2).sum(axis=1).astype(np.float64)


def _extent(name: str, size: float) -> tuple[float, float]:
    """Width and height of a name, in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    width, height, _ = TextToPath().get_text_width_height_descent(
        name, FontProperties(size=size), False
    )
    return float(width), max(float(height), size)


def box_of(ax: Axes) -> tuple[float, float]:
    """Width and height of the axes, in points."""
    box = ax.get_window_extent().transformed(ax.figure.dpi_scale_trans.inverted())
    return float(box.width * 72), float(box.height * 72)
