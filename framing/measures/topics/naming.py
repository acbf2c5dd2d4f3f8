"""Names that people give to topics: kept in a table, and found again after a refit by the words."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.measures.topics.matching import foremost
from framing.saving import write_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_ALIKE = 0.25  # shared words over all words of a topic and a row: 4 of 10
COLUMNS = ["topic", "words", "label", "note"]


def sheet_of(weights: Floats, terms: NDArray[np.object_]) -> pd.DataFrame:
    """A row a topic: its number, its ten foremost words, and an empty label and note."""
    words = [" ".join(terms[row]) for row in foremost(weights)] if len(weights) else []
    columns = {"topic": range(len(words)), "words": words, "label": "", "note": ""}
    return pd.DataFrame(columns, columns=COLUMNS).astype({"words": "str"})


def read_labels(path: str | os.PathLike[str]) -> pd.DataFrame:
    """A table with the columns ``words`` and ``label``, of which none is missing."""
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise FramingError(
            f"labels={str(path)!r} cannot be read as CSV ({error}); give a table with the columns "
            "words and label, as `label_topics` writes it."
        ) from None
    for name in ("words", "label"):
        if name not in table:
            raise FramingError(
                f"labels={str(path)!r} lacks the column {name!r}; give a table with the columns "
                "words and label, as `label_topics` writes it."
            )
    return table


def write_labels(path: Path, table: pd.DataFrame) -> Path:
    # With a mark by which spreadsheets know UTF-8.
    return write_whole(path, table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig"))


def rows_of_topics(sheet: pd.DataFrame, given: pd.DataFrame) -> NDArray[np.int64]:
    """For each topic of `sheet` its row in `given`, by the words; −1 where none is like it.

    Topics and rows are matched one to one, so that the shared words over all words of pairs are
    together as many as can be.
    """
    from scipy.optimize import linear_sum_assignment

    ours = [set(words.split()) for words in sheet["words"]]
    theirs = [set(words.casefold().split()) for words in given["words"]]
    alike = np.array(
        [[len(one & other) / max(len(one | other), 1) for other in theirs] for one in ours]
    ).reshape(len(ours), len(theirs))
    places = np.full(len(ours), -1)
    rows, columns = linear_sum_assignment(-alike)
    sure = alike[rows, columns] >= LEAST_ALIKE
    places[rows[sure]] = columns[sure]
    return places


def names_of(labels: list[str], sheet: pd.DataFrame, given: pd.DataFrame) -> list[str]:
    """The given labels of the topics that are found again, else their own; each once."""
    places = rows_of_topics(sheet, given)
    wanted = given["label"].str.strip().to_numpy()
    named = [
        wanted[place] if place >= 0 and wanted[place] else label
        for label, place in zip(labels, places, strict=True)
    ]
    seen: Counter[str] = Counter()
    for place, name in enumerate(named):
        seen[name] += 1
        if seen[name] > 1:
            named[place] = f"{name} ({seen[name]})"
    return named
