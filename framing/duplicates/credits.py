"""Credits: what a text says of where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.cleaning.agencies import agency
from framing.tokens import Chunk

# What names the source of a text, at its beginning ("By Ann Lee" on a line of its own, "(Reuters)",
# "LONDON (Reuters) -", "MOSCOW, February 7. /TASS/") and at its end ("(Reuters)", "© AFP",
# "Source: AFP", "Reporting by Ann Lee").
_OPENING = re.compile(
    r"\s*(?:By\s[^\n]{1,80}\n|[(\[][^)\]\n]{1,80}[)\]]\s*(?:[-–—]+\s)?"
    r"|[^\n(]{1,60}\([^)\n]{1,40}\)\s*[-–—]+\s)"
)
_CLOSING = re.compile(
    r"\s+(?:[(\[][^)\]\n]{1,80}[)\]]|(?:©|Copyright|Source:|Reporting by)[^\n]{0,120})\s*\Z"
)
_SLASHED = re.compile(r"\s*[^\n/]{0,80}/([^/\n]{2,30})/")
_LONGEST_CLOSING = 200  # characters

_BETWEEN = re.compile(
    r"[()\[\]/,;:&+|\n©]|\b(?:and|by|copyright|source|via|with)\b|\d+", re.IGNORECASE
)
SEVERAL = "news agencies"  # a credit that says nothing of which
_PICTURE = re.compile("photo|image|picture|getty|video", re.IGNORECASE)
_REPORTED = r"(?:reports?|reported|writes|wrote|said|says|told)"
_TAKEN = (
    r"(?i:reported by|according to|reports?|told|via|source:|©|copyright|courtesy of"
    r"|(?:first|originally) (?:published|appeared|reported) (?:by|in|on))"
)


def without_credits(text: str) -> tuple[int, int]:
    """Where the text begins and ends without a line of credit."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, max(len(text) - _LONGEST_CLOSING, 0))
    return opening.end() if opening else 0, closing.start() if closing else len(text)


def agencies_named(credit: str) -> tuple[str, ...]:
    """The agencies in a line of credit, each under the name it is known by.

    >>> agencies_named("LONDON (Reuters, Agence France-Presse) -")
    ('AFP', 'Reuters')
    """
    found = (agency(part) for part in _BETWEEN.split(credit))
    return tuple(sorted({name for name in found if name is not None}))


def credits_of(chunk: Chunk) -> list[tuple[str, ...]]:
    """The agencies that each text is credited to, at its beginning or its end."""
    return [_credited(text) for text in chunk.texts]


def _credited(text: str) -> tuple[str, ...]:
    start, end = without_credits(text)
    slashed = _SLASHED.match(text)
    lines = [text[:start], text[end:], slashed.group(1) if slashed else ""]
    return agencies_named("\n".join(line for line in lines if not _PICTURE.search(line)))


def agencies(articles: pd.DataFrame, in_texts: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The agencies that each article is credited to: in its text, its `author` or its `agency`.

    An agency that is the outlet itself is left out.
    """
    named = [set(found) for found in in_texts]
    for column in ("author", "agency"):
        if column in articles:
            for row in np.flatnonzero(articles[column].notna()):
                given = str(articles[column].iloc[row])
                named[row].update(
                    agencies_named(given) or ([given.strip()] if column == "agency" else [])
                )
    itself = {outlet: {outlet, *agencies_named(outlet)} for outlet in articles["outlet"].unique()}
    return [
        tuple(sorted(found - itself[outlet]))
        for found, outlet in zip(named, articles["outlet"], strict=True)
    ]


def names_outlet(text: str, outlet: str) -> bool:
    """Whether a text says that it, or a part of it, comes from an outlet.

    >>> names_outlet("Rain fell, The Post reported.", "The Post")
    True
    >>> names_outlet("The Post Office was flooded.", "The Post")
    False
    """
    name = re.escape(outlet)
    start, end = without_credits(text)
    lines = f"{text[:start]}\n{text[end:]}"
    if re.search(rf"(?<!\w){name}(?!\w)", lines):
        return True
    said = rf"(?<!\w){name}(?:,? (?:first|has|had))* {_REPORTED}\b|\b{_TAKEN} (?:the )?{name}(?!\w)"
    return re.search(said, text) is not None
