"""Time of keyness, how its ranking depends on the prior, and how often it finds what is not there.

    python benchmarks/bench_keyness.py [--shuffles 20] [--simulations 20]

Reads news2017 from $FRAMING_CACHE (or .framing-cache), fetching it if it is not there. Times are
processor seconds. The plain way is scikit-learn's CountVectorizer and the formula of Monroe and
others for each outlet against the rest, without events, tests or dispersion.

A shuffle exchanges whole cells of outlet and event at random among the outlets of an event, so
that there is nothing to find. A simulation makes up a corpus in which words come in bursts: a
word's rate varies between events (gamma, shape .3; 5 for frequent words) and between articles
(gamma, shape `burst`), counts are Poisson, lengths log-normal (sd .4), three cells in ten are
missing. `length` is how much each outlet writes. There too is nothing to find.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from unittest.mock import patch

import numpy as np
import pandas as pd
from reference import news2017_folder

import framing as fr
from framing.comparison import keyness as module

EQUAL, UNEQUAL = (1.0,) * 6, (0.5, 1.0, 1.0, 2.0, 3.0, 1.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shuffles", type=int, default=20)
    parser.add_argument("--simulations", type=int, default=20)
    chosen = parser.parse_args()
    corpus = fr.align_events(fr.read_corpus(news2017_folder()))
    tokens = fr.tokenize(corpus)
    print(f"{tokens.n_articles:,} articles, {tokens.n_words:,} words")
    speed(tokens, corpus)
    sensitivity(tokens)
    title = f"{'nothing to find in':50}any q < .05   p < .05  p < .001  |z| > 1.96"
    print(title)
    rng = np.random.default_rng(0)
    shuffled_tokens = (tokens.with_articles(shuffled(tokens, rng)) for _ in range(chosen.shuffles))
    report("news2017, shuffled within events", shuffled_tokens)
    for name, length in (("equal", EQUAL), ("½ to 3", UNEQUAL)):
        for burst in (1.0, 0.3):
            for shared in (True, False):
                made = (
                    simulated(rng, length, burst, shared=shared) for _ in range(chosen.simulations)
                )
                events = "" if shared else ", no events"
                report(f"simulated, length {name}, burst {burst}{events}", made)


def speed(tokens: fr.Tokens, corpus: fr.Corpus) -> None:
    fr.keyness(tokens)  # imports
    ours = min(seconds(lambda: fr.keyness(tokens)) for _ in range(3))
    overall = seconds(lambda: fr.keyness(tokens, within=None))
    plain = min(seconds(lambda: plain_way(corpus)) for _ in range(2))
    print(f"keyness within events   {ours:6.2f} s")
    print(f"keyness, no events      {overall:6.2f} s")
    print(f"plain way               {plain:6.2f} s   ratio {plain / ours:.1f}")


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def plain_way(corpus: fr.Corpus) -> dict[str, np.ndarray]:
    """z of each word for each outlet against the rest, over all articles."""
    from sklearn.feature_extraction.text import CountVectorizer

    articles = corpus.articles
    counts = CountVectorizer().fit_transform(articles["text"].fillna(""))
    outlets = articles["outlet"].to_numpy()
    prior = np.asarray(counts.sum(axis=0), dtype=float).ravel()
    prior *= 500 / prior.sum()
    found = {}
    for outlet in np.unique(outlets):
        sides = [
            np.asarray(counts[rows].sum(axis=0)).ravel() + prior
            for rows in (np.flatnonzero(outlets == outlet), np.flatnonzero(outlets != outlet))
        ]
        odds = [np.log(side / (side.sum() - side)) for side in sides]
        found[outlet] = (odds[0] - odds[1]) / np.sqrt(1 / sides[0] + 1 / sides[1])
    return found


def sensitivity(tokens: fr.Tokens) -> None:
    usual = fr.keyness(tokens).set_index(["outlet", "term"])["z"]
    for factor in (0.1, 10):
        with patch.object(module, "PRIOR", module.PRIOR * factor):
            other = fr.keyness(tokens).set_index(["outlet", "term"])["z"]
        shared = np.mean(
            [
                len({*top_20(usual, outlet)} & {*top_20(other, outlet)}) / 20
                for outlet in usual.index.unique("outlet")
            ]
        )
        rank = usual.corr(other, method="spearman")
        kept = f"{shared:.0%} of the first 20 words stay"
        print(f"prior × {factor:<4}  {kept}, rank correlation {rank:.2f}")


def top_20(z: pd.Series, outlet: str) -> list[str]:
    return z[outlet].nlargest(20).index.tolist()


def shuffled(tokens: fr.Tokens, rng: np.random.Generator) -> pd.DataFrame:
    """The articles with the outlets of each event exchanged."""
    articles = tokens.articles
    new = articles["outlet"].to_numpy(dtype=object).copy()
    for rows in articles.reset_index().groupby("event").indices.values():
        names = np.unique(new[rows])
        if len(names) > 1:
            to = dict(zip(names, rng.permutation(names), strict=True))
            new[rows] = [to[name] for name in new[rows]]
    return articles.assign(outlet=pd.Series(new, index=articles.index, dtype="str"))


def simulated(
    rng: np.random.Generator,
    length: tuple[float, ...],
    burst: float,
    n_events: int = 60,
    n_words: int = 800,
    shared: bool = True,
) -> fr.Tokens:
    """A corpus of made-up words that all outlets use alike; if not `shared`, on no events."""
    rate = np.exp(rng.uniform(np.log(1e-5), np.log(2e-2), n_words))
    cells = np.argwhere(rng.random((n_events, len(length))) > 0.3)
    words = np.exp(rng.normal(np.log(400), 0.4, len(cells))) * np.array(length)[cells[:, 1]]
    subject = cells[:, 0] if shared else np.arange(len(cells))
    of_event = rng.gamma(0.3, 1 / 0.3, (len(cells), n_words))
    frequent = rate > 2e-3
    of_event[:, frequent] = rng.gamma(5, 1 / 5, (len(cells), frequent.sum()))
    expected = words[:, None] * rate * of_event[subject]
    counts = rng.poisson(expected * rng.gamma(burst, 1 / burst, expected.shape))
    vocabulary = np.array([f"w{number}" for number in range(n_words)])
    frame = pd.DataFrame(
        {
            "outlet": [f"outlet {number}" for number in cells[:, 1]],
            "event": [f"event {number}" if shared else None for number in subject],
            "text": [" ".join(np.repeat(vocabulary, row)) for row in counts],
        }
    )
    return fr.tokenize(fr.Corpus.from_frame(frame))


def report(name: str, corpora: Iterable[fr.Tokens]) -> None:
    """How often anything is found where there is nothing."""
    found, five, one, high = [], [], [], []
    for tokens in corpora:
        table = fr.keyness(tokens)
        tested = table[table["p_value"].notna()]
        found.append((tested["q_value"] < 0.05).any())
        five.append((tested["p_value"] < 0.05).mean())
        one.append((tested["p_value"] < 0.001).mean())
        high.append((tested["z"].abs() > 1.96).mean())
    if found:
        print(
            f"{name:50}{np.mean(found):8.3f}  ({len(found)}) {np.mean(five):7.4f} "
            f"{np.mean(one):9.5f} {np.mean(high):9.3f}"
        )


if __name__ == "__main__":
    main()
