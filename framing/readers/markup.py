"""The tags and the text of HTML, in one pass however it is written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*|/?))>")
_ATTRIBUTE = re.compile(r"""([\w-]{1,40})\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_NOT_TEXT = {"script", "style", "title", "textarea"}


class Piece(NamedTuple):
    """A tag that opens or closes, or text.

    `kind` is "open", "close" or "text"; `name` is the tag's, in lower case, or the text.
    """

    kind: str
    name: str
    attributes: str = ""

    def attribute(self, name: str) -> str:
        """The value of an attribute, or nothing."""
        for found in _ATTRIBUTE.finditer(self.attributes):
            if found[1].lower() == name:
                return html.unescape(found[2].strip("\"'"))
        return ""


def pieces(markup: str) -> Iterator[Piece]:
    """Tags and text in their order; comments, scripts and styles are passed over.

    >>> [piece.name for piece in pieces("<p class=a>R&amp;D<br/> <!-- no --> 5 < 6</p>")]
    ['p', 'R&D', 'br', ' ', ' 5 ', '< 6', 'p']
    """
    at, size = 0, len(markup)
    lost: set[str] = set()  # ends that were sought in vain
    while at < size:
        begin = markup.find("<", at)
        if begin < 0:
            begin = size
        if begin > at:
            yield Piece("text", html.unescape(markup[at:begin]))
        if begin == size:
            return
        found = _TAG.match(markup, begin)
        if found is not None:
            name = found[2].lower()
            at = found.end()
            if found[1]:
                yield Piece("close", name)
                continue
            yield Piece("open", name, found[3])
            if name in _NOT_TEXT:
                at = _beyond(markup, f"</{name}", at, lost)
        elif markup.startswith("<!--", begin):
            at = _beyond(markup, "-->", begin, lost)
        elif markup.startswith(("<!", "<?"), begin):
            at = _beyond(markup, ">", begin, lost)
        else:
            end = markup.find("<", begin + 1)
            at = size if end < 0 else end
            yield Piece("text", html.unescape(markup[begin:at]))


def _beyond(markup: str, end: str, at: int, lost: set[str]) -> int:
    """Where to go on: after a closing mark, or, if there is none, right here."""
    found = -1 if end in lost else markup.find(end, at)
    if found < 0:
        lost.add(end)
        return at + 2 if markup.startswith("<", at) else at
    return found if end.startswith("</") else found + len(end)
