"""Saved HTML pages: the article by trafilatura, the rest from the page's own metadata."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from framing.errors import FramingError
from framing.readers.elements import article_text, paragraphs
from framing.readers.encoding import UNDECODABLE, encoding_in
from framing.readers.folder import RefusedError
from framing.readers.gather import Gatherer, Read
from framing.readers.xml import mark_repairs

if TYPE_CHECKING:
    from framing.readers.formats import Head

_LARGEST = 50_000_000  # bytes of a page
_LARGEST_SCRIPT = 2_000_000  # characters of one JSON-LD block
_MOST_NODES = 5_000
_DEEPEST = 12
_FEWEST_WORDS = 50  # of a page that doesn't declare itself an article
_FEWEST_DECLARED = 20  # of one that does

_BEGINS = re.compile(
    r"(?:\s+|<\?xml.*?\?>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_EMBEDDED = re.compile(r"data:[\w/+.;=-]{0,100},[^\"'()<>\s]{200,}")
_SAVED_FROM = re.compile(r"<!--[^>]{0,200}?(?:saved from url=\(\d+\)|\burl:)\s*(https?://[^\s>]+)")
_ARTICLE = re.compile(
    r"(?:article|.+article|blogposting|liveblogposting|socialmediaposting|report)", re.IGNORECASE
)
_KINDS = {
    "opinionnewsarticle": "Opinion",
    "analysisnewsarticle": "Analysis",
    "backgroundnewsarticle": "Backgrounder",
    "reportagenewsarticle": "News report",
}
_LISTS = ("collectionpage", "searchresultspage", "profilepage", "aboutpage", "contactpage")
_ELSEWHERE = {  # what leads from a page to others
    "citation", "comment", "hasPart", "isBasedOn", "itemListElement", "liveBlogUpdate", "mentions",
    "relatedLink", "significantLink",
}  # fmt: skip
_DATES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dcterms.date",
    "dc.date", "article.published", "publish-date", "publish_date", "publishdate", "pubdate",
    "published-date", "parsely-pub-date", "sailthru.date", "citation_publication_date",
    "publication_date", "rnews:datepublished", "date",
)  # fmt: skip
_UPDATES = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")


def is_html(head: Head) -> bool:
    return _BEGINS.match(head.text.lstrip("\ufeff")) is not None


def read_html(path: Path, source: str) -> Read:
    """Read a saved page: one article, or one row put aside where there is none.

    The outlet is the site's name, or the host of the page's address. The date is what the page's
    metadata say it is; none is sought in the text or the address.
    """
    if path.stat().st_size > _LARGEST:
        raise FramingError(f"{source} is a page of over {_LARGEST // 1_000_000} MB; split it.")
    data = path.read_bytes()
    gathered = Gatherer(typed=False)
    gathered.source(source, "html", page_encoding(data))
    keep_page(gathered, source, 1, data)
    return gathered.finish(["outlet", "text", "date", "title"])


def keep_page(
    gathered: Gatherer,
    source: str,
    row: int,
    data: bytes,
    url: str = "",
    charset: str | None = None,
    more: dict[str, str] | None = None,
) -> None:
    """Add the article of a page to those gathered, or the reason why there is none."""
    encoding = page_encoding(data, charset)
    marked = data.decode(encoding, UNDECODABLE)
    text = re.sub("[\ud800-\udfff]", "\ufffd", marked)
    try:
        record = page_record(text, url)
    except RefusedError as refused:
        gathered.reject(str(refused), source, row)
        return
    gathered.keep({**record, **(more or {})}, source, row)
    if text != marked:
        mark_repairs(gathered, record)


def page_encoding(data: bytes, charset: str | None = None) -> str:
    """The encoding of a page, of which the server may have said something and the page too."""
    if charset is None and (found := _CHARSET.search(data[:20_000])):
        charset = found[1].decode()
    return encoding_in(BytesIO(data), charset)


def page_record(text: str, url: str = "") -> dict[str, str]:
    """The article of a page, under the corpus's names; what is missing is left out.

    Raises
    ------
    RefusedError
        The page holds no article, by its address, by what it declares or by its length.
    FramingError
        trafilatura is not installed.
    """
    try:
        from trafilatura import bare_extraction, load_html
        from trafilatura.settings import Document
    except ImportError:
        raise FramingError(
            "reading HTML needs trafilatura: pip install 'media-framing[web]'."
        ) from None
    # What it says of a page without an article goes to those who listen, and not to the terminal.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    text = _EMBEDDED.sub("", text.removeprefix("\ufeff").replace("\0", ""))
    saved = _SAVED_FROM.search(text[:20_000])
    try:
        tree = load_html(text)
        if tree is None:
            raise RefusedError("the page is empty")
        page = _Page(tree, url or (saved[1] if saved else ""))
        title = page.title()
        document = bare_extraction(
            tree, include_comments=False, prune_xpath=["//figcaption", "//template"]
        )
        found = paragraphs(document.body) if isinstance(document, Document) else []
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise RefusedError(f"the page cannot be taken apart ({type(error).__name__})") from None
    body = article_text(found, title)
    _check_is_article(page, len(body.split()))
    record = {
        "outlet": page.outlet(),
        "text": body,
        "date": page.node("datePublished") or page.meta(*_DATES),
        "title": title,
        "subtitle": page.node("alternativeHeadline"),
        "author": page.names("author") or page.author(),
        "url": page.url,
        "section": page.node("articleSection") or page.meta("article:section", "section"),
        "language": page.node("inLanguage") or page.language(),
        "document_type": "; ".join(filter(None, [page.kind(), page.node("genre")])),
        "description": page.meta("og:description", "description", "twitter:description"),
        "caption": "\n".join(page.captions()),
        "updated": page.node("dateModified") or page.meta(*_UPDATES),
    }
    return {name: value for name, value in record.items() if value}


def _check_is_article(page: _Page, words: int) -> None:
    """By a stated rule: home pages and lists are none, nor are pages with hardly any text."""
    if not page.article:
        if page.listing:
            raise RefusedError("the page declares itself a list or a page about the site")
        if page.url and urlsplit(page.url).path in ("", "/") and not urlsplit(page.url).query:
            raise RefusedError("a home page, not an article")
    fewest = _FEWEST_DECLARED if page.article else _FEWEST_WORDS
    if words < fewest:
        raise RefusedError(f"no article is found on the page (fewer than {fewest} words of text)")


def host_of(url: str) -> str:
    """The host of an address without `www.`; empty if it is none.

    >>> host_of("https://www.example.org/news/1")
    'example.org'
    """
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@dataclass
class _Page:
    """What a page says of itself: JSON-LD, OpenGraph and other metadata."""

    tree: Any
    given: str
    url: str = ""
    _metas: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for meta in self.tree.iter("meta"):
            names = (meta.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
            content = " ".join((meta.get("content") or "").split())
            for name in filter(None, names):
                if content:
                    self._metas.setdefault(name.strip().lower(), content[:10_000])
        nodes = list(_nodes(self.tree))
        found = [node for node in nodes if any(map(_ARTICLE.fullmatch, _types(node)))]
        self.url = self._address(self.meta("og:url"), self.given)
        self._node = next(filter(self._is_of_this_page, found), found[0] if found else {})
        self.url = self.url or self._address(self.node("url"))
        self._called = {
            address: name
            for node in nodes
            for address in _words(node.get("@id"))
            for name in _words(node.get("name"))
        }
        types = {name.lower() for node in nodes for name in _types(node)}
        self.listing = not found and not types.isdisjoint(_LISTS)
        self.article = bool(found) or self._metas.get("og:type", "").lower() == "article"

    def _is_of_this_page(self, node: dict[str, Any]) -> bool:
        stated = (
            word for key in ("@id", "url", "mainEntityOfPage") for word in _words(node.get(key))
        )
        return self.url.rstrip("/") in {word.partition("#")[0].rstrip("/") for word in stated}

    def node(self, name: str) -> str:
        """A value of the article's JSON-LD, in one string."""
        return "; ".join(_words(self._node.get(name)))

    def names(self, name: str) -> str:
        """Who or what is named there, or elsewhere on the page; an address is no name."""
        found = (self._called.get(who, who) for who in _words(self._node.get(name)))
        return "; ".join(dict.fromkeys(who for who in found if "://" not in who))

    def meta(self, *names: str) -> str:
        return next((self._metas[name] for name in names if name in self._metas), "")

    def kind(self) -> str:
        return "; ".join(_KINDS.get(name.lower(), name) for name in _types(self._node))

    def outlet(self) -> str:
        named = self.meta("og:site_name") or self.names("publisher")
        named = named or self.meta("application-name", "publisher", "dc.publisher")
        return named or host_of(self.url)

    def author(self) -> str:
        named = self.meta("author", "article:author", "dc.creator", "parsely-author", "byl")
        return "" if "://" in named else named

    def title(self) -> str:
        headings = [" ".join(found.text_content().split()) for found in self.tree.iter("h1")]
        found = self.node("headline") or self.meta("og:title", "twitter:title")
        found = found or (headings[0] if len(headings) == 1 else "")
        return found or " ".join((self.tree.findtext(".//title") or "").split())

    def language(self) -> str:
        root = self.tree if self.tree.tag == "html" else None
        told = "" if root is None else root.get("lang") or root.get("xml:lang") or ""
        return told.strip() or self.meta("content-language", "og:locale", "dc.language")

    def captions(self) -> Iterator[str]:
        for found in self.tree.iterfind(".//figcaption"):
            if any(above.tag in ("article", "main") for above in found.iterancestors()):
                yield " ".join(found.text_content().split())

    def _address(self, *others: str) -> str:
        """The page's address: what it links to as its own, or the first good one of the others."""
        links = (
            link.get("href", "").strip()
            for link in self.tree.iter("link")
            if "canonical" in (link.get("rel") or "").lower().split()
        )
        for link in (*links, *others):
            try:
                address = urljoin(self.given, link)
                if urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname:
                    return address.partition("#")[0]
            except ValueError:
                continue
        return ""


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer ones first, up to a limit."""
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(text) > _LARGEST_SCRIPT:
            continue
        try:
            waiting = [(json.loads(text, strict=False), 0)]
        except (ValueError, RecursionError):
            continue
        for number, (value, depth) in enumerate(waiting):
            if number > _MOST_NODES or depth > _DEEPEST:
                break
            if isinstance(value, dict):
                yield value
                inside = (value[key] for key in value if key not in _ELSEWHERE)
                waiting += [(inner, depth + 1) for inner in inside]
            elif isinstance(value, list):
                waiting += [(inner, depth + 1) for inner in value]


def _types(node: dict[str, Any]) -> list[str]:
    return [name.rpartition("/")[2] for name in _words(node.get("@type"))]


def _words(value: Any, depth: int = 0) -> list[str]:
    """A JSON-LD value as strings: itself, its name, or those of a list."""
    if isinstance(value, str):
        clean = " ".join(value.split())[:10_000]
        return [clean] if clean else []
    if isinstance(value, dict) and depth < 3:
        return _words(value.get("name") or value.get("@id"), depth + 1)
    if isinstance(value, list) and depth < 3:
        return [word for inner in value[:100] for word in _words(inner, depth + 1)]
    return []
