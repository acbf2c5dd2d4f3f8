"""NewsAPI: answers of its searches as JSON, and the tables made of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from framing.readers.delimited import header_of
from framing.readers.gather import Read
from framing.readers.listed import read_listed, renamed, snake

if TYPE_CHECKING:
    from framing.readers.formats import Head

_NAMES = {
    "source_name": "outlet",
    "published_at": "date",
    "description": "abstract",
    "url_to_image": "image",
    "text": "text",
    "full_text": "text",
}
_LONGEST_EXCERPT = 260  # characters; NewsAPI cuts `content` at 200 and says how many more there are
_CUT = re.compile(r"\[\+[\d,]+ chars\]\s*\Z")
_NAME = re.compile(r"""['"]name['"]\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")""")
_REMOVED = "[removed]"


def is_newsapi(head: Head) -> bool:
    """Whether it names the fields of an answer."""
    if head.text.lstrip()[:1] in ("[", "{"):
        names = set(re.findall(r'(?<!\\)"(\w+)"\s*:', head.text))
        return {"publishedAt", "urlToImage", "source"} <= names or (
            {"status", "totalResults", "articles"} <= names and "publishedAt" in names
        )
    return {"published_at", "url_to_image", "url"} <= set(map(snake, header_of(head.text)))


def read_newsapi(path: Path, source: str) -> Read:
    """Read outlet, title, author, address and date; `content`, cut at 200 characters, is no text.

    It is kept as `excerpt`, and the description as `abstract`.
    """
    return read_listed(path, source, "newsapi", _article, inside=("articles",))


def _article(said: dict[str, str]) -> dict[str, str] | str:
    if said.get("title", "").strip().lower() == _REMOVED:
        return "NewsAPI has removed the article"
    told, content = said.pop("source", ""), said.pop("content", "")
    article = renamed(said, _NAMES)
    if "outlet" not in article and told:
        name = _NAME.search(told[:1_000])  # {'id': None, 'name': '…'}, as a program wrote it
        article["outlet"] = (name[1] or name[2] or "") if name else told
    if len(content) > _LONGEST_EXCERPT and not _CUT.search(content):
        article.setdefault("text", content)  # put there by somebody else
    elif content:
        article["excerpt"] = content
    return article
