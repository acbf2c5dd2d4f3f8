"""Captions and photo credits that were scraped along with the text."""

from __future__ import annotations

import re

from framing.cleaning.agencies import BY_NAME
from framing.cleaning.units import Page, is_sentence

CAPTION = "caption taken out"

_LONGEST = 500
_PHOTO = (
    r"(?:getty(?: images)?|epa(?:-efe)?|shutterstock|i ?stock(?:photo)?|alamy|rex features|zuma(?: press)?"
    r"|imago|picture alliance|magnum|nurphoto|sipa|abaca|file(?: photo| image| picture)?|handout|screengrab"
    r"|screenshot|supplied|courtesy(?: of)?\b.{0,60}|photo\b.{0,60}|photograph\b.{0,60}|photos? by\b.{0,60}"
    r"|image\b.{0,60}|picture\b.{0,60}|pool(?: photo)?|via \w.{0,60}|.{0,40}\b(?:photo|images|pictures|pool))"
)
_WIRES = "|".join(sorted(map(re.escape, BY_NAME), key=len, reverse=True))
_CREDITED = re.compile(rf"(?:.{{2,60}}[/|,]\s?|©\s?|.{{2,40}} (?:for|via) )?(?:{_PHOTO}|{_WIRES})(?:[/|,]\s?.{{2,60}}| via .{{2,60}})?", re.I)
_IN_BRACKETS = re.compile(r"(?P<caption>.{8,440}?)\s*[(\[](?P<credit>[^()\[\]]{2,90})[)\]]\s*\.?", re.S)
_LABEL = re.compile(
    r"(?:image|photo|photograph|picture|pic|foto|bild|credit|photo credit|image credit|picture credit"
    r"|photo by|photograph by|image by|caption|image caption|image source|image copyright|media caption"
    r"|photo caption|file photo|file image|getty images caption)\s*[:,]\s*(?P<rest>\S.{1,400})",
    re.I,
)
_BARE_LABEL = re.compile(
    r"(?:image|media|photo|picture|video) (?:source|caption|credit|copyright)|caption|credit", re.I
)
_AT_END = re.compile(r"(?P<caption>.{8,400}?)\.?\s(?:photograph|photo|picture|image|foto)s?(?: credit| by)?: ?[^.]{2,70}", re.I)
_PICTURE = re.compile(r"photo|picture|image|foto", re.I)
_PHOTO_BY = re.compile(r"(?:photo|photograph|picture|image)s? (?:by|courtesy(?: of)?|via|from) .{2,80}", re.I)


def label_captions(page: Page) -> list[str]:
    """Label units that caption or credit a picture, and return what they say.

    A credit in brackets behind the last words of an article is the article's own.
    """
    captions = []
    last = max(page.left(), default=-1)
    bare = False
    for i, unit in enumerate(page.units):
        if page.labels[i] is not None:
            bare = False
            continue
        if bare or (len(unit) <= _LONGEST and i != last and _is_caption(unit, page, i)):
            page.labels[i] = CAPTION
            captions.append(_said(unit))
        elif len(unit) <= _LONGEST and i == last and i > 0 and (_LABEL.fullmatch(unit)):
            page.labels[i] = CAPTION
            captions.append(_said(unit))
        bare = _BARE_LABEL.fullmatch(unit) is not None
        if bare:
            page.labels[i] = CAPTION
    return [caption for caption in captions if caption]


def _is_caption(unit: str, page: Page, i: int) -> bool:
    if _BARE_LABEL.fullmatch(unit):
        return False
    if ":" in unit or "," in unit[:20]:
        if _LABEL.fullmatch(unit):
            return True
        if not page.flowing and _PICTURE.search(unit) and _AT_END.fullmatch(unit):
            return True
    if page.flowing:
        return False
    if _PHOTO_BY.fullmatch(unit) and not is_sentence(unit):
        return True
    bracketed = _IN_BRACKETS.fullmatch(unit) if unit[-1] in ")]." else None
    if bracketed and _CREDITED.fullmatch(bracketed["credit"].strip()):
        # running text may end in the credit of a report: it ends as a sentence before that
        wire = bracketed["credit"].strip().casefold() in BY_NAME
        return not (wire and is_sentence(bracketed["caption"])) or unit[-1] == "]" or i < page.head()
    return len(unit) <= 90 and _CREDITED.fullmatch(unit) is not None and (i > 0 or len(page.units) > 1)


def _said(unit: str) -> str:
    """The caption without its label."""
    label = _LABEL.fullmatch(unit)
    return label["rest"] if label else unit
