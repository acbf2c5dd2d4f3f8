"""Time of concordances, collocations and headlines, and how often shifts are found that are not
there.

    python benchmarks/bench_collocations.py [--shuffles 10] [--simulations 60]

Reads news2017 from $FRAMING_CACHE (or .framing-cache), fetching it if it is not there. Times are
processor seconds. The plain way to collocations is NLTK's: its word tokenizer and its bigram
collocation finder for each outlet, without events, intervals or tests.

A shuffle exchanges whole cells of outlet and event among the outlets of an event, so that there is
nothing to find. A simulation makes up the words near a term and elsewhere for six outlets: a word's
rate varies between events (gamma, shape 1) and between reports (gamma, shape 2) but is the same
near and elsewhere or, in the second line, five times as high near the term in all outlets alike;
counts are Poisson, lengths log-normal (sd .4), a fifth of the cells missing.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from reference import news2017_folder
from scipy.sparse import csr_array

import framing as fr
from framing.comparison.shifts import shifts
from framing.measures.measure import Measure

TERMS = ("trump", "police", "immigrants")
EQUAL, UNEQUAL, FAR = (1.0,) * 6, (0.5, 1.0, 1.0, 1.0, 1.0, 3.0), (0.5, 0.5, 1.0, 2.0, 3.0, 4.0)
WORDS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shuffles", type=int, default=10)
    parser.add_argument("--simulations", type=int, default=60)
    chosen = parser.parse_args()
    corpus = fr.align_events(fr.read_corpus(news2017_folder()))
    tokens = fr.tokenize(corpus)
    print(f"{tokens.n_articles:,} articles, {tokens.n_words:,} words")
    speed(corpus, tokens)
    rng = np.random.default_rng(0)
    for term in TERMS:
        found = [
            fr.collocations(tokens.with_articles(shuffled(tokens.articles, rng)), term)
            for _ in range(chosen.shuffles)
        ]
        report(f"news2017, shuffled within events: {term}", found)
    made = fr.headline_body(fr.sentiment, corpus)
    gaps = [
        fr.headline_gap(made.with_articles(shuffled(made.articles, rng)), resamples=500, seed=seed)
        for seed in range(10 * chosen.shuffles)
    ]
    report("news2017, shuffled within events: headlines", gaps)
    for name, lengths in (("equal", EQUAL), ("½ to 3", UNEQUAL), ("½ to 4", FAR)):
        for n_events in (12, 60):
            for near in (1.0, 5.0):
                tables = [
                    simulated(rng, lengths, n_events, near) for _ in range(chosen.simulations)
                ]
                report(f"length {name}, {n_events} events, near × {near:g}", tables)


def speed(corpus: fr.Corpus, tokens: fr.Tokens) -> None:
    fr.collocations(tokens.select(tokens.articles.index[:50]), "said")  # imports
    print(
        f"kwic of “settlement*”          {seconds(lambda: fr.kwic(tokens, 'settlement*')):6.2f} s"
    )
    for term in TERMS:
        taken = seconds(lambda term=term: fr.collocations(tokens, term))
        print(f"{f'collocations of “{term}”':31}{taken:6.2f} s")
    pairs = seconds(lambda: fr.collocations(tokens))
    plain = seconds(lambda: plainly(corpus))
    print(f"pairs, all outlets             {pairs:6.2f} s, plain {plain:6.2f} s")
    for measure in (fr.sentiment, fr.loaded_terms):
        fr.tokenize(corpus, "title")
        taken = seconds(lambda measure=measure: fr.headline_gap(fr.headline_body(measure, corpus)))
        print(f"{f'headlines, {measure.__name__}':31}{taken:6.2f} s")


def plainly(corpus: fr.Corpus) -> None:
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures
    from nltk.tokenize import NLTKWordTokenizer

    cut = NLTKWordTokenizer().tokenize
    for _, articles in corpus.articles.groupby("outlet"):
        documents = [cut(text.lower()) for text in articles["text"]]
        finder = BigramCollocationFinder.from_documents(documents)
        finder.apply_freq_filter(5)
        finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def shuffled(articles: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The articles with the outlets of each event exchanged, cell by cell."""
    outlet = articles["outlet"].copy()
    for _, rows in articles.groupby("event"):
        names = rows["outlet"].unique()
        if len(names) > 1:
            exchanged = dict(zip(names, rng.permutation(names), strict=True))
            outlet.loc[rows.index] = rows["outlet"].map(exchanged)
    return articles.assign(outlet=outlet)


def simulated(
    rng: np.random.Generator, lengths: tuple[float, ...], n_events: int, near: float
) -> pd.DataFrame:
    rows, surplus, counts, words = [], [], [], []
    for event in range(n_events):
        rate = 0.002 * rng.gamma(1, 1, WORDS)
        for outlet, length in enumerate(lengths):
            if rng.random() < 0.2:
                continue
            n = int(length * rng.lognormal(6.2, 0.4))
            w = max(1, int(0.06 * n))
            own = rate * rng.gamma(2, 0.5, WORDS)
            y, u = rng.poisson(w * own * near), rng.poisson((n - w) * own)
            rows.append((f"o{outlet}", f"e{event}"))
            surplus.append(y - u * w / (n - w))
            counts.append(y)
            words.append(float(w))
    articles = pd.DataFrame(rows, columns=["outlet", "event"])
    articles.index = pd.Index(articles.index.astype("str"), name="article_id")
    measure = Measure.from_arrays(
        articles,
        np.array(surplus),
        np.array(words)[:, None],
        name="attraction",
        unit="",
        kind="score",
        categories=[f"w{number}" for number in range(WORDS)],
    )
    return shifts(measure, csr_array(np.array(counts)), "outlet", "event", None)


def report(name: str, tables: list[pd.DataFrame]) -> None:
    table = pd.concat(tables)
    p = table["p_value"].dropna()
    low, high = ("shift_low", "shift_high") if "shift_low" in table else ("conf_low", "conf_high")
    known = table[table[low].notna() & table["p_value"].notna()]
    covered = ((known[low] <= 0) & (known[high] >= 0)).mean()
    any_found = np.mean([(one["q_value"] < 0.05).any() for one in tables])
    print(
        f"{name:52}{len(p):7,} tests, p < .05 {(p < 0.05).mean():.3f}, p < .001 "
        f"{(p < 0.001).mean():.4f}, any q < .05 {any_found:.2f}, intervals hold 0 {covered:.3f}"
    )


if __name__ == "__main__":
    main()
