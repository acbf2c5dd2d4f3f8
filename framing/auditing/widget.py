"""Marking an audit in a notebook, with buttons."""

from __future__ import annotations

import os
from html import escape
from typing import Any

from framing.auditing.sample import Audit, read_audit, said
from framing.errors import FramingError

SHOWN = "font-size: 1.05em; line-height: 1.5; max-width: 46em; min-height: 7em"


class Marking:
    """The tasks of an audit one after the other; shown by the notebook.

    `audit` is the audit as marked so far; `number` the task that is shown.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            import ipywidgets as widgets
        except ModuleNotFoundError:
            raise FramingError(
                "marking in a notebook needs the package ipywidgets, which is not installed; say "
                "pip install 'media-framing[notebooks]', or fill in the CSV."
            ) from None
        self.path = path
        self.audit: Audit = read_audit(path)
        self.number = self._first_open()
        self._where, self._text = widgets.HTML(), widgets.HTML()
        self._written = widgets.Text(placeholder="note", continuous_update=False)
        self._answer = widgets.Text(placeholder="0, or what was missed", continuous_update=False)
        buttons = []
        for label, mark in (("yes", "y"), ("no", "n"), ("cannot tell", "?")):
            button = widgets.Button(description=label)
            button.on_click(lambda _, mark=mark: self.mark(mark))
            buttons.append(button)
        nothing = widgets.Button(description="nothing missed")
        nothing.on_click(lambda _: self.mark("0"))
        enter = widgets.Button(description="enter")
        enter.on_click(lambda _: self.mark(self._answer.value))
        self._of_hits = widgets.HBox(buttons)
        self._of_sentences = widgets.HBox([nothing, self._answer, enter])
        self._said = widgets.HTML()
        moves = []
        for label, step in (("back", -1), ("on", 1)):
            button = widgets.Button(description=label)
            button.on_click(lambda _, step=step: self.go(self.number + step))
            moves.append(button)
        self.view = widgets.VBox(
            [
                self._where,
                self._text,
                self._of_hits,
                self._of_sentences,
                self._said,
                widgets.HBox([*moves, self._written]),
            ]
        )
        self._show()

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.view._repr_mimebundle_(**options)

    def mark(self, mark: str) -> None:
        """Mark the task that is shown, write it to the file, and go on."""
        try:
            self.audit = self.audit.marked({self.number: mark})
        except FramingError as error:
            self._said.value = escape(str(error))
            return
        if self._written.value:
            self.audit.notes.iloc[self.number - 1] = self._written.value
        self.audit.save_marks(self.path)
        self.go(self.number + 1)

    def go(self, number: int) -> None:
        """Show another task."""
        self.number = min(max(number, 1), max(len(self.audit.key), 1))
        self._show()

    def _first_open(self) -> int:
        """The first task without a mark; the last where all have one."""
        empty = (self.audit.marks == "").to_numpy()
        return int(empty.argmax()) + 1 if empty.any() else max(len(empty), 1)

    def _show(self) -> None:
        n = len(self.audit.key)
        done = int((self.audit.marks != "").sum())
        self._said.value, self._answer.value, self._written.value = "", "", ""
        if n == 0:
            self._where.value = "There is nothing to mark."
            return
        row = self.audit.key.iloc[self.number - 1]
        mark = self.audit.marks.iloc[self.number - 1]
        self._where.value = f"{self.number} of {n}, {done} marked" + (
            f"; marked {escape(mark)}" if mark else ""
        )
        told = [row["category"]] if row["task"] == "hit" else list(self.audit.categories)
        meanings = self.audit.definitions
        meaning = "".join(
            f"<br><small><b>{escape(said(name))}</b>: {escape(meanings[name])}</small>"
            for name in told
            if name in meanings
        )
        text = escape(row["text"]).replace("⟦", "<b><mark>").replace("⟧", "</mark></b>")
        question = escape(self.audit.question(row))
        self._text.value = f"<p style='{SHOWN}'>{text}</p><p>{question}{meaning}</p>"
        self._written.value = self.audit.notes.iloc[self.number - 1]
        self._of_hits.layout.display = "" if row["task"] == "hit" else "none"
        self._of_sentences.layout.display = "none" if row["task"] == "hit" else ""
