"""NITF, the news industry text format of the IPTC (3.x): one article a file, or several."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from framing.readers.elements import article_text, paragraphs, paragraphs_of_html, text_of
from framing.readers.folder import RefusedError
from framing.readers.gather import Gatherer, Read
from framing.readers.xml import announce, items_in, mark_repairs, refuse, root_of

if TYPE_CHECKING:
    from framing.readers.formats import Head

_COLUMNS = ("outlet", "text", "date", "title")
_WITHHELD = re.compile(r"cancell?ed|killed|withheld", re.IGNORECASE)
_BY = re.compile(r"by[\s:]+", re.IGNORECASE)


def is_nitf(head: Head) -> bool:
    return root_of(head.text) == "nitf"


def read_nitf(path: Path, source: str) -> Read:
    """Read NITF: the outlet is the publication, the date that of publication, else of issue.

    An article that its `management-status` withdraws is put aside.
    """
    gathered = Gatherer(typed=False)
    encoding = announce(gathered, path, source, "nitf")
    row = 0
    try:
        for row, (item, whole) in enumerate(items_in(path, encoding, ["nitf"]), 1):
            record = nitf_record(item)
            status = _attribute(item, "head/docdata", "management-status")
            if _WITHHELD.fullmatch(status):
                reason = f"the article's status is {status!r}"
                gathered.reject(reason, source, row, record.get("article_id"))
                continue
            gathered.keep(record, source, row)
            if not whole:
                mark_repairs(gathered, record)
    except RefusedError as refused:
        if row == 0:
            refuse(source, str(refused))
        gathered.reject(str(refused), source, row + 1)
    if row == 0:
        refuse(source, "it holds no element <nitf>")
    return gathered.finish(_COLUMNS)


def nitf_record(nitf: Element) -> dict[str, str]:
    """The article of an element `nitf`, under the corpus's names; what is missing is left out."""
    title = text_of(nitf.find("body/body.head/hedline/hl1")) or text_of(nitf.find("head/title"))
    content = nitf.find("body/body.content")
    if content is None:
        content = nitf.find("body.content")
    subtitle = _joined(nitf.findall("body/body.head/hedline/hl2"), without="online_headline")
    distributor = text_of(nitf.find("body/body.head/distributor"))
    record = {
        "article_id": _attribute(nitf, "head/docdata/doc-id", "id-string"),
        "outlet": _outlet(nitf) or distributor,
        "text": article_text(_body(content), title) if content is not None else "",
        "date": _date(nitf),
        "title": title,
        "subtitle": subtitle if subtitle != title else "",
        "author": _authors(nitf.findall("body/body.head/byline")),
        "url": _attribute(nitf, "head/pubdata", "ex-ref"),
        "section": _attribute(nitf, "head/pubdata", "position.section")
        or _meta(nitf, "online_sections")
        or _meta(nitf, "section"),
        "language": nitf.get("baselang") or nitf.get("lang") or _attribute(nitf, "body", "lang"),
        "agency": distributor,
        "document_type": "; ".join(_types(nitf)),
        "dateline": _dateline(nitf.find("body/body.head/dateline")),
        "abstract": _joined(nitf.findall("body/body.head/abstract")),
        "caption": _joined(nitf.iter("media-caption"), "\n"),
        "tagline": _joined(nitf.findall("body/body.end/tagline"), "\n"),
        "urgency": _attribute(nitf, "head/docdata/urgency", "ed-urg"),
        "page": _attribute(nitf, "head/pubdata", "position.sequence"),
        "length_stated": _attribute(nitf, "head/pubdata", "item-length"),
        "copyright": _attribute(nitf, "head/docdata/doc.copyright", "holder"),
    }
    return {name: value for name, value in record.items() if value}


def _body(content: Element) -> list[str]:
    """Paragraphs; where the whole text stands beside its own lead, the whole alone."""
    whole = [block for block in content.iter("block") if block.get("class") == "full_text"]
    if whole:
        return [paragraph for block in whole for paragraph in paragraphs(block)]
    found = paragraphs(content)
    if len(content) == 0 and "<p" in (content.text or ""):  # HTML handed over as a string
        return paragraphs_of_html(content.text or "")
    return found


def _outlet(nitf: Element) -> str:
    return (
        _attribute(nitf, "head/pubdata", "name")
        or next(filter(None, (_meta(nitf, name) for name in ("docsource", "source"))), "")
        or text_of(nitf.find("body/body.head/rights/rights.owner"))
        or _attribute(nitf, "head/docdata/doc.copyright", "holder")
        or _attribute(nitf, "head/docdata/doc-id", "regsrc")
    )


def _date(nitf: Element) -> str:
    return (
        _attribute(nitf, "head/pubdata", "date.publication")
        or _attribute(nitf, "head/docdata/date.issue", "norm")
        or _attribute(nitf, "head/docdata/date.release", "norm")
        or _attribute(nitf, "body/body.head/dateline/story.date", "norm")
    )


def _dateline(dateline: Element | None) -> str:
    """Place and day, which may stand side by side without a space."""
    words = [] if dateline is None else " ".join(dateline.itertext()).split()
    return " ".join(words).replace(" ,", ",")


def _types(nitf: Element) -> Iterable[str]:
    """What kind of text it is: `news`, and a property such as `Analysis`."""
    yield from filter(None, [_attribute(nitf, "head/tobject", "tobject.type")])
    for found in nitf.findall("head/tobject/tobject.property"):
        yield from filter(None, [found.get("tobject.property.type", "").strip()])


def _authors(bylines: list[Element]) -> str:
    """The persons of the first byline, or its words without the title of the job."""
    for byline in bylines:
        persons = [text_of(person) for person in byline.iter("person")]
        job = byline.find("byttl")
        words = "; ".join(filter(None, persons)) or text_of(byline)
        if job is not None and not any(persons):
            words = words.removesuffix(text_of(job)).rstrip(" ,") or words
        if words:
            return _BY.sub("", words, count=1) if _BY.match(words) else words
    return ""


def _attribute(nitf: Element, path: str, name: str) -> str:
    """The first value of an attribute among the elements of a path."""
    values = (found.get(name, "").strip() for found in nitf.findall(path))
    return next(filter(None, values), "")


def _meta(nitf: Element, name: str) -> str:
    found = (meta for meta in nitf.findall("head/meta") if meta.get("name") == name)
    return next((meta.get("content", "").strip() for meta in found), "")


def _joined(elements: Iterable[Element], mark: str = " ", without: str | None = None) -> str:
    texts = (
        text_of(found) for found in elements if without is None or found.get("class") != without
    )
    return mark.join(filter(None, texts))
