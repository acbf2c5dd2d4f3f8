"""Copies: articles that are, word for word or nearly, the text of another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from framing.corpus import Corpus
from framing.parallel import map_chunks
from framing.tokens import Chunk, tokenize

SHINGLE = 5  # words
NEAR = 0.65  # share of the shorter article's shingles that a near copy has in common with it
FEWEST = 20  # shingles without which an article is a copy only word for word
FURNITURE = 10  # a shingle in more articles of one outlet than this belongs to its pages
ROWS = 1_000  # articles compared with all others at a time

# What names the source of a text, at its beginning ("By Ann Lee" on a line of its own, "(Reuters)",
# "LONDON (Reuters) -") and at its end ("(Reuters)", "© AFP", "Reporting by Ann Lee").
_OPENING = re.compile(
    r"\s*(?:By\s[^\n]{1,80}\n|[(\[][^)\]\n]{1,80}[)\]]\s*(?:[-–—]+\s)?"
    r"|[^\n(]{1,60}\([^)\n]{1,40}\)\s*[-–—]+\s)"
)
_CLOSING = re.compile(
    r"\s+(?:[(\[][^)\]\n]{1,80}[)\]]|(?:©|Copyright|Source:|Reporting by)[^\n]{0,120})\s*\Z"
)
_LONGEST_CLOSING = 200  # characters


def find_duplicates(corpus: Corpus) -> pd.DataFrame:
    """Groups of articles that are copies of one another.

    Definition: an **exact** copy has the same words in the same order, apart from case, marks,
    white space and a line of credit at the beginning or the end. A **near** copy is shortened or
    lightly edited: of the sequences of five words (shingles; Broder 1997,
    doi:10.1109/SEQUEN.1997.666900) in the outlet's own voice, at least .65 of the shorter article's
    occur in the longer one. Quoted words are left out, since two outlets may quote the same
    statement without having copied from each other; where quotation marks are damaged all words
    count. So are sequences that an outlet prints in more than ten articles, which belong to its
    pages. Articles with fewer than 20 sequences of their own are copies only word for word.
    Copies of copies are one group.

    In `news2017` (3,788 articles), no two articles of different outlets share between .56 and .69;
    below lie stories that take in a part of an agency's text, above reprints. Paraphrases are not
    looked for.

    Returns:
        One row an article of a group, the groups in the order of their first articles, in each the
        earliest article first (of several the longest, then the smallest id):

        - `group`: int, from 0
        - `article_id`
        - `kind`: "exact" if another article of the group has the same words, else "near"
        - `overlap`: the share of the article's shingles that the group's first article has too,
          float; 1 for the first article and exact copies of it

    >>> frame = pd.DataFrame({
    ...     "outlet": ["A", "B", "C"],
    ...     "text": ["Rain fell on Tolby. (Agency)", "RAIN FELL ON TOLBY", "It was dry."],
    ... })
    >>> find_duplicates(Corpus.from_frame(frame))
       group article_id   kind  overlap
    0      0          0  exact      1.0
    1      0          1  exact      1.0
    """
    tokens = tokenize(corpus)
    parts = map_chunks(_prints, tokens)
    articles = tokens.articles
    n = len(articles)
    rank = _rank(articles)
    first = _first_of_same([digest for part in parts for digest in part.digests], rank)
    copies = first != np.arange(n)

    outlet = pd.factorize(articles["outlet"])[0]
    shingles, size = _shared_shingles(parts)
    shingles, size = _without_furniture(shingles, size, np.where(copies, -1, outlet))
    one, other = _near(shingles, size, ~copies)
    graph = sp.coo_array(
        (np.ones(n + len(one)), (np.append(np.arange(n), one), np.append(first, other))), (n, n)
    )
    label = sp.csgraph.connected_components(graph, directed=False)[1]

    number = np.bincount(label, minlength=1)
    members = np.flatnonzero(number[label] > 1)
    members = members[np.argsort(rank[members])]
    group = pd.factorize(label[members])[0]
    members, group = members[np.argsort(group, kind="stable")], np.sort(group)
    head = members[np.searchsorted(group, group)]
    in_common = (shingles[members] * shingles[head]).sum(axis=1)
    same = first[members] == first[head]
    with np.errstate(invalid="ignore"):
        overlap = np.where(same, 1.0, in_common / size[members])
    several = np.bincount(first, minlength=n)[first[members]] > 1
    return pd.DataFrame(
        {
            "group": group.astype("int64"),
            "article_id": articles.index[members].astype("str"),
            "kind": pd.array(np.where(several, "exact", "near"), dtype="str"),
            "overlap": overlap,
        }
    )


def drop_duplicates(corpus: Corpus, copies: pd.DataFrame | None = None) -> Corpus:
    """The corpus with one article of each group of copies.

    `copies` is the table of `find_duplicates`, looked for if it is not given.

    Kept is the earliest, of several the longest, then the one with the smallest id. The others are
    listed in the receipt among the repairs, as "copy removed" with the id of the one that stays;
    they were read in good order, so they are not quarantined.

    >>> frame = pd.DataFrame({
    ...     "outlet": ["A", "B"], "text": ["Rain fell.", "Rain fell."], "date": ["2025-03-02"] * 2
    ... })
    >>> print(drop_duplicates(Corpus.from_frame(frame)).receipt)
    2 articles expected = 2 kept + 0 quarantined
    repaired:
             1 article  copy removed
    ...
    """
    copies = find_duplicates(corpus) if copies is None else copies
    head = copies.groupby("group")["article_id"].transform("first")
    removed = copies["article_id"] != head
    repaired = pd.DataFrame(
        {
            "article_id": copies["article_id"],
            "repair": "copy removed",
            "detail": copies["kind"] + " copy of " + head,
        }
    )[removed]
    kept = corpus.filter(lambda articles: ~articles.index.isin(repaired["article_id"]))
    return kept.with_articles(kept.articles, repaired)


def mark_duplicates(corpus: Corpus, copies: pd.DataFrame | None = None) -> Corpus:
    """The corpus with a column `copy_group`: the same number for copies of one another, else NaN.

    `copies` is the table of `find_duplicates`, looked for if it is not given. `compare` takes the
    copies within an event as one where this column is there.

    >>> frame = pd.DataFrame({"outlet": list("ABC"), "text": ["It rained.", "It rained.", "Dry."]})
    >>> mark_duplicates(Corpus.from_frame(frame)).articles["copy_group"].tolist()
    [0.0, 0.0, nan]
    """
    copies = find_duplicates(corpus) if copies is None else copies
    groups = copies.set_index("article_id")["group"]
    articles = corpus.articles
    articles["copy_group"] = groups.reindex(articles.index).astype("float64")
    return corpus.with_articles(articles)


class Prints(NamedTuple):
    """What is kept of the articles of a chunk."""

    digests: list[bytes | None]  # of all words but credits; None where there are none
    article: np.ndarray  # int32 (n_shingles,), counted through the chunk
    shingle: np.ndarray  # uint64 (n_shingles,), hashes, each once an article


def _prints(chunk: Chunk) -> Prints:
    bounds = np.array([_without_credits(text) for text in chunk.texts], np.int64).reshape(-1, 2)
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
    article, shingle = article[:n][whole], shingle[whole]
    order = np.lexsort([shingle, article])
    article, shingle = article[order], shingle[order]
    new = np.append(True, (np.diff(article) != 0) | (shingle[1:] != shingle[:-1]))[: len(article)]
    return Prints(digests, article[new], shingle[new])


def _without_credits(text: str) -> tuple[int, int]:
    """Where the text begins and ends without a line of credit."""
    opening = _OPENING.match(text)
    tail = max(len(text) - _LONGEST_CLOSING, 0)
    closing = _CLOSING.search(text, tail)
    return opening.end() if opening else 0, closing.start() if closing else len(text)


def _rank(articles: pd.DataFrame) -> np.ndarray:
    """The place of each article: earlier, then longer, then by id; int64 (n_articles,)."""
    keys = pd.DataFrame({"article_id": articles.index})
    keys["date"] = articles["date"].to_numpy() if "date" in articles else pd.NaT
    keys["length"] = -articles["n_words"].to_numpy()
    order = keys.sort_values(["date", "length", "article_id"]).index
    rank = np.empty(len(articles), np.int64)
    rank[order] = np.arange(len(articles))
    return rank


def _first_of_same(digests: list[bytes | None], rank: np.ndarray) -> np.ndarray:
    """The first article with the same words as each; int64 (n_articles,)."""
    first = np.arange(len(digests))
    seen: dict[bytes, int] = {}
    for i in np.argsort(rank).tolist():
        digest = digests[i]
        if digest is not None:
            first[i] = seen.setdefault(digest, i)
    return first


def _shared_shingles(parts: list[Prints]) -> tuple[sp.csr_array, np.ndarray]:
    """Which articles have which shingles that several have, and how many each has in all."""
    n_articles = [len(part.digests) for part in parts]
    size = [np.bincount(p.article, minlength=n) for p, n in zip(parts, n_articles, strict=True)]
    none = np.zeros(0, np.uint64)
    shingle = np.sort(np.concatenate([none, *(part.shingle for part in parts)]))
    shared = np.unique(shingle[1:][shingle[1:] == shingle[:-1]])
    rows = []
    for part, n in zip(parts, n_articles, strict=True):
        place = np.searchsorted(shared, part.shingle)
        place[place == len(shared)] = 0
        found = shared[place] == part.shingle if len(shared) else np.zeros(len(place), bool)
        indptr = np.searchsorted(part.article[found], np.arange(n + 1))
        ones = np.ones(int(found.sum()), np.int32)
        rows.append(sp.csr_array((ones, place[found], indptr), (n, len(shared))))
    empty = sp.csr_array((0, len(shared)), dtype=np.int32)
    return sp.vstack([empty, *rows], format="csr"), np.concatenate([np.zeros(0, np.int64), *size])


def _without_furniture(
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


def _near(
    shingles: sp.csr_array, size: np.ndarray, counted: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of near copies."""
    able = np.flatnonzero(counted & (size >= FEWEST))
    found = [*_compared(shingles[able], size[able])]
    one = [able[a] for a, _ in found]
    other = [able[b] for _, b in found]
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *one]), np.concatenate([none, *other])


def _compared(shingles: sp.csr_array, size: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    columns = shingles.T.tocsr()
    for start in range(0, shingles.shape[0], ROWS):
        common = (shingles[start : start + ROWS] @ columns).tocoo()
        one, other = common.row + start, common.col
        near = (one < other) & (common.data >= NEAR * np.minimum(size[one], size[other]))
        yield one[near], other[near]
