"""What people write beside a task, and what it means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from framing.errors import FramingError

YES = {"y", "yes", "1", "1.0", "true", "right", "j", "ja"}
NO = {"n", "no", "0", "0.0", "false", "wrong", "nein"}
UNSURE = {"?"}
NOTHING = {"0", "0.0", "n", "no", "none", "-", "–", "nothing"}


class Mark(NamedTuple):
    """`right` 1 or 0 of a hit, NaN where it is neither; `missed`: categories and how many, None
    where a sentence was not read."""

    right: float = float("nan")
    unsure: bool = False
    missed: Mapping[str, int] | None = None


def read_mark(written: str, task: str, categories: Sequence[str], number: int) -> Mark:
    """The meaning of a mark.

    >>> read_mark("y", "hit", ["doubt"], 1).right
    1.0
    >>> read_mark("doubt, alarm 2", "sentence", ["alarm", "doubt"], 1).missed
    {'doubt': 1, 'alarm': 2}
    """
    folded = written.strip().casefold()
    if not folded:
        return Mark()
    if folded in UNSURE:
        return Mark(unsure=True)
    if task == "hit":
        if folded not in YES | NO:
            raise FramingError(
                f"task {number} is marked {written!r}; give y or n, ? where it cannot be told."
            )
        return Mark(right=float(folded in YES))
    if folded in NOTHING:
        return Mark(missed={})
    if len(categories) == 1:
        whole = re.fullmatch(r"(\d{1,3})(\.0)?", folded)
        if whole or folded in YES:
            return Mark(missed={categories[0]: int(whole[1]) if whole else 1})
    known = {name.replace("_", " ").casefold(): name for name in categories}
    found: Counter[str] = Counter()
    for piece in re.split(r"[,;]", folded):
        parts = re.fullmatch(r"\s*(.+?)(?:\s+x?\s*(\d{1,3}))?\s*", piece.replace("_", " "))
        if parts is None or parts[1] not in known:
            raise FramingError(
                f"task {number} is marked {written!r}; give 0, or the categories that were missed: "
                f"{', '.join(categories)}."
            )
        found[known[parts[1]]] += int(parts[2] or 1)
    return Mark(missed=dict(found))
