"""How well `framing.align_events` finds the articles that report the same happening.

    python benchmarks/validity_events.py [FOLDER]

FOLDER (shared/bench beside the checkout, if not given) holds annotated articles:
events_moralevents.csv (whole articles, most with a date; MoralEvents, launchnlp/MOKA) and
events_neus_val.csv (headline and first sentences, undated; NeuS, HLTCHKUST/framing-bias-metric).
Each has `article_id`, `event`, `outlet`, `text` and may have `title` and `date`.

Printed are B³ precision, recall and F1 (Bagga and Baldwin 1998) with percentile intervals from
1,000 bootstrap samples of stories; for the whole set, with a fifth of the articles left out, with
all but one article left out of a fifth of the stories as well, and with less to go by: no dates,
no headlines, sixty words, both sets in one corpus, one article a story. Some stories of MoralEvents
are in it twice under two names; one line takes each of them as one.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

import framing as fr

FILES = {"MoralEvents": "events_moralevents.csv", "NeuS": "events_neus_val.csv"}


def b_cubed(truth: np.ndarray, found: np.ndarray) -> pd.DataFrame:
    """B³ precision and recall of each article.

    Precision: of the articles grouped with this one (itself included), the share that belong with
    it. Recall: of the articles that belong with it, the share grouped with it.

    >>> b_cubed(["a", "a", "b"], [1, 1, 1]).mean().round(3).to_dict()
    {'precision': 0.556, 'recall': 1.0}
    """
    frame = pd.DataFrame({"truth": truth, "found": found})
    shared = frame.groupby(["truth", "found"])["truth"].transform("size")
    return pd.DataFrame(
        {
            "precision": shared / frame.groupby("found")["found"].transform("size"),
            "recall": shared / frame.groupby("truth")["truth"].transform("size"),
        }
    )


def f1(precision: np.ndarray, recall: np.ndarray) -> np.ndarray:
    return 2 * precision * recall / (precision + recall)


def with_intervals(truth: np.ndarray, found: np.ndarray, samples: int = 1000) -> pd.DataFrame:
    """Precision, recall and F1 over all articles, with 95 % intervals over stories."""
    scores = b_cubed(truth, found)
    stories = scores.assign(n=1).groupby(np.asarray(truth)).sum()
    weights = np.random.default_rng(0).multinomial(
        len(stories), np.full(len(stories), 1 / len(stories)), size=samples
    )
    precision, recall, n = (weights @ stories[["precision", "recall", "n"]].to_numpy()).T
    drawn = {"precision": precision / n, "recall": recall / n}
    drawn["F1"] = f1(drawn["precision"], drawn["recall"])
    estimate = scores.mean()
    estimate["F1"] = f1(estimate["precision"], estimate["recall"])
    low, high = np.quantile(pd.DataFrame(drawn)[estimate.index], [0.025, 0.975], axis=0)
    return pd.DataFrame({"estimate": estimate, "low": low, "high": high})


def thinned(articles: pd.DataFrame, single: float = 0.0, seed: int = 0) -> pd.DataFrame:
    """The articles without a fifth of them, and one article alone of a share of the stories."""
    random = np.random.default_rng(seed)
    kept = articles[random.random(len(articles)) >= 0.2]
    stories = kept["event"].unique()
    alone = random.choice(stories, round(single * len(stories)), replace=False)
    first = ~kept.sample(frac=1, random_state=seed)["event"].duplicated()
    return kept[~kept["event"].isin(alone) | first.reindex(kept.index)]


def versions(name: str, articles: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The set whole, thinned, and with less to go by."""
    words = articles["text"].str.split().str[:60].str.join(" ")
    found = {
        name: articles,
        f"{name}, a fifth left out": thinned(articles),
        f"{name}, and a fifth of stories single": thinned(articles, single=0.2),
        f"{name}, and half of stories single": thinned(articles, single=0.5),
        f"{name}, one article a story": articles.groupby("event").head(1),
    }
    if "date" in articles:
        found[f"{name}, twins as one"] = articles.assign(event=united(articles))
        found[f"{name}, without dates"] = articles.drop(columns="date")
        found[f"{name}, without headlines"] = articles.drop(columns="title")
        found[f"{name}, sixty words"] = articles.assign(text=words)
    return found


def united(articles: pd.DataFrame) -> pd.Series:
    """The events, those that hold a copy of the same article under one name."""
    corpus = fr.Corpus.from_frame(articles.rename(columns={"event": "truth"}))
    copies = fr.find_duplicates(corpus).assign(
        event=lambda table: table["article_id"].map(articles.set_index("article_id")["event"])
    )
    name = dict(zip(articles["event"], articles["event"], strict=True))
    for _, group in copies.groupby("group"):
        names = {name[event] for event in group["event"]}
        name = {event: min(names) if now in names else now for event, now in name.items()}
    return articles["event"].map(name)


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, na_values={"date": [""]})


def align(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles that were read, with the annotated event as `truth` and ours as `event`."""
    corpus = fr.Corpus.from_frame(articles.rename(columns={"event": "truth"}))
    return fr.align_events(corpus).articles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    beside = Path(__file__).resolve().parents[2] / "shared" / "bench"
    parser.add_argument("folder", type=Path, nargs="?", default=beside, help="annotated articles")
    folder = parser.parse_args().folder
    print(f"{'set':<38}{'articles':>9}{'stories':>9}  precision          recall             F1")
    sets = {name: read(folder / file) for name, file in FILES.items()}
    frames = [
        frame for name, articles in sets.items() for frame in versions(name, articles).items()
    ]
    both = [
        articles.assign(event=name + articles["event"], article_id=name + articles["article_id"])
        for name, articles in sets.items()
    ]
    for version, frame in [*frames, ("both in one corpus", pd.concat(both))]:
        aligned = align(frame)
        table = with_intervals(aligned["truth"].to_numpy(), aligned["event"].to_numpy())
        cells = [f"{e:.3f} [{low:.3f} {high:.3f}]" for e, low, high in table.to_numpy()]
        n_stories = aligned["truth"].nunique()
        print(f"{version:<43}{len(aligned):>4}{n_stories:>9}  {'  '.join(cells)}")


if __name__ == "__main__":
    main()
