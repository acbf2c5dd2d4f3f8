"""Equivalence: two one-sided tests, so that "no difference" can be claimed as well as missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.comparing import compare
from framing.comparison.families import q_values
from framing.comparison.intervals import LEVEL
from framing.comparison.profiles import spread_of_articles
from framing.errors import FramingError
from framing.measures.measure import Measure, require_columns

if TYPE_CHECKING:
    from framing.comparison.cells import Floats

RATIO_MARGIN = 1.25
SD_MARGIN = 0.2
SIGNIFICANT = 0.05
NEEDED = [
    *("part", "category", "kind", "estimate", "conf_low", "conf_high", "df"),
    *("interval_method", "scale", "q_value", "family", "note"),
]
RESULTS = {
    (True, True): "different, within the margin",
    (True, False): "different",
    (False, True): "equivalent",
    (False, False): "undecided",
}


def equivalence(
    table_or_measure: pd.DataFrame | Measure, margin: float | None = None, **options: Any
) -> pd.DataFrame:
    """Which contrasts are too small to matter, which are there, and which are undecided.

    A contrast that was not found is not a contrast that is not there. It is shown to be small by
    two one-sided tests (Schuirmann 1987): that it is no lower than −m, and no higher than m, each
    at 5 %; which is to say that its 90 % interval lies within −m to m, or for ratios within 1/m
    to m. The margin m is the smallest difference that would matter for the question asked, and is
    to be named before the results are seen: with another margin the same data say another thing.

    Parameters
    ----------
    table_or_measure : DataFrame or Measure
        What `compare` or `compare_models` gave, with jackknife or model intervals; or a measure,
        which is compared.
    margin : float, optional
        For ratios the factor m > 1, for differences m > 0 in the measure's unit (hits per word and
        not per 1,000). Without it, conventions for want of anything better: ratios within 0.8 to
        1.25, as bioequivalence has it (Schuirmann 1987), and differences within 0.2 standard
        deviations between articles, as what Cohen (1988) calls small; the latter only where a
        measure is given. Lakens (2017) says how to find better ones.
    **options
        Those of `compare`, where a measure is given.

    Returns
    -------
    DataFrame
        The contrasts of the comparison with ``margin_low``, ``margin_high``; ``conf_low_90``,
        ``conf_high_90``; ``p_equivalence``, the larger of the two one-sided p; ``q_equivalence``
        (Benjamini and Hochberg) over the contrasts of each family; ``result``:

        - ``"different"``: ``q_value`` below .05
        - ``"equivalent"``: ``q_equivalence`` below .05
        - ``"different, within the margin"``: both; there, and too small to matter
        - ``"undecided"``: neither; the articles do not say
        - missing where there was no interval: ``note`` says why

    Raises
    ------
    FramingError
        `margin` is not possible for the scale, is missing where it cannot be derived, or the
        table is no comparison.

    Examples
    --------
    >>> from framing import example, loaded_terms
    >>> table = equivalence(loaded_terms(example()), resamples=100)
    >>> sorted(table["result"].dropna().unique())
    ['different', 'undecided']

    References
    ----------
    Schuirmann 1987, doi:10.1007/BF01068419; Lakens 2017, doi:10.1177/1948550617697177; Cohen 1988,
    Statistical Power Analysis for the Behavioral Sciences.
    """
    spread = None
    if isinstance(table_or_measure, Measure):
        measure = table_or_measure
        table = compare(measure, **options)
        spread = pd.Series(spread_of_articles(measure.weighted()), measure.columns)
    else:
        table = table_or_measure
        require_columns("table_or_measure", table, NEEDED)
        if options:
            raise FramingError(
                f"{sorted(options)[0]!r} is an option of framing.compare; give it there, or a "
                "measure here."
            )
    table = table[table["kind"] == "contrast"].reset_index(drop=True)
    if (table["interval_method"] == "bootstrap").any():
        raise FramingError(
            "interval='bootstrap' gives percentiles, and tests of equivalence need a standard "
            "error; compare with interval='jackknife'."
        )
    log = table["scale"].ne("difference").to_numpy()
    reach = _margins(table, margin, spread)
    found = {"margin_low": -reach, "margin_high": reach, **two_one_sided(table, log, reach)}
    for name in ("margin_low", "margin_high", "conf_low_90", "conf_high_90"):
        found[name] = np.where(log, np.exp(found[name]), found[name])
    table = table.assign(**found)
    by_family = table.groupby(table["family"].fillna("none"))["p_equivalence"]
    table["q_equivalence"] = by_family.transform(lambda values: q_values(values.to_numpy()))
    there, small = (table[name] < SIGNIFICANT for name in ("q_value", "q_equivalence"))
    results = [RESULTS[pair] for pair in zip(there.tolist(), small.tolist(), strict=True)]
    table["result"] = pd.Series(results, table.index, dtype="str").where(
        table["p_equivalence"].notna() | there
    )
    return table


def _margins(table: pd.DataFrame, margin: float | None, spread: pd.Series | None) -> Floats:
    """How far from nothing each contrast may be, for ratios on the log scale."""
    ratios = table["scale"].ne("difference").to_numpy()
    if margin is not None:
        number = isinstance(margin, (int, float, np.number)) and not isinstance(margin, bool)
        if not number or not np.isfinite(margin) or margin <= (1 if ratios.any() else 0):
            raise FramingError(
                f"margin={margin!r} is not allowed; give a factor above 1 for ratios, for "
                "differences a number above 0 in the measure's unit."
            )
        beside = ratios.any() and not ratios.all()
        # Differences in place of undefined ratios have no margin in that unit.
        plain = np.nan if beside else float(margin)
        return np.where(ratios, np.log(margin), plain)
    reach = np.full(len(table), np.log(RATIO_MARGIN))
    if not ratios.all():
        if spread is None:
            raise FramingError(
                "margin=None cannot be derived from a table of differences; name a margin in the "
                "measure's unit, or give the measure."
            )
        keys = pd.MultiIndex.from_frame(table[["part", "category"]])
        reach = np.where(ratios, reach, SD_MARGIN * spread.reindex(keys).to_numpy())
    return reach


def two_one_sided(table: pd.DataFrame, log: Any, reach: Floats) -> dict[str, Floats]:
    """``p_equivalence`` and the 90 % interval, on the log scale where `log`.

    The standard error is that of the 95 % interval, which is symmetric on its scale.
    """
    from scipy.special import stdtr, stdtrit

    ends = table[["estimate", "conf_low", "conf_high"]].to_numpy(dtype=float)
    df = table["df"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle, low, high = np.where(log[:, None], np.log(ends), ends).T
        se = (high - low) / 2 / stdtrit(df, (1 + LEVEL) / 2)
        p_value = stdtr(df, (np.abs(middle) - reach) / se)
        wide = stdtrit(df, 1 - SIGNIFICANT) * se
    # Blocks of sentences describe the articles at hand, of which nothing is tested.
    p_value[(table["interval_method"] == "sentence blocks").to_numpy()] = np.nan
    return {
        "conf_low_90": middle - wide,
        "conf_high_90": middle + wide,
        "p_equivalence": p_value,
    }
