"""Pairs of similar articles, found without comparing every article with every other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

FLOOR = 0.05  # similarities below count as none
FLOOR_RARE = 0.03  # and so do those below this by rare words alone
RARE, SHARE_RARE = 1_000, 0.02  # a word in no more articles, or no more than this share of them
ROWS = 256  # articles compared with all others at a time
AREA = 4_096  # articles whose possible partners are laid out together
PRODUCTS = 50_000  # pairs whose frequent words are compared at a time


class Pairs(NamedTuple):
    """Pairs of similar articles, which are numbered in canonical order."""

    one: np.ndarray  # int32 (n_pairs,), article
    other: np.ndarray  # int32 (n_pairs,), article; one < other
    similarity: np.ndarray  # float64 (n_pairs,), FLOOR to 1


def fading(days: np.ndarray, window_days: float) -> np.ndarray:
    """The factor by which similarity fades over so many days.

    It falls as a normal curve with a standard deviation of half of `window_days` + 1, so that a
    day earlier or later hardly matters, and is 0 beyond the window. NaN days do not fade.
    """
    with np.errstate(invalid="ignore"):
        factor = np.exp(-2 * (days / (window_days + 1)) ** 2) * (days <= window_days)
    return np.where(np.isnan(days), 1.0, factor)


def days_apart(day: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Days between articles, float64, NaN where one has no date; `day` is datetime64[D]."""
    number = np.where(np.isnat(day), np.nan, day.astype("int64").astype(float))
    return np.abs(number[other] - number[one])


def similar_pairs(
    matrix: sp.csr_array, frequency: np.ndarray, day: np.ndarray, window_days: float, jobs: int = 1
) -> Pairs:
    """All pairs of articles within the window that share enough words.

    In a corpus of more than 10,000 articles, pairs must be alike by .03 by words that are in no
    more than 1,000 articles or a fiftieth of all; more frequent words are then added. Of pairs
    alike by .15, that misses one in a thousand. `matrix` and `day` (datetime64[D]) are in
    canonical order, articles without a date last. `jobs` threads share the work; the pairs are
    the same whatever their number.
    """
    is_rare = frequency <= max(RARE, SHARE_RARE * len(day))
    rare, common = np.flatnonzero(is_rare), np.flatnonzero(~is_rare)
    work = _Work(matrix[:, rare], matrix[:, common], day, window_days)
    found = [(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))]
    with ThreadPoolExecutor(jobs) as pool:  # the products are made outside Python's lock
        for rows, others, turned in work.areas():
            compare = partial(work.compare, others=others, turned=turned)
            found += pool.map(compare, rows) if jobs > 1 else map(compare, rows)
    return Pairs(*map(np.concatenate, zip(*found, strict=True)))


class _Work(NamedTuple):
    rare: sp.csr_array
    common: sp.csr_array
    day: np.ndarray
    window_days: float

    def areas(self) -> Iterator[tuple[list[slice], np.ndarray, sp.csr_array]]:
        """Blocks of rows, the articles that these may be alike, and the words of those, turned."""
        n = len(self.day)
        n_dated = n - int(np.isnat(self.day).sum())
        time = self.day[:n_dated].astype("int64").astype(float)
        last = np.full(n, n)  # the article after the last one within the window
        last[:n_dated] = np.searchsorted(time, time + self.window_days, side="right")
        start = 0
        while start < n:
            end = n_dated if start < n_dated else n
            stop = min(end, start + min(AREA, max(ROWS, int(last[start]) - start)))
            others = np.arange(start, last[stop - 1])
            if start < n_dated:
                others = np.append(others, np.arange(n_dated, n))
            rows = [slice(row, min(row + ROWS, stop)) for row in range(start, stop, ROWS)]
            yield rows, others, self.rare[others].T.tocsr()
            start = stop

    def compare(
        self, rows: slice, others: np.ndarray, turned: sp.csr_array
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        block = self.rare[rows] @ turned
        numbers = np.arange(rows.start, rows.stop, dtype=np.int32)
        one = np.repeat(numbers, np.diff(block.indptr))
        other = others[block.indices].astype(np.int32)
        keep = (block.data >= FLOOR_RARE) & (one < other)
        one, other, similarity = one[keep], other[keep], block.data[keep]
        factor = fading(days_apart(self.day, one, other), self.window_days)
        keep = factor > 0
        one, other, similarity, factor = one[keep], other[keep], similarity[keep], factor[keep]
        order = np.lexsort([other, one])
        one, other, similarity = one[order], other[order], similarity[order]
        if self.common.shape[1]:
            similarity = similarity + products(self.common, one, other)
        similarity = similarity * factor[order]
        keep = similarity >= FLOOR
        return one[keep], other[keep], similarity[keep]


def products(matrix: sp.csr_array, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The inner product of row `one` and row `other` of each pair, float64 (n_pairs,)."""
    found = np.zeros(len(one))
    for start in range(0, len(one), PRODUCTS):
        part = slice(start, start + PRODUCTS)
        rows, place = np.unique(one[part], return_inverse=True)
        partners = matrix[other[part]]
        dense = matrix[rows].toarray()
        of_pair = np.repeat(np.arange(len(place)), np.diff(partners.indptr))
        values = partners.data * dense[place[of_pair], partners.indices]
        found[part] = np.bincount(of_pair, values, len(place))
    return found
