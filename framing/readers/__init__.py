"""Readers: a file or folder of articles in any known format, as a corpus."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from framing.columns import KNOWN
from framing.corpus import Corpus
from framing.errors import FramingError
from framing.filing import ARTICLES, articles_file, is_filed, load_receipt
from framing.readers.folder import (
    RefusedError,
    files_in,
    path_inside,
    read_described,
    read_texts,
)
from framing.readers.formats import SUFFIXES, Format, format_of, read_file
from framing.readers.gather import Read
from framing.readers.joined import joined, mapped, mapped_alike, refused
from framing.readers.names import recognise

__all__ = [
    "article_files",
    "example",
    "example_folder",
    "read_corpus",
    "read_files",
    "read_manifest",
    "read_part",
]

_TABLES = [f"articles{ending}" for ending in (".parquet", ".arrow", ".csv", ".tsv", ".jsonl")]
_TABLES += ["manifest.csv"]


def read_corpus(path: str | os.PathLike[str], **columns: str) -> Corpus:
    """Read articles from a file or a folder.

    Formats are told by content and name: CSV and TSV (any common delimiter), JSON Lines or one
    JSON array, Parquet, Arrow. A folder holds a study.toml that names one of these, a table
    `articles.csv` (or .tsv, .jsonl, .parquet, .arrow), or text files; the texts are described by
    such a table, whose column `path` names the file of each article, or by front matter: lines
    `outlet: …` between two lines of `---` at the head of each file. A folder that
    `framing corpus import` filled comes with the receipt of all that was imported.

    The encoding is detected. Other usual names of columns (`source`, `body`, `headline`,
    `publish_date`, …) are understood where the corpus's own name is absent. Rows that cannot be
    read or lack an outlet or a text are put aside with the reason, and what cannot be decoded is
    replaced by U+FFFD and reported: see `corpus.receipt`.

    Parameters
    ----------
    path
        File or folder.
    **columns
        Which column stands for which, such as `outlet="newspaper"`; also for the columns
        of Corpus that are optional.

    Raises
    ------
    FramingError
        There is no such file, its format is not known, or a column is missing.

    Examples
    --------
    >>> corpus = example()
    >>> corpus.receipt.expected == corpus.receipt.kept + len(corpus.receipt.quarantined)
    True
    """
    path, columns = _followed(_existing(path), columns)
    read = mapped(*_read(path, columns))
    corpus = Corpus._assemble(
        read.frame, read.origin, read.sources, read.quarantined, read.repaired
    )
    return _with_filed_receipt(corpus, path)


def example() -> Corpus:
    """The example corpus: articles of invented outlets about invented events, with an answer key.

    >>> example().articles["outlet"].nunique()
    6
    """
    return read_corpus(example_folder())


def example_folder() -> Path:
    """Where the example corpus lies: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_example", package.parent / "corpus" / "example"):
        if folder.is_dir():
            return folder
    raise FramingError("the example corpus is not installed; install media-framing again.")


def read_manifest(path: str | os.PathLike[str], **columns: str) -> Read:
    """Read a list of articles whose texts may be missing: addresses, titles, dates.

    Any format that `read_corpus` knows; files that a column `path` names are not looked for. The
    columns are under the corpus's names.
    """
    path = _existing(path)
    if path.is_dir():
        return mapped(*_read(path, columns), required=())
    return mapped(read_file(path, path.name), columns, required=())


def article_files(path: str | os.PathLike[str]) -> dict[str, Path]:
    """The files that hold articles, by name: the path itself, or those of the folder.

    A folder that a study or a table describes stands for itself.
    """
    path = _existing(path)
    described = ["study.toml", *_TABLES]
    if not path.is_dir() or any((path / name).is_file() for name in described):
        return {path.resolve().name: path}
    names = list(files_in(path))
    forms = {name: _format_inside(path, name) for name in names}
    return {
        name: path / name
        for name in names
        if _is_plain(Path(name).suffix, forms[name]) or _is_of_articles(name, forms[name])
    }


def read_part(path: Path, columns: Mapping[str, str]) -> Read:
    """The articles of a file of `article_files`; if it cannot be read, one row put aside.

    As `read_files` of one file, but a text file needs no front matter, articles get no identifiers
    of their own, and columns that the file lacks are not asked for.
    """
    name = path.resolve().name
    try:
        read, columns = _read_part(path, columns)
        there = {new: old for new, old in columns.items() if old in read.frame.columns}
        return mapped(read, there, required=())
    except (FramingError, RefusedError, OSError) as error:
        return refused(name, str(error))
    except Exception as error:  # one file that a reader fails on leaves all others to be read
        return refused(name, f"the file cannot be read ({type(error).__name__}: {error})")


def _read_part(path: Path, columns: Mapping[str, str]) -> tuple[Read, Mapping[str, str]]:
    if path.is_dir() or not _is_plain(path.suffix, format_of(path)):
        return _read(path, columns)
    try:
        read, columns = _read(path, columns)
        names = list(map(str, read.frame.columns))
        if {"text", "path", "url"} & {*names, *recognise(names, columns)}:
            return read, columns
    except FramingError:
        pass  # no table
    return read_texts(path.parent, {path.name: path.name}, bare=True), {}


def read_files(
    paths: Iterable[str | os.PathLike[str]], told: Callable[[str], None] = lambda source: None
) -> Read:
    """The articles of several files, with or without texts; a folder stands for what it holds.

    A file that cannot be read becomes one row put aside, with the reason. `told` is called with
    the name of each file before it is read. The columns are under the corpus's names.
    """
    reads: list[tuple[Read, Mapping[str, str]]] = []
    for path in map(_existing, paths):
        told(path.name)
        try:
            reads.append(_read(path, {}, told))
        except (FramingError, OSError) as error:
            reads.append((refused(path.name, str(error)), {}))
    return joined(mapped_alike(reads))


def _existing(path: str | os.PathLike[str]) -> Path:
    path = Path(path)
    if not path.exists():
        raise FramingError(f"path={str(path)!r} is not there; give an existing file or folder.")
    return path


def _read(
    path: Path, columns: Mapping[str, str], told: Callable[[str], None] = lambda source: None
) -> tuple[Read, Mapping[str, str]]:
    """What a file or folder holds, and which of its columns stands for which."""
    path, columns = _followed(path, columns)
    if path.is_dir():
        return _read_folder(path, columns, told)
    read = read_file(path, path.name)
    names = list(map(str, read.frame.columns))
    known = recognise(names, columns, wanted=[*KNOWN, "path"])
    if "text" not in {*names, *known} and "path" in {*names, *known}:
        read = read_described(path.parent, read)
    return read, columns


def _read_folder(
    folder: Path, columns: Mapping[str, str], told: Callable[[str], None]
) -> tuple[Read, Mapping[str, str]]:
    if is_filed(folder):
        return _read(articles_file(folder), columns)
    for name in _TABLES:
        if (folder / name).is_file():
            return _read(folder / name, columns)
    names = list(files_in(folder))
    forms = {name: _format_inside(folder, name) for name in names}
    texts = {name: name for name in names if _is_plain(Path(name).suffix, forms[name])}
    others = [name for name in names if name not in texts and _is_of_articles(name, forms[name])]
    if others:
        reads: list[tuple[Read, Mapping[str, str]]] = []
        if texts:
            reads.append((read_texts(folder, texts, bare=True), {}))
        reads += [_read_one(folder, name, columns, told) for name in others]
        return joined(mapped_alike(reads)), {}
    if texts:
        return read_texts(folder, texts), columns
    raise FramingError(
        f"the folder {str(folder)!r} holds no articles; put there {_TABLES[2]} (or another of"
        f" {', '.join(_TABLES)}), files of a news archive, or text files with front matter."
    )


def _followed(path: Path, columns: Mapping[str, str]) -> tuple[Path, dict[str, str]]:
    """The path, or the one that a study.toml in it names, and how the columns are mapped."""
    columns = dict(columns)
    study = path / "study.toml"
    if study.is_file():
        named, said = _study_corpus(study)
        columns = {**said, **columns}
        if named.resolve() != path.resolve():
            return _followed(named, columns)
    return path, columns


def _with_filed_receipt(corpus: Corpus, path: Path) -> Corpus:
    """The corpus under the receipt that lies beside its articles, if it is of these articles."""
    folder = path.parent if path.name == ARTICLES else path
    if not is_filed(folder):
        return corpus
    filed = load_receipt(folder)
    if filed.origins["article_id"].tolist() != corpus.articles.index.tolist():
        return corpus  # the articles were changed by hand
    return replace(corpus, receipt=filed.receipt)


def _is_plain(suffix: str, form: Format | None) -> bool:
    """A text file that no archive's format claims."""
    return suffix.lower() in (".txt", ".md") and (form is None or form.name in ("text", "csv"))


def _is_of_articles(name: str, form: Format | None) -> bool:
    """Whether the file should hold articles, by its content or by its name."""
    return (form is not None and form.certain) or Path(name).suffix.lower() in SUFFIXES


def _format_inside(folder: Path, name: str) -> Format | None:
    try:
        return format_of(path_inside(folder, name))
    except (RefusedError, OSError):
        return None


def _read_one(
    folder: Path, name: str, columns: Mapping[str, str], told: Callable[[str], None]
) -> tuple[Read, dict[str, str]]:
    """A file of a folder, and which columns to take; if it cannot be read, one row put aside."""
    told(name)
    try:
        read = read_file(path_inside(folder, name), name)
    except (FramingError, RefusedError, OSError) as error:
        return refused(name, str(error)), {}
    return read, {new: old for new, old in columns.items() if old in read.frame.columns}


def _study_corpus(study: Path) -> tuple[Path, dict[str, str]]:
    """The corpus that a study.toml names, and how it maps the columns."""
    try:
        said = tomllib.loads(study.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FramingError(f"{study} is not valid TOML ({error}); mend that line.") from None
    corpus, columns = said.get("corpus", "."), said.get("columns", {})
    if not isinstance(columns, dict):
        raise FramingError(f"{study}: columns = {columns!r} must be a table of new = 'old'.")
    path = study.parent / str(corpus)
    if not path.resolve().is_relative_to(study.parent.resolve()):
        raise FramingError(f"{study}: corpus = {corpus!r} lies outside the folder; read it itself.")
    if not path.exists():
        raise FramingError(f"{study}: corpus = {corpus!r} is not there; give an existing path.")
    return path, {str(new): str(old) for new, old in columns.items()}
