"""The same work on every chunk of a corpus, with workers where there are many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from framing.errors import FramingError
from framing.tokens.chunk import Chunk, make_chunk
from framing.tokens.store import KEPT_ARTICLES, Counts, Tokens

Result = TypeVar("Result")


def map_chunks(
    function: Callable[..., Result], tokens: Tokens, *args: Any, jobs: int | None = None
) -> list[Result]:
    """Return `function(chunk, *args)` of each chunk, in article order.

    Chunks are fixed by the corpus, so results do not depend on the number of workers. Up to
    20,000 articles the work is done in this process, since to start workers takes longer than
    to count. Above that joblib's workers tokenize and count chunk by chunk; `function` and
    `args` are then pickled, and any joblib backend (Dask, for one) that is in force is used.

    Arguments:
        jobs: number of workers; `None` leaves it to the size of the corpus and, for large ones,
            to the environment variable FRAMING_JOBS, or else to the number of processors.

    >>> from framing.tokens import tokenize
    >>> from framing.corpus import Corpus
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["Rain fell.", "It was dry."]})
    >>> map_chunks(lambda chunk: len(chunk.ids), tokenize(Corpus.from_frame(frame)))
    [7]
    """
    jobs = workers(tokens.n_articles) if jobs is None else jobs
    if jobs == 1 or tokens.n_chunks < 2:
        return [function(chunk, *args) for chunk in tokens.chunks()]

    from joblib import Parallel, delayed

    source = tokens._source
    tasks = (
        delayed(_work)(function, *source.articles(number), args)
        for number in range(tokens.n_chunks)
    )
    results = []
    for number, (result, counts) in enumerate(Parallel(n_jobs=jobs, return_as="generator")(tasks)):
        source.note(number, counts)
        results.append(result)
    return results


def _work(
    function: Callable[..., Result], article_ids: list[str], texts: list[str], args: tuple[Any, ...]
) -> tuple[Result, Counts]:
    chunk: Chunk = make_chunk(article_ids, texts)
    return function(chunk, *args), Counts.of(chunk)


def long_work(
    what: str, function: Callable[..., Result], tasks: Sequence[tuple[Any, ...]], jobs: int | None
) -> list[Result]:
    """Return `function(*task)` of each task, in their order, with a bar that says how far it is.

    Arguments:
        what: told beside the bar.
        jobs: number of workers; `None` leaves it to the environment variable FRAMING_JOBS, or
            else to the number of processors.
    """
    from joblib import Parallel, delayed

    if jobs is None:
        jobs = workers(KEPT_ARTICLES + 1)
    calls = (delayed(function)(*task) for task in tasks)
    results = []
    with progress(what, len(tasks), shown=jobs != 1) as tell:
        for result in Parallel(n_jobs=jobs, return_as="generator")(calls):
            results.append(result)
            tell(1)
    return results


@contextmanager
def progress(what: str, total: int, shown: bool) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal or in a notebook, if there is enough to do for one to be `shown`."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), TimeRemainingColumn())
    shown = shown and (console.is_terminal or console.is_jupyter)
    with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.advance(task, done)


def workers(n_articles: int) -> int:
    """The number of workers for so many articles, −1 for one a processor: see `map_chunks`.

    >>> workers(500)
    1
    """
    if n_articles <= KEPT_ARTICLES:
        return 1
    setting = os.environ.get("FRAMING_JOBS", "-1")
    try:
        return int(setting)
    except ValueError:
        raise FramingError(
            f"FRAMING_JOBS={setting!r} is not a number; give the number of workers, -1 for one a"
            " processor."
        ) from None
