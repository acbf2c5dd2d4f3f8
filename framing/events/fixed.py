"""The small table by which a reader of the articles puts events right."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd

from framing.columns import listed, strings
from framing.errors import FramingError
from framing.readers.delimited import read_delimited
from framing.receipt import REPAIRED

UNKNOWN_ARTICLE = "flagged: an event is fixed for an article that the corpus lacks"


def read_fixed(
    fixed: str | os.PathLike[str] | pd.DataFrame, article_ids: pd.Index
) -> tuple[pd.Series, pd.DataFrame]:
    """The events fixed for articles of the corpus, and rows for the receipt on all others.

    The events are str by `article_id`, NaN for an article on its own.
    """
    if isinstance(fixed, pd.DataFrame):
        frame, name = fixed, "fixed"
        if "article_id" not in frame.columns and frame.index.name == "article_id":
            frame = frame.reset_index()
    else:
        path = Path(fixed)
        if not path.is_file():
            raise FramingError(f"fixed={str(path)!r} is not there; give an existing CSV file.")
        read = read_delimited(path, path.name)
        frame, name = read.frame, path.name
        if len(read.quarantined):
            reason, row = read.quarantined.loc[0, ["reason", "row"]]
            raise FramingError(f"{name}, row {row}: {reason}; mend that row.")
    frame = frame.rename(columns=lambda column: str(column).strip())
    missing = [column for column in ("article_id", "event") if column not in frame.columns]
    if missing:
        raise FramingError(
            f"{name} has no column {listed(missing)}; it has {listed(frame.columns)}."
        )
    table = frame[["article_id", "event"]].apply(lambda values: strings(values).str.strip())
    table = table.replace("", np.nan).dropna(subset="article_id").drop_duplicates()
    twice = table["article_id"][table["article_id"].duplicated()]
    if len(twice):
        events = table.loc[table["article_id"] == twice.iloc[0], "event"].fillna("none")
        raise FramingError(
            f"{name} gives the article {twice.iloc[0]!r} more than one event"
            f" ({', '.join(events)}); leave one."
        )
    events = table.set_index("article_id")["event"]
    unknown = events.index[~events.index.isin(article_ids)]
    flagged = pd.DataFrame(
        {"article_id": unknown, "repair": UNKNOWN_ARTICLE, "detail": name}, columns=list(REPAIRED)
    )
    return events.drop(unknown).astype("str"), flagged
