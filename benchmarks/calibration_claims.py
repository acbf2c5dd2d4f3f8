"""Do the models, equivalence tests, smallest differences and corrections hold what they say?

The generator is that of calibration.py.

    python benchmarks/calibration_claims.py models --simulations 2000
    python benchmarks/calibration_claims.py equivalence
    python benchmarks/calibration_claims.py power
    python benchmarks/calibration_claims.py misclassification
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
import pandas as pd
from calibration import AT_ONCE, EFFECT, Setting, covered, draw

from framing.comparison import compare
from framing.comparison.detectable import smallest_difference
from framing.comparison.equivalence import equivalence
from framing.comparison.misclassification import correct_misclassification
from framing.comparison.models import compare_models
from framing.measures.measure import Measure


def corpora(setting: Setting, simulations: int, seed: int):
    """Corpora of a setting, with a generator and a seed each."""
    rng = np.random.default_rng([seed, setting.n_outlets, setting.n_events])
    for number in range(-(-simulations // AT_ONCE)):
        yield draw(setting, rng), rng, number


def rates_of(null: pd.DataFrame, planted: pd.DataFrame, truth: float, effect: float) -> dict:
    return {
        "null": covered(null, truth),
        "planted": covered(planted, effect),
        "p": (null["p_value"].dropna() < 0.05).mean(),
        "power": (planted["p_value"] < 0.05).mean(),
        "none": null["conf_low"].isna().mean(),
        "width": np.log(null["conf_high"] / null["conf_low"]).median()
        if truth == 1
        else (null["conf_high"] - null["conf_low"]).median(),
    }


def simulate_models(setting: Setting, simulations: int, model: str, seed: int = 0) -> dict:
    """Rates of `compare_models`, or of `compare` where the model is "compare"."""
    linear = setting.kind == "score" or model == "linear"
    null, planted = [], []
    for drawn, rng, number in corpora(setting, simulations, seed):
        tables = []
        for effect in (None, EFFECT[setting.kind]):
            measure = drawn.measure(rng, effect)
            if model == "compare":
                scale = "difference" if linear else "ratio"
                table = compare(measure, scale=scale, seed=number)
                table = table[(table["kind"] == "contrast") & (table["scale"] == scale)]
            else:
                table = compare_models(measure, model=model)
            tables.append(table)
        null.append(tables[0])
        planted.append(tables[1][tables[1]["outlet"] == "o00"])
    nothing = 0.0 if linear else 1.0
    # What is planted in shares is a ratio, and has no single odds ratio.
    effect = np.nan if model == "fractional-logit" else EFFECT[setting.kind]
    return rates_of(pd.concat(null), pd.concat(planted), nothing, effect)


MODELS = {
    "count": ("compare", "poisson", "negative-binomial"),
    "score": ("compare", "linear"),
    "share": ("compare", "fractional-logit"),
}


def models(simulations: int) -> None:
    heads = ["null", "planted", "p", "power", "none", "width"]
    print(f"{'':60}" + "".join(f"{head:>10}" for head in heads))
    settings = [Setting(6, n) for n in (5, 8, 12, 20, 50, 200)]
    settings += [Setting(6, n, rate=0.001) for n in (8, 20, 50)]
    settings += [Setting(6, n, short=5) for n in (12, 50)]
    settings += [Setting(6, n, kind="score") for n in (8, 20)]
    settings += [Setting(6, n, kind="share") for n in (12, 50)]
    for setting in settings:
        for model in MODELS[setting.kind]:
            rates = simulate_models(setting, simulations, model)
            line = "".join(f"{100 * rates[head]:10.1f}" for head in heads)
            print(f"{setting!s:40}{model:20}{line}", flush=True)


def simulate_equivalence(
    setting: Setting, simulations: int, margin: float, seed: int = 0
) -> dict[str, float]:
    """How often p of equivalence is below .05 where the difference is as large as the margin
    (`size`), and where there is none (`power`)."""
    found: dict[str, list[pd.DataFrame]] = {"size": [], "power": []}
    for drawn, rng, number in corpora(setting, simulations, seed):
        for name, effect in (("size", margin), ("power", None)):
            table = equivalence(drawn.measure(rng, effect), margin, seed=number, resamples=100)
            table = table[(table["outlet"] == "o00") & (table["margin_high"] == margin)]
            found[name].append(table)
    return {name: (pd.concat(some)["p_equivalence"] < 0.05).mean() for name, some in found.items()}


def equivalences(simulations: int) -> None:
    print(f"{'':40}{'margin':>10}{'size':>10}{'power':>10}")
    for n_events in (8, 12, 20, 50, 200):
        for setting, margins in (
            (Setting(6, n_events), (1.25, 1.5, 2.0)),
            (Setting(6, n_events, kind="score"), (0.05, 0.1)),
        ):
            for margin in margins:
                rates = simulate_equivalence(setting, simulations, margin)
                line = f"{100 * rates['size']:10.1f}{100 * rates['power']:10.1f}"
                print(f"{setting!s:40}{margin:10}{line}", flush=True)


def simulate_power(
    setting: Setting, simulations: int, power: float = 0.8, seed: int = 0
) -> dict[str, float]:
    """How often a difference is found that is as large as `smallest_difference` says, with more
    (`more`) and with fewer hits; and how often it named one."""
    found: dict[str, list[np.ndarray]] = {"more": [], "fewer": []}
    named: dict[str, list[np.ndarray]] = {"more": [], "fewer": []}
    sizes = []
    nothing = 1.0 if setting.kind == "count" else 0.0
    for drawn, rng, number in corpora(setting, simulations, seed):
        said = smallest_difference(drawn.measure(rng), power=power)
        said = said[said["outlet"] == "o00"]
        sizes.append(said["more"].to_numpy())
        for name in found:
            size = said[name].to_numpy()
            effect = np.where(np.isfinite(size), size, nothing)
            if setting.kind == "share":  # a difference of shares is planted as a ratio
                least, most = 0.05, 0.95 / drawn.expected.max(axis=0)
                effect = np.clip(1 + effect / drawn.expected.mean(axis=0), least, most)
            table = compare(drawn.measure(rng, effect), seed=number, interval="none")
            table = table[(table["kind"] == "contrast") & (table["outlet"] == "o00")]
            p = table.drop_duplicates("category")["p_value"].to_numpy()
            found[name].append((p < 0.05)[np.isfinite(size)])
            named[name].append(np.isfinite(size))
    rates = {f"{name} named": np.concatenate(some).mean() for name, some in named.items()}
    for name, some in found.items():
        rates[name] = np.concatenate(some).mean() if rates[f"{name} named"] > 0.05 else np.nan
    return rates | {"median": float(np.nanmedian(np.concatenate(sizes)))}


def powers(simulations: int) -> None:
    heads = ["more", "more named", "fewer", "fewer named"]
    print(f"{'':50}" + "".join(f"{head:>12}" for head in [*heads, "median"]))
    settings = [Setting(6, n) for n in (5, 8, 12, 20, 50, 200)]
    settings += [Setting(3, n) for n in (8, 20)]
    settings += [Setting(6, n, rate=0.001) for n in (12, 20, 50)]
    settings += [Setting(6, n, short=5) for n in (20, 50)]
    settings += [Setting(6, n, kind="score") for n in (8, 12, 20, 50)]
    settings += [Setting(6, n, kind="share") for n in (20, 50, 200)]
    for setting in settings:
        rates = simulate_power(setting, simulations)
        line = "".join(f"{100 * rates[head]:12.1f}" for head in heads)
        print(f"{setting!s:50}{line}{rates['median']:12.3f}", flush=True)


# Precision and recall of the first outlet and of the others; for shares specificity and recall.
RATES = {"count": ((0.6, 0.7), (0.9, 0.85)), "share": ((0.85, 0.7), (0.95, 0.9))}


def simulate_correction(
    setting: Setting, simulations: int, checked: int = 150, seed: int = 0
) -> dict[str, float]:
    """How often the interval of the first outlet's contrast holds the truth, with the errors
    `RATES` and an audit of `checked` hits (or units) and as many true ones an outlet; corrected
    and uncorrected. Counts differ by the ratio 2, shares (of 20 units an article) by .15."""
    first_rates, other_rates = RATES[setting.kind]
    holds: dict[str, list[pd.Series]] = {"corrected": [], "uncorrected": []}
    effect = 2.0 if setting.kind == "count" else 0.15
    part = []
    for drawn, rng, _ in corpora(setting, simulations, seed):
        own = (drawn.articles["outlet"] == "o00").to_numpy()[:, None]
        right, recall = (
            np.where(own, *pair) for pair in zip(first_rates, other_rates, strict=True)
        )
        if setting.kind == "count":
            there = drawn.measure(rng, effect).numerators
            expected = drawn.expected * np.where(own, effect, 1.0)
            x, wrong = drawn.denominator, rng.poisson(expected * recall * (1 - right) / right)
            y = rng.binomial(there.astype(np.int64), recall) + wrong
        else:
            event = pd.factorize(drawn.articles["event"])[0]
            base = rng.uniform(0.2, 0.5, (event.max() + 1, AT_ONCE))[event]
            x = np.full((len(own), 1), 20)
            there = rng.binomial(x, base + np.where(own, effect, 0.0))
            y = rng.binomial(there, recall) + rng.binomial(x - there, 1 - right)
        names = [f"c{number}" for number in range(AT_ONCE)]
        measure = Measure.from_arrays(
            drawn.articles, y, x, name="drawn", unit="", kind=setting.kind, categories=names
        )
        audit = audit_of(drawn.articles["outlet"].unique(), names, setting.kind, checked, rng)
        table = correct_misclassification(measure, audit)
        plain = compare(measure, resamples=1)
        for name, one in (("corrected", table), ("uncorrected", plain)):
            one = one[(one["kind"] == "contrast") & (one["outlet"] == "o00")]
            one = one[one["conf_low"].notna()]
            holds[name].append((one["conf_low"] <= effect) & (effect <= one["conf_high"]))
        part.append(table.loc[table["kind"] == "contrast", "audit_share"])
    rates = {name: pd.concat(some).mean() for name, some in holds.items()}
    return rates | {"audit": pd.concat(part).mean()}


def audit_of(outlets, names: list[str], kind: str, checked: int, rng) -> pd.DataFrame:
    """What people who check `checked` hits and `checked` true ones of each outlet would find."""
    audit = pd.MultiIndex.from_product([outlets, names], names=["outlet", "category"])
    audit = audit.to_frame(index=False)
    own = audit["outlet"] == "o00"
    right, recall = (np.where(own, *pair) for pair in zip(*RATES[kind], strict=True))
    hits = ("n_hits", "n_right") if kind == "count" else ("n_false", "n_rejected")
    for (n, found), rate in ((hits, right), (("n_true", "n_found"), recall)):
        audit[n], audit[found] = checked, rng.binomial(checked, rate)
    return audit


def corrections(simulations: int) -> None:
    heads = ["corrected", "uncorrected", "audit"]
    print(f"{'':40}{'checked':>10}" + "".join(f"{head:>12}" for head in heads))
    for kind in ("count", "share"):
        for n_events in (12, 20, 50, 200):
            for checked in (30, 150):
                setting = Setting(6, n_events, kind=kind)
                rates = simulate_correction(setting, simulations, checked)
                line = "".join(f"{100 * rates[head]:12.1f}" for head in heads)
                print(f"{setting!s:40}{checked:10}{line}", flush=True)


COMMANDS: dict[str, Callable[[int], None]] = {
    "models": models,
    "equivalence": equivalences,
    "power": powers,
    "misclassification": corrections,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=COMMANDS)
    parser.add_argument("--simulations", type=int, default=2000)
    arguments = parser.parse_args()
    COMMANDS[arguments.what](arguments.simulations)


if __name__ == "__main__":
    main()
