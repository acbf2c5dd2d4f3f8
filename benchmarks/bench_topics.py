"""Topics beside scikit-learn's own way: processor seconds, and coherence on articles held out.

    python benchmarks/bench_topics.py

Both fit 20 topics by NMF to four fifths of news2017 and are judged by NPMI of the ten foremost
words on the last fifth; tokens are there before, as texts are for scikit-learn.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from reference import news2017_folder
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

import framing as fr
from framing.measures.topics.quality import npmi

K = 20


def main() -> None:
    corpus = fr.read_corpus(news2017_folder())
    tokens = fr.tokenize(corpus)
    tokens.articles  # noqa: B018  (tokens are made when first asked for)
    ours, seconds = timed(lambda: fr.topics(tokens, k=K))
    coherence = ours.quality["npmi"].mean()
    texts = corpus.articles["text"].to_numpy()
    held = np.zeros(len(texts), dtype=bool)
    held[np.random.default_rng(0).permutation(len(texts))[::5]] = True
    theirs, plain_seconds = timed(lambda: plain(texts, held))
    print(f"framing.topics {seconds:6.2f} s   NPMI {coherence:.3f}   (words counted as well)")
    print(f"scikit-learn   {plain_seconds:6.2f} s   NPMI {theirs:.3f}")
    print(f"ratio          {plain_seconds / seconds:6.1f}")


def plain(texts: np.ndarray, held: np.ndarray) -> float:
    vectorizer = TfidfVectorizer(min_df=5, max_df=0.3, sublinear_tf=True, stop_words="english")
    model = NMF(K, init="nndsvda", random_state=0, max_iter=400)
    model.fit(vectorizer.fit_transform(texts[~held]))
    model.transform(vectorizer.transform(texts[held]))
    counts = CountVectorizer(vocabulary=vectorizer.vocabulary_).transform(texts[held])
    return float(npmi(counts.tocsr(), np.argsort(-model.components_, axis=1)[:, :10]).mean())


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    return work(), time.process_time() - began


if __name__ == "__main__":
    main()
