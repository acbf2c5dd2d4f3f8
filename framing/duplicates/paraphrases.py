"""Paraphrased copies: other words, but the same names and numbers in the same order.

A statement keeps its names and numbers, and some of its words, through synonyms and translation,
and a copy keeps the order of its statements. Two reporters who write about the same event
independently share names and numbers too, but put them in an order of their own.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.duplicates.shingles import Pairs, once_an_article, shared_values, sharing
from framing.parallel import map_chunks
from framing.tokens import Chunk, Tokens

LETTERS = 5  # of a word that are compared, and a word of fewer is none unless it is a name
WEIGHT = 8  # of a name or number; 1 of any other word
PARAPHRASE = 0.40  # share of a paraphrase that stands in order, corrected for chance
OWN = 0.20  # the same for its own words alone, without those it quotes
FEWEST_TELLING, FEWEST_SENTENCES = 8, 5  # without which an article is not compared
MOST_SENTENCES = 1_000  # beyond which it is none
SHUFFLES = 30  # random orders of the sentences, from which chance is told
CANDIDATE, FREQUENT = (
    0.5,
    50,
)  # share of rare names in common; articles in which a name is rare


class Anchors(NamedTuple):
    """The words of a chunk that a paraphrase may keep, in the order of the text."""

    token: np.ndarray  # int64 (n,), where in the chunk
    article: np.ndarray  # int32 (n,), counted through the chunk
    key: np.ndarray  # uint64 (n,), hash of what is compared
    telling: np.ndarray  # bool (n,), a name or a number


def anchors(chunk: Chunk) -> Anchors:
    """Numbers, names, and words of five letters or more, by their first five letters.

    A name is a word that stands somewhere in the article with a capital that begins neither a
    sentence nor a quotation.
    """
    types = chunk.types
    at = np.flatnonzero(chunk.word)
    article, sentence, voice = (
        chunk.token_article[at],
        chunk.token_sentence[at],
        chunk.voice[at],
    )
    begins = np.append(True, (np.diff(sentence) != 0) | (np.diff(voice.astype(int)) > 0))
    folded = [string.removesuffix("'s") for string in types.folded_strings.tolist()]
    number_of, strings = pd.factorize(np.array(folded, object))
    word = number_of[types.folded[chunk.ids[at]]]
    in_article = article * np.int64(len(strings)) + word
    named = np.unique(in_article[types.is_capital[chunk.ids[at]] & ~begins[: len(at)]])
    number = types.starts_number[chunk.ids[at]]

    length = np.array([len(string) for string in strings], np.int64)[word]
    keys = [s if s[:1].isdigit() else s[:LETTERS] for s in strings]
    telling = number | (np.isin(in_article, named) & (length > 1))
    kept = telling | (length >= LETTERS)
    hashes = pd.util.hash_array(np.array([*keys, ""], object), categorize=False)
    return Anchors(at[kept], article[kept], hashes[word[kept]], telling[kept])


class Profile(NamedTuple):
    """The anchors of one article. An anchor is in a sentence once."""

    keys: np.ndarray  # uint64 (n_keys,), sorted
    telling: np.ndarray  # bool (n_keys,)
    first: np.ndarray  # int64 (n_keys,), the sentence in which the anchor stands first
    key: np.ndarray  # int64 (n_places,), position in `keys`
    sentence: np.ndarray  # int64 (n_places,), counted from 0
    n_sentences: int

    @classmethod
    def of(cls, key: np.ndarray, telling: np.ndarray, sentence: np.ndarray, n: int) -> Profile:
        keys, place = np.unique(key, return_inverse=True)
        places = np.unique(place * max(n, 1) + sentence)
        where, sentence = np.divmod(places, max(n, 1))
        first = sentence[np.searchsorted(where, np.arange(len(keys)))]
        named = np.bincount(place, telling, len(keys)) > 0
        return cls(keys, named, first, where, sentence, n)


def profiles(chunk: Chunk) -> list[tuple[Profile, Profile]]:
    """Of each article all anchors, and those in the outlet's own voice."""
    found = anchors(chunk)
    first = chunk.article_sentences
    sentence = chunk.token_sentence[found.token] - first[found.article]
    own = chunk.voice[found.token] == 0
    bounds = np.searchsorted(found.article, np.arange(chunk.n_articles + 1)).tolist()
    made = []
    for number, n in enumerate(np.diff(first).tolist()):
        rows = slice(bounds[number], bounds[number + 1])
        key, telling, place = found.key[rows], found.telling[rows], sentence[rows]
        whole = Profile.of(key, telling, place, n)
        said = own[rows]
        alone = whole if said.all() else Profile.of(key[said], telling[said], place[said], n)
        made.append((whole, alone))
    return made


class Alignment(NamedTuple):
    """How the statements of one article stand in another."""

    gain: np.ndarray  # float64 (n_sentences, n_sentences of the other), weight they share
    weight: np.ndarray  # float64 (n_sentences,), weight of the anchors in each sentence
    swapped: bool  # whether the article aligned is the other one


def align(one: Profile, other: Profile) -> Alignment | None:
    """Set the article with the lesser weight of anchors against the other.

    An anchor counts in the sentence where it stands first; a name in either article counts as one
    in both. None if the articles are too short or too long, or share too little.
    """
    _, in_one, in_other = np.intersect1d(
        one.keys, other.keys, assume_unique=True, return_indices=True
    )
    named_there = other.telling[in_other].copy(), one.telling[in_one].copy()
    sides = []
    for profile, shared, named in zip((one, other), (in_one, in_other), named_there, strict=True):
        telling = profile.telling.copy()
        telling[shared] |= named
        sides.append((profile, shared, telling, np.where(telling, float(WEIGHT), 1.0)))
    swapped = bool(sides[1][3].sum() < sides[0][3].sum())
    (one, in_one, telling, weight), (other, in_other, _, _) = sides[::-1] if swapped else sides
    if telling.sum() < FEWEST_TELLING or len(np.unique(one.first)) < FEWEST_SENTENCES:
        return None
    if max(one.n_sentences, other.n_sentences) > MOST_SENTENCES:
        return None
    if weight[in_one].sum() < PARAPHRASE * weight.sum():
        return None
    shape = (one.n_sentences, other.n_sentences)
    number = np.full(len(other.keys), -1)
    number[in_other] = in_one
    key, sentence = number[other.key], other.sentence
    key, sentence = key[key >= 0], sentence[key >= 0]
    cell = one.first[key] * shape[1] + sentence
    gain = np.bincount(cell, weight[key], shape[0] * shape[1]).reshape(shape)
    return Alignment(gain, np.bincount(one.first, weight, shape[0]), swapped)


def in_order(alignment: Alignment) -> tuple[float, float]:
    """The share of an article's anchors that stand in order in the other, as it is and corrected.

    Each sentence is matched to one of the other article, none to one before its predecessor's, so
    that the most weight is shared. Chance is the mean of that share over random orders of the
    sentences; corrected is (share − chance) / (1 − chance), as Cohen (1960) corrects agreement.
    """
    gain, mass = alignment.gain, float(alignment.weight.sum())
    best = np.zeros(gain.shape[1])
    for row in gain:
        best = np.maximum.accumulate(best) + row
    share = float(best.max()) / mass
    if share < PARAPHRASE:
        return share, 0.0
    orders = _orders(len(gain))
    best = np.zeros((SHUFFLES, gain.shape[1]))
    for step in orders.T:
        best = np.maximum.accumulate(best, axis=1) + gain[step]
    chance = float(best.max(axis=1).mean()) / mass
    return share, (share - chance) / (1 - chance) if chance < 1 else 0.0


@cache
def _orders(n: int) -> np.ndarray:
    random = np.random.default_rng(n)
    return random.permuted(np.tile(np.arange(n), (SHUFFLES, 1)), axis=1)


def matched(alignment: Alignment) -> list[tuple[int, int, float]]:
    """The sentences that `in_order` matches: of the one article, of the other, and what share of
    the anchors' weight in the sentence aligned stands in its counterpart."""
    gain = alignment.gain
    before, best = [], np.zeros(gain.shape[1])
    for row in gain:
        before.append(best)
        best = np.maximum.accumulate(best) + row
    column, pairs = int(best.argmax()), []
    for row in range(len(gain) - 1, -1, -1):
        if gain[row, column] > 0:
            share = float(gain[row, column] / alignment.weight[row])
            pair = (column, row) if alignment.swapped else (row, column)
            pairs.append((*pair, share))
        column = int(before[row][: column + 1].argmax())
    return pairs[::-1]


def paraphrased(tokens: Tokens, outlet: np.ndarray, group: np.ndarray, able: np.ndarray) -> Pairs:
    """The pairs of paraphrased copies by different outlets, among the articles that are `able`.

    `outlet` and `group` are numbers, (n_articles,); two articles of one group are not compared.
    """
    pairs = _candidates(tokens, able)
    pairs = pairs.take(
        (outlet[pairs.one] != outlet[pairs.other]) & (group[pairs.one] != group[pairs.other])
    )
    articles = np.unique(np.append(pairs.one, pairs.other))
    chosen = tokens.select(tokens.articles.index[articles])
    made = [profile for part in map_chunks(profiles, chosen) for profile in part]
    profile = dict(zip(articles.tolist(), made, strict=True))
    overlap = np.array(
        [
            _judged(profile[a], profile[b])
            for a, b in zip(pairs.one.tolist(), pairs.other.tolist(), strict=True)
        ]
    )
    return Pairs(pairs.one, pairs.other, overlap).take(overlap > 0)


def _judged(one: tuple[Profile, Profile], other: tuple[Profile, Profile]) -> float:
    """The share in order if the articles are paraphrases of each other, else 0."""
    whole = align(one[0], other[0])
    if whole is None:
        return 0.0
    share, corrected = in_order(whole)
    if corrected < PARAPHRASE:
        return 0.0
    own = align(one[1], other[1])
    return share if own is not None and in_order(own)[1] >= OWN else 0.0


def _candidates(tokens: Tokens, able: np.ndarray) -> Pairs:
    """Pairs that share enough of the names and numbers that few articles have."""
    parts = map_chunks(_telling, tokens)
    shared, size = shared_values(parts)
    frequency = shared.sum(axis=0)
    often = frequency > max(FREQUENT, shared.shape[0] / 100)
    size = size - shared[:, np.flatnonzero(often)].sum(axis=1)
    shared = shared[:, np.flatnonzero(~often)]
    able = np.flatnonzero(able & (size >= 3))
    return sharing(shared, size, able, CANDIDATE)


def _telling(chunk: Chunk) -> tuple[int, np.ndarray, np.ndarray]:
    found = anchors(chunk)
    article, key = once_an_article(found.article[found.telling], found.key[found.telling])
    return chunk.n_articles, article, key
