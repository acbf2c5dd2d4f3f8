"""headline_body: any measure of headlines beside the same measure of the articles under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.measures.measure import MakeFrame, Measure
from framing.tokens import tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus


def headline_body(
    measure: Callable[..., Measure], corpus: Corpus, *args: Any, **options: Any
) -> Measure:
    """Measure headlines and the articles under them in the same way.

    Parameters
    ----------
    measure : callable
        A measure: `sentiment`, `loaded_terms`, `word_choice` or any other function that takes
        tokens and gives a `Measure`, your own included.
    corpus : Corpus
        With a column ``title``. An article without a title has no value for its headline.
    *args, **options
        Passed on to `measure`.

    Returns
    -------
    Measure
        Two parts, ``"headline"`` and ``"body"``, each with the measure's categories. `compare` sets
        each part against other outlets; `headline_gap` sets the headlines against the bodies. The
        evidence is that of both, told apart by ``field``.

    Raises
    ------
    FramingError
        If the corpus has no titles, or `measure` gives no Measure.

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> from framing.measures.loaded_terms import loaded_terms
    >>> corpus = Corpus.from_frame(pd.DataFrame({
    ...     "outlet": ["A"], "title": ["Regime slammed"], "text": ["The government was slammed."]}))
    >>> made = headline_body(loaded_terms, corpus).select("labels")
    >>> made.sums[["part", "numerator", "denominator"]].values.tolist()
    [['headline', 1.0, 2.0], ['body', 0.0, 4.0]]
    """
    bodies = tokenize(corpus)
    made = []
    for tokens in (tokenize(corpus, "title"), bodies):
        one = measure(tokens, *args, **options)
        if not isinstance(one, Measure):
            raise FramingError(
                f"measure gave a {type(one).__name__}; give a function that takes tokens and"
                " returns a Measure, such as framing.sentiment."
            )
        made.append(one)
    headline, body = made
    evidence, sums = headline.make_evidence, headline.make_sentence_sums
    return Measure(
        name=body.name,
        unit=body.unit,
        kind=body.kind,
        columns=tuple(
            (part, category)
            for part, one in (("headline", headline), ("body", body))
            for _, category in one.columns
        ),
        numerators=np.concatenate([one.numerators for one in made], axis=1),
        denominators=np.concatenate([one.denominators for one in made], axis=1),
        _articles=body.articles,
        settings={**body.settings, "field": "title and text"},
        evidence_kind=body.evidence_kind,
        make_evidence=evidence
        and body.make_evidence
        and partial(_both, (evidence, body.make_evidence)),
        make_sentence_sums=sums
        and body.make_sentence_sums
        and partial(_both, (sums, body.make_sentence_sums)),
    )


def _both(makes: tuple[MakeFrame, MakeFrame], article_ids: Sequence[str]) -> pd.DataFrame:
    return pd.concat([make(article_ids) for make in makes], ignore_index=True)
