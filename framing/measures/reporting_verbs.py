"""Reporting verbs: whether an outlet says that somebody said, claimed or admitted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from framing.errors import check_choice
from framing.lexicon import Lexicon, load_lexicon
from framing.measures._groups import OTHER, Grouping, Groups
from framing.measures._kinds import UNATTRIBUTED
from framing.measures._spans import Plan, Spans, measure_of
from framing.measures._speech import speech_of
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.measures.measure import Measure
    from framing.tokens import Chunk

# Nouns and adjectives too: the claims, the alleged attack.
_UNSURE = frozenset(
    "alleged attack attacks claim claims demand demands protest protests worries".split()
)
_BEFORE_VERBS = frozenset("and but or who which that also still now once have has".split())
_BE = frozenset("be is are was were been being".split())
SPEECH = {"direct": (0, 1), "indirect": (2,), "all": (0, 1, 2)}  # positions in SPOKEN


def reporting_verbs(
    tokens: Tokens | Corpus,
    group: str | None = None,
    groups: Groups = None,
    lexicon: str | Path | Lexicon = "reporting-verbs",
    speech: Literal["direct", "indirect", "all"] = "all",
) -> Measure:
    """Count quotations by the kind of verb that introduces them.

    Counted are quotations with a speaker. A colon is no verb, and neither is one that does not say
    that somebody spoke: an infinitive (refused to admit) or a passive (is accused of).

    "Claimed" lets the reader doubt, "pointed out" vouches for what is said, "admitted" does so to
    the speaker's cost. An outlet that gives some speakers the one and others the other takes
    sides in verbs, whatever the words quoted.

    Parameters
    ----------
    tokens : Tokens or Corpus
    group : str, optional
        Count only quotations of speakers of this group: ``"official"``, or one of `groups`.
    groups : mapping, DataFrame, path, Lexicon or "naming", optional
        As for `sourcing`.
    lexicon : str, Path or Lexicon
        Categories of verbs, in every form. Those of ``"reporting-verbs"`` are ``neutral``,
        ``endorsing``, ``doubting``, ``conceding``, ``insisting``, ``attacking`` and ``emotive``.
    speech : {"direct", "indirect", "all"}
        Which quotations: those with quotation marks, those without, or both.

    Returns
    -------
    Measure
        Kind ``"share"``, unit ``"share of reporting verbs"``: for each category the quotations it
        introduces, over all quotations with a verb. Verbs in no category are ``other``. The
        denominator is an outcome, so that there is an interval only with 10
        articles and 5 events behind it. Articles whose quotation marks do not add up have no
        value. Its evidence has a row for each verb, `value` 1.

    Raises
    ------
    FramingError
        If an argument is not one of those allowed.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> text = "“We wait,” claimed Ann Lee. “It will rain,” the mayor said."
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    >>> sums = reporting_verbs(corpus).sums.set_index("category")
    >>> sums.loc[["neutral", "doubting"], ["numerator", "denominator"]].values.tolist()
    [[1.0, 2.0], [1.0, 2.0]]

    References
    ----------
    Thompson and Ye 1991, doi:10.1093/applin/12.4.365; Floyd Moore 2000,
    doi:10.14198/raei.2000.13.04; Recasens and others 2013 (ACL P13-1162).
    """
    check_choice("speech", speech, SPEECH)
    grouping = Grouping.of(groups)
    if group is not None:
        check_choice("group", group, grouping.categories)
    lexicon = load_lexicon(lexicon)
    return measure_of(
        tokenize(tokens),
        Plan((*lexicon.categories, OTHER), _verbs, (lexicon, grouping, group, speech), False),
        name="reporting verbs",
        unit="share of reporting verbs",
        kind="share",
        settings={
            **grouping.settings,
            "group": group or "all",
            "lexicon": lexicon.name,
            "lexicon_hash": lexicon.content_hash,
            "speech": speech,
        },
    )


def _verbs(
    chunk: Chunk, lexicon: Lexicon, grouping: Grouping, group: str | None, speech: str
) -> Spans:
    found = speech_of(chunk)
    counted = (
        (found.cue[:, 0] >= 0) & np.isin(found.form, SPEECH[speech]) & (found.kind != UNATTRIBUTED)
    )
    if group is not None:
        counted &= grouping.codes(found) == grouping.categories.index(group)
    cues, mentions = found.cue[counted], found.mention[counted]
    pairs = zip(cues.tolist(), mentions.tolist(), strict=True)
    first, behind = cues[np.array([_reports(chunk, *pair) for pair in pairs], dtype=bool)].T

    # The last verb of a cue is the one that reports: has also claimed.
    hits = lexicon.match(chunk)
    number = np.searchsorted(hits.token_start, behind) - 1
    there = number >= 0
    there[there] = hits.token_start[number[there]] >= first[there]
    category = np.full(len(first), len(lexicon.categories), dtype=np.int64)
    category[there] = hits.category[number[there]]
    ones = np.ones(len(first), dtype=np.int64)
    return Spans(category, first, behind, ones, np.zeros_like(ones))


def _reports(chunk: Chunk, cue: list[int], mention: list[int]) -> bool:
    """Whether a cue is a verb that says that somebody spoke."""
    first, behind = cue
    if not chunk.word[first:behind].any():
        return False
    types = chunk.types
    words = types.folded_strings[types.folded[chunk.ids[first:behind]]].tolist()
    passive = not _BE.isdisjoint(words[:-1]) and not words[-1].endswith("ing")
    if words[0] == "to" or passive:
        return False
    if len(words) > 1 or words[0] not in _UNSURE or first in mention or behind in mention:
        return True
    before = types.folded_strings[types.folded[chunk.ids[first - 1]]] if first else ""
    return before in _BEFORE_VERBS or before.endswith("ly")
