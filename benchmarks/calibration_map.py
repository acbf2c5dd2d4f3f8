"""Do the ellipses of `outlet_map` hold the true positions, and does the map find them?

Outlets have known positions on two dimensions (standard deviations 1 and .5 before noise), which
ten columns of a measure reflect through a random rotation. An outlet has one article on each of
the events it covers and leaves out a fifth of all; lengths are log-normal (standard deviation .6 of
the logarithm), the last outlet's a third of the others'; events are alike or not (as large as the
outlets' spread), and an outlet strays from its own habit in each event. Scores are normal, counts
negative binomial with k = 2 around rates that outlets multiply.

    python benchmarks/calibration_map.py --simulations 1000
    python benchmarks/calibration_map.py --simulations 100 --nothing

Each setting prints, in per cent, how many 95 % ellipses hold the true position (turned onto the
estimate as the replicates are), and how many intervals of distances and of loadings hold the truth;
the error of the map over the size of the true one, with distances corrected for chance and not;
the mean distance over the true one, corrected and not; and the outlets without an ellipse.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from framing.comparison.embedding import align, embed, squared_distances
from framing.comparison.outlet_map import outlet_map
from framing.comparison.profiles import spread_of_articles
from framing.measures.measure import Measure


@dataclass(frozen=True)
class Setting:
    """`size` is the outlets' spread on the first dimension, in standard deviations of an article's
    score (scores) or of the logarithm of the rate (counts)."""

    n_outlets: int
    n_events: int
    size: float = 0.5
    n_columns: int = 10
    kind: str = "score"
    planted: bool = True  # else outlets do not differ

    def __str__(self) -> str:
        return (
            f"{self.n_outlets} outlets, {self.n_events} events, {self.n_columns} "
            f"{self.kind}s, {self.size:g}"
        )


def draw(setting: Setting, rng: np.random.Generator) -> tuple[Measure, np.ndarray]:
    """A measure, and the true effects (n_outlets, n_columns) in its unit."""
    k, m = setting.n_outlets, setting.n_columns
    rotation = np.linalg.qr(rng.normal(size=(m, 2)))[0] * np.sqrt(m / 2)
    effect = rng.normal(size=(k, 2)) * [setting.size, setting.size / 2] @ rotation.T
    effect = effect * setting.planted
    n_events = round(1.25 * setting.n_events)
    outlet, event = np.nonzero(rng.random((k, n_events)) > 0.2)
    length = np.exp(rng.normal(0, 0.6, len(outlet))) / np.where(outlet == k - 1, 3, 1)
    hot = rng.normal(0, setting.size, (n_events, m))[event]
    stray = rng.normal(0, setting.size / 4, (len(outlet), m))
    if setting.kind == "score":
        x = np.ceil(20 * length)[:, None]
        mean = x * (hot + stray + effect[outlet])
        y = mean + rng.normal(0, 1, mean.shape) * np.sqrt(20 * x)
        truth = effect
    else:
        x = np.ceil(450 * length)[:, None]
        rate = 0.004 * np.exp(effect[outlet] + hot + stray)
        y = rng.poisson(x * rate * rng.gamma(2, 1 / 2, rate.shape))
        truth = 0.004 * np.exp(effect + setting.size**2 * (1 + 1 / 16) / 2)
    articles = pd.DataFrame(
        {
            "outlet": np.char.add("o", np.char.zfill(outlet.astype(str), 2)),
            "event": np.char.add("e", event.astype(str)),
        },
        index=pd.Index([f"a{number:05}" for number in range(len(outlet))], name="article_id"),
    )
    names = [f"c{number}" for number in range(m)]
    measure = Measure.from_arrays(
        articles, y, x, name="drawn", unit="", kind=setting.kind, categories=names
    )
    return measure, truth - truth.mean(axis=0)


def once(setting: Setting, rng: np.random.Generator) -> dict[str, float]:
    measure, effect = draw(setting, rng)
    found = outlet_map(measure, resamples=1)
    table = found.positions.dropna(subset=["dimension_1"])
    if len(table) < setting.n_outlets:
        return {}
    scaled = effect / spread_of_articles(measure) / np.sqrt(setting.n_columns)
    gram = scaled @ scaled.T
    points = table[["dimension_1", "dimension_2"]].to_numpy()
    truth = align(embed(gram, 2)[0], points)
    size = np.sqrt((truth**2).sum())
    raw = found.distances["raw_distance"].to_numpy()
    uncorrected = embed(_gram(raw, setting.n_outlets), 2)[0]
    axes = truth / np.linalg.norm(truth, axis=0)
    due = (axes.T @ scaled).T
    due = (due / np.linalg.norm(due, axis=0)).ravel()
    first, second = np.triu_indices(setting.n_outlets, 1)
    distance = np.sqrt(np.maximum(squared_distances(gram)[first, second], 0))
    known = table["ellipse_major"].notna().to_numpy()
    return {
        "ellipse": holds(table, truth)[known].mean() if known.any() else np.nan,
        "distance": _between(found.distances, distance),
        "loading": _between(found.loadings, due),
        "error": np.sqrt(((points - truth) ** 2).sum()) / size,
        "raw error": np.sqrt(((uncorrected - align(truth, uncorrected)) ** 2).sum()) / size,
        "stretch": np.mean(found.distances["distance"]) / distance.mean(),
        "raw stretch": raw.mean() / distance.mean(),
        "none": 1 - known.mean(),
    }


def nothing(setting: Setting, simulations: int, seed: int = 0) -> dict[str, float]:
    """Where outlets do not differ: distances whose interval leaves out 0, and corpora in which a
    group has a support of 70 %."""
    rng = np.random.default_rng([seed, setting.n_outlets, setting.n_events])
    rows = []
    for _ in range(simulations):
        found = outlet_map(draw(replace(setting, planted=False), rng)[0], resamples=200)
        groups = found.tree["support"].iloc[:-1]
        rows.append(((found.distances["conf_low"] > 0).mean(), (groups >= 0.7).any()))
    return dict(zip(["distance", "group"], np.mean(rows, axis=0), strict=True))


def holds(table: pd.DataFrame, truth: np.ndarray) -> np.ndarray:
    """Whether each outlet's ellipse holds its true position."""
    away = truth - table[["dimension_1", "dimension_2"]].to_numpy()
    angle = np.radians(table["ellipse_angle"].to_numpy())
    along = away[:, 0] * np.cos(angle) + away[:, 1] * np.sin(angle)
    across = away[:, 1] * np.cos(angle) - away[:, 0] * np.sin(angle)
    major, minor = table["ellipse_major"].to_numpy(), table["ellipse_minor"].to_numpy()
    return (along / major) ** 2 + (across / minor) ** 2 <= 1


def _gram(distances: np.ndarray, n: int) -> np.ndarray:
    squared = np.zeros((n, n))
    squared[np.triu_indices(n, 1)] = distances**2
    squared = squared + squared.T
    centre = np.eye(n) - 1 / n
    return -centre @ squared @ centre / 2


def _between(table: pd.DataFrame, truth: np.ndarray) -> float:
    known = table["conf_low"].notna().to_numpy()
    low, high = table["conf_low"].to_numpy(), table["conf_high"].to_numpy()
    return float(((low <= truth) & (truth <= high))[known].mean()) if known.any() else np.nan


def simulate(setting: Setting, simulations: int, seed: int = 0) -> dict[str, float]:
    """Means over `simulations` corpora of one setting."""
    rng = np.random.default_rng([seed, setting.n_outlets, setting.n_events])
    rows = [once(setting, rng) for _ in range(simulations)]
    return pd.DataFrame([row for row in rows if row]).mean().to_dict()


GRID = (8, 12, 20, 50, 200)
SETTINGS = [
    *(Setting(outlets, events) for outlets in (4, 8, 20) for events in GRID),
    *(Setting(8, events, size=0.2) for events in (20, 50, 200)),
    *(Setting(8, events, n_columns=200) for events in (20, 50, 200)),
    *(Setting(8, events, size=0.2, n_columns=200) for events in (20, 50, 200)),
    *(Setting(8, events, kind="count") for events in GRID),
]
HEADS = ["ellipse", "distance", "loading", "error", "raw error", "stretch", "raw stretch", "none"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--nothing", action="store_true", help="where outlets do not differ")
    arguments = parser.parse_args()
    if arguments.nothing:
        for setting in (Setting(6, events, n_columns=m) for m in (2, 10, 200) for events in GRID):
            rates = nothing(setting, arguments.simulations, arguments.seed)
            print(f"{setting!s:44}", {name: round(100 * rate, 1) for name, rate in rates.items()})
        return
    print(f"{'':44}" + "".join(f"{head:>12}" for head in HEADS))
    for setting in SETTINGS:
        begun = time.perf_counter()
        rates = simulate(setting, arguments.simulations, arguments.seed)
        line = "".join(f"{100 * rates[head]:12.1f}" for head in HEADS)
        print(f"{setting!s:44}{line}{time.perf_counter() - begun:7.0f} s", flush=True)


if __name__ == "__main__":
    main()
