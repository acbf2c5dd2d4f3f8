"""Word and RTF files: which archive's export they are, and the articles that they hold."""

from __future__ import annotations

from pathlib import Path

from framing.errors import FramingError
from framing.readers.docx import read_docx_paragraphs
from framing.readers.factiva import is_factiva, read_factiva
from framing.readers.gather import Read
from framing.readers.nexis import is_nexis, read_nexis
from framing.readers.nexis_uni import is_marked
from framing.readers.paragraphs import Document
from framing.readers.rtf import read_rtf_paragraphs


def read_docx(path: Path, source: str) -> Read:
    """The articles of a Word document that Nexis or Factiva made."""
    return _read(read_docx_paragraphs(path, source), source)


def read_rtf(path: Path, source: str) -> Read:
    """The articles of an RTF file that Nexis or Factiva made."""
    return _read(read_rtf_paragraphs(path, source), source)


def _read(document: Document, source: str) -> Read:
    if is_factiva(document) and not is_marked(document):
        return read_factiva(document, source)
    if is_nexis(document):
        return read_nexis(document, source)
    kind = {"docx": "a Word document", "rtf": "an RTF file"}[document.form]
    state = " that is damaged" if document.broken else ""
    raise FramingError(
        f"{source} is {kind}{state} in which no article of Nexis or Factiva is found; save it as"
        " text and describe it in a table or by front matter."
    )
