"""Measure: for each article and category a numerator and a denominator, and what they count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.columns import strings
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from framing.tokens import Tokens

Kind = Literal["count", "score", "share"]
KINDS: tuple[Kind, ...] = ("count", "score", "share")
SUMS_COLUMNS = ["article_id", "part", "category", "numerator", "denominator"]
SENTENCE_COLUMNS = ["article_id", "part", "sentence", "category", "numerator", "denominator"]
EVIDENCE_COLUMNS = [
    "article_id",
    "field",
    "sentence",
    "char_start",
    "char_end",
    "category",
    "value",
    "voice",
]

# Both are given the ids of the articles that are wanted. Those made from tokens are partials, with
# the tokens as their first argument.
MakeFrame = Callable[[Sequence[str]], pd.DataFrame]


@dataclass(frozen=True, eq=False, repr=False)
class Measure:
    """A ratio of two sums for every article and category.

    An outlet's value is the sum of its articles' numerators over the sum of their
    denominators, so the sums of parts of a corpus simply add up. Measures are made by
    functions such as `sentiment(tokens)` or from plain frames by `Measure.from_sums`, and
    are compared by `compare(measure)`.

    Attributes
    ----------
    name : str
        What is measured, for instance ``"loaded terms"``.
    unit : str
        The unit of numerator over denominator, for instance ``"hits per word"``.
    kind : {"count", "score", "share"}
        Counts are compared by ratios unless told otherwise, scores and shares by differences.
    categories : tuple of str
    part : str
        ``"body"`` or ``"headline"``; ``"mixed"`` where `sums` names a part for each row.
    numerators, denominators : float64 arrays, (n_articles, n_columns)
        A column for each pair of `columns` (part, category). Not writeable; NaN where an
        article has no row.
    articles : DataFrame
        The articles' metadata without their text, index ``article_id``.
    settings : mapping
        All that is needed to make the measure again.
    evidence_kind : {"exact", "apportioned", "none"}
        Whether the values of `evidence` add up to the numerators, share them out, or are
        not there.
    """

    name: str
    unit: str
    kind: Kind
    columns: tuple[tuple[str, str], ...]
    numerators: NDArray[np.float64]
    denominators: NDArray[np.float64]
    _articles: pd.DataFrame
    settings: Mapping[str, Any] = field(default_factory=dict)
    evidence_kind: Literal["exact", "apportioned", "none"] = "none"
    make_evidence: MakeFrame | None = None
    make_sentence_sums: MakeFrame | None = None

    def __post_init__(self) -> None:
        check_choice("kind", self.kind, KINDS)
        shape = (len(self._articles), len(self.columns))
        for name in ("numerators", "denominators"):
            array = np.array(np.broadcast_to(getattr(self, name), shape), dtype=np.float64)
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        if (self.denominators < 0).any():
            raise FramingError("denominators must not be negative; check the sums given.")

    def __repr__(self) -> str:
        return (
            f"Measure({self.name!r}, {self.unit!r}, {len(self._articles)} articles, "
            f"{len(self.columns)} categories)"
        )

    @property
    def articles(self) -> pd.DataFrame:
        return self._articles.copy(deep=False)

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(category for _, category in self.columns))

    @property
    def tokens(self) -> Tokens | None:
        """The tokens that the evidence points into; None where there is no evidence."""
        made: Any = self.make_evidence
        while isinstance(made, partial):
            made = made.args[0]
        return made if hasattr(made, "sentence_text") else None

    @property
    def part(self) -> str:
        parts = {part for part, _ in self.columns}
        return parts.pop() if len(parts) == 1 else "mixed"

    @property
    def sums(self) -> pd.DataFrame:
        """A row for each article, part and category.

        Columns: ``article_id``, ``part``, ``category``, ``numerator``, ``denominator``. An
        article without a hit keeps its row and its denominator.
        """
        n_articles, n_columns = self.numerators.shape
        ids = self._articles.index.to_numpy()
        frame = pd.DataFrame(
            {
                "article_id": pd.Series(np.repeat(ids, n_columns), dtype="str"),
                "part": pd.Series([part for part, _ in self.columns] * n_articles, dtype="str"),
                "category": pd.Series([name for _, name in self.columns] * n_articles, dtype="str"),
                "numerator": self.numerators.ravel(),
                "denominator": self.denominators.ravel(),
            }
        )
        return frame[frame["denominator"].notna()].reset_index(drop=True)

    @property
    def evidence(self) -> pd.DataFrame:
        """The spans counted, for all articles; see `evidence_of`."""
        return self.evidence_of(self._articles.index)

    def evidence_of(self, article_ids: str | Iterable[str]) -> pd.DataFrame:
        """The spans counted in the articles named.

        Returns
        -------
        DataFrame
            Columns ``article_id``, ``field`` (text or title), ``sentence`` (its number in the
            article, from 0), ``char_start``, ``char_end`` (code points in the field),
            ``category``, ``value`` (what the span adds to the numerator), ``voice`` (0 the
            outlet's own words, 1 quoted, 2 both). Where `evidence_kind` is ``"exact"`` the
            values of an article and category add up to its numerator.
        """
        if self.make_evidence is None:
            raise FramingError(
                f"the measure {self.name!r} came without evidence; "
                "make it from tokens to see the sentences behind it."
            )
        return self.make_evidence(self._known(article_ids))

    def sentence_sums(self) -> pd.DataFrame:
        """The sums by sentence, for corpora of one article an outlet.

        Columns: ``article_id``, ``part``, ``sentence``, ``category``, ``numerator``,
        ``denominator``; a sentence without a hit keeps its row and its denominator.
        """
        if self.make_sentence_sums is None:
            raise FramingError(
                f"the measure {self.name!r} has no sums by sentence; make it from tokens."
            )
        return self.make_sentence_sums(list(self._articles.index))

    def restrict(self, article_ids: Iterable[str]) -> Measure:
        """The measure of these articles alone, in the order given."""
        rows = self._articles.index.get_indexer(self._known(article_ids))
        return replace(
            self,
            numerators=self.numerators[rows],
            denominators=self.denominators[rows],
            _articles=self._articles.iloc[rows],
        )

    def select(self, categories: str | Iterable[str]) -> Measure:
        """The measure of these categories alone."""
        wanted = [categories] if isinstance(categories, str) else list(categories)
        for category in wanted:
            check_choice("category", category, self.categories)
        kept = [number for number, (_, name) in enumerate(self.columns) if name in wanted]
        return replace(
            self,
            columns=tuple(self.columns[number] for number in kept),
            numerators=self.numerators[:, kept],
            denominators=self.denominators[:, kept],
            make_evidence=self.make_evidence and partial(_of, self.make_evidence, wanted),
            make_sentence_sums=self.make_sentence_sums
            and partial(_of, self.make_sentence_sums, wanted),
        )

    def weighted(self) -> Measure:
        """The measure with the sums of each article multiplied by its `weight`, or by 1 where it
        has none. The measure itself, if its articles have no such column."""
        if "weight" not in self._articles:
            return self
        weight = self._articles["weight"].fillna(1.0).astype("float64")
        across = weight.to_numpy()[:, np.newaxis]
        sums = ["numerator", "denominator"]
        return replace(
            self,
            numerators=self.numerators * across,
            denominators=self.denominators * across,
            _articles=self._articles.drop(columns="weight"),
            make_evidence=self.make_evidence
            and partial(_times, self.make_evidence, weight, ["value"]),
            make_sentence_sums=self.make_sentence_sums
            and partial(_times, self.make_sentence_sums, weight, sums),
        )

    def with_articles(self, articles: pd.DataFrame) -> Measure:
        """The same sums with other metadata for the same articles (another `event`, say)."""
        if not articles.index.equals(self._articles.index):
            raise FramingError("articles must have the measure's article_id index, in its order.")
        return replace(self, _articles=articles.drop(columns="text", errors="ignore"))

    def _known(self, article_ids: str | Iterable[str]) -> list[str]:
        wanted = [article_ids] if isinstance(article_ids, str) else list(article_ids)
        missing = [name for name in wanted if name not in self._articles.index]
        if missing:
            raise FramingError(
                f"article_id={missing[0]!r} is not in this measure; "
                "choose ids from the index of measure.articles."
            )
        return wanted

    @classmethod
    def from_arrays(
        cls,
        articles: pd.DataFrame,
        numerators: ArrayLike,
        denominators: ArrayLike,
        *,
        name: str,
        unit: str,
        kind: Kind,
        categories: Sequence[str],
        part: str = "body",
        **rest: Any,
    ) -> Measure:
        """From arrays (n_articles, n_categories) in the order of `articles`.

        `denominators` may be (n_articles, 1) where all categories share one.
        """
        return cls(
            name=name,
            unit=unit,
            kind=kind,
            columns=tuple((part, category) for category in categories),
            numerators=np.asarray(numerators, dtype=np.float64),
            denominators=np.asarray(denominators, dtype=np.float64),
            _articles=articles.drop(columns="text", errors="ignore"),
            **rest,
        )

    @classmethod
    def from_sums(
        cls,
        sums: pd.DataFrame,
        articles: pd.DataFrame,
        *,
        name: str,
        unit: str,
        kind: Kind | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> Measure:
        """A measure made elsewhere: human codes, a classifier's output, another program's counts.

        Parameters
        ----------
        sums : DataFrame
            Columns ``article_id`` (or the index), ``category``, ``numerator``, ``denominator``
            and, if known, ``part`` (else ``"body"``). Rows of the same article, part and category
            are added.
        articles : DataFrame
            ``article_id`` (a column or the index), ``outlet`` and, if known, ``event``,
            ``date`` and covariates. Every article of `sums` must be in it; one without a row in
            `sums` was not measured.
        name, unit : str
        kind : {"count", "score", "share"}, optional
            Without it, whole numerators that are nowhere negative are taken for counts if some
            denominator exceeds 1, all else for scores.

        Raises
        ------
        FramingError
            If a column is missing, an article is unknown, or a name or number is missing or
            infinite.

        Examples
        --------
        >>> import pandas as pd
        >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["X", "Y"]})
        >>> sums = pd.DataFrame({"article_id": ["a", "b"], "category": "frame",
        ...                      "numerator": [1, 0], "denominator": [4, 3]})
        >>> Measure.from_sums(sums, articles, name="codes", unit="coded per sentence").kind
        'count'
        """
        if sums.index.name == "article_id":
            sums = sums.reset_index()
        require_columns("sums", sums, ["article_id", "category", "numerator", "denominator"])
        if "article_id" in articles.columns:
            articles = articles.set_index("article_id")
        require_columns("articles", articles, ["outlet"])
        ids = strings(articles.index.to_series())
        articles = articles.set_axis(pd.Index(ids.array, name="article_id"), axis=0)
        for column in articles.select_dtypes("category"):
            articles[column] = articles[column].astype(articles[column].cat.categories.dtype)
        if not articles.index.is_unique:
            twice = articles.index[articles.index.duplicated()][0]
            raise FramingError(f"articles has article_id={twice!r} twice; each must be there once.")
        amounts = sums[["numerator", "denominator"]].apply(pd.to_numeric, errors="coerce")
        numbers = amounts.to_numpy(dtype=np.float64)
        if not np.isfinite(numbers).all():
            raise FramingError(
                "sums has a numerator or denominator that is missing, infinite or no number; "
                "leave out the rows that were not measured."
            )
        names = {"article_id", "category", "part"}.intersection(sums)
        missing = [name for name in sorted(names) if sums[name].isna().any()]
        if missing:
            raise FramingError(f"sums has a row without {missing[0]!r}; fill it in or drop it.")
        wanted = strings(sums["article_id"])
        rows = articles.index.get_indexer(wanted)
        if (rows < 0).any():
            unknown = wanted.iloc[int(np.argmax(rows < 0))]
            raise FramingError(f"sums has article_id={unknown!r}, which articles lacks; add it.")
        parts = sums["part"] if "part" in sums else pd.Series("body", index=sums.index)
        pairs = pd.MultiIndex.from_arrays([strings(parts), strings(sums["category"])])
        numbers_of_pairs, uniques = pd.factorize(pairs)
        shape = (len(articles), len(uniques))
        totals = np.zeros((2, *shape))
        seen = np.zeros(shape, dtype=bool)
        for which in range(2):
            np.add.at(totals[which], (rows, numbers_of_pairs), numbers[:, which])
        seen[rows, numbers_of_pairs] = True
        totals[:, ~seen] = np.nan
        if kind is None:
            whole = len(numbers) > 0 and bool(
                (numbers[:, 0] >= 0).all() and (numbers[:, 0] % 1 == 0).all()
            )
            kind = "count" if whole and bool((numbers[:, 1] > 1).any()) else "score"
        return cls(
            name=name,
            unit=unit,
            kind=kind,
            columns=tuple((str(part), str(category)) for part, category in uniques),
            numerators=totals[0],
            denominators=totals[1],
            _articles=articles.drop(columns="text", errors="ignore"),
            settings=dict(settings or {}),
        )


def _of(make: MakeFrame, categories: list[str], article_ids: Sequence[str]) -> pd.DataFrame:
    """The rows of some categories."""
    frame = make(article_ids)
    return frame[frame["category"].isin(categories)].reset_index(drop=True)


def _times(
    make: MakeFrame, weight: pd.Series, columns: list[str], article_ids: Sequence[str]
) -> pd.DataFrame:
    """The rows with these columns multiplied by their article's weight."""
    frame = make(article_ids)
    due = frame["article_id"].map(weight).to_numpy(np.float64)
    return frame.assign(**{name: frame[name] * due for name in columns})


def require_columns(argument: str, frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise a `FramingError` that lists the columns there are, if one of `names` is missing."""
    missing = [name for name in names if name not in frame.columns]
    if missing:
        there = ", ".join(map(str, frame.columns)) or "none"
        raise FramingError(
            f"{argument} lacks the column {missing[0]!r} (it has {there}); add or rename it."
        )
