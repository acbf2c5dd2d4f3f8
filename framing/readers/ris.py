"""RIS: references from news archives and reference managers, as a rule without texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import FramingError
from framing.readers.encoding import detect_encoding, open_text
from framing.readers.gather import Gatherer, Read

if TYPE_CHECKING:
    from framing.readers.formats import Head

_BEGINS = re.compile(r"\s*(?:\d+\.\s*)?TY {1,2}-")
_TAG = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*)|$)", re.DOTALL)
_FULL_TEXT = re.compile(r"\s*full ?text\s*[:\u2013-]\s*", re.IGNORECASE)
_NO_TEXT = re.compile(r"(?:full ?text )?(?:is )?(?:not|none|un)[ -]?available\.?", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})")
_MONTH_DAY = re.compile(r"(\d{4})[ /]([A-Za-z]{3,9})\.?[ /](\d{1,2})")
_LINKED_DAY = re.compile(r"[?&;]date=(\d{4}-\d\d-\d\d)(?!\d)")
_NAMES = {
    "title": ("TI", "T1"),
    "outlet": ("JF", "T2", "JO", "JA"),
    "url": ("UR",),
    "section": ("SE",),
    "language": ("LA",),
    "place": ("CY", "PP"),
    "page": ("SP",),
    "database": ("DB", "DP"),
    "publisher_name": ("PB",),
    "reference_type": ("TY",),
}


def is_ris(head: Head) -> bool:
    """Whether it begins with the type of a reference."""
    return _BEGINS.match(head.text) is not None


def read_ris(path: Path, source: str) -> Read:
    """Read references; an abstract is no text, and only what is called a full text is one.

    The date is that of the fields DA, Y1 or PY where they give a day, else that of a link which
    gives one as a field; a year alone is `publication_year`.
    """
    gathered = Gatherer(typed=False)
    encoding = detect_encoding(path)
    gathered.source(source, "ris", encoding)
    row = 0
    with open_text(path, encoding) as file:
        for row, (fields, whole) in enumerate(_references(file), 1):
            if whole:
                gathered.keep(_article(fields), source, row)
            else:
                gathered.reject("the file breaks off inside this reference", source, row)
    if row == 0:
        raise FramingError(f"{source} holds no reference: each begins with a line `TY  - …`.")
    return gathered.finish()


def _references(lines: Iterable[str]) -> Iterator[tuple[dict[str, list[str]], bool]]:
    """The values of each tag, and whether the reference is there to its end."""
    fields: dict[str, list[list[str]]] | None = None
    last: list[str] = []
    ends, line = False, "\n"
    for line in lines:
        found = _TAG.match(line.rstrip("\r\n").lstrip("\ufeff"))
        if found is None:
            last.append(line.strip())
            continue
        tag, value = found[1], (found[2] or "").strip()
        if tag in ("TY", "ER") and fields is not None:
            yield _joined(fields), True
            fields = None
            ends |= tag == "ER"
        if tag == "TY":
            fields = {}
        last = [value]
        if fields is not None and tag != "ER":
            fields.setdefault(tag, []).append(last)
    if fields is not None:
        yield _joined(fields), line.endswith(("\n", "\r")) and not ends


def _joined(fields: Mapping[str, list[list[str]]]) -> dict[str, list[str]]:
    joined = {tag: ["\n".join(lines).strip() for lines in values] for tag, values in fields.items()}
    return {tag: list(filter(None, values)) for tag, values in joined.items() if any(values)}


def _article(fields: Mapping[str, list[str]]) -> dict[str, str]:
    article = {}
    for name, tags in _NAMES.items():
        values = [value for tag in tags for value in fields.get(tag, ())]
        if values:
            article[name] = " ".join(values[0].split())
    for name, tags in (("author", ("AU", "A1")), ("keywords", ("KW",))):
        values = [value for tag in tags for value in fields.get(tag, ())]
        if values:
            article[name] = "; ".join(dict.fromkeys(values))
    article |= _told(fields)
    article |= _dated(fields)
    if "AN" in fields:
        article["article_id"] = fields["AN"][0].partition(";")[0].strip()
    if "M3" in fields and not fields["M3"][0].startswith("10."):  # a DOI
        article["document_type"] = fields["M3"][0]
    return article


def _told(fields: Mapping[str, list[str]]) -> dict[str, str]:
    """The text, the abstract and the notes."""
    told: dict[str, list[str]] = {"text": [], "abstract": [], "notes": []}
    for tag, name in (("AB", "abstract"), ("N2", "abstract"), ("N1", "notes")):
        for value in fields.get(tag, ()):
            mark = _FULL_TEXT.match(value)
            told["text" if mark else name].append(value[mark.end() :] if mark else value)
    told["text"] = [value for value in told["text"] if value and not _NO_TEXT.fullmatch(value)][:1]
    return {
        name: "\n\n".join(
            line.strip() for line in "\n".join(dict.fromkeys(values)).split("\n") if line.strip()
        )
        for name, values in told.items()
        if values
    }


def _dated(fields: Mapping[str, list[str]]) -> dict[str, str]:
    written = [value for tag in ("DA", "Y1", "PY") for value in fields.get(tag, ())]
    for value in written:
        if found := _DAY.match(value):
            return {"date": f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"}
        if found := _MONTH_DAY.match(value):
            return {"date": f"{found[3]} {found[2]} {found[1]}"}
    others = [value for value in written if not re.fullmatch(r"\d{4}/*", value)]
    if others:
        return {"date": others[0]}
    for link in fields.get("L2", ()):
        found = _LINKED_DAY.search(link)
        if found and not found[1].endswith("-01-01"):  # said of the year alone
            return {"date": found[1]}
    return {"publication_year": written[0].rstrip("/")} if written else {}
