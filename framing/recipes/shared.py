"""What several recipes need: levels with their q-values, and dots in words."""

from __future__ import annotations

import pandas as pd

from framing.charts.marks import SIGNIFICANT
from framing.study import Study
from framing.wording import number_of

BEYOND = "Each panel has its own scale; a line that reaches its edge goes on beyond."


def levels_with_q(compared: pd.DataFrame) -> pd.DataFrame:
    """The levels, each with the q-value of its outlet's contrast against the rest."""
    keys = ["outlet", "part", "category"]
    q = compared[compared["kind"] == "contrast"].drop_duplicates(keys)
    levels = compared[compared["kind"] == "level"].drop(columns=["p_value", "q_value"])
    return levels.merge(q[[*keys, "p_value", "q_value"]], on=keys, how="left")


def about_audit(study: Study, measure: str) -> str:
    """What an audit of the measure found, if the study has one."""
    if measure not in study.audits:
        return ""
    checked = study.audits[measure].checked()
    right, hits = int(checked["n_right"].sum()), int(checked["n_hits"].sum())
    named = ", ".join(checked["category"].str.replace("_", " ").unique())
    return f"Audited ({named}): {right} of {number_of(hits, 'hit')} checked were right."


def filled(table: pd.DataFrame) -> str:
    """The outlets and categories whose dots are filled, in words."""
    found = table[table["q_value"] < SIGNIFICANT]
    names = (found["outlet"] + " in " + found["category"].str.replace("_", " ")).tolist()
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return ("; ".join(names[:12]) + more or "none") + "."
