"""The names of a chunk's articles: runs of capitalised words, without titles before them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.quoting.cues import Word
from framing.quoting.text import Text


class Runs(NamedTuple):
    """First and last token of each name, in order; and which tokens may be part of one."""

    first: np.ndarray  # int64 (n_names,)
    last: np.ndarray  # int64 (n_names,)
    proper: np.ndarray  # bool (n_tokens,)


def name_runs(text: Text) -> Runs:
    """Find the names of all articles.

    A run ends with a possessive (Turkey's | President) and with its sentence. The capital of a
    sentence's first word tells nothing if the word stands in the article in small letters, or is
    a role or a participle: then it is no name alone.
    """
    chunk, flags = text.chunk, text.array
    name = (flags & Word.NAME) > 0
    name[1:-1] |= name[2:] & _initial(text)[:-2] & (chunk.types.strings == ".")[chunk.ids[1:-1]]
    proper = name & ~_only_first(text)
    sentence = chunk.token_sentence
    joined = name[:-1] & name[1:] & ((flags[:-1] & Word.POSSESSIVE) == 0)
    joined &= sentence[:-1] == sentence[1:]
    first = np.flatnonzero(name & ~np.append(False, joined))
    last = np.flatnonzero(name & ~np.append(joined, False))
    # The name begins behind the last title or role of a run, unless that is its last word.
    role = (flags & (Word.TITLE | Word.ROLE)) > 0
    place = np.maximum.accumulate(np.where(role, np.arange(len(flags)), -1))
    first = np.maximum(first, np.append(-1, place)[last] + 1)
    first = np.minimum(first + (chunk.types.strings == ".")[chunk.ids[first]], last)
    alone = first == last
    kept = ~alone | (proper[last] & ~role[last])
    return Runs(first[kept], last[kept], proper)


def _only_first(text: Text) -> np.ndarray:
    """Capitals that may only be those of a sentence's first word, bool (n_tokens,)."""
    chunk, flags = text.chunk, text.array
    opens = np.zeros(len(flags), dtype=bool)
    opens[chunk.sentence_offsets[:-1]] = True
    opens[1:] |= (flags[:-1] & Word.MARK) > 0
    at = np.flatnonzero(opens & ((flags & Word.NAME) > 0))
    folded = chunk.types.folded[chunk.ids]
    asked = np.zeros(len(chunk.types.folded_strings), dtype=bool)
    asked[folded[at]] = True
    small = np.flatnonzero(asked[folded] & ((flags & Word.CAPITAL) == 0))

    def keys(places: np.ndarray) -> np.ndarray:
        return chunk.token_article[places] * np.int64(len(asked)) + folded[places]

    common = (flags[at] & (Word.ROLE | Word.ROLES | Word.ING)) > 0
    only = np.zeros(len(flags), dtype=bool)
    only[at[common | np.isin(keys(at), keys(small))]] = True
    return only


def _initial(text: Text) -> np.ndarray:
    """Single capital letters, bool (n_tokens,)."""
    types = text.chunk.types
    single = np.array([len(s) == 1 for s in types.strings], dtype=bool) & types.is_capital
    return single[text.chunk.ids]
