"""The same question put in other ways: a lexical measure with other choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from framing.errors import FramingError, check_choice
from framing.lexicon import Lexicon, load_lexicon
from framing.measures._voice import VOICES, Voice, counted_sentences, counted_words
from framing.measures.counts import counts_of
from framing.measures.loaded_terms import loaded_terms
from framing.measures.measure import Measure
from framing.measures.sentiment import sentiment
from framing.measures.valence import UNITS, ByRules, Scorer, scorer_of
from framing.parallel import map_chunks
from framing.tokens import tokenize
from framing.tokens.chunk import Chunk
from framing.tokens.vocabulary import Types

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Tokens

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LEFT_OUT = "term left out"
SAID = {
    "all": "all words, quotations included",
    "own": "the outlets' own words",
    "quoted": "quoted words alone",
}


@dataclass(frozen=True)
class Variant:
    """A choice that could have been made otherwise, and the measure that it leads to.

    `kind`: what was chosen otherwise (``"base"``, ``"lexicon"``, ``"term left out"``,
    ``"negation"``, ``"quotations"``, ``"copies"``, ``"weights"``); `name`: how.
    """

    kind: str
    name: str
    measure: Measure
    weight: Literal["size", "event"] = "size"


def lexical_variants(
    tokens: Tokens | Corpus,
    measure: Literal["sentiment", "loaded_terms"],
    lexicon: str | Path | Lexicon,
    category: str | None = None,
    *,
    lexicons: Sequence[str | Path | Lexicon] = (),
    voice: Voice = "all",
    copies: Tokens | None = None,
    terms: int = 10,
) -> list[Variant]:
    """The variants of a lexical measure, the one that was chosen first.

    Other lexicons; each term left out by itself (the `terms` that weigh most); negation the
    other way; the other voices; copies counted too; each event the same say.
    """
    check_choice("measure", measure, ["sentiment", "loaded_terms"])
    check_choice("voice", voice, VOICES)
    tokens, lexicon = tokenize(tokens), load_lexicon(lexicon)
    others = [load_lexicon(one) for one in lexicons]
    if measure == "sentiment":
        return _of_sentiment(tokens, lexicon, others, voice, copies, terms)
    if category is None:
        check_choice("category", category, lexicon.categories)
    check_choice("category", category, lexicon.categories)
    assert category is not None
    return _of_terms(tokens, lexicon, category, others, voice, copies, terms)


@lru_cache(maxsize=4)
def without_rules(vader: Lexicon) -> Lexicon:
    """VADER's words as any other lexicon's: the rules serve the name alone."""
    return replace(vader, name=f"{vader.name}’s words, without its rules")


def _of_sentiment(
    tokens: Tokens,
    lexicon: Lexicon,
    others: list[Lexicon],
    voice: Voice,
    copies: Tokens | None,
    terms: int,
) -> list[Variant]:
    base = sentiment(tokens, lexicon, voice)
    made = [Variant("base", f"{lexicon.name}, {SAID[voice]}", base)]
    made += [Variant("lexicon", one.name, sentiment(tokens, one, voice)) for one in others]
    if isinstance(scorer_of(lexicon), ByRules):
        plain = without_rules(lexicon)
        made.append(Variant("lexicon", plain.name, sentiment(tokens, plain, voice)))
        off = sentiment(tokens, lexicon, voice, negation=False)
        made.append(Variant("negation", "without negation", off))
    made += [
        Variant("quotations", SAID[one], sentiment(tokens, lexicon, one))
        for one in VOICES
        if one != voice
    ]
    if copies is not None:
        both = _together(base, sentiment(copies, lexicon, voice))
        made.append(Variant("copies", "copies counted too", both))
    made.append(Variant("weights", "each event the same say", base, weight="event"))
    if lexicon.weights:
        made += _words_left_out(tokens, lexicon, voice, base, terms)
    return made


def _of_terms(
    tokens: Tokens,
    lexicon: Lexicon,
    category: str,
    others: list[Lexicon],
    voice: Voice,
    copies: Tokens | None,
    terms: int,
) -> list[Variant]:
    def counted(lexicon: Lexicon, tokens: Tokens = tokens, voice: Voice = voice) -> Measure:
        return loaded_terms(tokens, lexicon, voice)

    lexicon = replace(lexicon, categories={category: lexicon.categories[category]})
    base = counted(lexicon)
    made = [Variant("base", f"{lexicon.name}, {SAID[voice]}", base)]
    for one in others:
        if category not in one.categories:
            raise FramingError(
                f"the lexicon {one.name!r} has no category {category!r}; give the category that is "
                "to be compared the same name."
            )
        only = replace(one, categories={category: one.categories[category]})
        made.append(Variant("lexicon", one.name, counted(only)))
    rule = "keep" if lexicon.categories[category].negation == "drop" else "drop"
    turned = replace(lexicon.categories[category], negation=rule)
    said = "negated hits too" if rule == "keep" else "without negated hits"
    flipped = counted(replace(lexicon, categories={category: turned}))
    made.append(Variant("negation", said, flipped))
    made += [
        Variant("quotations", SAID[one], counted(lexicon, voice=one))
        for one in VOICES
        if one != voice
    ]
    if copies is not None:
        both = _together(base, counted(lexicon, copies))
        made.append(Variant("copies", "copies counted too", both))
    made.append(Variant("weights", "each event the same say", base, weight="event"))
    hits = counts_of(tokens).hits(lexicon, voice)
    counts = np.asarray(hits.counts.toarray(), dtype=np.float64) * hits.weight
    weighs = np.abs(counts).sum(axis=0)
    patterns = lexicon.patterns["pattern"].tolist()
    for number in np.argsort(-weighs, kind="stable")[:terms].tolist():
        if weighs[number]:
            left = base.numerators - counts[:, [number]]
            made.append(Variant(LEFT_OUT, patterns[number], _with_numerators(base, left)))
    return made


def _together(first: Measure, second: Measure) -> Measure:
    """Both measures' articles as one."""
    import pandas as pd

    return replace(
        first,
        numerators=np.concatenate([first.numerators, second.numerators]),
        denominators=np.concatenate([first.denominators, second.denominators]),
        _articles=pd.concat([first.articles, second.articles]),
        make_evidence=None,
        make_sentence_sums=None,
        evidence_kind="none",
    )


def _with_numerators(measure: Measure, numerators: Floats) -> Measure:
    return replace(
        measure,
        numerators=numerators,
        make_evidence=None,
        make_sentence_sums=None,
        evidence_kind="none",
    )


# --- words of a valence lexicon, one by one ------------------------------------------------------


def _words_left_out(
    tokens: Tokens, lexicon: Lexicon, voice: Voice, base: Measure, terms: int
) -> Iterator[Variant]:
    """The sentences with a word scored again without it, for the words that weigh most."""
    weighs: Counter[str] = Counter()
    for found in map_chunks(_weights_of_words, tokens, lexicon, voice):
        weighs.update(found)
    foremost = sorted(weighs, key=lambda word: (-weighs[word], word))[:terms]
    without = [
        scorer_of.__wrapped__(  # not to be remembered: each serves once
            replace(lexicon, weights={w: s for w, s in lexicon.weights.items() if w != word})
        )
        for word in foremost
    ]
    lost = [
        np.zeros((0, len(foremost))),
        *map_chunks(_lost, tokens, scorer_of(lexicon), without, foremost, voice),
    ]
    moved = np.concatenate(lost) / UNITS
    for number, word in enumerate(foremost):
        left = base.numerators - moved[:, [number]]
        yield Variant(LEFT_OUT, word, _with_numerators(base, left))


def _weights_of_words(chunk: Chunk, lexicon: Lexicon, voice: Voice) -> dict[str, float]:
    """How often each word of the lexicon stands in a chunk, times its score."""
    folded = chunk.types.folded[chunk.ids[counted_words(chunk, voice)]]
    n_uses = np.bincount(folded, minlength=len(chunk.types.folded_strings)).tolist()
    words = zip(chunk.types.folded_strings.tolist(), n_uses, strict=True)
    scores = lexicon.weights
    return {word: n * abs(scores[word]) for word, n in words if n and scores.get(word)}


def _lost(
    chunk: Chunk, scorer: Scorer, without: Sequence[Scorer], words: Sequence[str], voice: Voice
) -> Floats:
    """float64 (n_articles, n_words): what each article's score loses without each word."""
    counted = counted_sentences(chunk, voice)
    folded = chunk.types.folded[chunk.ids]
    number_of = {word: number for number, word in enumerate(chunk.types.folded_strings.tolist())}
    lost = np.zeros((chunk.n_articles, len(without)))
    for number, (word, other) in enumerate(zip(words, without, strict=True)):
        rows = np.unique(chunk.token_sentence[folded == number_of.get(word, -1)])
        rows = rows[counted[rows]]
        if len(rows):
            alone = sentences_alone(chunk, rows)
            before, after = (one.hits_and_scores(alone, voice)[1] for one in (scorer, other))
            change = (before - after).astype(np.float64)
            article = chunk.sentence_article[rows]
            lost[:, number] = np.bincount(article, weights=change, minlength=chunk.n_articles)
    return lost


def sentences_alone(chunk: Chunk, rows: Ints) -> Chunk:
    """Some sentences of a chunk, each as an article of its own."""
    begin, end = chunk.sentence_offsets[rows], chunk.sentence_offsets[rows + 1]
    sizes = end - begin
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    place = np.arange(offsets[-1]) + np.repeat(begin - offsets[:-1], sizes)
    used, ids = np.unique(chunk.ids[place], return_inverse=True)
    article = chunk.sentence_article[rows]
    first, last = chunk.char_start[begin], chunk.char_end[end - 1]
    spans = zip(article.tolist(), first.tolist(), last.tolist(), strict=True)
    return Chunk(
        article_ids=np.array([str(row) for row in rows.tolist()], dtype=object),
        texts=[chunk.texts[a][start:stop] for a, start, stop in spans],
        ids=ids.astype(np.int32),
        article_offsets=offsets,
        sentence_offsets=offsets.copy(),
        char_start=chunk.char_start[place] - np.repeat(first, sizes),
        char_end=chunk.char_end[place] - np.repeat(first, sizes),
        voice=chunk.voice[place],
        quotes_reliable=chunk.quotes_reliable[article],
        types=Types.of(chunk.types.strings[used].tolist()),
    )
