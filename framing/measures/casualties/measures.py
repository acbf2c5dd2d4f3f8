"""Mentions of casualties as a table and as measures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from framing.errors import check_choice
from framing.measures._marks import measure_of_marks, sentence_words, spoken
from framing.measures._rows import chosen_tokens, joined, voice_codes
from framing.measures._voice import VOICES, Voice
from framing.measures.casualties.mentions import FORMS, Mention, mentions_of
from framing.measures.casualties.words import KINDS
from framing.measures.measure import EVIDENCE_COLUMNS, SENTENCE_COLUMNS, Measure
from framing.parallel import map_chunks
from framing.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.corpus import Corpus
    from framing.tokens import Chunk, Tokens

    Floats = NDArray[np.float64]

Of = Literal["form", "kind", "name"]
CATEGORIES: dict[str, tuple[str, ...]] = {
    "form": FORMS,
    "kind": (*KINDS, "not said"),
    "name": ("named", "not named"),
}
TOLLS = ("dead", "injured")
_STRINGS = ("article_id", "field", "form", "words", "bound", "who", "kinds", "by")
_WHOLE = ("sentence", "char_start", "char_end", "who_start", "who_end", "by_start", "by_end",
          "number_start", "number_end", "voice")  # fmt: skip
COLUMNS = [
    "article_id", "field", "sentence", "char_start", "char_end", "form", "words", "number", "bound",
    "number_start", "number_end", "who", "who_start", "who_end", "kinds", "named", "by", "by_start",
    "by_end", "voice", "elsewhen",
]  # fmt: skip


def casualty_mentions(tokens: Tokens | Corpus) -> pd.DataFrame:
    """Find where articles tell of people killed or injured.

    Rules over the words of a sentence, for English. What is denied (*nobody was hurt*), possible
    or general (*could die*, *people who die of it*), and figurative (*the deal is dead*) is left
    out; so are *casualties* and *victims*, which do not say whether people died.

    Parameters
    ----------
    tokens : Tokens or Corpus

    Returns
    -------
    DataFrame
        One row a mention, in the order of the articles:

        - article_id, field, sentence (counted from 0)
        - char_start, char_end, words: the verb or noun, with its auxiliaries
        - form: ``died`` (*died, drowned, lost their lives*, also suicides), ``was killed``
          (*were killed, shot dead, killed in a blast*), ``killed`` (*the blast killed, killing*),
          ``dead`` (a noun or adjective: *12 dead, the death of, death toll, murder of*),
          ``injured``
        - number, bound, number_start, number_end: how many, and whether that is ``exact``, ``at
          least``, ``at most`` or ``about``; 1 for one person (*a man, his wife*, a name), NaN
          where it is not said. *Dozens* are at least 24, *hundreds* at least 200, of a range the
          lower end counts
        - who, who_start, who_end: the words that name the victims; −1 where there are none
        - kinds: of victims, joined by ``|``: children, women, soldiers and police, fighters and
          attackers, civilians, other people
        - named: whether one of them is named
        - by, by_start, by_end: what follows *by*, or the subject of ``killed``
        - voice: 0 the outlet's own words, 1 quoted, 2 both
        - elsewhen: the sentence names another year or month than the article's date, or a longer
          time (*since June*, *every year*, *in the past decade*)

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> text = "At least 12 people were killed by a bomb, police said. It injured two dozen."
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    >>> casualty_mentions(corpus)[["form", "number", "bound", "who", "by"]]
             form  number     bound                 who      by
    0  was killed    12.0  at least  At least 12 people  a bomb
    1     injured    24.0     exact           two dozen      It
    """
    tokens = tokenize(tokens)
    frames = map_chunks(_chunk_mentions, tokens, tokens.field)
    empty = pd.DataFrame({name: [] for name in [*COLUMNS, "years", "months"]})
    table = pd.concat(frames, ignore_index=True) if frames else empty
    elsewhen = table["elsewhen"].astype(bool).to_numpy()
    times = zip(
        _dates(tokens, table["article_id"]), table.pop("years"), table.pop("months"), strict=True
    )
    other = np.array([_other_time(*one) for one in times], dtype=bool)
    table["elsewhen"] = elsewhen | other
    kinds = dict.fromkeys(_STRINGS, "str") | dict.fromkeys(_WHOLE, "int64")
    return table.astype({**kinds, "number": "float64", "named": "bool"})[COLUMNS]


def _dates(tokens: Tokens, article_ids: pd.Series) -> list[pd.Timestamp]:
    """The date of each of these articles, NaT where it is not known."""
    dates = tokens.articles.get("date")
    if dates is None:
        return [pd.NaT] * len(article_ids)
    return dates.reindex(article_ids).tolist()


def _other_time(date: pd.Timestamp, years: tuple[int, ...], months: tuple[int, ...]) -> bool:
    """Whether a sentence names another year than the article's, or a month other than that of the
    article or of the ten days before it."""
    if pd.isna(date):
        return bool(years)
    near = {date.month, (date - pd.Timedelta(days=10)).month}
    return any(year != date.year for year in years) or not near.issuperset(months)


def casualties(tokens: Tokens | Corpus, of: Of = "form", voice: Voice = "all") -> Measure:
    """Count mentions of people killed and injured, per word.

    What is a mention stands with `casualty_mentions`.

    Parameters
    ----------
    tokens : Tokens or Corpus
    of : {"form", "kind", "name"}
        The categories: the form in which a death or injury is told (``died``, ``was killed``,
        ``killed``, ``dead``, ``injured``); the kind of victim (a mention counts for each kind it
        names, or as ``not said``); or whether one of the victims is ``named``.
    voice : {"all", "own", "quoted"}
        A mention counts for a voice if its verb or noun is of that voice and stands in a sentence
        with at least three words of it.

    Returns
    -------
    Measure
        Kind ``"count"``, unit ``"mentions per word"``; its evidence has one row a mention and
        category.

    Raises
    ------
    FramingError
        If `of` or `voice` is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> texts = ["Two men died.", "Two men were killed by soldiers."]
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A", "B"], "text": texts}))
    >>> casualties(corpus).numerators[:, :2].tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    check_choice("of", of, CATEGORIES)
    check_choice("voice", voice, VOICES)
    tokens = tokenize(tokens)
    table = casualty_mentions(tokens)
    if of == "form":
        category = table["form"]
    elif of == "name":
        category = pd.Series(np.where(table["named"], "named", "not named"), table.index)
    else:
        category = table["kinds"].where(table["kinds"] != "", "not said").str.split("|")
    rows = table.assign(category=category, value=1.0).explode("category", ignore_index=True)
    return measure_of_marks(
        tokens,
        rows,
        CATEGORIES[of],
        voice,
        over="words",
        name="mentions of casualties",
        unit="mentions per word",
        kind="count",
        settings={"of": of},
    )


def casualty_toll(tokens: Tokens | Corpus, voice: Voice = "all") -> Measure:
    """The largest figure of dead, and of injured, that each article gives.

    An article repeats its figures and gives parts of them, so they are not added up. Left out are
    figures that speak of another time (see `casualty_mentions`), since they belong to another
    event. An article that gives no figure has no value.

    Parameters
    ----------
    tokens : Tokens or Corpus
    voice : {"all", "own", "quoted"}

    Returns
    -------
    Measure
        Kind ``"count"``, unit ``"people per article with a figure"``, categories ``dead`` and
        ``injured``. Its evidence is one row an article and category: the figure as written, or
        the mention where one person is meant. Figures are skewed: one large event can outweigh
        all others, so compare within events.

    Raises
    ------
    FramingError
        If `voice` is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> text = "Twelve people died in the fire. Seven of the dead were children; two boys died."
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    >>> toll = casualty_toll(corpus)
    >>> toll.numerators.tolist(), toll.denominators.tolist()
    ([[12.0, 0.0]], [[1.0, 0.0]])
    """
    check_choice("voice", voice, VOICES)
    tokens = tokenize(tokens)
    found = _largest(tokens, voice)
    ids = tokens.articles.index
    sums = np.zeros((2, len(ids), len(TOLLS)))
    places = ids.get_indexer(found["article_id"]), pd.Index(TOLLS).get_indexer(found["category"])
    sums[0][places], sums[1][places] = found["value"], 1
    if voice != "all":
        sums[:, ~tokens.articles["quotes_reliable"].to_numpy(dtype=bool)] = np.nan
    return Measure.from_arrays(
        tokens.articles,
        sums[0],
        sums[1],
        name="largest figure of casualties",
        unit="people per article with a figure",
        kind="count",
        categories=TOLLS,
        part=tokens.part,
        settings={"voice": voice, "field": tokens.field},
        evidence_kind="exact",
        make_evidence=partial(_toll_evidence, tokens, voice),
        make_sentence_sums=partial(_toll_sentence_sums, tokens, voice),
    )


# --- mentions of a chunk ------------------------------------------------------------------------


def _chunk_mentions(chunk: Chunk, field: str) -> pd.DataFrame:
    mentions = mentions_of(chunk)
    article = chunk.token_article[np.array([one.first for one in mentions], dtype=np.int64)]
    texts = [chunk.texts[number] for number in article]

    def spans(bounds: list[tuple[int, int]]) -> tuple[list[str], list[int], list[int]]:
        known = [first >= 0 and end > first for first, end in bounds]
        starts = [
            int(chunk.char_start[first]) if there else -1
            for (first, _), there in zip(bounds, known, strict=True)
        ]
        ends = [
            int(chunk.char_end[end - 1]) if there else -1
            for (_, end), there in zip(bounds, known, strict=True)
        ]
        written = [
            text[first:last] if first >= 0 else ""
            for text, first, last in zip(texts, starts, ends, strict=True)
        ]
        return written, starts, ends

    words, start, end = spans([(one.first, one.end) for one in mentions])
    who, who_start, who_end = spans([(one.people.first, one.people.end) for one in mentions])
    by, by_start, by_end = spans([(one.by_first, one.by_end) for one in mentions])
    _, number_start, number_end = spans(
        [(one.people.number_first, one.people.number_end) for one in mentions]
    )
    return pd.DataFrame(
        {
            "article_id": pd.Series(chunk.article_ids[article], dtype="str"),
            "field": field,
            "sentence": [
                one.sentence - int(chunk.article_sentences[number])
                for one, number in zip(mentions, article, strict=True)
            ],
            "char_start": start,
            "char_end": end,
            "form": [one.form for one in mentions],
            "words": words,
            "number": [one.people.number for one in mentions],
            "bound": [one.people.bound for one in mentions],
            "number_start": number_start,
            "number_end": number_end,
            "who": who,
            "who_start": who_start,
            "who_end": who_end,
            "kinds": ["|".join(one.people.kinds) for one in mentions],
            "named": [one.people.named for one in mentions],
            "by": by,
            "by_start": by_start,
            "by_end": by_end,
            "voice": _voices(chunk, mentions),
            "elsewhen": [one.other_time for one in mentions],
            "years": [one.years for one in mentions],
            "months": [one.months for one in mentions],
        }
    )


def _voices(chunk: Chunk, mentions: list[Mention]) -> np.ndarray:
    first = np.array([one.first for one in mentions], dtype=np.int64)
    end = np.array([one.end for one in mentions], dtype=np.int64)
    quoted = np.concatenate([[0], np.cumsum(chunk.voice == 1)])
    return voice_codes(quoted[end] - quoted[first], end - first)


# --- the largest figure -------------------------------------------------------------------------


def _largest(tokens: Tokens, voice: Voice) -> pd.DataFrame:
    """The row of `casualty_mentions` with the largest figure, for each article and toll."""
    table = casualty_mentions(tokens)
    table = table[table["number"].notna() & ~table["elsewhen"]]
    table = spoken(table, sentence_words(tokens, voice), voice)
    table = table.assign(
        category=np.where(table["form"] == "injured", "injured", "dead"), value=table["number"]
    )
    best = table.sort_values("value", ascending=False, kind="stable").drop_duplicates(
        ["article_id", "category"]
    )
    return best.sort_index()


def _toll_evidence(tokens: Tokens, voice: Voice, article_ids: Sequence[str]) -> pd.DataFrame:
    found = _largest(chosen_tokens(tokens, article_ids), voice)
    written = found["number_start"] >= 0
    start = found["number_start"].where(written, found["char_start"])
    end = found["number_end"].where(written, found["char_end"])
    return joined([found.assign(char_start=start, char_end=end)], EVIDENCE_COLUMNS)


def _toll_sentence_sums(tokens: Tokens, voice: Voice, article_ids: Sequence[str]) -> pd.DataFrame:
    """An article's figure belongs to one sentence, and its denominator with it."""
    found = _largest(chosen_tokens(tokens, article_ids), voice)
    rows = found.assign(part=tokens.part, numerator=found["value"], denominator=1.0)
    return joined([rows], SENTENCE_COLUMNS)
