"""Rivals: terms in like contexts that different outlets put in the same place of one event."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.measures._voice import Voice
from framing.measures.terms import FUNCTION_WORDS, Terms, find_terms, like_terms, neighbours_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

MOST_IN_PLACE = 12  # terms in one place: beyond that it tells nothing
LARGEST_SET = 5
APART = 0.01  # share of a term's uses that stand in "A and B"
TOGETHER = 0.03  # and directly before or behind the other
SPELLING = 0.8  # likeness of letters from which two terms are spellings of one
PER = 100  # places are counted per hundred uses
HALF = 0.3  # what a place with one word beside it counts
LIFT, MOST_LIFT = 0.15, 3.0  # what reports of the same events count
_PEOPLES = ("ian", "ean", "ish", "ese", "man", "can", "nch", "utch", "iwi", "raqi", "audi")
_ENDINGS = frozenset(["", *"s es e ed d ing er ers ion ation ee al y".split()])
_JOINED = frozenset(["and", "or", ",", "/", "&", "versus", "vs"])


@dataclass(frozen=True)
class Uses:
    """Terms with what is known of each use.

    terms : Terms
    neighbours : folded words at four places around each use
    group, event : int64 (n_uses,), numbers of outlet and event; event −1 where only one outlet
        reports it or there is none
    groups : list of outlets
    content : bool (n_folded,), words that are no function words
    """

    terms: Terms
    neighbours: list[Ints]
    article: Ints
    group: Ints
    event: Ints
    groups: list[Any]
    content: Bools

    @classmethod
    def of(
        cls, chunk: Chunk, articles: pd.DataFrame, by: str, within: str, least: int, voice: Voice
    ) -> Uses:
        folded = chunk.types.folded[chunk.ids].astype(np.int64)
        terms = find_terms(chunk, least, voice)
        group, groups = pd.factorize(articles[by].astype(object), sort=False)
        event, _ = pd.factorize(articles[within].astype(object), sort=False)
        shared = articles.groupby(within)[by].transform("nunique").fillna(0).to_numpy() > 1
        event = np.where(shared & (group >= 0), event, -1)
        article = chunk.token_article[terms.start].astype(np.int64)
        is_word = np.zeros(len(chunk.types.folded_strings), dtype=bool)
        is_word[chunk.types.folded] = chunk.types.is_word
        plain = [string not in FUNCTION_WORDS for string in chunk.types.folded_strings]
        return cls(
            terms=terms,
            neighbours=neighbours_of(chunk, terms, folded),
            article=article,
            group=group[article].astype(np.int64),
            event=event[article].astype(np.int64),
            groups=list(groups),
            content=is_word & np.array(plain, dtype=bool),
        )


def rivals(chunk: Chunk, uses: Uses, places: pd.DataFrame, min_events: int) -> pd.DataFrame:
    """Pairs of terms that pass the three conditions, best first.

    Columns: ``one``, ``other``, ``likeness``, ``score``.
    """
    one, other, likeness = like_terms(uses.terms, uses.neighbours)
    both, lift = _reports(uses, one, other)
    found = pd.DataFrame({"one": one, "other": other, "likeness": likeness, "lift": lift})
    found = found[both >= min_events]
    counted = places.groupby(["one", "other"]).agg(
        places=("weight", "sum"), events=("event", "nunique")
    )
    found = found.merge(counted.reset_index(), on=["one", "other"])
    pair = found["one"].to_numpy(), found["other"].to_numpy()
    counts = uses.terms.counts
    fewer = np.minimum(counts[pair[0]], counts[pair[1]])
    apart = _side_by_side(chunk, uses.terms, pair, joined=True) > APART * fewer
    together = _side_by_side(chunk, uses.terms, pair, joined=False) > TOGETHER * fewer
    alike = [variants(uses.terms, *numbers) for numbers in zip(*pair, strict=True)]
    rate = PER * found["places"] / np.sqrt(counts[pair[0]] * counts[pair[1]])
    chosen = np.log1p(rate) * (1 - 0.5 ** found["events"]) + LIFT * found["lift"]
    found = found.assign(score=found["likeness"] * chosen)
    found = found[~apart & ~together & ~np.array(alike, dtype=bool)]
    # Equal scores come in the order of the alphabet, whatever the order of the articles.
    written = np.sort(np.array(uses.terms.written, dtype=object)[found[["one", "other"]]], axis=1)
    found = found.assign(score=found["score"].round(6), first=written[:, 0], second=written[:, 1])
    found = found.sort_values(["score", "first", "second"], ascending=[False, True, True])
    return found[["one", "other", "likeness", "score"]].reset_index(drop=True)


def _reports(uses: Uses, one: Ints, other: Ints) -> tuple[Ints, Floats]:
    """In how many events reports have both terms of each pair, and the logarithm of how many times
    as many that is as by chance, 0 to 3."""
    from scipy.sparse import csc_array

    there = uses.event >= 0
    _, event = np.unique(uses.event[there], return_inverse=True)
    shape = (int(event.max(initial=-1)) + 1, len(uses.terms))
    table = csc_array((np.ones(len(event)), (event, uses.terms.term[there])), shape=shape)
    table.sum_duplicates()
    table.data[:] = 1
    both = table[:, one].multiply(table[:, other]).sum(axis=0)
    of_term = table.sum(axis=0)
    lift = np.log((both + 0.5) * max(shape[0], 1) / (of_term[one] * of_term[other] + 1))
    return both.astype(np.int64), np.clip(lift, 0, MOST_LIFT)


def places_of(uses: Uses) -> pd.DataFrame:
    """Places of an event where different outlets put different terms.

    Columns: ``one``, ``other`` (terms, the lower number first), ``event``, ``weight``,
    ``use_one``, ``use_other`` (numbers of a use of each).
    """
    before2, before, behind, behind2 = uses.neighbours
    nothing = np.full_like(before, -1)
    content = np.append(uses.content, False)
    frames = []
    for kind, (left, right, weight) in enumerate(
        (
            (before, behind, 1.0),
            (before2, before, 1.0),
            (behind, behind2, 1.0),
            (before, nothing, HALF),
            (nothing, behind, HALF),
        )
    ):
        told = (uses.event >= 0) & (content[left] | content[right])
        if weight == 1:
            told &= (left >= 0) & (right >= 0)
        at = np.flatnonzero(told)
        place = {"kind": kind, "event": uses.event[at], "left": left[at], "right": right[at]}
        who = {"term": uses.terms.term[at], "group": uses.group[at], "use": at, "weight": weight}
        frames.append(pd.DataFrame({**place, **who}))
    keys = ["kind", "event", "left", "right"]
    table = pd.concat(frames, ignore_index=True)
    table = table.drop_duplicates([*keys, "term", "group"])
    table["place"] = table.groupby(keys, sort=False).ngroup()
    n_terms = table.groupby("place")["term"].transform("nunique")
    table = table[(n_terms > 1) & (n_terms < MOST_IN_PLACE)]
    table = table[["place", "event", "weight", "term", "group", "use"]]
    met = table.merge(table, on=["place", "event", "weight"], suffixes=("_one", "_other"))
    met = met[(met["term_one"] < met["term_other"]) & (met["group_one"] != met["group_other"])]
    met = met.drop_duplicates(["place", "term_one", "term_other"])
    met = met.rename(columns={"term_one": "one", "term_other": "other"})
    return met[["one", "other", "event", "weight", "use_one", "use_other"]]


def _side_by_side(chunk: Chunk, terms: Terms, pair: tuple[Ints, Ints], joined: bool) -> Ints:
    """How often a term of each pair stands behind the other: directly, or after "and"."""
    n = len(terms)
    behind = terms.end
    if joined:
        strings = chunk.types.folded_strings
        joins = np.array([string in _JOINED for string in strings], dtype=bool)
        join_at = np.append(joins[chunk.types.folded[chunk.ids]], False)
        behind = np.where(join_at[terms.end], terms.end + 1, -1)
    starts = np.sort(terms.start * n + terms.term)
    by_term = np.argsort(terms.term, kind="stable")
    first = np.searchsorted(terms.term[by_term], np.arange(n + 1))
    total = np.zeros(len(pair[0]), dtype=np.int64)
    for number, both in enumerate(zip(*pair, strict=True)):
        for one, other in (both, both[::-1]):
            at = behind[by_term[first[one] : first[one + 1]]]
            wanted = at[at >= 0] * n + other
            place = np.minimum(np.searchsorted(starts, wanted), len(starts) - 1)
            total[number] += int((starts[place] == wanted).sum())
    return total


def variants(terms: Terms, one: int, other: int) -> bool:
    """Whether two terms are forms of one another, or two peoples."""
    names = terms.written[one], terms.written[other]
    words = [[_stem(word) for word in name.replace("-", " ").lower().split()] for name in names]
    if set(words[0]) <= set(words[1]) or set(words[1]) <= set(words[0]):
        return True
    if words[0][-1] == words[1][0] or words[1][-1] == words[0][0]:
        return True
    if all(name[0].isupper() and name.lower().endswith(_PEOPLES) for name in names):
        return True
    lower = [name.lower() for name in names]
    stem = _common_start(*lower)
    if len(stem) > 3 and all(
        name.removeprefix(stem).lstrip(stem[-1]) in _ENDINGS for name in lower
    ):
        return True
    return SequenceMatcher(None, lower[0], lower[1]).ratio() > SPELLING


def _common_start(one: str, other: str) -> str:
    different = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return one[: next(different, min(len(one), len(other)))]


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


def sets_of(pairs: pd.DataFrame, n: int) -> list[list[int]]:
    """Pairs in their order, joined to sets in which every two are a pair."""
    rivals_of: dict[int, set[int]] = {}
    for one, other in zip(pairs["one"], pairs["other"], strict=True):
        rivals_of.setdefault(one, set()).add(other)
        rivals_of.setdefault(other, set()).add(one)
    sets: list[list[int]] = []
    place: dict[int, int] = {}
    for one, other in zip(pairs["one"], pairs["other"], strict=True):
        if one in place and other in place:
            continue
        if one not in place and other not in place:
            place[one] = place[other] = len(sets)
            sets.append([one, other])
            continue
        known, new = (one, other) if one in place else (other, one)
        members = sets[place[known]]
        if len(members) < LARGEST_SET and rivals_of[new].issuperset(members):
            members.append(new)
            place[new] = place[known]
    return sets[:n]
