"""Web archives in WARC, compressed or not: one article a page, of its latest capture."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from framing.errors import FramingError
from framing.readers.folder import RefusedError
from framing.readers.gather import Gatherer, Read
from framing.readers.html import keep_page

if TYPE_CHECKING:
    from framing.readers.formats import Head

_LARGEST_PAGE = 20_000_000  # bytes, unpacked
_LONGEST_LINE = 64_000
_LONGEST_HEAD = 1_000_000  # bytes of the headers of one record
_LARGEST = 1_000_000_000  # bytes unpacked, beside so many times what is packed:
_LARGEST_RATIO = 100
_BLOCK = 1 << 16
DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError)
_END = ()
_KINDS = {"response": "page", "resource": "page", "revisit": "revisit"}
_EARLIER = "an earlier capture of a page"
_COLUMNS = ("outlet", "text", "date", "title", "captured")


class BrokenError(Exception):
    """An archive that cannot be read from a record on."""

    def __init__(self, row: int, error: Exception | None = None) -> None:
        told = str(error).partition("\n")[0]
        cut_off = error is None or isinstance(error, EOFError)
        how = "cut off" if cut_off else f"damaged ({told or type(error).__name__})"
        super().__init__(f"from record {row:,} on the archive is {how}")
        self.row = row


@dataclass
class Archive:
    """A WARC file, which is read twice: for what is there, and for the pages wanted."""

    source: str
    packed: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class _Capture:
    """What one record of an archive holds: a page, a revisit of one, or what is not looked at."""

    row: int
    kind: str
    url: str = ""
    when: str = ""
    reason: str = ""  # why it is not to be kept
    charset: str | None = None
    encoding: str = ""
    chunked: bool = False
    body: Any = None  # a stream, to be read before the next capture is asked for


def is_warc(head: Head) -> bool:
    data = head.bytes
    if data.startswith(b"\x1f\x8b"):
        try:
            data = zlib.decompressobj(31).decompress(data, 16)
        except zlib.error:
            return False
    return data.startswith(b"WARC/")


def read_warc(path: Path, source: str) -> Read:
    """Read the pages of a WARC file, compressed or not.

    Of several captures of one address the latest is kept. Pages without an article, those that
    the server refused, and revisits are put aside; pictures, styles and redirections are no pages.
    """
    gathered = Gatherer(typed=False)
    archive = Archive(source, path.stat().st_size, lambda: path.open("rb"))
    gather(gathered, [archive], "warc")
    return finished(gathered, source)


def finished(gathered: Gatherer, source: str) -> Read:
    """What was gathered of an archive, if it held any page."""
    read = gathered.finish(_COLUMNS)
    if read.frame.empty and read.quarantined.empty:
        raise FramingError(f"{source} holds no HTML pages.")
    return read


def gather(gathered: Gatherer, archives: list[Archive], form: str) -> set[str]:
    """Keep the latest capture of each page; returns every address there is something of."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    seen: set[str] = set()
    breaks: dict[str, int] = {}
    for archive in archives:
        try:
            for capture in _captures(archive):
                seen.add(capture.url)
                if capture.kind == "page" and not capture.reason:
                    this = (capture.when, archive.source, capture.row)
                    found.setdefault(capture.url, []).append(this)
        except BrokenError as broken:
            breaks[archive.source] = broken.row
    latest = {
        url: max(whole)
        for url, times in found.items()
        if (whole := [one for one in times if breaks.get(one[1]) != one[2]])
    }
    for archive in archives:
        gathered.source(archive.source, form, None)
        try:
            for capture in _captures(archive):
                if breaks.get(archive.source) == capture.row:
                    continue
                reason = capture.reason
                if capture.kind == "revisit":
                    where = "here" if capture.url in latest else "in another archive"
                    reason = f"a page found unchanged, whose text lies {where} (revisit)"
                elif capture.kind == "page" and not reason:
                    here = (archive.source, capture.row)
                    reason = "" if latest[capture.url][1:] == here else _EARLIER
                if reason:
                    gathered.reject(reason, archive.source, capture.row)
                elif capture.kind == "page":
                    _keep(gathered, archive.source, capture)
        except BrokenError as broken:
            gathered.reject(str(broken), archive.source, broken.row)
    return seen


def _keep(gathered: Gatherer, source: str, capture: _Capture) -> None:
    try:
        data = _content(capture)
    except RefusedError as refused:
        gathered.reject(str(refused), source, capture.row)
        return
    more = {"captured": capture.when} if capture.when else {}
    keep_page(gathered, source, capture.row, data, capture.url, capture.charset, more)


def _content(capture: _Capture) -> bytes:
    """The page as it was meant to be read, without the encodings of its transfer."""
    from warcio.bufferedreaders import ChunkedDataReader

    data = b""
    while block := capture.body.read(_BLOCK):
        data += block
        if len(data) > _LARGEST_PAGE:
            raise RefusedError(f"a page of over {_LARGEST_PAGE // 1_000_000} MB")
    if capture.chunked:
        data = ChunkedDataReader(BytesIO(data)).read()
    if capture.encoding in ("gzip", "x-gzip", "deflate"):
        return _inflated(data)
    if capture.encoding and b"<" not in data[:1000]:  # else the crawler has decoded it
        raise RefusedError(f"the page is compressed in a way not read ({capture.encoding[:20]})")
    return data


def _inflated(data: bytes) -> bytes:
    """A body packed by gzip or deflate; as it is, if it is neither."""
    for bits in (31, 15, -15):
        try:
            page = zlib.decompressobj(bits).decompress(data, _LARGEST_PAGE + 1)
        except zlib.error:
            continue
        if len(page) > _LARGEST_PAGE:
            raise RefusedError(f"a page of over {_LARGEST_PAGE // 1_000_000} MB")
        return page
    return data


def _captures(archive: Archive) -> Iterator[_Capture]:
    """Each record of an archive in turn.

    Raises
    ------
    BrokenError
        The archive breaks off, is damaged, or goes beyond a limit.
    """
    try:
        with archive.open() as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            stream = gzip.GzipFile(fileobj=file) if packed else file
            for row, record in _records(_Stream(stream, largest(archive.packed))):
                yield _capture(row, record)
    except DAMAGE as error:  # a part of a zip
        raise BrokenError(1, error) from None


def _records(stream: _Stream) -> Iterator[tuple[int, Any]]:
    """Headers and body of each record with its number; None for what is no record."""
    row = 1
    try:
        while (record := _next_record(stream)) != _END:
            yield row, record
            if record is not None:
                body = record[1]
                while body.read(_BLOCK):
                    pass
                if body.limit:
                    raise BrokenError(row)
            row += 1
    except (RefusedError, *DAMAGE) as error:
        raise BrokenError(row, error) from None


def _next_record(stream: _Stream) -> Any:
    """The next record, None instead of lines that are none, and `_END` after the last."""
    try:
        from warcio.limitreader import LimitReader
        from warcio.statusandheaders import StatusAndHeadersParser
    except ImportError:
        raise FramingError(
            "reading web archives needs warcio: pip install 'media-framing[web]'."
        ) from None
    line = stream.line_kept or stream.readline(fresh=True)
    stream.line_kept = b""
    lost = False
    while True:
        while line and not line.startswith(b"WARC/"):
            lost |= bool(line.strip())
            line = stream.readline()
        if lost:
            stream.line_kept = line
            return None
        if not line:
            return _END
        headers = StatusAndHeadersParser([], verify=False).parse(stream, line)
        length = headers.get_header("Content-Length") or ""
        if length.isascii() and length.isdigit() and len(length) < 19:
            return headers, LimitReader(stream, int(length))
        lost, line = True, stream.readline()


def largest(packed: int) -> int:
    """How many bytes so many may unpack to."""
    return _LARGEST + _LARGEST_RATIO * packed


def _capture(row: int, record: Any) -> _Capture:
    if record is None:
        return _Capture(row, "lost", reason="a part of the archive that is no record")
    headers, body = record
    told = headers.get_header
    url = (told("WARC-Target-URI") or "").strip("<> ").partition("#")[0]
    kind = _KINDS.get(told("WARC-Type") or "")
    if kind is None or not url.startswith(("http:", "https:")):
        return _Capture(row, "other", url)
    status, encoding, chunked = "200", "", False
    if told("WARC-Type") != "resource":  # the server's own headers stand before the page
        status, told = _http(body)
        encoding = (told("Content-Encoding") or "").lower().strip()
        chunked = (told("Transfer-Encoding") or "").lower().strip() == "chunked"
    mime, _, parameters = (told("Content-Type") or "").lower().partition(";")
    if mime.strip() not in ("text/html", "application/xhtml+xml") or status.startswith("3"):
        return _Capture(row, "other", url)
    reason = "" if status == "200" else f"the server answered {status[:20]!r}"
    if cut := headers.get_header("WARC-Truncated"):
        reason = f"the page was cut off when it was captured ({cut[:20]})"
    charset = parameters.partition("charset=")[2].partition(";")[0].strip(" \"'") or None
    when = headers.get_header("WARC-Date") or ""
    return _Capture(row, kind, url, when, reason, charset, encoding, chunked, body)


def _http(body: Any) -> tuple[str, Callable[[str], str | None]]:
    """The status that the server gave, and what looks up its headers."""
    from warcio.statusandheaders import StatusAndHeadersParser

    try:
        headers = StatusAndHeadersParser([], verify=False).parse(body)
    except EOFError:  # a revisit may hold nothing
        return "", lambda name: None
    return headers.get_statuscode(), headers.get_header


class _Stream:
    """A stream that gives no line longer than a limit, and no more in all than another."""

    def __init__(self, file: Any, most: int) -> None:
        self._file = file
        self._most = most
        self._head = 0  # bytes of lines since the record began
        self.line_kept = b""  # the first of the next record

    def read(self, size: int) -> bytes:
        return self._counted(self._file.read(size))

    def readline(self, size: int = _LONGEST_LINE, fresh: bool = False) -> bytes:
        line = self._counted(self._file.readline(min(size, _LONGEST_LINE)))
        self._head = len(line) + (0 if fresh else self._head)
        if self._head > _LONGEST_HEAD:
            raise RefusedError("the archive is damaged: the headers of a record do not end")
        return line

    def _counted(self, data: bytes) -> bytes:
        self._most -= len(data)
        if self._most < 0:
            raise RefusedError("the archive unpacks to more than is allowed for its size")
        return data
