"""XML read piece by piece: no entities of its own, nothing fetched, size and depth limited."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html.entities import html5
from pathlib import Path
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from framing.errors import FramingError
from framing.readers.encoding import encoding_in, open_text
from framing.readers.folder import RefusedError
from framing.readers.gather import MENDED, Gatherer

_LARGEST = 2_000_000_000  # bytes of a file
_LARGEST_ITEM = 20_000_000  # characters of one item, or of what stands between two
_DEEPEST = 200
_BLOCK = 1 << 20  # characters
_CUT_OFF = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
}
_PROLOG = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def root_of(text: str) -> str:
    """The name of the root element, without prefix; empty if the text begins as no XML.

    >>> root_of('<?xml version="1.0"?><!-- feed --><n:newsItem guid="a"/>')
    'newsItem'
    """
    position = 0
    while before := _PROLOG.match(text, position):
        position = before.end()
    root = _ROOT.match(text, position)
    return root[1] if root else ""


def announce(gathered: Gatherer, path: Path, source: str, form: str) -> str:
    """Announce an XML file to the gatherer; gives its encoding."""
    with path.open("rb") as file:
        declared = _DECLARED.match(file.read(300).lstrip())
        file.seek(0)
        encoding = encoding_in(file, declared[1].decode() if declared else None)
    gathered.source(source, form, encoding)
    return encoding


def items_in(path: Path, encoding: str, names: Collection[str]) -> Iterator[tuple[Element, bool]]:
    """The outermost elements of these names, each when it is read, and whether it is as it was.

    Names of elements and attributes are given without prefix or namespace. Entities are those of
    HTML. Characters that could not be decoded, or that XML does not know, become U+FFFD.

    Raises
    ------
    RefusedError
        The XML breaks off, is damaged, or goes beyond a limit; what stood before was given.
    """
    if path.stat().st_size > _LARGEST:
        raise RefusedError(f"the file is larger than {_LARGEST // 1_000_000_000} GB")
    items = _Items(names)
    with open_text(path, encoding) as file:
        while block := file.read(_BLOCK):
            clean, marked = _UNREADABLE.subn("\ufffd", block.removeprefix("\ufeff"))
            items.whole &= not marked
            yield from items.read(clean.encode())
        yield from items.read(b"", last=True)


def mark_repairs(gathered: Gatherer, record: dict[str, str]) -> None:
    """Say of the record kept last in which of its fields something could not be decoded."""
    for name, value in record.items():
        if number := value.count("\ufffd"):
            gathered.repair(MENDED, f"{name}: {number:,}")


def refuse(source: str, reason: str) -> NoReturn:
    raise FramingError(f"{source} cannot be read: {reason}.")


class _Items:
    """What the parser hands over, from which the items are built."""

    def __init__(self, names: Collection[str]) -> None:
        self.whole = True
        self._names = names
        self._finished: list[Element] = []
        self._builder: TreeBuilder | None = None
        self._depth = 0
        self._outside = 0  # depth of the item's own element
        self._size = 0
        self._fed = 0
        parser = expat.ParserCreate("utf-8", namespace_separator="}")
        parser.buffer_text = True
        parser.UseForeignDTD(True)  # an unknown entity is skipped, and told
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.SkippedEntityHandler = self._entity
        parser.EntityDeclHandler = self._declared
        self._parser = parser

    def read(self, block: bytes, last: bool = False) -> Iterator[tuple[Element, bool]]:
        broken: RefusedError | None = None
        try:
            self._parser.Parse(block, last)
            self._fed += len(block)
            if self._fed - self._parser.CurrentByteIndex > _LARGEST_ITEM:
                raise RefusedError("one tag, comment or instruction is far too long")
        except expat.ExpatError as error:
            how = "cut off" if error.code in _CUT_OFF else "damaged"
            message = expat.errors.messages[error.code]
            broken = RefusedError(f"the XML is {how} (line {error.lineno:,}: {message})")
        except RefusedError as refused:
            broken = refused
        finished, self._finished = self._finished, []
        for item in finished:
            yield item, self.whole
        if broken:
            raise broken
        if self._builder is None:
            self.whole = True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusedError(f"elements are nested more than {_DEEPEST} deep")
        tag = _local(name)
        if self._builder is None and tag in self._names:
            self._builder, self._outside, self._size = TreeBuilder(), self._depth, 0
        if self._builder is not None:
            self._grow(100 + sum(map(len, attributes.values())))
            self._builder.start(tag, {_local(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        if self._builder is not None:
            item = self._builder.end(_local(name))
            if self._depth == self._outside:
                self._finished.append(item)
                self._builder = None
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._builder is not None:
            self._grow(len(text))
            self._builder.data(text)

    def _entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self._text(html5.get(f"{name};", f"&{name};"))

    def _declared(self, *_: object) -> None:
        raise RefusedError("it declares entities of its own, which are not expanded")

    def _grow(self, characters: int) -> None:
        self._size += characters
        if self._size > _LARGEST_ITEM:
            raise RefusedError(f"one item is larger than {_LARGEST_ITEM // 1_000_000} MB")


def _local(name: str) -> str:
    return name.rpartition("}")[2]
