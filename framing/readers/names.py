"""Names that sources give the columns of a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from framing.columns import KNOWN

_OTHER_NAMES = {
    "article_id": ["id"],
    "outlet": ["source", "publication", "publisher", "source_domain"],
    "text": ["body", "content", "article", "maintext"],
    "date": ["published", "publish_date", "date_publish", "publication_date", "published_at"],
    "title": ["headline"],
    "author": ["authors", "byline"],
    "url": ["link"],
    "path": ["file", "filename"],
}


def recognise(
    names: Iterable[str], given: Mapping[str, str], wanted: Iterable[str] = KNOWN
) -> dict[str, str]:
    """Which column stands for which, new name → old: what is given, and the usual other names.

    Another name counts only where the corpus's own name is absent, and the first of several in
    the order above; capitals, spaces and hyphens don't matter.

    >>> recognise(["Source", "Headline", "text", "body"], {})
    {'outlet': 'Source', 'title': 'Headline'}
    """
    free = {_folded(name): name for name in reversed(list(names)) if name not in given.values()}
    chosen = dict(given)
    for name in wanted:
        if name in given or name in free.values():
            continue
        found = [free[other] for other in (name, *_OTHER_NAMES.get(name, ())) if other in free]
        if found:
            chosen[name] = found[0]
    return chosen


def _folded(name: str) -> str:
    return "_".join(name.strip().casefold().replace("-", " ").split())
