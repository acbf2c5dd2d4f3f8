"""Groups of articles that are closer to one another than their surroundings lead to expect."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from framing.events.pairs import Pairs

# Chosen on the two annotated sets of benchmarks/validity_events.py, where the scores are flat
# around these values: see docs/events.md.
ROWS = 10_000  # articles whose surroundings are found at a time
NEIGHBOURS = 10  # the surroundings of an article: so many of the articles most like it
REPRINT = 0.5  # articles this similar count once among the surroundings
FAMILY, LARGE, OF_FAMILY = 0.2, 7, 3  # of more than 7 articles this similar, 3 count there
QUIET, CROWDED = 0.09, 0.30  # lowest and highest value of the surroundings
UNKNOWN = 0.15  # similarity of neighbours that a small corpus lacks
SCALE, MARGIN = 1.1, 0.03  # to be joined is to exceed SCALE × surroundings by MARGIN
CLEAR = 0.05  # or to exceed SCALE × surroundings, and be this much closer than any third


def surroundings(pairs: Pairs, n: int) -> np.ndarray:
    """The mean similarity of each article's nearest others, float64 (n,).

    Reprints count as one, and of a large family of similar articles no more than OF_FAMILY count,
    lest an event that many report be its own surroundings.
    """
    family = _alike(pairs, n, FAMILY)
    limit = np.where(np.bincount(family, minlength=n) > LARGE, OF_FAMILY, NEIGHBOURS)
    total = nearest_sum(pairs, n, NEIGHBOURS, (family, limit))
    missing = max(NEIGHBOURS - (n - 1), 0)
    return np.clip((total + missing * UNKNOWN) / NEIGHBOURS, QUIET, CROWDED)


def nearest_sum(
    pairs: Pairs, n: int, neighbours: int, *limits: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """The summed similarity of each article's nearest others, float64 (n,).

    Reprints count as one; each further limit gives the group of each article, and how many of
    each group count.
    """
    limits = ((_alike(pairs, n, REPRINT), np.ones(n)), *limits)
    total = np.zeros(n)
    by_one, by_other = (np.argsort(side, kind="stable") for side in pairs[:2])
    for start in range(0, n, ROWS):
        near = []
        for sides, order in ((pairs[:2], by_one), (pairs[1::-1], by_other)):
            first, last = np.searchsorted(sides[0], [start, start + ROWS], sorter=order)
            chosen = order[first:last]
            near.append([*(side[chosen] for side in sides), pairs.similarity[chosen]])
        article, other, similarity = map(np.concatenate, zip(*near, strict=True))
        for group, most in limits:
            order = np.lexsort([-similarity, group[other], article])
            article, other, similarity = article[order], other[order], similarity[order]
            few = _rank(article.astype(np.int64) * n + group[other]) < most[group[other]]
            article, other, similarity = article[few], other[few], similarity[few]
        order = np.lexsort([-similarity, article])
        article, similarity = article[order], similarity[order]
        nearest = _rank(article) < neighbours
        total += np.bincount(article[nearest], similarity[nearest], n)
    return total


def _alike(pairs: Pairs, n: int, similarity: float) -> np.ndarray:
    """Groups of articles alike by so much on average; half of it counts as none."""
    close = pairs.similarity >= similarity / 2
    return average_link(Pairs(*(values[close] for values in pairs)), np.zeros(n), similarity)


def _rank(values: np.ndarray) -> np.ndarray:
    """The place of each value among its equals, which lie together, from 0."""
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    return np.arange(len(values)) - np.repeat(starts, np.diff(starts, append=len(values)))


def average_link(pairs: Pairs, expected: np.ndarray, margin: float = MARGIN) -> np.ndarray:
    """The group of each article: the number of its first member, int64 (n_articles,).

    Two groups join if the mean of similarity − expected[one] − expected[other] over their pairs is
    at least `margin`. This is average link by chains of nearest neighbours (Murtagh 1983,
    doi:10.1093/comjnl/26.4.354), which needs sums of similarities and no matrix of all pairs.
    """
    one, other, similarity = pairs
    n = len(expected)
    close = similarity - expected[one] - expected[other] >= margin
    graph = sp.coo_array((close[close], (one[close], other[close])), (n, n))
    component = sp.csgraph.connected_components(graph, directed=False)[1]
    inside = component[one] == component[other]  # no group reaches beyond its component
    sums: dict[int, dict[int, float]] = {}
    for a, b, value in zip(*(array[inside].tolist() for array in pairs), strict=True):
        sums.setdefault(a, {})[b] = value
        sums.setdefault(b, {})[a] = value

    size, mean = [1] * n, expected.tolist()
    group = np.arange(n)
    while sums:
        chain = [next(iter(sums))]
        while chain:
            last, before = chain[-1], chain[-2] if len(chain) > 1 else -1
            gains = (
                (total / (size[last] * size[b]) - (mean[last] + mean[b]), b == before, -b)
                for b, total in sums[last].items()
            )
            gain, _, nearest = max(gains, default=(-np.inf, False, 0))
            if gain < margin:
                for b in sums.pop(last):
                    del sums[b][last]
                chain.pop()
            elif -nearest != before:
                chain.append(-nearest)
            else:
                del chain[-2:]
                a, b = sorted([last, before])
                for c, total in sums.pop(b).items():
                    del sums[c][b]
                    if c != a:
                        sums[a][c] = sums[c][a] = sums[a].get(c, 0.0) + total
                mean[a] = (mean[a] * size[a] + mean[b] * size[b]) / (size[a] + size[b])
                size[a] += size[b]
                group[b] = a
    for article in range(n):  # the group of an earlier article is settled
        group[article] = group[group[article]]
    return group


def between(
    pairs: Pairs, expected: np.ndarray, left: np.ndarray, right: np.ndarray
) -> pd.DataFrame:
    """How much alike groups are, by the mean over their pairs of articles.

    `left` and `right` give each article's group on either side, −1 for none. Returns `left`,
    `right`, `similarity`, `expected` and their difference `gain`, for each two groups with a pair
    among `pairs`.
    """
    shape = (left.max(initial=-1) + 1, right.max(initial=-1) + 1)
    total = sp.csr_array(shape)
    for one, other in (pairs[:2], pairs[1::-1]):
        keep = (left[one] >= 0) & (right[other] >= 0)
        cells = (left[one[keep]], right[other[keep]])
        total = total + sp.coo_array((pairs.similarity[keep], cells), shape).tocsr()
    total = total.tocoo()
    (a, b), n_pairs, expects = total.coords, 1.0, 0.0
    for groups, at in ((left, a), (right, b)):
        member = groups >= 0
        size = np.bincount(groups[member])[at]
        n_pairs = n_pairs * size
        expects = expects + np.bincount(groups[member], expected[member])[at] / size
    mean = total.data / n_pairs
    return pd.DataFrame(
        {"left": a, "right": b, "similarity": mean, "expected": expects, "gain": mean - expects}
    )


def groups(pairs: Pairs, expected: np.ndarray, free: np.ndarray) -> np.ndarray:
    """The group of each article among those that are `free`: the number of its first member.

    After average link, two groups that are each other's nearest join as well if they are as alike
    as their surroundings lead to expect and no third is nearly as close to either.
    """
    one, other, similarity = pairs
    both = free[one] & free[other]
    group = average_link(Pairs(one[both], other[both], similarity[both]), expected)
    label = np.where(free, group, -1)
    alike = between(pairs, expected, label, label)
    alike = alike[alike["left"] != alike["right"]]
    alike = alike.sort_values(["gain", "right"], ascending=[False, True])
    nearest, second = (alike.groupby("left").nth(place).set_index("left") for place in (0, 1))
    lead = nearest["gain"] - second["gain"].reindex(nearest.index).fillna(-np.inf)
    clear = nearest[(nearest["gain"] >= 0) & (lead >= CLEAR)]["right"]
    mutual = clear[clear.reindex(clear).to_numpy() == clear.index.to_numpy()]
    joined = np.arange(len(group))
    joined[np.maximum(mutual, mutual.index)] = np.minimum(mutual, mutual.index)
    return joined[group]


def join_given(
    pairs: Pairs, expected: np.ndarray, given: np.ndarray, alone: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Group the articles without an event, and let groups join the given event they are like.

    `given` is object (n_articles,), missing where an article has no event; those `alone` stay so.
    Returns the group of each article, and the events (object, None where a new one is due).
    """
    event, names = pd.factorize(given)  # −1 where missing
    free = (event < 0) & ~alone
    group = groups(pairs, expected, free)
    alike = between(pairs, expected, np.where(free, group, -1), event)
    # Of events that are equally alike, the one that began first.
    alike = alike.sort_values(["gain", "right"], ascending=[False, True], kind="stable")
    alike = alike[alike["gain"] >= MARGIN].drop_duplicates("left")
    choice = np.full(len(given), -1)
    choice[alike["left"]] = alike["right"]
    event = np.where(free, choice[group], event)
    return group, np.array([None, *names], object)[event + 1]
