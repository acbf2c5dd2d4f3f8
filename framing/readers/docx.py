"""The paragraphs of a Word document (DOCX), read without trust in it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.parsers import expat

from framing.errors import FramingError
from framing.readers.paragraphs import Document, Paragraph

if TYPE_CHECKING:
    from framing.readers.formats import Head

_BODY = "word/document.xml"
_LARGEST = 400_000_000  # bytes, unpacked
_DENSE = 20_000_000  # bytes above which a part may not be packed much more tightly than text is
_TIGHTEST = 200
_DEEPEST = 500  # elements within elements
_BLOCK = 1 << 18
_STEP = 1 << 15  # bytes of damaged data, which may unpack to a thousand times as many
_LOCAL = re.compile(  # what stands before a member: how it is packed, the lengths of two fields
    rb"PK\x03\x04.{4}(.{2}).{16}(.{2})(.{2})word/document\.xml", re.DOTALL
)
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_CUT = "the file is cut short or damaged here"
_UNREADABLE = (KeyError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, expat.ExpatError)
_SILENT = ("0", "false", "off", "none")


def is_docx(head: Head) -> bool:
    """Whether a file is a Word document, by what it is made of."""
    packed = head.bytes.startswith(b"PK\x03\x04")
    return _BODY in head.members or (packed and _LOCAL.search(head.bytes) is not None)


def read_docx_paragraphs(path: Path, source: str) -> Document:
    """The paragraphs of a Word document; of a damaged one, those before the damage."""
    try:
        with zipfile.ZipFile(path) as archive:
            links = _links(archive)
            notes = _notes(archive, source)
            with _opened(archive, _BODY, source) as file:
                paragraphs, broken = _parsed(file, source, links, notes)
    except KeyError:
        raise FramingError(f"{source} is not a Word document: it holds no text.") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        if isinstance(error, FramingError):
            raise
        paragraphs, _ = _parsed(_salvaged(path, source), source, {}, {})
        broken = _CUT
    return Document(paragraphs, "docx", broken=broken)


def _opened(archive: zipfile.ZipFile, name: str, source: str) -> BinaryIO:
    part = archive.getinfo(name)
    tight = part.file_size > _TIGHTEST * max(part.compress_size, 1)
    if part.file_size > _LARGEST or (tight and part.file_size > _DENSE):
        raise FramingError(
            f"{source} unpacks to {part.file_size / 1e6:,.0f} MB, which no export does; it is not"
            " read."
        )
    return archive.open(part)  # type: ignore[return-value]


def _salvaged(path: Path, source: str) -> BinaryIO:
    """The text of an archive whose table of contents is lost, as far as it goes."""
    with path.open("rb") as file:
        data = file.read(_LARGEST)
    found = _LOCAL.search(data)
    if found is None:
        raise FramingError(
            f"{source} is not a Word document that can be unpacked: it is damaged, locked or of"
            " another kind; export or copy it again."
        )
    method, name, extra = (int.from_bytes(number, "little") for number in found.groups())
    at = found.start() + 30 + name + extra
    if method != zipfile.ZIP_DEFLATED:
        return io.BytesIO(data[at:])
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = bytearray()
    try:
        while at < len(data) and not unpacking.eof and len(unpacked) < _DENSE:
            unpacked += unpacking.decompress(data[at : at + _STEP])
            at += _STEP
    except zlib.error:
        pass
    return io.BytesIO(unpacked)


def _links(archive: zipfile.ZipFile) -> dict[str, str]:
    """Addresses by the identifier under which the text refers to them."""
    found = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("Relationship") and attributes.get("TargetMode") == "External":
            found[attributes.get("Id", "")] = attributes.get("Target", "")

    try:
        with _opened(archive, "word/_rels/document.xml.rels", "") as file:
            _parse(file, start)
    except _UNREADABLE:
        pass  # the text can be read without them
    return found


def _notes(archive: zipfile.ZipFile, source: str) -> dict[str, list[Paragraph]]:
    try:
        with _opened(archive, "word/footnotes.xml", source) as file:
            text = _Text({}, {})
            _parse(file, text.start, text.end, text.characters)
    except _UNREADABLE:
        return {}
    return text.notes


def _parsed(
    file: BinaryIO, source: str, links: dict[str, str], notes: dict[str, list[Paragraph]]
) -> tuple[list[Paragraph], str | None]:
    text = _Text(links, notes)
    broken = None
    try:
        _parse(file, text.start, text.end, text.characters)
    except (expat.ExpatError, zlib.error, zipfile.BadZipFile, EOFError):
        broken = _CUT
        text.close()
    except _RefusedError as refused:
        raise FramingError(f"{source} is not read: {refused}.") from None
    return text.paragraphs, broken


class _RefusedError(ValueError):
    """XML that no word processor writes."""


def _parse(file: BinaryIO, start: Any, end: Any = None, characters: Any = None) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    read = 0
    for block in _blocks(file):
        read += len(block)
        if read > _LARGEST:
            raise _RefusedError(f"it unpacks to more than {_LARGEST // 1_000_000} MB")
        parser.Parse(block)
    parser.Parse(b"", True)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _refuse_doctype(*_: object) -> None:
    raise _RefusedError("it declares entities of its own, as no word processor does")


class _Open:
    """A paragraph being read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = self.bold = 0
        self.heading = False
        self.links: list[str] = []
        self.notes: list[str] = []

    def add(self, text: str, bold: bool) -> None:
        blank = not self.length and not text.strip()  # a break before the first word
        if self.bold == self.length and (bold or blank):
            self.bold += len(text)
        self.length += len(text)
        self.pieces.append(text)


class _Text:
    """Gathers the paragraphs from the elements of a document."""

    def __init__(self, links: dict[str, str], notes: dict[str, list[Paragraph]]) -> None:
        self.paragraphs: list[Paragraph] = []
        self.notes: dict[str, list[Paragraph]] = {}
        self._links, self._known_notes = links, notes
        self._open: list[_Open] = []
        self._marks: list[str] = []
        self._depth = 0
        self._silent: int | None = None  # the depth of the element whose text is not read
        self._bold = self._reads = False
        self._begins: dict[str, Callable[[dict[str, str]], None]] = {
            "p": lambda _: self._open.append(_Open()),
            "r": lambda _: setattr(self, "_bold", False),
            "b": self._weight,
            "t": lambda _: setattr(self, "_reads", True),
            "bookmarkStart": lambda told: self._marks.append(told.get("name", "")),
            "hyperlink": self._link,
            "outlineLvl": lambda told: self._level(told.get("val") == "0"),
            "pStyle": lambda told: self._level(
                told.get("val", "").casefold().replace(" ", "").split("_")[0] == "heading1"
            ),
            "footnoteReference": self._note,
            "footnote": lambda told: self.notes.update({told.get("id", ""): []}),
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _RefusedError(f"its elements lie within one another more than {_DEEPEST} deep")
        if self._silent is not None:
            return
        if name == _FALLBACK:  # says again what stands beside it
            self._silent = self._depth
        elif name.startswith(_WORD):
            word = name.rpartition(" ")[2]
            if word in _SPACES:
                self._add(_SPACES[word])
            elif word in self._begins:
                told = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
                told["relation"] = next((attributes[k] for k in _RELATION if k in attributes), "")
                self._begins[word](told)

    def end(self, name: str) -> None:
        if self._silent is not None:
            if self._silent == self._depth:
                self._silent = None
        elif name.startswith(_WORD):
            word = name.rpartition(" ")[2]
            if word == "p" and self._open:
                self._emit(self._open.pop())
            elif word == "t":
                self._reads = False
            elif word in ("tc", "tr") and self.paragraphs:
                end = "cell" if word == "tc" else "row"
                self.paragraphs[-1] = self.paragraphs[-1]._replace(end=end)
        self._depth -= 1

    def characters(self, text: str) -> None:
        if self._reads and self._silent is None:
            self._add(text)

    def close(self) -> None:
        """The paragraphs that were open when the file broke off."""
        for paragraph in reversed(self._open):
            self._emit(paragraph)

    def _add(self, text: str) -> None:
        if self._open:
            self._open[-1].add(text, self._bold)

    def _emit(self, read: _Open) -> None:
        text, marks, links = "".join(read.pieces), tuple(self._marks), tuple(read.links)
        self._marks.clear()
        paragraph = Paragraph(text, read.bold, read.heading, marks, links)
        paragraphs = next(reversed(self.notes.values()), self.paragraphs)
        paragraphs.append(paragraph)
        for note in read.notes:
            paragraphs.extend(self._known_notes.get(note, ()))

    def _weight(self, told: dict[str, str]) -> None:
        self._bold = told.get("val", "1").casefold() not in _SILENT

    def _link(self, told: dict[str, str]) -> None:
        address = self._links.get(told["relation"])
        if address and self._open:
            self._open[-1].links.append(address)

    def _level(self, heading: bool) -> None:
        if heading and self._open:
            self._open[-1].heading = True

    def _note(self, told: dict[str, str]) -> None:
        if self._open:
            self._open[-1].notes.append(told.get("id", ""))
