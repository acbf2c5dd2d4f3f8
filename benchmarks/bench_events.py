"""Time and memory of `framing.align_events` as a corpus grows, dated and undated.

    python benchmarks/bench_events.py [ARTICLES ...]

Beyond its 3,788 articles, news2017 is grown by copies: of each article seven sentences in ten, and
every word that occurs in ten articles or fewer gets an ending of its own in each copy, since new
events bring new names. A dated copy begins fourteen days after the one before. Each corpus is read
from an Arrow file in a process of its own; the time without reading (alone) stands beside the
whole.

The plain way is scikit-learn's TF-IDF, all similarities, and scipy's average link cut at one
distance; it is tried on the smallest corpus alone, since it needs the whole matrix. Without sizes:
3,788, 25,000 and 100,000 articles, which take some six minutes on two cores.
"""

from __future__ import annotations

import re
import string
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
from reference import news2017_folder, timed

import framing as fr

OURS = """
import sys, time
import framing as fr
corpus = fr.read_corpus(sys.argv[1])
start = time.perf_counter()
fr.align_events(corpus)
open(sys.argv[2], 'w').write(str(time.perf_counter() - start))
"""
PLAIN = """
import sys, time
import framing as fr
articles = fr.read_corpus(sys.argv[1]).articles
start = time.perf_counter()
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer
texts = articles["title"].fillna("") + " " + articles["text"]
vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
distance = (1 - (vectors @ vectors.T).toarray()).clip(0)
fcluster(linkage(squareform(distance, checks=False), "average"), 0.7, "distance")
open(sys.argv[2], 'w').write(str(time.perf_counter() - start))
"""
RARE = 10  # articles with a word that is renamed in copies
SHARE = 0.7  # of the sentences that a copy has


def main(sizes: list[int]) -> None:
    articles = fr.read_corpus(news2017_folder()).articles
    articles = articles[["outlet", "date", "title", "text"]]
    pieces = {name: [_pieces(text) for text in articles[name]] for name in ("title", "text")}
    rare = _rare(pieces["text"])
    names = f"{'seconds':>9}{'alone':>9}{'MB':>8}{'MB own':>8}{'plain/ours':>12}"
    print(f"{'articles':>10}{'':>10}{names}")
    for size in sizes:
        grown = grow(articles, pieces, rare, size)
        for dates in ("dated", "undated"):
            frame = grown if dates == "dated" else grown.drop(columns="date")
            with tempfile.TemporaryDirectory() as folder:
                path = fr.Corpus.from_frame(frame).save(Path(folder) / "articles.arrow")
                seconds, alone, whole, own = _measured(OURS, path)
                ratio = _measured(PLAIN, path)[1] / alone if size == min(sizes) else np.nan
            cells = f"{seconds:>9.1f}{alone:>9.1f}{whole:>8.0f}{own:>8.0f}{ratio:>12.1f}"
            print(f"{size:>10,}{dates:>10}{cells}", flush=True)


def _measured(script: str, path: Path) -> tuple[float, float, float, float]:
    alone = path.with_name("seconds")
    seconds, whole, own = timed([sys.executable, "-c", script, str(path), str(alone)])
    return seconds, float(alone.read_text()), whole, own


def _pieces(text: str) -> list[list[str]]:
    """Sentences, each cut into words (at odd places) and what stands between them."""
    sentences = re.split(r"(?<=[.!?”])\s+", text if isinstance(text, str) else "")
    return [re.split(r"(\w+)", sentence) for sentence in sentences]


def _rare(texts: list[list[list[str]]]) -> set[str]:
    found: Counter[str] = Counter()
    for text in texts:
        found.update({word for sentence in text for word in sentence[1::2]})
    return {word for word, n in found.items() if n <= RARE and not word.isdigit()}


def grow(
    articles: pd.DataFrame, pieces: dict[str, list[list[list[str]]]], rare: set[str], size: int
) -> pd.DataFrame:
    """The articles and as many copies of them as make up the size."""
    random, parts, ids = np.random.default_rng(0), [articles.head(size)], articles.index
    for copy in range(1, -(-size // len(articles))):
        ending = "q" + "".join(string.ascii_lowercase[int(digit)] for digit in str(copy))
        part = articles.head(size - copy * len(articles)).set_axis(
            ids[: size - copy * len(articles)] + f"-{copy}"
        )
        columns = {
            name: [_copy(text, rare, ending, random) for text in pieces[name][: len(part)]]
            for name in ("title", "text")
        }
        parts.append(part.assign(date=part["date"] + pd.Timedelta(days=14 * copy), **columns))
    return pd.concat(parts).rename_axis("article_id")


def _copy(text: list[list[str]], rare: set[str], ending: str, random: np.random.Generator) -> str:
    kept = [sentence for sentence in text if len(text) < 3 or random.random() < SHARE] or text
    return " ".join(
        "".join(piece + ending if piece in rare else piece for piece in sentence)
        for sentence in kept
    )


if __name__ == "__main__":
    main([int(size.replace(",", "")) for size in sys.argv[1:]] or [3_788, 25_000, 100_000])
