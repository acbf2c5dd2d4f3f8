"""A classifier applied to a corpus: what it says, and what people would have said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.classifying.units import rows_of, unit_counts
from framing.coding.measured import unit_evidence
from framing.errors import FramingError, check_choice
from framing.measures.measure import Measure
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.classifying.classifier import Classifier
    from framing.corpus import Corpus

    Floats = NDArray[np.float64]

FEWEST = 2  # coded units of an outlet


def classify(tokens: Tokens | Corpus, classifier: Classifier) -> Measure:
    """The share of articles, paragraphs or sentences to which a classifier gives each code.

    Units that were coded get what was said of them while their event was held out, so that the
    classifier errs in them as in all others; else outlets of which more was coded would seem to
    be read better.

    What a classifier gives is not what people would have given: compare `estimate_codes`, or
    correct it by `correct_misclassification` with `Classifier.audit`.

    Parameters
    ----------
    tokens : Tokens or Corpus
    classifier : Classifier

    Returns
    -------
    Measure
        Kind ``"share"``; numerator: units given the code, denominator: all units of the article.
        Evidence is one row a unit given a code.

    Examples
    --------
    >>> import framing as fr
    >>> corpus = fr.example()
    >>> codes = fr.Gold.from_labels(corpus.articles["frames"]).select("human_interest")
    >>> fr.classify(corpus, fr.train_classifier(corpus, codes))
    Measure('classified', 'share of articles', 72 articles, 1 categories)
    """
    tokens = tokenize(tokens)
    units, probability, held = _read(tokens, classifier)
    given = (probability >= classifier.thresholds).astype(np.float64)
    known = ~np.isnan(held["predicted"])
    given[known] = held["predicted"][known]
    numerators, denominators = _sums(tokens, units, given)
    rows = [
        units[there].assign(category=name, numerator=1.0)
        for name, there in zip(classifier.categories, given.T > 0, strict=True)
    ]
    return Measure.from_arrays(
        tokens.articles,
        numerators,
        denominators,
        name="classified",
        unit=f"share of {classifier.unit}s",
        kind="share",
        categories=classifier.categories,
        part=tokens.part,
        settings={**classifier.settings, "coding_unit": classifier.unit},
        evidence_kind="exact",
        make_evidence=partial(unit_evidence, tokens, pd.concat(rows, ignore_index=True)),
    )


def estimate_codes(tokens: Tokens | Corpus, classifier: Classifier, by: str = "outlet") -> Measure:
    """The share of units that people would have given each code, had they coded them all.

    The classifier's errors are put right by the codes themselves (double sampling, Tenenbein 1970;
    with the predictions of machines, Egami and others 2023). For a unit with the probability p,
    held out where it was coded, the sum takes

        p + r̄ + w · (code − p − r̄) · √(1 + (1 − n/N) / (n − 1))

    where r̄ is the mean of code − p over the n coded of its outlet's N units, and w is how many of
    them a coded one stands for, 0 for those that were not coded. The sums of an outlet
    are right on average however the classifier errs, and if it errs otherwise in one outlet than
    in others. Since what an error costs lies in the sums of the articles that were coded, the
    intervals and tests of `compare` carry both what events and what errors leave open.

    It asks one thing: that the coded units were drawn at random from the outlet's, or from its
    events (`sample_units`), with ``stands_for`` where chances were unlike.

    Parameters
    ----------
    tokens : Tokens or Corpus
        All that is to be compared, the coded units among it.
    classifier : Classifier
    by : str
        The column that will be compared.

    Returns
    -------
    Measure
        Kind ``"share"``. Numerators of single articles may lie below 0 or above their denominator;
        they are of use in sums alone. Of a value of `by` with fewer than 2 coded units articles
        have no sums.

    Raises
    ------
    FramingError
        None of the coded units is in the corpus.

    Examples
    --------
    >>> import framing as fr
    >>> corpus = fr.example()
    >>> codes = fr.Gold.from_labels(corpus.articles["frames"]).select("human_interest")
    >>> measure = fr.estimate_codes(corpus, fr.train_classifier(corpus, codes))
    >>> fr.compare(measure, resamples=99)["estimate"].between(-1, 1).all()
    np.True_

    References
    ----------
    Tenenbein 1970, doi:10.1080/01621459.1970.10481170; Egami, Hinck, Stewart and Wei 2023, Using
    imperfect surrogates for downstream inference (NeurIPS 36); TeBlunthuis, Hase and Chan 2024,
    doi:10.1080/19312458.2023.2293713, on what becomes of comparisons without a correction.
    """
    tokens = tokenize(tokens)
    check_choice("by", by, tokens.articles.columns)
    units, probability, held = _read(tokens, classifier)
    if np.isnan(held["code"]).all():
        raise FramingError(
            "none of the coded units is in the corpus; code some of its own, since errors differ "
            "from corpus to corpus."
        )
    known = ~np.isnan(held["code"])
    probability = np.where(known, held["probability"], probability)
    group = pd.factorize(units["article_id"].map(tokens.articles[by]))[0]
    made = np.full_like(probability, np.nan)
    for number in range(group.max() + 1):
        for column in range(probability.shape[1]):
            mine = np.flatnonzero(group == number)
            made[mine, column] = _put_right(
                probability[mine, column], held["code"][mine, column], held["weight"][mine, column]
            )
    numerators, denominators = _sums(tokens, units, made)
    return Measure.from_arrays(
        tokens.articles,
        numerators,
        np.where(np.isnan(numerators), np.nan, denominators),
        name="estimated codes",
        unit=f"share of {classifier.unit}s",
        kind="share",
        categories=classifier.categories,
        part=tokens.part,
        settings={**classifier.settings, "coding_unit": classifier.unit, "by": by},
    )


def _put_right(probability: Floats, code: Floats, weight: Floats) -> Floats:
    """The terms of one outlet's units, see `estimate_codes`; code and weight are NaN where a unit
    was not coded."""
    coded = np.flatnonzero(~np.isnan(code))
    n = len(coded)
    if n < FEWEST:
        return np.full_like(probability, np.nan)
    share = weight[coded] / weight[coded].sum()
    apart = code[coded] - probability[coded]
    mean = float((share * apart).sum())
    made = probability + mean
    spread = np.sqrt(1 + (1 - n / len(probability)) / (n - 1))
    made[coded] += len(probability) * share * (apart - mean) * spread
    return made


def _read(tokens: Tokens, classifier: Classifier) -> tuple[pd.DataFrame, Floats, dict[str, Floats]]:
    """All units, their probabilities, and what was held out, (n_units, n_categories) each."""
    units, counts = unit_counts(tokens, classifier.unit)
    held = classifier.held_out
    rows = rows_of(units, held)
    columns = pd.Index(classifier.categories).get_indexer(held["category"])
    there = rows >= 0
    found = {}
    for name in ("code", "probability", "predicted", "weight"):
        table = np.full((len(units), len(classifier.categories)), np.nan)
        table[rows[there], columns[there]] = held[name].to_numpy(float)[there]
        found[name] = table
    return units, classifier.probabilities(counts), found


def _sums(tokens: Tokens, units: pd.DataFrame, values: Floats) -> tuple[Floats, Floats]:
    """Values, and units, summed by article; NaN for an article without a unit."""
    index = tokens.articles.index
    rows = index.get_indexer(units["article_id"])
    sums = np.zeros((len(index), values.shape[1]))
    np.add.at(sums, rows, values)
    n = np.bincount(rows, minlength=len(index)).astype(np.float64)[:, np.newaxis]
    return np.where(n > 0, sums, np.nan), np.where(n > 0, n, np.nan)
