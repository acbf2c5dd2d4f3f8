"""What the benchmarks measure on and against: news2017, and NLTK set up without downloads."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import punkt
from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

ROOT = Path(__file__).resolve().parent.parent


def news2017_folder() -> Path:
    """The corpus in $FRAMING_CACHE (or .framing-cache), fetched if it is not there."""
    from framing.corpora import get

    folder = Path(os.environ.get("FRAMING_CACHE", ROOT / ".framing-cache")) / "news2017"
    folder.mkdir(parents=True, exist_ok=True)
    get("news2017", folder)
    return folder


def punkt_tokenizer() -> PunktSentenceTokenizer:
    """NLTK's Punkt with the parameters of its English model."""
    model, parameters = punkt.load_model("english"), PunktParameters()
    parameters.abbrev_types = set(model.abbrev_types)
    parameters.collocations = set(model.collocations)
    parameters.sent_starters = set(model.sent_starters)
    parameters.ortho_context.update({word: int(n) for word, n in model.ortho_context.items()})
    return PunktSentenceTokenizer(parameters)


class Vader(SentimentIntensityAnalyzer):
    """NLTK's VADER with the word list of the package vaderSentiment."""

    def __init__(self) -> None:
        folder = Path(find_spec("vaderSentiment").submodule_search_locations[0])
        self.lexicon_file = (folder / "vader_lexicon.txt").read_text(encoding="utf-8")
        self.lexicon = self.make_lex_dict()
        self.constants = VaderConstants()


def timed(command: list[str]) -> tuple[float, float, float]:
    """Run a command in a process of its own, with cold caches; OUT in it becomes a new folder.

    Returns seconds by the clock; megabytes at the peak, of the process and its workers together;
    and of these what is not pages of files, which the system can drop.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "out")
        environment = {**os.environ, "FRAMING_CACHE": str(Path(folder) / "cache")}
        began, peak, own = time.perf_counter(), 0.0, 0.0
        process = subprocess.Popen(
            [out if word == "OUT" else word for word in command],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        while process.poll() is None:
            held = [resident(one) for one in family(process.pid)]
            peak = max(peak, sum(whole for whole, _ in held))
            own = max(own, sum(anonymous for _, anonymous in held))
            time.sleep(0.05)
        seconds = time.perf_counter() - began
        if process.returncode:
            raise SystemExit(process.stderr.read().decode())
    return seconds, peak, own


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


def resident(process: int) -> tuple[float, float]:
    """Megabytes in memory, shared pages by their share; and those that belong to no file."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return sizes.get("Pss", 0.0), sizes.get("Pss_Anon", 0.0)
