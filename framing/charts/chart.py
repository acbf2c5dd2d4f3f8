"""Chart: a table, the picture drawn from it, and where both come from."""

from __future__ import annotations

import base64
import io
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.charts.marks import UNSEEN
from framing.errors import FramingError
from framing.saving import write_whole
from framing.style import FONTS, INK, MM, PAGE_MM, SOFT, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

EDGE_MM = 2.0
MUCH = 0.2  # change of the axes' width
# The letters of most charts: a chart with no other shares its font with the next.
USUAL = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("–—’“”…−×±·≥≤")
SUFFIXES = (".svg", ".png", ".csv", ".json")


@dataclass(frozen=True, eq=False, repr=False)
class Chart:
    """A picture that leads back to its numbers.

    Attributes
    ----------
    name : str
        The recipe's name; files are called by it.
    title, subtitle, caption : str
        What is compared; the unit; interval, unit of resampling and caution.
    alt : str
        The chart in words, for those who cannot see it.
    data : DataFrame
        Exactly what is drawn.
    plot : callable
        ``plot(data, ax=ax, **options)`` draws it.
    height_mm, width_mm : float
        Of the plotting area; of the whole figure (89 or 183 in print).
    provenance : mapping
        Corpus fingerprint, lexicon hashes, settings, seed, versions.
    """

    name: str
    title: str
    subtitle: str
    caption: str
    alt: str
    data: pd.DataFrame
    plot: Callable[..., Any]
    options: Mapping[str, Any] = field(default_factory=dict)
    height_mm: float = 60.0
    width_mm: float = PAGE_MM
    provenance: Mapping[str, Any] = field(default_factory=dict)
    behind: Callable[..., pd.DataFrame] | None = None
    nothing: str = "nothing to draw"

    def __repr__(self) -> str:
        return f"Chart({self.name!r}, {len(self.data)} rows: {self.title})"

    def draw(self, ax: Axes | None = None) -> Axes:
        """Draw on `ax`, or on new axes; title, unit and caption are left to the figure."""
        with styled():
            if ax is None:
                from matplotlib.figure import Figure

                ax = Figure(figsize=(self.width_mm * MM, self.height_mm * MM)).add_subplot()
            if self.data.empty:
                ax.set_axis_off()
                ax.text(0.5, 0.5, self.nothing, ha="center", va="center", color=SOFT)
                return ax
            self.plot(self.data, ax=ax, **self.options)
        return ax

    def figure(self) -> Figure:
        """The whole figure: title, unit, plot and caption, nothing clipped."""
        from matplotlib.figure import Figure

        with styled():
            room = (self.width_mm - 2 * EDGE_MM) * MM * 72
            title = _wrapped(self.title, room, 10, "bold")
            subtitle = _wrapped(self.subtitle, room, 8)
            caption = _wrapped(self.caption, room, 6.5)
            above = EDGE_MM + 4.6 * len(title) + 3.9 * len(subtitle) + 2.0
            below = EDGE_MM + 3.1 * len(caption) + 2.0
            height = above + self.height_mm + below
            fig = Figure(figsize=(self.width_mm * MM, height * MM))
            left = EDGE_MM / self.width_mm
            line = 1 - EDGE_MM / height
            for lines, size, weight, colour, step in (
                (title, 10, "bold", INK, 4.6),
                (subtitle, 8, "normal", SOFT, 3.9),
            ):
                for words in lines:
                    fig.text(left, line, words, size=size, weight=weight, color=colour, va="top")
                    line -= step / height
            for number, words in enumerate(reversed(caption)):
                bottom = (EDGE_MM + 3.1 * number) / height
                fig.text(left, bottom, words, size=6.5, color=SOFT, va="bottom")
            ax = fig.add_axes((0.2, below / height, 0.75, self.height_mm / height))
            self.draw(ax)
            _fit(fig, ax, left, below / height, 1 - left, 1 - above / height)
        return fig

    def save(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write SVG, PNG, the table as CSV and the provenance as JSON; each whole or not at all.

        Returns
        -------
        list of Path
            The files, named for the chart. The JSON comes last: where it lies, all are there.
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        with styled():
            fig = self.figure()
            pictures = {}
            for suffix, metadata in ((".svg", {"Date": None}), (".png", {"Software": None})):
                held = io.BytesIO()
                fig.savefig(held, format=suffix[1:], metadata=metadata)
                pictures[suffix] = held.getvalue()
        pictures[".svg"] = _self_contained(pictures[".svg"], self.title, self.alt)
        # Twelve figures: the last of sixteen are not the same on every machine.
        table = self.data.to_csv(index=False, lineterminator="\n", float_format="%.12g").encode()
        about = json.dumps(self.described(), indent=1, ensure_ascii=False, default=str) + "\n"
        files = {**pictures, ".csv": table, ".json": about.encode()}
        return [write_whole(target / f"{self.name}{suffix}", files[suffix]) for suffix in SUFFIXES]

    def described(self) -> dict[str, Any]:
        """What the JSON beside the picture says."""
        return {
            "name": self.name,
            "title": self.title,
            "subtitle": self.subtitle,
            "caption": self.caption,
            "alt": self.alt,
            **self.provenance,
        }

    def evidence(self, **where: Any) -> pd.DataFrame:
        """The sentences behind the chart's numbers.

        Parameters
        ----------
        **where
            Columns of the chart and their values, ``outlet="BBC", category="alarm"``; without
            any, all of them.

        Returns
        -------
        DataFrame
            ``article_id, outlet, event, date, category, value, hit, sentence_text`` and the
            positions as in `Measure.evidence_of`; ``value`` adds up to the numerators.
        """
        if self.behind is None:
            raise FramingError(
                f"the chart {self.name!r} draws no exact measure, so there are no sentences to "
                "add up; look at chart.data instead."
            )
        return self.behind(**where)

    def _repr_png_(self) -> bytes:
        held = io.BytesIO()
        with styled():
            self.figure().savefig(held, format="png", metadata={"Software": None})
        return held.getvalue()


def get_ready() -> None:
    """Load what drawing needs, in a worker that has nothing else to do yet."""
    from fontTools import subset  # noqa: F401
    from matplotlib.backends import backend_agg, backend_svg  # noqa: F401

    with styled():
        pass


def _wrapped(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """The words of `text` in lines no wider than `width` points."""
    room, space = width / size, _width("\u00a0", weight)
    lines: list[list[str]] = []
    left = 0.0
    for word in text.split():
        taken = _width(word, weight)
        left -= space + taken
        if not lines or left < 0:
            lines.append([])
            left = room - taken
        lines[-1].append(word)
    return [" ".join(words) for words in lines]


@lru_cache(maxsize=10_000)
def _width(word: str, weight: str) -> float:
    """The width of a word in the style's font, for each point of its size."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(size=1, weight=weight)
    return float(TextToPath().get_text_width_height_descent(word, font, False)[0])


def _fit(fig: Figure, ax: Axes, left: float, bottom: float, right: float, top: float) -> None:
    """Move the axes so that all that belongs to them, labels included, fills the rectangle."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(fig).get_renderer()
    # Words keep their size when the axes move, and so, nearly, does what sticks out of the axes:
    # a second look is needed only where they become much narrower or wider.
    for _ in range(2):
        drawn, box = ax.get_tightbbox(renderer), ax.get_position()
        assert drawn is not None
        tight = fig.transFigure.inverted().transform_bbox(drawn)
        x0, x1 = box.x0 + left - tight.x0, box.x1 + right - tight.x1
        y0, y1 = box.y0 + bottom - tight.y0, box.y1 + top - tight.y1
        width = max(x1 - x0, 0.05)
        ax.set_position((x0, y0, width, max(y1 - y0, 0.05)))
        if abs(width / box.width - 1) < MUCH:
            break


def _self_contained(svg: bytes, title: str, alt: str) -> bytes:
    """The SVG with its title and description, for screen readers, and the letters it uses of
    the bundled font, so that it looks the same everywhere."""
    from xml.sax.saxutils import escape

    drawn = svg.decode()
    start = drawn.index(">", drawn.index("<svg")) + 1
    letters = set(unescape("".join(re.findall(r">([^<>]+)</text>", drawn))))
    rare = "".join(sorted(letters - USUAL))
    faces = "".join(_face(weight, rare) for weight in FONTS)
    words = f"\n <title>{escape(title)}</title>\n <desc>{escape(alt)}</desc>"
    whole = f"{drawn[:start]}{words}\n <style>{faces}</style>{drawn[start:]}"
    return UNSEEN.sub("", whole).encode()


@lru_cache(maxsize=100)
def _face(weight: int, rare: str) -> str:
    """The usual letters of the bundled font, and those `rare` ones that it has."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(hinting=False, layout_features=["kern"], notdef_outline=True)
    font = TTFont(FONTS[weight], recalcTimestamp=False)
    chosen = Subsetter(options)
    chosen.populate(text="".join(sorted(USUAL)) + rare)
    chosen.subset(font)
    held = io.BytesIO()
    font.save(held)
    data = base64.b64encode(held.getvalue()).decode()
    return (
        f"@font-face{{font-family:'Open Sans';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{data})}}"
    )
