"""Documents of Nexis Uni, Lexis Advance and their kin: Word and RTF files with headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from framing.readers.archives import Articles, stated_words
from framing.readers.nexis_labels import TAIL, heading_of, is_copyright, labelled
from framing.readers.paragraphs import Document, Paragraph
from framing.readers.written_dates import plain_date

_STATED = re.compile(r"(?:documents?|dokumente?|documenten|documentos?|documenti)\s*\((\d{1,7})\)")
_LISTED = re.compile(r"1\.\s*(\S.*)")
_ON_COVER = re.compile(
    r"(?:user name|date and time|job number|client/matter|search (?:terms|type)|narrowed by"
    r"|content type)\b",
    re.IGNORECASE,
)
_START_MARK = re.compile(r"Bookmark_\d+")
_BODY_MARK = re.compile(r"Body(?:_\d+)?")
_ITEM = re.compile(r"urn:contentItem:([A-Za-z0-9-]{8,60})")
_ENDED = re.compile(r"end\s+of\s+document", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_APPENDED = "correction appended"


def is_marked(document: Document) -> bool:
    """Whether there are bookmarks as Nexis Uni sets them."""
    return any(_BODY_MARK.fullmatch(mark) for p in document.paragraphs for mark in p.marks)


def is_uni(document: Document) -> bool:
    """Whether there is a heading or an end, and a label, as Nexis writes them."""
    labels = {"length_stated", "load_date"}
    found = [p for p in document.paragraphs if _is_end(p) or heading_of(p.text) == "text"]
    told = (labelled(p.text) for p in document.paragraphs)
    listed = any(_STATED.fullmatch(p.text.strip().lower()) for p in document.paragraphs[:200])
    return (bool(found) and any(label and label[0] in labels for label in told)) or (
        listed and any(_ON_COVER.match(p.text) for p in document.paragraphs[:200])
    )


def gather_uni(document: Document, articles: Articles) -> None:
    """Take the articles of a document that `is_marked` or `is_uni`."""
    parts = _Parts(document)
    if parts.stated is not None:
        articles.stated(parts.stated)
    segments = list(parts.segments())
    for row, (segment, complete) in enumerate(segments, 1):
        record = parts.record(segment)
        if document.broken and row == len(segments) and not complete:
            articles.reject(document.broken, row)
        elif record is None:
            articles.reject(f"no article: {' '.join(segment[0].text.split())[:100]!r}", row)
        else:
            articles.keep(record, row)


class _Parts:
    """What is what in a document: where articles begin and end, and which lines are labels."""

    def __init__(self, document: Document) -> None:
        self._paragraphs = document.paragraphs
        self._styled = any(p.bold for p in document.paragraphs)
        self._starts = [
            i for i, p in enumerate(self._paragraphs) if any(map(_START_MARK.fullmatch, p.marks))
        ]
        self._bodies = [i for i, p in enumerate(self._paragraphs) if self._is_body(p)]
        first = self._bodies[0] if self._bodies else len(self._paragraphs)
        cover = self._paragraphs[: self._starts[0] if self._starts else first]
        counts = (_STATED.fullmatch(p.text.strip().lower()) for p in cover)
        self.stated = next((int(count[1]) for count in counts if count), None)

    def segments(self) -> Iterator[tuple[list[Paragraph], bool]]:
        """The lines of each article, and whether its end is there."""
        for lines in self._pieces():
            lines = [p for p in lines if p.text.strip()]
            complete = bool(lines) and self._ends(lines[-1])
            if complete:
                lines.pop()
            if lines:
                yield lines, complete

    def record(self, lines: Sequence[Paragraph]) -> dict[str, str] | None:
        """The fields of an article, or None if it has none."""
        body = next((i for i, p in enumerate(lines) if i and self._is_body(p)), None)
        said: dict[str, list[str]] = {}
        if body is None:
            body = head = self._head_length(lines)
        else:
            head, body = body, body + 1
        plain = self._read_header(lines[:head], said)
        tail = self._tail_start(lines, body)
        self._read_fields(lines[tail:], said)
        if not said and body == head:
            return None
        record = {name: "\n".join(values) for name, values in said.items() if any(values)}
        record |= _untitled(plain)
        record["text"] = joined_text(lines[body:tail])
        links = [link for p in lines[:head] for link in p.links if _ITEM.search(link)]
        if links and (item := _ITEM.search(links[0])):
            record.setdefault("url", links[0])
            record["article_id"] = item[1]
        return finished(record)

    def _pieces(self) -> Iterator[Sequence[Paragraph]]:
        if self._starts:
            yield from self._between(self._starts)
            return
        ends = [i + 1 for i, p in enumerate(self._paragraphs) if self._ends(p)]
        starts = [0, *self._counted(ends)]
        if len(starts) <= 2 < len(self._bodies):  # no ends are marked
            before = (p.heading for p in (Paragraph(""), *self._paragraphs))
            headings = [
                i
                for i, (p, after) in enumerate(zip(self._paragraphs, before, strict=False))
                if p.heading and not after
            ]
            starts = headings if len(headings) >= len(self._bodies) else starts
        starts[0] = max(starts[0], self._cover_length())
        yield from self._between(starts)

    def _between(self, starts: list[int]) -> Iterator[Sequence[Paragraph]]:
        for start, end in zip(starts, [*starts[1:], len(self._paragraphs)], strict=True):
            yield self._paragraphs[start:end]

    def _counted(self, ends: list[int]) -> list[int]:
        """The ends after which an article follows; others are words of an article."""
        if self._styled:
            return ends
        counted: list[int] = []
        stop = len(self._paragraphs)
        for end in reversed(ends):
            after = self._paragraphs[end:stop]
            if any(heading_of(p.text) == "text" or self._is_length(p) for p in after):
                counted.append(end)
                stop = end
            elif not any(p.text.strip() for p in after):
                stop = end
        return counted[::-1]

    def _cover_length(self) -> int:
        """How many paragraphs come before the first article."""
        first = self._bodies[0] if self._bodies else len(self._paragraphs)
        before = self._paragraphs[:first]
        if not any(_ON_COVER.match(p.text.strip()) for p in before):
            return 0
        headings = [i for i, p in enumerate(before) if p.heading]
        if headings:
            last = headings[-1]
            while last and before[last - 1].heading:
                last -= 1
            return last
        texts = [" ".join(p.text.split()) for p in before]
        listed = next((found[1] for text in texts if (found := _LISTED.fullmatch(text))), None)
        same = [i for i, text in enumerate(texts) if text and text == listed]
        if same:
            return same[-1]
        covering = [i for i, text in enumerate(texts) if _ON_COVER.match(text)]
        last = covering[-1]
        while last + 1 < len(before) and before[last].end != "par":  # a table
            last += 1
        return last + 1

    def _is_body(self, paragraph: Paragraph) -> bool:
        if any(map(_BODY_MARK.fullmatch, paragraph.marks)):
            return True
        return self._heads(paragraph) and heading_of(paragraph.text) == "text"

    def _ends(self, paragraph: Paragraph) -> bool:
        return self._heads(paragraph) and _is_end(paragraph)

    def _heads(self, paragraph: Paragraph) -> bool:
        """Whether it can be a heading: bold, in a document that has bold words."""
        return not self._styled or paragraph.bold >= len(paragraph.text.rstrip())

    def _label(self, paragraph: Paragraph) -> tuple[str, str] | None:
        """The column that its label stands for and the value after it."""
        text = paragraph.text
        blank = len(text) - len(text.lstrip())
        label = labelled(text.lstrip())
        if label is None or (self._styled and paragraph.bold < blank + label[1]):
            return None
        if label[0] == "caption" and heading_of(text.lstrip()[: label[1] - 1]) is None:
            return None  # "PHOTO:" is part of what stands below the heading
        return label[0], text.lstrip()[label[2] :].strip()

    def _is_length(self, paragraph: Paragraph) -> bool:
        label = self._label(paragraph)
        return label is not None and label[0] == "length_stated"

    def _head_length(self, lines: Sequence[Paragraph]) -> int:
        """How many lines are the header of an article without a heading over its text."""
        heads = [
            i
            for i, p in enumerate(lines[:40])
            if i and (is_copyright(p.text) or ((label := self._label(p)) and label[0] not in TAIL))
        ]
        return heads[-1] + 1 if heads else min(len(lines), 3)

    def _read_header(
        self, lines: Sequence[Paragraph], said: dict[str, list[str]]
    ) -> list[Paragraph]:
        """Take the labelled lines; those before them are handed back."""
        plain: list[Paragraph] = []
        column = None
        for i, paragraph in enumerate(lines):
            text = paragraph.text.strip()
            if text.casefold() == _APPENDED:
                said.setdefault("correction", []).append(text)
            elif i and (label := self._label(paragraph)):
                column, value = label
                said.setdefault(column, []).append(value)
            elif i and is_copyright(text):
                column = "copyright"
                said.setdefault(column, []).append(text)
            elif column is not None:
                said[column].append(text)
            else:
                plain.append(paragraph)
        return plain

    def _tail_start(self, lines: Sequence[Paragraph], body: int) -> int:
        """Where the fields after the text begin: each is the last of its kind."""
        seen: set[str] = set()
        start = len(lines)
        for i in range(len(lines) - 1, body - 1, -1):
            label = self._label(lines[i])
            heading = heading_of(lines[i].text) if self._heads(lines[i]) else None
            if heading in TAIL:
                column: str | None = heading
            else:
                column = label[0] if label and i == start - 1 and label[0] in TAIL else None
            if column in seen:
                break
            if column is not None:
                seen.add(column)
                start = i
        return start

    def _read_fields(self, lines: Iterable[Paragraph], said: dict[str, list[str]]) -> None:
        column = None
        for paragraph in lines:
            if label := self._label(paragraph):
                column, value = label
                said.setdefault(column, []).append(value)
            elif self._heads(paragraph) and (heading := heading_of(paragraph.text)):
                column = heading
                said.setdefault(column, [])
            elif column is not None:
                said[column].append(paragraph.text.strip())


def joined_text(paragraphs: Iterable[Paragraph]) -> str:
    """Paragraphs set apart by a blank line; a row of a table is one, its cells set apart by tabs.

    >>> joined_text([Paragraph(" One. "), Paragraph("a", end="cell"), Paragraph("b", end="row")])
    'One.\\n\\na\\tb'
    """
    texts: list[str] = []
    cells: list[str] = []
    for paragraph in paragraphs:
        if paragraph.end == "par":
            texts += ["\t".join(cells), paragraph.text.strip()]
            cells = []
        else:
            cells.append(paragraph.text.strip())
            if paragraph.end == "row":
                texts.append("\t".join(cells))
                cells = []
    return "\n\n".join(text for text in [*texts, "\t".join(cells)] if text.strip())


def finished(record: dict[str, str]) -> dict[str, str]:
    """The record with a length in digits, and one column for what kind of document it is."""
    length = stated_words(record.pop("length_stated", ""))
    if length is not None:
        record["length_stated"] = str(length)
    kinds = [record.pop(name, "") for name in ("document_type", "publication_type")]
    record["document_type"] = "; ".join(kind for kind in kinds if kind)
    record.pop("classification", None)
    return record


def _is_end(paragraph: Paragraph) -> bool:
    return _ENDED.fullmatch(paragraph.text.strip()) is not None


def _untitled(plain: Sequence[Paragraph]) -> dict[str, str]:
    """Headline, outlet, date and edition: the lines that have no label, by their place."""
    texts = [" ".join(p.text.split()) for p in plain]
    titles = 0
    while titles < len(plain) and plain[titles].heading:
        titles += 1
    first = titles + 1 if titles else min(2, len(texts) - 1)
    dated = [i for i in range(len(texts) - 1, max(first, 1) - 1, -1) if plain_date(texts[i])]
    if dated:
        at = dated[0]
        date, edition = plain_date(texts[at]) or ("", "")
    else:
        at = first if first < len(texts) and _YEAR.search(texts[first]) else -1
        date, edition = (texts[at], "") if at >= 0 else ("", "")
    if not titles:
        titles = at - 1 if at > 1 else 1
    rest = [text for i, text in enumerate(texts) if i > titles and i != at]
    return {
        "title": " ".join(texts[:titles]),
        "outlet": texts[titles] if titles < len(texts) and titles != at else "",
        "date": date,
        "edition": "\n".join(part for part in (edition, *rest) if part),
    }
