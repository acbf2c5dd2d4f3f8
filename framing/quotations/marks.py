"""Where quotation marks open and close, also in articles whose marks do not add up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.quotations.cues import Word
from framing.tokens import Chunk


class Marked(NamedTuple):
    """A stretch between quotation marks, as tokens of a chunk, marks included."""

    first: int
    last: int


def marked(chunk: Chunk, flags: np.ndarray) -> list[list[Marked]]:
    """Return what stands between marks in each article of a chunk.

    Where the marks add up these are the stretches of quoted voice. Elsewhere marks are paired
    within each paragraph, as far as they can be.
    """
    found: list[list[Marked]] = [[] for _ in range(chunk.n_articles)]
    voice = np.concatenate([[0], chunk.voice, [0]]).astype(np.int8)
    change = np.diff(voice)
    first = np.flatnonzero(change == 1) - 1
    last = np.flatnonzero(change == -1)
    articles = chunk.token_article[first].tolist() if len(first) else []
    for article, a, b in zip(articles, first.tolist(), last.tolist(), strict=True):
        found[article].append(Marked(a, b))
    for article in np.flatnonzero(~chunk.quotes_reliable).tolist():
        found[article] = _guessed(chunk, flags, article)
    return found


def _guessed(chunk: Chunk, flags: np.ndarray, article: int) -> list[Marked]:
    """Pair the double marks of each paragraph: what opens before a word, closes behind one."""
    start, stop = chunk.article_offsets[article : article + 2].tolist()
    text = chunk.texts[article]
    at = [i for i in (start + np.flatnonzero(flags[start:stop] & Word.MARK)).tolist()]
    found: list[Marked] = []
    opened = -1
    for i in at:
        if chunk.types.strings[chunk.ids[i]] in "'’‘‚‛":
            continue
        begin, end = int(chunk.char_start[i]), int(chunk.char_end[i])
        before = text[begin - 1] if begin else " "
        behind = text[end] if end < len(text) else " "
        opens = (before.isspace() or before in "([—–-“‘'\"") and not behind.isspace()
        if opened >= 0 and "\n" in text[chunk.char_start[opened] : begin]:
            opened = -1
        if opens and (opened < 0 or before.isspace()):
            opened = i
        elif opened >= 0:
            found.append(Marked(opened, i))
            opened = -1
    return found
