"""wordscores: where outlets stand between others whose positions are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.comparison.cells import cells_of, rows_of
from framing.comparison.comparing import _check_whole
from framing.comparison.effects import summed
from framing.comparison.intervals import FEWEST_UNITS, LEVEL
from framing.comparison.placing import cell_of_rows
from framing.comparison.scaling import Texts, spread_out, standard_errors
from framing.errors import FramingError, check_choice
from framing.measures._voice import VOICES, Voice
from framing.measures.counts import counts_of
from framing.measures.measure import Measure

if TYPE_CHECKING:
    from framing.comparison.cells import Floats, Integers
    from framing.corpus import Corpus
    from framing.measures.counts import Counts
    from framing.tokens import Tokens

RESCALINGS = ("held-out", "mv", "lbg", "none")
COLUMNS = [
    "position",
    "score",
    "se",
    "estimate",
    "conf_low",
    "conf_high",
    "df",
    "n_words",
    "share_scored",
    "n_articles",
    "n_events",
    "note",
]
FOLDS = 20  # groups of events that are held out in turn
DRAWS = 3  # the stream of chance by which events are put in groups


@dataclass(frozen=True, eq=False, repr=False)
class Wordscores:
    """What `wordscores` found.

    Attributes
    ----------
    scores : DataFrame
        An outlet a row; see `wordscores`.
    words : DataFrame
        ``term``; ``score``, where its use by the reference outlets puts it; ``count`` in their
        articles compared.
    settings : mapping
    """

    scores: pd.DataFrame
    words: pd.DataFrame
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Wordscores({len(self.scores)} outlets, {len(self.words):,} words)"


def wordscores(
    tokens: Tokens | Corpus | Counts,
    positions: Mapping[str, float],
    by: str = "outlet",
    within: str | None = "event",
    rescale: Literal["held-out", "mv", "lbg", "none"] = "held-out",
    seed: int = 0,
    *,
    voice: Voice = "all",
) -> Wordscores:
    """Score outlets by the words of reference outlets whose positions are known.

    After Laver, Benoit and Garry (2003). With F_wr the relative frequency of word w in reference
    text r and A_r its position, a word's score is S_w = Σ_r A_r·F_wr / Σ_r F_wr, and a text's the
    mean of its words' scores, Σ_w F_wv·S_w over the words that the references use. Its standard
    error is that of Laver and others, √(Σ_w F_wv·(S_w − S_v)² / N_v), which takes words as
    independent and the word scores as known.

    Within events, so that what outlets cover does not move them: each outlet is compared with
    the references on the events that all of them and it cover, F being the mean over these
    events of the frequencies in each, with weights 1 / Σ 1/x, x the words that each has.

    Raw scores crowd in the middle, since words that all use are scored there, and need stretching
    back to the scale of the positions. Martin and Vanberg (2007) stretch them so that the lowest
    and the highest reference get their positions back (``"mv"``). But references are scored by
    words learnt from themselves, which puts them too far out and all others too near the middle:
    in simulation (see the documentation) by a half with 30 events. The default therefore scores
    each event, those of the references too, by words learnt from other events, and then stretches
    as Martin and Vanberg do (``"held-out"``). ``"lbg"`` gives the outlets without a position the
    references' standard deviation, as Laver and others do; ``"none"`` leaves raw scores.

    Parameters
    ----------
    tokens : Tokens, Corpus or Features
    positions : mapping
        Values of `by` and their positions, at least two different ones.
    by, within
        As in `compare`; None takes all articles as they are, as in the paper.
    rescale : {"held-out", "mv", "lbg", "none"}
    seed : int
        By which more than 20 events (or articles) are put in 20 groups that are held out in turn.
    voice : {"all", "own", "quoted"}
        Whose words count.

    Returns
    -------
    Wordscores
        ``scores`` has a row an outlet: the column `by`; ``position``, if given; ``score`` and
        ``se``, raw, as published; ``estimate``, on the scale of the positions; ``conf_low``,
        ``conf_high``: 95 %, leaving out one group of events at a time, with Student's t (NaN for
        the two references that fix the scale); ``df``; ``n_words`` that are scored and
        ``share_scored`` of all; ``n_articles``, ``n_events``; ``note``.

    Raises
    ------
    FramingError
        If an argument is not one of those allowed or fewer than two positions are given.

    Examples
    --------
    >>> from framing.readers import example
    >>> found = wordscores(example(), {"Daily Clarion": -1, "National Standard": 1})
    >>> found.scores.columns[:5].tolist()
    ['outlet', 'position', 'score', 'se', 'estimate']

    References
    ----------
    Laver, Benoit and Garry 2003, doi:10.1017/S0003055403000698; Martin and Vanberg 2007,
    doi:10.1093/pan/mpm010.
    """
    check_choice("voice", voice, VOICES)
    check_choice("rescale", rescale, RESCALINGS)
    _check_whole("seed", seed, 0)
    given = counts_of(tokens)
    held, names = _held(given, by, within, voice)
    for name in positions:
        check_choice("positions", name, names)
    known = np.array([float(value) for value in positions.values()])
    if len(set(known)) < 2 or not np.isfinite(known).all():
        raise FramingError(
            f"positions={dict(positions)!r} is not allowed; give two different numbers at least."
        )
    order = np.argsort(known, kind="stable")
    references, known = np.array([names.index(name) for name in positions])[order], known[order]
    held = held.of_words(held.counts[np.isin(held.group, references)].sum(axis=0) > 0)
    rows = []
    for number, name in enumerate(names):
        others = np.setdiff1d([number], references)
        texts, cells = held.texts(references, others, known, seed)
        at = int(np.flatnonzero(np.append(references, others) == number)[0])
        row = _row(held, texts, cells[held.group[cells] == number], at, rescale)
        rows.append({by: name, "position": positions.get(name, np.nan), **row})
    scores = pd.DataFrame(rows, columns=[by, *COLUMNS])
    if rescale == "lbg":
        virgin = scores.loc[scores["position"].isna(), "score"].dropna().to_numpy()
        for column in ("estimate", "conf_low", "conf_high"):
            scores[column] = spread_out(scores[column].to_numpy(), virgin, known)
    texts, cells = held.texts(references, references[:0], known, seed)
    words = pd.DataFrame(
        {
            "term": pd.Series(given.words(voice).terms[held.words], dtype="str"),
            "score": texts.learnt(),
            "count": np.asarray(held.counts[cells].sum(axis=0)).ravel(),
        }
    )
    words = words[words["count"] > 0].sort_values(["score", "term"], ignore_index=True)
    settings = {"by": by, "within": within, "rescale": rescale, "voice": voice, "seed": seed}
    return Wordscores(scores, words, {**settings, "positions": dict(positions)})


@dataclass(frozen=True)
class _Held:
    """Words of outlets in events, or in articles where there are none.

    group, event : int64 arrays, (n_cells,); `event` is −1 throughout if there are none
    size, n_articles : arrays, (n_cells,)
    counts : csr_array, (n_cells, n_words)
    words : int64 array, (n_words,), numbers of terms
    """

    group: Integers
    event: Integers
    size: Floats
    n_articles: Integers
    counts: Any
    words: Integers

    def of_words(self, wanted: Any) -> _Held:
        number = np.flatnonzero(np.asarray(wanted).ravel())
        return replace(self, counts=self.counts[:, number], words=self.words[number])

    def texts(
        self, references: Integers, others: Integers, positions: Floats, seed: int
    ) -> tuple[Texts, Integers]:
        """Words learnt from the references on the events that they share, and all groups' words on
        the events that all of them cover; the cells of these."""
        rng = np.random.default_rng([seed, DRAWS])
        groups = np.append(references, others).astype(np.int64)
        chosen = np.isin(self.group, groups) & (self.size > 0)
        if self.matched:
            n_groups = int(self.group.max()) + 1
            covered = np.zeros((int(self.event.max()) + 1, n_groups), dtype=bool)
            covered[self.event[chosen], self.group[chosen]] = True
            common: Any = covered[:, references].all(axis=1)
            shared: Any = covered[:, groups].all(axis=1)
            shared = shared[self.event] & chosen
            learnt = common[self.event] & np.isin(self.group, references) & chosen
            folds = np.zeros(len(common), dtype=np.int64)
            folds[common] = _folds(int(common.sum()), rng)
            fold = folds[self.event]
        else:
            learnt = shared = chosen
            fold = np.zeros(len(chosen), dtype=np.int64)
            for group in groups:
                own = chosen & (self.group == group)
                fold[own] = _folds(int(own.sum()), rng)
        n_folds = int(fold[learnt].max(initial=-1)) + 1
        counts, size = self._added(np.flatnonzero(shared), groups, fold, n_folds)
        learn, learn_size = self._added(np.flatnonzero(learnt), references, fold, n_folds)
        return Texts(learn, learn_size, counts, size, positions), np.flatnonzero(shared)

    @property
    def matched(self) -> bool:
        return bool((self.event >= 0).any())

    def _added(
        self, cells: Integers, groups: Integers, fold: Integers, n_folds: int
    ) -> tuple[Floats, Floats]:
        """Counts (n_folds, n_groups, n_words) and sizes; events weigh 1 / Σ 1/x."""
        cells = cells[np.isin(self.group[cells], groups)]
        weight = np.ones(len(cells))
        if self.matched:
            number = np.unique(self.event[cells], return_inverse=True)[1]
            weight = 1 / np.bincount(number, 1 / self.size[cells])[number] / self.size[cells]
        place = np.argsort(groups)[np.searchsorted(np.sort(groups), self.group[cells])]
        n_keys, key = n_folds * len(groups), fold[cells] * len(groups) + place
        counts = (summed(key, n_keys, weight) @ self.counts[cells]).toarray()
        size = np.bincount(key, weight * self.size[cells], n_keys).astype(np.float64)
        shape = (n_folds, len(groups))
        return counts.reshape(*shape, self.counts.shape[1]), size.reshape(shape)


def _held(given: Counts, by: str, within: str | None, voice: Voice) -> tuple[_Held, list[Any]]:
    """What is counted, by outlet and event, and the outlets' names."""
    found, articles = given.words(voice), given.articles
    words = np.asarray(found.counts.sum(axis=1), dtype=np.float64)[:, np.newaxis]
    measure = Measure.from_arrays(
        articles, words, words, name="words", unit="words", kind="count", categories=["words"]
    )
    rows = rows_of(measure.weighted(), by, within).of(np.zeros(1, dtype=np.int64))
    cells = cells_of(rows)
    if (cells.event >= 0).any():
        cells = cells.take(cells.event >= 0)
        cell = cell_of_rows(rows, cells, len(rows.names))
    else:
        cell = np.argsort(np.argsort(rows.group, kind="stable"), kind="stable")
    there = np.flatnonzero(cell >= 0)
    places = articles.index.get_indexer(rows.ids[there])
    weight = np.ones(len(places))
    if "weight" in articles:
        weight = articles["weight"].fillna(1.0).to_numpy(dtype=np.float64)[places]
    counts = summed(cell[there], len(cells.group), weight) @ found.counts[places]
    size = np.zeros(len(cells.group))
    np.add.at(size, cell[there], rows.denominator[there, 0])
    every = np.arange(len(found.terms))
    return _Held(cells.group, cells.event, size, cells.n_rows, counts, every), rows.names


def _row(held: _Held, texts: Texts, own: Integers, at: int, rescale: str) -> dict[str, Any]:
    """What the scores tell of one of the texts, whose cells are `own`."""
    from scipy.special import stdtrit

    matched, positions = held.matched, texts.positions
    n_events = len(own) if matched else 0
    row = {"n_articles": int(held.n_articles[own].sum()), "n_events": n_events}
    if not len(own):
        return {**row, "note": "no event that it and all references cover"}
    scores = texts.learnt()
    known = np.isfinite(scores)
    frequencies = texts.frequencies[[at]]
    n_words = held.counts[own][:, np.flatnonzero(known)].sum()
    row["n_words"], row["share_scored"] = n_words, frequencies[0, known].sum()
    row["score"] = texts.raw()[at]
    row["se"] = standard_errors(frequencies, np.array([n_words]), scores)[0]
    units = n_events if matched else texts.n_groups
    enough = units >= FEWEST_UNITS
    if enough or rescale != "held-out":
        row["estimate"] = texts.estimates(rescale)[at]
    if not enough:
        lacks = "estimate" if rescale == "held-out" else "interval"
        unit = "events that it and all references cover" if matched else "articles of an outlet"
        return {**row, "note": f"no {lacks}: {units} {unit}, {FEWEST_UNITS} needed"}
    if rescale in ("held-out", "mv") and at in (0, len(positions) - 1):
        return {**row, "note": "fixes the scale"}
    df = texts.n_groups - 1
    reach = stdtrit(df, (1 + LEVEL) / 2) * texts.jackknife(rescale)[at]
    low, high = row["estimate"] - reach, row["estimate"] + reach
    return {**row, "conf_low": low, "conf_high": high, "df": df, "note": ""}


def _folds(n: int, rng: np.random.Generator) -> Integers:
    """Which of at most `FOLDS` groups each of n units is in, in like numbers."""
    return np.arange(n) if n <= FOLDS else rng.permutation(n) % FOLDS
