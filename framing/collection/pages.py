"""Pages that were had, and those that could not be, kept so that nothing is asked for twice."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from framing.saving import write_whole


@dataclass(frozen=True)
class Page:
    """What came of asking for an address.

    Attributes
    ----------
    url
        The address.
    found_at
        Where the page was in the end.
    retrieved
        When, in UTC.
    charset
        The encoding that the server named.
    failure
        Why the page could not be had.
    refused
        robots.txt does not allow it.
    archived
        Archives were asked too.
    """

    url: str
    found_at: str | None = None
    retrieved: str | None = None
    charset: str | None = None
    failure: str | None = None
    refused: bool = False
    archived: bool = False
    data: bytes = b""


class Pages:
    """The cache: `$FRAMING_CACHE`/pages, or `.framing/pages` in the folder of the corpus."""

    def __init__(self, folder: Path) -> None:
        held = os.environ.get("FRAMING_CACHE")
        self.folder = (Path(held) if held else folder / ".framing") / "pages"

    def get(self, url: str) -> Page | None:
        """What came of an address before, if it was asked for."""
        try:
            head, _, data = gzip.decompress(self._file(url).read_bytes()).partition(b"\n")
            page = Page(**json.loads(head), data=data)
        except (OSError, EOFError, ValueError, TypeError):
            return None
        return page if page.url == url else None

    def put(self, page: Page) -> None:
        head = {name: value for name, value in asdict(page).items() if name != "data"}
        content = json.dumps(head).encode() + b"\n" + page.data
        write_whole(self._file(page.url), gzip.compress(content, mtime=0))

    def _file(self, url: str) -> Path:
        name = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / name[:2] / f"{name[:40]}.gz"
