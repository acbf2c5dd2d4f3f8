"""phrase_map: the outlets by the phrases they use, and the phrases that carry each dimension."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.cells import VALUES_AT_ONCE, Cells, Rows, cells_of, rows_of
from framing.comparison.comparing import _check_whole
from framing.comparison.effects import Blocks, Design, summed
from framing.comparison.mapping import OutletMap, mapped
from framing.comparison.outlet_map import MOST_DIMENSIONS
from framing.comparison.placing import Placing, cell_of_rows, place
from framing.errors import check_choice
from framing.measures._voice import VOICES, Voice
from framing.measures.counts import Counts, counts_of
from framing.measures.measure import Measure
from framing.measures.phrase_counts import phrase_counts

if TYPE_CHECKING:
    from framing.comparison.cells import Floats
    from framing.corpus import Corpus
    from framing.tokens import Tokens

FEWEST_ARTICLES = 5
FEWEST_EVENTS = 3
FEWEST_OUTLETS = 2
MOST_PHRASES = 2000


@dataclass(frozen=True, eq=False, repr=False)
class PhraseMap(OutletMap):
    """An `OutletMap` of phrases.

    Attributes
    ----------
    phrases : DataFrame
        A phrase a row, as in ``loadings``: ``phrase``; ``count``, ``n_articles``, ``n_events``
        in the articles compared.
    counts : DataFrame
        How often each outlet placed uses each phrase there: index ``phrase``, a column an outlet.
    """

    phrases: pd.DataFrame = field(default_factory=pd.DataFrame)
    counts: pd.DataFrame = field(default_factory=pd.DataFrame)


def phrase_map(
    tokens: Tokens | Corpus | Counts,
    by: str = "outlet",
    within: str = "event",
    dimensions: int = 2,
    resamples: int = 1000,
    seed: int = 0,
    *,
    voice: Voice = "all",
) -> PhraseMap:
    """Place outlets by the phrases they use on the same events, and find the phrases behind it.

    After D'Alonzo and Tegmark (2022), who take counts of phrases by newspapers apart by singular
    vectors. Here the events do not count: what is mapped is by how much an outlet's rate of a
    phrase exceeds that of others on the same events (see `outlet_map`), over the root of the
    phrase's mean rate, which is how far chance moves a rate. A squared distance is the mean of the
    squared differences of rates relative to the mean rate, each phrase weighing as its
    occurrences. The distances are corrected for chance, so that an outlet with few words does not
    stand out for that alone. A phrase's loading is its share in a dimension: the singular vector
    of the table of outlets by phrases.

    A phrase is one to three words in a row without a mark or a number between them, of one voice,
    that begins and ends with a content word (in English; elsewhere with any). It counts if it
    stands in at least 5 articles of 3 events and in 2 outlets among those compared, so that
    mastheads and by-lines drop out; a shorter phrase that is part of one longer in nine of ten
    cases drops out as well. Of more than 2,000 phrases those in the most articles count. None of
    this depends on which outlets use a phrase, but for the rule of two.

    Parameters
    ----------
    tokens : Tokens, Corpus or Features
        Features know single words alone.
    by, within, dimensions, resamples, seed
        As in `outlet_map`.
    voice : {"all", "own", "quoted"}
        Whose words count. D'Alonzo and Tegmark leave quotations out (``"own"``).

    Returns
    -------
    PhraseMap
        ``loadings`` with ``phrase`` in place of a category: positive for phrases of outlets with
        positive values. The intervals are the jackknife's with Student's t, for each phrase by
        itself: the foremost of 2,000 are foremost by luck, too. ``distances`` are in
        shares of the mean rate.

    Raises
    ------
    FramingError
        If an argument is not one of those allowed.

    Examples
    --------
    >>> from framing.readers import example
    >>> found = phrase_map(example(), resamples=10)
    >>> found.loadings.columns.tolist()
    ['phrase', 'dimension', 'loading', 'conf_low', 'conf_high']

    References
    ----------
    D'Alonzo and Tegmark 2022, doi:10.1371/journal.pone.0271947.
    """
    check_choice("voice", voice, VOICES)
    check_choice("dimensions", dimensions, range(1, MOST_DIMENSIONS + 1))
    _check_whole("resamples", resamples, 1)
    _check_whole("seed", seed, 0)
    given = counts_of(tokens)
    articles = given.articles
    words = np.asarray(given.words(voice).counts.sum(axis=1), dtype=np.float64)[:, None]
    measure = Measure.from_arrays(
        articles, words, words, name="words", unit="words", kind="count", categories=["words"]
    )
    rows = rows_of(measure.weighted(), by, within).of(np.zeros(1, dtype=np.int64))
    cells = cells_of(rows)
    placing = place(cells, rows.names, seed)
    y, phrases, counts = _table(given, rows, cells, placing, voice)
    found = mapped(
        placing,
        _blocks(placing, y),
        phrases[["phrase"]],
        by=by,
        unit="of a phrase's mean rate",
        notes=(),
        dimensions=dimensions,
        resamples=resamples,
        seed=seed,
        settings={
            "within": within,
            "voice": voice,
            "n_phrases": len(phrases),
            "fewest_articles": FEWEST_ARTICLES,
            "fewest_events": FEWEST_EVENTS,
            "fewest_outlets": FEWEST_OUTLETS,
        },
    )
    kept = {one.name: getattr(found, one.name) for one in fields(found)}
    return PhraseMap(**kept, phrases=phrases, counts=counts)


def _table(
    given: Counts, rows: Rows, cells: Cells, placing: Placing, voice: Voice
) -> tuple[Any, pd.DataFrame, pd.DataFrame]:
    """Sums of each phrase by cell (csc_array), what is known of the phrases, counts by outlet."""
    from scipy.sparse import csc_array

    cell = cell_of_rows(rows, cells.take(placing.kept), len(rows.names))
    used = np.flatnonzero(cell >= 0) if placing.enough else np.zeros(0, dtype=np.int64)
    found = phrase_counts(given, set(rows.ids[used]), FEWEST_ARTICLES, voice)
    places = given.articles.index.get_indexer(rows.ids[used])
    counts = found.counts[places]
    group, event = (number[cell[used]] for number in (placing.cells.group, placing.cells.event))
    of_outlets = summed(group, len(placing.names)) @ counts
    n_articles, n_events, n_using = (
        np.bincount(one.indices, minlength=len(found.phrases))
        for one in (counts, summed(event, len(placing.unit)) @ counts, of_outlets)
    )
    spelt = np.array([" ".join(words) for words in found.phrases], dtype="str")
    enough = (n_articles >= FEWEST_ARTICLES) & (n_events >= FEWEST_EVENTS)
    kept = np.flatnonzero(enough & (n_using >= FEWEST_OUTLETS))
    kept = kept[np.lexsort((spelt[kept], -n_articles[kept]))[:MOST_PHRASES]]
    kept = kept[np.argsort(spelt[kept], kind="stable")]
    phrases = pd.DataFrame(
        {
            "phrase": pd.Series(spelt[kept], dtype="str"),
            "count": np.asarray(counts.sum(axis=0))[kept],
            "n_articles": n_articles[kept],
            "n_events": n_events[kept],
        }
    )
    table = pd.DataFrame(
        of_outlets[:, kept].toarray().astype(np.int64).T,
        index=pd.Index(phrases["phrase"], name="phrase"),
        columns=placing.names,
    )
    weight = np.ones(len(used))
    if "weight" in given.articles:
        weight = given.articles["weight"].fillna(1.0).to_numpy(dtype=np.float64)[places]
    sums = summed(cell[used], len(placing.kept), weight) @ counts[:, kept]
    return csc_array(sums), phrases, table


def _blocks(placing: Placing, y: Any) -> Blocks:
    """A few phrases at a time, over the root of each phrase's mean rate."""
    if not y.shape[1]:
        return lambda: iter(())
    cells = placing.cells
    words = cells.denominator[:, 0]
    rate = np.asarray(y.sum(axis=0), dtype=np.float64) / words.sum()
    scale = 1 / np.sqrt(rate * rate.sum())
    at_once = max(1, VALUES_AT_ONCE // max(len(words), len(placing.unit) * len(placing.names), 1))
    design = Design(cells.group, cells.event, placing.unit, words, len(placing.names))

    def blocks() -> Iterator[tuple[Design, Floats, Floats]]:
        for first in range(0, y.shape[1], at_once):
            some = slice(first, first + at_once)
            yield design, y[:, some].toarray().astype(np.float64), scale[some]

    return blocks
