"""Microframes: where an article's words lie between two poles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_choice
from framing.measures._rows import chosen_tokens, joined, span_rows, sums_rows
from framing.measures._voice import (
    VOICES,
    Voice,
    counted_sentences,
    counted_words,
    measurable_articles,
)
from framing.measures.axes import Axis, axes_of, hash_of
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.measures.vectors import WordVectors, word_vectors
from framing.parallel import map_chunks
from framing.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Of = Literal["position", "intensity"]
OF: tuple[Of, ...] = ("position", "intensity")
UNITS = {"position": "mean cosine of the words", "intensity": "mean squared distance of the words"}
FEWEST_WORDS = 2  # of a pole, for an axis that nobody named


@dataclass(frozen=True)
class WordScores:
    """What each word adds on each axis.

    index : Index of str (n_words,), folded
    scores : float64 (n_words, n_axes)
    """

    index: pd.Index
    scores: Floats


def microframes(
    tokens: Tokens | Corpus,
    axes: str | Path | Axis | Mapping[str, Any] | Iterable[Any] | None = None,
    vectors: WordVectors | None = None,
    voice: Voice = "all",
    *,
    of: Of = "position",
) -> Measure:
    """Measure where an article's words lie between two poles, and how far out.

    A pole is a handful of words (*dangerous, threat, risk*), an axis runs from the mean of one
    pole's vectors to that of the other's. A word's score is the cosine of its vector and the axis:
    positive if it stands in contexts like those of the second pole. So words count that nobody
    listed. Names are not counted, nor function words: a position says how things are told, and
    not who is in the news.

    - **Position** (FrameAxis' bias): the mean score of the article's words.
    - **Intensity**: the mean squared distance of their scores from the position of all articles.
      High where words of either pole are frequent, whichever wins.

    Where the zero lies depends on the words of the poles: compare outlets, and do not read a sign
    as a verdict. Vectors know contexts and not meanings: *victory* and *defeat* are neighbours.
    `axis_check` says whether the corpus is large enough for an axis, `microframe_words` which words
    are behind a difference, `microframe_null` how far chance alone would move an outlet.

    Parameters
    ----------
    tokens : Tokens or Corpus
        A corpus is tokenized once and remembered.
    axes : str, Path, Axis, mapping, or a list of these
        A name of `list_axes()`; a file that `load_axes` reads; a mapping of each axis to its two
        poles and their words, the negative pole first: ``{"weak-strong": {"weak": ["weak"],
        "strong": ["strong", "power"]}}``. None: those of the package with two words at each pole
        that have vectors.
    vectors : WordVectors, optional
        Made by `word_vectors`, of a larger corpus perhaps. None: of these tokens.
    voice : {"all", "own", "quoted"}
        Whose words count. Articles with unreliable quotation marks have no value for one voice.
    of : {"position", "intensity"}

    Returns
    -------
    Measure
        Kind ``"score"``, unit ``"mean cosine of the words"`` (−1 to 1), or ``"mean squared distance
        of the words"``: a column for each axis, its numerator the sum over the article's words
        with a vector, its denominator their number. ``settings["baseline"]`` is the position of
        all these articles. Its evidence has a row for each such word, `value` what it adds.

    Raises
    ------
    FramingError
        If an axis is not known or has a pole without a word that has a vector, or there is none.

    Examples
    --------
    >>> import framing as fr
    >>> poles = {"workers-company": {"workers": ["drivers", "union"], "company": ["company"]}}
    >>> measure = microframes(fr.example(), poles)
    >>> measure.categories, measure.kind
    (('workers-company',), 'score')

    References
    ----------
    Kwak, H., An, J., Jing, E., and Ahn, Y.-Y. (2021). FrameAxis: characterizing microframe bias
    and intensity with word embedding. PeerJ Computer Science 7, e644.
    https://doi.org/10.7717/peerj-cs.644
    """
    check_choice("voice", voice, VOICES)
    check_choice("of", of, OF)
    tokens = tokenize(tokens)
    vectors = word_vectors(tokens) if vectors is None else vectors
    chosen = usable_axes(axes, vectors)
    counted = ~vectors.is_name
    made = WordScores(vectors.index[counted], axis_scores(vectors, chosen)[counted])
    sums = _sums(tokens, made, voice)
    total = np.nansum(sums, axis=0)
    baseline = total[:-1] / total[-1] if total[-1] else np.full(len(chosen), np.nan)
    if of == "intensity":
        made = WordScores(made.index, (made.scores - baseline) ** 2)
        sums = _sums(tokens, made, voice)
    names = [axis.name for axis in chosen]
    return Measure.from_arrays(
        tokens.articles,
        sums[:, :-1],
        sums[:, -1:],
        name="microframes" if of == "position" else "microframe intensity",
        unit=UNITS[of],
        kind="score",
        categories=names,
        part=tokens.part,
        settings={
            "axes": names,
            "axes_hash": hash_of(chosen),
            "vectors": vectors.settings,
            "baseline": dict(zip(names, baseline.tolist(), strict=True)),
            "of": of,
            "voice": voice,
            "field": tokens.field,
        },
        evidence_kind="exact",
        make_evidence=partial(_evidence, tokens, made, names, voice),
        make_sentence_sums=partial(_sentence_sums, tokens, made, names, voice),
    )


def usable_axes(given: Any, vectors: WordVectors) -> tuple[Axis, ...]:
    """The axes asked for, each with a word at both poles that has a vector."""
    axes = axes_of(given)
    if given is None:
        fewest = {axis.name: min(map(len, pole_rows(axis, vectors))) for axis in axes}
        axes = tuple(axis for axis in axes if fewest[axis.name] >= FEWEST_WORDS)
        if not axes:
            raise FramingError(
                "no axis of the package has two words at each pole that the corpus uses often "
                "enough; the corpus is too small, or give axes of your own."
            )
    for axis in axes:
        for pole, rows in zip((axis.minus, axis.plus), pole_rows(axis, vectors), strict=True):
            if not len(rows):
                raise FramingError(
                    f"the pole {pole!r} of the axis {axis.name!r} has no word with a vector: the "
                    "corpus lacks them or uses them too seldom; give others or leave the axis out."
                )
    return axes


def pole_rows(axis: Axis, vectors: WordVectors) -> tuple[Ints, Ints]:
    """The rows of the vectors of either pole's words, those that have one: minus, plus."""
    found = [
        vectors.index.get_indexer(list(words)) for words in (axis.minus_words, axis.plus_words)
    ]
    there = [rows[rows >= 0] for rows in found]
    minus, plus = (rows[vectors.vectors[rows].any(axis=1)] for rows in there)
    return minus, plus


def direction(minus: Floats, plus: Floats) -> Floats:
    """From the mean of the rows of one pole to that of the other, both of length 1."""
    return _unit(plus.mean(axis=0)) - _unit(minus.mean(axis=0))


def axis_scores(vectors: WordVectors, axes: Sequence[Axis]) -> Floats:
    """float64 (n_words, n_axes): cosines of words and axes; a word without a place has 0."""
    along = np.zeros((len(axes), vectors.vectors.shape[1]))
    for number, axis in enumerate(axes):
        minus, plus = pole_rows(axis, vectors)
        if len(minus) and len(plus):
            along[number] = _unit(direction(vectors.vectors[minus], vectors.vectors[plus]))
    return vectors.vectors @ along.T


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def _sums(tokens: Tokens, made: WordScores, voice: Voice) -> Floats:
    """float64 (n_articles, n_axes + 1): numerators and, last, the number of words."""
    none = np.zeros((0, made.scores.shape[1] + 1))
    return np.concatenate([none, *map_chunks(_chunk_sums, tokens, made, voice)])


def _known(chunk: Chunk, made: WordScores, voice: Voice) -> tuple[Ints, Ints]:
    """The tokens that count, and the row of each word."""
    row_of_type = made.index.get_indexer(chunk.types.folded_strings)[chunk.types.folded]
    row = row_of_type[chunk.ids]
    at = np.flatnonzero((row >= 0) & counted_words(chunk, voice))
    return at, row[at]


def _added(owner: Ints, row: Ints, made: WordScores, n_owners: int) -> Floats:
    """float64 (n_owners, n_axes + 1): scores and numbers of the words of each owner."""
    from scipy.sparse import csr_array

    size = (n_owners, len(made.index))
    table = csr_array((np.ones(len(row)), (owner, row)), shape=size)
    return np.column_stack([table @ made.scores, table.sum(axis=1)])


def _chunk_sums(chunk: Chunk, made: WordScores, voice: Voice) -> Floats:
    at, row = _known(chunk, made, voice)
    sums = _added(chunk.token_article[at], row, made, chunk.n_articles)
    sums[~measurable_articles(chunk, voice)] = np.nan
    return sums


def _evidence(
    tokens: Tokens, made: WordScores, names: list[str], voice: Voice, article_ids: Sequence[str]
) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    frames = map_chunks(_chunk_evidence, chosen, made, names, voice, tokens.field)
    return joined(frames, EVIDENCE_COLUMNS)


def _chunk_evidence(
    chunk: Chunk, made: WordScores, names: list[str], voice: Voice, field: str
) -> pd.DataFrame:
    at, row = _known(chunk, made, voice)
    token = np.repeat(at, len(names))
    values = made.scores[row].ravel()
    return span_rows(chunk, field, token, token + 1, names * len(at), values)


def _sentence_sums(
    tokens: Tokens, made: WordScores, names: list[str], voice: Voice, article_ids: Sequence[str]
) -> pd.DataFrame:
    chosen = chosen_tokens(tokens, article_ids)
    frames = map_chunks(_chunk_sentences, chosen, made, names, voice, tokens.part)
    return joined(frames, SENTENCE_COLUMNS)


def _chunk_sentences(
    chunk: Chunk, made: WordScores, names: list[str], voice: Voice, part: str
) -> pd.DataFrame:
    at, row = _known(chunk, made, voice)
    sums = _added(chunk.token_sentence[at], row, made, chunk.n_sentences)
    kept = np.flatnonzero(counted_sentences(chunk, voice))
    return sums_rows(chunk, part, kept, names, sums[kept, :-1], sums[kept, -1:])
