"""The scored words of a chunk, and the score of each of its sentences, by a valence lexicon.

VADER's words are scored by VADER's rules (`framing.measures.vader`). Those rules were fitted to
its own scores, so any other lexicon is counted plainly: a sentence's score is the sum of its hits'
scores over its words, divided by the lexicon's largest score so that it lies in [-1, 1]. With
scores of 1 and -1 that is (positive − negative words) / words, the net tone of Young and Soroka
(2012), https://doi.org/10.1080/10584609.2012.671234.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from framing.errors import FramingError
from framing.lexicon import Lexicon
from framing.measures._voice import (
    Voice,
    counted_sentences,
    counted_words,
    measurable_articles,
    voice_tokens,
)
from framing.measures.vader import UNITS as VADER_UNITS
from framing.measures.vader import Vader
from framing.measures.white_space import Spans, Words
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk, Tokens

    Ints = NDArray[np.integer[Any]]
    Bools = NDArray[np.bool_]

# Scores are whole numbers of millionths, so that they add up the same in any order.
UNITS = 1_000_000
POLARITY = {"positive": 1.0, "negative": -1.0}


class ScoredWords(NamedTuple):
    """Hits of a valence lexicon in a chunk, in order.

    `sentence` int64 (n_hits,), counted through the chunk; `start`, `end` int64 (n_hits,),
    positions in the article's text; `weight` float64 (n_hits,), the lexicon's score.
    """

    sentence: Ints
    start: Ints
    end: Ints
    weight: NDArray[np.float64]


class ByRules:
    """Words and scores as VADER has them."""

    def __init__(self, lexicon: Lexicon, negation: bool = True) -> None:
        self.name = "VADER as in NLTK" + ", without negation" * (not negation)
        self.vader = Vader(lexicon.weights, negation)

    def hits_and_scores(self, chunk: Chunk, voice: Voice) -> tuple[ScoredWords, Ints]:
        """The hits, and int64 (n_sentences,), the scores in units of `UNITS`."""
        origin = np.cumsum([0, *map(len, chunk.texts)], dtype=np.int64)[:-1]
        shift = origin[chunk.sentence_article]
        start, end = sentence_spans(chunk)
        words = Words.of("".join(chunk.texts), start + shift, end + shift)
        tokens = _tokens(chunk, origin)
        hidden = _hidden(chunk, words, tokens, voice)
        hits = self.vader.hits(words, hidden, tokens)
        scores = self.vader.score(words, hits, hidden) * (UNITS // VADER_UNITS)
        shift = shift[hits.sentence]
        return ScoredWords(hits.sentence, hits.start - shift, hits.end - shift, hits.weight), scores


class ByWords:
    """Words as `tokenize` has them, each with its score."""

    name = "mean score per word"

    def __init__(self, lexicon: Lexicon, weights: NDArray[np.float64]) -> None:
        self.lexicon, self.weights = lexicon, weights

    def hits_and_scores(self, chunk: Chunk, voice: Voice) -> tuple[ScoredWords, Ints]:
        """The hits, and int64 (n_sentences,), the scores in units of `UNITS`."""
        matches = self.lexicon.match(chunk)
        masked = np.concatenate([[0], np.cumsum(chunk.word & ~voice_tokens(chunk, voice))])
        matches = matches.where(masked[matches.token_end] == masked[matches.token_start])
        hits = ScoredWords(
            chunk.token_sentence[matches.token_start].astype(np.int64),
            chunk.char_start[matches.token_start].astype(np.int64),
            chunk.char_end[matches.token_end - 1].astype(np.int64),
            self.weights[matches.pattern],
        )
        total = np.bincount(hits.sentence, weights=hits.weight, minlength=chunk.n_sentences)
        n_words = chunk.per_sentence(chunk.word & voice_tokens(chunk, voice))
        largest = np.abs(self.weights).max()
        scores = UNITS * total / (largest * np.maximum(n_words, 1))
        return hits, np.rint(scores).astype(np.int64)


Scorer = ByRules | ByWords


@lru_cache(maxsize=8)
def scorer_of(lexicon: Lexicon, negation: bool = True) -> Scorer:
    """What scores with a lexicon: VADER's rules for the one named ``"vader"`` alone."""
    if lexicon.name == "vader" and lexicon.weights:
        return ByRules(lexicon, negation)
    # Emoticons are no tokens, and "=" would be read as a pattern's sign.
    scored = {
        word: weight
        for word, weight in lexicon.weights.items()
        if weight != 0 and word[:1] != "=" and any(map(str.isalnum, word))
    }
    if scored:
        patterns = {"patterns": list(scored), "weights": list(scored.values())}
        words = Lexicon.from_dict({"scores": patterns}, name=lexicon.name)
    elif set(lexicon.categories) == set(POLARITY):
        words = lexicon
    else:
        raise FramingError(
            f"lexicon={lexicon.name!r} has no scores; give one with a score for each word, "
            "or with the two categories 'positive' and 'negative'."
        )
    frame = words.patterns
    scores = frame["weight"] * frame["category"].map(POLARITY).fillna(1.0)
    return ByWords(words, scores.to_numpy())


class Table(NamedTuple):
    """The sentences of some articles, a row each, and the articles.

    Of sentences: `counted` bool; `score` int32, in units of `UNITS`; `hit` bool, whether a word
    has a score; `balance` int32, positive less negative words; `words` int32. All are 0 where a
    sentence does not count. Of articles: `n_sentences` int64; `measurable` bool.
    """

    counted: Bools
    score: Ints
    hit: Bools
    balance: Ints
    words: Ints
    n_sentences: Ints
    measurable: Bools


def _table_of_chunk(chunk: Chunk, scorer: Scorer, voice: Voice) -> Table:
    hits, score = scorer.hits_and_scores(chunk, voice)
    counted = counted_sentences(chunk, voice)
    n_hits = np.bincount(hits.sentence, minlength=chunk.n_sentences)
    sign = np.sign(hits.weight)
    balance = np.bincount(hits.sentence, weights=sign, minlength=chunk.n_sentences)
    return Table(
        counted=counted,
        score=np.where(counted, score, 0).astype(np.int32),
        hit=counted & (n_hits > 0),
        balance=np.where(counted, balance, 0).astype(np.int32),
        words=chunk.per_sentence(counted_words(chunk, voice)).astype(np.int32),
        n_sentences=np.diff(chunk.article_sentences),
        measurable=measurable_articles(chunk, voice),
    )


# One pass serves `sentiment` and its companions.
_remembered: WeakKeyDictionary[Tokens, dict[tuple[str, ...], Table]] = WeakKeyDictionary()


def table_of(tokens: Tokens, scorer: Scorer, voice: Voice, key: tuple[str, ...]) -> Table:
    """Every sentence's numbers; made once for each key, which names all that decides them."""
    known = _remembered.setdefault(tokens, {})
    if key not in known:
        none = np.zeros(0, dtype=np.int32)
        empty = Table(none > 0, none, none > 0, none, none, none.astype(np.int64), none > 0)
        tables = map_chunks(_table_of_chunk, tokens, scorer, voice)
        known[key] = Table(*map(np.concatenate, zip(empty, *tables, strict=True)))
    return known[key]


def sentence_spans(chunk: Chunk) -> tuple[Ints, Ints]:
    """Where each sentence starts and ends in its article's text, int64 (n_sentences,)."""
    start = chunk.char_start[chunk.sentence_offsets[:-1]]
    end = chunk.char_end[chunk.sentence_offsets[1:] - 1]
    return start.astype(np.int64), end.astype(np.int64)


def _tokens(chunk: Chunk, origin: Ints) -> Spans:
    """The tokens, in the articles' joined texts."""
    shift = np.repeat(origin, np.diff(chunk.article_offsets))
    start, end = (place.astype(np.int64) + shift for place in (chunk.char_start, chunk.char_end))
    return Spans(start, end, chunk.ids, chunk.types.strings.tolist())


def _hidden(chunk: Chunk, words: Words, tokens: Spans, voice: Voice) -> Bools | None:
    """bool (n_words,): the words of the other voice, told by one token of each.

    That is its first token with a letter or a digit, or its first if it has none.
    """
    if voice == "all":
        return None
    n_tokens = len(chunk.ids)
    first = np.searchsorted(tokens.start, words.start)
    behind = np.searchsorted(tokens.start, words.end)
    letters = np.append(np.flatnonzero(chunk.word), n_tokens)
    lettered = letters[np.searchsorted(letters, first)]
    token = np.where(lettered < behind, lettered, first)
    spoken = np.append(voice_tokens(chunk, voice), False)
    return ~spoken[np.where(first < behind, token, n_tokens)]
