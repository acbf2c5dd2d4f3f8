"""What stands behind microframes: whether the vectors are fit for an axis, which words move an
outlet, and how far chance alone would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.comparison.cells import check_group
from framing.comparison.comparing import _check_whole
from framing.comparison.families import q_values
from framing.errors import FramingError, check_choice
from framing.measures._voice import VOICES, Voice
from framing.measures.axes import Axis, axes_of
from framing.measures.microframes import axis_scores, direction, pole_rows, usable_axes
from framing.measures.term_counts import term_counts
from framing.measures.vectors import DIMENSIONS, MIN_COUNT, WINDOW, Contexts, contexts, word_vectors
from framing.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.measures.measure import Measure
    from framing.measures.vectors import WordVectors
    from framing.tokens import Tokens

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

FOLDS = 4
HALVES = (((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2)))
PLACED, STABLE = 0.75, 0.5  # what an axis must reach, see `axis_check`
FEWEST_PLACED = 6  # words of both poles together, for the first of these to tell
FEWEST_OUTLETS = 3


def axis_check(
    tokens: Tokens | Corpus,
    axes: Any = None,
    *,
    dimensions: int = DIMENSIONS,
    window: int = WINDOW,
    min_count: int = MIN_COUNT,
    by: str = "outlet",
    within: str | None = "event",
    seed: int = 0,
) -> pd.DataFrame:
    """Say whether a corpus is large enough for axes between poles.

    Two questions are put to each axis.

    1. **Do its poles hold?** Each of its words is left out in turn, the axis is made of the others,
       and the word is placed: on the side of its own pole or not. Of random vectors half would be.
    2. **Would another half of the corpus have given the same?** Events, or articles where there
       are none, are parted at random into halves, in three ways, vectors are made from each half,
       and the scores of words are correlated, each as often as it is used; names and the poles'
       own words are left out. The correlation r of
       halves is stepped up to the whole corpus by Spearman and Brown, 2r/(1 + r).

    An axis is called usable if at least six of its words have vectors, two at each pole, at least
    three quarters fall on their own side, and the stability is .5 or more. These bounds are
    conventions; docs/microframes.md tells what corpora of several sizes reach.

    Parameters
    ----------
    tokens : Tokens or Corpus
        A corpus is tokenized once and remembered.
    axes
        As for `microframes`; None: all that come with the package.
    dimensions, window, min_count : int
        Of `word_vectors`.
    by, within : str
        Columns of the articles: whose positions are looked at, and what is kept whole in a half.
    seed : int
        Of the halves.

    Returns
    -------
    DataFrame
        A row an axis.

        - ``axis``; ``n_minus``, ``n_plus``: words of the poles that have vectors; ``missing``:
          those that have none, joined by commas; ``misplaced``: those nearer the other pole
        - ``placed``: share on their own side
        - ``stability``: of words' scores, as above
        - ``outlet_stability``: the mean correlation, over outlets, of their positions by the
          vectors of either half; NaN with fewer than three outlets
        - ``usable``: bool; ``note``: why not

    Raises
    ------
    FramingError
        If an axis is not known or a column is missing.

    Examples
    --------
    >>> import framing as fr
    >>> axis_check(fr.example(), ["dangerous-safe"])[["axis", "usable"]].values.tolist()
    [['dangerous-safe', False]]
    """
    tokens = tokenize(tokens)
    chosen = axes_of(axes)
    check_group(by, tokens.articles)
    near = contexts(tokens, window, min_count, _folds(tokens.articles, within, seed))
    whole = near.vectors(dimensions)
    stable = np.full((2, len(chosen)), np.nan)
    if len(near.near) == FOLDS and len(whole):
        stable = _stability(tokens, near, chosen, dimensions, by)
    rows = [_row(axis, whole, *stable[:, number]) for number, axis in enumerate(chosen)]
    frame = pd.DataFrame(rows)
    text = ["axis", "missing", "misplaced", "note"]
    return frame.astype({**dict.fromkeys(text, "str"), "n_minus": "int64", "n_plus": "int64"})


def _folds(articles: pd.DataFrame, within: str | None, seed: int) -> Ints:
    """The fold of each article, 0 to 3; articles of one event are in one fold."""
    # By their names, so that the order of the articles changes nothing.
    keys = "article " + articles.index.to_series().astype(str)
    if within is not None and within in articles:
        keys = keys.mask(articles[within].notna(), "event " + articles[within].astype(str))
    _, number = np.unique(keys.to_numpy(dtype=object), return_inverse=True)
    n = int(number.max(initial=-1)) + 1
    fold_of = np.random.default_rng(seed).permutation(np.arange(n) % FOLDS)
    return fold_of[number].astype(np.int64)


def _stability(
    tokens: Tokens, near: Contexts, axes: tuple[Axis, ...], dimensions: int, by: str
) -> Floats:
    """float64 (2, n_axes): stability of the scores of words, and of the positions of outlets."""
    counted = np.where(near.is_name, 0.0, near.counts)
    # The poles' own words lie at their poles whatever the corpus, and would flatter it.
    places = pd.Index(near.words, dtype=object)
    poles = [places.isin([*axis.minus_words, *axis.plus_words]) for axis in axes]
    weight = np.where(np.transpose(poles), 0, counted[:, np.newaxis])
    weight = weight / np.maximum(weight.sum(axis=0), 1)
    shares = _shares(tokens, near, by)
    found = []
    for halves in HALVES:
        one, other = (axis_scores(near.vectors(dimensions, half), axes) for half in halves)
        of_words = _correlation(one, other, weight)
        of_outlets = np.full(len(axes), np.nan)
        if len(shares) >= FEWEST_OUTLETS:
            even = np.full((len(shares), 1), 1 / len(shares))
            of_outlets = _correlation(shares @ one, shares @ other, even)
        found.append([of_words, of_outlets])
    of_words, of_outlets = np.mean(found, axis=0)
    return np.array([2 * of_words / (1 + of_words), of_outlets])


def _shares(tokens: Tokens, near: Contexts, by: str) -> Floats:
    """float64 (n_outlets, n_words): of an outlet's words with vectors, the share of each."""
    counted = term_counts(tokens)
    columns = pd.Index(counted.terms, dtype=object).get_indexer(near.words)
    group, names = pd.factorize(tokens.articles[by])
    sums = _summed(counted.counts[:, columns], group, len(names)).toarray() * ~near.is_name
    total = sums.sum(axis=1)
    return sums[total > 0] / total[total > 0, np.newaxis]


def _summed(counts: Any, group: Ints, n_groups: int) -> Any:
    """csr_array (n_groups, n_columns): rows added up by group; those below 0 are left out."""
    from scipy.sparse import csr_array

    there = np.flatnonzero(group >= 0)
    placed = (np.ones(len(there)), (group[there], there))
    return csr_array(csr_array(placed, shape=(n_groups, counts.shape[0])) @ counts)


def _correlation(one: Floats, other: Floats, weight: Floats) -> Floats:
    """float64 (n_columns,): of the columns of two tables, rows weighted; NaN without variance."""
    one, other = one - (weight * one).sum(axis=0), other - (weight * other).sum(axis=0)
    product = np.sqrt((weight * one**2).sum(axis=0) * (weight * other**2).sum(axis=0))
    both = (weight * one * other).sum(axis=0)
    return np.divide(both, product, out=np.full(len(both), np.nan), where=product > 0)


def _row(axis: Axis, whole: WordVectors, stability: float, of_outlets: float) -> dict[str, Any]:
    rows = pole_rows(axis, whole)
    there = {whole.words[row] for rows_ in rows for row in rows_.tolist()}
    missing = [word for word in (*axis.minus_words, *axis.plus_words) if word not in there]
    misplaced = _misplaced(whole.vectors, rows)
    n_minus, n_plus = map(len, rows)
    placed = float("nan")
    if min(n_minus, n_plus) > 1:
        placed = 1 - len(misplaced) / (n_minus + n_plus)
    if min(n_minus, n_plus) < 2 or n_minus + n_plus < FEWEST_PLACED:
        note = "too few of its words are used often enough"
    elif placed < PLACED:
        note = "its own words do not fall on their sides"
    elif not stability >= STABLE:
        note = "halves of the corpus do not agree"
    else:
        note = ""
    return {
        "axis": axis.name,
        "n_minus": n_minus,
        "n_plus": n_plus,
        "missing": ", ".join(missing),
        "misplaced": ", ".join(whole.words[misplaced]),
        "placed": placed,
        "stability": stability,
        "outlet_stability": of_outlets,
        "usable": not note,
        "note": note,
    }


def _misplaced(vectors: Floats, rows: tuple[Ints, Ints]) -> list[int]:
    """The rows of those words that fall on the other side when the axis is made without them."""
    if min(map(len, rows)) < 2:
        return []
    wrong = []
    for pole, sign in ((0, -1), (1, 1)):
        for row in rows[pole].tolist():
            poles = [vectors[some[some != row]] for some in rows]
            if sign * float(vectors[row] @ direction(*poles)) <= 0:
                wrong.append(row)
    return wrong


def microframe_words(
    tokens: Tokens | Corpus,
    axes: Any = None,
    vectors: WordVectors | None = None,
    n: int = 10,
    by: str = "outlet",
    within: str | None = "event",
    *,
    voice: Voice = "all",
) -> pd.DataFrame:
    """Find the words that move an outlet along an axis, against the others.

    The difference that `compare` gives, within the events that both cover, is a sum over words: a
    word adds what it is used more than by the others, per word and in the same events, times its
    score less the position of both together. So a word shifts an outlet towards a pole by being
    used more often than elsewhere, or less often and lying on the other side (FrameAxis'
    word-level shift, within events). Shifts describe and test nothing: `compare` tests.

    Parameters
    ----------
    tokens, axes, vectors, voice
        As for `microframes`.
    n : int
        At most so many words for each outlet and axis, by the size of their shift.
    by, within : str
        Columns of the articles. Without events, or with None, all articles are taken.

    Returns
    -------
    DataFrame
        The column `by`; ``axis``, ``word``; ``shift``, positive towards the second pole; ``score``;
        ``count``, ``reference_count``: uses by the outlet and by the others, on shared events;
        ``difference``: what the shifts of all words add up to, the estimate of `compare`.

    Raises
    ------
    FramingError
        As `microframes` does; or if a column is missing.

    Examples
    --------
    >>> import framing as fr
    >>> poles = {"workers-company": {"workers": ["drivers", "union"], "company": ["company"]}}
    >>> found = microframe_words(fr.example(), poles, n=2)
    >>> found.columns.tolist()[1:4]
    ['axis', 'word', 'shift']
    """
    check_choice("voice", voice, VOICES)
    _check_whole("n", n, 1)
    tokens = tokenize(tokens)
    articles = tokens.articles
    check_group(by, articles)
    vectors = word_vectors(tokens) if vectors is None else vectors
    chosen = usable_axes(axes, vectors)
    scores = axis_scores(vectors, chosen)
    counted = term_counts(tokens, voice)
    place = pd.Index(counted.terms, dtype=object).get_indexer(vectors.words)
    kept = (place >= 0) & ~vectors.is_name
    counts = counted.counts[:, place[kept]]
    words, scores = vectors.words[kept], scores[kept]
    group, names = pd.factorize(articles[by], sort=True)
    event = _events(articles, within)
    if event is None:
        event = np.zeros(len(articles), dtype=np.int64)
    event = np.where(group >= 0, event, -1)
    n_events = int(event.max(initial=-1)) + 1
    total = _summed(counts, event, n_events)
    frames = []
    for number, name in enumerate(names):
        own = _summed(counts, np.where(group == number, event, -1), n_events)
        rest = total - own
        x_own, x_rest = own.sum(axis=1), rest.sum(axis=1)
        x_both = np.maximum(x_own + x_rest, 1)
        weight = (x_own * x_rest / x_both).sum()
        if not weight:
            continue
        beyond = ((x_rest / x_both) @ own - (x_own / x_both) @ rest) / weight
        shared = (x_own > 0) & (x_rest > 0)
        uses = np.array([shared @ own, shared @ rest])
        middle = uses.sum(axis=0) @ scores / uses.sum()
        shift = beyond[:, np.newaxis] * (scores - middle)
        for column, axis in enumerate(chosen):
            best = np.argsort(-np.abs(shift[:, column]), kind="stable")[:n]
            frames.append(
                pd.DataFrame(
                    {
                        by: name,
                        "axis": axis.name,
                        "word": words[best],
                        "shift": shift[best, column],
                        "score": scores[best, column],
                        "count": uses[0, best].astype(np.int64),
                        "reference_count": uses[1, best].astype(np.int64),
                        "difference": shift[:, column].sum(),
                    }
                )
            )
    columns = [by, "axis", "word", "shift", "score", "count", "reference_count", "difference"]
    if not frames:
        return pd.DataFrame({name: [] for name in columns})
    frame = pd.concat(frames, ignore_index=True)[columns]
    return frame.astype({"axis": "str", "word": "str"})


def _events(articles: pd.DataFrame, within: str | None) -> Ints | None:
    """Numbers of events, −1 where there is none; None where no article has one."""
    if within is None or within not in articles or articles[within].isna().all():
        return None
    number, _ = pd.factorize(articles[within], sort=True)
    return number.astype(np.int64)


def microframe_null(
    measure: Measure,
    by: str = "outlet",
    within: str | None = "event",
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How far an outlet lies from where it would if anybody had written its articles.

    Of each event as many articles as the outlet wrote are drawn at random, without replacement,
    from all that were written on it, by whomever; the position of what is drawn is one value of
    the null. Kwak and others (2021) draw from the whole corpus, which mixes what an outlet covers
    with how it writes, and draw words, which come in bursts. Only events that another outlet
    reports too are taken. Articles are taken as independent: where an outlet's articles on one
    event are of a kind, `compare`, whose tests exchange whole cells, is the safer one.

    Parameters
    ----------
    measure : Measure
        Of `microframes`; any other will do.
    by, within : str
        Columns of the articles. With None, or without events, articles are drawn from all.
    resamples, seed : int

    Returns
    -------
    DataFrame
        A row for each outlet and axis: the column `by`; ``axis``; ``estimate``, on these articles;
        ``null``, ``null_low``, ``null_high``: mean and middle 95 % of the draws; ``effect``:
        estimate less null; ``effect_size``: in standard deviations of the draws; ``p_value``,
        two-sided, (b + 1)/(n + 1); ``q_value`` over all rows; ``n_articles``, ``n_events``. Outlets
        with fewer than five articles have no p.

    Raises
    ------
    FramingError
        If `resamples` is no whole number from 1 on, or a column is missing.

    Examples
    --------
    >>> import framing as fr
    >>> poles = {"workers-company": {"workers": ["drivers", "union"], "company": ["company"]}}
    >>> found = microframe_null(fr.microframes(fr.example(), poles), resamples=99)
    >>> bool(found["null"].between(found["null_low"], found["null_high"]).all())
    True
    """
    _check_whole("resamples", resamples, 1)
    articles = measure.articles
    check_group(by, articles)
    group, names = pd.factorize(articles[by], sort=True)
    known = (group >= 0) & (measure.denominators > 0).all(axis=1)
    event = _events(articles, within)
    if event is None:
        event = np.zeros(len(articles), dtype=np.int64)
    known &= event >= 0
    rows = np.flatnonzero(known)
    pairs = pd.DataFrame({"event": event[rows], "group": group[rows]})
    shared = (pairs.groupby("event")["group"].transform("nunique") > 1).to_numpy()
    rows = rows[shared]
    rows = rows[np.lexsort((articles.index[rows], event[rows]))]
    _, event_of = np.unique(event[rows], return_inverse=True)
    top, bottom = measure.numerators[rows], measure.denominators[rows]
    frames = []
    for number, name in enumerate(names):
        own = np.flatnonzero(group[rows] == number)
        if not len(own):
            continue
        rng = np.random.default_rng([seed, number])
        null = _drawn(event_of, own, top, bottom, resamples, rng)
        estimate = top[own].sum(axis=0) / bottom[own].sum(axis=0)
        middle = null.mean(axis=0)
        beyond = (np.abs(null - middle) >= np.abs(estimate - middle) - 1e-12).sum(axis=0)
        low, high = np.quantile(null, [0.025, 0.975], axis=0)
        spread = null.std(axis=0)
        frames.append(
            pd.DataFrame(
                {
                    by: name,
                    "axis": list(measure.categories),
                    "estimate": estimate,
                    "null": middle,
                    "null_low": low,
                    "null_high": high,
                    "effect": estimate - middle,
                    "effect_size": (estimate - middle) / np.where(spread > 0, spread, np.nan),
                    "p_value": (beyond + 1) / (resamples + 1) if len(own) > 4 else np.nan,
                    "n_articles": len(own),
                    "n_events": len(np.unique(event_of[own])),
                }
            )
        )
    if not frames:
        raise FramingError(
            f"no two values of {by!r} share {within or 'anything'!r}; give within=None, or events."
        )
    frame = pd.concat(frames, ignore_index=True)
    frame.insert(9, "q_value", q_values(frame["p_value"].to_numpy(dtype=np.float64)))
    return frame.astype({"axis": "str"})


def _drawn(
    event: Ints, own: Ints, top: Floats, bottom: Floats, resamples: int, rng: np.random.Generator
) -> Floats:
    """float64 (resamples, n_axes): positions of as many articles as `own`, of the same events."""
    n_own = np.bincount(event[own], minlength=int(event.max()) + 1)
    pool = np.flatnonzero(n_own[event])
    _, of_event, size = np.unique(event[pool], return_inverse=True, return_counts=True)
    rank = np.arange(len(pool)) - (np.cumsum(size) - size)[of_event]
    taken = rank < n_own[event[pool]]
    null = np.zeros((resamples, top.shape[1]))
    for draw in range(resamples):
        # Sorted by event, and at random within it, the first so many of each event are taken.
        at = pool[np.argsort(of_event + rng.random(len(pool)))[taken]]
        null[draw] = top[at].sum(axis=0) / bottom[at].sum(axis=0)
    return null
