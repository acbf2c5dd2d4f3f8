"""Training on codes, with whole events held out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.classifying.classifier import HELD_OUT, Classifier
from framing.classifying.fitting import FEWEST_EVENTS, FEWEST_UNITS, FOLDS, Linear, fit, folds_of
from framing.classifying.units import coded_units, gold_of
from framing.errors import FramingError
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable

    from framing.classifying.units import Coded
    from framing.coding.gold import Gold
    from framing.corpus import Corpus


def train_classifier(
    tokens: Tokens | Corpus,
    codes: Gold | pd.DataFrame,
    *,
    told: Callable[[str], object] | None = None,
) -> Classifier:
    """Learn to give people's codes from the words of articles, paragraphs or sentences.

    For each category of yes and no a logistic regression on TF-IDF (scikit-learn's; 1 + ln count;
    words that stand in two coded events or more), its probabilities calibrated (Platt 1999) and
    its threshold such that as many units get the code as people gave it, both on events left out
    in turn. What it says of the coded units in `held_out`, and hence its scores, comes from models
    that were fitted, calibrated and given their threshold without the unit's whole event: a
    classifier that has learnt an event's names would otherwise seem to know a frame.

    Parameters
    ----------
    tokens : Tokens or Corpus
        With the coded articles; others do no harm.
    codes : Gold or DataFrame
        A gold set (`read_gold`, `Coding.gold`), or a table as `Gold.from_frame` takes.
    told : callable, optional
        Told the name of each category before it is learnt.

    Returns
    -------
    Classifier
        Of the categories with 5 units that have the code and 5 that have it not, from 3 events
        each; `left_out` says what became of the others.

    Raises
    ------
    FramingError
        No category can be learnt, or codes and corpus do not fit together.

    Examples
    --------
    >>> import framing as fr
    >>> corpus = fr.example()
    >>> codes = fr.Gold.from_labels(corpus.articles["frames"]).select("human_interest")
    >>> classifier = fr.train_classifier(corpus, codes)
    >>> classifier
    Classifier(human_interest; 72 coded articles)
    >>> classifier.scores().query("outlet == 'all'")[["precision", "recall"]].gt(0.8).all(axis=None)
    np.True_

    References
    ----------
    Platt 1999, Probabilistic outputs for support vector machines; Barberá and others 2021, on
    choices in automated text classification of news, doi:10.1017/pan.2020.8.
    """
    from framing import __version__

    gold = gold_of(codes)
    tokens = tokenize(tokens)
    coded = coded_units(tokens, gold)
    models: dict[str, Linear] = {}
    frames: list[pd.DataFrame] = []
    left_out = {}
    for category in gold.categories:
        if why := too_little(coded, category):
            left_out[category] = why
            continue
        if told is not None:
            told(category)
        models[category], held = _learnt(coded, category)
        frames.append(held)
    if not models:
        said = "; ".join(f"{name}: {why}" for name, why in left_out.items()) or "no categories"
        raise FramingError(f"codes has no category that can be learnt ({said}); code more units.")
    names = tuple(models)
    used = np.unique(np.concatenate([one.columns for one in models.values()]))
    tables = np.zeros((2, len(used), len(names)))
    for column, one in enumerate(models.values()):
        tables[:, np.searchsorted(used, one.columns), column] = one.idf, one.weights
    intercepts, slopes, offsets, thresholds = np.array(
        [[one.intercept, one.slope, one.offset, one.threshold] for one in models.values()]
    ).T
    return Classifier(
        unit=gold.unit,
        categories=names,
        terms=coded.counts.terms[used],
        idf=tables[0],
        weights=tables[1],
        intercepts=intercepts,
        slopes=slopes,
        offsets=offsets,
        thresholds=thresholds,
        held_out=pd.concat(frames, ignore_index=True),
        left_out=left_out,
        settings={
            "media_framing": __version__,
            "language": tokens.language,
            "field": tokens.field,
            "n_units": len(coded.units),
            "n_articles": int(coded.units["article_id"].nunique()),
            "n_events": int(coded.units["event"].nunique()),
        },
    )


def too_little(coded: Coded, category: str) -> str:
    """Why a category cannot be learnt, or ""."""
    code = coded.codes[category]
    if not code.dropna().isin([0.0, 1.0]).all():
        return "its codes are not yes and no"
    for value, said in ((1.0, "with it"), (0.0, "without it")):
        mine = coded.units[code == value]
        n, n_events = len(mine), mine["event"].nunique()
        if n < FEWEST_UNITS or n_events < FEWEST_EVENTS:
            return (
                f"{n} units {said} from {n_events} events; {FEWEST_UNITS} from {FEWEST_EVENTS} "
                "are needed"
            )
    return ""


def learnable(coded: Coded, category: str) -> tuple[Any, np.ndarray, np.ndarray, pd.DataFrame]:
    """Counts, codes and events of the units coded in a category, and what is known of them."""
    known = coded.codes[category].notna().to_numpy()
    units = coded.units[known].reset_index(drop=True)
    code = coded.codes.loc[known, category].to_numpy().astype(int)
    return coded.counts.counts[np.flatnonzero(known)], code, pd.factorize(units["event"])[0], units


def _learnt(coded: Coded, category: str) -> tuple[Linear, pd.DataFrame]:
    counts, code, event, units = learnable(coded, category)
    weight = units["weight"].to_numpy()
    probability = np.full(len(code), np.nan)
    predicted, fold = np.full(len(code), np.nan), np.full(len(code), -1)
    for number, (learnt, held) in enumerate(folds_of(code, event, FOLDS)):
        model = fit(counts[learnt], code[learnt], event[learnt], weight[learnt])
        probability[held] = model.probability(counts[held])
        predicted[held] = probability[held] >= model.threshold
        fold[held] = number
    found = units.assign(
        category=category, code=code, probability=probability, predicted=predicted, fold=fold
    )
    seen = found[fold >= 0]
    return fit(counts, code, event, weight), seen.astype({"predicted": "int64"})[HELD_OUT]
