"""Captions and photo credits that were scraped along with the text."""

from __future__ import annotations

import re

from framing.cleaning.agencies import BY_NAME
from framing.cleaning.units import Page, is_sentence

CAPTION = "caption taken out"

_LONGEST = 500  # characters
_WIRES = "|".join(sorted(map(re.escape, BY_NAME), key=len, reverse=True))
_SOURCES = (
    r"getty(?: images)?|epa(?:-efe)?|shutterstock|i ?stock(?:photo)?|alamy|rex features|imago"
    r"|zuma(?: press)?|picture alliance|magnum|nurphoto|sipa|abaca|ap photo"
)
# What credits a picture: in brackets, and on a line of its own
_CREDIT = re.compile(
    rf"(?:.{{2,60}}[/|,:]\s?|©\s?|.{{2,40}} (?:for|via) )?(?:{_SOURCES}|{_WIRES}"
    r"|file(?: photo| image| picture)?|handout|screengrab|screenshot|supplied|pool(?: photo)?"
    r"|(?:courtesy|photo|photograph|photos? by|image|picture|via)\b.{0,60}"
    r"|.{0,40}\b(?:photo|images|pictures|pool))(?:[/|,]\s?.{2,60}| via .{2,60})?",
    re.IGNORECASE,
)
_CREDIT_ALONE = re.compile(
    rf"(?:[^.]{{2,60}}[/|]\s?|©\s?)?(?:{_SOURCES}|{_WIRES})(?:[/|]\s?[^.]{{2,60}})?", re.IGNORECASE
)
_IN_BRACKETS = re.compile(
    r"(?P<caption>.{8,440}?)\s*[(\[](?P<credit>[^()\[\]]{2,90})[)\]]\s*\.?", re.DOTALL
)
# Lines that say what they are, by their first word
_FIRST = frozenset(
    "image photo photograph photographs photos picture pictures pic foto bild credit caption file"
    " media video getty".split()
)
_LABEL = re.compile(
    r"(?:(?:image|photo|photograph|picture|pic|foto|bild|caption|file photo|file image)s?\s*:"
    r"|(?:image|photo|picture|media) (?:source|caption|credit|copyright)\s*[:,]"
    r"|(?:photo|photograph|image|picture)s? (?:by|courtesy(?: of)?|via)\s*:)"
    r"\s*(?P<rest>\S.{1,400})",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(
    r"(?:image|media|photo|picture|video) (?:source|caption|credit|copyright)\s*[:,]?|caption:?",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:photo|photograph|picture|image)s? (?:by|courtesy(?: of)?|via|from)|credit:) .{2,80}",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r".{8,400}?[.\s]\s?(?:photograph|photo|picture|image|foto)s?(?: credit| by)?: ?[^.]{2,70}"
    r"|.{8,400}?[.\s]?credit(?:\.\.\.|:)\s?[^.]{2,70}",
    re.IGNORECASE,
)


def label_captions(page: Page) -> list[str]:
    """Label units that caption or credit a picture, and return what they say.

    A credit in brackets behind the last words of an article is the article's own.
    """
    captions = []
    last = max(page.left(), default=-1)
    head = page.head()
    announced = False  # by a label on the line above
    for i, unit in enumerate(page.units):
        is_label = False
        if page.labels[i] is None and len(unit) <= _LONGEST:
            first = page.plain[i].split(" ", 1)[0].rstrip(":,")
            is_label = first in _FIRST and _BARE_LABEL.fullmatch(unit) is not None
            if is_label:
                page.labels[i] = CAPTION
            elif (
                announced
                or (first in _FIRST and _says_so(unit))
                or (not page.flowing and i != last and _is_credited(unit, above=i < head))
            ):
                page.labels[i] = CAPTION
                label = _LABEL.fullmatch(unit)
                captions.append(label["rest"] if label else unit)
        announced = is_label
    return captions


def _says_so(unit: str) -> bool:
    return _LABEL.fullmatch(unit) is not None or (
        not is_sentence(unit) and _BY.fullmatch(unit) is not None
    )


def _is_credited(unit: str, above: bool) -> bool:
    """Whether a line ends in the credit of a picture, or is one."""
    if unit[-1] in ")]" or unit.endswith((").", "].")):
        match = _IN_BRACKETS.fullmatch(unit)
        if match is None or _CREDIT.fullmatch(match["credit"].strip()) is None:
            return False
        # running text may end in the credit of a report: it ends as a sentence before that
        wire = match["credit"].strip().casefold() in BY_NAME
        return above or unit[-1] == "]" or not (wire and is_sentence(match["caption"]))
    if ":" in unit or "Credit..." in unit:
        return _AT_END.fullmatch(unit) is not None
    return len(unit) <= 90 and _CREDIT_ALONE.fullmatch(unit) is not None
