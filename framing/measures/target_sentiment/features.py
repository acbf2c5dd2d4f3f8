"""What stands near a mention, and in which relation to it: word by word, without a parser.

A **name** is a run of capitalised words that do not begin a sentence, a quotation or what follows
a colon; in headlines, where most words have capitals, nothing is one. The words of a name are no
hits: "the Save the Children fund" praises nobody.

**Boundaries** are commas, semicolons, colons, brackets, dashes, quotation marks, and words that
open a clause (but, because, that, who, ...). A clause with "who" or "which" directly behind a
mention belongs to it, so that its boundary is not counted.

A word stands in one of these relations to a mention. Of a verb: the mention `does` it or `suffers`
it. A mention before an active verb or behind the "by" of a passive one does it; one behind an
active verb or before a passive one suffers it. A verb is passive where it may be a participle and
one of the two words before it is a form of "be" or "get", or the next word is "by". Any other word
stands `before` or `after` the mention. A word that is denied (see `framing.lexicon.rules.negated`)
is `negated` and nothing else.

What a word adds falls with what lies between it and the mention: four tokens or one boundary halve
it. And each further word of a group in the same relation adds less: the root of their sum counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from framing.lexicon.rules import negated
from framing.measures.target_sentiment.words import known_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from framing.measures.target_sentiment.mentions import Mentions
    from framing.tokens import Chunk

    Ints = NDArray[np.integer[Any]]
    Bools = NDArray[np.bool_]

REACH = 60  # tokens on either side
HALF = 4.0  # tokens between, or one boundary, that halve what a word adds
MARKS = frozenset(", ; : ( ) [ ] - -- – — … ...".split())
QUOTES = frozenset("\" “ ” „ « » '' ``".split())
OPENERS = frozenset(
    "but although though while whereas because since if unless when after before until that who "
    "which whom whose where as whether".split()
)
RELATIVES = frozenset("who which that whom whose".split())
AUXILIARIES = frozenset(
    "is are was were be been being am got get gets getting isn't aren't wasn't weren't he's she's "
    "it's who's that's there's i'm you're we're they're".split()
)
SPEECH = frozenset(
    "say says said saying tell tells told add adds added wrote writes tweeted tweets announced "
    "stated explained insisted argued argues noted replied asked asks according".split()
)
NEXT = ("is", "was", "has", "had", "will", "would", "to", "and")
BEFORE = ("by", "for", "to", "against", "on", "and")

RELATIONS = ("does", "suffers", "before", "after", "negated")
PLAIN = (
    *("first", "possessive", "comma", "quoted", "speaker", "length"),
    *(f"{word}_next" for word in NEXT),
    *(f"{word}_before" for word in BEFORE),
)


class Features(NamedTuple):
    """What is near each mention; arrays (n_entries,).

    `mention` and `feature` int64, `amount` float64; `token` int64, the word, or -1.
    """

    mention: Ints
    feature: Ints
    amount: NDArray[np.float64]
    token: Ints


def feature_names() -> list[tuple[str, str]]:
    """(group, relation) of every feature; the group of those without a word is "mention"."""
    worded = [(group, relation) for group in known_words().groups for relation in RELATIONS]
    return [*worded, *(("mention", name) for name in PLAIN)]


def features_near(chunk: Chunk, mentions: Mentions, heard: Bools) -> Features:
    """What stands near each mention.

    Parameters
    ----------
    heard : bool (n_tokens,)
        The words that count; marks are always seen.
    """
    scene = _Scene(chunk, mentions)
    plain = _plain(scene)
    worded = _worded(scene, heard)
    return Features(*(np.concatenate(parts) for parts in zip(worded, plain, strict=True)))


class _Scene:
    """A chunk's tokens as the rules see them, and its mentions.

    Of tokens: `folded`, the number of the folded string; `word`, `capital`, `boundary`, `name`
    bool; `n_boundaries` int64 (n_tokens + 1,), the boundaries before each.
    Of mentions: `first`, `last`, widened to the name they stand in; `low`, `high`, the sentence.
    """

    def __init__(self, chunk: Chunk, mentions: Mentions) -> None:
        self.chunk, self.mentions = chunk, mentions
        self.strings = chunk.types.folded_strings.tolist()
        self.number = {string: number for number, string in enumerate(self.strings)}
        self.folded = chunk.types.folded[chunk.ids]
        self.word = chunk.word
        self.capital = chunk.types.is_capital[chunk.ids]
        quote = self.are(QUOTES)
        self.boundary = self.are(MARKS) | quote | self.are(OPENERS)
        fresh = np.zeros(len(self.folded), dtype=bool)
        fresh[chunk.sentence_offsets[:-1]] = True
        begun = quote | self.are({":"}) | ~self.word & fresh
        fresh[1:] |= begun[:-1]
        sentence = chunk.token_sentence
        titles = 2 * chunk.per_sentence(self.capital) >= chunk.per_sentence(self.word)
        self.name = self.word & self.capital & ~fresh & ~titles[sentence]
        self.n_boundaries = _before(self.boundary)
        self.low = chunk.sentence_offsets[sentence[mentions.first]]
        self.high = chunk.sentence_offsets[sentence[mentions.first] + 1]
        self.first, self.last = self._whole_names()

    def are(self, strings: Iterable[str]) -> Bools:
        """bool (n_tokens,): whether the folded token is one of these."""
        flags = np.zeros(len(self.strings), dtype=bool)
        flags[[self.number[string] for string in strings if string in self.number]] = True
        return flags[self.folded]

    def at(self, flags: Bools, place: Ints, low: Ints, high: Ints) -> Bools:
        """`flags` at these tokens, False beyond the sentence from `low` to `high`."""
        inside = (place >= low) & (place < high)
        return inside & flags[np.where(inside, place, 0)] if len(flags) else inside

    def _whole_names(self) -> tuple[Ints, Ints]:
        first, last = self.mentions.first.copy(), self.mentions.last.copy()
        last = np.minimum(last, self.high - 1)
        for _ in range(4):
            first -= self.at(self.name, first - 1, self.low, self.high)
            last += self.at(self.name, last + 1, self.low, self.high)
        return first, last


def _plain(scene: _Scene) -> Features:
    """What is true of the mention by its place and its neighbours."""
    first, last, low, high = scene.first, scene.last, scene.low, scene.high
    types = scene.chunk.types
    ends = np.array([s.endswith(("'s", "s'")) for s in scene.strings], dtype=bool)
    flags = {
        "first": first == low,
        "possessive": ends[types.folded[scene.chunk.ids[scene.mentions.last]]],
        "comma": scene.at(scene.are({","}), last + 1, low, high),
        "quoted": scene.chunk.voice[first] == 1,
        "speaker": _speakers(scene),
        "length": np.log(high - low) / 4,
        **{f"{w}_next": scene.at(scene.are({w}), last + 1, low, high) for w in NEXT},
        **{f"{w}_before": scene.at(scene.are({w}), first - 1, low, high) for w in BEFORE},
    }
    amounts = np.stack([flags[name] for name in PLAIN]).astype(np.float64)
    feature, mention = np.nonzero(amounts)
    offset = len(known_words().groups) * len(RELATIONS)
    token = np.full(len(mention), -1)
    return Features(mention, feature + offset, amounts[feature, mention], token)


def _speakers(scene: _Scene) -> Bools:
    """Whether a verb of speech stands next to each mention: up to two words behind it, or directly
    before it."""
    speech = scene.are(SPEECH)
    found = scene.at(speech, scene.first - 1, scene.low, scene.high)
    for step in (1, 2, 3):
        place = scene.last + step
        clear = (
            scene.n_boundaries[np.minimum(place, scene.high)]
            == scene.n_boundaries[np.minimum(scene.last + 1, scene.high)]
        )
        found |= clear & scene.at(speech, place, scene.low, scene.high)
    return found


def _worded(scene: _Scene, heard: Bools) -> Features:
    """What the words near the mentions say of them."""
    known = known_words()
    entries = [known.entries.get(string, ()) for string in scene.strings]
    counts = np.array([len(found) for found in entries], dtype=np.int64)
    start = _before(counts)
    flat = [pair for found in entries for pair in found]
    groups = np.array([group for group, _ in flat], dtype=np.int64)
    amounts = np.array([amount for _, amount in flat], dtype=np.float64)

    tokens = np.flatnonzero((counts > 0)[scene.folded] & heard & ~scene.name)
    from_, to = (
        np.searchsorted(tokens, place)
        for place in (
            np.maximum(scene.low, scene.first - REACH),
            np.minimum(scene.high, scene.last + REACH + 1),
        )
    )
    mention, pair = _ranges(from_, to - from_)
    token = tokens[pair]
    apart = (token < scene.first[mention]) | (token > scene.last[mention])
    mention, token = mention[apart], token[apart]
    row, entry = _ranges(start[scene.folded[token]], counts[scene.folded[token]])
    mention, token, group, amount = mention[row], token[row], groups[entry], amounts[entry]

    first, last = scene.first[mention], scene.last[mention]
    low, high = scene.low[mention], scene.high[mention]
    after = token > last
    left, right = np.where(after, last + 1, token + 1), np.where(after, token, first)
    gap = right - left
    bounds = scene.n_boundaries[right] - scene.n_boundaries[left]
    relative, comma = scene.are(RELATIVES), scene.are({","})
    direct = after & scene.at(relative, last + 1, low, token)
    parted = (
        after & scene.at(comma, last + 1, low, token) & scene.at(relative, last + 2, low, token)
    )
    bounds = np.maximum(bounds - direct - 2 * parted, 0)

    verb = np.isin(group, list(known.verbal))
    does, suffers = _roles(scene, token, after, first, low, high)
    denied = negated(scene.chunk, token, token + 1)
    faded = amount / (1 + gap / HALF + bounds)
    found: dict[str, tuple[Bools, NDArray[np.float64]]] = {
        "does": (verb & does, faded),
        "suffers": (verb & suffers, faded),
        "before": (~verb & ~after, faded),
        "after": (~verb & after, faded),
    }
    cases = {relation: (which & ~denied, value) for relation, (which, value) in found.items()}
    cases["negated"] = (denied, faded)
    parts = []
    for relation, (which, value) in cases.items():
        feature = group[which] * len(RELATIONS) + RELATIONS.index(relation)
        parts.append(Features(mention[which], feature, value[which], token[which]))
    return Features(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _roles(
    scene: _Scene, token: Ints, after: Bools, first: Ints, low: Ints, high: Ints
) -> tuple[Bools, Bools]:
    """Were each word a verb: whether the mention does it, and whether it suffers it."""
    past = known_words().past
    participle = np.array([s in past for s in scene.strings], dtype=bool)[scene.folded[token]]
    auxiliary, by = scene.are(AUXILIARIES), scene.are({"by"})
    passive = scene.at(by, token + 1, low, high)
    for back in (1, 2):
        passive |= scene.at(auxiliary, token - back, low, high)
    passive &= participle
    agent = ~after & (_before(by)[first] > _before(by)[np.minimum(token + 1, first)])
    return np.where(passive, agent, after), np.where(passive, after, ~after)


def _before(values: Ints | Bools) -> Ints:
    """int64 (n + 1,): the sum of the values before each place."""
    return np.concatenate([[0], np.cumsum(values, dtype=np.int64)])


def _ranges(start: Ints, count: Ints) -> tuple[Ints, Ints]:
    """(row, number) for the numbers from each row's start on, as many as its count."""
    row = np.repeat(np.arange(len(start)), count)
    return row, np.arange(len(row)) - np.repeat(_before(count)[:-1] - start, count)
