"""Articles of a collection cleaned anew from the texts as they were read."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from framing.columns import rows
from framing.corpus import Corpus
from framing.receipt import Receipt, make_receipt


def clean_again(
    articles: pd.DataFrame, wanted: np.ndarray, edits: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The articles with those wanted (bool, one an article) cleaned, all of them together.

    `edits` are those of an earlier cleaning, which are undone first. Returns the articles, the
    rows of the receipt that cleaning adds (`article_id`, `repair`, `detail`), and all edits.
    """
    from framing.cleaning import clean_articles

    read = as_read(rows(articles, wanted), edits)
    corpus = clean_articles(Corpus(read, _receipt(len(read))))
    cleaned, receipt = corpus.articles, corpus.receipt
    if not wanted.all():
        cleaned = pd.concat([cleaned, rows(articles, ~wanted)]).loc[articles.index]
    return cleaned, receipt.repaired, receipt.edits


def as_read(articles: pd.DataFrame, edits: pd.DataFrame) -> pd.DataFrame:
    """The articles as they were before these edits."""
    if edits.empty:
        return articles
    from framing.cleaning.drafts import as_edits
    from framing.cleaning.edits import undo

    articles = articles.copy(deep=False)
    there = edits[edits["article_id"].isin(articles.index)]
    for field, of_field in there.groupby("field"):
        made = defaultdict(list)
        for article_id, edit in zip(of_field["article_id"], as_edits(of_field), strict=True):
            made[article_id].append(edit)
        values = articles[field].astype(object)
        places = articles.index.get_indexer(list(made))
        texts = zip(values.iloc[places], made.values(), strict=True)
        values.iloc[places] = [undo(text, edits) for text, edits in texts]
        articles[field] = values.astype("str")
    return articles


def _receipt(number: int) -> Receipt:
    nothing = pd.DataFrame(columns=["source", "article_id"])
    source = pd.DataFrame({"source": ["collection"], "format": "collection"})
    return make_receipt(pd.Series("collection", range(number)), nothing, nothing, source)
