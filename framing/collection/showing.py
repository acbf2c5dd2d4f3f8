"""What cleaning did to a corpus, or would do, to be read by people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.receipt import counted


def show(corpus: Corpus, articles: Sequence[str] = (), limit: int = 20) -> Iterator[str]:
    """Lines: what was changed by outlet, and the changes of some articles.

    A corpus that has not been cleaned is shown as it would be cleaned. `articles` are the
    `article_id`s to show, by default the first `limit` that were changed.
    """
    from framing.cleaning import clean_articles, diffs

    unknown = [name for name in articles if name not in corpus.articles.index]
    if unknown:
        raise FramingError(
            f"article={unknown[0]!r} is not in the corpus; give the article_id of one that is."
        )
    if corpus.receipt.edits.empty:
        corpus = clean_articles(corpus)
    yield "what cleaning changes:"
    yield from by_outlet(corpus).to_string(index=False).splitlines()
    shown = diffs(corpus, list(articles) or None)
    if not articles:
        shown = islice(shown, limit)
    for diff in shown:
        yield f"\n{diff}"
    more = corpus.receipt.edits["article_id"].nunique() - limit
    if not articles and more > 0:
        yield f"\nand {counted(more, 'more article')} (--limit, --article)"


def by_outlet(corpus: Corpus) -> pd.DataFrame:
    """One row an outlet: `outlet`, `articles`, `changed` (articles), `changes`, `taken_out` (share
    of the characters of the texts as they were read), `flagged` (articles with what may be damaged
    and could not be repaired)."""
    articles, receipt = corpus.articles, corpus.receipt
    outlet = articles["outlet"]
    edits = receipt.edits[receipt.edits["article_id"].isin(articles.index)]
    edits = edits.assign(outlet=edits["article_id"].map(outlet))
    of_text = edits[edits["field"] == "text"]
    taken = of_text["original"].str.len().fillna(0) - of_text["replacement"].str.len()
    taken = taken.groupby(of_text["outlet"]).sum()
    left = articles["text"].str.len().groupby(outlet).sum()
    flags = receipt.repaired[receipt.repaired["repair"].str.startswith("flagged")]
    flagged = flags["article_id"].drop_duplicates().map(outlet).value_counts()
    table = pd.DataFrame({"articles": outlet.value_counts().sort_index()})
    table["changed"] = edits.groupby("outlet")["article_id"].nunique()
    table["changes"] = edits["outlet"].value_counts()
    table["taken_out"] = (taken / (taken + left)).fillna(0).map("{:.1%}".format)
    table["flagged"] = flagged
    numbers = ["changed", "changes", "flagged"]
    table[numbers] = table[numbers].fillna(0).astype("int64")
    table["taken_out"] = table["taken_out"].fillna("0.0%")  # no text of the outlet was changed
    return table.rename_axis("outlet").reset_index()
