"""Lists of articles, as tables or as JSON, that a vendor's own rule turns into records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from framing.readers.delimited import open_table
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.gather import Gatherer, Read
from framing.readers.json_lines import Unreadable, objects

_MOST_COLUMNS = 400


def read_listed(
    path: Path,
    source: str,
    form: str,
    article_of: Callable[[dict[str, str]], dict[str, str] | str],
    inside: Iterable[str] = (),
) -> Read:
    """Read a table, JSON Lines, a JSON array or an object that holds one under a name `inside`.

    `article_of` gets what a row says, as strings under names like `published_at`, and gives the
    record, or why there is none.
    """
    gathered = Gatherer(typed=False)
    encoding = detect_encoding(path)
    gathered.source(source, form, encoding)
    names: set[str] = set()
    for row, raw in _rows(path, source, encoding, gathered, inside):
        record = article_of(_said(raw))
        if isinstance(record, str):
            gathered.reject(record, source, row)
        elif len(names | record.keys()) <= _MOST_COLUMNS:
            names |= record.keys()
            gathered.keep(record, source, row)
        else:
            gathered.keep({name: record[name] for name in record if name in names}, source, row)
            left_out = sorted(record.keys() - names)
            gathered.repair("columns left out, being too many", ", ".join(left_out)[:200])
    return gathered.finish()


def _rows(
    path: Path, source: str, encoding: str, gathered: Gatherer, inside: Iterable[str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    with open_text(path, encoding) as file:
        is_json = file.read(1_000).lstrip()[:1] in ("[", "{")
    if not is_json:
        with open_table(path, source, encoding, gathered) as (_, rows):
            yield from rows
        return
    for row, value in objects(path, source, encoding, inside):
        if isinstance(value, dict):
            yield row, value
        elif isinstance(value, Unreadable):
            gathered.reject(value.reason, source, row)
        else:
            gathered.reject("not a JSON object that describes an article", source, row)


def _said(raw: dict[str, Any]) -> dict[str, str]:
    """What is there and is no list, as strings; `source: {name: …}` becomes `source_name`."""
    said: dict[str, str] = {}
    for name, value in raw.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for part, inner in parts:
            if isinstance(inner, (str, int, float)) and inner != "" and inner == inner:  # no NaN
                said.setdefault(snake(f"{name} {part}"), str(inner))
    return said


@lru_cache(1_000)
def snake(name: str) -> str:
    """
    >>> snake("publishedAt"), snake("Item Type"), snake("source.name")
    ('published_at', 'item_type', 'source_name')
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"\W+", "_", parted).strip("_").lower()


def renamed(said: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """What a row says under other names, old → new; of two with one name, the first of `names`."""
    record = {name: value for name, value in said.items() if name not in names}
    for old, new in names.items():
        if old in said:
            record.setdefault(new, said[old])
    return record


def compact_time(text: str) -> str:
    """A date and time written without marks as ISO 8601 in UTC; other texts as they are.

    >>> compact_time("20231103T101500Z"), compact_time("20231103101500"), compact_time("20231103")
    ('2023-11-03T10:15:00Z', '2023-11-03T10:15:00Z', '2023-11-03')
    """
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)Z?)?", text.strip())
    if not found:
        return text
    day = "-".join(found.groups()[:3])
    return f"{day}T{found[4]}:{found[5]}:{found[6]}Z" if found[4] else day
