"""Finding a lexicon's patterns in a chunk of tokens.

A pattern is compiled against the distinct strings of a chunk and then looked up, so the work
on spelling is done once a string and the rest is integer arrays. In this order:

1. Words match whole tokens. The words of a phrase are neighbouring tokens of one sentence.
2. A match that lies within a match of one of its category's exceptions is left out.
3. Of the matches of one category that overlap, the one that begins first is the hit, and of
   those that begin together the longest. Categories do not affect one another.
4. Where the category says so, negated hits (`negated`) and hits in titles and names
   (`titled`) are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from framing.errors import FramingError
from framing.lexicon.rules import negated, titled
from framing.tokens.scan import scan
from framing.tokens.vocabulary import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.lexicon import Category
    from framing.tokens import Chunk, Types

    Ints = NDArray[np.integer]
    Bools = NDArray[np.bool_]

MAX_LENGTH = 200
_WILD = re.compile(r"([*?])")


@dataclass(frozen=True)
class Matches:
    """Hits in a chunk, ordered by token_start, then by category.

    `category` and `pattern`, int32 (n_hits,), count the lexicon's categories and, over all
    of them, its patterns, both from 0. `token_start`, `token_end` int64 (n_hits,) are positions
    in the chunk's tokens, the end exclusive.
    """

    category: Ints
    pattern: Ints
    token_start: Ints
    token_end: Ints

    def __len__(self) -> int:
        return len(self.category)

    def where(self, keep: Bools | Ints) -> Matches:
        """Some of the hits, by a mask or by their numbers."""
        return Matches(
            self.category[keep], self.pattern[keep], self.token_start[keep], self.token_end[keep]
        )


@dataclass(frozen=True)
class Program:
    """A lexicon's patterns as arrays over their distinct words.

    `words` are (word, exact) pairs, `pattern_words` int32 (n_patterns, most words of any) their
    numbers, -1 beyond a pattern's `length`; exceptions stand after all patterns.
    """

    words: tuple[tuple[str, bool], ...]
    pattern_words: NDArray[np.int32]
    length: Ints
    category: NDArray[np.int32]
    n_patterns: int
    drop_negated: Bools
    drop_titled: Bools

    @classmethod
    def of(cls, categories: Mapping[str, Category]) -> Program:
        numbers: dict[tuple[str, bool], int] = {}
        rows: list[list[int]] = []
        owner: list[int] = []
        for exceptions in (False, True):
            for number, category in enumerate(categories.values()):
                for pattern in category.exceptions if exceptions else category.patterns:
                    pairs = words_of(pattern)
                    rows.append([numbers.setdefault(pair, len(numbers)) for pair in pairs])
                    owner.append(number)
        pattern_words = np.full((len(rows), max(map(len, rows), default=1)), -1, dtype=np.int32)
        for number, row in enumerate(rows):
            pattern_words[number, : len(row)] = row
        return cls(
            words=tuple(numbers),
            pattern_words=pattern_words,
            length=(pattern_words >= 0).sum(axis=1),
            category=np.array(owner, dtype=np.int32),
            n_patterns=sum(len(category.patterns) for category in categories.values()),
            drop_negated=np.array([c.negation == "drop" for c in categories.values()], dtype=bool),
            drop_titled=np.array([c.titles == "drop" for c in categories.values()], dtype=bool),
        )

    def match(self, chunk: Chunk) -> Matches:
        """The hits in a chunk, by the rules at the head of this module."""
        word_of_pair, type_of_pair = types_of_words(self.words, chunk.types)
        found = _Found(chunk, word_of_pair, type_of_pair, len(self.words))
        pattern, start = (
            np.concatenate(parts)
            for parts in zip(self._single(found), self._phrases(found), strict=True)
        )
        end = start + self.length[pattern]
        matches = Matches(self.category[pattern], pattern.astype(np.int32), start, end)
        order = np.lexsort((pattern, -end, start, matches.category))
        matches = self._without_excepted(matches.where(order))
        matches = matches.where(_leftmost(matches))
        for drop, rule in ((self.drop_negated, negated), (self.drop_titled, titled)):
            concerned = np.flatnonzero(drop[matches.category])
            if len(concerned):
                spans = matches.where(concerned)
                keep = np.ones(len(matches), dtype=bool)
                keep[concerned] = ~rule(chunk, spans.token_start, spans.token_end)
                matches = matches.where(keep)
        return matches.where(np.lexsort((matches.category, matches.token_start)))

    def _without_excepted(self, matches: Matches) -> Matches:
        excepting = matches.pattern >= self.n_patterns
        hits = matches.where(~excepting)
        return hits.where(~_within(hits, matches.where(excepting)))

    def _single(self, found: _Found) -> tuple[Ints, Ints]:
        """(pattern, token) of every match of a one-word pattern."""
        patterns = np.flatnonzero(self.length == 1)
        return found.tokens_of(self.pattern_words[patterns, 0], patterns)

    def _phrases(self, found: _Found) -> tuple[Ints, Ints]:
        """(pattern, first token) of every match of a phrase, sought at its rarest word."""
        phrases = np.flatnonzero(self.length > 1)
        words = self.pattern_words[phrases]
        frequency = np.where(words >= 0, found.frequency[words], np.iinfo(np.int64).max)
        anchor = frequency.argmin(axis=1) if len(phrases) else np.zeros(0, dtype=np.int64)
        which, token = found.tokens_of(
            words[np.arange(len(phrases)), anchor], np.arange(len(phrases))
        )
        pattern, start = phrases[which], token - anchor[which]
        end = start + self.length[pattern]
        inside = (start >= 0) & (end <= len(found.ids))
        pattern, start, end = pattern[inside], start[inside], end[inside]
        same = found.sentence[start] == found.sentence[end - 1]
        pattern, start = pattern[same], start[same]
        for position in range(words.shape[1]):
            word = self.pattern_words[pattern, position]
            asked = np.flatnonzero(word >= 0)
            keep = np.ones(len(pattern), dtype=bool)
            keep[asked] = found.matches(word[asked], found.ids[start[asked] + position])
            pattern, start = pattern[keep], start[keep]
        return pattern, start


class _Found:
    """Which types a program's words match in a chunk, and where those types stand."""

    def __init__(self, chunk: Chunk, word: Ints, type_: Ints, n_words: int) -> None:
        self.ids = chunk.ids
        self.sentence = chunk.token_sentence
        self.n_types = len(chunk.types.is_word)
        order = np.argsort(word, kind="stable")
        self.types = type_[order]
        self.first = np.searchsorted(word[order], np.arange(n_words + 1))
        self.keys = np.sort(word * self.n_types + type_)
        per_type = np.bincount(chunk.ids, minlength=self.n_types)
        self.frequency = np.bincount(word, weights=per_type[type_], minlength=n_words).astype(
            np.int64
        )

    def matches(self, word: Ints, type_: Ints) -> Bools:
        """Whether each word matches the type beside it."""
        if not len(self.keys):
            return np.zeros(len(word), dtype=bool)
        keys = word.astype(np.int64) * self.n_types + type_
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return self.keys[at] == keys

    def tokens_of(self, word: Ints, label: Ints) -> tuple[Ints, Ints]:
        """(label, token) for every token of a type that the label's word matches."""
        counts = self.first[word + 1] - self.first[word]
        label = np.repeat(label, counts)
        types = self.types[_ranges(self.first[word], counts)]
        order = np.argsort(types, kind="stable")
        label, types = label[order], types[order]
        starts = np.searchsorted(types, np.arange(self.n_types + 1))
        wanted = np.diff(starts)
        tokens = np.flatnonzero((wanted > 0)[self.ids])
        repeats = wanted[self.ids[tokens]]
        return label[_ranges(starts[self.ids[tokens]], repeats)], np.repeat(tokens, repeats)


def _ranges(starts: Ints, counts: Ints) -> Ints:
    """The integers from each start on, as many as its count, end to end."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - counts), counts)


def _leftmost(matches: Matches) -> Bools:
    """The hits among matches sorted by category, start and falling end."""
    start, end = _on_one_line(matches)
    fresh = start >= np.concatenate([[0], np.maximum.accumulate(end)[:-1]])
    crowded = np.flatnonzero(~fresh | np.append(~fresh[1:], False)[: len(fresh)])
    keep = np.ones(len(matches), dtype=bool)
    reached = -1
    spans = zip(crowded.tolist(), start[crowded].tolist(), end[crowded].tolist(), strict=True)
    for number, first, last in spans:
        if first >= reached:
            reached = last
        else:
            keep[number] = False
    return keep


def _within(matches: Matches, others: Matches) -> Bools:
    """Whether each match lies within one of the others of its category; both sorted."""
    if not len(others):
        return np.zeros(len(matches), dtype=bool)
    length = max(_length(matches), _length(others))
    start, end = _on_one_line(matches, length)
    other_start, other_end = _on_one_line(others, length)
    furthest = np.maximum.accumulate(other_end)
    before = np.searchsorted(other_start, start, side="right") - 1
    return (before >= 0) & (furthest[np.maximum(before, 0)] >= end)


def _length(matches: Matches) -> int:
    return int(matches.token_end.max(initial=0))


def _on_one_line(matches: Matches, length: int | None = None) -> tuple[Ints, Ints]:
    """Starts and ends with the categories set apart, so that one running maximum serves all."""
    shift = matches.category.astype(np.int64) * ((length or _length(matches)) + 1)
    return matches.token_start + shift, matches.token_end + shift


# --- spelling ------------------------------------------------------------------------------------


def check_pattern(pattern: object, where: str) -> None:
    """Raise a `FramingError` if this is no pattern."""
    if not isinstance(pattern, str):
        raise FramingError(f"{where} has the pattern {pattern!r}, which is not text; quote it.")
    if len(pattern) > MAX_LENGTH:
        raise FramingError(
            f"{where} has a pattern of {len(pattern):,} characters ({pattern[:20]!r}…); "
            f"at most {MAX_LENGTH} are taken."
        )
    if all(set(word) <= set("*?") for word, _ in words_of(pattern)):
        raise FramingError(f"{where} has the pattern {pattern!r} without a letter; remove it.")


def words_of(pattern: str) -> list[tuple[str, bool]]:
    """The tokens of a pattern, folded, or as written where they are to match as written."""
    exact = pattern.startswith("=")
    words = [token for word in pattern.removeprefix("=").split() for token in _tokens(word)]
    return [(_straight(word) if exact else _fold(word), exact) for word in words]


def _tokens(word: str) -> list[str]:
    """A word cut as text is cut; a wildcard keeps it in one piece."""
    if _WILD.search(word) or (word.isascii() and word.isalpha()):
        return [word]
    found = scan(f"\n{word}\n")
    return [found.strings[number] for number in found.ids]


def _fold(word: str) -> str:
    return "".join(map(fold, _WILD.split(word)))


def _straight(word: str) -> str:
    return word.replace("’", "'")


def types_of_words(words: Sequence[tuple[str, bool]], types: Types) -> tuple[Ints, Ints]:
    """(number of the word, type) int64 pairs: which types each word or glob matches."""
    vocabulary = _Vocabulary(types, globs=any(_WILD.search(word) for word, _ in words))
    folded = [vocabulary.folded_of(_fold(word) if exact else word) for word, exact in words]
    counts = np.array([len(numbers) for numbers in folded], dtype=np.int64)
    word, type_ = vocabulary.types_of(
        np.repeat(np.arange(len(words)), counts),
        np.concatenate([np.zeros(0, dtype=np.int64), *folded]),
    )
    exact = np.array([exact for _, exact in words], dtype=bool)
    keep = np.ones(len(word), dtype=bool)
    for pair in np.flatnonzero(exact[word]).tolist():
        written = _straight(types.strings[type_[pair]])
        keep[pair] = _regex(words[word[pair]][0]).fullmatch(written) is not None
    return word[keep], type_[keep]


class _Vocabulary:
    """The folded strings of a chunk, in order for globs that begin with letters."""

    def __init__(self, types: Types, globs: bool) -> None:
        self.strings: list[str] = types.folded_strings.tolist()
        self.number_of = dict(zip(self.strings, range(len(self.strings)), strict=True))
        self.by_folded = np.argsort(types.folded, kind="stable")
        self.first = np.searchsorted(types.folded[self.by_folded], np.arange(len(self.strings) + 1))
        self.sorted: list[str] = []
        if globs:  # a wildcard never matches a punctuation mark
            is_word = np.zeros(len(self.strings), dtype=bool)
            is_word[types.folded] = types.is_word
            self.sorted = sorted(self.strings[number] for number in np.flatnonzero(is_word))
            self.numbers = np.array(
                [self.number_of[string] for string in self.sorted], dtype=np.int64
            )

    def folded_of(self, word: str) -> Ints:
        """The numbers of the folded strings that a word or glob matches."""
        wild = _WILD.search(word)
        if wild is None:
            number = self.number_of.get(word)
            return np.array([] if number is None else [number], dtype=np.int64)
        prefix = word[: wild.start()]
        low = bisect_left(self.sorted, prefix)
        high = len(self.sorted)
        if prefix:
            high = bisect_left(self.sorted, prefix + "\U0010ffff", lo=low)
        numbers = self.numbers[low:high]
        if word == f"{prefix}*":
            return numbers
        glob = _regex(word)
        fits = [glob.fullmatch(string) is not None for string in self.sorted[low:high]]
        return numbers[np.array(fits, dtype=bool)]

    def types_of(self, label: Ints, folded: Ints) -> tuple[Ints, Ints]:
        """(label, type) for every type with the folded string."""
        counts = self.first[folded + 1] - self.first[folded]
        return np.repeat(label, counts), self.by_folded[_ranges(self.first[folded], counts)]


def _regex(glob: str) -> re.Pattern[str]:
    """A glob as an expression that never goes back, so that no lexicon can make it hang."""
    first, *rest = ("".join(_char(c) for c in part) for part in re.split(r"\*+", glob))
    if not rest:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{part})" for part in rest[:-1] if part)
    return re.compile(f"{first}{middle}.*{rest[-1]}", re.DOTALL)


def _char(char: str) -> str:
    return "." if char == "?" else re.escape(char)
