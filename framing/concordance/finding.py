"""Keyword in context: where a word or phrase stands, with what is said around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.concordance.shown import Concordance
from framing.errors import FramingError, check_choice
from framing.lexicon import Lexicon
from framing.parallel import map_chunks
from framing.tokens import make_chunk, tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

AROUND = 12  # tokens on either side
_WORD = re.compile(r"\w+")
_FIRST = ["article_id", "outlet", "event", "date", "sentence", "left", "keyword", "right"]
_LAST = ["voice", "char_start", "char_end"]


def kwic(tokens: Tokens | Corpus, pattern: str, by: str | Sequence[str] = "outlet") -> Concordance:
    """Show every use of a word or phrase with the words around it.

    Arguments:
        tokens: the articles.
        pattern: as in lexicons: `*` stands for any letters within a word, also none, `?` for
            one, a lone `*` in a phrase for any one word; case is ignored unless the pattern
            begins with `=`. Of matches that overlap the one that begins first counts, and of
            those that begin together the longest.
        by: the column to sort by, one of the table's or of the articles', or several, as in
            `by=["outlet", "right"]`; equal rows stay in the order of the articles. "left" sorts
            by the words before from the last one backwards, "right" by the words behind.

    Returns:
        A frame with one row a match, which a notebook shows with the keywords beneath one another
        and `.lines()` as text:

        - article_id, outlet, event, date: whose it is; NaN where not known
        - sentence: its number in the article, from 0
        - left, keyword, right: the text as written, with 12 words and marks on either side (fewer
          at the ends of the article); line breaks are shown as spaces
        - voice: 0 the outlet's own words, 1 quoted, 2 in part quoted
        - char_start, char_end: the keyword's code points in the field
        - the columns `by`, if they are none of these

    Raises:
        FramingError: `by` is no column or none at all, or the pattern has no letter.

    >>> from framing.corpus import Corpus
    >>> frame = pd.DataFrame({
    ...     "outlet": ["B", "A"],
    ...     "text": ["The so-called reform passed.", "“A reform at last,” she said."],
    ... })
    >>> kwic(Corpus.from_frame(frame), "reform*")[["outlet", "left", "keyword", "voice"]]
      outlet           left keyword  voice
    0      A             “A  reform      1
    1      B  The so-called   reform      0
    """
    tokens = tokenize(tokens)
    articles = tokens.articles
    keys = [by] if isinstance(by, str) else list(by)
    if not keys:
        raise FramingError("by is empty; name a column to sort by, such as 'outlet'.")
    for key in keys:
        check_choice("by", key, dict.fromkeys([*_FIRST, *_LAST, *articles.columns]))
    lexicon = Lexicon.from_dict({"keyword": [pattern]})
    frames = map_chunks(_lines, tokens, lexicon) or [_lines(make_chunk([], []), lexicon)]
    table = pd.concat(frames, ignore_index=True)
    about = [name for name in ("outlet", "event", "date", *keys) if name not in table]
    table = table.join(articles.reindex(columns=list(dict.fromkeys(about))), on="article_id")
    table = table.sort_values(keys, key=_sortable, kind="stable", ignore_index=True)
    concordance = Concordance(table[list(dict.fromkeys([*_FIRST, *_LAST, *keys]))])
    concordance.attrs["by"] = keys[0]
    return concordance


def _lines(chunk: Chunk, lexicon: Lexicon) -> pd.DataFrame:
    """The matches in a chunk with what stands around them."""
    matches = lexicon.match(chunk)
    start, last = matches.token_start, matches.token_end - 1
    article = chunk.token_article[start]
    first = np.maximum(start - AROUND, chunk.article_offsets[article])
    final = np.minimum(last + AROUND, chunk.article_offsets[article + 1] - 1)
    keyword_start, keyword_end = chunk.char_start[start], chunk.char_end[last]
    places = zip(
        article.tolist(),
        chunk.char_start[first].tolist(),
        keyword_start.tolist(),
        keyword_end.tolist(),
        chunk.char_end[final].tolist(),
        strict=True,
    )
    text = [
        (chunk.texts[a][left:begin], chunk.texts[a][begin:end], chunk.texts[a][end:right])
        for a, left, begin, end, right in places
    ]
    quoted = np.append(0, np.cumsum(chunk.word & (chunk.voice == 1)))
    words = np.append(0, np.cumsum(chunk.word))
    n_quoted, n_words = quoted[last + 1] - quoted[start], words[last + 1] - words[start]
    shown = pd.DataFrame(text, columns=["left", "keyword", "right"], dtype="str")
    return shown.replace(r"\s+", " ", regex=True).assign(
        article_id=pd.Series(chunk.article_ids[article], dtype="str"),
        sentence=chunk.token_sentence[start] - chunk.article_sentences[article],
        voice=np.where(n_quoted == 0, 0, np.where(n_quoted == n_words, 1, 2)),
        char_start=keyword_start,
        char_end=keyword_end,
    )


def _sortable(values: pd.Series) -> pd.Series:
    """What a column is sorted by; contexts by their words, whatever marks stand between."""
    if values.name not in ("left", "right"):
        return values
    words = values.str.casefold().map(_WORD.findall)
    return words.map(lambda found: " ".join(found[::-1] if values.name == "left" else found))
