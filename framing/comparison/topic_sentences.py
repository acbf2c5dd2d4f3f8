"""topic_sentences: what outlets write on one topic, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.comparison.topic_words import topic_keyness
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from framing.measures.topics import Topics

FEWEST_WORDS = 8  # of a sentence
FOREMOST = 20  # articles of an outlet that are looked through
COLUMNS = ["kind", "place", "event", "outlet", "article_id", "sentence", "value", "sentence_text"]


def topic_sentences(
    model: Topics,
    topic: int | str,
    outlets: list[str] | None = None,
    n: int = 3,
    *,
    by: str = "outlet",
    within: str | None = "event",
) -> pd.DataFrame:
    """Sentences of one topic by outlet: typical of the topic, and typical of the outlet in it.

    *Representative* sentences bring most to the topic, of the outlet's articles that have most of
    it; a sentence is at most one an article. *Contrasting* sentences are those of the topic with
    the greatest sum of the log-odds by which the outlet prefers their words (see `topic_keyness`;
    words that it prefers with z ≥ 1), on events that two of the outlets cover, so that sentences
    of one place stand side by side. They are chosen for being unlike one another: they show what
    a difference is, and not how great it is.

    Parameters
    ----------
    model : Topics
    topic : int or str
    outlets : list of str, optional
        Which; all without.
    n : int
        Sentences of each kind and outlet.
    by, within
        As in `topic_keyness`.

    Returns
    -------
    DataFrame
        ``kind`` (representative, contrasting), ``place`` (from 1), ``event``, the outlet,
        ``article_id``, ``sentence`` (its number), ``value`` (the sentence's part of its
        article's share of the topic, or the sum of log-odds), ``sentence_text``. Those of a kind
        and place stand together.

    Raises
    ------
    FramingError
        The topic or an outlet is not there, or the topics were fitted to features, which have no
        sentences.

    Examples
    --------
    >>> from framing.measures.topics import topics
    >>> from framing.readers import example
    >>> table = topic_sentences(topics(example(), k=4), 0, n=1)
    >>> sorted(set(table["kind"]))
    ['contrasting', 'representative']
    """
    label = model.label_of(topic)
    articles = model.measure.articles
    there = sorted(articles[by].dropna().unique())
    for name in outlets or []:
        check_choice("outlets", name, there)
    if n < 1:
        raise FramingError(f"n={n!r} is not allowed; give a whole number from 1.")
    wanted = list(outlets or there)
    shares = model.documents[label].dropna()
    chosen = articles.loc[shares.index]
    chosen = chosen[chosen[by].isin(wanted)].assign(share=shares)
    events = chosen[within] if within in chosen else pd.Series("", index=chosen.index)
    chosen = chosen.assign(event=events.astype("object"))
    foremost = chosen.sort_values("share", ascending=False, kind="stable").groupby(by)
    typical = _sentences(model, label, foremost.head(FOREMOST), by)
    typical = typical.sort_values("value", ascending=False, kind="stable")
    typical = (
        typical.drop_duplicates("article_id").groupby(by).head(n).assign(kind="representative")
    )

    both = chosen.dropna(subset=["event"]).groupby("event")[by].transform("nunique") >= 2
    shared = chosen.loc[both[both].index].sort_values("share", ascending=False, kind="stable")
    contrast = _sentences(model, label, shared.groupby(by).head(FOREMOST), by)
    prefers = topic_keyness(model, label, by, within).query("z >= 1")
    odds = {
        name: dict(zip(rows["term"], rows["log_odds"], strict=True))
        for name, rows in prefers.groupby(by)
    }
    contrast["value"] = [
        sum(odds.get(name, {}).get(word, 0.0) for word in set(text.casefold().split()))
        for name, text in zip(contrast[by], contrast["sentence_text"].map(_plain), strict=True)
    ]
    contrast = contrast[contrast["value"] > 0].sort_values("value", ascending=False, kind="stable")
    contrast = contrast.drop_duplicates("article_id").groupby(by).head(n).assign(kind="contrasting")
    table = pd.concat([typical, contrast], ignore_index=True)
    table["place"] = table.groupby(["kind", by]).cumcount() + 1
    columns = [by if name == "outlet" else name for name in COLUMNS]
    kind, rank = table["kind"] == "contrasting", table[by].map(wanted.index)
    return table.iloc[np.lexsort([rank, table["place"], kind])][columns].reset_index(drop=True)


def _plain(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "'-" else " " for letter in text)


def _sentences(model: Topics, label: str, articles: pd.DataFrame, by: str) -> pd.DataFrame:
    """The sentences that bring something to the topic, with their text."""
    tokens = model._counts.tokens
    rows = model.measure.select(label).evidence_of(articles.index)
    rows[by] = articles[by].reindex(rows["article_id"]).to_numpy()
    rows["event"] = articles["event"].reindex(rows["article_id"]).to_numpy()
    texts = [
        tokens.sentence_text(article, sentence)
        for article, sentence in zip(rows["article_id"], rows["sentence"], strict=True)
    ]
    rows["sentence_text"] = pd.Series(texts, index=rows.index, dtype="str")
    long = rows["sentence_text"].str.split().str.len() >= FEWEST_WORDS
    return rows[long].reset_index(drop=True)
