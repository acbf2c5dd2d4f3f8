"""Exports of Nexis and LexisNexis: many articles, or one, to a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import FramingError
from framing.readers.archives import Articles
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.gather import Read
from framing.readers.nexis_classic import gather_classic, is_classic
from framing.readers.nexis_uni import gather_uni, is_marked, is_uni
from framing.readers.paragraphs import Document, Paragraph

if TYPE_CHECKING:
    from framing.readers.formats import Head

_TABLES = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson")
_LARGEST = 400_000_000  # bytes
_NUMBERED = re.compile(
    rb"^[ \t\f]*(?:FOCUS - )?"
    rb"(?:\d{1,7} (?:of|van|von|de|di) \d{1,7} (?:DOCUMENT|DOKUMENT)[A-Z]{0,2}"
    rb"|(?:Dokument|Document) \d{1,7} (?:von|van|de) \d{1,7})[ \t]*\r?$",
    re.MULTILINE,
)
_FIELD = re.compile(
    rb"^[ \t]*(LENGTH|SECTION|BYLINE|HEADLINE|LOAD-DATE|LANGUAGE|L.{1,2}NGE|RUBRIK|AUTOR|LONGUEUR"
    rb"|RUBRIQUE|AUTEUR|LENGTE|LONGITUD|LUNGHEZZA|PUBLICATION-TYPE): ?",
    re.MULTILINE,
)


def is_nexis_text(head: Head) -> bool:
    """Whether a text file begins as a LexisNexis export: a numbered document, or its fields."""
    plain = head.bytes.replace(b"\0", b"")  # UTF-16 too
    if head.suffix in _TABLES or plain.lstrip()[:1] in (b"<", b"{", b"["):
        return False  # a table or a page that holds such exports
    if _NUMBERED.search(plain) is not None:
        return _FIELD.search(plain) is not None
    return {b"LENGTH", b"LOAD-DATE"} <= {found[1] for found in _FIELD.finditer(plain)}


def read_nexis_text(path: Path, source: str) -> Read:
    """The articles of a LexisNexis export in plain text."""
    if path.stat().st_size > _LARGEST:
        raise FramingError(f"{source} is larger than {_LARGEST // 1_000_000} MB; split it.")
    encoding = detect_encoding(path)
    with open_text(path, encoding) as file:
        lines = file.read().expandtabs().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    document = Document([Paragraph(line) for line in lines], "txt", encoding, wrapped=True)
    if not is_classic(document):
        raise FramingError(
            f"{source} holds no document of LexisNexis that can be told; check the file."
        )
    return read_nexis(document, source)


def is_nexis(document: Document) -> bool:
    """Whether the paragraphs are those of an export of Nexis."""
    return is_marked(document) or is_classic(document) or is_uni(document)


def read_nexis(document: Document, source: str) -> Read:
    """The articles of a document that `is_nexis`."""
    articles = Articles(source, f"nexis {document.form}", document.encoding)
    classic = not is_marked(document) and is_classic(document)
    (gather_classic if classic else gather_uni)(document, articles)
    return articles.hand_over().finish(["outlet", "text"])
