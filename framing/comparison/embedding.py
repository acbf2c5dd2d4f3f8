"""From inner products to a map: classical multidimensional scaling, alignment, a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.comparison.cells import Floats

    Bools = NDArray[np.bool_]

SAME = 1e-9  # of the largest coordinate: no farther out than another


def embed(gram: Floats, dimensions: int) -> tuple[Floats, Floats]:
    """Classical multidimensional scaling: coordinates of points with these inner products.

    Parameters
    ----------
    gram : float64 array, (..., n, n)
        Inner products of centred points; distances are double-centred into these.

    Returns
    -------
    coordinates : float64 array, (..., n, dimensions)
        By descending eigenvalue; 0 on a dimension whose eigenvalue is not above 0.
    eigenvalues : float64 array, (..., n)
        Descending.
    """
    values, vectors = np.linalg.eigh(gram)
    values, vectors = values[..., ::-1], vectors[..., ::-1]
    lengths = np.sqrt(np.maximum(values[..., :dimensions], 0))
    return vectors[..., :dimensions] * lengths[..., np.newaxis, :], values


def upright(points: Floats) -> Floats:
    """Turn each dimension so that the point farthest from 0 lies to the right, or above.

    Of points equally far out the first decides.
    """
    points = points.copy()
    for column in points.T:
        size = np.abs(column)
        if column[np.argmax(size >= size.max(initial=0) * (1 - SAME))] < 0:
            column *= -1
    return points


def align(points: Floats, target: Floats) -> Floats:
    """Turn and mirror each set of points so that it lies as near the target as it can.

    Procrustes' rotation, without scaling (Schönemann 1966, doi:10.1007/BF02289451).
    """
    left, _, right = np.linalg.svd(np.swapaxes(points, -1, -2) @ target)
    return points @ (left @ right)


def squared_distances(gram: Floats) -> Floats:
    """Squared distances of points with these inner products; below 0 if no points have them."""
    own = np.diagonal(gram, axis1=-2, axis2=-1)
    return own[..., :, np.newaxis] + own[..., np.newaxis, :] - 2 * gram


def stress(points: Floats, distances: Floats) -> float:
    """Kruskal's stress-1 (1964, doi:10.1007/BF02289565): how far the map misses the distances."""
    from scipy.spatial.distance import pdist, squareform

    due = squareform(distances, checks=False)
    total = float((due**2).sum())
    return float(np.sqrt(((pdist(points) - due) ** 2).sum() / total)) if total else float("nan")


def join_up(dissimilarities: Floats) -> tuple[Floats, Bools]:
    """Average linkage (Sokal and Michener 1958) of several matrices at once.

    Parameters
    ----------
    dissimilarities : float64 array, (n_trees, n, n)
        Symmetric; may be negative.

    Returns
    -------
    trees : float64 array, (n_trees, n − 1, 4)
        As `scipy.cluster.hierarchy.linkage` gives them: the two parts, height, size. Points are 0
        to n − 1, the first join is n.
    members : bool array, (n_trees, n − 1, n)
        The points beneath each join.
    """
    n_trees, n, _ = dissimilarities.shape
    apart = np.array(dissimilarities, dtype=np.float64)
    apart[:, np.arange(n), np.arange(n)] = np.inf
    size = np.ones((n_trees, n))
    number = np.tile(np.arange(n), (n_trees, 1))
    beneath = np.tile(np.eye(n, dtype=bool), (n_trees, 1, 1))
    trees = np.zeros((n_trees, max(n - 1, 0), 4))
    members = np.zeros((n_trees, max(n - 1, 0), n), dtype=bool)
    every = np.arange(n_trees)
    for step in range(n - 1):
        nearest = apart.reshape(n_trees, -1).argmin(axis=1)
        kept, gone = np.divmod(nearest, n)
        parts = np.sort(np.stack([number[every, kept], number[every, gone]]), axis=0)
        trees[:, step, :2] = parts.T
        trees[:, step, 2] = apart[every, kept, gone]
        weights = np.stack([size[every, kept], size[every, gone]])[:, :, None]
        mean = (weights[0] * apart[every, kept] + weights[1] * apart[every, gone]) / weights.sum(0)
        apart[every, kept], apart[every, :, kept] = mean, mean
        apart[every, gone], apart[every, :, gone] = np.inf, np.inf
        apart[every, kept, kept] = np.inf
        size[every, kept] += size[every, gone]
        number[every, kept] = n + step
        beneath[every, kept] |= beneath[every, gone]
        trees[:, step, 3] = size[every, kept]
        members[:, step] = beneath[every, kept]
    return trees, members
