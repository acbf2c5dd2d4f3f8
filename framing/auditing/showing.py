"""The text of a task: what is to be judged, between brackets, with its surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.measures.valence import sentence_spans

if TYPE_CHECKING:
    from framing.tokens import Tokens

OPEN, CLOSE = "⟦", "⟧"
PLACE = ["article_id", "sentence"]
MOST = 900  # characters of context on either side
HEAD, CUT = "¶ ", "… "  # an article begins; something goes before: no text begins with a formula


def with_texts(tasks: pd.DataFrame, tokens: Tokens, hits: pd.DataFrame) -> pd.DataFrame:
    """The tasks with a column ``text``: the sentence and those beside it, the hit in ⟦brackets⟧."""
    ids = list(dict.fromkeys(tasks["article_id"]))
    places = _places(tokens, ids)
    read = pd.MultiIndex.from_frame(tasks.loc[tasks["task"] == "sentence", PLACE])
    among = hits[pd.MultiIndex.from_frame(hits[PLACE]).isin(read)]
    in_sentence = dict(list(among.groupby(PLACE))) if len(among) else {}
    shown = []
    for task in tasks.itertuples():
        text, starts, ends = places[task.article_id]
        if task.task == "hit":
            marked = [(int(task.char_start), int(task.char_end))]
            first = int(np.searchsorted(starts, task.char_start, side="right")) - 1
            last = int(np.searchsorted(starts, task.char_end - 1, side="right")) - 1
        else:
            first = last = int(task.sentence)
            found = in_sentence.get((task.article_id, task.sentence))
            marked = [] if found is None else _apart(found)
        before, after = starts[max(first - 1, 0)], ends[min(last + 1, len(ends) - 1)]
        left = max(before, starts[first] - MOST)
        right = min(after, ends[last] + MOST)
        inner = [(starts[first], ends[last])] if task.task == "sentence" else []
        shown.append(
            (HEAD if left == starts[0] else CUT)
            + bracketed(text, left, right, marked, inner)
            + (" …" if right < ends[-1] else "")
        )
    return tasks.assign(text=pd.Series(shown, tasks.index, dtype="str"))


def bracketed(
    text: str,
    left: int,
    right: int,
    marked: Sequence[tuple[int, int]],
    inner: Sequence[tuple[int, int]] = (),
) -> str:
    """A stretch of text in one line, with ⟦ ⟧ around some spans and » « around others.

    >>> bracketed("The so-called plan failed.", 0, 26, [(4, 13)])
    'The ⟦so-called⟧ plan failed.'
    """
    signs = [(start, 1, "» ") for start, _ in inner] + [(end, 0, " «") for _, end in inner]
    signs += [(start, 2, OPEN) for start, _ in marked]
    signs += [(end, -1, CLOSE) for _, end in marked]
    pieces, at = [], left
    for place, _, sign in sorted(signs):
        if left <= place <= right:
            pieces += [text[at:place], sign]
            at = place
    return " ".join("".join([*pieces, text[at:right]]).split())


def _apart(found: pd.DataFrame) -> list[tuple[int, int]]:
    """Spans that overlap as one."""
    spans: list[tuple[int, int]] = []
    pairs = zip(found["char_start"].tolist(), found["char_end"].tolist(), strict=True)
    for start, end in sorted(pairs):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _places(tokens: Tokens, ids: list[str]) -> dict[str, tuple[str, np.ndarray, np.ndarray]]:
    """Of each article the text, and where its sentences start and end."""
    found = {}
    for chunk in tokens.select(ids).chunks():
        start, end = sentence_spans(chunk)
        for row, name in enumerate(chunk.article_ids):
            own = slice(*chunk.article_sentences[row : row + 2])
            found[str(name)] = (chunk.texts[row], start[own], end[own])
    return found
