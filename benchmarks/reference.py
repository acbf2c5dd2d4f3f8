"""What the benchmarks measure on and against: news2017, and NLTK set up without downloads."""

from __future__ import annotations

import os
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
