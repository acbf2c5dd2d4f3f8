"""Classifier: what people's codes taught, with how it did on events that it had not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.classifying.fitting import calibrated, scores
from framing.classifying.scoring import ALL, score_table
from framing.coding.units import Unit
from framing.errors import check_choice

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from numpy.typing import NDArray

    from framing.measures.term_counts import TermCounts

    Floats = NDArray[np.float64]

BINS = 10
HELD_OUT = [
    *("article_id", "char_start", "outlet", "event", "category"),
    *("code", "probability", "predicted", "fold", "weight"),
]


@dataclass(frozen=True, eq=False, repr=False)
class Classifier:
    """Made by `train_classifier`, or read by `read_classifier`.

    Attributes
    ----------
    unit : {"article", "paragraph", "sentence"}
    categories : tuple of str
    terms : object (n_terms,), str
        Folded words.
    idf, weights : float64 (n_terms, n_categories)
        0 where a category does not use a word.
    intercepts, slopes, offsets, thresholds : float64 (n_categories,)
        The probability of a code is that of slope · score + offset; the code is given from the
        threshold on.
    held_out : DataFrame
        For each coded unit and category what a model said that had not seen the unit's event:
        ``article_id, char_start, outlet, event, category, code, probability, predicted, fold,
        weight``.
    left_out : dict
        Categories that could not be learnt, and why.
    settings : mapping
    """

    unit: Unit
    categories: tuple[str, ...]
    terms: np.ndarray
    idf: Floats
    weights: Floats
    intercepts: Floats
    slopes: Floats
    offsets: Floats
    thresholds: Floats
    held_out: pd.DataFrame
    left_out: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        n = self.held_out.drop_duplicates(["article_id", "char_start"]).shape[0]
        return f"Classifier({', '.join(self.categories)}; {n} coded {self.unit}s)"

    def probabilities(self, counts: TermCounts) -> Floats:
        """float64 (n_units, n_categories), for counts of any words."""
        places = pd.Index(self.terms).get_indexer(counts.terms)
        known = np.flatnonzero(places >= 0)
        mine = places[known]
        found = scores(counts.counts[:, known], self.idf[mine], self.weights[mine], self.intercepts)
        return calibrated(found, self.slopes, self.offsets)

    def scores(self) -> pd.DataFrame:
        """How well codes are foretold in events that were held out, by category and outlet.

        Returns
        -------
        DataFrame
            As `validate` returns it.
        """
        table = self.held_out.rename(
            columns={"probability": "value", "predicted": "hit", "outlet": "group"}
        )
        return score_table(table, "outlet")

    def calibration(self) -> pd.DataFrame:
        """Whether probabilities are what they say, in held-out events.

        Returns
        -------
        DataFrame
            A row for each tenth of the held-out units of a category, ranked by probability:
            ``category, n_units, probability`` (mean), ``coded`` (share with the code),
            ``coded_low, coded_high`` (95 %, Wilson).
        """
        from framing.auditing.rates import Rate, wilson

        rows = []
        for category, part in self.held_out.groupby("category", sort=False):
            part = part.sort_values("probability", kind="stable")
            for place in np.array_split(np.arange(len(part)), min(BINS, max(1, len(part) // 10))):
                one = part.iloc[place]
                share = float(one["code"].mean())
                low, high = wilson(Rate(share, float(len(one)), len(one)))
                rows.append([category, len(one), one["probability"].mean(), share, low, high])
        columns = ["category", "n_units", "probability", "coded", "coded_low", "coded_high"]
        return pd.DataFrame(rows, columns=columns)

    def words(self, n: int = 10) -> pd.DataFrame:
        """The words that speak most for each category, and most against it.

        Returns
        -------
        DataFrame
            ``category, word, weight``; for each category the `n` of the largest weights, then the
            `n` of the smallest.
        """
        rows = []
        for column, category in enumerate(self.categories):
            order = np.argsort(-self.weights[:, column], kind="stable")
            for place in [*order[:n], *order[-n:][::-1]]:
                rows.append([category, self.terms[place], self.weights[place, column]])
        return pd.DataFrame(rows, columns=["category", "word", "weight"])

    def audit(self, by: str | None = None) -> pd.DataFrame:
        """The errors in held-out events, as `correct_misclassification` takes them.

        Parameters
        ----------
        by : None or "outlet"
            None takes the errors to be alike in all outlets, which `scores` may deny; by outlet,
            hundreds of codes are needed. `estimate_codes` needs neither.

        Returns
        -------
        DataFrame
            ``outlet`` if asked for, ``category``, ``n_true, n_found, n_false, n_rejected``: units
            with the code and those found among them, units without and those left uncoded. Where
            units stand for unlike numbers, the numbers are what the sample is worth.
        """
        check_choice("by", by, [None, "outlet"])
        keys = ["category"] if by is None else ["outlet", "category"]
        rows = []
        for names, part in self.held_out.groupby(keys, sort=False):
            row = dict(zip(keys, names, strict=True))
            for code, n, right in ((1, "n_true", "n_found"), (0, "n_false", "n_rejected")):
                of = part[part["code"] == code]
                w = of["weight"].to_numpy()
                worth = float(w.sum() ** 2 / (w**2).sum()) if len(of) else 0.0
                row[n] = worth
                row[right] = (
                    worth * float(np.average(of["predicted"] == code, weights=w)) if worth else 0.0
                )
            rows.append(row)
        return pd.DataFrame(rows, columns=[*keys, "n_true", "n_found", "n_false", "n_rejected"])

    def card(self) -> str:
        """The model card, in Markdown; see `framing.classifying.card`."""
        from framing.classifying.card import card_of

        return card_of(self)

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Write a folder that `read_classifier` reads: no text of the articles is in it, but
        words that they have in common are, and the articles' ids with their codes."""
        from framing.classifying.files import save_classifier

        return save_classifier(self, folder)


__all__ = ["ALL", "HELD_OUT", "Classifier"]
