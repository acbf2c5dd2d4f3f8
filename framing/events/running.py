"""Running stories: events that follow from one another, brought together where that is wanted."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from framing.events.compared import Compared
from framing.events.linking import between, nearest_sum
from framing.events.pairs import days_apart, fading

# A story reported for days is its own surroundings, so those of an article are taken wider here.
NEIGHBOURS = 50  # articles most like it
SCALE, MARGIN = 1.5, 0.06  # to follow is to exceed SCALE × these surroundings by MARGIN


def running_stories(
    found: Compared, window_days: float, group: np.ndarray, free: np.ndarray
) -> np.ndarray:
    """The group of each article, with the events of a running story in one: see `align_events`.

    `group` holds for each article the number of its group's first member; articles that are not
    `free` are passed over, and so are groups without a date.
    """
    n = len(group)
    day = np.where(np.isnat(found.day), np.nan, found.day.astype("int64").astype(float))
    dated = free & ~np.isnan(day)
    label = np.where(dated, group, -1)
    first, last = np.full(n, np.inf), np.full(n, -np.inf)
    np.minimum.at(first, label[dated], day[dated])
    np.maximum.at(last, label[dated], day[dated])

    pairs = found.pairs
    factor = fading(days_apart(found.day, pairs.one, pairs.other), window_days)
    plain = pairs._replace(similarity=pairs.similarity / factor)
    expected = SCALE / 2 * nearest_sum(pairs, n, NEIGHBOURS) / NEIGHBOURS
    ties = between(plain, expected, label, label)
    later, earlier = ties["left"].to_numpy(), ties["right"].to_numpy()
    reached = first[later] - last[earlier] <= window_days
    ties = ties[(earlier < later) & reached & (ties["gain"] >= MARGIN)]
    ties = ties.sort_values(["gain", "right"], ascending=[False, False]).drop_duplicates("left")
    graph = sp.coo_array((np.ones(len(ties)), (ties["left"], ties["right"])), (n, n))
    story = sp.csgraph.connected_components(graph, directed=False)[1]
    _, start = np.unique(story, return_index=True)  # the first group of each story
    return np.where(dated, start[story[group]], group)
