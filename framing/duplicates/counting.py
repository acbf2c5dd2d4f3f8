"""What becomes of copies when articles are counted: one is kept, all are weighted, or marked."""

from __future__ import annotations

import pandas as pd

from framing.corpus import Corpus
from framing.duplicates.groups import find_duplicates


def drop_duplicates(corpus: Corpus, copies: pd.DataFrame | None = None) -> Corpus:
    """The corpus with one article of each group of copies.

    `copies` is a table of `find_duplicates`. If it is not given, exact and near copies are looked
    for; paraphrases stay, since their words are another outlet's, and since a few are mistaken for
    such: give `find_duplicates(corpus)` to drop them too.

    Kept is the earliest, of several the longest, then the one with the smallest id. The others are
    listed in the receipt among the repairs, as "copy removed" with the id of the one that stays;
    they were read in good order, so they are not quarantined.

    >>> frame = pd.DataFrame({
    ...     "outlet": ["A", "B"], "text": ["Rain fell.", "Rain fell."], "date": ["2025-03-02"] * 2
    ... })
    >>> print(drop_duplicates(Corpus.from_frame(frame)).receipt)
    2 articles expected = 2 kept + 0 quarantined
    repaired:
             1 article  copy removed
    ...
    """
    copies = _reprints(corpus) if copies is None else copies
    head = copies.groupby("group")["article_id"].transform("first")
    removed = copies["article_id"] != head
    repaired = pd.DataFrame(
        {
            "article_id": copies["article_id"],
            "repair": "copy removed",
            "detail": copies["kind"] + " copy of " + head,
        }
    )[removed]
    kept = corpus.filter(lambda articles: ~articles.index.isin(repaired["article_id"]))
    return kept.with_articles(kept.articles, repaired)


def weight_duplicates(corpus: Corpus, copies: pd.DataFrame | None = None) -> Corpus:
    """The corpus with a column `weight`, in which a group of copies counts as one article.

    The weight of an article is the one it has already, or 1, divided by the number of articles in
    its group. `compare` multiplies the sums of an article by its weight. `copies` is a table of
    `find_duplicates`; if it is not given, exact and near copies are looked for.

    >>> frame = pd.DataFrame({"outlet": list("ABC"), "text": ["It rained.", "It rained.", "Dry."]})
    >>> weight_duplicates(Corpus.from_frame(frame)).articles["weight"].tolist()
    [0.5, 0.5, 1.0]
    """
    copies = _reprints(corpus) if copies is None else copies
    articles = corpus.articles
    groups = copies.set_index("article_id")["group"].reindex(articles.index)
    size = groups.map(groups.value_counts()).fillna(1.0)
    given = articles["weight"].fillna(1.0) if "weight" in articles else 1.0
    articles["weight"] = given / size.astype("float64")
    return corpus.with_articles(articles)


def mark_duplicates(corpus: Corpus, copies: pd.DataFrame | None = None) -> Corpus:
    """The corpus with a column `copy_group`: the same number for copies of one another, else NaN.

    `copies` is a table of `find_duplicates`; if it is not given, copies of every kind are looked
    for. `compare` takes the copies within an event as one where this column is there.

    >>> frame = pd.DataFrame({"outlet": list("ABC"), "text": ["It rained.", "It rained.", "Dry."]})
    >>> mark_duplicates(Corpus.from_frame(frame)).articles["copy_group"].tolist()
    [0.0, 0.0, nan]
    """
    copies = find_duplicates(corpus) if copies is None else copies
    groups = copies.set_index("article_id")["group"]
    articles = corpus.articles
    articles["copy_group"] = groups.reindex(articles.index).astype("float64")
    return corpus.with_articles(articles)


def _reprints(corpus: Corpus) -> pd.DataFrame:
    return find_duplicates(corpus, paraphrases=False)
