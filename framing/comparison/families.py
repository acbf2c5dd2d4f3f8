"""Families of tests, and q-values within them (Benjamini and Hochberg)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from framing.comparison.cells import Floats


def q_values(p_values: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p-values; NaN is left out and stays NaN.

    Source: Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x

    >>> q_values(np.array([0.01, 0.04, np.nan, 0.03])).round(2).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    q = np.full(len(p_values), np.nan)
    tested = np.flatnonzero(~np.isnan(p_values))
    falling = tested[np.argsort(-p_values[tested], kind="stable")]
    ranks = np.arange(len(falling), 0, -1)
    q[falling] = np.minimum.accumulate(p_values[falling] * len(falling) / ranks)
    return q


def is_primary(
    table: pd.DataFrame, primary: Sequence[Mapping[str, Any]], by: Sequence[str]
) -> NDArray[np.bool_]:
    """Which rows are among the contrasts that a study named beforehand.

    A contrast is named by one or more of the columns `by`, reference, part and category; what is
    not named may be anything.
    """
    found = np.zeros(len(table), dtype=bool)
    for contrast in primary:
        if not contrast:
            raise FramingError(
                "primary has an entry that names nothing; "
                f"name a contrast by {by[0]!r}, 'reference', 'part' or 'category'."
            )
        named = np.ones(len(table), dtype=bool)
        for column, value in contrast.items():
            check_choice("primary", column, [*by, "reference", "part", "category"])
            check_choice(f"primary: {column}", value, table[column].unique())
            named &= (table[column] == value).to_numpy()
        found |= named
    return found
