"""Word and RTF files as the archives write them, made by code; articles and outlets invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SECTION = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="12240" w:h="15840"/></w:sectPr></w:pPr></w:p>'


CELL = "\v"  # stands between the paragraphs of a cell


@dataclass(frozen=True)
class Line:
    """A paragraph: its bold beginning, the rest, and what Word and RTF keep beside it."""

    bold: str = ""
    plain: str = ""
    mark: str = ""  # a bookmark in an empty paragraph before it
    inner: str = ""  # a bookmark in it
    link: str = ""
    heading: bool = False
    rule: bool = False  # a break stands before its text, as before "Copyright" or "End of Document"
    cells: tuple[str, ...] = ()  # a row of a table instead


def docx(lines: Iterable[Line], extra: str = "", **parts: str) -> bytes:
    """A Word document; `extra` is put before the end of the body as it is."""
    links: list[str] = []
    body = "".join(_word(line, links) for line in lines)
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f"><w:body>{body}{extra}</w:body></w:document>"
    )
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_R}/hyperlink" Target={quoteattr(link)}'
        ' TargetMode="External"/>'
        for i, link in enumerate(links)
    )
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
            **{"word/document.xml": document},
            "word/header1.xml": "<w:hdr>Page 2 of 5</w:hdr>",
            **parts,
        }
    )


def packed(members: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return sink.getvalue()


def _word(line: Line, links: list[str]) -> str:
    before = f"<w:p>{_bookmark(line.mark)}</w:p>" if line.mark else ""
    if line.cells:
        cells = "".join(
            f"<w:tc>{''.join(_word(Line(plain=part), links) for part in cell.split(CELL))}</w:tc>"
            for cell in line.cells
        )
        return f"{before}<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    runs = _run(line.bold, "<w:b/>") + _run(line.plain, "")
    if line.link:
        runs = f'<w:hyperlink r:id="rId{len(links)}">{runs}</w:hyperlink>'
        links.append(line.link)
    start = "<w:r><w:br/></w:r>" if line.rule else ""
    level = '<w:outlineLvl w:val="0"/>' if line.heading else ""
    inner = _bookmark(line.inner) if line.inner else ""
    return f'{before}<w:p><w:pPr>{level}<w:jc w:val="both"/></w:pPr>{inner}{start}{runs}</w:p>'


def _bookmark(name: str) -> str:
    return f'<w:bookmarkStart w:id="1" w:name="{name}"/><w:bookmarkEnd w:id="1"/>'


def _run(text: str, properties: str) -> str:
    if not text:
        return ""
    middle = len(text) // 2  # Word cuts a run where it likes
    return "".join(
        f'<w:r><w:rPr>{properties}<w:sz w:val="20"/></w:rPr>{_runs(part)}</w:r>'
        for part in (text[:middle], text[middle:])
        if part
    )


def _runs(text: str) -> str:
    pieces = (f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\n"))
    return "<w:br/>".join(pieces).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')


def rtf(lines: Iterable[Line], header: str = "") -> bytes:
    """An RTF file, with the tables and pictures that its readers must pass over."""
    body = "".join(_rich(line) for line in lines)
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fmodern Courier;}{\f1\froman Times"
        r"{\*\falt Tms Rmn};}}{\colortbl;\red0\green0\blue255;}{\stylesheet{\fs20 Normal;}}"
        "\n" + header + r"{\header \pard Page \chpgn \par The headline again\par}"
        r"{\*\shppict{\pict\pngblip" + "\n89504e470d0a1a0a" * 20 + "}}\n" + body + "}"
    ).encode("ascii")


def _rich(line: Line) -> str:
    mark = rf"{{\*\bkmkstart {line.mark}}}{{\*\bkmkend {line.mark}}}" if line.mark else ""
    before = rf"\pard {mark}\par " if mark else ""
    if line.cells:
        cells = "".join(
            rf"\pard\intbl {rich(cell).replace(CELL, chr(92) + 'par ')}\cell "
            for cell in line.cells
        )
        return rf"{before}\trowd\cellx900\cellx9000 {cells}\row " + "\n"
    level = r"\outlinelevel0 " if line.heading else ""
    inner = rf"{{\*\bkmkstart {line.inner}}}{{\*\bkmkend {line.inner}}}" if line.inner else ""
    text = (rf"\b {rich(line.bold)}\b0 " if line.bold else "") + rich(line.plain)
    if line.link:
        text = rf'{{\field{{\*\fldinst {{ HYPERLINK "{line.link}" }}}}{{\fldrslt {text}}}}}'
    start = r"\line " if line.rule else ""
    return rf"{before}\pard {level}\ql {inner}{start}{text}\par " + "\n"


def rich(text: str) -> str:
    """Text with what RTF must not hold as it is escaped."""
    pieces = []
    for character in text:
        if character in "\\{}":
            pieces.append("\\" + character)
        elif character == "\n":
            pieces.append(r"\line ")
        elif character == "\t":
            pieces.append(r"\tab ")
        elif character == "é":
            pieces.append(r"\'e9")
        elif character.isascii():
            pieces.append(character)
        else:
            units = character.encode("utf-16-le")
            for i in range(0, len(units), 2):
                unit = int.from_bytes(units[i : i + 2], "little")
                pieces.append(rf"\u{unit - 0x10000 if unit > 0x7FFF else unit}?")
    return "".join(pieces)


def table(rows: Sequence[Sequence[str]]) -> list[Line]:
    return [Line(cells=tuple(row)) for row in rows]
