"""How far microframes and clusters of coded elements can be trusted: the figures of
docs/microframes.md.

    python benchmarks/validity_microframes.py STUDY [--clusters]

STUDY is a folder with a study.toml, as `framing corpus get news2017 STUDY` leaves it. With
--clusters the simulation of coded elements is run too.
"""

from __future__ import annotations

import sys
from importlib.resources import files

import numpy as np
import pandas as pd

import framing as fr
from framing.measures.microframes import axis_scores

SIZES = (300, 600, 1200, 2400)
DRAWS, EXCHANGES = 2, 30
CLUSTERS = ((100, 0.7, 0.1, 10), (300, 0.7, 0.1, 6), (300, 0.6, 0.15, 6), (300, 0.5, 0.15, 6))


def sizes(tokens: fr.Tokens) -> None:
    """What corpora of several sizes reach in `axis_check`, and how scores go with valences."""
    rng = np.random.default_rng(1)
    print("articles  words  usable  placed  stability  outlets  r with VADER (words)")
    for size in (*SIZES, tokens.n_articles):
        for _ in range(DRAWS if size < tokens.n_articles else 1):
            rows = np.sort(rng.permutation(tokens.n_articles)[:size])
            some = tokens.select(tokens.articles.index[rows])
            check = fr.axis_check(some)
            means = check[["placed", "stability", "outlet_stability"]].mean().round(2)
            r, n_words = valences(some)
            n_usable = int(check["usable"].sum())
            print(size, some.n_words, n_usable, *means, f"{r:.2f} ({n_words})", sep="  ")


def valences(tokens: fr.Tokens) -> tuple[float, int]:
    """The correlation of scores on bad-good with VADER's valences, and of how many words."""
    vectors = fr.word_vectors(tokens)
    scores = axis_scores(vectors, [fr.load_axes("bad-good")["bad-good"]])[:, 0]
    lines = (files("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf-8")
    pairs = [line.split("\t")[:2] for line in lines.splitlines()]
    valence = pd.Series({word: float(value) for word, value in pairs})
    both = pd.DataFrame({"score": pd.Series(scores, vectors.words), "valence": valence}).dropna()
    return float(both.corr().iloc[0, 1]), len(both)


def placebo(tokens: fr.Tokens) -> None:
    """How often `microframe_null` has p < .05 when outlets are exchanged within events."""
    measure = fr.microframes(tokens)
    articles = measure.articles
    event = pd.factorize(articles["event"])[0]
    rng, low = np.random.default_rng(3), []
    for seed in range(EXCHANGES):
        outlet = np.empty(len(articles), dtype=object)
        mixed = np.argsort(event + rng.random(len(event)))
        outlet[np.argsort(event, kind="stable")] = articles["outlet"].to_numpy()[mixed]
        exchanged = measure.with_articles(articles.assign(outlet=outlet))
        found = fr.microframe_null(exchanged, resamples=199, seed=seed)
        low.append((found["p_value"] < 0.05).sum() / found["p_value"].notna().sum())
    print(f"placebo: {np.mean(low):.3f} of p-values below .05 in {EXCHANGES} exchanges")


def clusters() -> None:
    """How often simulated frames are found: four of four elements, three elements of none."""
    from sklearn.metrics import adjusted_rand_score

    rng = np.random.default_rng(0)
    for n, high, low, runs in CLUSTERS:
        found_k, agreed = [], []
        for seed in range(runs):
            chance = np.full((4, 19), low)
            for frame in range(4):
                chance[frame, 4 * frame : 4 * frame + 4] = high
            chance[:, 16:] = 0.2
            frame_of = rng.integers(0, 4, n)
            codes = pd.DataFrame((rng.random((n, 19)) < chance[frame_of]).astype(int))
            found = fr.frame_clusters(codes, seed=seed)
            given = fr.frame_clusters(codes, 4, seed=seed).assignments
            known = given.notna().to_numpy()
            found_k.append(found.k)
            agreed.append(adjusted_rand_score(frame_of[known], given[known]))
        print(n, high, low, found_k, f"adjusted Rand with k = 4: {np.mean(agreed):.2f}")
    for n in (100, 300):
        found_k = [
            fr.frame_clusters(
                pd.DataFrame((rng.random((n, 15)) < rng.uniform(0.1, 0.6, 15)).astype(int))
            ).k
            for _ in range(6)
        ]
        print("no frames", n, found_k)


if __name__ == "__main__":
    tokens = fr.load_study(sys.argv[1]).tokens
    sizes(tokens)
    placebo(tokens)
    if "--clusters" in sys.argv:
        clusters()
