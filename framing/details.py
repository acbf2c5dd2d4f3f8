"""What only one outlet reports of an event: its names and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_choice
from framing.tokens import tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

LONGEST = 6  # words of a name
_POSSESSIVE = re.compile("['’]s?$")
COLUMNS = {
    "outlet": "str",
    "detail": "str",
    "kind": "str",
    "n_mentions": "int64",
    "n_articles": "int64",
    "article_id": "str",
    "sentence": "int64",
    "char_start": "int64",
    "char_end": "int64",
}


class _Mention(NamedTuple):
    words: tuple[str, ...]  # folded
    shown: str
    kind: str
    article_id: str
    sentence: int
    char_start: int
    char_end: int


def exclusive_details(tokens: Tokens | Corpus, event: str, by: str = "outlet") -> pd.DataFrame:
    """Names and numbers that the reports of one outlet have and no other outlet's have.

    Definition: a name is a run of words with capital letters; a word that begins a sentence or
    follows a mark belongs to it only where the event's reports write it so elsewhere too, or where
    another capital follows and they nowhere write it small. Its last word alone is a further
    mention of it. A number has two digits or more. A detail is exclusive
    if one of its words at least is in no other outlet's report of the event, headlines left out.
    What is written without a capital, and what others put in other words, is not seen; a name
    spelt in two ways counts as two.

    Parameters
    ----------
    tokens : Tokens or Corpus
    event : str
        A value of the column ``event``.
    by : str
        The column whose values are told apart.

    Returns
    -------
    DataFrame
        A row for each detail, those of an outlet together and the most frequent first: the
        column `by`; ``detail`` as first written; ``kind`` (name or number); ``n_mentions``,
        ``n_articles``; where it stands first: ``article_id``, ``sentence``, ``char_start``,
        ``char_end`` (code points in the text).

    Raises
    ------
    FramingError
        No article has this event, or `by` is no column.

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> corpus = Corpus.from_frame(pd.DataFrame({
    ...     "outlet": ["A", "B"], "event": "flood",
    ...     "text": ["The Tol rose. Mayor Ada Rook left.", "The Tol rose. Some 300 fled."],
    ... }))
    >>> exclusive_details(corpus, "flood")[["outlet", "detail", "kind"]]
      outlet          detail    kind
    0      A  Mayor Ada Rook    name
    1      B             300  number
    """
    tokens = tokenize(tokens)
    articles = tokens.articles
    check_choice("by", by, list(articles.columns))
    named = articles["event"] == event if "event" in articles else None
    if named is None or not named.any():
        raise FramingError(
            f"event={event!r} is not in the corpus; see corpus.articles['event'].unique()."
        )
    owner = articles.loc[named, by].dropna()
    chunks = list(tokens.select(owner.index).chunks())
    capital = {word for chunk in chunks for word in _capital_words(chunk)}
    small = {word for chunk in chunks for word in _small_words(chunk)}
    mentions = [one for chunk in chunks for one in _mentions(chunk, capital, small)]
    mentions.sort(key=lambda one: (one.article_id, one.char_start))
    told: Counter[str] = Counter()  # by how many of `by` is a word used
    for _, ids in owner.groupby(owner):
        told.update({word for chunk in chunks for word in _words_of(chunk, set(ids.index))})
    frame = pd.DataFrame(
        [one for one in mentions if any(told[word] == 1 for word in one.words)],
        columns=_Mention._fields,
    )
    if owner.nunique() < 2 or frame.empty:
        return _typed(pd.DataFrame(columns=list(COLUMNS)), by)
    frame["outlet"] = frame["article_id"].map(owner)
    whole = {(o, w[-1]): w for o, w in zip(frame["outlet"], frame["words"], strict=True) if w[1:]}
    keys = zip(frame["outlet"], frame["words"], strict=True)
    frame["words"] = [w if w[1:] else whole.get((o, w[0]), w) for o, w in keys]
    frame = frame.sort_values("words", key=lambda words: -words.map(len), kind="stable")
    grouped = frame.groupby(["outlet", "words"], sort=False)
    table = grouped.first().reset_index()
    table["n_mentions"] = grouped.size().to_numpy()
    table["n_articles"] = grouped["article_id"].nunique().to_numpy()
    table["length"] = -table["words"].map(len)
    table = table.sort_values(
        ["outlet", "n_mentions", "length"], ascending=[True, False, True], kind="stable"
    )
    return _typed(table.rename(columns={"shown": "detail"}), by)


def _typed(table: pd.DataFrame, by: str) -> pd.DataFrame:
    table = table[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)
    return table.rename(columns={"outlet": by})


def _capital_words(chunk: Chunk) -> set[str]:
    """The words that have a capital where neither a sentence nor a mark is before them."""
    types = chunk.types
    named = types.is_capital[chunk.ids] & chunk.word & ~_after_a_mark(chunk)
    return set(map(_plain, types.folded_strings[types.folded[chunk.ids[named]]]))


def _plain(word: str) -> str:
    """A word without 's."""
    return _POSSESSIVE.sub("", word)


def _small_words(chunk: Chunk) -> set[str]:
    types = chunk.types
    return set(types.folded_strings[types.folded[types.is_lower & types.is_word]])


def _after_a_mark(chunk: Chunk) -> np.ndarray:
    after = np.append(True, ~chunk.word[:-1])[: len(chunk.ids)]
    after[chunk.sentence_offsets[:-1]] = True
    return after


def _words_of(chunk: Chunk, ids: set[str]) -> set[str]:
    wanted = [i for i, name in enumerate(chunk.article_ids) if name in ids]
    spans = [slice(chunk.article_offsets[i], chunk.article_offsets[i + 1]) for i in wanted]
    types = chunk.types
    found = {word for span in spans for word in types.folded_strings[types.folded[chunk.ids[span]]]}
    return set(map(_plain, found))


def _mentions(chunk: Chunk, capital: set[str], small: set[str]) -> Iterator[_Mention]:
    types, sentences = chunk.types, chunk.token_sentence
    folded = [_plain(types.folded_strings[word]) for word in types.folded[chunk.ids]]
    named = types.is_capital[chunk.ids] & chunk.word
    leads = np.append(named[1:] & ~_after_a_mark(chunk)[1:], False)[: len(named)]
    leads &= np.fromiter((word not in small for word in folded), bool)
    known = np.fromiter((word in capital for word in folded), bool)
    named &= ~_after_a_mark(chunk) | known | leads
    numbers = types.is_number[chunk.ids] & chunk.word

    def mention(at: list[int], kind: str) -> _Mention:
        article = int(chunk.token_article[at[0]])
        start, end = int(chunk.char_start[at[0]]), int(chunk.char_end[at[-1]])
        shown = " ".join(chunk.texts[article][start:end].split())
        end -= len(shown) - len(_plain(shown))
        sentence = int(sentences[at[0]] - chunk.article_sentences[article])
        return _Mention(
            tuple(folded[i] for i in at),
            _plain(shown),
            kind,
            str(chunk.article_ids[article]),
            sentence,
            start,
            end,
        )

    run: list[int] = []
    for i in range(len(chunk.ids)):
        if run and (not named[i] or len(run) == LONGEST or sentences[i] != sentences[run[0]]):
            yield mention(run, "name")
            run = []
        if named[i] and len(folded[i]) > 1:
            run.append(i)
        elif numbers[i] and sum(map(str.isdigit, folded[i])) > 1:
            yield mention([i], "number")
    if run:
        yield mention(run, "name")
