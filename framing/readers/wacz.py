"""WACZ: a zip of WARC files with lists of its parts and pages, against which they are checked."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from framing.errors import FramingError
from framing.readers.folder import RefusedError
from framing.readers.gather import Gatherer, Read
from framing.readers.warc import DAMAGE, Archive, finished, gather, largest

if TYPE_CHECKING:
    from framing.readers.formats import Head

_LARGEST_LIST = 200_000_000  # bytes of a list of pages or of parts
_BLOCK = 1 << 16


def is_wacz(head: Head) -> bool:
    if not head.members:  # damaged
        return head.suffix == ".wacz" and head.bytes.startswith(b"PK")
    inside = any(name.startswith("archive/") for name in head.members)
    return inside and "datapackage.json" in head.members


def read_wacz(path: Path, source: str) -> Read:
    """Read the pages of a WACZ file, as those of the WARC files in it.

    A row is put aside for each listed page of which there is no capture, and for each WARC file
    that is not what datapackage.json describes.
    """
    gathered = Gatherer(typed=False)
    try:
        with zipfile.ZipFile(path) as bundle:
            members = [
                member
                for member in bundle.infolist()
                if member.filename.startswith("archive/")
                and member.filename.endswith((".warc", ".warc.gz"))
            ]
            archives = [
                Archive(f"{source}/{one.filename}", one.compress_size, _opener(bundle, one))
                for one in members
            ]
            seen = gather(gathered, archives, "wacz")
            _check_hashes(gathered, source, bundle, members)
            _check_pages(gathered, source, bundle, seen)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise FramingError(f"{source} cannot be read as WACZ ({error}); get it again.") from None
    return finished(gathered, source)


def _opener(bundle: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: cast(BinaryIO, bundle.open(member))


def _tell(gathered: Gatherer, source: str, reason: str, row: int) -> None:
    gathered.source(source, "wacz", None)
    gathered.reject(reason, source, row)


def _check_hashes(
    gathered: Gatherer, source: str, bundle: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> None:
    """Put a row aside for each WARC file that is not what datapackage.json describes."""
    try:
        resources = json.loads(_member(bundle, "datapackage.json"))["resources"]
        told = {str(one["path"]): str(one["hash"]) for one in resources if "hash" in one}
    except (KeyError, TypeError, ValueError, RecursionError, RefusedError, *DAMAGE) as error:
        message = f"the list of the archive's parts cannot be read ({type(error).__name__})"
        _tell(gathered, f"{source}/datapackage.json", message, 1)
        return
    there = {member.filename: member for member in members}
    for row, (name, described) in enumerate(told.items(), 1):
        kind, _, digest = described.partition(":")
        if not name.startswith("archive/"):
            continue
        if name not in there:
            _tell(gathered, f"{source}/datapackage.json", f"{name} is listed and not there", row)
        elif kind == "sha256" and _sha256(bundle, there[name]) != digest:
            message = f"{name} is not what is described there: its sha256 differs"
            _tell(gathered, f"{source}/datapackage.json", message, row)


def _sha256(bundle: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    digest = hashlib.sha256()
    left = largest(member.compress_size)
    try:
        with bundle.open(member) as file:
            while (block := file.read(_BLOCK)) and left > 0:
                left -= len(block)
                digest.update(block)
    except DAMAGE:
        return ""
    return digest.hexdigest()


def _check_pages(gathered: Gatherer, source: str, bundle: zipfile.ZipFile, seen: set[str]) -> None:
    """Put a row aside for each page that the archive lists and does not hold."""
    for name in bundle.namelist():
        if not (name.startswith("pages/") and name.endswith(".jsonl")):
            continue
        listed = f"{source}/{name}"
        try:
            lines = _member(bundle, name).splitlines()
        except (RefusedError, *DAMAGE):
            _tell(gathered, listed, "the list of pages cannot be read", 1)
            continue
        for row, line in enumerate(lines, 1):
            try:
                page = json.loads(line)
            except (ValueError, RecursionError):
                continue
            url = page.get("url") if isinstance(page, dict) else None
            if isinstance(url, str) and url.partition("#")[0] not in seen:
                _tell(gathered, listed, "a page that is listed and not there", row)


def _member(bundle: zipfile.ZipFile, name: str) -> bytes:
    with bundle.open(name) as file:
        data = file.read(_LARGEST_LIST + 1)
    if len(data) > _LARGEST_LIST:
        raise RefusedError("the list is too long")
    return data
