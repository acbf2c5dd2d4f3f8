"""Groups of copies: who has the text of whom, and how that is known."""

from __future__ import annotations

from collections import Counter
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import scipy.sparse as sp

from framing.corpus import Corpus
from framing.duplicates import shingles as words
from framing.duplicates.credits import SEVERAL, agencies, agencies_named, credits_of
from framing.duplicates.directions import sources
from framing.duplicates.paraphrases import paraphrased
from framing.duplicates.shingles import Pairs
from framing.parallel import map_chunks
from framing.tokens import Tokens, tokenize

KINDS = np.array(["exact", "near", "paraphrase"], object)  # the stronger first


def find_duplicates(corpus: Corpus, paraphrases: bool = True) -> pd.DataFrame:
    """Groups of articles that are copies of one another.

    Definition: an **exact** copy has the same words in the same order, apart from case, marks,
    white space and a line of credit at the beginning or the end.

    A **near** copy is shortened or lightly edited: of the sequences of five words (shingles;
    Broder 1997, doi:10.1109/SEQUEN.1997.666900) in the outlet's own voice, at least .65 of the
    shorter article's occur in the longer one; at least .30 where two outlets credit the same
    agency, or one the other. Quoted words are left out, since two outlets may quote the same
    statement without having copied from each other; where quotation marks are damaged all words
    count. So are sequences that an outlet prints in more than ten articles, which belong to its
    pages. Articles with fewer than 20 sequences of their own are copies only word for word.

    A **paraphrase** is another outlet's article in other words, be it by a machine, by translation
    there and back, or by an editor: names, numbers and, less so, words of five letters or more
    stand in the same order. Names and numbers weigh 8, words 1. The share of the lighter article
    that can be matched to the other, sentence by sentence without going back, is corrected for
    what its sentences reach in random order, and must then be .40 (.20 without quoted words). It
    takes eight names or numbers, which scripts without capitals seldom have, and 5 to 1,000
    sentences. An outlet's own follow-ups, which repeat what came before, are not compared. How
    often this errs is in the documentation, under Copies.

    Copies of copies are one group.

    Arguments:
        paraphrases: whether to look for them; without, groups are of exact and near copies.

    Returns:
        One row an article of a group, the groups in the order of their first articles, in each the
        earliest article first (of several the longest, then the smallest id):

        - `group`: int, from 0
        - `article_id`
        - `kind`: "exact" if another article of the group has the same words, else "near" if one
          is a near copy of it, else "paraphrase"
        - `overlap`: the share of the article's shingles that the group's first article has too,
          float; 1 for the first article and exact copies of it. For a paraphrase the share, before
          correction, of names, numbers and words that stand in order
        - `copied_from`: the article of the group that it has its text from, as far as credits or
          dates tell; NaN for the source, and where they do not
        - `direction`: how that is known. "credit": the article names the other's outlet as its
          source. "date": the other has an earlier date
        - `credit`: an agency (or outlet) that the article is credited to and another article of
          the group as well, or that is the other's outlet; else NaN. Where it is an agency, both
          may have the text from there, and `copied_from` says only who printed it first

    >>> frame = pd.DataFrame({
    ...     "outlet": ["A", "B", "C"], "date": ["2025-03-02", "2025-03-03", "2025-03-03"],
    ...     "text": ["Rain fell on Tolby. (AFP)", "RAIN FELL ON TOLBY (AFP)", "It was dry."],
    ... })
    >>> find_duplicates(Corpus.from_frame(frame))
       group article_id   kind  overlap copied_from direction credit
    0      0          0  exact      1.0         NaN       NaN    AFP
    1      0          1  exact      1.0           0      date    AFP
    """
    tokens = tokenize(corpus)
    known = _remembered.setdefault(tokens, {})
    if paraphrases not in known:
        known.update(_tables(tokens, paraphrases))
    return known[paraphrases].copy()


# Remembered as long as the tokens are, since a study asks for all copies and for reprints alone.
_remembered: WeakKeyDictionary[Tokens, dict[bool, pd.DataFrame]] = WeakKeyDictionary()


_credited: WeakKeyDictionary[Tokens, list[tuple[str, ...]]] = WeakKeyDictionary()


def credited_agencies(corpus: Corpus) -> pd.Series:
    """The agencies that each article is credited to, joined by "; "; NaN where there is none.

    Credits are looked for at the beginning and the end of the text, in `author` and in `agency`.
    An agency that is the outlet itself is left out.
    """
    tokens = tokenize(corpus)
    if tokens not in _credited:
        in_texts = [found for part in map_chunks(credits_of, tokens) for found in part]
        _credited[tokens] = agencies(tokens.articles, in_texts)
    named = ["; ".join(found) or None for found in _credited[tokens]]
    return pd.Series(named, tokens.articles.index, dtype="str", name="credit")


def _tables(tokens: Tokens, paraphrases: bool) -> dict[bool, pd.DataFrame]:
    """The table without paraphrases (False) and, if they are looked for, with them (True)."""
    parts = map_chunks(words.prints, tokens)
    articles = tokens.articles
    n = len(articles)
    rank = _rank(articles)
    first = words.first_of_same([digest for part in parts for digest in part.digests], rank)
    outlet = pd.factorize(articles["outlet"])[0]
    in_texts = [found for part in parts for found in part.credits]
    credited = _credited[tokens] = agencies(articles, in_texts)

    counts = [(len(part.digests), part.article, part.shingle) for part in parts]
    shingles, size = words.shared_values(counts)
    single = first == np.arange(n)
    shingles, size = words.without_furniture(shingles, size, np.where(single, outlet, -1))
    able = np.flatnonzero(single & (size >= words.FEWEST))
    near = words.sharing(shingles, size, able, words.CREDITED)
    near = near.take((near.overlap >= words.NEAR) | _share_credit(near, articles, credited))

    copies = np.flatnonzero(~single)
    exact = Pairs(first[copies], copies, np.ones(len(copies)))
    found = {False: _linked([exact, near])}
    if paraphrases:
        group = _components(found[False], n)
        found[True] = _linked([exact, near, paraphrased(tokens, outlet, group, single)])
    return {
        which: _table(tokens, links, rank, first, shingles, size, credited)
        for which, links in found.items()
    }


def _linked(pairs: list[Pairs]) -> pd.DataFrame:
    """The pairs of each kind as one table: `one`, `other`, `overlap`, `kind` (its number)."""
    frames = [pd.DataFrame(found._asdict()).assign(kind=k) for k, found in enumerate(pairs)]
    return pd.concat(frames, ignore_index=True)


def _components(links: pd.DataFrame, n: int) -> np.ndarray:
    graph = sp.coo_array((np.ones(len(links)), (links["one"], links["other"])), (n, n))
    return sp.csgraph.connected_components(graph, directed=False)[1]


def _table(
    tokens: Tokens,
    links: pd.DataFrame,
    rank: np.ndarray,
    first: np.ndarray,
    shingles: sp.csr_array,
    size: np.ndarray,
    credited: list[tuple[str, ...]],
) -> pd.DataFrame:
    articles = tokens.articles
    n = len(articles)
    label = _components(links, n)
    members = np.flatnonzero(np.bincount(label, minlength=1)[label] > 1)
    members = members[np.argsort(rank[members])]
    group = pd.factorize(label[members])[0]
    members, group = members[np.argsort(group, kind="stable")], np.sort(group)
    head = members[np.searchsorted(group, group)]

    ends = pd.concat([links, links.rename(columns={"one": "other", "other": "one"})])
    ends = ends.groupby("one").agg(kind=("kind", "min"), overlap=("overlap", "max"))
    ends = ends.reindex(members)
    kind = ends["kind"].to_numpy(np.int64)
    in_common = (shingles[members] * shingles[head]).sum(axis=1)
    with np.errstate(invalid="ignore"):
        overlap = np.where(kind == 2, ends["overlap"], in_common / size[members])
    overlap[(first[members] == first[head]) | (members == head)] = 1.0

    ids = articles.index.to_numpy(object)
    source, why = sources(tokens, links, rank)
    return pd.DataFrame(
        {
            "group": group.astype("int64"),
            "article_id": pd.array(ids[members], dtype="str"),
            "kind": pd.array(KINDS[kind], dtype="str"),
            "overlap": overlap,
            "copied_from": pd.array(
                [ids[at] if at >= 0 else None for at in source[members]], dtype="str"
            ),
            "direction": pd.array(why[members], dtype="str"),
            "credit": pd.array(
                _common_credits(group, members, credited, articles["outlet"]),
                dtype="str",
            ),
        }
    )


def _rank(articles: pd.DataFrame) -> np.ndarray:
    """The place of each article: earlier, then longer, then by id; int64 (n_articles,)."""
    keys = pd.DataFrame({"article_id": articles.index})
    keys["date"] = articles["date"].to_numpy() if "date" in articles else pd.NaT
    keys["length"] = -articles["n_words"].to_numpy()
    order = keys.sort_values(["date", "length", "article_id"]).index
    rank = np.empty(len(articles), np.int64)
    rank[order] = np.arange(len(articles))
    return rank


def _share_credit(
    pairs: Pairs, articles: pd.DataFrame, credited: list[tuple[str, ...]]
) -> np.ndarray:
    """Whether two articles of different outlets credit the same agency, or one the other."""
    outlets = articles["outlet"].tolist()
    shared = np.zeros(len(pairs.one), bool)
    for number, (a, b) in enumerate(zip(pairs.one.tolist(), pairs.other.tolist(), strict=True)):
        if outlets[a] != outlets[b] and (credited[a] or credited[b]):
            named = _known_as(outlets[a], credited[a]) & _known_as(outlets[b], credited[b])
            shared[number] = bool(named)
    return shared


def _known_as(outlet: str, credit: tuple[str, ...]) -> set[str]:
    """The agencies an article is credited to, and its outlet, which may be one."""
    return {outlet, *agencies_named(outlet), *credit} - {SEVERAL}


def _common_credits(
    group: np.ndarray, members: np.ndarray, credited: list[tuple[str, ...]], outlets: pd.Series
) -> list[str | None]:
    """The agencies of each member that another one of its group is credited to, or is."""
    known = [_known_as(outlets.iloc[at], credited[at]) for at in members]
    counts = [Counter[str]() for _ in range(int(group.max(initial=-1)) + 1)]
    for number, names in zip(group.tolist(), known, strict=True):
        counts[number].update(names)
    common = (
        "; ".join(name for name in credited[at] if counts[number][name] > 1)
        for number, at in zip(group.tolist(), members.tolist(), strict=True)
    )
    return [names or None for names in common]
