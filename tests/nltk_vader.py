"""NLTK's VADER, the reference, with the word list of the package vaderSentiment."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@cache
def analyser() -> Any:
    """NLTK's SentimentIntensityAnalyzer; the word list it looks for is not in NLTK itself."""
    from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

    class Analyser(SentimentIntensityAnalyzer):
        def __init__(self) -> None:
            folder = Path(find_spec("vaderSentiment").submodule_search_locations[0])
            self.lexicon_file = (folder / "vader_lexicon.txt").read_text(encoding="utf-8")
            self.lexicon = self.make_lex_dict()
            self.constants = VaderConstants()

    return Analyser()


def compound(text: str) -> float:
    return analyser().polarity_scores(text)["compound"]
