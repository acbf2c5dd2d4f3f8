"""Rules by which a match of a lexicon is no hit: negation, and titles of works and names.

Both are rules of thumb over tokens, for English, and a lexicon turns them on for a category.
They look at spelling alone; what they get right on news is given in docs/lexicon.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk

    Ints = NDArray[np.integer]
    Bools = NDArray[np.bool_]

REACH = 3
NEGATORS = frozenset("not no never without neither nor cannot none nobody nothing hardly".split())
# What ends the reach of a negation: marks and words that open a clause, and words with which
# "not" and "no" say something else (not only, no doubt).
NEGATION_ENDS = frozenset(
    ", ; : ( ) [ ] - -- – — … ... but and because while although though that which who whom "
    "whose if whether until unless since when where only just merely simply least doubt wonder "
    "matter".split()
)
SMALL_WORDS = frozenset(
    "a an the of and in on at to for by with from or as is & de la le du der van von".split()
)
QUOTE_MARKS = frozenset("\"'“”‘’„«»")
LONGEST_TITLE = 12


def negated(chunk: Chunk, start: Ints, end: Ints) -> Bools:
    """Whether each span is negated.

    It is where one of the three words before it is a negation (not, no, never, without,
    neither, nor, cannot, none, nobody, nothing, hardly, or ends in n't), in the same sentence
    and with no clause boundary between: a comma, semicolon, colon, bracket, dash, or a word
    that opens a clause (but, and, because, that, who, …). Nor is it where only, just, merely,
    simply, least, doubt, wonder or matter stands between: "not only", "no doubt".

    Parameters
    ----------
    start, end : int64 (n_spans,)
        Positions of tokens.
    """
    folded = chunk.types.folded_strings.tolist()
    negator = np.array([s in NEGATORS or s.endswith("n't") for s in folded], dtype=bool)
    ends = _members(folded, NEGATION_ENDS)
    ids = chunk.types.folded[chunk.ids]
    words = np.flatnonzero(chunk.word)
    rank = np.searchsorted(words, start)
    found = np.zeros(len(start), dtype=bool)
    n_ends = np.concatenate([[0], np.cumsum(ends[ids], dtype=np.int32)])
    for back in range(1, REACH + 1):
        there = rank >= back
        word = words[np.where(there, rank - back, 0)] if len(words) else np.zeros_like(start)
        there &= chunk.token_sentence[word] == chunk.token_sentence[start]
        there &= n_ends[start] == n_ends[word + 1]
        found |= there & negator[ids[word]]
    return found


def titled(chunk: Chunk, start: Ints, end: Ints) -> Bools:
    """Whether each span is part of the title of a work or of a name.

    It is where its words are capitalised (not all in capitals; small words such as "of" aside)
    and either

    - a capitalised word stands next to it, directly or beyond one small word, it does not
      begin a sentence, a quotation or what follows a colon, and the sentence has fewer
      capitalised words than others (so is no headline); or
    - it stands between quotation marks of one sentence together with at most eleven other
      words, all of them capitalised or small, and there are two capitalised words at least, or
      it fills a quotation by itself that does not begin the sentence.

    Parameters
    ----------
    start, end : int64 (n_spans,)
        Positions of tokens.
    """
    types = chunk.types
    small_folded = _members(types.folded_strings.tolist(), SMALL_WORDS)
    mark_type = _members(types.strings.tolist(), QUOTE_MARKS)
    capital_type = types.is_capital & ~types.is_upper
    # One token beyond either end, so that neighbours need no special cases.
    ids = np.pad(chunk.ids, 2, constant_values=-1)
    inside = ids >= 0
    capital = inside & capital_type[ids]
    small = inside & small_folded[types.folded[ids]] & ~capital
    mark = inside & mark_type[ids]
    word = np.pad(chunk.word, 2)
    sentence = np.pad(chunk.token_sentence, 2, constant_values=-1)
    first, last = start + 2, end + 1  # padded positions of the span's first and last token

    capitals, words, others = (
        np.concatenate([[0], np.cumsum(flags, dtype=np.int32)])
        for flags in (capital, word, word & ~capital & ~small)
    )

    def count(sums: Ints, low: Ints, high: Ints) -> Ints:
        return sums[high] - sums[low]

    written = capital[first] & (count(others, first, last + 1) == 0)
    bounds = chunk.sentence_offsets + 2
    low, high = bounds[sentence[first]], bounds[sentence[first] + 1]
    opens = count(words, low, first) == 0

    def near(at: Ints, step: int) -> Bools:
        here = sentence[at + step] == sentence[at]
        beyond = here & (sentence[at + 2 * step] == sentence[at])
        return (here & capital[at + step]) | (beyond & small[at + step] & capital[at + 2 * step])

    colon = inside & _members(types.folded_strings.tolist(), {":"})[types.folded[ids]]
    begun = opens | ((mark | colon)[first - 1])
    headline = 2 * count(capitals, low, high) >= count(words, low, high)
    named = ~begun & ~headline & (near(first, -1) | near(last, 1))

    marks = np.flatnonzero(mark)
    quoted = np.zeros(len(start), dtype=bool)
    if len(marks):
        before = np.searchsorted(marks, first) - 1
        after = np.searchsorted(marks, last, side="right")
        paired = (before >= 0) & (after < len(marks))
        left = marks[np.maximum(before, 0)]
        right = marks[np.minimum(after, len(marks) - 1)]
        paired &= (left >= low) & (right < high)
        left, right = np.where(paired, left, first), np.where(paired, right, first)
        several = count(capitals, left, right) >= 2
        several &= count(words, left, right) <= LONGEST_TITLE
        several &= count(others, left, right) == 0
        alone = (left == first - 1) & (right == last + 1) & (count(words, low, left) > 0)
        quoted = paired & (several | alone)
    return written & (named | quoted)


def _members(strings: list[str], wanted: frozenset[str] | set[str]) -> Bools:
    return np.array([string in wanted for string in strings], dtype=bool)
