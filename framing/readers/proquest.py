"""ProQuest: documents saved as text, with a line of underscores between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import FramingError
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.gather import Gatherer, Read
from framing.readers.listed import renamed

if TYPE_CHECKING:
    from framing.readers.formats import Head

_RULE = re.compile(r"\s*_{20,}\s*")
_NUMBER = re.compile(r"Document (\d{1,9}) of (\d{1,9})")
_FURNITURE = re.compile(
    r"(?:Report Information from ProQuest|Table of contents|Contact us at:|Bibliography"
    r"|Citation style:|Database copyright|Terms and Conditions).*",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(r"([A-Z][A-Za-z /&-]{1,45}):(?:\s+|$)")
_ADDRESS = re.compile(r"https?://\S+")
_NO_TEXT = re.compile(
    r"(?:full ?text (?:is )?)?(?:not available|unavailable|none available)\.?", re.IGNORECASE
)
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2,8} \d{4}|[A-Z][a-z]{2,8} \d{1,2}, \d{4}")
_BEFORE_TEXT = "Author|Correspondence author|Publication info|Abstract|Links|Full text"
_AFTER_TEXT = (
    "Subject|Business indexing term|Location|People|Company|Company / organization|Product name"
    "|Classification|Identifier / keyword|Title|Alternate title|Author|Publication title|Volume"
    "|Issue|Pages|First page|Number of pages|Publication year|Publication date|Year|Dateline"
    "|Section|Column|Edition|Publisher|Place of publication"
    "|Country of publication|Publication subject|ISSN|ISBN|CODEN|DOI|Source type"
    "|Language of publication|Language|Document type|Document feature|Accession number"
    "|ProQuest document ID|Document URL|Copyright|Last updated|Database|Source attribution"
    "|Publication frequency|Online publication date|Publication history|Supplement|Series|Notes"
)
_ENDING = "ProQuest document ID|Document URL|Copyright|Last updated|Database"
_NAMES = {
    "publication_title": "outlet",
    "publication_date": "date",
    "proquest_document_id": "article_id",
    "document_url": "url",
    "language_of_publication": "language",
    "place_of_publication": "place",
    "country_of_publication": "country",
    "identifier_keyword": "keywords",
    "publisher": "publisher_name",
    "first_page": "page",
    "pages": "page",
}
_LEFT_OUT = {"links", "full_text", "publication_info", "copyright", "issn", "isbn", "year"}


def _plain(label: str) -> str:
    return re.sub(r"[^a-z]", "", label.lower())  # some files have lost blanks: DocumentURL


def _names(labels: str) -> dict[str, str]:
    """How labels are called here, by their letters."""
    return {_plain(label): re.sub(r"\W+", "_", label.lower()) for label in labels.split("|")}


_KNOWN = _names(f"{_BEFORE_TEXT}|{_AFTER_TEXT}")
_BEFORE, _AFTER, _LAST = (
    set(_names(labels).values()) for labels in (_BEFORE_TEXT, _AFTER_TEXT, _ENDING)
)


def is_proquest_text(head: Head) -> bool:
    """Whether it begins with a line of underscores and speaks of ProQuest."""
    first = head.text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    if not _RULE.fullmatch(first):
        return False
    return "proquest" in head.text.lower() or "/docview/" in head.text


def read_proquest_text(path: Path, source: str) -> Read:
    """Read the documents of a file; those saved without their full text have none."""
    gathered = Gatherer(typed=False)
    encoding = detect_encoding(path)
    gathered.source(source, "proquest", encoding)
    row = stated = last = 0
    with open_text(path, encoding) as file:
        for row, (document, whole) in enumerate(_documents(file), 1):
            number, of = document.number
            if number <= last or not stated:  # the first, or another list begins
                stated += of
            last = number
            if whole:
                gathered.keep(_article(document), source, row)
            else:
                article_id = _article(document).get("article_id")
                gathered.reject("the file breaks off inside this document", source, row, article_id)
    if row == 0:
        raise FramingError(
            f"{source} looks like a file of ProQuest and holds no document with English labels"
            " (Full text:, Publication title: …); choose English at ProQuest and save it again."
        )
    if stated:
        gathered.stated(source, stated)
    return gathered.finish()


@dataclass
class _Document:
    """A document's paragraphs, each a list of lines, as blank lines set them apart."""

    paragraphs: list[list[str]] = field(default_factory=list)
    number: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, lines: list[str]) -> _Document:
        document = cls()
        document.add(lines)
        first = document.paragraphs[0] if document.paragraphs else [""]
        if found := _NUMBER.fullmatch(first[0]):
            document.number = int(found[1]), int(found[2])
            document.paragraphs[:1] = [first[1:]] if len(first) > 1 else []
        return document

    def add(self, lines: Iterable[str]) -> None:
        new = True
        for line in lines:
            if line and new:
                self.paragraphs.append([line])
            elif line:
                self.paragraphs[-1].append(line)
            new = not line

    @property
    def labels(self) -> list[str]:
        return [_label(paragraph[0])[0] for paragraph in self.paragraphs]

    def has_ending(self) -> bool:
        """Whether three of the labels that come last are among the last ones."""
        return len(_LAST & {_label(paragraph[0])[0] for paragraph in self.paragraphs[-8:]}) >= 3

    def has_beginning(self) -> bool:
        """Whether a title is followed by one of the first labels or an address, at ProQuest."""
        head = self.paragraphs[1 : self._text_at()]
        if not head or not (_label(head[0][0])[0] in _BEFORE or _ADDRESS.match(head[0][0])):
            return False
        return any(_ADDRESS.match(lines[0]) and "/docview/" in lines[0] for lines in head)

    def fields(self) -> dict[str, str]:
        """What each label says, and the title where it stands alone."""
        titled = bool(self.paragraphs) and _label(self.paragraphs[0][0])[0] not in _BEFORE
        said = {"title": [" ".join(self.paragraphs[0])]} if titled else {}
        start, end = self._text_at(), self._text_end()
        _fill(said, self.paragraphs[titled:start])
        _fill(said, self.paragraphs[end:])
        fields = {name: "\n".join(filter(None, lines)) for name, lines in said.items()}
        lines = [line for paragraph in self.paragraphs[start:end] for line in paragraph]
        if lines:
            lines[0] = _label(lines[0])[1]
            fields["full_text"] = "\n\n".join(filter(None, lines))
        return fields

    def _text_at(self) -> int:
        labels = self.labels
        return labels.index("full_text") if "full_text" in labels else len(labels)

    def _text_end(self) -> int:
        """Where the labels after the text begin: the longest run of different ones at the end."""
        labels, start = self.labels, self._text_at()
        head = self.paragraphs[:start]
        titles = [i for i, label in enumerate(labels) if label == "publication_title" and i > start]
        end = titles[-1] if titles else len(labels)
        seen = set(labels[end:])
        while end - 1 > start and labels[end - 1] in _AFTER - seen:
            if labels[end - 1] == "author" and self.paragraphs[end - 1] not in head:
                break  # it would stand before the text as well
            end -= 1
            seen.add(labels[end])
        return end if seen & (_LAST | {"publication_title", "publication_date"}) else len(labels)


def _label(line: str) -> tuple[str, str]:
    """The known label that the line begins with, or "", and what follows."""
    found = _LABEL.match(line)
    name = _KNOWN.get(_plain(found[1]), "") if found else ""
    return (name, line[found.end() :]) if found and name else ("", line)


def _fill(said: dict[str, list[str]], paragraphs: Iterable[list[str]]) -> None:
    current = ""
    for paragraph in paragraphs:
        for i, line in enumerate(paragraph):
            name, rest = _label(line) if i == 0 or current != "abstract" else ("", line)
            if name:
                current = name
                said[name] = [rest]
            elif _ADDRESS.fullmatch(line) and current != "links":
                said.setdefault("document_url", [line])
            elif current:
                said[current].append(line)


def _documents(lines: Iterable[str]) -> Iterator[tuple[_Document, bool]]:
    """The documents, and whether each is there to its end.

    A line of underscores within a text is told from one between documents by what stands before
    and after it.
    """
    held: _Document | None = None
    numbered = ended = several = closed = False
    for rule, section in _sections(lines):
        document = _Document.of(section)
        first = document.paragraphs[0][0] if document.paragraphs else ""
        after_end = held is None or held.has_ending() or "proquest" in first.lower()
        if not document.number[0] and (not first or (after_end and _FURNITURE.match(first))):
            closed |= held is not None and bool(first)
            continue
        if held is None:
            begins = document.number[0] > 0 or not _BEFORE.isdisjoint(document.labels)
        elif numbered or document.number[0]:
            begins = document.number[0] > 0 or (held.has_ending() and document.has_beginning())
        else:
            begins = held.has_ending() or document.has_beginning()
        if begins:
            if held is not None:
                several, ended = True, ended or held.has_ending()
                yield held, True
            held, numbered, closed = document, numbered or document.number[0] > 0, False
        elif held is not None:
            held.add([rule, "", *section])
    if held is not None:
        yield held, closed or held.has_ending() or (several and not ended)


def _sections(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each line of underscores, and the lines after it."""
    rule, section = "", list[str]()
    for line in lines:
        if _RULE.fullmatch(line):
            yield rule, section
            rule, section = line.strip(), []
        else:
            section.append(line.strip())
    yield rule, section


def _article(document: _Document) -> dict[str, str]:
    fields = document.fields()
    text, info = fields.get("full_text", ""), fields.get("publication_info", "")
    if _NO_TEXT.fullmatch(fields.get("abstract", "").strip()):
        del fields["abstract"]
    article = renamed({name: said for name, said in fields.items() if said}, _NAMES)
    for name in _LEFT_OUT:
        article.pop(name, None)
    if text.strip() and not _NO_TEXT.fullmatch(text.strip()):
        article["text"] = text
    outlet, _, place = article.get("outlet", info if " ;" in info else "").partition(";")
    if outlet.strip():
        article["outlet"] = outlet.strip()
    if place.strip() and "publication_title" in fields:
        article.setdefault("place", place.strip())
    if "date" not in article and (found := _DAY.search(info)):
        article["date"] = found[0]
    if "date" in article:
        article.pop("publication_year", None)
    return article
