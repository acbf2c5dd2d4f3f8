"""Gold set: one code for each unit and category, whoever it came from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.coding.codebook import METRICS, Scale
from framing.coding.units import UNITS, Unit, all_units, fingerprint, texts_of
from framing.columns import strings
from framing.errors import FramingError, check_choice
from framing.saving import write_whole
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus

PLACE = ["article_id", "sentence", "n_sentences", "char_start", "char_end"]
UNIT_COLUMNS = [*PLACE, "stands_for", "fingerprint"]
LONG_COLUMNS = ["number", "unit", *UNIT_COLUMNS, "category", "scale", "code", "how"]
# Of a whole article, where nothing else is said.
OTHERWISE: dict[str, int | float | str] = {
    "sentence": 0,
    "n_sentences": -1,
    "char_start": 0,
    "char_end": -1,
    "stands_for": 1.0,
    "fingerprint": "",
}
UNDECIDED = {"", "open", "unclear"}  # how, where there is no code
_WRITTEN = {
    "1": 1.0,
    "0": 0.0,
    "yes": 1.0,
    "no": 0.0,
    "true": 1.0,
    "false": 0.0,
    "y": 1.0,
    "n": 0.0,
}


@dataclass(frozen=True, eq=False, repr=False)
class Gold:
    """Codes to measure others by: from `Coding.gold`, `read_gold`, or a table of your own.

    Attributes
    ----------
    unit : {"article", "paragraph", "sentence"}
    units : DataFrame
        A row a unit, index ``number``. ``article_id``; ``sentence``, the first one's number in the
        article, and ``n_sentences``; ``char_start, char_end`` in the article's text (of whole
        articles coded elsewhere ``n_sentences`` and ``char_end`` are −1); ``stands_for``, how many
        units of the corpus it stands for; ``fingerprint`` of its text, "" where it is not known.
    codes : DataFrame
        Same index, float64, a column for each category: 0 or 1, a rating or an amount; NaN where
        there is no code. A choice has a column for each of its values, ``"stance: for"``.
    how : DataFrame
        Same shape: "agreed" (all coders said so), "majority", "adjudicated", "one coder", "given"
        (made elsewhere); "unclear" or "open" where there is no code, "" where nobody coded.
    scales : dict
        Category to "yes-no", "rating" or "amount".
    """

    unit: Unit
    units: pd.DataFrame
    codes: pd.DataFrame
    how: pd.DataFrame
    scales: Mapping[str, Scale]

    def __repr__(self) -> str:
        n = len(self.units)
        return f"Gold({n} {self.unit}{'s' * (n != 1)}, {', '.join(self.categories)})"

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(self.codes.columns)

    def select(self, categories: str | Iterable[str]) -> Gold:
        """These categories alone."""
        wanted = [categories] if isinstance(categories, str) else list(categories)
        for name in wanted:
            check_choice("category", name, self.categories)
        scales = {name: self.scales[name] for name in wanted}
        return Gold(self.unit, self.units, self.codes[wanted], self.how[wanted], scales)

    def of_articles(self, article_ids: Iterable[str]) -> Gold:
        """The units of these articles alone."""
        kept = self.units["article_id"].isin(list(article_ids)).to_numpy()
        return Gold(self.unit, self.units[kept], self.codes[kept], self.how[kept], self.scales)

    def texts(self, tokens: Tokens | Corpus) -> pd.Series:
        """The text of each unit, index ``number``.

        Raises
        ------
        FramingError
            An article is not in the corpus, or its text is not the one that was coded.
        """
        tokens = tokenize(tokens)
        units = self.placed(tokens)
        texts = texts_of(units, tokens)
        known = units["fingerprint"] != ""
        other = texts[known].map(fingerprint) != units.loc[known, "fingerprint"]
        if other.any():
            name = units.loc[other.idxmax(), "article_id"]
            raise FramingError(
                f"the text of article {name!r} is not the one that was coded; read and clean the "
                "corpus as it was when the units were drawn."
            )
        return texts

    def placed(self, tokens: Tokens) -> pd.DataFrame:
        """`units`, with the places of whole articles filled in from the corpus."""
        missing = ~self.units["article_id"].isin(tokens.articles.index)
        if missing.any():
            raise FramingError(
                f"article_id={self.units['article_id'][missing].iloc[0]!r} was coded, but is not "
                "in the corpus; give the corpus that the units were drawn from."
            )
        units = self.units.copy()
        whole = units["char_end"] < 0
        if whole.any():
            chosen = tokens.select(units.loc[whole, "article_id"].unique())
            places = all_units(chosen, "article").set_index("article_id")
            found = places.reindex(units.loc[whole, "article_id"]).fillna(0).astype("int64")
            units.loc[whole, places.columns] = found.to_numpy()
        return units

    def long(self) -> pd.DataFrame:
        """A row for each unit and category: what `save` writes."""
        codes = self.codes.rename_axis(columns="category").stack(future_stack=True).rename("code")
        how = self.how.rename_axis(columns="category").stack(future_stack=True).rename("how")
        table = pd.concat([codes, how], axis=1).reset_index()
        table = table.merge(self.units[UNIT_COLUMNS], left_on="number", right_index=True)
        table = table.assign(unit=self.unit, scale=table["category"].map(dict(self.scales)))
        return table[LONG_COLUMNS].sort_values("number", kind="stable", ignore_index=True)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write a CSV, a row for each unit and category, without any text; see `read_gold`."""
        written = self.long().to_csv(index=False, lineterminator="\r\n")
        return write_whole(Path(path), written.encode("utf-8-sig"))

    @classmethod
    def from_frame(
        cls, frame: pd.DataFrame, categories: Iterable[str] | None = None, unit: Unit = "article"
    ) -> Gold:
        """Codes made elsewhere: a row a unit, a column for each category.

        Parameters
        ----------
        frame : DataFrame
            ``article_id`` (a column or the index); for paragraphs and sentences ``char_start`` and
            ``char_end`` in the article's text, and ``sentence`` where known; ``stands_for`` if
            units were not drawn with equal chances. Codes are numbers; missing ones are no code.
        categories : sequence of str, optional
            The columns that hold codes; without it all that are not named above.
        unit : {"article", "paragraph", "sentence"}

        Raises
        ------
        FramingError
            A column is missing, or a code is no number.

        Examples
        --------
        >>> table = pd.DataFrame({"article_id": ["a", "b"], "conflict": [1, 0]})
        >>> Gold.from_frame(table)
        Gold(2 articles, conflict)
        """
        check_choice("unit", unit, UNITS)
        if frame.index.name == "article_id":
            frame = frame.reset_index()
        needed = ["article_id"] if unit == "article" else ["article_id", "char_start", "char_end"]
        for name in needed:
            if name not in frame:
                raise FramingError(f"frame lacks the column {name!r}, needed for {unit}s.")
        known = {*UNIT_COLUMNS, "number", "unit"}
        given = list(categories) if categories is not None else [*frame.columns.difference(known)]
        order = [name for name in frame.columns if name in given] or given
        for name in order:
            check_choice("category", name, frame.columns)
        frame = frame.set_axis(pd.RangeIndex(1, len(frame) + 1, name="number"))
        units = pd.DataFrame({"article_id": strings(frame["article_id"])}, index=frame.index)
        for name, otherwise in OTHERWISE.items():
            given_here = name in frame and not frame[name].isna().all()
            column = frame[name].fillna(otherwise) if given_here else otherwise
            units[name] = pd.Series(column, frame.index).astype(type(otherwise))
        codes = pd.DataFrame({name: _numbers(frame[name]) for name in order}, index=frame.index)
        how = pd.DataFrame(
            np.where(codes.notna(), "given", ""), codes.index, codes.columns, dtype="str"
        )
        return cls(unit, units, codes, how, {name: _scale(codes[name]) for name in order})

    @classmethod
    def from_labels(cls, labels: pd.Series, separator: str = "|") -> Gold:
        """Codes of whole articles from a column of the corpus that names those given.

        Parameters
        ----------
        labels : Series
            Index ``article_id``; categories joined by `separator`, "" for none, missing where the
            article was not coded.

        Examples
        --------
        >>> import framing as fr
        >>> Gold.from_labels(fr.example().articles["frames"])
        Gold(72 articles, conflict, economic, human_interest, morality, responsibility)
        """
        given = (
            labels.dropna()
            .astype("str")
            .map(lambda said: [one.strip() for one in said.split(separator) if one.strip()])
        )
        names = sorted({name for said in given for name in said})
        table = pd.DataFrame(
            {name: [float(name in said) for said in given] for name in names},
            index=given.index.rename("article_id"),
        )
        return cls.from_frame(table, names)


def read_gold(path: str | os.PathLike[str], unit: Unit = "article") -> Gold:
    """Read a gold set: one that `Gold.save` wrote, or a CSV as in `Gold.from_frame`.

    Parameters
    ----------
    path : path
    unit : {"article", "paragraph", "sentence"}
        Of a table made elsewhere.

    Raises
    ------
    FramingError
        The file cannot be read, or a column is missing.
    """
    path = Path(path)
    try:
        table = pd.read_csv(path, dtype="str", encoding="utf-8-sig", keep_default_na=False)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise FramingError(
            f"the gold set {str(path)!r} cannot be read ({error}); give a CSV in UTF-8."
        ) from None
    if not {"category", "code", "how", "number"} <= set(table.columns):
        return Gold.from_frame(table.replace("", np.nan), unit=unit)
    try:
        return _from_long(table)
    except (ValueError, KeyError, IndexError) as error:
        if isinstance(error, FramingError):
            raise
        raise FramingError(
            f"the gold set {str(path)!r} is damaged ({error}); write it again by Gold.save."
        ) from None


def _from_long(table: pd.DataFrame) -> Gold:
    kinds: dict[str, Any] = dict.fromkeys(["number", *PLACE[1:]], "int64")
    table = table.astype({**kinds, "stands_for": "float64"})
    table = table.assign(code=pd.to_numeric(table["code"].replace("", np.nan)))
    scales = table.drop_duplicates("category").set_index("category")["scale"].to_dict()
    for scale in scales.values():
        check_choice("scale", scale, METRICS)
    order = list(scales)
    unit: Unit = check_choice("unit", table["unit"].iloc[0], UNITS) if len(table) else "article"
    units = table.drop_duplicates("number").set_index("number")[UNIT_COLUMNS]
    codes = table.pivot(index="number", columns="category", values="code")
    how = table.pivot(index="number", columns="category", values="how").fillna("")
    return Gold(
        unit,
        units,
        codes.reindex(units.index)[order].astype("float64").rename_axis(columns=None),
        how.reindex(units.index)[order].astype("str").rename_axis(columns=None),
        scales,
    )


def _numbers(column: pd.Series) -> pd.Series:
    known = column.notna()
    said = column.map(lambda one: _WRITTEN.get(str(one).strip().casefold(), one))
    made = pd.to_numeric(said, errors="coerce").astype("float64")
    wrong = known & ~np.isfinite(made)
    if wrong.any():
        raise FramingError(
            f"the column {column.name!r} has the code {column[wrong].iloc[0]!r}; give numbers, or "
            "name the columns that hold codes in categories."
        )
    return made


def _scale(codes: pd.Series) -> Scale:
    return "yes-no" if codes.dropna().isin([0.0, 1.0]).all() else "rating"
