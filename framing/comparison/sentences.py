"""Blocks of sentences, for corpora of one article an outlet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.comparison.cells import Rows

if TYPE_CHECKING:
    from framing.measures.measure import Measure

SENTENCES_A_BLOCK = 3


def one_article_each(rows: Rows) -> bool:
    """Whether no group has more than one article, so that articles cannot be drawn again."""
    return len(rows.group) > 0 and int(np.bincount(rows.group).max()) == 1


def blocks_of(measure: Measure, rows: Rows) -> Rows:
    """A row for every three sentences that follow one another; an article's last may have fewer."""
    sums = measure.sentence_sums()
    article = pd.Index(rows.ids).get_indexer(sums["article_id"])
    columns = pd.MultiIndex.from_tuples(measure.columns, names=["part", "category"])
    column = columns.get_indexer(pd.MultiIndex.from_frame(sums[["part", "category"]]))
    part = pd.factorize(sums["part"], sort=True)[0]
    wanted = (article >= 0) & (column >= 0)
    keys = np.stack([article, part, sums["sentence"].to_numpy(dtype=np.int64)])[:, wanted]
    found, sentence = np.unique(keys, axis=1, return_inverse=True)
    text = found[0] * (part.max(initial=0) + 1) + found[1]
    place = np.arange(len(text)) - np.searchsorted(text, text)
    block = np.cumsum(place % SENTENCES_A_BLOCK == 0) - 1
    shape = (int(block.max(initial=-1)) + 1, len(measure.columns))
    totals = np.zeros((2, *shape))
    where = (block[sentence.ravel()], column[wanted])
    for which, name in enumerate(("numerator", "denominator")):
        np.add.at(totals[which], where, sums[name].to_numpy(dtype=np.float64)[wanted])
    owner = found[0][place % SENTENCES_A_BLOCK == 0]
    return replace(
        rows,
        ids=rows.ids[owner],
        group=rows.group[owner],
        event=rows.event[owner],
        copies=np.full(len(owner), -1),
        index=np.arange(len(owner)),
        numerator=totals[0],
        denominator=totals[1],
    )
