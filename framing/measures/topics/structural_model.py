"""structural_topics: topics whose prevalence and words may depend on the outlet and more."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from fnmatch import translate
from functools import partial
from re import compile as compiled
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.measures.counts import Counts, counts_of
from framing.measures.topics.design import design_of
from framing.measures.topics.fitting import Material, fitted, material
from framing.measures.topics.model import Topics, default_k, described
from framing.measures.topics.structural import Fitted, fit_structural, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Tokens

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SEED_WORDS = 0.5  # of the words of an average topic, that the prior gives to the words listed
LEVEL = 0.95


@dataclass(frozen=True, eq=False, repr=False)
class StructuralTopics(Topics):
    """A structural topic model: `Topics`, and how they depend on covariates.

    Attributes
    ----------
    content : DataFrame
        Where words depend on a column: a row a topic, value of that column and word (of the
        topic's fifty foremost): ``topic, label, (the column), term, weight, log_ratio`` (of its
        weight there to that in the topic of all). Empty without.
    listed : dict
        For seeded topics: the name given, and the number of its topic.
    """

    content: pd.DataFrame = field(default_factory=pd.DataFrame)
    listed: dict[str, int] = field(default_factory=dict)
    _design: Any = field(default=None, repr=False)
    _columns: list[str] = field(default_factory=list, repr=False)
    _slopes: Any = field(default=None, repr=False)

    def named(self, labels: pd.DataFrame | str | os.PathLike[str]) -> Self:
        made = super().named(labels)
        if made.content.empty:
            return made
        new = dict(zip(self.labels, made.labels, strict=True))
        return replace(made, content=made.content.assign(label=made.content["label"].map(new)))

    def effects(self, refits: int = 10) -> pd.DataFrame:
        """How prevalence goes with each covariate, the others held.

        Least squares of articles' shares on the covariates, for each of several refits with shares
        drawn from what the fit knows of them, pooled (method of composition; Treier and Jackman
        2008; Roberts, Stewart and Tingley 2019). Standard errors are robust, with articles of an
        event taken together where there are events.

        Returns
        -------
        DataFrame
            A row a topic and column of the regression: ``topic, label, term, estimate, conf_low,
            conf_high, df``. A name's estimate is its distance from the mean of all names of its
            covariate, a number's the change with a standard deviation, both in shares.

        Examples
        --------
        >>> from framing.readers import example
        >>> model = structural_topics(example(), k=4, prevalence=["outlet"])
        >>> model.effects(refits=2)["term"].iloc[1]
        'outlet: Daily Clarion'
        """
        from scipy.special import stdtrit

        found = self.refits(refits).shares
        design = self._design
        events = self._counts.articles.get("event", pd.Series(index=self._counts.articles.index))
        codes = pd.factorize(events.iloc[self._given.rows])[0]
        # An article without an event is one of its own.
        alone = codes < 0
        codes = np.where(alone, codes.max(initial=-1) + np.cumsum(alone), codes)
        pseudo = np.linalg.pinv((design.T * self._given.due) @ design, hermitian=True)
        project = pseudo @ (design.T * self._given.due)
        n_clusters = int(codes.max(initial=-1)) + 1
        slopes, variances = [], []
        for shares in found:
            slope = project @ shares
            left = shares - design @ slope
            parts = np.zeros((n_clusters, design.shape[1], shares.shape[1]))
            np.add.at(parts, codes, project.T[:, :, None] * left[:, None, :])
            slopes.append(slope)
            variances.append((parts**2).sum(axis=0) * n_clusters / max(n_clusters - 1, 1))
        given, n = np.mean(variances, axis=0), len(found)
        own = np.var(slopes, axis=0, ddof=1) * (1 + 1 / n)
        with np.errstate(divide="ignore", invalid="ignore"):
            df = (given + own) ** 2 / (given**2 / max(n_clusters - 1, 1) + own**2 / (n - 1))
            reach = stdtrit(df, (1 + LEVEL) / 2) * np.sqrt(given + own)
        estimate = project @ self.documents.to_numpy()[self._given.rows]
        k, width = len(self.labels), len(self._columns)
        return pd.DataFrame(
            {
                "topic": np.repeat(np.arange(k), width),
                "label": pd.Series(np.repeat(self.labels, width), dtype="str"),
                "term": pd.Series(self._columns * k, dtype="str"),
                "estimate": estimate.T.ravel(),
                "conf_low": (estimate - reach).T.ravel(),
                "conf_high": (estimate + reach).T.ravel(),
                "df": df.T.ravel(),
            }
        )


def structural_topics(
    tokens: Tokens | Corpus | Counts,
    k: int | None = None,
    prevalence: Sequence[str] | None = None,
    content: str | None = None,
    seed: int = 0,
    *,
    seeded: Mapping[str, Sequence[str]] | None = None,
) -> StructuralTopics:
    """Fit a structural topic model: shares and words of topics depend on covariates.

    Articles' shares have a logistic-normal prior about a regression on the covariates
    `prevalence`, so that topics may go together, and an article that tells little leans on what
    its outlet and event do. With `content`, each outlet has its own words for each topic, drawn to
    those of all. Roberts, Stewart and Airoldi 2016, doi:10.1080/01621459.2016.1141684; Roberts,
    Stewart and Tingley 2019, doi:10.18637/jss.v091.i02. The start is the factorisation of
    `topics`, and deterministic.

    Parameters
    ----------
    tokens : Tokens, Corpus or Features
    k : int, optional
        As in `topics`.
    prevalence : list of str, optional
        Columns of the articles: names, numbers or dates (as a spline). Without them, of outlet,
        event and date those that the articles have more than one value of.
    content : str, optional
        A column of names on which the topics' words depend, for instance "outlet".
    seed : int
        For shares, drawn from what the fit knows of them. The start has nothing random in it
        from 20 articles on.
    seeded : mapping of str to list of str, optional
        Seeded topics: lists of words (``*`` and ``?`` as in lexicons) by a name of yours. Each is
        given a topic that starts from its words and whose prior has them; the topics beyond, up
        to `k`, are found. Articles still decide: see whether the topic is what you named.

    Returns
    -------
    StructuralTopics
        `Topics` with ``effects()``, ``content`` and ``listed``. Its `refits` draw shares from each
        fit, so that `topic_prevalence` carries both what articles leave open and what topics do.

    Raises
    ------
    FramingError
        `k` does not fit, a column is not there, or a list has no word of the vocabulary.

    Examples
    --------
    >>> from framing.readers import example
    >>> model = structural_topics(example(), k=4, prevalence=["outlet"], content="outlet")
    >>> model.content.columns.tolist()
    ['topic', 'label', 'outlet', 'term', 'weight', 'log_ratio']
    """
    counts = counts_of(tokens)
    given = material(counts)
    k = default_k(k, given)
    articles = counts.articles.iloc[given.rows]
    columns = _covariates(articles) if prevalence is None else list(prevalence)
    design, names = design_of(articles, columns)
    if content is not None and content not in articles:
        raise FramingError(f"content={content!r} is no column of the articles; give one that is.")
    group, levels = np.zeros(len(articles), dtype=np.int64), []
    if content is not None:
        group, found = pd.factorize(articles[content].astype("object"), sort=True)
        group = np.where(group < 0, len(found), group)
        levels = list(found)
    lists = _listed(seeded or {}, given, k)
    again = partial(_fit, given.counts, design, group, k, lists)
    n = len(given.rows)
    fit = None
    weights, shares = np.zeros((k, len(given.terms))), np.zeros((n, k))
    if k:
        fit = again(np.zeros(n, dtype=bool), given.due, seed)
        weights, shares = fit.weights, fit.shares()
    order = np.argsort(-(given.due @ shares), kind="stable")
    settings = {"k": k, "method": "structural", "seed": seed, "prevalence": columns}
    settings |= {"content": content} if content else {}
    settings |= {"seeded": {name: list(one) for name, one in seeded.items()}} if seeded else {}
    held = np.zeros(n, dtype=bool)
    refit = partial(_refit, again, given.counts, design, group, given.due)
    made = described(counts, given, weights[order], shares[:, order], held, settings, refit)
    base = {one.name: getattr(made, one.name) for one in fields(made)}
    of_lists = {name: int(np.flatnonzero(order == place)[0]) for place, name in enumerate(lists)}
    table = _content_table(made, fit, order, content, levels)
    slopes = None if fit is None else fit.slopes
    return StructuralTopics(
        **base, content=table, listed=of_lists, _design=design, _columns=names, _slopes=slopes
    )


def _covariates(articles: pd.DataFrame) -> list[str]:
    """Of outlet, event and date those that differ among the articles."""
    there = [name for name in ("outlet", "event", "date") if name in articles]
    return [name for name in there if articles[name].nunique() > 1]


def _listed(words: Mapping[str, Sequence[str]], given: Material, k: int) -> dict[str, Ints]:
    """The places of the words of each list in the vocabulary."""
    if len(words) > k:
        raise FramingError(
            f"seeded has {len(words)} lists for {k} topics; give k of at least that."
        )
    lists = {}
    for name, patterns in words.items():
        wanted = [compiled(translate(str(pattern).casefold())) for pattern in patterns]
        there = [any(one.match(term) for one in wanted) for term in given.terms]
        lists[name] = np.flatnonzero(there)
        if not len(lists[name]):
            raise FramingError(
                f"seeded={name!r} has no word that the topics are fitted to; give words that "
                "are in several articles, not in most, and no stop words."
            )
    return lists


def _fit(
    counts: Any,
    design: Floats,
    group: Ints,
    k: int,
    lists: dict[str, Ints],
    held: Bools,
    due: Floats,
    seed: int,
) -> Fitted:
    weights, shares = fitted(counts, held, due, k, "nmf", seed, anywhere=int((~held).sum()) < k)
    seeded = None
    if lists:
        weights, shares = _started(weights, shares, lists)
        average = float(due @ counts.sum(axis=1)) / k
        seeded = np.zeros(weights.shape)
        for place, found in enumerate(lists.values()):
            total = np.asarray(counts[:, found].sum(axis=0), dtype=np.float64) + 1
            seeded[place, found] = SEED_WORDS * average * total / total.sum()
    return fit_structural(counts, design, group, due, weights, shares, seeded)


def _started(weights: Floats, shares: Floats, lists: dict[str, Ints]) -> tuple[Floats, Floats]:
    """The topics that have most of each list's words come first, in the lists' order."""
    from scipy.optimize import linear_sum_assignment

    share = weights / np.maximum(weights.sum(axis=0), 1e-12)
    fits = np.array([share[:, found].mean(axis=1) for found in lists.values()])
    chosen = linear_sum_assignment(-fits)[1]
    order = np.concatenate([chosen, np.setdiff1d(np.arange(len(weights)), chosen)])
    weights = weights[order].copy()
    for place, found in enumerate(lists.values()):
        weights[:, found] *= 0.1
        weights[place, found] += 1 / len(found)
    return weights / weights.sum(axis=1, keepdims=True), shares[:, order]


def _refit(
    again: Any,
    counts: Any,
    design: Floats,
    group: Ints,
    every: Floats,
    held: Bools,
    due: Floats,
    seed: int,
) -> tuple[Floats, Floats]:
    """Topics of the articles drawn; then shares of all articles, drawn from what those tell.

    The regression is that of all articles: which of them there are is what `compare` resamples.
    """
    fit: Fitted = again(held, due, seed)
    start = softmax(fit.middle)
    fit = fit_structural(counts, design, group, every, fit.weights, start, known=fit.content)
    return fit.weights, fit.draw(np.random.default_rng(seed))


def _content_table(
    made: Topics, fit: Fitted | None, order: Ints, column: str | None, levels: list[Any]
) -> pd.DataFrame:
    if column is None or fit is None:
        return pd.DataFrame()
    words = made.words
    places = pd.Index(made._given.terms).get_indexer(words["term"])
    rows = order[words["topic"].to_numpy()]
    tables = []
    for number, level in enumerate(levels):
        own, every = fit.content[number][rows, places], fit.weights[rows, places]
        table = words[["topic", "label"]].assign(**{column: level})
        log_ratio = np.log(own / every)
        tables.append(table.assign(term=words["term"], weight=own, log_ratio=log_ratio))
    return pd.concat(tables, ignore_index=True)
