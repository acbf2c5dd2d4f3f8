"""OutletMap: positions, distances, a tree and loadings, each with its uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.effects import Blocks, Grams, grams, loadings
from framing.comparison.embedding import (
    align,
    embed,
    join_up,
    squared_distances,
    stress,
    upright,
)
from framing.comparison.intervals import FEWEST_UNITS, LEVEL

if TYPE_CHECKING:
    from framing.comparison.cells import Floats
    from framing.comparison.placing import Placing

DRAWS = 2  # the stream of chance by which events are drawn
CHANCE = "no more than chance on dimension"
POSITIONS = [
    "ellipse_major",
    "ellipse_minor",
    "ellipse_angle",
    "df",
    "n_articles",
    "n_events",
    "note",
]
DISTANCES = ["distance", "conf_low", "conf_high", "raw_distance", "n_events"]
DIMENSIONS = ["dimension", "eigenvalue", "share"]
LOADINGS = ["dimension", "loading", "conf_low", "conf_high"]
JOINS = [
    "join",
    "left",
    "right",
    "left_outlet",
    "right_outlet",
    "height",
    "support",
    "n_outlets",
    "outlets",
]


@dataclass(frozen=True, eq=False, repr=False)
class OutletMap:
    """What `outlet_map` found. Everything is empty where there is no map; see `notes`.

    Attributes
    ----------
    positions : DataFrame
        An outlet a row, those that could not be placed last: the column `by`; ``dimension_1``,
        ``dimension_2``, …; ``ellipse_major``, ``ellipse_minor``, ``ellipse_angle``: half axes of
        the 95 % ellipse on the first two dimensions, and the angle in degrees from the first
        dimension to its longer axis; ``df``, the effective number of events less 1;
        ``n_articles``, ``n_events`` on which the position rests; ``note``.
    distances : DataFrame
        A pair a row: `by` and ``other``; ``distance``, corrected for chance; ``conf_low``,
        ``conf_high``, its 95 % interval; ``raw_distance``, before correction; ``n_events`` that
        both cover (where 0, the distance comes through other outlets).
    dimensions : DataFrame
        ``dimension``, ``eigenvalue`` and ``share`` of the sum of the positive eigenvalues.
    tree : DataFrame
        A join of the dendrogram a row, as SciPy numbers them: outlets are 0, 1, … in the order of
        `positions`, the first join follows. ``join``, ``left``, ``right``; ``left_outlet``,
        ``right_outlet``, where the part is an outlet (else ""); ``height``, the root of the mean
        squared distance between the two parts; ``support``, the share of replicates in
        which these outlets are a cluster; ``n_outlets``; ``outlets``, a tuple.
    loadings : DataFrame
        A column of the profile and a dimension a row: ``measure``, ``part``, ``category`` (or
        ``phrase``), ``dimension``, ``loading``, ``conf_low``, ``conf_high`` (Student's t on the
        effective number of events of the outlet with the fewest). Squares of the loadings of a
        dimension add up to 1.
    stress : float
        Kruskal's stress-1 of the map against the corrected distances.
    unit : str
        Of the distances.
    notes : tuple of str
    settings : mapping
    """

    positions: pd.DataFrame
    distances: pd.DataFrame
    dimensions: pd.DataFrame
    tree: pd.DataFrame
    loadings: pd.DataFrame
    stress: float
    unit: str
    notes: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"OutletMap({len(self.tree) + len(self.tree.head(1))} outlets, {self.unit})"


def mapped(
    placing: Placing,
    blocks: Blocks,
    about: pd.DataFrame,
    *,
    by: str,
    unit: str,
    notes: tuple[str, ...],
    dimensions: int,
    resamples: int,
    seed: int,
    settings: Mapping[str, Any],
) -> OutletMap:
    """Map the outlets placed by the columns of `blocks`, which `about` describes row by row."""
    names, n_events = placing.names, len(placing.unit)
    dimensions = min(dimensions, max(len(names) - 1, 1))
    settings = {
        "by": by,
        **settings,
        "n_events": n_events,
        "dimensions": dimensions,
        "resamples": resamples,
        "seed": seed,
    }
    coordinates = [f"dimension_{number + 1}" for number in range(dimensions)]
    if not placing.enough or about.empty:
        notes = placing.notes or (*notes, "no map: nothing is measured often enough in all outlets")
        return OutletMap(
            _unplaced(placing, by, [*coordinates, *POSITIONS], notes[0]),
            pd.DataFrame(columns=[by, "other", *DISTANCES]),
            pd.DataFrame(columns=DIMENSIONS),
            pd.DataFrame(columns=JOINS),
            pd.DataFrame(columns=[*about.columns, *LOADINGS]),
            float("nan"),
            unit,
            notes,
            settings,
        )
    found = grams(blocks)
    points, eigenvalues = embed(found.corrected, dimensions)
    points = upright(points)
    without = align(embed(found.corrected_without, dimensions)[0], points)
    effective = np.min([design.effective for design, _, _ in blocks()], axis=0)
    df = np.where(effective >= FEWEST_UNITS, effective - 1, np.nan)

    positions = pd.DataFrame({by: names, **dict(zip(coordinates, points.T, strict=True))})
    firm = bool((eigenvalues[: min(dimensions, 2)] > 0).all())
    ellipses = _ellipses(_covariances(without), np.where(firm, df, np.nan))
    positions = positions.assign(**dict(zip(POSITIONS, ellipses.T, strict=False)), df=df)
    cells = placing.cells
    positions["n_articles"] = np.bincount(cells.group, cells.n_rows, len(names)).astype(int)
    positions["n_events"] = np.diag(placing.shared)
    few = f"no ellipse: fewer than {FEWEST_UNITS} effective events"
    positions["note"] = np.where(np.isnan(df), few, "" if firm else f"no ellipse: {CHANCE} 1 or 2")
    left_out = _unplaced(placing, by, [*coordinates, *POSITIONS], "")
    positions = pd.concat([positions, left_out], ignore_index=True) if len(left_out) else positions

    distances, near = _distances(found, df, placing, by)
    positive = eigenvalues[eigenvalues > 0].sum()
    share = np.maximum(eigenvalues, 0) / positive if positive > 0 else np.zeros(len(names))
    numbers = np.arange(1, dimensions + 1)
    flat = [str(number) for number in numbers if eigenvalues[number - 1] <= 0]
    if flat:
        notes = (*notes, f"{CHANCE} {', '.join(flat)}")
    lengths = np.linalg.norm(points, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        axes = np.where(lengths > 0, points / lengths, 0.0)
        axes_without = np.nan_to_num(without / np.linalg.norm(without, axis=1, keepdims=True))
    return OutletMap(
        positions,
        distances,
        pd.DataFrame(
            {
                "dimension": numbers,
                "eigenvalue": eigenvalues[:dimensions],
                "share": share[:dimensions],
            }
        ),
        _tree(found, names, resamples, np.random.default_rng([seed, DRAWS])),
        _loadings(
            about, *loadings(blocks, axes, axes_without), np.nanmin(df, initial=n_events - 1)
        ),
        stress(points, near),
        unit,
        notes,
        settings,
    )


def _unplaced(placing: Placing, by: str, columns: list[str], note: str) -> pd.DataFrame:
    """Rows for outlets without a position: those left out, or all where there is no map."""
    reasons = {**(dict.fromkeys(placing.names, note) if note else {}), **placing.left_out}
    frame = pd.DataFrame({by: list(reasons)}).reindex(columns=[by, *columns])
    numbers = dict.fromkeys([name for name in columns if name != "note"], "float64")
    return frame.astype(numbers).assign(n_articles=0, n_events=0, note=list(reasons.values()))


def _covariances(without: Floats) -> Floats:
    """The jackknife's covariance of each outlet's coordinates, (n_outlets, d, d)."""
    away = without - without.mean(axis=0)
    return np.einsum("uki,ukj->kij", away, away) * (1 - 1 / len(without))


def _ellipses(covariances: Floats, df: Floats) -> Floats:
    """Half axes and angle of each outlet's ellipse on the first two dimensions, (n_outlets, 3)."""
    from scipy.stats import f

    plane = np.zeros((len(df), 2, 2))
    d = min(covariances.shape[1], 2)
    plane[:, :d, :d] = covariances[:, :d, :d]
    values, vectors = np.linalg.eigh(plane)
    with np.errstate(invalid="ignore"):
        reach = 2 * df / (df - 1) * f.ppf(LEVEL, 2, df - 1)
        axes = np.sqrt(np.maximum(values, 0) * reach[:, None])
    longer = vectors[:, :, 1]
    angle = np.degrees(np.arctan2(longer[:, 1], longer[:, 0])) % 180
    return np.column_stack([axes[:, 1], axes[:, 0], np.where(np.isnan(df), np.nan, angle)])


def _distances(found: Grams, df: Floats, placing: Placing, by: str) -> tuple[pd.DataFrame, Floats]:
    """A row a pair, and the corrected distances as a matrix."""
    from scipy.special import stdtrit

    squared = squared_distances(found.corrected)
    without = squared_distances(found.corrected_without)
    error = np.sqrt(((without - without.mean(axis=0)) ** 2).sum(axis=0) * (1 - 1 / len(without)))
    reach = stdtrit(np.minimum.outer(df, df), (1 + LEVEL) / 2) * error
    held = np.maximum(squared, 0)
    low, near, high = (
        np.sqrt(np.maximum(some, 0)) for some in (squared - reach, held, held + reach)
    )
    first, second = np.triu_indices(len(placing.names), 1)
    table = pd.DataFrame(
        {
            by: [placing.names[number] for number in first],
            "other": [placing.names[number] for number in second],
            "distance": near[first, second],
            "conf_low": low[first, second],
            "conf_high": high[first, second],
            "raw_distance": np.sqrt(squared_distances(found.raw)[first, second]),
            "n_events": placing.shared[first, second],
        }
    )
    return table, near


def _tree(found: Grams, names: list[Any], resamples: int, rng: np.random.Generator) -> pd.DataFrame:
    """The joins of average linkage, and how often each cluster comes back."""
    (tree,), (formed,) = join_up(squared_distances(found.corrected)[np.newaxis])
    n, n_units = len(names), len(found.without)
    parts = tree[:, :2].astype(int)
    told = np.array([str(name) for name in names] + [""] * (n - 1), dtype=object)
    influence = (found.raw - found.without) * (1 - 1 / n_units)
    drawn = rng.multinomial(n_units, np.full(n_units, 1 / n_units), resamples) - 1
    replicates = found.corrected + np.tensordot(drawn, influence, axes=1)
    _, again = join_up(squared_distances(replicates))
    back = [(again == cluster).all(axis=2).any(axis=1).mean() for cluster in formed]
    return pd.DataFrame(
        {
            "join": np.arange(n, 2 * n - 1),
            "left": parts[:, 0],
            "right": parts[:, 1],
            "left_outlet": pd.Series(told[parts[:, 0]], dtype="str"),
            "right_outlet": pd.Series(told[parts[:, 1]], dtype="str"),
            "height": np.sqrt(np.maximum(tree[:, 2], 0)),
            "support": back,
            "n_outlets": tree[:, 3].astype(int),
            "outlets": [tuple(np.array(names, dtype=object)[one]) for one in formed],
        }
    )


def _loadings(about: pd.DataFrame, loading: Floats, error: Floats, df: Floats) -> pd.DataFrame:
    from scipy.special import stdtrit

    n_columns, dimensions = loading.shape
    least = np.nanmin(df, initial=np.inf)
    reach = stdtrit(least if np.isfinite(least) else np.nan, (1 + LEVEL) / 2) * error
    table = about.loc[about.index.repeat(dimensions)].reset_index(drop=True)
    return table.assign(
        dimension=np.tile(np.arange(1, dimensions + 1), n_columns),
        loading=loading.ravel(),
        conf_low=(loading - reach).ravel(),
        conf_high=(loading + reach).ravel(),
    )
