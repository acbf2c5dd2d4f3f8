"""Sourcing: how many words of whom an article quotes, and how much of it is quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from framing.errors import check_choice
from framing.measures._groups import Grouping, Groups
from framing.measures._spans import Plan, Spans, measure_of
from framing.measures._speech import SPOKEN, speech_of
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.measures.measure import Measure
    from framing.tokens import Chunk

SPEECH = ("direct", "indirect", "all")
_WORDS = {"direct": "quoted", "indirect": "reported", "all": "quoted or reported"}


def sourcing(
    tokens: Tokens | Corpus,
    groups: Groups = None,
    of: Literal["words", "quoted"] = "words",
    speech: Literal["direct", "indirect", "all"] = "direct",
) -> Measure:
    """Count the words that an article quotes, by who speaks them.

    Quotations are those of `quotations`: direct and mixed ones, and for indirect speech the
    clauses that an article reports without marks. Scare quotes and headings are nobody's words.

    Without `groups` speakers are of these kinds, told from what the article says of them ("the
    transport minister, Gerard Tansley"; "Ruth Amberley, a nurse"): ``official``, ``military``,
    ``expert``, ``ordinary``, ``organisation``, ``celebrity``, ``media``, ``unnamed`` (a source of
    whom no more is told, or who expressly goes without a name), ``unclear`` (the article does not
    say, or not in words of the lexicon ``speaker-kinds``) and ``unattributed`` (no speaker is
    found). English only.

    Parameters
    ----------
    tokens : Tokens or Corpus
    groups : mapping, DataFrame, path, Lexicon or "naming", optional
        Groups of your own: a mapping from groups to patterns of names (``{"unions":
        ["Tolliver", "* union"]}``), a table with the columns ``speaker`` and ``group`` (a frame or
        a CSV file; `speakers` gives one to begin with), or a lexicon. A pattern is sought in
        the speaker's name or, for one without a name, in the words for him or her; the longest
        decides. Whoever is in no group is ``other``. ``"naming"`` parts speakers into ``named``
        and ``unnamed`` ones.
    of : {"words", "quoted"}
        ``"words"``: the amount, per word of the article. ``"quoted"``: the share among all words
        quoted. The share of one group falls when another is quoted more; look at both.
    speech : {"direct", "indirect", "all"}
        Words between quotation marks, words reported without marks, or both.

    Returns
    -------
    Measure
        A category for each group. With ``of="words"`` kind ``"count"``, unit ``"quoted words per
        word"``; with ``of="quoted"`` kind ``"share"``, unit ``"share of quoted words"``, whose
        denominator is itself an outcome, so that it has an interval only with 10 articles and 5
        events behind it. Articles whose quotation marks do not add up have no value. Its evidence
        has a row for each quotation and sentence, `value` its words.

    Raises
    ------
    FramingError
        If `groups`, `of` or `speech` is not one of those allowed.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> text = "“We wait,” said Ann Lee, a nurse. “It will rain tomorrow,” the mayor said."
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    >>> sums = sourcing(corpus).sums.set_index("category")
    >>> sums.loc[["official", "ordinary"], ["numerator", "denominator"]].values.tolist()
    [[4.0, 14.0], [2.0, 14.0]]

    References
    ----------
    Tiffen and others 2014, doi:10.1080/1461670X.2013.831239.
    """
    check_choice("of", of, ("words", "quoted"))
    check_choice("speech", speech, SPEECH)
    grouping = Grouping.of(groups)
    words = _WORDS[speech]
    return measure_of(
        tokenize(tokens),
        Plan(grouping.categories, _by_speaker, (grouping, speech), of == "words"),
        name="sourcing",
        unit=f"{words} words per word" if of == "words" else f"share of {words} words",
        kind="count" if of == "words" else "share",
        settings={**grouping.settings, "of": of, "speech": speech},
    )


def quotation_share(tokens: Tokens | Corpus) -> Measure:
    """How much of an article is quotation.

    Parameters
    ----------
    tokens : Tokens or Corpus

    Returns
    -------
    Measure
        Kind ``"share"``, unit ``"share of words"``, categories ``direct`` (words between marks in
        sentences of the speaker's own), ``mixed`` (words between marks in a clause of the
        outlet's) and ``indirect`` (words reported without marks). Articles whose quotation marks
        do not add up have no value.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> text = "“It will rain tomorrow,” the mayor said. Nobody came."
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    >>> quotation_share(corpus).numerators.tolist()
    [[4.0, 0.0, 0.0]]
    """
    return measure_of(
        tokenize(tokens),
        Plan(SPOKEN, _by_form, (), per_word=True),
        name="quotation",
        unit="share of words",
        kind="share",
        settings={},
    )


def _by_speaker(chunk: Chunk, grouping: Grouping, speech: str) -> Spans:
    found = speech_of(chunk)
    spans = Spans(
        grouping.codes(found)[found.quotation],
        found.first,
        found.behind,
        found.words,
        found.marked.astype(np.int64),
    )
    return spans if speech == "all" else spans.where(found.marked == (speech == "direct"))


def _by_form(chunk: Chunk) -> Spans:
    found = speech_of(chunk)
    form = np.where(found.marked, found.form[found.quotation], SPOKEN.index("indirect"))
    marked = found.marked.astype(np.int64)
    return Spans(form, found.first, found.behind, found.words, marked)
