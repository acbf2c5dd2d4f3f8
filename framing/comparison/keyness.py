"""keyness: the words that each outlet uses more, or less, than the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.comparison.cells import Rows, cells_of, rows_of
from framing.comparison.exchange import Side, exchange_articles, exchange_cells
from framing.comparison.families import q_values
from framing.errors import check_choice
from framing.measures._voice import VOICES, Voice
from framing.measures.counts import Counts, counts_of
from framing.measures.measure import Measure

if TYPE_CHECKING:
    from framing.comparison.cells import Floats, Integers
    from framing.corpus import Corpus
    from framing.tokens import Tokens

PRIOR = 500.0  # words that the prior adds to each side
FEWEST_ARTICLES = 5
FEWEST_EVENTS = 3
COLUMNS = {
    "term": "str",
    "count": "int64",
    "reference_count": "int64",
    "rate": "float64",
    "log_odds": "float64",
    "z": "float64",
    "q_value": "float64",
    "n_articles": "int64",
    "n_events": "int64",
    "p_value": "float64",
    "g2": "float64",
    "dispersion": "float64",
}
RANKED_BY = {"log-odds": "z", "g2": "g2"}


def keyness(
    tokens: Tokens | Corpus | Counts,
    by: str = "outlet",
    within: str | None = "event",
    method: Literal["log-odds", "g2"] = "log-odds",
    *,
    reference: Any = None,
    voice: Voice = "all",
    seed: int = 0,
) -> pd.DataFrame:
    """Rank the words by which each outlet differs from the others on the same events.

    Words are folded (see `framing.tokenize`) and have a letter; numbers are left out of the
    counts and of the totals. An outlet o is set against the rest r (all other outlets, or the
    one named by `reference`) over the events that both cover. With y_oe its count of a word in
    event e, n_oe its words there and n_e = n_oe + n_re, the counts are weighted as `compare`
    weights them (Mantel and Haenszel), so that differing mixes of events drop out:

        y_o = Σ y_oe·n_re/n_e,   y_r = Σ y_re·n_oe/n_e,   n = Σ n_oe·n_re/n_e

    The log-odds ratio has an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008): a
    further event in which both sides wrote 500 words, each word as often as in the whole corpus.
    With a_w that number of the word w, and a = a_w/2 and A = 250 their weighted values,

        log_odds = log (y_o + a)/(n + A − y_o − a) − log (y_r + a)/(n + A − y_r − a)
        z        = log_odds / √((v + a)/((y_o + a)·(y_r + a))),   v = Σ (y_oe + y_re)·n_oe·n_re/n_e²

    where v makes the variance that of the Mantel–Haenszel ratio (Greenland and Robins 1985).
    For one event and two sides of the same size this is the formula of Monroe and others, which
    is used as it stands where there are no events. z takes words as independent, which they are
    not: it ranks and does not test.

    The test exchanges whole cells of outlet and event among the outlets present in an event, as
    `compare` does, copies as one; see `framing.comparison.exchange`. The chance of a sum of
    surpluses as far from 0 is found by enumeration or from its cumulants, not by random draws,
    so that p has no lower limit that a family of thousands of words would need to pass. Without
    events articles are exchanged.

    Parameters
    ----------
    tokens : Tokens, Corpus or Features
        A corpus is tokenized once and remembered. Where its articles have a column
        ``copy_group``, articles of an event with the same value are copies of one another.
    by : str
        The column of ``tokens.articles`` whose values are compared. Articles without a value
        are left out.
    within : str, optional
        The column that names the event; articles without one count for the prior alone. None,
        or no events at all: all articles, whatever they report, and what is found is also what
        was covered.
    method : {"log-odds", "g2"}
        What the words are ranked by: z, or signed G².
    reference : value of `by`, optional
        Set each outlet against this one, and not against the rest.
    voice : {"all", "own", "quoted"}
        Whose words count. Articles with unreliable quotation marks have none for one voice.
    seed : int
        Nothing is drawn at random; taken so that it may be given wherever `compare` takes it.

    Returns
    -------
    DataFrame
        By outlet, the foremost word first. A row for each word that the outlet uses in the events
        compared, or that could be tested there; no rows for an outlet that shares no event.

        - the column `by`; ``term``
        - ``count``, ``reference_count``: how often the word stands in the outlet's articles and
          in the others', in the events compared; ``rate``: count per word of the outlet there.
          These are not smoothed, and the counts are as counted; where the articles have a column
          `weight`, all else is of counts and words multiplied by it
        - ``log_odds``, ``z``: as above
        - ``q_value``: Benjamini and Hochberg's over all rows with a p of this call
        - ``n_articles``, ``n_events``: the articles and events compared in which the word
          stands, on either side (``n_events`` is 0 without events)
        - ``p_value``: two-sided; NaN, and no q, for words in fewer than 5 articles or 3 events
          and, without events, for outlets with fewer than 3 articles on either side
        - ``g2``: Dunning's log-likelihood ratio G², the expected counts added up over events,
          negative where the outlet has fewer than its due; as z, it takes words as independent
        - ``dispersion``: normalised DP (Gries 2008; Lijffijt and Gries 2012) over the outlet's
          articles compared: near 0 where the word is spread as evenly as words are, 1 where it
          stands in the shortest article alone; NaN for a word or outlet with nothing to spread

        ``attrs`` records the settings, ``prior`` and ``n_tested``.

    Raises
    ------
    FramingError
        If an argument is not one of those allowed.

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> corpus = Corpus.from_frame(pd.DataFrame({
    ...     "outlet": ["A", "B", "A", "B"], "event": ["flood", "flood", "vote", "vote"],
    ...     "text": ["The regime failed.", "The government failed.",
    ...              "The regime won.", "The government won."]}))
    >>> table = keyness(corpus)
    >>> table.groupby("outlet").head(1)[["outlet", "term", "count", "reference_count"]]
      outlet        term  count  reference_count
    0      A      regime      2                0
    4      B  government      2                0

    References
    ----------
    Monroe, Colaresi and Quinn 2008, doi:10.1093/pan/mpn018; Dunning 1993 (ACL J93-1003);
    Gries 2008, doi:10.1075/ijcl.13.4.02gri; Lijffijt and Gries 2012,
    doi:10.1075/ijcl.17.1.08lij; Greenland and Robins 1985, doi:10.2307/2530643.
    """
    from scipy.sparse import csr_array

    check_choice("method", method, RANKED_BY)
    check_choice("voice", voice, VOICES)
    given = counts_of(tokens)
    found = given.words(voice)
    words = np.asarray(found.counts.sum(axis=1), dtype=np.float64)[:, np.newaxis]
    articles = given.articles
    measure = Measure.from_arrays(
        articles, words, words, name="words", unit="words", kind="count", categories=["words"]
    )
    weighted = measure.weighted()
    rows = rows_of(weighted, by, within).of(np.zeros(1, dtype=np.int64))
    if reference is not None:
        check_choice("reference", reference, rows.names)
    place = articles.index.get_indexer(rows.ids)
    weight = rows.denominator[:, 0] / words[place, 0]
    counts = found.counts[place]
    if weighted is not measure:
        counts = csr_array(counts.multiply(weight[:, np.newaxis]))
    totals = np.asarray(counts.sum(axis=0), dtype=np.float64)
    used = np.flatnonzero(totals)
    counts, terms, totals = counts[:, used], found.terms[used], totals[used]
    prior = PRIOR * totals / totals.sum() if len(used) else totals

    matched = bool((rows.event >= 0).any())
    against = None if reference is None else rows.names.index(reference)
    block = exchanged_blocks(rows)
    parts = []
    for group in range(len(rows.names)):
        side = None if group == against else side_of(counts, rows, block, weight, group, against)
        if side is not None:
            parts.append(_contrast(side, prior, matched).assign(**{by: group}))
    table = _finished(parts, by, rows.names, terms, RANKED_BY[method])
    table.attrs = {
        "by": by,
        "within": within if matched else None,
        "method": method,
        "reference": "rest" if reference is None else reference,
        "voice": voice,
        "prior": PRIOR,
        "n_tested": int(table["p_value"].notna().sum()),
    }
    return table


def exchanged_blocks(rows: Rows) -> Integers:
    """For each article the number of the cells that are exchanged as one; −1 without an event."""
    cells = cells_of(rows)
    there = np.flatnonzero(cells.event >= 0)
    if not len(there):
        return np.full(len(rows.event), -1)
    n_groups = len(rows.names)
    keys = cells.event[there] * n_groups + cells.group[there]
    key = rows.event * n_groups + rows.group
    found = there[np.minimum(np.searchsorted(keys, key), len(there) - 1)]
    return np.where(rows.event >= 0, cells.block[found], -1)


def side_of(
    counts: Any, rows: Rows, block: Integers, weight: Floats, group: int, against: int | None
) -> Side | None:
    """A group's articles and the others', in the events that both cover; None without any."""
    own = rows.group == group
    other = ~own if against is None else rows.group == against
    chosen = own | other
    if (rows.event >= 0).any():
        covered = np.zeros((2, int(rows.event.max()) + 1), dtype=bool)
        for number, which in enumerate((own, other)):
            covered[number, rows.event[which & (rows.event >= 0)]] = True
        chosen &= (covered[0] & covered[1])[rows.event] & (rows.event >= 0)
    if not (own & chosen).any() or not (other & chosen).any():
        return None
    everything = Side(counts, rows.denominator[:, 0], own, rows.event, block, weight)
    return everything.take(np.flatnonzero(chosen))


def _contrast(side: Side, prior: Floats, matched: bool) -> pd.DataFrame:
    """The columns of the table for one outlet; ``term`` is a number."""
    from scipy.sparse import csr_array

    own, n_terms = side.own, len(prior)
    event = side.event if matched else np.zeros(len(own), dtype=np.int64)
    n_own, n_other = (np.bincount(event, side.words * which)[event] for which in (own, ~own))
    n_both = n_own + n_other
    weight = np.where(own, n_other, n_own) / n_both if matched else np.ones(len(own))
    spread = n_own * n_other / n_both**2 if matched else np.ones(len(own))
    weights = [own / side.weight, ~own / side.weight, own, ~own]
    weights += [own * weight, ~own * weight, spread * side.weight, n_own / n_both]
    n_times, n_times_other, y_own, y_other, weighted_own, weighted_other, variance, due = (
        side.counts.T @ np.stack(weights, axis=1).astype(np.float64)
    ).T
    log_odds, z = log_odds_ratio(
        np.stack([weighted_own, weighted_other]),
        np.array([[(side.words * weight)[which].sum()] for which in (own, ~own)]),
        variance,
        prior,
        0.5 if matched else 1.0,
    )

    counted = side.counts.indices
    n_articles = np.bincount(counted, minlength=n_terms)
    n_events = np.zeros(n_terms, dtype=np.int64)
    testable = n_articles >= FEWEST_ARTICLES
    if matched:
        numbers = np.unique(event, return_inverse=True)[1]
        to_events = csr_array((np.ones(len(event)), (numbers, np.arange(len(event)))))
        n_events = np.bincount((to_events @ side.counts).indices, minlength=n_terms)
        testable &= n_events >= FEWEST_EVENTS
    else:
        testable &= min(own.sum(), (~own).sum()) >= FEWEST_EVENTS
    p_value = np.full(n_terms, np.nan)
    exchange = exchange_cells if matched else exchange_articles
    p_value[testable] = exchange(side, np.flatnonzero(testable))

    shown = np.flatnonzero((y_own > 0) | testable)
    columns = {
        "term": np.arange(n_terms),
        "count": np.rint(n_times).astype(np.int64),
        "reference_count": np.rint(n_times_other).astype(np.int64),
        "rate": y_own / side.words[own].sum(),
        "log_odds": log_odds,
        "z": z,
        "n_articles": n_articles,
        "n_events": n_events,
        "p_value": p_value,
        "g2": g_squared(y_own, y_other, due, side.words[own].sum(), side.words[~own].sum()),
        "dispersion": dispersion(side.counts[np.flatnonzero(own)], side.words[own]),
    }
    return pd.DataFrame({name: column[shown] for name, column in columns.items()})


def log_odds_ratio(
    counts: Floats, words: Floats, variance: Floats, prior: Floats, weight: float
) -> tuple[Floats, Floats]:
    """The log-odds ratio of the first side against the second, and its z.

    Parameters
    ----------
    counts : float64 array, (2, n_terms)
        Weighted counts of each side.
    words : float64 array, (2, 1)
        Weighted words.
    variance : float64 array, (n_terms,)
        Both sides' counts, each times the weights of its own side and of the other.
    prior : float64 array, (n_terms,)
        Counts that the prior adds to each side.
    weight : float
        How much a count of the prior weighs.
    """
    counts = counts + weight * prior
    totals = words + weight * prior.sum()
    others = np.where(len(prior) > 1, totals - counts, np.nan)  # one word alone has no odds
    odds = np.log(counts) - np.log(others)
    log_odds = odds[0] - odds[1]
    variance = variance + 2 * weight**2 * prior
    return log_odds, log_odds * np.sqrt(counts[0] * counts[1] / variance)


def g_squared(
    own: Floats, other: Floats, due: Floats, n_own: Floats | float, n_other: Floats | float
) -> Floats:
    """Signed G² = ±2 Σ observed·log(observed/expected), over the word and all others, both sides.

    `due` is the expected value of `own`.
    """
    from scipy.special import xlogy

    observed = np.stack([own, other, n_own - own, n_other - other])
    due_other = own + other - due
    expected = np.stack([due, due_other, n_own - due, n_other - due_other])
    terms = xlogy(observed, np.divide(observed, expected, where=expected > 0, out=expected * 0 + 1))
    return np.sign(own - due) * np.maximum(2 * terms.sum(axis=0), 0)


def dispersion(counts: Any, words: Floats) -> Floats:
    """Normalised DP of each word over articles: ½ Σ |v − s| / (1 − min s).

    v is an article's share of the word, s its share of all words.
    """
    share = words / words.sum()
    total = np.asarray(counts.sum(axis=0), dtype=np.float64)
    due = np.repeat(share, np.diff(counts.indptr))
    gap = np.abs(counts.data / total[counts.indices] - due) - due
    away = np.maximum(1 + np.bincount(counts.indices, gap, len(total)), 0)
    room = 1 - share.min()
    return np.where((total > 0) & (room > 0), away / 2 / (room if room > 0 else 1), np.nan)


def _finished(
    parts: list[pd.DataFrame], by: str, names: list[Any], terms: Any, ranked_by: str
) -> pd.DataFrame:
    """One table, ranked and with q; numbers of groups and terms become their names."""
    if not parts:
        dtypes = {by: "int64", **COLUMNS, "term": "int64"}
        parts = [pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})]
    table = pd.concat(parts, ignore_index=True)
    table["q_value"] = q_values(table["p_value"].to_numpy())
    order = np.lexsort((table["term"], -table[ranked_by], table[by]))
    table = table.iloc[order].reset_index(drop=True)
    label = np.empty(len(names), dtype=object)
    label[:] = names
    table[by] = pd.Series(label[table[by]]).infer_objects()
    table["term"] = pd.Series(terms[table["term"]], dtype="str")
    return table[[by, *COLUMNS]]
