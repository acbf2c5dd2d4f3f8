"""What stands above a report: its headline, the line beneath it, the byline."""

from __future__ import annotations

from framing.cleaning import patterns
from framing.cleaning.captions import CAPTION
from framing.cleaning.furniture import FURNITURE, LINKS
from framing.cleaning.people import BYLINE, byline, credited, is_name
from framing.cleaning.units import LOOK, Page, ends

HEADLINE = "headline taken out of the text"
SUBTITLE = "subheading taken out of the text"

_HEADLINE = 200  # characters
_SUBTITLE = 350
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
    for i in range(min(LOOK, len(page.units))):
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
    n = min(LOOK, len(page.units))
    head = page.head()
    for i in range(n):
        unit = page.units[i]
        if page.labels[i] is not None or len(unit) > 200 or (page.flowing and page.sentences[i]):
            continue
        found = byline(unit, outlet)
        if found is None and i < head + 3 and i + 1 < n:
            found = _unmarked(unit, page.units[i + 1], outlet, author)
        if found is None:
            continue
        page.labels[i] = BYLINE
        names += found[0]
        agencies += found[1]
        if i + 1 < n and page.labels[i + 1] is None and _is_post(page.units[i + 1], outlet):
            page.labels[i + 1] = BYLINE
    return names, agencies


def _unmarked(
    unit: str, following: str, outlet: str, author: str | None
) -> tuple[list[str], list[str]] | None:
    """A name on a line of its own: the author's, one with a place, or one above a post or date."""
    if ends(unit):
        return None
    name, _, place = unit.partition(" in ")
    placed = place and all(word[0].isupper() for word in place.split() if word != "and")
    if not (author and squeezed(author) == squeezed(unit)):
        below = following.casefold()
        sure = placed or _is_post(following, outlet) or patterns.dates.match(below)
        if not is_name(name) or not (
            sure or (name.casefold() in below and byline(following, outlet))
        ):
            return None
    return credited(unit, outlet)


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


def label_headline(page: Page, top: int) -> int:
    """Label the line above the report that is its headline; its position, -1 without."""
    if page.flowing:
        return -1
    above = [i for i in page.left() if i < min(top, LOOK)]
    for words in (4, 3):
        for i in above:
            unit = page.units[i]
            if _is_headline(unit) and unit.count(" ") + 1 >= words:
                if not any(page.prose[j] for j in page.left() if j > i):
                    return -1
                page.labels[i] = HEADLINE
                return i
    return -1


def _is_headline(unit: str) -> bool:
    return len(unit) <= _HEADLINE and unit[-1] not in ".,;:-–—…。"


def label_subtitle(page: Page, headline: int, top: int) -> tuple[list[str], list[str]]:
    """Label what stands between the headline and the report: subtitles, and bare captions.

    Short lines that do not end as a sentence; and sentences where a byline comes after them, of
    which the first is the subtitle.
    """
    subtitles: list[str] = []
    captions: list[str] = []
    if page.flowing:
        return subtitles, captions
    bylines = [i for i, label in enumerate(page.labels[:LOOK]) if label == BYLINE]
    above = bylines[-1] if bylines else -1
    for i in list(page.left()):
        unit = page.units[i]
        if i < headline or unit.count(" ") < 3:
            continue
        between = headline >= 0 and i < above
        if i >= LOOK or len(unit) > _SUBTITLE or (ends(unit) and not between):
            break
        if not (between or headline >= 0 or i < above):
            break
        if not any(page.prose[j] for j in page.left() if j > i):
            break
        if subtitles and (page.sentences[i] or i >= top):
            if not between:
                break
            page.labels[i] = CAPTION
            captions.append(unit)
        else:
            page.labels[i] = SUBTITLE
            subtitles.append(unit)
        if not between and len(subtitles) == 2:
            break
    return subtitles, captions


def label_leftovers(page: Page, top: int) -> None:
    """Label words above the report, and what stands below a known line at its foot."""
    if page.flowing:
        return
    units, labels = page.units, page.labels
    if any(label is not None for label in labels[:top]):
        for i in list(page.left()):
            if i < top and units[i].count(" ") < 3 and not page.sentences[i]:
                labels[i] = FURNITURE
    last = max((i for i in page.left() if page.sentences[i]), default=len(units))
    below = [i for i in range(last + 1, len(units)) if labels[i] is not None]
    for i in list(page.left()):
        if below and i > last:
            if i > below[0]:
                labels[i] = LINKS
            elif " " not in units[i]:
                labels[i] = FURNITURE
