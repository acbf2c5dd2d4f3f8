"""Frames: in what share of its sentences an article shows a frame."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import check_choice
from framing.lexicon import Lexicon, load_lexicon
from framing.measures._rows import chosen_tokens, joined, span_rows, sums_rows
from framing.measures._voice import VOICES, Voice, counted_sentences, measurable_articles
from framing.measures.counts import voiced_hits
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.parallel import map_chunks
from framing.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.lexicon.matching import Matches
    from framing.tokens import Chunk, Tokens

    Floats = NDArray[np.float64]


def frames(
    tokens: Tokens | Corpus,
    lexicon: str | Path | Lexicon = "generic-frames",
    voice: Voice = "all",
) -> Measure:
    """The share of sentences with an indicator of a frame.

    An indicator is a match of one of the category's patterns (see `framing.lexicon.matching`). A
    sentence has a frame or has it not, however many indicators stand in it, and it may have
    several frames. So the measure does not grow with lists of words inside a sentence.

    An indicator is a word and no reader. On news some four in five sentences found show the frame,
    and about half of those that show one are found (docs/frames.md, by category): the share is an
    index for comparing outlets. Code a sample of your own articles before you rely on it.

    Parameters
    ----------
    tokens : Tokens or Corpus
        A corpus is tokenized once and remembered.
    lexicon : str, Path or Lexicon
        ``"generic-frames"`` (``conflict``, ``human_interest``, ``economic_consequences``,
        ``morality``, ``responsibility``), ``"policy-frames"`` (the dimensions of the Policy Frames
        Codebook, for public policy), ``"moral-foundations"`` (a virtue and a vice of five
        foundations), a file that `load_lexicon` reads, or a Lexicon. Weights are not used.
    voice : {"all", "own", "quoted"}
        Whose words count. An indicator counts for a voice if all its words are of that voice, a
        sentence if it keeps three words of it. Articles with unreliable quotation marks have no
        value for one voice.

    Returns
    -------
    Measure
        Kind ``"share"``, unit ``"share of sentences"``: a column for each category, its
        numerator the sentences with an indicator, its denominator the sentences of the article.
        Its evidence has a row for each sentence and category, `value` 1, the span that of the
        sentence's first indicator.

    Raises
    ------
    FramingError
        If the lexicon is not known or has scores and no categories, or `voice` is not known.

    Examples
    --------
    >>> import framing as fr
    >>> text = "The unions accuse the mayor. He blames the ministry. It rained."
    >>> corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    >>> found = fr.frames(corpus).sums.set_index("category")
    >>> found.loc[["conflict", "responsibility"], ["numerator", "denominator"]].values.tolist()
    [[2.0, 3.0], [1.0, 3.0]]

    References
    ----------
    Semetko, H. A., and Valkenburg, P. M. (2000). Framing European politics: a content analysis of
    press and television news. Journal of Communication 50(2), 93–109.
    https://doi.org/10.1111/j.1460-2466.2000.tb02843.x

    Boydstun, A. E., Card, D., Gross, J. H., Resnik, P., and Smith, N. A. (2014). Tracking the
    development of media frames within and across policy issues. APSA annual meeting.
    """
    check_choice("voice", voice, VOICES)
    lexicon = load_lexicon(lexicon)
    categories = tuple(lexicon.categories)
    tokens = tokenize(tokens)
    none = np.zeros((0, len(lexicon.program.drop_titled) + 1))
    sums = np.concatenate([none, *map_chunks(_chunk_sums, tokens, lexicon, voice)])
    return Measure.from_arrays(
        tokens.articles,
        sums[:, :-1],
        sums[:, -1:],
        name="frames",
        unit="share of sentences",
        kind="share",
        categories=categories,
        part=tokens.part,
        settings={
            "lexicon": lexicon.name,
            "lexicon_version": lexicon.version,
            "lexicon_hash": lexicon.content_hash,
            "voice": voice,
            "field": tokens.field,
        },
        evidence_kind="exact",
        make_evidence=partial(_evidence, tokens, lexicon, voice),
        make_sentence_sums=partial(_sentence_sums, tokens, lexicon, voice),
    )


def _first_hits(chunk: Chunk, lexicon: Lexicon, voice: Voice) -> Matches:
    """The first hit of each sentence and category."""
    matches = voiced_hits(chunk, lexicon, voice)
    sentence = chunk.token_sentence[matches.token_start].astype(np.int64)
    _, first = np.unique(sentence * len(lexicon.categories) + matches.category, return_index=True)
    return matches.where(first)


def _by_sentence(chunk: Chunk, lexicon: Lexicon, voice: Voice) -> NDArray[np.bool_]:
    """bool (n_sentences, n_categories): which sentences have an indicator."""
    hits = _first_hits(chunk, lexicon, voice)
    found = np.zeros((chunk.n_sentences, len(lexicon.categories)), dtype=bool)
    found[chunk.token_sentence[hits.token_start], hits.category] = True
    return found


def _chunk_sums(chunk: Chunk, lexicon: Lexicon, voice: Voice) -> Floats:
    """float64 (n_articles, n_categories + 1): numerators and, last, the denominator."""
    counted = counted_sentences(chunk, voice)
    each = np.column_stack([_by_sentence(chunk, lexicon, voice), counted])
    sums = np.zeros((chunk.n_articles, each.shape[1]))
    np.add.at(sums, chunk.sentence_article, each)
    sums[~measurable_articles(chunk, voice)] = np.nan
    return sums


def _evidence(
    tokens: Tokens, lexicon: Lexicon, voice: Voice, article_ids: Sequence[str]
) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    frames = map_chunks(_chunk_evidence, chosen, lexicon, voice, tokens.field)
    return joined(frames, EVIDENCE_COLUMNS)


def _chunk_evidence(chunk: Chunk, lexicon: Lexicon, voice: Voice, field: str) -> pd.DataFrame:
    hits = _first_hits(chunk, lexicon, voice)
    names = np.array(list(lexicon.categories), dtype=object)
    return span_rows(chunk, field, hits.token_start, hits.token_end, names[hits.category], 1.0)


def _sentence_sums(
    tokens: Tokens, lexicon: Lexicon, voice: Voice, article_ids: Sequence[str]
) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    frames = map_chunks(_chunk_sentences, chosen, lexicon, voice, tokens.part)
    return joined(frames, SENTENCE_COLUMNS)


def _chunk_sentences(chunk: Chunk, lexicon: Lexicon, voice: Voice, part: str) -> pd.DataFrame:
    names = list(lexicon.categories)
    kept = np.flatnonzero(counted_sentences(chunk, voice))
    found = _by_sentence(chunk, lexicon, voice)[kept]
    return sums_rows(chunk, part, kept, names, found, np.ones((len(kept), 1)))
