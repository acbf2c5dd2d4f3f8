"""Paragraphs, as Word, RTF and text files hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Paragraph(NamedTuple):
    """A paragraph, or a line of a text file.

    Attributes
    ----------
    text
        Its text; a line break within it is a newline.
    bold
        How many characters at its beginning are bold.
    heading
        It is a heading of the first level.
    marks
        The names of bookmarks in it or just before it.
    links
        The addresses that it links to.
    end
        What it ends: a paragraph ("par"), a cell of a table ("cell") or the last cell of a row
        ("row").
    """

    text: str
    bold: int = 0
    heading: bool = False
    marks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    end: str = "par"


@dataclass(frozen=True)
class Document:
    """The paragraphs of a file, and how it was read.

    Attributes
    ----------
    paragraphs
        In the order of the file.
    form
        Its format: docx, rtf or txt.
    encoding
        Of its text, if it is a text file.
    broken
        Why the file ends before its end, or None.
    wrapped
        Paragraphs are broken into lines and set apart by blank lines.
    """

    paragraphs: Sequence[Paragraph]
    form: str
    encoding: str | None = None
    broken: str | None = None
    wrapped: bool = False
