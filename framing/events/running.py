"""Running stories: events that follow from one another, brought together where that is wanted."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from framing.events.compared import Compared
from framing.events.linking import between
from framing.events.pairs import days_apart, fading

FOLLOWS = 0.02  # by so much a follow-up exceeds what its surroundings lead to expect


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
    ties = between(plain, found.expected, label, label)
    later, earlier = ties["left"].to_numpy(), ties["right"].to_numpy()
    reached = first[later] - last[earlier] <= window_days
    ties = ties[(earlier < later) & reached & (ties["gain"] >= FOLLOWS)]
    ties = ties.sort_values(["gain", "right"], ascending=[False, False]).drop_duplicates("left")
    graph = sp.coo_array((np.ones(len(ties)), (ties["left"], ties["right"])), (n, n))
    story = sp.csgraph.connected_components(graph, directed=False)[1]
    _, start = np.unique(story, return_index=True)  # the first group of each story
    return np.where(dated, start[story[group]], group)
