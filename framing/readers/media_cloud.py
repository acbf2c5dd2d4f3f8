"""Media Cloud: lists of stories with addresses and no texts, as CSV or JSON, of both versions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from framing.readers.delimited import header_of
from framing.readers.gather import Read
from framing.readers.html import host_of
from framing.readers.listed import read_listed, renamed, snake

if TYPE_CHECKING:
    from framing.readers.formats import Head

_NAMES = {
    "stories_id": "article_id",
    "story_id": "article_id",
    "id": "article_id",
    "media_name": "outlet",
    "publish_date": "date",
    "text": "text",
    "story_text": "text",
}
# The search of today, and the Explorer and the topics of before.
_COLUMNS = (
    {"id", "indexed_date", "media_name", "publish_date", "url"},
    {"stories_id", "media_name", "publish_date", "url"},
)


def is_media_cloud(head: Head) -> bool:
    """Whether it names the fields of a story."""
    if head.text.lstrip()[:1] in ("[", "{"):
        names = set(re.findall(r'(?<!\\)"(\w+)"\s*:', head.text))
    else:
        names = set(map(snake, header_of(head.text)))
    return any(columns <= names for columns in _COLUMNS)


def read_media_cloud(path: Path, source: str) -> Read:
    """Read the stories of a search: outlet, title, address, date, language."""
    return read_listed(path, source, "media cloud", _story, inside=("stories", "results", "sample"))


def _story(said: dict[str, str]) -> dict[str, str]:
    story = renamed(said, _NAMES)
    if "outlet" not in story and (host := host_of(story.get("media_url", story.get("url", "")))):
        story["outlet"] = host
    if story.pop("ap_syndicated", "").lower() in ("true", "1", "t"):
        story["agency"] = "AP"
    return story
