"""Correction for misclassification: what an audit says of the hits, carried into the comparison."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.audits import Correction, correction_of
from framing.comparison.cells import Cells, cells_of, rows_of
from framing.comparison.comparing import LEVEL_SCALES, compare
from framing.comparison.estimators import matched
from framing.comparison.families import q_values
from framing.comparison.grouping import contrasts
from framing.comparison.intervals import LEVEL, SCALES
from framing.comparison.table import COLUMNS
from framing.errors import FramingError, check_choice
from framing.measures.measure import require_columns

if TYPE_CHECKING:
    from framing.comparison.cells import Floats, Rows
    from framing.comparison.grouping import Versus
    from framing.measures.measure import Measure

METHOD = "jackknife and audit"


def correct_misclassification(
    measure: Measure,
    audit: pd.DataFrame,
    by: str = "outlet",
    within: str = "event",
    reference: Any = None,
) -> pd.DataFrame:
    """Compare what there is, and not what was counted, as far as an audit tells the two apart.

    An audit is a sample that people have checked. Of `n_hits` hits `n_right` were right
    (precision), and of `n_true` places where there was something `n_found` had been counted
    (recall). For counts, and shares audited like this, a numerator Y stands for

        Y · precision / recall

    For shares of units that are each coded or not, where `n_rejected` of `n_false` units in which
    there was nothing had been left uncoded (specificity), Y of X units stand for (Rogan and Gladen
    1978)

        (Y − X · (1 − specificity)) / (recall + specificity − 1)

    The corrected numerators are compared by `compare`. To the variance from leaving out events is
    added that of the audit: to first order, with the rates' variances from Beta distributions
    (½ added to right and to wrong). The corrected interval is wider, and may be elsewhere.

    If the errors are the same in all outlets, ratios need no correction, and differences shrink
    towards 0. If they are not, a comparison of what was counted may show the errors alone, which
    is why an audit should say the outlet: with a column `by` each outlet has its own rates.

    Parameters
    ----------
    measure : Measure
        Of counts or shares.
    audit : DataFrame
        A row for each category, or each of `by` and category: ``category``, ``n_hits``,
        ``n_right``; ``n_true``, ``n_found``; for shares coded unit by unit ``n_false``,
        ``n_rejected`` in place of ``n_hits``, ``n_right``. Without ``n_true`` what was missed is
        taken to be the same share in all outlets, and levels are those of right hits alone.
        Categories that are not audited are left out. The checked hits, and the places where there
        was something, are to be drawn at random from the articles compared.
    by, within, reference
        As in `compare`, each a single column.

    Returns
    -------
    DataFrame
        The table of `compare`, corrected; ``interval_method`` is ``"jackknife and audit"``.
        ``statistic`` and ``p_value`` are those of Student's t on the corrected scale, since
        exchanging outlets would exchange their errors. Beside them

        - ``uncorrected``: the estimate from what was counted
        - ``audit_share``: the part of the variance that is the audit's; where it is large, more
          checking narrows the interval, and more articles do not
        - ``note``: an outlet whose rates are unlike the others' (Fisher's exact test)

    Raises
    ------
    FramingError
        A column is missing, a category unknown, a number impossible, or the measure is of scores.

    Examples
    --------
    >>> from framing import example, loaded_terms
    >>> measure = loaded_terms(example()).select(["doubt"])
    >>> audit = pd.DataFrame({"category": ["doubt"], "n_hits": [80], "n_right": [68],
    ...                       "n_true": [60], "n_found": [51]})
    >>> table = correct_misclassification(measure, audit)
    >>> level = table[table["kind"] == "level"]
    >>> bool((level["estimate"] / level["uncorrected"]).round(3).eq(1.0).all())
    True

    References
    ----------
    Rogan and Gladen 1978, doi:10.1093/oxfordjournals.aje.a112510; TeBlunthuis, Hase and Chan 2024,
    doi:10.1080/19312458.2023.2293713.
    """
    if measure.kind == "score":
        raise FramingError(
            f"the measure {measure.name!r} is of scores, which are not right or wrong; give one of "
            "counts or shares."
        )
    check_choice("by", by, measure.articles.columns)
    check_choice("within", within, measure.articles.columns)
    require_columns("audit", audit, ["category"])
    measure = measure.select(list(dict.fromkeys(audit["category"]))).weighted()
    rows = rows_of(measure, by, within)
    audited = correction_of(measure, audit, by, rows.names)
    # An article without a group is in no comparison.
    place = np.maximum(pd.Index(rows.names, dtype=object).get_indexer(measure.articles[by]), 0)
    counted = replace(measure, make_evidence=None, make_sentence_sums=None, evidence_kind="none")
    there = counted.numerators
    if rows.names:
        there = audited.gain[place] * there - audited.shift[place] * counted.denominators
    options: dict[str, Any] = {"by": by, "within": within, "reference": reference, "resamples": 1}
    table = compare(replace(counted, numerators=there), **options)
    keys = [by, "part", "category", "kind", "scale"]
    before = compare(counted, **options)[[*keys, "estimate"]]
    table = table.merge(before.rename(columns={"estimate": "uncorrected"}), on=keys, how="left")
    open_ = _left_open(rows, audited, reference, measure)
    table = table.merge(open_.rename(columns={"group": by}), on=keys, how="left")
    return _widened(table, by, measure.kind)


def _left_open(rows: Rows, audited: Correction, reference: Any, measure: Measure) -> pd.DataFrame:
    """What the audit leaves open of each estimate: its variance on the interval's scale (`audit`).

    An estimate is a function of the groups' g and h; A and B are its derivatives.
    """
    frames = []
    names = np.empty(len(rows.names), dtype=object)
    names[:] = rows.names
    labels = pd.DataFrame(measure.columns, columns=["part", "category"])

    def add(kind: str, group: int, columns: Any, scale: str | None, found: Floats) -> None:
        frame = labels.iloc[columns].assign(
            group=names[group],
            kind=kind,
            scale=scale,
            audit=found,
            said=audited.notes[group][columns],
        )
        frames.append(frame.astype({"kind": "str", "scale": "str"}))

    for columns, part in rows.patterns():
        cells = cells_of(part)
        gain, shift = audited.gain[:, columns], audited.shift[:, columns]
        covariance = audited.covariance[:, :, columns]

        def spread(a: Floats, b: Floats, covariance: Floats = covariance) -> Floats:
            if audited.shared:
                a, b = a.sum(axis=0, keepdims=True), b.sum(axis=0, keepdims=True)
                covariance = covariance[:, :1]
            of_g, of_h, of_both = covariance
            # Groups that are no part of the estimate may be without an audit.
            terms = np.where(
                (a == 0) & (b == 0), 0, a**2 * of_g + b**2 * of_h + 2 * a * b * of_both
            )
            return terms.sum(axis=0)

        for group in range(len(names)):
            own = cells.group == group
            a, b = np.zeros_like(gain), np.zeros_like(gain)
            with np.errstate(divide="ignore", invalid="ignore"):
                a[group] = cells.numerator[own].sum(axis=0) / cells.denominator[own].sum(axis=0)
                b[group] = -1
                level = gain[group] * a[group] - shift[group]
                slope = {"log": level, "logit": level * (1 - level)}[LEVEL_SCALES[measure.kind]]
                add("level", group, columns, None, spread(a, b) / slope**2)
        for versus in contrasts(rows.names, reference if rows.names else None, pairs=False):
            own_sum, other_sums, weight, weights = _sums(cells, versus, len(names))
            with np.errstate(divide="ignore", invalid="ignore"):
                mine = gain[versus.group] * own_sum - shift[versus.group] * weight
                theirs = np.where(other_sums != 0, gain * other_sums, 0) - shift * weights
                theirs = theirs.sum(axis=0)
                for scale, first, second in (
                    ("difference", weight, weight),
                    ("ratio", mine, theirs),
                ):
                    a, b = -other_sums / second, weights / second
                    a[versus.group] += own_sum / first
                    b[versus.group] -= weight / first
                    add("contrast", versus.group, columns, scale, spread(a, b))
    return pd.concat(frames) if frames else labels.iloc[:0].assign(**dict.fromkeys(_JOINED))


_JOINED = ("group", "kind", "scale", "audit", "said")


def _sums(cells: Cells, versus: Versus, n_groups: int) -> tuple[Floats, Floats, Floats, Floats]:
    """The sums of a contrast in parts: Σ w·Y_o/X_o and Σ w, and for each group of the rest what
    its numerators and its denominators add to Σ w·Y_r/X_r and to Σ w."""
    contrast = matched(cells, versus.group, versus.others, "size")
    cells, own = contrast.cells, contrast.own
    _, event = np.unique(cells.event, return_inverse=True)
    n_events, n_columns = len(contrast.sample.units), cells.numerator.shape[1]
    x = np.zeros((2, n_events, n_columns))
    np.add.at(x[0], event[own], cells.denominator[own])
    np.add.at(x[1], event[~own], cells.denominator[~own])
    part = (x[0] / x.sum(axis=0))[event[~own]]
    others, weights = np.zeros((n_groups, n_columns)), np.zeros((n_groups, n_columns))
    np.add.at(others, cells.group[~own], cells.numerator[~own] * part)
    np.add.at(weights, cells.group[~own], cells.denominator[~own] * part)
    totals = contrast.sample.totals
    return totals[0], others, totals[1], weights


def _widened(table: pd.DataFrame, by: str, kind: str) -> pd.DataFrame:
    """The intervals with the audit's variance, and tests from them."""
    from scipy.special import stdtr, stdtrit

    level = (table["kind"] == "level").to_numpy()
    on = np.where(level, LEVEL_SCALES[kind], np.where(table["scale"] == "ratio", "log", "identity"))
    ends = table[["estimate", "conf_low", "conf_high"]].to_numpy(dtype=float, copy=True)
    df, audit = table["df"].to_numpy(dtype=float), table["audit"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for scale in np.unique(on):
            ends[on == scale] = SCALES[scale][0](ends[on == scale])
        middle = ends[:, 0]
        sampling = ((ends[:, 2] - ends[:, 1]) / 2 / stdtrit(df, (1 + LEVEL) / 2)) ** 2
        variance = sampling + audit
        df = variance**2 / (sampling**2 / df)
        reach = stdtrit(df, (1 + LEVEL) / 2) * np.sqrt(variance)
        statistic = middle / np.sqrt(variance)
        p_value = 2 * stdtr(df, -np.abs(statistic))
        limits = np.stack([middle - reach, middle + reach], axis=1)
        for scale in np.unique(on):
            limits[on == scale] = SCALES[scale][1](limits[on == scale])
    known = np.isfinite(limits).all(axis=1)
    tested = known & ~level
    main = "ratio" if kind == "count" else "difference"
    family = ~level & (table["scale"] == main).to_numpy()
    p_value = np.where(tested, p_value, np.nan)
    q_value = np.full(len(table), np.nan)
    q_value[family] = q_values(p_value[family])
    notes = [
        "; ".join(filter(None, [said if isinstance(said, str) else "", note]))
        for said, note in zip(table["said"], table["note"].map(without_tests), strict=True)
    ]
    return table.assign(
        conf_low=np.where(known, limits[:, 0], np.nan),
        conf_high=np.where(known, limits[:, 1], np.nan),
        interval_method=pd.Series(np.where(known, METHOD, "none"), table.index, dtype="str"),
        df=np.where(known, df, np.nan),
        statistic=np.where(tested, statistic, np.nan),
        p_value=p_value,
        p_signflip=np.nan,
        q_value=q_value,
        family_size=np.where(family, np.isfinite(p_value[family]).sum(), np.nan),
        audit_share=np.where(known, audit / variance, np.nan),
        note=pd.Series(notes, table.index, dtype="str"),
    )[[by, *COLUMNS, "uncorrected", "audit_share"]]


def without_tests(note: str) -> str:
    """The note without what it says of exchanges, of which there are none here."""
    kept = [
        part for part in note.split("; ") if not part.startswith(("smallest att", "not tested"))
    ]
    return "; ".join(kept)
