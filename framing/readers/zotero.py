"""Zotero's CSV: press articles of a library, with the texts kept beside the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from framing.readers.delimited import header_of
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.folder import RefusedError, path_inside
from framing.readers.gather import Read
from framing.readers.html import host_of, page_encoding, page_record
from framing.readers.listed import read_listed, renamed

if TYPE_CHECKING:
    from framing.readers.formats import Head

_COLUMNS = {"Key", "Item Type", "Publication Title", "Url", "Abstract Note", "Date Added"}
_NAMES = {
    "key": "article_id",
    "publication_title": "outlet",
    "abstract_note": "abstract",
    "manual_tags": "tags",
    "automatic_tags": "keywords",
}
_LEFT_OUT = ("file_attachments", "link_attachments")  # paths on somebody's disk
_LARGEST = 50_000_000  # bytes of one attachment


def is_zotero(head: Head) -> bool:
    """Whether the header names Zotero's columns."""
    return set(header_of(head.text)) >= _COLUMNS


def read_zotero(path: Path, source: str) -> Read:
    """Read the items of a library; a text is read from an attachment that lies beside the file.

    Attachments are plain texts and saved pages in the file's own folder or below, also as
    `storage/KEY/name.html`; others are not opened, and their items have an address and no text.
    """
    return read_listed(path, source, "zotero", _item_of(path.parent))


def _item_of(folder: Path) -> Callable[[dict[str, str]], dict[str, str]]:
    def item(said: dict[str, str]) -> dict[str, str]:
        attached = said.get("file_attachments", "")
        record = renamed(said, _NAMES)
        for name in _LEFT_OUT:
            record.pop(name, None)
        if "outlet" not in record:
            outlet = record.get("library_catalog") or host_of(record.get("url", ""))
            record |= {"outlet": outlet} if outlet else {}
        text = _text(folder, attached)
        return {**record, "text": text} if text else record

    return item


def _text(folder: Path, attached: str) -> str | None:
    """The text of the first attachment inside the folder that can be read, plain texts first."""
    names = [name.strip() for name in re.split(r";\s", attached)]
    for ending, read in ((".txt", _plain_text), ((".html", ".htm"), _page_text)):
        for name in names:
            if not name.lower().endswith(ending):
                continue
            for inside in _inside(name):
                try:
                    path = path_inside(folder, inside)
                    if path.stat().st_size <= _LARGEST:
                        return read(path)
                except (RefusedError, OSError):
                    continue
    return None


def _plain_text(path: Path) -> str:
    with open_text(path, detect_encoding(path)) as file:
        return file.read()


def _page_text(path: Path) -> str | None:
    data = path.read_bytes()
    return page_record(data.decode(page_encoding(data), "replace")).get("text")


def _inside(name: str) -> Iterator[str]:
    """Where in the folder an attachment may lie that was in `…/storage/KEY/name` on some disk."""
    parts = PureWindowsPath(name).parts  # takes either slash
    if parts and not PureWindowsPath(name).anchor:
        yield "/".join(parts)
    for kept in (3, 2):
        if len(parts) > kept:
            yield "/".join(parts[-kept:])
