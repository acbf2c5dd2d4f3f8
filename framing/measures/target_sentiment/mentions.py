"""Where targets are mentioned: by patterns of their names, or at places that the caller gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.lexicon import Lexicon
from framing.measures._voice import Voice, counted_words
from framing.measures.counts import voiced_hits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk, Tokens

    Ints = NDArray[np.integer[Any]]

Patterns = str | Sequence[str]
Span = tuple[int, int]
Targets = Sequence[str] | Mapping[str, Patterns] | Mapping[str, Sequence[Span]]
GIVEN = "target"  # the category of places that the caller gives


class Mentions(NamedTuple):
    """Mentions in a chunk, in order of position; all int64 (n_mentions,).

    `first`, `last` are a mention's first and last token, `start`, `end` its code points in the
    article's text, `category` its number.
    """

    first: Ints
    last: Ints
    start: Ints
    end: Ints
    category: Ints


class Named:
    """Targets by name: a category each, found as a lexicon's patterns are."""

    def __init__(self, patterns: Mapping[str, Patterns]) -> None:
        listed = {
            name: [given] if isinstance(given, str) else list(given)
            for name, given in patterns.items()
        }
        self.lexicon = Lexicon.from_dict(listed, name="targets")
        self.categories = tuple(listed)
        self.settings = {"targets": listed}

    def check(self, tokens: Tokens) -> None:
        """Names fit any articles."""

    def find(self, chunk: Chunk, voice: Voice) -> Mentions:
        hits = voiced_hits(chunk, self.lexicon, voice)
        first, last = hits.token_start, hits.token_end - 1
        found = (first, last, chunk.char_start[first], chunk.char_end[last], hits.category)
        return Mentions(*(part.astype(np.int64) for part in found))


class Placed:
    """Targets by place: (char_start, char_end) in the text of each article."""

    categories = (GIVEN,)

    def __init__(self, spans: Mapping[str, Sequence[Span]]) -> None:
        self.spans = {name: [(int(a), int(b)) for a, b in given] for name, given in spans.items()}
        self.settings = {"targets": f"{sum(map(len, self.spans.values()))} places given"}

    def check(self, tokens: Tokens) -> None:
        unknown = pd.Index(self.spans).difference(tokens.articles.index)
        if len(unknown):
            raise FramingError(
                f"targets has article_id={unknown[0]!r}, which is not in the corpus; give ids of"
                " tokens.articles.index."
            )

    def find(self, chunk: Chunk, voice: Voice) -> Mentions:
        rows = [
            (article, start, end)
            for article, name in enumerate(chunk.article_ids)
            for start, end in sorted(self.spans.get(name, ()))
        ]
        article, start, end = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        first, behind = np.zeros_like(start), np.zeros_like(start)
        for number, (row, low, high) in enumerate(rows):
            tokens = slice(*chunk.article_offsets[row : row + 2])
            first[number] = np.searchsorted(chunk.char_end[tokens], low, side="right")
            behind[number] = np.searchsorted(chunk.char_start[tokens], high)
            if not (0 <= low < high <= len(chunk.texts[row]) and first[number] < behind[number]):
                raise FramingError(
                    f"targets has the place ({low}, {high}) in article"
                    f" {chunk.article_ids[row]!r}, where there is no word; give positions of"
                    " characters in its text, the end behind the last."
                )
        shift = chunk.article_offsets[article]
        found = Mentions(first + shift, behind + shift - 1, start, end, np.zeros_like(start))
        heard = np.concatenate([[0], np.cumsum(counted_words(chunk, voice))])
        keep = (heard[found.last + 1] > heard[found.first]) | (voice == "all")
        return Mentions(*(part[keep] for part in found))


def targets_of(targets: Targets) -> Named | Placed:
    """Names or places, told apart by what is given.

    >>> targets_of(["May", "Corbyn"]).categories
    ('May', 'Corbyn')
    >>> targets_of({"article-1": [(0, 4)]}).categories
    ('target',)
    """
    if isinstance(targets, str):
        targets = [targets]
    if not isinstance(targets, Mapping):
        return Named({name: name for name in targets})
    values: list[Any] = [
        one for given in targets.values() for one in ([given] if isinstance(given, str) else given)
    ]
    if all(isinstance(one, str) for one in values) and values:
        return Named(targets)  # type: ignore[arg-type]
    if any(isinstance(one, str) or len(one) != 2 for one in values):
        raise FramingError(
            "targets is neither names with patterns nor ids of articles with places; give"
            " {'May': ['Theresa May', '=May']} or {'article-1': [(0, 4)]}."
        )
    return Placed(targets)  # type: ignore[arg-type]
