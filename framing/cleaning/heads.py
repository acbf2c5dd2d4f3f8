"""What stands above a report: its headline, the line beneath it, the byline."""

from __future__ import annotations

from framing.cleaning.people import BYLINE, byline, is_name
from framing.cleaning.people import credited as _credited
from framing.cleaning.units import Page, ends, is_sentence

HEADLINE = "headline taken out of the text"
SUBTITLE = "subheading taken out of the text"

_HEADLINE = 200  # characters
_SUBTITLE = 350
_LOOK = 12  # units among which the head ends
_ROLE = 70


def squeezed(text: str) -> str:
    """Letters and digits alone, small, by which two versions of a headline are the same."""
    return "".join(filter(str.isalnum, text.casefold()))


def label_title(page: Page, title: str | None, outlet: str) -> int:
    """Label the units that repeat the headline; returns the last of them, -1 without."""
    if not title or page.flowing:
        return -1
    wanted = squeezed(title)
    own = squeezed(outlet)
    last = -1
    for i in range(min(_LOOK, len(page.units))):
        unit = page.units[i]
        if page.labels[i] is not None or not 0.6 * len(title) < len(unit) < 1.2 * len(title) + 60:
            continue
        if squeezed(unit).removesuffix(own) == wanted.removesuffix(own) and wanted:
            page.labels[i] = HEADLINE
            last = i
    return last


def label_bylines(page: Page, outlet: str, author: str | None) -> tuple[list[str], list[str]]:
    """Label bylines above the report, and lines on who those are; their names and agencies."""
    names: list[str] = []
    agencies: list[str] = []
    n = len(page.units)
    head = page.head()
    limit = min(n, max(head, 1) + 3, _LOOK)
    for i in range(limit):
        unit = page.units[i]
        if page.labels[i] is not None or len(unit) > 200:
            continue
        found = byline(unit, outlet)
        if found is None and i + 1 < n and i < head:
            found = _unmarked(unit, page.units[i + 1], outlet, author)
        if found is None or (is_sentence(unit) and page.flowing):
            continue
        page.labels[i] = BYLINE
        names += found[0]
        agencies += found[1]
        after = i + 1
        if after < n and page.labels[after] is None and _is_post(page.units[after], outlet):
            page.labels[after] = BYLINE
    return names, agencies


def _unmarked(
    unit: str, following: str, outlet: str, author: str | None
) -> tuple[list[str], list[str]] | None:
    """A name on a line of its own: the author's, one with a place, or one above a post."""
    if ends(unit):
        return None
    name, _, place = unit.partition(" in ")
    placed = place and all(word[0].isupper() for word in place.split() if word != "and")
    known = author and squeezed(author) == squeezed(unit)
    if not (known or (is_name(name) and (placed or _is_post(following, outlet)))):
        return None
    return _credited(unit, outlet)


_POSTS = frozenset(
    "correspondent reporter editor writer columnist journalist analyst critic producer staff"
    " verify bureau".split()
)


def _is_post(unit: str, outlet: str) -> bool:
    """Whether a short line says what somebody is, or where."""
    words = [word.strip(".,").casefold() for word in unit.split()]
    own = outlet.casefold().split()[:1]
    return (
        len(unit) <= _ROLE
        and not ends(unit)
        and len(words) <= 8
        and (
            words[-1] in _POSTS
            or (own and words[: len(own)] == own and len(words) <= 4)
            or (words[0] == "reporting" and words[1:2] in (["from"], ["in"]))
        )
    )


def label_headline(page: Page) -> str | None:
    """Label a first line that is a headline: no sentence, and above running text."""
    first = next(page.left(), None)
    if page.flowing or first is None or first >= _LOOK or page.prose[first]:
        return None
    unit = page.units[first]
    below = [i for i in page.left() if i > first]
    if not _is_headline(unit) or not any(page.prose[i] for i in below[:6]):
        return None
    page.labels[first] = HEADLINE
    return unit


def _is_headline(unit: str) -> bool:
    return len(unit) <= _HEADLINE and unit.count(" ") >= 2 and unit[-1] not in ".,;:-–—…。"


def label_subtitle(page: Page, headline: int) -> list[str]:
    """Label what stands between the headline, or the top, and the report.

    That is short lines that do not end as a sentence; and sentences too where the byline or a
    caption comes after them.
    """
    if page.flowing:
        return []
    taken = [i for i, label in enumerate(page.labels[:_LOOK]) if label == BYLINE]
    above = max(taken, default=-1)
    found = []
    for i in page.left():
        if i < headline or i >= _LOOK:
            continue
        unit = page.units[i]
        between = headline >= 0 and i < above
        if len(unit) > _SUBTITLE or not (between or (not ends(unit) and unit.count(" ") >= 3)):
            break
        if not between and (headline < 0 and not i < above):
            break
        if not any(page.prose[j] for j in page.left() if j > i):
            break
        page.labels[i] = SUBTITLE
        found.append(unit)
        if len(found) == 2:
            break
    return found
