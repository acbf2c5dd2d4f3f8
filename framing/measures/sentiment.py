"""Lexical sentiment: how positive or negative the words are, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import check_choice
from framing.lexicon import Lexicon, load_lexicon
from framing.measures._rows import (
    chosen_tokens,
    joined,
    sentence_rows,
    sentence_voices,
    voice_codes,
)
from framing.measures._voice import VOICES, Voice, counted_sentences
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.measures.valence import (
    UNITS,
    ByRules,
    Scorer,
    Table,
    scorer_of,
    sentence_spans,
    table_of,
)
from framing.parallel import map_chunks
from framing.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

    Ints = NDArray[np.integer[Any]]
    Bools = NDArray[np.bool_]


def sentiment(
    tokens: Tokens | Corpus,
    lexicon: str | Path | Lexicon = "vader",
    voice: Voice = "all",
    *,
    negation: bool = True,
) -> Measure:
    """Score each sentence by the words in it, and take the mean.

    With ``"vader"`` a sentence's score is the compound score of VADER (Hutto and Gilbert 2014),
    in [-1, 1], the same to four decimals as that of NLTK's `SentimentIntensityAnalyzer`. With any
    other lexicon it is the sum of its words' scores over the number of words, divided by the
    largest score in the lexicon: with scores of 1 and -1, (positive − negative words) / words.
    Negations, boosters, capitals and exclamation marks are then without effect.

    This says which words are used and not how an outlet feels about a subject: a war reported
    drily scores low. Compare outlets on the same events.

    Parameters
    ----------
    tokens : Tokens or Corpus
        A corpus is tokenized once and remembered.
    lexicon : str, Path or Lexicon
        ``"vader"``, a file of words with scores (see `load_lexicon`), or a Lexicon that has
        scores, or the two categories ``positive`` and ``negative``.
    voice : {"all", "own", "quoted"}
        Whose words count. For one voice each white-space word of the other is masked: it keeps its
        place between its neighbours, but has no score and no effect on theirs, and its
        exclamation and question marks do not count. (NLTK gives the same for the sentence with
        ``__`` in place of every masked word of two characters or more, and shorter ones left
        out.) A word with marks about it belongs to the voice of its first letter or digit. A
        sentence counts if three words of the voice are left; articles with unreliable quotation
        marks have no value for one voice.
    negation : bool
        False leaves VADER's negations without effect, to see what they do to a result.

    Returns
    -------
    Measure
        Kind ``"score"``, unit ``"mean compound score per sentence"`` (``"mean score per
        sentence"`` for other lexicons), category ``compound``: the numerator is the sum of the
        sentences' scores, the denominator the number of sentences that count. The evidence has
        one row a sentence, `value` its score, `char_start` and `char_end` the sentence.

    Raises
    ------
    FramingError
        If the lexicon is not known or has no scores, or `voice` is not known.

    References
    ----------
    Hutto, C. J., and Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment
    analysis of social media text. ICWSM 8, 216–225. https://doi.org/10.1609/icwsm.v8i1.14550

    Young, L., and Soroka, S. (2012). Affective news: The automated coding of sentiment in
    political texts. Political Communication 29, 205–231.
    https://doi.org/10.1080/10584609.2012.671234

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> text = "The rescue was a great success. Nobody died."
    >>> measure = sentiment(Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]})))
    >>> measure.evidence["value"].tolist()
    [0.9022, -0.5574]
    >>> measure.sums[["category", "numerator", "denominator"]].values.tolist()
    [['compound', 0.3448, 2.0]]
    """
    made, table, scorer, settings = prepared(tokens, lexicon, voice, negation)
    return _measure(
        made,
        table,
        table.score,
        table.counted,
        units=UNITS,
        name="lexical sentiment",
        unit=f"mean {'compound ' if isinstance(scorer, ByRules) else ''}score per sentence",
        kind="score",
        categories=("compound",),
        settings=settings,
        make_evidence=partial(_score_evidence, made, table, voice),
    )


def sentiment_misses(
    tokens: Tokens | Corpus, lexicon: str | Path | Lexicon = "vader", voice: Voice = "all"
) -> Measure:
    """The share of sentences about which `sentiment` has nothing to say: no word is scored.

    Parameters
    ----------
    tokens, lexicon, voice
        As in `sentiment`.

    Returns
    -------
    Measure
        Kind ``"share"``, category ``misses``: sentences without a scored word over the sentences
        that count. The evidence has one row for each of them, `value` 1.

    Raises
    ------
    FramingError
        As `sentiment`.

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> text = "The rescue was a great success. It took two days."
    >>> articles = pd.DataFrame({"outlet": ["A"], "text": [text]})
    >>> sentiment_misses(Corpus.from_frame(articles)).sums["numerator"].tolist()
    [1.0]
    """
    made, table, _, settings = prepared(tokens, lexicon, voice)
    missed = table.counted & ~table.hit
    return _measure(
        made,
        table,
        missed,
        table.counted,
        name="sentences without a hit",
        unit="share of sentences without a hit",
        kind="share",
        categories=("misses",),
        settings=settings,
        make_evidence=partial(_miss_evidence, made, table, voice),
    )


def sentiment_balance(
    tokens: Tokens | Corpus, lexicon: str | Path | Lexicon = "vader", voice: Voice = "all"
) -> Measure:
    """Positive less negative words, per word: a plain companion to `sentiment`.

    VADER's compound score grows with the number of scored words in a sentence, so that an outlet
    with longer sentences has more extreme scores. This does not depend on where sentences end,
    nor on any rule of negation or emphasis.

    Parameters
    ----------
    tokens, lexicon, voice
        As in `sentiment`.

    Returns
    -------
    Measure
        Kind ``"score"``, category ``balance``: words with a positive score less those with a
        negative one, over the words (of the voice) in sentences that count. The evidence has one
        row for each such word, `value` 1 or -1.

    Raises
    ------
    FramingError
        As `sentiment`.

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> text = "The rescue was not a great success. Nobody died."
    >>> articles = pd.DataFrame({"outlet": ["A"], "text": [text]})
    >>> sentiment_balance(Corpus.from_frame(articles)).sums[["numerator", "denominator"]].values
    array([[2., 9.]])
    """
    made, table, scorer, settings = prepared(tokens, lexicon, voice)
    return _measure(
        made,
        table,
        table.balance,
        table.words,
        name="lexical balance",
        unit="positive minus negative words per word",
        kind="score",
        categories=("balance",),
        settings=settings,
        make_evidence=partial(_word_evidence, made, scorer, voice),
    )


def prepared(
    tokens: Tokens | Corpus, lexicon: str | Path | Lexicon, voice: Voice, negation: bool = True
) -> tuple[Tokens, Table, Scorer, dict[str, str]]:
    """The tokens, the numbers of their sentences, what made them, and the settings to record."""
    check_choice("voice", voice, VOICES)
    lexicon = load_lexicon(lexicon)
    scorer = scorer_of(lexicon, negation)
    tokens = tokenize(tokens)
    settings = {
        "lexicon": lexicon.name,
        "lexicon_version": lexicon.version,
        "lexicon_hash": lexicon.content_hash,
        "rules": scorer.name,
        "voice": voice,
        "field": tokens.field,
    }
    table = table_of(tokens, scorer, voice, tuple(settings.values()))
    return tokens, table, scorer, settings


# --- sums and evidence -------------------------------------------------------------------------


def _measure(
    tokens: Tokens,
    table: Table,
    numerator: Ints | Bools,
    denominator: Ints | Bools,
    *,
    units: int = 1,
    **about: Any,
) -> Measure:
    """A measure from a numerator and a denominator for each sentence."""
    article = np.repeat(np.arange(tokens.n_articles), table.n_sentences)

    def total(values: Ints | Bools) -> NDArray[np.float64]:
        # Sums of whole numbers, which are the same in any order.
        sums = np.bincount(article, weights=values, minlength=tokens.n_articles)
        return np.where(table.measurable, sums, np.nan)[:, np.newaxis]

    return Measure.from_arrays(
        tokens.articles,
        total(numerator) / units,
        total(denominator),
        part=tokens.part,
        evidence_kind="exact",
        make_sentence_sums=partial(
            _sentence_sums, tokens, table, numerator, denominator, units, about["categories"][0]
        ),
        **about,
    )


def _sentence_sums(
    tokens: Tokens,
    table: Table,
    numerator: Ints | Bools,
    denominator: Ints | Bools,
    units: int,
    category: str,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    frames = []
    for chunk, row in _chunks_with_rows(tokens, table, article_ids):
        kept = np.flatnonzero(table.counted[row])
        row = row[kept]
        frame = sentence_rows(chunk, kept, category)
        frame["part"] = pd.Series([tokens.part] * len(kept), dtype="str")
        frame["numerator"], frame["denominator"] = numerator[row] / units, denominator[row] * 1.0
        frames.append(frame)
    return joined(frames, SENTENCE_COLUMNS)


def _score_evidence(
    tokens: Tokens, table: Table, voice: Voice, article_ids: Sequence[str]
) -> pd.DataFrame:
    frames = []
    for chunk, row in _chunks_with_rows(tokens, table, article_ids):
        kept = np.flatnonzero(table.counted[row])
        value = table.score[row[kept]] / UNITS
        frames.append(_sentences(chunk, kept, "compound", tokens.field, voice).assign(value=value))
    return joined(frames, EVIDENCE_COLUMNS)


def _miss_evidence(
    tokens: Tokens, table: Table, voice: Voice, article_ids: Sequence[str]
) -> pd.DataFrame:
    frames = []
    for chunk, row in _chunks_with_rows(tokens, table, article_ids):
        kept = np.flatnonzero(table.counted[row] & ~table.hit[row])
        frames.append(_sentences(chunk, kept, "misses", tokens.field, voice).assign(value=1.0))
    return joined(frames, EVIDENCE_COLUMNS)


def _sentences(
    chunk: Chunk, sentence: Ints, category: str, field: str, voice: Voice
) -> pd.DataFrame:
    """Evidence without `value`, a row for each of these sentences."""
    start, end = sentence_spans(chunk)
    frame = sentence_rows(chunk, sentence, category)
    frame["field"] = pd.Series([field] * len(sentence), dtype="str")
    frame["char_start"], frame["char_end"] = start[sentence], end[sentence]
    frame["voice"] = sentence_voices(chunk, voice)[sentence]
    return frame


def _chunks_with_rows(
    tokens: Tokens, table: Table, article_ids: Sequence[str]
) -> Iterator[tuple[Chunk, Ints]]:
    """The chunks of these articles, each with its sentences' rows of the table."""
    articles = tokens.articles.index.get_indexer(article_ids)
    behind = np.cumsum(table.n_sentences)
    for chunk in chosen_tokens(tokens, article_ids).chunks():
        own, articles = np.split(articles, [chunk.n_articles])
        ranges = [np.arange(behind[one] - table.n_sentences[one], behind[one]) for one in own]
        yield chunk, np.concatenate([np.zeros(0, dtype=np.int64), *ranges])


# --- every scored word -------------------------------------------------------------------------


def _word_evidence(
    tokens: Tokens, scorer: Scorer, voice: Voice, article_ids: Sequence[str]
) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    return joined(map_chunks(_words, chosen, scorer, voice, tokens.field), EVIDENCE_COLUMNS)


def _words(chunk: Chunk, scorer: Scorer, voice: Voice, field: str) -> pd.DataFrame:
    hits, _ = scorer.hits_and_scores(chunk, voice)
    kept = counted_sentences(chunk, voice)[hits.sentence] & (hits.weight != 0)
    sentence, start, end, weight = (array[kept] for array in hits)
    # From the token that holds the first character to the one that holds the last.
    place = (chunk.token_article.astype(np.int64) << 32) + chunk.char_start
    article = chunk.sentence_article[sentence].astype(np.int64) << 32
    first = np.searchsorted(place, article + start, side="right") - 1
    behind = np.searchsorted(place, article + end)
    quoted = np.concatenate([[0], np.cumsum(chunk.voice, dtype=np.int64)])
    frame = sentence_rows(chunk, sentence, "balance")
    frame["field"] = pd.Series([field] * len(sentence), dtype="str")
    frame["char_start"], frame["char_end"] = start, end
    frame["value"] = np.sign(weight)
    frame["voice"] = voice_codes(quoted[behind] - quoted[first], behind - first)
    return frame
