"""The sheets that coders fill in, as CSV or as a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from framing.coding.codebook import Codebook
from framing.errors import FramingError, check_choice
from framing.saving import write_whole


def sheet_paths(folder: Path, coder: str) -> Path:
    """The coder's sheet; the one changed last, where there are two."""
    there = [path for path in (folder / f"sheet-{coder}{end}" for end in ENDINGS) if path.is_file()]
    if not there:
        raise FramingError(f"{folder} lacks the sheet of {coder!r}, sheet-{coder}.csv.")
    return max(there, key=lambda path: path.stat().st_mtime_ns)


def write_sheet(table: pd.DataFrame, path: Path, book: Codebook) -> Path:
    check_choice("the ending of the path", path.suffix.lower(), ENDINGS)
    if path.suffix.lower() == ".xlsx":
        from framing.coding.spreadsheets import write_xlsx

        return write_whole(path, write_xlsx(table, book))
    written = table.to_csv(index=False, lineterminator="\r\n")
    return write_whole(path, written.encode("utf-8-sig"))  # so that spreadsheets see UTF-8


def read_sheet(path: Path, book: Codebook) -> tuple[pd.DataFrame, pd.Series]:
    """The codes as they were written, index ``number``, and the notes."""
    if path.suffix.lower() == ".xlsx":
        from framing.coding.spreadsheets import read_xlsx

        table = read_xlsx(path)
    else:
        table = read_table(path)
    for name in ("number", *book.categories):
        if name not in table:
            raise FramingError(
                f"{path.name} lacks the column {name!r}; fill it in as it was saved."
            )
    table = table[table.ne("").any(axis=1)]
    numbers = pd.to_numeric(table["number"], errors="coerce")
    if numbers.isna().any() or numbers.duplicated().any() or (numbers % 1 != 0).any():
        raise FramingError(f"{path.name}: the column 'number' must hold each unit's number once.")
    index = pd.Index(numbers.astype("int64"), name="number")
    notes = table.get("note", pd.Series("", table.index)).set_axis(index)
    return table[list(book.categories)].set_axis(index), notes


def read_table(path: Path) -> pd.DataFrame:
    """A CSV as text; some spreadsheets write semicolons or tabs."""
    options = {"dtype": "str", "keep_default_na": False, "encoding": "utf-8-sig"}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
        separator = max(",;\t", key=head.count)
        return pd.read_csv(path, sep=separator, **options)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise FramingError(
            f"{path.name} cannot be read ({error}); save it as CSV in UTF-8."
        ) from None


ENDINGS = (".csv", ".xlsx")
