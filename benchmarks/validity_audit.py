"""Audits: do the intervals of precision and recall hold, and what was found in real articles?

The first table is a simulation: hits in 6 outlets and 3 categories, very unequal in number and in
how often they are right, and sentences of which few hold something missed; 1,000 samples are drawn
and marked by the truth. The second is one reader's judgement of hits and sentences of `news2017`
(judged_loaded_terms.csv: places and marks, no text), drawn by `framing.audit` with seed 0.

    python benchmarks/validity_audit.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

import framing as fr
from framing.auditing.drawing import _shares
from framing.auditing.drawing import draw as draw_rows
from framing.auditing.rates import _rate, _recall, wilson

HERE = Path(__file__).parent
SAMPLES = 1_000


def simulated() -> pd.DataFrame:
    random = np.random.default_rng(1)
    cells = [(outlet, category) for outlet in range(6) for category in range(3)]
    sizes = random.lognormal(4, 1, len(cells)).astype(int) + 2
    right = random.beta(6, 2, len(cells))
    hits = pd.DataFrame(
        {
            "group": np.repeat([o for o, _ in cells], sizes),
            "category": np.repeat([c for _, c in cells], sizes),
            "right": (random.random(sizes.sum()) < np.repeat(right, sizes)).astype(float),
        }
    )
    n_sentences = 20_000
    pool = pd.DataFrame(
        {
            "group": random.integers(0, 6, n_sentences),
            "stratum": np.where(random.random(n_sentences) < 0.05, "hit", "none"),
        }
    )
    chance = np.where(pool["stratum"] == "hit", 0.05, 0.01)
    pool["missed"] = (random.random(n_sentences) < chance).astype(int)
    precision = hits["right"].mean()
    recall = hits["right"].sum() / (hits["right"].sum() + pool["missed"].sum())
    rows = []
    for n in (60, 200, 600):
        held = np.zeros((SAMPLES, 3), dtype=bool)
        estimates = np.zeros((SAMPLES, 2))
        first = (hits["group"] == 0) & (hits["category"] == 0)
        truth = hits.loc[first, "right"].mean()
        for sample in range(SAMPLES):
            draw = np.random.default_rng(sample)
            drawn = draw_rows(hits, ["category", "group"], n, draw)
            rate = _rate(drawn["right"], drawn["stands_for"])
            low, high = wilson(rate)
            held[sample, 0] = low <= precision <= high
            cell = drawn[(drawn["group"] == 0) & (drawn["category"] == 0)]
            low, high = wilson(_rate(cell["right"], cell["stands_for"]))
            held[sample, 1] = low <= truth <= high or not len(cell)
            shares = _shares(pool["stratum"], n)
            strata = [pool[pool["stratum"] == name] for name in ("hit", "none")]
            read = pd.concat(
                [
                    draw_rows(some, ["group"], k, draw)
                    for some, k in zip(strata, shares, strict=True)
                ]
            )
            args = (read["missed"], read["stands_for"], float(n_sentences))
            found, low, high = _recall(rate, float(len(hits)), *args)
            held[sample, 2] = low <= recall <= high
            estimates[sample] = rate.share, found
        rows.append(
            {
                "hits and sentences": n,
                "precision": precision,
                "mean estimate": estimates[:, 0].mean(),
                "covered": held[:, 0].mean(),
                "covered, one cell": held[:, 1].mean(),
                "recall": recall,
                "median estimate": np.median(estimates[:, 1]),
                "covered, recall": held[:, 2].mean(),
            }
        )
    return pd.DataFrame(rows)


def judged(news2017: str | Path) -> pd.DataFrame | None:
    """Rates from the judged sample, drawn again; None if other places are drawn."""
    study = fr.load_study(news2017)
    terms = fr.loaded_terms(study.tokens, voice="own").select(["sensational", "doubt", "labels"])
    sample = fr.audit(terms, n=135, sentences=90, seed=0)
    marks = pd.read_csv(
        HERE / "judged_loaded_terms.csv", dtype={"article_id": "str"}, keep_default_na=False
    )
    place = ["article_id", "sentence", "char_start", "char_end"]
    if not marks[place].equals(sample.key[place]):
        return None
    return sample.marked(marks["mark"].tolist()).rates()


def main() -> None:
    print(simulated().round(3).to_string(index=False), "\n")
    folder = HERE.parent / ".framing-cache" / "news2017"
    if folder.is_dir():
        rates = judged(folder)
        if rates is None:
            print("Lexicon or texts have changed: the sample drawn is not the one judged.")
            return
        shown = rates[(rates["group"] == "all") | (rates["category"] == "all")]
        print(shown.drop(columns="note").round(2).to_string(index=False))


if __name__ == "__main__":
    main()
