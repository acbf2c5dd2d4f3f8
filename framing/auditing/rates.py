"""Precision and recall from the marks of an audit.

A *hit* is a row of the measure's evidence; where rows add more than 1 to the numerator (quoted
words, weights) each counts for what it adds. Within a category and group hits were drawn with
equal chances. Over several, each task is weighted by the number that it stands for (Horvitz and
Thompson), and the interval is Wilson's with Kish's effective number of tasks, (Σw)²/Σw².

Recall is T/(T + M). T is the hits times the precision; M is what was missed: the number found in
a sentence that was read, times the sentences. Its interval lies between the quantiles of T/(T + M)
when the precision and the rate of missed ones follow Beta distributions with ½ added on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from framing.auditing.alpha import alpha
from framing.auditing.sample import ALL
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.auditing.sample import Audit

    Floats = NDArray[np.float64]

Z = 1.959963984540054
GRID = 200
FEW = 10  # tasks below which a rate says little


class Rate(NamedTuple):
    """A weighted share, and the number of independent tasks that it is worth."""

    share: float
    effective: float
    n: int


def rates_of(audit: Audit) -> pd.DataFrame:
    """Precision and recall of each category and group.

    Returns
    -------
    DataFrame
        A row for each category and group; ``"all"`` stands for all groups, or all categories.

        - category, group; ``n_hits``: all hits of the measure (or what they add up to)
        - ``n_checked``, ``n_right``, ``n_unsure``: hits marked, right among them, and those of
          which the text does not tell (they count on neither side)
        - ``precision``, ``precision_low``, ``precision_high``: with a 95 % interval
        - ``n_read``: sentences read; ``n_missed``: what was found in them besides the hits
        - ``recall``, ``recall_low``, ``recall_high``
        - ``note``: where fewer than 10 hits were checked, or a group is unlike the others
    """
    read = audit._read()
    hits, sentences = read[read["task"] == "hit"], read[read["task"] == "sentence"]
    totals = audit.strata
    rows = []
    for category, group in _cells(audit):
        mine = _within(hits, category, group)
        checked = mine[mine["right"].notna()]
        n_hits = float(_within(totals[totals["task"] == "hit"], category, group)["total"].sum())
        precision = _rate(checked["right"], checked["stands_for"] * checked["value"])
        looked = _within(sentences, None, group)
        looked = looked[looked["missed"].notna()]
        missed = looked["missed"].map(lambda found, name=category: _count(found, name))
        there = totals[totals["task"] == "sentence"]
        n_sentences = float(_within(there, None, group)["total"].sum())
        low, high = wilson(precision)
        recall = _recall(precision, n_hits, missed, looked["stands_for"], n_sentences)
        rows.append(
            {
                "category": category,
                "group": group,
                "n_hits": n_hits,
                "n_checked": precision.n,
                "n_right": int(checked["right"].sum()),
                "n_unsure": int(mine["unsure"].sum()),
                "precision": precision.share,
                "precision_low": low,
                "precision_high": high,
                "n_read": len(looked),
                "n_missed": int(missed.sum()),
                "recall": recall[0],
                "recall_low": recall[1],
                "recall_high": recall[2],
                "note": f"fewer than {FEW} hits checked" * (precision.n < FEW),
            }
        )
    return _with_unlike(pd.DataFrame(rows))


def table_of(audit: Audit, by: str | None, recall: bool) -> pd.DataFrame:
    """The rates in the form of `correct_misclassification`."""
    check_choice("by", by, [audit.by, None])
    read = audit._read()
    hits, sentences = read[read["task"] == "hit"], read[read["task"] == "sentence"]
    totals = audit.strata
    rows = []
    for category, group in _cells(audit):
        if category == ALL or (group == ALL) != (by is None):
            continue
        mine = _within(hits, category, group)
        mine = mine[mine["right"].notna()]
        n_hits = float(_within(totals[totals["task"] == "hit"], category, group)["total"].sum())
        if n_hits == 0:
            continue
        if mine.empty:
            where = "" if group == ALL else f" of {audit.by}={group!r}"
            raise FramingError(
                f"no hit in {category!r}{where} is marked; mark some, or put all together by "
                "table(by=None)."
            )
        rate = _rate(mine["right"], mine["stands_for"] * mine["value"])
        row = {
            **({} if by is None else {by: group}),
            "category": category,
            "n_hits": round(rate.effective, 6),
            "n_right": round(rate.share * rate.effective, 6),
        }
        looked = _within(sentences, None, group)
        looked = looked[looked["missed"].notna()]
        if recall and len(looked):
            there = _within(totals[totals["task"] == "sentence"], None, group)["total"].sum()
            missed = looked["missed"].map(lambda found, name=category: _count(found, name))
            each = _beta(*_missed_rate(missed, looked["stands_for"])[:2])
            scale = _mean_missed(missed) * float(there) / n_hits
            row |= {"missed": _weighted(missed, looked["stands_for"]) * float(there) / n_hits}
            row |= {"missed_se": float(np.sqrt(each[1])) * scale}
        rows.append(row)
    return pd.DataFrame(rows)


def agreement_of(first: Audit, second: Audit) -> pd.DataFrame:
    """See `Audit.agreement`."""
    place = ["task", "category", "article_id", "char_start", "char_end"]
    if not first.key[place].equals(second.key[place]):
        raise FramingError("the two audits are not of the same sample; give two marked copies.")
    marks = pd.DataFrame({"a": first._read()["right"], "b": second._read()["right"]})
    marks = marks.assign(category=first.key["category"])[(first.key["task"] == "hit")].dropna()
    rows = []
    for category in [*first.categories, ALL]:
        some = marks if category == ALL else marks[marks["category"] == category]
        rows.append(
            {
                "category": category,
                "n_both": len(some),
                "agreement": float((some["a"] == some["b"]).mean()) if len(some) else np.nan,
                "alpha": alpha(some[["a", "b"]].to_numpy()),
            }
        )
    return pd.DataFrame(rows)


def wilson(rate: Rate) -> tuple[float, float]:
    """Wilson's 95 % interval.

    >>> [round(float(end), 3) for end in wilson(Rate(0.75, 20.0, 20))]
    [0.531, 0.888]
    """
    if not rate.effective > 0:
        return np.nan, np.nan
    n, p = rate.effective, rate.share
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    reach = Z / (1 + Z**2 / n) * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return max(0.0, float(middle - reach)), min(1.0, float(middle + reach))


def _cells(audit: Audit) -> Iterator[tuple[str, str]]:
    groups = sorted(audit.strata["group"].unique(), key=str)
    for category in [*audit.categories, ALL]:
        for group in [ALL, *groups]:
            if not (category == ALL == group and len(audit.categories) == 1):
                yield category, group


def _within(frame: pd.DataFrame, category: str | None, group: str) -> pd.DataFrame:
    if category not in (None, ALL):
        frame = frame[frame["category"] == category]
    return frame if group == ALL else frame[frame["group"] == group]


def _rate(right: pd.Series, weight: pd.Series) -> Rate:
    if right.empty:
        return Rate(np.nan, 0.0, 0)
    w = weight.to_numpy(dtype=float)
    return Rate(_weighted(right, weight), float(w.sum() ** 2 / (w**2).sum()), len(right))


def _weighted(values: pd.Series, weight: pd.Series) -> float:
    return float(np.average(values.to_numpy(dtype=float), weights=weight.to_numpy(dtype=float)))


def _count(found: dict[str, int], category: str) -> int:
    return sum(found.values()) if category == ALL else found.get(category, 0)


def _mean_missed(missed: pd.Series) -> float:
    """How many were missed in a sentence in which something was."""
    some = missed[missed > 0]
    return float(some.mean()) if len(some) else 1.0


def _missed_rate(missed: pd.Series, weight: pd.Series) -> tuple[float, float, Rate]:
    """The Beta distribution of the share of sentences in which something was missed."""
    rate = _rate((missed > 0).astype(float), weight)
    found = rate.share * rate.effective
    return found + 0.5, rate.effective - found + 0.5, rate


def _beta(a: float, b: float) -> tuple[float, float]:
    """Mean and variance of a Beta distribution."""
    return a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))


def _recall(
    precision: Rate, n_hits: float, missed: pd.Series, weight: pd.Series, n_sentences: float
) -> tuple[float, float, float]:
    from scipy.special import betaincinv

    if missed.empty or (n_hits > 0 and precision.n == 0):
        return np.nan, np.nan, np.nan
    there = n_hits * precision.share if n_hits else 0.0
    lost = _weighted(missed, weight) * n_sentences
    if there + lost == 0:
        return np.nan, np.nan, np.nan
    recall = there / (there + lost)
    middle = (np.arange(GRID) + 0.5) / GRID
    a, b, _ = _missed_rate(missed, weight)
    losts = betaincinv(a, b, middle) * n_sentences * _mean_missed(missed)
    theres = np.zeros(1)
    if n_hits:
        found = precision.share * precision.effective
        theres = betaincinv(found + 0.5, precision.effective - found + 0.5, middle) * n_hits
    grid = theres[:, np.newaxis] / (theres[:, np.newaxis] + losts)
    low, high = np.quantile(grid, [0.025, 0.975])
    return recall, float(min(low, recall)), float(max(high, recall))


def _with_unlike(table: pd.DataFrame) -> pd.DataFrame:
    """Say of which groups the precision is unlike that of the others."""
    from framing.comparison.audits import unlike

    notes = table["note"].tolist()
    for category, rows in table.groupby("category", sort=False):
        rows = rows[rows["group"] != ALL]
        if category == ALL:
            continue
        told = unlike(rows["n_checked"].to_numpy(), rows["n_right"].to_numpy(), "precision")
        for place, said in zip(rows.index, told, strict=True):
            notes[place] = "; ".join(filter(None, [notes[place], said]))
    return table.assign(note=pd.Series(notes, table.index, dtype="str"))
