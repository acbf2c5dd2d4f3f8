"""How many of the sets of rival names that `framing.suggest_sets` proposes are names for one thing.

    python benchmarks/validity_names.py

On news2017, against judged_sets.csv beside this file: the first 100 sets as they were proposed when
one reader judged them by their examples. A set counts if it was judged, name for name; sets that
are proposed now and were not then are listed, to be read. Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pandas as pd
from reference import news2017_folder
from statsmodels.stats.proportion import proportion_confint

import framing as fr

JUDGED = Path(__file__).with_name("judged_sets.csv")


def main() -> None:
    judged = pd.read_csv(JUDGED)
    known = dict(zip(judged["set"].map(names_of), judged["one_thing"], strict=True))
    tokens = fr.load_study(news2017_folder()).tokens
    start = perf_counter()
    table = fr.suggest_sets(tokens, n=len(judged))
    print(f"{table['set'].nunique()} sets in {perf_counter() - start:.1f} s")
    sets = [names_of(name) for name in table["set"].unique()]
    for first in (25, 50, 100):
        marks = [known[names] for names in sets[:first] if names in known]
        low, high = proportion_confint(sum(marks), len(marks), method="wilson")
        told = f"{sum(marks)} of {len(marks)} judged: {sum(marks) / len(marks):.2f}"
        print(f"first {first:>3}: names for one thing {told} [{low:.2f}, {high:.2f}]")
    new = [" / ".join(sorted(names)) for names in sets if names not in known]
    print(f"not judged yet: {'; '.join(new) or 'none'}")


def names_of(written: str) -> frozenset[str]:
    return frozenset(written.split(" / "))


if __name__ == "__main__":
    main()
