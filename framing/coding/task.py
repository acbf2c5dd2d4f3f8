"""Coding: the units that were drawn, the coders' sheets, and what they have coded so far."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.coding.adjudicating import FILE as ADJUDICATION
from framing.coding.adjudicating import read_decisions
from framing.coding.codebook import UNSURE, Codebook, parse_codebook
from framing.coding.sheets import read_sheet, sheet_paths, write_sheet
from framing.coding.units import Unit
from framing.coding.written import codebook_page, codebook_text
from framing.errors import FramingError, check_choice
from framing.saving import write_whole

if TYPE_CHECKING:
    from framing.coding.gold import Gold
    from framing.coding.marking import CodeMarking

KEY_COLUMNS = [
    "article_id",
    "sentence",
    "n_sentences",
    "char_start",
    "char_end",
    "group",
    "event",
    "stands_for",
    "fingerprint",
    "text",
]
KEY, BOOK, PAGE = "key.json", "codebook.yaml", "codebook.html"


@dataclass(frozen=True, eq=False, repr=False)
class Coding:
    """Units to be coded, made by `sample_units`, with the codes there are so far.

    >>> import framing as fr
    >>> coding = fr.sample_units(fr.example(), n=12, coders=["anna", "ben"])
    >>> coding.sheet("anna").columns.tolist()[:4]
    ['number', 'text', 'conflict', 'human_interest']

    Attributes
    ----------
    codebook : Codebook
    unit : {"article", "paragraph", "sentence"}
    by : str
        The column whose values were told apart when units were drawn.
    key : DataFrame
        A row a unit, index ``number``: where it stands (``article_id``, ``sentence`` and
        ``n_sentences``, ``char_start``, ``char_end``), ``group``, ``event``; ``stands_for``, how
        many units of the corpus it stands for; ``text``, as coders see it; ``fingerprint`` of the
        text as it is. Not to be seen by those who code.
    sheets : dict
        Coder to the numbers of the units, in the order in which they code them.
    written : dict
        Coder to a DataFrame, index ``number``, a column for each category: "" for no code yet,
        "?", or the code.
    notes : dict
        Coder to a Series.
    decided : DataFrame
        As one of `written`, for all units: what was decided where coders differed.
    settings : dict
    """

    codebook: Codebook
    unit: Unit
    by: str
    key: pd.DataFrame
    sheets: Mapping[str, Sequence[int]]
    written: Mapping[str, pd.DataFrame]
    notes: Mapping[str, pd.Series]
    decided: pd.DataFrame
    settings: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def empty(
        cls,
        codebook: Codebook,
        unit: Unit,
        by: str,
        key: pd.DataFrame,
        sheets: Mapping[str, Sequence[int]],
        settings: Mapping[str, Any],
    ) -> Coding:
        """Units without a code."""
        nothing, no_notes = {}, {}
        for coder, numbers in sheets.items():
            index = pd.Index(numbers, dtype="int64", name="number")
            nothing[coder] = pd.DataFrame("", index, list(codebook.categories), dtype="str")
            no_notes[coder] = pd.Series("", index, dtype="str")
        kept = key[KEY_COLUMNS].astype({"article_id": "str", "text": "str"})
        decided = pd.DataFrame("", kept.index, list(codebook.categories), dtype="str")
        return cls(codebook, unit, by, kept, sheets, nothing, no_notes, decided, settings)

    def __repr__(self) -> str:
        progress = self.progress()
        told = ", ".join(f"{row.coder} {row.coded} of {row.units}" for row in progress.itertuples())
        what = f"{len(self.key)} {self.unit}{'s' * (len(self.key) != 1)}"
        return f"Coding({self.codebook.name!r}, {what}, {told})"

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(self.codebook.categories)

    @property
    def coders(self) -> tuple[str, ...]:
        return tuple(self.sheets)

    def progress(self) -> pd.DataFrame:
        """A row a coder: ``coder``; ``units`` on the sheet; ``coded`` wholly; ``begun``, of which
        some category has no code yet; ``unsure``, the codes "?"."""
        rows = []
        for coder, written in self.written.items():
            given = (written != "").sum(axis=1)
            whole = given == len(self.categories)
            rows.append(
                {
                    "coder": coder,
                    "units": len(written),
                    "coded": int(whole.sum()),
                    "begun": int(((given > 0) & ~whole).sum()),
                    "unsure": int((written == UNSURE).to_numpy().sum()),
                }
            )
        return pd.DataFrame(rows)

    def drawn(self) -> pd.DataFrame:
        """A row for each value of `by`: ``units``, ``articles`` and ``events`` drawn, and
        ``stands_for``, the units that there are."""
        by_group = self.key.groupby("group")
        table = by_group.agg(
            units=("article_id", "size"),
            articles=("article_id", "nunique"),
            events=("event", "nunique"),
            stands_for=("stands_for", "sum"),
        )
        return table.rename_axis(self.by).reset_index()

    def sheet(self, coder: str) -> pd.DataFrame:
        """What a coder sees: ``number, text``, a column for each category, ``note``."""
        check_choice("coder", coder, self.coders)
        numbers = list(self.sheets[coder])
        table = self.written[coder].loc[numbers].reset_index()
        table.insert(1, "text", self.key["text"].loc[numbers].to_numpy())
        return table.assign(note=self.notes[coder].loc[numbers].to_numpy())

    def coded(self, coder: str, codes: pd.DataFrame, notes: pd.Series | None = None) -> Coding:
        """The coding with these codes of one coder: index ``number``, columns categories; cells
        without a code are left as they are.

        Raises
        ------
        FramingError
            A code is none of those allowed, or a number is not on the coder's sheet.
        """
        check_choice("coder", coder, self.coders)
        written = self.written[coder].copy()
        for number in codes.index:
            if number not in written.index:
                raise FramingError(f"number {number} is not on the sheet of {coder!r}.")
        for category in codes.columns:
            check_choice("category", category, self.categories)
            entries = codes[category].dropna().astype("str")
            known = {}
            for said in entries.unique():
                try:
                    known[said] = self.codebook.categories[category].read(said)
                except FramingError as error:
                    number = entries.index[entries == said][0]
                    raise FramingError(f"sheet of {coder!r}, number {number}: {error}") from None
            written.loc[entries.index, category] = entries.map(known)
        kept = self.notes[coder].copy()
        if notes is not None:
            kept.loc[notes.index] = notes.fillna("").astype("str")
        return replace(
            self,
            written={**self.written, coder: written},
            notes={**self.notes, coder: kept},
        )

    @property
    def codes(self) -> pd.DataFrame:
        """Every code given: ``number, coder, category, written``, and ``code``, its value.

        Values are 0 and 1, numbers, or the place of a choice among its values; NaN where the
        coder could not tell.
        """
        frames = []
        for coder, written in self.written.items():
            long = written.rename_axis("number").reset_index()
            long = long.melt("number", var_name="category", value_name="written")
            frames.append(long[long["written"] != ""].assign(coder=coder))
        columns = ["number", "coder", "category", "written"]
        if not frames:
            return pd.DataFrame(columns=[*columns, "code"])
        table = pd.concat(frames, ignore_index=True)[columns]
        values = pd.Series(np.nan, table.index)
        for name, category in self.codebook.categories.items():
            mine = (table["category"] == name) & (table["written"] != UNSURE)
            said = table.loc[mine, "written"]
            if category.scale == "choice":
                values[mine] = said.map(category.values.index).astype("float64")
            else:
                values[mine] = said.astype("float64")
        return table.assign(code=values)

    # --- files ---------------------------------------------------------------------------------

    def save(self, folder: str | os.PathLike[str], *, spreadsheets: bool = False) -> list[Path]:
        """Write a folder: a sheet for each coder, the codebook, and the key.

        ``sheet-NAME.csv`` is to be filled in, in a spreadsheet or by `mark_coding` in a notebook;
        it does not say which outlet a text is from. ``codebook.html`` is for reading,
        ``codebook.yaml`` the same for the program. ``key.json`` says where each unit stands: those
        who code have no need of it. Sheets and key hold texts of the articles: keep them where the
        articles are kept. All are read back by `read_coding`.

        Parameters
        ----------
        folder : path
        spreadsheets : bool
            Write ``sheet-NAME.xlsx`` in place of CSV, with lists to choose codes from.
        """
        folder = Path(folder)
        content = {
            "unit": self.unit,
            "by": self.by,
            "settings": dict(self.settings),
            "sheets": {coder: list(numbers) for coder, numbers in self.sheets.items()},
            "units": json.loads(self.key.reset_index().to_json(orient="records")),
        }
        written = json.dumps(content, ensure_ascii=False, indent=0) + "\n"
        paths = [
            write_whole(folder / KEY, written.encode()),
            write_whole(folder / BOOK, codebook_text(self.codebook).encode()),
            write_whole(folder / PAGE, codebook_page(self.codebook, self.unit).encode()),
        ]
        ending = ".xlsx" if spreadsheets else ".csv"
        return paths + [
            self.save_sheet(folder / f"sheet-{coder}{ending}", coder) for coder in self.coders
        ]

    def save_sheet(self, path: str | os.PathLike[str], coder: str) -> Path:
        """Write one coder's sheet, as CSV or as a spreadsheet by the path's ending."""
        return write_sheet(self.sheet(coder), Path(path), self.codebook)

    # --- what follows --------------------------------------------------------------------------

    def agreement(self, seed: int = 0) -> pd.DataFrame:
        """How far the coders agree, by category: all of them; each two; and without each one.

        Krippendorff's alpha is 1 where all agree and 0 where codes agree as often as by chance. It
        is nominal for yes and no and for choices, ordinal for ratings, interval for amounts. Units
        that one coder coded, and codes "?", have no part in it. The interval comes from 2,000
        draws of articles with exponential weights (the Bayesian bootstrap, Rubin 1981); where the
        coders never differ, from what as many units could have missed.

        Returns
        -------
        DataFrame
            A row for each category and set of coders.

            - category; ``kind``: all, pair or without; ``coders``: their names
            - ``n_units``: units that two of them coded
            - ``agreement``: share of pairs of codes that are the same
            - ``alpha``, ``alpha_low``, ``alpha_high`` (95 %)
            - ``below``: share of the draws in which alpha is below ⅔, the least on which
              Krippendorff would rest a tentative conclusion (.800 otherwise)
            - ``note``: why there is no interval, or why it is too narrow

        References
        ----------
        Hayes and Krippendorff 2007, doi:10.1080/19312450709336664; Zapf and others 2016,
        doi:10.1186/s12874-016-0200-9.
        """
        from framing.coding.agreeing import agreement_of

        return agreement_of(self, seed)

    def tendencies(self, seed: int = 0) -> pd.DataFrame:
        """Whether a coder says yes more often than the others do of the same units.

        Returns
        -------
        DataFrame
            ``category, coder``; ``n_units`` that another coded too; ``mean`` of the coder's codes;
            ``difference`` from the mean of the others', with ``difference_low`` and
            ``difference_high`` (95 %). Choices have no mean and are left out.
        """
        from framing.coding.agreeing import tendencies_of

        return tendencies_of(self, seed)

    def disagreements(self) -> pd.DataFrame:
        """Units of which coders said different things, or could not tell, category by category.

        Columns: ``number, category, question, codes`` (without who gave which), ``notes``,
        ``text``, ``decision``.
        """
        from framing.coding.adjudicating import disagreements_of

        return disagreements_of(self)

    def save_adjudication(self, folder: str | os.PathLike[str]) -> Path:
        """Write ``adjudication.csv`` into the folder: `disagreements`, to be decided.

        Fill in the column ``decision``; `read_coding` reads it with the sheets.
        """
        written = self.disagreements().to_csv(index=False, lineterminator="\r\n")
        return write_whole(Path(folder) / ADJUDICATION, written.encode("utf-8-sig"))

    def adjudicated(self, decisions: pd.DataFrame) -> Coding:
        """The coding with these decisions: ``number, category, decision``.

        Raises
        ------
        FramingError
            A number or category is not known, or a decision is no code of its category.
        """
        decided = self.decided.copy()
        for row in decisions[["number", "category", "decision"]].itertuples(index=False):
            check_choice("category", row.category, self.categories)
            if row.number not in decided.index:
                raise FramingError(f"decisions name unit {row.number}, which was not drawn.")
            try:
                code = self.codebook.categories[row.category].read(str(row.decision))
            except FramingError as error:
                raise FramingError(f"decision on number {row.number}: {error}") from None
            decided.loc[row.number, row.category] = code
        return replace(self, decided=decided)

    def gold(self, coder: str | None = None, *, majority: bool = False) -> Gold:
        """One code for each unit and category.

        It is what was decided; else what all who coded the unit say. Where they differ there is no
        code, until it is decided.

        Parameters
        ----------
        coder : str, optional
            The codes of this coder alone.
        majority : bool
            Of three coders or more, what more than half of them say holds without a decision.
        """
        from framing.coding.deciding import gold_of

        return gold_of(self, coder, majority)


def read_coding(folder: str | os.PathLike[str]) -> Coding:
    """Read a folder that `Coding.save` wrote, with the codes made since.

    Rows may have been sorted; `number` says which is which. Decisions are read from
    ``adjudication.csv``, if it is there. Where a coder has both a CSV and a
    spreadsheet, the one that was changed last is read.

    Parameters
    ----------
    folder : path

    Raises
    ------
    FramingError
        A file or a column is missing, or a code is none of those allowed: the error says which.
    """
    folder = Path(folder)
    try:
        content = json.loads((folder / KEY).read_text(encoding="utf-8"))
        book = parse_codebook((folder / BOOK).read_text(encoding="utf-8"), BOOK)
        key = pd.DataFrame(content["units"], columns=["number", *KEY_COLUMNS]).set_index("number")
        key["event"] = key["event"].astype("str").mask(key["event"].isna())
        made = Coding.empty(
            book, content["unit"], content["by"], key, content["sheets"], content["settings"]
        )
    except OSError as error:
        raise FramingError(
            f"{error.filename} cannot be read ({error.strerror}); give the folder that "
            "Coding.save wrote."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, FramingError):
            raise
        raise FramingError(
            f"{folder / KEY} is damaged ({error}); only the sheets are to be changed."
        ) from None
    for coder in made.coders:
        path = sheet_paths(folder, coder)
        codes, notes = read_sheet(path, book)
        made = made.coded(coder, codes, notes)
    decisions = folder / ADJUDICATION
    return made.adjudicated(read_decisions(decisions)) if decisions.is_file() else made


def mark_coding(path: str | os.PathLike[str]) -> CodeMarking:
    """Code a sheet in a notebook, with buttons, going on at the first unit without a code.

    Each unit is written to the file at once, so that nothing is lost when the notebook closes.

    Parameters
    ----------
    path : path
        Of a ``sheet-NAME.csv`` that `Coding.save` wrote; the key and the codebook lie beside it.

    Raises
    ------
    FramingError
        The extra ``notebooks`` is not installed, or the sheet cannot be read.
    """
    from framing.coding.marking import CodeMarking

    return CodeMarking(path)
