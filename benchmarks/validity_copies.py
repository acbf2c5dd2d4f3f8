"""How well `framing.find_duplicates` tells paraphrased copies from independent reports.

    python benchmarks/validity_copies.py [FOLDER]

Recall: spun copies of real and invented articles (see spinning.py) at several strengths, copies
translated to Spanish and back where Apertium is installed (Debian: apertium, apertium-eng-spa), and
the copies reworded by hand in tests/paraphrases and corpus/example. Each kind is put into one
corpus with all originals.

False alarms: pairs of articles of different outlets on the same event, from the example (its
invented outlets' own articles), MoralEvents (FOLDER/events_moralevents.csv; shared/bench beside the
checkout, if not given) and news2017 (events as `align_events` finds them, without reprints).
Beside each pair found stands the share of sequences of five words that it has in common: those
with many carry the same agency's text and are copies.

Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import random
from itertools import combinations
from pathlib import Path

import pandas as pd
from reference import news2017_folder
from spinning import STRENGTHS, spin, translated

import framing as fr

ROOT = Path(__file__).resolve().parents[1]
TAKEN = 120  # articles of each corpus that are copied
WORDS = (150, 1500)  # of an article that is copied


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    beside = ROOT.parent / "shared" / "bench"
    parser.add_argument("folder", type=Path, nargs="?", default=beside, help="annotated articles")
    folder = parser.parse_args().folder
    example = fr.example().filter(lambda articles: ~articles.index.str.startswith("w"))
    moral = pd.read_csv(folder / "events_moralevents.csv", dtype={"article_id": str})
    sets = {
        "example": example,
        "MoralEvents": fr.Corpus.from_frame(moral),
        "news2017": fr.drop_duplicates(fr.align_events(fr.read_corpus(news2017_folder()))),
    }
    print(f"{'copies of':<14}{'how':<16}{'found':>6}{'of':>6}  recall")
    by_hand()
    for name, corpus in sets.items():
        recall(name, corpus.articles[["outlet", "text"]])
    print(f"\n{'same event':<14}{'pairs':>7}{'found':>7}  share")
    for name, corpus in sets.items():
        false_alarms(name, corpus)


def by_hand() -> None:
    articles = fr.example().articles[["outlet", "text"]]
    files = sorted((ROOT / "tests" / "paraphrases").glob("*.txt"))
    copies = {file.stem: file.read_text(encoding="utf-8") for file in files}
    show("example", "by hand", *found(articles.drop(index="w3-voice"), pd.Series(copies)))


def recall(name: str, articles: pd.DataFrame) -> None:
    length = articles["text"].str.split().str.len()
    able = articles["text"][length.between(*WORDS)]
    taken = able.sample(min(TAKEN, len(able)), random_state=0)
    for strength in STRENGTHS:
        chance = random.Random(0)
        spun = [spin(text, strength, chance) for text in taken]
        show(name, strength, *found(articles, pd.Series(spun, taken.index)))
    few = taken.head(40)
    there = pd.Series([translated(text) for text in few], few.index)
    if there.notna().all():
        show(name, "translated", *found(articles, there))


def found(articles: pd.DataFrame, copies: pd.Series) -> tuple[int, int]:
    """How many copies, by the id of their original, are in a group with it; and how many are."""
    made = pd.DataFrame({"outlet": "the copyist", "text": copies})
    made.index = copies.index + "-copy"
    both = pd.concat([articles, made]).rename_axis("article_id")
    table = fr.find_duplicates(fr.Corpus.from_frame(both)).set_index("article_id")["group"]
    pairs = zip(copies.index, made.index, strict=True)
    return sum(table.get(a, -1) == table.get(b, -2) for a, b in pairs), len(copies)


def show(name: str, how: str, n_found: int, n: int) -> None:
    low, high = wilson(n_found, n)
    print(f"{name:<14}{how:<16}{n_found:>6}{n:>6}  {n_found / n:.3f} [{low:.3f} {high:.3f}]")


def false_alarms(name: str, corpus: fr.Corpus) -> None:
    articles = corpus.articles
    pairs = {
        frozenset(pair)
        for _, group in articles.groupby("event")
        for pair in combinations(group.index, 2)
        if articles["outlet"][pair[0]] != articles["outlet"][pair[1]]
    }
    table = fr.find_duplicates(corpus)
    alarms = [
        pair
        for _, group in table[table["kind"] == "paraphrase"].groupby("group")
        for pair in combinations(group["article_id"], 2)
        if frozenset(pair) in pairs
    ]
    low, high = wilson(len(alarms), len(pairs))
    share = len(alarms) / len(pairs)
    print(f"{name:<14}{len(pairs):>7,}{len(alarms):>7}  {share:.4f} [{low:.4f} {high:.4f}]")
    for a, b in alarms:
        overlap = in_common(articles["text"][a], articles["text"][b])
        outlets = f"{articles['outlet'][a]} {a}, {articles['outlet'][b]} {b}"
        print(f"    {overlap:.2f} of the shorter one's sequences in common: {outlets}")


def in_common(one: str, other: str) -> float:
    """The share of the shorter text's sequences of five words that the other has."""
    sequences = []
    for text in (one, other):
        words = text.casefold().split()
        sequences.append({tuple(words[i : i + 5]) for i in range(len(words) - 4)})
    return len(sequences[0] & sequences[1]) / max(min(map(len, sequences)), 1)


def wilson(n_found: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (1927, doi:10.1080/01621459.1927.10502953)."""
    share, spread = n_found / n, z**2 / n
    middle = share + spread / 2
    half = z * (share * (1 - share) / n + spread / (4 * n)) ** 0.5
    return max((middle - half) / (1 + spread), 0.0), min((middle + half) / (1 + spread), 1.0)


if __name__ == "__main__":
    main()
