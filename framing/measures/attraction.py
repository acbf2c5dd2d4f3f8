"""Attraction: how much more often words stand near a term than elsewhere in the same article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_choice
from framing.lexicon import Lexicon
from framing.measures._rows import chosen_tokens, joined, span_rows, sums_rows
from framing.measures._voice import (
    VOICES,
    Voice,
    counted_words,
    measurable_articles,
)
from framing.measures.counts import TokenCounts, voiced_hits
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.measures.term_counts import TermCounts, one_table
from framing.parallel import map_chunks
from framing.tokens import fold, tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

WINDOW = 5  # words on either side


def attraction(
    tokens: Tokens | Corpus,
    pattern: str,
    collocates: Sequence[str],
    window: int = WINDOW,
    voice: Voice = "all",
) -> Measure:
    """Measure how much more often words stand near a term than elsewhere in the same article.

    Of an article with W words near the term and U words elsewhere, let a word stand y times
    among the first and u times among the second. Were the word spread alike, y would be W·u/U. The
    numerator is what it exceeds this by, y − W·u/U, the denominator W; so an outlet's value is the
    difference between the chances of a word near the term and of a word elsewhere to be this
    one (ΔP), with each article as its own yardstick. An outlet that uses a word everywhere has
    0.

    A word is near if it is one of the `window` words before or behind a use of the term in the
    same sentence. Only words with a letter count, here as in keyness; marks and numbers are passed
    over. The words of the term itself are neither near nor elsewhere.

    Parameters
    ----------
    tokens : Tokens or Corpus
        A corpus is tokenized once and remembered.
    pattern : str
        The term, as in lexicons: a word, a phrase, or with `*` and `?`.
    collocates : sequence of str
        The words, a category each; case does not matter.
    window : int
        How many words on either side, at least 1.
    voice : {"all", "own", "quoted"}
        Whose words count, those of the term and those near it. Articles with unreliable
        quotation marks have no value for one voice.

    Returns
    -------
    Measure
        Kind ``"score"``, unit ``"surplus near the term per word"``. Articles without the term
        have the denominator 0; those with all their words near it have no value. The evidence
        has a row for each use of a collocate: `value` is 1 near the term, −W/U elsewhere.

    Raises
    ------
    FramingError
        If the pattern has no letter, `window` is not a whole number from 1 on, there are no
        collocates, or `voice` is not known.

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> text = "Illegal settlements grew. The farms in the valley are old and some illegal."
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    >>> measure = attraction(corpus, "settlement*", ["illegal"])
    >>> measure.sums[["category", "numerator", "denominator"]].values.tolist()
    [['illegal', 0.8, 2.0]]

    References
    ----------
    On ΔP: Gries 2013, doi:10.1075/ijcl.18.1.09gri.
    """
    check_choice("voice", voice, VOICES)
    check_window(window)
    words = list(dict.fromkeys(map(fold, collocates)))
    if not words:
        raise FramingError("collocates is empty; give the words to look for near the term.")
    tokens = tokenize(tokens)
    term = term_of(pattern)
    found = near_counts(tokens, term, window, voice)
    settings = {"pattern": pattern, "window": window, "voice": voice, "field": tokens.field}
    behind = TokenCounts(tokens).behind(
        "exact", _evidence, _sentence_sums, term, words, window, voice
    )
    return replace(attraction_of(tokens, found, words), settings=settings, **behind)


def attraction_of(tokens: Tokens, found: NearCounts, words: list[str]) -> Measure:
    """The measure without what is behind it, from the counts near and elsewhere."""
    numerators, denominators = found.surplus(pd.Index(found.terms).get_indexer(words))
    return Measure.from_arrays(
        tokens.articles,
        numerators,
        denominators,
        name="attraction",
        unit="surplus near the term per word",
        kind="score",
        categories=words,
        part=tokens.part,
    )


def term_of(pattern: str) -> Lexicon:
    return Lexicon.from_dict({"term": [pattern]})


def check_window(window: Any) -> None:
    if not isinstance(window, Integral) or isinstance(window, bool) or window < 1:
        raise FramingError(f"window={window!r} is not a whole number from 1 on; try {WINDOW}.")


@dataclass(frozen=True)
class NearCounts:
    """Words near a term and elsewhere, articles in the order of the tokens.

    near, away : csr_array, int32 (n_articles, n_terms)
    terms : object (n_terms,), str, sorted
    hits : float64 (n_articles,), uses of the term
    n_near, n_away : float64 (n_articles,), words
    """

    near: Any
    away: Any
    terms: np.ndarray
    hits: Floats
    n_near: Floats
    n_away: Floats

    @property
    def weight(self) -> Floats:
        """float64 (n_articles,): how many words are near for one elsewhere; NaN where none is
        elsewhere or the marks do not tell whose words are whose."""
        there = self.n_away > 0
        return np.divide(self.n_near, self.n_away, out=np.full(len(there), np.nan), where=there)

    def surplus(self, columns: NDArray[np.integer[Any]]) -> tuple[Floats, Floats]:
        """What `attraction` has as numerators (n_articles, n_columns) and denominators
        (n_articles, 1), for some of the terms; −1 stands for a word that is not there."""
        known = columns >= 0
        near, away = np.zeros((2, len(self.n_near), len(columns)))
        near[:, known] = self.near[:, columns[known]].toarray()
        away[:, known] = self.away[:, columns[known]].toarray()
        weight = self.weight[:, np.newaxis]
        there = self.n_near[:, np.newaxis]
        return near - np.where(there > 0, weight, 0) * away, np.where(
            np.isnan(weight), weight, there
        )


def near_counts(tokens: Tokens, term: Lexicon, window: int, voice: Voice) -> NearCounts:
    """Count the words near a term and elsewhere."""
    parts = map_chunks(_chunk_counts, tokens, term, window, voice)
    near, away = (
        one_table([(counts[which], words) for counts, words, _ in parts]) for which in (0, 1)
    )
    hits = np.concatenate([np.zeros(0), *(uses for _, _, uses in parts)])
    return NearCounts(near.counts, away.counts, near.terms, hits, _words(near), _words(away))


def _words(found: TermCounts) -> Floats:
    return np.asarray(found.counts.sum(axis=1), dtype=np.float64)


def near_and_away(
    chunk: Chunk, term: Lexicon, window: int, voice: Voice
) -> tuple[Bools, Bools, NDArray[np.integer[Any]]]:
    """Which tokens are words near the term, which are words elsewhere, and where the term begins.

    Words are those of the voice with a letter; in articles that cannot be measured there are none.
    """
    matches = voiced_hits(chunk, term, voice)
    start, end = matches.token_start, matches.token_end
    counted = counted_words(chunk, voice) & ~chunk.types.is_number[chunk.ids]
    counted &= measurable_articles(chunk, voice)[chunk.token_article]
    places = np.flatnonzero(counted)
    sentence = chunk.token_sentence[start]
    opens, closes = chunk.sentence_offsets[sentence], chunk.sentence_offsets[sentence + 1]
    before, behind, first, last = (
        np.searchsorted(places, at) for at in (start, end, opens, closes)
    )
    around = np.zeros(len(places) + 1, dtype=np.int64)
    np.add.at(around, np.maximum(before - window, first), 1)
    np.add.at(around, np.minimum(behind + window, last), -1)
    inside = np.zeros(len(chunk.ids) + 1, dtype=np.int64)
    np.add.at(inside, start, 1)
    np.add.at(inside, end, -1)
    near = np.zeros(len(chunk.ids), dtype=bool)
    near[places[np.cumsum(around)[:-1] > 0]] = True
    outside = np.cumsum(inside)[:-1] == 0
    return near & outside, counted & ~near & outside, start


def _chunk_counts(
    chunk: Chunk, term: Lexicon, window: int, voice: Voice
) -> tuple[tuple[Any, Any], np.ndarray, Floats]:
    """The counts near and elsewhere over the chunk's own words, those words, and the uses."""
    from scipy.sparse import csr_array

    near, away, start = near_and_away(chunk, term, window, voice)
    used, column = np.unique(chunk.types.folded[chunk.ids[near | away]], return_inverse=True)
    number = np.zeros(len(chunk.ids), dtype=np.int64)
    number[near | away] = column
    counts = []
    for kept in (near, away):
        ones = np.ones(int(kept.sum()), dtype=np.int32)
        placed = (ones, (chunk.token_article[kept], number[kept]))
        made = csr_array(placed, shape=(chunk.n_articles, len(used)))
        made.sum_duplicates()
        counts.append(made)
    uses = np.bincount(chunk.token_article[start], minlength=chunk.n_articles).astype(np.float64)
    return (counts[0], counts[1]), chunk.types.folded_strings[used], uses


@dataclass(frozen=True)
class _Uses:
    """Where the collocates stand in a chunk: token, category, and what each use adds; and how
    many words of each sentence are near the term."""

    token: NDArray[np.integer[Any]]
    category: NDArray[np.integer[Any]]
    value: Floats
    n_near: NDArray[np.integer[Any]]


def _uses(chunk: Chunk, term: Lexicon, words: list[str], window: int, voice: Voice) -> _Uses:
    near, away, _ = near_and_away(chunk, term, window, voice)
    n_near, n_away = chunk.per_article(near), chunk.per_article(away)
    weight = np.divide(n_near, n_away, out=np.zeros(chunk.n_articles), where=n_away > 0)
    of_type = pd.Index(words).get_indexer(chunk.types.folded_strings)[chunk.types.folded]
    category = of_type[chunk.ids]
    measured = ((n_near > 0) & (n_away > 0))[chunk.token_article]
    token = np.flatnonzero((near | away) & measured & (category >= 0))
    value = np.where(near[token], 1.0, -weight[chunk.token_article[token]])
    return _Uses(token, category[token], value, chunk.per_sentence(near & measured))


def _evidence(
    tokens: Tokens,
    term: Lexicon,
    words: list[str],
    window: int,
    voice: Voice,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    frames = map_chunks(_chunk_evidence, chosen, term, words, window, voice, tokens.field)
    return joined(frames, EVIDENCE_COLUMNS)


def _chunk_evidence(
    chunk: Chunk, term: Lexicon, words: list[str], window: int, voice: Voice, field: str
) -> pd.DataFrame:
    found = _uses(chunk, term, words, window, voice)
    names = np.array(words, dtype=object)[found.category]
    return span_rows(chunk, field, found.token, found.token + 1, names, found.value)


def _sentence_sums(
    tokens: Tokens,
    term: Lexicon,
    words: list[str],
    window: int,
    voice: Voice,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    frames = map_chunks(_chunk_sentences, chosen, term, words, window, voice, tokens.part)
    return joined(frames, SENTENCE_COLUMNS)


def _chunk_sentences(
    chunk: Chunk, term: Lexicon, words: list[str], window: int, voice: Voice, part: str
) -> pd.DataFrame:
    found = _uses(chunk, term, words, window, voice)
    n = len(words)
    cell = chunk.token_sentence[found.token].astype(np.int64) * n + found.category
    sums = np.bincount(cell, weights=found.value, minlength=chunk.n_sentences * n)
    every = np.arange(chunk.n_sentences)
    return sums_rows(chunk, part, every, words, sums.reshape(-1, n), found.n_near[:, np.newaxis])
