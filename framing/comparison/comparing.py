"""compare: levels of outlets, and contrasts between them within events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Integral
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.comparison.cells import Cells, Rows, cells_of, rows_of
from framing.comparison.estimators import (
    Contrast,
    Sample,
    difference,
    level,
    level_sample,
    matched,
    ratio,
    unmatched,
)
from framing.comparison.families import is_primary, q_values
from framing.comparison.intervals import (
    BOOTSTRAP_FROM,
    FEWEST_UNITS,
    Estimator,
    bootstrap,
    bundled,
    jackknife,
)
from framing.comparison.permutation import (
    TOLERANCE,
    exchange_cells,
    exchange_labels,
    exchange_of,
    sign_flips,
)
from framing.comparison.sentences import blocks_of, one_article_each
from framing.comparison.table import COLUMNS, TableMaker
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.comparison.cells import Floats, Integers
    from framing.measures.measure import Measure

UNEQUAL = 3  # where one side's cells are this many times the other's, signs are flipped as well
FEWEST_ARTICLES_OF_A_SHARE = 10
LEVEL_SCALES = {"count": "log", "share": "logit", "score": "identity"}
DESCRIBES = "one article an outlet: describes these articles, not the outlets"
BUNDLES, DRAWS, EXCHANGES = range(3)  # each use of chance has a stream of its own


@dataclass(frozen=True)
class Plan:
    """What `compare` was asked for."""

    kind: str
    scale: str
    interval: str
    resamples: int
    seed: int
    weight: str
    reference: int | None
    names: list[Any]
    within: bool  # whether there are events at all
    blocks: bool  # whether there is one article an outlet

    def rng(self, use: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, use])

    @property
    def unit(self) -> str:
        if self.blocks:
            return "blocks of sentences"
        return "events" if self.within else "articles"


class Notes:
    """A note for each of several columns, to which reasons are added."""

    def __init__(self, n_columns: int) -> None:
        self.text = np.full(n_columns, "", dtype=object)

    def add(self, where: Any, reason: str) -> None:
        for column in np.flatnonzero(np.broadcast_to(where, self.text.shape)):
            before = self.text[column]
            self.text[column] = f"{before}; {reason}" if before else reason


def compare(
    measure: Measure,
    by: str = "outlet",
    within: str | None = "event",
    reference: Any = None,
    scale: Literal["difference", "ratio"] | None = None,
    interval: Literal["auto", "jackknife", "bootstrap", "none"] = "auto",
    resamples: int = 2000,
    seed: int = 0,
    *,
    weight: Literal["size", "event"] = "size",
    primary: Sequence[Mapping[str, Any]] | None = None,
) -> pd.DataFrame:
    """Compare outlets on the events they share.

    Articles are summed to cells of outlet and event, numerator Y and denominator X. An outlet o
    is set against the rest r (all other outlets, or the one named by `reference`) over the
    events that both cover, each with the Mantel-Haenszel weight w = X_o·X_r/(X_o + X_r):

        difference = Σ w·(Y_o/X_o − Y_r/X_r) / Σ w
        ratio      = Σ w·Y_o/X_o / Σ w·Y_r/X_r

    Below 50 shared events the interval is a delete-one-event jackknife with Student's t (on the
    log scale for ratios), from 50 a bootstrap over events. The test exchanges whole cells among
    the outlets present in an event. Where there are no events, articles take their place.
    Where each outlet has a single article, blocks of three sentences are left out in turn; that
    describes these articles and not the outlets, so there is no p and no q.

    Parameters
    ----------
    measure : Measure
        Where its articles have a column ``copy_group``, articles of an event with the same value
        are copies of one another, and their cells are exchanged as one.
    by : str
        The column of ``measure.articles`` whose values are compared. Articles without a value
        are left out.
    within : str, optional
        The column that names the event. Articles without one count in levels and not in
        contrasts. None, or no events at all: articles are compared whatever they report.
    reference : value of `by`, optional
        Compare each outlet with this one, and not with the rest.
    scale : {"difference", "ratio"}, optional
        Without it, ratios for counts and differences for scores and shares.
    interval : {"auto", "jackknife", "bootstrap", "none"}
        ``"none"`` is for a complete census.
    resamples : int
        Number of bootstrap draws and of random exchanges.
    seed : int
    weight : {"size", "event"}
        ``"event"`` gives each shared event the same say (w = 1).
    primary : list of dict, optional
        Contrasts named before looking, each by one or more of `by`, ``part`` and ``category``:
        ``[{"outlet": "The Post", "category": "doubt"}]``. They are a family of tests of their
        own; all others are labelled exploratory.

    Returns
    -------
    DataFrame
        Levels first, then contrasts, in the order of the measure's categories and of the names.

        - the column `by`; ``measure``, ``part``, ``category``; ``kind`` (level or contrast)
        - ``estimate``: a raw ratio (hits per word, not per 1,000), or for contrasts their
          difference or ratio; ``conf_low``, ``conf_high``: its 95 % interval;
          ``interval_method`` (jackknife, bootstrap, sentence blocks, none); ``df`` of Student's t
        - ``n_articles`` of the outlet (for contrasts, in shared events), ``n_events``
        - ``numerator``, ``denominator``: the sums of the outlet's own articles
        - for contrasts ``reference`` (``"rest"`` or its name), ``scale``, ``statistic``
          (S/√Σs², s the outlet's residual in an event), ``p_value``; ``p_signflip`` beside it
          where one side's cells are more than three times the other's; ``q_value`` (Benjamini
          and Hochberg) over the ``family_size`` contrasts tested in the ``family``
        - ``note``: why something is NaN, and the smallest p that could be had if above .05

        Where a numerator is 0 the ratio is NaN and a row with the difference follows it.

    Raises
    ------
    FramingError
        If an argument is not one of those allowed.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.measures.measure import Measure
    >>> articles = pd.DataFrame({"article_id": list("abcd"), "outlet": ["X", "Y", "X", "Y"],
    ...                          "event": ["flood", "flood", "strike", "strike"]})
    >>> sums = pd.DataFrame({"article_id": list("abcd"), "category": "alarm",
    ...                      "numerator": [4, 1, 6, 4], "denominator": [100, 100, 300, 100]})
    >>> table = compare(Measure.from_sums(sums, articles, name="terms", unit="hits per word"))
    >>> table.loc[table["kind"] == "contrast", ["outlet", "estimate", "note"]]
      outlet  estimate                                           note
    2      X  0.98...

    References
    ----------
    Mantel and Haenszel 1959, doi:10.1093/jnci/22.4.719; Greenland and Robins 1985,
    doi:10.2307/2530643.
    """
    check_choice("scale", scale, [None, "difference", "ratio"])
    check_choice("interval", interval, ["auto", "jackknife", "bootstrap", "none"])
    check_choice("weight", weight, ["size", "event"])
    _check_whole("resamples", resamples, 1)
    _check_whole("seed", seed, 0)
    rows = rows_of(measure, by, within)
    if reference is not None:
        check_choice("reference", reference, rows.names)
    plan = Plan(
        kind=measure.kind,
        scale=scale or ("ratio" if measure.kind == "count" else "difference"),
        interval=interval,
        resamples=int(resamples),
        seed=int(seed),
        weight=weight,
        reference=None if reference is None else rows.names.index(reference),
        names=rows.names,
        within=bool((rows.event >= 0).any()),
        blocks=one_article_each(rows),
    )
    table = TableMaker()
    if plan.blocks:
        _compare_sentences(table, measure, rows, plan)
    else:
        for columns, part in rows.patterns():
            _compare_articles(table, columns, cells_of(part), plan)
    return _finished(table.frame(measure, by, rows.names), by, plan, primary)


def _compare_articles(table: TableMaker, columns: Integers, cells: Cells, plan: Plan) -> None:
    for group in range(len(plan.names)):
        own, sample = level_sample(cells, group)
        _add_level(table, columns, group, own, sample, plan)
    for group in _contrasted(plan):
        contrast = _contrast(cells, group, plan)
        _add_contrast(table, columns, group, contrast, contrast.sample, plan)


def _compare_sentences(table: TableMaker, measure: Measure, rows: Rows, plan: Plan) -> None:
    """Estimates from the articles, intervals from their blocks of sentences."""
    blocks = rows if measure.make_sentence_sums is None else blocks_of(measure, rows)
    for columns, part in blocks.patterns():
        cells = cells_of(rows.of(columns))
        apart = replace(part, event=np.full(len(part.event), -1))
        pieces = cells_of(apart)
        for group in range(len(plan.names)):
            own = cells.take(cells.group == group)
            _add_level(table, columns, group, own, level_sample(pieces, group)[1], plan)
        for group in _contrasted(plan):
            contrast = _contrast(cells, group, plan)
            in_event = np.isin(part.event, contrast.cells.event)
            sample = unmatched(pieces.take(in_event), group, plan.reference).sample
            _add_contrast(table, columns, group, contrast, sample, plan)


def _contrasted(plan: Plan) -> list[int]:
    groups = range(len(plan.names)) if len(plan.names) > 1 else []
    return [group for group in groups if group != plan.reference]


def _contrast(cells: Cells, group: int, plan: Plan) -> Contrast:
    if plan.within:
        return matched(cells, group, plan.reference, plan.weight)
    return unmatched(cells, group, plan.reference)


def _add_level(
    table: TableMaker, columns: Integers, group: int, own: Cells, sample: Sample, plan: Plan
) -> None:
    totals = np.stack([own.numerator.sum(axis=0), own.denominator.sum(axis=0)])
    estimate = level(totals)
    n_articles, n_events = int(own.n_rows.sum()), int((own.event >= 0).sum())
    notes = Notes(len(columns))
    notes.add(np.isnan(estimate), "no article in which it could be measured")
    supported = plan.kind != "share" or _supported(notes, [n_articles], n_events, plan)
    interval: dict[str, Any] = {}
    if supported:
        scale = LEVEL_SCALES[plan.kind]
        interval = _interval(sample, level, estimate, scale, plan, notes)
    if plan.blocks:
        notes.add(True, DESCRIBES)
    table.add(
        "level",
        group,
        columns,
        estimate=estimate,
        n_articles=n_articles,
        n_events=n_events,
        numerator=totals[0],
        denominator=totals[1],
        note=notes.text,
        **interval,
    )


def _add_contrast(
    table: TableMaker,
    columns: Integers,
    group: int,
    contrast: Contrast,
    sample: Sample,
    plan: Plan,
) -> None:
    cells, own = contrast.cells, contrast.own
    totals = contrast.sample.totals
    articles = [int(cells.n_rows[side].sum()) for side in (own, ~own)]
    n_events = len(np.unique(cells.event[cells.event >= 0]))
    there = min(articles) > 0
    notes = Notes(len(columns))
    if not there:
        missing = "no event that both cover" if plan.within else "nothing to compare with"
        notes.add(True, missing)
    supported = there and (plan.kind != "share" or _supported(notes, articles, n_events, plan))
    tests: dict[str, Any] = {}
    if there and not plan.blocks:
        tests = _test(contrast, plan, notes)
    facts = {
        "n_articles": articles[0],
        "n_events": n_events,
        "numerator": cells.numerator[own].sum(axis=0),
        "denominator": cells.denominator[own].sum(axis=0),
        "reference": "rest" if plan.reference is None else str(plan.names[plan.reference]),
    }

    def add(scale: str, some: NDArray[np.bool_], notes: Notes, **tests: Any) -> None:
        if not some.any():
            return
        estimator = ratio if scale == "ratio" else difference
        estimate = np.where(defined | (scale == "difference"), estimator(totals), np.nan)
        interval: dict[str, Any] = {}
        if supported:
            spread = "log" if scale == "ratio" else "identity"
            interval = _interval(sample, estimator, estimate, spread, plan, notes)
        if plan.blocks:
            notes.add(True, DESCRIBES)
        row = {"estimate": estimate, "note": notes.text, **facts, **interval, **tests}
        row = {
            name: value[some] if isinstance(value, np.ndarray) else value
            for name, value in row.items()
        }
        table.add("contrast", group, columns[some], scale=scale, **row)

    every = np.ones(len(columns), dtype=bool)
    defined = (totals[0] > 0) & (totals[2] > 0)
    if plan.scale == "ratio" and there:
        notes.add(~defined, "a numerator is 0: the ratio is undefined, the difference follows")
    add(plan.scale, every, notes, **tests)
    if plan.scale == "ratio" and there:
        beside = Notes(len(columns))
        beside.add(every, "given because the ratio is undefined; the test stands with the ratio")
        add("difference", ~defined, beside)


def _interval(
    sample: Sample,
    estimator: Estimator,
    estimate: Floats,
    scale: str,
    plan: Plan,
    notes: Notes,
) -> dict[str, Any]:
    """The columns of the interval; a note for each estimate that can have none."""
    measured = ~np.isnan(estimate)
    if plan.interval == "none" or not measured.any():
        return {"interval_method": "none"}
    fewest = int(np.bincount(sample.strata).min())
    if fewest < FEWEST_UNITS:
        notes.add(measured, f"no interval: {fewest} {plan.unit}, {FEWEST_UNITS} needed")
        return {"interval_method": "none"}
    sample = bundled(sample, plan.rng(BUNDLES))
    many = plan.interval == "auto" and fewest >= BOOTSTRAP_FROM
    if many or plan.interval == "bootstrap":
        found = bootstrap(sample, estimator, plan.resamples, plan.rng(DRAWS))
    else:
        found = jackknife(sample, estimator, scale)
    known = measured & np.isfinite(found.low) & np.isfinite(found.high)
    nothing = (sample.totals[::2] == 0).all(axis=0)
    notes.add(measured & nothing, "no interval: the numerator is 0")
    notes.add(measured & ~known & ~nothing, f"no interval: too few {plan.unit} that differ")
    return {
        "conf_low": np.where(known, found.low, np.nan),
        "conf_high": np.where(known, found.high, np.nan),
        "df": np.where(known, found.df, np.nan),
        "interval_method": np.where(
            known, "sentence blocks" if plan.blocks else found.method, "none"
        ).astype(object),
    }


def _supported(notes: Notes, articles: list[int], n_events: int, plan: Plan) -> bool:
    """Whether a share has enough behind it: its denominator is itself an outcome."""
    enough = min(articles) >= FEWEST_ARTICLES_OF_A_SHARE and (
        n_events >= FEWEST_UNITS or not plan.within
    )
    if not enough and plan.interval != "none":
        notes.add(
            True,
            f"no interval: a share needs {FEWEST_ARTICLES_OF_A_SHARE} articles of "
            f"{FEWEST_UNITS} events, here {min(articles)} of {n_events}",
        )
    return enough


def _test(contrast: Contrast, plan: Plan, notes: Notes) -> dict[str, Any]:
    """The columns of the test; a note where there can be none, or none that could reach .05."""
    flipped: Any = np.nan
    if plan.within:
        exchange = exchange_of(contrast, plan.weight)
        if not len(exchange.sizes):
            notes.add(True, "not tested: both sides are copies of one another")
            return {}
        outcome = exchange_cells(exchange, plan.resamples, plan.rng(EXCHANGES))
        unequal = _unequal(contrast)
        if unequal.any():
            flips = exchange_cells(sign_flips(exchange), plan.resamples, plan.rng(EXCHANGES))
            flipped = np.where(unequal, flips.p_value, np.nan)
    else:
        outcome = exchange_labels(contrast, plan.resamples, plan.rng(EXCHANGES))
    tested = outcome.smallest < 1 - TOLERANCE
    notes.add(~tested, "not tested: every exchange gives the same statistic")
    for column in np.flatnonzero(tested & (outcome.smallest > 0.05)):
        where = np.arange(len(tested)) == column
        notes.add(where, f"smallest attainable p {outcome.smallest[column]:.3g}")
    return {
        "statistic": np.where(tested, outcome.statistic, np.nan),
        "p_value": np.where(tested, outcome.p_value, np.nan),
        "p_signflip": np.where(tested, flipped, np.nan),
    }


def _unequal(contrast: Contrast) -> NDArray[np.bool_]:
    """Whether the cells of one side are on average more than three times the other's."""
    denominators = contrast.cells.denominator
    sizes = denominators[contrast.own].mean(axis=0) / denominators[~contrast.own].mean(axis=0)
    return (sizes > UNEQUAL) | (sizes < 1 / UNEQUAL)


def _finished(
    table: pd.DataFrame, by: str, plan: Plan, primary: Sequence[Mapping[str, Any]] | None
) -> pd.DataFrame:
    """Add the families of tests and their q-values."""
    contrasts = ((table["kind"] == "contrast") & (table["scale"] == plan.scale)).to_numpy(copy=True)
    contrasts &= not plan.blocks
    named = is_primary(table, primary, by) if primary else np.zeros(len(table), dtype=bool)
    family = np.full(len(table), None, dtype=object)
    family[contrasts] = "exploratory" if primary else "all"
    family[contrasts & named] = "primary"
    q, size = np.full(len(table), np.nan), np.full(len(table), np.nan)
    for name in ("all", "exploratory", "primary"):
        members = family == name
        p_values = table["p_value"].to_numpy()[members]
        q[members] = q_values(p_values)
        size[members] = (~np.isnan(p_values)).sum()
    table["q_value"], table["family_size"] = q, size
    table["family"] = pd.Series(family, dtype="str")
    return table[[by, *COLUMNS]]


def _check_whole(name: str, value: Any, least: int) -> None:
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        raise FramingError(f"{name}={value!r} is not allowed; give a whole number from {least}.")
