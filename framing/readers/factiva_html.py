"""The articles of a page that Factiva saved: their fields, or their lines by place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from framing.readers.markup import Piece, pieces

_ARTICLE = re.compile(r"article [a-z]{2,6}Article\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{2,3}")


@dataclass
class Article:
    """What stands where in an article.

    Attributes
    ----------
    fields
        The values of each field by its code, where there are codes; else the lines below.
    section
        Lines before the headline.
    title, author
        The headline and the byline.
    head
        Lines after them and before the text, from the count of words to the rights.
    paragraphs
        Of the text.
    rest
        Lines after the text: the publisher, the number in the archive.
    counted
        The headline begins with the article's number on the page.
    closed
        The article ends before the page does.
    """

    fields: dict[str, list[str]] = field(default_factory=dict)
    section: list[str] = field(default_factory=list)
    title: str = ""
    author: str = ""
    head: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    counted: bool = False
    closed: bool = False


def articles_in(markup: str) -> Iterator[Article]:
    """The articles of a page, one after another."""
    page = _Page()
    for piece in pieces(markup):
        if (article := page.take(piece)) is not None:
            yield article
    if (article := page.leave(closed=False)) is not None:
        yield article


class _Page:
    """Reads a page piece by piece."""

    def __init__(self) -> None:
        self._article: Article | None = None
        self._depth = 0  # of divs within the article
        self._said: list[str] = []
        self._kind = ""  # of the block being read: that of its class or place
        self._code: list[str] | None = None  # the values of the field being read
        self._in_code = False

    def take(self, piece: Piece) -> Article | None:
        """Take the next piece; an article that it completes is handed back."""
        if piece.kind == "open" and piece.name == "div":
            return self._open_div(piece)
        if self._article is None:
            return None
        if piece.kind == "text":
            self._said.append(piece.name)
        elif piece.kind == "open":
            self._open(piece)
        elif piece.name == "div":
            self._end_block()
            self._depth -= 1
            if self._depth == 0:
                return self.leave(closed=True)
        elif piece.name in ("p", "td", "tr", "table"):
            self._end_block()
        return None

    def leave(self, closed: bool) -> Article | None:
        """End the article that is open, if there is one."""
        article, self._article = self._article, None
        if article is not None:
            article.closed = closed
        self._depth = 0
        self._code = None
        return article

    def _open_div(self, piece: Piece) -> Article | None:
        name = piece.attribute("class")
        done = None
        if _ARTICLE.match(name):
            if self._article is not None:
                self._end_block()
            done = self.leave(closed=True)
            self._article, self._depth, self._said, self._kind = Article(), 1, [], ""
        elif self._article is not None:
            self._end_block()
            self._depth += 1
            self._kind = {"hd": "title"}.get(piece.attribute("id"), name or "line")
        return done

    def _open(self, piece: Piece) -> None:
        assert self._article is not None
        name = piece.attribute("class")
        if piece.name == "p":
            self._end_block()
            self._kind = "paragraph" if name.startswith("articleParagraph") else "plain"
        elif piece.name == "td":
            self._end_block()
            self._in_code = name == "index"
            self._kind = "value"
        elif piece.name == "br":
            self._said.append("\0")
        elif piece.name in ("span", "b") and "headline" in name.casefold():
            self._article.counted |= "counted" in name.split()

    def _end_block(self) -> None:
        """Put what was said where it belongs."""
        assert self._article is not None
        lines = [" ".join(line.split()) for line in "".join(self._said).split("\0")]
        text = "\n".join(line for line in lines if line)
        self._said = []
        kind, self._kind = self._kind, "plain"
        article = self._article
        if not text:
            return
        if self._in_code:
            self._in_code = False
            self._code = article.fields.setdefault(text, []) if _CODE.fullmatch(text) else None
        elif self._code is not None:
            self._code.append(text)
        elif kind == "title":
            article.title = f"{article.title} {text}".strip()
        elif kind == "author":
            article.author = f"{article.author}\n{text}".strip()
        elif kind == "paragraph":
            article.paragraphs.append(text)
        elif kind == "line":
            (article.head if article.title else article.section).append(text)
        elif article.paragraphs or article.head:
            article.rest.append(text)
        else:
            article.section.append(text)
