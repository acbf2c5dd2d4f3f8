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
    said = codes.groupby(["number", "category"], sort=False)["written"]
    apart = said.agg(lambda given: given.nunique() > 1 or (given == UNSURE).any())
    places = apart[apart].index.to_frame(index=False) if len(codes) else codes[["number"]][:0]
    order = {name: place for place, name in enumerate(coding.categories)}
    rows = []
    for place in places.itertuples(index=False):
        here = codes[(codes["number"] == place.number) & (codes["category"] == place.category)]
        notes = [coding.notes[who].get(place.number, "") for who in here["coder"]]
        rows.append(
            {
                "number": place.number,
                "category": place.category,
                "question": coding.codebook.categories[place.category].question,
                # In an order that does not say who gave which.
                "codes": " / ".join(sorted(here["written"])),
                "notes": " / ".join(sorted(filter(None, notes))),
                "text": coding.key["text"][place.number],
                "decision": coding.decided[place.category][place.number],
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
