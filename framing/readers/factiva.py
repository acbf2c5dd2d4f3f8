"""Exports of Factiva: HTML as saved or printed, and RTF, with field codes or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import FramingError
from framing.readers.archives import WORDS, Articles, stated_words
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.factiva_html import Article, articles_in
from framing.readers.gather import Read
from framing.readers.paragraphs import Document, Paragraph
from framing.readers.written_dates import plain_date

if TYPE_CHECKING:
    from framing.readers.formats import Head

_LARGEST = 400_000_000  # bytes
# Factiva's codes of fields, and the columns that they become.
_COLUMNS = {
    "HD": "title", "BY": "author", "SE": "section", "CLM": "column", "CR": "credit",
    "WC": "length_stated", "PD": "date", "ET": "time", "SN": "outlet", "SC": "source_code",
    "NGC": "source_group", "GC": "group_code", "ED": "edition", "PG": "page", "VOL": "volume",
    "LA": "language", "CY": "copyright", "LP": "text", "TD": "text", "ART": "caption",
    "CT": "contact", "RF": "reference", "CO": "company", "IN": "industry", "NS": "subject",
    "RE": "geographic", "IPC": "publisher_codes", "IPD": "publisher_terms", "PUB": "publisher",
    "AN": "article_id",
}  # fmt: skip
_ACCESSION = re.compile(
    r"\(?\s*\w{2,15}\s+(?P<id>[A-Z][A-Z0-9_]{3,15}(?:19|20)\d{6}[a-z0-9]{6,12})\s*\)?"
)
_CODED = re.compile(r"\s*(?P<code>[A-Z]{2,3})\t(?P<value>.*)", re.DOTALL)
_COUNT = re.compile(rf"\d[\d.,]*\s?(?:{WORDS}|語|字|词|단어)", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"[A-Z0-9_]{2,16}")
_RIGHTS = re.compile(r"\s*(?:copyright|\(c\)|©|\(copyright\))", re.IGNORECASE)
_PAGE = re.compile(r"(?:[A-Z]{0,3}-?\d{1,4}[A-Z]?(?:[,;/ -]+|$))+")
_LISTED = re.compile(r"(\d{1,5})\) ")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*\s*$")
_FIRM = re.compile(r"\b(?:Inc|Ltd|Co|Corp|S\.A|L\.P|Plc|LLC|B\.V|N\.V|Cie)\.$", re.IGNORECASE)
# Kinds of articles among Factiva's codes of subjects.
_KINDS = {
    "opinion": re.compile(r"\b(?:nedc|nedi|ncolu|nlet|nedr)\b"),
    "analysis": re.compile(r"\bnanl\b"),
}
_HEAD_LINES = 30
_PAGE_TITLE = re.compile(rb"<title>\s*(?:Factiva|Dow Jones Factiva)", re.IGNORECASE)
_ARTICLE_CLASS = re.compile(rb"class=[\"'](?:article [a-z]{2,6}Article|articleParagraph)")


def is_factiva_html(head: Head) -> bool:
    """Whether a page begins as those that Factiva saves and prints."""
    return any(pattern.search(head.bytes) for pattern in (_PAGE_TITLE, _ARTICLE_CLASS))


def read_factiva_html(path: Path, source: str) -> Read:
    """The articles of a page saved from Factiva."""
    if path.stat().st_size > _LARGEST:
        raise FramingError(f"{source} is larger than {_LARGEST // 1_000_000} MB; split it.")
    encoding = detect_encoding(path)
    with open_text(path, encoding) as file:
        markup = file.read()
    articles = Articles(source, "factiva html", encoding)
    numbers: list[int] = []
    row = 0
    for row, article in enumerate(articles_in(markup), 1):
        record = _tagged(article.fields) if article.fields else _untagged(article)
        if found := _LISTED.match(record.get("title", "")) if article.counted else None:
            numbers.append(int(found[1]))
            record["title"] = record["title"][found.end() :]
        _take(articles, record, row, None if article.closed else "the page is cut short here")
    if row == 0:
        raise FramingError(
            f"{source} is a page of Factiva without an article; save the articles in full, and not"
            " the list of headlines."
        )
    if numbers:
        articles.stated(numbers[-1] - numbers[0] + 1)
    return articles.hand_over().finish(["outlet", "text"])


def is_factiva(document: Document) -> bool:
    """Whether the paragraphs are those of an export of Factiva."""
    if {"HD", "SN", "PD"} <= _coded(document.paragraphs).keys():
        return True
    texts = [p.text.strip() for p in document.paragraphs]
    return all(any(map(form.fullmatch, texts)) for form in (_COUNT, _ACCESSION))


def read_factiva(document: Document, source: str) -> Read:
    """The articles of a document that `is_factiva`."""
    articles = Articles(source, f"factiva {document.form}", document.encoding)
    segments = list(_segments(document))
    for row, (segment, complete) in enumerate(segments, 1):
        fields = _coded(segment)
        record = _tagged(fields) if len(fields) > 2 else _untagged(_by_place(segment))
        cut = document.broken if row == len(segments) and not complete else None
        _take(articles, record, row, cut)
    return articles.hand_over().finish(["outlet", "text"])


def _take(articles: Articles, record: dict[str, str], row: int, cut: str | None) -> None:
    if cut:
        articles.reject(cut, row)
    elif not any(record.get(name) for name in ("text", "title", "article_id")):
        articles.reject("no article: neither a headline nor a text", row)
    else:
        articles.keep(record, row)


def _segments(document: Document) -> Iterator[tuple[list[Paragraph], bool]]:
    """The paragraphs of each article, and whether it ends with its number in the archive."""
    segment: list[Paragraph] = []
    for paragraph in document.paragraphs:
        segment.append(paragraph)
        if _ACCESSION.fullmatch(paragraph.text.strip()):
            yield segment, True
            segment = []
    # After the last article stands a summary of the search, which is none.
    counted = any(_COUNT.fullmatch(p.text.strip()) for p in segment)
    begun = document.broken and any(p.text.strip() for p in segment)
    if counted or begun or "HD" in _coded(segment):
        yield segment, False


def _code(paragraph: Paragraph, cells: bool) -> tuple[str, str] | None:
    """The code of a field that a cell holds, or a line begins with, and what follows it."""
    if cells:
        text = paragraph.text.strip()
        return (text, "") if paragraph.end == "cell" and text in _COLUMNS else None
    found = _CODED.fullmatch(paragraph.text)
    return (found["code"], found["value"]) if found and found["code"] in _COLUMNS else None


def _coded(paragraphs: Sequence[Paragraph]) -> dict[str, list[str]]:
    """The paragraphs of each field, by its code; none where there are no codes."""
    fields: dict[str, list[str]] = {}
    current = None
    cells = any(p.end == "cell" for p in paragraphs)
    for paragraph in paragraphs:
        found = _code(paragraph, cells)
        if found is not None:
            current = fields.setdefault(found[0], [])
            value = found[1].strip()
        else:
            value = paragraph.text.strip()
        if value and current is not None:
            current.append(value)
    return fields


def _tagged(fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The record of an article whose fields bear Factiva's codes."""
    record: dict[str, str] = {}
    for code, values in fields.items():
        column = _COLUMNS.get(code)
        if column is None:
            continue
        joined = ("\n\n" if column == "text" else "\n").join(values)
        both = [record.get(column, ""), joined]
        record[column] = "\n\n".join(part for part in both if part)
    return _finished(record)


def _by_place(paragraphs: Sequence[Paragraph]) -> Article:
    """An article without codes: its headline is bold, and a count of words ends its head."""
    lines = [p for p in paragraphs if p.text.strip()]
    counts = [i for i, p in enumerate(lines[:_HEAD_LINES]) if _COUNT.fullmatch(p.text.strip())]
    article = Article(counted=False)
    if not counts:
        article.paragraphs = [p.text.strip() for p in lines]
        return article
    before = lines[: counts[0]]
    bold = [i for i, p in enumerate(before) if p.bold >= len(p.text.rstrip())]
    if not bold:
        bold = [1 if len(before) > 2 else 0] if before else []
    title = bold[-1] if bold else -1
    article.section = [p.text.strip() for i, p in enumerate(before) if i < title and i not in bold]
    article.title = " ".join(" ".join(before[i].text.split()) for i in bold)
    article.author = "\n".join(p.text.strip() for p in before[title + 1 :])
    after = [p.text.strip() for p in lines[counts[0] :]]
    ended = next((i for i, text in enumerate(after[:12]) if _RIGHTS.match(text)), None)
    head = 5 if ended is None else ended + 1
    article.head, article.paragraphs = after[:head], after[head:]
    if article.paragraphs and _ACCESSION.fullmatch(article.paragraphs[-1]):
        article.rest = [article.paragraphs.pop()]
        last = article.paragraphs[-1] if article.paragraphs else ""
        if last and len(last) < 100 and (not _SENTENCE.search(last) or _FIRM.search(last)):
            article.rest.insert(0, article.paragraphs.pop())
    return article


def _untagged(article: Article) -> dict[str, str]:
    """The record of an article whose head has no codes: its lines are told by their place."""
    record = {
        "title": article.title,
        "author": article.author,
        "section": "; ".join(article.section),
        "text": "\n\n".join(article.paragraphs),
    }
    head = list(article.head)
    counts = [i for i, line in enumerate(head) if _COUNT.fullmatch(line)]
    if counts:
        record["length_stated"] = head[counts[0]]
        head = head[counts[0] + 1 :]
    for column, form in (("date", None), ("time", _TIME), ("outlet", None)):
        if head and (form is None or form.fullmatch(head[0])):
            record[column] = head.pop(0)
    if head and _SOURCE_CODE.fullmatch(head[0]):
        record["source_code"] = head.pop(0)
    rights = [i for i, line in enumerate(head) if _RIGHTS.match(line)]
    if rights:
        record["copyright"] = " ".join(head[rights[0] :])
        head = head[: rights[0]]
    if head:
        record["language"] = head.pop()
    if head and _PAGE.fullmatch(head[-1]):
        record["page"] = head.pop()
    record["edition"] = "\n".join(head)
    for line in article.rest:
        if found := _ACCESSION.fullmatch(line):
            record["article_id"] = found["id"]
        else:
            publisher = record.get("publisher")
            record["publisher"] = f"{publisher}\n{line}" if publisher else line
    return _finished(record)


def _finished(record: dict[str, str]) -> dict[str, str]:
    """The record with a date, a length and an identifier in the form that is kept."""
    date, time = record.pop("date", ""), record.pop("time", "")
    read = plain_date(f"{date} {time}".strip())
    record["date"] = read[0] if read else date
    length = record.pop("length_stated", "")
    if _COUNT.fullmatch(length.strip()) and (words := stated_words(length)) is not None:
        record["length_stated"] = str(words)
    if found := _ACCESSION.fullmatch(record.get("article_id", "")):
        record["article_id"] = found["id"]
    for kind, codes in _KINDS.items():
        if codes.search(record.get("subject", "")):
            record.setdefault("genre", kind)
    record["title"] = " ".join(record.get("title", "").split())
    return record
