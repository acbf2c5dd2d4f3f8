"""Sheets as spreadsheets (XLSX): written with lists to choose codes from, read without trust.

Only values are read. Formulas are not worked out, links not followed; a document type is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from framing.coding.codebook import UNSURE, Category, Codebook
from framing.errors import FramingError

LONGEST = 32_000  # characters of a cell; spreadsheets take 32,767
CUT = "\n\n[… cut here: read the rest in the CSV]"
_LARGEST = 100_000_000  # bytes of a part, unpacked
_MOST_ROWS, _MOST_COLUMNS = 100_000, 1_000
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WIDTHS = {"number": 8, "text": 90, "note": 30}
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Cell styles: 1 wraps its text, 2 is a heading.
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
    '<sheet name="codes" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font>'
    '<font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" '
    'xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def write_xlsx(table: pd.DataFrame, book: Codebook) -> bytes:
    """The sheet as the bytes of a spreadsheet: headings stay in sight, texts are wrapped."""
    columns = list(table.columns)
    rows = [_row(1, columns, 2)]
    for place, values in enumerate(table.itertuples(index=False), 2):
        rows.append(_row(place, list(values), 1))
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{_WIDTHS.get(name, max(12, len(name) + 3))}" '
        'customWidth="1"/>'
        for n, name in enumerate(columns, 1)
    )
    last = len(table) + 1
    lists = [
        _choice(_letters(columns.index(name) + 1), last, category)
        for name, category in book.categories.items()
        if category.scale != "amount" and last > 1
    ]
    choices = f'<dataValidations count="{len(lists)}">{"".join(lists)}</dataValidations>'
    parts = _PARTS | {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView '
        'workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" '
        f'state="frozen"/></sheetView></sheetViews><cols>{widths}</cols><sheetData>'
        f"{''.join(rows)}</sheetData>{choices if lists else ''}</worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            at = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            at.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(at, _HEAD + content)
    return out.getvalue()


def _row(place: int, values: list[Any], style: int) -> str:
    cells = []
    for column, value in enumerate(values, 1):
        at = f'r="{_letters(column)}{place}" s="{style}"'
        if isinstance(value, str):
            said = value if len(value) <= LONGEST else value[:LONGEST] + CUT
            said = escape(_UNSEEN.sub("\N{REPLACEMENT CHARACTER}", said))
            cells.append(f'<c {at} t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>')
        else:
            cells.append(f"<c {at}><v>{value}</v></c>")
    return f'<row r="{place}">{"".join(cells)}</row>'


def _choice(column: str, last: int, category: Category) -> str:
    values = ("1", "0") if category.scale == "yes-no" else category.values
    listed = ",".join([*values, UNSURE])
    if len(listed) > 250 or any("," in value for value in values):
        return ""
    formula = escape('"' + listed.replace('"', '""') + '"')
    asked = quoteattr(category.question[:250])
    return (
        f'<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" '
        f'promptTitle={quoteattr(category.name[:32])} prompt={asked} sqref="{column}2:'
        f'{column}{last}"><formula1>{formula}</formula1></dataValidation>'
    )


def _letters(column: int) -> str:
    """The name of a column, from 1.

    >>> [_letters(n) for n in (1, 26, 27, 703)]
    ['A', 'Z', 'AA', 'AAA']
    """
    name = ""
    while column:
        column, left = divmod(column - 1, 26)
        name = chr(65 + left) + name
    return name


def read_xlsx(path: Path) -> pd.DataFrame:
    """The first sheet as text, "" where a cell is empty; its first row holds the names."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            sheets = [name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
            if not sheets:
                raise FramingError(f"{path.name} is no spreadsheet; save the sheet as XLSX or CSV.")
            shared = _Cells([])
            if "xl/sharedStrings.xml" in names:
                _parse(_part(archive, "xl/sharedStrings.xml", path), shared)
            cells = _Cells(shared.strings)
            _parse(_part(archive, min(sheets, key=lambda name: (len(name), name)), path), cells)
    except (OSError, zipfile.BadZipFile, zlib.error, expat.ExpatError, RuntimeError) as error:
        raise FramingError(
            f"{path.name} cannot be read as a spreadsheet ({error}); save it again, or as CSV."
        ) from None
    except (ValueError, IndexError, NotImplementedError) as error:
        if isinstance(error, FramingError):
            raise
        raise FramingError(f"{path.name} is damaged ({error}); save it again, or as CSV.") from None
    return cells.table()


def _part(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    with archive.open(name) as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise FramingError(f"{path.name} unpacks to more than a sheet holds; it is not read.")
    return content


def _parse(content: bytes, cells: _Cells) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = cells.start
    parser.EndElementHandler = cells.end
    parser.CharacterDataHandler = cells.characters
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(content, True)


def _refuse(*_: object) -> None:
    raise FramingError("a sheet declares a document type, which spreadsheets do not; not read.")


class _Cells:
    """What stands in the cells; or, of the part of shared strings, the strings."""

    def __init__(self, shared: list[str]) -> None:
        self.strings: list[str] = []
        self._shared = shared
        self._rows: dict[int, dict[int, str]] = {}
        self._place, self._kind = (0, 0), ""
        self._open: list[str] = []
        self._value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._open.append(tag)
        if tag == "c":
            self._kind, self._value = attributes.get("t", "n"), []
            found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", attributes.get("r", ""))
            if found is None:
                raise ValueError("a cell without its place")
            column = 0
            for letter in found[1]:
                column = column * 26 + ord(letter) - 64
            self._place = (int(found[2]), column)
        elif tag == "si":
            self._value = []

    def characters(self, text: str) -> None:
        # Not what tells how a string is read aloud.
        if self._open[-1] in ("v", "t") and "rPh" not in self._open:
            self._value.append(text)

    def end(self, name: str) -> None:
        tag = self._open.pop()
        said = "".join(self._value)
        if tag == "si":
            self.strings.append(said)
        elif tag == "c" and said:
            row, column = self._place
            if row > _MOST_ROWS or column > _MOST_COLUMNS:
                raise FramingError("a sheet has more rows or columns than are coded; not read.")
            if self._kind == "s":
                said = self._shared[int(said)]
            elif self._kind == "e":
                said = ""
            self._rows.setdefault(row, {})[column] = said

    def table(self) -> pd.DataFrame:
        if not self._rows:
            return pd.DataFrame()
        head, *rows = (self._rows[place] for place in sorted(self._rows))
        columns = list(head)
        made = [[row.get(column, "") for column in columns] for row in rows]
        return pd.DataFrame(made, columns=[head[column].strip() for column in columns], dtype="str")
