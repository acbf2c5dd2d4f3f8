"""Agreement between lexicons: whether they say the same of the same sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.robustness import CLEAR, robustness_of
from framing.comparison.variants import Variant, without_rules
from framing.errors import FramingError, check_choice
from framing.lexicon import Lexicon, load_lexicon
from framing.measures._voice import VOICES, Voice
from framing.measures.sentiment import prepared, sentiment
from framing.measures.valence import UNITS
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DRAWS = 1000
FEWEST = 5  # units below which there is no interval
LEVELS = ("sentences", "articles", "outlets")


@dataclass(frozen=True, eq=False, repr=False)
class LexiconAgreement:
    """How far lexicons agree; see `lexicon_agreement`.

    Attributes
    ----------
    lexicons : tuple of str
    pairs : DataFrame
        A row for each two lexicons and level: ``level`` (sentences, articles, outlets), ``first,
        second``; ``statistic`` (Pearson's r, or for outlets Kendall's tau-b between the orders of
        their contrasts), ``estimate, conf_low, conf_high``; ``n`` sentences, articles or outlets.
        For sentences also ``alpha`` (Krippendorff's, interval metric, of the signs −1, 0, 1) and
        its interval ``alpha_low, alpha_high``; ``opposite``, the share of the sentences that both
        find not neutral on which one says positive and the other negative.
    coverage : DataFrame
        A row a lexicon: ``lexicon``; ``words`` in it; ``scored``, the share of sentences with a
        word of it; ``positive, negative``, shares of sentences.
    drawn : str
        What intervals are drawn over: ``"events"``, ``"articles"``, or "" where there are too few.
    """

    lexicons: tuple[str, ...]
    pairs: pd.DataFrame
    coverage: pd.DataFrame
    drawn: str
    _tokens: Tokens
    _scores: Floats
    _counted: NDArray[np.bool_]
    _n_sentences: Ints

    def __repr__(self) -> str:
        found = self.pairs[self.pairs["level"] == "sentences"]
        said = ", ".join(
            f"{row.first} and {row.second} {row.estimate:.2f}" for row in found.itertuples()
        )
        return f"LexiconAgreement(r on sentences: {said})"

    def sentences(self, n: int = 20) -> pd.DataFrame:
        """The sentences on which two lexicons differ most, one saying positive, one negative.

        Returns
        -------
        DataFrame
            ``article_id, outlet, sentence``, a column for each lexicon with its score, and
            ``sentence_text``; the greatest distance, in ranks, first.
        """
        scores = self._scores[self._counted]
        opposed = (scores.min(axis=1, initial=0) < 0) & (scores.max(axis=1, initial=0) > 0)
        ranks = pd.DataFrame(scores).rank(pct=True).to_numpy()
        apart = np.where(opposed, np.ptp(ranks, axis=1), 0)
        rows = np.argsort(-apart, kind="stable")[:n]
        rows = rows[apart[rows] > 0]
        place = np.flatnonzero(self._counted)[rows]
        starts = np.concatenate([[0], np.cumsum(self._n_sentences)])
        article = np.searchsorted(starts, place, side="right") - 1
        sentence = place - starts[article]
        articles = self._tokens.articles
        ids = articles.index[article]
        texts = [
            self._tokens.sentence_text(name, int(number))
            for name, number in zip(ids, sentence, strict=True)
        ]
        frame = pd.DataFrame(
            {
                "article_id": pd.Series(ids, dtype="str"),
                "outlet": articles["outlet"].to_numpy()[article],
                "sentence": sentence,
            }
        )
        for number, name in enumerate(self.lexicons):
            frame[name] = scores[rows, number]
        return frame.assign(sentence_text=pd.Series(texts, dtype="str"))


def lexicon_agreement(
    tokens: Tokens | Corpus,
    lexicons: Sequence[str | Path | Lexicon] | None = None,
    voice: Voice = "all",
    *,
    by: str = "outlet",
    within: str | None = "event",
    reference: Any = None,
    seed: int = 0,
) -> LexiconAgreement:
    """Do lexicons of sentiment agree on the same sentences, articles and outlets?

    Look at this before relying on any of them. Lexicons that agree may be wrong together; where
    they disagree, one of them at least is wrong, and which it is only reading can say (`audit`,
    or sentences coded by hand).

    Scores are those of `sentiment`. Intervals come from 1,000 draws of events (of articles, where
    there are no 5 events) with exponential weights (the Bayesian bootstrap, Rubin 1981), since the
    sentences of an event are about the same.

    Parameters
    ----------
    tokens : Tokens or Corpus
    lexicons : sequence, optional
        Two or more, as in `sentiment`. Without it those that come with the package: VADER; its
        words without its rules; the adjectives of pattern.
    voice : {"all", "own", "quoted"}
    by, within, reference, seed
        As in `compare`, for the order of the outlets.

    Returns
    -------
    LexiconAgreement

    Raises
    ------
    FramingError
        There are fewer than two lexicons, two bear the same name, or one has no scores.

    Examples
    --------
    >>> from framing import example
    >>> found = lexicon_agreement(example(), ["vader", "pattern-en"])
    >>> found.pairs.loc[0, ["level", "first", "second", "statistic"]].tolist()
    ['sentences', 'vader', 'pattern-en', 'r']

    References
    ----------
    van Atteveldt, van der Velden and Boukes 2021, doi:10.1080/19312458.2020.1869198; Hayes and
    Krippendorff 2007, doi:10.1080/19312450709336664.
    """
    check_choice("voice", voice, VOICES)
    tokens = tokenize(tokens)
    chosen = _chosen(lexicons)
    names = tuple(one.name for one in chosen)
    tables = [prepared(tokens, one, voice)[1] for one in chosen]
    scores = np.column_stack([table.score / UNITS for table in tables])
    hit = np.column_stack([table.hit for table in tables])
    counted = np.asarray(tables[0].counted, dtype=bool)
    n_sentences = np.asarray(tables[0].n_sentences, dtype=np.int64)
    article = np.repeat(np.arange(tokens.n_articles), n_sentences)[counted]
    unit, drawn = _units(tokens, within)
    random = np.random.default_rng(seed)
    weights = random.exponential(size=(DRAWS, int(unit.max(initial=-1)) + 1))
    there = scores[counted]
    measures = [sentiment(tokens, one, voice) for one in chosen]
    means = np.column_stack(
        [_means(one.numerators[:, 0], one.denominators[:, 0]) for one in measures]
    )
    measured = np.isfinite(means).all(axis=1)
    rows = []
    for a, b in combinations(range(len(chosen)), 2):
        pair = {"first": names[a], "second": names[b]}
        sides = there[:, [a, b]]
        signs = np.sign(sides)
        kept = weights if drawn else weights[:0]
        rows.append(
            {"level": "sentences", **pair, "statistic": "r", "n": len(there)}
            | _interval("estimate", "conf", *_correlations(sides, unit[article], kept))
            | _interval("alpha", "alpha", *_alphas(signs, unit[article], kept))
            | {"opposite": _opposite(signs)}
        )
        rows.append(
            {"level": "articles", **pair, "statistic": "r", "n": int(measured.sum())}
            | _interval(
                "estimate", "conf", *_correlations(means[measured][:, [a, b]], unit[measured], kept)
            )
        )
        order = robustness_of(
            [Variant("base", names[a], measures[a]), Variant("lexicon", names[b], measures[b])],
            by, within, reference, seed,
        ).agreement.iloc[1]  # fmt: skip
        rows.append(
            {"level": "outlets", **pair, "statistic": "tau", "n": order["n_outlets"]}
            | {"estimate": order["kendall"], "conf_low": order["kendall_low"]}
            | {"conf_high": order["kendall_high"]}
        )
    pairs = pd.DataFrame(rows).sort_values(
        "level", key=lambda one: one.map(LEVELS.index), kind="stable"
    )
    first = ["level", "first", "second", "statistic", "n", "estimate", "conf_low", "conf_high"]
    n_counted = max(int(counted.sum()), 1)
    coverage = pd.DataFrame(
        {
            "lexicon": names,
            "words": [len(one.weights) or len(one.patterns) for one in chosen],
            "scored": hit[counted].sum(axis=0) / n_counted,
            "positive": (there > 0).sum(axis=0) / n_counted,
            "negative": (there < 0).sum(axis=0) / n_counted,
        }
    )
    rest = ["alpha", "alpha_low", "alpha_high", "opposite"]
    made = pairs[[*first, *rest]].reset_index(drop=True)
    return LexiconAgreement(names, made, coverage, drawn, tokens, scores, counted, n_sentences)


def _chosen(lexicons: Sequence[str | Path | Lexicon] | None) -> list[Lexicon]:
    if lexicons is None:
        vader = load_lexicon("vader")
        return [vader, without_rules(vader), load_lexicon("pattern-en")]
    chosen = [load_lexicon(one) for one in lexicons]
    names = [one.name for one in chosen]
    if len(names) < 2 or len(set(names)) < len(names):
        raise FramingError(
            f"lexicons names {', '.join(map(repr, names)) or 'none'}; give two or more, each with "
            "a name of its own."
        )
    return chosen


def _units(tokens: Tokens, within: str | None) -> tuple[Ints, str]:
    """A number for each article, of what is drawn anew: its event, or itself; and which."""
    articles = tokens.articles
    if within is not None and within in articles and articles[within].nunique() >= FEWEST:
        known = articles[within].notna().to_numpy()
        codes = pd.factorize(articles[within], sort=True)[0].astype(np.int64)
        codes[~known] = codes.max() + 1 + np.arange(int((~known).sum()))
        return codes, "events"
    order = np.argsort(np.argsort(articles.index.to_numpy(dtype=object)))
    return order.astype(np.int64), "articles" * (len(order) >= FEWEST)


def _means(numerator: Floats, denominator: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return numerator / denominator


def _interval(name: str, ends: str, estimate: float, drawn: Floats) -> dict[str, float]:
    low = high = np.nan
    if len(drawn) and np.isfinite(drawn).mean() > 0.9:
        low, high = np.nanquantile(drawn, [(1 - CLEAR), CLEAR])
    return {name: estimate, f"{ends}_low": low, f"{ends}_high": high}


def _sums(values: Floats, unit: Ints, n_units: int) -> Floats:
    """float64 (n_units, n_values): sums over each unit."""
    return np.column_stack(
        [np.bincount(unit, weights=column, minlength=n_units) for column in values.T]
    )


def _correlations(sides: Floats, unit: Ints, weights: Floats) -> tuple[float, Floats]:
    """Pearson's r, and what it is with the units weighted."""
    x, y = sides.T
    products = np.column_stack([np.ones(len(x)), x, y, x * x, y * y, x * y])
    sums = _sums(products, unit, weights.shape[1])

    def r(totals: Floats) -> Floats:
        n, sx, sy, sxx, syy, sxy = totals.T
        with np.errstate(invalid="ignore", divide="ignore"):
            return (n * sxy - sx * sy) / np.sqrt((n * sxx - sx**2) * (n * syy - sy**2))

    return float(r(sums.sum(axis=0, keepdims=True))[0]), r(weights @ sums)


def _alphas(signs: Floats, unit: Ints, weights: Floats) -> tuple[float, Floats]:
    """Krippendorff's alpha with the interval metric of two codes a sentence, and what it is with
    the units weighted."""
    x, y = signs.T
    products = np.column_stack([np.ones(len(x)), x + y, x * x + y * y, (x - y) ** 2])
    sums = _sums(products, unit, weights.shape[1])

    def alpha(totals: Floats) -> Floats:
        n, sum_, squares, apart = totals.T
        with np.errstate(invalid="ignore", divide="ignore"):
            # Over all ordered pairs of the 2n codes: Σ(c−k)² = 2·(2n·Σc² − (Σc)²).
            expected = 2 * (2 * n * squares - sum_**2) / (2 * n * (2 * n - 1))
            return np.where(expected > 0, 1 - apart / n / expected, np.nan)

    return float(alpha(sums.sum(axis=0, keepdims=True))[0]), alpha(weights @ sums)


def _opposite(signs: Floats) -> float:
    both = signs[(signs != 0).all(axis=1)]
    return float((both[:, 0] != both[:, 1]).mean()) if len(both) else np.nan
