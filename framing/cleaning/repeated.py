"""Furniture found without a list: what many articles of one outlet have in common.

A line is furniture if it stands in enough of an outlet's articles that do not report the same.
Copies and new versions of one report share most of their lines, so an article counts by its longest
one: of two that share it, only one counts. Digits are all the same, so that a page number or a date
does not keep lines apart; at the head and foot so are names behind the same first word.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.cleaning.units import LONGEST, Page, ends

REPEATED = "lines repeated across the outlet taken out"

_EDGE = 6  # units at either end that may be running text and furniture all the same
# A line is furniture if it stands in this share of the articles, and in this many of them. Of many
# articles a few will do, more than return to one running story with the same words (in `news2017`
# up to 4 of 480 do, and what stands in 5 or more is furniture).
_SHARE, _FEWEST = 0.3, 3
_FEW, _OF = 5, 150
_DIGIT = re.compile(r"\d")
_NAMES = re.compile(
    r"[^\W\d_]+:?(?: [^\W\da-zß-ÿ_][\w.'’/-]*| (?:und|and|et|y|e|de|van|von|da|&)){2,8}"
)

_BYLINE = re.compile(r"(?:by|von|par|por|di|da|door|af|av|autor)\b", re.IGNORECASE)


class _Lines(NamedTuple):
    """What an article's units are compared by."""

    units: np.ndarray  # positions among the article's units, int
    keys: np.ndarray  # hashes, int64
    edge: np.ndarray  # whether few repetitions are enough there, bool
    body: int


class Repeats:
    """Which lines the outlets of a corpus repeat; filled article by article."""

    def __init__(self) -> None:
        self._articles: dict[int, _Lines] = {}

    def add(self, article: int, page: Page) -> None:
        """Take note of an article's lines; again, if its text has changed."""
        units, keys, edges = [], [], []
        n = len(page.units)
        for i, unit in enumerate(page.units):
            edge = i < _EDGE // 2 or i >= n - _EDGE
            if len(unit) > LONGEST or (page.flowing and not edge):
                continue
            key = _DIGIT.sub("0", " ".join(page.plain[i].split()))
            if 3 * key.count("0") > len(key):
                continue  # tables and results are alike but for their numbers
            units.append(i)
            keys.append(hash(key))
            edges.append(edge or not page.sentences[i])
            named = not page.flowing and edge and not ends(unit) and _NAMES.fullmatch(unit)
            if named and not _BYLINE.match(unit):  # a byline goes into a field
                units.append(i)
                keys.append(hash("\0" + unit.split()[0]))
                edges.append(False)
        self._articles[article] = _Lines(
            np.array(units, np.int32),
            np.array(keys, np.int64),
            np.array(edges, bool),
            hash(_longest(page)),
        )

    def found(self, outlets: np.ndarray) -> dict[int, set[int]]:
        """Outlet → keys of its furniture; `outlets`, int (n_articles,), tells each's outlet."""
        if not self._articles:
            return {}
        lines = list(self._articles.values())
        counts = [len(article.keys) for article in lines]
        articles = pd.DataFrame(
            {
                "outlet": outlets[list(self._articles)],
                "body": np.array([article.body for article in lines], np.int64),
            }
        )
        table = articles.loc[articles.index.repeat(counts)].assign(
            key=np.concatenate([article.keys for article in lines]),
            edge=np.concatenate([article.edge for article in lines]),
        )
        reports = articles.groupby("outlet")["body"].nunique()
        table = table.drop_duplicates(["outlet", "key", "body"])
        keys = table.groupby(["outlet", "key"])["edge"].agg(["size", "mean"]).reset_index()
        n = keys["outlet"].map(reports).to_numpy()
        share = np.maximum(_FEWEST, _SHARE * n)
        enough = np.minimum(share, _FEW + n / _OF)
        keys = keys[keys["size"] >= np.where(keys["mean"] > 0.8, enough, share)]
        return {int(outlet): set(group.tolist()) for outlet, group in keys.groupby("outlet")["key"]}

    def holding(
        self, found: dict[int, set[int]], known: dict[int, set[int]], outlets: np.ndarray
    ) -> list[int]:
        """The articles with a line that is found now and was not known before."""
        new = {outlet: [*(keys - known.get(outlet, set()))] for outlet, keys in found.items()}
        return [
            article
            for article, lines in self._articles.items()
            if new.get(int(outlets[article]))
            and np.isin(lines.keys, new[int(outlets[article])]).any()
        ]

    def label(self, article: int, page: Page, found: set[int]) -> None:
        """Label the units that are the outlet's furniture; the page must be as it was added."""
        if not found:
            return
        lines = self._articles[article]
        for i, key in zip(lines.units.tolist(), lines.keys.tolist(), strict=True):
            if key in found:
                page.labels[i] = REPEATED


def _longest(page: Page) -> str:
    """What tells a report from others: its longest line, or sentence."""
    pieces = page.text.split(". ") if page.flowing else page.units
    return max(pieces, key=len, default="").strip(" \t\r\n.")
