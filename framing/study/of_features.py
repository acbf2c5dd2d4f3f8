"""A study of counts, where the articles themselves are not at hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from framing.corpus import Corpus
from framing.features import Features, read_features
from framing.measures.counts import Counts
from framing.settings import Voice
from framing.study.study import Study
from framing.tokens import Tokens

if TYPE_CHECKING:
    from framing.measures.measure import Measure
    from framing.measures.topics import Topics


class FeatureStudy(Study):
    """A study of features: of what was counted in articles that are not at hand."""

    has_sentences = False

    @cached_property
    def features(self) -> Features:
        return read_features(self.folder / self.settings.corpus)

    @cached_property
    def read(self) -> Corpus:
        return self.features.corpus

    @cached_property
    def corpus(self) -> Corpus:
        return self.features.corpus

    @cached_property
    def copies(self) -> pd.DataFrame:
        return self.features.copies

    @cached_property
    def counted(self) -> Corpus:
        return self.features.counted

    @property
    def tokens(self) -> Tokens:
        return self.features.tokens

    @cached_property
    def counts(self) -> Counts:
        return self.features

    @property
    def origin(self) -> dict[str, str]:
        return self.features.origin

    def sentiment(self, voice: Voice = "all") -> Measure:
        lexicon = self.settings.sentiment.lexicon
        return self._once(
            ("sentiment", voice), lambda: self.features.measure("sentiment", lexicon, voice)
        )

    def loaded_terms(self, voice: Voice | None = None) -> Measure:
        measure = super().loaded_terms(voice)
        return self._once(
            ("with sentences", id(measure)), lambda: self.features.with_sentences(measure)
        )

    def topics(self) -> Topics:
        model = super().topics()
        return self._once(
            ("with sentences", id(model)),
            lambda: replace(model, measure=self.features.with_sentences(model.measure)),
        )

    def lexicon_path(self, name: str) -> str:
        return name
