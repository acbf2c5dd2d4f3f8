"""Audit: the tasks that were drawn, what people said of them, and the rates that follow."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.auditing.marks import read_mark
from framing.errors import FramingError
from framing.saving import write_whole

if TYPE_CHECKING:
    from framing.auditing.widget import Marking

ALL = "all"  # groups, or categories, taken together
KEY_COLUMNS = [
    "task",
    "category",
    "group",
    "article_id",
    "field",
    "sentence",
    "char_start",
    "char_end",
    "stratum",
    "value",
    "stands_for",
    "text",
]
SHEET_COLUMNS = ["number", "task", "question", "text", "mark", "note"]
TEXTS = ["task", "category", "article_id", "field", "stratum", "text"]


@dataclass(frozen=True, eq=False, repr=False)
class Audit:
    """A sample to be checked, made by `audit`, with the marks there are so far.

    >>> import framing as fr
    >>> sample = fr.audit(fr.loaded_terms(fr.example()).select(["doubt"]), n=4, sentences=0)
    >>> sample.tasks.columns.tolist()
    ['number', 'task', 'question', 'text', 'mark', 'note']
    >>> marked = sample.marked(["y", "y", "n", "y"])
    >>> marked.rates().query("group == 'all'")[["n_checked", "n_right", "precision"]].round(2)
       n_checked  n_right  precision
    0          4        3       0.73

    Attributes
    ----------
    name : str
        The measure's name.
    by : str
        The column whose values are told apart; `group` in tables.
    categories : tuple of str
    definitions : dict, category to its definition
    key : DataFrame
        Where each task stands and what it stands for; not to be seen by those who mark.
    strata : DataFrame
        ``task, category, group, total``: how many hits and sentences there are to draw from.
    marks, notes : Series of str
    settings : dict
    """

    name: str
    by: str
    categories: tuple[str, ...]
    definitions: Mapping[str, str]
    key: pd.DataFrame
    strata: pd.DataFrame
    marks: pd.Series
    notes: pd.Series
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        hits = int((self.key["task"] == "hit").sum())
        done = int((self.marks != "").sum())
        return (
            f"Audit({self.name!r}, {hits} hits and {len(self.key) - hits} sentences, "
            f"{done} of {len(self.key)} marked)"
        )

    @property
    def tasks(self) -> pd.DataFrame:
        """What those who mark see, a row a task: ``number, task, question, text, mark, note``."""
        questions = [
            self.question(row) for row in self.key[["task", "category"]].itertuples(index=False)
        ]
        return pd.DataFrame(
            {
                "number": range(1, len(self.key) + 1),
                "task": self.key["task"],
                "question": pd.Series(questions, dtype="str"),
                "text": self.key["text"],
                "mark": self.marks,
                "note": self.notes,
            }
        )

    def question(self, task: Any) -> str:
        if task.task == "hit":
            return f"{said(task.category)}? y, n, or ? where the text does not tell"
        where = {"own": ", outside quotations", "quoted": ", in quotations"}
        there = f"between » and «{where.get(self.settings.get('voice', 'all'), '')}, not in ⟦ ⟧"
        if len(self.categories) == 1:
            return f"how many of {said(self.categories[0])} {there}? 0, 1, 2 …"
        return f"what of the categories is {there}? 0, or their names"

    def marked(self, marks: Sequence[Any] | Mapping[int, Any]) -> Audit:
        """The audit with these marks: one for each task, in order, or by the task's number.

        Raises
        ------
        FramingError
            A mark is not one of those allowed for its task, or there are too many or too few.
        """
        given = marks if isinstance(marks, Mapping) else dict(enumerate(marks, 1))
        if not isinstance(marks, Mapping) and len(given) != len(self.key):
            raise FramingError(
                f"marks has {len(given)} entries for {len(self.key)} tasks; give one for each, "
                "with '' where there is none yet."
            )
        made = self.marks.tolist()
        for number, mark in given.items():
            if not 1 <= number <= len(made):
                raise FramingError(
                    f"marks names task {number}; the tasks are numbered from 1 to {len(made)}."
                )
            made[number - 1] = self._checked(number, mark)
        return replace(self, marks=pd.Series(made, dtype="str"))

    def _checked(self, number: int, mark: Any) -> str:
        written = "" if mark is None or mark != mark else str(mark).strip()
        read_mark(written, self.key["task"].iloc[number - 1], self.categories, number)
        return written

    # --- files ---------------------------------------------------------------------------------

    def save(self, path: str | os.PathLike[str]) -> list[Path]:
        """Write the tasks as a CSV to be marked, and beside it the key, in a file of its own.

        The CSV does not say which outlet a text is from (the text itself may). Fill in its column
        ``mark``, in a spreadsheet or by `mark_audit` in a notebook, and read both by `read_audit`.
        Both files hold sentences of the articles: keep them where the articles are kept.
        """
        sheet, key = _paths(path)
        content = {
            "name": self.name,
            "by": self.by,
            "categories": list(self.categories),
            "definitions": dict(self.definitions),
            "settings": dict(self.settings),
            "strata": self.strata.to_dict("records"),
            "tasks": self.key.to_dict("records"),
        }
        written = json.dumps(content, ensure_ascii=False, indent=0, default=str) + "\n"
        write_whole(key, written.encode())
        return [self.save_marks(sheet), key]

    def save_marks(self, path: str | os.PathLike[str]) -> Path:
        """Write the CSV alone."""
        sheet, _ = _paths(path)
        table = self.tasks.to_csv(index=False, lineterminator="\r\n")
        return write_whole(sheet, table.encode("utf-8-sig"))  # so that spreadsheets see UTF-8

    def without_text(self) -> Audit:
        """The places and the marks alone, for passing on where the texts may not be."""
        notes = pd.Series([""] * len(self.notes), dtype="str")
        return replace(self, key=self.key.assign(text=""), notes=notes)

    # --- what follows --------------------------------------------------------------------------

    def rates(self) -> pd.DataFrame:
        """Precision and recall of each category and group; see `framing.auditing.rates`."""
        from framing.auditing.rates import rates_of

        return rates_of(self)

    def table(self, by: str | None = "given", recall: bool = True) -> pd.DataFrame:
        """What `correct_misclassification` takes.

        Parameters
        ----------
        by : None or the audit's own column
            With None errors are taken to be alike everywhere, and the sample is put together.
        recall : bool
            False leaves out what was missed, which is then taken to be the same share everywhere.
            Hundreds of sentences are needed before recall is known at all, and more by outlet:
            until then a correction for it is honest and very wide.

        Returns
        -------
        DataFrame
            The column `by`, ``category``; ``n_hits, n_right`` (over several strata the effective
            numbers, which need not be whole); ``missed, missed_se``: how many were missed for each
            hit, with its standard error.
        """
        from framing.auditing.rates import table_of

        return table_of(self, self.by if by == "given" else by, recall)

    def checked(self) -> pd.DataFrame:
        """Hits checked, and right ones, by category and group, of those with a mark."""
        rates = self.rates()
        cells = (rates["group"] != ALL) & (rates["category"] != ALL) & (rates["n_checked"] > 0)
        rates = rates.loc[cells, ["group", "category", "n_checked", "n_right"]]
        named = {"group": self.by, "n_checked": "n_hits"}
        return rates.rename(columns=named).reset_index(drop=True)

    def mistakes(self) -> pd.DataFrame:
        """The hits marked wrong, with their texts: what to mend in the lexicon."""
        wrong = self._read()
        wrong = wrong[(wrong["task"] == "hit") & (wrong["right"] == 0)]
        return wrong[["category", "group", "article_id", "text", "note"]].reset_index(drop=True)

    def missed(self) -> pd.DataFrame:
        """The sentences in which something was missed: ``n_missed`` of each category."""
        read = self._read()
        rows = read[(read["task"] == "sentence") & read["missed"].map(bool)]
        about = ["group", "article_id", "text", "note"]
        found = [
            {"category": name, "n_missed": number, **row._asdict()}
            for row in rows[[*about, "missed"]].itertuples(index=False)
            for name, number in row.missed.items()
        ]
        return pd.DataFrame(found, columns=["category", "n_missed", *about])

    def agreement(self, other: Audit) -> pd.DataFrame:
        """How far two people who marked the same sample agree on its hits, by category.

        Returns
        -------
        DataFrame
            ``category`` (``"all"`` for all of them), ``n_both`` (hits that both marked y or n),
            ``agreement`` (share on which they agree), ``alpha`` (Krippendorff's, nominal; NaN
            where both gave all the same mark, of which nothing can be said).

        References
        ----------
        Hayes and Krippendorff 2007, doi:10.1080/19312450709336664.
        """
        from framing.auditing.rates import agreement_of

        return agreement_of(self, other)

    def _read(self) -> pd.DataFrame:
        """The key with ``right`` (1, 0, NaN where unsure or not marked), ``unsure`` and
        ``missed`` (None where not marked)."""
        marks = [
            read_mark(mark, task, self.categories, number)
            for number, (mark, task) in enumerate(zip(self.marks, self.key["task"], strict=True), 1)
        ]
        return self.key.assign(
            right=pd.Series([mark.right for mark in marks], dtype="float64"),
            unsure=pd.Series([mark.unsure for mark in marks], dtype="bool"),
            missed=pd.Series([mark.missed for mark in marks], dtype="object"),
            note=self.notes,
        )


def said(category: str) -> str:
    return category.replace("_", " ")


def read_audit(path: str | os.PathLike[str]) -> Audit:
    """Read an audit that was saved, with the marks made since.

    Parameters
    ----------
    path : path
        Of the CSV; the key lies beside it. Rows may have been sorted; `number` says which is which.

    Raises
    ------
    FramingError
        A file or a column is missing, or a mark is none of those allowed.
    """
    sheet, key = _paths(path)
    try:
        made = _from_key(json.loads(key.read_text(encoding="utf-8")))
        table = pd.read_csv(sheet, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except OSError as error:
        raise FramingError(
            f"{error.filename} cannot be read ({error.strerror}); an audit is two files, the marks "
            f"({sheet.name}) and the key ({key.name})."
        ) from None
    except (UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise FramingError(
            f"the audit {str(sheet)!r} is damaged ({error}); save the sheet as CSV in UTF-8, and "
            "leave the key as it is."
        ) from None
    for name in ("number", "mark"):
        if name not in table:
            raise FramingError(f"{sheet.name} lacks the column {name!r}; mark it as it was saved.")
    numbers = pd.to_numeric(table["number"], errors="coerce")
    if numbers.isna().any() or numbers.duplicated().any():
        raise FramingError(f"{sheet.name}: the column 'number' must hold each task's number once.")
    numbers = numbers.astype("int64")
    made = made.marked(dict(zip(numbers.tolist(), table["mark"], strict=True)))
    notes = table.get("note", pd.Series([""] * len(table))).set_axis(numbers - 1)
    return replace(made, notes=notes.reindex(range(len(made.key)), fill_value="").astype("str"))


def _from_key(content: Mapping[str, Any]) -> Audit:
    tasks = pd.DataFrame(content["tasks"], columns=KEY_COLUMNS).astype(dict.fromkeys(TEXTS, "str"))
    return Audit(
        name=content["name"],
        by=content["by"],
        categories=tuple(content["categories"]),
        definitions=content["definitions"],
        key=tasks,
        strata=pd.DataFrame(content["strata"], columns=["task", "category", "group", "total"]),
        marks=pd.Series([""] * len(tasks), dtype="str"),
        notes=pd.Series([""] * len(tasks), dtype="str"),
        settings=content["settings"],
    )


def mark_audit(path: str | os.PathLike[str]) -> Marking:
    """Mark an audit in a notebook, with buttons, going on at the first task without a mark.

    Each mark is written to the file at once, so that nothing is lost when the notebook closes.

    Parameters
    ----------
    path : path
        Of the CSV that `Audit.save` wrote.

    Raises
    ------
    FramingError
        The extra ``notebooks`` is not installed, or the audit cannot be read.
    """
    from framing.auditing.widget import Marking

    return Marking(path)


def _paths(path: str | os.PathLike[str]) -> tuple[Path, Path]:
    sheet = Path(path)
    if sheet.suffix.lower() != ".csv":
        raise FramingError(f"path={str(path)!r} does not end in .csv; give the file to be marked.")
    return sheet, sheet.with_suffix(".key.json")
