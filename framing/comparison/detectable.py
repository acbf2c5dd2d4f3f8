"""What differences a corpus could have shown, from how reports of the same event vary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.cells import Cells, add_up, cells_of, rows_of
from framing.comparison.estimators import matched
from framing.comparison.grouping import Columns, contrasts, prepared, split_groups
from framing.comparison.inference import Notes
from framing.comparison.intervals import FEWEST_DF, FEWEST_UNITS
from framing.comparison.sentences import one_article_each
from framing.errors import FramingError

if TYPE_CHECKING:
    from framing.comparison.cells import Floats
    from framing.comparison.estimators import Contrast
    from framing.measures.measure import Measure

RATIOS = (1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0)
STEPS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)  # in standard deviations
FARTHEST = 50.0  # ratios beyond this, or below its inverse, are none that a study looks for
POINTS = 2000
HALVINGS = 60
FEWEST_HITS = 10  # of both sides together; of fewer the variance is anybody's guess
KEYS = ["measure", "part", "category", "reference", "scale"]
COUNTS = ["n_articles", "n_events"]


def smallest_difference(
    measure: Measure,
    by: Columns = "outlet",
    within: Columns = "event",
    reference: Any = None,
    power: float = 0.8,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """The smallest difference of each contrast that this corpus would show, if it were there.

    To be read before the results. No contrast is looked at: what enters is which events are
    shared, how long the reports are, and how much reports of the same event vary among all
    outlets. A difference between outlets counts as such variation too, so where there are large
    ones the figures are on the high side.

    Of a cell of outlet and event with the denominator X, the numerator has the mean μ = X·λ_e
    and the variance φ·μ + κ·μ² for counts (φ = 1: hits fall at random, and outlets stray from
    event to event), φ·X + κ·X² for scores and shares, with φ and κ estimated from products
    and squares of cells of the same event. From these follows the standard error of the
    estimate of `compare` at every difference that might be there, and the power of a test at
    `alpha` by the noncentral t distribution with the effective number of events less 1.

    Parameters
    ----------
    measure : Measure
    by, within, reference
        As in `compare`.
    power : float
        How often the difference would be found.
    alpha : float
        The two-sided level of the test of one contrast. With many contrasts and q-values a
        difference has to be larger: `alpha` = .05 over their number is the most cautious.

    Returns
    -------
    DataFrame
        A row for each contrast and category: the columns `by`; ``measure``, ``part``,
        ``category``; ``reference``; ``scale``, ratio for counts and difference for all else;
        ``more``, the smallest ratio above 1 or the smallest difference in the measure's unit;
        ``fewer``, the largest ratio below 1 (further from 1 than 1/``more``, since few hits are
        hard to tell from fewer) or −``more``; ``in_sd``, the difference in standard deviations
        between the cells of an event; ``n_articles`` of the outlet and ``n_events``, shared;
        ``df``; ``note``. NaN where no difference could be shown, and the note says why.

    Raises
    ------
    FramingError
        If an argument is not one of those allowed.

    Examples
    --------
    >>> from framing import example, loaded_terms
    >>> table = smallest_difference(loaded_terms(example()).select(["doubt"]))
    >>> bool((table["more"].dropna() > 1).all())
    True

    References
    ----------
    Cohen 1988, Statistical Power Analysis for the Behavioral Sciences; against power computed
    from the difference found: Hoenig and Heisey 2001, doi:10.1198/000313001300339897.
    """
    _check_share("power", power)
    _check_share("alpha", alpha)
    if power <= alpha:
        raise FramingError(f"power={power!r} is not above alpha={alpha!r}; give more power.")
    table = _precisions(measure, by, within, reference, alpha)
    df, own, rest = (table[name].to_numpy() for name in ("df", "own", "rest"))
    needed = _noncentrality(df, power, alpha)
    note = np.array(table["note"], dtype=object)
    if measure.kind == "count":
        more, fewer = (_ratio_shown(needed, own, rest, sign) for sign in (1, -1))
        known = np.isfinite(rest)
        note[known & np.isnan(more)] = f"no ratio up to {FARTHEST:g} would be shown"
        note[known & np.isnan(fewer) & ~np.isnan(more)] = (
            "too few hits to show that there are fewer"
        )
    else:
        more = needed * np.sqrt(rest)
        fewer = -more
    table = table.assign(more=more, fewer=fewer, in_sd=more / table["sd"], note=note.astype("str"))
    names = [name for name in table.columns if name not in _INNER]
    first = names[: names.index("n_articles")]
    return table[[*first, "more", "fewer", "in_sd", *COUNTS, "df", "note"]]


def power_curve(
    measure: Measure,
    by: Columns = "outlet",
    within: Columns = "event",
    reference: Any = None,
    effects: Sequence[float] | None = None,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """How often each contrast would be found, by how large it is.

    The power is that of `smallest_difference`, whose definition holds here.

    Parameters
    ----------
    measure, by, within, reference, alpha
        As in `smallest_difference`.
    effects : sequence of float, optional
        Ratios for counts, and differences in the measure's unit for all else. Without it, ratios
        from 1.1 to 10, and differences from .05 to 1 standard deviations between cells.

    Returns
    -------
    DataFrame
        A row for each contrast, category and effect: the columns `by`; ``measure``, ``part``,
        ``category``; ``reference``; ``scale``; ``effect``; ``power``; ``n_articles``,
        ``n_events``; ``note``.

    Examples
    --------
    >>> from framing import example, loaded_terms
    >>> table = power_curve(loaded_terms(example()).select(["doubt"]), effects=[1.5, 3, 6])
    >>> powers = table.groupby("outlet")["power"].apply(list)
    >>> all(one == sorted(one) for one in powers)
    True
    """
    _check_share("alpha", alpha)
    ratios = measure.kind == "count"
    steps = np.asarray((RATIOS if ratios else STEPS) if effects is None else effects, dtype=float)
    if steps.ndim != 1 or not np.isfinite(steps).all() or (ratios and (steps <= 0).any()):
        raise FramingError(
            f"effects={effects!r} is not allowed; give a list of ratios above 0 for counts, of "
            "differences for all else."
        )
    table = _precisions(measure, by, within, reference, alpha)
    n_rows = len(table)
    table = table.loc[table.index.repeat(len(steps))].reset_index(drop=True)
    effect = np.tile(steps, n_rows)
    own, rest = table["own"].to_numpy(), table["rest"].to_numpy()
    if ratios:
        shift = np.log(effect) / np.sqrt(own / effect + rest)
    else:
        effect = effect * (table["sd"].to_numpy() if effects is None else 1.0)
        shift = effect / np.sqrt(rest)
    table = table.assign(effect=effect, power=_power(table["df"].to_numpy(), np.abs(shift), alpha))
    names = [name for name in table.columns if name not in _INNER]
    first = names[: names.index("n_articles")]
    return table[[*first, "effect", "power", *COUNTS, "note"]]


class Law(NamedTuple):
    """The variance of the cells of an event: φ·a + κ·b.

    Attributes
    ----------
    a, b : float64 arrays, (n_cells, n_columns)
        X·m and X²·m² for counts, X and X² for all else; m the event's rate over all cells, and
        m² from products of different cells, since the square of m would count chance as rate.
    phi, kappa : float64 arrays, (n_columns,)
    mean : float64 array, (n_cells, n_columns)
        m for counts, 1 for all else.
    """

    a: Floats
    b: Floats
    phi: Floats
    kappa: Floats
    mean: Floats


def _law(cells: Cells, counts: bool) -> Law:
    """Estimate the variance of cells from events of two cells or more.

    For counts κ + 1 is Σ Y·(Y − 1) over Σ X²·m², which have the same mean but for κ. For all else
    the squares of the residuals s = Y − X·ΣY/ΣX have the mean (1 − 2h)·v + h²·Σv, with v the
    cell's variance and h its share of ΣX; φ and κ are found from their sums over X and over X².
    """
    y, x = cells.numerator, cells.denominator
    _, event, sizes = np.unique(cells.event, return_inverse=True, return_counts=True)
    starts = np.cumsum(sizes) - sizes

    def total(values: Floats) -> Floats:
        return add_up(values, starts)[event]

    with np.errstate(divide="ignore", invalid="ignore"):
        x_all, y_all = total(x), total(y)
        several = (sizes > 1)[event][:, None]
        if counts:
            mean = y_all / x_all
            crossed = (y_all**2 - total(y**2)) / (x_all**2 - total(x**2))
            squares = np.where(several, x**2 * crossed, 0)
            pairs = np.where(several, y * (y - 1), 0).sum(axis=0)
            kappa = np.maximum(pairs / squares.sum(axis=0) - 1, 0)
            return Law(x * mean, squares, np.ones(y.shape[1]), kappa, mean)
        part = x / x_all
        residual = np.where(several, (y - x * y_all / x_all) ** 2, 0)
        slopes = [np.where(several, (1 - 2 * part) * v + part**2 * total(v), 0) for v in (x, x**2)]
        over_x, over_x2 = (
            [(values / x**power).sum(axis=0) for values in (residual, *slopes)] for power in (1, 2)
        )
        (r1, a1, b1), (r2, a2, b2) = over_x, over_x2
        phi = (r1 * b2 - r2 * b1) / (a1 * b2 - a2 * b1)
        kappa = (r2 * a1 - r1 * a2) / (a1 * b2 - a2 * b1)
        # Where the two cannot be told apart, or one is below 0, the other one is all.
        alone = ~(np.isfinite(phi) & (phi >= 0) & (kappa >= 0))
        one = alone & ~(phi < 0)
        phi = np.where(alone, np.where(one, r1 / a1, 0), phi)
        kappa = np.where(alone, np.where(one, 0, r2 / b2), kappa)
    return Law(x, x**2, phi, kappa, np.ones_like(y))


def _precisions(
    measure: Measure, by: Columns, within: Columns, reference: Any, alpha: float
) -> pd.DataFrame:
    """A row for each contrast and category, with what its variance is made of (`_INNER`).

    The variance of the logarithm of a ratio ρ is own/ρ + rest, since more hits are counted more
    exactly; that of a difference is rest.
    """
    counts = measure.kind == "count"
    grouped, group, stratum = prepared(measure.weighted(), by, within)
    if stratum is None:
        raise FramingError(f"within={within!r} names no column; power is that within events.")
    rows = rows_of(grouped, group, stratum)
    blocks = one_article_each(rows)
    labels = pd.DataFrame(grouped.columns, columns=["part", "category"])
    frames = []
    for columns, part in rows.patterns():
        cells = cells_of(part)
        cells = cells.take(cells.event >= 0)
        law = _law(cells, counts)
        for number, versus in enumerate(
            contrasts(rows.names, reference if rows.names else None, pairs=False)
        ):
            contrast = matched(cells, versus.group, versus.others, "size")
            notes = Notes(len(columns))
            found = np.full((4, len(columns)), np.nan)
            reason = _impossible(contrast, blocks, alpha)
            if reason:
                notes.add(True, reason)
            else:
                found = _variance(contrast, cells, law, counts)
                unknown = ~np.isfinite(found[1]) | ~(found[1] > 0) | ~(found[2] >= FEWEST_DF)
                notes.add(unknown, "nothing is known: too few hits, or too little that varies")
                few = contrast.cells.numerator.sum(axis=0) < FEWEST_HITS if counts else False
                notes.add(~unknown & few, f"nothing is known: fewer than {FEWEST_HITS} hits")
                unknown |= few
                found[:, unknown] = np.nan
            frame = labels.iloc[columns].assign(
                **{group: [rows.names[versus.group]] * len(columns)},
                reference=versus.label,
                n_articles=int(contrast.cells.n_rows[contrast.own].sum()),
                n_events=len(contrast.sample.units),
                note=notes.text,
                order=columns * len(rows.names) + number,
            )
            frames.append(frame.assign(**dict(zip(_INNER, found, strict=True))))
    names = [group, *labels, "reference", *COUNTS, "note", *_INNER]
    table = pd.concat(frames) if frames else pd.DataFrame(columns=[*names, "order"])
    table = table.sort_values("order", ignore_index=True)[names]
    table.insert(1, "measure", pd.Series(measure.name, table.index, dtype="str"))
    scale = pd.Series("ratio" if counts else "difference", table.index, dtype="str")
    table.insert(5, "scale", scale)
    return split_groups(table.astype(dict.fromkeys(_INNER, "float64")), group, by)


_INNER = ("own", "rest", "df", "sd")


def _impossible(contrast: Contrast, blocks: bool, alpha: float) -> str:
    """Why no difference could be shown, whatever its size; empty if one could."""
    n_events = len(contrast.sample.units)
    if blocks:
        return "nothing could be shown: one article an outlet"
    if n_events < FEWEST_UNITS:
        return f"nothing could be shown: {n_events} shared events, {FEWEST_UNITS} needed"
    sizes = np.unique(contrast.cells.event, return_counts=True)[1]
    smallest = 2 * float(np.exp(-np.log(sizes).sum()))
    if smallest > alpha:
        return f"nothing could be shown: the smallest p that could be had is {smallest:.2g}"
    return ""


def _variance(contrast: Contrast, every: Cells, law: Law, counts: bool) -> Floats:
    """``own``, ``rest``, ``df``, ``sd`` for each column."""
    cells, own = contrast.cells, contrast.own
    keys = every.event * (every.group.max(initial=0) + 1) + every.group
    where = np.searchsorted(keys, cells.event * (every.group.max(initial=0) + 1) + cells.group)
    _, event = np.unique(cells.event, return_inverse=True)
    starts = np.flatnonzero(np.diff(event[~own], prepend=-1))
    x = cells.denominator
    x_own, x_other = x[own], add_up(x[~own], starts)
    both = x_own + x_other
    weight = x_own * x_other / both
    # What a hit of the outlet adds to its sum, and what a hit of the rest adds to theirs.
    of_own, of_rest = (x_other / both) ** 2, (x_own / both) ** 2
    parts = [
        (
            (of_own * values[where][own]).sum(axis=0),
            (of_rest * add_up(values[where][~own], starts)).sum(axis=0),
        )
        for values in (law.a, law.b)
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        squared = (weight * law.mean[where][own]).sum(axis=0) ** 2
        (own_a, rest_a), (own_b, rest_b) = ((one / squared, two / squared) for one, two in parts)
        fixed = law.kappa * (own_b + rest_b) + law.phi * rest_a
        df = weight.sum(axis=0) ** 2 / (weight**2).sum(axis=0) - 1
        sd = np.sqrt((law.phi * len(x) + law.kappa * x.sum(axis=0)) / x.sum(axis=0))
    if counts:
        # The logarithm's second order: with few events its spread is larger than the first says.
        more = 1 + 1 / df
        return np.stack([more * law.phi * own_a, more * fixed, df, np.full_like(df, np.nan)])
    return np.stack([np.zeros_like(df), fixed + law.phi * own_a, df, sd])


def _power(df: Floats, shift: Floats, alpha: float) -> Floats:
    """Power of Student's two-sided test where the mean lies `shift` standard errors from 0."""
    from scipy.special import nctdtr, stdtrit

    reach = stdtrit(df, 1 - alpha / 2)
    # The other tail is nothing, and not to be computed, where the shift is large.
    return (
        1
        - nctdtr(df, np.minimum(shift, FARTHEST), reach)
        + nctdtr(df, np.minimum(shift, 5), -reach)
    )


def _noncentrality(df: Floats, power: float, alpha: float) -> Floats:
    """How many standard errors from 0 the mean must lie for that power."""
    low, high = np.zeros_like(df), np.full_like(df, FARTHEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        short = _power(df, middle, alpha) < power
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.where(np.isnan(df), np.nan, (low + high) / 2)


def _ratio_shown(needed: Floats, own: Floats, rest: Floats, sign: int) -> Floats:
    """The ratio nearest to 1, above (sign 1) or below it, whose logarithm is `needed` standard
    errors; NaN if there is none."""
    logs = np.linspace(0, np.log(FARTHEST), POINTS)
    ratios = np.exp(sign * logs)[:, None]
    enough = logs[:, None] >= needed * np.sqrt(own / ratios + rest)
    return np.where(enough.any(axis=0), ratios[enough.argmax(axis=0), 0], np.nan)


def _check_share(name: str, value: float) -> None:
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if not number or not 0 < value < 1:
        raise FramingError(f"{name}={value!r} is not allowed; give a number between 0 and 1.")
