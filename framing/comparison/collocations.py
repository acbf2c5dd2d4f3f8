"""collocations: which words stand together, in which outlet, and where outlets differ in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.cells import check_group
from framing.comparison.comparing import _check_whole
from framing.comparison.keyness import g_squared
from framing.comparison.shifts import shifts
from framing.errors import check_choice
from framing.measures._voice import VOICES, Voice
from framing.measures.attraction import (
    WINDOW,
    NearCounts,
    attraction_of,
    check_window,
    near_counts,
    term_of,
)
from framing.measures.pair_counts import pair_counts
from framing.measures.phrase_counts import function_words
from framing.tokens import tokenize

if TYPE_CHECKING:
    from framing.comparison.cells import Floats, Integers
    from framing.corpus import Corpus
    from framing.tokens import Tokens

MOST = 300  # collocates that are compared
SURE = 10.83  # G² at p = .001, were words drawn one by one
COLUMNS = {
    "term": "str",
    "collocate": "str",
    "count": "int64",
    "expected": "float64",
    "term_count": "int64",
    "g2": "float64",
    "npmi": "float64",
    "n_articles": "int64",
}


def collocations(
    tokens: Tokens | Corpus,
    pattern: str | None = None,
    by: str = "outlet",
    within: str | None = "event",
    *,
    window: int = WINDOW,
    min_articles: int = 5,
    reference: Any = None,
    voice: Voice = "all",
) -> pd.DataFrame:
    """Find the words that a term attracts, by outlet, and where the outlets differ in it.

    A word is near the term if it is one of the `window` words before or behind one of its uses, in
    the same sentence. Only words with a letter count; marks and numbers are passed over, and the
    words of the term itself are left out. Of an outlet's N words let W be near the term, a
    word stand f times among all and y times near the term. By chance it would be f·W/N times.

        G²   = 2 Σ observed·log(observed/expected) over the four cells of (near or not) ×
               (this word or another), negative where y is less than expected (Dunning 1993)
        NPMI = log(y·N/(f·W)) / log(N/y), from −1 over 0 (chance) to 1: all its uses, and
               nothing else, are near the term (Bouma 2009)

    Both take words as drawn one by one. They rank and do not test.

    What is compared between outlets is ΔP, the chance of a word near the term to be this one less
    the chance elsewhere *in the same article*, see `attraction`: it adds up over articles, and
    an outlet that is fond of a word everywhere does not stand out by it. The shift is the
    difference in ΔP within events as `compare` gives it, with a jackknife over events. Its test is
    that of `keyness`: whole cells of outlet and event are exchanged, under the null that it did
    not matter which of the outlets present in an event wrote how far beyond its use elsewhere
    a word stands near the term.

    Parameters
    ----------
    tokens : Tokens or Corpus
        A corpus is tokenized once and remembered.
    pattern : str, optional
        The term, as in lexicons: a word, a phrase, or with `*` and `?`. Without it, pairs of words
        that follow one another in a sentence with no mark or number between them (*prime
        minister*): W is then how often the first stands, f how often the second does.
    by : str
        The column of ``tokens.articles`` whose values are compared.
    within, reference
        As in `keyness`; not used for pairs, which are not compared: give the first word as
        `pattern`, or see `phrase_map`.
    window : int
        How many words on either side; not used for pairs.
    min_articles : int
        The fewest articles in which a word stands near the term. Which words are shown and compared
        does not depend on the outlets: those in enough articles of all outlets together whose G²
        over all outlets together is above 10.83; of more than 300 those with the largest. In
        English, or where no language is given, function words are left out.
    voice : {"all", "own", "quoted"}
        Whose words count, those of the term and those near it.

    Returns
    -------
    DataFrame
        For each outlet that uses the term the collocates by falling G²; pairs that an outlet does
        not use are left out, collocates are not.

        - the column `by`; ``term``, ``collocate``
        - ``count``: y, as counted; ``expected``: f·W/N; ``term_count``: how often the outlet uses
          the term; ``n_articles``: of the outlet, with the word near the term
        - ``g2``, ``npmi``: as above. NaN where the outlet never uses the word; NPMI is −1 where
          y is 0. Where the articles have a column ``weight``, they and ``expected``
          are of weighted counts
        - ``surplus``, ``conf_low``, ``conf_high``: ΔP over all articles of the outlet, per word
          near the term, with its 95 % interval
        - ``shift``, ``shift_low``, ``shift_high``: how much larger it is than the others', on
          the ``n_events`` events that both cover
        - ``p_value``, ``q_value`` (Benjamini and Hochberg's over all words and outlets of the
          call), ``note``: of the shift. NaN for words near the term in fewer than 5 articles or 3
          events of those compared

        For pairs the columns from ``surplus`` on are left out. ``attrs`` records the settings.

    Raises
    ------
    FramingError
        If an argument is not one of those allowed.

    Examples
    --------
    >>> from framing.readers import example
    >>> table = collocations(example(), "said")
    >>> bool((table["npmi"].dropna().between(-1, 1)).all())
    True

    References
    ----------
    Dunning 1993 (ACL J93-1003); Bouma 2009, "Normalized (pointwise) mutual information in
    collocation extraction", GSCL; Gries 2013, doi:10.1075/ijcl.18.1.09gri, for ΔP.
    """
    check_choice("voice", voice, VOICES)
    check_window(window)
    _check_whole("min_articles", min_articles, 1)
    tokens = tokenize(tokens)
    check_group(by, tokens.articles)
    settings = {"by": by, "pattern": pattern, "min_articles": min_articles, "voice": voice}
    if pattern is None:
        table = _pairs(tokens, by, min_articles, voice)
        table.attrs = settings
        return table
    found = near_counts(tokens, term_of(pattern), window, voice)
    table, kept = _near(tokens, found, pattern, by, min_articles)
    measure = attraction_of(tokens, found, found.terms[kept].tolist())
    table = table.merge(
        shifts(measure, found.near[:, kept], by, within, reference),
        on=[by, "collocate"],
        how="left",
    )
    table.attrs = {**settings, "within": within, "reference": reference, "window": window}
    return table


class _Groups:
    """The groups of articles, and sums over them."""

    def __init__(self, tokens: Tokens, by: str) -> None:
        articles = tokens.articles
        codes, names = pd.factorize(articles[by].astype(object), sort=False)
        order = sorted(range(len(names)), key=lambda number: str(names[number]))
        self.names = [names[number] for number in order]
        rank = np.empty(len(names) + 1, dtype=np.int64)
        rank[order] = np.arange(len(names))
        rank[-1] = -1
        self.number: Integers = rank[codes]
        weight = articles["weight"].fillna(1.0) if "weight" in articles else 1.0
        self.weight = np.broadcast_to(np.asarray(weight, dtype=np.float64), self.number.shape)

    def sums(self, counts: Any, weighted: bool = True) -> Floats:
        """float64 (n_groups, n_columns): the rows of a matrix or vector added up by group."""
        from scipy.sparse import csr_array

        there = np.flatnonzero(self.number >= 0)
        size = (len(self.names), len(self.number))
        weight = self.weight[there] if weighted else np.ones(len(there))
        across = csr_array((weight, (self.number[there], there)), shape=size)
        added = across @ counts
        return np.asarray(added.toarray() if hasattr(added, "toarray") else added, np.float64)


def _near(
    tokens: Tokens, found: NearCounts, pattern: str, by: str, fewest: int
) -> tuple[pd.DataFrame, Integers]:
    """The association of a term with the words near it, and their places in `found`."""
    groups = _Groups(tokens, by)
    n_articles = np.bincount(found.near.indices, minlength=len(found.terms))
    lexical = ~pd.Index(found.terms).isin(list(function_words(tokens.language)))
    some = np.flatnonzero((n_articles >= fewest) & lexical)
    near, away = found.near[:, some], found.away[:, some]
    y, f_away = groups.sums(near), groups.sums(away)
    w, n_away = groups.sums(found.n_near)[:, None], groups.sums(found.n_away)[:, None]
    together = _association(*(part.sum(axis=0) for part in (y, y + f_away, w, w + n_away)))
    order = np.argsort(-np.nan_to_num(together["g2"]), kind="stable")
    kept = order[np.nan_to_num(together["g2"])[order] > SURE][:MOST]
    columns = _association(y[:, kept], (y + f_away)[:, kept], w, w + n_away)
    columns["count"] = groups.sums(near[:, kept], weighted=False)
    columns["term_count"] = np.broadcast_to(
        groups.sums(found.hits, weighted=False)[:, None], columns["count"].shape
    )
    columns["n_articles"] = groups.sums(near[:, kept] > 0, weighted=False)
    terms = found.terms[some[kept]]
    table = _table(columns, by, groups.names, np.full(len(terms), pattern, dtype=object), terms)
    return table[table["term_count"] > 0].reset_index(drop=True), some[kept]


def _pairs(tokens: Tokens, by: str, fewest: int, voice: Voice) -> pd.DataFrame:
    """The association of words that follow one another."""
    found = pair_counts(tokens, fewest, voice)
    groups = _Groups(tokens, by)
    y = groups.sums(found.counts)
    alone = groups.sums(found.words)
    first, second = alone[:, found.first], alone[:, found.second]
    n = groups.sums(found.n_words)[:, None]
    together = _association(*(part.sum(axis=0) for part in (y, second, first, n)))
    kept = np.flatnonzero(np.nan_to_num(together["g2"]) > SURE)
    columns = _association(y[:, kept], second[:, kept], first[:, kept], n)
    columns["count"] = groups.sums(found.counts[:, kept], weighted=False)
    columns["term_count"] = groups.sums(found.words, weighted=False)[:, found.first[kept]]
    columns["n_articles"] = groups.sums(found.counts[:, kept] > 0, weighted=False)
    terms = [found.terms[one[kept]] for one in (found.first, found.second)]
    table = _table(columns, by, groups.names, *terms)
    return table[table["count"] > 0].reset_index(drop=True)


def _association(y: Floats, f: Floats, w: Floats, n: Floats) -> dict[str, Floats]:
    """Expected count, signed G² and NPMI from a word's count near the term and its count, the
    words near the term, and all words."""
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = f * w / n
        g2 = g_squared(y, f - y, expected, w, n - w)
        npmi = np.where(y > 0, np.log(y * n / (f * w)) / np.log(n / y), -1.0)
    known = (f > 0) & (w > 0) & (w < n)
    return {
        name: np.where(known, value, np.nan)
        for name, value in {"expected": expected, "g2": g2, "npmi": npmi}.items()
    }


def _table(
    columns: dict[str, Floats], by: str, names: list[Any], terms: Any, collocates: Any
) -> pd.DataFrame:
    shape = (len(names), len(terms))
    frame = {by: np.repeat(np.array(names, dtype=object), len(terms))}
    frame["term"] = np.tile(terms, len(names))
    frame["collocate"] = np.tile(collocates, len(names))
    for name in list(COLUMNS)[2:]:
        frame[name] = np.broadcast_to(columns[name], shape).ravel()
    table = pd.DataFrame(frame).astype(COLUMNS)
    table[by] = table[by].infer_objects()
    rank = table[by].map({name: number for number, name in enumerate(names)})
    order = np.lexsort((table["collocate"], table["term"], -table["g2"], rank))
    return table.iloc[order].reset_index(drop=True)
