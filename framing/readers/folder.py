"""A folder of text files, described by a table beside them or by front matter in each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd
import yaml

from framing.columns import rows, strings
from framing.errors import FramingError
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.gather import Gatherer, Read
from framing.readers.names import recognise

_LARGEST = 100_000_000  # bytes of one text file
_LONGEST_HEAD = 64_000  # characters of front matter
_HEAD = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_PAGE = re.compile(r"\.x?html?$", re.IGNORECASE)


class RefusedError(Exception):
    """A file that is not read, and why."""


def read_described(folder: Path, table: Read) -> Read:
    """Read the files that a table names in its column `path`, relative to the folder.

    A text file that lies beside those named and is not named itself is put aside.
    """
    names = recognise(table.frame.columns, {}, wanted=["article_id", "path"])
    paths = strings(table.frame[names.pop("path", "path")])
    frame = table.frame.drop(columns=paths.name)
    if "article_id" not in frame.columns and "article_id" not in names:
        frame = frame.assign(article_id=paths.map(_stem, na_action="ignore"))
    ids = strings(frame[names.get("article_id", "article_id")])

    gathered = Gatherer(table.typed)
    keep = np.zeros(len(frame), bool)
    for i, (given, article_id) in enumerate(zip(paths, ids, strict=True)):
        try:
            source = _source(given)
            text = _read_file(gathered, folder, given, source)
        except RefusedError as refused:
            source, row = table.origin.iloc[i]
            known = article_id if isinstance(article_id, str) else None
            gathered.reject(str(refused), source, int(row), known)
        else:
            keep[i] = True
            gathered.keep({"text": text}, source, 1)
    named = {os.path.normpath(path) for path in paths.dropna() if "\0" not in path}
    for source in _unnamed(folder, named):
        gathered.source(source, "text", None)
        gathered.reject("the file is not named in the table", source, 1, _stem(source))

    read = gathered.finish(["text"])
    positions = np.cumsum(keep) - 1
    mended = table.repaired[keep[table.repaired["row"].to_numpy(int)]]
    mended = mended.assign(row=positions[mended["row"].to_numpy(int)])
    return replace(
        read,
        frame=rows(frame, keep).reset_index(drop=True).assign(text=read.frame["text"]),
        sources=pd.concat([table.sources, read.sources]),
        quarantined=pd.concat([table.quarantined, read.quarantined]),
        repaired=pd.concat([mended, read.repaired]),
    )


def read_text(path: Path, source: str) -> Read:
    """Read one text file with front matter."""
    return read_texts(path.parent, {path.name: source})


def read_texts(folder: Path, names: Mapping[str, str], bare: bool = False) -> Read:
    """Read text files, each with YAML front matter between lines of `---`.

    `names` are paths within the folder, and what the receipt is to call them. Where `bare`, none
    of them need have front matter.
    """
    gathered = Gatherer(typed=False)
    described = bare
    for path, name in names.items():
        try:
            text = _read_file(gathered, folder, path, name)
            head, text = _front_matter(text)
        except RefusedError as refused:
            gathered.source(name, "text", None)
            gathered.reject(str(refused), name, 1, _stem(name))
        else:
            described |= bool(head)
            head.setdefault("article_id", head.pop("id", _stem(name)))
            gathered.keep({**head, "text": text}, name, 1)
    if not described:
        raise FramingError(
            f"no text file of {str(folder)!r} has front matter that can be read: begin each with"
            " lines `---`, `outlet: …`, `---`, or describe them in a table articles.csv."
        )
    return gathered.finish(["article_id", "text"])


def _source(name: object) -> str:
    """The path of a file in its folder, written in one way."""
    if not isinstance(name, str) or not name.strip():
        raise RefusedError("no file is named")
    return PurePosixPath(os.path.normpath(name)).as_posix()


def _read_file(gathered: Gatherer, folder: Path, name: str, source: str) -> str:
    """The file's text, if it lies in the folder and can be read; it is announced as `source`."""
    path = path_inside(folder, name)
    try:
        if path.stat().st_size > _LARGEST:
            raise RefusedError(f"the file is larger than {_LARGEST // 1_000_000} MB")
        encoding = detect_encoding(path)
        with open_text(path, encoding) as file:
            text = file.read()
    except OSError as error:  # no permission
        raise RefusedError(f"the file cannot be read ({error})") from None
    gathered.source(source, "text", encoding)
    return text


def path_inside(folder: Path, name: str) -> Path:
    """The path of a file, if there is one of that name and it lies in the folder."""
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()) or Path(name).is_absolute():
            raise RefusedError("the path leads out of the folder")
        if not path.is_file():
            raise RefusedError("there is no such file")
    except (OSError, ValueError, RuntimeError) as error:  # a NUL, a loop of links
        raise RefusedError(f"the file cannot be read ({error})") from None
    return path


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    """What the front matter says, every value as a string, and the text after it."""
    if not text.startswith("---"):
        return {}, text
    found = _HEAD.match(text[: _LONGEST_HEAD + 10])
    if found is None:
        raise RefusedError(f"front matter not closed by --- within {_LONGEST_HEAD:,} characters")
    try:
        head = yaml.load(found[1], Loader=_Plain)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = str(getattr(error, "problem", None) or "not YAML").partition("\n")[0]
        raise RefusedError(f"front matter cannot be read: {reason}") from None
    if head is None or head == "":
        return {}, text[found.end() :]
    if not isinstance(head, dict) or not all(isinstance(name, str) for name in head):
        raise RefusedError("front matter is not a list of `name: value` lines")
    return head, text[found.end() :]


class _Plain(yaml.BaseLoader):
    """YAML of strings, lists and mappings alone: no types, and no aliases to grow by."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(problem="aliases are not allowed")
        return super().compose_node(parent, index)


def files_in(folder: Path) -> Iterator[str]:
    """Paths, within the folder, of its files at any depth.

    Hidden files and READMEs are none, nor is what a browser saved along with a page, nor the events
    that a study keeps beside its study.toml.
    """
    beside = ["events.csv"] if (folder / "study.toml").is_file() else []
    for parent, folders, files in os.walk(folder):
        along = {os.path.splitext(name)[0] + "_files" for name in files if _PAGE.search(name)}
        folders[:] = sorted({name for name in folders if not name.startswith(".")} - along)
        for name in sorted(set(files).difference(beside)):
            if not name.startswith(".") and not name.upper().startswith("README"):
                yield Path(parent, name).relative_to(folder).as_posix()
        beside = []


def _unnamed(folder: Path, named: set[str]) -> Iterator[str]:
    """Text files that lie beside those named, in folders within this one."""
    suffixes = {".txt", *(Path(path).suffix.lower() for path in named)}
    for parent in sorted({os.path.dirname(path) for path in named}):
        inside = (folder / parent).resolve().is_relative_to(folder.resolve())
        if not inside or not (folder / parent).is_dir():
            continue
        for name in sorted(os.listdir(folder / parent)):
            path = os.path.join(parent, name)
            if _is_text(name, suffixes) and path not in named and (folder / path).is_file():
                yield Path(path).as_posix()


def _is_text(name: str, suffixes: set[str]) -> bool:
    """Whether it ends so; hidden files and READMEs are none."""
    if name.startswith(".") or name.upper().startswith("README"):
        return False
    return Path(name).suffix.lower() in suffixes


def _stem(path: str) -> str:
    return PurePosixPath(path).with_suffix("").as_posix() if PurePosixPath(path).name else path
