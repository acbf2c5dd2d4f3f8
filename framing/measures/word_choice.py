"""Word choice: which of several names for one thing is used, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.errors import check_choice
from framing.measures._rows import chosen_tokens, joined, span_rows, sums_rows
from framing.measures._voice import VOICES, Voice, counted_sentences, counted_words
from framing.measures.counts import voiced_hits
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.measures.word_sets import WordSet, WordSets, word_sets
from framing.parallel import map_chunks
from framing.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.lexicon.matching import Matches
    from framing.tokens import Chunk, Tokens

    Ints = NDArray[np.integer[Any]]
    Floats = NDArray[np.float64]

Of = Literal["names", "words"]
OF: tuple[Of, ...] = ("names", "words")
FEWEST_ARTICLES, FEWEST_USES = 10, 5  # of a set, and of its second name, to be worth showing


def word_choice(
    tokens: Tokens | Corpus,
    sets: str
    | Path
    | WordSet
    | pd.DataFrame
    | Mapping[str, Any]
    | Iterable[str | Path | WordSet | Mapping[str, Any] | Sequence[str]],
    voice: Voice = "all",
    *,
    of: Of = "names",
) -> Measure:
    """Count rival names for one thing, as shares of all the names in their set.

    A set lists names between which a writer chooses: settlement, colony, neighbourhood. The share
    of a name is its hits over the hits of all names of its set. Names are found by the rules of
    `framing.lexicon.matching`; within a set of overlapping matches the one that begins first
    counts, and of those the longest, so that "illegal immigrant" is not "immigrant" as well.

    Parameters
    ----------
    tokens : Tokens or Corpus
        A corpus is tokenized once and remembered.
    sets : str, Path, WordSet, DataFrame, mapping, or a list of these and of lists of patterns
        A name of `list_word_sets()`; a file that `load_word_sets` reads; a mapping of each set to
        a list of patterns, each of which is a name, or to a mapping of names to their patterns; a
        table with the columns ``set``, ``name`` and, if wanted, ``patterns`` (parted by ";"), as
        `suggest_sets` gives it.
    voice : {"all", "own", "quoted"}
        Whose words count. Articles with unreliable quotation marks have no value for one voice.
    of : {"names", "words"}
        The share among the set's names, or the amount: hits per word.

    Returns
    -------
    Measure
        A column for each name, called by it, or ``set/name`` where two sets have that name;
        ``settings["sets"]`` lists the columns of each set. The numerator is the name's hits. With
        ``of="names"`` the kind is ``"share"``, the unit ``"share of the names used"`` and the
        denominator the hits of all names of the set in the article, 0 where there are none; with
        ``of="words"`` kind ``"count"``, ``"hits per word"``, and the denominator the words (of the
        voice) in the article. Its evidence has one row a hit, `value` 1.

    Raises
    ------
    FramingError
        If a set is not known, has fewer than two names, or gives one pattern to two names.

    Notes
    -----
    The denominator of a share is itself an outcome, so `compare` gives an interval only with 10
    articles of 5 events behind it; look at the amount (``numerator`` and ``denominator`` in the
    table, or ``of="words"``) beside the share. That names are rivals is a claim of the set's
    author: a fighter is not always a militant.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> articles = pd.DataFrame({
    ...     "outlet": ["A", "B"],
    ...     "text": ["The fighters fled.", "The terrorists fled, but not all terrorists."]})
    >>> names = {"armed men": {"fighter": ["fighter*"], "terrorist": ["terrorist*"]}}
    >>> measure = word_choice(Corpus.from_frame(articles), names)
    >>> measure.sums[["category", "numerator", "denominator"]].to_numpy().tolist()
    [['fighter', 1.0, 1.0], ['terrorist', 0.0, 1.0], ['fighter', 0.0, 2.0], ['terrorist', 2.0, 2.0]]
    """
    check_choice("voice", voice, VOICES)
    check_choice("of", of, OF)
    tokens, chosen = tokenize(tokens), word_sets(sets)
    parts = map_chunks(_chunk_counts, tokens, chosen, voice)
    hits = np.concatenate([np.zeros((0, len(chosen.categories))), *(counts for counts, _ in parts)])
    words = np.concatenate([np.zeros(0), *(words for _, words in parts)])
    articles = tokens.articles
    denominators = _per_set(hits, chosen) if of == "names" else np.repeat(
        words[:, np.newaxis], hits.shape[1], axis=1
    )  # fmt: skip
    if voice != "all":
        unclear = ~articles["quotes_reliable"].to_numpy(dtype=bool)
        hits[unclear], denominators[unclear] = np.nan, np.nan
    return Measure.from_arrays(
        articles,
        hits,
        denominators,
        name="word choice",
        unit="share of the names used" if of == "names" else "hits per word",
        kind="share" if of == "names" else "count",
        categories=chosen.categories,
        part=tokens.part,
        settings={**chosen.settings(), "of": of, "voice": voice, "field": tokens.field},
        evidence_kind="exact",
        make_evidence=partial(_evidence, tokens, chosen, voice),
        make_sentence_sums=partial(_sentence_sums, tokens, chosen, voice, of),
    )


def contested_sets(measure: Measure, most: int) -> list[str]:
    """The sets of a measure of shares between whose names writers choose most: those in ten
    articles at least (in half of a smaller corpus), by articles times the share of all names but
    the most used one."""
    fewest = min(FEWEST_ARTICLES, max(2, len(measure.numerators) // 2))
    fewest_uses = min(FEWEST_USES, fewest)
    weighed = {}
    for name, categories in measure.settings["sets"].items():
        columns = [measure.categories.index(category) for category in categories]
        hits = np.nan_to_num(measure.numerators[:, columns])
        n_articles, uses = int((hits.sum(axis=1) > 0).sum()), hits.sum(axis=0)
        if n_articles >= fewest and np.sort(uses)[-2] >= fewest_uses:
            weighed[name] = n_articles * (1 - uses.max() / uses.sum())
    return sorted(weighed, key=lambda name: -weighed[name])[:most]


def _per_set(hits: Floats, chosen: WordSets) -> Floats:
    """The hits of all names of each column's set, (n_rows, n_columns)."""
    member = np.equal.outer(chosen.set_of, chosen.set_of).astype(np.float64)
    return hits @ member


def _hits(chunk: Chunk, chosen: WordSets, voice: Voice) -> tuple[Matches, Ints]:
    """The hits that count, and the category of each."""
    matches = voiced_hits(chunk, chosen.lexicon, voice)
    if chosen.subjects is not None:
        about = chosen.subjects.match(chunk)
        asking = [number for number, one in enumerate(chosen.sets) if one.about]
        told = np.ones((chunk.n_articles, len(chosen.sets)), dtype=bool)
        told[:, asking] = False
        told[chunk.token_article[about.token_start], np.array(asking)[about.category]] = True
        matches = matches.where(told[chunk.token_article[matches.token_start], matches.category])
    return matches, np.array(chosen.category_of_pattern)[matches.pattern]


def _chunk_counts(chunk: Chunk, chosen: WordSets, voice: Voice) -> tuple[Floats, Floats]:
    """Hits by article and category, and words by article."""
    matches, category = _hits(chunk, chosen, voice)
    article = chunk.token_article[matches.token_start].astype(np.int64)
    words = chunk.per_article(counted_words(chunk, voice)).astype(np.float64)
    return _table(article, category, chunk.n_articles, len(chosen.categories)), words


def _table(row: Ints, column: Ints, n_rows: int, n_columns: int) -> Floats:
    counts = np.bincount(row * n_columns + column, minlength=n_rows * n_columns)
    return counts.astype(np.float64).reshape(n_rows, n_columns)


def _evidence(
    tokens: Tokens, chosen: WordSets, voice: Voice, article_ids: Sequence[str]
) -> pd.DataFrame:
    wanted = chosen_tokens(tokens, article_ids)
    frames = map_chunks(_chunk_evidence, wanted, chosen, voice, tokens.field)
    return joined(frames, EVIDENCE_COLUMNS)


def _chunk_evidence(chunk: Chunk, chosen: WordSets, voice: Voice, field: str) -> pd.DataFrame:
    matches, category = _hits(chunk, chosen, voice)
    start, end = matches.token_start, matches.token_end
    names = np.array(chosen.categories, dtype=object)
    return span_rows(chunk, field, start, end, names[category], 1.0)


def _sentence_sums(
    tokens: Tokens, chosen: WordSets, voice: Voice, of: Of, article_ids: Sequence[str]
) -> pd.DataFrame:
    wanted = chosen_tokens(tokens, article_ids)
    frames = map_chunks(_chunk_sentences, wanted, chosen, voice, of, tokens.part)
    return joined(frames, SENTENCE_COLUMNS)


def _chunk_sentences(
    chunk: Chunk, chosen: WordSets, voice: Voice, of: Of, part: str
) -> pd.DataFrame:
    matches, category = _hits(chunk, chosen, voice)
    names = list(chosen.categories)
    sentence = chunk.token_sentence[matches.token_start].astype(np.int64)
    sums = _table(sentence, category, chunk.n_sentences, len(names))
    if of == "names":
        denominators = _per_set(sums, chosen)
    else:
        words = chunk.per_sentence(counted_words(chunk, voice)).astype(np.float64)
        denominators = np.repeat(words[:, np.newaxis], len(names), axis=1)
    kept = np.flatnonzero(counted_sentences(chunk, voice))
    return sums_rows(chunk, part, kept, names, sums[kept], denominators[kept])
