"""The files of a folder of features: their columns, and how they are written and checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, ValidationError

from framing.columns import WORDS
from framing.errors import FramingError
from framing.saving import whole_file

ABOUT = "features.json"
VERSION = 1
Section = Literal["body", "headline"]
SECTIONS: dict[Section, str] = {"body": "text", "headline": "title"}  # and the field of each
COUNTS = ("n", "n_own", "n_quoted")

# What the columns hold: text, whole numbers (not negative), other numbers, yes or no.
TABLES: dict[str, dict[str, str]] = {
    "articles.parquet": {"article_id": "text", "outlet": "text", "counted": "bool"},
    "copies.parquet": {"article_id": "text"},
    "sections.parquet": {
        **dict.fromkeys(["article_id", "section"], "text"),
        **dict.fromkeys(["n_words", "n_sentences", "n_words_own", "n_words_quoted"], "whole"),
        "quotes_reliable": "bool",
    },
    "tokens.parquet": {
        **dict.fromkeys(["article_id", "section", "token"], "text"),
        **dict.fromkeys(COUNTS, "whole"),
    },
    "hits.parquet": {
        **dict.fromkeys(["lexicon", "article_id", "section", "category"], "text"),
        "pattern": "whole",
        "weight": "number",
        **dict.fromkeys(COUNTS, "whole"),
    },
    "measures.parquet": {
        **dict.fromkeys(["measure", "voice", "article_id", "section", "category"], "text"),
        **dict.fromkeys(["numerator", "denominator"], "number"),
    },
    "sentences.parquet": {
        **dict.fromkeys(["measure", "voice", "article_id", "section", "category"], "text"),
        "sentence": "whole",
        **dict.fromkeys(["numerator", "denominator"], "number"),
    },
}
OPEN = ("articles.parquet", "copies.parquet")  # these have further columns, known or not
KNOWN = {**dict.fromkeys(WORDS, "text"), "event_words": "text", "date": "date", "weight": "number"}

LARGEST_ABOUT = 10_000_000  # bytes
ROWS_A_BYTE = 20  # the files written here have less than one row a byte,
UNPACKED = 200  # and become less than ten times as large
SMALL = 100_000


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Lexicon(_Checked):
    """A lexicon whose hits were counted; `named` as the study names it."""

    named: str
    name: str
    version: str
    hash: str
    language: str
    licence: str
    categories: list[str]
    unit: str
    kind: Literal["count", "score", "share"]


class Sums(_Checked):
    """A measure whose sums are kept, `measure` and `voice` as in measures.parquet; `named` is
    its lexicon, as the study names it."""

    measure: str
    named: str
    voice: Literal["all", "own", "quoted"]
    name: str
    unit: str
    kind: Literal["count", "score", "share"]
    section: str
    categories: list[str]
    settings: dict[str, str]


class Source(_Checked):
    """The corpus; `receipt` says how many articles were put aside and mended, and why."""

    fingerprint: str
    articles: int
    counted: int
    receipt: dict[str, int | dict[str, int]]


class About(_Checked):
    """features.json."""

    format: Literal["media-framing features"]
    version: Literal[1]
    made_with: str
    words: str
    corpus: Source
    sections: list[Section]
    left_out: list[str]
    lexicons: list[Lexicon]
    measures: list[Sums]
    settings: dict[str, Any]
    files: dict[str, str]


def write_table(frame: pd.DataFrame, folder: Path, name: str) -> str:
    """Write a table and return the sha256 of the file, the same for the same table."""
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
    if name not in OPEN:
        table = table.cast(pa.schema([(key, _ARROW[kind]) for key, kind in TABLES[name].items()]))
    path = folder / name
    with whole_file(path) as unfinished:
        pq.write_table(table, unfinished, compression="zstd", compression_level=9)
    return _sha256(path)


def is_empty_for(folder: Path) -> bool:
    """Whether features may be written to a folder: it is empty, or holds features."""
    return folder.is_dir() and ((folder / ABOUT).is_file() or not any(folder.iterdir()))


def read_about(folder: Path) -> About:
    path = folder / ABOUT
    try:
        if path.stat().st_size > LARGEST_ABOUT:
            raise FramingError(f"{path} is larger than 10 MB, so these are not features.")
        said = json.loads(path.read_text(encoding="utf-8"))
        version = said.get("version") if isinstance(said, Mapping) else None
        if version != VERSION and isinstance(version, int):
            raise FramingError(
                f"{path} has version {version}; this program reads version {VERSION}, so export"
                " the features again or install another release."
            )
        return About.model_validate(said)
    except OSError:
        raise FramingError(f"{str(folder)!r} has no {ABOUT}; give a folder of features.") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "all of it"
        raise FramingError(f"{path} is not as it should be, at {key}: {first['msg']}.") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, FramingError):
            raise
        raise FramingError(f"{path} is not JSON; obtain the features again.") from None


def read_table(folder: Path, name: str, sha256: str) -> pd.DataFrame:
    """Read a table and check it: the file, its columns and their kinds, nothing missing.

    Columns of text are categories, to be looked up by their codes, but in the tables with further
    columns.
    """
    import pyarrow.parquet as pq

    path = folder / name
    try:
        if _sha256(path) != sha256:
            raise FramingError(
                f"{path} is not the file that {ABOUT} tells of; obtain the features again."
            )
        columns = TABLES[name]
        metadata = pq.read_metadata(path)
        _check_size(path, metadata)
        there = [metadata.schema.column(number).path for number in range(metadata.num_columns)]
        texts = [column for column in there if columns.get(column) == "text"]
        with pq.ParquetFile(path, read_dictionary=[] if name in OPEN else texts) as file:
            table = file.read()
        table.validate(full=True)
        _check_columns(path, table, columns)
        return table.to_pandas(ignore_metadata=True)
    except FramingError:
        raise
    except FileNotFoundError:
        raise FramingError(f"{path} is missing; obtain the features again.") from None
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise FramingError(f"{path} cannot be read as Parquet ({reason}).") from None


def _check_size(path: Path, metadata: Any) -> None:
    size = path.stat().st_size
    groups = range(metadata.num_row_groups)
    unpacked = sum(metadata.row_group(number).total_byte_size for number in groups)
    if metadata.num_rows > SMALL + ROWS_A_BYTE * size or unpacked > SMALL + UNPACKED * size:
        raise FramingError(
            f"{path} says that its {size:,} bytes hold {metadata.num_rows:,} rows, which is not"
            " believed; obtain the features again."
        )


def _check_columns(path: Path, table: pa.Table, columns: Mapping[str, str]) -> None:
    there = table.column_names
    lacking = [name for name in columns if name not in there]
    if lacking:
        raise FramingError(f"{path} lacks the column {lacking[0]!r}; obtain the features again.")
    further = [name for name in there if name not in columns]
    if further and path.name not in OPEN:
        raise FramingError(f"{path} has the column {further[0]!r}, which it should not have.")
    if len(set(there)) < len(there):
        raise FramingError(f"{path} has two columns of one name; obtain the features again.")
    for name, kind in [*columns.items(), *[(name, KNOWN.get(name, "any")) for name in further]]:
        column = table[name]
        if not _FITS[kind](column.type):
            raise FramingError(f"{path}: the column {name!r} is {column.type}, not {_TOLD[kind]}.")
        if name in columns and column.null_count:
            raise FramingError(f"{path}: the column {name!r} has values missing.")
        if kind == "whole" and len(column) and pc.min(column).as_py() < 0:
            raise FramingError(f"{path}: the column {name!r} has a number below 0.")
        if name in columns and kind == "number" and pc.any(pc.invert(pc.is_finite(column))).as_py():
            raise FramingError(f"{path}: the column {name!r} has numbers that are not finite.")


def _is_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _is_any(kind: pa.DataType) -> bool:
    return any(fits(kind) for fits in _FITS.values() if fits is not _is_any)


_ARROW = {
    "text": pa.dictionary(pa.int32(), pa.string()),
    "whole": pa.int32(),
    "number": pa.float64(),
    "bool": pa.bool_(),
}
_FITS = {
    "text": _is_text,
    "whole": pa.types.is_integer,
    "number": pa.types.is_floating,
    "bool": pa.types.is_boolean,
    "date": pa.types.is_timestamp,
    "any": _is_any,
}
_TOLD = {
    "text": "text",
    "whole": "whole numbers",
    "number": "numbers",
    "bool": "true or false",
    "date": "dates",
    "any": "text, numbers or dates",
}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def codes_of(column: pd.Series, names: Sequence[str], where: str) -> np.ndarray:
    """For each row the number of its value in `names`; int64 (n_rows,)."""
    known = pd.Index(list(names), dtype=object).get_indexer(column.cat.categories.astype(object))
    codes = known[column.cat.codes.to_numpy()]
    if (codes < 0).any():
        unknown = column.iloc[int(np.argmax(codes < 0))]
        raise FramingError(f"{where} names {unknown[:40]!r}, which is not known there.")
    return codes
