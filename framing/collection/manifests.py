"""Manifests: corpora without their texts, by which others make them again from their own copies."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from framing.collection.cleaned import as_read
from framing.collection.sketches import likeness, sha256, sha256_of_words, sketch_of, words_of
from framing.columns import KNOWN, strings
from framing.corpus import Corpus
from framing.errors import FramingError
from framing.readers.formats import read_file
from framing.readers.gather import Gatherer, Read
from framing.readers.joined import mapped
from framing.saving import write_articles
from framing.tokens import tokenize

TOLD = ("sha256", "sha256_original", "sha256_words", "words", "sketch")  # of the text
NEAR = 0.5  # share of the sequences of five words from which two texts are nearly the same
_RUNNING_TEXT = ("text", "caption", "lead", "summary", "abstract", "description", "snippet")
_LONGEST = 300  # characters of a value that is no text


def export_manifest(corpus: Corpus, path: str | os.PathLike[str]) -> Path:
    """Write a list of the corpus's articles from which nobody can read them: no text is in it.

    With it others make the corpus again from their own copies (`rebuild_corpus`) or from the
    articles' addresses (`fetch_articles`), and learn which are the same.

    Parameters
    ----------
    corpus
    path
        The file; its ending chooses the format, as in `Corpus.save`: ``.csv``, ``.jsonl``,
        ``.parquet``.

    Returns
    -------
    Path
        The file. One row an article: `article_id`, `outlet`, and what else is known of it (titles
        and addresses too; columns that hold running text, or any value of more than 300
        characters, are left out), and of its text

        - `sha256`: of the text in UTF-8, as it is in the corpus
        - `sha256_original`: of the text before cleaning, where the corpus was cleaned
        - `sha256_words`: of its words alone, without case, marks and white space
        - `words`: their number, as `tokenize` counts them
        - `sketch`: 128 bytes by which the share of its sequences of five words that another text
          has too can be estimated, and from which no word can be had

    Examples
    --------
    >>> import tempfile
    >>> from framing.readers import example
    >>> file = export_manifest(example(), Path(tempfile.mkdtemp(), "manifest.csv"))
    >>> pd.read_csv(file).columns[-4:].tolist()
    ['sha256', 'sha256_words', 'words', 'sketch']
    """
    articles = corpus.articles
    texts = articles["text"]
    manifest = articles[[name for name in articles if _is_metadata(articles[name])]]
    words = [words_of(text) for text in texts]
    told = {"sha256": [sha256(text) for text in texts]}
    if len(corpus.receipt.edits):
        original = as_read(articles, corpus.receipt.edits)["text"]
        told["sha256_original"] = [sha256(text) for text in original]
    told["sha256_words"] = [sha256_of_words(one) for one in words]
    manifest = manifest.assign(**told)
    counted = tokenize(corpus).articles["n_words"]
    manifest["words"] = counted.reindex(articles.index).to_numpy()
    manifest["sketch"] = [sketch_of(one) for one in words]
    return write_articles(manifest, Path(path))


def _is_metadata(values: pd.Series) -> bool:
    if values.name in _RUNNING_TEXT or values.name in TOLD:
        return False
    known = values.name in KNOWN or values.name == "subtitle"
    return known or values.dtype != "str" or not bool((values.str.len() > _LONGEST).any())


def read_list(path: str | os.PathLike[str], columns: Mapping[str, str] | None = None) -> Read:
    """A manifest, or any list of articles with or without texts, under the corpus's names."""
    path = Path(path)
    if not path.is_file():
        raise FramingError(f"manifest={str(path)!r} is not there; give a file that lists articles.")
    read = mapped(read_file(path, path.name), columns or {}, required=())
    names = {name.casefold(): name for name in map(str, read.frame.columns)}
    for other in ("file", "filename"):
        if other in names and "path" not in names:
            frame = read.frame.rename(columns={names[other]: "path"})
            return replace(read, frame=frame)
    return read


def with_texts(listed: Read, found: pd.DataFrame, reasons: Mapping[int, str]) -> Read:
    """The articles of a list for which there are texts; the others are put aside.

    `found` has one row an article, indexed by its position in the list: `text`, and what else its
    copy tells, which is taken where the list says nothing. `reasons` says of the positions without
    a text why there is none.
    """
    frame = listed.frame.drop(columns=["path", "text", *TOLD], errors="ignore")
    positions = found.index.to_numpy(dtype=int)
    kept = frame.iloc[positions].reset_index(drop=True)
    found = found.reset_index(drop=True)
    for name in found.columns:
        if name not in kept:
            kept[name] = found[name]
        elif name != "article_id":
            given = strings(kept[name]) if kept[name].dtype == object else kept[name]
            lacking = (given.isna() | (given == "")).to_numpy()
            if lacking.any():
                kept[name] = given.astype(object).mask(lacking, found[name].astype(object))
    gathered = Gatherer(typed=True)
    ids = strings(frame["article_id"]) if "article_id" in frame else None
    for position, reason in reasons.items():
        source, row = listed.origin.iloc[position]
        known = ids.iloc[position] if ids is not None and ids.notna().iloc[position] else None
        gathered.reject(reason, source, int(row), known)
    return Read(
        kept,
        listed.origin.iloc[positions].reset_index(drop=True),
        listed.sources,
        pd.concat([listed.quarantined, gathered.finish().quarantined]),
        pd.DataFrame(columns=["row", "repair", "detail"]),
        typed=True,
    )


def compared(listed: pd.DataFrame, texts: list[list[str]]) -> pd.DataFrame:
    """Whether texts are those that a list describes.

    Parameters
    ----------
    listed
        Rows of a manifest.
    texts
        For each row the forms in which the article is there: as it was read, and cleaned.

    Returns
    -------
    DataFrame
        `match`: "exact" (the same text), "nearly" (the same words, or at least half of the
        sequences of five words in common), "not", or "unchecked" if the list does not describe the
        text; `share` of the sequences of five words in common (estimated; NaN if it cannot be).
    """
    rows = []
    hashes = [name for name in ("sha256", "sha256_original") if name in listed]
    for (_, row), forms in zip(listed.iterrows(), texts, strict=True):
        wanted = {row[name] for name in hashes if isinstance(row[name], str)}
        words = [words_of(text) for text in forms]
        if wanted & {sha256(text) for text in forms}:
            rows.append(("exact", 1.0))
        elif row.get("sha256_words") in [sha256_of_words(one) for one in words]:
            rows.append(("nearly", 1.0))
        else:
            sketch = row.get("sketch")
            sketch = sketch if isinstance(sketch, str) else ""
            share = np.nanmax([0.0, *(likeness(sketch, sketch_of(one)) for one in words)])
            match = "nearly" if share >= NEAR else "not" if wanted or sketch else "unchecked"
            rows.append((match, float(share) if sketch else np.nan))
    return pd.DataFrame(rows, columns=["match", "share"])
