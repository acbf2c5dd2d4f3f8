"""compare: levels of outlets, and contrasts between them within events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from numbers import Integral
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.comparison.audits import cautions_of
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
from framing.comparison.genres import cautions, genre_mix
from framing.comparison.grouping import (
    Columns,
    Versus,
    contrasts,
    prepared,
    split_groups,
)
from framing.comparison.inference import (
    DESCRIBES,
    Notes,
    Plan,
    enough_behind,
    exchange_columns,
    interval_columns,
)
from framing.comparison.sentences import blocks_of, one_article_each
from framing.comparison.table import COLUMNS, TableMaker
from framing.errors import FramingError, check_choice

if TYPE_CHECKING:
    from framing.auditing import Audit
    from framing.comparison.cells import Integers
    from framing.measures.measure import Measure

LEVEL_SCALES = {"count": "log", "share": "logit", "score": "identity"}


def compare(
    measure: Measure,
    by: Columns = "outlet",
    within: Columns | None = "event",
    reference: Any = None,
    scale: Literal["difference", "ratio"] | None = None,
    interval: Literal["auto", "jackknife", "bootstrap", "none"] = "auto",
    resamples: int = 2000,
    seed: int = 0,
    *,
    weight: Literal["size", "event"] = "size",
    pairs: bool = False,
    primary: Sequence[Mapping[str, Any]] | None = None,
    audit: pd.DataFrame | Audit | None = None,
) -> pd.DataFrame:
    """Compare outlets on the events they share.

    Articles are summed to cells of outlet and event, numerator Y and denominator X. An outlet o
    is set against the rest r (all other outlets, or the one named by `reference`) over the
    events that both cover, each with the Mantel-Haenszel weight w = X_o·X_r/(X_o + X_r):

        difference = Σ w·(Y_o/X_o − Y_r/X_r) / Σ w
        ratio      = Σ w·Y_o/X_o / Σ w·Y_r/X_r

    The interval is a delete-one-event jackknife with Student's t on the effective number of
    events, on the log scale for ratios. The test exchanges whole cells among the outlets present
    in an event. Where there are no events, articles take their place. Where each outlet has a
    single article, blocks of three sentences are left out in turn; that describes these articles
    and not the outlets, so there is no p and no q.

    Parameters
    ----------
    measure : Measure
        Where its articles have a column ``weight``, their sums are multiplied by it, and by 1
        where it is missing. Where they have a column ``copy_group``, articles of an event with the
        same value are copies of one another, and their cells are exchanged as one.
    by : str or list of str
        The column of ``measure.articles`` whose values are compared; of several columns, every
        combination of values. Articles without a value are left out.
    within : str or list of str, optional
        The column that names the event, or another within whose values is compared: "day", "week"
        and "month" are those of the date, and several columns are taken together, so that
        ``["event", "genre"]`` compares news with news. Articles without a value count in levels
        and not in contrasts. None, or no events at all: articles are compared whatever they
        report.
    reference : value of `by` or list of them, optional
        Compare each outlet with this one, or with these taken together, and not with the rest.
        Where `by` is several columns a value is a tuple.
    scale : {"difference", "ratio"}, optional
        Without it, ratios for counts and differences for scores and shares.
    interval : {"auto", "jackknife", "bootstrap", "none"}
        ``"auto"`` is the jackknife, which covered the truth as often as it should in simulation;
        percentiles of a bootstrap over events fell short of it at 50 events and fewer.
        ``"none"`` is for a complete census.
    resamples : int
        Number of random exchanges, of which ten times as many are made for contrasts far in the
        tail, and of bootstrap draws.
    seed : int
        The same seed gives the same table, whatever the order of the articles.
    weight : {"size", "event"}
        ``"event"`` gives each shared event the same say (w = 1).
    pairs : bool
        Compare every two outlets, the first with the second, and not with the rest.
    primary : list of dict, optional
        Contrasts named before looking, each by one or more of `by`, ``reference``, ``part`` and
        ``category``:
        ``[{"outlet": "The Post", "category": "doubt"}]``. They are a family of tests of their
        own; all others are labelled exploratory.
    audit : Audit or DataFrame, optional
        What people found in a sample of the hits, see `framing.audit`. Where an outlet's precision
        is unlike that of the others, its rows' notes warn: the difference may be one of errors.
        `correct_misclassification` takes the errors out.

    Returns
    -------
    DataFrame
        Levels first, then contrasts, in the order of the measure's categories and of the names.

        - the columns `by`; ``measure``, ``part``, ``category``; ``kind`` (level or contrast)
        - ``estimate``: a raw ratio (hits per word, not per 1,000), or for contrasts their
          difference or ratio; ``conf_low``, ``conf_high``: its 95 % interval;
          ``interval_method`` (jackknife, bootstrap, sentence blocks, none); ``df`` of Student's t
        - ``n_articles`` of the outlet (for contrasts, in shared events), ``n_events``
        - ``numerator``, ``denominator``: the sums of the outlet's own articles, weighted if they
          are; ``n_articles`` counts each as one
        - for contrasts ``reference`` (``"rest"`` or its name), ``scale``, ``statistic`` (the
          log of the ratio over its standard error; for scores S/√Σs², s what the outlet has in
          an event beyond its due), ``p_value``; ``p_signflip`` beside it where one side's cells
          are more than three times the other's; ``q_value`` (Benjamini and Hochberg) over the
          ``family_size`` contrasts tested in the ``family``
        - ``note``: why something is NaN, the smallest p that could be had if above .05, and a
          caution where one side's articles are opinion more often (see `genre_mix`)

        Where a numerator is 0 the ratio is NaN and a row with the difference follows it. The
        frame's ``attrs["comparison"]`` say how it was made, for `methods_sentence`.

    Raises
    ------
    FramingError
        If an argument is not one of those allowed.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.measures.measure import Measure
    >>> articles = pd.DataFrame({"article_id": list("abcdef"), "outlet": ["X", "Y"] * 3,
    ...                          "event": ["flood"] * 2 + ["strike"] * 2 + ["vote"] * 2})
    >>> sums = pd.DataFrame({"article_id": list("abcdef"), "category": "alarm",
    ...                      "numerator": [4, 1, 6, 4, 3, 2],
    ...                      "denominator": [100, 100, 300, 100, 200, 200]})
    >>> measure = Measure.from_sums(sums, articles, name="terms", unit="hits per word")
    >>> table = compare(measure, reference="Y")
    >>> table[["outlet", "kind", "estimate", "n_events"]].round(3)
      outlet      kind  estimate  n_events
    0      X     level     0.022         3
    1      Y     level     0.018         3
    2      X  contrast     1.111         3
    >>> table["note"].iloc[2]
    'smallest attainable p 0.25; no interval: 3 events, 5 needed'

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
    measure = measure.weighted()
    measure, group, stratum = prepared(measure, by, within)
    rows = rows_of(measure, group, stratum)
    if not rows.names:
        reference, primary = None, None
    plan = Plan(
        kind=measure.kind,
        scale=scale or ("ratio" if measure.kind == "count" else "difference"),
        interval=interval,
        resamples=int(resamples),
        seed=int(seed),
        weight=weight,
        contrasts=contrasts(rows.names, reference, pairs),
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
    made = _with_cautions(table.frame(measure, group, rows.names), measure.articles, group, plan)
    if audit is not None:
        made = _with_audit(made, audit, group)
    names = [by] if isinstance(by, str) else list(by)
    made = _finished(split_groups(made, group, by), names, plan, primary)
    made.attrs["comparison"] = {
        "measure": measure.name,
        "unit": measure.unit,
        "by": names,
        "pairs": pairs,
        "n_articles": len(rows.ids),
        "n_events": len(np.unique(rows.event[rows.event >= 0])),
        "weight": weight,
        "resamples": int(resamples),
        "seed": int(seed),
    }
    return made


def _with_cautions(
    table: pd.DataFrame, articles: pd.DataFrame, by: str, plan: Plan
) -> pd.DataFrame:
    """Say in the notes of contrasts where opinion is set against news."""
    if by == "genre" or "genre" not in articles:
        return table
    told = {}
    for label, others in {versus.label: versus.others for versus in plan.contrasts}.items():
        reference = None if others is None else [plan.names[number] for number in others]
        for name, caution in cautions(genre_mix(articles, by, reference)).items():
            told[name, label] = caution
    notes = [
        "; ".join(filter(None, [note, told.get((name, label), "")]))
        for name, label, note in zip(table[by], table["reference"], table["note"], strict=True)
    ]
    return table.assign(note=pd.Series(notes, table.index, dtype="str"))


def _with_audit(table: pd.DataFrame, audit: pd.DataFrame | Audit, by: str) -> pd.DataFrame:
    """Say in the notes whose hits are right less or more often than those of the others."""
    told = cautions_of(audit, by)
    notes = [
        "; ".join(filter(None, [note, told.get((name, category), "")]))
        for name, category, note in zip(table[by], table["category"], table["note"], strict=True)
    ]
    return table.assign(note=pd.Series(notes, table.index, dtype="str"))


def _compare_articles(table: TableMaker, columns: Integers, cells: Cells, plan: Plan) -> None:
    for group in range(len(plan.names)):
        own, sample = level_sample(cells, group)
        _add_level(table, columns, group, own, sample, plan)
    for versus in plan.contrasts:
        contrast = _contrast(cells, versus, plan)
        _add_contrast(table, columns, versus, contrast, contrast.sample, plan)


def _compare_sentences(table: TableMaker, measure: Measure, rows: Rows, plan: Plan) -> None:
    """Estimates from the articles, intervals from their blocks of sentences."""
    blocks = rows if measure.make_sentence_sums is None else blocks_of(measure, rows)
    for columns, part in blocks.patterns():
        cells = cells_of(rows.of(columns))
        pieces = cells_of(replace(part, event=np.full(len(part.event), -1)))
        for group in range(len(plan.names)):
            own, _ = level_sample(cells, group)
            _add_level(table, columns, group, own, level_sample(pieces, group)[1], plan)
        for versus in plan.contrasts:
            contrast = _contrast(cells, versus, plan)
            in_event = np.isin(part.event, contrast.cells.event)
            sample = unmatched(pieces.take(in_event), versus.group, versus.others).sample
            _add_contrast(table, columns, versus, contrast, sample, plan)


def _contrast(cells: Cells, versus: Versus, plan: Plan) -> Contrast:
    if plan.within:
        return matched(cells, versus.group, versus.others, plan.weight)
    return unmatched(cells, versus.group, versus.others)


def _add_level(
    table: TableMaker, columns: Integers, group: int, own: Cells, sample: Sample, plan: Plan
) -> None:
    totals = np.stack([own.numerator.sum(axis=0), own.denominator.sum(axis=0)])
    estimate = level(totals)
    n_articles, n_events = int(own.n_rows.sum()), int((own.event >= 0).sum())
    notes = Notes(len(columns))
    notes.add(np.isnan(estimate), "no article in which it could be measured")
    interval: dict[str, Any] = {"interval_method": "none"}
    if n_articles and enough_behind([n_articles], n_events, plan, notes):
        scale = LEVEL_SCALES[plan.kind]
        interval = interval_columns(sample, level, estimate, scale, plan, notes)
    notes.add(plan.blocks, DESCRIBES)
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
    versus: Versus,
    contrast: Contrast,
    sample: Sample,
    plan: Plan,
) -> None:
    cells, own = contrast.cells, contrast.own
    articles = [int(cells.n_rows[side].sum()) for side in (own, ~own)]
    n_events = len(np.unique(cells.event[cells.event >= 0]))
    numerator, denominator = cells.numerator[own].sum(axis=0), cells.denominator[own].sum(axis=0)
    totals = contrast.sample.totals
    undefined = (totals[0] <= 0) | (totals[2] <= 0)

    def add(some: Integers, scale: str, notes: Notes, tests: dict[str, Any]) -> None:
        estimator = ratio if scale == "ratio" else difference
        estimate = estimator(totals[:, some])
        if scale == "ratio":
            estimate[undefined[some]] = np.nan
        interval: dict[str, Any] = {"interval_method": "none"}
        if min(articles) and enough_behind(articles, n_events, plan, notes):
            on = "log" if scale == "ratio" else "identity"
            interval = interval_columns(sample.of(some), estimator, estimate, on, plan, notes)
        notes.add(plan.blocks, DESCRIBES)
        table.add(
            "contrast",
            versus.group,
            columns[some],
            estimate=estimate,
            scale=scale,
            reference=versus.label,
            n_articles=articles[0],
            n_events=n_events,
            numerator=numerator[some],
            denominator=denominator[some],
            note=notes.text,
            **interval,
            **tests,
        )

    every, notes = np.arange(len(columns)), Notes(len(columns))
    if not min(articles):
        notes.add(True, "no event that both cover" if plan.within else "nothing to compare with")
        add(every, plan.scale, notes, {})
        return
    if plan.scale == "ratio":
        notes.add(undefined, "a numerator is 0: the ratio is undefined, the difference follows")
    add(every, plan.scale, notes, {} if plan.blocks else exchange_columns(contrast, plan, notes))
    if plan.scale == "ratio" and undefined.any():
        beside = Notes(int(undefined.sum()))
        tested = "" if plan.blocks else ", with which the test stands"
        beside.add(True, f"in place of the ratio{tested}")
        add(np.flatnonzero(undefined), "difference", beside, {})


def _finished(
    table: pd.DataFrame, by: list[str], plan: Plan, primary: Sequence[Mapping[str, Any]] | None
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
    return table[[*by, *COLUMNS]]


def _check_whole(name: str, value: Any, least: int) -> None:
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        raise FramingError(f"{name}={value!r} is not allowed; give a whole number from {least}.")
