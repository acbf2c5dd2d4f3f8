"""A search over numbers of topics: what each gives and what it costs, so that K is chosen aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_choice
from framing.measures.counts import Counts, counts_of
from framing.measures.topics.fitting import (
    HELD_OUT_FROM,
    METHODS,
    Material,
    Method,
    completion,
    fitted,
    held_out,
    material,
)
from framing.measures.topics.labelling import labels_of
from framing.measures.topics.matching import average_jaccard, foremost, matched
from framing.measures.topics.quality import exclusivity, npmi
from framing.parallel import long_work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Tokens

    Floats = NDArray[np.float64]

TRIED = (5, 10, 15, 20, 25, 30, 40, 50)
CRITERIA = ("npmi", "exclusivity", "held_out", "stability")
FEWEST = 10  # articles with words; below, none can be held out
AN_ARTICLE_A_TOPIC = 3  # of what is tried by default: at least so many articles a topic
QUICK = 3_000_000  # words counted, times fits, that are done before workers have started


@dataclass(frozen=True, eq=False, repr=False)
class TopicSearch:
    """What several numbers of topics give. Made by `topic_search`.

    Attributes
    ----------
    by_k : DataFrame
        A row a number of topics: ``k``; ``npmi`` (coherence),
        ``exclusivity``, ``held_out`` (how well topics foretell the other half of an article held
        out, a cosine), ``stability`` (over resamples of the articles), each with ``_least`` and
        ``_most`` over the fits; ``stability_seeds`` (over starting points, same articles);
        ``kept`` (stability of its topics at the next number tried); ``dominated``: another number
        is at least as good in all four and better in one.
    runs : DataFrame
        A row a fit: ``k, seed, npmi, exclusivity, held_out``.
    topics : DataFrame
        A row a number and topic of the first fit: ``k, topic, label, prevalence, npmi,
        exclusivity, stability``, and ``next_topic``, ``next_stability``: which it is at the next
        number tried (−1 for none).
    """

    by_k: pd.DataFrame
    runs: pd.DataFrame
    topics: pd.DataFrame
    settings: dict[str, Any]

    def __repr__(self) -> str:
        return f"TopicSearch({len(self.by_k)} numbers of topics, {len(self.runs)} fits)"

    @property
    def trade_off(self) -> str:
        """What speaks for which number, in words; nothing is chosen."""
        known = self.by_k.dropna(subset=list(CRITERIA))
        if known.empty:
            return "Nothing could be fitted."
        names = {
            "npmi": "coherence",
            "exclusivity": "exclusivity",
            "held_out": "fit to articles held out",
            "stability": "stability",
        }
        best = {name: int(known.loc[known[name].idxmax(), "k"]) for name in CRITERIA}
        said = ", ".join(f"{names[name]} at {k}" for name, k in best.items())
        if len(set(best.values())) == 1:
            return f"All four are highest at {best['npmi']} topics."
        worse = [str(k) for k in known.loc[known["dominated"], "k"]]
        return (
            f"Highest: {said}. No number is best at all four: fit asks for more topics, "
            "stability and coherence mostly for fewer."
            + f" Another number is at least as good as {', '.join(worse)} at everything."
            * bool(worse)
        )


def topic_search(
    tokens: Tokens | Corpus | Counts,
    ks: Iterable[int] | None = None,
    seeds: int | Sequence[int] = 5,
    method: Method = "nmf",
) -> TopicSearch:
    """Fit several numbers of topics several times each, and say what each gives.

    For each number and seed a fifth of the articles is held out by lot and the rest is fitted, so
    that fits differ by their articles. Four criteria are taken, which seldom agree:

    - **coherence**: NPMI of the ten foremost words on the articles held out; in corpora below
      1,000 articles, where a fifth are too few to tell, on all (see `topics`)
    - **exclusivity**: how far the ten foremost words belong to the topic alone
    - **fit**: the words of an article held out are dealt to two halves; its topics are taken from
      the one, and the words they lead to expect are compared with the other (cosine of TF-IDF)
    - **stability**: topics of two fits are matched one to one, and their foremost words compared
      (average Jaccard; Greene, O'Callaghan and Cunningham 2014); the mean over topics and pairs

    Besides, the articles of the first fit are fitted again from random starting points
    (``stability_seeds``), and its topics are matched with those of the next number (``kept``).

    Nothing is chosen. Read the topics at two or three numbers that are not dominated, keep what
    you can name, and report what you tried.

    Parameters
    ----------
    tokens : Tokens, Corpus or Features
    ks : numbers, optional
        Numbers of topics; without them 5, 10, 15, 20, 25, 30, 40 and 50, as far as there are three
        articles a topic.
    seeds : int or sequence of int
        How many fits of each number, or their seeds; 2 or more.
    method : {"nmf", "lda"}

    Returns
    -------
    TopicSearch
        Tables ``by_k``, ``runs``, ``topics`` and the sentence ``trade_off``. The same seeds give
        the same numbers whatever the number of workers.

    Raises
    ------
    FramingError
        A number of topics is below 2 or above what the articles allow, fewer than two seeds are
        given, or `method` is unknown.

    Examples
    --------
    >>> from framing.readers import example
    >>> search = topic_search(example(), ks=[4, 8], seeds=2)
    >>> search.by_k["k"].tolist(), len(search.runs)
    ([4, 8], 4)

    References
    ----------
    Greene, O'Callaghan and Cunningham 2014, doi:10.1007/978-3-662-44848-9_32; Roberts, Stewart
    and Tingley 2019, doi:10.18637/jss.v091.i02; Maier and others 2018,
    doi:10.1080/19312458.2018.1430754; Wallach and others 2009, doi:10.1145/1553374.1553515.
    """
    check_choice("method", method, METHODS)
    given = material(counts_of(tokens))
    numbers = _numbers(ks, given)
    chosen = list(range(seeds)) if isinstance(seeds, int) else list(seeds)
    if len(set(chosen)) < 2:
        raise FramingError(f"seeds={seeds!r} gives too few fits to compare; give 2 or more.")
    tasks = [(k, seed, False) for k in numbers for seed in chosen]
    if method == "nmf":  # which else starts from singular vectors; allocation starts anywhere
        tasks += [(k, seed, True) for k in numbers for seed in chosen[1:]]
    else:
        tasks += [(k, -1 - seed, True) for k in numbers for seed in chosen[1:]]
    # The largest first, so that no worker is left with one at the end.
    tasks.sort(key=lambda task: -task[0])
    words = int(given.counts.nnz) * len(tasks)
    done = long_work(
        "searching topics",
        _fit,
        [(given.counts, given.due, chosen[0], method, *task) for task in tasks],
        jobs=1 if words < QUICK else None,
    )
    fits = dict(zip(tasks, done, strict=True))
    return _described(given, numbers, chosen, method, fits)


@dataclass(frozen=True)
class _Fit:
    weights: Floats
    prevalence: Floats
    npmi: Floats
    exclusivity: Floats
    held_out: float


def _fit(
    counts: Any, due: Floats, first: int, method: Method, k: int, seed: int, anywhere: bool
) -> _Fit:
    held = held_out(counts.shape[0], first if anywhere else seed)
    weights, shares = fitted(counts, held, due, k, method, abs(seed), anywhere)
    top = foremost(weights)
    belongs = exclusivity(weights)[np.arange(k)[:, None], top].mean(axis=1)
    fit = float("nan") if anywhere else completion(counts, held, weights, method, seed)
    judged = counts[held] if len(held) >= HELD_OUT_FROM else counts
    prevalence = due @ shares / max(due.sum(), 1e-12)
    return _Fit(weights.astype(np.float32), prevalence, npmi(judged, top), belongs, fit)


def _numbers(ks: Iterable[int] | None, given: Material) -> list[int]:
    n = len(given.rows)
    most = min(given.most_topics, n - -(-n // 5))  # a fifth is held out
    if ks is None:
        fits = [k for k in TRIED if k <= n // AN_ARTICLE_A_TOPIC and k <= most]
        return fits if n >= FEWEST else []
    numbers = sorted(set(ks))
    for k in numbers:
        if not isinstance(k, Integral) or not 2 <= k <= most:
            raise FramingError(
                f"ks has {k!r}, which does not fit; give numbers from 2 to {max(most, 2)}, as many "
                "as there are articles or words to fit."
            )
    return numbers


def _described(
    given: Material,
    numbers: list[int],
    seeds: list[int],
    method: Method,
    fits: dict[tuple[int, int, bool], _Fit],
) -> TopicSearch:
    runs, rows, topics = [], [], []
    for place, k in enumerate(numbers):
        plain = [fits[k, seed, False] for seed in seeds]
        first = plain[0]
        others = [fit for (n, _, anywhere), fit in fits.items() if n == k and anywhere]
        pairs = [_alike(one, other) for i, one in enumerate(plain) for other in plain[i + 1 :]]
        by_pair = np.array([pair.mean() for pair in pairs])
        own = np.mean([_alike(first, other) for other in plain[1:]], axis=0)
        values: dict[str, Floats] = {
            "npmi": np.array([np.nanmean(fit.npmi) for fit in plain]),
            "exclusivity": np.array([fit.exclusivity.mean() for fit in plain]),
            "held_out": np.array([fit.held_out for fit in plain]),
        }
        runs.append(pd.DataFrame({"k": k, "seed": seeds, **values}))
        row: dict[str, Any] = {"k": k}
        for name, some in {**values, "stability": by_pair}.items():
            row |= {name: some.mean(), f"{name}_least": some.min(), f"{name}_most": some.max()}
        row["stability_seeds"] = float(np.mean([_alike(first, other).mean() for other in others]))
        after = fits[numbers[place + 1], seeds[0], False] if place + 1 < len(numbers) else None
        goes_to, alike = np.full(k, -1), np.full(k, np.nan)
        if after is not None:
            goes_to = matched(first.weights, after.weights)
            alike = average_jaccard(first.weights, after.weights[goes_to])
        row["kept"] = float(alike.mean())
        rows.append(row)
        order = np.argsort(-first.prevalence, kind="stable")
        topics.append(
            pd.DataFrame(
                {
                    "k": k,
                    "topic": np.arange(k),
                    "label": pd.Series(labels_of(first.weights[order], given.terms), dtype="str"),
                    "prevalence": first.prevalence[order],
                    "npmi": first.npmi[order],
                    "exclusivity": first.exclusivity[order],
                    "stability": own[order],
                    "next_topic": _ranks(goes_to, after)[order],
                    "next_stability": alike[order],
                }
            )
        )
    spread = [f"{name}{end}" for name in CRITERIA for end in ("", "_least", "_most")]
    by_k = pd.DataFrame(rows, columns=["k", *spread, "stability_seeds", "kept"])
    by_k["dominated"] = _dominated(by_k[list(CRITERIA)].to_numpy(np.float64))
    columns = ["k", "seed", "npmi", "exclusivity", "held_out"]
    every = pd.concat(runs, ignore_index=True) if runs else pd.DataFrame(columns=columns)
    settings = {"ks": numbers, "seeds": seeds, "method": method, "vocabulary": len(given.terms)}
    about = pd.concat(topics, ignore_index=True) if topics else pd.DataFrame(columns=_TOPIC_COLUMNS)
    return TopicSearch(by_k, every, about, settings)


_TOPIC_COLUMNS = [
    *("k", "topic", "label", "prevalence", "npmi", "exclusivity"),
    *("stability", "next_topic", "next_stability"),
]


def _alike(one: _Fit, other: _Fit) -> Floats:
    """For each topic of one fit, its stability in another of as many topics."""
    return average_jaccard(one.weights, other.weights[matched(one.weights, other.weights)])


def _ranks(places: NDArray[np.int64], fit: _Fit | None) -> NDArray[np.int64]:
    """Places among a fit's topics as they are numbered in the table, by prevalence."""
    if fit is None:
        return places
    rank = np.empty(len(fit.prevalence), dtype=np.int64)
    rank[np.argsort(-fit.prevalence, kind="stable")] = np.arange(len(rank))
    return np.where(places >= 0, rank[places], -1)


def _dominated(values: Floats) -> list[bool]:
    """Rows that another row equals or exceeds everywhere, and exceeds somewhere."""
    no_worse = np.all(values[None, :, :] >= values[:, None, :], axis=2)
    better = np.any(values[None, :, :] > values[:, None, :], axis=2)
    dominated: list[bool] = np.any(no_worse & better, axis=1).tolist()
    return dominated
