"""Loaded terms: how often the patterns of a lexicon's categories occur."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import check_choice
from framing.lexicon import Lexicon
from framing.measures._rows import chosen_tokens, joined, span_rows, sums_rows
from framing.measures._voice import VOICES, Voice, counted_sentences, counted_words
from framing.measures.counts import Counts, counts_of, voiced_hits
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.lexicon.matching import Matches
    from framing.tokens import Chunk, Tokens

    Floats = NDArray[np.float64]


def loaded_terms(
    tokens: Tokens | Corpus | Counts,
    lexicon: str | Path | Lexicon = "loaded-news",
    voice: Voice = "all",
) -> Measure:
    """Count the hits of each category of a lexicon, per word.

    A hit is a match of one of the category's patterns by the rules of `framing.lexicon.matching`.
    Categories are counted independently, so one word can be a hit of several.

    Parameters
    ----------
    tokens : Tokens, Corpus or Features
        A corpus is tokenized once and remembered. Features have counts and no evidence.
    lexicon : str, Path or Lexicon
        A name of `list_lexicons()`, a file that `load_lexicon` reads, or a Lexicon.
    voice : {"all", "own", "quoted"}
        Whose words count. A hit counts for a voice if all its words are of that voice and stand
        in a sentence with at least three words of it. Articles with unreliable quotation marks
        have no value for one voice.

    Returns
    -------
    Measure
        Kind ``"count"``, unit ``"hits per word"``: a column for each category, its numerator the
        hits, its denominator the words (of the voice) in the article. Its evidence has exactly
        one row a hit, `value` 1. Where the lexicon gives its patterns weights, a hit adds its
        weight and the unit is ``"weight per word"``; with negative weights the kind is
        ``"score"``.

    Raises
    ------
    FramingError
        If the lexicon is not known or has scores and no categories, or `voice` is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> articles = pd.DataFrame({"outlet": ["A", "B"], "text": ["A so-called plan.", "A plan."]})
    >>> doubt = Lexicon.from_dict({"doubt": ["so-called"]})
    >>> measure = loaded_terms(Corpus.from_frame(articles), doubt)
    >>> measure.numerators.ravel().tolist(), measure.denominators.ravel().tolist()
    ([1.0, 0.0], [3.0, 2.0])
    """
    check_choice("voice", voice, VOICES)
    counts = counts_of(tokens)
    found = counts.hits(lexicon, voice)
    numerators, denominators = found.by_category(), counts.n_words(voice)
    numerators[np.isnan(denominators)] = np.nan
    return Measure.from_arrays(
        counts.articles,
        numerators,
        denominators[:, np.newaxis],
        name="loaded terms",
        unit=found.unit,
        kind=found.kind,
        categories=found.categories,
        part=counts.part,
        settings={**found.settings, "voice": voice, "field": counts.field},
        **counts.behind("exact", _evidence, _sentence_sums, found.lexicon, voice),
    )


def _hits(chunk: Chunk, lexicon: Lexicon, voice: Voice) -> tuple[Matches, Floats]:
    """The hits that count for the voice, and what each adds."""
    matches = voiced_hits(chunk, lexicon, voice)
    return matches, lexicon.patterns["weight"].to_numpy()[matches.pattern]


def _evidence(
    tokens: Tokens, lexicon: Lexicon, voice: Voice, article_ids: Sequence[str]
) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    frames = map_chunks(_chunk_evidence, chosen, lexicon, voice, tokens.field)
    return joined(frames, EVIDENCE_COLUMNS)


def _chunk_evidence(chunk: Chunk, lexicon: Lexicon, voice: Voice, field: str) -> pd.DataFrame:
    matches, value = _hits(chunk, lexicon, voice)
    start, end = matches.token_start, matches.token_end
    names = np.array(list(lexicon.categories), dtype=object)
    return span_rows(chunk, field, start, end, names[matches.category], value)


def _sentence_sums(
    tokens: Tokens, lexicon: Lexicon, voice: Voice, article_ids: Sequence[str]
) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    frames = map_chunks(_chunk_sentences, chosen, lexicon, voice, tokens.part)
    return joined(frames, SENTENCE_COLUMNS)


def _chunk_sentences(chunk: Chunk, lexicon: Lexicon, voice: Voice, part: str) -> pd.DataFrame:
    matches, value = _hits(chunk, lexicon, voice)
    names = list(lexicon.categories)
    sentence = chunk.token_sentence[matches.token_start].astype(np.int64)
    cell = sentence * len(names) + matches.category
    added = np.bincount(cell, weights=value, minlength=chunk.n_sentences * len(names))
    sums = added.astype(np.float64).reshape(-1, len(names))
    words = chunk.per_sentence(counted_words(chunk, voice))
    kept = np.flatnonzero(counted_sentences(chunk, voice))
    return sums_rows(chunk, part, kept, names, sums[kept], words[kept, np.newaxis])
