"""Coding a sheet in a notebook, with buttons."""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from framing.auditing.paging import Paging
from framing.auditing.showing import CLOSE, OPEN
from framing.coding.codebook import UNSURE, Category
from framing.coding.task import Coding, read_coding
from framing.errors import FramingError

NOTHING = "–"
SHOWN = "font-size: 1.05em; line-height: 1.5; max-width: 46em; white-space: pre-line"


class CodeMarking(Paging):
    """The units of a coder's sheet one after the other; shown by the notebook.

    `coding` is the coding as it is so far; `number` the place on the sheet, from 1.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        super().__init__()
        self.path = Path(path)
        folder, name = self.path.parent, self.path.stem.removeprefix("sheet-")
        self.coding: Coding = read_coding(folder)
        if name not in self.coding.coders or self.path.suffix.lower() != ".csv":
            raise FramingError(
                f"path={str(path)!r} is no coder's sheet; give one of "
                f"{', '.join(f'sheet-{coder}.csv' for coder in self.coding.coders)}."
            )
        self.coder = name
        self._choices = {}
        for category in self.coding.codebook.categories.values():
            self._choices[category.name] = self._choice(category)
        done = self.widgets.Button(description="save, next", button_style="primary")
        done.on_click(lambda _: self.save())
        # What is not said yes to is no: for sheets on which most categories do not apply.
        rest = self.widgets.Button(description="others no, next")
        rest.on_click(lambda _: self.save(others=True))
        self.build([self.widgets.VBox(list(self._choices.values())), self.row([done, rest])])

    @property
    def n(self) -> int:
        return len(self.coding.sheets[self.coder])

    @property
    def first_open(self) -> int:
        """The first unit with a category without a code; the last where all have one."""
        written = self.coding.written[self.coder].loc[list(self.coding.sheets[self.coder])]
        empty = (written == "").any(axis=1).to_numpy()
        return int(empty.argmax()) + 1 if empty.any() else max(len(empty), 1)

    def code(self, **codes: Any) -> None:
        """Choose codes of the unit that is shown, as the buttons do; `save` writes them."""
        for name, code in codes.items():
            if name not in self._choices:
                raise FramingError(f"{name!r} is no category of the codebook.")
            written = self.coding.codebook.categories[name].read(str(code))
            self._choices[name].children[1].value = written or NOTHING

    def save(self, others: bool = False) -> None:
        """Write the codes of the unit that is shown to the file, and go on.

        With `others` yes-no categories without a code are coded 0.
        """
        if self.n == 0:
            return
        number = self.coding.sheets[self.coder][self.number - 1]
        given = {}
        for name, choice in self._choices.items():
            value = str(choice.children[1].value)
            plain = self.coding.codebook.categories[name].scale == "yes-no"
            given[name] = ("0" if others and plain else "") if value in (NOTHING, "") else value
        codes = pd.DataFrame([given], index=pd.Index([number], name="number"))
        notes = pd.Series([self.note.value], index=[number])
        try:
            self.coding = self.coding.coded(self.coder, codes, notes)
        except FramingError as error:
            self.said.value = escape(str(error))
            return
        self.coding.save_sheet(self.path, self.coder)
        self.go(self.number + 1)

    def show(self) -> None:
        row = self.coding.progress().set_index("coder").loc[self.coder]
        self.where.value = f"{self.number} of {self.n}, {row['coded']} coded"
        number = self.coding.sheets[self.coder][self.number - 1]
        text = escape(self.coding.key["text"][number])
        text = text.replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
        self.text.value = f"<div style='{SHOWN}'>{text}</div>"
        self.note.value = self.coding.notes[self.coder][number]
        for name, choice in self._choices.items():
            written = self.coding.written[self.coder].loc[number, name]
            amount = self.coding.codebook.categories[name].scale == "amount"
            choice.children[1].value = written if amount else written or NOTHING

    def _choice(self, category: Category) -> Any:
        meaning = escape(category.definition)
        asked = f"<b>{escape(category.name)}</b>: {escape(category.question)}"
        label = self.widgets.HTML(f"<span title='{meaning}'>{asked}</span>")
        if category.scale == "amount":
            given = self.widgets.Text(placeholder="a number, or ?", continuous_update=False)
            return self.widgets.VBox([label, given])
        values = ("1", "0") if category.scale == "yes-no" else category.values
        told = {"1": "yes", "0": "no"} if category.scale == "yes-no" else {}
        options = [(told.get(value, value), value) for value in values]
        options += [("cannot tell", UNSURE), (NOTHING, NOTHING)]
        buttons = self.widgets.ToggleButtons(options=options, value=NOTHING)
        buttons.style.button_width = "6em"
        return self.widgets.VBox([label, buttons])
