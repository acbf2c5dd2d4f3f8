"""VADER's score of a sentence, as NLTK computes it, for many sentences at once.

Hutto, C. J., and Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment
analysis of social media text. ICWSM 8, 216–225. https://doi.org/10.1609/icwsm.v8i1.14550

The reference is `SentimentIntensityAnalyzer` of NLTK 3.9 and 3.10, whose rules differ from those
of the package vaderSentiment. Its words are what white space leaves apart, and what a word is
(stripped of a mark, in capitals, scored, a negation) does not depend on the words around it. So
all that is asked once a distinct word, and the rules then run over arrays of the scored words,
the hits, and of the three words before each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from string import punctuation
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.measures.white_space import MARKS, Bools, Ints, Spans, Words

Floats = NDArray[np.float64]

STEP, CAPITALS, NEGATED = 0.293, 0.733, -0.74
EXCLAMATION, QUESTION, QUESTIONS = 0.292, 0.18, 0.96
DISTANCE = {1: 1.0, 2: 0.95, 3: 0.9}  # what is left of a booster so many words before
UNITS = 10_000  # scores have four decimals

MORE = """
    absolutely amazingly awfully completely considerably decidedly deeply effing enormously entirely
    especially exceptionally extremely fabulously flippin flipping frickin fricking friggin frigging
    fucking fully greatly hella highly hugely incredibly intensely majorly more most particularly
    purely quite really remarkably so substantially thoroughly totally tremendously uber
    unbelievably unusually utterly very""".split()
LESS = """
    almost barely hardly kind-of kinda kindof less little marginally occasionally partly scarcely
    slightly somewhat sort-of sorta sortof""".split()
LESS_PAIRS = {"just enough", "kind of", "sort of"}
CONTRACTIONS = """
    ain't aren't can't couldn't daren't didn't doesn't don't hadn't hasn't haven't isn't mightn't
    mustn't needn't oughtn't shan't shouldn't wasn't weren't won't wouldn't""".split()
NEGATIONS = [
    *"cannot despite neither never none nope nor not nothing nowhere rarely seldom".split(),
    *"uh-uh uhuh without".split(),
    *CONTRACTIONS,
    *(word.replace("'", "") for word in CONTRACTIONS),
]
IDIOMS = {
    "the shit": 3.0,
    "the bomb": 3.0,
    "bad ass": 1.5,
    "yeah right": -2.0,
    "cut the mustard": 2.0,
    "kiss of death": -1.5,
    "hand to mouth": -2.0,
}
# A word of every idiom and pair: only near one of these need they be looked for.
ANCHORS = "shit bomb ass yeah mustard kiss hand enough kind sort".split()

# The marks that are cut off a word.
CUT = {*".!?,;:-'\"", "!!", "!!!", "??", "???", "?!?", "!?!", "?!?!", "!?!?"}
LONE = np.array([ord(mark) for mark in CUT if len(mark) == 1], dtype=np.uint32)

# What a word is to the rules.
NEGATION, BUT, LEAST, AT_OR_VERY, NEVER, SO_OR_THIS, KIND, OF, ANCHOR = (
    1 << bit for bit in range(9)
)
AS_WRITTEN = NEVER | SO_OR_THIS | ANCHOR  # in lower case only
ROLES = {
    NEGATION: NEGATIONS,
    BUT: ["but"],
    LEAST: ["least"],
    AT_OR_VERY: ["at", "very"],
    NEVER: ["never"],
    SO_OR_THIS: ["so", "this"],
    KIND: ["kind"],
    OF: ["of"],
    ANCHOR: ANCHORS,
}


class Hits(NamedTuple):
    """The scored words of some sentences, in order.

    `start`, `end` int64 (n_hits,) are positions in the text, without a mark that was cut off;
    `sentence` int64 (n_hits,); `weight` float64 (n_hits,), the lexicon's score; `valence` float64
    (n_hits,), the score by VADER's rules.
    """

    start: Ints
    end: Ints
    sentence: Ints
    weight: Floats
    valence: Floats


class Vader:
    """VADER with the scores of a lexicon.

    Parameters
    ----------
    weights : mapping of str to float
        A word, as `str.lower()` gives it, to its score.
    negation : bool
        Whether a negation turns the score of what follows round.

    Examples
    --------
    >>> Vader({"good": 1.9}).score_texts(["This is good!", "This is not good.", "It rains."])
    array([ 0.4926, -0.3412,  0.    ])
    """

    def __init__(self, weights: Mapping[str, float], negation: bool = True) -> None:
        self.negated = NEGATED if negation else 1.0
        boosters = {**dict.fromkeys(MORE, STEP), **dict.fromkeys(LESS, -STEP)}
        roles: dict[str, int] = {}
        for role, words in ROLES.items():
            for word in words:
                roles[word] = roles.get(word, 0) | role
        words = list({**weights, **boosters, **roles})
        # Row 0 is for the words that no rule knows.
        self.row = dict(zip(words, range(1, len(words) + 1), strict=True))
        self.weight = np.array([0.0, *(weights.get(word, 0.0) for word in words)])
        self.known = np.array([False, *(word in weights for word in words)])
        self.booster = np.array([0.0, *(boosters.get(word, 0.0) for word in words)])
        self.role = np.array([0, *(roles.get(word, 0) for word in words)], dtype=np.int16)

    def score_texts(self, texts: Sequence[str]) -> Floats:
        """The compound score of each text, taken as one sentence, to four decimals."""
        bounds = np.cumsum([0, *map(len, texts)], dtype=np.int64)
        words = Words.of("".join(texts), bounds[:-1], bounds[1:])
        return self.score(words, self.hits(words)) / UNITS

    def hits(self, words: Words, hidden: Bools | None = None, tokens: Spans | None = None) -> Hits:
        """The scored words; `hidden` ones, bool (n_words,), keep their place and say nothing.

        With `tokens`, spans of the text whose strings are known, this is faster.
        """
        return _Sentences(self, words, hidden, tokens).hits()

    def score(self, words: Words, hits: Hits, hidden: Bools | None = None) -> Ints:
        """The compound score of each sentence in ten-thousandths, int64 (n_sentences,)."""
        bounds = np.searchsorted(hits.sentence, np.arange(words.n_sentences + 1)).tolist()
        valence = hits.valence.tolist()
        # Python's own sum, since its last bit depends on Python's version.
        total = np.array([sum(valence[a:b]) for a, b in pairwise(bounds)], dtype=np.float64)
        total += np.sign(total) * _emphasis(words, hidden)
        return _ten_thousandths(total / np.sqrt(total * total + 15))


class _Sentences:
    """The words of some sentences, all longer than a character, and what they are to the rules.

    `ids` int64 (n_words,) are the words' types. What holds of a type stands in arrays (n_types,),
    of which the last is for hidden words and for what lies beyond a sentence's ends.
    """

    def __init__(
        self, vader: Vader, words: Words, hidden: Bools | None, tokens: Spans | None
    ) -> None:
        long = words.end - words.start > 1
        words, several_marks = _cut_lone_marks(words)
        self.words = words = words.where(long)
        self.negated = vader.negated
        self.ids, written = words.types(tokens)
        marked = np.unique(self.ids[several_marks[long]]).tolist()
        self.nothing = len(written)
        if hidden is not None:
            self.ids[hidden[long]] = self.nothing
        self.written = written = [*written, ""]
        self.cut_before, self.cut_behind = np.zeros((2, len(written)), dtype=np.int64)
        for number in marked:
            before, written[number], behind = without_mark(written[number])
            self.cut_before[number], self.cut_behind[number] = len(before), len(behind)

        lower = [word.lower() for word in written]
        row = np.array([vader.row.get(word, 0) for word in lower])
        self.role = role = vader.role[row]
        for number in np.flatnonzero(role & AS_WRITTEN).tolist():
            if written[number] != lower[number]:
                role[number] &= ~AS_WRITTEN
        role[["n't" in word for word in lower]] |= NEGATION
        self.weight, self.known = vader.weight[row], vader.known[row]
        self.booster = vader.booster[row]
        self.scored = self.known & (self.booster == 0)
        self.upper = np.array([word.isupper() for word in written])
        shouted = words.sentence[np.flatnonzero(self.upper[self.ids])]
        n_upper = np.bincount(shouted, minlength=words.n_sentences)
        self.mixed_case = (n_upper > 0) & (n_upper < np.diff(words.first))

    def hits(self) -> Hits:
        words = self.words
        at = np.flatnonzero(self.scored[self.ids])
        # A word that stands twice in a sentence is judged by its first place.
        judged = self._first_place(at)
        kind_of = self._has(judged, 0, KIND) & self._has(judged, 1, OF)
        at, judged = at[~kind_of], judged[~kind_of]
        types = self.ids[at]
        return Hits(
            start=words.start[at] + self.cut_before[types],
            end=words.end[at] - self.cut_behind[types],
            sentence=words.sentence[at],
            weight=self.weight[types],
            valence=self._valence(judged) * self._around_but(at),
        )

    def _type(self, at: Ints, offset: int) -> Ints:
        """The type of the word so many places on, or `nothing` where the sentence has none."""
        place = at + offset
        sentence = self.words.sentence[at]
        inside = (place >= self.words.first[sentence]) & (place < self.words.first[sentence + 1])
        return np.where(inside, self.ids[np.where(inside, place, at)], self.nothing)

    def _has(self, at: Ints, offset: int, role: int) -> Bools:
        return (self.role[self._type(at, offset)] & role) > 0

    def _first_place(self, at: Ints) -> Ints:
        """Where the word at each place first stands in its sentence, as spelled."""
        numbers: dict[str, int] = {}
        spelling = np.zeros(len(self.written), dtype=np.int64)
        for type_ in np.flatnonzero(self.scored).tolist():
            spelling[type_] = numbers.setdefault(self.written[type_], len(numbers))
        key = self.words.sentence[at] * (len(numbers) + 1) + spelling[self.ids[at]]
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        return at[first[which]]

    def _valence(self, at: Ints) -> Floats:
        """What the words are worth by all rules but that of "but"."""
        types = [self._type(at, -back) for back in range(4)]
        roles = [self.role[type_] for type_ in types]
        sentence = self.words.sentence[at]
        mixed_case, depth = self.mixed_case[sentence], at - self.words.first[sentence]
        value = self.weight[types[0]]
        value = _louder(value, value, mixed_case & self.upper[types[0]])
        so_before = (roles[1] & SO_OR_THIS) > 0
        for back in (1, 2, 3):
            type_ = types[back]
            heard = ~self.known[type_] & (depth >= back)
            boost = np.where(value < 0, -self.booster[type_], self.booster[type_])
            boost = _louder(boost, value, mixed_case & self.upper[type_] & (boost != 0))
            factor = np.where(roles[back] & NEGATION, self.negated, 1.0)
            never = (roles[back] & NEVER) > 0
            if back == 2:
                factor[never & so_before] = 1.5
            if back == 3:
                factor[(never & ((roles[2] & SO_OR_THIS) > 0)) | so_before] = 1.25
            value = np.where(heard, (value + boost * DISTANCE[back]) * factor, value)
        self._idioms(at, heard, value)
        least = (roles[1] & LEAST > 0) & ~self.known[types[1]] & (roles[2] & AT_OR_VERY == 0)
        return np.where(least, value * self.negated, value)

    def _idioms(self, at: Ints, heard: Bools, value: Floats) -> None:
        """Change the values of words in or after an idiom. Few are, so this goes one by one."""
        offsets = range(-3, 3)
        anchored = [self._has(at, offset, ANCHOR) for offset in offsets]
        near = np.flatnonzero(heard & np.logical_or.reduce(anchored))
        around = np.stack([self._type(at[near], offset) for offset in offsets], axis=1).tolist()
        for number, types in zip(near.tolist(), around, strict=True):
            three, two, one, zero, on, after = (self.written[type_] for type_ in types)
            found = [
                f"{three} {two}",
                f"{three} {two} {one}",
                f"{two} {one}",
                f"{two} {one} {zero}",
                f"{one} {zero}",
                f"{zero} {on}",
                f"{zero} {on} {after}",
            ]
            for phrase in found:  # the last found counts
                value[number] = IDIOMS.get(phrase, value[number])
            if not LESS_PAIRS.isdisjoint((found[0], found[2])):
                value[number] -= STEP

    def _around_but(self, at: Ints) -> Floats:
        """Half before a sentence's first "but", one and a half behind it."""
        words = self.words
        buts = np.flatnonzero(self.role[self.ids] & BUT)[::-1]
        but = np.full(words.n_sentences, -1)
        but[words.sentence[buts]] = buts  # the first comes last and stays
        but = but[words.sentence[at]]
        return np.where(but < 0, 1.0, np.where(at < but, 0.5, np.where(at > but, 1.5, 1.0)))


def _cut_lone_marks(words: Words) -> tuple[Words, Bools]:
    """Cut the mark off words that have just one, at an end; and say which words have several."""
    position, word = words.marks
    n_marks = np.bincount(word, minlength=len(words.start))
    cut = (n_marks[word] == 1) & np.isin(words.code_points[position], LONE)
    cut &= words.end[word] - words.start[word] > 2
    position, word = position[cut], word[cut]
    start, end = words.start.copy(), words.end.copy()
    start[word] += position == start[word]
    end[word] -= position == end[word] - 1
    return replace(words, start=start, end=end), n_marks > 1


def without_mark(word: str) -> tuple[str, str, str]:
    """A word as (mark before, core, mark behind).

    Marks are cut on one side only, only those of `CUT`, and only from a core of two characters or
    more in which there is none.

    >>> without_mark("end?!?"), without_mark("'tis"), without_mark("(sic)"), without_mark("don't.")
    (('', 'end', '?!?'), ("'", 'tis', ''), ('', '(sic)', ''), ('', "don't.", ''))
    """
    core = word.strip(punctuation)
    if len(core) > 1 and MARKS.isdisjoint(core):
        before, _, behind = word.partition(core)
        if before + behind in CUT and not (before and behind):
            return before, core, behind
    return "", word, ""


def _louder(number: Floats, value: Floats, capitals: Bools) -> Floats:
    """`number` further from zero, on the side of `value`, where a word stands in capitals."""
    return np.where(capitals, number + np.where(value > 0, CAPITALS, -CAPITALS), number)


def _emphasis(words: Words, hidden: Bools | None) -> Floats:
    """What exclamation and question marks add to each sentence."""
    position, word = words.marks
    heard = np.ones(len(word), dtype=bool) if hidden is None else ~hidden[word]
    marks, sentence = words.code_points[position], words.sentence[word]
    exclamations, questions = (
        np.bincount(sentence[heard & (marks == ord(mark))], minlength=words.n_sentences)
        for mark in "!?"
    )
    asked = np.where(questions > 1, questions * QUESTION, 0.0)
    return np.minimum(exclamations, 4) * EXCLAMATION + np.where(questions > 3, QUESTIONS, asked)


def _ten_thousandths(scores: Floats) -> Ints:
    """`round(score, 4)` as whole numbers of 1/10,000."""
    scaled = scores * UNITS
    rounded = np.rint(scaled)
    # Near a tie the product may fall on the wrong side; `round` sees the digits themselves.
    for number in np.flatnonzero(np.abs(np.abs(scaled - rounded) - 0.5) < 1e-6).tolist():
        rounded[number] = round(round(float(scores[number]), 4) * UNITS)
    return rounded.astype(np.int64)
