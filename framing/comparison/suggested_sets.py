"""Sets of rival names proposed from a corpus: like terms between which outlets choose."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.families import q_values
from framing.errors import FramingError, check_choice
from framing.measures._voice import VOICES, Voice
from framing.measures.terms import FUNCTION_WORDS, Terms, find_terms, like_terms, neighbours_of
from framing.tokens import tokenize
from framing.tokens.store import join

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

COLUMNS = [
    "set",
    "name",
    "patterns",
    "likeness",
    "n",
    "n_articles",
    "n_events",
    "n_places",
    "outlet",
    "p_value",
    "q_value",
    "example",
]
MOST_IN_PLACE = 12  # terms in one place: beyond that it tells nothing
LARGEST_SET = 5
APART = 0.01  # share of a term's uses that stand in "A and B"
TOGETHER = 0.03  # and directly before or behind the other
SPELLING = 0.8  # likeness of letters from which two terms are spellings of one
PER = 100  # places are counted per hundred uses
HALF = 0.3  # what a place with one word beside it counts
LIFT, MOST_LIFT = 0.15, 3.0  # what reports of the same events count
MOST_ARTICLES = 20_000
AROUND = 45  # characters of an example on either side
_PEOPLES = ("ian", "ean", "ish", "ese", "man", "can", "nch", "utch", "iwi", "raqi", "audi")
_ENDINGS = frozenset(["", *"s es e ed d ing er ers ion ation ee al y".split()])
_JOINED = frozenset(["and", "or", ",", "/", "&", "versus", "vs"])


def suggest_sets(
    tokens: Tokens | Corpus,
    n: int = 25,
    by: str = "outlet",
    within: str = "event",
    *,
    voice: Voice = "all",
    min_count: int = 20,
    min_events: int = 3,
    permutations: int = 499,
    seed: int = 0,
) -> pd.DataFrame:
    """Propose sets of rival names: terms in like contexts between which outlets choose.

    Terms are words and phrases of up to three words, singular and plural as one. Two are proposed
    as rivals if

    1. each is among the ten terms whose contexts in the whole corpus are most like the other's
       (see `framing.measures.terms.like_terms`);
    2. both stand in reports of the same events, `min_events` at least, and in one of them
       different outlets put the one and the other in the same place: between, before or behind the
       same two words, not both function words ("the revised travel ban" and "the revised executive
       order"), or, counted for less, beside the same word that is none;
    3. they are not told apart: seldom joined by "and" or a comma, seldom side by side, not one
       within the other, not two spellings of a word, not two nationalities.

    Pairs are ranked by likeness · (log(1 + 100 p / √(n₁n₂)) (1 − 2^−e) + 0.15 l), with p places in
    e events, n the uses, and l (0 to 3) the logarithm of how many times as often both are in the
    reports of an event as chance would have it. They are joined to sets in that order; a set takes
    a name that is a rival of all its names.

    What is proposed is to be read before it is used: see the column ``example``. How many are names
    for one thing is told in docs/word-choice.md.

    Parameters
    ----------
    tokens : Tokens or Corpus
        With events; without them nothing tells that two articles speak of one thing. Of more than
        20,000 articles on shared events as many are taken, evenly spread.
    n : int
        At most so many sets.
    by, within : str
        Columns of the articles: who chooses, and what they report.
    voice : {"all", "own", "quoted"}
        Whose words may be names.
    min_count : int
        Fewest uses of a term.
    min_events : int
        Fewest events in whose reports both names stand; 1 suits a corpus of few events.
    permutations, seed : int
        Of the test.

    Returns
    -------
    DataFrame
        A row a name, sets and in them names by rank and use; can be given to `word_choice` whole
        or in part.

        - ``set``: its names joined by " / "; ``name``: as mostly written; ``patterns``: its forms,
          parted by "; "
        - ``likeness``: of contexts, 0 to 1, mean over the set's pairs
        - ``n``, ``n_articles``: uses of the name, and articles with one
        - ``n_events``, ``n_places``: events in which, and places where, outlets chose differently
          within the set
        - ``outlet``: the one that uses the name most often beyond its due on shared events
        - ``p_value``: whether the choice depends on the outlet, from exchanging outlets' uses
          within events; ``q_value`` over the sets proposed (Benjamini and Hochberg). The sets were
          found in the same articles, so that this is a description: test a set on others.
        - ``example``: a use in one of the places

    Raises
    ------
    FramingError
        If `n`, `min_count` or `permutations` is no positive number, or a column is missing.

    Notes
    -----
    What is English here: function words, plurals, names of peoples, and which words stand before
    nouns. In other languages fewer terms are found, or none.

    Examples
    --------
    >>> import framing as fr
    >>> sets = suggest_sets(fr.example(), n=3, min_count=5, min_events=1, permutations=99)
    >>> sets.columns[:3].tolist()
    ['set', 'name', 'patterns']
    """
    check_choice("voice", voice, VOICES)
    whole = {"n": n, "min_count": min_count, "min_events": min_events, "permutations": permutations}
    for name, value in whole.items():
        if value < 1:
            raise FramingError(f"{name}={value!r} is not allowed; give a whole number from 1.")
    tokens = tokenize(tokens)
    check_choice("by", by, tokens.articles.columns)
    check_choice("within", within, tokens.articles.columns)
    if tokens.n_articles > MOST_ARTICLES:
        tokens = _some(tokens, by, within)
    chunk = join(list(tokens.chunks()))
    uses = _Uses.of(chunk, tokens.articles, by, within, min_count, voice)
    pairs = _rivals(chunk, uses, min_events)
    sets = _joined(pairs, n)
    return _table(chunk, uses, pairs, sets, permutations, seed)


def _some(tokens: Tokens, by: str, within: str) -> Tokens:
    articles = tokens.articles
    shared = articles.groupby(within)[by].transform("nunique") > 1
    wanted = articles.index[shared.fillna(False).to_numpy(dtype=bool)]
    step = max(1, -(-len(wanted) // MOST_ARTICLES))
    return tokens.select(wanted[::step])


@dataclass(frozen=True)
class _Uses:
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
    ) -> _Uses:
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


def _rivals(chunk: Chunk, uses: _Uses, min_events: int) -> pd.DataFrame:
    """Pairs of terms that pass the three conditions, best first.

    Columns: ``one``, ``other``, ``likeness``, ``score``.
    """
    one, other, likeness = like_terms(uses.terms, uses.neighbours)
    both, lift = _reports(uses, one, other)
    found = pd.DataFrame({"one": one, "other": other, "likeness": likeness, "lift": lift})
    found = found[both >= min_events]
    counted = (
        _places(uses)
        .groupby(["one", "other"])
        .agg(places=("weight", "sum"), events=("event", "nunique"))
    )
    found = found.merge(counted.reset_index(), on=["one", "other"])
    pair = found["one"].to_numpy(), found["other"].to_numpy()
    counts = uses.terms.counts
    fewer = np.minimum(counts[pair[0]], counts[pair[1]])
    apart = _side_by_side(chunk, uses.terms, pair, joined=True) > APART * fewer
    together = _side_by_side(chunk, uses.terms, pair, joined=False) > TOGETHER * fewer
    alike = [_variants(uses.terms, *numbers) for numbers in zip(*pair, strict=True)]
    rate = PER * found["places"] / np.sqrt(counts[pair[0]] * counts[pair[1]])
    chosen = np.log1p(rate) * (1 - 0.5 ** found["events"]) + LIFT * found["lift"]
    found = found.assign(score=found["likeness"] * chosen)
    found = found[~apart & ~together & ~np.array(alike, dtype=bool)]
    # Equal scores come in the order of the alphabet, whatever the order of the articles.
    written = np.sort(np.array(uses.terms.written, dtype=object)[found[["one", "other"]]], axis=1)
    found = found.assign(score=found["score"].round(6), first=written[:, 0], second=written[:, 1])
    found = found.sort_values(["score", "first", "second"], ascending=[False, True, True])
    return found[["one", "other", "likeness", "score"]].reset_index(drop=True)


def _reports(uses: _Uses, one: Ints, other: Ints) -> tuple[Ints, Floats]:
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


def _places(uses: _Uses) -> pd.DataFrame:
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
    gaps = [terms.end]
    if joined:
        strings = chunk.types.folded_strings
        joins = np.array([string in _JOINED for string in strings], dtype=bool)
        join_at = np.append(joins[chunk.types.folded[chunk.ids]], False)
        gaps = [np.where(join_at[terms.end], terms.end + 1, -1)]
    starts = np.sort(terms.start * n + terms.term)
    total = np.zeros(len(pair[0]), dtype=np.int64)
    by_term = np.argsort(terms.term, kind="stable")
    first = np.searchsorted(terms.term[by_term], np.arange(n + 1))
    for gap in gaps:
        for number, both in enumerate(zip(*pair, strict=True)):
            for a, b in (both, both[::-1]):
                at = gap[by_term[first[a] : first[a + 1]]]
                wanted = at[at >= 0] * n + b
                place = np.minimum(np.searchsorted(starts, wanted), len(starts) - 1)
                total[number] += int((starts[place] == wanted).sum())
    return total


def _variants(terms: Terms, one: int, other: int) -> bool:
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
    return SequenceMatcher(None, *lower).ratio() > SPELLING


def _common_start(one: str, other: str) -> str:
    different = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return one[: next(different, min(len(one), len(other)))]


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


def _joined(pairs: pd.DataFrame, n: int) -> list[list[int]]:
    """Pairs in their order, joined to sets in which every two are a pair."""
    rivals: dict[int, set[int]] = {}
    for one, other in zip(pairs["one"], pairs["other"], strict=True):
        rivals.setdefault(one, set()).add(other)
        rivals.setdefault(other, set()).add(one)
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
        if len(members) < LARGEST_SET and rivals[new].issuperset(members):
            members.append(new)
            place[new] = place[known]
    return sets[:n]


# --- what is said of each set -------------------------------------------------------------------


def _table(
    chunk: Chunk,
    uses: _Uses,
    pairs: pd.DataFrame,
    sets: list[list[int]],
    permutations: int,
    seed: int,
) -> pd.DataFrame:
    places = _places(uses) if sets else pd.DataFrame(columns=["one", "other", "event"])
    counts = uses.terms.counts
    rows: list[dict[str, Any]] = []
    p_values = []
    for number, members in enumerate(sets):
        members = sorted(members, key=lambda term: -counts[term])
        within = pairs[pairs["one"].isin(members) & pairs["other"].isin(members)]
        met = places[places["one"].isin(members) & places["other"].isin(members)]
        cells = _cells(uses, members)
        rng = np.random.default_rng([seed, number])
        p_values.append(_exchanged(cells, permutations, rng))
        due = _beyond_due(cells, len(uses.groups))
        written = [uses.terms.written[term] for term in members]
        for column, term in enumerate(members):
            own = uses.terms.term == term
            rows.append(
                {
                    "set": " / ".join(written),
                    "name": written[column],
                    "patterns": "; ".join(uses.terms.forms[term]),
                    "likeness": round(float(within["likeness"].mean()), 3),
                    "n": int(counts[term]),
                    "n_articles": len(np.unique(uses.article[own])),
                    "n_events": int(met["event"].nunique()),
                    "n_places": len(met),
                    "outlet": str(uses.groups[int(due[:, column].argmax())]),
                    "p_value": p_values[-1],
                    "q_value": number,
                    "example": _example(chunk, uses.terms, met, term),
                }
            )
    q = q_values(np.array(p_values, dtype=np.float64))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["q_value"] = q[frame["q_value"].to_numpy(dtype=np.int64)]
    text = ["set", "name", "patterns", "outlet", "example"]
    numbers = {name: "int64" for name in COLUMNS if name.startswith("n")} | {"likeness": "float64"}
    del numbers["name"]
    return frame.astype({**dict.fromkeys(text, "str"), **numbers, "p_value": "float64"})


@dataclass(frozen=True)
class _Cells:
    """Uses of a set's names by event and outlet, in events where two outlets use one.

    event, group : int64 (n_cells,); counts : float64 (n_cells, n_names)
    """

    event: Ints
    group: Ints
    counts: Floats

    def beyond(self) -> Floats:
        """(n_cells, n_names): what each cell has beyond its share of the event's uses."""
        n_events = int(self.event.max(initial=-1)) + 1
        total = self.counts.sum(axis=1)
        by_event = np.zeros((n_events, self.counts.shape[1]))
        np.add.at(by_event, self.event, self.counts)
        of_event = np.bincount(self.event, weights=total, minlength=n_events)
        return self.counts - (total / of_event[self.event])[:, np.newaxis] * by_event[self.event]


def _cells(uses: _Uses, members: list[int]) -> _Cells:
    column = np.full(len(uses.terms), -1)
    column[members] = np.arange(len(members))
    some = np.flatnonzero((column[uses.terms.term] >= 0) & (uses.event >= 0))
    key = uses.event[some] * len(uses.groups) + uses.group[some]
    cell, place = np.unique(key, return_inverse=True)
    counts = np.zeros((len(cell), len(members)))
    np.add.at(counts, (place, column[uses.terms.term[some]]), 1)
    event, group = np.divmod(cell, len(uses.groups)) if len(cell) else (cell, cell)
    several = np.bincount(event)[event] > 1 if len(event) else np.zeros(0, dtype=bool)
    _, event = np.unique(event[several], return_inverse=True)
    return _Cells(event, group[several], counts[several])


def _beyond_due(cells: _Cells, n_groups: int) -> Floats:
    sums = np.zeros((n_groups, cells.counts.shape[1]))
    np.add.at(sums, cells.group, cells.beyond())
    return sums


def _exchanged(cells: _Cells, permutations: int, rng: np.random.Generator) -> float:
    """p of Σ S²/Σs² over outlets and names, cells of an event exchanged among its outlets."""
    if not len(cells.event):
        return float("nan")
    beyond = cells.beyond()
    groups, group = np.unique(cells.group, return_inverse=True)

    def statistic(order: Ints) -> float:
        sums = np.zeros((len(groups), beyond.shape[1]))
        squares = np.zeros_like(sums)
        np.add.at(sums, group, beyond[order])
        np.add.at(squares, group, beyond[order] ** 2)
        return float((sums**2 / np.where(squares > 0, squares, 1)).sum())

    by_event = np.argsort(cells.event, kind="stable")
    group = group[by_event]
    seen = statistic(by_event)
    more = 0
    for _ in range(permutations):
        # Sorting by event and at random within it exchanges the cells of each event.
        mixed = np.lexsort((rng.random(len(cells.event)), cells.event))
        more += statistic(mixed) >= seen - 1e-9
    return (more + 1) / (permutations + 1)


def _example(chunk: Chunk, terms: Terms, met: pd.DataFrame, term: int) -> str:
    """A use of the term in a place where another outlet put its rival."""
    at = pd.concat(
        [met.loc[met["one"] == term, "use_one"], met.loc[met["other"] == term, "use_other"]]
    )
    if at.empty:
        return ""
    use = int(at.sort_index().iloc[0])
    text = chunk.texts[chunk.token_article[terms.start[use]]]
    start = int(chunk.char_start[terms.start[use]])
    end = int(chunk.char_end[terms.end[use] - 1])
    shown = f"{text[max(0, start - AROUND) : start]}[{text[start:end]}]{text[end : end + AROUND]}"
    return " ".join(shown.split())
