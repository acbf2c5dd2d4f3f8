"""The whole default study of news2017 beside the plain way: seconds, and memory at its peak.

    python benchmarks/bench_study.py [RUNS]

Each run is a process of its own with cold caches and compiled bytecode, the two in turn. The
plain way (`plain.py`) has no events, no voices, no intervals and three charts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reference import news2017_folder

HERE = Path(__file__).resolve().parent


def main(runs: int) -> None:
    corpus = news2017_folder()
    ours = [sys.executable, "-m", "framing.cli", "run", str(corpus), "--out"]
    plain = [sys.executable, str(HERE / "plain.py"), str(corpus)]
    figures: dict[str, list[tuple[float, float]]] = {"framing run": [], "the plain way": []}
    timed(ours)  # compiles the bytecode
    for _ in range(runs):
        figures["framing run"].append(timed(ours))
        figures["the plain way"].append(timed(plain))
    middles = {}
    for name, measured in figures.items():
        seconds, megabytes = (statistics.median(values) for values in zip(*measured, strict=True))
        middles[name] = (seconds, megabytes)
        print(f"{name:15}{seconds:7.1f} s {megabytes:7.0f} MB  (median of {runs})")
    (a, b), (c, d) = middles.values()
    print(f"{'ratio':15}{c / a:7.1f}   {d / b:7.1f}")


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds by the clock, and the memory of this process and its workers at their peak."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "FRAMING_CACHE": str(Path(folder) / "cache")}
        began = time.perf_counter()
        process = subprocess.Popen(
            [*command, str(Path(folder) / "out")],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(resident(one) for one in family(process.pid)))
            time.sleep(0.05)
        seconds = time.perf_counter() - began
        if process.returncode:
            raise SystemExit(process.stderr.read().decode())
    return seconds, peak


def family(process: int) -> list[int]:
    """A process and its descendants."""
    found = [process]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def resident(process: int) -> float:
    """Megabytes in memory, shared pages by their share."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
