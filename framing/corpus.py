"""Corpus: articles of several outlets with their metadata, and the receipt of how they came in."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.columns import REQUIRED, covariate, listed, rows, strings
from framing.dates import parse_dates
from framing.errors import FramingError
from framing.intake import check_rows, describe_columns, map_columns
from framing.receipt import EDITS, REPAIRED, Receipt, counted, make_receipt
from framing.saving import write_articles

__all__ = ["Corpus", "Receipt"]


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """Articles and their metadata, frozen: verbs such as `filter` return a new corpus.

    Made by `framing.read_corpus`, `framing.example` or `Corpus.from_frame`.

    Attributes
    ----------
    articles
        A frame, one row an article, index `article_id` (str, unique); columns `outlet`
        and `text` (str), where known `date` (datetime64[us], no time zone), `title`, `event`,
        `url`, `author`, `section`, `genre`, `language` (str), `weight` (float), and covariates.
        Missing is NaN. Changing the frame changes nothing in the corpus.
    receipt
        What was read, repaired and quarantined when the articles came in; `filter` leaves
        it as it was.
    fingerprint
        sha256 of the content, the same in whatever order rows and columns come.

    Examples
    --------
    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["Rain fell.", "The rain fell."]})
    >>> corpus = Corpus.from_frame(frame)
    >>> corpus
    <Corpus: 2 articles of 2 outlets>
    >>> corpus.articles.loc["1", "text"]
    'The rain fell.'
    """

    _articles: pd.DataFrame
    receipt: Receipt

    def __post_init__(self) -> None:
        index = self._articles.index
        assert index.name == "article_id"
        assert index.dtype == "str"
        assert index.is_unique
        assert all(self._articles[name].dtype == "str" for name in REQUIRED)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, **columns: str) -> Corpus:
        """A corpus from a frame with one row an article.

        The text is taken as it stands: nothing is stripped, normalised or deduplicated. A row
        without an outlet, without a text or with an `article_id` that an earlier row bears is put
        aside with the reason (`corpus.receipt.quarantined`); a date that cannot be read is left
        out and reported (`corpus.receipt.repaired`, see `framing.dates.parse_dates`). White space
        around an outlet's name is dropped.

        Parameters
        ----------
        frame
            Columns `outlet` and `text`, and any others; `article_id` is a column or the
            index of that name, and is made from the position (0, 1, …) where there is none.
        **columns
            Which column of the frame stands for which, such as `outlet="source"`.

        Raises
        ------
        FramingError
            A column is missing, or there twice.

        Examples
        --------
        >>> frame = pd.DataFrame({"paper": ["A", None], "body": ["Rain fell.", "It was dry."]})
        >>> corpus = Corpus.from_frame(frame, outlet="paper", text="body")
        >>> print(corpus.receipt)
        2 articles expected = 1 kept + 1 quarantined
        quarantined:
                 1 article  the outlet is missing (frame, row 2)
        columns taken:
                    1 file  outlet=paper, text=body
        read as:
                    1 file  frame
        """
        if not isinstance(frame, pd.DataFrame):
            raise FramingError(
                f"frame is a {type(frame).__name__}; give a pandas DataFrame with one row an"
                " article, or a file to framing.read_corpus."
            )
        frame = map_columns(frame, columns)
        source = pd.DataFrame(
            {"source": ["frame"], "format": ["frame"], "columns": [describe_columns(columns)]}
        )
        origin = pd.DataFrame({"source": "frame", "row": np.arange(1, len(frame) + 1)})
        return cls._assemble(frame, origin, source)

    @classmethod
    def _assemble(
        cls,
        frame: pd.DataFrame,
        origin: pd.DataFrame,
        sources: pd.DataFrame,
        quarantined: pd.DataFrame | None = None,
        repaired: pd.DataFrame | None = None,
    ) -> Corpus:
        """A corpus from rows under their final names.

        `origin` says of each row of `frame` the `source` and `row`; `sources` has one row a file
        (`source`, `format`, `encoding`, `columns`); `quarantined` are the rows that a reader has
        put aside before, and `repaired` (`row` a position in `frame`, `repair`, `detail`) what it
        mended.
        """
        articles, reasons, mended = check_rows(frame)
        ids = articles.index.to_series(index=pd.RangeIndex(len(articles)))
        ids = ids.mask(ids == "")
        bad = reasons != ""
        put_aside = origin[["source", "row"]].assign(article_id=ids, reason=reasons)[bad]
        if quarantined is not None and len(quarantined):
            put_aside = pd.concat([quarantined, put_aside]) if len(put_aside) else quarantined
        if repaired is not None and len(repaired):
            mended = pd.concat([repaired, mended]) if len(mended) else repaired
        mended = mended[~bad[mended["row"].to_numpy(dtype=int)]]
        mended = mended.assign(article_id=ids.to_numpy()[mended["row"].to_numpy(dtype=int)])
        kept = rows(articles, ~bad)
        receipt = make_receipt(origin["source"][~bad], put_aside, mended, sources)
        return cls(kept, receipt)

    @property
    def articles(self) -> pd.DataFrame:
        frame = self._articles.copy(deep=False)  # copy-on-write keeps the corpus as it is
        frame.index = frame.index.view()
        frame.columns = frame.columns.view()
        return frame

    @cached_property
    def fingerprint(self) -> str:
        articles = self._articles
        ids = articles.index.to_series()
        order = np.argsort(ids.to_numpy(object), kind="stable")
        digests = [_digest(ids, order)]
        digests += [
            f"{name} {_digest(articles[name], order)}"
            for name in sorted(articles)
            if articles[name].notna().any()
        ]
        return hashlib.sha256("\n".join(digests).encode()).hexdigest()

    def filter(
        self,
        mask: Any | Callable[[pd.DataFrame], Any] = None,
        *,
        since: object = None,
        until: object = None,
        **conditions: Any,
    ) -> Corpus:
        """The articles that meet every condition, in their order.

        Parameters
        ----------
        mask
            A bool an article (a Series is matched by `article_id`), or a function that
            makes one from `articles`.
        since, until
            First and last day or time, both included; `until="2017-03-31"` is the
            whole of that day. Articles without a date are left out.
        **conditions
            A column and the value, or list of values, it must have: `outlet="BBC"`.

        Examples
        --------
        >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["Rain fell.", "It was dry."]})
        >>> Corpus.from_frame(frame).filter(outlet="B").articles.index.tolist()
        ['1']
        """
        articles = self._articles
        keep = np.ones(len(articles), bool)
        if mask is not None:
            keep &= _mask(mask(self.articles) if callable(mask) else mask, articles.index)
        for name, wanted in conditions.items():
            column = self._column(name)
            several = isinstance(wanted, (list, tuple, set, frozenset, np.ndarray, pd.Series))
            keep &= column.isin(list(wanted) if several else [wanted]).to_numpy()
        if since is not None:
            keep &= (self._column("date") >= _day("since", since)).to_numpy()
        if until is not None:
            last = _day("until", until)
            if last == last.normalize():
                last += pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
            keep &= (self._column("date") <= last).to_numpy()
        return replace(self, _articles=rows(articles, keep))

    def with_articles(
        self,
        articles: pd.DataFrame,
        repaired: pd.DataFrame | None = None,
        edits: pd.DataFrame | None = None,
    ) -> Corpus:
        """A corpus of these articles under this one's receipt, for verbs that fill in a column.

        Parameters
        ----------
        articles
            A frame such as `self.articles`, with columns added or changed.
        repaired
            Rows (`article_id`, `repair`, `detail`) to add to the receipt.
        edits
            Rows to add to the receipt's edits, see `Receipt`.
        """
        receipt = self.receipt
        if repaired is not None:
            both = pd.concat([receipt.repaired, repaired[list(REPAIRED)]], ignore_index=True)
            receipt = replace(receipt, repaired=both)
        if edits is not None:
            both = pd.concat([receipt.edits, edits[list(EDITS)]], ignore_index=True)
            receipt = replace(receipt, edits=both)
        return replace(self, _articles=articles.copy(deep=False), receipt=receipt)

    def join(self, table: pd.DataFrame | str | Path, on: str = "outlet") -> Corpus:
        """A corpus with the columns of a table, such as the lean or the country of each outlet.

        Parameters
        ----------
        table
            A frame or a CSV file with a row for each value of the column `on`. Its other columns
            become covariates of the articles; a value that no article has is passed over, and
            articles whose value the table lacks have NaN.
        on
            The column by which rows are found.

        Raises
        ------
        FramingError
            The table or the corpus has no column `on`, a value stands there twice, or a column is
            in the corpus already.

        Examples
        --------
        >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["Rain fell.", "It was dry."]})
        >>> outlets = pd.DataFrame({"outlet": ["A", "B"], "country": ["Tolland", "Ruhn"]})
        >>> Corpus.from_frame(frame).join(outlets).articles["country"].tolist()
        ['Tolland', 'Ruhn']
        """
        if not isinstance(table, pd.DataFrame):
            if not Path(table).is_file():
                raise FramingError(
                    f"table={str(table)!r} is not there; give a frame or a CSV file."
                )
            table = pd.read_csv(table, dtype={on: "str"})
        if on not in table:
            raise FramingError(f"the table has no column {on!r}; it has {listed(table.columns)}.")
        keys = strings(table[on])
        if keys.duplicated().any():
            twice = keys[keys.duplicated()].iloc[0]
            raise FramingError(f"{twice!r} stands twice in the table's {on}; leave one of the two.")
        articles, wanted = self.articles, strings(self._column(on))
        for name in table.columns.drop(on):
            if str(name) in articles:
                raise FramingError(f"the corpus has a column {str(name)!r} already; rename one.")
            values = covariate(pd.Series(table[name].array, keys).reindex(wanted))
            articles[str(name)] = values.set_axis(articles.index)
        return self.with_articles(articles)

    def save(self, path: str | Path) -> Path:
        """Write the articles to a file, whole or not at all; `framing.read_corpus` reads it.

        The ending chooses the format: `.parquet` (small), `.arrow` (memory-mapped when read, for
        very many articles), `.csv`, `.jsonl`. The text comes back as it was from each; in CSV a
        covariate of strings that all look like numbers comes back as numbers.
        """
        return write_articles(self._articles, Path(path))

    def __len__(self) -> int:
        return len(self._articles)

    def __repr__(self) -> str:
        return f"<Corpus: {self._summary()}>"

    def _repr_html_(self) -> str:
        outlets = self._articles["outlet"].value_counts()
        shown = ", ".join(f"{html.escape(name)} {n:,}" for name, n in outlets[:12].items())
        more = f", and {len(outlets) - 12} more" if len(outlets) > 12 else ""
        return (
            f"<p><b>Corpus</b>: {html.escape(self._summary())}<br>{shown}{more}<br>"
            f"<small>{html.escape(str(self.receipt).splitlines()[0])}</small></p>"
        )

    def _summary(self) -> str:
        articles = self._articles
        parts = (
            f"{counted(len(self), 'article')} of {counted(articles['outlet'].nunique(), 'outlet')}"
        )
        if "event" in articles and articles["event"].notna().any():
            parts += f", {counted(articles['event'].nunique(), 'event')}"
        if "date" in articles and articles["date"].notna().any():
            dates = articles["date"]
            parts += f", {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}"
        return parts

    def _column(self, name: str) -> pd.Series:
        if name == "article_id":
            return self._articles.index.to_series()
        if name not in self._articles:
            raise FramingError(
                f"{name!r} is not a column of the corpus; it has {listed(self._articles.columns)}."
            )
        return self._articles[name]


def _digest(values: pd.Series, order: np.ndarray) -> str:
    """sha256 of a column whose rows are put in this order."""
    if values.dtype == "str":
        content = _row_digests(values.array.__arrow_array__())[order]
    elif values.dtype.kind == "M":
        content = values.to_numpy("datetime64[us]").astype("<i8")[order]
    else:
        content = (values.to_numpy("<f8") + 0.0)[order]  # no negative zero
        content[np.isnan(content)] = np.nan
    return hashlib.sha256(content.tobytes()).hexdigest()


def _row_digests(array: pa.ChunkedArray) -> np.ndarray:
    """sha256 of each string, uint8 (n, 32), zeros where missing; the strings are not copied."""
    digests = []
    for chunk in array.chunks:
        _, offsets, data = chunk.buffers()
        ends = np.frombuffer(offsets, np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
        view = memoryview(data or b"")
        digests += [hashlib.sha256(view[a:b]).digest() for a, b in pairwise(ends.tolist())]
    table = np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 32)
    return np.where(array.is_valid().to_numpy()[:, None], table, np.uint8(0))


def _mask(mask: Any, index: pd.Index) -> np.ndarray:
    if isinstance(mask, pd.Series):
        if not index.isin(mask.index).all():
            raise FramingError("mask does not cover every article; give one bool an article_id.")
        mask = mask.reindex(index)
    keep = np.asarray(mask)
    if keep.shape != (len(index),) or keep.dtype != bool:
        raise FramingError(
            f"mask has shape {keep.shape} and dtype {keep.dtype}; give one bool for each of the"
            f" {len(index)} articles."
        )
    return keep


def _day(name: str, value: object) -> pd.Timestamp:
    dates, _ = parse_dates(pd.Series([value], dtype=object))
    if dates.isna()[0]:
        raise FramingError(f"{name}={value!r} is not a date; write it as in '2017-03-31'.")
    return dates[0]
