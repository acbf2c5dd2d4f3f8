"""Scores of words and texts after Laver, Benoit and Garry, and how raw scores are stretched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from framing.comparison.cells import Floats


def word_scores(frequencies: Floats, positions: Floats) -> Floats:
    """S_w = Σ_r A_r·F_wr / Σ_r F_wr of relative frequencies (n_references, n_words); NaN for words
    that no reference uses."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return positions @ frequencies / frequencies.sum(axis=0)


def text_scores(frequencies: Floats, scores: Floats) -> Floats:
    """The mean score of the words of each text (n_texts, n_words) that have a score."""
    known = np.isfinite(scores)
    scored = frequencies[:, known]
    with np.errstate(invalid="ignore", divide="ignore"):
        return scored @ scores[known] / scored.sum(axis=1)


def standard_errors(frequencies: Floats, n_words: Floats, scores: Floats) -> Floats:
    """√(Σ_w F_wv·(S_w − S_v)² / N_v), F and N of each text's words that have a score."""
    known = np.isfinite(scores)
    scored, means = frequencies[:, known], text_scores(frequencies, scores)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = scored / scored.sum(axis=1, keepdims=True)
        away = (scores[known] - means[:, np.newaxis]) ** 2
        return np.sqrt((shares * away).sum(axis=1) / n_words)


def stretched(scores: Floats, anchors: Floats, positions: Floats) -> Floats:
    """Raw scores on the scale of the positions: the first and the last anchor get theirs back
    (Martin and Vanberg 2007)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (scores - anchors[0]) / (anchors[-1] - anchors[0])
    return positions[0] + share * (positions[-1] - positions[0])


def spread_out(scores: Floats, among: Floats, positions: Floats) -> Floats:
    """Raw scores with the spread of the positions (Laver, Benoit and Garry 2003); `among` are
    the raw scores of the texts without a position."""
    if len(among) < 2:
        return np.full(len(scores), np.nan)
    middle = among.mean()
    with np.errstate(invalid="ignore", divide="ignore"):
        return (scores - middle) * positions.std(ddof=1) / among.std(ddof=1) + middle


@dataclass(frozen=True)
class Texts:
    """Words in groups to be held out: those that scores are learnt from, and those scored.

    learn : float64 array, (n_groups, n_references, n_words), weighted counts
    learn_size : float64 array, (n_groups, n_references), words
    counts : float64 array, (n_groups, n_texts, n_words), the references first
    size : float64 array, (n_groups, n_texts)
    positions : float64 array, (n_references,), ascending
    """

    learn: Floats
    learn_size: Floats
    counts: Floats
    size: Floats
    positions: Floats

    @property
    def n_groups(self) -> int:
        """Groups in which all texts have words."""
        return int((self.size > 0).all(axis=1).sum())

    @property
    def frequencies(self) -> Floats:
        """Relative frequencies of the texts' words, (n_texts, n_words)."""
        return _shares(self.counts.sum(axis=0), self.size.sum(axis=0))

    def without(self, group: int) -> Texts:
        learn, learn_size, counts, size = (
            np.delete(one, group, axis=0)
            for one in (self.learn, self.learn_size, self.counts, self.size)
        )
        return Texts(learn, learn_size, counts, size, self.positions)

    def learnt(self, without: int | None = None) -> Floats:
        """Scores of the words, from all groups or all but one."""
        learn, size = self.learn.sum(axis=0), self.learn_size.sum(axis=0)
        if without is not None:
            learn, size = learn - self.learn[without], size - self.learn_size[without]
        return word_scores(_shares(learn, size), self.positions)

    def raw(self) -> Floats:
        """The texts' scores."""
        return text_scores(self.frequencies, self.learnt())

    def raw_held_out(self) -> Floats:
        """The texts' scores, each group's words scored as learnt from the other groups."""
        amounts = np.zeros((2, self.size.shape[1]))
        for group, counts in enumerate(self.counts):
            scores = self.learnt(without=group)
            known = np.isfinite(scores)
            amounts += [counts[:, known] @ scores[known], counts[:, known].sum(axis=1)]
        with np.errstate(invalid="ignore", divide="ignore"):
            return amounts[0] / amounts[1]

    def estimates(self, rescale: str) -> Floats:
        """The texts' scores on the scale asked for; raw for "lbg", which needs other texts."""
        scores = self.raw_held_out() if rescale == "held-out" else self.raw()
        if rescale in ("none", "lbg"):
            return scores
        return stretched(scores, scores[: len(self.positions)], self.positions)

    def jackknife(self, rescale: str) -> Floats:
        """Standard errors of the estimates from leaving out one group at a time, (n_texts,)."""
        n = len(self.size)
        without = np.array([self.without(group).estimates(rescale) for group in range(n)])
        away = without - without.mean(axis=0)
        return np.sqrt((away**2).sum(axis=0) * (1 - 1 / n))


def _shares(counts: Floats, size: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return counts / size[:, np.newaxis]
