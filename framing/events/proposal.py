"""Events laid out in a table for a reader to put right."""

from __future__ import annotations

import os
from pathlib import Path

from framing.corpus import Corpus
from framing.events.align import align_events
from framing.events.reasons import event_reasons
from framing.saving import whole_file


def propose_events(corpus: Corpus, path: str | os.PathLike[str], window_days: float = 7) -> Path:
    """Write the events to a CSV file in which they can be put right in a spreadsheet.

    Of the columns `event`, `article_id`, `outlet`, `date`, `title`, `margin` and `other_event`
    (see `event_reasons`), only `event` is meant to be edited: give articles that belong together
    the same name, any name; empty it for an article that is on its own; delete the rows of events
    to be found anew. It is read back by `align_events(corpus, fixed=path)`, and by a study if it
    lies beside study.toml as `events.csv`.

    Arguments:
        corpus: its events are laid out; where it has none, those that `align_events` finds.
        path: the file to write, whole or not at all. A file there is replaced.

    Returns:
        The path.

    >>> import framing as fr, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = propose_events(fr.example(), Path(folder) / "events.csv")
    ...     again = align_events(fr.example(), overwrite=True, fixed=path)
    >>> again.articles["event"].equals(fr.example().articles["event"])
    True
    """
    aligned = align_events(corpus, window_days)
    table = event_reasons(aligned, window_days=window_days)
    columns = ("event", "article_id", "outlet", "date", "title", "margin", "other_event")
    table = table[[name for name in columns if name in table]]
    with whole_file(Path(path)) as unfinished:
        table.to_csv(unfinished, index=False, encoding="utf-8-sig", float_format="%.3f")
    return Path(path)
