"""Robustness: whether the order of the outlets survives other choices that could have been made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.comparison.cells import cells_of, rows_of
from framing.comparison.comparing import compare
from framing.comparison.estimators import difference, matched, ratio, unmatched
from framing.comparison.grouping import contrasts
from framing.comparison.misclassification import without_tests
from framing.comparison.profiles import spread_of_articles
from framing.comparison.variants import LEFT_OUT, Variant, lexical_variants
from framing.duplicates import drop_duplicates
from framing.errors import FramingError
from framing.measures._voice import Voice
from framing.measures.measure import Measure
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.lexicon import Lexicon

    Floats = NDArray[np.float64]

DRAWS = 1000
CLEAR = 0.975  # share of draws in which two outlets stand as they do
FEWEST = 5  # events below which there is no interval
SHOWN = ["estimate", "conf_low", "conf_high"]


@dataclass(frozen=True, eq=False, repr=False)
class Robustness:
    """What became of a result under other choices; see `robustness`.

    Attributes
    ----------
    name : str
        What is measured.
    unit : str
        Of `table`'s estimates.
    table : DataFrame
        A row for each variant and outlet: ``kind, variant``, the column compared, ``reference``,
        ``estimate, conf_low, conf_high, interval_method, n_articles, n_events, note``.
    agreement : DataFrame
        A row for each variant: ``kind, variant``; ``kendall`` (tau-b with the order of the base)
        and, over draws of events, ``kendall_low, kendall_high``; ``spearman``; ``n_outlets``;
        ``n_pairs`` and ``n_reversed``: pairs of outlets, and those that stand the other way round;
        ``n_clear`` and ``n_clear_reversed``: those among them that the base tells apart;
        ``same_sign``: outlets on the same side of the reference as in the base.
    pairs : DataFrame
        A row for each two outlets, in the base's order: ``higher, lower``; ``support``, the share
        of draws of events in which they stand so; ``clear``, whether that is .975 at least;
        ``n_variants`` in which both have a value, ``n_same`` in which they stand as in the base,
        ``reversed_in``.
    settings : dict
    """

    name: str
    unit: str
    table: pd.DataFrame
    agreement: pd.DataFrame
    pairs: pd.DataFrame
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        clear = self.pairs[self.pairs["clear"]]
        survived = int((clear["reversed_in"] == "").sum())
        return (
            f"Robustness({self.name!r}, {len(self.agreement) - 1} variants: {survived} of the "
            f"{len(clear)} pairs of outlets that the base tells apart stand so in all)"
        )


def robustness(
    tokens: Corpus | Tokens,
    measure: Literal["sentiment", "loaded_terms"] = "sentiment",
    category: str | None = None,
    *,
    lexicon: str | Path | Lexicon | None = None,
    lexicons: Sequence[str | Path | Lexicon] | None = None,
    voice: Voice = "all",
    copies: Corpus | Tokens | None = None,
    terms: int = 10,
    more: Mapping[str, Measure] | None = None,
    by: str = "outlet",
    within: str | None = "event",
    reference: Any = None,
    seed: int = 0,
) -> Robustness:
    """Does a difference between outlets survive other choices that could have been made?

    The same comparison is made again with each choice made otherwise, one at a time:

    - *lexicon*: other lexicons; for VADER also its words without its rules
    - *term left out*: without each of the terms that weigh most, one by one
    - *negation*: off where it is on, on where it is off
    - *quotations*: the outlets' own words, quoted words, all words
    - *copies*: with the reprints that are left out otherwise
    - *weights*: each event the same say, and not each article's every word

    Each outlet is compared with the rest (or the `reference`) within events, as by `compare`.
    Differences are divided by the standard deviation between articles, so that lexicons of other
    units stand beside one another; counts are compared by ratios. That an order survives shows
    that it does not hang on these choices. It does not show that the measure measures what it is
    named for: for that see `audit`.

    Parameters
    ----------
    tokens : Corpus or Tokens
        Of a corpus, copies are found, and left out except in the variant that counts them.
    measure : {"sentiment", "loaded_terms"}
    category : str
        Of loaded terms, which one.
    lexicon : optional
        The one that was chosen; without it ``"vader"`` or ``"loaded-news"``.
    lexicons : sequence, optional
        Others. For loaded terms each has a category of the same name. Without it, for sentiment,
        those that come with the package.
    voice : {"all", "own", "quoted"}
        The one that was chosen.
    copies : Corpus or Tokens, optional
        The articles left out as copies, where `tokens` has lost them already.
    terms : int
        How many terms are left out, one at a time.
    more : mapping, optional
        Further variants by name: measures of one category each, of the same articles.
    by, within, reference, seed
        As in `compare`.

    Returns
    -------
    Robustness

    Examples
    --------
    >>> from framing import example
    >>> found = robustness(example(), terms=3)
    >>> found.agreement["kind"].drop_duplicates().tolist()
    ['base', 'lexicon', 'negation', 'quotations', 'copies', 'weights', 'term left out']
    """
    given, repeated = _parted(tokens, copies)
    chosen = lexicon or ("vader" if measure == "sentiment" else "loaded-news")
    others = lexicons
    if others is None:
        others = [one for one in ("vader", "pattern-en") if measure == "sentiment"]
        others = [one for one in others if one != chosen]
    variants = lexical_variants(
        given, measure, chosen, category,
        lexicons=others, voice=voice, copies=repeated, terms=terms,
    )  # fmt: skip
    variants += [Variant("other", name, one) for name, one in (more or {}).items()]
    return robustness_of(variants, by, within, reference, seed)


def robustness_of(
    variants: Sequence[Variant],
    by: str = "outlet",
    within: str | None = "event",
    reference: Any = None,
    seed: int = 0,
) -> Robustness:
    """As `robustness`, of variants at hand, of which the first is the one that was chosen."""
    for one in variants:
        if len(one.measure.columns) != 1:
            raise FramingError(
                f"the variant {one.name!r} has {len(one.measure.columns)} categories; give one, by "
                "measure.select([...])."
            )
    base = variants[0].measure
    tables, draws = [], []
    for weight in ("size", "event"):
        some = [number for number, one in enumerate(variants) if one.weight == weight]
        if some:
            joined = _joined([variants[number] for number in some])
            table = compare(joined, by, within, reference, weight=weight, resamples=1)
            table = table[(table["kind"] == "contrast") & _main(table, base.kind)]
            table["note"] = table["note"].map(without_tests).astype("str")
            scale = spread_of_articles(joined) if base.kind != "count" else np.ones(len(some))
            number = table["category"].astype("int64").to_numpy()
            factor = scale[number]
            table = table.assign(
                place=np.array(some)[number], **{name: table[name] / factor for name in SHOWN}
            )
            tables.append(table)
            draws.append((some, _drawn(joined, by, within, reference, weight, seed, scale)))
    table = pd.concat(tables).sort_values(["place", by], kind="stable", ignore_index=True)
    chosen = [variants[place] for place in table["place"]]
    table["kind"] = pd.Series([one.kind for one in chosen], dtype="str")
    table["variant"] = pd.Series([one.name for one in chosen], dtype="str")
    names = sorted(table[by].unique(), key=str)
    values = table.pivot(index=by, columns="place", values="estimate").reindex(
        index=names, columns=range(len(variants))
    )
    found = values.to_numpy(dtype=float)
    replicates = _in_order(draws, len(variants))
    columns = ["kind", "variant", by, "reference", *SHOWN, "interval_method"]
    unit = "ratio" if base.kind == "count" else "standard deviations between articles"
    return Robustness(
        name=base.name + ("" if base.categories[0] == "compound" else f": {base.categories[0]}"),
        unit=unit,
        table=table[[*columns, "n_articles", "n_events", "note"]],
        agreement=_agreement(variants, found, replicates, base.kind),
        pairs=_pairs(variants, found, replicates, names),
        settings={**base.settings, "by": by, "within": within, "seed": seed},
    )


def _parted(
    tokens: Corpus | Tokens, copies: Corpus | Tokens | None
) -> tuple[Tokens, Tokens | None]:
    """The articles without copies, and the copies."""
    if copies is not None:
        repeated = tokenize(copies)
        return tokenize(tokens), repeated if repeated.n_articles else None
    if isinstance(tokens, Tokens):
        return tokens, None
    kept = drop_duplicates(tokens)
    left = ~tokens.articles.index.isin(kept.articles.index)
    return tokenize(kept), tokenize(tokens.filter(left)) if left.any() else None


def _main(table: pd.DataFrame, kind: str) -> pd.Series:
    return table["scale"] == ("ratio" if kind == "count" else "difference")


def _joined(variants: Sequence[Variant]) -> Measure:
    """One measure with a category for each variant, over all articles of any of them."""
    longest = max((one.measure for one in variants), key=lambda one: len(one.articles))
    articles = longest.articles
    sums = np.full((2, len(articles), len(variants)), np.nan)
    for number, one in enumerate(variants):
        rows = articles.index.get_indexer(one.measure.articles.index)
        if (rows < 0).any():
            raise FramingError(f"the variant {one.name!r} is of other articles than the first.")
        sums[0, rows, number] = one.measure.numerators[:, 0]
        sums[1, rows, number] = one.measure.denominators[:, 0]
    return Measure.from_arrays(
        articles,
        sums[0],
        sums[1],
        name=longest.name,
        unit=longest.unit,
        kind=variants[0].measure.kind,
        categories=[str(number) for number in range(len(variants))],
    )


def _drawn(
    measure: Measure,
    by: str,
    within: str | None,
    reference: Any,
    weight: str,
    seed: int,
    scale: Floats,
) -> Floats:
    """float64 (n_draws, n_groups, n_columns): the contrasts with other weights of the events.

    Weights are exponential (the Bayesian bootstrap, Rubin 1981), the same for all outlets and
    variants in a draw. NaN throughout where there are too few events.
    """
    measure = measure.weighted()
    rows = rows_of(measure, by, within)
    out = np.full((DRAWS, len(rows.names), len(measure.columns)), np.nan)
    n_events = int(rows.event.max(initial=-1)) + 1
    estimator = ratio if measure.kind == "count" else difference
    if len(rows.names) < 2:
        return out
    random = np.random.default_rng(seed)
    weights = random.exponential(size=(DRAWS, n_events if n_events else len(rows.ids)))
    for columns, part in rows.patterns():
        cells = cells_of(part)
        for versus in contrasts(rows.names, reference, pairs=False):
            if n_events:
                contrast = matched(cells, versus.group, versus.others, weight)
                units = np.unique(contrast.cells.event)
            elif versus.others is None:
                contrast = unmatched(cells, versus.group, None)
                units = np.arange(len(contrast.sample.units))
            else:
                continue
            if len(units) < FEWEST:
                continue
            sums = contrast.sample.units.reshape(len(units), -1)
            totals = (weights[:, units] @ sums).reshape(DRAWS, 4, -1)
            with np.errstate(divide="ignore", invalid="ignore"):
                drawn = estimator(totals) / scale[columns]
            if measure.kind == "count":  # as compare has it
                drawn[(totals[:, [0, 2]] <= 0).any(axis=1)] = np.nan
            out[:, versus.group, columns] = drawn
    return out


def _in_order(draws: list[tuple[list[int], Floats]], n: int) -> Floats:
    shape = draws[0][1].shape
    out = np.full((*shape[:2], n), np.nan)
    for some, found in draws:
        out[:, :, some] = found
    return out


def _agreement(
    variants: Sequence[Variant], found: Floats, replicates: Floats, kind: str
) -> pd.DataFrame:
    middle = 1.0 if kind == "count" else 0.0
    signs = _signs(found)  # (n_pairs, n_variants)
    tau = _tau(signs[:, :1], signs)
    drawn = _signs(np.moveaxis(replicates, 1, 0))  # (n_pairs, n_draws, n_variants)
    clear = _support(signs[:, 0], drawn[:, :, 0]) >= CLEAR
    rows = []
    for number, one in enumerate(variants):
        both = np.isfinite(found[:, [0, number]]).all(axis=1)
        known = (signs[:, 0] != 0) & (signs[:, number] != 0)
        known &= np.isfinite(signs[:, 0]) & np.isfinite(signs[:, number])
        low = high = np.nan
        if number:
            taus = _tau(drawn[:, :, 0], drawn[:, :, number])
            if np.isfinite(taus).mean() > 0.9:
                low, high = np.nanquantile(taus, [0.025, 0.975])
        turned = known & (signs[:, 0] != signs[:, number])
        ranks = pd.DataFrame(found[both][:, [0, number]]).rank()
        varied = len(ranks) > 1 and (ranks.nunique() > 1).all()
        sides = np.sign(found[both][:, [0, number]] - middle)
        rows.append(
            {
                "kind": one.kind,
                "variant": one.name,
                "kendall": tau[number],
                "kendall_low": low,
                "kendall_high": high,
                "spearman": float(ranks.corr().iloc[0, 1]) if varied else np.nan,
                "n_outlets": int(both.sum()),
                "n_pairs": int(known.sum()),
                "n_reversed": int(turned.sum()),
                "n_clear": int((known & clear).sum()),
                "n_clear_reversed": int((turned & clear).sum()),
                "same_sign": int((sides[:, 0] == sides[:, 1]).sum()),
            }
        )
    return pd.DataFrame(rows)


def _signs(values: Floats) -> Floats:
    """The sign of the difference of every two groups (axis 0): (n_pairs, ...)."""
    pairs = list(combinations(range(len(values)), 2))
    first = np.array([a for a, _ in pairs], dtype=np.int64)
    second = np.array([b for _, b in pairs], dtype=np.int64)
    with np.errstate(invalid="ignore"):
        return np.sign(values[first] - values[second])


def _tau(a: Floats, b: Floats) -> Floats:
    """Kendall's tau-b from the signs of pairs, along axis 0; pairs without a value left out."""
    known = np.isfinite(a) & np.isfinite(b)
    a, b = np.where(known, a, 0), np.where(known, b, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (a * b).sum(axis=0) / np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0))


def _support(signs: Floats, drawn: Floats) -> Floats:
    """The share of draws (axis 1) in which a pair's sign is that given; NaN without draws."""
    n_known = np.isfinite(drawn).sum(axis=1)
    same = (drawn == signs[:, np.newaxis]).sum(axis=1)
    return np.where(n_known > 0, same / np.maximum(n_known, 1), np.nan)


def _pairs(
    variants: Sequence[Variant], found: Floats, replicates: Floats, names: list[Any]
) -> pd.DataFrame:
    order = np.argsort(-np.nan_to_num(found[:, 0], nan=-np.inf), kind="stable")
    order = order[np.isfinite(found[order, 0])]
    rows = []
    for a, b in combinations(order.tolist(), 2):
        with np.errstate(invalid="ignore"):
            signs = np.sign(found[a] - found[b])[1:]
            drawn = np.sign(replicates[:, a, 0] - replicates[:, b, 0])
        turned = [variants[number + 1] for number in np.flatnonzero(signs < 0).tolist()]
        support = float(_support(np.ones(1), drawn[np.newaxis])[0])
        said = [f"without “{one.name}”" if one.kind == LEFT_OUT else one.name for one in turned]
        rows.append(
            {
                "higher": names[a],
                "lower": names[b],
                "support": support,
                "clear": support >= CLEAR,
                "n_variants": int(np.isfinite(signs).sum()),
                "n_same": int((signs >= 0).sum()),
                "reversed_in": "; ".join(said),
            }
        )
    columns = ["higher", "lower", "support", "clear", "n_variants", "n_same", "reversed_in"]
    return pd.DataFrame(rows, columns=columns).astype({"clear": "bool"})
