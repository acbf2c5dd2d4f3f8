"""The paragraphs of marked-up text: of a tree of elements, or of HTML that came as a string."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Protocol

from framing.readers.markup import pieces

_BLOCKS = frozenset(
    "address article aside block blockquote body body.content bq caption code credit datasource dd"
    " div dl dt element fieldset footer h1 h2 h3 h4 h5 h6 head header hl1 hl2 hr html item li list"
    " main nav nitf nitf-table note ol p pre quote row section subhead table tbody thead tr"
    " ul".split()
)
_CELLS = frozenset("td th cell".split())
_BREAKS = frozenset(["br", "lb"])
_SILENT = frozenset("script style title template noscript media figure figcaption".split())
_WHITE = re.compile(r"[ \t\r\n\f]+")  # a no-break space is text


class Element(Protocol):
    """An element of xml.etree or of lxml."""

    @property
    def tag(self) -> object: ...
    @property
    def text(self) -> str | None: ...
    @property
    def tail(self) -> str | None: ...
    def __iter__(self) -> Iterator[Element]: ...


def paragraphs(element: Element, without: Container[object] = ()) -> list[str]:
    """The text of an element, a paragraph for each block; elements named in `without` are left out.

    >>> from xml.etree.ElementTree import fromstring
    >>> paragraphs(fromstring("<block><hl2>Tides</hl2><p>The quay <em>held</em>.</p></block>"))
    ['Tides', 'The quay held.']
    """
    gathered = _Paragraphs()
    _inside(element, without, gathered)
    return gathered.finish()


def _inside(element: Element, without: Container[object], gathered: _Paragraphs) -> None:
    gathered.add(element.text)
    for child in element:
        name = child.tag
        if isinstance(name, str) and name not in _SILENT and name not in without:
            gathered.tag(name)
            _inside(child, without, gathered)
            gathered.tag(name, ends=True)
        gathered.add(child.tail)


def paragraphs_of_html(markup: str) -> list[str]:
    """The paragraphs of HTML that is no tree, well-formed or not.

    >>> paragraphs_of_html("<p>Fish &amp; chips<br>at noon<p>Rain")
    ['Fish & chips\\nat noon', 'Rain']
    """
    gathered = _Paragraphs()
    silent = ""
    for kind, name, _ in pieces(markup):
        if kind == "text":
            gathered.add("" if silent else name)
        elif name in _SILENT and silent in ("", name):
            silent = name if kind == "open" else ""
        else:
            gathered.tag(name, ends=kind == "close")
    return gathered.finish()


def text_of(element: Element | None) -> str:
    """All the text of an element in one line.

    >>> from xml.etree.ElementTree import fromstring
    >>> text_of(fromstring("<hl1><p> Quay <b>held</b></p> </hl1>"))
    'Quay held'
    """
    return "" if element is None else " ".join(" ".join(paragraphs(element)).split())


def article_text(paragraphs: list[str], title: str | None) -> str:
    """The paragraphs as the text of an article, without its own title above them."""
    if paragraphs and title and paragraphs[0].split() == title.split():
        paragraphs = paragraphs[1:]
    return "\n\n".join(paragraphs)


class _Paragraphs:
    def __init__(self) -> None:
        self._done: list[str] = []
        self._open: list[str] = []

    def add(self, text: str | None) -> None:
        if text:
            self._open.append(_WHITE.sub(" ", text))

    def tag(self, name: str, ends: bool = False) -> None:
        """An element begins or ends here."""
        if name in _BLOCKS:
            self.finish()
        elif name in _BREAKS and not ends:
            self._open.append("\n")
        elif name in _CELLS:
            self._open.append(" ")

    def finish(self) -> list[str]:
        lines = re.sub(" *\n *", "\n", re.sub(" +", " ", "".join(self._open)))
        self._done += [part for part in re.split("\n\n+", lines.strip(" \n")) if part]
        self._open = []
        return self._done
