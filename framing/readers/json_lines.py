"""JSON Lines, one JSON array of objects, and objects that hold such an array."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from framing.errors import FramingError
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.gather import Gatherer, Read

_LARGEST = 1_000_000_000  # bytes; JSON Lines are read line by line and have no limit
_ARRAY = re.compile(r"\s*\[")
_BLANKS = re.compile(r"[\s,]*")


@dataclass(frozen=True)
class Unreadable:
    """What stands in a file in an object's place, and why it is none."""

    reason: str


def read_json(path: Path, source: str) -> Read:
    """Read one object an article; the row of JSON Lines is the number of the line.

    Of an array that is damaged or breaks off, the articles before the damage are read.
    """
    gathered = Gatherer(typed=True)
    encoding = detect_encoding(path)
    with open_text(path, encoding) as file:
        array = file.read(1_000).lstrip().startswith("[")
    gathered.source(source, "json" if array else "jsonl", encoding)
    for row, record in objects(path, source, encoding):
        if isinstance(record, dict):
            gathered.keep(record, source, row)
        elif isinstance(record, Unreadable):
            gathered.reject(record.reason, source, row)
        else:
            gathered.reject("not a JSON object with the article's columns", source, row)
    return gathered.finish()


def objects(
    path: Path, source: str, encoding: str, inside: Iterable[str] = ()
) -> Iterator[tuple[int, Any]]:
    """The values of JSON Lines or of an array, numbered from 1, and `Unreadable` between them.

    An object that holds an array under one of the names `inside` stands for its elements.
    """
    inside = tuple(inside)
    with open_text(path, encoding) as file:
        if not _is_whole(file, inside):
            values = _lines(file)
        elif path.stat().st_size > _LARGEST:
            raise FramingError(
                f"{source} is one piece of JSON of over 1 GB; write it as JSON Lines."
            )
        else:
            values = enumerate(_elements(file.read(), source, inside), 1)
        if not inside:
            yield from values
            return
        row = 0
        for _, value in values:
            for element in _opened(value, inside):
                row += 1
                yield row, element


def _is_whole(file: TextIO, inside: tuple[str, ...]) -> bool:
    """Whether the file is one array or object, and not an object a line."""
    array = file.read(1_000).lstrip().startswith("[")
    file.seek(0)
    if array or not inside:
        return array
    nonblank = (line for line in file if line.strip())
    first, second = next(nonblank, ""), next(nonblank, "")
    file.seek(0)
    return not isinstance(_parsed(first), dict) and not second.startswith("{")


def _lines(file: TextIO) -> Iterator[tuple[int, Any]]:
    for row, line in enumerate(file, 1):
        if line.strip():
            yield row, _parsed(line)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return Unreadable("the line is not JSON")


def _opened(value: Any, inside: tuple[str, ...]) -> list[Any]:
    if isinstance(value, dict):
        for name in inside:
            if isinstance(value.get(name), list):
                return list(value[name])
    return [value]


def _elements(text: str, source: str, inside: tuple[str, ...]) -> Iterator[Any]:
    """The elements of the array that the text is or holds; of a damaged one, those before it."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        yield from _before_damage(text, source, inside)
    else:
        yield from whole if isinstance(whole, list) else [whole]


def _before_damage(text: str, source: str, inside: tuple[str, ...]) -> Iterator[Any]:
    names = "|".join(map(re.escape, inside)) or r"\b\B"  # no name at all
    within = re.compile(rf'"(?:{names})"\s*:\s*\[')
    decode = json.JSONDecoder().raw_decode
    found = _ARRAY.match(text) or within.search(text)
    position, anything = 0, False
    for _ in range(2):  # an array, and one inside its last element
        if found is None:
            break
        position = _after_blanks(text, found.end())
        while not text.startswith("]", position):
            try:
                value, end = decode(text, position)
            except (ValueError, RecursionError):
                break
            position, anything = _after_blanks(text, end), True
            yield value
        found = within.search(text, position)
    if not anything:
        raise FramingError(f"{source} begins as JSON and cannot be read as such; mend it.")
    if not text.startswith("]", position) or "{" in text[position:]:
        line = text.count("\n", 0, position) + 1
        yield Unreadable(
            f"the JSON is damaged or breaks off (line {line:,}), and nothing after it was read"
        )


def _after_blanks(text: str, position: int) -> int:
    blanks = _BLANKS.match(text, position)
    return blanks.end() if blanks else position
