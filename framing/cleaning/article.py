"""One article being cleaned: its fields as they are, and how they came to be so."""

from __future__ import annotations

import re
from collections import defaultdict

from framing.cleaning import credits, encoding, heads, marks
from framing.cleaning.captions import label_captions
from framing.cleaning.edits import Change, Edit, apply, compose
from framing.cleaning.furniture import label_furniture, share_buttons
from framing.cleaning.people import beginning
from framing.cleaning.pull_quotes import label_pull_quotes
from framing.cleaning.repeated import REPEATED
from framing.cleaning.units import Page

WORDED = ("text", "title", "subtitle")  # fields whose characters are repaired
FILLED = ("title", "subtitle", "author", "dateline", "agency", "caption")  # from the text
_ROUNDS = 20  # damage upon damage
_DOUBT = re.compile(r"[&?]|- ")  # what may be damaged in printable ASCII


class Article:
    """The fields of an article, with the edits that lead to each from what was read.

    `edits` holds the fields that have any; `taken` is, by kind, what was taken out of the text, and
    `counted` how many characters or sequences were repaired.
    """

    def __init__(
        self,
        outlet: str,
        language: str | None,
        fields: dict[str, str | None],
        edits: dict[str, list[Edit]],
    ) -> None:
        self.outlet = outlet
        self.language = language
        self.fields = fields
        self.edits = edits
        self.given = {name for name in FILLED if fields.get(name) is not None}
        self.taken: dict[str, list[str]] = defaultdict(list)
        self.counted: dict[str, int] = defaultdict(int)
        self.changed: set[str] = set()
        self.flag: str | None = None

    @property
    def text(self) -> str:
        return self.fields["text"] or ""

    def change(self, field: str, changes: list[Change], *, taken: bool = False) -> bool:
        """Make changes in a field; not if nothing would be left of it."""
        if not changes:
            return False
        before = self.fields[field] or ""
        after = apply(before, changes)
        if after == before or not after.strip():
            return False
        self.edits[field] = compose(before, self.edits.get(field, []), changes)
        self.fields[field] = after
        self.changed.add(field)
        for change in changes:
            if taken:
                self.taken[change.kind].append(before[change.start : change.end].strip())
            else:
                self.counted[change.kind] += 1
        return True

    def fill(self, field: str, values: list[str]) -> None:
        """Put what was taken out of the text into a field, unless that was given."""
        if not values or field in self.given:
            return
        there = (self.fields.get(field) or "").split("\n")
        both = [value for value in dict.fromkeys([*there, *values]) if value]
        self.fields[field] = "\n".join(both)
        self.edits[field] = [Edit(0, None, "\n".join(both), f"{field} from the text")]
        self.changed.add(field)


def mend(article: Article) -> None:
    """Repair an article's characters, and take the dateline and the last credits off its text."""
    for _ in range(_ROUNDS):
        before = dict(article.fields)
        for field in WORDED:
            _mend_characters(article, field)
        _trim(article)
        if article.fields == before:
            break


def _mend_characters(article: Article, field: str) -> None:
    value = article.fields.get(field)
    if not value or (value.isascii() and value.isprintable() and not _DOUBT.search(value)):
        return
    article.change(field, encoding.entities(value))
    for _ in range(_ROUNDS):  # before soft hyphens go, which may be a part of it
        if not article.change(field, encoding.mojibake(article.fields[field] or "")):
            break
    for step in (encoding.invisible, marks.hyphens):
        article.change(field, step(article.fields[field] or ""))
    text = article.fields[field] or ""
    if marks.damaged(text):
        english = marks.is_english(article.text, article.language)
        article.change(field, marks.restored(text, english))


def strip(article: Article, page: Page) -> bool:
    """Take out of the text what is no part of the report; fill fields with it, and flag damage.

    Returns whether the text has changed.
    """
    before = article.text
    _take_units(article, page)
    if article.text != before:
        _trim(article)
    article.flag = None
    if marks.damaged(article.text):
        english = marks.is_english(article.text, article.language)
        article.flag = marks.flagged(article.text, english)
    return article.text != before


def _take_units(article: Article, page: Page) -> None:
    """Take out lines, and sentences at the edges."""
    fields, outlet = article.fields, article.outlet
    headline = heads.label_title(page, fields.get("title"), outlet)
    names, agencies = heads.label_bylines(page, outlet, fields.get("author"))
    label_furniture(page, outlet)
    captions = label_captions(page)
    top = beginning(page)
    titles = []
    if fields.get("title") is None:
        headline = heads.label_headline(page, top)
        titles = [page.units[headline]] if headline >= 0 else []
    subtitles, pictures = heads.label_subtitle(page, headline, top)
    label_pull_quotes(page)
    reporters, wires = credits.label_notes(page, outlet, fields.get("author"))
    heads.label_leftovers(page, top)
    if not any(True for _ in page.left()):  # rather the outlet's words than none
        page.labels = [None if label == REPEATED else label for label in page.labels]
    changes = page.changes()
    if changes and article.change("text", changes, taken=True):
        article.fill("title", titles)
        article.fill("author", ["\n".join(names or reporters)] if names or reporters else [])
        article.fill("subtitle", subtitles)
        article.fill("caption", [*captions, *pictures])
        article.fill("agency", credits.known([*agencies, *wires]))


def _trim(article: Article) -> None:
    """Take buttons, the dateline at the beginning and credits at the end off the text."""
    outlet = article.outlet
    article.change("text", share_buttons(article.text), taken=True)
    line = credits.dateline(article.text, 0, outlet)
    if line is not None:
        change = Change(0, line.end, "", credits.DATELINE)
        if article.change("text", [change], taken=True):
            article.fill("dateline", [line.place] if line.place else [])
            article.fill("agency", line.agency.split("\n") if line.agency else [])
    end = credits.closing(article.text, outlet)
    if end is not None and article.change("text", [end[0]], taken=True):
        article.fill("agency", end[1])
