"""CSV and TSV: bad rows are put aside one by one, and reading goes on after them."""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from framing.columns import KNOWN
from framing.errors import FramingError
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.gather import Gatherer, Read
from framing.readers.names import recognise

_LONGEST_FIELD = 64_000_000  # characters
_REREAD = 4  # lines read again after unclosed quotes, as a multiple of the lines there are


def read_delimited(path: Path, source: str) -> Read:
    """Read a table with one header line; the delimiter is comma, semicolon, tab or bar."""
    gathered = Gatherer(typed=False)
    encoding = detect_encoding(path)
    gathered.source(source, path.suffix.lstrip(".").lower() or "csv", encoding)
    with open_table(path, source, encoding, gathered) as (header, rows):
        for row, record in rows:
            gathered.keep(record, source, row)
    return gathered.finish(header)


@contextmanager
def open_table(
    path: Path, source: str, encoding: str, gathered: Gatherer
) -> Iterator[tuple[list[str], Iterator[tuple[int, dict[str, str]]]]]:
    """The header of a table and its rows, numbered from 1; bad rows are put aside."""
    with open_text(path, encoding) as file, _long_fields():
        lines = _Lines(file)
        first = next(lines, "")
        lines.back()
        reader = csv.reader(lines, delimiter=_delimiter(first), strict=True)
        try:
            header = _header(next(reader, []))
        except csv.Error as error:
            raise FramingError(f"{source}: the header cannot be read ({error}).") from None
        if not header:
            raise FramingError(f"{source} has no header: its first line must name the columns.")

        def rows() -> Iterator[tuple[int, dict[str, str]]]:
            row = 0
            while True:
                lines.start()
                try:
                    fields = next(reader)
                except StopIteration:
                    break
                except csv.Error as error:
                    row += 1
                    reason, lost = _worded(error), lines.back(after=1)
                    if lost:
                        reason += f", and {lost:,} lines after it went with it"
                    gathered.reject(f"{reason} (line {lines.first:,})", source, row)
                    continue
                if not fields:
                    continue
                row += 1
                if len(fields) != len(header):
                    reason = f"{len(fields):,} fields where the header has {len(header):,}"
                    gathered.reject(f"{reason} (line {lines.first:,})", source, row)
                else:
                    yield row, dict(zip(header, fields, strict=True))

        yield header, rows()


def header_of(text: str) -> list[str]:
    """The names of the columns of a table that begins so; none if it is no table."""
    line = next(iter(text.splitlines()), "")
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=_delimiter(line)), [])]
    except (csv.Error, FramingError):
        return []


class _Lines:
    """The lines of a file, of which those since `start` can be had again."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._number = 0
        self._reread = 0
        self.start()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._file)
        self._taken.append(line)
        self._number += 1
        return line

    def start(self) -> None:
        """The next line is the first of a row."""
        self.first = self._number + 1
        self._taken = []

    def back(self, after: int = 0) -> int:
        """Go back to the start, but for so many lines; not for ever in a file made to that end.

        Returns the number of lines that were not gone back over.
        """
        again = self._taken[after:]
        self._taken = []
        self._reread += len(again)
        if self._reread > _REREAD * self._number + 1_000_000:
            return len(again)
        self._waiting.extendleft(reversed(again))
        self._number -= len(again)
        return 0


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let a field be as long as an article: the csv module's own limit is 131,072 characters."""
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _delimiter(line: str) -> str:
    """The delimiter under which the header names most of a corpus's columns, then most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            names = _header(next(csv.reader([line], delimiter=delimiter), []))
        except csv.Error:
            return 0, 0
        return len(recognise(names, {})) + len({*names} & {*KNOWN, "path"}), len(names)

    return max(",\t;|", key=score)


def _header(fields: list[str]) -> list[str]:
    names = [name.strip() or f"column {i}" for i, name in enumerate(fields, 1)]
    name, number = Counter(names).most_common(1)[0] if names else ("", 0)
    if number > 1:
        raise FramingError(f"the header names {name!r} {number} times; rename the others.")
    return names


def _worded(error: csv.Error) -> str:
    message = str(error)
    if "expected after" in message or "unexpected end" in message:
        return "a quotation mark is not closed, or not followed by the delimiter"
    return message
