"""Opinion beside news: whether outlets differ in the mix of what is compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

UNLIKE = 0.1  # difference between two shares of articles that are not news
FEWEST = 5  # articles whose genre is known, on either side


def genre_mix(articles: pd.DataFrame, by: str = "outlet", reference: Any = None) -> pd.DataFrame:
    """How much of each outlet's articles is news, against the others'.

    A comparison of wording sets opinion against news where one outlet's articles are opinion more
    often than the others', and what it shows may be the genre and not the outlet.

    Parameters
    ----------
    articles : DataFrame
        Columns `by` and, if known, ``genre``; articles whose genre is missing are left out.
    by : str
        The column whose values are compared.
    reference : value of `by` or list of them, optional
        Set each outlet against these, and not against all others.

    Returns
    -------
    DataFrame
        A row for each value of `by`: ``n_articles``, ``n_known`` (with a genre), ``not_news`` and
        ``not_news_others`` (shares of those known whose genre is not ``"news"``, NaN where fewer
        than five are known), ``unlike`` (whether the two shares differ by .1 or more).

    Examples
    --------
    >>> articles = pd.DataFrame({"outlet": list("AB") * 5,
    ...                          "genre": ["news", "opinion"] + ["news"] * 8})
    >>> genre_mix(articles)["unlike"].tolist()
    [True, True]
    """
    name = articles[by]
    known = articles["genre"].notna() if "genre" in articles else pd.Series(False, articles.index)
    other = known & (articles["genre"] != "news") if "genre" in articles else known
    table = pd.DataFrame({"n_articles": name.notna(), "n_known": known, "other": other})
    table = table.groupby(name, sort=True).sum()
    if reference is None:
        others = table.sum() - table
    else:
        chosen = table.loc[reference if isinstance(reference, list) else [reference]].sum()
        others = pd.DataFrame([chosen] * len(table), table.index)
    share = (table["other"] / table["n_known"]).where(table["n_known"] >= FEWEST)
    share_others = (others["other"] / others["n_known"]).where(others["n_known"] >= FEWEST)
    return pd.DataFrame(
        {
            "n_articles": table["n_articles"],
            "n_known": table["n_known"],
            "not_news": share.astype("float64"),
            "not_news_others": share_others.astype("float64"),
            "unlike": np.abs(share - share_others) >= UNLIKE - 1e-9,
        }
    )


def cautions(mix: pd.DataFrame) -> dict[Any, str]:
    """A sentence for each outlet whose mix is unlike the others'."""
    return {
        name: f"{row.not_news:.0%} of its articles are not news, of the others' "
        f"{row.not_news_others:.0%}"
        for name, row in mix[mix["unlike"]].iterrows()
    }
