"""Words between which the space was lost: frustrationat, anddid.

A word that stands once in the whole corpus is taken for two if the second is one of the commonest
English ones and the first stands elsewhere. Nothing is changed: the article is flagged with the
words, since no dictionary says that there is no such word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SPACES_LOST = "flagged: spaces lost"

_COMMON = tuple(
    "and the that with was were from did had has have for of to at by his their which who said"
    " after when into".split()
)
_SHORTEST = 5  # letters of the first word, unless it is a common one too
_ADVERBS = frozenset("there where forth stand".split())  # thereof, whereby, forthwith, standby
_MARKS = "\"'“”‘’.,;:!?()[]"


def joined_words(chunks: Iterable[pa.Array]) -> dict[int, list[str]]:
    """Position of the article → pairs of words in it between which the space is missing."""
    counts: Counter[str] = Counter()
    where: dict[str, int] = {}  # words that may be two → article
    offset = 0
    for chunk in chunks:
        words = pc.utf8_split_whitespace(chunk)
        types = words.flatten().dictionary_encode()
        ids = types.indices.to_numpy()
        ends = words.offsets.to_numpy()[1:] - words.offsets[0].as_py()
        numbers = np.bincount(ids, minlength=len(types.dictionary)).tolist()
        last = np.zeros(len(numbers), dtype=np.int64)
        last[ids] = np.arange(len(ids))
        for i, word in enumerate(types.dictionary.to_pylist()):
            word = word.strip(_MARKS)
            counts[word] += numbers[i]
            if word.endswith(_COMMON) and word.islower() and _parts(word):
                where[word] = offset + int(np.searchsorted(ends, last[i], side="right"))
        offset += len(chunk)
    found = defaultdict(list)
    for word, article in where.items():
        parts = _parts(word)
        if counts[word] == 1 and parts and (parts[0] in _COMMON or counts[parts[0]] > 1):
            found[article].append(" ".join(parts))
    return dict(found)


def _parts(word: str) -> tuple[str, str] | None:
    for end in _COMMON:
        one = word.removesuffix(end)
        long = len(one) >= _SHORTEST or (one in _COMMON and len(word) > _SHORTEST)
        if one != word and long and one.isalpha() and one not in _ADVERBS:
            return one, end
    return None
