"""How far passives agree with people's judgements, found by rules and by a parse.

    python benchmarks/validity_passives.py [FOLDER]

FOLDER (`shared/bench` beside the checkout, if not given) holds passive_cola.csv: 1,043 sentences
of linguistics textbooks, 92 of them said to be passive (the set of PassivePy; Sepehri, Mirshafiee
and Markowitz 2023; columns `sentence`, `passive`). A sentence counts as passive if one is found in
it.

judged_passives.csv beside this file holds 400 sentences of news2017 of at least eight words, drawn
at random (seed 5) and read for passives as `framing.passives` defines them, before what it finds
was looked at: a row for each passive, `start` and `end` of its participle in the sentence and
whether an agent is named, or a row without for a sentence that has none. `sha256` is of the
sentence, since its text is not here.

Printed are precision, recall and F1 with 95 % percentile intervals from 2,000 bootstrap samples of
sentences, and which of the passives found and judged differ by method.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from reference import news2017_folder

import framing as fr
from framing.measures.passives import METHODS

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared" / "bench"


def main(folder: Path) -> None:
    cola = pd.read_csv(folder / "passive_cola.csv")
    judged = cola["passive"].to_numpy() == 1
    corpus = fr.Corpus.from_frame(pd.DataFrame({"outlet": "none", "text": cola["sentence"]}))
    print(f"passive_cola.csv: {len(cola):,} sentences, {judged.sum()} passive")
    for method in METHODS:
        found = fr.passives(corpus, method=method).numerators.sum(axis=1) > 0
        print(f"  {method:6}{scores(judged & found, found, judged)}")

    rows = pd.read_csv(HERE / "judged_passives.csv", dtype={"article_id": str})
    texts = sentences(rows)
    corpus = fr.Corpus.from_frame(
        pd.DataFrame({"outlet": "none", "text": texts}, index=texts.index)
    )
    said = set(rows.dropna().set_index(["sha256", "end"]).index)
    print(f"news2017: {len(texts)} sentences read, {len(said)} passives in them")
    for method in METHODS:
        evidence = fr.passives(corpus, method=method).evidence
        there = set(evidence.set_index(["article_id", "char_end"]).index)
        both = [counts(texts.index, one) for one in (said & there, there, said)]
        print(f"  {method:6}{scores(*both)}")
        agents = evidence[evidence["category"] == "agent"]
        named = set(agents.set_index(["article_id", "char_end"]).index)
        wanted = set(rows[rows["category"] == "agent"].set_index(["sha256", "end"]).index)
        print(f"         agents: {len(named & wanted)} of {len(wanted)}, and {len(named - wanted)}")
        for what, those in (("missed", said - there), ("not said", there - said)):
            for sentence, end in sorted(those):
                text = texts.loc[sentence]
                print(f"         {what}: {text[max(0, int(end) - 60) : int(end)]}")


def sentences(rows: pd.DataFrame) -> pd.Series:
    """The sentences that were read, by their hashes; those that cleaning has changed are left
    out."""
    tokens = fr.tokenize(fr.load_study(news2017_folder()).read)
    found = {}
    for article_id, number, digest in rows.iloc[:, :3].drop_duplicates().itertuples(index=False):
        try:
            text = tokens.sentence_text(article_id, number)
        except fr.FramingError:
            continue
        if hashlib.sha256(text.encode()).hexdigest().startswith(digest):
            found[digest] = text
    return pd.Series(found, name="text").rename_axis("article_id")


def counts(index: pd.Index, found: set[tuple[str, int]]) -> np.ndarray:
    """How many of these are in each sentence."""
    return (
        pd.Series([one for one, _ in found]).value_counts().reindex(index, fill_value=0).to_numpy()
    )


def scores(both: np.ndarray, found: np.ndarray, said: np.ndarray, samples: int = 2000) -> str:
    """Precision, recall and F1 with its interval."""
    sums = np.column_stack([both, found, said]).astype(float)
    weights = np.random.default_rng(0).multinomial(
        len(sums), np.full(len(sums), 1 / len(sums)), size=samples
    )
    drawn = weights @ sums
    f1 = 2 * drawn[:, 0] / (drawn[:, 1] + drawn[:, 2])
    low, high = np.quantile(f1, [0.025, 0.975])
    hits, n_found, n_said = sums.sum(axis=0)
    return (
        f" precision {hits / n_found:.3f}  recall {hits / n_said:.3f}"
        f"  F1 {2 * hits / (n_found + n_said):.3f} [{low:.3f}, {high:.3f}]"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
