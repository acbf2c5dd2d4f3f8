"""Readers: a file or folder of articles in any known format, as a corpus."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from framing.columns import KNOWN, REQUIRED
from framing.corpus import Corpus
from framing.errors import FramingError
from framing.intake import describe_columns, map_columns
from framing.readers.arrow import read_arrow, read_parquet
from framing.readers.delimited import read_delimited
from framing.readers.folder import has_texts, read_described, read_text, read_texts
from framing.readers.gather import Read
from framing.readers.json_lines import read_json
from framing.readers.names import recognise

__all__ = ["example", "example_folder", "read_corpus"]


@dataclass(frozen=True)
class _Format:
    """A format of single files, and how to know it; `certain` if the beginning proves it."""

    read: Callable[[Path, str], Read]
    suffixes: tuple[str, ...]
    begins: re.Pattern[bytes]
    certain: bool = False


_FORMATS = [
    _Format(read_parquet, (".parquet",), re.compile(rb"PAR1"), certain=True),
    _Format(read_arrow, (".arrow", ".feather"), re.compile(rb"ARROW1"), certain=True),
    _Format(read_text, (), re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n"), certain=True),
    _Format(read_json, (".jsonl", ".ndjson", ".json"), re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")),
    _Format(read_delimited, (".csv", ".tsv", ".tab", ".txt"), re.compile(rb"[^\n]+[,;\t|]")),
]
_PACKED = re.compile(
    rb"PK\x03\x04|\x1f\x8b|BZh|7z\xbc\xaf|\xfd7zXZ|Rar!|\x28\xb5\x2f\xfd|%PDF|\xd0\xcf\x11\xe0"
)
_TABLES = [f"articles{ending}" for ending in (".parquet", ".arrow", ".csv", ".tsv", ".jsonl")]

_NUMBER = r"[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf"


def read_corpus(path: str | os.PathLike[str], **columns: str) -> Corpus:
    """Read articles from a file or a folder.

    Formats are told by content and name: CSV and TSV (any common delimiter), JSON Lines or one
    JSON array, Parquet, Arrow. A folder holds a study.toml that names one of these, a table
    `articles.csv` (or .tsv, .jsonl, .parquet, .arrow), or text files; the texts are described by
    such a table, whose column `path` names the file of each article, or by front matter: lines
    `outlet: …` between two lines of `---` at the head of each file.

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
    path = Path(path)
    if not path.exists():
        raise FramingError(f"path={str(path)!r} is not there; give an existing file or folder.")
    return _corpus(*_read(path, columns))


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


def _corpus(read: Read, columns: Mapping[str, str]) -> Corpus:
    frame = read.frame
    if len(frame.columns) == 0:  # no row could be read, or none says anything
        frame, columns = frame.reindex(columns=list(REQUIRED)), {}
    columns = recognise(map(str, frame.columns), columns)
    frame = map_columns(frame, columns)
    if not read.typed:
        frame = frame.assign(
            **{name: _numbers(frame[name]) for name in frame.columns if name not in KNOWN}
        )
    sources = read.sources.assign(columns=describe_columns(columns))
    return Corpus._assemble(frame, read.origin, sources, read.quarantined, read.repaired)


def _read_file(path: Path) -> Read:
    with path.open("rb") as file:
        head = file.read(1_000)
    suffix = path.suffix.lower()
    if _PACKED.match(head):
        raise FramingError(
            f"{path.name} is an archive or a document, which is not read; unpack it, or save it as"
            " CSV, JSON Lines or text."
        )
    fitting = [form for form in _FORMATS if form.certain and form.begins.match(head)]
    fitting += [form for form in _FORMATS if suffix in form.suffixes]
    fitting += [form for form in _FORMATS if form.begins.match(head)]
    if not fitting:
        known = ", ".join(ending for form in _FORMATS for ending in form.suffixes)
        raise FramingError(f"the format of {path.name} is not known; known are {known}.")
    return fitting[0].read(path, path.name)


def _read(path: Path, columns: Mapping[str, str]) -> tuple[Read, Mapping[str, str]]:
    if path.is_dir():
        return _read_folder(path, columns)
    read = _read_file(path)
    names = list(map(str, read.frame.columns))
    known = recognise(names, columns, wanted=[*KNOWN, "path"])
    if "text" not in {*names, *known} and "path" in {*names, *known}:
        read = read_described(path.parent, read)
    return read, columns


def _read_folder(folder: Path, columns: Mapping[str, str]) -> tuple[Read, Mapping[str, str]]:
    study = folder / "study.toml"
    if study.is_file():
        named, mapped = _study_corpus(study)
        columns = {**mapped, **columns}
        if named.resolve() != folder.resolve():
            return _read(named, columns)
    for name in _TABLES:
        if (folder / name).is_file():
            return _read(folder / name, columns)
    if has_texts(folder):
        return read_texts(folder), columns
    raise FramingError(
        f"the folder {str(folder)!r} holds no articles; put there {_TABLES[2]} (or another of"
        f" {', '.join(_TABLES)}), or text files with front matter."
    )


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


def _numbers(texts: pd.Series) -> pd.Series:
    """A column of strings as numbers or booleans if every one that is there looks like one."""
    if texts.dtype != "str":
        return texts
    there = texts[texts.notna() & (texts != "")]
    if there.empty:
        return texts
    if there.isin(["True", "False"]).all():
        return texts.map({"True": True, "False": False})
    if there.str.fullmatch(_NUMBER).all():
        return pd.to_numeric(texts.mask(texts == ""))
    return texts
