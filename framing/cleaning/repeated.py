"""Furniture found without a list: what many articles of one outlet have in common.

A line is furniture if it stands in enough of an outlet's articles that do not report the same.
Copies and new versions of one report share most of their lines, so an article counts by its longest
one: of two that share it, only one counts. Digits are all the same, so that a page number or a date
does not keep lines apart; at the head and foot so are names behind the same first word.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from framing.cleaning.furniture import plain
from framing.cleaning.units import Page, ends, is_sentence

REPEATED = "lines repeated across the outlet taken out"

_LONGEST = 600  # characters of a line
_EDGE = 6  # units at either end that may be running text and furniture all the same
_FEWEST = 3  # articles
_DIGITS = str.maketrans(dict.fromkeys("123456789", "0"))
_NAMES = re.compile(r"[^\W\d_]+:?(?: [^\W\da-zß-ÿ_][\w.'’/-]*| (?:und|and|et|y|e|de|van|von|da|&)){2,8}")


def key(unit: str) -> str:
    """By what two units are the same line."""
    return " ".join(plain(unit).translate(_DIGITS).split())


class Repeats:
    """Which lines the outlets of a corpus repeat; filled article by article."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[np.ndarray, np.ndarray, int]] = {}

    def add(self, article: int, page: Page) -> None:
        """Take note of an article's lines; again, if its text has changed."""
        hashes, at_edge = [], []
        n = len(page.units)
        for i, unit in enumerate(page.units):
            if len(unit) > _LONGEST:
                continue
            edge = i < _EDGE // 2 or i >= n - _EDGE
            sentence = is_sentence(unit)
            if page.flowing and not edge:
                continue
            hashes.append(hash(key(unit)))
            at_edge.append(edge or not sentence)
            if not page.flowing and edge and not ends(unit) and (m := _NAMES.fullmatch(unit)):
                hashes.append(hash("\0" + unit.split()[0]))
                at_edge.append(False)
        body = hash(_longest(page))
        self._rows[article] = (
            np.array(hashes, np.int64),
            np.array(at_edge, bool),
            body,
        )

    def found(self, outlets: np.ndarray) -> dict[int, set[int]]:
        """Outlet → hashes of its furniture; `outlets`, int (n_articles,), tells each's outlet."""
        if not self._rows:
            return {}
        articles = np.fromiter(self._rows, np.int64, len(self._rows))
        rows = list(self._rows.values())
        counts = [len(row[0]) for row in rows]
        bodies = np.array([row[2] for row in rows], np.int64)
        table = pd.DataFrame(
            {
                "outlet": np.repeat(outlets[articles], counts),
                "line": np.concatenate([row[0] for row in rows]),
                "edge": np.concatenate([row[1] for row in rows]),
                "body": np.repeat(bodies, counts),
            }
        )
        by_outlet = pd.DataFrame({"outlet": outlets[articles], "body": bodies})
        sizes = by_outlet.groupby("outlet")["body"].nunique()
        table = table.drop_duplicates(["outlet", "line", "body"])
        lines = table.groupby(["outlet", "line"])["edge"].agg(["size", "mean"]).reset_index()
        n = lines["outlet"].map(sizes).to_numpy()
        enough = np.maximum(_FEWEST, np.minimum(np.ceil(0.3 * n), 6 + 0.01 * n))
        share = np.maximum(enough, 0.3 * n)
        needed = np.where(lines["mean"] > 0.8, enough, share)
        found = lines[lines["size"].to_numpy() >= needed]
        return {
            int(outlet): set(group["line"].tolist()) for outlet, group in found.groupby("outlet")
        }

    def holding(
        self, found: dict[int, set[int]], known: dict[int, set[int]], outlets: np.ndarray
    ) -> list[int]:
        """The articles with a line that is found now and was not known before."""
        new = {outlet: [*(lines - known.get(outlet, set()))] for outlet, lines in found.items()}
        return [
            article
            for article, (hashes, _, _) in self._rows.items()
            if new.get(int(outlets[article])) and np.isin(hashes, new[int(outlets[article])]).any()
        ]

    @staticmethod
    def label(page: Page, found: set[int]) -> None:
        """Label the units that are the outlet's furniture."""
        n = len(page.units)
        for i in list(page.left()):
            unit = page.units[i]
            edge = i < _EDGE // 2 or i >= n - _EDGE
            if len(unit) > _LONGEST or (page.flowing and not edge):
                continue
            names = not page.flowing and edge and _NAMES.fullmatch(unit)
            if hash(key(unit)) in found or (names and hash("\0" + unit.split()[0]) in found):
                page.labels[i] = REPEATED


def _longest(page: Page) -> str:
    """What tells a report from others: its longest line, or sentence."""
    pieces = page.text.split(". ") if page.flowing else page.units
    return max(pieces, key=len, default="")
