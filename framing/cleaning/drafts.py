"""The articles of a corpus while they are cleaned, and the corpus made of them afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.cleaning.article import FILLED, WORDED, Article
from framing.cleaning.edits import Edit
from framing.cleaning.marks import is_english
from framing.cleaning.spaces import SPACES_LOST, joined_words
from framing.columns import strings
from framing.corpus import Corpus
from framing.receipt import EDITS

_CHUNK = 2_000  # articles read into Python's strings at a time
_SHOWN = 200  # characters of what was taken out that the receipt shows
_FIELDS = tuple(dict.fromkeys([*WORDED, *FILLED]))


def as_edits(rows: pd.DataFrame) -> list[Edit]:
    """Edits of one field of one article from rows of the receipt."""
    return [
        Edit(int(start), original if isinstance(original, str) else None, replacement, kind)
        for start, original, replacement, kind in zip(
            *(rows[name].tolist() for name in EDITS[2:]), strict=True
        )
    ]


class Drafts:
    """Articles by their position; those that changed are kept, others are made when wanted."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._frame = corpus.articles
        self._ids = self._frame.index.tolist()
        names = [name for name in (*_FIELDS, "outlet", "language") if name in self._frame]
        self._columns = {name: strings(self._frame[name]).array.__arrow_array__() for name in names}
        self._edits: dict[str, dict[str, list[Edit]]] = defaultdict(dict)
        edits = corpus.receipt.edits
        keys = zip(edits["article_id"].tolist(), edits["field"].tolist(), strict=True)
        for (article_id, field), edit in zip(keys, as_edits(edits), strict=True):
            self._edits[article_id].setdefault(field, []).append(edit)
        self._kept: dict[int, Article] = {}

    def of(self, positions: Sequence[int]) -> Iterator[tuple[int, Article]]:
        """The articles at these positions, which are in order, one after another."""
        positions_ = np.asarray(positions, dtype=np.int64)
        for start in range(0, len(self._frame), _CHUNK):
            first, last = np.searchsorted(positions_, [start, start + _CHUNK])
            wanted = positions_[first:last].tolist()
            if not wanted:
                continue
            values = {
                name: column.slice(start, _CHUNK).to_pylist()
                for name, column in self._columns.items()
                if any(i not in self._kept for i in wanted)
            }
            for i in wanted:
                article = self._kept.get(i)
                if article is None:
                    article = self._made(i, {name: c[i - start] for name, c in values.items()})
                yield i, article
                if article.changed or article.flag:
                    self._kept[i] = article

    def _made(self, i: int, fields: dict[str, str | None]) -> Article:
        outlet, language = fields.pop("outlet") or "", fields.pop("language", None)
        edits = self._edits.get(self._ids[i], {}) if self._edits else {}
        return Article(outlet, language, fields, dict(edits))

    def corpus(self) -> Corpus:
        """The corpus with the articles as they are now."""
        kept = dict(sorted(self._kept.items()))
        frame = self._frame
        for name in _FIELDS:
            values = {i: a.fields[name] for i, a in kept.items() if name in a.changed}
            if values:
                frame = frame.assign(**{name: self._column(name, values)})
        repaired = self._repaired(kept) + self._flags(kept, frame["text"])
        if frame is self._frame and not repaired:
            return self._corpus
        table = pd.DataFrame(repaired, columns=["article_id", "repair", "detail"], dtype="str")
        corpus = self._corpus.with_articles(frame, repaired=table)
        return replace(corpus, receipt=replace(corpus.receipt, edits=self._all_edits(kept)))

    def _column(self, name: str, values: dict[int, str | None]) -> pd.Series:
        """A column with these values at their positions, the others as they were."""
        n = len(self._frame)
        column = self._columns.get(name)
        chunks = []
        for start in range(0, n, _CHUNK):
            size = min(_CHUNK, n - start)
            there = [None] * size if column is None else column.slice(start, size).to_pylist()
            for i in range(start, start + size):
                if i in values:
                    there[i - start] = values[i]
            chunks.append(pa.array(there, pa.large_string()))
        array = pd.array(pa.chunked_array(chunks, pa.large_string()), dtype="str")
        return pd.Series(array, index=self._frame.index)

    def _repaired(self, kept: dict[int, Article]) -> list[tuple[str, str, str]]:
        """Rows for the receipt: one an article and kind."""
        rows = []
        for i, article in kept.items():
            article_id = self._ids[i]
            rows += [(article_id, kind, f"{n:,}") for kind, n in article.counted.items()]
            rows += [
                (article_id, kind, " / ".join(what).replace("\n", " ")[:_SHOWN])
                for kind, what in article.taken.items()
            ]
        return rows

    def _flags(self, kept: dict[int, Article], texts: pd.Series) -> list[tuple[str, str, str]]:
        """Rows for what was not repaired, unless the receipt has them already."""
        flags = [(i, article.flag, "") for i, article in kept.items() if article.flag]
        column = texts.array.__arrow_array__()
        chunks = [
            column.slice(start, _CHUNK).combine_chunks() for start in range(0, len(texts), _CHUNK)
        ]
        for i, pairs in sorted(joined_words(chunks).items()):
            language = self._columns["language"][i].as_py() if "language" in self._columns else None
            if is_english(column[i].as_py(), language):
                flags.append((i, SPACES_LOST, ", ".join(pairs)))
        before = self._corpus.receipt.repaired
        known = set(zip(before["article_id"].tolist(), before["repair"].tolist(), strict=True))
        rows = [(self._ids[i], flag, detail) for i, flag, detail in flags]
        return [row for row in rows if row[:2] not in known]

    def _all_edits(self, kept: dict[int, Article]) -> pd.DataFrame:
        """The receipt's edits, with those of the changed fields as they are now."""
        edits = self._corpus.receipt.edits
        ids = self._ids
        changed = {(ids[i], field) for i, article in kept.items() for field in article.changed}
        pairs = zip(edits["article_id"].tolist(), edits["field"].tolist(), strict=True)
        stays = np.fromiter((pair not in changed for pair in pairs), bool, len(edits))
        new = [
            (ids[i], field, *edit)
            for i, article in kept.items()
            for field in article.edits
            if field in article.changed
            for edit in article.edits[field]
        ]
        table = pd.DataFrame(new, columns=list(EDITS)).astype(edits.dtypes.to_dict())
        return pd.concat([edits[stays], table], ignore_index=True) if stays.any() else table
