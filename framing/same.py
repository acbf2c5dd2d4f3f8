"""Whether two makings of the same charts say the same."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

TOLERANCE = 1e-6
ARTISTS = re.compile(rb"<(?:path|use|text|image|rect|circle|line)\b")
WORDS = re.compile(rb"<text\b[^>]*>(.*?)</text>", re.DOTALL)


def differences(before: Path, after: Path, names: Sequence[str]) -> list[str]:
    """A sentence for each file of `names` that differs in the two folders.

    CSV is compared at 1e-6, SVG by its words and number of artists, JSON without versions, HTML
    by being there; PNG not at all.
    """
    found = []
    for name in names:
        old, new = before / name, after / name
        if not old.is_file():
            found.append(f"{name} is missing; run without --check to make it.")
            continue
        compare = {".csv": _table, ".svg": _picture, ".json": _provenance}.get(new.suffix)
        told = compare(old, new) if compare else None
        if told:
            found.append(f"{name}: {told}; if that is meant, run without --check.")
    return found


def _table(old: Path, new: Path) -> str | None:
    a, b = (pd.read_csv(path, keep_default_na=True) for path in (old, new))
    if list(a.columns) != list(b.columns):
        return f"its columns were {', '.join(a)} and are now {', '.join(b)}"
    if len(a) != len(b):
        return f"it had {len(a)} rows and has {len(b)}"
    for column in a:
        x, y = a[column], b[column]
        if pd.api.types.is_numeric_dtype(x) and pd.api.types.is_numeric_dtype(y):
            same = np.isclose(x, y, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)
        else:
            same = ((x == y) | (x.isna() & y.isna())).to_numpy()
        if not same.all():
            row = int(np.argmin(same))
            return f"column {column}, row {row + 1}: {x[row]!r} is now {y[row]!r}"
    return None


def _picture(old: Path, new: Path) -> str | None:
    a, b = old.read_bytes(), new.read_bytes()
    words = [WORDS.findall(content) for content in (a, b)]
    if words[0] != words[1]:
        changed = [x for x in words[1] if x not in words[0]] or [
            x for x in words[0] if x not in words[1]
        ]
        return f"its words changed, {(changed or [b'their order'])[0].decode()!r} for one"
    counts = [len(ARTISTS.findall(content)) for content in (a, b)]
    return None if counts[0] == counts[1] else f"it had {counts[0]} artists and has {counts[1]}"


def _provenance(old: Path, new: Path) -> str | None:
    a, b = (json.loads(path.read_text(encoding="utf-8")) for path in (old, new))
    for key in sorted({*a, *b} - {"versions"}):
        if a.get(key) != b.get(key):
            return f"{key} changed"
    return None
