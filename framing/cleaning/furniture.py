"""Page furniture known by its words, and by its place: menus, newsletters, links, sharing, notices.

The words are English (`framing.cleaning.patterns`); what an outlet repeats is found in any language
by `framing.cleaning.repeated`.
"""

from __future__ import annotations

import re

from framing.cleaning import patterns
from framing.cleaning.edits import Change
from framing.cleaning.people import beginning
from framing.cleaning.units import LONGEST, Page

FURNITURE = "page furniture taken out"
LINKS = "links to other articles taken out"

# Characters of a link, of a stamp or a row of buttons, of furniture in a text without lines
_HEADLINE, _STAMP, _FLOWING = 160, 150, 300
_DATE = 20  # characters of one that may end in a full stop
_RULE = frozenset("-–—_*=~•· ")  # lines that part others
_MORE = re.compile(r"\+\d{1,3}")  # pictures
_EDGE = 8  # units at either end among which tools, dates and places on the site are looked for
_SHOUTED = 4  # spaces in a headline that is a link by its capitals alone
_LISTED = 12  # links in a list
_BUTTON = (
    "facebook|twitter|google ?\\+|whatsapp|tumblr|linkedin|stumble(?:upon)?|digg|reddit|newsvine"
    "|pinterest|delicious|telegram|messenger|xing|flipboard|pocket|e-?mail|print|instagram|youtube"
)
_BUTTONS = re.compile(
    rf"(?:\b(?:send|share) )?\b(?:(?:{_BUTTON})[ |/·•]+){{3,}}(?:{_BUTTON})\b"
    r"(?: permalink)?(?: https?://\S{1,200})? ?",
    re.IGNORECASE,
)
_SIGN_UP = re.compile(r"(?:sign up|subscribe) (?:to|for) .{3,70}")


def share_buttons(text: str) -> list[Change]:
    """Rows of four buttons and more for sharing, in the middle of running text."""
    if "acebook" not in text and "FACEBOOK" not in text:
        return []
    return [
        Change(row.start(), row.end(), "", FURNITURE)
        for row in _BUTTONS.finditer(text)
        if text[max(row.start() - 1, 0) : row.start()].strip("\n")
        or text[row.end() : row.end() + 1] > "\n"
    ]


def label_furniture(page: Page, outlet: str) -> None:
    """Label units whose words say that they are furniture, and links in lists or before arrows."""
    known = [i for i in page.left() if len(page.units[i]) <= LONGEST]
    if page.flowing:
        known = [i for i in known if len(page.units[i]) <= _FLOWING and "  " not in page.units[i]]
    for i in known:
        if _says_so(page, i):
            page.labels[i] = FURNITURE
    top, foot = beginning(page), page.foot()
    for i in known:
        at_edge = i < _EDGE or i >= len(page.units) - _EDGE
        if page.labels[i] is None and at_edge and _is_at_its_place(page, i, top, foot, outlet):
            page.labels[i] = FURNITURE
    if not page.flowing:
        _label_links(page, foot)


def _says_so(page: Page, i: int) -> bool:
    """Whether a unit is furniture wherever it stands."""
    unit, line = page.units[i], page.plain[i]
    if _MORE.fullmatch(unit) or (not _RULE.isdisjoint(unit) and _RULE.issuperset(unit)):
        return True
    if patterns.anywhere.match(line):
        return True
    if patterns.linked.match(line):  # in a text without lines the headline goes on in the report
        return not (page.flowing and unit[-1] in '."”')
    if len(unit) <= _STAMP and patterns.stamps.match(line):
        return True
    return not page.sentences[i] and _SIGN_UP.fullmatch(line) is not None


def _is_at_its_place(page: Page, i: int, top: int, foot: int, outlet: str) -> bool:
    """Whether a unit is furniture above the report (`top`) or below its running text (`foot`)."""
    line = page.plain[i]
    if i >= foot - 1 and _about(line, outlet):
        return True
    short = len(line) <= _DATE or not page.sentences[i]
    if short and (i < top + 2 or i >= foot) and patterns.dates.match(line.rstrip(".")):
        return True
    if page.sentences[i]:
        return False
    if patterns.published.fullmatch(line):
        return True
    return (i < top or i >= foot) and patterns.edges.match(line)


def _label_links(page: Page, foot: int) -> None:
    """The headlines under "Related articles", and the one before "Read more »"."""
    last = max((i for i in page.left() if page.sentences[i]), default=0)
    for i in list(page.left())[1:]:
        unit = page.units[i]
        if i < last and unit.isupper() and unit.count(" ") >= _SHOUTED and _is_link(unit):
            page.labels[i] = LINKS
    for i, line in enumerate(page.plain):
        if page.labels[i] != FURNITURE:
            continue
        if patterns.links.match(line):
            before = i - 1
            if before > 0 and page.labels[before] is None and _is_link(page.units[before]):
                page.labels[before] = LINKS
        elif patterns.lists.match(line):
            at_end = i >= foot
            for after in range(i + 1, min(i + 1 + _LISTED, len(page.units))):
                if page.labels[after] is None:
                    if not _is_link(page.units[after], at_end):
                        break
                    page.labels[after] = LINKS


def _is_link(unit: str, one_word: bool = False) -> bool:
    return len(unit) <= _HEADLINE and unit[-1] not in ".,;:\"'”’…" and (one_word or " " in unit)


def _about(line: str, outlet: str) -> bool:
    """An outlet's words about itself, at the foot."""
    name = outlet.casefold().removeprefix("the ")
    line = line.removeprefix("the ")
    return len(name) > 1 and line.startswith(name) and bool(_ABOUT.match(line, len(name)))


_ABOUT = re.compile(
    r" (?:delivers|provides|offers|brings (?:you|its)|publishes|is an? (?:\w+[ ,-]+){0,4}"
    r"(?:news|newspaper|website|magazine|outlet|organi[sz]ation|newsroom|publication|publisher"
    r"|platform|daily|weekly|broadcaster|non-?profit|service|source)\b|is (?:not responsible|free)"
    r"|has (?:a|an) .{0,40}(?:policy|newsletter)|welcomes (?:your|comments))"
)
