"""Passives: how often clauses put the one acted on first, and leave out who acted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_choice
from framing.measures._rows import chosen_tokens, joined, span_rows, sums_rows, voice_codes
from framing.measures._voice import (
    VOICES,
    Voice,
    counted_sentences,
    measurable_articles,
    voice_tokens,
)
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.measures.passives import parsed, rules
from framing.parallel import map_chunks
from framing.parsing import Parses, parse
from framing.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.measures.passives.found import Found
    from framing.tokens import Chunk, Tokens

Method = Literal["rules", "parse"]
METHODS: tuple[Method, ...] = ("rules", "parse")
CATEGORIES = ("agent", "agentless")


def passives(
    tokens: Tokens | Corpus,
    voice: Voice = "all",
    method: Method = "rules",
    reduced: bool = False,
    *,
    model: str | Path | None = None,
    cache: str | os.PathLike[str] | None = None,
) -> Measure:
    """Count passives with and without an agent, per clause. English only.

    A **passive** is a past participle with a form of "be" or "get" ("was killed", "got hit", "is
    being built"), and each participle that shares it ("arrested and charged"). Its **agent** is
    named if a "by" belongs to it whose noun is no time, measure, means or deed ("by police", but
    not "by Friday", "by 12 %", "by car", "by closing it"). No passives are participles that say
    how something is ("is interested", "was born", "very limited", "got married"), those before an
    infinitive that speak of the future or of duty ("is expected to", "is supposed to", "is set
    to"), and participles without an auxiliary ("the man arrested on Monday"), unless `reduced`.
    A **clause** is a verb with its subject or without: finite verbs, infinitives and participles,
    auxiliaries and participles before a noun left out.

    Both methods agree in 97 of 100 passives of 3,788 news articles; docs/passives.md says how
    well each agrees with people. The rules need no parser and are the default, so that results do
    not depend on what is installed.

    Parameters
    ----------
    tokens : Tokens or Corpus
        A corpus is tokenized once and remembered.
    voice : {"all", "own", "quoted"}
        Whose words count: clauses whose verb, and passives whose auxiliary and participle, are
        of that voice and stand in a sentence with at least three words of it. Articles with
        unreliable quotation marks have no value for one voice.
    method : {"rules", "parse"}
        "rules" go by words, "parse" by `framing.parse`.
    reduced : bool
        Whether participles without an auxiliary count too. By rules only those with an agent are
        found ("bills passed by the House"), since others look like the past tense.
    model, cache
        Of `framing.parse`; the model must label English as spaCy's own do.

    Returns
    -------
    Measure
        Kind ``"share"``, unit ``"share of clauses"``, categories ``"agent"`` and ``"agentless"``,
        which no passive is both of: the numerator is the passives, the denominator the clauses of
        the article. Its evidence is one row a passive, from the auxiliary to the participle.

    Raises
    ------
    FramingError
        If `voice` or `method` is not known, or all articles are said to be in another language.
    LeftOut
        If a parse is wanted and no parser is installed.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> text = "Two men were killed by police. A third was hurt. He is expected to recover."
    >>> measure = passives(Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]})))
    >>> measure.categories, measure.numerators.tolist(), measure.denominators[0].tolist()
    (('agent', 'agentless'), [[1.0, 1.0]], [4.0, 4.0])
    """
    check_choice("voice", voice, VOICES)
    check_choice("method", method, METHODS)
    tokens = tokenize(tokens)
    _check_language(tokens.language)
    parses = parse(tokens, model, cache=cache) if method == "parse" else None
    counts = _each(tokens, parses, _chunk_counts, voice, reduced)
    sums = np.concatenate([np.zeros((0, 3)), *counts])
    return Measure.from_arrays(
        tokens.articles,
        sums[:, :2],
        sums[:, 2:],
        name="passives",
        unit="share of clauses",
        kind="share",
        categories=CATEGORIES,
        part=tokens.part,
        settings={
            "method": method,
            **({} if parses is None else {"model": parses.model.version}),
            "reduced": reduced,
            "voice": voice,
            "field": tokens.field,
        },
        evidence_kind="exact",
        make_evidence=partial(_evidence, tokens, parses, voice, reduced),
        make_sentence_sums=partial(_sentence_sums, tokens, parses, voice, reduced),
    )


def _check_language(language: str) -> None:
    if language.split("-")[0].lower() not in ("en", "und", "mul"):
        raise FramingError(
            f"passives are found in English, and the articles' language is {language!r}; leave"
            " them out, or take a measure that goes by words."
        )


def _each(
    tokens: Tokens, parses: Parses | None, function: Callable[..., Any], voice: Voice, *args: Any
) -> list[Any]:
    """What the function makes of each chunk and what was found in it."""
    reduced, *rest = args
    if parses is None:
        return map_chunks(_by_rules, tokens, function, voice, reduced, *rest)
    return [
        function(chunk, parsed.find(chunk, one, reduced), voice, *rest)
        for chunk, one in parses.chunks()
    ]


def _by_rules(
    chunk: Chunk, function: Callable[..., Any], voice: Voice, reduced: bool, *rest: Any
) -> Any:
    return function(chunk, rules.find(chunk, reduced), voice, *rest)


def _counted(chunk: Chunk, found: Found, voice: Voice) -> tuple[NDArray[np.bool_], ...]:
    """Whether each passive, and each clause, counts for the voice."""
    counted = voice_tokens(chunk, voice) & counted_sentences(chunk, voice)[chunk.token_sentence]
    return counted[found.first] & counted[found.participle], counted[found.clause]


def _chunk_counts(chunk: Chunk, found: Found, voice: Voice) -> NDArray[np.float64]:
    """float64 (n_articles, 3): passives with an agent, without, clauses."""
    passive, clause = _counted(chunk, found, voice)
    places = [
        found.participle[passive & found.agent],
        found.participle[passive & ~found.agent],
        found.clause[clause],
    ]
    sums = np.column_stack(
        [np.bincount(chunk.token_article[at], minlength=chunk.n_articles) for at in places]
    ).astype(np.float64)
    sums[~measurable_articles(chunk, voice)] = np.nan
    return sums


def _evidence(
    tokens: Tokens,
    parses: Parses | None,
    voice: Voice,
    reduced: bool,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    chosen, of_chosen = _chosen(tokens, parses, article_ids)
    frames = _each(chosen, of_chosen, _chunk_evidence, voice, reduced, tokens.field)
    return joined(frames, EVIDENCE_COLUMNS)


def _chosen(
    tokens: Tokens, parses: Parses | None, article_ids: Sequence[str]
) -> tuple[Tokens, Parses | None]:
    chosen = chosen_tokens(tokens, article_ids)
    if parses is None or chosen is tokens:
        return chosen, parses
    some = parses.select(article_ids)
    return some.tokens, some


def _chunk_evidence(chunk: Chunk, found: Found, voice: Voice, field: str) -> pd.DataFrame:
    kept, _ = _counted(chunk, found, voice)
    first, last = found.first[kept], found.participle[kept]
    quoted = (chunk.voice[first] == 1).astype(int) + (chunk.voice[last] == 1)
    voices = voice_codes(quoted, np.full(len(last), 2))
    names = _categories(found.agent[kept])
    return span_rows(chunk, field, first, last + 1, names, 1.0, voices)


def _categories(agent: NDArray[np.bool_]) -> NDArray[np.object_]:
    return np.array(CATEGORIES, dtype=object)[1 - agent.astype(np.int64)]


def _sentence_sums(
    tokens: Tokens,
    parses: Parses | None,
    voice: Voice,
    reduced: bool,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    chosen, of_chosen = _chosen(tokens, parses, article_ids)
    frames = _each(chosen, of_chosen, _chunk_sentences, voice, reduced, tokens.part)
    return joined(frames, SENTENCE_COLUMNS)


def _chunk_sentences(chunk: Chunk, found: Found, voice: Voice, part: str) -> pd.DataFrame:
    passive, clause = _counted(chunk, found, voice)
    cell = chunk.token_sentence[found.participle].astype(np.int64) * 2 + ~found.agent
    sums = np.bincount(cell[passive], minlength=chunk.n_sentences * 2).reshape(-1, 2)
    clauses = np.bincount(chunk.token_sentence[found.clause[clause]], minlength=chunk.n_sentences)
    measurable = measurable_articles(chunk, voice)[chunk.sentence_article]
    kept = np.flatnonzero(counted_sentences(chunk, voice) & measurable)
    return sums_rows(chunk, part, kept, CATEGORIES, sums[kept], clauses[kept, np.newaxis])
