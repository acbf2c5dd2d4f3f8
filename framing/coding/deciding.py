"""From several coders' codes to one: agreed on, said by the majority, or decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.coding.codebook import UNSURE
from framing.coding.gold import UNIT_COLUMNS, Gold
from framing.errors import check_choice

if TYPE_CHECKING:
    from framing.coding.codebook import Scale
    from framing.coding.task import Coding


def gold_of(coding: Coding, coder: str | None = None, majority: bool = False) -> Gold:
    """See `Coding.gold`."""
    if coder is not None:
        check_choice("coder", coder, coding.coders)
    tables = {coder: coding.written[coder]} if coder else dict(coding.written)
    chosen, how = {}, {}
    for name in coding.categories:
        said = pd.DataFrame({who: table[name] for who, table in tables.items()})
        said = said.reindex(coding.key.index).fillna("")
        decided = coding.decided[name] if coder is None else pd.Series("", said.index, dtype="str")
        chosen[name], how[name] = _settled(said, decided, majority)
    codes, hows = {}, {}
    scales: dict[str, Scale] = {}
    for name, category in coding.codebook.categories.items():
        known = ~chosen[name].isin(["", UNSURE])
        if category.scale == "choice":
            for value in category.values:
                column = f"{name}: {value}"
                given = (chosen[name] == value).astype("float64")
                codes[column], hows[column] = given.where(known), how[name]
                scales[column] = "yes-no"
        else:
            codes[name] = chosen[name].where(known).astype("float64")
            hows[name], scales[name] = how[name], category.scale
    return Gold(
        unit=coding.unit,
        units=coding.key[UNIT_COLUMNS],
        codes=pd.DataFrame(codes, index=coding.key.index),
        how=pd.DataFrame(hows, index=coding.key.index).astype("str"),
        scales=scales,
    )


def _settled(said: pd.DataFrame, decided: pd.Series, majority: bool) -> tuple[pd.Series, pd.Series]:
    """The code of each unit, and how it came about."""
    given = said != ""
    n = given.sum(axis=1)
    counts = pd.DataFrame(
        {code: (said == code).sum(axis=1) for code in np.unique(said[given].dropna())},
        index=said.index,
    )
    if counts.empty:
        top, most = pd.Series("", said.index, dtype="str"), n * 0
    else:
        top, most = counts.idxmax(axis=1), counts.max(axis=1)
    whole = (most == n) & (n > 0)
    over_half = majority & (n > 2) & (most > n / 2)
    adjudicated = decided != ""
    code = top.where(whole | over_half, "").mask(adjudicated, decided)
    how = np.select(
        [n == 0, (code == UNSURE), adjudicated, whole & (n == 1), whole, over_half],
        ["", "unclear", "adjudicated", "one coder", "agreed", "majority"],
        "open",
    )
    return code, pd.Series(how, said.index, dtype="str")
