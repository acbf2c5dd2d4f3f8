"""The folder of a corpus: its articles and the receipt of how they came in, written together."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from framing.errors import FramingError
from framing.receipt import EDITS, QUARANTINED, REPAIRED, SOURCES, Receipt, make_receipt, table
from framing.saving import whole_file, write_articles

ARTICLES = "articles.parquet"
_RECEIPT = "receipt"
_UNFINISHED, _FINISHED = ".unfinished", ".finished"

# The columns of the files; those that a Receipt has not are for recognising what comes again.
TABLES = {
    "sources.csv": (*SOURCES, "file", "sha256", "settings"),
    "quarantined.csv": (*QUARANTINED, "identity"),
    "repaired.csv": (*REPAIRED, "by"),
    "origins.parquet": ("article_id", "source", "row", "given", "sha256", "content", "cleaned"),
    "edits.parquet": EDITS,
}


@dataclass(frozen=True)
class Filed:
    """What a corpus folder holds.

    Attributes
    ----------
    articles
        As in a `Corpus`.
    sources
        As in a `Receipt`, with `file` (the file named at the import, of which this is one part if
        it is an archive), `sha256` of that file, and `settings` (how it was read).
    quarantined
        As in a `Receipt`, with `identity` (what the row may be recognised by).
    repaired
        As in a `Receipt`, with `by` ("reading" or "cleaning").
    origins
        One row an article, in their order: `article_id`, `source`, `row`, `given` (the source's own
        identifier), `sha256` of the text as it was read and `content` of outlet, title, date and
        text, `cleaned` ("yes"; "no" where cleaning was not wanted; "not yet").
    edits
        As in a `Receipt`.
    """

    articles: pd.DataFrame
    sources: pd.DataFrame = field(default_factory=lambda: _empty("sources.csv"))
    quarantined: pd.DataFrame = field(default_factory=lambda: _empty("quarantined.csv"))
    repaired: pd.DataFrame = field(default_factory=lambda: _empty("repaired.csv"))
    origins: pd.DataFrame = field(default_factory=lambda: _empty("origins.parquet"))
    edits: pd.DataFrame = field(default_factory=lambda: _empty("edits.parquet"))

    @property
    def receipt(self) -> Receipt:
        kept = self.origins["source"]
        return make_receipt(kept, self.quarantined, self.repaired, self.sources, self.edits)


def is_filed(folder: Path) -> bool:
    """Whether the folder holds a corpus with its receipt."""
    return _there(folder, ARTICLES).is_file() and _there(folder, "sources.csv").is_file()


def load_receipt(folder: Path) -> Filed:
    """What the folder holds, but for the articles themselves."""
    tables = {}
    for name, columns in TABLES.items():
        file = _there(folder, name)
        try:
            tables[Path(name).stem] = table(_readers[file.suffix](file), columns)
        except (OSError, ValueError) as error:
            reason = str(error).partition("\n")[0]
            raise FramingError(
                f"{file} cannot be read ({reason}); delete the folder and import again."
            ) from None
    tables["repaired"]["detail"] = tables["repaired"]["detail"].fillna("")
    return Filed(articles=pd.DataFrame(), **tables)


def articles_file(folder: Path) -> Path:
    return _there(folder, ARTICLES)


def load_table(folder: Path, name: str) -> pd.DataFrame | None:
    """A further table of the receipt, if it is there; every column as it was written."""
    file = folder / _RECEIPT / f"{name}.csv"
    return _read_csv(file) if file.is_file() else None


def save_table(folder: Path, name: str, frame: pd.DataFrame) -> None:
    """Write a further table of the receipt (CSV)."""
    with whole_file(folder / _RECEIPT / f"{name}.csv") as unfinished:
        _write(frame, unfinished)


def save(folder: Path, filed: Filed) -> None:
    """Write the corpus and its receipt, whole or not at all.

    All is written beside what is there, and then declared finished by one renaming: what is
    moved to its place after that counts as being there.
    """
    settle(folder)
    unfinished = folder / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    write_articles(filed.articles, unfinished / ARTICLES)
    counted = filed.receipt.sources
    sources = filed.sources.assign(**{name: counted[name] for name in SOURCES})
    tables = {
        "sources.csv": sources,
        "quarantined.csv": filed.quarantined,
        "repaired.csv": filed.repaired,
        "origins.parquet": filed.origins,
        "edits.parquet": filed.edits,
    }
    for name, frame in tables.items():
        _write(table(frame, TABLES[name]), unfinished / name)
    os.replace(unfinished, folder / _FINISHED)
    settle(folder)


def settle(folder: Path) -> None:
    """Move what is finished to its place."""
    finished = folder / _FINISHED
    if finished.is_dir():
        (folder / _RECEIPT).mkdir(exist_ok=True)
        for file in sorted(finished.iterdir()):
            os.replace(file, _place(folder, file.name))
        finished.rmdir()


def _place(folder: Path, name: str) -> Path:
    return folder / name if name == ARTICLES else folder / _RECEIPT / name


def _there(folder: Path, name: str) -> Path:
    """Where a file is, which may not have been moved to its place yet."""
    finished = folder / _FINISHED / name
    return finished if finished.exists() else _place(folder, name)


def _empty(name: str) -> pd.DataFrame:
    return table(pd.DataFrame(), TABLES[name])


def _write(frame: pd.DataFrame, path: Path) -> None:
    if path.suffix == ".parquet":
        frame.to_parquet(path, compression="zstd", index=False)
    else:
        frame.to_csv(path, index=False, lineterminator="\r\n")


def _read_csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])


_readers: dict[str, Callable[[Path], pd.DataFrame]] = {
    ".csv": _read_csv,
    ".parquet": pd.read_parquet,
}
