"""The measures of a study, as its settings want them, each made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from framing.errors import FramingError, LeftOut
from framing.settings import Voice
from framing.study.steps import Steps

if TYPE_CHECKING:
    from framing.measures.frame_clusters import FrameClusters
    from framing.measures.measure import Measure
    from framing.measures.topics import Topics, TopicSearch
    from framing.measures.word_choice import Of

SETS = 4  # sets of names shown where a study names none
AXES = 9  # axes shown where a study names none


class Measures(Steps):
    """What a study measures."""

    def sentiment(self, voice: Voice = "all") -> Measure:
        from framing.measures.sentiment import sentiment

        lexicon = self.lexicon_path(self.settings.sentiment.lexicon)
        return self._once(("sentiment", voice), lambda: sentiment(self.tokens, lexicon, voice))

    def loaded_terms(self, voice: Voice | None = None) -> Measure:
        from framing.measures.loaded_terms import loaded_terms

        chosen = self.settings.loaded_terms
        if voice is None:
            voice = self.voice if chosen.voice == "auto" else chosen.voice

        def make() -> Measure:
            made = loaded_terms(self.counts, self.lexicon_path(chosen.lexicon), voice=voice)
            return made.select(chosen.categories) if chosen.categories else made

        return self._once(("loaded_terms", voice), make)

    def axis_check(self) -> pd.DataFrame:
        """Which of the study's axes its corpus can carry."""
        from framing.comparison.microframes import axis_check

        self._need_sentences("word vectors")
        seed = self.settings.seed
        return self._once(
            ("axis_check",),
            lambda: axis_check(
                self.tokens, self._axes(), within=self.settings.compare.within, seed=seed
            ),
        )

    def microframes(self, of: Literal["position", "intensity"] = "position") -> Measure:
        from framing.measures.axes import axes_of
        from framing.measures.microframes import microframes

        chosen = self.settings.microframes
        check = self.axis_check()
        passed = check[check["usable"]].sort_values("stability", ascending=False, kind="stable")
        usable = set(passed["axis"] if chosen.axes else passed["axis"].head(AXES))
        if not usable:
            raise LeftOut(
                "the corpus is too small, or the axes unfit, for microframes: no axis passes "
                "axis_check, which says why of each."
            )
        axes = [axis for axis in axes_of(self._axes()) if axis.name in usable]
        voice = self.voice if chosen.voice == "auto" else chosen.voice
        return self._once(
            ("microframes", of), lambda: microframes(self.tokens, axes, voice=voice, of=of)
        )

    def microframe_words(self, n: int = 10) -> pd.DataFrame:
        """The words behind the outlets' positions."""
        from framing.comparison.microframes import microframe_words
        from framing.measures.axes import axes_of

        drawn = self.microframes()
        axes = [axis for axis in axes_of(self._axes()) if axis.name in drawn.categories]
        within, voice = self.settings.compare.within, drawn.settings["voice"]
        return microframe_words(self.tokens, axes, n=n, within=within, voice=voice)

    def _axes(self) -> list[str] | dict[str, Any] | None:
        """The axes as `microframes` takes them."""
        given = self.settings.microframes.axes
        if not given:
            return None
        return given if isinstance(given, dict) else [self.lexicon_path(name) for name in given]

    def frame_clusters(self) -> FrameClusters:
        """Frames as clusters of the elements that were coded."""
        from framing.measures.frame_clusters import frame_clusters

        chosen, articles = self.settings.frame_clusters, self.counted.articles
        if chosen.codes is None:
            raise LeftOut(
                "the study names no coded elements; give a CSV file as codes = "
                '"elements.csv" under [frame_clusters] in study.toml.'
            )
        file = self.folder / chosen.codes
        if file.is_file():
            codes = pd.read_csv(file, dtype={"article_id": "str"})
        elif chosen.codes in articles:
            codes = articles[chosen.codes].astype("str").str.get_dummies("|")
        else:
            raise FramingError(
                f"frame_clusters.codes = {chosen.codes!r} is neither a file beside study.toml nor "
                "a column of the articles; give one of these."
            )
        seed = self.settings.seed
        return self._once(("frame_clusters",), lambda: frame_clusters(codes, chosen.k, seed=seed))

    def frames(self) -> Measure:
        from framing.measures.frames import frames

        self._need_sentences("frames")
        chosen = self.settings.frames
        voice: Voice = self.voice if chosen.voice == "auto" else chosen.voice

        def make() -> Measure:
            made = frames(self.tokens, self.lexicon_path(chosen.lexicon), voice)
            return made.select(chosen.categories) if chosen.categories else made

        return self._once(("frames",), make)

    def word_choice(self, voice: Voice | None = None, of: Of = "names") -> Measure:
        from framing.measures.word_choice import contested_sets, word_choice
        from framing.measures.word_sets import load_word_sets

        chosen = self.settings.word_choice
        if voice is None:
            voice = self.voice if chosen.voice == "auto" else chosen.voice

        def sets() -> list[str] | dict[str, Any]:
            if chosen.sets:
                given = chosen.sets
                return (
                    given if isinstance(given, dict) else [self.lexicon_path(one) for one in given]
                )
            found = contested_sets(word_choice(self.tokens, load_word_sets()), SETS)
            if not found:
                raise LeftOut(
                    "none of the package's sets of names is used in enough articles; name others, "
                    'or a file of your own, under [word_choice], as in sets = ["my-sets.yaml"].'
                )
            return found

        names = self._once(("word_sets",), sets)
        return self._once(
            ("word_choice", voice, of), lambda: word_choice(self.tokens, names, voice, of=of)
        )

    def topics(self) -> Topics:
        from framing.measures.topics import structural_topics, topics

        chosen = self.settings.topics
        seed, labels = self.settings.seed, self.folder / chosen.labels

        def make() -> Topics:
            if chosen.method == "structural":
                made: Topics = structural_topics(
                    self.counts,
                    chosen.k,
                    chosen.prevalence,
                    chosen.content,
                    seed,
                    seeded=chosen.seeded or None,
                )
            else:
                made = topics(self.counts, chosen.k, method=chosen.method, seed=seed)
            return made.named(labels) if labels.is_file() else made

        return self._once(("topics",), make)

    def topic_search(self) -> TopicSearch:
        from framing.measures.topics import topic_search

        chosen = self.settings.topics
        if not chosen.search:
            raise LeftOut(
                "no numbers of topics to try are given; name some as search = [5, 10, 20] under "
                "[topics] in study.toml."
            )
        method: Literal["nmf", "lda"] = "lda" if chosen.method == "lda" else "nmf"
        return self._once(
            ("topic_search",),
            lambda: topic_search(self.counts, chosen.search, method=method),
        )

    def sourcing(self, of: Literal["words", "quoted"] = "words") -> Measure:
        from framing.measures.sourcing import sourcing

        chosen = self.settings.sources
        groups = None if chosen.groups is None else self.lexicon_path(chosen.groups)
        return self._once(
            ("sourcing", of), lambda: sourcing(self.tokens, groups, of=of, speech=chosen.speech)
        )

    def reporting_verbs(self) -> Measure:
        from framing.measures.reporting_verbs import reporting_verbs

        return self._once(("reporting_verbs",), lambda: reporting_verbs(self.tokens))

    def agency(self) -> Measure:
        from framing.measures.agency import agency

        groups = self.settings.agency.groups
        if not groups:
            raise LeftOut(
                "the study names no groups of actors: put their names under [agency.groups] in"
                ' study.toml, as police = ["police", "officer*"].'
            )
        self._need_sentences("groups of actors")
        cache = self.folder / ".framing"
        return self._once(
            ("agency",), lambda: agency(self.tokens, groups, voice=self.voice, cache=cache)
        )

    def target_sentiment(self) -> Measure:
        from framing.measures.target_sentiment import target_sentiment

        names = self.settings.targets.names
        if not names:
            raise LeftOut(
                "the study names no targets: put their names under [targets.names] in study.toml,"
                ' as police = ["police", "officer*"].'
            )
        self._need_sentences("sentiment towards targets")
        return self._once(
            ("target_sentiment",), lambda: target_sentiment(self.tokens, names, voice=self.voice)
        )

    def passives(self) -> Measure:
        from framing.measures.passives import passives

        self._need_sentences("passives")
        method = self.settings.passives.method
        cache = self.folder / ".framing"
        return self._once(
            ("passives",),
            lambda: passives(self.tokens, self.voice, method=method, cache=cache),
        )

    def casualties(self) -> Measure:
        from framing.measures.casualties import casualties

        self._need_sentences("mentions of casualties")
        return self._once(("casualties",), lambda: casualties(self.tokens, voice=self.voice))

    def casualty_toll(self) -> Measure:
        from framing.measures.casualties import casualty_toll

        self._need_sentences("figures of casualties")
        return self._once(("casualty_toll",), lambda: casualty_toll(self.tokens))

    def deaths(self) -> Measure:
        from framing.measures.casualties import deaths

        self._need_sentences("verbs of death")
        return self._once(("deaths",), lambda: deaths(self.tokens, voice=self.voice))
