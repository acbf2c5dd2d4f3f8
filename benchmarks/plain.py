"""The plain way: what a researcher writes today with NLTK, scikit-learn and seaborn.

No events, no voices, no intervals, three charts. `bench_study.py` runs it beside this program.

    python benchmarks/plain.py CORPUS_FOLDER OUT
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import matplotlib

matplotlib.use("agg")

import pandas as pd
import seaborn as sns
import yaml
from matplotlib import pyplot as plt
from nltk.tokenize import NLTKWordTokenizer
from reference import Vader, punkt_tokenizer
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer


def main(folder: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    articles = pd.read_parquet(next(folder.glob("articles.parquet")))
    articles = articles[articles["text"].str.strip().str.len() > 0]
    vader, words, sentences = Vader(), NLTKWordTokenizer(), punkt_tokenizer()
    lexicon = Path(find_spec("framing").origin).parent / "lexicons" / "loaded-news.yaml"
    categories = {
        name: [str(pattern).lower().lstrip("=") for pattern in category["patterns"]]
        for name, category in yaml.safe_load(lexicon.read_text(encoding="utf-8"))[
            "categories"
        ].items()
    }
    # Single words and beginnings; phrases are left out, as is usual.
    wholes = {name: {p for p in ps if "*" not in p} for name, ps in categories.items()}
    starts = {
        name: tuple(p[:-1] for p in ps if p.endswith("*") and p.count("*") == 1 and len(p) > 2)
        for name, ps in categories.items()
    }
    rows = []
    for article in articles.itertuples():
        spans = sentences.tokenize(article.text)
        scores = [vader.polarity_scores(sentence)["compound"] for sentence in spans]
        tokens = [word.lower() for sentence in spans for word in words.tokenize(sentence)]
        row = {"outlet": article.outlet, "sentiment": sum(scores) / max(len(scores), 1)}
        for name in categories:
            hits = sum(word in wholes[name] or word.startswith(starts[name]) for word in tokens)
            row[name] = 1000 * hits / max(len(tokens), 1)
        rows.append(row)
    table = pd.DataFrame(rows)
    matrix = TfidfVectorizer(
        min_df=5, max_df=0.3, sublinear_tf=True, stop_words="english"
    ).fit_transform(articles["text"])
    topics = NMF(n_components=20, init="nndsvda", random_state=0, max_iter=400)
    shares = pd.DataFrame(topics.fit_transform(matrix)).assign(outlet=table["outlet"])
    for name, data in {
        "sentiment": table.groupby("outlet")[["sentiment"]].mean(),
        "terms": table.drop(columns="sentiment").groupby("outlet").mean(),
        "topics": shares.groupby("outlet").mean(),
    }.items():
        figure, ax = plt.subplots(figsize=(8, 5))
        sns.heatmap(data, ax=ax)
        figure.tight_layout()
        figure.savefig(out / f"{name}.png", dpi=200)
        figure.savefig(out / f"{name}.svg")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
