"""A corpus made again from a manifest and one's own copies of its articles."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from framing.collection.addresses import plain_address
from framing.collection.entries import called
from framing.collection.importing import Told, file_digest
from framing.collection.manifests import compared, read_list, with_texts
from framing.collection.page import with_page
from framing.collection.sketches import sha256, sha256_of_words, words_of
from framing.collection.store import Collection
from framing.columns import blank, strings
from framing.corpus import Corpus
from framing.errors import FramingError
from framing.filing import load_table, save_table
from framing.readers import article_files, read_part
from framing.readers.gather import Read
from framing.readers.joined import joined
from framing.receipt import counted

MATCHES = "manifest_matches"


def rebuild_corpus(
    manifest: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    clean: bool = True,
    told: Told | None = None,
) -> Corpus:
    """Make a corpus again from a manifest and one's own copies of its articles.

    A copy is known by its path, its identifier, its address (without what tracks readers), its
    text, or its headline and outlet, in this order. The corpus takes what the manifest says of the
    article, and from the copy its text and what the manifest leaves open. Articles without a copy
    are put aside; copies that the manifest does not name are left alone. May be repeated with more
    copies, whose texts take the place of those before.

    Parameters
    ----------
    manifest
        As `export_manifest` writes it, or any list of articles: of Media Cloud, GDELT, NewsAPI,
        or one's own with addresses, headlines or identifiers.
    folder
        A folder or file with copies in any format that `read_corpus` knows; text files need no
        front matter.
    out
        The folder of the corpus, as in `import_articles`. Its ``receipt/manifest_matches.csv``
        says of each article of the manifest: `article_id`, `match` ("exact": the same text, as it
        was read or cleaned; "nearly": the same words, or at least half of the sequences of five
        words; "not"; "unchecked": the manifest does not describe the text; "missing"), `share` of
        the sequences of five words in common, `known_by`, and `source` and `row` of the copy.
    columns
        Which column of the manifest stands for which.
    clean
        Whether texts are cleaned.
    told
        Called with the name of each file that is read and ``"reading"``, and what came of it.

    Returns
    -------
    Corpus
        All articles of the folder.

    Raises
    ------
    FramingError
        The manifest cannot be read, or there is no copy of any of its articles.

    Examples
    --------
    >>> import tempfile
    >>> from framing.collection.manifests import export_manifest
    >>> from framing.readers import example, example_folder
    >>> folder = Path(tempfile.mkdtemp())
    >>> manifest = export_manifest(example(), folder / "manifest.csv")
    >>> corpus = rebuild_corpus(manifest, example_folder() / "articles", folder / "mine")
    >>> pd.read_csv(folder / "mine" / "receipt" / "manifest_matches.csv")["match"].unique().tolist()
    ['exact']
    """
    rebuild(manifest, folder, out, columns, clean=clean, told=told)
    return with_page(out)


def rebuild(
    manifest: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str],
    columns: Mapping[str, str] | None = None,
    *,
    clean: bool = True,
    told: Told | None = None,
) -> tuple[Collection, pd.DataFrame]:
    """As `rebuild_corpus`: the collection and the table of matches."""
    listed = read_list(manifest, columns)
    copies = _read_copies(Path(folder), Path(out), told or (lambda name, what: None))
    known_by, copy_of = _matched(listed.frame, copies)
    there = np.flatnonzero(copy_of >= 0)
    if not len(there):
        raise FramingError(
            f"no article of {Path(manifest).name} has a copy in {folder}, where"
            f" {len(copies.frame):,} were found; name their files by article_id, or give them"
            " addresses or headlines."
        )
    found = copies.frame.iloc[copy_of[there]].set_axis(there)
    where = copies.origin.iloc[copy_of[there]].set_axis(there)
    before = there_already(Collection(Path(out)), listed.frame)
    lacking = {*np.flatnonzero(copy_of < 0).tolist()} - {*before}
    reasons = {i: f"no copy of it in {Path(folder).name}" for i in sorted(lacking)}
    read = with_texts(listed, found, reasons)
    place = {copy: number for number, copy in enumerate(copy_of[there])}
    mended = copies.repaired.assign(row=copies.repaired["row"].map(place)).dropna(subset="row")
    read = replace(read, repaired=mended)
    more = pd.DataFrame({"known_by": known_by[there]}, index=there).join(where)
    return take(manifest, listed, read, more, Path(out), clean=clean)


def take(
    manifest: str | os.PathLike[str],
    listed: Read,
    read: Read,
    more: pd.DataFrame,
    out: Path,
    *,
    clean: bool,
) -> tuple[Collection, pd.DataFrame]:
    """Put the articles of a list into a collection, and compare their texts with the list.

    `more` are further columns of the table of matches, one row an article of `read`, indexed by
    its position in the list.
    """
    manifest = Path(manifest)
    collection = Collection(out)
    _, ids = collection.add(read, manifest.name, file_digest(manifest), clean=clean, replace=True)
    collection.commit()
    collection.clean()
    cleaned = collection.articles["text"].reindex(ids)
    forms = [
        [text for text in pair if isinstance(text, str)]
        for pair in zip(read.frame["text"], cleaned, strict=True)
    ]
    there = more.index
    matches = compared(listed.frame.iloc[there], forms).set_axis(there).join(more)
    ids_of = there_already(collection, listed.frame) | dict(zip(there, ids, strict=True))
    said = enumerate(_said(listed.frame, "article_id"))
    names = pd.Series([ids_of.get(i) or name or None for i, name in said], dtype="str")
    table = matches.reindex(names.index)
    table.insert(0, "article_id", names)
    return collection, _note(out, manifest.name, table)


def there_already(collection: Collection, listed: pd.DataFrame) -> dict[int, str]:
    """The articles of a list that a collection holds, by their position in the list."""
    said = zip(*(_said(listed, name) for name in ("article_id", "url", "title")), strict=True)
    known = {
        i: collection.known.listed(name, plain_address(url), title)
        for i, (name, url, title) in enumerate(said)
    }
    return {i: article_id for i, article_id in known.items() if article_id is not None}


def _note(out: Path, manifest: str, table: pd.DataFrame) -> pd.DataFrame:
    """Keep a manifest's matches in the receipt, beside those of other manifests.

    What has no match now has the one that was found before, or is missing.
    """
    table = table.assign(manifest=manifest)
    former = load_table(out, MATCHES)
    if former is not None:
        own = former[(former["manifest"] == manifest) & former["article_id"].notna()]
        own = own[own["match"] != "missing"].drop_duplicates("article_id").set_index("article_id")
        before = own.reindex(table["article_id"]).set_axis(table.index)
        lacking = table["match"].isna()
        for name in before.columns.drop("manifest"):
            now = table[name] if name in table else pd.Series(np.nan, table.index)
            table[name] = now.astype(object).where(~lacking, before[name])
        former = former[former["manifest"] != manifest]
    table = table.assign(match=table["match"].astype("str").fillna("missing"))
    save_table(out, MATCHES, table if former is None else pd.concat([table, former]))
    return table.assign(share=table["share"].astype("float64"))


def _read_copies(folder: Path, out: Path, told: Told) -> Read:
    """All articles of a folder or file, with what their sources tell of them."""
    own = out.resolve()
    reads = []
    for name, path in article_files(folder).items():
        if path.resolve() != own and path.resolve().is_relative_to(own) and not path.is_dir():
            continue
        told(name, "reading")
        read = read_part(path, {})
        read = read if path.is_dir() else called(read, path.resolve().name, name)
        told(name, counted(len(read.frame), "article"))
        frame = read.frame
        for column in ("article_id", "text"):
            if column not in frame:
                frame = frame.assign(**{column: pd.Series(np.nan, frame.index, dtype="str")})
        reads.append(replace(read, frame=frame))
    return joined(reads)


def _matched(listed: pd.DataFrame, copies: Read) -> tuple[np.ndarray, np.ndarray]:
    """For each article of the list by what a copy was known ("" if there is none), and which it
    is (-1)."""
    known_by = np.full(len(listed), "", dtype=object)
    copy_of = np.full(len(listed), -1)
    free = (
        {int(i) for i in np.flatnonzero(~blank(copies.frame["text"]))}
        if len(copies.frame)
        else set()
    )
    for name, keys, theirs in _ways(listed, copies):
        where: dict[object, int] = {}
        for copy, key in enumerate(theirs):
            if key and copy in free:
                where.setdefault(key, copy)
        for i, key in enumerate(keys):
            copy = where.get(key, -1) if key else -1
            if copy_of[i] < 0 and copy in free:
                known_by[i], copy_of[i] = name, copy
                free.remove(copy)
    return known_by, copy_of


def _ways(listed: pd.DataFrame, copies: Read) -> Iterator[tuple[str, list, list]]:
    """By what copies are known, the surest first: what the list says, and what the copies say."""
    frame = copies.frame
    sources = copies.origin["source"].astype("str")
    alone = ~sources.duplicated(keep=False)
    yield "path", [_path(path) for path in _said(listed, "path")], sources.where(alone, "").tolist()
    yield "article_id", _said(listed, "article_id"), _said(frame, "article_id")
    urls, their_urls = ([plain_address(url) for url in _said(f, "url")] for f in (listed, frame))
    yield "address", urls, their_urls
    texts = _said(frame, "text")
    for name in ("sha256", "sha256_original"):
        yield "text", _said(listed, name), [sha256(text) for text in texts]
    yield "words", _said(listed, "sha256_words"), [sha256_of_words(words_of(t)) for t in texts]
    titles, theirs = ([tuple(words_of(t)) for t in _said(f, "title")] for f in (listed, frame))
    outlets, their_outlets = ([o.casefold() for o in _said(f, "outlet")] for f in (listed, frame))
    yield (
        "headline and outlet",
        [t and (t, o) for t, o in zip(titles, outlets, strict=True)],
        [t and (t, o) for t, o in zip(theirs, their_outlets, strict=True)],
    )
    yield (
        "headline",
        titles,
        [t if not o else () for t, o in zip(theirs, their_outlets, strict=True)],
    )


def _said(frame: pd.DataFrame, name: str) -> list[str]:
    if name not in frame:
        return [""] * len(frame)
    return strings(frame[name]).fillna("").tolist()


def _path(path: str) -> str:
    return PurePosixPath(os.path.normpath(path)).as_posix() if path.strip() else ""
