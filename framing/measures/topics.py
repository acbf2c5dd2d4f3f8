"""Topics: what is covered, as words that go together, and how much each article has of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from numbers import Integral
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_choice
from framing.measures._rows import chosen_tokens, joined
from framing.measures.counts import Counts, counts_of
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.measures.term_counts import TermCounts
from framing.measures.topic_quality import FOREMOST, exclusivity, npmi
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

Method = Literal["nmf", "lda"]
METHODS: tuple[Method, ...] = ("nmf", "lda")
KEPT_WORDS = 50  # words of a topic in `Topics.words`
LABEL_WORDS = 3
RELEVANCE = 0.6  # Sievert and Shirley 2014
HELD_OUT_FROM = 1000  # articles; below, none can be spared
HELD_OUT_EVERY = 5
FEWEST_FOR_SVD = 20  # articles
ROUNDED_TO = 4  # significant figures; more are not the same on another machine


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
    _weights: Any = field(repr=False)

    def __repr__(self) -> str:
        return f"Topics({len(self.labels)} topics of {len(self.documents)} articles)"

    def sentences(self, topic: int | str, n: int = 5) -> pd.DataFrame:
        """The sentences most of a topic, of the articles most of it; at most one an article.

        Returns
        -------
        DataFrame
            ``article_id, outlet, sentence, value, sentence_text``; `value` is the share of the
            article's topic weight that the sentence brings to this topic.
        """
        label = self.labels[topic] if isinstance(topic, int) else topic
        check_choice("topic", label, self.labels)
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


def topics(
    tokens: Tokens | Corpus | Counts,
    k: int | None = None,
    method: Method = "nmf",
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
    method : {"nmf", "lda"}
        Non-negative matrix factorisation of sublinear TF-IDF (Lee and Seung 1999,
        doi:10.1038/44565), or latent Dirichlet allocation of counts (Blei, Ng and Jordan 2003).
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
    from the fitted topics.

    Examples
    --------
    >>> from framing.readers import example
    >>> model = topics(example(), k=6)
    >>> len(model.labels), model.words.columns.tolist()
    (6, ['topic', 'label', 'rank', 'term', 'weight', 'exclusivity'])
    """
    check_choice("method", method, METHODS)
    counts = counts_of(tokens)
    found = _vocabulary(counts.words(), counts.language)
    ids = counts.articles.index
    with_words = np.flatnonzero(np.diff(found.counts.indptr) > 0)
    if k is None:
        k = int(np.clip(round(len(with_words) ** 0.5), 2, 20))
        k = min(k, len(with_words), len(found.terms))
    elif not isinstance(k, Integral) or not 2 <= k <= min(len(with_words), len(found.terms)):
        raise FramingError(
            f"k={k!r} does not fit; give 2 to {min(len(with_words), len(found.terms))}, the number "
            "of articles or words that there are."
        )
    # The fit must not depend on the order of the articles.
    order = with_words[np.argsort(ids.to_numpy()[with_words])]
    held = np.zeros(len(order), dtype=bool)
    if len(order) >= HELD_OUT_FROM:
        held[np.random.default_rng(seed).permutation(len(order))[::HELD_OUT_EVERY]] = True
    shares = np.full((len(ids), k), np.nan)
    weights = np.zeros((k, len(found.terms)))
    if k:
        weights, shares[order] = _fitted(found.counts[order], held, k, method, seed)
    prevalence = np.nan_to_num(shares).sum(axis=0) / max(len(order), 1)
    by_prevalence = np.argsort(-prevalence, kind="stable")
    weights, shares = weights[by_prevalence], shares[:, by_prevalence]
    judged = found.counts[order[held]] if held.any() else found.counts[order]
    return _described(
        counts, found, weights, shares, judged, "held-out" if held.any() else "all", method, seed
    )


def _vocabulary(found: TermCounts, language: str) -> TermCounts:
    n = found.counts.shape[0]
    least = 5 if n >= 1000 else 3 if n >= 100 else 2 if n >= 10 else 1
    most = 0.3 * n if n >= 1000 else 0.5 * n if n >= 10 else n
    there = np.bincount(found.counts.indices, minlength=len(found.terms))
    kept = (there >= least) & (there <= most)
    kept &= np.fromiter((len(term) > 2 for term in found.terms), bool, len(found.terms))
    if language.split("-")[0] in ("en", "und", "mul"):
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        kept &= ~np.isin(found.terms, list(ENGLISH_STOP_WORDS))
        kept &= ~np.fromiter(("'" in term for term in found.terms), bool, len(found.terms))
    return TermCounts(found.counts[:, kept], found.terms[kept])


def _fitted(counts: Any, held: Bools, k: int, method: Method, seed: int) -> tuple[Floats, Floats]:
    """Topics' weights (k, n_terms) and articles' shares (n_articles, k), rows summing to 1."""
    # Imported before the limit, which holds for the libraries that are there by then.
    import sklearn.decomposition  # noqa: F401
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        if method == "nmf":
            weights, amounts = _nmf(_tf_idf(counts, ~held), held, k, seed)
        else:
            weights, amounts = _lda(counts, held, k, seed)
    weights = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    totals = amounts.sum(axis=1, keepdims=True)
    shares = np.divide(amounts, totals, out=np.full_like(amounts, 1 / k), where=totals > 0)
    return _rounded(weights), _rounded(shares)


def _tf_idf(counts: Any, fitted: Bools) -> Any:
    """Sublinear TF-IDF of unit length, document frequencies from the fitted articles alone."""
    from scipy.sparse import csr_array, diags_array

    there = np.bincount(counts[fitted].indices, minlength=counts.shape[1])
    idf = np.log((1 + fitted.sum()) / (1 + there)) + 1
    matrix = csr_array(counts, dtype=np.float64, copy=True)
    matrix.data = (1 + np.log(matrix.data)) * idf[matrix.indices]
    lengths = np.sqrt(matrix.power(2).sum(axis=1))
    return csr_array(diags_array(1 / np.maximum(lengths, 1e-12)) @ matrix, dtype=np.float64)


def _nmf(matrix: Any, held: Bools, k: int, seed: int) -> tuple[Floats, Floats]:
    # Not the class NMF: it ends by taking the root of an error that can be 0 − ε.
    from sklearn.decomposition import non_negative_factorization

    fitted = matrix[~held]
    # The singular vectors of a handful of like articles are not defined well enough to start from.
    init = "nndsvda" if fitted.shape[0] >= FEWEST_FOR_SVD else "random"
    options = {"n_components": k, "max_iter": 400, "tol": 3e-3, "random_state": seed}
    amounts = np.zeros((matrix.shape[0], k))
    amounts[~held], weights, _ = non_negative_factorization(fitted, init=init, **options)
    if held.any():
        amounts[held] = non_negative_factorization(
            matrix[held], H=weights, update_H=False, **options
        )[0]
    # A topic's scale is shared between the two matrices; all of it goes to the articles.
    return weights.astype(np.float64), amounts * weights.sum(axis=1)


def _lda(counts: Any, held: Bools, k: int, seed: int) -> tuple[Floats, Floats]:
    from sklearn.decomposition import LatentDirichletAllocation

    online = counts.shape[0] > 500
    model = LatentDirichletAllocation(
        k,
        learning_method="online" if online else "batch",
        max_iter=10 if online else 50,
        random_state=seed,
    )
    model.fit(counts[~held])
    return model.components_, model.transform(counts)


def _rounded(values: Floats) -> Floats:
    """To `ROUNDED_TO` significant figures."""
    with np.errstate(divide="ignore"):
        power = np.floor(np.log10(np.abs(values)))
    power[~np.isfinite(power)] = 0
    scale = 10.0 ** (ROUNDED_TO - 1 - power)
    return np.round(values * scale) / scale


def _described(
    counts: Counts,
    found: TermCounts,
    weights: Floats,
    shares: Floats,
    judged: Any,
    judged_on: str,
    method: Method,
    seed: int,
) -> Topics:
    k = len(weights)
    belongs = exclusivity(weights)
    # np.argsort is stable here, and terms are sorted: ties go by the alphabet.
    ranked = np.argsort(-weights, axis=1, kind="stable")[:, :KEPT_WORDS]
    labels = _labels(weights, found.terms)
    top = ranked[:, : min(FOREMOST, ranked.shape[1])]
    rows = np.repeat(np.arange(k), ranked.shape[1])
    columns = ranked.ravel()
    words = pd.DataFrame(
        {
            "topic": rows,
            "label": pd.Series([labels[row] for row in rows], dtype="str"),
            "rank": np.tile(np.arange(1, ranked.shape[1] + 1), k),
            "term": pd.Series(found.terms[columns], dtype="str"),
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
            "npmi_on": pd.Series([judged_on] * k, dtype="str"),
        }
    )
    settings = {"k": k, "method": method, "seed": seed, "vocabulary": len(found.terms)}
    share = dict(zip(found.terms, weights.T, strict=True))
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
        **counts.behind("apportioned", _evidence, _sentence_sums, share, labels, shares),
    )
    documents = pd.DataFrame(shares, index=counts.articles.index, columns=labels)
    return Topics(words, labels, measure, documents, quality, counts, weights)


def _labels(weights: Floats, terms: NDArray[np.object_]) -> list[str]:
    """Each topic's most relevant words: λ log p(word | topic) + (1 − λ) log lift."""
    overall = weights.sum(axis=0) / max(len(weights), 1)
    labels: list[str] = []
    seen: Counter[str] = Counter()
    for row in weights:
        candidates = np.argsort(-row, kind="stable")[:20]
        candidates = candidates[row[candidates] > 0]
        share = row[candidates]
        lift = np.log(share / overall[candidates])
        relevance = RELEVANCE * np.log(share) + (1 - RELEVANCE) * lift
        chosen = candidates[np.argsort(-relevance, kind="stable")[:LABEL_WORDS]]
        label = " · ".join(terms[chosen]) or "no words"
        seen[label] += 1
        labels.append(f"{label} ({seen[label]})" if seen[label] > 1 else label)
    return labels


def _evidence(
    tokens: Tokens,
    share: dict[str, Floats],
    labels: list[str],
    shares: Floats,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    apportioned = _apportioned(tokens, share, labels, shares, article_ids)
    frames = []
    for chunk, sentence, values in apportioned:
        row, topic = np.nonzero(values)
        number = sentence[row]
        first, after = chunk.sentence_offsets[number], chunk.sentence_offsets[number + 1]
        article = chunk.sentence_article[number]
        frames.append(
            pd.DataFrame(
                {
                    "article_id": pd.Series(chunk.article_ids[article], dtype="str"),
                    "field": pd.Series([tokens.field] * len(row), dtype="str"),
                    "sentence": number - chunk.article_sentences[article],
                    "char_start": chunk.char_start[first],
                    "char_end": chunk.char_end[after - 1],
                    "category": pd.Series([labels[one] for one in topic], dtype="str"),
                    "value": values[row, topic],
                    "voice": 2,
                }
            )
        )
    return joined(frames, EVIDENCE_COLUMNS)


def _sentence_sums(
    tokens: Tokens,
    share: dict[str, Floats],
    labels: list[str],
    shares: Floats,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    frames = []
    for chunk, sentence, values in _apportioned(tokens, share, labels, shares, article_ids):
        article = chunk.sentence_article[sentence]
        number = sentence - chunk.article_sentences[article]
        names = chunk.article_ids[article]
        frames.append(
            pd.DataFrame(
                {
                    "article_id": pd.Series(np.repeat(names, len(labels)), dtype="str"),
                    "part": pd.Series([tokens.part] * values.size, dtype="str"),
                    "sentence": np.repeat(number, len(labels)),
                    "category": pd.Series(labels * len(sentence), dtype="str"),
                    "numerator": values.ravel(),
                    "denominator": np.repeat(values.sum(axis=1), len(labels)),
                }
            )
        )
    return joined(frames, SENTENCE_COLUMNS)


def _apportioned(
    tokens: Tokens,
    share: dict[str, Floats],
    labels: list[str],
    shares: Floats,
    article_ids: Sequence[str],
) -> list[tuple[Chunk, NDArray[np.int64], Floats]]:
    """Each article's shares, dealt out to its sentences by their words' weights in the topic.

    A share of which no word of the article has a weight is dealt out evenly to the sentences
    with a word of the vocabulary.
    """
    chosen = chosen_tokens(tokens, article_ids)
    place = tokens.articles.index.get_indexer(chosen.articles.index)
    parts = map_chunks(_chunk_weights, chosen, share, len(labels))
    done = []
    start = 0
    for chunk, (sentence, weights) in zip(chosen.chunks(), parts, strict=True):
        owner = chunk.sentence_article[sentence]
        own = np.nan_to_num(shares[place[start : start + chunk.n_articles]])
        start += chunk.n_articles
        totals = np.zeros((chunk.n_articles, len(labels)))
        np.add.at(totals, owner, weights)
        number = np.bincount(owner, minlength=chunk.n_articles)
        even = 1.0 / np.maximum(number[owner], 1)[:, None]
        parts_of = np.divide(weights, totals[owner], out=np.zeros_like(weights), where=weights > 0)
        parts_of = np.where(totals[owner] > 0, parts_of, even)
        done.append((chunk, sentence, parts_of * own[owner]))
    return done


def _chunk_weights(
    chunk: Chunk, share: dict[str, Floats], k: int
) -> tuple[NDArray[np.int64], Floats]:
    """The sentences with a word of the vocabulary, and their words' summed weights."""
    words = chunk.types.folded_strings
    there = np.fromiter((word in share for word in words), bool, len(words))
    table = np.zeros((len(words), k))
    for word in np.flatnonzero(there):
        table[word] = share[words[word]]
    folded = chunk.types.folded[chunk.ids]
    kept = np.flatnonzero(there[folded])
    sums = np.zeros((chunk.n_sentences, k))
    np.add.at(sums, chunk.token_sentence[kept], table[folded[kept]])
    sentence = np.unique(chunk.token_sentence[kept]).astype(np.int64)
    return sentence, sums[sentence]
