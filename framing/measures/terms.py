"""Terms of a corpus, words and short phrases, and which of them stand in like contexts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.measures._voice import Voice, voice_tokens
from framing.measures.ppmi import ppmi, projected, rows_of_length_one

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

LONGEST = 3  # words of a phrase
STICKS = 0.1  # a phrase is that share, at least, of its rarest word's uses
NEIGHBOURS, CANDIDATES = 10, 40
DIMENSIONS = 150
ROWS_AT_ONCE = 1_000
MOST_TERMS = 20_000
NAMELIKE, VERBLIKE = 0.2, 0.25  # see `_named`

FUNCTION_WORDS = frozenset(
    """a about above according across after again against ago all almost alone along already also
    although always am among an and another any anybody anyone anything are aren't around as at
    away back be became because become becomes been before behind being below between beyond both
    but by came can can't cannot come could couldn't did didn't do does doesn't doing don't done
    down due during each either else enough even ever every everybody everyone everything except
    far few for from further get gets getting go goes going gone got had hadn't has hasn't have
    haven't having he he's her here hers herself him himself his how however i i'm i've if in
    including indeed instead into is isn't it it's its itself just know last least less let like
    made make makes making many may maybe me might mine more most much must my myself near neither
    never next no nobody none nor not nothing now of off often on once only onto or other others
    our ours ourselves out over own per perhaps put quite rather really said same say saying says
    see seen several she she's should shouldn't since so some somebody someone something soon still
    such take taken than that that's the their theirs them themselves then there there's therefore
    these they they're they've this those though through throughout thus to today together told
    tomorrow too toward towards tuesday under unless until up upon us use used using very via want
    was wasn't we we're we've well went were weren't what what's whatever when where whether which
    while who who's whole whom whose why will with within without won't would wouldn't yes
    yesterday yet you you're your yours yourself""".split()
)
# Of a closed class, alike in their contexts and never names for the same thing.
COUNTED = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december jan feb mar apr jun jul aug sept sep oct nov
    dec spring summer autumn fall winter second minute hour day week month year decade century
    morning afternoon evening night weekend time one two three four five six seven eight nine ten
    eleven twelve dozen hundred thousand million billion trillion half third quarter first percent
    per-cent cent dollar euro pound mile kilometre kilometer metre meter foot inch mr mrs ms north
    south east west northern southern eastern western left right""".split()
)
_BEFORE_VERBS = frozenset(
    """to will would can could may might must should shall he she it they we i you who not n't
    didn't don't doesn't wouldn't has have had be been""".split()
)
_BEFORE_NAMES = frozenset(
    """the a an this that these those his her its their our my your of by with for from against in
    on some many any no other such all more and or""".split()
)
_PLURALS = (("ies", "y"), ("s", ""), ("es", ""), ("men", "man"), ("children", "child"))


@dataclass(frozen=True)
class Terms:
    """Words and phrases, and where they stand.

    written : list of str, how each term is written most often
    forms : list of tuple of str, folded; singular and plural are one term
    term, start, end : int64 (n_uses,), positions of tokens, the end exclusive
    """

    written: list[str]
    forms: list[tuple[str, ...]]
    term: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.written)

    @property
    def counts(self) -> Ints:
        return np.bincount(self.term, minlength=len(self))

    def only(self, keep: Bools) -> Terms:
        """Some of the terms."""
        number = np.cumsum(keep) - 1
        used = keep[self.term]
        return replace(
            self,
            written=[name for name, kept in zip(self.written, keep, strict=True) if kept],
            forms=[forms for forms, kept in zip(self.forms, keep, strict=True) if kept],
            term=number[self.term[used]],
            start=self.start[used],
            end=self.end[used],
        )


def find_terms(chunk: Chunk, min_count: int, voice: Voice = "all") -> Terms:
    """The words and phrases of up to three words that may be names.

    A phrase is used `min_count` times and makes a tenth of the uses of its rarest word; its words
    are then no terms there. Function words, numbers and what is counted with them (days, months,
    points of the compass) are left out, and what stands after "to", "will" or "they" as verbs do.
    """
    folded = chunk.types.folded[chunk.ids].astype(np.int64)
    strings = chunk.types.folded_strings
    plain = np.array([_may_be_term(string) for string in strings], dtype=bool)
    content = (chunk.word & voice_tokens(chunk, voice)) & plain[folded]
    frequency = np.bincount(folded[content], minlength=len(strings))
    start, length = np.flatnonzero(content), np.ones(int(content.sum()), dtype=np.int64)
    covered = np.zeros(len(folded), dtype=bool)
    uses = []
    for n in range(LONGEST, 1, -1):
        first = _phrases(chunk, folded, content & ~covered, frequency, n, min_count)
        for offset in range(n):
            covered[first + offset] = True
        uses.append((first, np.full(len(first), n, dtype=np.int64)))
    free = ~covered[start]
    uses.append((start[free], length[free]))
    start, length = (np.concatenate(parts) for parts in zip(*uses, strict=True))
    terms = _grouped(chunk, folded, strings, start, length)
    terms = terms.only(terms.counts >= min_count)
    terms = terms.only(_named(chunk, terms, folded, strings))
    if len(terms) > MOST_TERMS:
        order = np.argsort(-terms.counts, kind="stable")
        terms = terms.only(np.isin(np.arange(len(terms)), order[:MOST_TERMS]))
    return terms


def _may_be_term(string: str) -> bool:
    known = string in FUNCTION_WORDS or _singular(string) in COUNTED or string in COUNTED
    return len(string) > 2 and string[0].isalpha() and "'" not in string and not known


def _singular(string: str) -> str:
    return string[:-1] if string.endswith("s") else string


def _phrases(
    chunk: Chunk, folded: Ints, content: Bools, frequency: Ints, n: int, min_count: int
) -> Ints:
    """The first tokens of phrases of n words, none over another."""
    inside = np.ones(max(len(content) - n + 1, 0), dtype=bool)
    for offset in range(n):
        inside &= content[offset : len(content) - n + 1 + offset]
    first = np.flatnonzero(inside)
    first = first[chunk.token_sentence[first] == chunk.token_sentence[first + n - 1]]
    words = np.stack([folded[first + offset] for offset in range(n)], axis=1)
    _, which, counts = _distinct(words)
    common = counts[which] >= np.maximum(min_count, STICKS * frequency[words].min(axis=1))
    first = first[common]
    kept, reached = [], -1
    for position in first.tolist():
        if position >= reached:
            kept.append(position)
            reached = position + n
    return np.array(kept, dtype=np.int64)


def _grouped(
    chunk: Chunk, folded: Ints, strings: NDArray[np.object_], start: Ints, length: Ints
) -> Terms:
    """Uses by term: the same words, singular or plural."""
    words = np.full((len(start), LONGEST), -1, dtype=np.int64)
    for offset in range(LONGEST):
        there = length > offset
        words[there, offset] = folded[start[there] + offset]
    if not len(start):
        empty = np.zeros(0, dtype=np.int64)
        return Terms([], [], empty, empty, empty)
    distinct, form, _ = _distinct(words)
    forms = [" ".join(strings[word] for word in row if word >= 0) for row in distinct.tolist()]
    number = {name: place for place, name in enumerate(forms)}
    root = np.array([_root(name, number) for name in forms], dtype=np.int64)
    roots, term = np.unique(root[form], return_inverse=True)
    members: dict[int, list[str]] = {}
    for name, place in zip(forms, root.tolist(), strict=True):
        members.setdefault(place, []).append(name)
    written = _written(chunk, form, root, start, length)
    return Terms(
        written=[written[place] for place in roots.tolist()],
        forms=[tuple(sorted(members[place])) for place in roots.tolist()],
        term=term.astype(np.int64),
        start=start,
        end=start + length,
    )


def _distinct(rows: Ints) -> tuple[Ints, Ints, Ints]:
    """The distinct rows, for each row the number of its own, and how often each is there."""
    order = np.lexsort(rows.T)
    ordered = rows[order]
    fresh = np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1))[: len(rows)]
    which = np.empty(len(rows), dtype=np.int64)
    which[order] = np.cumsum(fresh) - 1
    return ordered[fresh], which, np.bincount(which)


def _root(name: str, number: dict[str, int]) -> int:
    """The number of the singular, if that is a term as well."""
    for plural, singular in _PLURALS:
        if name.endswith(plural) and not name.endswith("ss"):
            place = number.get(name.removesuffix(plural) + singular)
            if place is not None and len(name) > 4:
                return place
    return number[name]


def _written(chunk: Chunk, form: Ints, root: Ints, start: Ints, length: Ints) -> dict[int, str]:
    """How each term is written most often within sentences: in its commonest spelling."""
    types = chunk.ids.astype(np.int64)
    rows = np.full((len(start), LONGEST), -1, dtype=np.int64)
    for offset in range(LONGEST):
        there = length > offset
        rows[there, offset] = types[start[there] + offset]
    opens = np.isin(start, chunk.sentence_offsets)
    keys = np.column_stack([root[form], opens, rows])
    distinct, _, counts = _distinct(keys)
    best: dict[int, tuple[bool, int, str]] = {}
    for (place, opening, *row), count in zip(distinct.tolist(), counts.tolist(), strict=True):
        spelling = " ".join(chunk.types.strings[word] for word in row if word >= 0)
        offered = (not opening, count, spelling)
        best[place] = max(best.get(place, offered), offered)
    return {place: spelling for place, (_, _, spelling) in best.items()}


def neighbours_of(chunk: Chunk, terms: Terms, folded: Ints) -> list[Ints]:
    """The folded words two and one before each use, one and two behind; -1 beyond the sentence.

    int64 (n_uses,), four of them.
    """
    last = len(folded) - 1

    def at(position: Ints, offset: int) -> Ints:
        place = position + offset
        inside = (place >= 0) & (place <= last)
        place = np.clip(place, 0, max(last, 0))
        inside &= chunk.token_sentence[place] == chunk.token_sentence[position]
        return np.where(inside, folded[place], -1)

    return [
        at(terms.start, -2),
        at(terms.start, -1),
        at(terms.end - 1, 1),
        at(terms.end - 1, 2),
    ]


def _named(chunk: Chunk, terms: Terms, folded: Ints, strings: NDArray[np.object_]) -> Bools:
    """Which terms stand as nouns and adjectives do: often after an article, a possessive or a
    preposition, seldom after "to", a modal or a pronoun."""
    before = neighbours_of(chunk, terms, folded)[1]

    def share(words: frozenset[str]) -> Floats:
        known = np.append(np.array([word in words for word in strings], dtype=bool), False)
        hits = np.bincount(terms.term, weights=known[before], minlength=len(terms))
        return hits / np.maximum(terms.counts, 1)

    adverb = np.array([forms[0].endswith("ly") for forms in terms.forms], dtype=bool)
    return (share(_BEFORE_NAMES) > NAMELIKE) & (share(_BEFORE_VERBS) < VERBLIKE) & ~adverb


def like_terms(terms: Terms, neighbours: list[Ints]) -> tuple[Ints, Ints, Floats]:
    """Pairs of terms in like contexts and positions.

    A context is a word at one of the four places around a use. Weights are positive pointwise
    mutual information with contexts smoothed by the power .75 (Levy, Goldberg and Dagan 2015,
    doi:10.1162/tacl_a_00134). The likeness of two terms is the geometric mean of the cosine of
    these weights and of that of their projection on 150 dimensions; a pair is listed if each is
    among the ten most like the other.

    Returns
    -------
    first, second : int64 (n_pairs,)
    likeness : float64 (n_pairs,), 0 to 1
    """
    none = np.zeros(0, dtype=np.int64)
    if len(terms) < 2:
        return none, none, np.zeros(0)
    weights = _context_weights(terms, neighbours)
    placed = projected(weights, DIMENSIONS)
    one, other, likeness = [], [], []
    most = min(CANDIDATES, len(terms) - 1)
    for first in range(0, len(terms), ROWS_AT_ONCE):
        rows = np.arange(first, min(first + ROWS_AT_ONCE, len(terms)))
        cosine = placed[rows] @ placed.T
        cosine[np.arange(len(rows)), rows] = -1
        near = np.argpartition(-cosine, most - 1, axis=1)[:, :most]
        pairs = np.repeat(rows, most), near.ravel()
        shared = weights[pairs[0]].multiply(weights[pairs[1]]).sum(axis=1).reshape(near.shape)
        both = np.sqrt(np.clip(np.take_along_axis(cosine, near, axis=1), 0, 1) * shared)
        best = np.argsort(-both, axis=1, kind="stable")[:, :NEIGHBOURS]
        one.append(np.repeat(rows, best.shape[1]))
        other.append(np.take_along_axis(near, best, axis=1).ravel())
        likeness.append(np.take_along_axis(both, best, axis=1).ravel())
    return _mutual(np.concatenate(one), np.concatenate(other), np.concatenate(likeness), len(terms))


def _mutual(one: Ints, other: Ints, likeness: Floats, n_terms: int) -> tuple[Ints, Ints, Floats]:
    """The pairs that are listed both ways."""
    listed = likeness > 0
    one, other, likeness = one[listed], other[listed], likeness[listed]
    key, back = one * n_terms + other, other * n_terms + one
    mutual = np.isin(back, key) & (one < other)
    return one[mutual], other[mutual], likeness[mutual]


def _context_weights(terms: Terms, neighbours: list[Ints]) -> Any:
    """csr_array (n_terms, n_contexts), rows of length 1."""
    from scipy.sparse import csr_array

    span = max(int(place.max(initial=-1)) for place in neighbours) + 2
    context = np.concatenate([place + 1 + number * span for number, place in enumerate(neighbours)])
    used, column, counts = np.unique(context, return_inverse=True, return_counts=True)
    term = np.tile(terms.term, len(neighbours))
    table = csr_array((np.ones(len(term)), (term, column.ravel())), shape=(len(terms), len(used)))
    table.sum_duplicates()
    table = table[:, np.flatnonzero(counts >= min(5, counts.max(initial=1)))]
    return rows_of_length_one(ppmi(table))
