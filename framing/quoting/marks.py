"""Where quotation marks open and close, also in articles whose marks do not add up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.cleaning.marks import is_english, restored
from framing.quoting.cues import Word
from framing.quoting.text import Text

_SINGLE = frozenset("'’‘‚‛")
_OPENING = "([—–-“‘\"'"


class Marked(NamedTuple):
    """A stretch between quotation marks, as tokens of a chunk, marks included."""

    first: int
    last: int


def marked(text: Text) -> list[list[Marked]]:
    """Return what stands between marks in each article of a chunk.

    Where the marks add up these are the stretches of quoted voice. Elsewhere double marks are
    paired within each paragraph as far as they can be, with those that were lost to other
    characters put back in thought.
    """
    chunk = text.chunk
    found: list[list[Marked]] = [[] for _ in range(chunk.n_articles)]
    change = np.diff(np.concatenate([[0], chunk.voice, [0]]).astype(np.int8))
    first, last = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    owners = chunk.token_article[first].tolist()
    for article, a, b in zip(owners, first.tolist(), last.tolist(), strict=True):
        found[article].append(Marked(a - 1, b))
    for article in np.flatnonzero(~chunk.quotes_reliable).tolist():
        found[article] = _paired(text, article)
    return found


def single_marks(text: Text) -> np.ndarray:
    """Which tokens are single marks or apostrophes, bool (n_tokens,)."""
    types = text.chunk.types
    return np.isin(types.strings, list(_SINGLE))[text.chunk.ids]


def _paired(text: Text, article: int) -> list[Marked]:
    """Pair the double marks of each paragraph: what opens before a word, closes behind one."""
    chunk, written = text.chunk, text.chunk.texts[article]
    start, stop = text.article_offsets[article : article + 2]
    lost = _lost(text, article)
    for i in lost:
        text.as_mark(i)
    found: list[Marked] = []
    opened = -1
    for i in (start + np.flatnonzero(text.array[start:stop] & Word.MARK)).tolist():
        if text.string(i) in _SINGLE:
            continue
        begin, end = int(chunk.char_start[i]), int(chunk.char_end[i])
        before = written[begin - 1] if begin else " "
        behind = written[end] if end < len(written) else " "
        opens = (before.isspace() or before in _OPENING) and not behind.isspace()
        if opened >= 0 and "\n" in written[chunk.char_start[opened] : begin]:
            opened = -1
        if opens and (opened < 0 or before.isspace()):
            opened = i
        elif opened >= 0:
            if i > opened + 1:
                found.append(Marked(opened, i))
            opened = -1
    return found


def _lost(text: Text, article: int) -> list[int]:
    """The tokens that stand where double marks were."""
    chunk, written = text.chunk, text.chunk.texts[article]
    if "?" not in written and "\ufffd" not in written:
        return []
    changes = restored(written, is_english(written))
    places = [change.start for change in changes if change.replacement in ("“", "”")]
    start, stop = text.article_offsets[article : article + 2]
    at = start + np.searchsorted(chunk.char_start[start:stop], places)
    known = at < stop
    exact = chunk.char_start[at[known]] == np.array(places, dtype=np.int64)[known]
    return at[known][exact].tolist()
