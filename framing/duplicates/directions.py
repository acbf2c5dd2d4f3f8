"""Directions: which of two copies has its text from the other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.duplicates.credits import names_outlet
from framing.tokens import Tokens

FEWEST_WORDS = 4


def sources(tokens: Tokens, links: pd.DataFrame, rank: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each article has its text from, and how that is known.

    `links` has a row for each pair of copies, `one`, `other` and `overlap`. Of several sources the
    one with the most overlap is taken, then the earliest. Of texts with fewer than four words,
    which are what a scraper left, nothing is said.

    Returns:
        int64 (n_articles,), the source, −1 where none is known; object (n_articles,), "credit",
        "date" or None.
    """
    enough = tokens.articles["n_words"].to_numpy() >= FEWEST_WORDS
    links = links[enough[links["one"]] & enough[links["other"]]]
    one, other = links["one"].to_numpy(), links["other"].to_numpy()
    later = _later(tokens.articles, one, other)
    why = np.full(len(later), "date", object)
    outlets, ids = tokens.articles["outlet"].tolist(), tokens.articles.index
    for row, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        if outlets[a] == outlets[b]:
            continue
        named = _named(tokens, ids[b], outlets[a]) - _named(tokens, ids[a], outlets[b])
        if named:
            later[row], why[row] = named, "credit"

    known = later != 0
    found = pd.DataFrame(
        {
            "copy": np.where(later > 0, other, one)[known],
            "source": np.where(later > 0, one, other)[known],
            "overlap": links["overlap"].to_numpy()[known],
            "why": why[known],
        }
    )
    found["rank"] = rank[found["source"]]
    found = found.sort_values(["copy", "overlap", "rank"], ascending=[True, False, True])
    found = found.drop_duplicates("copy")
    source, reason = np.full(len(rank), -1), np.full(len(rank), None, object)
    source[found["copy"]], reason[found["copy"]] = found["source"], found["why"]
    return source, reason


def _named(tokens: Tokens, article_id: str, outlet: str) -> int:
    return int(names_outlet(tokens.text_of(article_id), outlet))


def _later(articles: pd.DataFrame, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """1 where the other article is dated later, −1 where earlier, 0 where that is not known.

    Times of day count where both articles have one; midnight is taken for none.
    """
    if "date" not in articles:
        return np.zeros(len(one), np.int64)
    time = articles["date"].to_numpy("datetime64[us]")
    day = time.astype("datetime64[D]")
    timed = (time != day)[one] & (time != day)[other]
    times = np.where(timed, time[other] - time[one], (day[other] - day[one]).astype("m8[us]"))
    return np.where(np.isnat(times), 0, np.sign(times.astype(np.int64)))
