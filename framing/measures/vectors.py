"""Word vectors made from the corpus itself: what stands near a word, in few dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.measures.phrase_counts import function_words
from framing.measures.ppmi import ppmi, projected
from framing.measures.term_counts import term_counts
from framing.parallel import map_chunks
from framing.tokens import fold, tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DIMENSIONS = 50
WINDOW = 5  # words on either side
MIN_COUNT = 10
MOST_WORDS = 20_000
NAME = 0.5  # share of uses within sentences with a capital, from which a word is a name
MOST_NAMES = 0.4  # of all uses: where more words have capitals, these tell no names


@dataclass(frozen=True, eq=False, repr=False)
class WordVectors:
    """Words and their places.

    Attributes
    ----------
    words : object array (n_words,), str, folded, in the order of the alphabet
    vectors : float64 array (n_words, n_dimensions), rows of length 1
    counts : int64 array (n_words,), how often each word stands in the corpus
    is_name : bool array (n_words,), whether it is mostly written with a capital within sentences;
        False throughout where capitals do not tell names, as in German
    settings : dict
        What is needed to make them again.
    """

    words: NDArray[np.object_]
    vectors: Floats
    counts: Ints
    is_name: Bools
    settings: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"WordVectors({len(self.words):,} words, {self.vectors.shape[1]} dimensions)"

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def index(self) -> pd.Index:
        return pd.Index(self.words, dtype=object)

    def nearest(self, word: str, n: int = 10) -> pd.DataFrame:
        """The words in the likest contexts.

        Returns
        -------
        DataFrame
            ``word``, ``likeness`` (cosine, −1 to 1), ``count``, by falling likeness.

        Raises
        ------
        FramingError
            If the word has no vector.
        """
        row = int(self.index.get_indexer([fold(word)])[0])
        if row < 0:
            raise FramingError(
                f"word={word!r} has no vector: it is a function word, or too rare in the corpus; "
                "see the words of the vectors."
            )
        likeness = self.vectors @ self.vectors[row]
        likeness[row] = -np.inf
        best = np.argsort(-likeness, kind="stable")[: min(n, len(self) - 1)]
        return pd.DataFrame(
            {
                "word": pd.Series(self.words[best], dtype="str"),
                "likeness": likeness[best],
                "count": self.counts[best],
            }
        )


def word_vectors(
    tokens: Tokens | Corpus,
    dimensions: int = DIMENSIONS,
    window: int = WINDOW,
    min_count: int = MIN_COUNT,
) -> WordVectors:
    """Place the words of a corpus so that words in like contexts lie near one another.

    Of each word is counted which words stand among the `window` words before and behind it in the
    same sentence, one at distance d for (window + 1 − d)/window. The counts become positive
    pointwise mutual information with contexts smoothed by the power .75, and these the first
    dimensions of their singular value decomposition, U·√S (Levy, Goldberg and Dagan 2015,
    doi:10.1162/tacl_a_00134). Nothing is downloaded and nothing is known but the corpus, so that a
    small one gives poor vectors: `axis_check` says how poor for a purpose.

    Parameters
    ----------
    tokens : Tokens or Corpus
        A corpus is tokenized once and remembered. All words are read, quoted ones too.
    dimensions : int
        At most so many; fewer if there are fewer words.
    window : int
        Words on either side, marks and numbers not counted.
    min_count : int
        Rarer words have no vector and are no context; of more than 20,000 the commonest are taken.
        Function words have none either, where the articles are English or their language is not
        known.

    Returns
    -------
    WordVectors
        The same at every run, whatever the order of the articles but for rounding.

    Raises
    ------
    FramingError
        If `dimensions`, `window` or `min_count` is no whole number from 1 on.

    Examples
    --------
    >>> import framing as fr
    >>> vectors = word_vectors(fr.example(), dimensions=20)
    >>> vectors.nearest("drivers", 3).columns.tolist()
    ['word', 'likeness', 'count']
    """
    for name, value in {"dimensions": dimensions, "window": window, "min_count": min_count}.items():
        if not (isinstance(value, int) and value >= 1):
            raise FramingError(f"{name}={value!r} is not allowed; give a whole number from 1.")
    tokens = tokenize(tokens)
    remembered = _remembered.setdefault(tokens, {})
    asked = dimensions, window, min_count
    if asked not in remembered:
        remembered[asked] = contexts(tokens, window, min_count).vectors(dimensions)
    return remembered[asked]


_remembered: WeakKeyDictionary[Tokens, dict[tuple[int, int, int], WordVectors]]
_remembered = WeakKeyDictionary()


@dataclass(frozen=True)
class Contexts:
    """How often words stand near one another.

    words : object (n_words,), str, sorted
    counts : int64 (n_words,)
    is_name : bool (n_words,)
    near : list of csr_array, float64 (n_words, n_words), symmetric: one for each fold of the
        articles
    settings : of the counting
    """

    words: NDArray[np.object_]
    counts: Ints
    is_name: Bools
    near: list[Any]
    settings: dict[str, Any]

    def vectors(self, dimensions: int, folds: Sequence[int] | None = None) -> WordVectors:
        """Vectors from the articles of some folds, of all if none are named."""
        chosen = self.near if folds is None else [self.near[number] for number in folds]
        table = chosen[0]
        for other in chosen[1:]:
            table = table + other
        placed = np.zeros((len(self.words), 1))
        if table.nnz:
            placed = projected(ppmi(table), dimensions)
        settings = {**self.settings, "dimensions": dimensions}
        return WordVectors(self.words, placed, self.counts, self.is_name, settings)


def contexts(tokens: Tokens, window: int, min_count: int, fold_of: Ints | None = None) -> Contexts:
    """Count what stands near each word.

    `fold_of`, int64 (n_articles,), puts each article into a fold that is counted by itself.
    """
    found = term_counts(tokens)
    totals = np.bincount(found.counts.indices, found.counts.data, minlength=len(found.terms))
    kept = totals >= min_count
    kept &= ~pd.Index(found.terms, dtype=object).isin(list(function_words(tokens.language)))
    if kept.sum() > MOST_WORDS:
        commonest = np.argsort(np.where(kept, -totals, 0), kind="stable")[:MOST_WORDS]
        kept = np.isin(np.arange(len(kept)), commonest)
    words = found.terms[kept]
    settings = {"window": window, "min_count": min_count}
    folds = np.zeros(tokens.n_articles, dtype=np.int64) if fold_of is None else fold_of
    numbers = pd.Series(folds, index=tokens.articles.index)
    n_folds = int(folds.max(initial=0)) + 1
    parts = map_chunks(_chunk_contexts, tokens, pd.Index(words, dtype=object), window, numbers)
    near = [_empty(len(words)) for _ in range(n_folds)]
    capitals = np.zeros((2, len(words)))
    for tables, written in parts:
        capitals += written
        for number, table in tables.items():
            near[number] = near[number] + table
    for table in near:  # sums of fractions, whose last digits hang on the order of the articles
        table.data = table.data.round(9)
    is_name = capitals[1] > NAME * capitals[0]
    if capitals[0, is_name].sum() > MOST_NAMES * capitals[0].sum():
        is_name[:] = False
    return Contexts(words, totals[kept].astype(np.int64), is_name, near, settings)


def _empty(n_words: int) -> Any:
    from scipy.sparse import csr_array

    return csr_array((n_words, n_words))


def _chunk_contexts(
    chunk: Chunk, words: pd.Index, window: int, fold_of: pd.Series
) -> tuple[dict[int, Any], Floats]:
    """For each fold of the chunk's articles its table of words near one another; and, (2, n_words),
    how often each word stands within a sentence, and there with a capital."""
    from scipy.sparse import csr_array

    types = chunk.types
    at = np.flatnonzero(chunk.word & ~types.is_number[chunk.ids])
    number = words.get_indexer(types.folded_strings)[types.folded[chunk.ids[at]]]
    sentence = chunk.token_sentence[at]
    part = fold_of.loc[chunk.article_ids].to_numpy()[chunk.token_article[at]]
    tables: dict[int, Any] = {}
    size = (len(words), len(words))
    for fold_number in np.unique(part).tolist():
        rows, columns, values = [], [], []
        for distance in range(1, window + 1):
            left, right = number[:-distance], number[distance:]
            both = (left >= 0) & (right >= 0) & (sentence[:-distance] == sentence[distance:])
            both &= part[:-distance] == fold_number
            rows.append(left[both])
            columns.append(right[both])
            values.append(np.full(int(both.sum()), (window + 1 - distance) / window))
        placed = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
        one_way = csr_array(placed, shape=size)
        tables[fold_number] = csr_array(one_way + one_way.T)
    inside = at[(number >= 0) & ~np.isin(at, chunk.sentence_offsets)]
    row = words.get_indexer(types.folded_strings)[types.folded[chunk.ids[inside]]]
    large = types.is_capital[chunk.ids[inside]]
    written = [np.bincount(row[some], minlength=len(words)) for some in (large | True, large)]
    return tables, np.array(written, dtype=np.float64)
