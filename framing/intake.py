"""Rows of a table as articles of a corpus: names of columns, and what keeps a row out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.columns import (
    KNOWN,
    REQUIRED,
    WORDS,
    blank,
    covariate,
    listed,
    not_text,
    not_unicode,
    strings,
)
from framing.dates import parse_dates
from framing.errors import FramingError


def map_columns(
    frame: pd.DataFrame, columns: dict[str, str], required: Iterable[str] = REQUIRED
) -> pd.DataFrame:
    """The frame with its columns under the names that a corpus uses; `columns` is new=old.

    Those required must be there. A column whose name is taken over by another stays as
    `<name>_original`.
    """
    frame = frame.rename(columns=str)
    if frame.columns.has_duplicates:
        twice = frame.columns[frame.columns.duplicated()].unique()
        raise FramingError(f"columns {listed(twice)} are there more than once; rename them.")
    names = [*frame.columns, *(name for name in frame.index.names if name is not None)]
    for new, old in columns.items():
        if new not in KNOWN:
            raise FramingError(f"{new}={old!r}: {new!r} is not one of {listed(KNOWN)}.")
        if old not in names:
            raise FramingError(
                f"{new}={old!r}: there is no such column; there are {listed(names)}."
            )
    if set(names) - set(frame.columns) and set(columns.values()) - set(frame.columns):
        frame = frame.reset_index()
    taken = {name: frame[old] for name, old in columns.items() if name != old}
    if taken:
        rest = frame.drop(columns=list({columns[name] for name in taken}))
        rest = rest.rename(columns={name: f"{name}_original" for name in taken})
        frame = pd.concat([pd.DataFrame(taken), rest], axis="columns")
    missing = [name for name in required if name not in frame.columns]
    if missing:
        hint = ", ".join(f'{name}="…"' for name in missing)
        raise FramingError(
            f"there is no column {listed(missing)}; there are {listed(names)}: say which"
            f" stands for it, as in {hint}."
        )
    return frame


def describe_columns(columns: dict[str, str]) -> str | float:
    """Which column was taken for which, for the receipt; NaN where each bears its own name."""
    return ", ".join(f"{new}={old}" for new, old in columns.items() if new != old) or np.nan


def check_rows(frame: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame]:
    """The articles, for each the reason why it cannot be kept ("" if it can), and the repairs."""
    ids = _ids(frame)
    frame = frame.reset_index(drop=True).drop(columns="article_id", errors="ignore")
    texts, outlets = frame["text"], strings(frame["outlet"])
    foreign, broken = not_text(texts), not_unicode(texts)
    texts = strings(texts)
    reasons = np.select(
        [blank(ids), blank(outlets), foreign, broken, blank(texts)],
        [
            "the article_id is missing",
            "the outlet is missing",
            "the text is not a string",
            "the text holds half of a surrogate pair, which is no character",
            "the text is empty",
        ],
        "",
    ).astype(object)
    fine = reasons == ""
    reasons[np.flatnonzero(fine)[ids[fine].duplicated()]] = "an earlier row has this article_id"

    repairs = []
    columns = {"outlet": outlets.str.strip(), "text": texts}
    trimmed = columns["outlet"].ne(outlets) & outlets.notna()
    repairs.append(_repairs("white space around the outlet dropped", outlets[trimmed]))
    for name in frame.columns.drop(["outlet", "text"]):
        values = frame[name]
        if name == "date":
            values, problems = parse_dates(values)
            repairs += [
                _repairs(problem, strings(frame[name])[problems == problem])
                for problem in problems.dropna().unique()
            ]
        elif name == "weight":
            given, values = values, _weights(values)
            refused = strings(given)[values.isna() & given.notna()]
            repairs.append(_repairs("weight left out: not a number ≥ 0", refused))
        elif name in WORDS:
            values = strings(values)
            values = values.mask(values == "")
        else:
            values = covariate(values)
        columns[name] = values
    articles = pd.DataFrame(columns)
    articles.index = pd.Index(ids.fillna("").array, name="article_id", dtype="str")
    return articles, reasons, pd.concat(repairs)


def _weights(values: pd.Series) -> pd.Series:
    if values.dtype.kind not in "biuf":
        values = pd.to_numeric(strings(values), errors="coerce")
    values = values.astype("float64")
    return values.where((values >= 0) & np.isfinite(values))


def _ids(frame: pd.DataFrame) -> pd.Series:
    if "article_id" in frame.columns:
        ids = frame["article_id"]
    elif frame.index.name == "article_id":
        ids = frame.index.to_series()
    else:
        ids = pd.Series(np.arange(len(frame)))
    return strings(ids.reset_index(drop=True))


def _repairs(repair: str, given: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"row": given.index, "repair": repair, "detail": given.to_numpy(object)})
