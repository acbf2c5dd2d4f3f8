"""Where coders differ: a sheet on which it is decided, and the decisions read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framing.coding.codebook import UNSURE
from framing.coding.sheets import read_table
from framing.errors import FramingError

if TYPE_CHECKING:
    from framing.coding.task import Coding

FILE = "adjudication.csv"
COLUMNS = ["number", "category", "question", "codes", "notes", "text", "decision"]


def disagreements_of(coding: Coding) -> pd.DataFrame:
    """See `Coding.disagreements`."""
    codes = coding.codes
    order = {name: place for place, name in enumerate(coding.categories)}
    rows = []
    for (number, category), given in codes.groupby(["number", "category"], sort=False):
        said = sorted(given["written"])
        if said[0] == said[-1] and said[0] != UNSURE:
            continue
        notes = [coding.notes[who].get(number, "") for who in given["coder"]]
        rows.append(
            {
                "number": number,
                "category": category,
                "question": coding.codebook.categories[category].question,
                "codes": " / ".join(said),  # in an order that does not say who gave which
                "notes": " / ".join(sorted(filter(None, notes))),
                "text": coding.key["text"][number],
                "decision": coding.decided[category][number],
            }
        )
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(
        ["category", "number"],
        key=lambda one: one.map(order) if one.name == "category" else one,
        ignore_index=True,
    )


def read_decisions(path: Path) -> pd.DataFrame:
    """``number, category, decision``, of those decided."""
    table = read_table(path)
    for name in ("number", "category", "decision"):
        if name not in table:
            raise FramingError(f"{path.name} lacks the column {name!r}; decide it as it was saved.")
    table = table[table["decision"].str.strip() != ""]
    numbers = pd.to_numeric(table["number"], errors="coerce")
    if numbers.isna().any():
        raise FramingError(f"{path.name}: the column 'number' must hold the numbers of units.")
    return table.assign(number=numbers.astype("int64"))[["number", "category", "decision"]]
