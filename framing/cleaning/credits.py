"""Datelines at the beginning of a report, and agencies' credits at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from framing.cleaning import people
from framing.cleaning.agencies import BY_NAME, agency, listed
from framing.cleaning.edits import Change
from framing.cleaning.patterns import MONTHS
from framing.cleaning.units import Page

DATELINE = "dateline taken out"
CREDIT = "agency credit taken out"

_DATE = rf"(?i:(?:{MONTHS}\.? \d{{1,2}}|\d{{1,2}} {MONTHS})(?:,? \d{{4}})?)"
_CAPITALS = r"[A-ZÀ-ÞĀŁŚŽ][A-ZÀ-ÞĀŁŚŽ.'’-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,4}"
_WORDS = r"[A-ZÀ-Þ][\w.'’-]*(?:[ /](?:[A-ZÀ-Þ][\w.'’-]*|de|la|el|of|and|al)){0,4}"
_AREA = rf"(?:,\s{_WORDS})"
_DASH = r"(?:\s+[-–—−]+\s*|\s*(?:--+|[–—−])\s*)"
_PLACE = rf"(?P<place>{_WORDS}{_AREA}{{0,3}}(?:,?\s{_DATE})?)"
_NAMES = "|".join(map(re.escape, BY_NAME))
# LONDON, Nov 3 (Reuters) -, Washington (CNN)
_WITH_AGENCY = re.compile(
    rf"(?:{_PLACE},?\s*|(?:{_DATE}),?\s+)?[(\[](?P<agency>[A-Z][\w /&.-]{{1,40}})[)\]]"
    rf"(?:{_DASH}|\s*[.:-]{{0,2}}\s*)(?=[\"'“‘«\w\[])"
)
# MOSCOW, November 3. /TASS/.
_WITH_SLASHES = re.compile(
    rf"(?P<place>[A-ZÀ-Þ][^\n]{{2,70}}?)[.,]?\s*/(?P<agency>(?i:{_NAMES}))/[.:]?(?:{_DASH}|\s*)"
)
# JERUSALEM — , NEW YORK, Nov. 3 —
_SHOUTED = re.compile(
    rf"(?P<place>{_CAPITALS}{_AREA}{{0,3}}(?:,?\s{_DATE})?){_DASH}(?=[\"'“‘«A-ZÀ-Þ\[])"
)
# Reykjavik, Iceland -
_SPOKEN = re.compile(rf"(?P<place>{_WORDS}{_AREA}{{1,2}})\s+[-–—]+\s+(?=[\"'“‘«A-ZÀ-Þ])")
_NO_PLACES = frozenset(
    "exclusive breaking watch update updated analysis opinion video live factbox explainer timeline"
    " interview comment editorial corrected correction wrapup review profile feature note warning"
    " revealed photos pictures listen read report poll nato opec uefa fifa nasa isis isil".split()
)

# Credits that the text ends in
_INITIALS = re.compile(r"\s*(?<![\w/])(?:[a-zA-Z]{2,4}(?:[/,][a-zA-Z]{2,4}){0,3}\s+)?\Z")
_LABEL = re.compile(r"\A(?:sources?|via|with|avec|mit)\s*:?\s+", re.I)
_SOURCE = re.compile(
    r"\b(?:sources?|via|credits?|agency|quelle|fuente|fonte)\s?:[\s-]*(?P<credit>[^.:;()]{2,80})\.?\s*\Z",
    re.I,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s:©]*(?:\d{4}[\s,]*)?(?:by )?(?P<credit>[\w ./&-]{2,40}?)"
    r"(?:[\s,]+\d{4})?(?:[.,] .{0,300}|[.\s]*)\Z",
    re.I,
)
_AFTER_DASH = re.compile(r"(?<=[.!?\"'”’)\s])\s*[-–—]{1,2}\s*(?P<credit>[A-Z][\w ./&-]{1,40})\s*\Z")
_TAIL = 400  # characters at the end in which a credit is looked for
_LAST = 50
_ROOM = 4  # units of running text that may stand below a note


class Dateline(NamedTuple):
    """Where a dateline ends, what it says, and the agency in it."""

    end: int
    place: str
    agency: str | None


def dateline(text: str, start: int, outlet: str) -> Dateline | None:
    """The dateline that begins at this position."""
    window = text[start : start + 160]
    for pattern in (_WITH_AGENCY, _WITH_SLASHES, _SHOUTED, _SPOKEN):
        match = pattern.match(window)
        if match is None or match.end() == len(window):
            continue
        groups = match.groupdict()
        place, wire = groups["place"] or "", groups.get("agency")
        words = {word.casefold() for word in re.findall(r"\w+", place)}
        if words & _NO_PLACES:
            continue
        names = listed(wire, beside=(outlet.casefold(),)) if wire else []
        if names is None or (not names and pattern is _WITH_SLASHES):
            continue
        if pattern is _SHOUTED and len(place) < 4:
            continue
        return Dateline(start + match.end(), place.strip(" ,."), "\n".join(names) or None)
    return None


def label_notes(page: Page, outlet: str, author: str | None) -> tuple[list[str], list[str]]:
    """Label notes at the foot on who reported; their names, and the agencies that helped."""
    names: list[str] = []
    agencies: list[str] = []
    room = _ROOM
    for i in range(len(page.units) - 1, 0, -1):
        unit = page.units[i]
        if page.labels[i] is not None:
            continue
        found = people.note(unit, outlet)
        if found is None and room == _ROOM:  # nothing but furniture stands below
            who = people.biography(unit, page.text, outlet, author)
            found = ([who], []) if who else None
        if found is None:
            room -= 1
            if room == 0:
                break
            continue
        page.labels[i] = people.BYLINE if found[0] else people.NOTE
        names += found[0]
        agencies += found[1]
    return names, agencies


def closing(text: str, outlet: str) -> tuple[Change, list[str]] | None:
    """A credit at the end of the text, and the agencies in it."""
    own = outlet.casefold()
    beside = (own, own.removeprefix("the "), own + " news", "staff", "with", "photo")
    for start, credit, needed in _possible(text):
        names = listed(credit, beside=beside)
        if names or (names is not None and not needed):
            while start > 0 and text[start - 1] in " \t\r\n-\xa0":
                start -= 1
            if start > 0:
                return Change(start, len(text), "", CREDIT), names
    last = text.rfind("\n") + 1
    if last > 0 and len(text) - last <= 40:
        names = listed(_LABEL.sub("", text[last:]))
        if names:
            return Change(len(text[:last].rstrip()), len(text), "", CREDIT), names
    return None


def _possible(text: str) -> Iterator[tuple[int, str, bool]]:
    """Where a credit may begin, what it says, and whether it must name an agency."""
    end = len(text.rstrip(" \t\r\n.\xa0-"))
    tail = max(0, end - _TAIL)
    if text[end - 1 : end] in (")", "]"):
        start = max(text.rfind("(", tail, end), text.rfind("[", tail, end))
        before = _INITIALS.search(text, max(0, start - 30), start) if start > 0 else None
        if before:
            yield before.start(), _LABEL.sub("", text[start + 1 : end - 1], count=1), True
    last = text[tail:]
    if ":" in last:
        for match in _SOURCE.finditer(text, tail):
            yield match.start(), match["credit"], False
    if "©" in last or "opyright" in last or "(c)" in last:
        for match in _COPYRIGHT.finditer(text, tail):
            yield match.start(), match["credit"], False
    dash = _AFTER_DASH.search(text, max(0, len(text) - _LAST))
    if dash:
        yield dash.start(), dash["credit"], True


def known(names: list[str]) -> list[str]:
    """Agencies, each once, under the names they are known by."""
    return list(dict.fromkeys(agency(name) or name for name in names))
