"""Models beside `compare`: regressions with an effect for each event, robust by event.

Each contrast has one coefficient β, and events enter by what they add to its score, with the
event's own effect already taken out. So a fit is a few sums over events, for all categories at
once, and one sandwich serves every model.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.cells import add_up, cells_of, rows_of
from framing.comparison.estimators import Contrast, matched
from framing.comparison.families import q_values
from framing.comparison.grouping import Columns, Versus, contrasts, prepared, split_groups
from framing.comparison.inference import FEWEST_ARTICLES_OF_A_SHARE, Notes
from framing.comparison.intervals import FEWEST_DF, FEWEST_UNITS, LEVEL
from framing.comparison.table import COLUMNS, TableMaker
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from framing.comparison.cells import Cells, Floats, Integers
    from framing.measures.measure import Measure

Model = Literal["poisson", "negative-binomial", "linear", "fractional-logit"]

# The models of each kind of measure, its default first.
MODELS: dict[str, tuple[Model, ...]] = {
    "count": ("poisson", "negative-binomial", "linear"),
    "score": ("linear",),
    "share": ("fractional-logit", "linear", "poisson"),
}
SCALES = {
    "poisson": "ratio",
    "negative-binomial": "ratio",
    "linear": "difference",
    "fractional-logit": "odds ratio",
}
MOST_STEPS = 200
CLOSE, NEAR = 1e-11, 1e-6  # change in the last step: it is done; it did not come to an end


class Fit(NamedTuple):
    """A coefficient for each column, and what each event adds to its score and information.

    Attributes
    ----------
    beta : float64 array, (n_columns,)
        A difference, or the logarithm of a ratio; NaN where it is not identified.
    score, information : float64 arrays, (n_events, n_columns)
        Scores add up to 0.
    """

    beta: Floats
    score: Floats
    information: Floats


def compare_models(
    measure: Measure,
    by: Columns = "outlet",
    within: Columns = "event",
    reference: Any = None,
    model: Model | None = None,
) -> pd.DataFrame:
    """Contrasts of outlets by a regression with an effect for each event.

    The cells of `compare` (outlet and event, numerator Y and denominator X) are modelled with an
    effect a_e of the event and a coefficient β of the outlet, set against the rest or `reference`
    over the events that both cover:

    - poisson: E Y = X·exp(a_e + β), Poisson pseudo-likelihood; Y need not be Poisson.
    - negative-binomial: the same mean, with variance μ + αμ² (NB2); all events' effects are
      estimated, α from Pearson's χ² set equal to its degrees of freedom.
    - linear: E Y = X·(a_e + β), weighted by X; β is the difference of `compare`.
    - fractional-logit: logit E(Y/X) = a_e + β, for shares; β from the equation of Mantel and
      Haenszel's odds ratio, which needs no estimate of a_e (a logit with an effect estimated for
      each event overstates β where events are short).

    The variance is clustered by event, with the correction CR2 (Bell and McCaffrey 2002) and
    Student's t on Satterthwaite's degrees of freedom (Pustejovsky and Tipton 2018). p is that of
    β = 0, which says more than the null of `compare` (that outlets can be exchanged): the model's
    mean has to be right.

    Parameters
    ----------
    measure : Measure
        Its articles' weights are used, as in `compare`.
    by, within, reference
        As in `compare`.
    model : {"poisson", "negative-binomial", "linear", "fractional-logit"}, optional
        Without it poisson for counts, linear for scores and fractional-logit for shares.

    Returns
    -------
    DataFrame
        The contrasts, in the columns of `compare`; ``scale`` is ratio, difference or odds ratio,
        ``interval_method`` names the model, ``statistic`` is β over its standard error and ``df``
        Satterthwaite's. With fewer than 5 shared events there is no interval and no p.

    Raises
    ------
    FramingError
        An argument is not one of those allowed, or the model is not for this kind of measure.

    Examples
    --------
    >>> from framing import example, loaded_terms
    >>> table = compare_models(loaded_terms(example()).select(["doubt"]))
    >>> table[["kind", "scale"]].drop_duplicates().to_numpy().tolist()
    [['contrast', 'ratio']]

    References
    ----------
    Gourieroux, Monfort and Trognon 1984, doi:10.2307/1913472 (pseudo-likelihood); Allison and
    Waterman 2002, doi:10.1111/1467-9531.00117 (negative binomial with effects); Papke and
    Wooldridge 1996, doi:10.1002/(SICI)1099-1255(199611)11:6<619::AID-JAE418>3.0.CO;2-1
    (fractional logit); Pustejovsky and Tipton 2018, doi:10.1080/07350015.2016.1247004 (CR2).
    """
    allowed = MODELS[measure.kind]
    chosen = allowed[0] if model is None else model
    check_choice("model", chosen, SCALES)
    if chosen not in allowed:
        listed = ", ".join(map(repr, allowed))
        raise FramingError(
            f"model={model!r} is not for measures of kind {measure.kind!r}; choose {listed}."
        )
    grouped, group, stratum = prepared(measure.weighted(), by, within)
    if stratum is None:
        raise FramingError(f"within={within!r} names no column; models need events, or the like.")
    rows = rows_of(grouped, group, stratum)
    table = TableMaker()
    for columns, part in rows.patterns():
        cells = cells_of(part)
        for versus in contrasts(rows.names, reference if rows.names else None, pairs=False):
            _add(table, columns, cells, versus, chosen, measure.kind)
    made = split_groups(table.frame(grouped, group, rows.names), group, by)
    made["q_value"] = q_values(made["p_value"].to_numpy())
    made["family_size"] = float(made["p_value"].notna().sum())
    made["family"] = pd.Series("all", made.index, dtype="str")
    return made[[*([by] if isinstance(by, str) else by), *COLUMNS]]


def _add(
    table: TableMaker, columns: Integers, cells: Cells, versus: Versus, model: Model, kind: str
) -> None:
    """A row for each column of a contrast."""
    contrast = matched(cells, versus.group, versus.others, "size")
    cells, own = contrast.cells, contrast.own
    n_events, n_articles = len(contrast.sample.units), int(cells.n_rows[own].sum())
    notes, found = Notes(len(columns)), np.full((6, len(columns)), np.nan)
    if not n_events:
        notes.add(True, "no event that both cover")
    else:
        fit = FITS[model](contrast)
        log = model != "linear"
        with np.errstate(over="ignore"):
            found[0] = np.exp(fit.beta) if log else fit.beta
        known = np.isfinite(fit.beta)
        notes.add(
            ~known, "no coefficient: a numerator is 0 or at its most, or the fit came to no end"
        )
        others = int(cells.n_rows[~own].sum())
        if n_events < FEWEST_UNITS:
            notes.add(known, f"no interval: {n_events} events, {FEWEST_UNITS} needed")
        elif kind == "share" and min(n_articles, others) < FEWEST_ARTICLES_OF_A_SHARE:
            needed = FEWEST_ARTICLES_OF_A_SHARE
            notes.add(
                known,
                f"no interval: a share of {min(n_articles, others)} articles, {needed} needed",
            )
        else:
            found[1:] = _inference(fit, log)
            notes.add(
                known & np.isnan(found[1]),
                "no interval: too few events that differ, or one outweighs all others",
            )
    has = np.isfinite(found[1])
    table.add(
        "contrast",
        versus.group,
        columns,
        estimate=found[0],
        conf_low=found[1],
        conf_high=found[2],
        df=found[3],
        statistic=found[4],
        p_value=found[5],
        interval_method=np.where(has, f"{model} CR2", "none").astype(object),
        scale=SCALES[model],
        reference=versus.label,
        n_articles=n_articles,
        n_events=n_events,
        numerator=cells.numerator[own].sum(axis=0),
        denominator=cells.denominator[own].sum(axis=0),
        note=notes.text,
    )


def _inference(fit: Fit, log: bool) -> Floats:
    """``conf_low``, ``conf_high``, ``df``, ``statistic``, ``p_value``, a row each."""
    from scipy.special import stdtr, stdtrit

    variance, df = cr2(fit)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        se = np.sqrt(variance)
        reach = stdtrit(df, (1 + LEVEL) / 2) * se
        statistic = fit.beta / se
        found = np.stack(
            [
                fit.beta - reach,
                fit.beta + reach,
                df,
                statistic,
                2 * stdtr(df, -np.abs(statistic)),
            ]
        )
        found[:2] = np.exp(found[:2]) if log else found[:2]
        unknown = ~np.isfinite(found).all(axis=0) | ~(variance > 0) | (df < FEWEST_DF)
    found[:, unknown] = np.nan
    return found


def cr2(fit: Fit) -> tuple[Floats, Floats]:
    """Variance of β and its degrees of freedom.

    An event has the share h of the information, and its score the variance h(1 − h) in terms of
    the whole if the model is right; CR2 divides its square by 1 − h. The degrees of freedom are
    2·mean²/variance of that sum: 1 / (Σh² + (Σ h²/(1−h))² − Σ h⁴/(1−h)²), E − 1 if all h are equal.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        total = fit.information.sum(axis=0)
        h = fit.information / total
        variance = (fit.score**2 / (1 - h)).sum(axis=0) / total**2
        ratio = h**2 / (1 - h)
        df = 1 / ((h**2).sum(axis=0) + ratio.sum(axis=0) ** 2 - (ratio**2).sum(axis=0))
    return variance, df


def _sides(contrast: Contrast) -> tuple[Floats, Floats, Floats, Floats]:
    """Y and X of the outlet and of its reference in each event."""
    cells, own = contrast.cells, contrast.own
    starts = np.flatnonzero(np.diff(cells.event[~own], prepend=-1))
    return (
        cells.numerator[own],
        cells.denominator[own],
        add_up(cells.numerator[~own], starts),
        add_up(cells.denominator[~own], starts),
    )


def fit_poisson(contrast: Contrast) -> Fit:
    """Given an event's sum T, the outlet's part of it has the mean T·π, logit π = β + log X_o/X_r.

    That is the score of β once the events' effects are taken out, whatever the number of cells:
    the cells of the rest enter by their sum.
    """
    y, x, y_other, x_other = _sides(contrast)
    total = y + y_other
    odds = x / x_other
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        # Mantel and Haenszel's ratio is near, and the likelihood has one maximum.
        start = (y * x_other / (x + x_other)).sum(0) / (y_other * x / (x + x_other)).sum(0)
        beta = np.where((start > 0) & np.isfinite(start), np.log(start), np.nan)
        for _ in range(MOST_STEPS):
            share = odds * np.exp(beta) / (1 + odds * np.exp(beta))
            score, information = y - total * share, total * share * (1 - share)
            step = score.sum(axis=0) / information.sum(axis=0)
            beta = beta + step
            if not (np.abs(step) > CLOSE).any():
                break
    return Fit(beta, score, information)


def fit_negative_binomial(contrast: Contrast) -> Fit:
    """Newton's method for β, all a_e and α at once.

    a_e is taken out of the system by events: the information of β is Σ W_o·(W − W_o)/W, with W
    and W_o sums of the weights μ·(1 + αy)/(1 + αμ)² of an event's cells and of the outlet's own.
    (Their means, μ/(1 + αμ), are not the slope of the score where a_e is estimated from few.)
    """
    cells = contrast.cells
    own = contrast.own[:, None]
    y, x = cells.numerator, cells.denominator
    starts = np.flatnonzero(np.diff(cells.event, prepend=-1))
    sizes = np.diff(starts, append=len(y))

    def solved(slopes: Floats) -> tuple[Floats, Floats]:
        """How β and the a_e have to change so that the scores change by these."""
        sums, own_sums = add_up(slopes, starts), add_up(slopes * own, starts)
        of_beta = (own_sums - part * sums).sum(axis=0) / information.sum(axis=0)
        return of_beta, np.where(all_w > 0, sums / all_w, 0) - part * of_beta

    def of_cells(of_beta: Floats, of_effects: Floats) -> Floats:
        return np.repeat(of_effects, sizes, axis=0) + own * of_beta

    beta = fit_poisson(contrast).beta
    hits = add_up(y, starts)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        effect = np.log(hits) - np.log(add_up(x * np.exp(own * beta), starts))
        # Events without a hit have the effect −∞ and say nothing of β or α.
        df = (sizes[:, None] * (hits > 0)).sum(axis=0) - (hits > 0).sum(axis=0) - 1
        alpha = np.zeros(y.shape[1])
        for _ in range(MOST_STEPS):
            mean = x * np.exp(of_cells(beta, effect))
            wide, apart = 1 + alpha * mean, y - mean
            weight, residual = mean * (1 + alpha * y) / wide**2, apart / wide
            all_w, own_w = add_up(weight, starts), add_up(weight * own, starts)
            part = np.where(all_w > 0, own_w / all_w, 0)
            information = own_w * (1 - part)
            score = add_up(residual * own, starts) - part * add_up(residual, starts)

            step = solved(residual)
            turn = solved(-residual * mean / wide)  # as α grows by 1
            chi = np.where(mean > 0, residual**2 * wide / mean, 0)
            slope = np.where(mean > 0, -chi * (1 + 2 * alpha * mean) / wide - 2 * residual, 0)
            excess = chi.sum(axis=0) - df + (slope * of_cells(*step)).sum(axis=0)
            fall = (slope * of_cells(*turn) - residual**2).sum(axis=0)
            # From 0 up by and by: a leap of α takes β and the a_e out of reach of their own.
            wider = np.clip(alpha - excess / fall, 0, 2 * alpha + 0.1)
            wider = np.where((df > 0) & np.isfinite(wider), wider, 0)
            more = wider - alpha
            beta = beta + np.clip(step[0] + more * turn[0], -1, 1)
            effect = effect + np.clip(step[1] + more * turn[1], -1, 1)
            far = np.maximum(np.abs(step[0]), np.abs(step[1]).max(axis=0)) + np.abs(more)
            alpha = wider
            if not (far > CLOSE).any():
                break
    return Fit(np.where(far < NEAR, beta, np.nan), score, information)


def fit_linear(contrast: Contrast) -> Fit:
    """Weighted least squares: an event has the weight w = X_o·X_r/(X_o + X_r)."""
    y, x, y_other, x_other = _sides(contrast)
    weight = x * x_other / (x + x_other)
    apart = y / x - y_other / x_other
    beta = (weight * apart).sum(axis=0) / weight.sum(axis=0)
    return Fit(beta, weight * (apart - beta), weight)


def fit_fractional_logit(contrast: Contrast) -> Fit:
    """Σ w·(p_o·(1 − p_r) − e^β·p_r·(1 − p_o)) = 0, which has the mean 0 whatever the a_e."""
    y, x, y_other, x_other = _sides(contrast)
    weight, p, q = x * x_other / (x + x_other), y / x, y_other / x_other
    more, less = weight * p * (1 - q), weight * q * (1 - p)
    possible = (weight > 0) & (p >= 0) & (p <= 1) & (q >= 0) & (q <= 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        odds = more.sum(axis=0) / less.sum(axis=0)
        found = possible.all(axis=0) & (odds > 0) & np.isfinite(odds)
        beta = np.where(found, np.log(odds), np.nan)
    return Fit(beta, more - np.exp(beta) * less, (more + np.exp(beta) * less) / 2)


FITS: dict[str, Callable[[Contrast], Fit]] = {
    "poisson": fit_poisson,
    "negative-binomial": fit_negative_binomial,
    "linear": fit_linear,
    "fractional-logit": fit_fractional_logit,
}
