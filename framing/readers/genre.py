"""News, opinion or analysis: what a source's own labels and addresses say."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from framing.columns import strings

# Labels of sections and kinds of documents, and parts of addresses, in lower case.
_OPINION = (
    r"opinions?|op[- ]?eds?|editorials?|commentar(?:y|ies)|commentisfree|comment|columnists?|"
    r"columns?|letters?(?: to the editor)?|views?|viewpoints?|perspectives?|voices|blogs?|essays?|"
    r"guest (?:essay|column|post)s?|think[- ]?pieces?|contributors?|speakers[- ]corner|kommentare?|"
    r"meinung(?:en)?|tribunes?|opini[oó]n(?:es)?"
)
_ANALYSIS = r"analys[ei]s|explainers?|in[- ]depth|news analysis|backgrounders?"
_NEWS = (
    r"news|world|national|international|nation|politics|business|front[- ]?page|metro|local|"
    r"domestic|foreign|u\.?s\.?(?: news)?|uk(?:[- ]news)?|world news|europe|asia|africa|americas?|"
    r"middle[- ]?east|economy|news (?:story|article|report)s?|breaking news|wire feeds?|newswires?|"
    r"main news|a[- ]section"
)
_KINDS = {"opinion": _OPINION, "analysis": _ANALYSIS, "news": _NEWS}
_LABEL = {kind: re.compile(rf"(?:{words})", re.IGNORECASE) for kind, words in _KINDS.items()}
_PARTS = re.compile(r"\s*(?:[;|,/>:]|\s[-–—]\s|\bpg?\b\.?)\s*")
_ADDRESS = re.compile(r"(?:[a-z]+:)?//([^/?#]*)([^?#]*)", re.IGNORECASE)


def genre_of(label: str) -> str | None:
    """Opinion if any part of the label says so, else analysis, else news; None if none does.

    >>> genre_of("EDITORIAL; Pg. 12"), genre_of("World / Analysis"), genre_of("Sport")
    ('opinion', 'analysis', None)
    """
    parts = [part.strip() for part in _PARTS.split(label[:500])]
    for kind, pattern in _LABEL.items():
        if any(pattern.fullmatch(part) for part in parts):
            return kind
    return None


def genre_of_address(url: str) -> str | None:
    """What the folders of an address say; the words of the article's own name don't count.

    >>> genre_of_address("https://example.org/opinion/2025/03/quays")
    'opinion'
    >>> genre_of_address("https://example.org/2025/opinion-polls-open") is None
    True
    """
    found = _ADDRESS.match(url)
    if found is None:
        return None
    first = found[1].partition(".")[0]
    folders = found[2].split("/")[:-1] if found[2].count("/") > 1 else []
    return genre_of("/".join([first, *folders]))


def fill_genre(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `genre` filled, where it is missing, from `section`, `document_type`, `url`.

    Opinion goes before analysis, and analysis before news, whichever column says it. A frame
    without any such word gets no column.
    """
    sources = {"section": genre_of, "document_type": genre_of, "url": genre_of_address}
    told = [
        _by_label(strings(frame[name]), kind_of)
        for name, kind_of in sources.items()
        if name in frame
    ]
    genre = pd.Series(None, frame.index, dtype="str")
    for kind in reversed(_KINDS):
        for kinds in told:
            genre = genre.mask(kinds == kind, kind)
    if "genre" in frame:
        given = strings(frame["genre"])
        return frame.assign(genre=given.mask(given.str.strip() == "").fillna(genre))
    return frame.assign(genre=genre) if genre.notna().any() else frame


def _by_label(labels: pd.Series, kind_of: Callable[[str], str | None]) -> pd.Series:
    known = {label: kind_of(label) for label in labels.dropna().unique()}
    return labels.map(known).astype("str")
