"""Issue-specific frames as clusters of coded elements (Matthes and Kohring 2008)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.measures.measure import Measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOST_K, MOST_UNITS = 8, 3_000
RARE = 0.05  # share of units from which an element is clustered on
FEWEST = 10  # units, in all and for a frame
RESAMPLES, MOVES = 40, 30
STABLE = 0.6  # Jaccard likeness that the weakest frame must reach
NAMED = 2  # elements in a frame's name


@dataclass(frozen=True, eq=False, repr=False)
class FrameClusters:
    """Frames found in coded elements.

    Attributes
    ----------
    k : int
        The number of frames; 1 if the codes show no clusters.
    table : DataFrame
        A row for each frame and element: ``frame``, ``n`` (units), ``element``, ``group`` (what
        stands before its colon, ``""`` where there is none), ``share`` of the frame's units with
        the element, ``others``, that of all other units, ``difference``, ``clustered`` (False
        for elements too rare to be clustered on).
    assignments : Series
        The frame of each unit, index as the codes'; missing for units without any element.
    quality : DataFrame
        A row for each number of frames tried: ``k``; ``explained``, the share of the variance
        between frames; ``silhouette``, its mean under independent elements ``null_silhouette`` and
        their 95th percentile ``null_high``; ``stability``, the mean over frames of how far
        resamples find them again (Jaccard, 0 to 1); ``weakest``, that of the least stable;
        ``smallest``, units of the smallest frame; ``passes``; ``chosen``.
    note : str
        How the number was chosen.
    """

    k: int
    table: pd.DataFrame
    assignments: pd.Series
    quality: pd.DataFrame
    note: str

    def __repr__(self) -> str:
        return f"FrameClusters({self.k} frames of {int(self.assignments.notna().sum())} units)"

    @cached_property
    def frames(self) -> list[str]:
        """The names of the frames, the largest first."""
        return list(dict.fromkeys(self.table["frame"]))

    def measure(self, articles: pd.DataFrame) -> Measure:
        """The frames as a measure, to be compared and drawn: a share of the units of an article.

        `articles` has ``article_id`` (a column or the index) and ``outlet``, as `corpus.articles`.
        The codes' index has ``article_id`` as its only or first level; units without a frame do
        not count.
        """
        known = self.assignments.dropna()
        ids = known.index.get_level_values(0).astype("str")
        shares = pd.get_dummies(known, dtype=float).reindex(columns=self.frames, fill_value=0.0)
        shares = shares.groupby(ids.to_numpy()).agg(["sum", "count"]).stack(level=0)
        sums = shares.rename_axis(["article_id", "category"]).reset_index()
        sums = sums.rename(columns={"sum": "numerator", "count": "denominator"})
        return Measure.from_sums(
            sums, articles, name="frame clusters", unit="share of units", kind="share"
        )


def frame_clusters(
    codes: pd.DataFrame | Measure, k: int | None = None, *, seed: int = 0
) -> FrameClusters:
    """Find frames as patterns of coded elements.

    Coders are not asked for frames but for elements: which problem is defined, which cause is
    named, which moral judgement made, which remedy called for (Entman 1993). Elements that go
    together across articles are a frame (Matthes and Kohring 2008). Units are clustered by Ward's
    method on the squared Euclidean distances of their elements, and then moved to the nearest
    centre until none moves (k-means, begun at Ward's clusters); elements in fewer than 5 % of the
    units, or in more than 95 %, are described and not clustered on; units without any element have
    no frame.

    Cluster analysis finds clusters in anything. So each number of frames from 2 to 8, but no more
    than one for every two elements and every ten units, is held against tables in which each
    element keeps its frequency and is dealt out at random, and against resamples of the units. It
    **passes** if its silhouette exceeds the 95th percentile of those tables and its weakest frame
    is found again in resamples at a Jaccard likeness of .6 on average (Hennig 2007: below .6 a
    cluster should not be trusted). Without `k` the number that exceeds the mean of the random
    tables most, of those that pass, is taken, and 1 if none passes. All are in ``quality``; look at
    their tables before you settle on one.

    Parameters
    ----------
    codes : DataFrame or Measure
        A row a unit, index ``article_id`` (or with it as the first level), a column an element: 1
        or True where it is there, 0 or False where not. ``problem: debt`` belongs to the group
        *problem*. Missing counts as 0. Of a measure (see `codes_measure`) an article has a category
        from half of its denominator on.
    k : int, optional
        The number of frames.
    seed : int
        Of the random tables and resamples.

    Returns
    -------
    FrameClusters
        Frames are numbered by size and named by the two elements that set them apart most.

    Raises
    ------
    FramingError
        If codes are no zeros and ones, fewer than ten units or two elements are left, there are
        more than 3,000 units, or `k` does not fit.

    Examples
    --------
    >>> codes = pd.DataFrame(
    ...     {"problem: debt": [1] * 10 + [0] * 10, "remedy: cuts": [1] * 10 + [0] * 10,
    ...      "problem: poverty": [0] * 10 + [1] * 10, "remedy: aid": [0] * 10 + [1] * 10})
    >>> found = frame_clusters(codes, k=2)
    >>> found.frames
    ['1: problem: debt, remedy: cuts', '2: problem: poverty, remedy: aid']

    References
    ----------
    Matthes, J., and Kohring, M. (2008). The content analysis of media frames: toward improving
    reliability and validity. Journal of Communication 58(2), 258–279.
    https://doi.org/10.1111/j.1460-2466.2008.00384.x

    Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics and
    Data Analysis 52(1), 258–271. https://doi.org/10.1016/j.csda.2006.11.025
    """
    table = _checked(codes)
    there = table.to_numpy()
    some = there.any(axis=1)
    share = there[some].mean(axis=0) if some.any() else np.zeros(there.shape[1])
    used = (share >= RARE) & (share <= 1 - RARE)
    units = there[some][:, used].astype(np.float64)
    if len(units) < FEWEST or units.shape[1] < 2:
        raise FramingError(
            f"codes has {len(units)} units with an element and {units.shape[1]} elements that are "
            f"neither rare nor everywhere; clusters need at least {FEWEST} and 2."
        )
    if len(units) > MOST_UNITS:
        raise FramingError(
            f"codes has {len(units):,} units; at most {MOST_UNITS:,} are taken: give a sample."
        )
    most = min(MOST_K, units.shape[1] // 2, len(units) // FEWEST, len(np.unique(units, axis=0)))
    most = max(most, 2)
    if k is not None and not (isinstance(k, int) and 2 <= k <= most):
        raise FramingError(f"k={k!r} is not allowed; give a whole number from 2 to {most}.")
    cuts = _cuts(units, most)
    quality = _quality(units, cuts, np.random.default_rng(seed))
    chosen, note = (k, f"{k} were asked for") if k is not None else _chosen(quality)
    quality["chosen"] = quality["k"] == chosen
    cluster = cuts[chosen] if chosen > 1 else np.zeros(len(units), dtype=np.int64)
    return _described(table, some, used, cluster, chosen, quality, note)


def _checked(codes: pd.DataFrame | Measure) -> pd.DataFrame:
    """bool (n_units, n_elements)."""
    if isinstance(codes, Measure):
        shares = np.divide(
            codes.numerators,
            codes.denominators,
            out=np.zeros(codes.numerators.shape),
            where=codes.denominators > 0,
        )
        return pd.DataFrame(shares >= 0.5, index=codes.articles.index, columns=codes.categories)
    if "article_id" in codes.columns:
        codes = codes.set_index("article_id")
    numbers = codes.apply(pd.to_numeric, errors="coerce")
    wrong = codes.notna() & ~numbers.isin([0, 1])
    if wrong.to_numpy().any():
        row, column = np.argwhere(wrong.to_numpy())[0]
        value, name = codes.astype(object).iloc[row, column], codes.columns[column]
        raise FramingError(
            f"codes has {value!r} in the column {name!r}; give 1 where the element is there and 0 "
            "where it is not."
        )
    return numbers.fillna(0).astype(bool)


def _cuts(units: Floats, most: int) -> dict[int, Ints]:
    """For each number of clusters from 2 on the cluster of each unit, from 0."""
    from scipy.cluster.hierarchy import fcluster, linkage

    tree = linkage(units, method="ward")
    cuts = {}
    for k in range(2, most + 1):
        cluster = fcluster(tree, k, criterion="maxclust").astype(np.int64) - 1
        for _ in range(MOVES):
            member = np.eye(k)[cluster]
            size = member.sum(axis=0)
            centres = member.T @ units / np.maximum(size, 1)[:, np.newaxis]
            far = (centres**2).sum(axis=1) - 2 * units @ centres.T
            nearest = np.where(size > 0, far, np.inf).argmin(axis=1)
            if (nearest == cluster).all():
                break
            cluster = nearest
        cuts[k] = cluster
    return cuts


def _quality(units: Floats, cuts: dict[int, Ints], rng: np.random.Generator) -> pd.DataFrame:
    most = max(cuts)
    null = np.array([_silhouettes(dealt, _cuts(dealt, most)) for dealt in _dealt(units, rng)])
    seen = _silhouettes(units, cuts)
    again = _found_again(units, cuts, rng)
    total = ((units - units.mean(axis=0)) ** 2).sum()
    rows = []
    for place, (k, cluster) in enumerate(cuts.items()):
        member = np.eye(k)[cluster]
        sizes = member.sum(axis=0)
        centres = member.T @ units / np.maximum(sizes, 1)[:, np.newaxis]
        high = float(np.quantile(null[:, place], 0.95))
        rows.append(
            {
                "k": k,
                "explained": 1 - ((units - centres[cluster]) ** 2).sum() / total,
                "silhouette": seen[place],
                "null_silhouette": float(null[:, place].mean()),
                "null_high": high,
                "stability": float(again[k].mean()),
                "weakest": float(again[k].min()),
                "smallest": int(sizes.min()),
                "passes": bool(seen[place] > high and again[k].min() >= STABLE),
            }
        )
    return pd.DataFrame(rows)


def _dealt(units: Floats, rng: np.random.Generator) -> Iterator[Floats]:
    """Tables with each element dealt out at random."""
    for _ in range(RESAMPLES):
        yield rng.permuted(units, axis=0)


def _silhouettes(units: Floats, cuts: dict[int, Ints]) -> list[float]:
    """Rousseeuw's mean silhouette (1987, doi:10.1016/0377-0427(87)90125-7) of each clustering,
    from Euclidean distances; a unit alone in its cluster has 0."""
    length = (units**2).sum(axis=1)
    squared = length[:, np.newaxis] + length - 2 * units @ units.T
    apart = np.sqrt(np.maximum(squared, 0))
    found = []
    for k, cluster in cuts.items():
        member = np.eye(k)[cluster]
        size = member.sum(axis=0)
        sums, own = apart @ member, np.arange(len(units))
        within = sums[own, cluster] / np.maximum(size[cluster] - 1, 1)
        others = np.where(size > 0, sums / np.maximum(size, 1), np.inf)
        others[own, cluster] = np.inf
        nearest = others.min(axis=1)
        larger = np.maximum(within, nearest)
        value = (nearest - within) / np.where(larger > 0, larger, 1)
        found.append(float(np.where((size[cluster] > 1) & np.isfinite(nearest), value, 0).mean()))
    return found


def _found_again(
    units: Floats, cuts: dict[int, Ints], rng: np.random.Generator
) -> dict[int, Floats]:
    """For each number of clusters, how far resamples find each again: mean Jaccard likeness."""
    likeness: dict[int, list[Floats]] = {k: [] for k in cuts}
    for _ in range(RESAMPLES):
        drawn = np.unique(rng.integers(0, len(units), len(units)))
        for k, other in _cuts(units[drawn], max(cuts, default=1)).items():
            table = np.zeros((k, k))
            np.add.at(table, (cuts[k][drawn], other), 1)
            union = table.sum(axis=1, keepdims=True) + table.sum(axis=0) - table
            likeness[k].append((table / np.maximum(union, 1)).max(axis=1))
    return {k: np.mean(found, axis=0) for k, found in likeness.items()}


def _chosen(quality: pd.DataFrame) -> tuple[int, str]:
    passing = quality[quality["passes"]]
    if passing.empty:
        return 1, "no number of frames does better than elements dealt out at random and is stable"
    gain = passing["silhouette"] - passing["null_silhouette"]
    k = int(passing.loc[gain.idxmax(), "k"])
    return k, f"of the numbers that pass, {k} exceeds elements dealt out at random most"


def _described(
    table: pd.DataFrame,
    some: Bools,
    used: Bools,
    cluster: Ints,
    k: int,
    quality: pd.DataFrame,
    note: str,
) -> FrameClusters:
    there = table.to_numpy()[some].astype(np.float64)
    order = np.argsort(-np.bincount(cluster, minlength=k), kind="stable")
    elements = [str(name) for name in table.columns]
    rows, names = [], np.empty(k, dtype=object)
    for number, one in enumerate(order.tolist(), start=1):
        own = cluster == one
        inside = there[own].mean(axis=0)
        outside = there[~own].mean(axis=0) if k > 1 else np.full(len(elements), np.nan)
        apart = inside - outside if k > 1 else inside
        foremost = np.argsort(-apart, kind="stable")[:NAMED]
        names[one] = f"{number}: " + ", ".join(elements[place] for place in foremost.tolist())
        for place, element in enumerate(elements):
            rows.append(
                {
                    "frame": names[one],
                    "n": int(own.sum()),
                    "element": element,
                    "group": element.split(":")[0].strip() if ":" in element else "",
                    "share": inside[place],
                    "others": outside[place],
                    "difference": inside[place] - outside[place],
                    "clustered": bool(used[place]),
                }
            )
    frame_of: Any = np.full(len(table), None, dtype=object)
    frame_of[some] = names[cluster]
    assignments = pd.Series(frame_of, index=table.index, name="frame", dtype="str")
    text = dict.fromkeys(["frame", "element", "group"], "str")
    return FrameClusters(k, pd.DataFrame(rows).astype(text), assignments, quality, note)
