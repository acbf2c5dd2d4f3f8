"""The quotations of a corpus as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.parallel import map_chunks
from framing.quoting.reading import Quotation, read_chunk
from framing.tokens import make_chunk, tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

KINDS = ("direct", "indirect", "mixed", "scare", "heading")
_PLACES = "content_start content_end cue_start cue_end speaker_start speaker_end".split()
COLUMNS = [
    "article_id", "kind", *_PLACES, "speaker", "reliable",
    "sentence", "words", "quoted_words", "cue", "mention",
]  # fmt: skip


def quotations(tokens: Tokens | Corpus) -> pd.DataFrame:
    """Find who is quoted saying what, with the places of content, cue and speaker.

    - **direct**: somebody's words, whole sentences between quotation marks. The content runs
      from the first mark to the last; a cue in between ("A," he said. "B.") lies within it.
    - **mixed**: a clause in the outlet's words that holds some of the speaker's: she said that it
      was "a mistake". The content is the whole clause.
    - **indirect**: the same without marks: she said that it was a mistake.
    - **scare**: some words between marks that nobody is said to have spoken.
    - **heading**: a crosshead, or the title of a book, a film or a programme.

    English only: verbs and pronouns of other languages are not known, and what stands between
    marks is then direct, scare or heading without a speaker.

    Arguments:
        tokens: the articles, or tokens of their titles.

    Returns:
        A frame with one row a quotation, in the order of articles and contents. Places are code
        points in the article's field, Int64, missing where there is none.

        - article_id: str
        - kind: one of the above
        - content_start, content_end: the hull of all its parts
        - cue_start, cue_end: the verb with its auxiliaries (has also said), "according to", or
          the colon
        - speaker_start, speaker_end: who, as written beside the cue, with the apposition
        - speaker: the name this is led back to within the article; where no name is found, the
          mention as written; missing if nobody is mentioned
        - reliable: bool, False in an article whose quotation marks do not add up
        - sentence: of the article in which the content begins, from 0
        - words, quoted_words: in the content, and of these between marks; no quoted word belongs
          to two quotations
        - cue, mention: the texts of cue and speaker

    >>> from framing.corpus import Corpus
    >>> text = "“It poured,” said Ann Lee. She added that it was “a pity”."
    >>> frame = pd.DataFrame({"outlet": ["A"], "text": [text]})
    >>> quotations(Corpus.from_frame(frame))[["kind", "cue", "mention", "speaker"]]
         kind    cue  mention  speaker
    0  direct   said  Ann Lee  Ann Lee
    1   mixed  added      She  Ann Lee
    """
    tokens = tokenize(tokens)
    frames = map_chunks(_table, tokens) or [_table(make_chunk([], []))]
    return pd.concat(frames, ignore_index=True)


def _table(chunk: Chunk) -> pd.DataFrame:
    found = read_chunk(chunk)
    article = np.array([q.article for q in found], dtype=np.int64)
    words = np.append(0, np.cumsum(chunk.word))
    first = np.array([q.first for q in found], dtype=np.int64)
    behind = np.array([q.last + 1 for q in found], dtype=np.int64)
    table = pd.DataFrame(
        {
            "article_id": pd.Series(chunk.article_ids[article], dtype="str"),
            "kind": pd.Series([q.kind for q in found], dtype="str"),
            "content_start": pd.array(chunk.char_start[first], dtype="Int64"),
            "content_end": pd.array(chunk.char_end[behind - 1], dtype="Int64"),
        }
    )
    for name in ("cue", "speaker"):
        spans = [q.cue if name == "cue" else q.mention for q in found]
        missing = np.array([s is None for s in spans], dtype=bool)
        starts = np.array([s[0] if s else 0 for s in spans], dtype=np.int64)
        ends = np.array([s[1] if s else 0 for s in spans], dtype=np.int64)
        for edge, place in (("start", chunk.char_start[starts]), ("end", chunk.char_end[ends])):
            table[f"{name}_{edge}"] = pd.array(place, dtype="Int64")
            table.loc[missing, f"{name}_{edge}"] = pd.NA
        shown = "cue" if name == "cue" else "mention"
        table[shown] = pd.Series(
            [_text(chunk, q, s) for q, s in zip(found, spans, strict=True)], dtype="str"
        )
    table["speaker"] = pd.Series([q.speaker for q in found], dtype="str")
    table["reliable"] = chunk.quotes_reliable[article]
    table["sentence"] = chunk.token_sentence[first] - chunk.article_sentences[article]
    table["words"] = words[behind] - words[first]
    table["quoted_words"] = np.array(
        [sum(words[b] - words[a + 1] for a, b in q.marked) for q in found], dtype=np.int64
    )
    return table[COLUMNS]


def _text(chunk: Chunk, q: Quotation, span: tuple[int, int] | None) -> str | None:
    if span is None:
        return None
    text = chunk.texts[q.article][chunk.char_start[span[0]] : chunk.char_end[span[1]]]
    return " ".join(text.split())
