"""Reads under the corpus's names, and several of them as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from framing.columns import KNOWN, REQUIRED, strings
from framing.errors import FramingError
from framing.intake import describe_columns, map_columns
from framing.readers.gather import Gatherer, Read
from framing.readers.genre import fill_genre
from framing.readers.names import recognise

_NUMBER = r"[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf"


def mapped(read: Read, columns: Mapping[str, str], required: Iterable[str] = REQUIRED) -> Read:
    """The read under the corpus's names, which must include those required."""
    frame = read.frame
    if len(frame.columns) == 0:  # no row could be read, or none says anything
        frame, columns = frame.reindex(columns=list(required)), {}
    known = recognise(map(str, frame.columns), columns)
    names = {*frame.columns, *known}
    if "text" in required and "url" in names and "text" not in names:
        _refuse_addresses(read.sources)
    frame = map_columns(frame, known, required)
    if not read.typed:
        numbers = {name: _numbers(frame[name]) for name in frame.columns if name not in KNOWN}
        frame = frame.assign(**numbers)
    sources = read.sources
    if "columns" not in sources:
        sources = sources.assign(columns=describe_columns(known))
    return replace(read, frame=fill_genre(frame), sources=sources, typed=True)


def mapped_alike(reads: Iterable[tuple[Read, Mapping[str, str]]]) -> list[Read]:
    """Reads with the columns to take from each, mapped; those of the same columns in one go, which
    takes a fraction of the time where files are many and small."""
    alike: dict[Any, list[Read]] = {}
    for read, columns in reads:
        key = (tuple(read.frame.columns), read.typed, tuple(sorted(columns.items())))
        alike.setdefault(key, []).append(read)
    return [
        mapped(_together([_with_ids(read) for read in some]), dict(columns), required=())
        for (_, _, columns), some in alike.items()
    ]


def joined(reads: Iterable[Read]) -> Read:
    """Several mapped reads as one; its tables say which row came from which.

    Articles of a file without identifiers are called by the file and the row, and so are those
    whose identifier another file gives to another text.
    """
    reads = list(reads) or [Gatherer(typed=True).finish()]
    read = _together([_with_ids(read) for read in reads])
    frame = read.frame
    if {"article_id", "text"} <= {*frame.columns}:
        another = frame["article_id"].duplicated() & ~frame.duplicated(["article_id", "text"])
        another &= frame["article_id"].notna()
        theirs = read.origin["source"] + ":" + strings(frame["article_id"])
        ids = strings(frame["article_id"]).mask(another, theirs)
        read = replace(read, frame=frame.assign(article_id=ids))
    return replace(read, typed=True)


def _together(reads: list[Read]) -> Read:
    """The rows of several reads, one after the other."""
    starts = np.cumsum([0, *(len(read.frame) for read in reads)])
    repaired = [
        read.repaired.assign(row=read.repaired["row"] + start)
        for read, start in zip(reads, starts[:-1], strict=True)
    ]
    return Read(
        _concatenated([read.frame for read in reads]),
        _concatenated([read.origin for read in reads]),
        _concatenated([read.sources for read in reads]),
        _concatenated([read.quarantined for read in reads]),
        _concatenated(repaired),
        typed=reads[0].typed,
    )


def refused(source: str, reason: str) -> Read:
    """A file that cannot be read: one row put aside."""
    gathered = Gatherer(typed=True)
    gathered.source(source, "unknown", None)
    gathered.reject(reason, source, 1)
    return gathered.finish()


def _with_ids(read: Read) -> Read:
    names = list(map(str, read.frame.columns))
    has_ids = "article_id" in names or recognise(names, {}, wanted=["article_id"])
    if has_ids or read.frame.empty:
        return read
    ids = read.origin["source"] + ":" + read.origin["row"].astype("str")
    return replace(read, frame=read.frame.assign(article_id=ids))


def _concatenated(frames: list[pd.DataFrame]) -> pd.DataFrame:
    there = [frame for frame in frames if len(frame)]
    return pd.concat(there, ignore_index=True) if there else frames[0]


def _refuse_addresses(sources: pd.DataFrame) -> None:
    name = sources["source"].iloc[0] if len(sources) else "the file"
    raise FramingError(
        f"{name} has addresses and no texts: obtain them with `framing corpus fetch`, or join them"
        " with your own copies by `framing corpus import --manifest … --from …`."
    )


def _numbers(texts: pd.Series) -> pd.Series:
    """A column of strings as numbers or booleans if every one that is there looks like one."""
    if texts.dtype != "str":
        return texts
    there = texts[texts.notna() & (texts != "")]
    if there.empty:
        return texts
    if there.isin(["True", "False"]).all():
        return texts.map({"True": True, "False": False})
    if there.str.fullmatch(_NUMBER).all():
        return pd.to_numeric(texts.mask(texts == ""))
    return texts
