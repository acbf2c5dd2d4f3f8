"""Does `wordscores` put outlets where they are?

Seven outlets stand at −1, −.6, −.2, .2, .6, .9 and 1; those at −1 and 1 are known. A word's rate
is multiplied by exp(position · slant), slants being normal with standard deviation .3, by what
the event is about (1.2 on the log scale) and by the outlet's straying (.2); rates fall with the
rank of 1,500 words as in Zipf's law. An outlet has one article of 400 words (median) on each of
the events it covers and leaves out a tenth of all.

    python benchmarks/calibration_wordscores.py --simulations 100

Prints for each rescaling the mean estimate of the outlets at −.2, .6 and .9, their standard
deviation, and in per cent how many 95 % intervals hold the truth.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from framing.comparison.wordscores import wordscores
from framing.corpus import Corpus

POSITIONS = np.array([-1.0, -0.6, -0.2, 0.2, 0.6, 0.9, 1.0])
NAMES = [f"o{number}" for number in range(len(POSITIONS))]
KNOWN = {NAMES[0]: -1.0, NAMES[-1]: 1.0}
N_WORDS = 1500


def draw(n_events: int, rng: np.random.Generator) -> Corpus:
    base = -np.log(np.arange(1, N_WORDS + 1))
    slant = rng.normal(0, 0.3, N_WORDS)
    terms = np.array([f"w{number}x" for number in range(N_WORDS)])
    rows = []
    for event in range(n_events):
        about = rng.normal(0, 1.2, N_WORDS)
        for name, position in zip(NAMES, POSITIONS, strict=True):
            if rng.random() < 0.1:
                continue
            rate = np.exp(base + about + position * slant + rng.normal(0, 0.2, N_WORDS))
            length = int(np.ceil(400 * np.exp(rng.normal(0, 0.6))))
            words = np.repeat(terms, rng.multinomial(length, rate / rate.sum()))
            rows.append((name, f"e{event}", " ".join(words)))
    return Corpus.from_frame(pd.DataFrame(rows, columns=["outlet", "event", "text"]))


def simulate(n_events: int, simulations: int, seed: int = 0) -> pd.DataFrame:
    """A row for each outlet without a position and each way of rescaling: bias and coverage."""
    rng = np.random.default_rng([seed, n_events])
    rows = []
    for number in range(simulations):
        corpus = draw(n_events, rng)
        for rescale in ("held-out", "mv"):
            table = wordscores(corpus, KNOWN, rescale=rescale, seed=number).scores
            rows.append(table[table["position"].isna()].assign(rescale=rescale))
    table = pd.concat(rows)
    table["truth"] = table["outlet"].map(dict(zip(NAMES, POSITIONS, strict=True)))
    table["held"] = (table["conf_low"] <= table["truth"]) & (table["truth"] <= table["conf_high"])
    table["held"] = table["held"].astype(float).where(table["conf_low"].notna())
    groups = table.groupby(["rescale", "truth"])
    return groups.agg(mean=("estimate", "mean"), sd=("estimate", "std"), held=("held", "mean"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=100)
    arguments = parser.parse_args()
    for n_events in (8, 12, 20, 50, 200):
        found = simulate(n_events, arguments.simulations)
        print(n_events, "events")
        print(found.round(3).to_string(), flush=True)


if __name__ == "__main__":
    main()
