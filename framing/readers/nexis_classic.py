"""Documents of LexisNexis as it was before Nexis Uni: "1 of 25 DOCUMENTS", fields in capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from framing.readers.archives import Articles
from framing.readers.nexis_labels import TAIL, is_copyright, labelled
from framing.readers.nexis_uni import finished
from framing.readers.paragraphs import Document, Paragraph
from framing.readers.written_dates import plain_date

NUMBERED = re.compile(
    r"(?P<indent>\s*)(?:FOCUS - )?"
    r"(?:(?P<n1>\d{1,7}) (?:of|van|von|de|di) (?P<m1>\d{1,7})"
    r" (?:DOCUMENT(?:S|EN|OS|I|O|E)?|DOKUMENTEN?)"
    r"|(?:Dokument|Document) (?P<n2>\d{1,7}) (?:von|van|de) (?P<m2>\d{1,7}))\s*"
)
_REQUEST = re.compile(
    r"^(?:Download|Print|Email) Request: [\w() ]{1,40}:"
    r" ((?:\d{1,7}(?: ?- ?\d{1,7})?, ?)*\d{1,7}(?: ?- ?\d{1,7})?)$",
    re.MULTILINE,
)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_WIDTH = 80  # columns; lines are filled up to here
_SLACK = 6  # columns by which a line that is full may fall short
_LONGEST_COVER = 500  # lines
_COVER_END = "Project ID:"
_LONGEST_HEADER = 40  # blocks
_APPENDED = "correction appended"


class _Block(NamedTuple):
    """Lines between blank lines, or in RTF a single paragraph."""

    lines: list[str]
    bold: int
    apart: bool  # a blank line stands before it


class _Marker(NamedTuple):
    line: int
    number: int
    total: int


def is_classic(document: Document) -> bool:
    """Whether documents are numbered, or the fields of a single one are there in capitals."""
    if _is_numbered(document.paragraphs):
        return True
    labels = (labelled(p.text) for p in document.paragraphs if p.text.lstrip()[:4].isupper())
    return {"length_stated", "load_date"} <= {label[0] for label in labels if label}


def _is_numbered(lines: Sequence[Paragraph]) -> bool:
    """Whether a number of a document comes before any length; later it is words of an article."""
    for paragraph in lines:
        if NUMBERED.fullmatch(paragraph.text):
            return True
        label = labelled(paragraph.text)
        if label is not None and label[0] == "length_stated":
            return False
    return False


def gather_classic(document: Document, articles: Articles) -> None:
    """Take the articles of a document that `is_classic`."""
    lines = document.paragraphs
    if _is_numbered(lines):
        markers = _markers(lines)
        articles.stated(_stated(lines, markers))
    else:  # a single document
        project = (i for i, p in enumerate(lines[:_LONGEST_COVER]) if p.text.startswith(_COVER_END))
        markers = [_Marker(next(project, -1), 1, 1)]
    styled = any(p.bold for p in lines)
    ends = [marker.line for marker in markers[1:]]
    for row, (marker, end) in enumerate(zip(markers, [*ends, len(lines)], strict=True), 1):
        blocks = _blocks(lines[marker.line + 1 : end], document.wrapped)
        record, complete = _Reading(styled, document.wrapped).record(blocks)
        if document.broken and row == len(markers) and not complete:
            articles.reject(document.broken, row)
        elif not record["outlet"] or not any(record.get(k) for k in ("text", "title", "date")):
            said = " ".join(line for block in blocks for line in block.lines)[:100]
            articles.reject(f"no article: {said!r}" if said else "no article: nothing", row)
        else:
            articles.keep(record, row)


def _markers(lines: Sequence[Paragraph]) -> list[_Marker]:
    """The lines at which documents begin: numbers that rise, all of one total.

    Other lines of this form are words of an article, and so are those at the margin where the
    first one is centred.
    """
    markers: list[_Marker] = []
    indented = False
    for i, paragraph in enumerate(lines):
        found = NUMBERED.fullmatch(paragraph.text)
        if found is None:
            continue
        number, total = int(found["n1"] or found["n2"]), int(found["m1"] or found["m2"])
        if not markers:
            indented = bool(found["indent"])
        elif (
            total != markers[0].total
            or number <= markers[-1].number
            or (indented and not found["indent"])
        ):
            continue
        markers.append(_Marker(i, number, total))
    return markers


def _stated(lines: Sequence[Paragraph], markers: Sequence[_Marker]) -> int:
    """How many documents were asked for, or else the total that each of them names."""
    cover = "\n".join(p.text.strip() for p in lines[: min(markers[0].line, _LONGEST_COVER)])
    asked = _REQUEST.search(cover)
    if asked is None:
        return markers[0].total
    pairs = (re.findall(r"\d+", part) for part in asked[1].split(","))
    number = sum(int(pair[-1]) - int(pair[0]) + 1 for pair in pairs if pair)
    return number if 0 < number <= markers[0].total else markers[0].total


def _blocks(lines: Sequence[Paragraph], wrapped: bool) -> list[_Block]:
    blocks: list[_Block] = []
    apart = True
    for paragraph in lines:
        text = paragraph.text.strip("\f\ufeff").rstrip()
        if not text.strip():
            apart = True
            continue
        if wrapped and not apart:
            blocks[-1].lines.append(text)
        else:
            blocks.append(_Block(text.split("\n"), paragraph.bold, apart))
        apart = False
    return blocks


class _Reading:
    """The fields of one document, from its blocks."""

    def __init__(self, styled: bool, wrapped: bool) -> None:
        self._styled, self._wrapped = styled, wrapped
        self._said: dict[str, list[str]] = {}
        self._plain: list[_Block] = []
        self._first: list[str] = []  # of the text, where it stands beside its label

    def record(self, blocks: Sequence[_Block]) -> tuple[dict[str, str], bool]:
        """The record, and whether fields that end a document are there."""
        body = self._header(blocks)
        tail = len(blocks)
        seen: set[str] = set()
        while tail > body:
            column = self._column(blocks[tail - 1])
            if column in TAIL and column not in seen:
                seen.add(column)
            elif not self._is_rights(blocks[tail - 1]):
                break
            tail -= 1
        for block in blocks[tail:]:
            self._field(block, "copyright")
        record = {name: "\n".join(values) for name, values in self._said.items() if any(values)}
        texts = [*self._first, *(self._paragraph(block.lines) for block in blocks[body:tail])]
        record["text"] = "\n\n".join(text for text in texts if text)
        return finished({**_untitled(self._plain, "title" in record), **record}), bool(seen)

    def _header(self, blocks: Sequence[_Block]) -> int:
        """Take what stands before the text; where the text begins is handed back."""
        columns = [self._column(block) for block in blocks[:_LONGEST_HEADER]]
        labels = [i for i, column in enumerate(columns) if column and column not in TAIL]
        last = columns.index("length_stated") if "length_stated" in columns else None
        if last is None:
            free = [i for i, column in enumerate(columns) if column is None]
            last = labels[-1] if labels else _after_date(blocks, free)
        i = 0
        while i < len(blocks):
            column = columns[i] if i < len(columns) else None
            if i > last and (column is None or column in TAIL or column in self._said):
                break
            if column == "text":
                lines = blocks[i].lines
                end = labelled(lines[0].lstrip())
                assert end is not None
                begun = [lines[0].lstrip()[end[2] :], *lines[1:]]
                self._first = [self._paragraph([line for line in begun if line.strip()])]
                return i + 1
            if column is not None:
                self._field(blocks[i], column)
                bare = column == "subtitle" and not any(self._said[column])
                if bare and i + 1 < len(columns) and columns[i + 1] is None:
                    i += 1
                    self._said[column].append(flowing(blocks[i].lines))
            elif is_copyright(blocks[i].lines[0]):
                self._field(blocks[i], "copyright")
            elif blocks[i].lines[0].strip().casefold() == _APPENDED:
                self._field(blocks[i], "correction")
            else:
                self._plain.append(blocks[i])
            i += 1
        return i

    def _field(self, block: _Block, column: str) -> None:
        """Take the fields of a block; lines before the first label belong to `column`."""
        lines: list[str] = []
        for line in block.lines:
            label = self._labelled(line)
            if label is not None:
                if lines:
                    self._said.setdefault(column, []).append(flowing(lines))
                column, lines = label[0], [line.lstrip()[label[2] :]]
            else:
                lines.append(line)
        self._said.setdefault(column, []).append(flowing(lines))

    def _column(self, block: _Block) -> str | None:
        if self._styled and not block.bold:
            return None
        label = self._labelled(block.lines[0])
        return label[0] if label else None

    def _labelled(self, line: str) -> tuple[str, int, int] | None:
        line = line.lstrip()
        label = labelled(line)
        return label if label is not None and line[: label[1]].isupper() else None

    def _is_rights(self, block: _Block) -> bool:
        line = block.lines[0]
        if self._wrapped and not line[0].isspace():  # it is centred
            return False
        return is_copyright(line) and (_YEAR.search(line) is not None or len(line.strip()) < 40)

    def _paragraph(self, lines: Sequence[str]) -> str:
        return flowing(lines) if self._wrapped else "\n".join(lines).strip()


def flowing(lines: Sequence[str]) -> str:
    """Lines that were filled to a width as one; a line that has room for the next word ends there.

    >>> flowing(["a" * 78, "next", "    line"])[76:]
    'aa next\\nline'
    """
    if not lines:
        return ""
    pieces = [lines[0].strip()]
    for line, after in pairwise(lines):
        word = len(after.split(maxsplit=1)[0]) if after.strip() else 0
        full = len(line) + 1 + word > _WIDTH - _SLACK and not after[:1].isspace()
        pieces += [" " if full else "\n", after.strip()]
    return "".join(pieces)


def _after_date(blocks: Sequence[_Block], free: Sequence[int]) -> int:
    """The last block of a header without labels.

    That is the one after the date's, the headline; or the date's if only one of those without a
    label is left, which is the text then.
    """
    dated = next((i for i in free[:6] if plain_date(blocks[i].lines[0])), 0)
    left = [i for i in free if i > dated and not is_copyright(blocks[i].lines[0])]
    return dated + (len(left) > 1)


def _untitled(plain: Sequence[_Block], titled: bool) -> dict[str, str]:
    """Outlet, date, edition and headline: the lines that have no label, by their place."""
    lines = [(" ".join(line.split()), i) for i, block in enumerate(plain) for line in block.lines]
    dated = next((at for at in range(1, len(lines)) if plain_date(lines[at][0])), None)
    editions: list[str] = []
    if dated is not None:
        date, edition = plain_date(lines[dated][0]) or ("", "")
        block = lines[dated][1]
        while block + 1 < len(plain) and not plain[block + 1].apart:
            block += 1
        editions = [edition, *(text for text, i in lines[dated + 1 :] if i <= block)]
        before = lines[:dated]
    else:
        before = [line for line in lines if line[1] == 0]
        second = [text for text, i in lines if i == 1]
        told = len(second) == 1 and len(second[0]) <= 60 and _YEAR.search(second[0])
        date, block = (second[0], 1) if told and (titled or len(plain) > 2) else ("", 0)
    outlet = [text for text, i in before if i == 0]
    editions += [text for text, i in before if i > 0]
    headlines = [flowing(each.lines) for each in plain[block + 1 :]]
    if titled:
        editions, headlines = [*editions, *headlines], []
    return {
        "outlet": " ".join(outlet),
        "date": date,
        "edition": "\n".join(edition for edition in editions if edition),
        "title": " ".join(" ".join(headlines).split()),
    }
