"""Origins: whose text each article is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.duplicates.directions import FEWEST_WORDS
from framing.duplicates.groups import credited_agencies, find_duplicates
from framing.tokens import tokenize

ORIGINS = ("agency", "reprint", "paraphrase", "own")


def article_origins(corpus: Corpus, copies: pd.DataFrame | None = None) -> pd.Series:
    """Whose text each article is, by `article_id`.

    Definition, the first that holds:

    - **agency**: the article is credited to an agency, or is an exact or near copy of one that is
    - **reprint**: it is an exact or near copy of another outlet's article, and not known to be the
      source of all such copies
    - **paraphrase**: the same for paraphrases
    - **own**: all else, an outlet's repetitions of its own articles among it

    `copies` is a table of `find_duplicates`, looked for if it is not given. A text of fewer than
    four words, which is what a scraper left, is nobody's copy.

    >>> frame = pd.DataFrame({
    ...     "outlet": list("ABCD"), "date": ["2025-03-02", "2025-03-03"] * 2,
    ...     "text": ["Rain fell on Tolby."] * 2 + ["It was dry. (AFP)", "It froze."],
    ... })
    >>> article_origins(Corpus.from_frame(frame)).tolist()
    ['own', 'reprint', 'agency', 'own']
    """
    copies = find_duplicates(corpus) if copies is None else copies
    articles = tokenize(corpus).articles
    table = copies.assign(outlet=articles["outlet"].reindex(copies["article_id"]).to_numpy())
    words = articles["n_words"].reindex(table["article_id"]).to_numpy()
    table = table[words >= FEWEST_WORDS].set_index("article_id")
    agency = credited_agencies(corpus).notna()

    reprints = table[table["kind"] != "paraphrase"]
    wire = agency.reindex(reprints.index).groupby(reprints["group"].to_numpy()).transform("any")
    agency[reprints.index[wire.to_numpy(bool)]] = True

    several = table.groupby("group")["outlet"].transform("nunique") > 1
    source = table["copied_from"].isna() & table.index.isin(table["copied_from"])
    copied = table[several & ~source]
    origin = pd.Series("own", articles.index, dtype="str", name="origin")
    origin[copied.index] = np.where(copied["kind"] == "paraphrase", "paraphrase", "reprint")
    return origin.mask(agency, "agency")


def origin_shares(corpus: Corpus, copies: pd.DataFrame | None = None) -> pd.DataFrame:
    """What share of each outlet's articles and words is whose; see `article_origins`.

    Returns:
        One row an outlet and origin, outlets by name: `outlet`, `origin` (agency, reprint,
        paraphrase, own), `n_articles` and `n_words` of that origin, `share_articles` and
        `share_words` of the outlet's, `n_all` (articles of the outlet).
    """
    articles = tokenize(corpus).articles[["outlet", "n_words"]]
    articles["origin"] = article_origins(corpus, copies)
    counts = articles.groupby(["outlet", "origin"])["n_words"].agg(n_articles="size", n_words="sum")
    every = pd.MultiIndex.from_product(
        [sorted(articles["outlet"].unique()), ORIGINS], names=["outlet", "origin"]
    )
    counts = counts.reindex(every, fill_value=0)
    whole = counts.groupby("outlet").transform("sum")
    counts["share_articles"] = counts["n_articles"] / whole["n_articles"]
    counts["share_words"] = counts["n_words"] / whole["n_words"].where(whole["n_words"] > 0)
    counts["n_all"] = whole["n_articles"]
    return counts.reset_index()
