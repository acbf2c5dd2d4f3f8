"""How charts look: the style sheet, the bundled font, a colour for each outlet, units shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FONTS = {400: HERE / "fonts" / "OpenSans-Regular.ttf", 700: HERE / "fonts" / "OpenSans-Bold.ttf"}
MM = 1 / 25.4  # inches
COLUMN_MM, PAGE_MM = 89.0, 183.0

# Okabe and Ito 2008, without the yellow, which is too pale on white; black comes last.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# Fonts of the system that are used, where they are installed, for scripts the bundled one lacks.
OTHER_SCRIPTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans Arabic",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "PingFang SC",
    "Hiragino Sans",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "WenQuanYi Zen Hei",
)
GREY, PALE, INK, SOFT = "#999999", "#e4e4e4", "#222222", "#666666"


@cache
def _style() -> Any:
    from matplotlib import font_manager, rc_params_from_file

    for font in FONTS.values():
        font_manager.fontManager.addfont(font)
    style: Any = dict(rc_params_from_file(HERE / "framing.mplstyle", use_default_template=False))
    there = set(font_manager.get_font_names())
    style["font.family"] += [name for name in OTHER_SCRIPTS if name in there]
    return style


@contextmanager
def styled() -> Iterator[None]:
    """Draw in the package's style, and leave matplotlib's own settings as they were."""
    from matplotlib import rc_context

    with rc_context(_style()):
        yield


def colours(outlets: Iterable[str], highlight: Sequence[str] = ()) -> dict[str, str]:
    """One colour an outlet, the same in every chart of a study.

    Up to seven outlets each get a colour of their own; of more, those in `highlight` do and the
    others are grey. Without `highlight` more than seven share one colour.

    >>> colours(["A", "B"])["B"]
    '#D55E00'
    """
    names = list(outlets)
    if len(names) > len(COLOURS) and not highlight:
        return dict.fromkeys(names, COLOURS[0])
    picked = names if len(names) <= len(COLOURS) else list(highlight)[: len(COLOURS)]
    chosen = dict(zip(picked, COLOURS, strict=False))
    return {name: chosen.get(name, GREY) for name in names}


def shown_unit(unit: str) -> tuple[float, str]:
    """The factor and the words by which a unit is shown: rates per 1,000 words, shares in %.

    >>> shown_unit("hits per word")
    (1000.0, 'hits per 1,000 words')
    """
    if unit.endswith("per word"):
        return 1000.0, unit.removesuffix("per word") + "per 1,000 words"
    if unit.startswith("share of"):
        return 100.0, "% " + unit.removeprefix("share ")
    return 1.0, unit
