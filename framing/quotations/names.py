"""Whose words they are: mentions led back to the last name in the article that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.quotations.cues import Word

if TYPE_CHECKING:
    from framing.quotations.reading import Quotation, Text


def resolve(text: Text, article: int, found: list[Quotation]) -> None:
    """Fill in the speakers of an article's quotations."""
    known: list[list[str]] = []
    last: str | None = None
    for q in found:
        if q.mention is None:
            q.speaker = last if q.kind == "direct" and q.cue is None else None
            continue
        first, end = q.mention
        if text.flags[first] & Word.PRONOUN:
            q.speaker = last
            continue
        name: list[str] = []
        for i in range(first, end + 1):
            flag = text.flags[i]
            if flag & Word.CAPITAL and not flag & (Word.TITLE | Word.DETERMINER):
                name.append(text.string(i))
            elif name and not text.string(i) == ".":
                break
        if not name:
            q.speaker = " ".join(text.string(i) for i in range(first, end + 1))
            continue
        name[-1] = name[-1].removesuffix("'s").removesuffix("’s")
        longer = [k for k in known if k[-len(name) :] == name or k[-1] == name[-1]]
        if longer:
            name = max(longer[-1], name, key=len)
        known.append(name)
        q.speaker = last = " ".join(name)
