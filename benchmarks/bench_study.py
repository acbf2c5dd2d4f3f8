"""The whole default study of news2017 beside the plain way: seconds, and memory at its peak.

    python benchmarks/bench_study.py [RUNS]

Each run is a process of its own with cold caches and compiled bytecode, the two in turn. The
plain way (`plain.py`) has no events, no voices, no intervals and three charts.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from reference import news2017_folder, timed

HERE = Path(__file__).resolve().parent


def main(runs: int) -> None:
    corpus = news2017_folder()
    ours = [sys.executable, "-m", "framing.cli", "run", str(corpus), "--out", "OUT"]
    plain = [sys.executable, str(HERE / "plain.py"), str(corpus), "OUT"]
    figures: dict[str, list[tuple[float, float, float]]] = {"framing run": [], "the plain way": []}
    timed(ours)  # compiles the bytecode
    for _ in range(runs):
        figures["framing run"].append(timed(ours))
        figures["the plain way"].append(timed(plain))
    middles = {}
    for name, measured in figures.items():
        seconds, megabytes, _ = (statistics.median(one) for one in zip(*measured, strict=True))
        middles[name] = (seconds, megabytes)
        print(f"{name:15}{seconds:7.1f} s {megabytes:7.0f} MB  (median of {runs})")
    (a, b), (c, d) = middles.values()
    print(f"{'ratio':15}{c / a:7.1f}   {d / b:7.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
