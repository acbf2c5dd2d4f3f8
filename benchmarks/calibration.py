"""Do intervals cover what they should, and do tests reject what they should?

Corpora are drawn with known truth and compared by `compare` itself. The generator: an outlet has
one article on each of the events it covers and leaves out a fifth of all; lengths are log-normal
(median 450 words, standard deviation .6 of the logarithm); an event is quiet or hot (.5, on the
log scale); an outlet strays from its own habit in each event (.2); hits are negative binomial
with k = 2 around 4 per 1,000 words (1 where they are rare). Scores are summed over sentences (22
words each, standard deviation .4) with events (.15) and strayings (.06) around 0. Shares are
beta around 1 in 10, most of them near 0, as topics' weights are.

    python benchmarks/calibration.py --simulations 10000
    python benchmarks/calibration.py --placebo FOLDER_OF_NEWS2017

Each setting prints, in per cent, how often the 95 % interval holds the truth (for the outlet
against the rest where nothing is planted; where one outlet uses twice as many; for levels), how
often p < .05 where nothing is planted, and how often there was no interval.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from framing.comparison import compare
from framing.measures.measure import Measure

AT_ONCE = 50  # corpora that share lengths and gaps, as categories of one measure
EFFECT = {"count": 2.0, "share": 2.0, "score": 0.1}


@dataclass(frozen=True)
class Setting:
    """`short` makes the first outlet's articles that many times as short as the others'."""

    n_outlets: int
    n_events: int
    kind: str = "count"
    rate: float = 0.004
    short: float = 1.0
    within: str | None = "event"

    def __str__(self) -> str:
        what = f"{1000 * self.rate:g} per 1,000" if self.kind == "count" else f"{self.kind}s"
        extra = f", first {self.short:g} times shorter" if self.short != 1 else ""
        extra += "" if self.within else ", no events"
        return f"{self.n_outlets} outlets, {self.n_events} events, {what}{extra}"


@dataclass
class Corpora:
    """Articles of several corpora with the same lengths, and what their sums are drawn from."""

    articles: pd.DataFrame
    denominator: np.ndarray
    expected: np.ndarray
    kind: str
    truth: float

    def measure(
        self, rng: np.random.Generator, effect: float | np.ndarray | None = None
    ) -> Measure:
        """Draw the sums; `effect` is planted in the first outlet, one or one a category."""
        first = (self.articles["outlet"] == "o00").to_numpy()[:, None]
        x = self.denominator
        if self.kind == "score":
            mean = self.expected + (0.0 if effect is None else np.where(first, effect, 0.0) * x)
            y = mean + rng.normal(0, 0.4, mean.shape) * np.sqrt(x)
        else:
            mean = self.expected * (1.0 if effect is None else np.where(first, effect, 1.0))
            if self.kind == "count":
                y = rng.poisson(mean * rng.gamma(2, 1 / 2, mean.shape))
            else:
                y = rng.beta(2 * mean, 2 * (1 - mean))
        names = [f"c{number}" for number in range(AT_ONCE)]
        return Measure.from_arrays(
            self.articles, y, x, name="drawn", unit="", kind=self.kind, categories=names
        )


def draw(setting: Setting, rng: np.random.Generator) -> Corpora:
    n_events = round(1.25 * setting.n_events)
    covered = rng.random((setting.n_outlets, n_events)).argsort(axis=1) < setting.n_events
    outlet, event = np.nonzero(covered)
    words = np.ceil(450 * np.exp(rng.normal(0, 0.6, len(outlet))))
    words[outlet == 0] = np.ceil(words[outlet == 0] / setting.short)
    articles = pd.DataFrame(
        {
            "outlet": np.char.add("o", np.char.zfill(outlet.astype(str), 2)),
            "event": np.char.add("e", event.astype(str)),
        },
        index=pd.Index([f"a{number:05}" for number in range(len(outlet))], name="article_id"),
    )
    shape = (len(outlet), AT_ONCE)
    hot = rng.normal(0, 1, (n_events, AT_ONCE))[event]
    if setting.kind == "count":
        x = words[:, None]
        expected = x * setting.rate * np.exp(0.5 * hot + rng.normal(0, 0.2, shape))
        truth = setting.rate * np.exp((0.5**2 + 0.2**2) / 2)
    elif setting.kind == "share":
        x = np.ones((len(outlet), 1))
        expected = np.minimum(0.1 * np.exp(0.5 * hot + rng.normal(0, 0.2, shape)), 0.4)
        truth = np.nan
    else:
        x = np.ceil(words / 22)[:, None]
        expected = x * (0.15 * hot + rng.normal(0, 0.06, shape))
        truth = 0.0
    return Corpora(articles, x, expected, setting.kind, truth)


def simulate(setting: Setting, simulations: int, seed: int = 0, **options: object) -> dict:
    """Rates over `simulations` corpora of one setting."""
    rng = np.random.default_rng([seed, setting.n_outlets, setting.n_events])
    null, planted = [], []
    scale = "difference" if setting.kind == "score" else "ratio"
    nothing = 1.0 if scale == "ratio" else 0.0
    effect = EFFECT[setting.kind]
    for number in range(-(-simulations // AT_ONCE)):
        corpora = draw(setting, rng)
        common = {"within": setting.within, "scale": scale, "seed": number, **options}
        table = compare(corpora.measure(rng), **common)
        null.append(table)
        table = compare(corpora.measure(rng, effect), **common)
        planted.append(table[(table["kind"] == "contrast") & (table["outlet"] == "o00")])
    table = pd.concat(null)
    contrasts = table[(table["kind"] == "contrast") & (table["scale"] == scale)]
    if setting.short != 1:
        contrasts = contrasts[contrasts["outlet"] == "o00"]
    planted = pd.concat(planted)
    planted = planted[planted["scale"] == scale]
    return {
        "null": covered(contrasts, nothing),
        "planted": covered(planted, effect),
        "level": covered(table[table["kind"] == "level"], corpora.truth),
        "p": (contrasts["p_value"].dropna() < 0.05).mean(),
        "p_signflip": (contrasts["p_signflip"].dropna() < 0.05).mean(),
        "power": (planted["p_value"] < 0.05).mean(),
        "none": contrasts["conf_low"].isna().mean(),
    }


def covered(rows: pd.DataFrame, truth: float) -> float:
    rows = rows[rows["conf_low"].notna()]
    if np.isnan(truth):
        return np.nan
    return ((rows["conf_low"] <= truth) & (truth <= rows["conf_high"])).mean()


GRID = [Setting(outlets, n) for outlets in (3, 6, 15) for n in (5, 8, 12, 20, 50, 200)]
SETTINGS = [
    *GRID,
    *(replace(setting, rate=0.001) for setting in GRID if setting.n_outlets == 6),
    *(replace(setting, kind="score") for setting in GRID if setting.n_outlets == 6),
    *(replace(setting, kind="share") for setting in GRID if setting.n_outlets == 6),
    *(replace(setting, short=5) for setting in GRID if setting.n_outlets == 6),
    *(replace(setting, within=None) for setting in GRID if setting.n_outlets == 6),
]


def placebo(measure: Measure, repeats: int, seed: int = 0) -> dict[str, float]:
    """Each outlet split at random, within events, into two that cannot differ."""
    rng = np.random.default_rng(seed)
    p_values, holds = [], []
    for ids in measure.articles.groupby("outlet").groups.values():
        part = measure.restrict(ids)
        events = part.articles["event"]
        for number in range(repeats):
            order = rng.permutation(len(events))
            turn = events.iloc[order].groupby(events.iloc[order]).cumcount()
            first = dict(zip(events.unique(), rng.integers(0, 2, events.nunique()), strict=True))
            half = (turn.reindex(events.index) + events.map(first)) % 2
            halves = part.with_articles(
                part.articles.assign(half=half.map(["one", "two"].__getitem__))
            )
            table = compare(halves, by="half", reference="one", seed=number)
            table = table[table["kind"] == "contrast"]
            p_values.append(table["p_value"].dropna())
            given = table[table["conf_low"].notna()]
            nothing = np.where(given["scale"] == "ratio", 1, 0)
            holds.append((given["conf_low"] <= nothing) & (nothing <= given["conf_high"]))
    return {"p": (pd.concat(p_values) < 0.05).mean(), "covered": pd.concat(holds).mean()}


def placebo_on(path: str, repeats: int) -> None:
    """Print the rates of `placebo` for loaded terms and sentiment of a real corpus."""
    import framing as fr

    corpus = fr.align_events(fr.read_corpus(path))
    for measure in (fr.loaded_terms(corpus), fr.sentiment(corpus)):
        rates = placebo(measure, repeats)
        told = ", ".join(f"{name} {100 * rate:.1f}" for name, rate in rates.items())
        print(f"placebo, {measure.name}: {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--interval", default="auto", help="auto, jackknife, bootstrap")
    parser.add_argument("--placebo", metavar="CORPUS", help="split the outlets of a real corpus")
    arguments = parser.parse_args()
    if arguments.placebo:
        placebo_on(arguments.placebo, repeats=100)
        return
    heads = ["null", "planted", "level", "p", "p_signflip", "power", "none"]
    print(f"{'':58}" + "".join(f"{head:>11}" for head in heads))
    for setting in SETTINGS:
        begun = time.perf_counter()
        rates = simulate(
            setting, arguments.simulations, arguments.seed, interval=arguments.interval
        )
        line = "".join(f"{100 * rates[head]:11.1f}" for head in heads)
        print(f"{setting!s:58}{line}{time.perf_counter() - begun:8.0f} s", flush=True)


if __name__ == "__main__":
    main()
