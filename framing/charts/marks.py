"""What several charts share: rows of outlets, panels, and a dot with its interval."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.style import GREY, INK, PALE, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_MM = 4.4  # a row of a panel
TITLE_MM, TITLES_MM, TICKS_MM = 5.0, 8.0, 6.5  # one or two lines above a panel; below it
SIGNIFICANT = 0.05
# Controls and what is no character, of which XML takes none or few.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def grid_height(n_rows: int, n_panels: int, columns: int, title_mm: float = TITLE_MM) -> float:
    """The height in mm of a grid of panels with `n_rows` rows each."""
    lines = -(-max(n_panels, 1) // columns)
    return lines * (max(n_rows, 1) * ROW_MM + title_mm + TICKS_MM)


def panels(
    ax: Axes,
    n_panels: int,
    columns: int,
    n_rows: int,
    gap: float = 0.035,
    title_mm: float = TITLE_MM,
) -> list[Axes]:
    """`n_panels` axes in a grid within `ax`, which itself is not drawn any more."""
    ax.set_axis_off()
    lines = -(-n_panels // columns)
    line_mm = n_rows * ROW_MM + title_mm + TICKS_MM
    height, title = n_rows * ROW_MM / line_mm / lines, title_mm / line_mm / lines
    width = (1 - gap * (columns - 1)) / columns
    made = []
    for number in range(n_panels):
        line, column = divmod(number, columns)
        bottom = 1 - line / lines - title - height
        made.append(ax.inset_axes((column * (width + gap), bottom, width, height)))
    return made


def outlet_rows(
    ax: Axes, outlets: Sequence[str], counts: Mapping[str, int] | None = None, names: bool = True
) -> None:
    """Outlets as rows, the first on top, the number of articles in grey beside the name."""
    ax.set_ylim(len(outlets) - 0.5, -0.5)
    ax.set_yticks([])
    if not names:
        return
    room = 0.0
    if counts:
        shown = [f"{counts.get(outlet, 0):,}" for outlet in outlets]
        room = 9 + 4.2 * max(map(len, shown))
    for row, outlet in enumerate(outlets):
        edge(ax, row, shorten(outlet), -4 - room, colour=INK, size=7.5)
        if counts:
            edge(ax, row, shown[row], -7, colour=SOFT, size=6.5)


def edge(
    ax: Axes, row: float, text: str, offset: float, *, colour: str = SOFT, size: float = 6.5
) -> None:
    """Words beside a row: left of the axes for a negative offset in points, else right."""
    ax.annotate(
        text,
        (0 if offset < 0 else 1, row),
        xycoords=("axes fraction", "data"),
        xytext=(offset, 0),
        textcoords="offset points",
        ha="right" if offset < 0 else "left",
        va="center",
        color=colour,
        size=size,
        annotation_clip=False,
        parse_math=False,
    )


def dots(
    ax: Axes,
    rows: Iterable[float],
    table: pd.DataFrame,
    colours: Sequence[str],
    *,
    factor: float = 1.0,
    filled: Sequence[bool] | None = None,
    marker: str = "o",
    size: float = 4.6,
) -> None:
    """A dot for each row's estimate and a line for its interval; dashed where only sentences
    were resampled."""
    looks = pd.DataFrame(
        {
            "row": np.asarray(list(rows), dtype=float),
            "colour": list(colours),
            "full": [True] * len(table) if filled is None else [bool(one) for one in filled],
            "dashed": table["interval_method"].astype(str).str.contains("sentence").to_numpy(),
        }
    )
    numbers = table[["estimate", "conf_low", "conf_high"]].to_numpy(dtype=float) * factor
    looks[["middle", "low", "high"]] = numbers
    # One artist for all rows that look alike, and not one a row: drawing takes half as long.
    known = looks[np.isfinite(looks["low"]) & np.isfinite(looks["high"])]
    for (colour, dash), some in known.groupby(["colour", "dashed"], sort=False):
        style: Any = (0, (2.2, 1.4)) if dash else "-"
        ax.hlines(some["row"], some["low"], some["high"], color=colour, lw=1.3, ls=style, zorder=2)
    shown = looks[np.isfinite(looks["middle"])]
    for (colour, full), some in shown.groupby(["colour", "full"], sort=False):
        ax.plot(
            some["middle"],
            some["row"],
            marker,
            ms=size,
            mfc=colour if full else "white",
            mec=colour,
            mew=1.1,
            zorder=3,
            clip_on=False,
        )


def title_mm(titles: Iterable[str], characters: int) -> float:
    """The room for the panels' titles: a line, or two where one is longer than that."""
    return TITLES_MM if any(len(str(title)) > characters for title in titles) else TITLE_MM


def name_panel(ax: Axes, title: str, characters: int, size: float | None = None) -> None:
    """A panel's title in at most two lines."""
    held = shorten(title, 2 * characters - 4).replace(" · ", "\u00a0· ")
    words = textwrap.fill(held, characters)
    ax.set_title("\n".join(words.split("\n")[:2]), size=size, linespacing=1.1, parse_math=False)


def zero_line(ax: Axes, at: float = 0.0) -> None:
    ax.axvline(at, color=GREY, lw=0.7, zorder=1)


def few_ticks(ax: Axes, number: int = 4) -> None:
    from matplotlib.ticker import MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator(nbins=number, steps=[1, 2, 2.5, 5, 10]))


def band(ax: Axes, row: float) -> None:
    ax.axhspan(row - 0.5, row + 0.5, color=PALE, alpha=0.45, lw=0, zorder=0)


def shorten(text: str, most: int = 34) -> str:
    """At most `most` characters, cut at a word where that is possible; controls are left out."""
    text = " ".join(UNSEEN.sub("", str(text)).split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most * 0.6 else cut).rstrip(" ,;:–-") + "…"


def present(order: Sequence[str], there: Iterable[str]) -> list[str]:
    """All outlets of the study, in its order, whether or not they have a row; unknown ones last."""
    return list(dict.fromkeys([*order, *there]))
