"""The outlet map: outlets as points, the nearer the more alike, each with its ellipse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.charts.labels import box_of, name_points
from framing.charts.marks import shorten
from framing.style import PALE, SOFT, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HEIGHT_MM = 105.0
BEYOND = 0.35  # of the points' extent: how far ellipses may reach before they are cut off
EDGE = 0.06
MANY = 12  # outlets from which names are smaller
FILL = 0.07


def plot_outlet_map(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    palette: Mapping[str, str] | None = None,
    shares: Sequence[float] = (),
    unit: str = "",
) -> Axes:
    """Outlets by their positions on two dimensions, with 95 % ellipses and a scale.

    Parameters
    ----------
    table : DataFrame
        Columns ``outlet``, ``dimension_1``, ``dimension_2``, ``ellipse_major``,
        ``ellipse_minor``, ``ellipse_angle``, as in `OutletMap.positions`.
    shares : sequence of float
        Of the differences that each dimension shows.
    unit : str
        Of distances, for the scale.
    """
    from matplotlib import pyplot
    from matplotlib.patches import Ellipse

    ax = pyplot.gca() if ax is None else ax
    outlets = table["outlet"].astype(str).tolist()
    palette = palette or colours(outlets)
    points = table[["dimension_1", "dimension_2"]].to_numpy(dtype=float)
    ax.grid(False)
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ax.spines.values():
        side.set_visible(False)
    for way in (ax.axhline, ax.axvline):
        way(0, color=PALE, lw=0.6, zorder=0)
    for row in table.itertuples():
        if np.isnan(row.ellipse_major):
            continue
        colour = palette.get(str(row.outlet), SOFT)
        ellipse = Ellipse(
            (row.dimension_1, row.dimension_2),
            2 * row.ellipse_major,
            2 * row.ellipse_minor,
            angle=row.ellipse_angle,
            facecolor=colour,
            alpha=min(FILL, 5 * FILL / len(table)),
            lw=0,
            zorder=1,
        )
        line = Ellipse(
            ellipse.center,
            ellipse.width,
            ellipse.height,
            angle=row.ellipse_angle,
            fill=False,
            ec=colour,
            lw=0.7,
            alpha=0.75,
            zorder=2,
        )
        ax.add_patch(ellipse)
        ax.add_patch(line)
    inks = [palette.get(outlet, SOFT) for outlet in outlets]
    for point, ink, hollow in zip(points, inks, table["ellipse_major"].isna(), strict=True):
        ax.plot(*point, "o", ms=4.6, mfc="white" if hollow else ink, mec=ink, mew=1.1, zorder=4)
    _limit(ax, points, _reach(table))
    size = 7.5 if len(table) <= MANY else 6.5
    name_points(ax, points, [shorten(name, 30) for name in outlets], inks, size)
    _scale(ax, unit)
    told = [f"{share:.0%} of the differences" for share in shares] + ["", ""]
    ax.set_xlabel(f"first dimension: {told[0]}", color=SOFT, size=7, labelpad=3)
    ax.set_ylabel(f"second dimension: {told[1]}", color=SOFT, size=7, labelpad=3)
    return ax


def _reach(table: pd.DataFrame) -> Floats:
    """Half the width and height of each ellipse's box; 0 without one."""
    angle = np.radians(table["ellipse_angle"].to_numpy(dtype=float))
    axes = table[["ellipse_major", "ellipse_minor"]].to_numpy(dtype=float)
    wide = np.hypot(axes[:, 0] * np.cos(angle), axes[:, 1] * np.sin(angle))
    high = np.hypot(axes[:, 0] * np.sin(angle), axes[:, 1] * np.cos(angle))
    return np.nan_to_num(np.column_stack([wide, high]))


def _limit(ax: Axes, points: Floats, reach: Floats) -> None:
    """Limits in one scale for both dimensions: all points, and ellipses up to a bound."""
    low, high = points.min(axis=0), points.max(axis=0)
    most = BEYOND * max(float((high - low).max()), 1e-12)
    low = np.maximum((points - reach).min(axis=0), low - most)
    high = np.minimum((points + reach).max(axis=0), high + most)
    extent = (high - low) * (1 + 2 * EDGE)
    box = np.array(box_of(ax))
    extent = box * max(float((extent / box).max()), 1e-12)
    middle = (low + high) / 2
    ax.set_aspect("equal", adjustable="datalim")
    ax.set_xlim(middle[0] - extent[0] / 2, middle[0] + extent[0] / 2, auto=True)
    ax.set_ylim(middle[1] - extent[1] / 2, middle[1] + extent[1] / 2, auto=True)


def _scale(ax: Axes, unit: str) -> None:
    """A bar of a round length, in the lower left corner."""
    from matplotlib.offsetbox import AnchoredOffsetbox, AuxTransformBox, TextArea, VPacker
    from matplotlib.patches import Rectangle

    low, high = ax.get_xlim()
    length = _round(0.16 * (high - low))
    bar = AuxTransformBox(ax.transData)
    bar.add_artist(Rectangle((0, 0), length, 0, ec=SOFT, lw=1.2))
    words = TextArea(f"{length:g} {unit}", textprops={"size": 6.5, "color": SOFT})
    both = VPacker(children=[words, bar], align="left", pad=0, sep=3)
    ax.add_artist(AnchoredOffsetbox("lower left", pad=0, borderpad=0.2, frameon=False, child=both))


def _round(length: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not longer.

    >>> _round(0.37)
    0.2
    """
    if not length > 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(length))
    return float(max(step * power for step in (1, 2, 5) if step * power <= length * (1 + 1e-9)))
