"""Why articles are one event or are not: the words they share, and how clear the case is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from framing.columns import listed
from framing.corpus import Corpus
from framing.errors import FramingError
from framing.events.compared import Compared, compare_articles
from framing.events.linking import MARGIN, between
from framing.events.pairs import days_apart, fading, products


def event_reasons(
    corpus: Corpus, event: str | None = None, n: int = 8, window_days: float = 7
) -> pd.DataFrame:
    """Why each article is in its event, and which articles are in doubt.

    The similarities are those of `align_events`, whoever has made the events: given and corrected
    ones are explained like found ones. "Expected" is 1.1 times the mean surroundings of the two,
    and a gain is what a similarity exceeds it by.

    Arguments:
        event: the one to explain; all, if not given.
        n: how many words at most to name.
        window_days: as in `align_events`.

    Returns:
        One row an article, by event and day:

        - `event`, `article_id`, `outlet`, and `date` and `title` if the corpus has them
        - `n_articles`: articles of the event
        - `days`: mean days between the article and the others of its event that have a date
        - `similarity`: mean similarity to the others of its event, days and all; NaN if it is alone
        - `expected`: what the surroundings of article and event lead to expect
        - `other_event`: the event to which the article's gain is highest beside its own; missing
          if it has no word in common with any
        - `other_similarity`: its mean similarity to that event
        - `margin`: the gain within its event, less its gain to `other_event` or what joining asks
          (.03), whichever is higher; for an article alone, .03 less its gain to `other_event`.
          Articles with a low margin, and above all those below 0, are worth a look.
        - `terms`: the `n` words that contribute most to its similarity with the others of its
          event, and the share of each in per cent: "orly 21, airport 12"; for an article alone,
          with `other_event`

    Raises:
        FramingError: the corpus has no events, or not this one.

    >>> import framing as fr
    >>> reasons = event_reasons(fr.example(), "harbour-expansion", n=3)
    >>> reasons.loc[0, ["article_id", "terms"]].tolist()
    ['e02-ledger', 'quay 7, channel 6, harbour 4']
    """
    articles = corpus.articles
    if "event" not in articles or (len(articles) and articles["event"].isna().all()):
        raise FramingError("the corpus has no events; find them first with framing.align_events.")
    if event is not None and event not in set(articles["event"]):
        raise FramingError(
            f"event={event!r} is not an event of the corpus; it has"
            f" {listed(sorted(articles['event'].dropna().unique()))}."
        )
    found = compare_articles(corpus, window_days)
    frame = articles.iloc[found.order].reset_index()
    code, names = pd.factorize(frame["event"], sort=True)
    known = ("event", "article_id", "outlet", "date", "title")
    table = frame[[name for name in known if name in frame]]
    table = table.assign(n_articles=frame.groupby("event")["outlet"].transform("size"))
    table = pd.concat([table, _cases(found, code, names)], axis="columns")
    chosen = np.flatnonzero(code >= 0 if event is None else frame["event"] == event)
    place = np.where(table["n_articles"] > 1, code, names.get_indexer(table["other_event"]))
    table = table.iloc[chosen].assign(terms=_terms(found, code, place, chosen, n))
    return table.sort_values("event", kind="stable", ignore_index=True)


def pair_reasons(
    corpus: Corpus, one: str, other: str, n: int = 8, window_days: float = 7
) -> pd.Series:
    """Why two articles are, or are not, like reports of one event.

    Arguments:
        one, other: the `article_id` of each.
        n: how many words at most to name.
        window_days: as in `align_events`.

    Returns:
        A Series:

        - `similarity`: by the words alone
        - `days`: days between them, NaN if one has no date
        - `faded`: the similarity, faded over the days
        - `expected`: what the surroundings of the two lead to expect
        - `gain`: faded − expected; two groups join if its mean over their pairs is .03 or more
        - `terms`: the words that contribute most, and the share of each in per cent

    Raises:
        FramingError: there is no such article.

    >>> import framing as fr
    >>> pair_reasons(fr.example(), "w1-ledger", "w1-standard", n=3)["terms"]
    'airport 4, fog 4, flights 3'
    """
    ids = corpus.articles.index
    for name, article in (("one", one), ("other", other)):
        if article not in ids:
            raise FramingError(f"{name}={article!r} is not an article_id of the corpus.")
    found = compare_articles(corpus, window_days)
    order = ids[found.order]
    a, b = (np.array([order.get_loc(article)]) for article in (one, other))
    similarity = products(found.vectors.matrix, a, b)[0]
    days = days_apart(found.day, a, b)
    faded = similarity * fading(days, window_days)[0]
    expected = found.expected[a[0]] + found.expected[b[0]]
    shared = found.vectors.matrix[a] * found.vectors.matrix[b]
    return pd.Series(
        {
            "similarity": similarity,
            "days": days[0],
            "faded": faded,
            "expected": expected,
            "gain": faded - expected,
            "terms": _named(shared, found.vectors.terms, n)[0],
        },
        dtype=object,
    )


def _cases(found: Compared, code: np.ndarray, names: pd.Index) -> pd.DataFrame:
    """Columns `days` to `margin`, one row an article in canonical order."""
    n = len(code)
    each = np.arange(n)
    alike = between(found.pairs, found.expected, each, code)
    own = alike["right"].to_numpy() == code[alike["left"]]
    size = np.bincount(code[code >= 0], minlength=len(names))
    others = np.where(code >= 0, size[code] - 1, 0)

    # `between` divides by all articles of an event, and an article is no other of its own.
    total = np.zeros(n)
    mine = alike[own]
    total[mine["left"]] = mine["similarity"] * size[mine["right"]]
    mean = np.bincount(code[code >= 0], found.expected[code >= 0], len(names))
    with np.errstate(invalid="ignore", divide="ignore"):
        similarity = np.where(others > 0, total / others, np.nan)
        rest = np.where(others > 0, (mean[code] - found.expected) / others, np.nan)
    expected = found.expected + rest

    away = alike[~own].sort_values(["gain", "right"], ascending=[False, True], kind="stable")
    away = away.drop_duplicates("left").set_index("left").reindex(each)
    rival = away["gain"].fillna(-np.inf).to_numpy()
    margin = np.where(others > 0, similarity - expected - np.maximum(rival, MARGIN), MARGIN - rival)
    return pd.DataFrame(
        {
            "days": _days(found.day, code, len(names)),
            "similarity": similarity,
            "expected": expected,
            "other_event": away["right"].map(dict(enumerate(names))).astype("str").to_numpy(),
            "other_similarity": away["similarity"].to_numpy(),
            "margin": np.where(np.isinf(margin), np.nan, margin),
        }
    )


def _days(day: np.ndarray, code: np.ndarray, n_events: int) -> np.ndarray:
    """The mean days between each article and the others of its event that have a date."""
    dated = np.flatnonzero((code >= 0) & ~np.isnat(day))  # by day, as all articles
    time, event = day[dated].astype("int64").astype(float), code[dated]
    order = np.argsort(event, kind="stable")
    time, event = time[order], event[order]
    start = np.searchsorted(event, np.arange(n_events))
    size = np.bincount(event, minlength=n_events)
    rank = np.arange(len(event)) - start[event]
    before = np.cumsum(time) - time
    before -= before[start[event]] if len(event) else 0
    after = np.bincount(event, time, n_events)[event] - before - time
    apart = rank * time - before + after - (size[event] - 1 - rank) * time
    days = np.full(len(day), np.nan)
    with np.errstate(invalid="ignore"):
        days[dated[order]] = apart / (size[event] - 1)
    return days


def _terms(
    found: Compared, code: np.ndarray, place: np.ndarray, chosen: np.ndarray, n: int
) -> list[str]:
    """The words that each chosen article shares with the others at its place."""
    matrix = found.vectors.matrix
    member = np.flatnonzero(code >= 0)
    cells = (np.ones(len(member)), (code[member], member))
    events = sp.csr_array(cells, (code.max(initial=-1) + 1, len(code))) @ matrix
    there = np.where(place[chosen] >= 0, place[chosen], 0)
    own = sp.diags_array((code == place)[chosen].astype(float)) @ matrix[chosen]
    shared = matrix[chosen] * (events[there] - own)
    shared = sp.diags_array((place[chosen] >= 0).astype(float)) @ shared
    return _named(sp.csr_array(shared), found.vectors.terms, n)


def _named(shared: sp.csr_array, terms: np.ndarray, n: int) -> list[str]:
    """For each row the n terms of highest value, with their share of the row in per cent."""
    named = []
    for start, stop in zip(shared.indptr[:-1], shared.indptr[1:], strict=True):
        values, columns = shared.data[start:stop], shared.indices[start:stop]
        order = np.lexsort([columns, -values])[:n]
        order = order[values[order] > 1e-9]
        named.append(
            ", ".join(f"{terms[columns[i]]} {100 * values[i] / values.sum():.0f}" for i in order)
        )
    return named
