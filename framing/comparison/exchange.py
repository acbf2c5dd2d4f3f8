"""What a word's count would be if outlets were exchanged: the sums that `keyness` tests by.

A word's surplus in a cell (an outlet's articles on an event) is s = y − n·Σy/Σn: its count less
its due, sums over the event. S, the outlet's surpluses added up over its events, has mean 0 if
cells are exchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from framing.comparison.saddlepoint import (
    MOST_OUTCOMES,
    TOLERANCE,
    Coins,
    Draws,
    starts_of,
    two_sided,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.comparison.cells import Floats, Integers

    Bools = NDArray[np.bool_]

COUNTS_AT_ONCE = 2_000_000


class Side(NamedTuple):
    """The articles of an outlet and of those it is set against.

    counts : csr_array, (n_articles, n_terms)
    words : float64 array, (n_articles,)
    own : bool array, (n_articles,)
        The outlet's own articles.
    event, block : int64 arrays, (n_articles,)
        Numbers of the event and of the cells that are exchanged as one; −1 without an event.
    weight : float64 array, (n_articles,)
        By which the article's counts and words are multiplied already.
    """

    counts: Any
    words: Floats
    own: Bools
    event: Integers
    block: Integers
    weight: Floats

    def take(self, wanted: NDArray[Any]) -> Side:
        return Side(*(field[wanted] for field in self))


def exchange_cells(side: Side, terms: Integers) -> Floats:
    """p of each of `terms`: cells are exchanged among the outlets present in an event.

    The outlet is given one cell of each event. All have the same chance, except that an outlet
    which writes w > 1 times the length of the others (geometric mean over events) is w times as
    likely to be given its own: it has more of every word, and a plain exchange would often take
    rare words for a habit of its own. p is the chance of a sum at least as far from 0 as S.
    """
    from scipy.sparse import csr_array

    cells, cell = np.unique(np.stack([side.event, side.block]), axis=1, return_inverse=True)
    cell = cell.ravel()
    event = np.unique(cells[0], return_inverse=True)[1]
    size = np.bincount(event)
    words = np.bincount(cell, weights=side.words)
    own = np.bincount(cell, weights=side.own) > 0
    words_of_event = np.bincount(event, weights=words)
    several = size > 1
    if not several.any():
        return np.full(len(terms), np.nan)

    others = (words_of_event - words[own])[several] / (size - 1)[several]
    length = max(1.0, float(np.exp(np.log(words[own][several] / others).mean())))
    chance = np.where(own, length, 1.0) / (length + size - 1)[event]
    to_cells = csr_array(
        (np.ones(len(cell)), (cell, np.arange(len(cell)))), shape=(len(words), len(cell))
    )
    first = starts_of(size)

    def test(some: Integers) -> Floats:
        counts = (to_cells @ side.counts[:, some]).tocsc()
        found, number = counts.indices, np.repeat(np.arange(len(some)), np.diff(counts.indptr))
        kept = several[event[found]]
        found, number, y = found[kept], number[kept], counts.data[kept]
        # A draw for each event in which the word stands, of as many values as the event has cells.
        pair = number * len(size) + event[found]
        new = np.diff(pair, prepend=-1) != 0
        term, happening = number[new], event[found[new]]
        sizes = size[happening]
        due = np.add.reduceat(y, np.flatnonzero(new)) / words_of_event[happening]
        starts = starts_of(sizes)
        place = np.arange(int(sizes.sum())) - np.repeat(starts, sizes)
        where = np.repeat(first[happening], sizes) + place
        values = -words[where] * np.repeat(due, sizes)
        draw = np.cumsum(new) - 1
        values[starts[draw] + found - first[event[found]]] += y
        total = np.bincount(np.repeat(term, sizes)[own[where]], values[own[where]], len(some))
        n_draws = np.bincount(term, minlength=len(some))
        can = n_draws > 0
        p = np.full(len(some), np.nan)
        sums = Draws(values, chance[where], sizes, n_draws[can])
        p[can] = two_sided(sums, np.abs(total[can]))
        return p

    return _in_parts(test, side.counts, terms)


def exchange_articles(side: Side, terms: Integers) -> Floats:
    """p of each of `terms`: articles are exchanged between the outlet and the others.

    All ways to give the outlet as many articles as it has are tried if they are few. Otherwise
    each article falls to it with the same chance, independently of the others, which gives S the
    mean and (but for a factor 1 − 1/n) the variance that it has in such draws without
    replacement. The chance is the outlet's share of the articles or of the words, whichever is
    nearer one half. Articles without the word enter as a normal variable.
    """
    words, own = side.words, side.own
    total = words.sum()
    shares = (float(own.mean()), float(words[own].sum() / total))
    share = min(shares, key=lambda share: abs(share - 0.5))
    few = comb(len(own), int(own.sum())) <= MOST_OUTCOMES

    def test(some: Integers) -> Floats:
        counts = side.counts[:, some].tocsc()
        article, n_draws = counts.indices, np.diff(counts.indptr)
        y = counts.data.astype(np.float64)
        term = np.repeat(np.arange(len(some)), n_draws)
        rate = np.bincount(term, y) / total
        theirs = own[article]
        surplus = np.bincount(term[theirs], y[theirs], len(some)) - words[own].sum() * rate
        far = np.abs(surplus)
        if few:
            return _all_choices(counts.toarray() - np.outer(words, rate), int(own.sum()), far)
        mean = total / len(words)
        noise, blur = (
            np.maximum((squares.sum() - np.bincount(term, squares[article], len(some))), 0)
            * (rate**2 * share * (1 - share))
            for squares in (words**2, (words - mean) ** 2)
        )
        values = y - words[article] * rate[term]
        return two_sided(Coins(values, n_draws, share, noise, mean * rate, blur), far)

    return _in_parts(test, side.counts, terms)


def _all_choices(surplus: Floats, n_own: int, far: Floats) -> Floats:
    """How often a choice of `n_own` rows adds up to `far` or further from 0, column by column."""
    picks = np.zeros((comb(len(surplus), n_own), len(surplus)))
    for row, chosen in enumerate(combinations(range(len(surplus)), n_own)):
        picks[row, list(chosen)] = 1
    return (np.abs(picks @ surplus) >= far - TOLERANCE * (1 + far)).mean(axis=0)


def _in_parts(test: Callable[[Integers], Floats], counts: Any, terms: Integers) -> Floats:
    """`test` of some terms at a time, so that memory does not grow with their number."""
    sizes = np.bincount(counts.indices, minlength=counts.shape[1])[terms]
    part = np.cumsum(sizes) // COUNTS_AT_ONCE
    bounds = np.flatnonzero(np.diff(part)) + 1
    return np.concatenate([np.zeros(0), *(test(some) for some in np.split(terms, bounds))])
