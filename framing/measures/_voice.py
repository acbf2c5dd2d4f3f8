"""Which words and sentences a measure counts when asked for one voice.

Measures take ``voice="all"``, ``"own"`` (the outlet's own words) or ``"quoted"``. For one voice
the other's words are masked, and a sentence counts if it keeps at least `FEWEST_WORDS` words; so
own and quoted need not add up to all. Articles whose quotation marks are unreliable have no value
for one voice: there the marks do not tell whose words they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk

    Bools = NDArray[np.bool_]

Voice = Literal["all", "own", "quoted"]
VOICES: tuple[Voice, ...] = ("all", "own", "quoted")
FEWEST_WORDS = 3


def voice_tokens(chunk: Chunk, voice: Voice) -> Bools:
    """bool (n_tokens,): the tokens, words and marks, that speak in this voice."""
    if voice == "all":
        return np.ones(len(chunk.ids), dtype=bool)
    of_voice = chunk.voice == VOICES.index(voice) - 1
    return of_voice & chunk.quotes_reliable[chunk.token_article]


def counted_sentences(chunk: Chunk, voice: Voice) -> Bools:
    """bool (n_sentences,): the sentences that keep enough words of this voice."""
    if voice == "all":
        return np.ones(chunk.n_sentences, dtype=bool)
    return chunk.per_sentence(chunk.word & voice_tokens(chunk, voice)) >= FEWEST_WORDS


def counted_words(chunk: Chunk, voice: Voice) -> Bools:
    """bool (n_tokens,): the words of this voice in sentences that count."""
    counted = counted_sentences(chunk, voice)[chunk.token_sentence]
    return chunk.word & voice_tokens(chunk, voice) & counted


def measurable_articles(chunk: Chunk, voice: Voice) -> Bools:
    """bool (n_articles,): False where the marks do not tell whose words they are."""
    if voice == "all":
        return np.ones(chunk.n_articles, dtype=bool)
    return chunk.quotes_reliable
