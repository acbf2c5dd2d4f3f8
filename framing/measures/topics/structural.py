"""A structural topic model: articles' topics and words depend on who wrote them, and on what.

As Roberts, Stewart and Airoldi (2016, doi:10.1080/01621459.2016.1141684) have it, with priors on
content that have a closed form. For an article d with covariates x_d, of the content group a:

    η_d ~ Normal(x_d·Γ, Σ),   θ_d = softmax(η_d, 0),   each word ~ Σ_k θ_dk β_ak

Γ has a normal prior (precision 1 in units of Σ; the constant none). Fitted by expectation and
maximisation: η_d at its mode with the curvature there (Laplace), all articles at once in padded
batches; then Γ, Σ and β from what is expected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

BATCH = 150_000  # places for words in a batch
STEPS = 150
CLOSE = 2e-5  # relative change of the bound at which a fit ends
FARTHEST = 3.0  # a Newton step
SMOOTHING = 0.01  # occurrences of each word in each topic
STYLE_PRIOR = 10.0  # occurrences by which a group's use of a word is drawn to the others'
CONTENT_PRIOR = 500.0  # words by which a group's topic is drawn to the topic of all
DRAWS = 40


@dataclass(frozen=True)
class Fitted:
    """content : float64 (n_groups, k, n_terms), each group's words of each topic
    weights : float64 (k, n_terms), of all
    middle, spread : (n_articles, k − 1), (n_articles, k − 1, k − 1), of η
    slopes : (n_columns, k − 1); covariance : (k − 1, k − 1)
    bounds : the bound after each step
    """

    content: Floats
    weights: Floats
    middle: Floats
    spread: Floats
    slopes: Floats
    covariance: Floats
    bounds: list[float]

    def draw(self, rng: np.random.Generator) -> Floats:
        """Articles' shares (n_articles, k), drawn from what is known of them."""
        return self._draws(rng, 1)[0]

    def shares(self) -> Floats:
        """Their mean over draws."""
        rng = np.random.default_rng(0)
        return np.mean(self._draws(rng, DRAWS), axis=0)

    def _draws(self, rng: np.random.Generator, n: int) -> list[Floats]:
        root = np.linalg.cholesky(self.spread)
        noise = rng.standard_normal((n, *self.middle.shape, 1))
        return [softmax(self.middle + np.matmul(root, one)[:, :, 0]) for one in noise]


def softmax(middle: Floats) -> Floats:
    """Shares (n, k) from (n, k − 1): the last topic's number is 0."""
    full = np.concatenate([middle, np.zeros((len(middle), 1))], axis=1)
    full -= full.max(axis=1, keepdims=True)
    np.exp(full, out=full)
    return full / full.sum(axis=1, keepdims=True)


def fit_structural(
    counts: Any,
    design: Floats,
    group: Ints,
    due: Floats,
    weights: Floats,
    shares: Floats,
    seeded: Floats | None = None,
    known: Floats | None = None,
) -> Fitted:
    """Fit from a start of `weights` (k, n_terms) and `shares` (n_articles, k).

    counts : csr_array (n_articles, n_terms)
    design : float64 (n_articles, n_columns), the first the constant
    group : int64 (n_articles,), of content, from 0; articles are fitted `due` times, 0 for not
    seeded : float64 (k, n_terms), occurrences that the prior adds
    known : float64 (n_groups, k, n_terms), the topics' words, if they are not to be fitted
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        return _fit(counts, design, group, due, weights, shares, seeded, known)


def _fit(
    counts: Any,
    design: Floats,
    group: Ints,
    due: Floats,
    weights: Floats,
    shares: Floats,
    seeded: Floats | None,
    known: Floats | None,
) -> Fitted:
    k = len(weights)
    prior = SMOOTHING if seeded is None else SMOOTHING + seeded
    start = np.log(np.maximum(shares, 0.05 / k))
    middle = start[:, :-1] - start[:, -1:]
    smooth = weights + 0.1 / weights.shape[1]
    smooth = smooth / smooth.sum(axis=1, keepdims=True)
    content = np.repeat(smooth[None], int(group.max(initial=0)) + 1, axis=0)
    if known is not None:
        content = known
    batches = _batches(counts, group)
    penalty = np.eye(design.shape[1])
    penalty[0, 0] = 1e-6
    inverse = np.linalg.inv((design.T * due) @ design + penalty) @ (design.T * due)
    slopes, covariance = inverse @ middle, 2.0 * np.eye(k - 1)
    spread = np.zeros((len(middle), k - 1, k - 1))
    bounds: list[float] = []
    for step in range(STEPS):
        precision = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
        expected = np.zeros_like(content)
        bound = np.zeros(len(middle))
        mean = design @ slopes
        by_term = np.ascontiguousarray(content.transpose(0, 2, 1))
        for batch in batches:
            rows = batch.rows
            words = by_term[batch.group][batch.terms]
            middle[rows] = _newton(batch, words, middle[rows], mean[rows], precision)
            chances, fit = _dealt(batch, words, softmax(middle[rows]))
            spread[rows] = _curved(batch, chances, middle[rows], precision)
            gap = middle[rows] - mean[rows]
            bound[rows] = fit - 0.5 * ((gap @ precision) * gap).sum(axis=1)
            bound[rows] += 0.5 * np.linalg.slogdet(precision @ spread[rows])[1]
            weighed = chances * due[rows][:, None, None]
            expected[batch.group] += (batch.places @ weighed.reshape(-1, k)).T
        bounds.append(float(bound @ due))
        slopes = inverse @ middle
        gap = middle - design @ slopes
        covariance = np.einsum("d,dij->ij", due, spread) + (gap.T * due) @ gap
        covariance = covariance / max(due.sum(), 1e-12) + 1e-6 * np.eye(k - 1)
        if known is None:
            weights, content = _content(expected, prior)
        if step > 5 and abs(bounds[-1] - bounds[-2]) < CLOSE * abs(bounds[-2]):
            break
    return Fitted(content, weights, middle, spread, slopes, covariance, bounds)


@dataclass(frozen=True)
class _Batch:
    """rows : the articles; group : theirs
    counts, terms : (n_rows, most words), padded with 0
    places : csr_array (n_terms, n_rows × most words), counts where they belong
    """

    rows: Ints
    group: int
    counts: Floats
    terms: Ints
    places: Any


def _batches(counts: Any, group: Ints) -> list[_Batch]:
    """Articles of one group and of like numbers of words."""
    from scipy.sparse import csr_array

    lengths = np.diff(counts.indptr)
    done = []
    for name in np.unique(group):
        rows = np.flatnonzero(group == name)
        rows = rows[np.argsort(lengths[rows], kind="stable")]
        while len(rows):
            fits = lengths[rows] * np.arange(1, len(rows) + 1) <= BATCH
            size = max(1, int(fits.sum()))
            some, rows = rows[:size], rows[size:]
            wide = int(lengths[some].max())
            there = np.arange(wide) < lengths[some][:, None]
            part = counts[some]
            filled, terms = np.zeros(there.shape), np.zeros(there.shape, dtype=np.int64)
            filled[there], terms[there] = part.data, part.indices
            shape = (counts.shape[1], filled.size)
            placed = (filled.ravel(), (terms.ravel(), np.arange(filled.size)))
            done.append(_Batch(some, int(name), filled, terms, csr_array(placed, shape=shape)))
    return done


def _dealt(batch: _Batch, words: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """Each word's chances (n_rows, words, k) to be of each topic; articles' log-likelihoods."""
    chances = words * shares[:, None, :]
    total = chances.sum(axis=2)
    chances /= total[:, :, None]
    return chances, (batch.counts * np.log(total)).sum(axis=1)


def _newton(
    batch: _Batch, words: Floats, middle: Floats, mean: Floats, precision: Floats
) -> Floats:
    """A step up: words are dealt to topics, then η goes to where their numbers are likeliest."""
    chances, _ = _dealt(batch, words, softmax(middle))
    numbers = np.matmul(batch.counts[:, None, :], chances)[:, 0]
    n = numbers.sum(axis=1)
    now = _expected(middle, numbers, mean, precision)
    for _ in range(3):
        shares = softmax(middle)[:, :-1]
        slope = numbers[:, :-1] - n[:, None] * shares - (middle - mean) @ precision
        bend = -shares[:, :, None] * shares[:, None, :]
        bend[:, np.arange(bend.shape[1]), np.arange(bend.shape[1])] += shares
        bend = bend * n[:, None, None] + precision
        step = np.linalg.solve(bend, slope[:, :, None])[:, :, 0]
        step *= np.minimum(1, FARTHEST / np.maximum(np.abs(step).max(axis=1, initial=0), 1e-12))[
            :, None
        ]
        for _ in range(4):
            there = _expected(middle + step, numbers, mean, precision)
            worse = there < now - 1e-9
            if not worse.any():
                break
            step[worse] *= 0.25
        step[worse] = 0
        middle = middle + step
        now = _expected(middle, numbers, mean, precision)
    return middle


def _expected(middle: Floats, numbers: Floats, mean: Floats, precision: Floats) -> Floats:
    gap = middle - mean
    likely = (numbers * np.log(np.maximum(softmax(middle), 1e-300))).sum(axis=1)
    value: Floats = likely - 0.5 * ((gap @ precision) * gap).sum(axis=1)
    return value


def _curved(batch: _Batch, chances: Floats, middle: Floats, precision: Floats) -> Floats:
    """The inverse of the curvature at the mode."""
    weighed = chances * batch.counts[:, :, None]
    numbers = weighed.sum(axis=1)
    shares, n = softmax(middle)[:, :-1], numbers.sum(axis=1)
    bend = np.matmul(weighed[:, :, :-1].transpose(0, 2, 1), chances[:, :, :-1])
    bend -= n[:, None, None] * shares[:, :, None] * shares[:, None, :]
    diagonal = np.arange(bend.shape[1])
    bend[:, diagonal, diagonal] += n[:, None] * shares - numbers[:, :-1]
    bend += precision
    try:
        np.linalg.cholesky(bend)
    except np.linalg.LinAlgError:  # an article that is not yet at its mode
        values, vectors = np.linalg.eigh(bend)
        values = np.maximum(values, np.linalg.eigvalsh(precision)[0])
        bend = np.matmul(vectors * values[:, None, :], vectors.transpose(0, 2, 1))
    spread = np.asarray(np.linalg.inv(bend), dtype=np.float64)
    return (spread + spread.transpose(0, 2, 1)) / 2


def _content(expected: Floats, prior: Floats | float) -> tuple[Floats, Floats]:
    """Topics' words of all, and of each group, drawn to those of all.

    A group's use of a word beyond its due, in all topics alike, has a gamma prior (DuMouchel
    1999); its words in a topic have a Dirichlet prior about the topic of all times that use.
    """
    weights = expected.sum(axis=0) + prior
    weights = weights / weights.sum(axis=1, keepdims=True)
    if len(expected) == 1:
        return weights, weights[None]
    numbers = expected.sum(axis=2)
    due = numbers @ weights
    style = (expected.sum(axis=1) + STYLE_PRIOR) / (due + STYLE_PRIOR)
    about = weights[None] * style[:, None, :]
    about = about / about.sum(axis=2, keepdims=True)
    content = expected + CONTENT_PRIOR * about
    return weights, content / content.sum(axis=2, keepdims=True)
