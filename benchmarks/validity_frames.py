"""How far `framing.frames` agrees with readers: on coded articles, and on sentences of news.

    python benchmarks/validity_frames.py

1. The example corpus, whose articles one reader coded with generic frames (column `frames`). For
   each frame: the area under the ROC curve of the articles' shares with a 95 % interval from 2,000
   bootstrap samples of events; recall and precision if any indicator is taken for the frame; and
   precision (which is then recall too) among as many articles of largest share as were coded.
2. judged_frames.csv beside this file: sentences with an indicator, drawn at random from news2017
   (40 a generic frame, 15 of the others) and read by one person; `fits` says whether the sentence
   shows what the category's definition says. Positions are those of the texts as read; the texts
   are not here. Intervals are Wilson's, 95 %.
3. judged_frames_missed.csv: 100 sentences of news2017 without an indicator of any generic frame,
   drawn at random, with the frames (joined by |) that the same person saw in them. From these, the
   sentences found and their precision follows about how many there are. Sentences that have another
   frame's indicator and lack this one's are not among them, so it is recall at best.
4. The shares of sentences with an indicator of each category in news2017, and with any.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from reference import news2017_folder
from sklearn.metrics import roc_auc_score
from statsmodels.stats.proportion import proportion_confint

import framing as fr

CODED = {
    "conflict": "conflict",
    "human_interest": "human_interest",
    "economic_consequences": "economic",
    "morality": "morality",
    "responsibility": "responsibility",
}
LEXICONS = ("generic-frames", "policy-frames", "moral-foundations")
RESAMPLES = 2000


def main() -> None:
    for voice in ("all", "own"):
        print(f"example, voice {voice!r}")
        print(on_codes(fr.example(), voice).to_string(index=False), "\n")
    judged = pd.read_csv(Path(__file__).with_name("judged_frames.csv"))
    print(precision(judged).to_string(), "\n")
    tokens = fr.tokenize(fr.read_corpus(news2017_folder()))
    print(recall(fr.frames(tokens), judged).to_string(index=False), "\n")
    for lexicon in LEXICONS:
        measure = fr.frames(tokens, lexicon)
        shares = measure.numerators.sum(axis=0) / measure.denominators.sum(axis=0)
        some = measure.evidence.drop_duplicates(["article_id", "sentence"])
        any_ = len(some) / measure.denominators[:, 0].sum()
        print(dict(zip(measure.categories, shares.round(3).tolist(), strict=True)))
        print(f"{lexicon}: any {any_:.3f}\n")


def on_codes(corpus: fr.Corpus, voice: str) -> pd.DataFrame:
    measure = fr.frames(corpus, voice=voice)
    shares = pd.DataFrame(
        measure.numerators / measure.denominators,
        index=measure.articles.index,
        columns=measure.categories,
    ).dropna()
    codes = corpus.articles.loc[shares.index, "frames"].str.split("|")
    events = corpus.articles.loc[shares.index, "event"].fillna("").to_numpy()
    rng = np.random.default_rng(0)
    rows = []
    for category, code in CODED.items():
        coded = np.array([code in one for one in codes])
        share = shares[category].to_numpy()
        first = np.argsort(-share, kind="stable")[: coded.sum()]
        low, high = bootstrap(coded, share, events, rng)
        rows.append(
            {
                "frame": category,
                "coded": coded.sum(),
                "share, coded": share[coded].mean(),
                "share, others": share[~coded].mean(),
                "AUC": roc_auc_score(coded, share),
                "low": low,
                "high": high,
                "any: recall": (share > 0)[coded].mean(),
                "any: precision": coded[share > 0].mean(),
                "as many: precision": coded[first].mean(),
            }
        )
    return pd.DataFrame(rows).round(2)


def bootstrap(
    coded: np.ndarray, share: np.ndarray, events: np.ndarray, rng: np.random.Generator
) -> tuple[float, float]:
    rows = [np.flatnonzero(events == event) for event in np.unique(events)]
    made = []
    for _ in range(RESAMPLES):
        drawn = np.concatenate([rows[i] for i in rng.integers(0, len(rows), len(rows))])
        if 0 < coded[drawn].sum() < len(drawn):
            made.append(roc_auc_score(coded[drawn], share[drawn]))
    low, high = np.percentile(made, [2.5, 97.5])
    return float(low), float(high)


def precision(judged: pd.DataFrame) -> pd.DataFrame:
    by = judged.groupby(["lexicon", "category"], sort=False)["fits"]
    table = by.agg(["sum", "size", "mean"])
    table["low"], table["high"] = proportion_confint(table["sum"], table["size"], method="wilson")
    return table.round(2)


def recall(measure: fr.Measure, judged: pd.DataFrame) -> pd.DataFrame:
    missed = pd.read_csv(Path(__file__).with_name("judged_frames_missed.csv"))["frames"]
    some = measure.evidence.drop_duplicates(["article_id", "sentence"])
    bare = measure.denominators[:, 0].sum() - len(some)
    right = judged[judged["lexicon"] == "generic-frames"].groupby("category")["fits"].mean()
    found = pd.Series(measure.numerators.sum(axis=0), index=measure.categories) * right
    rows = []
    for category in measure.categories:
        n = int(missed.fillna("").str.split("|").map(lambda one, c=category: c in one).sum())
        low, high = proportion_confint(n, len(missed), method="wilson")
        shares = [found[category] / (found[category] + bare * p) for p in (n / 100, high, low)]
        rows.append((category, n, *shares))
    columns = ["frame", "seen in 100 without", "recall at best", "low", "high"]
    return pd.DataFrame(rows, columns=columns).round(2)


if __name__ == "__main__":
    main()
