"""Edits: what was changed in a field, so that the field as it was read can be had again.

Each step of cleaning states its changes on the text before it. They are put together to one layer
of edits between the field as read and the field as it is, however many steps there were.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from framing.errors import FramingError


class Change(NamedTuple):
    """A stretch of the present text and what takes its place."""

    start: int
    end: int
    replacement: str
    kind: str


class Edit(NamedTuple):
    """A stretch of the field as it was read (`start` is a position there) and what took its place.

    `original` is None where the field was missing.
    """

    start: int
    original: str | None
    replacement: str
    kind: str


def apply(text: str, changes: Iterable[Change]) -> str:
    """The text after changes, which are in order and do not overlap."""
    parts, at = [], 0
    for start, end, replacement, _ in changes:
        parts += [text[at:start], replacement]
        at = end
    return "".join([*parts, text[at:]])


def compose(text: str, edits: list[Edit], changes: list[Change]) -> list[Edit]:
    """The edits that do what `edits` and then `changes` do.

    `edits` led to `text`, and `changes` are to be made in it; both are in order and do not overlap.
    An edit and a change of the same stretch become one edit, of the change's kind.
    """
    spans: list[tuple[int, int, Edit | Change]] = []  # in `text`, in order
    shift = 0
    for edit in edits:
        start = edit.start + shift
        spans.append((start, start + len(edit.replacement), edit))
        shift += len(edit.replacement) - len(edit.original or "")
    spans = sorted([*spans, *((c.start, c.end, c) for c in changes)], key=itemgetter(0, 1))

    composed: list[Edit] = []
    shift = 0
    i = 0
    while i < len(spans):
        start, end, _ = spans[i]
        first = i
        while i < len(spans) and (i == first or spans[i][0] < end):
            end = max(end, spans[i][1])
            i += 1
        edit = _joined(text, start, end, spans[first:i], shift)
        shift += (end - start) - len(edit.original or "")
        if edit.original != edit.replacement:
            composed.append(edit)
    return composed


def _joined(
    text: str, start: int, end: int, spans: list[tuple[int, int, Edit | Change]], shift: int
) -> Edit:
    """One edit for all that happens between two positions of the text."""
    if len(spans) == 1 and isinstance(spans[0][2], Edit):
        return spans[0][2]
    before, after = "", ""
    at_before = at_after = start
    kind = ""
    for first, last, what in spans:
        if isinstance(what, Edit):
            before += text[at_before:first] + (what.original or "")
            at_before = last
        else:
            after += text[at_after:first] + what.replacement
            at_after = last
            kind = what.kind
    return Edit(start - shift, before + text[at_before:end], after + text[at_after:end], kind)


def undo(text: str, edits: Iterable[Edit]) -> str | None:
    """The field as it was read; None if it was missing."""
    parts, at, shift = [], 0, 0
    for edit in edits:
        start = edit.start + shift
        if not text.startswith(edit.replacement, start):
            raise FramingError(
                f"the text was changed after cleaning: {edit.replacement[:40]!r} is not at"
                f" character {start}; take the corpus as clean_articles returned it."
            )
        if edit.original is None:
            return None
        parts += [text[at:start], edit.original]
        at = start + len(edit.replacement)
        shift += len(edit.replacement) - len(edit.original)
    return "".join([*parts, text[at:]])
