"""How far lexical sentiment agrees with what readers see in newspaper text.

    python benchmarks/validity_sentiment.py [FOLDER]

FOLDER (`shared/bench` beside the checkout, if not given) holds tone_nyt_snippets.csv: 5,190
snippets of New York Times editorials, each with the mean rating of 20 readers from -4 to 4 (the
ground truth of VADER; Hutto and Gilbert 2014). Columns `id` (editorial_snippet), `mean_rating`,
`text`.

Printed are Pearson's r between rating and measure, for snippets and for whole editorials, with 95 %
percentile intervals from 2,000 bootstrap samples of editorials, and how often the sign agrees where
readers and measure both have one (ratings beyond ±0.5).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

import framing as fr
from framing.measures.sentiment import sentiment, sentiment_balance, sentiment_misses

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"


def main(folder: Path) -> None:
    snippets = pd.read_csv(folder / "tone_nyt_snippets.csv")
    corpus = fr.Corpus.from_frame(snippets.assign(article_id=snippets["id"], outlet="NYT"))
    rating = corpus.articles["mean_rating"].to_numpy()
    editorial = corpus.articles.index.str.partition("_").get_level_values(0).to_numpy()
    for measure in (sentiment(corpus), sentiment_balance(corpus)):
        value = (measure.numerators / measure.denominators)[:, 0]
        strong = (np.abs(rating) > 0.5) & (value != 0)
        agree = (np.sign(rating) == np.sign(value))[strong].mean()
        print(f"{measure.name}: {len(value):,} snippets, {len(np.unique(editorial)):,} editorials")
        print(f"  r of snippets    {with_interval(rating, value, editorial)}")
        whole = pd.DataFrame({"rating": rating, "sum": measure.numerators[:, 0]})
        whole = whole.assign(over=measure.denominators[:, 0]).groupby(editorial)
        means = whole["sum"].sum() / whole["over"].sum()
        ratings = whole["rating"].mean()
        print(f"  r of editorials  {with_interval(ratings, means, ratings.index)}")
        print(f"  same sign        {agree:.2f} of {strong.sum():,}")
    misses = sentiment_misses(corpus)
    share = misses.numerators.sum() / misses.denominators.sum()
    print(f"{misses.name}: {share:.2f} of {int(misses.denominators.sum()):,} sentences")


def with_interval(x: np.ndarray, y: np.ndarray, group: np.ndarray, samples: int = 2000) -> str:
    """Pearson's r, and its percentiles where groups are drawn again."""
    x, y = np.asarray(x), np.asarray(y)
    moments = pd.DataFrame({"n": 1.0, "x": x, "y": y, "xx": x * x, "yy": y * y, "xy": x * y})
    sums = moments.groupby(np.asarray(group)).sum().to_numpy()
    weights = np.random.default_rng(0).multinomial(
        len(sums), np.full(len(sums), 1 / len(sums)), size=samples
    )
    low, high = np.quantile(pearson(weights @ sums), [0.025, 0.975])
    return f"{pearson(sums.sum(axis=0)):.3f} [{low:.3f}, {high:.3f}]"


def pearson(sums: np.ndarray) -> np.ndarray:
    """r from the sums of 1, x, y, x², y², xy (last axis)."""
    n, x, y, xx, yy, xy = np.moveaxis(sums, -1, 0)
    return (xy / n - x * y / n**2) / np.sqrt((xx / n - (x / n) ** 2) * (yy / n - (y / n) ** 2))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
