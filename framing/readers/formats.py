"""The formats of files that are known, how each is told, and the one that reads a given file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from framing.errors import FramingError
from framing.readers.arrow import read_arrow, read_parquet
from framing.readers.delimited import read_delimited
from framing.readers.docx import is_docx
from framing.readers.factiva import is_factiva_html, read_factiva_html
from framing.readers.folder import read_text
from framing.readers.gather import Read
from framing.readers.gdelt import is_gdelt, is_gdelt_table, read_gdelt, read_gdelt_table
from framing.readers.html import is_html, read_html
from framing.readers.json_lines import read_json
from framing.readers.media_cloud import is_media_cloud, read_media_cloud
from framing.readers.newsapi import is_newsapi, read_newsapi
from framing.readers.newsml import is_newsml, read_newsml
from framing.readers.nexis import is_nexis_text, read_nexis_text
from framing.readers.nitf import is_nitf, read_nitf
from framing.readers.office import read_docx, read_rtf
from framing.readers.proquest import is_proquest_text, read_proquest_text
from framing.readers.ris import is_ris, read_ris
from framing.readers.rtf import is_rtf
from framing.readers.wacz import is_wacz, read_wacz
from framing.readers.warc import is_warc, read_warc
from framing.readers.zipped import is_zip, read_zip
from framing.readers.zotero import is_zotero, read_zotero

_BEGINNING = 64_000  # bytes
_MOST_MEMBERS = 10_000


@dataclass(frozen=True)
class Head:
    """The beginning of a file, by which its format is told."""

    path: Path

    @cached_property
    def bytes(self) -> bytes:
        with self.path.open("rb") as file:
            return file.read(_BEGINNING)

    @cached_property
    def text(self) -> str:
        """The beginning as text: by its mark of order, as UTF-8, or else as Windows-1252."""
        head = self.bytes
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return head.decode("utf-16", "replace")
        try:
            cut = 3 if len(head) == _BEGINNING else 0  # a character may be cut in two
            return head[: len(head) - cut].decode("utf-8-sig", "strict" if not cut else "ignore")
        except UnicodeDecodeError:
            return head.decode("cp1252", "replace")

    @cached_property
    def suffix(self) -> str:
        return self.path.suffix.lower()

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The names of the files inside, if this is a zip archive."""
        if not self.bytes.startswith(b"PK\x03\x04"):
            return ()
        try:
            with zipfile.ZipFile(self.path) as archive:
                return tuple(archive.namelist()[:_MOST_MEMBERS])
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return ()


@dataclass(frozen=True)
class Format:
    """A format of files; `fits` looks at the beginning, and proves the format if `certain`."""

    name: str
    read: Callable[[Path, str], Read]
    suffixes: tuple[str, ...]
    fits: Callable[[Head], bool]
    certain: bool = False


def begins(pattern: bytes) -> Callable[[Head], bool]:
    """Whether the file begins with what the pattern says."""
    compiled = re.compile(pattern)
    return lambda head: compiled.match(head.bytes) is not None


# In the order in which they are tried: those proven by their content, then by the ending.
FORMATS = [
    Format("parquet", read_parquet, (".parquet",), begins(rb"PAR1"), certain=True),
    Format("arrow", read_arrow, (".arrow", ".feather"), begins(rb"ARROW1"), certain=True),
    Format("docx", read_docx, (".docx",), is_docx, certain=True),
    Format("rtf", read_rtf, (".rtf",), is_rtf, certain=True),
    Format("nexis txt", read_nexis_text, (), is_nexis_text, certain=True),
    Format("factiva html", read_factiva_html, (), is_factiva_html, certain=True),
    Format("nitf", read_nitf, (".nitf",), is_nitf, certain=True),
    Format("newsml", read_newsml, (".xml", ".newsml"), is_newsml, certain=True),
    Format("html", read_html, (".html", ".htm", ".xhtml"), is_html, certain=True),
    Format("warc", read_warc, (".warc",), is_warc, certain=True),
    Format("wacz", read_wacz, (".wacz",), is_wacz, certain=True),
    Format("zip", read_zip, (".zip",), is_zip, certain=True),
    Format("proquest", read_proquest_text, (), is_proquest_text, certain=True),
    Format("ris", read_ris, (".ris",), is_ris, certain=True),
    Format("zotero", read_zotero, (), is_zotero, certain=True),
    Format("media cloud", read_media_cloud, (), is_media_cloud, certain=True),
    Format("newsapi", read_newsapi, (), is_newsapi, certain=True),
    Format("gdelt", read_gdelt, (), is_gdelt, certain=True),
    Format("gdelt table", read_gdelt_table, (), is_gdelt_table, certain=True),
    Format("text", read_text, (), begins(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n"), certain=True),
    Format(
        "json",
        read_json,
        (".jsonl", ".ndjson", ".json"),
        begins(rb"(?:\xef\xbb\xbf)?\s*[{\[]"),
    ),
    Format("csv", read_delimited, (".csv", ".tsv", ".tab", ".txt"), begins(rb"[^\n]+[,;\t|]")),
]
SUFFIXES = {
    *(suffix for form in FORMATS for suffix in form.suffixes),
    *(".7z", ".doc", ".gz", ".pdf", ".rar"),  # what is told apart, and not read
}
_PACKED = re.compile(
    rb"PK\x03\x04|\x1f\x8b|BZh|7z\xbc\xaf|\xfd7zXZ|Rar!|\x28\xb5\x2f\xfd|%PDF|\xd0\xcf\x11\xe0"
)


def format_of(path: Path) -> Format | None:
    """The format of a file by its content and its name, or None."""
    head = Head(path)
    for form in FORMATS:
        if form.certain and form.fits(head):
            return form
    if _PACKED.match(head.bytes):
        return None
    fitting = [form for form in FORMATS if head.suffix in form.suffixes]
    fitting += [form for form in FORMATS if form.fits(head)]
    return fitting[0] if fitting else None


def read_file(path: Path, source: str) -> Read:
    """The articles of one file, which is called `source` in the receipt."""
    form = format_of(path)
    if form is not None:
        return form.read(path, source)
    if _PACKED.match(Head(path).bytes):
        raise FramingError(
            f"{source} is an archive or a document of a kind that is not read; unpack it, or save"
            " it as CSV, JSON Lines or text."
        )
    known = ", ".join(dict.fromkeys(ending for form in FORMATS for ending in form.suffixes))
    raise FramingError(f"the format of {source} is not known; known are {known}.")
