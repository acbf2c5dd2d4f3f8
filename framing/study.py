"""Study: every choice of an analysis in one file, checked, and the steps that follow from it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.cleaning import clean_articles
from framing.corpus import Corpus
from framing.duplicates import (
    drop_duplicates,
    find_duplicates,
    mark_duplicates,
    weight_duplicates,
)
from framing.errors import FramingError, LeftOut, NoSentences, check_choice
from framing.events import align_events
from framing.features import Features, is_features, read_about, read_features
from framing.measures.counts import Counts, counts_of
from framing.readers import example_folder, read_corpus
from framing.settings import FIXED, Settings, Voice, checked, merged
from framing.style import colours
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from framing.auditing import Audit
    from framing.coding import Coding, Gold
    from framing.comparison.agreement import LexiconAgreement
    from framing.comparison.mapping import OutletMap
    from framing.comparison.phrases import PhraseMap
    from framing.comparison.robustness import Robustness
    from framing.measures.frame_clusters import FrameClusters
    from framing.measures.measure import Measure
    from framing.measures.topics import Topics, TopicSearch
    from framing.measures.word_choice import Of

FILE = "study.toml"
DONE = ("cleaning", "events", "copies")  # what a study does before it counts
SETS = 4  # sets of names shown where a study names none
AXES = 9  # axes shown where a study names none
RELIABLE = 0.9  # share of an outlet's articles whose quotation marks tell whose words are whose


@dataclass(frozen=True, eq=False, repr=False)
class Study:
    """An analysis: its settings, and each step made when it is first asked for.

    Attributes
    ----------
    settings : Settings
    folder : Path
        Where study.toml lies; paths in it start here.
    corpus : Corpus
        As read, with events aligned.
    copies : DataFrame
        Groups of exact, near and paraphrased copies, see `find_duplicates`.
    counted : Corpus
        The corpus that is counted: without copies, or with a column ``copy_group`` where the
        study keeps them.
    tokens : Tokens
        Of `counted`.
    counts : Counts
        Of the tokens, for measures that need no sentence.
    outlets : list of str
        From top to bottom.
    """

    settings: Settings
    folder: Path
    has_sentences = True  # whether numbers lead back to sentences

    def __repr__(self) -> str:
        return f"Study({self.name!r}, {str(self.folder)!r})"

    @property
    def name(self) -> str:
        return self.settings.title or self.folder.resolve().name

    @cached_property
    def read(self) -> Corpus:
        """The corpus as it was read and cleaned. It is kept, since its tokens live as long."""
        corpus = read_corpus(self.folder / self.settings.corpus, **self.settings.columns)
        if self.settings.outlets.table is not None:
            corpus = corpus.join(self.folder / self.settings.outlets.table)
        wanted = self.settings.genres
        there = set(corpus.articles["genre"].dropna()) if "genre" in corpus.articles else set()
        for name in wanted:
            if name not in there:
                raise FramingError(
                    f"genres names {name!r}, which the corpus lacks; it has"
                    f" {', '.join(sorted(there)) or 'no genres'}."
                )
        corpus = corpus.filter(genre=wanted) if wanted else corpus
        return clean_articles(corpus) if self.settings.cleaning.apply else corpus

    @cached_property
    def corpus(self) -> Corpus:
        chosen = self.settings.events
        fixed: Path | None = self.folder / chosen.fixed
        if chosen.fixed == FIXED and not (self.folder / FIXED).is_file():
            fixed = None
        align = chosen.align
        if align == "auto":
            events = self.read.articles.get("event")
            align = fixed is not None or events is None or bool(events.isna().all())
        if not align:
            return self.read
        return align_events(
            self.read, chosen.window_days, fixed=fixed, follow_ups=chosen.follow_ups
        )

    @cached_property
    def copies(self) -> pd.DataFrame:
        return find_duplicates(self.corpus)

    @cached_property
    def counted(self) -> Corpus:
        chosen, corpus = self.settings.copies, self.corpus
        every = self.copies  # found first: the reprints among them are then known
        reprints = every if chosen.paraphrases else find_duplicates(corpus, paraphrases=False)
        if chosen.counting == "drop":
            corpus = drop_duplicates(corpus, reprints)
        elif chosen.counting == "weight":
            corpus = weight_duplicates(corpus, reprints)
        return mark_duplicates(corpus, every) if len(every) else corpus

    @cached_property
    def tokens(self) -> Tokens:
        return tokenize(self.counted)

    @cached_property
    def counts(self) -> Counts:
        return counts_of(self.tokens)

    @property
    def origin(self) -> dict[str, str]:
        """Hashes of what the numbers come from."""
        return {"fingerprint": self.corpus.fingerprint}

    @cached_property
    def outlets(self) -> list[str]:
        there = sorted(self.corpus.articles["outlet"].unique(), key=str.casefold)
        chosen = self.settings.outlets
        reference = [] if chosen.reference is None else [chosen.reference]
        for key, names in (
            ("order", chosen.order),
            ("highlight", chosen.highlight),
            ("reference", reference),
        ):
            unknown = [name for name in names if name not in there]
            if unknown:
                raise FramingError(
                    f"outlets.{key} names {unknown[0]!r}, which the corpus lacks; "
                    f"it has {', '.join(there)}."
                )
        return list(dict.fromkeys([*chosen.order, *there]))

    @cached_property
    def palette(self) -> dict[str, str]:
        return colours(self.outlets, self.settings.outlets.highlight)

    @cached_property
    def voice(self) -> Voice:
        """Whose words are counted where the study leaves it open: see `LoadedTerms`."""
        articles = self.counts.articles
        reliable = articles.groupby("outlet")["quotes_reliable"].mean()
        return "own" if (reliable >= RELIABLE).all() else "all"

    @cached_property
    def _made(self) -> dict[tuple[Any, ...], Any]:
        return {}

    def _once(self, key: tuple[Any, ...], make: Any) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

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

    def outlet_map(self) -> OutletMap:
        """The map of the outlets over sentiment and loaded terms."""
        from framing.comparison.outlet_map import outlet_map

        terms = self.loaded_terms()
        measures = [self.sentiment(terms.settings["voice"]), terms]
        seed = self.settings.seed
        return self._once(("outlet_map",), lambda: outlet_map(measures, seed=seed))

    def phrase_map(self) -> PhraseMap:
        """The map of the outlets by phrases, in the voice that loaded terms are counted in."""
        from framing.comparison.phrases import phrase_map

        voice = self.loaded_terms().settings["voice"]
        seed = self.settings.seed
        if not self.has_sentences:
            raise NoSentences("phrases need the articles' running text, and features have none.")
        return self._once(("phrase_map",), lambda: phrase_map(self.counts, voice=voice, seed=seed))

    def coding(self) -> Coding:
        """The sheets that the study names, with the codes there are so far."""
        from framing.coding import read_coding

        self._need_sentences("sheets of codes")
        folder = self.settings.codes.folder
        if folder is None:
            raise LeftOut(
                "the study names no sheets of codes; draw some by framing code sample, and name "
                'their folder under [codes], as in folder = "coding".'
            )
        return self._once(("coding",), lambda: read_coding(self.folder / folder))

    def gold(self) -> Gold:
        """The gold set that the study names, or that follows from its sheets."""
        from framing.coding import Gold, read_gold

        chosen = self.settings.codes
        if chosen.gold is not None:
            path = self.folder / chosen.gold
            return self._once(("gold",), lambda: read_gold(path))
        if chosen.column is not None:
            articles = self.corpus.articles
            check_choice("codes.column", chosen.column, articles.columns)
            return self._once(("gold",), lambda: Gold.from_labels(articles[chosen.column]))
        if chosen.folder is None:
            raise LeftOut(
                "the study names no codes by hand; name sheets, a gold set or a column under "
                '[codes], as in gold = "gold.csv".'
            )
        return self._once(("gold",), self.coding().gold)

    def codes(self) -> Measure:
        """The gold set as a measure, of the articles that are counted."""
        from framing.coding import codes_measure

        self._need_sentences("codes by hand")
        gold = self.gold().of_articles(self.tokens.articles.index)
        return self._once(("codes",), lambda: codes_measure(gold, self.tokens))

    @cached_property
    def audits(self) -> dict[str, Audit]:
        """The audits that the study names, by their measure's name."""
        from framing.auditing import read_audit

        found = [read_audit(self.folder / name) for name in self.settings.audit.files]
        return {one.name: one for one in found}

    def robustness(self) -> Robustness:
        """What becomes of the study's result under other choices."""
        from framing.comparison.robustness import robustness

        self._need_sentences("other choices")
        chosen, voice = self.settings.robustness, self.loaded_terms().settings["voice"]
        category, lexicon = None, self.settings.sentiment.lexicon
        if chosen.measure == "loaded_terms":
            terms = self.loaded_terms()
            hits = dict(zip(terms.categories, np.nansum(terms.numerators, axis=0), strict=True))
            category = chosen.category or max(hits, key=lambda name: hits[name])
            lexicon = self.settings.loaded_terms.lexicon
        left_out = ~self.corpus.articles.index.isin(self.counted.articles.index)
        return self._once(
            ("robustness",),
            lambda: robustness(
                self.tokens,
                chosen.measure,
                category,
                lexicon=self.lexicon_path(lexicon),
                lexicons=[self.lexicon_path(name) for name in chosen.lexicons] or None,
                voice=voice,
                copies=self.corpus.filter(left_out),
                terms=chosen.terms,
                within=self.settings.compare.within,
                reference=self.settings.outlets.reference,
                seed=self.settings.seed,
            ),
        )

    def lexicon_agreement(self) -> LexiconAgreement:
        """How far lexicons of sentiment agree on the study's sentences."""
        from framing.comparison.agreement import lexicon_agreement

        self._need_sentences("lexicons on the same sentences")
        chosen = self.settings.robustness
        others = [] if chosen.measure == "loaded_terms" else chosen.lexicons
        named = [self.lexicon_path(name) for name in (self.settings.sentiment.lexicon, *others)]
        return self._once(
            ("lexicon_agreement",),
            lambda: lexicon_agreement(
                self.tokens,
                named if others else None,
                self.loaded_terms().settings["voice"],
                within=self.settings.compare.within,
                reference=self.settings.outlets.reference,
                seed=self.settings.seed,
            ),
        )

    def validation(self) -> pd.DataFrame:
        """The frames of a lexicon against the gold set."""
        from framing.classifying import validate
        from framing.measures.frames import frames

        self._need_sentences("frames")
        chosen = self.settings.gold
        gold = self.gold().of_articles(self.tokens.articles.index)
        measure = frames(self.tokens, self.lexicon_path(chosen.lexicon))
        both = {name: name for name in gold.categories if name in measure.categories}
        pairs = both | chosen.match
        if not pairs:
            raise LeftOut(
                f"the codes are of {', '.join(gold.categories)} and the lexicon {chosen.lexicon!r} "
                "has none of these; say which belong together under [gold], as in "
                'match = { strife = "conflict" }.'
            )
        return self._once(("validation",), lambda: validate(measure, gold, categories=pairs))

    def learning_curve(self) -> pd.DataFrame:
        """What more codes would bring a classifier."""
        from framing.classifying import learning_curve

        self._need_sentences("classifiers")
        return self._once(
            ("learning_curve",),
            lambda: learning_curve(
                self.tokens,
                self.gold().of_articles(self.tokens.articles.index),
                seed=self.settings.seed,
            ),
        )

    def _need_sentences(self, what: str) -> None:
        if not self.has_sentences:
            raise NoSentences(f"{what} need the articles' sentences, and features have none.")

    def compare(self, measure: Measure, **changes: Any) -> pd.DataFrame:
        """`compare` with the study's settings."""
        from framing.comparison import compare

        chosen = self.settings.compare
        primary = [
            {"outlet": one.outlet, "category": one.category}
            for one in chosen.primary
            if one.measure == measure.name
        ]
        options: dict[str, Any] = {
            "within": chosen.within,
            "reference": self.settings.outlets.reference,
            "interval": chosen.interval,
            "resamples": chosen.resamples,
            "seed": self.settings.seed,
            "primary": primary,
            "audit": self.audits.get(measure.name),
            **changes,
        }
        key = ("compare", id(measure), repr(sorted(options.items(), key=lambda item: item[0])))
        # The measure is kept beside its table: an id is that of one object only while it lives.
        return self._once(key, lambda: (measure, compare(measure, **options)))[1]

    def lexicon_path(self, name: str) -> str:
        """A lexicon's name, or its path if there is such a file beside study.toml."""
        beside = self.folder / name
        return str(beside) if beside.is_file() else name


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


def load_study(path: str | os.PathLike[str] | Study, **changes: Any) -> Study:
    """Read and check a study.

    Parameters
    ----------
    path : path or Study
        A study.toml; a folder with one; any corpus that `read_corpus` takes, which is then
        studied with the defaults; or ``"example"``, the study that comes with the package.
    **changes
        Settings that take the place of the file's: ``resamples=200``, ``seed=1``, or a section
        as a mapping, ``topics={"k": 12}``.

    Returns
    -------
    Study

    Raises
    ------
    FramingError
        If the file is missing or a key is unknown or of the wrong type; the message names the
        key, its value and what is allowed.

    Examples
    --------
    >>> load_study("example").settings.seed
    0
    """
    if isinstance(path, Study):
        if not changes:
            return path
        changed = merged(path.settings.model_dump(), changes)
        return _study(changed, str(path.folder), path.folder)
    given = Path(path)
    file = given / FILE if given.is_dir() else given
    said: dict[str, Any]
    if file.suffix == ".toml" and file.is_file():
        try:
            said = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise FramingError(f"{file} is not valid TOML ({error}); mend that line.") from None
        folder = file.parent
    elif given.exists() and given.suffix != ".toml":
        folder = given if given.is_dir() else given.parent
        said = {"corpus": "." if given.is_dir() else given.name}
    elif str(path) == "example":
        return load_study(example_folder(), **changes)
    else:
        raise FramingError(f"{str(path)!r} is neither a study nor a corpus; give a path to one.")
    return _study(merged(said, changes), str(file), folder)


def as_study(study: Study | str | os.PathLike[str]) -> Study:
    return load_study(study)


def _study(said: Mapping[str, Any], where: str, folder: Path) -> Study:
    settings = checked(said, where)
    if not is_features(folder / settings.corpus):
        return Study(settings, folder)
    made = read_about(folder / settings.corpus).settings
    done = {section: made[section] for section in DONE if isinstance(made.get(section), Mapping)}
    for section, before in done.items():
        for key, value in said.get(section, {}).items():
            if value != before.get(key):
                raise FramingError(
                    f"{where}: {section}.{key} = {value!r} was {before.get(key)!r} when the "
                    "features were made, and cannot be changed after; leave it out."
                )
    return FeatureStudy(checked({**said, **done}, where), folder)
