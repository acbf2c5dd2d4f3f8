"""Learning curve: what more codes would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.classifying.fitting import FOLDS, folds_of, ranked
from framing.classifying.scoring import area
from framing.classifying.training import learnable, too_little
from framing.classifying.units import coded_units, gold_of
from framing.errors import LeftOut
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from framing.coding.gold import Gold
    from framing.corpus import Corpus

SHARES = (0.25, 0.5, 0.75, 1.0)
REPEATS = 10
COLUMNS = ["category", "share", "n_events", "n_units", "auc", "auc_low", "auc_high", "chosen"]


def learning_curve(
    tokens: Tokens | Corpus, codes: Gold | pd.DataFrame, seed: int = 0
) -> pd.DataFrame:
    """How well each category is told in held-out events, by how many events were learnt from.

    A fifth of the events is held out in turn; of the others a share is drawn at random, ten times
    over, and learnt from. Where the curve still rises at its end, more codes will help; where it
    is flat, better ones, or other features.

    Parameters
    ----------
    tokens : Tokens or Corpus
    codes : Gold or DataFrame
        As `train_classifier` takes them.
    seed : int

    Returns
    -------
    DataFrame
        - ``category``; ``share``: of the events that could be learnt from
        - ``n_events``, ``n_units``: learnt from, in the mean
        - ``auc``: how often, of two units held out together, the one with the code is ranked
          higher than the one without; .5 is chance. Mean over draws
        - ``auc_low``, ``auc_high``: the second lowest and second highest of the ten draws
        - ``chosen``: draws that could be learnt from

    Raises
    ------
    FramingError
        No category can be learnt.

    Examples
    --------
    >>> import framing as fr
    >>> corpus = fr.example()
    >>> codes = fr.Gold.from_labels(corpus.articles["frames"]).select("human_interest")
    >>> curve = fr.learning_curve(corpus, codes)
    >>> bool(curve["auc"].iloc[-1] > .9)
    True
    """
    gold = gold_of(codes)
    tokens = tokenize(tokens)
    coded = coded_units(tokens, gold)
    rows = []
    for category in gold.categories:
        if too_little(coded, category):
            continue
        counts, code, event, units = learnable(coded, category)
        weight = units["weight"].to_numpy()
        random = np.random.default_rng(seed)
        folds = list(folds_of(code, event, FOLDS))
        for share in SHARES:
            drawn = []
            for _ in range(REPEATS if share < 1 else 1):
                score, fold = np.full(len(code), np.nan), np.full(len(code), -1)
                sizes = []
                for number, (learnt, held) in enumerate(folds):
                    mine = _some(learnt, event, share, random)
                    if len(np.unique(code[mine])) < 2:
                        continue
                    score[held] = ranked(counts[mine], code[mine], event[mine], counts[held])
                    fold[held] = number
                    sizes.append((len(np.unique(event[mine])), len(mine)))
                found = area(score, code == 1, fold, weight)
                if np.isfinite(found):
                    drawn.append((*np.mean(sizes, axis=0), found))
            if drawn:
                n_events, n_units, aucs = np.array(drawn).T
                ends = np.sort(aucs)[[1, -2]] if len(aucs) == REPEATS else [np.nan, np.nan]
                means = [n_events.mean(), n_units.mean(), aucs.mean()]
                rows.append([category, share, *means, *ends, len(drawn)])
    if not rows:
        raise LeftOut("codes has no category that can be learnt; code more units.")
    return pd.DataFrame(rows, columns=COLUMNS)


def _some(
    learnt: np.ndarray, event: np.ndarray, share: float, random: np.random.Generator
) -> np.ndarray:
    """The rows of a share of their events, drawn at random."""
    if share == 1:
        return learnt
    events = np.unique(event[learnt])
    kept = random.permutation(events)[: max(1, round(share * len(events)))]
    return learnt[np.isin(event[learnt], kept)]
