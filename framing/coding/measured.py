"""Codes as a measure, so that they are compared and drawn like any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.coding.gold import Gold
from framing.errors import FramingError
from framing.measures._rows import joined, voice_codes
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.parallel import map_chunks
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Chunk

    Ints = NDArray[np.integer[Any]]


def codes_measure(
    codes: Gold | pd.DataFrame,
    tokens: Tokens | Corpus,
    categories: Iterable[str] | None = None,
    *,
    weighted: bool = True,
    name: str = "codes",
) -> Measure:
    """Codes as a `Measure`: the share of articles, paragraphs or sentences with each category.

    Parameters
    ----------
    codes : Gold or DataFrame
        A gold set, or a table as `Gold.from_frame` takes.
    tokens : Tokens or Corpus
        What was coded; other articles of it have no part in the measure.
    categories : sequence of str, optional
        Which of the categories; without it all. Yes or no is one measure, ratings another.
    weighted : bool
        Each unit counts as many times as it stands for units of the corpus, scaled so that the
        mean is 1: shares are then those of what was drawn from, and not of the sample.
    name : str

    Returns
    -------
    Measure
        Kind ``share`` (numerator: units with the category; denominator: units coded in it), or
        ``score`` for ratings and amounts (their sum over units). Units without a code in a
        category are in neither. Evidence is one row a unit coded other than 0.

    Raises
    ------
    FramingError
        An article is not in the corpus, its text was changed since it was coded, or categories
        are of two kinds.

    Examples
    --------
    >>> import framing as fr
    >>> corpus = fr.example()
    >>> frames = fr.codes_measure(fr.Gold.from_labels(corpus.articles["frames"]), corpus)
    >>> frames
    Measure('codes', 'share of articles', 72 articles, 5 categories)
    """
    gold = codes if isinstance(codes, Gold) else Gold.from_frame(codes)
    gold = gold if categories is None else gold.select(categories)
    scored = {scale != "yes-no" for scale in gold.scales.values()}
    if len(scored) > 1:
        raise FramingError(
            "codes are of yes or no and of ratings, which are two measures; choose categories of "
            "one kind."
        )
    tokens = tokenize(tokens)
    gold.texts(tokens)  # the same texts as were coded
    units = gold.placed(tokens)
    weight = units["stands_for"].to_numpy(dtype=np.float64) if weighted else np.ones(len(units))
    weight = weight / weight.mean() if len(weight) else weight
    articles = tokens.articles
    articles = articles[articles.index.isin(units["article_id"])]
    row = articles.index.get_indexer(units["article_id"])
    values = gold.codes.to_numpy(dtype=np.float64)
    known = np.isfinite(values)
    sums = np.zeros((2, len(articles), len(gold.categories)))
    across = weight[:, np.newaxis]
    np.add.at(sums[0], row, np.where(known, values, 0) * across)
    np.add.at(sums[1], row, known * across)
    sums[:, sums[1] == 0] = np.nan
    rows = _rows(gold, units, weight)
    make_sums = partial(_sentence_sums, tokens, rows) if gold.unit == "sentence" else None
    return Measure.from_arrays(
        articles,
        sums[0],
        sums[1],
        name=name,
        unit="mean code" if True in scored else f"share of {gold.unit}s",
        kind="score" if True in scored else "share",
        categories=gold.categories,
        part=tokens.part,
        settings={
            "unit": gold.unit,
            "weighted": weighted,
            "unequal": bool(len(weight) and np.ptp(weight) > 1e-9),
            "n_units": len(units),
        },
        evidence_kind="exact",
        make_evidence=partial(unit_evidence, tokens, rows),
        make_sentence_sums=make_sums,
    )


def _rows(gold: Gold, units: pd.DataFrame, weight: np.ndarray) -> pd.DataFrame:
    """A row for each unit and category with a code."""
    long = gold.codes.set_axis(range(len(units)), axis=0).rename_axis(columns="category")
    long = long.stack(future_stack=True).dropna().rename("code").reset_index(level="category")
    place = long.index.to_numpy()
    return pd.DataFrame(
        {
            "unit": place,
            **{one: units[one].to_numpy()[place] for one in units.columns},
            "category": long["category"].to_numpy(),
            "numerator": long["code"].to_numpy() * weight[place],
            "denominator": weight[place],
        }
    )


def unit_evidence(tokens: Tokens, rows: pd.DataFrame, article_ids: Sequence[str]) -> pd.DataFrame:
    """A row for each unit of `rows` that was given a code, with the unit as its span."""
    wanted = rows[rows["article_id"].isin(article_ids) & (rows["numerator"] != 0)]
    if wanted.empty:
        return joined([], EVIDENCE_COLUMNS)
    chosen = tokens.select([name for name in article_ids if (wanted["article_id"] == name).any()])
    words = [one for found in map_chunks(_words, chosen) for one in found]
    totals = {name: np.cumsum(rows, axis=0) for name, rows in words}
    wanted = wanted.iloc[
        np.argsort(chosen.articles.index.get_indexer(wanted["article_id"]), kind="stable")
    ]
    counts = np.array([_between(totals[row.article_id], row) for row in wanted.itertuples()])
    frame = wanted.assign(
        field=tokens.field, value=wanted["numerator"], voice=voice_codes(counts[:, 0], counts[:, 1])
    )
    return joined([frame], EVIDENCE_COLUMNS)


def _words(chunk: Chunk) -> list[tuple[str, Ints]]:
    """Of each article the quoted words and all words of its sentences, (n_sentences, 2)."""
    quoted = chunk.per_sentence(chunk.word & (chunk.voice == 1))
    both = np.column_stack([quoted, chunk.per_sentence(chunk.word)])
    places = chunk.article_sentences
    return [
        (str(name), both[slice(*places[row : row + 2])])
        for row, name in enumerate(chunk.article_ids)
    ]


def _between(totals: Ints, unit: Any) -> Ints:
    """The sums over a unit's sentences."""
    before = totals[unit.sentence - 1] if unit.sentence else 0
    return totals[unit.sentence + unit.n_sentences - 1] - before


def _sentence_sums(tokens: Tokens, rows: pd.DataFrame, article_ids: Sequence[str]) -> pd.DataFrame:
    wanted = rows[rows["article_id"].isin(article_ids)]
    order = pd.Index(article_ids).get_indexer(wanted["article_id"])
    wanted = wanted.assign(part=tokens.part).iloc[np.argsort(order, kind="stable")]
    return joined([wanted], SENTENCE_COLUMNS)
