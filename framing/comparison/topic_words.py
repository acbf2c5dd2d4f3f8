"""topic_keyness: the words that each outlet prefers inside one topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.cells import rows_of
from framing.comparison.exchange import exchange_articles, exchange_cells
from framing.comparison.families import q_values
from framing.comparison.intervals import FEWEST_UNITS, LEVEL
from framing.comparison.keyness import PRIOR, exchanged_blocks, log_odds_ratio, side_of
from framing.measures.measure import Measure

if TYPE_CHECKING:
    from framing.comparison.cells import Floats, Integers
    from framing.comparison.exchange import Side
    from framing.measures.topics import Topics

SLIGHT = 0.1  # a word is not dealt to a topic to which it belongs with a smaller chance
LEAST_ARTICLES = 3  # for a row
FEWEST_ARTICLES = 5  # for a test
FEWEST_EVENTS = 3  # on either side for an interval, on both together for a test
COLUMNS = {
    **{"term": "str", "count": "float64", "reference_count": "float64"},
    **{"log_odds": "float64", "conf_low": "float64", "conf_high": "float64", "df": "float64"},
    **{
        "z": "float64",
        "p_value": "float64",
        "q_value": "float64",
        "n_articles": "int64",
        "n_events": "int64",
    },
}


def topic_keyness(
    model: Topics, topic: int | str, by: str = "outlet", within: str | None = "event"
) -> pd.DataFrame:
    """The words by which outlets differ when they are on the same topic.

    Each word of an article is dealt to topics by its chances to be of each, which are in the
    proportion of the article's share of the topic times the word's weight in it; less than a tenth
    is nothing. What is dealt to this topic is compared as `keyness` compares words, within
    events, by a log-odds ratio with the same prior, and tested by the same exchange of cells. The
    interval leaves out one event in turn (one article, where there are no events). All take the
    topics as given.

    Parameters
    ----------
    model : Topics
    topic : int or str
        Its number or label.
    by, within
        As in `keyness`.

    Returns
    -------
    DataFrame
        By outlet, the foremost word first (by z), for words in 3 articles or more: the column
        `by`; ``term``; ``count``, ``reference_count`` (occurrences dealt to the topic, in the
        events compared); ``log_odds``, ``conf_low``, ``conf_high`` (95 %; NaN with fewer than five
        events, or where either side has the word in fewer than three, since then hardly anything
        varies that is left out), ``df``; ``z``, which takes words as independent; ``p_value`` of
        the exchange, NaN for words in fewer than 5 articles or 3 events; ``q_value`` over all rows;
        ``n_articles``, ``n_events`` (in which the word stands, on either side).

    Raises
    ------
    FramingError
        The topic is not one of the model's.

    Examples
    --------
    >>> from framing.measures.topics import topics
    >>> from framing.readers import example
    >>> table = topic_keyness(topics(example(), k=4), 0)
    >>> table.columns[:4].tolist()
    ['outlet', 'term', 'count', 'reference_count']
    """
    from scipy.sparse import csr_array, diags_array

    counts = dealt(model, topic)
    articles = model.measure.articles
    words = np.asarray(counts.sum(axis=1), dtype=np.float64)[:, None]
    measure = Measure.from_arrays(
        articles, words, words, name="words", unit="words", kind="count", categories=["words"]
    ).weighted()
    rows = rows_of(measure, by, within).of(np.zeros(1, dtype=np.int64))
    place = articles.index.get_indexer(rows.ids)
    there = rows.denominator[:, 0] > 0
    weight = np.divide(
        rows.denominator[:, 0], words[place, 0], out=np.ones(len(place)), where=there
    )
    used = csr_array(diags_array(weight) @ counts[place])
    totals = np.asarray(used.sum(axis=0), dtype=np.float64)
    prior = PRIOR * totals / totals.sum() if totals.sum() > 0 else totals
    block = exchanged_blocks(rows)
    parts = []
    for group, name in enumerate(rows.names):
        side = side_of(used, rows, block, weight, group, None)
        if side is not None:
            part = _contrast(side, prior, bool((rows.event >= 0).any()))
            parts.append(part.assign(**{by: name}))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*COLUMNS, by])
    table["term"] = pd.Series(model._given.terms[table["term"].astype(int)], dtype="str")
    table["q_value"] = q_values(table["p_value"].to_numpy(np.float64))
    table = table.sort_values([by, "z", "term"], ascending=[True, False, True], ignore_index=True)
    table.attrs = {"topic": model.label_of(topic), "by": by, "within": within, "prior": PRIOR}
    return table[[by, *COLUMNS]].astype(COLUMNS)


def dealt(model: Topics, topic: int | str) -> Any:
    """Occurrences dealt to the topic, csr_array (n_articles, n_terms)."""
    from scipy.sparse import csr_array

    label = model.label_of(topic)
    place, given = model.labels.index(label), model._given
    shares = model.documents.to_numpy(np.float64)[given.rows]
    found = given.counts.tocoo()
    article, term = found.coords
    chances = np.zeros(len(term))
    total = np.zeros(len(term))
    for number, weights in enumerate(model._weights):
        one = shares[article, number] * weights[term]
        total += one
        if number == place:
            chances = one
    chances = np.divide(chances, total, out=np.zeros(len(term)), where=total > 0)
    kept = chances >= SLIGHT
    shape = (len(model.documents), given.counts.shape[1])
    placed = (found.data[kept] * chances[kept], (given.rows[article[kept]], term[kept]))
    return csr_array(placed, shape=shape)


def _contrast(side: Side, prior: Floats, matched: bool) -> pd.DataFrame:
    from scipy.sparse import csr_array
    from scipy.special import stdtrit

    unit = side.event if matched else np.arange(len(side.own))
    numbers = np.unique(unit, return_inverse=True)[1]
    n_units = int(numbers.max()) + 1
    to_units = csr_array((np.ones(len(numbers)), (numbers, np.arange(len(numbers)))))
    there = np.bincount(side.counts.indices, minlength=len(prior))
    in_units = np.bincount((to_units @ side.counts).indices, minlength=len(prior))
    terms: Integers = np.flatnonzero(there >= LEAST_ARTICLES)
    testable = terms[there[terms] >= FEWEST_ARTICLES]
    if matched:
        testable = testable[in_units[testable] >= FEWEST_EVENTS]
    p_value = np.full(len(prior), np.nan)
    p_value[testable] = (exchange_cells if matched else exchange_articles)(side, testable)
    counts = side.counts[:, terms]
    n_own = np.bincount(numbers, side.words * side.own, n_units)
    n_other = np.bincount(numbers, side.words * ~side.own, n_units)
    both = n_own + n_other
    own_weight, other_weight = n_other / both, n_own / both
    if not matched:
        own_weight = other_weight = np.ones(n_units)
    scale = 0.5 if matched else 1.0
    y_own = to_units @ counts.multiply(side.own[:, None]).tocsr()
    y_other = to_units @ counts.multiply(~side.own[:, None]).tocsr()
    parts = np.stack(
        [
            y_own.multiply(own_weight[:, None]).toarray(),
            y_other.multiply(other_weight[:, None]).toarray(),
        ]
    )
    words = np.stack([n_own * own_weight, n_other * other_weight])
    y, n = parts.sum(axis=1), words.sum(axis=1)
    chosen = prior[terms]
    beside = prior.sum() - chosen.sum()  # words that are not compared are still words

    def odds(y: Floats, n: Floats) -> Floats:
        y, n = y + scale * chosen, n + scale * (chosen.sum() + beside)
        values: Floats = np.log(y[0] / (n[0] - y[0])) - np.log(y[1] / (n[1] - y[1]))
        return values

    estimate = odds(y, n[:, None])
    without = np.array(
        [odds(y - parts[:, one], (n - words[:, one])[:, None]) for one in range(n_units)]
    ).reshape(n_units, len(terms))
    error = np.sqrt(((without - without.mean(axis=0)) ** 2).sum(axis=0) * (n_units - 1) / n_units)
    sizes = n_own * n_other / both if matched else both
    df = sizes.sum() ** 2 / (sizes**2).sum() - 1
    known = (error > 0) & (df >= 1) & (n_units >= FEWEST_UNITS)
    for some in (y_own, y_other):
        known &= np.bincount(some.nonzero()[1], minlength=len(terms)) >= FEWEST_EVENTS
    spread = n_own * n_other / both**2 if matched else np.ones(n_units)
    variance = (spread[:, None] * (y_own + y_other).toarray()).sum(axis=0)
    rest = np.array([[n[0] + scale * beside], [n[1] + scale * beside]])
    z = log_odds_ratio(y, rest, variance, chosen, scale)[1]
    error = np.where(known, error, np.nan)
    reach = stdtrit(max(df, 1.0), (1 + LEVEL) / 2) * error
    return pd.DataFrame(
        {
            "term": terms,
            "count": np.asarray(y_own.sum(axis=0), dtype=np.float64),
            "reference_count": np.asarray(y_other.sum(axis=0), dtype=np.float64),
            "log_odds": estimate,
            "conf_low": estimate - reach,
            "conf_high": estimate + reach,
            "df": df,
            "z": z,
            "p_value": p_value[terms],
            "n_articles": there[terms],
            "n_events": in_units[terms] if matched else 0,
        }
    )
