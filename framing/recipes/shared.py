"""What several recipes need: levels with their q-values, and dots in words."""

from __future__ import annotations

import pandas as pd

from framing.charts.marks import SIGNIFICANT

BEYOND = "Each panel has its own scale; a line that reaches its edge goes on beyond."


def levels_with_q(compared: pd.DataFrame) -> pd.DataFrame:
    """The levels, each with the q-value of its outlet's contrast against the rest."""
    keys = ["outlet", "part", "category"]
    q = compared[compared["kind"] == "contrast"].drop_duplicates(keys)
    levels = compared[compared["kind"] == "level"].drop(columns=["p_value", "q_value"])
    return levels.merge(q[[*keys, "p_value", "q_value"]], on=keys, how="left")


def filled(table: pd.DataFrame) -> str:
    """The outlets and categories whose dots are filled, in words."""
    found = table[table["q_value"] < SIGNIFICANT]
    names = (found["outlet"] + " in " + found["category"].str.replace("_", " ")).tolist()
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return ("; ".join(names[:12]) + more or "none") + "."
