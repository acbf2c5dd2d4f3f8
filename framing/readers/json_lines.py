"""JSON Lines, and files that hold one JSON array of objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from framing.errors import FramingError
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.gather import Gatherer, Read

_LARGEST_ARRAY = 1_000_000_000  # bytes; JSON Lines are read line by line and have no limit


def read_json(path: Path, source: str) -> Read:
    """Read one object an article; the row of JSON Lines is the number of the line."""
    gathered = Gatherer(typed=True)
    encoding = detect_encoding(path)
    with open_text(path, encoding) as file:
        array = file.read(1_000).lstrip().startswith("[")
        file.seek(0)
        gathered.source(source, "json" if array else "jsonl", encoding)
        records = _array(file, path, source) if array else _lines(file)
        for row, record in records:
            if isinstance(record, dict):
                gathered.keep(record, source, row)
            elif isinstance(record, _Unreadable):
                gathered.reject("the line is not JSON", source, row)
            else:
                gathered.reject("not a JSON object with the article's columns", source, row)
    return gathered.finish()


class _Unreadable:
    pass


def _lines(file: TextIO) -> Iterator[tuple[int, Any]]:
    for row, line in enumerate(file, 1):
        if line.strip():
            yield row, _parsed(line)


def _array(file: TextIO, path: Path, source: str) -> Iterator[tuple[int, Any]]:
    if path.stat().st_size > _LARGEST_ARRAY:
        raise FramingError(f"{source} is one JSON array of over 1 GB; write it as JSON Lines.")
    array = _parsed(file.read())
    if not isinstance(array, list):
        raise FramingError(f"{source} begins as a JSON array and is not one; mend it.")
    return enumerate(array, 1)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _Unreadable()
