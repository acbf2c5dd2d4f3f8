"""Events: which articles report the same happening.

Articles are compared by the words they share, rare words counting for more, and brought together
by average link. Two articles need not be alike by a fixed amount: they must be closer than their
surroundings lead to expect, since all reports of an epidemic resemble each other and two of a
lighthouse do not (local scaling, as Conneau and others 2018, arXiv:1710.04087, do for words).
"""

from __future__ import annotations

from itertools import count
from numbers import Real
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.parallel import map_chunks
from framing.tokens import Chunk, Tokens, tokenize

# Chosen on the two annotated sets of benchmarks/validity_events.py, where the scores are flat
# around these values.
HEADLINE, LEAD, LEAD_WORDS = 3.0, 2.0, 60  # weight of words there; 1 in the rest of the text
IMAGINED, WORDS_IMAGINED = 10, 30  # articles, and words in each, added to what is known of a word
NEIGHBOURS = 10  # the surroundings of an article: so many of the articles most like it
REPRINT = 0.5  # articles this similar count once among the surroundings
CROWDED, UNKNOWN = 0.30, 0.15  # highest value of the surroundings; value where there are too few
SCALE, MARGIN = 0.8, 0.05  # to be joined is to exceed SCALE × surroundings by MARGIN
FLOOR = 0.03  # similarities below count as none
FREQUENT = 500  # a word in more articles than this and a tenth of all says too little to compare
BLOCK = 500_000  # pairs of articles compared at a time


def align_events(corpus: Corpus, window_days: float = 7, overwrite: bool = False) -> Corpus:
    """The corpus with `event` filled in: articles that report the same happening share one.

    Definition: the similarity of two articles is the cosine of their vectors of words. A word
    weighs 1 + ln of its count (three times in the headline, twice among the first 60 of the text),
    times its inverse document frequency, which is smoothed by ten imagined articles so that it
    holds in small corpora too. Similarity fades with the days between two articles, by the factor
    exp(−days / `window_days`). The surroundings of an article are the mean similarity of its ten
    most similar others, reprints (.5 and more) taken as one, and at most .30. By average link,
    groups are joined as long as their mean similarity exceeds .8 times the mean surroundings of
    the two by .05. Nothing is assumed of outlets, of the number of events or of their size. No word
    list is used, so any language will do that writes spaces between words; Chinese and Japanese are
    compared by characters and pairs of characters.

    An article that is like no other gets an event of its own. Events already given stay: the
    articles without one are grouped among themselves, and a group joins the given event that it
    is most like by the same rule, or becomes an event of its own. New events are called
    "event-0001" and on, in the order of their first day; those without a date come last.

    Measured by `benchmarks/validity_events.py` (B³ of Bagga and Baldwin 1998, precision / recall /
    F1): MoralEvents, 474 articles of 158 stories, .935 / .934 / .934, without dates
    .915 / .925 / .920; NeuS, 921 headlines with first sentences of 307 stories, undated,
    .949 / .833 / .887. The constants were chosen on these, so expect a little less elsewhere. In a
    corpus of a handful of articles too little is known of which words are rare: look at the result,
    or give `event`.

    Arguments:
        window_days: articles further apart than this count as unlike (0: only the same day
            counts). Articles without a date are compared with all.
        overwrite: align all articles anew, whatever `event` says.

    Raises:
        FramingError: `window_days` is negative or not a number.

    >>> frame = pd.DataFrame({
    ...     "outlet": ["A", "B", "A"],
    ...     "text": ["The river Tol flooded lower Tolby.", "Tolby: the Tol floods streets.",
    ...              "Parliament passes budget."],
    ... })
    >>> align_events(Corpus.from_frame(frame)).articles["event"].tolist()
    ['event-0001', 'event-0001', 'event-0002']
    """
    if not (isinstance(window_days, Real) and window_days >= 0):
        raise FramingError(
            f"window_days={window_days!r} is not allowed; give a number of days, 0 or more."
        )
    articles = corpus.articles
    given = articles["event"] if "event" in articles and not overwrite else None
    if given is not None and given.notna().all():
        return corpus

    if "date" in articles:
        day = articles["date"].to_numpy("datetime64[D]")
    else:
        day = np.full(len(articles), "NaT", "datetime64[D]")
    ids = articles.index.to_numpy(object)
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    order = order[np.argsort(day[order], kind="stable")]  # those without a date come last
    headlines = tokenize(corpus, "title") if "title" in articles else None
    vectors = _vectors(tokenize(corpus), headlines)
    pairs = _similar_pairs(vectors[order], day[order], window_days)
    expected = SCALE / 2 * _surroundings(pairs, len(order))
    if given is None:
        group, events = _average_link(pairs, expected), np.full(len(order), None, object)
    else:
        group, events = _join_given(pairs, expected, given.to_numpy(object)[order])
    articles["event"] = pd.Series(_named(group, events), articles.index[order], dtype="str")
    return corpus.with_articles(articles)


class Pairs(NamedTuple):
    """Pairs of similar articles, which are numbered in canonical order."""

    one: np.ndarray  # int64 (n_pairs,), article
    other: np.ndarray  # int64 (n_pairs,), article; one < other
    similarity: np.ndarray  # float64 (n_pairs,), FLOOR to 1


def _vectors(body: Tokens, headline: Tokens | None) -> sp.csr_array:
    """TF-IDF vectors, float64 (n_articles, n_terms), of length 1 or a little less.

    The columns of terms that no two articles share, and of terms too frequent to tell articles
    apart, are left out, but count in the length.
    """
    bodies = map_chunks(_count, body, LEAD)
    headlines = map_chunks(_count, headline, HEADLINE) if headline is not None else []
    # Terms are numbered in alphabetical order, so that sums come out the same to the last bit
    # in whatever order the articles are read.
    strings = sorted(set().union(*(words for words, _ in bodies + headlines)))
    number = {word: i for i, word in enumerate(strings)}
    for words, counts in bodies + headlines:
        counts.indices = np.array([number[word] for word in words], np.int32)[counts.indices]
        counts.resize(counts.shape[0], len(number))
    none = sp.csr_array((0, len(number)))
    terms = sp.vstack([none, *(counts for _, counts in bodies)], format="csr")
    terms.sum_duplicates()
    if headline is not None:
        terms = terms + sp.vstack([none, *(counts for _, counts in headlines)], format="csr")

    n_articles = terms.shape[0]
    share = terms.sum(axis=0) / max(terms.sum(), 1.0)
    frequency = np.bincount(terms.indices, minlength=terms.shape[1])
    imagined = IMAGINED * np.minimum(1, WORDS_IMAGINED * share)
    idf = np.log((n_articles + 1 + IMAGINED) / (frequency + 1 + imagined))
    idf = np.maximum(idf, 0.001)  # not 0, so that equal texts are alike in any corpus
    terms.data = (1 + np.log(terms.data)) * idf[terms.indices]
    length = np.sqrt(terms.multiply(terms).sum(axis=1))
    terms.data /= np.repeat(np.where(length > 0, length, 1), np.diff(terms.indptr))
    telling = (frequency > 1) & (frequency <= max(FREQUENT, n_articles / 10))
    return terms[:, np.flatnonzero(telling)]


def _count(chunk: Chunk, weight: float) -> tuple[list[str], sp.csr_array]:
    """The weighted count of each word in each article: the words, and (n_articles, n_words)."""
    at = np.flatnonzero(chunk.word)
    article = chunk.token_article[at]
    first = np.append(0, np.cumsum(chunk.n_words))[article]
    weights = np.where(np.arange(len(at)) - first < LEAD_WORDS, weight, 1.0)
    term = chunk.types.folded[chunk.ids[at]].astype(np.int64)
    strings = chunk.types.folded_strings.tolist()

    # Characters of scripts without spaces are words that touch: their pairs are terms too.
    touch = (at[1:] == at[:-1] + 1) & (article[1:] == article[:-1])
    touch &= chunk.char_start[at[1:]] == chunk.char_end[at[:-1]]
    code, place = np.unique(term[:-1][touch] * len(strings) + term[1:][touch], return_inverse=True)
    rows = np.append(article, article[1:][touch])
    columns = np.append(term, len(strings) + place)
    values = np.append(weights, weights[1:][touch])
    pairs = [strings[a] + strings[b] for a, b in zip(*np.divmod(code, len(strings)), strict=True)]
    strings += pairs
    shape = (chunk.n_articles, len(strings))
    return strings, sp.csr_array((values, (rows, columns)), shape)


def _similar_pairs(vectors: sp.csr_array, day: np.ndarray, window_days: float) -> Pairs:
    """All pairs of articles within the window that share enough words.

    `vectors` and `day` (datetime64[D]) are in canonical order, articles without a date last.
    """
    n = len(day)
    n_dated = n - int(np.isnat(day).sum())
    time = day[:n_dated].astype("int64").astype(float)
    last = np.full(n, n)  # the article after the last one within the window
    last[:n_dated] = np.searchsorted(time, time + window_days, side="right")

    found = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    start = 0
    while start < n:
        is_dated = start < n_dated
        undated = np.arange(n_dated if is_dated else n, n)
        rest = last[start : n_dated if is_dated else n]
        area = np.arange(1, len(rest) + 1) * (rest - start + len(undated))
        stop = start + max(1, int(np.searchsorted(area, BLOCK, side="right")))
        others = np.append(np.arange(start, last[stop - 1]), undated)
        block = vectors[start:stop] @ vectors[others].T
        keep = np.flatnonzero(block.data >= FLOOR)
        one = start + np.searchsorted(block.indptr, keep, side="right") - 1
        other, similarity = others[block.indices[keep]], block.data[keep]
        if is_dated:
            days = np.where(other < n_dated, time[np.minimum(other, n_dated - 1)] - time[one], 0)
            similarity = similarity * np.exp(-days / max(window_days, 1)) * (days <= window_days)
        keep = (one < other) & (similarity >= FLOOR)
        found.append((one[keep], other[keep], similarity[keep]))
        start = stop
    return Pairs(*map(np.concatenate, zip(*found, strict=True)))


def _surroundings(pairs: Pairs, n: int) -> np.ndarray:
    """The mean similarity of each article's nearest others, float64 (n,), reprints taken as one."""
    copies = _average_link(pairs, np.zeros(n), REPRINT)
    article = np.append(pairs.one, pairs.other)
    copy = copies[np.append(pairs.other, pairs.one)]
    similarity = np.append(pairs.similarity, pairs.similarity)
    order = np.lexsort([-similarity, copy, article])
    article, copy, similarity = article[order], copy[order], similarity[order]
    first = np.append(True, (np.diff(article) != 0) | (np.diff(copy) != 0))[: len(article)]
    article, similarity = article[first], similarity[first]

    order = np.lexsort([-similarity, article])
    article, similarity = article[order], similarity[order]
    rank = np.arange(len(article)) - np.searchsorted(article, article)
    near = rank < NEIGHBOURS
    total = np.bincount(article[near], similarity[near], n)
    missing = max(NEIGHBOURS - (n - 1), 0)
    return np.minimum((total + missing * UNKNOWN) / NEIGHBOURS, CROWDED)


def _average_link(pairs: Pairs, expected: np.ndarray, margin: float = MARGIN) -> np.ndarray:
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


def _join_given(
    pairs: Pairs, expected: np.ndarray, given: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Group the articles without an event, and let groups join the given event they are like.

    Returns the group of each article, and the events (object, missing where a new one is due).
    """
    one, other, similarity = pairs
    free = pd.isna(given)
    event, names = pd.factorize(given)  # −1 where missing
    both = free[one] & free[other]
    group = _average_link(Pairs(one[both], other[both], similarity[both]), expected)

    across = free[one] != free[other]
    left = np.where(free[one], one, other)[across]
    right = np.where(free[one], other, one)[across]
    shape = (len(given), len(names))
    total = sp.coo_array((similarity[across], (group[left], event[right])), shape).tocsr().tocoo()
    n_group, n_event = np.bincount(group[free], minlength=shape[0]), np.bincount(event[~free])
    of_group = np.bincount(group[free], expected[free], shape[0])[total.row] / n_group[total.row]
    of_event = np.bincount(event[~free], expected[~free])[total.col] / n_event[total.col]
    gain = total.data / (n_group[total.row] * n_event[total.col]) - of_group - of_event
    order = np.lexsort([total.col, -gain])  # where alike, the event that began first
    order = order[gain[order] >= MARGIN]
    joined, first = np.unique(total.row[order], return_index=True)
    choice = np.full(len(given), -1)
    choice[joined] = total.col[order][first]
    event = np.where(free, choice[group], event)
    return group, np.array([None, *names], object)[event + 1]


def _named(group: np.ndarray, events: np.ndarray) -> np.ndarray:
    """The events, with names for the groups that have none, in the order of their numbers."""
    taken = set(events)
    fresh = (name for name in map("event-{:04}".format, count(1)) if name not in taken)
    new = np.flatnonzero([event is None for event in events])
    name = {number: next(fresh) for number in np.unique(group[new]).tolist()}
    events = events.copy()
    events[new] = [name[number] for number in group[new].tolist()]
    return events
