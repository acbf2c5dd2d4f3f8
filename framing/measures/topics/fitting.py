"""Fitting: from counts of words to topics' words and articles' shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from framing.measures.term_counts import TermCounts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.measures.counts import Counts

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

Method = Literal["nmf", "lda"]
METHODS: tuple[Method, ...] = ("nmf", "lda")
HELD_OUT_FROM = 1000  # articles; below, none can be spared for coherence
HELD_OUT_EVERY = 5
FEWEST_FOR_SVD = 20  # articles
FOLDING_STEPS = 30
ROUNDED_TO = 4  # significant figures; more are not the same on another machine


@dataclass(frozen=True)
class Material:
    """What topics are fitted to: the articles with a word of the vocabulary, by their ids, so that
    a fit does not depend on the order of the corpus.

    counts : csr_array, int32 (n_fitted, n_terms)
    terms : object (n_terms,), str, sorted
    rows : int64 (n_fitted,), the articles' places in the corpus
    due : float64 (n_fitted,), how many times each counts
    """

    counts: Any
    terms: np.ndarray
    rows: NDArray[np.int64]
    due: Floats

    @property
    def most_topics(self) -> int:
        return min(self.counts.shape)


def material(counts: Counts) -> Material:
    found = _vocabulary(counts.words(), counts.language)
    articles = counts.articles
    rows = np.flatnonzero(np.diff(found.counts.indptr) > 0)
    rows = rows[np.argsort(articles.index.to_numpy()[rows])]
    due = np.ones(len(rows))
    if "weight" in articles:
        due = articles["weight"].fillna(1.0).to_numpy(np.float64)[rows]
    return Material(found.counts[rows], found.terms, rows, due)


def held_out(n_articles: int, seed: int) -> Bools:
    """Every fifth article, by lot."""
    held = np.zeros(n_articles, dtype=bool)
    held[np.random.default_rng(seed).permutation(n_articles)[::HELD_OUT_EVERY]] = True
    return held


def _vocabulary(found: TermCounts, language: str) -> TermCounts:
    n = found.counts.shape[0]
    least = 5 if n >= 1000 else 3 if n >= 100 else 2 if n >= 10 else 1
    most = 0.3 * n if n >= 1000 else 0.5 * n if n >= 10 else n
    there = np.bincount(found.counts.indices, minlength=len(found.terms))
    kept = (there >= least) & (there <= most)
    kept &= np.fromiter((len(term) > 2 for term in found.terms), bool, len(found.terms))
    if language.split("-")[0] in ("en", "und", "mul"):
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        kept &= ~np.isin(found.terms, list(ENGLISH_STOP_WORDS))
        kept &= ~np.fromiter(("'" in term for term in found.terms), bool, len(found.terms))
    return TermCounts(found.counts[:, kept], found.terms[kept])


def fitted(
    counts: Any,
    held: Bools,
    due: Floats,
    k: int,
    method: Method,
    seed: int,
    anywhere: bool = False,
) -> tuple[Floats, Floats]:
    """Topics' weights (k, n_terms) and articles' shares (n_articles, k), rows summing to 1.

    Articles that are `held` out do not shape the topics; each other one counts `due` times.
    Factorisation starts from singular vectors, or `anywhere`; allocation always anywhere.
    """
    # Imported before the limit, which holds for the libraries that are there by then.
    import sklearn.decomposition  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        if method == "nmf":
            weights, amounts = _nmf(_tf_idf(counts, counts[~held]), held, due, k, seed, anywhere)
        else:
            weights, amounts = _lda(counts, held, due, k, seed)
    weights = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    totals = amounts.sum(axis=1, keepdims=True)
    shares = np.divide(amounts, totals, out=np.full_like(amounts, 1 / k), where=totals > 0)
    return _rounded(weights), _rounded(shares)


def _tf_idf(counts: Any, known: Any) -> Any:
    """Sublinear TF-IDF of unit length, document frequencies from the articles `known`."""
    from scipy.sparse import csr_array, diags_array

    idf = _idf(known)
    matrix = csr_array(counts, dtype=np.float64, copy=True)
    matrix.data = (1 + np.log(matrix.data)) * idf[matrix.indices]
    lengths = np.sqrt(matrix.power(2).sum(axis=1))
    return csr_array(diags_array(1 / np.maximum(lengths, 1e-12)) @ matrix, dtype=np.float64)


def _idf(known: Any) -> Floats:
    there = np.bincount(known.indices, minlength=known.shape[1])
    return np.log((1 + known.shape[0]) / (1 + there)) + 1


def _nmf(
    matrix: Any, held: Bools, due: Floats, k: int, seed: int, anywhere: bool
) -> tuple[Floats, Floats]:
    # Not the class NMF: it ends by taking the root of an error that can be 0 − ε.
    from scipy.sparse import csr_array, diags_array
    from sklearn.decomposition import non_negative_factorization

    # Squared errors are weighed; an article's shares do not depend on its length.
    fitted = csr_array(diags_array(np.sqrt(due[~held])) @ matrix[~held])
    # The singular vectors of a handful of like articles are not defined well enough to start from.
    init = "random" if anywhere or fitted.shape[0] < FEWEST_FOR_SVD else "nndsvda"
    options = {"n_components": k, "max_iter": 400, "tol": 3e-3, "random_state": seed}
    amounts = np.zeros((matrix.shape[0], k))
    amounts[~held], weights, _ = non_negative_factorization(fitted, init=init, **options)
    if held.any():
        amounts[held] = non_negative_factorization(
            matrix[held], H=weights, update_H=False, **options
        )[0]
    # A topic's scale is shared between the two matrices; all of it goes to the articles.
    return weights.astype(np.float64), amounts * weights.sum(axis=1)


def _lda(counts: Any, held: Bools, due: Floats, k: int, seed: int) -> tuple[Floats, Floats]:
    from scipy.sparse import csr_array, diags_array
    from sklearn.decomposition import LatentDirichletAllocation

    online = counts.shape[0] > 500
    model = LatentDirichletAllocation(
        k,
        learning_method="online" if online else "batch",
        max_iter=10 if online else 50,
        random_state=seed,
    )
    model.fit(csr_array(diags_array(due[~held]) @ counts[~held]))
    return model.components_, model.transform(counts)


def completion(counts: Any, held: Bools, weights: Floats, method: Method, seed: int) -> float:
    """How well topics foretell one half of the words of articles held out from the other half.

    Each article's words are dealt to two halves by lot; its topics are taken from the one, and the
    words that they lead to expect are held against the other: the cosine of the two in TF-IDF, the
    mean over the articles.
    """
    from scipy.sparse import csr_array
    from sklearn.decomposition import non_negative_factorization
    from threadpoolctl import threadpool_limits

    whole = csr_array(counts[held])
    one = whole.copy()
    one.data = np.random.default_rng(seed).binomial(whole.data, 0.5)
    other = csr_array(whole - one)
    for half in (one, other):
        half.eliminate_zeros()
    seen, wanted = (_tf_idf(half, counts[~held]) for half in (one, other))
    if method == "nmf":
        options = {"n_components": len(weights), "tol": 3e-3, "max_iter": 400}
        with threadpool_limits(limits=1, user_api="blas"):
            amounts = non_negative_factorization(seen, H=weights, update_H=False, **options)[0]
        expected = amounts @ weights
    else:
        expected = _folded_in(one, weights) @ weights * _idf(counts[~held])
    lengths = np.sqrt((expected**2).sum(axis=1))
    known = (lengths > 0) & (np.diff(wanted.indptr) > 0)
    if not known.any():
        return float("nan")
    return float((wanted.multiply(expected).sum(axis=1)[known] / lengths[known]).mean())


def _folded_in(counts: Any, weights: Floats) -> Floats:
    """Shares of given topics, by expectation and maximisation (Hofmann 1999)."""
    smooth = weights + 1e-9
    shares = np.full((counts.shape[0], len(weights)), 1 / len(weights))
    article, term = counts.nonzero()
    by_term = smooth.T[term]
    for _ in range(FOLDING_STEPS):
        chances = shares[article] * by_term
        chances *= (counts.data / chances.sum(axis=1))[:, None]
        shares = np.zeros_like(shares)
        np.add.at(shares, article, chances)
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    return shares


def _rounded(values: Floats) -> Floats:
    """To `ROUNDED_TO` significant figures."""
    with np.errstate(divide="ignore"):
        power = np.floor(np.log10(np.abs(values)))
    power[~np.isfinite(power)] = 0
    scale = 10.0 ** (ROUNDED_TO - 1 - power)
    return np.round(values * scale) / scale
