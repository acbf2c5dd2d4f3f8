"""Zip archives of files in any known format, unpacked with care into a folder that is then read."""

from __future__ import annotations

import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pandas as pd

from framing.errors import FramingError
from framing.readers.folder import RefusedError
from framing.readers.gather import Gatherer, Read
from framing.readers.joined import joined
from framing.readers.warc import DAMAGE

if TYPE_CHECKING:
    from framing.readers.formats import Head

_LARGEST = 4_000_000_000  # bytes unpacked, of an archive and all that are in it
_LARGEST_MEMBER = 500_000_000
_LARGEST_RATIO = 200  # times its packed size, from so many bytes on:
_RATIO_FROM = 50_000_000
_MOST_MEMBERS = 100_000
_DEEPEST = 3  # an archive in an archive in an archive
_BLOCK = 1 << 18
_DOCUMENTS = {"[Content_Types].xml", "mimetype", "META-INF/container.xml"}
_JUNK = re.compile(r"(?i)(?:.*/)?(?:__MACOSX|\.[^./][^/]*|Thumbs\.db|desktop\.ini)(?:/.*)?")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LOCAL = struct.Struct("<4sHHHHHIIIHH")  # the header before each file
_SIZE_BEHIND = 8  # flag: the size stands behind the file


@dataclass
class _Allowance:
    """What may still be unpacked, archives within archives counted together."""

    left: int = _LARGEST
    members: int = _MOST_MEMBERS
    depth: int = 0


_allowance: ContextVar[_Allowance | None] = ContextVar("allowance", default=None)


def is_zip(head: Head) -> bool:
    """A zip archive that is no document in itself, or the beginning of one."""
    if head.members:
        return _DOCUMENTS.isdisjoint(head.members)
    return head.suffix == ".zip" and head.bytes.startswith(b"PK")


def read_zip(path: Path, source: str) -> Read:
    """Read all files of articles in a zip archive; they are called `archive.zip/name`.

    What is encrypted, damaged, too large or leads out of the archive is put aside, and so is what
    cannot be read; the rest is read. A table of articles that names files is read with them. Of
    an archive that was cut off the files before the break are read.
    """
    allowance = _allowance.get() or _Allowance()
    if allowance.depth == _DEEPEST:
        raise FramingError(f"{source} lies more than {_DEEPEST} archives deep; unpack it.")
    gathered = Gatherer(typed=True)
    gathered.source(source, "zip", None)
    outer = _allowance.set(allowance)
    allowance.depth += 1
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
            folder = Path(temporary, "archive")
            folder.mkdir()
            names = _unpack(path, source, folder, gathered, allowance)
            reads = _read_unpacked(folder, names, source)
    finally:
        allowance.depth -= 1
        _allowance.reset(outer)
    told = gathered.finish()
    if not reads and (told.quarantined["source"] == source).all():
        reason = "".join(told.quarantined["reason"]) or "it holds no file of articles"
        raise FramingError(f"{source} cannot be read: {reason}; unpack it and look inside.")
    reads += [] if told.quarantined.empty else [told]
    return reads[0] if len(reads) == 1 else joined(reads)


def _read_unpacked(folder: Path, names: list[str], source: str) -> list[Read]:
    """What the files of the folder hold, each called by the archive and its name there."""
    from framing.readers import article_files, read_part

    within = ""  # the one folder that holds all the others
    while names and len({name.partition("/")[0] for name in names}) == 1 and "/" in names[0]:
        first = names[0].partition("/")[0]
        within, folder = f"{within}{first}/", folder / first
        names = [name.partition("/")[2] for name in names]
    files = article_files(folder) if names else {}
    if list(files.values()) == [folder]:  # described by a table, which names its files
        return [_called(read_part(folder, {}), folder.name, source, f"{source}/{within}")]
    return [
        _called(read_part(path, {}), path.name, f"{source}/{within}{name}")
        for name, path in files.items()
    ]


def _called(read: Read, name: str, source: str, inside: str | None = None) -> Read:
    """A read whose sources `name` and `name/…` are called `source` and `source/…`.

    With `inside`, all other sources are put behind it.
    """

    def call(old: str) -> str:
        if old == name or (inside is None and old.startswith(f"{name}/")):
            return source + old[len(name) :]
        return (inside or "") + old

    def renamed(frame: pd.DataFrame) -> pd.DataFrame:
        known = {old: call(old) for old in frame["source"].unique()}
        return frame.assign(source=frame["source"].map(known))

    return replace(
        read,
        origin=renamed(read.origin),
        sources=renamed(read.sources),
        quarantined=renamed(read.quarantined),
    )


@dataclass(frozen=True)
class _Member:
    """A file in an archive; `refused` says why it is not to be unpacked."""

    name: str
    packed: int
    open: Callable[[], IO[bytes] | RawIOBase]
    refused: str = ""


def _unpack(
    path: Path, source: str, folder: Path, gathered: Gatherer, allowance: _Allowance
) -> list[str]:
    """Write the members into the folder; the names of those written."""
    names: dict[str, bool] = {}  # whether they were written

    def put_aside(name: str, reason: str) -> None:
        shown = f"{source}/{name[:200]}" if name else source
        gathered.source(shown, "unknown" if name else "zip", None)
        gathered.reject(reason, shown, 1)

    try:
        for member in _members(path):
            if member.name.endswith("/") or _JUNK.fullmatch(member.name):
                continue
            if allowance.members == 0:
                put_aside("", f"more than {_MOST_MEMBERS:,} files; those after them are not read")
                break
            allowance.members -= 1
            inside = "/".join(_parts(member.name))
            if inside in names:
                put_aside("", f"two files of the archive are called {inside[:200]!r}")
                continue
            names[inside] = False
            try:
                _check(member)
                _write(member, folder / inside, allowance)
                names[inside] = True
            except RefusedError as refused:
                put_aside(member.name, str(refused))
    except RefusedError as refused:
        put_aside("", str(refused))
    return [name for name, written in names.items() if written]


def _parts(name: str) -> list[str]:
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]


def _check(member: _Member) -> None:
    """Refuse what must not be unpacked, or not under its name."""
    if member.refused:
        raise RefusedError(member.refused)
    parts = _parts(member.name)
    if ".." in parts or re.match(r"[/\\]|[A-Za-z]:", member.name):
        raise RefusedError("the path leads out of the archive")
    if not parts or any(map(_DEVICE.fullmatch, parts)) or not member.name.isprintable():
        raise RefusedError("this is no name for a file")


def _write(member: _Member, path: Path, allowance: _Allowance) -> None:
    """Unpack the member, as far as is allowed."""
    size = 0
    most = min(_LARGEST_MEMBER, max(_RATIO_FROM, _LARGEST_RATIO * member.packed))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with member.open() as packed, path.open("xb") as file:
            while block := packed.read(_BLOCK):
                size += len(block)
                allowance.left -= len(block)
                if size > most:
                    raise RefusedError(f"the file unpacks to more than {most // 1_000_000} MB")
                if allowance.left < 0:
                    raise RefusedError(f"the archive unpacks to over {_LARGEST // 10**9} GB")
                file.write(block)
    except DAMAGE as error:
        _remove(path)
        told = error.strerror if isinstance(error, OSError) else str(error).partition("\n")[0]
        raise RefusedError(f"the file cannot be unpacked ({told or 'cut off'})") from None
    except RefusedError:
        _remove(path)
        raise


def _remove(path: Path) -> None:
    with suppress(OSError):  # it may never have been there
        path.unlink()


def _members(path: Path) -> Iterator[_Member]:
    """The files of an archive by its list, or, where that is missing, those found one by one."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        yield from _found(path)
        raise RefusedError(
            "the archive is cut off or damaged: its list of files is missing"
        ) from None
    with archive:
        for info in archive.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)
            refused = ""
            if info.flag_bits & 1:
                refused = "the file is encrypted; unpack it with its password"
            elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                refused = "a link or a device, not a file"
            yield _Member(info.filename, info.compress_size, partial(archive.open, info), refused)


def _found(path: Path) -> Iterator[_Member]:
    """The files of an archive by the headers before each, as far as they can be followed."""
    with path.open("rb") as file:
        while len(head := file.read(_LOCAL.size)) == _LOCAL.size:
            mark, _, flags, method, _, _, _, size, _, name_length, extra = _LOCAL.unpack(head)
            if mark != b"PK\x03\x04":
                return
            name = file.read(name_length).decode("utf-8" if flags & 0x800 else "cp437", "replace")
            begin = file.seek(extra, 1)
            if method == zipfile.ZIP_DEFLATED:
                inflating = _Inflating(file)
                yield _Member(name, path.stat().st_size, inflating.itself)
                if not inflating.ended:
                    return
            elif method == zipfile.ZIP_STORED and not flags & _SIZE_BEHIND:
                yield _Member(name, size, partial(_stored, file, size))
                file.seek(begin + size)
            else:
                return
            if flags & _SIZE_BEHIND:
                signed = file.read(4) == b"PK\x07\x08"
                file.seek(12 if signed else 8, 1)


def _stored(file: IO[bytes], size: int) -> IO[bytes]:
    data = file.read(min(size, _LARGEST_MEMBER + 1))
    if len(data) < size:
        raise EOFError("cut off")
    return BytesIO(data)


class _Inflating(RawIOBase):
    """The file as it is unpacked from where it stands, to the end of what was packed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._unpack = zlib.decompressobj(-15)
        self.ended = False

    def itself(self) -> _Inflating:
        return self

    def read(self, size: int = -1) -> bytes:
        while not self._unpack.eof:
            packed = self._unpack.unconsumed_tail or self._file.read(_BLOCK)
            if not packed:
                raise EOFError("cut off")
            if data := self._unpack.decompress(packed, size):
                return data
        if not self.ended:
            self.ended = True
            self._file.seek(-len(self._unpack.unused_data), 1)
        return b""
