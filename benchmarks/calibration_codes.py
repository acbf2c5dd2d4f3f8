"""How often intervals of corrected shares hold the truth, in corpora whose codes are known.

    python benchmarks/calibration_codes.py drawn
    python benchmarks/calibration_codes.py null
    python benchmarks/calibration_codes.py trained --runs 100

`drawn`: every article of every outlet has a code; a classifier's probabilities are drawn, with
errors that are alike in all outlets or others in the first; some events are coded by people. Four
ways to a share: what the classifier gives, the codes alone, `correct_misclassification` with the
errors by outlet, and `estimate_codes`. `null`: the same without a difference, and how often one is
found. `trained`: articles are drawn as words, and the whole way is gone, from the sample to the
intervals.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

import framing as fr
from framing.classifying.applying import _put_right

OUTLETS, EFFECT, BASE = 5, 0.15, (0.2, 0.5)
AT_ONCE = 10


@dataclass(frozen=True)
class Setting:
    events: int
    coded: int  # events
    errs: str = "alike"  # or "first": the first outlet's articles are read otherwise
    effect: float = EFFECT  # by how much the first outlet has the code oftener
    sharp: float = 2.0  # how far the scores of articles with and without the code lie apart

    def __str__(self) -> str:
        return f"{self.events} events, {self.coded} coded, errors {self.errs}"


def cells(setting: Setting, rng) -> pd.DataFrame:
    """An article for nine of ten pairs of outlet and event."""
    outlet, event = (one.ravel() for one in np.indices((OUTLETS, setting.events)))
    kept = rng.random(len(outlet)) < 0.9
    frame = pd.DataFrame({"outlet": outlet[kept], "event": event[kept]}).astype("int64")
    frame["coded"] = frame["event"].isin(rng.choice(setting.events, setting.coded, replace=False))
    return frame


def truths(frame: pd.DataFrame, n: int, effect: float, rng) -> np.ndarray:
    """0 and 1, (n_articles, n): events differ, and the first outlet has the code oftener."""
    base = rng.uniform(*BASE, (frame["event"].max() + 1, n))[frame["event"]]
    first = (frame["outlet"] == 0).to_numpy()[:, np.newaxis]
    return (rng.random(base.shape) < base + effect * first).astype(float)


def drawn(setting: Setting, runs: int, resamples: int = 1, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(runs // AT_ONCE):
        frame = cells(setting, rng)
        code = truths(frame, AT_ONCE, setting.effect, rng)
        first = (frame["outlet"] == 0).to_numpy()[:, np.newaxis] & (setting.errs == "first")
        score = setting.sharp * code * np.where(first, 0.5, 1) + np.where(first, 0.8, 0)
        score = score + rng.normal(size=code.shape)
        logit = setting.sharp * score - setting.sharp**2 / 2 + np.log(0.38 / 0.62)
        p = 1 / (1 + np.exp(-logit))
        coded = frame["coded"].to_numpy()
        measures = {
            "classifier": measure(frame, p >= 0.5),
            "codes alone": measure(frame[coded], code[coded]),
            "estimate_codes": measure(frame, put_right(frame, p, code)),
        }
        tables = {name: fr.compare(one, resamples=resamples) for name, one in measures.items()}
        audit = audit_of(frame[coded], p[coded] >= 0.5, code[coded])
        if audit is not None:
            tables["by rates"] = fr.correct_misclassification(measures["classifier"], audit)
        found += [rows_of(table, setting).assign(way=name) for name, table in tables.items()]
    return pd.concat(found)


def measure(frame: pd.DataFrame, values: np.ndarray) -> fr.Measure:
    articles = pd.DataFrame(
        {"outlet": "o" + frame["outlet"].astype(str), "event": frame["event"].astype(str)}
    )
    articles.index = pd.Index([f"a{number}" for number in frame.index], name="article_id")
    names = [f"c{number}" for number in range(values.shape[1])]
    return fr.Measure.from_arrays(
        articles, values, np.ones(values.shape), name="d", unit="u", kind="share", categories=names
    )


def put_right(frame: pd.DataFrame, p: np.ndarray, code: np.ndarray) -> np.ndarray:
    made = np.empty_like(p)
    for outlet in range(OUTLETS):
        mine = np.flatnonzero(frame["outlet"] == outlet)
        known = np.where(frame["coded"].to_numpy()[mine], 1.0, np.nan)
        for column in range(p.shape[1]):
            made[mine, column] = _put_right(p[mine, column], code[mine, column] * known, known)
    return made


def audit_of(frame: pd.DataFrame, given: np.ndarray, code: np.ndarray) -> pd.DataFrame | None:
    rows = []
    for outlet in range(OUTLETS):
        mine = (frame["outlet"] == outlet).to_numpy()
        for column in range(code.shape[1]):
            there, said = code[mine, column] == 1, given[mine, column]
            rows.append(
                {
                    "outlet": f"o{outlet}",
                    "category": f"c{column}",
                    "n_true": there.sum(),
                    "n_found": said[there].sum(),
                    "n_false": (~there).sum(),
                    "n_rejected": (~said[~there]).sum(),
                }
            )
    table = pd.DataFrame(rows)
    return table if (table[["n_true", "n_false"]] > 0).all(axis=None) else None


def rows_of(table: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The first outlet's share, and its difference from the rest, with what is true."""
    table = table[table["outlet"] == "o0"]
    truth = np.where(table["kind"] == "level", np.mean(BASE) + setting.effect, setting.effect)
    return table.assign(truth=truth)[
        ["category", "kind", "estimate", "conf_low", "conf_high", "p_value", "truth"]
    ]


def summary(found: pd.DataFrame) -> pd.DataFrame:
    known = found["conf_low"].notna()
    held = (found["conf_low"] <= found["truth"]) & (found["truth"] <= found["conf_high"])
    found = found.assign(
        holds=held.where(known).astype(float),
        width=found["conf_high"] - found["conf_low"],
        error=(found["estimate"] - found["truth"]).abs(),
        off=found["estimate"] - found["truth"],
        known=known.astype(float),
    )
    grouped = found.groupby(["kind", "way"], sort=False)
    table = grouped[["holds", "known", "off"]].mean()
    table["error"] = grouped["error"].median()
    table["width"] = grouped["width"].median()
    return table


WORDS, LENGTH = 400, 120


def trained(setting: Setting, runs: int, seed: int = 0) -> pd.DataFrame:
    """Articles as words: those with the code use twenty words oftener, the first outlet half as
    much so; events and outlets have words of their own."""
    found = []
    for run in range(runs):
        rng = np.random.default_rng([seed, run])
        frame = cells(setting, rng)
        code = truths(frame, 1, setting.effect, rng)[:, 0]
        common = rng.dirichlet(np.ones(WORDS))
        of_event = rng.dirichlet(np.full(WORDS, 0.1), setting.events)
        of_outlet = rng.dirichlet(np.full(WORDS, 0.1), OUTLETS)
        of_code = np.where(np.arange(WORDS) < 20, 1 / 20, 0)
        weak = (frame["outlet"] == 0) & (setting.errs == "first")
        much = (0.1 * code * np.where(weak, 0.5, 1))[:, np.newaxis]
        mixed = 0.7 * common + 0.2 * of_event[frame["event"]] + 0.1 * of_outlet[frame["outlet"]]
        counts = [rng.multinomial(LENGTH, one) for one in (1 - much) * mixed + much * of_code]
        words = np.array([f"w{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}{'x' * (n // 676)}"
                          for n in range(WORDS)])  # fmt: skip
        frame["text"] = [" ".join(np.repeat(words, count)) + "." for count in counts]
        frame = frame.assign(
            outlet="o" + frame["outlet"].astype(str),
            event=frame["event"].astype(str),
            article_id=[f"a{number}" for number in range(len(frame))],
        )
        corpus = fr.Corpus.from_frame(frame)
        sample = pd.DataFrame({"article_id": frame["article_id"], "c0": code})[frame["coded"]]
        classifier = fr.train_classifier(corpus, sample)
        tables = {
            "classifier": fr.compare(fr.classify(corpus, classifier), resamples=1),
            "estimate_codes": fr.compare(fr.estimate_codes(corpus, classifier), resamples=1),
        }
        found += [rows_of(table, setting).assign(way=name) for name, table in tables.items()]
    return pd.concat(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["drawn", "null", "trained"])
    parser.add_argument("--runs", type=int, default=1000)
    arguments = parser.parse_args()
    if arguments.what == "trained":
        settings = [Setting(60, 30, "first")]
    else:
        sizes = [(20, 10), (60, 30), (200, 40), (200, 100)]
        settings = [Setting(*size, errs) for size in sizes for errs in ("alike", "first")]
    if arguments.what == "null":
        for setting in settings:
            found = drawn(replace(setting, effect=0.0), arguments.runs, resamples=300)
            found = found[found["kind"] == "contrast"]
            rates = (found["p_value"] <= 0.05).groupby(found["way"], sort=False).mean()
            print(f"{setting!s:45}", rates.round(3).to_dict(), flush=True)
        return
    for setting in settings:
        make = drawn if arguments.what == "drawn" else trained
        print(f"\n{setting}\n{summary(make(setting, arguments.runs)).round(3)}", flush=True)


if __name__ == "__main__":
    main()
