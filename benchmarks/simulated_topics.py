"""A structural topic model on simulated corpora whose truth is known: how often intervals hold it.

python benchmarks/simulated_topics.py [corpora]

Five topics of 400 words, four outlets, 25 events of which each outlet covers four fifths with one
to five articles of about 120 words. An article's topics are logistic-normal: outlets' means, plus
deviations of events (standard deviation .7), of outlets within events (.2) and of articles (.9).
The truth are outlets' expected shares over all events there might be. About 2.5 s a corpus.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

import framing as fr
from framing.measures.counts import Counts, Hits
from framing.measures.term_counts import TermCounts
from framing.measures.topics.matching import matched

TOPICS, TERMS, OUTLETS, EVENTS = 5, 400, 4, 25
OF_EVENTS, OF_CELLS, OF_ARTICLES = 0.7, 0.2, 0.9


class Simulated(Counts):
    """Articles and their words' counts, and no text."""

    field = "text"

    def __init__(self, articles: pd.DataFrame, words: TermCounts) -> None:
        self._articles, self._words = articles, words

    @property
    def articles(self) -> pd.DataFrame:
        return self._articles

    @property
    def tokens(self) -> Any:
        raise fr.FramingError("simulated articles have no sentences.")

    def words(self, voice: Any = "all") -> TermCounts:
        return self._words

    def n_words(self, voice: Any = "all") -> Any:
        return np.asarray(self._words.counts.sum(axis=1), dtype=np.float64)

    def hits(self, lexicon: Any, voice: Any = "all") -> Hits:
        raise fr.FramingError("simulated articles have no words of a lexicon.")

    def behind(self, *args: Any) -> dict[str, Any]:
        return {}


def shares(middle: np.ndarray) -> np.ndarray:
    full = np.concatenate([middle, np.zeros((*middle.shape[:-1], 1))], axis=-1)
    full = np.exp(full - full.max(axis=-1, keepdims=True))
    return full / full.sum(axis=-1, keepdims=True)


def world(seed: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Topics' words, outlets' means, and their expected shares."""
    rng = np.random.default_rng(seed)
    words = rng.dirichlet(np.full(TERMS, 0.05), TOPICS)
    means = rng.normal(0, 0.6, (OUTLETS, TOPICS - 1))
    events = rng.normal(0, OF_EVENTS, (20_000, 1, TOPICS - 1))
    cells = means + events + rng.normal(0, OF_CELLS, (20_000, OUTLETS, TOPICS - 1))
    drawn = [shares(cells + rng.normal(0, OF_ARTICLES, cells.shape)).mean(axis=0) for _ in range(5)]
    return words, means, np.mean(drawn, axis=0)


def corpus(seed: int, words: np.ndarray, means: np.ndarray) -> Simulated:
    rng = np.random.default_rng(seed)
    cells = rng.normal(0, OF_EVENTS, (EVENTS, 1, TOPICS - 1))
    cells = cells + rng.normal(0, OF_CELLS, (EVENTS, OUTLETS, TOPICS - 1))
    rows = [
        (outlet, event)
        for event in range(EVENTS)
        for outlet in range(OUTLETS)
        if rng.random() < 0.8
        for _ in range(rng.integers(1, 6))
    ]
    outlet, event = np.array(rows).T
    deviation = rng.normal(0, OF_ARTICLES, (len(rows), TOPICS - 1))
    mixed = shares(means[outlet] + cells[event, outlet] + deviation)
    lengths = np.maximum(20, rng.lognormal(4.8, 0.5, len(rows)).astype(int))
    counts = [rng.multinomial(n, one @ words) for n, one in zip(lengths, mixed, strict=True)]
    articles = pd.DataFrame(
        {"outlet": [f"outlet {one}" for one in outlet], "event": [f"event {one}" for one in event]},
        index=pd.Index([f"a{number:04}" for number in range(len(rows))], name="article_id"),
    )
    terms = np.array([f"w{number:03}" for number in range(TERMS)], dtype=object)
    return Simulated(articles, TermCounts(csr_array(np.array(counts, dtype=np.int32)), terms))


def held(seed: int, words: np.ndarray, means: np.ndarray, truth: np.ndarray) -> pd.DataFrame:
    """A row an interval: what it is of, and whether it holds the truth."""
    simulated = corpus(seed, words, means)
    model = fr.structural_topics(simulated, k=TOPICS, prevalence=["outlet", "event"])
    known = words[:, [int(term[1:]) for term in model._given.terms]]
    topic_of = dict(zip(model.labels, matched(model._weights, known), strict=True))
    table = fr.topic_prevalence(model, refits=10, resamples=1).dropna(subset=["conf_low"])
    topic = table["category"].map(topic_of).to_numpy(int)
    outlet = table["outlet"].str[-1].astype(int).to_numpy()
    own = truth[outlet, topic]
    rest = (truth.sum(axis=0)[topic] - own) / (OUTLETS - 1)
    true = np.where(table["kind"] == "level", own, own - rest)
    effects = model.effects()
    effects = effects[effects["term"].str.startswith("outlet")]
    topic = effects["label"].map(topic_of).to_numpy(int)
    of_effects = truth[effects["term"].str[-1].astype(int), topic] - truth.mean(axis=0)[topic]
    parts = [
        table["kind"] + ", topics as fitted",
        table["kind"] + ", with other fits",
        pd.Series("effect", index=effects.index),
    ]
    inside = [
        (table["conf_low"] <= true) & (true <= table["conf_high"]),
        (table["conf_low_refits"] <= true) & (true <= table["conf_high_refits"]),
        (effects["conf_low"] <= of_effects) & (of_effects <= effects["conf_high"]),
    ]
    return pd.DataFrame({"interval": pd.concat(parts), "holds": pd.concat(inside)})


if __name__ == "__main__":
    given = world()
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    found = pd.concat([held(seed, *given) for seed in range(n)])
    print(found.groupby("interval")["holds"].agg(["mean", "size"]).round(4))
