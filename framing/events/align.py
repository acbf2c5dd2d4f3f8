"""Which articles report the same happening, across outlets and without training."""

from __future__ import annotations

import os
from itertools import count
from typing import Literal

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import check_choice
from framing.events.compared import compare_articles
from framing.events.fixed import read_fixed
from framing.events.linking import join_given
from framing.events.running import running_stories


def align_events(
    corpus: Corpus,
    window_days: float = 7,
    overwrite: bool = False,
    fixed: str | os.PathLike[str] | pd.DataFrame | None = None,
    follow_ups: Literal["separate", "one"] = "separate",
) -> Corpus:
    """The corpus with `event` filled in: articles that report the same happening share one.

    Definition: the similarity of two articles is the cosine of their vectors of words. A word
    weighs 1 + ln of its count (a word of the headline counts four times, and so does the first
    of the text, the next ones less, by exp(−words before it / 60), and the rest once), times its
    inverse document frequency, which is smoothed by ten imagined articles so that it holds in
    small corpora too. Similarity fades with the days between two articles as a normal curve with
    a standard deviation of half of `window_days` + 1, and is nothing beyond the window. The
    surroundings of an article are the mean similarity of its ten most similar others, at least
    .09 and at most .30; reprints (.5 and more) are taken as one there, and of a family of more
    than seven articles alike by .2 no more than three count. By average link, groups are joined as
    long as their mean similarity exceeds 1.1 times the mean surroundings of the two by .03. Then
    two groups that are each other's nearest are joined if they exceed it at all and no third is
    as close to either, less .05. Nothing is assumed of outlets, of the number of events or of
    their size. No word list is used, so any language will do that writes spaces between words;
    Chinese and Japanese are compared by characters and pairs of characters.

    An article that is like no other gets an event of its own. Events already given stay: the
    articles without one are grouped among themselves, and a group joins the given event that it
    is most like by the same rule, or becomes an event of its own. New events are called
    "event-0001" and on, in the order of their first day; those without a date come last.

    How well it does, by B³ on annotated articles, and where it fails: docs/events.md. Of ten
    articles in an event, one may belong elsewhere: `event_reasons` shows which are in doubt, and
    `fixed` puts them right.

    Arguments:
        window_days: articles further apart than this count as unlike (0: only the same day
            counts). Articles without a date are compared with all.
        overwrite: align all articles anew, whatever `event` says.
        fixed: what the reader of the articles knows better, a table (`article_id`, `event`) or
            the path of one, such as `propose_events` writes: articles with the same event belong
            together, an article with none is on its own, and articles that the table does not
            name may join. It goes before `event`. Articles that the corpus lacks are named in
            `receipt.repaired`.
        follow_ups: "separate" leaves the follow-ups of a running story as the events they are
            found to be. "one" makes one event of them: each event is tied to the one it is most
            like, fading apart, among those that began before it and were reported within
            `window_days` before its first day, if their mean similarity exceeds 1.5 times the
            mean similarity of their articles' fifty nearest by .06; events that hang together by
            ties become one. Given and fixed events, and those without a date, are left as they
            are.

    Raises:
        FramingError: `window_days` is negative or not a number; `follow_ups` is not known; `fixed`
            cannot be read, lacks a column, or gives one article two events.

    >>> frame = pd.DataFrame({
    ...     "outlet": ["A", "B", "A"],
    ...     "text": ["The river Tol flooded lower Tolby.", "Tolby: the Tol floods streets.",
    ...              "Parliament passes budget."],
    ... })
    >>> align_events(Corpus.from_frame(frame)).articles["event"].tolist()
    ['event-0001', 'event-0001', 'event-0002']
    >>> known = pd.DataFrame({"article_id": ["0", "2"], "event": ["", "budget"]})
    >>> align_events(Corpus.from_frame(frame), fixed=known).articles["event"].tolist()
    ['event-0001', 'event-0002', 'budget']
    """
    check_choice("follow_ups", follow_ups, ("separate", "one"))
    articles = corpus.articles
    given = pd.Series(None, articles.index, dtype=object)
    if "event" in articles and not overwrite:
        given = articles["event"].astype(object)
    alone = pd.Series(False, articles.index)
    flagged = None
    if fixed is not None:
        events, flagged = read_fixed(fixed, articles.index)
        given[events.index] = events.astype(object)
        alone[events.index] = events.isna()
    if "event" in articles and given.notna().all():
        if given.equals(articles["event"].astype(object)):
            return corpus if flagged is None else corpus.with_articles(articles, flagged)
        articles["event"] = given.astype("str")
        return corpus.with_articles(articles, flagged)

    found = compare_articles(corpus, window_days)
    order = found.order
    group, events = join_given(
        found.pairs, found.expected, given.to_numpy(object)[order], alone.to_numpy()[order]
    )
    if follow_ups == "one":
        free = pd.isna(events) & ~alone.to_numpy()[order]
        group = running_stories(found, window_days, group, free)
    articles["event"] = pd.Series(_named(group, events), articles.index[order], dtype="str")
    return corpus.with_articles(articles, flagged)


def _named(group: np.ndarray, events: np.ndarray) -> np.ndarray:
    """The events, with names for the groups that have none, in the order of their numbers."""
    taken = set(events)
    fresh = (name for name in map("event-{:04}".format, count(1)) if name not in taken)
    new = np.flatnonzero([event is None for event in events])
    name = {number: next(fresh) for number in np.unique(group[new]).tolist()}
    events = events.copy()
    events[new] = [name[number] for number in group[new].tolist()]
    return events
