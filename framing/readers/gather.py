"""What a reader hands over: rows, where each stood, and what was put aside or mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.columns import UNPAIRED

_BLOCK_ROWS = 5_000
_BLOCK_CHARACTERS = 20_000_000
_MOST_COLUMNS = 1_000  # further ones are left out
_MOST_MISSING = 100_000  # rows put aside on the word of a file
MENDED = "characters that could not be decoded replaced by U+FFFD"


@dataclass(frozen=True)
class Read:
    """The rows of one file or folder.

    Attributes
    ----------
    frame
        One row an article, columns as the source names them.
    origin
        `source` and `row` of each row of `frame`.
    sources
        One row a file: `source`, `format`, `encoding`, `stated`.
    quarantined
        Rows that could not be read: `source`, `row`, `article_id`, `reason`.
    repaired
        `row` (position in `frame`), `repair`, `detail`.
    typed
        The source knows numbers from strings (CSV does not).
    """

    frame: pd.DataFrame
    origin: pd.DataFrame
    sources: pd.DataFrame
    quarantined: pd.DataFrame
    repaired: pd.DataFrame
    typed: bool


def read_frame(frame: pd.DataFrame, source: str, form: str) -> Read:
    """A `Read` of a typed table that came in one piece."""
    return Read(
        frame,
        pd.DataFrame({"source": source, "row": np.arange(1, len(frame) + 1)}),
        pd.DataFrame({"source": [source], "format": [form], "encoding": [np.nan]}),
        pd.DataFrame(columns=["source", "row", "article_id", "reason"]),
        pd.DataFrame(columns=["row", "repair", "detail"]),
        typed=True,
    )


@dataclass
class Gatherer:
    """Rows as they are read one by one, packed into Arrow strings block by block."""

    typed: bool
    _names: dict[str, bool] = field(default_factory=dict)  # of columns, and whether they are kept
    _block: list[Mapping[str, Any]] = field(default_factory=list)
    _characters: int = 0
    _length: int = 0  # rows in finished blocks
    _columns: dict[str, list[pa.Array | list[Any]]] = field(default_factory=dict)
    _origin: list[tuple[str, int]] = field(default_factory=list)
    _sources: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    _stated: dict[str, int] = field(default_factory=dict)
    _quarantined: list[tuple[str, int, str | None, str]] = field(default_factory=list)
    _repaired: list[tuple[int, str, str]] = field(default_factory=list)

    def source(self, source: str, form: str, encoding: str | None) -> None:
        """Announce a file."""
        self._sources[source] = (form, encoding)

    def stated(self, source: str, number: int) -> None:
        """How many articles the announced file itself says it holds."""
        self._stated[source] = number

    def keep(self, record: Mapping[str, Any], source: str, row: int) -> None:
        """A record; of more than a thousand names of columns, the later ones are left out."""
        for name in record:
            if name not in self._names:
                self._names[name] = len(self._names) < _MOST_COLUMNS
        if len(self._names) > _MOST_COLUMNS:
            record = {name: value for name, value in record.items() if self._names[name]}
        self._block.append(record)
        self._origin.append((source, row))
        self._characters += sum(len(v) for v in record.values() if isinstance(v, str))
        if len(self._block) >= _BLOCK_ROWS or self._characters >= _BLOCK_CHARACTERS:
            self._pack()

    def reject(self, reason: str, source: str, row: int, article_id: str | None = None) -> None:
        known = article_id if article_id is None else article_id.translate(UNPAIRED)
        self._quarantined.append((source, row, known, reason.translate(UNPAIRED)))

    def repair(self, repair: str, detail: str) -> None:
        """What was mended in the record kept last."""
        row = self._length + len(self._block) - 1
        self._repaired.append((row, repair.translate(UNPAIRED), detail.translate(UNPAIRED)))

    def finish(self, columns: Sequence[str] = ()) -> Read:
        """The rows gathered, with at least these columns.

        For each article that a file says it holds and does not, a row is put aside.
        """
        self._pack()
        if self._length and len(self._names) > _MOST_COLUMNS:
            told = f"{len(self._names) - _MOST_COLUMNS:,} of {len(self._names):,}"
            self._repaired.append((0, f"columns beyond the first {_MOST_COLUMNS:,} left out", told))
        for source, stated in self._stated.items():
            rows = [row for name, row in self._origin if name == source]
            rows += [row for name, row, _, _ in self._quarantined if name == source]
            reason = f"the file states {stated:,} articles and holds {len(rows):,}"
            last = max(rows, default=0)
            missing = min(stated - len(rows), _MOST_MISSING)
            for row in range(last + 1, last + 1 + missing):
                self.reject(reason, source, row)
        for name in columns:
            self._columns.setdefault(name, [pa.nulls(self._length, pa.large_string())])
        frame = pd.DataFrame(
            {name.translate(UNPAIRED): _joined(blocks) for name, blocks in self._columns.items()},
            index=range(self._length),
        )
        return Read(
            frame,
            pd.DataFrame(self._origin, columns=["source", "row"]),
            pd.DataFrame(
                [(source, *how, self._stated.get(source)) for source, how in self._sources.items()],
                columns=["source", "format", "encoding", "stated"],
            ),
            pd.DataFrame(self._quarantined, columns=["source", "row", "article_id", "reason"]),
            pd.DataFrame(self._repaired, columns=["row", "repair", "detail"]),
            self.typed,
        )

    def _pack(self) -> None:
        block, self._block, self._characters = self._block, [], 0
        names = dict.fromkeys([*self._columns, *(name for record in block for name in record)])
        for name in names:
            if name not in self._columns:
                self._columns[name] = [pa.nulls(self._length, pa.large_string())]
            values = [record.get(name) for record in block]
            self._columns[name].append(self._packed(name, values))
        self._length += len(block)

    def _packed(self, name: str, values: list[Any]) -> pa.Array | list[Any]:
        try:
            return pa.array(values, pa.large_string())
        except UnicodeEncodeError:
            return self._packed(name, [self._mended(name, i, v) for i, v in enumerate(values)])
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            return [self._mended(name, i, value) for i, value in enumerate(values)]

    def _mended(self, name: str, position: int, value: Any) -> Any:
        """The value with lone surrogates, which mark what could not be decoded, replaced."""
        if not isinstance(value, str):
            return value
        mended = value.translate(UNPAIRED)
        if mended != value:
            number = sum("\ud800" <= character <= "\udfff" for character in value)
            detail = f"{name.translate(UNPAIRED)}: {number:,}"
            self._repaired.append((self._length + position, MENDED, detail))
        return mended


def _joined(blocks: list[pa.Array | list[Any]]) -> pd.Series:
    if all(isinstance(block, pa.Array) for block in blocks):
        return pd.Series(pd.array(pa.chunked_array(blocks, pa.large_string()), dtype="str"))
    lists = (block.to_pylist() if isinstance(block, pa.Array) else block for block in blocks)
    return pd.Series([value for values in lists for value in values], dtype=object)
