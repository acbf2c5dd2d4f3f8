"""From inner products to a map: classical multidimensional scaling, alignment, a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from framing.comparison.cells import Floats

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


def average_linkage(distances: Floats) -> Floats:
    """Average linkage (Sokal and Michener 1958), as `scipy.cluster.hierarchy.linkage` gives it."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    return linkage(squareform(distances, checks=False), "average")


def clusters(tree: Floats) -> list[frozenset[int]]:
    """The points beneath each join of a tree, in its order."""
    n = len(tree) + 1
    beneath = [frozenset([point]) for point in range(n)]
    for left, right in tree[:, :2].astype(int):
        beneath.append(beneath[left] | beneath[right])
    return beneath[n:]
