"""GDELT: lists of articles of its document search, and its tables of documents and events."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

from framing.readers.delimited import header_of
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.gather import Gatherer, Read
from framing.readers.html import host_of
from framing.readers.listed import compact_time, read_listed, renamed, snake

if TYPE_CHECKING:
    from framing.readers.formats import Head

_NAMES = {
    "document_identifier": "url",
    "sourceurl": "url",
    "seendate": "seen",
    "date": "seen",
    "dateadded": "seen",
    "domain": "outlet",
    "source_common_name": "outlet",
    "sourcecountry": "country",
    "gkgrecordid": "article_id",
    "mobile_url": "url_mobile",
    "socialimage": "image",
}
_COLUMNS = (
    {"url", "mobileurl", "date", "title"},
    {"url", "seendate", "domain"},
    {"documentidentifier", "sourcecommonname", "date"},
    {"sourceurl", "globaleventid", "dateadded"},
)
# Tables without a header, by their number of columns: identifier, time added, domain, address.
_DOCUMENTS = 27
_EVENTS = {61: (59, 60), 58: (56, 57)}
_TITLE = re.compile(r"<PAGE_TITLE>([^<]{1,2000})</PAGE_TITLE>")
_PUBLISHED = re.compile(r"<PAGE_PRECISEPUBTIMESTAMP>(\d{8,14})</PAGE_PRECISEPUBTIMESTAMP>")


def is_gdelt(head: Head) -> bool:
    """Whether it names the fields of a list of articles, in JSON or in a header."""
    if head.text.lstrip()[:1] in ("[", "{"):
        names = set(re.findall(r'(?<!\\)"(\w+)"\s*:', head.text))
        return {"url", "seendate", "domain"} <= names
    names = {snake(name).replace("_", "") for name in header_of(head.text)}
    return any(columns <= names for columns in _COLUMNS)


def is_gdelt_table(head: Head) -> bool:
    """Whether the first line is of GDELT's own tables of documents or events, without header."""
    fields = head.text.partition("\n")[0].rstrip("\r").split("\t")
    if len(fields) == _DOCUMENTS:
        return re.fullmatch(r"\d{14}-T?\d+", fields[0]) is not None and fields[1].isdigit()
    return len(fields) in _EVENTS and fields[0].isdigit() and len(fields[1]) == 8


def read_gdelt(path: Path, source: str) -> Read:
    """Read addresses, titles, domains and the time GDELT saw each article, which is its `date`."""
    return read_listed(path, source, "gdelt", _article, inside=("articles",))


def _article(said: dict[str, str]) -> dict[str, str]:
    return _completed(renamed(said, _NAMES))


def _completed(article: dict[str, str]) -> dict[str, str]:
    """With the time seen for a date, and the address's host for an outlet, where there is none."""
    if "seen" in article:
        article["seen"] = compact_time(article["seen"])
        article.setdefault("date", article["seen"])
    if "outlet" not in article and (host := host_of(article.get("url", ""))):
        article["outlet"] = host
    return article


def read_gdelt_table(path: Path, source: str) -> Read:
    """Read the documents of a GKG table, or the addresses in a table of events, one an address."""
    gathered = Gatherer(typed=False)
    encoding = detect_encoding(path)
    gathered.source(source, "gdelt", encoding)
    known: set[str] = set()
    width = 0
    with open_text(path, encoding) as file:
        for row, line in enumerate(file, 1):
            fields = line.rstrip("\r\n").split("\t")
            width = width or len(fields)
            if len(fields) != width:
                gathered.reject(f"{len(fields):,} fields where GDELT has {width:,}", source, row)
                continue
            article = _document(fields) if width == _DOCUMENTS else _event(fields)
            url = article.get("url", "")
            if width != _DOCUMENTS and url in known:
                gathered.reject("another event of an article above", source, row)
                continue
            known.add(url)
            gathered.keep(article, source, row)
    return gathered.finish()


def _document(fields: list[str]) -> dict[str, str]:
    extras = fields[26]
    title, published = _TITLE.search(extras), _PUBLISHED.search(extras)
    document = {"article_id": fields[0], "seen": fields[1], "outlet": fields[3], "url": fields[4]}
    if title:
        document["title"] = html.unescape(title[1]).strip()
    if published:
        document["date"] = compact_time(published[1])
    return _completed({name: value for name, value in document.items() if value})


def _event(fields: list[str]) -> dict[str, str]:
    seen, url = (fields[column] for column in _EVENTS[len(fields)])
    return _completed({name: value for name, value in (("seen", seen), ("url", url)) if value})
