"""Marking an audit in a notebook, with buttons."""

from __future__ import annotations

import os
from html import escape

from framing.auditing.paging import Paging
from framing.auditing.sample import Audit, read_audit, said
from framing.errors import FramingError

SHOWN = "font-size: 1.05em; line-height: 1.5; max-width: 46em; min-height: 7em"


class Marking(Paging):
    """The tasks of an audit one after the other; shown by the notebook.

    `audit` is the audit as marked so far; `number` the task that is shown.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        super().__init__()
        self.path = path
        self.audit: Audit = read_audit(path)
        self._answer = self.widgets.Text(
            placeholder="0, or what was missed", continuous_update=False
        )
        buttons = []
        for label, mark in (("yes", "y"), ("no", "n"), ("cannot tell", "?")):
            button = self.widgets.Button(description=label)
            button.on_click(lambda _, mark=mark: self.mark(mark))
            buttons.append(button)
        nothing = self.widgets.Button(description="nothing missed")
        nothing.on_click(lambda _: self.mark("0"))
        enter = self.widgets.Button(description="enter")
        enter.on_click(lambda _: self.mark(self._answer.value))
        self._of_hits = self.row(buttons)
        self._of_sentences = self.row([nothing, self._answer, enter])
        self.build([self._of_hits, self._of_sentences])

    @property
    def n(self) -> int:
        return len(self.audit.key)

    @property
    def first_open(self) -> int:
        """The first task without a mark; the last where all have one."""
        empty = (self.audit.marks == "").to_numpy()
        return int(empty.argmax()) + 1 if empty.any() else max(len(empty), 1)

    def mark(self, mark: str) -> None:
        """Mark the task that is shown, write it to the file, and go on."""
        try:
            self.audit = self.audit.marked({self.number: mark})
        except FramingError as error:
            self.said.value = escape(str(error))
            return
        if self.note.value:
            self.audit.notes.iloc[self.number - 1] = self.note.value
        self.audit.save_marks(self.path)
        self.go(self.number + 1)

    def show(self) -> None:
        done = int((self.audit.marks != "").sum())
        self._answer.value = ""
        row = self.audit.key.iloc[self.number - 1]
        mark = self.audit.marks.iloc[self.number - 1]
        self.where.value = f"{self.number} of {self.n}, {done} marked" + (
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
        self.text.value = f"<p style='{SHOWN}'>{text}</p><p>{question}{meaning}</p>"
        self.note.value = self.audit.notes.iloc[self.number - 1]
        self._of_hits.layout.display = "" if row["task"] == "hit" else "none"
        self._of_sentences.layout.display = "none" if row["task"] == "hit" else ""
