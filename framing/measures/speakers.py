"""Speakers: who is quoted, by outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import check_choice
from framing.measures._groups import OTHER, Grouping, Groups
from framing.measures._kinds import UNCLEAR
from framing.measures._speech import speech_of
from framing.parallel import map_chunks
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.tokens import Chunk

SURE = 2 / 3  # share of one full name among all with a last name, for that to stand for it
FEWEST = 3  # articles with the full name


def speakers(
    tokens: Tokens | Corpus, by: str | None = "outlet", groups: Groups = None
) -> pd.DataFrame:
    """Who is quoted, how often and with how many words.

    A table to read, and to make groups of speakers from: fill its column ``group`` by hand, save
    it, and give it to `sourcing` as `groups`.

    Parameters
    ----------
    tokens : Tokens or Corpus
    by : str, optional
        A column of the articles, whose values are taken apart; None for all articles together.
    groups : optional
        As for `sourcing`.

    Returns
    -------
    DataFrame
        The most quoted first, for each value of `by` in turn:

        - the column `by`
        - ``speaker``: the name, or the words for a speaker without one. A last name that stands
          alone in its article is taken for the full name that it has in three other articles at
          least, where two thirds of the full names with it are the same.
        - ``group``: the kind of speaker, or the group of `groups`, of most of the quotations for
          which it is known
        - ``role``: the words by which most articles told the kind, "" if none did
        - ``named``: whether it is a name
        - ``n_articles``, ``n_quotations`` (with quotation marks or without), ``quoted_words``
          (between marks), ``reported_words`` (without)

        Quotations without a speaker are left out, and so are articles whose quotation marks do
        not add up.

    Examples
    --------
    >>> import framing as fr
    >>> table = speakers(fr.example(), by=None)
    >>> table["quoted_words"].is_monotonic_decreasing
    True
    """
    tokens = tokenize(tokens)
    grouping = Grouping.of(groups)
    articles = tokens.articles
    if by is not None:
        check_choice("by", by, articles.columns)
    frames = map_chunks(_chunk_speakers, tokens, grouping)
    rows = pd.concat(frames, ignore_index=True) if frames else _empty()
    rows["speaker"] = _full_names(rows)
    if by is not None:
        rows.insert(0, by, articles[by].reindex(rows["article_id"]).to_numpy())
    keys = ["speaker", "named"] if by is None else [by, "speaker", "named"]
    grouped = rows.groupby(keys, sort=False, dropna=True)
    table = grouped.agg(
        n_articles=("article_id", "nunique"),
        n_quotations=("group", "size"),
        quoted_words=("quoted_words", "sum"),
        reported_words=("reported_words", "sum"),
    )
    for name in ("group", "role"):
        found = _commonest(rows[~rows[name].isin(["", UNCLEAR, OTHER])], keys, name)
        if name == "group":
            found = found.combine_first(_commonest(rows, keys, name))
        table[name] = found.reindex(table.index, fill_value="").astype("str")
    table = table.reset_index()
    order = ["quoted_words", "n_quotations", "speaker"]
    rising = [False, False, True]
    if by is not None:
        order, rising = [by, *order], [True, *rising]
    table = table.sort_values(order, ascending=rising, ignore_index=True)
    first = [] if by is None else [by]
    counts = ["n_articles", "n_quotations", "quoted_words", "reported_words"]
    return table[[*first, "speaker", "group", "role", "named", *counts]]


def _chunk_speakers(chunk: Chunk, grouping: Grouping) -> pd.DataFrame:
    found = speech_of(chunk)
    n = len(found.article)
    groups = np.array(grouping.categories, dtype=object)[grouping.codes(found)]
    marked = np.bincount(found.quotation, found.words * found.marked, n)
    every = np.bincount(found.quotation, found.words, n)
    table = pd.DataFrame(
        {
            "article_id": pd.Series(chunk.article_ids[found.article], dtype="str"),
            "speaker": pd.Series(found.speaker, dtype="str"),
            "named": found.named,
            "group": pd.Series(groups, dtype="str"),
            "role": pd.Series(found.role, dtype="str").str.casefold(),
            "quoted_words": marked.astype(np.int64),
            "reported_words": (every - marked).astype(np.int64),
        }
    )
    return table[chunk.quotes_reliable[found.article] & (found.speaker != "")]


def _empty() -> pd.DataFrame:
    columns = ["article_id", "speaker", "named", "group", "role", "quoted_words", "reported_words"]
    kinds = {"named": "bool", "quoted_words": "int64", "reported_words": "int64"}
    return pd.DataFrame({name: [] for name in columns}).astype(
        {name: kinds.get(name, "str") for name in columns}
    )


def _full_names(rows: pd.DataFrame) -> pd.Series:
    """Last names that stand alone, led back to the full name they have in other articles."""
    names = rows.loc[rows["named"], ["article_id", "speaker"]].drop_duplicates()["speaker"]
    full = names[names.str.contains(" ", regex=False)]
    counts = full.groupby([full.str.rsplit(n=1).str[-1], full]).size()
    counts.index.names = ["last", "full"]
    share = counts / counts.groupby("last").transform("sum")
    sure = share[(share >= SURE) & (counts >= FEWEST)].reset_index("full")["full"]
    led_back = rows["speaker"].map(sure).astype("str").where(rows["named"])
    return led_back.fillna(rows["speaker"])


def _commonest(rows: pd.DataFrame, keys: list[str], name: str) -> pd.Series:
    """The value that most rows of each key have, the first in the alphabet of several."""
    counts = rows.groupby([*keys, name]).size().reset_index(name="n")
    counts = counts.sort_values(["n", name], ascending=[False, True], kind="stable")
    return counts.drop_duplicates(keys).set_index(keys)[name]
