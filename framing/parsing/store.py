"""Parses on disk: a file for each batch of articles, found by the hashes of their texts."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from framing.parsing.model import SCHEMA
from framing.saving import whole_file


class Batch:
    """Parses of some articles: a table in memory, or the file that holds it.

    keys : list of str, the articles in the order of the table
    counts : list of int, the rows of each
    """

    def __init__(self, keys: list[str], table: pa.Table | None, file: Path | None = None) -> None:
        self.keys = keys
        self._table = table
        self._file = file
        if table is not None:
            self.counts: list[int] = json.loads(table.schema.metadata[b"counts"])

    @classmethod
    def found(cls, file: Path) -> Batch | None:
        """What a file holds, or None if it is no such file or damaged."""
        try:
            said = pq.read_schema(file).metadata
            batch = cls(json.loads(said[b"keys"]), None, file)
            batch.counts = json.loads(said[b"counts"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return batch

    def table(self) -> pa.Table:
        if self._table is not None:
            return self._table
        table = pq.read_table(self._file)
        return table.cast(SCHEMA) if table.schema != SCHEMA else table

    def save(self, folder: Path) -> Batch:
        """The same batch, kept in a file of the folder and no longer in memory; this one, if the
        folder cannot be written to."""
        assert self._table is not None
        said = {"keys": json.dumps(self.keys), "counts": json.dumps(self.counts)}
        table = self._table.replace_schema_metadata(said)
        name = hashlib.sha256("".join(self.keys).encode()).hexdigest()[:32]
        file = folder / f"{name}.parquet"
        try:
            with whole_file(file) as unfinished:
                pq.write_table(table, unfinished, compression="zstd")
        except OSError:
            return self
        return Batch.found(file) or self


def cache_folder(cache: str | os.PathLike[str] | None) -> Path | None:
    """Where parses are kept: $FRAMING_CACHE/parses, or else the folder given."""
    held = os.environ.get("FRAMING_CACHE") or cache
    return None if held is None else Path(held) / "parses"


def kept(folder: Path) -> list[Batch]:
    """All batches in a folder, none if there is no folder."""
    found = (Batch.found(file) for file in sorted(folder.glob("*.parquet")))
    return [batch for batch in found if batch is not None]
