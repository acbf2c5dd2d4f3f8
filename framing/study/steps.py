"""From files to what is counted: the steps of a study before its measures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.cleaning import clean_articles
from framing.corpus import Corpus
from framing.duplicates import (
    drop_duplicates,
    find_duplicates,
    mark_duplicates,
    weight_duplicates,
)
from framing.errors import FramingError, NoSentences
from framing.events import align_events
from framing.measures.counts import Counts, counts_of
from framing.readers import read_corpus
from framing.settings import FIXED, Settings, Voice
from framing.style import colours
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from framing.auditing import Audit
    from framing.measures.measure import Measure

RELIABLE = 0.9  # share of an outlet's articles whose quotation marks tell whose words are whose


@dataclass(frozen=True, eq=False, repr=False)
class Steps:
    """The settings and what is counted; a `Study` has the measures too."""

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

    @cached_property
    def audits(self) -> dict[str, Audit]:
        """The audits that the study names, by their measure's name."""
        from framing.auditing import read_audit

        found = [read_audit(self.folder / name) for name in self.settings.audit.files]
        return {one.name: one for one in found}

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
