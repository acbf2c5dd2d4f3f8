"""How often phrases of one to three words occur in each article."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import NoSentences
from framing.measures._voice import Voice, counted_words
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.measures.counts import Counts
    from framing.tokens import Chunk, Tokens

    Integers = NDArray[np.int64]

LONGEST = 3
PART = 0.9  # of a phrase's occurrences within a longer one: the longer stands for both
# Words of scikit-learn's list that carry content in news; see Nothman, Qin and Yurchak 2018
# (ACL W18-2502) on such lists.
CONTENT = frozenset(
    "amount bill bottom call cry describe detail fill fire found front full interest mill move "
    "serious show side sincere system top".split()
)


@dataclass(frozen=True)
class PhraseCounts:
    """Counts of phrases.

    counts : csr_array, int32 (n_articles, n_phrases), articles in the order of the tokens; rows
        of articles that were not wanted are empty
    phrases : tuple of tuple of str, the words of each phrase, folded
    """

    counts: Any
    phrases: tuple[tuple[str, ...], ...]


def phrase_counts(
    given: Counts, wanted: Collection[str], fewest: int, voice: Voice = "all"
) -> PhraseCounts:
    """Count the phrases that stand in at least `fewest` of the articles wanted.

    A phrase is one to three words that follow one another in a sentence with no mark between
    them, all of the same voice. Numbers are no words. Where articles are English or their
    language is not known, phrases do not begin or end with a function word. Where only single
    words were counted, phrases are single words.
    """
    from scipy.sparse import csr_array, hstack, vstack

    found = given.words(voice)
    chosen = given.articles.index.isin(list(wanted))
    n = len(chosen)
    rows = csr_array((chosen.astype(np.int32), (np.arange(n), np.arange(n))), shape=(n, n))
    counts = csr_array(rows @ found.counts)
    counts.eliminate_zeros()
    frequent = np.bincount(counts.indices, minlength=len(found.terms)) >= fewest
    terms = pd.Index(found.terms[frequent], dtype=object)
    phrases: list[tuple[str, ...]] = [(term,) for term in terms]
    whole = counts[:, np.flatnonzero(frequent)]
    try:
        tokens: Tokens | None = given.tokens
    except NoSentences:
        tokens = None
    if tokens is not None and len(terms):
        ids = frozenset(wanted)
        longer: list[Integers] = []
        for _ in range(2, LONGEST + 1):
            found_codes = map_chunks(_chunk_codes, tokens, terms, tuple(longer), ids, voice)
            longer.append(_often(found_codes, fewest))
        parts = map_chunks(_chunk_counts, tokens, terms, tuple(longer), ids, voice)
        blocks = [csr_array(hstack(some, format="csr")) for some in parts]
        whole = csr_array(hstack([whole, vstack(blocks, format="csr")], format="csr"))
        phrases += _spelt(terms, longer)
    function = function_words(given.language)
    kept = [
        number
        for number, words in enumerate(phrases)
        if words[0] not in function and words[-1] not in function
    ]
    return _longest(PhraseCounts(whole[:, kept], tuple(phrases[number] for number in kept)))


def _often(parts: list[tuple[Integers, Integers]], fewest: int) -> Integers:
    """The codes that stand in at least so many articles, sorted."""
    codes = np.concatenate([np.zeros(0, dtype=np.int64), *(codes for codes, _ in parts)])
    sizes = np.concatenate([np.zeros(0, dtype=np.int64), *(sizes for _, sizes in parts)])
    codes, number = np.unique(codes, return_inverse=True)
    return codes[np.bincount(number, sizes, len(codes)) >= fewest]


def _chunk_codes(
    chunk: Chunk, terms: pd.Index, longer: tuple[Integers, ...], ids: frozenset, voice: Voice
) -> tuple[Integers, Integers]:
    """The codes of phrases one word longer than those in `longer`, and the number of articles."""
    article, codes = _codes(chunk, _numbers(chunk, terms, ids, voice), len(terms), longer)
    once = np.unique(codes * chunk.n_articles + article)
    return np.unique(once // max(chunk.n_articles, 1), return_counts=True)


def _chunk_counts(
    chunk: Chunk, terms: pd.Index, longer: tuple[Integers, ...], ids: frozenset, voice: Voice
) -> list[Any]:
    """For each length above one, counts (n_articles, n_phrases)."""
    from scipy.sparse import csr_array

    words = _numbers(chunk, terms, ids, voice)
    made = []
    for length, codes in enumerate(longer):
        article, found = _codes(chunk, words, len(terms), longer[:length])
        column = _places(found, codes)
        known = column >= 0
        placed = (np.ones(int(known.sum()), np.int32), (article[known], column[known]))
        counts = csr_array(placed, shape=(chunk.n_articles, len(codes)))
        counts.sum_duplicates()
        made.append(counts)
    return made


def _numbers(chunk: Chunk, terms: pd.Index, ids: frozenset, voice: Voice) -> Integers:
    """The number in `terms` of each token's word; −1 where it does not count."""
    types = chunk.types
    wanted = np.array([name in ids for name in chunk.article_ids], dtype=bool)
    counted = counted_words(chunk, voice) & ~types.is_number[chunk.ids]
    counted &= wanted[chunk.token_article]
    number = terms.get_indexer(types.folded_strings)
    return np.where(counted, number[types.folded[chunk.ids]], -1)


def _codes(
    chunk: Chunk, words: Integers, n_terms: int, longer: tuple[Integers, ...]
) -> tuple[Integers, Integers]:
    """Article and code of each phrase one word longer than those of the last of `longer`.

    A phrase's code is the number of its first words' phrase times the number of terms, plus the
    number of its last word. All its parts must be frequent.
    """
    sentence = chunk.token_sentence
    number = words
    for length in range(1, len(longer) + 2):
        last = len(words) - length
        head, tail = number[: max(last, 0)], words[length:]
        whole = (head >= 0) & (tail >= 0) & (sentence[: max(last, 0)] == sentence[length:])
        codes = np.where(whole, head * n_terms + tail, -1)
        if length <= len(longer):
            number = _places(codes, longer[length - 1])
    first = np.flatnonzero(codes >= 0)
    return chunk.token_article[first].astype(np.int64), codes[first]


def _places(values: np.ndarray, among: np.ndarray) -> Integers:
    """Where each value stands among sorted values; −1 where it does not."""
    if not len(among):
        return np.full(len(values), -1)
    place = np.minimum(np.searchsorted(among, values), len(among) - 1)
    return np.where(among[place] == values, place, -1)


def _spelt(terms: pd.Index, longer: list[Integers]) -> list[tuple[str, ...]]:
    """The words of the phrases of two words and more."""
    shorter: list[tuple[str, ...]] = [(term,) for term in terms]
    spelt = []
    for codes in longer:
        shorter = [(*shorter[code // len(terms)], terms[code % len(terms)]) for code in codes]
        spelt += shorter
    return spelt


def _longest(found: PhraseCounts) -> PhraseCounts:
    """Without the phrases that nearly always are part of one longer phrase."""
    totals = np.asarray(found.counts.sum(axis=0))
    number = {words: place for place, words in enumerate(found.phrases)}
    lost = np.zeros(len(totals), dtype=bool)
    for words, place in number.items():
        for length in range(1, len(words)):
            for first in range(len(words) - length + 1):
                part = number.get(words[first : first + length])
                if part is not None and totals[place] >= PART * totals[part]:
                    lost[part] = True
    kept = np.flatnonzero(~lost)
    return PhraseCounts(found.counts[:, kept], tuple(found.phrases[place] for place in kept))


def function_words(language: str) -> frozenset[str]:
    """Words that carry no content; none where the language is not English and is known."""
    if language.split("-")[0] not in ("en", "und"):
        return frozenset()
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS - CONTENT)
