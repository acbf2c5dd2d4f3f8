"""Study: every choice of an analysis, and all that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import LeftOut, NoSentences, check_choice
from framing.study.measures import Measures

if TYPE_CHECKING:
    from framing.coding import Coding, Gold
    from framing.comparison.agreement import LexiconAgreement
    from framing.comparison.mapping import OutletMap
    from framing.comparison.phrases import PhraseMap
    from framing.comparison.robustness import Robustness
    from framing.measures.measure import Measure


class Study(Measures):
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
