"""Tail probabilities of sums of independent draws, for many sums at once.

A sum adds one value from each of its draws; a draw takes each of its values with a given chance.
Sums with few outcomes are enumerated. The tail of the others follows from the cumulant generating
function K(t) = Σ log Σ_j chance_j·exp(t·value_j) by the formula of Lugannani and Rice (1980,
doi:10.2307/1426607), whose relative error stays small far out, where neither the normal
distribution nor random draws say anything.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

    from framing.comparison.cells import Floats, Integers

MOST_OUTCOMES = 4096  # sums with no more are enumerated
OUTCOMES_AT_ONCE = 4_000_000
NORMAL_WITHIN = 1.0  # standard deviations from the mean where the normal distribution serves
SPANS = (1.0, 2.0)  # of the lattices that sums of counts may lie on, the usual one first
MOST_STEPS = 100
PRECISION = 1e-6  # of K′, in standard deviations
TOLERANCE = 1e-9


class Sums(ABC):
    """Many sums of independent draws, one for each entry of an array (n_sums,)."""

    @abstractmethod
    def take(self, wanted: NDArray[np.bool_]) -> Self:
        """The sums that a mask picks."""

    @abstractmethod
    def mirrored(self) -> Self:
        """The same sums with the other sign."""

    @abstractmethod
    def generating(self, t: Floats) -> Floats:
        """K(t), one t a sum."""

    @abstractmethod
    def slopes(self, t: Floats) -> tuple[Floats, Floats]:
        """K′(t) and K″(t): at 0 the mean and the variance."""

    @abstractmethod
    def coherence(self, t: Floats, span: float) -> Floats:
        """How nearly each sum lies on a lattice of this span, from 0 to 1 (it does).

        The modulus of the characteristic function at 2π/span, of the draws as t tilts them.
        """

    @abstractmethod
    def top(self) -> tuple[Floats, Floats]:
        """The highest that each sum can be, and the chance of that."""


@dataclass(frozen=True)
class Draws(Sums):
    """Sums laid end to end: sum after sum, draw after draw.

    Attributes
    ----------
    values, chances : float64 arrays, (n_values,)
        The chances of a draw add up to 1.
    sizes : int64 array, (n_draws,)
        Number of values of each draw, at least 1.
    n_draws : int64 array, (n_sums,)
        Number of draws of each sum, at least 1.
    """

    values: Floats
    chances: Floats
    sizes: Integers
    n_draws: Integers

    def take(self, wanted: NDArray[np.bool_]) -> Draws:
        draws = np.repeat(wanted, self.n_draws)
        values = np.repeat(draws, self.sizes)
        return Draws(
            self.values[values], self.chances[values], self.sizes[draws], self.n_draws[wanted]
        )

    def mirrored(self) -> Draws:
        return Draws(-self.values, self.chances, self.sizes, self.n_draws)

    def generating(self, t: Floats) -> Floats:
        highest, weights = self._tilted(t)
        return self._each_sum(highest + np.log(self._each_draw(weights)))

    def slopes(self, t: Floats) -> tuple[Floats, Floats]:
        _, weights = self._tilted(t)
        total = self._each_draw(weights)
        mean = self._each_draw(weights * self.values) / total
        squares = weights * (self.values - np.repeat(mean, self.sizes)) ** 2
        return self._each_sum(mean), self._each_sum(self._each_draw(squares) / total)

    def coherence(self, t: Floats, span: float) -> Floats:
        _, weights = self._tilted(t)
        turns = 2 * np.pi / span * self.values
        parts = [self._each_draw(weights * wave) for wave in (np.cos(turns), np.sin(turns))]
        modulus = np.hypot(*parts) / self._each_draw(weights)
        return np.multiply.reduceat(modulus, starts_of(self.n_draws))

    def top(self) -> tuple[Floats, Floats]:
        highest = self._highest(self.values)
        nearly = highest - TOLERANCE * (1 + np.abs(highest))
        chances = self._each_draw(self.chances * (self.values >= np.repeat(nearly, self.sizes)))
        return self._each_sum(highest), np.exp(self._each_sum(np.log(chances)))

    def few(self) -> NDArray[np.bool_]:
        """The sums with so few outcomes that all can be tried."""
        logarithm = self._each_sum(np.log(self.sizes))
        return logarithm <= np.log(MOST_OUTCOMES) + TOLERANCE

    def _tilted(self, t: Floats) -> tuple[Floats, Floats]:
        """The highest t·value of each draw, and chance·exp(t·value − highest) of each value."""
        exponents = np.repeat(np.repeat(t, self.n_draws), self.sizes) * self.values
        highest = self._highest(exponents)
        return highest, self.chances * np.exp(exponents - np.repeat(highest, self.sizes))

    def _each_draw(self, values: Floats) -> Floats:
        return np.add.reduceat(values, starts_of(self.sizes))

    def _each_sum(self, draws: Floats) -> Floats:
        return np.add.reduceat(draws, starts_of(self.n_draws))

    def _highest(self, values: Floats) -> Floats:
        return np.maximum.reduceat(values, starts_of(self.sizes))


@dataclass(frozen=True)
class Coins(Sums):
    """Sums of value·(b − chance), where b is 1 with that chance and else 0, and of normal noise.

    Attributes
    ----------
    values : float64 array, (n_draws,)
        Sum after sum.
    n_draws : int64 array, (n_sums,)
        At least 1.
    chance : float
        Between 0 and 1, one for all.
    noise : float64 array, (n_sums,)
        Variance of a normal variable with mean 0 that is added to each sum.
    shift, blur : float64 arrays, (n_sums,)
        Where the coins stand for draws of a fixed number, what they lack of lying on a lattice:
        values plus shift are nearer to one, and blur is the variance that is left of the noise.
    """

    values: Floats
    n_draws: Integers
    chance: float
    noise: Floats
    shift: Floats
    blur: Floats

    def take(self, wanted: NDArray[np.bool_]) -> Coins:
        return replace(
            self,
            values=self.values[np.repeat(wanted, self.n_draws)],
            n_draws=self.n_draws[wanted],
            noise=self.noise[wanted],
            shift=self.shift[wanted],
            blur=self.blur[wanted],
        )

    def mirrored(self) -> Coins:
        return replace(self, values=-self.values, shift=-self.shift)

    def generating(self, t: Floats) -> Floats:
        exponents = np.repeat(t, self.n_draws) * self.values
        each = np.logaddexp(np.log1p(-self.chance), np.log(self.chance) + exponents)
        return self._each_sum(each - self.chance * exponents) + self.noise * t**2 / 2

    def slopes(self, t: Floats) -> tuple[Floats, Floats]:
        tilted = self._tilted(t)
        slope = self._each_sum(self.values * (tilted - self.chance))
        curvature = self._each_sum(self.values**2 * tilted * (1 - tilted))
        return slope + self.noise * t, curvature + self.noise

    def coherence(self, t: Floats, span: float) -> Floats:
        tilted, turn = self._tilted(t), 2 * np.pi / span
        turns = turn * (self.values + np.repeat(self.shift, self.n_draws))
        squares = np.maximum(1 - 2 * tilted * (1 - tilted) * (1 - np.cos(turns)), 0)
        modulus = np.sqrt(np.multiply.reduceat(squares, starts_of(self.n_draws)))
        return modulus * np.exp(-self.blur * turn**2 / 2)

    def top(self) -> tuple[Floats, Floats]:
        up = np.where(self.values > 0, 1 - self.chance, -self.chance)
        chances = np.where(self.values > 0, self.chance, 1 - self.chance)
        noisy = self.noise > 0
        highest, chance = self._each_sum(self.values * up), self._each_sum(np.log(chances))
        return np.where(noisy, np.inf, highest), np.where(noisy, 0, np.exp(chance))

    def _tilted(self, t: Floats) -> Floats:
        """The chance of each coin to fall on 1, as t tilts it."""
        from scipy.special import expit, logit

        return expit(np.repeat(t, self.n_draws) * self.values + logit(self.chance))

    def _each_sum(self, draws: Floats) -> Floats:
        return np.add.reduceat(draws, starts_of(self.n_draws))


def two_sided(sums: Sums, far: Floats) -> Floats:
    """The chance that a sum is at least `far` from 0, on either side.

    Parameters
    ----------
    sums : Draws or Coins
    far : float64 array, (n_sums,)
        Distances, at least 0.

    Returns
    -------
    float64 array, (n_sums,)
        NaN where a sum cannot vary.

    Examples
    --------
    Two coins worth −1 or 1 each: both fall on one side in half of all throws.

    >>> coin = np.array([-1.0, 1.0])
    >>> sums = Draws(np.tile(coin, 2), np.full(4, 0.5), np.array([2, 2]), np.array([2]))
    >>> two_sided(sums, np.array([2.0])).tolist()
    [0.5]
    """
    p = np.full(len(far), np.nan)
    if not len(far):
        return p
    many = sums.slopes(np.zeros(len(far)))[1] > TOLERANCE
    if isinstance(sums, Draws):
        few = many & sums.few()
        if few.any():
            p[few] = enumerated(sums.take(few), far[few])
        many &= ~few
    if many.any():
        some, x = sums.take(many), far[many]
        p[many] = upper_tail(some, x) + upper_tail(some.mirrored(), x)
    return np.minimum(p, 1)


def enumerated(sums: Draws, far: Floats) -> Floats:
    """The two-sided tail from all outcomes; sums whose draws have the same sizes go together."""
    owner = np.repeat(np.arange(len(far)), sums.n_draws)
    order = np.lexsort((sums.sizes, owner))
    place = np.arange(len(owner)) - np.repeat(starts_of(sums.n_draws), sums.n_draws)
    sizes = np.zeros((len(far), int(sums.n_draws.max())), dtype=np.int64)
    first_value = np.zeros_like(sizes)
    sizes[owner, place] = sums.sizes[order]
    first_value[owner, place] = starts_of(sums.sizes)[order]
    patterns, pattern_of = np.unique(sizes, axis=0, return_inverse=True)
    nearly = far - TOLERANCE * (1 + far)

    p = np.empty(len(far))
    for number, pattern in enumerate(patterns):
        pattern = pattern[pattern > 0]
        members = np.flatnonzero(pattern_of.ravel() == number)
        at_once = max(1, OUTCOMES_AT_ONCE // int(pattern.prod()))
        for some in np.split(members, range(at_once, len(members), at_once)):
            outcomes, chances = np.zeros((len(some), 1)), np.ones((len(some), 1))
            for draw, size in enumerate(pattern.tolist()):
                picked = (first_value[some, draw, None] + np.arange(size))[:, None, :]
                outcomes = (outcomes[:, :, None] + sums.values[picked]).reshape(len(some), -1)
                chances = (chances[:, :, None] * sums.chances[picked]).reshape(len(some), -1)
            p[some] = (chances * (np.abs(outcomes) >= nearly[some, None])).sum(axis=1)
    return p


def upper_tail(sums: Sums, x: Floats) -> Floats:
    """The chance that each sum is `x` or more.

    Near the mean it is that of a normal variable, half a count short of `x`; beyond, the
    saddlepoint approximation, kept between the chance of the highest sum of all, if `x` is
    within reach, and Chernoff's bound.
    """
    from scipy.special import ndtr

    mean, variance = sums.slopes(np.zeros(len(x)))
    p = ndtr((mean - x + SPANS[0] / 2) / np.sqrt(variance))
    out = x - mean > NORMAL_WITHIN * np.sqrt(variance)
    if not out.any():
        return p
    sums, x = sums.take(out), x[out]
    top, least = sums.top()
    slack = TOLERANCE * (1 + np.abs(x))
    tail = np.where(x <= top + slack, least, 0.0)
    inside = x < top - slack
    if inside.any():
        found = _saddlepoint_tail(sums.take(inside), x[inside])
        tail[inside] = np.maximum(found, least[inside])
    p[out] = tail
    return p


def _saddlepoint_tail(sums: Sums, x: Floats) -> Floats:
    """Lugannani and Rice's tail of sums that can exceed `x`, no larger than Chernoff's bound.

    Counts are whole, so a sum may lie on a lattice of span h, where its tail is longer: 1/t in
    the formula becomes h/(1 − exp(−ht)) (Daniels 1987, doi:10.2307/1403269). Between a lattice
    and none the term is in between, as the sum's coherence is.
    """
    from scipy.special import ndtr

    t = solve(sums, x)
    exponent = np.maximum(t * x - sums.generating(t), 0)
    r = np.sqrt(2 * exponent)
    inverse = 1 / t
    before = inverse
    for span in SPANS:
        on_lattice = -span / np.expm1(-span * t)
        inverse = inverse + sums.coherence(t, span) * (on_lattice - before)
        before = on_lattice
    bound = np.exp(-exponent)
    with np.errstate(divide="ignore", invalid="ignore"):
        tail = inverse / np.sqrt(sums.slopes(t)[1]) - 1 / r
        tail = ndtr(-r) + bound / np.sqrt(2 * np.pi) * tail
    return np.where(tail > 0, np.minimum(tail, bound), bound)


def solve(sums: Sums, x: Floats) -> Floats:
    """The t > 0 at which K′(t) = x, for x above the mean and below the highest sum.

    Newton's steps on the logarithm of K′(t) − K′(0), which grows about exponentially; halved
    where they leave the bracket.
    """
    t = np.empty(len(x))
    active = np.arange(len(x))
    mean, variance = sums.slopes(np.zeros(len(x)))
    near = PRECISION * np.sqrt(variance)
    low, high, guess = np.zeros(len(x)), np.full(len(x), np.inf), (x - mean) / variance
    for _ in range(MOST_STEPS):
        slope, curvature = sums.slopes(guess)
        off = slope - x
        t[active] = guess
        left = np.abs(off) > near
        if not left.any():
            break
        high = np.where(off > 0, guess, high)
        low = np.where(off > 0, low, guess)
        rise = slope - mean
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = guess - np.log(rise / (x - mean)) * rise / curvature
        halfway = np.where(np.isinf(high), 2 * guess, (low + high) / 2)
        good = (newton > low) & (newton < np.minimum(high, 8 * guess))
        guess = np.where(good, newton, halfway)
        if left.mean() < 0.7:  # go on with those that are not yet found
            sums, active = sums.take(left), active[left]
            x, mean, near, low, high, guess = (
                array[left] for array in (x, mean, near, low, high, guess)
            )
    return t


def starts_of(sizes: Integers) -> Integers:
    """Where runs of these lengths begin."""
    return np.cumsum(sizes) - sizes
