"""Parquet and Arrow files. The text of an uncompressed Arrow file stays on disk, memory-mapped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from framing.errors import FramingError
from framing.readers.gather import Read, read_frame


def read_parquet(path: Path, source: str) -> Read:
    import pyarrow.parquet as pq

    return _read(lambda: pq.read_table(path, partitioning=None), source, "parquet")


def read_arrow(path: Path, source: str) -> Read:
    return _read(lambda: pa.ipc.open_file(pa.memory_map(str(path))).read_all(), source, "arrow")


def _read(load: Callable[[], pa.Table], source: str, form: str) -> Read:
    try:
        table = load()
        table.validate(full=True)
        frame = table.to_pandas(ignore_metadata=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise FramingError(f"{source} cannot be read as {form} ({reason}).") from None
    unnamed = [name for name in frame.columns if str(name).startswith("__index_level_")]
    return read_frame(frame.drop(columns=unnamed), source, form)
