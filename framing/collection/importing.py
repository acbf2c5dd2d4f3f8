"""Files of articles brought into a collection, again and again."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pandas as pd

from framing.collection.entries import Added
from framing.collection.page import with_page
from framing.collection.store import Collection
from framing.columns import KNOWN, blank, strings
from framing.corpus import Corpus
from framing.errors import FramingError, check_choice
from framing.readers import article_files, read_part
from framing.readers.gather import Read

Told = Callable[[str, str], None]  # a file's name, and what is done or became of it

_BLOCK = 1 << 20
_BETWEEN = 30.0  # seconds of reading after which what was read is written


def import_articles(
    files: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    outlet: str | None = None,
    columns: Mapping[str, str] | None = None,
    clean: bool = True,
    replace: bool = False,
    told: Told | None = None,
) -> Corpus:
    """Bring the articles of files together in a folder, with the receipt of all that came in.

    May be repeated with other files or the same: a file whose content was read before is not
    read again, and an article that is there already is not added again. It is known by the
    identifier that its source gives it, or else by its address (without what tracks readers),
    or else by outlet, title, date and text; within one file all articles count as different. Of
    two texts under one identifier or address the first stays, unless `replace`. An article without
    an identifier is given a short hash of its address, or else of its content. Rows that were put
    aside and come again in good order are put aside no longer.

    Cleaning (`clean_articles`) goes over all articles of the folder together, from the texts as
    they were read, so that it makes no difference what was imported when.

    What is written is written whole or not at all; after an interruption the same call goes on.

    Parameters
    ----------
    files
        Files of any format that `read_corpus` knows, archives, folders; several or one. A file
        that cannot be read is put aside with the reason, and the others are read.
    out
        The folder, made if it is not there: ``articles.parquet``, ``receipt/`` (sources.csv,
        quarantined.csv, repaired.csv, edits.parquet), receipt.html, and a study.toml if there
        is none.
    outlet
        The outlet of articles whose file names none.
    columns
        Which column stands for which, as in ``{"outlet": "source"}``; files without such a column
        are read without it.
    clean
        Whether texts are cleaned.
    replace
        Whether a text that differs from the one that is there takes its place.
    told
        Called with a file's name and ``"reading"``, and again with what became of it.

    Returns
    -------
    Corpus
        All articles of the folder, as `read_corpus` reads it.

    Raises
    ------
    FramingError
        A file is not there, or there is nothing in the folder in the end.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> news = folder / "news.csv"
    >>> _ = news.write_text("outlet,title,text\\nA,Rain,Rain fell on Tolby.\\nA,Sun,\\n")
    >>> corpus = import_articles(news, folder / "mine", clean=False)
    >>> print(corpus.receipt)
    2 articles expected = 1 kept + 1 quarantined
    quarantined:
             1 article  the text is empty (news.csv, row 2)
    read as:
                1 file  csv, utf-8
    >>> import_articles(news, folder / "mine", clean=False).receipt.expected
    2
    """
    bring_in(files, out, outlet, columns, clean=clean, replace=replace, told=told)
    return with_page(out)


def bring_in(
    files: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    out: str | os.PathLike[str],
    outlet: str | None = None,
    columns: Mapping[str, str] | None = None,
    *,
    clean: bool = True,
    replace: bool = False,
    told: Told | None = None,
) -> tuple[Collection, Added]:
    """As `import_articles`: the collection, and what became of the rows of these files."""
    tell = told or (lambda name, what: None)
    columns = dict(columns or {})
    for name in columns:
        check_choice("columns", name, KNOWN)
    parts = files_given(files, Path(out))
    collection = Collection(Path(out))
    settings = _settings(outlet, columns)
    total = Added()
    reasons: list[str] = []
    written = time.monotonic()
    try:
        for name, path in parts:
            sha256 = _digest(path)
            if not replace and collection.holds(sha256, settings):
                tell(name, "there already")
                continue
            tell(name, "reading")
            read = read_part(path, columns)
            reasons += read.quarantined["reason"].tolist()[:1]
            if outlet is not None:
                read = _with_outlet(read, outlet)
            added, _ = collection.add(read, name, sha256, settings, clean=clean, replace=replace)
            tell(name, str(added))
            total += added
            if collection.unsaved and time.monotonic() - written > _BETWEEN:
                start = time.monotonic()
                collection.commit()
                written = time.monotonic() + 9 * (time.monotonic() - start)
    finally:
        if len(collection) and collection.changed and collection.sound:
            collection.commit()
    if not len(collection):
        reasons += collection.receipt.quarantined["reason"].tolist()[:1]
        reason = f" ({reasons[0]})" if reasons else ""
        raise FramingError(f"no article could be read{reason}; nothing was written to {out}.")
    collection.clean()
    return collection, total


def files_given(
    files: Iterable[str | os.PathLike[str]] | str | os.PathLike[str], out: Path
) -> list[tuple[str, Path]]:
    """The files to be read, by name, folders opened; not those of the collection itself."""
    given = [files] if isinstance(files, (str, os.PathLike)) else list(files)
    found = [pair for path in given for pair in article_files(path).items()]
    own = out.resolve()
    return [(name, path) for name, path in found if not path.resolve().is_relative_to(own)]


def file_digest(path: Path) -> str:
    """sha256 of a file, or of the names and contents of a folder's files."""
    if path.is_dir():
        inside = sorted(file for file in path.rglob("*") if file.is_file())
        names = [f"{file.relative_to(path).as_posix()} {file_digest(file)}" for file in inside]
        return hashlib.sha256("\n".join(names).encode()).hexdigest()
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    try:
        return file_digest(path)
    except OSError:  # reading it will say so
        return f"unreadable {path}"


def _settings(outlet: str | None, columns: Mapping[str, str]) -> str:
    """How files are read, for the receipt."""
    from framing import __version__

    said = {**columns, **({} if outlet is None else {"outlet (where none)": outlet})}
    parts = [f"framing {__version__}", *(f"{name}={value}" for name, value in said.items())]
    return ", ".join(parts)


def _with_outlet(read: Read, outlet: str) -> Read:
    from dataclasses import replace

    frame = read.frame
    if "outlet" in frame:
        given = strings(frame["outlet"])
        named = given.mask(blank(given), outlet)
    else:
        named = pd.Series(outlet, frame.index, dtype="str")
    return replace(read, frame=frame.assign(outlet=named))
