"""Exact and near copies: the same words, and the same sequences of words."""

from __future__ import annotations

from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from framing.duplicates.credits import credits_of, without_credits
from framing.tokens import Chunk

SHINGLE = 5  # words
NEAR = 0.65  # share of the shorter article's shingles that a near copy has in common with it
CREDITED = 0.30  # the same for articles of two outlets that are credited to the same agency
FEWEST = 20  # shingles without which an article is a copy only word for word
FURNITURE = 10  # a shingle in more articles of one outlet than this belongs to its pages
ROWS = 1_000  # articles compared with all others at a time


class Prints(NamedTuple):
    """What is kept of the articles of a chunk."""

    digests: list[bytes | None]  # of all words but credits; None where there are none
    credits: list[tuple[str, ...]]  # agencies named at the beginning or the end
    article: np.ndarray  # int32 (n_shingles,), counted through the chunk
    shingle: np.ndarray  # uint64 (n_shingles,), hashes, each once an article


class Pairs(NamedTuple):
    """Pairs of articles, by their numbers, and what they share."""

    one: np.ndarray  # int64 (n_pairs,)
    other: np.ndarray  # int64 (n_pairs,), greater than `one`
    overlap: np.ndarray  # float64 (n_pairs,), share of the shorter article

    def take(self, wanted: np.ndarray) -> Pairs:
        return Pairs(*(values[wanted] for values in self))

    @classmethod
    def joined(cls, parts: list[Pairs]) -> Pairs:
        none = cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        return cls(*map(np.concatenate, zip(none, *parts, strict=True)))


def prints(chunk: Chunk) -> Prints:
    bounds = np.array([without_credits(text) for text in chunk.texts], np.int64).reshape(-1, 2)
    start, end = bounds[chunk.token_article].T
    at = np.flatnonzero(chunk.word & (chunk.char_start >= start) & (chunk.char_end <= end))
    article = chunk.token_article[at]
    hashes = pd.util.hash_array(chunk.types.folded_strings, categorize=False)
    words = hashes[chunk.types.folded[chunk.ids[at]]]
    offsets = np.searchsorted(article, np.arange(chunk.n_articles + 1)).tolist()
    digests = [blake2b(words[a:b]).digest() if b > a else None for a, b in pairwise(offsets)]

    n = max(len(words) - SHINGLE + 1, 0)
    shingle = np.zeros(n, np.uint64)
    whole = article[:n] == article[len(words) - n :]
    for i in range(SHINGLE):
        shingle = shingle * np.uint64(0x9E3779B97F4A7C15) + words[i : i + n]
        whole &= chunk.voice[at[i : i + n]] == 0
    article, shingle = once_an_article(article[:n][whole], shingle[whole])
    return Prints(digests, credits_of(chunk), article, shingle)


def once_an_article(article: np.ndarray, value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Articles and their values in order, without repetitions."""
    order = np.lexsort([value, article])
    article, value = article[order], value[order]
    new = np.append(True, (np.diff(article) != 0) | (value[1:] != value[:-1]))[: len(article)]
    return article[new], value[new]


def first_of_same(digests: list[bytes | None], rank: np.ndarray) -> np.ndarray:
    """The first article with the same words as each; int64 (n_articles,)."""
    first = np.arange(len(digests))
    seen: dict[bytes, int] = {}
    for i in np.argsort(rank).tolist():
        digest = digests[i]
        if digest is not None:
            first[i] = seen.setdefault(digest, i)
    return first


def shared_values(
    parts: list[tuple[int, np.ndarray, np.ndarray]],
) -> tuple[sp.csr_array, np.ndarray]:
    """Which articles have which values that several have, and how many each has in all.

    `parts` are chunks in order: the number of articles, and arrays of articles and their values,
    in order and each once.
    """
    size = [np.bincount(article, minlength=n) for n, article, _ in parts]
    values = np.sort(np.concatenate([np.zeros(0, np.uint64), *(part[2] for part in parts)]))
    again = values[1:][values[1:] == values[:-1]]
    shared = again[np.append(True, again[1:] != again[:-1])[: len(again)]]
    del values, again
    rows = []
    for n, article, value in parts:
        place = np.searchsorted(shared, value)
        place[place == len(shared)] = 0
        found = shared[place] == value if len(shared) else np.zeros(len(place), bool)
        indptr = np.searchsorted(article[found], np.arange(n + 1))
        ones = np.ones(int(found.sum()), np.int32)
        rows.append(sp.csr_array((ones, place[found], indptr), (n, len(shared))))
    empty = sp.csr_array((0, len(shared)), dtype=np.int32)
    return sp.vstack([empty, *rows], format="csr"), np.concatenate([np.zeros(0, np.int64), *size])


def without_furniture(
    shingles: sp.csr_array, size: np.ndarray, outlet: np.ndarray
) -> tuple[sp.csr_array, np.ndarray]:
    """Leave out the shingles that one outlet has in many articles (`outlet` −1: not counted)."""
    n = len(outlet)
    counted = np.flatnonzero(outlet >= 0)
    shape = (int(outlet.max(initial=-1)) + 1, n)
    members = sp.csr_array((np.ones(len(counted), np.int32), (outlet[counted], counted)), shape)
    by_outlet = (members @ shingles).tocsr()
    furniture = np.zeros(shingles.shape[1], bool)
    furniture[by_outlet.indices[by_outlet.data > FURNITURE]] = True
    size = size - shingles[:, np.flatnonzero(furniture)].sum(axis=1)
    return shingles[:, np.flatnonzero(~furniture)], size


def sharing(shared: sp.csr_array, size: np.ndarray, able: np.ndarray, least: float) -> Pairs:
    """The pairs of articles among `able` of which one shares at least that much of its values."""
    rows, sizes = shared[able], size[able]
    columns, found = rows.T.tocsr(), []
    for start in range(0, len(able), ROWS):
        common = (rows[start : start + ROWS] @ columns).tocoo()
        one, other = common.row + start, common.col
        smaller = np.minimum(sizes[one], sizes[other])
        keep = (one < other) & (common.data >= least * smaller)
        found.append(Pairs(able[one[keep]], able[other[keep]], common.data[keep] / smaller[keep]))
    return Pairs.joined(found)
