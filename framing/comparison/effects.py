"""What sets outlets apart within events: effects of outlets over many columns, and their noise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.comparison.intervals import MOST_UNITS

if TYPE_CHECKING:
    from framing.comparison.cells import Floats, Integers

EVENTS_AT_ONCE = 2_000


class Design:
    """How much each group has on each event, and what follows from it for every column.

    With y and x the numerator and denominator of a cell, y_oe / x_oe = a_e + θ_o is fitted by
    least squares with the weights x. With the surpluses s_oe = y_oe − x_oe·Y_e / X_e the effects
    solve L·θ = Σ_e s_e, where L = Σ_e (diag(x_e) − x_e·x_eᵀ / X_e). For two groups their
    difference is that of Mantel and Haenszel. Effects are centred: they add up to 0.

    Parameters
    ----------
    group, event : int64 arrays, (n_cells,)
        From 0, sorted by event.
    unit : int64 array, (n_events,)
        Which unit of resampling each event belongs to.
    x : float64 array, (n_cells,)

    Attributes
    ----------
    effective : float64 array, (n_groups,)
        The effective number of events of each group, (Σw)²/Σw² with w = x·(1 − x/X).
    """

    def __init__(
        self, group: Integers, event: Integers, unit: Integers, x: Floats, n_groups: int
    ) -> None:
        self.group, self.event, self.unit, self.x = group, event, unit, x
        self.n_groups, self.n_units = n_groups, int(unit.max(initial=-1)) + 1
        self.total = np.bincount(event, x, len(unit))
        with np.errstate(invalid="ignore", divide="ignore"):
            weight = np.nan_to_num(x * (1 - x / self.total[event]))
            sums = [np.bincount(group, weight**power, n_groups) for power in (1, 2)]
            self.effective = np.nan_to_num(sums[0] ** 2 / sums[1])
        parts = self._laplacians()
        whole = parts.sum(axis=0)
        self._solve = _inverse(whole)
        self._solve_without = _inverse(whole - parts)

    def effects(self, y: Floats) -> tuple[Floats, Floats]:
        """The effects θ (n_groups, n_columns), and without each unit (n_units, ...)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.nan_to_num(summed(self.event, len(self.unit)) @ y / self.total[:, None])
        surplus = y - self.x[:, None] * mean[self.event]
        key = self.unit[self.event] * self.n_groups + self.group
        parts = summed(key, self.n_units * self.n_groups) @ surplus
        parts = parts.reshape(self.n_units, self.n_groups, -1)
        whole = parts.sum(axis=0)
        return self._solve @ whole, self._solve_without @ (whole - parts)

    def _laplacians(self) -> Floats:
        made = np.zeros((self.n_units, self.n_groups, self.n_groups))
        own = np.arange(self.n_groups)
        for first in range(0, len(self.unit), EVENTS_AT_ONCE):
            some = slice(*np.searchsorted(self.event, [first, first + EVENTS_AT_ONCE]))
            total = self.total[first : first + EVENTS_AT_ONCE]
            x = np.zeros((len(total), self.n_groups))
            x[self.event[some] - first, self.group[some]] = self.x[some]
            share = x / np.where(total > 0, total, 1)[:, None]
            blocks = -x[:, :, None] * share[:, None, :]
            blocks[:, own, own] += x
            np.add.at(made, self.unit[first : first + EVENTS_AT_ONCE], blocks)
        return made


Blocks = Callable[[], Iterator[tuple[Design, "Floats", "Floats"]]]


@dataclass(frozen=True)
class Grams:
    """Inner products of the groups' effects, summed over scaled columns.

    Attributes
    ----------
    raw : float64 array, (n_groups, n_groups)
    noise : float64 array, (n_groups, n_groups)
        The jackknife's estimate of what chance adds to `raw`: (U − 1)/U Σ_u d_u·d_uᵀ, with d_u
        the effects without unit u less their mean.
    without : float64 array, (n_units, n_groups, n_groups)
        `raw` without each unit.
    """

    raw: Floats
    noise: Floats
    without: Floats

    @property
    def corrected(self) -> Floats:
        """Inner products without what chance adds: nearly those of effects from different events.

        For events of equal weight they are the products of an event's effects with another's,
        averaged over all pairs of different events.
        """
        return self.raw - self.noise

    @property
    def corrected_without(self) -> Floats:
        return self.without - self.noise


def grams(blocks: Blocks) -> Grams:
    """Sum the inner products of the effects over blocks of columns.

    `blocks` yields a design, numerators (n_cells, n_columns) and scales (n_columns,).
    """
    raw: Floats | float = 0.0
    noise: Floats | float = 0.0
    without: Floats | float = 0.0
    for design, y, scale in blocks():
        whole, left = design.effects(y)
        whole, left = whole * scale, left * scale
        raw = raw + whole @ whole.T
        without = without + left @ np.swapaxes(left, 1, 2)
        left = left - left.mean(axis=0)
        flat = np.swapaxes(left, 0, 1).reshape(design.n_groups, -1)
        noise = noise + flat @ flat.T * (1 - 1 / design.n_units)
    return Grams(np.asarray(raw), np.asarray(noise), np.asarray(without))


def loadings(blocks: Blocks, axes: Floats, axes_without: Floats) -> tuple[Floats, Floats]:
    """How much each column has of each axis, and the jackknife's standard error.

    Parameters
    ----------
    axes : float64 array, (n_groups, n_axes)
        Of length 1 or 0.
    axes_without : float64 array, (n_units, n_groups, n_axes)

    Returns
    -------
    loading, error : float64 arrays, (n_columns, n_axes)
        Squares of the loadings of an axis add up to 1.
    """
    found, errors = [], []
    for design, y, scale in blocks():
        whole, left = design.effects(y)
        found.append((axes.T @ (whole * scale)).T)
        parts = np.swapaxes(axes_without, 1, 2) @ (left * scale)
        spread = ((parts - parts.mean(axis=0)) ** 2).sum(axis=0)
        errors.append(np.sqrt(spread * (1 - 1 / design.n_units)).T)
    loading, error = np.concatenate(found), np.concatenate(errors)
    length = np.sqrt((loading**2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return loading / length, error / length


def units_of(n_events: int, rng: np.random.Generator) -> Integers:
    """A unit of resampling for each event; more than `MOST_UNITS` come in random handfuls."""
    if n_events <= MOST_UNITS:
        return np.arange(n_events)
    return rng.permutation(n_events) % MOST_UNITS


def _inverse(laplacian: Floats) -> Floats:
    """The inverse on vectors that add up to 0, for groups that hang together."""
    n = laplacian.shape[-1]
    scale = np.trace(laplacian, axis1=-2, axis2=-1)[..., None, None] / n
    level = scale * np.full((n, n), 1 / n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.linalg.inv(laplacian + level) - np.full((n, n), 1 / n) / scale


def summed(key: Integers, size: int, weight: Floats | None = None) -> Any:
    """What adds up the rows with the same key: csr_array (size, n_rows)."""
    from scipy.sparse import csr_array

    weight = np.ones(len(key)) if weight is None else weight
    return csr_array((weight, (key, np.arange(len(key)))), shape=(size, len(key)))
