"""The stretches of an article that are read as one: sentences, joined where marks run across."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from framing.quoting.cues import Word
from framing.quoting.marks import Marked
from framing.quoting.text import Text


@dataclass
class Stretch:
    """A sentence, or several that a marked stretch joins; tokens of the chunk."""

    first: int
    last: int
    marked: list[Marked]
    new_paragraph: bool = False
    jump: dict[int, int] = field(init=False)
    back: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.jump = {m.first: m.last for m in self.marked}
        self.back = {m.last: m.first for m in self.marked}

    def drop(self, text: Text, m: Marked) -> None:
        """Take what stands between marks for words like others: a nickname, a title."""
        self.marked.remove(m)
        del self.jump[m.first], self.back[m.last]
        text.unmark(m.first)
        text.unmark(m.last)

    def outside(self, start: int, stop: int) -> Iterable[int]:
        """Go through the tokens from start to stop that stand outside the marks."""
        return self._outside(start, stop) if self.jump else range(start, stop + 1)

    def _outside(self, start: int, stop: int) -> Iterator[int]:
        i = start
        while i <= stop:
            if i in self.jump:
                i = self.jump[i] + 1
            else:
                yield i
                i += 1

    def words(self, text: Text, start: int, stop: int) -> list[int]:
        """Return the words from start to stop that stand outside the marks."""
        return [i for i in self.outside(start, stop) if text.flags[i] & Word.WORD]


def stretches_of(text: Text, article: int, marks: list[Marked], verbs: list[int]) -> list[Stretch]:
    """Return the stretches of an article that hold marks or a verb of speech."""
    bounds: list[list[int]] = []
    for m in marks:
        text.move_start(m.first)
        a, b = text.sentence[m.first], text.sentence[m.last]
        goes_on = text.offsets[b + 1] == m.last + 1 and text.flags[m.last - 1] & Word.COMMA
        if goes_on and m.last + 1 < text.article_offsets[article + 1]:
            b += not text.begins_paragraph(b + 1, article)  # “Yes,”? She left
        if bounds and a <= bounds[-1][1]:
            bounds[-1][1] = max(bounds[-1][1], b)
        else:
            bounds.append([a, b])
    taken = {n for a, b in bounds for n in range(a, b + 1)}
    says = Word.SPEECH | Word.ACCORDING
    bounds += [[n, n] for n in {text.sentence[i] for i in verbs if text.flags[i] & says} - taken]
    bounds.sort()
    found, k = [], 0
    for a, b in bounds:
        first, last = text.offsets[a], text.offsets[b + 1] - 1
        start = k
        while k < len(marks) and marks[k].first <= last:
            k += 1
        found.append(Stretch(first, last, marks[start:k], text.begins_paragraph(a, article)))
    return found
