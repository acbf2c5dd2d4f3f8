"""How often groups of actors act and are acted upon: a table of verbs, and the measure."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from framing.errors import check_choice
from framing.lexicon import Lexicon
from framing.measures._actors import Actors, actors
from framing.measures._marks import measure_of_marks
from framing.measures._voice import VOICES, Voice
from framing.measures.agency.roles import Roles
from framing.parsing import parse
from framing.tokens import tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.measures.measure import Measure
    from framing.parsing import ChunkParse
    from framing.tokens import Chunk, Tokens

Of = Literal["share", "roles"]
COLUMNS = {
    "article_id": "str", "field": "str", "sentence": "int64", "char_start": "int64",
    "char_end": "int64", "group": "str", "name": "str", "name_start": "int64",
    "name_end": "int64", "verb": "str", "role": "str", "form": "str", "negated": "bool",
    "voice": "int64",
}  # fmt: skip


def agency_verbs(
    tokens: Tokens | Corpus,
    groups: Actors,
    *,
    model: str | Path | None = None,
    cache: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Find the verbs of which groups of actors are the subject or the object.

    Sentences are parsed (see `framing.parse`). The subject of an active verb and the agent of a
    passive (*arrested by police*) are one side, the object of an active verb and the subject of a
    passive the other, whatever their order: in *protesters were beaten by police* police act.
    Verbs that share a subject or object count (*police beat and arrested them*), and so do
    relative clauses, participles beside a noun (*protesters arrested on Monday*), quantities
    (*dozens of protesters*), apposition, and what is aimed at (*fired at the crowd*).

    Parameters
    ----------
    tokens : Tokens or Corpus
    groups : mapping, Lexicon or path
        The names of each group, as patterns of a lexicon: ``{"police": ["police", "officer*"]}``.
        A name counts where it is the noun that the clause is about: *police* in *police officers*
        but not in *police station*, *the president* but not *the president's lawyer*. Pronouns
        are nobody's.
    model, cache
        Of `framing.parse`.

    Returns
    -------
    DataFrame
        One row a verb and group, in the order of the articles:

        - article_id, field, sentence (counted from 0)
        - char_start, char_end: the verb's code points in the field
        - group; name, name_start, name_end: the name as written and where
        - verb: its dictionary form, with a particle (``set up``)
        - role: ``acts``; ``acted upon`` (also the subject of *die, suffer* and the like);
          ``speaks`` and ``spoken to`` (*say, tell*); ``is`` (states, perception and thought:
          *be, have, want*)
        - form: active or passive
        - negated: whether a *not* goes with the verb
        - voice: 0 the outlet's own words, 1 quoted

    Raises
    ------
    LeftOut
        If the extra ``parse`` is not installed.
    FramingError
        If `groups` is no mapping of patterns, or empty.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> text = "Protesters were beaten by police. Police said that two officers had been hurt."
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    >>> found = agency_verbs(corpus, {"police": ["police", "officers"], "crowd": ["protesters"]})
    >>> found[["group", "verb", "role", "form"]].values.tolist()
    ... # doctest: +NORMALIZE_WHITESPACE
    [['police', 'beat', 'acts', 'passive'], ['crowd', 'beat', 'acted upon', 'passive'],
     ['police', 'say', 'speaks', 'active'], ['police', 'hurt', 'acted upon', 'passive']]

    References
    ----------
    van Atteveldt, Sheafer, Shenhav and Fogel-Dror 2017, doi:10.1017/pan.2016.12, read clauses as
    source, subject and predicate in this way.
    """
    tokens = tokenize(tokens)
    lexicon = actors(groups)
    frames = [
        _chunk_verbs(chunk, parsed, lexicon, tokens.field)
        for chunk, parsed in parse(tokens, model, cache=cache).chunks()
    ]
    if not frames:
        return pd.DataFrame({name: [] for name in COLUMNS}).astype(COLUMNS)
    return pd.concat(frames, ignore_index=True)


def agency(
    tokens: Tokens | Corpus,
    groups: Actors,
    of: Of = "share",
    voice: Voice = "all",
    *,
    model: str | Path | None = None,
    cache: str | os.PathLike[str] | None = None,
) -> Measure:
    """How often each group of actors acts, and how often it is acted upon.

    What is counted stands with `agency_verbs`. Verbs of speech and of states are left out, and so
    are negated ones: who *did not fire* did nothing. It is the grammar of a report that is
    measured, not what happened.

    Parameters
    ----------
    tokens : Tokens or Corpus
    groups : mapping, Lexicon or path
        The names of each group, as patterns of a lexicon.
    of : {"share", "roles"}
        ``"share"``: how often the group acts, among all times it acts or is acted upon.
        ``"roles"``: both amounts, per word of the article.
    voice : {"all", "own", "quoted"}
        Whose verbs count.
    model, cache
        Of `framing.parse`.

    Returns
    -------
    Measure
        With ``of="share"`` a category for each group, kind ``"share"``, unit ``"share of a
        group's verbs in which it acts"``; the denominator is an outcome, so look at the amounts
        beside it. With ``of="roles"`` the categories ``police acts`` and ``police acted upon``
        for a group *police*, kind ``"count"``, unit ``"verbs per word"``. Its evidence has one
        row a verb.

    Raises
    ------
    LeftOut
        If the extra ``parse`` is not installed.
    FramingError
        If `groups` is no mapping of patterns or is empty, or `of` or `voice` is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> texts = ["Police beat the protesters.", "The protesters were beaten."]
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A", "B"], "text": texts}))
    >>> measure = agency(corpus, {"police": ["police"], "crowd": ["protesters"]}, of="roles")
    >>> dict(zip(measure.categories, measure.numerators.T.tolist()))
    ... # doctest: +NORMALIZE_WHITESPACE
    {'police acts': [1.0, 0.0], 'police acted upon': [0.0, 0.0],
     'crowd acts': [0.0, 0.0], 'crowd acted upon': [1.0, 1.0]}
    """
    check_choice("of", of, ("share", "roles"))
    check_choice("voice", voice, VOICES)
    tokens = tokenize(tokens)
    lexicon = actors(groups)
    found = agency_verbs(tokens, lexicon, model=model, cache=cache)
    counted = found[found["role"].isin(["acts", "acted upon"]) & ~found["negated"]]
    names = list(lexicon.categories)
    if of == "share":
        categories = names
        rows = counted.assign(category=counted["group"], value=1.0 * (counted["role"] == "acts"))
    else:
        categories = [f"{name} {role}" for name in names for role in ("acts", "acted upon")]
        rows = counted.assign(category=counted["group"] + " " + counted["role"], value=1.0)
    return measure_of_marks(
        tokens,
        rows,
        categories,
        voice,
        over="rows" if of == "share" else "words",
        name="agency",
        unit="share of a group's verbs in which it acts" if of == "share" else "verbs per word",
        kind="share" if of == "share" else "count",
        settings={"groups_hash": lexicon.content_hash, "of": of},
    )


def _chunk_verbs(chunk: Chunk, parsed: ChunkParse, lexicon: Lexicon, field: str) -> pd.DataFrame:
    matches = lexicon.match(chunk)
    roles = Roles(parsed)
    names = list(lexicon.categories)
    found: dict[tuple[int, int, str], tuple[int, str, str, bool, bool]] = {}
    bounds = (matches.token_start, matches.token_end)
    low, high = (np.searchsorted(parsed.token, bound.astype(np.int32)) for bound in bounds)
    spans = zip(matches.category.tolist(), low.tolist(), high.tolist(), strict=True)
    for number, (category, first, end) in enumerate(spans):
        for role in roles.of(first, end):
            key = (role.verb, category, role.role)
            found.setdefault(key, (number, role.lemma, role.role, role.passive, role.negated))
    keys = sorted(found)
    verb = np.array([key[0] for key in keys], dtype=np.int64)
    group = [names[key[1]] for key in keys]
    which = np.array([found[key][0] for key in keys], dtype=np.int64)
    token = parsed.token[verb]
    article = chunk.token_article[token]
    start, end_ = matches.token_start[which], matches.token_end[which] - 1
    name_start, name_end = chunk.char_start[start], chunk.char_end[end_]
    table = pd.DataFrame(
        {
            "article_id": pd.Series(chunk.article_ids[article], dtype="str"),
            "field": pd.Series([field] * len(keys), dtype="str"),
            "sentence": chunk.token_sentence[token] - chunk.article_sentences[article],
            "char_start": parsed.char_start[verb],
            "char_end": parsed.char_end[verb],
            "group": pd.Series(group, dtype="str"),
            "name": pd.Series(
                [
                    chunk.texts[place][low:high]
                    for place, low, high in zip(article, name_start, name_end, strict=True)
                ],
                dtype="str",
            ),
            "name_start": name_start,
            "name_end": name_end,
            "verb": pd.Series([found[key][1] for key in keys], dtype="str"),
            "role": pd.Series([found[key][2] for key in keys], dtype="str"),
            "form": pd.Series(
                ["passive" if found[key][3] else "active" for key in keys], dtype="str"
            ),
            "negated": np.array([found[key][4] for key in keys], dtype=bool),
            "voice": chunk.voice[token].astype(np.int64),
        }
    )
    return table.astype(COLUMNS)
