"""Topics: what is covered, as words that go together, and how much each article has of each."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import partial
from numbers import Integral
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_choice
from framing.measures.counts import Counts, counts_of
from framing.measures.measure import Measure
from framing.measures.topics.evidence import evidence, sentence_sums
from framing.measures.topics.fitting import (
    HELD_OUT_FROM,
    METHODS,
    Material,
    Method,
    fitted,
    held_out,
    material,
)
from framing.measures.topics.labelling import labels_of
from framing.measures.topics.naming import names_of, read_labels, sheet_of
from framing.measures.topics.quality import FOREMOST, exclusivity, npmi
from framing.measures.topics.refits import Refits, core, refits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.measures.topics.refits import Fit
    from framing.tokens import Tokens

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

KEPT_WORDS = 50  # words of a topic in `Topics.words`


@dataclass(frozen=True, eq=False, repr=False)
class Topics:
    """A topic model of a whole corpus.

    Attributes
    ----------
    words : DataFrame
        A row a topic and word: ``topic`` (from 0, by prevalence), ``label``, ``rank`` (from 1),
        ``term``, ``weight`` (a topic's weights sum to 1 over all words), ``exclusivity`` (the
        word's weight here over its weight in all topics).
    labels : list of str
        A topic's three most relevant words.
    measure : Measure
        Prevalence, a category a label: an article's weights sum to 1.
    documents : DataFrame
        Index ``article_id``, a column a label: the article's share of each topic; NaN for an
        article without a word of the vocabulary.
    quality : DataFrame
        A row a topic: ``topic, label, npmi`` (coherence of its ten foremost words),
        ``exclusivity`` (their mean), ``prevalence``, ``npmi_on`` (the articles on which
        coherence was taken: ``held-out``, or ``all`` in corpora below 1,000 articles).
    """

    words: pd.DataFrame
    labels: list[str]
    measure: Measure
    documents: pd.DataFrame
    quality: pd.DataFrame
    _counts: Counts = field(repr=False)
    _given: Material = field(repr=False)
    _weights: Any = field(repr=False)
    _fit: Fit = field(repr=False)
    _remembered: dict[int, Refits] = field(repr=False, default_factory=dict)

    def __repr__(self) -> str:
        return f"Topics({len(self.labels)} topics of {len(self.documents)} articles)"

    def label_of(self, topic: int | str) -> str:
        """The label of a topic, given by its number or label."""
        if isinstance(topic, Integral) and 0 <= topic < len(self.labels):
            return self.labels[int(topic)]
        check_choice("topic", topic, self.labels)
        return str(topic)

    def sentences(self, topic: int | str, n: int = 5) -> pd.DataFrame:
        """The sentences most of a topic, of the articles most of it; at most one an article.

        Returns
        -------
        DataFrame
            ``article_id, outlet, sentence, value, sentence_text``; `value` is the share of the
            article's topic weight that the sentence brings to this topic.
        """
        label = self.label_of(topic)
        tokens = self._counts.tokens
        foremost = self.documents[label].dropna().nlargest(5 * n).index
        rows = self.measure.select(label).evidence_of(foremost)
        rows = rows.sort_values("value", ascending=False, kind="stable")
        rows = rows.drop_duplicates("article_id").head(n)
        rows["outlet"] = self.measure.articles["outlet"].reindex(rows["article_id"]).to_numpy()
        rows["sentence_text"] = [
            tokens.sentence_text(article, sentence)
            for article, sentence in zip(rows["article_id"], rows["sentence"], strict=True)
        ]
        columns = ["article_id", "outlet", "sentence", "value", "sentence_text"]
        return rows[columns].reset_index(drop=True)

    def named(self, labels: pd.DataFrame | str | os.PathLike[str]) -> Self:
        """The same topics under names given by people.

        Parameters
        ----------
        labels : DataFrame or path of a CSV
            Columns ``words`` (a topic's words, by which rows and topics are matched one to one, so
            that names survive a refit) and ``label``. A topic keeps its label where no row has at
            least four of its ten foremost words or so, or none is given.

        Examples
        --------
        >>> from framing.readers import example
        >>> model = topics(example(), k=4)
        >>> words = " ".join(model.words.query("topic == 0 and rank <= 10")["term"])
        >>> model.named(pd.DataFrame({"words": [words], "label": ["mine and flood"]})).labels[0]
        'mine and flood'
        """
        given = labels if isinstance(labels, pd.DataFrame) else read_labels(labels)
        names = names_of(self.labels, sheet_of(self._weights, self._given.terms), given)
        new = dict(zip(self.labels, names, strict=True))
        made, terms = self.measure, self._given.terms
        share = dict(zip(terms, self._weights.T, strict=True))
        shares = self.documents.to_numpy(np.float64)
        behind = self._counts.behind("apportioned", evidence, sentence_sums, share, names, shares)
        columns = tuple((part, new[label]) for part, label in made.columns)
        return replace(
            self,
            words=self.words.assign(label=self.words["label"].map(new)),
            labels=names,
            measure=replace(made, columns=columns, **behind),
            documents=self.documents.rename(columns=new),
            quality=self.quality.assign(label=self.quality["label"].map(new)),
        )

    def refits(self, n: int = 10) -> Refits:
        """Fits to articles drawn with replacement, from other seeds; made once and remembered."""
        if not isinstance(n, Integral) or n < 2:
            raise FramingError(f"refits={n!r} is not allowed; give a whole number from 2.")
        if n not in self._remembered:
            given, seed = self._given, self.measure.settings["seed"]
            size = int(given.counts.nnz)
            made = refits(self._fit, self._weights, given.due, int(n), seed, size)
            self._remembered[n] = made
        return self._remembered[n]

    def core(self, refits: int = 10) -> pd.DataFrame:
        """What of each topic survives fits to other articles.

        The model is fitted again to articles drawn with replacement, and topics are matched one to
        one with the model's own. A word of the ten foremost belongs to the core if it is among the
        twenty foremost of the matched topic in every fit.

        Returns
        -------
        DataFrame
            A row a topic: ``topic, label``; ``core``, the words that stay in every fit,
            ``mostly``, those that stay in eight of ten, and ``not_kept``, each by their weight;
            ``n_core``; ``stability``, how alike the ten foremost
            words are (average Jaccard; Greene, O'Callaghan and Cunningham 2014,
            doi:10.1007/978-3-662-44848-9_32), the mean over the fits, and ``stability_least``;
            ``refits``, their number.

        Raises
        ------
        FramingError
            `refits` is below 2.

        Examples
        --------
        >>> from framing.readers import example
        >>> topics(example(), k=6).core(refits=3)["n_core"].between(0, 10).all()
        np.True_
        """
        return core(self._weights, self._given.terms, self.labels, self.refits(refits))

    def measures(self, refits: int = 10) -> list[Measure]:
        """Prevalence in each refit: measures like `measure`, of the same articles and topics."""
        made = self.measure
        rows, done = self._given.rows, []
        for shares in self.refits(refits).shares:
            numerators = np.zeros(made.numerators.shape)
            numerators[rows] = shares
            done.append(
                replace(
                    made,
                    numerators=numerators,
                    evidence_kind="none",
                    make_evidence=None,
                    make_sentence_sums=None,
                )
            )
        return done


def topics(
    tokens: Tokens | Corpus | Counts,
    k: int | None = None,
    method: Method | Literal["structural"] = "nmf",
    seed: int = 0,
) -> Topics:
    """Fit one topic model to the whole corpus.

    Topics say what is covered, not how: they are not frames. A default K is a start and not a
    finding.

    Parameters
    ----------
    tokens : Tokens, Corpus or Features
        Features have counts and no evidence.
    k : int, optional
        The number of topics; without it the square root of the number of articles, at least 2
        and at most 20.
    method : {"nmf", "lda", "structural"}
        Non-negative matrix factorisation of sublinear TF-IDF (Lee and Seung 1999,
        doi:10.1038/44565), latent Dirichlet allocation of counts (Blei, Ng and Jordan 2003), or
        `structural_topics` with its defaults.
    seed : int
        The same seed gives the same topics on one machine and set of versions, whatever the
        order of the articles; numbers are rounded to four significant figures.

    Returns
    -------
    Topics

    Raises
    ------
    FramingError
        If `k` is below 2 or exceeds the number of articles with words, or `method` is unknown.

    Notes
    -----
    The vocabulary are words of at least three characters with a letter, in at least 5 articles
    (3 below 1,000 articles, 2 below 100, 1 below 10) and at most 30 % of them (50 % below 1,000;
    all below 10), without English stop words unless the articles say another language. From
    1,000 articles on a fifth is held out of the fit, to take coherence on; their weights come
    from the fitted topics. Where articles have a `weight`, each counts so many times in the fit
    (squared errors, or words); document frequencies are of articles as they are.

    Examples
    --------
    >>> from framing.readers import example
    >>> model = topics(example(), k=6)
    >>> len(model.labels), model.words.columns.tolist()
    (6, ['topic', 'label', 'rank', 'term', 'weight', 'exclusivity'])
    """
    check_choice("method", method, [*METHODS, "structural"])
    if method == "structural":
        from framing.measures.topics.structural_model import structural_topics

        return structural_topics(tokens, k, seed=seed)
    counts = counts_of(tokens)
    given = material(counts)
    k = default_k(k, given)
    n = len(given.rows)
    held = held_out(n, seed) if n >= HELD_OUT_FROM else np.zeros(n, dtype=bool)
    weights, shares = np.zeros((k, len(given.terms))), np.zeros((n, k))
    if k:
        weights, shares = fitted(given.counts, held, given.due, k, method, seed)
    by_prevalence = np.argsort(-(given.due @ shares), kind="stable")
    weights, shares = weights[by_prevalence], shares[:, by_prevalence]
    again = partial(_fitted_again, given.counts, k, method)
    settings = {"k": k, "method": method, "seed": seed}
    return described(counts, given, weights, shares, held, settings, again)


def default_k(k: int | None, given: Material) -> int:
    """`k`, checked; without it the square root of the number of articles, from 2 to 20."""
    if k is None:
        k = int(np.clip(round(len(given.rows) ** 0.5), 2, 20))
        return min(k, given.most_topics)
    if not isinstance(k, Integral) or not 2 <= k <= given.most_topics:
        raise FramingError(
            f"k={k!r} does not fit; give 2 to {given.most_topics}, the number of articles or words "
            "that there are."
        )
    return int(k)


def _fitted_again(
    counts: Any, k: int, method: Method, held: Bools, due: Floats, seed: int
) -> tuple[Floats, Floats]:
    if not k:
        return np.zeros((0, counts.shape[1])), np.zeros((counts.shape[0], 0))
    return fitted(counts, held, due, k, method, seed, anywhere=int((~held).sum()) < k)


def described(
    counts: Counts,
    given: Material,
    weights: Floats,
    fitted_shares: Floats,
    held: Bools,
    settings: dict[str, Any],
    fit: Fit,
) -> Topics:
    """The model, from weights (k, n_terms) and the fitted articles' shares (n_fitted, k)."""
    judged = given.counts[held] if held.any() else given.counts
    shares = np.full((len(counts.articles), len(weights)), np.nan)
    shares[given.rows] = fitted_shares
    k = len(weights)
    belongs = exclusivity(weights)
    # np.argsort is stable here, and terms are sorted: ties go by the alphabet.
    ranked = np.argsort(-weights, axis=1, kind="stable")[:, :KEPT_WORDS]
    labels = labels_of(weights, given.terms)
    top = ranked[:, : min(FOREMOST, ranked.shape[1])]
    rows = np.repeat(np.arange(k), ranked.shape[1])
    columns = ranked.ravel()
    words = pd.DataFrame(
        {
            "topic": rows,
            "label": pd.Series([labels[row] for row in rows], dtype="str"),
            "rank": np.tile(np.arange(1, ranked.shape[1] + 1), k),
            "term": pd.Series(given.terms[columns], dtype="str"),
            "weight": weights[rows, columns],
            "exclusivity": belongs[rows, columns],
        }
    )
    words = words[words["weight"] > 0].reset_index(drop=True)
    known: Bools = np.isfinite(shares.sum(axis=1)) & np.full(len(shares), k > 0)
    quality = pd.DataFrame(
        {
            "topic": np.arange(k),
            "label": pd.Series(labels, dtype="str"),
            "npmi": npmi(judged, top),
            "exclusivity": [belongs[row, top[row]].mean() for row in range(k)],
            "prevalence": shares[known].mean(axis=0) if known.any() else np.full(k, np.nan),
            "npmi_on": pd.Series(["held-out" if held.any() else "all"] * k, dtype="str"),
        }
    )
    settings = {**settings, "vocabulary": len(given.terms)}
    share = dict(zip(given.terms, weights.T, strict=True))
    measure = Measure.from_arrays(
        counts.articles,
        np.where(known[:, None], shares, 0.0),
        known.astype(np.float64)[:, None],
        name="topics",
        unit="share of topic weight",
        kind="share",
        categories=labels,
        part=counts.part,
        settings=settings,
        **counts.behind("apportioned", evidence, sentence_sums, share, labels, shares),
    )
    documents = pd.DataFrame(shares, index=counts.articles.index, columns=labels)
    return Topics(words, labels, measure, documents, quality, counts, given, weights, fit)
