"""The passages that two articles have in common, side by side."""

from __future__ import annotations

import html
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.duplicates.paraphrases import align, matched, profiles
from framing.duplicates.shingles import SHINGLE
from framing.tokens import Chunk, make_chunk, tokenize

STATEMENT = 0.4  # share of a sentence's names, numbers and words that its counterpart has
PLACES = 20  # of a sequence of words that an article repeats, the first so many are looked at
COLUMNS = ["one_start", "one_end", "other_start", "other_end", "one_text", "other_text", "kind"]


def copied_passages(corpus: Corpus, one: str, other: str) -> pd.DataFrame:
    """What two articles have in common: the same words, and the same statements in other words.

    Definition: the **same words** are runs of five words or more that stand in both, apart from
    case and marks, quotations included; a word belongs to one run, and longer runs come first. The
    **same statement** are two sentences that `find_duplicates` matches when it looks for
    paraphrases, if .4 of the weight of names, numbers and words of the one stands in the other,
    and not half of either is in the same words already.

    Arguments:
        one, other: the `article_id` of each.

    Returns:
        One row a passage, in the order of article `one`:

        - `one_start`, `one_end`, `other_start`, `other_end`: positions in the articles' texts, in
          characters, so that `text[start:end]` is the passage
        - `one_text`, `other_text`: the passage in each
        - `kind`: "same words" or "same statement"

    Raises:
        FramingError: an article is not in the corpus.

    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": [
    ...     "On Monday the river Tol rose by two metres.", "In Tolby the river Tol rose by far."]})
    >>> copied_passages(Corpus.from_frame(frame), "0", "1")[["one_start", "one_end", "one_text"]]
       one_start  one_end               one_text
    0         10       31  the river Tol rose by
    """
    tokens = tokenize(corpus)
    chunk = make_chunk([one, other], [tokens.text_of(one), tokens.text_of(other)])
    runs = _same_words(chunk)
    rows = [(*run, "same words") for run in runs] + [
        (*pair, "same statement") for pair in _same_statements(chunk, runs)
    ]
    found = []
    for first, last, other_first, other_last, kind in sorted(rows):
        ends = [
            int(chunk.char_start[first]),
            int(chunk.char_end[last]),
            int(chunk.char_start[other_first]),
            int(chunk.char_end[other_last]),
        ]
        texts = (chunk.texts[0][ends[0] : ends[1]], chunk.texts[1][ends[2] : ends[3]])
        found.append((*ends, *texts, kind))
    kinds = dict.fromkeys(COLUMNS, "str") | dict.fromkeys(COLUMNS[:4], "int64")
    return pd.DataFrame(found, columns=COLUMNS).astype(kinds)


Run = tuple[int, int, int, int]  # first and last token in one article and in the other


def _same_words(chunk: Chunk) -> list[Run]:
    """Runs of words that stand in both articles, by their tokens in the chunk."""
    at = np.flatnonzero(chunk.word)
    split = int(np.searchsorted(at, chunk.article_offsets[1]))
    word = chunk.types.folded[chunk.ids[at]].tolist()
    one, other = word[:split], word[split:]
    places: dict[tuple[int, ...], list[int]] = {}
    for b in range(len(other) - SHINGLE + 1):
        found = places.setdefault(tuple(other[b : b + SHINGLE]), [])
        if len(found) < PLACES:
            found.append(b)
    longest = []
    for a in range(len(one) - SHINGLE + 1):
        for b in places.get(tuple(one[a : a + SHINGLE]), []):
            if a and b and one[a - 1] == other[b - 1]:
                continue  # part of a run that began before
            n = SHINGLE
            while a + n < len(one) and b + n < len(other) and one[a + n] == other[b + n]:
                n += 1
            longest.append((-n, a, b))
    taken, other_taken = np.zeros(len(one), bool), np.zeros(len(other), bool)
    runs: list[Run] = []
    for minus, a, b in sorted(longest):
        free = ~(taken[a : a - minus] | other_taken[b : b - minus])
        bounds = np.flatnonzero(np.diff(np.concatenate([[False], free, [False]]).astype(int)))
        for begin, end in bounds.reshape(-1, 2).tolist():
            if end - begin >= SHINGLE:
                taken[a + begin : a + end] = other_taken[b + begin : b + end] = True
                words = (a + begin, a + end - 1, split + b + begin, split + b + end - 1)
                runs.append(tuple(at[list(words)].tolist()))
    return runs


def _same_statements(chunk: Chunk, runs: list[Run]) -> list[Run]:
    """Sentences matched by names, numbers and words, of which little is in the same words."""
    (one, _), (other, _) = profiles(chunk)
    alignment = align(one, other)
    if alignment is None:
        return []
    covered = np.zeros(len(chunk.ids) + 1, np.int64)
    for run in runs:
        for first, last in (run[:2], run[2:]):
            covered[first : last + 1] = 1
    pairs = []
    for a, b, share in matched(alignment):
        sentences = (a, b + int(chunk.article_sentences[1]))
        bounds = [chunk.sentence_offsets[[s, s + 1]] for s in sentences]
        copied = max(covered[start:stop][chunk.word[start:stop]].mean() for start, stop in bounds)
        if share >= STATEMENT and copied < 0.5:
            (start, stop), (other_start, other_stop) = bounds
            pairs.append((start, stop - 1, other_start, other_stop - 1))
    return pairs


@dataclass(frozen=True)
class SideBySide:
    """Two articles' common passages as a table for a notebook, each beside its counterpart."""

    heads: tuple[str, str]
    passages: pd.DataFrame

    def __repr__(self) -> str:
        return f"SideBySide({self.heads[0]!r}, {self.heads[1]!r}, {len(self.passages)} passages)"

    def _repr_html_(self) -> str:
        cell = "text-align:left;vertical-align:top;width:47%;white-space:normal;padding:.4em"
        heads = "".join(f"<th style='{cell}'>{html.escape(head)}</th>" for head in self.heads)
        rows = []
        for row in self.passages.itertuples():
            same = row.kind == "same words"
            texts = "".join(
                f"<td style='{cell}'>{'<mark>' * same}{html.escape(text)}{'</mark>' * same}</td>"
                for text in (row.one_text, row.other_text)
            )
            rows.append(f"<tr>{texts}<td>{html.escape(row.kind)}</td></tr>")
        if not rows:
            rows = ["<tr><td colspan='3'>no passage in common</td></tr>"]
        return (
            "<table style='width:100%;table-layout:fixed'><thead><tr>"
            f"{heads}<th></th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
        )


def side_by_side(corpus: Corpus, one: str, other: str) -> SideBySide:
    """The passages that two articles have in common, as a notebook shows them.

    Each row sets a passage of article `one` beside its counterpart; the same words are marked. The
    texts are escaped: nothing in an article is taken for a part of the page.

    >>> frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["It rained on Tolby all day."] * 2})
    >>> side_by_side(Corpus.from_frame(frame), "0", "1")
    SideBySide('A: 0', 'B: 1', 1 passages)
    """
    passages = copied_passages(corpus, one, other)
    heads = []
    for article_id in (one, other):
        article = corpus.articles.loc[article_id]
        about = [f"{article['outlet']}: {article_id}"]
        if pd.notna(article.get("date")):
            about.append(f"{article['date']:%Y-%m-%d}")
        if pd.notna(article.get("title")):
            about.append(str(article["title"]))
        heads.append(", ".join(about))
    return SideBySide((heads[0], heads[1]), passages)
