"""The comparison table: its columns, and how it is put together from arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from framing.comparison.cells import Integers
    from framing.measures.measure import Measure

NUMBERS = {
    "estimate": "float64",
    "conf_low": "float64",
    "conf_high": "float64",
    "interval_method": "str",
    "df": "float64",
    "n_articles": "int64",
    "n_events": "int64",
    "numerator": "float64",
    "denominator": "float64",
    "reference": "str",
    "scale": "str",
    "statistic": "float64",
    "p_value": "float64",
    "p_signflip": "float64",
    "note": "str",
}
COLUMNS = [
    *("measure", "part", "category", "kind"),
    *("estimate", "conf_low", "conf_high", "interval_method", "df"),
    *("n_articles", "n_events", "numerator", "denominator"),
    *("reference", "scale", "statistic", "p_value", "p_signflip", "q_value"),
    *("family", "family_size", "note"),
]
EMPTY = {"float64": np.nan, "int64": 0, "str": None}


class TableMaker:
    """Collects rows for several columns of a measure at once, and sorts them in the end."""

    def __init__(self) -> None:
        self._chunks: list[dict[str, Any]] = []

    def add(self, kind: str, group: int, columns: Integers, **values: Any) -> None:
        """A row for each of `columns`; values are arrays of as many, or one for all."""
        self._chunks.append({"kind": kind, "group": group, "column": columns, **values})

    def frame(self, measure: Measure, by: str, names: list[Any]) -> pd.DataFrame:
        """Levels, then contrasts, in the order of the measure's columns and of the groups."""
        lengths = [len(chunk["column"]) for chunk in self._chunks]

        def column(name: str, dtype: str, empty: Any) -> np.ndarray:
            out = np.empty(sum(lengths), dtype=object if dtype == "str" else dtype)
            end = np.cumsum(lengths)
            for chunk, stop, length in zip(self._chunks, end, lengths, strict=True):
                out[stop - length : stop] = chunk.get(name, empty)
            return out

        kind, group = column("kind", "str", None), column("group", "int64", 0)
        number = column("column", "int64", 0)
        order = np.lexsort((group, number, kind == "contrast"))
        parts = np.array([part for part, _ in measure.columns], dtype=object)
        categories = np.array([category for _, category in measure.columns], dtype=object)
        label = np.empty(len(names), dtype=object)
        label[:] = names
        table = {
            by: pd.Series(label[group[order]]).infer_objects(),
            "measure": measure.name,
            "part": pd.Series(parts[number[order]], dtype="str"),
            "category": pd.Series(categories[number[order]], dtype="str"),
            "kind": pd.Series(kind[order], dtype="str"),
        }
        for name, dtype in NUMBERS.items():
            empty = "" if name == "note" else EMPTY[dtype]
            table[name] = pd.Series(column(name, dtype, empty)[order], dtype=dtype)
        return pd.DataFrame(table)


def labelled(frames: list[pd.DataFrame], measure: Measure, by: str) -> pd.DataFrame:
    """Rows that name their measure's column by number (`column`), under its labels, in its order.

    The column `by` comes first, then ``measure``, ``part`` and ``category``.
    """
    table = pd.concat(frames, ignore_index=True)
    table = table.sort_values("column", kind="stable").reset_index(drop=True)
    labels = pd.DataFrame(measure.columns, columns=["part", "category"]).iloc[table["column"]]
    named = {"measure": measure.name, **{name: labels[name].to_numpy() for name in labels}}
    table = table.drop(columns="column").assign(**named)
    first = [by, *named]
    return table[[*first, *(name for name in table if name not in first)]]
