"""NewsML-G2 of the IPTC: news items alone or in a message, with text in NITF, XHTML or plain."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from framing.readers.elements import article_text, paragraphs, paragraphs_of_html, text_of
from framing.readers.folder import RefusedError
from framing.readers.gather import Gatherer, Read
from framing.readers.html import host_of
from framing.readers.nitf import nitf_record
from framing.readers.xml import announce, items_in, mark_repairs, refuse, root_of

if TYPE_CHECKING:
    from framing.readers.formats import Head

_COLUMNS = ("outlet", "text", "date", "title")
_ROOTS = ("newsItem", "newsMessage", "packageItem", "NewsML")
_ARTICLES = ("newsItem", "NewsItem")
_OTHERS = ("packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_TEXTS = ("", "text", "composite")
_AROUND = ("header", "footer", "nav", "aside")  # of an article in XHTML, beside its text
_TAG = re.compile(r"</?(?:p|br|div)\b[^<>]*>", re.IGNORECASE)


@dataclass
class _Version:
    """One version of an item: what it says, or why it is no article."""

    row: int
    record: dict[str, str]
    whole: bool
    reason: str = ""

    @property
    def order(self) -> tuple[int, str, int]:
        number = self.record.get("version", "")
        plain = number.isascii() and number.isdigit() and len(number) < 10
        return int(number) if plain else 0, self.record.get("version_created", ""), self.row


def is_newsml(head: Head) -> bool:
    return root_of(head.text) in _ROOTS


def read_newsml(path: Path, source: str) -> Read:
    """Read NewsML-G2 or NewsML 1: of each item the newest version, unless that withdraws it.

    Older versions, withdrawn items, pictures, packages and the like are put aside. The outlet is
    the provider; the date is that of the content, else of the first version.
    """
    gathered = Gatherer(typed=False)
    encoding = announce(gathered, path, source, "newsml")
    versions: list[_Version] = []
    broken = ""
    try:
        for row, (item, whole) in enumerate(items_in(path, encoding, [*_ARTICLES, *_OTHERS]), 1):
            versions.append(_version(item, row, whole))
    except RefusedError as refused:
        broken = str(refused)
    if not versions:
        refuse(source, broken or "this XML holds no news item")
    newest: dict[str, _Version] = {}
    for version in versions:
        guid = version.record.get("article_id", f"row {version.row}")
        if guid not in newest or newest[guid].order < version.order:
            newest[guid] = version
    for version in versions:
        known = version.record.get("article_id")
        if known is not None and newest[known] is not version:
            version.reason = "a newer version of this item is there"
        if version.reason:
            gathered.reject(version.reason, source, version.row, known)
            continue
        gathered.keep(version.record, source, version.row)
        if not version.whole:
            mark_repairs(gathered, version.record)
    if broken:
        gathered.reject(broken, source, len(versions) + 1)
    return gathered.finish(_COLUMNS)


def _version(item: Element, row: int, whole: bool) -> _Version:
    if item.tag in _OTHERS:
        guid = item.get("guid", "")
        record = {"article_id": guid} if guid else {}
        return _Version(row, record, whole, f"a {item.tag}, which holds no article")
    record, kind, status = _newsml_1(item) if item.tag == "NewsItem" else _newsml_g2(item)
    record = {name: value for name, value in record.items() if value}
    if status.lower() in ("canceled", "cancelled", "withheld"):
        return _Version(row, record, whole, f"its provider has {status.lower()} it")
    if kind.lower() not in _TEXTS:
        return _Version(row, record, whole, f"a {kind.lower()[:40]}, not a text")
    return _Version(row, record, whole)


def _newsml_g2(item: Element) -> tuple[dict[str, str], str, str]:
    """The record, the kind of content and the status of a newsItem."""
    inside = _content(item)
    headlines = item.findall("contentMeta/headline")
    main = [found for found in headlines if "sub" not in found.get("role", "").lower()]
    lesser = [found for found in headlines if "sub" in found.get("role", "").lower()]
    title = _first(main) or inside.get("title") or _text(item, "itemMeta/title")
    record = {
        **{name: value for name, value in inside.items() if name in _FROM_CONTENT},
        "article_id": item.get("guid", "").strip(),
        "outlet": _provider(item),
        "text": article_text(inside.get("text", "").split("\n\n"), title),
        "date": _text(item, "contentMeta/contentCreated")
        or _text(item, "itemMeta/firstCreated")
        or _text(item, "itemMeta/versionCreated"),
        "title": title,
        "subtitle": _first(lesser) or inside.get("subtitle", ""),
        "author": _first(item.findall("contentMeta/by"))
        or "; ".join(_names(item.findall("contentMeta/creator")))
        or inside.get("author", ""),
        "language": next((tag for tag in _languages(item) if tag), ""),
        "agency": "; ".join(_names(item.findall("contentMeta/infoSource")))
        or _text(item, "contentMeta/creditline")
        or inside.get("agency", ""),
        "document_type": "; ".join(_names(item.findall("contentMeta/genre")))
        or inside.get("document_type", ""),
        "subjects": "; ".join(_names(item.findall("contentMeta/subject"))),
        "dateline": _text(item, "contentMeta/dateline") or inside.get("dateline", ""),
        "slugline": _text(item, "contentMeta/slugline"),
        "urgency": _text(item, "contentMeta/urgency"),
        "version": item.get("version", "").strip(),
        "version_created": _text(item, "itemMeta/versionCreated"),
        "copyright": _text(item, "rightsInfo/copyrightHolder/name"),
    }
    return record, _code(item, "itemMeta/itemClass"), _code(item, "itemMeta/pubStatus")


_IDENTITY = ("ProviderId", "DateId", "NewsItemId")  # without the number of the revision
# What the text's own markup may say that the item does not.
_FROM_CONTENT = ("section", "url", "abstract", "caption", "tagline", "around")


def _content(item: Element) -> dict[str, str]:
    """What the first content with a text says of the article."""
    for content in item.findall("contentSet/*"):
        if content.tag == "inlineXML":
            record = _inline(content)
        elif content.tag == "inlineData":
            record = {"text": _data(content)}
        else:  # remoteContent lies elsewhere, and nothing is fetched
            continue
        if record.get("text"):
            return record
    return {}


def _inline(content: Element) -> dict[str, str]:
    nitf = next(content.iter("nitf"), None)
    if nitf is not None:
        return nitf_record(nitf)
    body = next(content.iter("body"), content)
    found = paragraphs(body, _AROUND)
    if len(body) == 0 and _TAG.search(body.text or ""):
        found = paragraphs_of_html(body.text or "")
    around = [text_of(part) for name in _AROUND for part in body.iter(name)]
    captions = map(text_of, body.iter("figcaption"))
    return {
        "text": "\n\n".join(found),
        "caption": "\n".join(filter(None, captions)),
        "around": "\n".join(filter(None, around)),
    }


def _data(content: Element) -> str:
    """Text handed over as a string, plain or HTML."""
    text = "".join(content.itertext())
    if "base64" in content.get("encoding", "").lower():
        try:
            text = base64.b64decode(text, validate=False).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    if "html" in content.get("contenttype", "").lower() or _TAG.search(text):
        return "\n\n".join(paragraphs_of_html(text))
    return text.strip()


def _provider(item: Element) -> str:
    """Who sends the item: by name, by code, or by the address that stands for it."""
    providers = item.findall("itemMeta/provider")
    return (
        next(iter(_names(providers)), "")
        or _text(item, "rightsInfo/copyrightHolder/name")
        or next(filter(None, (host_of(found.get("uri", "")) for found in providers)), "")
    )


def _languages(item: Element) -> Iterator[str]:
    yield from (found.get("tag", "") for found in item.findall("contentMeta/language"))
    yield item.get("lang", "")


def _newsml_1(item: Element) -> tuple[dict[str, str], str, str]:
    """The record, the kind of content and the status of a NewsItem of NewsML 1.0 to 1.2."""
    lines = next(item.iter("NewsLines"), Element("NewsLines"))
    contents = list(item.iter("ContentItem"))
    kinds = [_formal(content.find("MediaType")) for content in contents]
    inside: dict[str, str] = {}
    for content, kind in zip(contents, kinds, strict=True):
        for data in content.findall("DataContent") if kind.lower() in _TEXTS else ():
            inside = inside if inside.get("text") else _inline(data)
    title = _text(lines, "HeadLine") or inside.get("title", "")
    party = next(item.iter("Provider"), Element("Provider")).find("Party")
    identity = item.find("Identification/NewsIdentifier")
    record = {
        **{name: value for name, value in inside.items() if name in _FROM_CONTENT},
        "article_id": ":".join(filter(None, (_text(identity, part) for part in _IDENTITY))),
        "outlet": _formal(party) or inside.get("outlet", "") or _text(identity, "ProviderId"),
        "text": article_text(inside.get("text", "").split("\n\n"), title),
        "date": _text(item, "NewsManagement/FirstCreated")
        or _text(item, "NewsManagement/ThisRevisionCreated"),
        "title": title,
        "subtitle": _text(lines, "SubHeadLine") or inside.get("subtitle", ""),
        "author": _text(lines, "ByLine") or inside.get("author", ""),
        "language": _formal(next(item.iter("Language"), None)) or inside.get("language", ""),
        "agency": _text(lines, "CreditLine") or inside.get("agency", ""),
        "document_type": _formal(next(item.iter("Genre"), None)),
        "dateline": _text(lines, "DateLine") or inside.get("dateline", ""),
        "slugline": _text(lines, "SlugLine"),
        "urgency": _formal(item.find("NewsManagement/Urgency")),
        "version": _text(identity, "RevisionId"),
        "version_created": _text(item, "NewsManagement/ThisRevisionCreated"),
        "copyright": _text(lines, "CopyrightLine"),
    }
    kind = "" if inside else next(filter(None, kinds), "")
    return record, kind, _formal(item.find("NewsManagement/Status"))


def _formal(element: Element | None) -> str:
    return "" if element is None else element.get("FormalName", "").strip()


def _text(element: Element | None, path: str) -> str:
    return "" if element is None else text_of(element.find(path))


def _first(elements: Iterable[Element]) -> str:
    return next(filter(None, map(text_of, elements)), "")


def _code(item: Element, path: str) -> str:
    """The last part of a coded value: `stat:canceled` and `…/stat/canceled` are `canceled`."""
    found = item.find(path)
    if found is None:
        return ""
    code = found.get("qcode") or found.get("uri") or found.get("literal") or ""
    return code.replace(":", "/").rstrip("/").rpartition("/")[2].strip()


def _names(elements: Iterable[Element]) -> list[str]:
    """What each is called: its name, else what stands for one in its attributes."""
    found = (
        text_of(element.find("name"))
        or element.get("literal", "").strip()
        or element.get("qcode", "").partition(":")[2].strip()
        for element in elements
    )
    return [name for name in found if name]
