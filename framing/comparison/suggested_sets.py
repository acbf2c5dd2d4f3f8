"""Sets of rival names proposed from a corpus: like terms between which outlets choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.families import q_values
from framing.comparison.rivals import Uses, places_of, rivals, sets_of
from framing.errors import FramingError, check_choice
from framing.measures._voice import VOICES, Voice
from framing.tokens import tokenize
from framing.tokens.store import join

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.measures.terms import Terms
    from framing.tokens import Chunk, Tokens

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

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
MOST_ARTICLES = 20_000
AROUND = 45  # characters of an example on either side


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
        With events; without them nothing tells that two articles speak of one thing. Of a corpus
        of more than 20,000 articles those on shared events are taken; if these are still more,
        those on every second event, or every third and so on.
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
    uses = Uses.of(chunk, tokens.articles, by, within, min_count, voice)
    places = places_of(uses)
    pairs = rivals(chunk, uses, places, min_events)
    return _table(chunk, uses, places, pairs, sets_of(pairs, n), permutations, seed)


def _some(tokens: Tokens, by: str, within: str) -> Tokens:
    """The articles on every second shared event, or every third and so on, so that few enough are
    left."""
    articles = tokens.articles
    shared = articles.groupby(within)[by].transform("nunique").fillna(0) > 1
    articles = articles[shared]
    event, _ = pd.factorize(articles[within])
    step = max(1, -(-len(articles) // MOST_ARTICLES))
    return tokens.select(articles.index[event % step == 0])


# --- what is said of each set -------------------------------------------------------------------


def _table(
    chunk: Chunk,
    uses: Uses,
    places: pd.DataFrame,
    pairs: pd.DataFrame,
    sets: list[list[int]],
    permutations: int,
    seed: int,
) -> pd.DataFrame:
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


def _cells(uses: Uses, members: list[int]) -> _Cells:
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
