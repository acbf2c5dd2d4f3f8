"""Sentiment towards a person, group or place: what is said of whom, mention by mention."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from framing.errors import FramingError, check_choice
from framing.measures._rows import joined, voice_codes
from framing.measures._voice import (
    VOICES,
    Voice,
    counted_sentences,
    counted_words,
    measurable_articles,
)
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.measures.target_sentiment.features import feature_names, features_near
from framing.measures.target_sentiment.mentions import Mentions, Named, Placed, Targets, targets_of
from framing.measures.target_sentiment.model import UNITS, scores, weights
from framing.measures.target_sentiment.words import known_words
from framing.parallel import map_chunks
from framing.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

    Floats = NDArray[np.float64]
    Ints = NDArray[np.integer[Any]]

Scorer = Callable[[str, int, int], float]
HIT_COLUMNS = [
    *("article_id", "sentence", "category", "char_start", "char_end", "word"),
    *("word_start", "word_end", "group", "relation", "amount", "negative", "positive"),
]


def target_sentiment(
    tokens: Tokens | Corpus,
    targets: Targets,
    scorer: Scorer | None = None,
    voice: Voice = "all",
) -> Measure:
    """Score each mention of a person, group or place by what is said of it, and take the mean.

    The words around a mention count by what they are (blame, praise, a wrong done, a merit, ...)
    and by their relation to it: who does and who suffers what a verb says, what stands before and
    what behind the mention, how near and in which clause, and what is denied. Blame falls on the
    one who is blamed, a lie on the one who lies; who is hurt or killed is no worse for it. The
    words and groups are in ``words.yaml``, the weights in
    ``weights.csv``, both beside this module; `target_words` shows which words decided.

    English only, and weak: of 100 sentences chosen for coders, 66 are put in the class (negative,
    neutral or positive) that they gave them, of 100 mentions in running news about 50. See
    docs/target-sentiment.md before relying on it.

    Parameters
    ----------
    tokens : Tokens or Corpus
        A corpus is tokenized once and remembered.
    targets : mapping, or sequence of str
        A name to its patterns, as in lexicons: ``{"May": ["Theresa May", "=May"]}``; names alone,
        ``["Corbyn"]``, are their own pattern. Each is a category. Or an article_id to places in its
        text, ``{"article-1": [(0, 4)]}``, all of them of the category ``target``.
    scorer : callable, optional
        A function of your own in place of the words and weights: given a sentence and the
        mention's first position and the one behind its last in it, the sentiment in [-1, 1].
    voice : {"all", "own", "quoted"}
        Whose mentions and whose words count. A mention counts if it is of the voice and stands in
        a sentence with at least three words of it; words of the other voice say nothing of it (a
        `scorer` sees the whole sentence). Articles with unreliable quotation marks have no value
        for one voice.

    Returns
    -------
    Measure
        Kind ``"score"``, unit ``"mean score per mention"``: for each category the sum of the
        scores of its mentions, over their number. A score lies in [-1, 1]; within .05 of 0 is
        neutral. The evidence has one row a mention, `value` its score, `char_start` and
        `char_end` the mention.

    Raises
    ------
    FramingError
        If `targets` is neither of the two, names an article that is not there or a place without
        a word; if a scorer returns something else than a number in [-1, 1]; or if `voice` is not
        known.

    References
    ----------
    Hamborg, F., and Donnay, K. (2021). NewsMTSC: A dataset for (multi-)target-dependent sentiment
    classification in political news articles. EACL, 1663–1675.
    https://doi.org/10.18653/v1/2021.eacl-main.142

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> text = "Critics slammed Mayor Smith. The council praised Jones for her courage."
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    >>> measure = target_sentiment(corpus, ["Smith", "Jones"])
    >>> np.sign(measure.evidence["value"]).tolist()
    [-1.0, 1.0]
    >>> target_sentiment(corpus, ["Smith"], lambda sentence, start, end: -0.5).numerators
    array([[-0.5]])
    """
    check_choice("voice", voice, VOICES)
    tokens = tokenize(tokens)
    chosen = targets_of(targets)
    chosen.check(tokens)
    chunks = map_chunks(_scored, tokens, chosen, scorer, voice)
    empty = _Scored(*(np.zeros(0, np.int64) for _ in _Scored._fields))
    n_articles = np.cumsum([0, *(count for count, _, _ in chunks)])
    found = _Scored(
        *(
            np.concatenate(parts)
            for parts in zip(
                empty,
                *(
                    part._replace(article=part.article + before)
                    for (_, _, part), before in zip(chunks, n_articles[:-1], strict=True)
                ),
                strict=True,
            )
        )
    )
    measurable = np.concatenate([np.zeros(0, bool), *(good for _, good, _ in chunks)])
    shape = (tokens.n_articles, len(chosen.categories))
    cell = found.article * shape[1] + found.category

    def total(values: NDArray[Any] | None) -> Floats:
        sums = np.bincount(cell, weights=values, minlength=shape[0] * shape[1]).reshape(shape)
        return np.where(measurable[:, np.newaxis], sums, np.nan)

    about = (tokens, chosen.categories, found)
    by = {"words": f"words.yaml {known_words().version}"} if scorer is None else {}
    return Measure.from_arrays(
        tokens.articles,
        total(found.score) / UNITS,
        total(None),
        name="target sentiment",
        unit="mean score per mention",
        kind="score",
        categories=chosen.categories,
        part=tokens.part,
        settings={
            **chosen.settings,
            "scorer": "words and weights" if scorer is None else _name(scorer),
            **by,
            "voice": voice,
            "field": tokens.field,
        },
        evidence_kind="exact",
        make_evidence=partial(_evidence, *about),
        make_sentence_sums=partial(_sentence_sums, *about, voice),
    )


def target_words(tokens: Tokens | Corpus, targets: Targets, voice: Voice = "all") -> pd.DataFrame:
    """The words that decide how each mention is scored by `target_sentiment`.

    Parameters
    ----------
    tokens, targets, voice
        As in `target_sentiment`.

    Returns
    -------
    DataFrame
        A row for each mention, word and relation: ``article_id``, ``sentence``, ``category``,
        ``char_start``, ``char_end`` (of the mention), ``word``, ``word_start``, ``word_end``,
        ``group`` (of words.yaml), ``relation`` (see `framing.measures.target_sentiment.features`),
        ``amount``, ``negative`` and ``positive``: what the word adds to the log odds that the
        mention is negative, or positive, rather than neutral (words of the same group in the same
        relation share what they add together). What a mention's place in its
        sentence adds is in rows without a word, of the group ``mention``.

    Examples
    --------
    >>> from framing.corpus import Corpus
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": ["Voters mock Smith."]}))
    >>> words = target_words(corpus, ["Smith"])
    >>> words.loc[words["word"] == "mock", ["group", "relation"]].values.tolist()[0]
    ['condemn', 'suffers']
    """
    check_choice("voice", voice, VOICES)
    tokens = tokenize(tokens)
    chosen = targets_of(targets)
    chosen.check(tokens)
    frames = map_chunks(_words_of_chunk, tokens, chosen, voice)
    if not frames:
        return pd.DataFrame({name: [] for name in HIT_COLUMNS})
    return pd.concat(frames, ignore_index=True)


class _Scored(NamedTuple):
    """The mentions of a corpus, int64 (n_mentions,) each.

    `article` counts through the corpus, `sentence` in the article; `start`, `end` are code points;
    `score` is in units of 1 / `UNITS`; `voice` as in evidence.
    """

    article: Ints
    sentence: Ints
    start: Ints
    end: Ints
    category: Ints
    score: Ints
    voice: Ints


def _scored(
    chunk: Chunk, targets: Named | Placed, scorer: Scorer | None, voice: Voice
) -> tuple[int, NDArray[np.bool_], _Scored]:
    """The number of articles, which of them have a value, and the scored mentions."""
    mentions = targets.find(chunk, voice)
    article = chunk.token_article[mentions.first].astype(np.int64)
    sentence = chunk.token_sentence[mentions.first].astype(np.int64)
    if scorer is None:
        heard = features_near(chunk, mentions, counted_words(chunk, voice))
        score = scores(heard, len(article))
    else:
        score = _by_scorer(chunk, mentions, scorer)
    quoted = np.concatenate([[0], np.cumsum(chunk.word & (chunk.voice == 1))])
    words = np.concatenate([[0], np.cumsum(chunk.word)])
    first, behind = mentions.first, mentions.last + 1
    codes = voice_codes(quoted[behind] - quoted[first], words[behind] - words[first])
    found = _Scored(
        article,
        sentence - chunk.article_sentences[article],
        mentions.start,
        mentions.end,
        mentions.category,
        score,
        codes,
    )
    return chunk.n_articles, measurable_articles(chunk, voice), found


def _by_scorer(chunk: Chunk, mentions: Mentions, scorer: Scorer) -> NDArray[np.int64]:
    scored = []
    for first, start, end in zip(mentions.first, mentions.start, mentions.end, strict=True):
        tokens = chunk.sentence_offsets[chunk.token_sentence[first] :][:2]
        low, high = int(chunk.char_start[tokens[0]]), int(chunk.char_end[tokens[1] - 1])
        text = chunk.texts[chunk.token_article[first]][low : max(high, int(end))]
        value = scorer(text, int(start) - low, int(end) - low)
        if not (isinstance(value, (int, float, np.number)) and -1 <= value <= 1):
            raise FramingError(
                f"scorer gave {value!r} for {text[int(start) - low : int(end) - low]!r}; "
                "it must return a number from -1 to 1."
            )
        scored.append(round(float(value) * UNITS))
    return np.array(scored, dtype=np.int64)


def _name(scorer: Scorer) -> str:
    return str(getattr(scorer, "__qualname__", type(scorer).__qualname__))


def _evidence(
    tokens: Tokens, categories: Sequence[str], found: _Scored, article_ids: Sequence[str]
) -> pd.DataFrame:
    rows = tokens.articles.index.get_indexer(article_ids)
    place = np.full(tokens.n_articles, -1)
    place[rows] = np.arange(len(rows))
    kept = np.flatnonzero(place[found.article] >= 0)
    kept = kept[np.argsort(place[found.article[kept]], kind="stable")]
    chosen = _Scored(*(part[kept] for part in found))
    names = np.array(categories, dtype=object)
    frame = pd.DataFrame(
        {
            "article_id": tokens.articles.index[chosen.article].astype("str"),
            "field": pd.Series([tokens.field] * len(kept), dtype="str"),
            "sentence": chosen.sentence,
            "char_start": chosen.start,
            "char_end": chosen.end,
            "category": pd.Series(names[chosen.category], dtype="str"),
            "value": chosen.score / UNITS,
            "voice": chosen.voice,
        }
    )
    return joined([frame], EVIDENCE_COLUMNS)


def _sentence_sums(
    tokens: Tokens,
    categories: Sequence[str],
    found: _Scored,
    voice: Voice,
    article_ids: Sequence[str],
) -> pd.DataFrame:
    """A row for each category in every sentence that counts."""
    parts = [np.zeros(0, dtype=bool), *map_chunks(counted_sentences, tokens, voice)]
    n_sentences = tokens.articles["n_sentences"].to_numpy()
    first = np.concatenate([[0], np.cumsum(n_sentences)])
    cell = (first[found.article] + found.sentence) * len(categories) + found.category
    n_cells = int(first[-1]) * len(categories)
    shape = (-1, len(categories))
    score = np.bincount(cell, weights=found.score, minlength=n_cells).reshape(shape) / UNITS
    count = np.bincount(cell, minlength=n_cells).reshape(shape).astype(np.float64)
    counted = np.concatenate(parts)
    frames = []
    for name, row in zip(article_ids, tokens.articles.index.get_indexer(article_ids), strict=True):
        kept = first[row] + np.flatnonzero(counted[first[row] : first[row + 1]])
        n_rows = len(kept) * len(categories)
        frames.append(
            pd.DataFrame(
                {
                    "article_id": [name] * n_rows,
                    "part": [tokens.part] * n_rows,
                    "sentence": np.repeat(kept - first[row], len(categories)),
                    "category": list(categories) * len(kept),
                    "numerator": score[kept].ravel(),
                    "denominator": count[kept].ravel(),
                }
            )
        )
    return joined(frames, SENTENCE_COLUMNS)


def _words_of_chunk(chunk: Chunk, targets: Named | Placed, voice: Voice) -> pd.DataFrame:
    mentions = targets.find(chunk, voice)
    found = features_near(chunk, mentions, counted_words(chunk, voice))
    names = pd.MultiIndex.from_tuples(feature_names())
    fitted = weights().reindex(names).fillna(0.0).to_numpy()[found.feature]
    cell = found.mention * len(names) + found.feature
    _, cell = np.unique(cell, return_inverse=True)
    share = found.amount / np.sqrt(np.bincount(cell, weights=found.amount)[cell])
    token = np.maximum(found.token, 0)
    there = found.token >= 0
    first = mentions.first[found.mention]
    article = chunk.token_article[first]
    words = chunk.types.strings[chunk.ids[token]] if len(token) else token.astype(object)
    frame = pd.DataFrame(
        {
            "article_id": pd.Series(chunk.article_ids[article], dtype="str"),
            "sentence": chunk.token_sentence[first] - chunk.article_sentences[article],
            "category": pd.Series(
                np.array(targets.categories, dtype=object)[mentions.category[found.mention]],
                dtype="str",
            ),
            "char_start": mentions.start[found.mention],
            "char_end": mentions.end[found.mention],
            "word": pd.Series(np.where(there, words, ""), dtype="str"),
            "word_start": np.where(there, chunk.char_start[token], -1),
            "word_end": np.where(there, chunk.char_end[token], -1),
            "group": names.get_level_values(0).to_numpy()[found.feature],
            "relation": names.get_level_values(1).to_numpy()[found.feature],
            "amount": found.amount,
            "negative": share * fitted[:, 0],
            "positive": share * fitted[:, 1],
        }
    )
    order = np.lexsort((found.token, found.mention))
    return frame.iloc[order].reset_index(drop=True)[HIT_COLUMNS]
