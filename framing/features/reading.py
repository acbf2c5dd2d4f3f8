"""Features read from a folder: counts that stand in for the articles they were made of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.columns import covariate
from framing.corpus import Corpus
from framing.errors import FramingError, NoSentences, check_choice
from framing.features.tables import (
    ABOUT,
    COUNTS,
    OPEN,
    SECTIONS,
    TABLES,
    About,
    codes_of,
    read_about,
    read_table,
)
from framing.lexicon import Lexicon
from framing.measures._voice import VOICES, Voice
from framing.measures.counts import Counts, Hits
from framing.measures.measure import SENTENCE_COLUMNS, Measure
from framing.measures.term_counts import TermCounts
from framing.receipt import make_receipt
from framing.tokens import Tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NOT_HERE = (
    "the sentences are not in the features, which hold counts alone; ask the corpus from which"
    " they were made."
)


class Metadata(Corpus):
    """A corpus of which all is known but the texts: `articles` has no column `text`."""

    def __post_init__(self) -> None:
        assert self._articles.index.name == "article_id"
        assert self._articles.index.is_unique


class Features(Counts):
    """What was counted in a corpus, read by `framing.read_features`.

    Given to `loaded_terms`, `topics` and `keyness` in place of tokens, it leads to the same
    numbers as the articles; what needs sentences raises a `FramingError`.

    Attributes
    ----------
    field : str
        "text" or "title": the section that measures count.
    corpus, counted : Corpus
        The articles of the corpus, and those that were counted, without texts.
    copies : DataFrame
        Groups of copies as they were found, see `find_duplicates`.
    about : About
        What features.json says.
    """

    def __init__(self, folder: Path, about: About, field: str = "text") -> None:
        self.field = field
        self.about = about
        tables = {name: read_table(folder, name, about.files.get(name, "")) for name in TABLES}
        articles = _articles(tables["articles.parquet"], folder)
        counted = articles.pop("counted").to_numpy(dtype=bool)
        self.corpus = _metadata(articles, folder.name)
        self.counted = _metadata(articles[counted], folder.name)
        self.copies = tables["copies.parquet"]
        ids = self.counted.articles.index.tolist()
        self._tables = {}
        for name in TABLES.keys() - OPEN:
            table = tables[name]
            table["article"] = codes_of(table["article_id"], ids, f"{folder / name}: article_id")
            codes_of(table["section"], about.sections, f"{folder / name}: section")
            self._tables[name] = table[table["section"] == self.part].reset_index(drop=True)
        for name in ("tokens.parquet", "hits.parquet"):
            _check_counts(tables[name], folder / name)
        self._sections = self._per_article(folder)
        self._words: dict[str, TermCounts] = {}

    def __repr__(self) -> str:
        n = len(self.counted)
        return f"<Features: {n:,} article{'' if n == 1 else 's'}, section {self.part}>"

    def _per_article(self, folder: Path) -> pd.DataFrame:
        """The row of each article counted in sections.parquet, in their order."""
        table = self._tables["sections.parquet"]
        n = len(self.counted)
        if len(table) != n or (np.bincount(table["article"], minlength=n) != 1).any():
            raise FramingError(
                f"{folder / 'sections.parquet'} must have one row for each article counted and"
                " section; obtain the features again."
            )
        table = table.sort_values("article")
        return table.set_axis(self.counted.articles.index, axis=0)

    @property
    def articles(self) -> pd.DataFrame:
        names = ["n_words", "n_sentences", "quotes_reliable"]
        found = self._sections[names].astype({"n_words": "int64", "n_sentences": "int64"})
        return self.counted.articles.assign(**dict(found.items()))

    @property
    def origin(self) -> dict[str, str]:
        """Hashes of the corpus that was counted, and of the counts."""
        files = "".join(f"{name} {sha256}\n" for name, sha256 in sorted(self.about.files.items()))
        return {
            "fingerprint": self.about.corpus.fingerprint,
            "features": hashlib.sha256(files.encode()).hexdigest(),
        }

    @property
    def tokens(self) -> Tokens:
        raise NoSentences(NOT_HERE)

    def words(self, voice: Voice = "all") -> TermCounts:
        check_choice("voice", voice, VOICES)
        if voice not in self._words:
            table = self._tables["tokens.parquet"]
            number = table[_column(voice)].to_numpy()
            there = number > 0
            strings = table["token"].cat.categories.to_numpy(dtype=object)
            used, terms = np.unique(table["token"].cat.codes.to_numpy()[there], return_inverse=True)
            order = np.argsort(strings[used], kind="stable")
            rank = np.empty(len(used), dtype=np.int64)
            rank[order] = np.arange(len(used))
            rows = table["article"].to_numpy()[there]
            counts = _matrix(number[there], rows, rank[terms], (len(self.counted), len(used)))
            self._words[voice] = TermCounts(counts, strings[used][order])
        return self._words[voice]

    def n_words(self, voice: Voice = "all") -> Floats:
        check_choice("voice", voice, VOICES)
        name = "n_words" if voice == "all" else f"n_words_{voice}"
        n_words = self._sections[name].to_numpy(dtype=np.float64, copy=True)
        if voice != "all":
            n_words[~self._sections["quotes_reliable"].to_numpy(dtype=bool)] = np.nan
        return n_words

    def hits(self, lexicon: str | Path | Lexicon, voice: Voice = "all") -> Hits:
        check_choice("voice", voice, VOICES)
        found = [one for one in self.about.lexicons if _is_meant(lexicon, one)]
        if not found:
            asked = lexicon.name if isinstance(lexicon, Lexicon) else str(lexicon)
            held = ", ".join(repr(one.named) for one in self.about.lexicons) or "none"
            raise NoSentences(
                f"lexicon={asked!r} was not counted when the features were made, and the sentences"
                f" are not in them; lexicons counted: {held}."
            )
        about = found[0]
        table = self._tables["hits.parquet"]
        table = table[table["lexicon"] == about.named]
        number = table[_column(voice)].to_numpy()
        pattern, first, at = np.unique(
            table["pattern"].to_numpy(), return_index=True, return_inverse=True
        )
        category = codes_of(table["category"], about.categories, f"hits.parquet: {about.named}")
        shape = (len(self.counted), len(pattern))
        counts = _matrix(number, table["article"].to_numpy(), at, shape)
        counts.eliminate_zeros()
        return Hits(
            lexicon=about.named,
            settings={
                "lexicon": about.name,
                "lexicon_version": about.version,
                "lexicon_hash": about.hash,
            },
            categories=tuple(about.categories),
            counts=counts,
            category=category[first],
            weight=table["weight"].to_numpy()[first],
            unit=about.unit,
            kind=about.kind,
        )

    def behind(
        self,
        evidence_kind: Literal["exact", "apportioned"],
        evidence: Callable[..., pd.DataFrame],
        sentence_sums: Callable[..., pd.DataFrame],
        *args: Any,
    ) -> dict[str, Any]:
        return {"make_evidence": _not_here}

    def measure(self, name: str, lexicon: str, voice: Voice = "all") -> Measure:
        """A measure of the study, from the sums kept of it; ``"sentiment"`` alone is kept so.

        Raises
        ------
        FramingError
            There are no such sums, and they cannot be made from counts.
        """
        kept = [one for one in self.about.measures if one.measure == name]
        found = [one for one in kept if one.voice == voice and one.named == lexicon]
        if not found:
            held = ", ".join(dict.fromkeys(repr(one.named) for one in kept)) or "none"
            raise NoSentences(
                f"{name} needs the articles' sentences, which are not in the features; its sums"
                f" are kept for the lexicon {held} and not for {lexicon!r}."
            )
        about = found[0]
        table = self._tables["measures.parquet"]
        table = table[(table["measure"] == name) & (table["voice"] == voice)]
        category = codes_of(table["category"], about.categories, "measures.parquet: category")
        sums = np.full((2, len(self.counted), len(about.categories)), np.nan)
        for which, column in enumerate(("numerator", "denominator")):
            sums[which, table["article"].to_numpy(), category] = table[column].to_numpy()
        measure = Measure.from_arrays(
            self.articles,
            *sums,
            name=about.name,
            unit=about.unit,
            kind=about.kind,
            categories=about.categories,
            part=self.part,
            settings=about.settings,
            make_evidence=_not_here,
        )
        return self.with_sentences(measure)

    def with_sentences(self, measure: Measure) -> Measure:
        """A measure of these features with its sums by sentence, where they are kept.

        They are where each outlet has one article, since `compare` resamples sentences then; and
        they are left aside if they do not add up to the measure, as those of other topics.
        """
        table = self._tables["sentences.parquet"]
        voice = measure.settings.get("voice", "all")
        kept = table[(table["measure"] == measure.name) & (table["voice"] == voice)]
        kept = kept[kept["category"].isin(measure.categories)]
        totals = np.zeros(measure.numerators.shape)
        column = pd.Index(measure.categories).get_indexer(kept["category"].astype("str"))
        np.add.at(totals, (kept["article"], column), kept["numerator"])
        if not len(kept) or not np.allclose(totals, np.nan_to_num(measure.numerators), atol=1e-6):
            return measure
        kept = kept.rename(columns={"section": "part"})[SENTENCE_COLUMNS]
        texts = dict.fromkeys(["article_id", "part", "category"], "str")
        sums = kept.astype(texts).reset_index(drop=True)

        def of(article_ids: Sequence[str]) -> pd.DataFrame:
            return sums[sums["article_id"].isin(article_ids)].reset_index(drop=True)

        return replace(measure, make_sentence_sums=of)


def read_features(
    path: str | os.PathLike[str], field: Literal["text", "title"] = "text"
) -> Features:
    """Read features: the counts of a corpus whose texts are not at hand.

    Parameters
    ----------
    path : path
        The folder that `framing.export_features` or ``framing corpus export --features`` wrote.
    field : {"text", "title"}
        The section to count in: the articles' bodies, or their headlines.

    Returns
    -------
    Features
        For `loaded_terms`, `topics` and `keyness`; `load_study` takes the folder too.

    Raises
    ------
    FramingError
        The folder holds no features, or they are damaged or not as they should be.

    Examples
    --------
    >>> import tempfile
    >>> import framing as fr
    >>> features = fr.read_features(fr.export_features("example", tempfile.mkdtemp()))
    >>> fr.keyness(features).equals(fr.keyness(fr.load_study("example").tokens))
    True
    """
    check_choice("field", field, SECTIONS.values())
    folder = Path(path)
    about = read_about(folder)
    section = {of: name for name, of in SECTIONS.items()}[field]
    if section not in about.sections:
        raise FramingError(
            f"field={field!r} was not counted; the features have field='text' alone."
        )
    return Features(folder, about, field)


def is_features(path: Path) -> bool:
    """Whether a path is a folder of features."""
    return (path / ABOUT).is_file()


def _not_here(article_ids: object) -> pd.DataFrame:
    raise NoSentences(NOT_HERE)


def _column(voice: Voice) -> str:
    return COUNTS[VOICES.index(voice)]


def _is_meant(asked: str | Path | Lexicon, about: Any) -> bool:
    if isinstance(asked, Lexicon):
        return bool(asked.content_hash == about.hash)
    return str(asked) in (about.named, about.name)


def _matrix(number: Any, row: Any, column: Any, shape: tuple[int, int]) -> Any:
    """csr_array, int32, its indices sorted."""
    from scipy.sparse import csr_array

    counts = csr_array((number.astype(np.int32), (row, column)), shape=shape)
    counts.sort_indices()
    return counts


def _articles(table: pd.DataFrame, folder: Path) -> pd.DataFrame:
    ids = pd.Index(table.pop("article_id").astype("str"), name="article_id")
    if not ids.is_unique:
        raise FramingError(
            f"{folder / 'articles.parquet'} has the article_id {ids[ids.duplicated()][0]!r} twice."
        )
    return pd.DataFrame({name: covariate(table[name]) for name in table}).set_axis(ids, axis=0)


def _metadata(articles: pd.DataFrame, source: str) -> Metadata:
    sources = pd.DataFrame({"source": [source], "format": ["features"]})
    receipt = make_receipt(
        pd.Series([source] * len(articles)),
        pd.DataFrame(columns=["source"]),
        pd.DataFrame(),
        sources,
    )
    return Metadata(articles, receipt)


def _check_counts(table: pd.DataFrame, path: Path) -> None:
    """Each thing is counted once an article and section, and voices do not exceed the whole."""
    n, n_own, n_quoted = (table[name].to_numpy(dtype=np.int64) for name in COUNTS)
    if (n < 1).any() or (n > np.iinfo(np.int32).max).any() or (n_own + n_quoted > n).any():
        raise FramingError(f"{path} has counts that cannot be; obtain the features again.")
    numbers = [table["article"], table["section"].cat.codes]
    if "token" in table:
        numbers += [table["token"].cat.codes]
    else:
        numbers += [table["lexicon"].cat.codes, table["pattern"]]
    keys = np.stack([one.to_numpy(dtype=np.int64) for one in numbers])
    keys = keys[:, np.lexsort(keys)]
    if (keys[:, 1:] == keys[:, :-1]).all(axis=0).any():
        raise FramingError(f"{path} has a row twice; obtain the features again.")
