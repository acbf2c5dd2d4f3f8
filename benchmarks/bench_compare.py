"""How long `compare` takes, and how much memory: a small study, a real-sized one, a large one.

python benchmarks/bench_compare.py
"""

from __future__ import annotations

import resource
import time

import numpy as np
import pandas as pd

from framing.comparison import compare
from framing.measures.measure import Measure

# name, articles, events, outlets, categories, seconds allowed
CORPORA = [
    ("the example corpus, 200 times over in its tests", 66, 12, 6, 12, 0.06),
    ("a corpus like news2017", 3_700, 2_500, 9, 20, 1.0),
    ("a large corpus, short events", 100_000, 60_000, 9, 50, 10.0),
    ("a large corpus, long events", 100_000, 10_000, 9, 50, 10.0),
    ("a large corpus without events", 100_000, 0, 9, 50, 10.0),
]


def drawn(n_articles: int, n_events: int, n_outlets: int, n_categories: int) -> Measure:
    rng = np.random.default_rng(0)
    articles = pd.DataFrame(
        {"outlet": np.char.add("outlet ", rng.integers(0, n_outlets, n_articles).astype(str))},
        index=pd.Index([f"a{number:07}" for number in range(n_articles)], name="article_id"),
    )
    if n_events:
        # events differ in size, as news does: a few are covered by all, most by one
        weights = 1 / np.arange(1, n_events + 1) ** 0.5
        events = rng.choice(n_events, n_articles, p=weights / weights.sum())
        articles["event"] = np.char.add("event ", events.astype(str))
    words = rng.integers(80, 1200, (n_articles, 1))
    return Measure.from_arrays(
        articles,
        rng.poisson(0.003 * words * np.ones((1, n_categories))),
        words,
        name="drawn",
        unit="hits per word",
        kind="count",
        categories=[f"category {number}" for number in range(n_categories)],
    )


def main() -> None:
    heads = ["articles", "events", "outlets", "categories", "seconds", "cpu", "allowed", "peak MB"]
    print(f"{'':50}" + "".join(f"{head:>11}" for head in heads))
    for name, *sizes, allowed in CORPORA:
        measure = drawn(*sizes)
        compare(measure.restrict(measure.articles.index[:50]))
        begun, work = time.perf_counter(), time.process_time()
        compare(measure)
        seconds, work = time.perf_counter() - begun, time.process_time() - work
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        counts = "".join(f"{size:11,}" for size in sizes)
        times = f"{seconds:11.3f}{work:11.3f}{allowed:11.2f}"
        print(f"{name:50}{counts}{times}{peak:11,.0f}", flush=True)


if __name__ == "__main__":
    main()
