"""Going through tasks one after the other in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from framing.errors import FramingError


class Paging(ABC):
    """A text, what is to be said of it, a note, and buttons to go back and on.

    A subclass says how many tasks there are (`n`), which is the first without an answer
    (`first_open`), and shows the one with `number`, from 1 (`show`).
    """

    def __init__(self) -> None:
        try:
            import ipywidgets
        except ModuleNotFoundError:
            raise FramingError(
                "marking in a notebook needs the package ipywidgets, which is not installed; say "
                "pip install 'media-framing[notebooks]', or fill in the CSV."
            ) from None
        self.widgets = ipywidgets
        self.where, self.text, self.said = (ipywidgets.HTML() for _ in range(3))
        self.note = ipywidgets.Text(placeholder="note", continuous_update=False)

    def build(self, answers: Sequence[Any]) -> None:
        """Put all together, and show the first task without an answer."""
        moves = []
        for label, step in (("back", -1), ("on", 1)):
            button = self.widgets.Button(description=label)
            button.on_click(lambda _, step=step: self.go(self.number + step))
            moves.append(button)
        below = self.row([*moves, self.note])
        self.view = self.widgets.VBox([self.where, self.text, *answers, self.said, below])
        self.go(self.first_open)

    def row(self, parts: Sequence[Any]) -> Any:
        return self.widgets.HBox(list(parts))

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.view._repr_mimebundle_(**options)

    def go(self, number: int) -> None:
        """Show another task."""
        self.number = min(max(number, 1), max(self.n, 1))
        self.said.value = self.note.value = ""
        if self.n:
            self.show()
        else:
            self.where.value = "There is nothing to mark."

    @property
    @abstractmethod
    def n(self) -> int: ...

    @property
    @abstractmethod
    def first_open(self) -> int: ...

    @abstractmethod
    def show(self) -> None: ...
