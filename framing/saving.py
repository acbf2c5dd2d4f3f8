"""Articles written to a file, whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.errors import check_choice

_BLOCK = 5_000  # articles turned to text at a time


def write_articles(articles: pd.DataFrame, path: Path) -> Path:
    """Write a frame of articles (index `article_id`) in the format of the path's ending."""
    write = _WRITERS[check_choice("the ending of path", path.suffix.lower(), _WRITERS)]
    with whole_file(path) as unfinished:
        write(articles, unfinished)
    return path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to, which becomes `path` when the block ends well and vanishes otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> Path:
    """Write these bytes to `path`, whole or not at all."""
    with whole_file(path) as unfinished:
        unfinished.write_bytes(content)
    return path


def _write_parquet(articles: pd.DataFrame, path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(_table(articles), path, compression="zstd")


def _write_arrow(articles: pd.DataFrame, path: Path) -> None:
    import pyarrow.feather as feather

    feather.write_feather(_table(articles), str(path), compression="uncompressed")


def _write_csv(articles: pd.DataFrame, path: Path) -> None:
    # A field with a carriage return in it is quoted only where lines end in one.
    _with_written_dates(articles).to_csv(path, lineterminator="\r\n", chunksize=_BLOCK)


def _write_jsonl(articles: pd.DataFrame, path: Path) -> None:
    articles = _with_written_dates(articles).reset_index()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for start in range(0, len(articles), _BLOCK):
            block = articles.iloc[start : start + _BLOCK].astype(object)
            for record in block.where(block.notna(), None).to_dict("records"):
                there = {name: value for name, value in record.items() if value is not None}
                file.write(json.dumps(there, ensure_ascii=False) + "\n")


def _with_written_dates(articles: pd.DataFrame) -> pd.DataFrame:
    """Dates as ISO 8601, without the time where a column has none."""
    written = {}
    for name in articles.select_dtypes("datetime"):
        dates = articles[name]
        days = (dates.dropna() == dates.dropna().dt.normalize()).all()
        texts = np.datetime_as_string(dates.to_numpy(), unit="D" if days else "us")
        written[name] = pd.Series(texts, articles.index, dtype="str").mask(dates.isna())
    return articles.assign(**written)


def _table(articles: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(articles.reset_index(), preserve_index=False)


_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".parquet": _write_parquet,
    ".arrow": _write_arrow,
    ".csv": _write_csv,
    ".jsonl": _write_jsonl,
}
