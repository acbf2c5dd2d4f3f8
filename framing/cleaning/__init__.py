"""Cleaning: repairs of encoding and marks, and page furniture taken out of the text into fields.

One module a kind of defect; each states its changes, and `framing.cleaning.edits` keeps what was
there before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from framing.cleaning.article import mend, strip
from framing.cleaning.drafts import Drafts, as_edits
from framing.cleaning.edits import undo
from framing.cleaning.repeated import Repeats
from framing.cleaning.units import Page
from framing.columns import listed
from framing.corpus import Corpus
from framing.errors import FramingError

__all__ = ["clean_articles", "original_text", "diffs"]

_ROUNDS = 10  # furniture behind furniture
_PAGES = 5_000  # kept from one look to the next
_INLINE = 12  # characters from which what was taken out is shown by itself
_CONTEXT = 30  # characters to either side of a repair that a diff shows


def clean_articles(corpus: Corpus) -> Corpus:
    """A corpus whose texts are the reports alone, with repaired characters.

    What is done, each under its own name in `receipt.repaired`:

    - **Characters**: UTF-8 that was read in another encoding (â€œ), HTML entities, characters
      without width, and quotation marks and apostrophes lost to `?`, U+FFFD or `"`, are put right
      where nothing else can have stood there. Where marks remain in doubt nothing is changed and
      the article is flagged (`flagged: quotation marks lost`).
    - **Furniture**: lines that an outlet repeats from article to article are taken out, in any
      language and without a list; and menus, newsletters, links to other articles, buttons, notices
      and pull quotes, known by their English words or their place.
    - **Fields**: a headline and a line beneath it, bylines, datelines, captions and agencies'
      credits are taken out of the text into `title`, `subtitle`, `author`, `dateline`, `caption`
      and `agency` (several: one a line). A column that has a value already keeps it.

    Nothing is lost: `receipt.edits` holds each change, and `original_text` gives a field as it was
    read. Cleaning again changes nothing. An article is never left without text.

    Examples
    --------
    >>> frame = pd.DataFrame({
    ...     "outlet": ["A"],
    ...     "text": ["By Ann Lee\\n\\nTOLBY (Reuters) - The mayor said it won?t rain.\\n\\nShare"],
    ... })
    >>> cleaned = clean_articles(Corpus.from_frame(frame))
    >>> cleaned.articles.loc["0", ["text", "author", "dateline", "agency"]].tolist()
    ['The mayor said it won’t rain.', 'Ann Lee', 'TOLBY', 'Reuters']
    >>> original_text(cleaned, "0")[:17]
    'By Ann Lee\\n\\nTOLBY'
    """
    drafts = Drafts(corpus)
    outlets, _ = pd.factorize(corpus.articles["outlet"])
    repeats = Repeats()
    todo: list[int] = list(range(len(corpus)))
    known: dict[int, set[int]] = {}
    for _ in range(_ROUNDS):
        pages: dict[int, Page] = {}
        for i, article in drafts.of(todo):
            mend(article)
            page = Page(article.text)
            repeats.add(i, page)
            if len(pages) < _PAGES:
                pages[i] = page
        found = repeats.found(outlets)
        todo = sorted({*todo, *repeats.holding(found, known, outlets)})
        known = found
        changed = []
        for i, article in drafts.of(todo):
            page = pages.pop(i) if i in pages else Page(article.text)
            repeats.label(i, page, found.get(int(outlets[i]), set()))
            if strip(article, page):
                changed.append(i)
        if not changed:
            break
        todo = changed
    return drafts.corpus()


def original_text(corpus: Corpus, article_id: str, field: str = "text") -> str | None:
    """A field of an article as it was read, before any cleaning.

    None if the field was empty then and has been filled since.

    Raises
    ------
    FramingError
        There is no such article or field, or the field was changed after cleaning.
    """
    articles = corpus.articles
    if article_id not in articles.index:
        raise FramingError(
            f"article_id={article_id!r} is not in the corpus; it has"
            f" {listed(articles.index[:5])} and others."
        )
    if field not in articles:
        raise FramingError(
            f"field={field!r} is not a column of the corpus; it has {listed(articles.columns)}."
        )
    edits = corpus.receipt.edits
    rows = edits[(edits["article_id"] == article_id) & (edits["field"] == field)]
    value = articles.loc[article_id, field]
    return undo(value, as_edits(rows)) if isinstance(value, str) else None


def diffs(corpus: Corpus, articles: Iterable[str] | None = None) -> Iterator[str]:
    """What cleaning changed, an article at a time, to be read by people.

    Parameters
    ----------
    articles
        `article_id`s; by default all, in the order of the corpus. Those without a change are left
        out.

    Yields
    ------
    Lines that begin with `-` for what was taken out, with `+` for a field that was filled, and with
    `~` for repairs, where `[-x-]{+y+}` shows `x` replaced by `y`.
    """
    frame = corpus.articles
    by_article = dict(iter(corpus.receipt.edits.groupby("article_id", sort=False)))
    for article_id in frame.index if articles is None else articles:
        if article_id in by_article and article_id in frame.index:
            head = f"{article_id} ({frame.loc[article_id, 'outlet']})"
            rows = by_article[article_id]
            fields = frame.loc[article_id, list(rows["field"].unique())]
            yield "\n".join([head, *_diff(fields, rows)])


def _diff(fields: pd.Series, rows: pd.DataFrame) -> Iterator[str]:
    for field, group in rows.groupby("field", sort=False):
        edits = as_edits(group)
        original = undo(fields[field], edits)
        for edit in edits:
            if edit.original is None or original is None:
                yield f"  + {field}: {_one_line(edit.replacement)}"
                continue
            end = edit.start + len(edit.original)
            whole = end == len(original) or "\n" in edit.original or len(edit.original) > _INLINE
            if not edit.replacement and whole:
                yield f"  - {_one_line(edit.original)}  ({edit.kind})"
                continue
            before = original[max(0, edit.start - _CONTEXT) : edit.start]
            after = original[end : end + _CONTEXT]
            change = f"[-{edit.original}-]" + f"{{+{edit.replacement}+}}" * bool(edit.replacement)
            where = "" if field == "text" else f"{field}: "
            yield f"  ~ {where}{_one_line(before + change + after)}  ({edit.kind})"


def _one_line(text: str) -> str:
    return " ⏎ ".join(line.strip() for line in text.strip().split("\n") if line.strip())
