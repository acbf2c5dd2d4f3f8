"""Articles of a collection cleaned anew from the texts as they were read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.columns import blank, rows
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
    repaired, edits = receipt.repaired, receipt.edits
    emptied = cleaned.index[blank(cleaned["text"])]
    if len(emptied):  # all of it is furniture: an article is not to be lost by cleaning
        cleaned.loc[emptied, read.columns] = read.loc[emptied]
        repaired = repaired[~repaired["article_id"].isin(emptied)]
        edits = edits[~edits["article_id"].isin(emptied)]
    if not wanted.all():
        cleaned = pd.concat([cleaned, rows(articles, ~wanted)]).loc[articles.index]
    return cleaned, repaired, edits


def as_read(articles: pd.DataFrame, edits: pd.DataFrame) -> pd.DataFrame:
    """The articles as they were before these edits."""
    if edits.empty:
        return articles
    from framing.cleaning.edits import Edit, undo

    articles = articles.copy(deep=False)
    there = edits[edits["article_id"].isin(articles.index)]
    for field, of_field in there.groupby("field"):
        before = {}
        parts = ["start", "original", "replacement", "kind"]
        for article_id, group in of_field.sort_values("start", kind="stable").groupby("article_id"):
            made = [
                Edit(start, original if isinstance(original, str) else None, replacement, kind)
                for start, original, replacement, kind in group[parts].itertuples(index=False)
            ]
            text = articles.at[article_id, field]
            before[article_id] = undo(text if isinstance(text, str) else "", made)
        values = articles[field].astype(object)
        values.loc[list(before)] = list(before.values())
        articles[field] = values.astype("str")
    return articles


def _receipt(number: int) -> Receipt:
    nothing = pd.DataFrame(columns=["source", "article_id"])
    source = pd.DataFrame({"source": ["collection"], "format": "collection"})
    return make_receipt(pd.Series("collection", range(number)), nothing, nothing, source)
