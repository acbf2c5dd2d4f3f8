"""outlet_map: how far the outlets lie from one another over all measures, with uncertainty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.comparison.cells import cells_of, rows_of
from framing.comparison.comparing import _check_whole
from framing.comparison.effects import Blocks, Design
from framing.comparison.mapping import OutletMap, mapped
from framing.comparison.placing import Placing, joined, linked, place, shared_events
from framing.comparison.profiles import spread_of_articles
from framing.errors import check_choice
from framing.measures.measure import Measure

if TYPE_CHECKING:
    from framing.comparison.cells import Floats

MOST_DIMENSIONS = 10


def outlet_map(
    measures: Measure | Iterable[Measure],
    by: str = "outlet",
    within: str = "event",
    dimensions: int = 2,
    resamples: int = 1000,
    seed: int = 0,
) -> OutletMap:
    """Place outlets so that those that report the same events alike lie close together.

    Within events, so that what is mapped is how outlets report and not what they choose to report:
    in each column of each measure y/x = a_event + θ_outlet is fitted to the cells of outlet and
    event by least squares with weights x, which for two outlets gives the difference of `compare`.
    Outlets that share no event are compared through those that share events with both. Effects are
    divided by the standard deviation between articles. The squared distance of two outlets is the
    mean over measures of the mean over a measure's columns of the squared differences, so that a
    lexicon of twenty categories weighs no more than one score.

    Chance alone sets outlets apart, the more so the fewer articles they have. What it adds to the
    squared distances is estimated by leaving out one event at a time, and taken away; for
    events of equal weight this is the cross-validated distance, which multiplies the difference
    found in one event by that found in another (Walther and others 2016). The corrected distances
    are scaled classically (Torgerson 1952): double centring and eigenvectors.

    Each dimension is turned so that the outlet farthest out has a positive value. Beyond that the
    map's rotation follows from the outlets' spread alone: distances have a meaning, axes need not.
    The map is made again without each event, turned and mirrored (not scaled) onto the estimate,
    and the jackknife's covariance gives the ellipse, with Hotelling's quantile
    2·ν/(ν − 1)·F(2, ν − 1) and ν the outlet's effective number of events less 1. The support of a
    join is the share, over `resamples` bootstrap draws of events, of trees with the same cluster
    (Felsenstein 1985); the inner products of a draw are the estimate plus the drawn events'
    influences.

    Parameters
    ----------
    measures : Measure or iterable of Measure
        Of the same articles. Columns that cannot be measured in all outlets placed are left out.
    by, within
        As in `compare`; articles without an event are left out.
    dimensions : int
        How many coordinates are given, at most the number of outlets less 1; two are drawn.
    resamples : int
        Draws for the support of joins.
    seed : int
        The same seed gives the same map, whatever the order of the articles.

    Returns
    -------
    OutletMap

        An outlet is placed if it shares at least 5 events with another on the map; fewer than
        4 outlets are no map. An outlet of fewer than 5 effective events has no ellipse, and no
        outlet has one where one of the first two dimensions shows no more than chance.

    Raises
    ------
    FramingError
        If an argument is not one of those allowed, or the measures have different articles.

    Examples
    --------
    >>> from framing.readers import example
    >>> from framing.measures.sentiment import sentiment
    >>> found = outlet_map(sentiment(example()))
    >>> found.positions.columns[:3].tolist()
    ['outlet', 'dimension_1', 'dimension_2']

    References
    ----------
    Torgerson 1952, doi:10.1007/BF02288916; Walther and others 2016,
    doi:10.1016/j.neuroimage.2015.12.012; Schönemann 1966, doi:10.1007/BF02289451; Felsenstein
    1985, doi:10.1111/j.1558-5646.1985.tb00420.x.
    """
    check_choice("dimensions", dimensions, range(1, MOST_DIMENSIONS + 1))
    _check_whole("resamples", resamples, 1)
    _check_whole("seed", seed, 0)
    given = [measures] if isinstance(measures, Measure) else list(measures)
    whole, names = joined(given)
    rows = rows_of(whole, by, within)
    placing = place(cells_of(rows), rows.names, seed)
    spread = np.concatenate([spread_of_articles(one) for one in given])
    about = pd.DataFrame(whole.columns, columns=["part", "category"])
    about.insert(0, "measure", names)
    usable, notes = _usable(placing, spread, about)
    about = about.iloc[usable].reset_index(drop=True)
    return mapped(
        placing,
        _blocks(placing, usable, _say(about["measure"]) / spread[usable]),
        about,
        by=by,
        unit="standard deviations between articles",
        notes=notes,
        dimensions=dimensions,
        resamples=resamples,
        seed=seed,
        settings={"within": within, "measures": [one.name for one in given]},
    )


def _usable(
    placing: Placing, spread: Floats, about: pd.DataFrame
) -> tuple[list[int], tuple[str, ...]]:
    """Columns in which all outlets placed hang together, and a note that names the others."""
    if not placing.enough:
        return [], ()
    cells, kept = placing.cells, []
    for column in np.flatnonzero(np.isfinite(spread)):
        there = cells.denominator[:, column] > 0
        shared = shared_events(cells.group[there], cells.event[there], len(placing.names))
        if linked(shared).all():
            kept.append(int(column))
    lost = about["category"].drop(index=kept)
    named = ", ".join(lost.head(5)) + ", …" * (len(lost) > 5)
    return kept, (f"not on the map, too seldom measured or nowhere found: {named}",) * (named > "")


def _say(measure: pd.Series) -> Floats:
    """The root of each column's weight: measures weigh alike, and so do a measure's columns."""
    size = measure.groupby(measure).transform("size").to_numpy(dtype=np.float64)
    return 1 / np.sqrt(size * max(measure.nunique(), 1))


def _blocks(placing: Placing, columns: list[int], scale: Floats) -> Blocks:
    """Neighbouring columns with the same denominators share a design."""
    cells, held = placing.cells, []
    numbered = enumerate(columns)
    for _, some in groupby(numbered, key=lambda one: cells.denominator[:, one[1]].tobytes()):
        places, together = map(list, zip(*some, strict=True))
        x = cells.denominator[:, together[0]]
        design = Design(cells.group, cells.event, placing.unit, x, len(placing.names))
        held.append((design, cells.numerator[:, together], scale[places]))

    def blocks() -> Iterator[tuple[Design, Floats, Floats]]:
        return iter(held)

    return blocks
