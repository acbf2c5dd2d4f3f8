"""Drawing an audit: hits by category and outlet, and sentences to look for what was missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.auditing.sample import KEY_COLUMNS, Audit
from framing.auditing.showing import with_texts
from framing.errors import FramingError, check_choice
from framing.measures._voice import Voice, counted_sentences
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.measures.measure import Measure
    from framing.tokens import Chunk, Tokens

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WITH_HITS = 1 / 3  # of the sentences read, those in which something was counted


def audit(
    measure: Measure,
    n: int = 200,
    by: str = "outlet",
    sentences: int | None = None,
    seed: int = 0,
    *,
    tokens: Tokens | None = None,
    definitions: Mapping[str, str] | None = None,
) -> Audit:
    """Draw a sample of what a measure counted, to be checked by people who do not see the outlet.

    Two kinds of tasks are drawn, and given in random order, hits first.

    - *Hits*: a span that was counted, in context. Is it what its category says? Hits are drawn by
      category and outlet, as many of each as there is room for, so that small outlets and rare
      categories are checked too. The answers give **precision**.
    - *Sentences*, with the hits in them marked, two in three of them without any. What was missed
      here? The answers give **recall**: right hits over all that there is to be found.

    A stratum's share of the sample is not its share of the hits, so each task carries the number
    of hits (or sentences) that it stands for, and rates over several strata are weighted by it.

    Parameters
    ----------
    measure : Measure
        Of counts or shares, made from tokens.
    n : int
        Hits to check; all of them where there are fewer.
    by : str
        The column of the articles whose values are told apart.
    sentences : int, optional
        Sentences to read; without it half of `n`. With 0 there is no recall.
    seed : int
        The same seed draws the same sample, whatever the order of the articles.
    tokens : Tokens, optional
        What was measured, where the measure does not know it.
    definitions : mapping, optional
        What each category means, to be shown with the tasks. For lexicons that come with the
        package those of the lexicon are taken.

    Returns
    -------
    Audit

    Raises
    ------
    FramingError
        The measure is of scores, or has no exact evidence; or an argument is not allowed.

    Examples
    --------
    >>> import framing as fr
    >>> terms = fr.loaded_terms(fr.example()).select(["alarm", "doubt"])
    >>> sample = fr.audit(terms, n=20, by="outlet")
    >>> sample
    Audit('loaded terms', 20 hits and 10 sentences, 0 of 30 marked)

    References
    ----------
    Grimmer and Stewart 2013, doi:10.1093/pan/mps028; Song and others 2020,
    doi:10.1080/10584609.2020.1723752, on how many to check.
    """
    if measure.kind == "score":
        raise FramingError(
            f"the measure {measure.name!r} is of scores, which are not right or wrong; give one of "
            "counts or shares, or compare lexicons on the same sentences by lexicon_agreement."
        )
    if measure.evidence_kind != "exact":
        raise FramingError(
            f"the measure {measure.name!r} has no exact evidence; make it from tokens."
        )
    for name, value, least in (("n", n, 1), ("sentences", sentences or 0, 0)):
        if not isinstance(value, int) or value < least:
            raise FramingError(f"{name}={value!r} is not allowed; give a whole number, {least} up.")
    check_choice("by", by, measure.articles.columns)
    found = tokens if tokens is not None else measure.tokens
    if found is None:
        raise FramingError("the measure does not know its tokens; give them as tokens=….")
    random = np.random.default_rng(seed)
    hits = _hits(measure, by)
    n_sentences = n // 2 if sentences is None else sentences
    pool = _sentences(measure, found, by, hits)
    drawn = [
        draw(hits, ["category", "group"], n, random),
        *(
            draw(some, ["group"], share, random)
            for some, share in zip(
                (pool[pool["stratum"] == "hit"], pool[pool["stratum"] == "none"]),
                _shares(pool["stratum"], n_sentences),
                strict=True,
            )
        ),
    ]
    # A task stands for the same number whatever is drawn beside it; hits come first.
    sentence_tasks = pd.concat(drawn[1:], ignore_index=True)
    sentence_tasks = sentence_tasks.iloc[random.permutation(len(sentence_tasks))]
    tasks = pd.concat([drawn[0], sentence_tasks], ignore_index=True)
    strata = pd.concat([hits, pool]).groupby(["task", "category", "group"], sort=True)["value"]
    return Audit(
        name=measure.name,
        by=by,
        categories=measure.categories,
        definitions=_definitions(measure, definitions),
        key=with_texts(tasks, found, hits)[KEY_COLUMNS],
        strata=strata.sum().rename("total").reset_index(),
        marks=pd.Series([""] * len(tasks), dtype="str"),
        notes=pd.Series([""] * len(tasks), dtype="str"),
        settings={**measure.settings, "n": n, "sentences": n_sentences, "seed": seed},
    )


def _hits(measure: Measure, by: str) -> pd.DataFrame:
    """The evidence with its group, in an order that the articles' order does not change."""
    evidence = measure.evidence
    evidence = evidence[evidence["value"] != 0]
    groups = evidence["article_id"].map(measure.articles[by])
    evidence = evidence.assign(group=groups, task="hit")[groups.notna()]
    place = ["article_id", "category", "char_start", "char_end"]
    return evidence.assign(value=evidence["value"].abs()).sort_values(place, ignore_index=True)


def _sentences(measure: Measure, tokens: Tokens, by: str, hits: pd.DataFrame) -> pd.DataFrame:
    """The sentences in which something could be counted."""
    articles = measure.articles
    measured = np.nan_to_num(measure.denominators).max(axis=1, initial=0) > 0
    ids = articles.index[measured & articles[by].notna().to_numpy()]
    voice = measure.settings.get("voice", "all")
    frames = map_chunks(_counted, tokens, voice)
    pool = pd.concat([pd.DataFrame({"article_id": [], "sentence": []}), *frames])
    pool = pool.astype({"article_id": "str", "sentence": "int64"})
    place = ["article_id", "sentence"]
    pool = pool[pool["article_id"].isin(ids)].sort_values(place, ignore_index=True)
    struck = pd.MultiIndex.from_frame(pool[place]).isin(pd.MultiIndex.from_frame(hits[place]))
    return pool.assign(
        group=pool["article_id"].map(articles[by]).to_numpy(),
        task="sentence",
        category="",
        stratum=np.where(struck, "hit", "none"),
        field=tokens.field,
        char_start=-1,
        char_end=-1,
        value=1.0,
    )


def _counted(chunk: Chunk, voice: Voice) -> pd.DataFrame:
    kept = np.flatnonzero(counted_sentences(chunk, voice) & (chunk.per_sentence(chunk.word) > 0))
    article = chunk.sentence_article[kept]
    number = kept - chunk.article_sentences[article]
    return pd.DataFrame({"article_id": chunk.article_ids[article], "sentence": number})


def _shares(stratum: pd.Series, n: int) -> tuple[int, int]:
    """How many sentences to read of those with hits and of those without."""
    struck = int((stratum == "hit").sum())
    silent = len(stratum) - struck
    first = max(min(round(n * WITH_HITS), struck), min(n - silent, struck))
    return first, min(n - first, silent)


def draw(
    frame: pd.DataFrame, strata: list[str], n: int, random: np.random.Generator
) -> pd.DataFrame:
    """`n` rows at random, as evenly over the strata as these allow, in random order.

    `stands_for` is the inverse of a row's chance to be drawn.
    """
    order = random.permutation(len(frame))
    stratum = frame.groupby(strata, sort=True).ngroup().to_numpy()
    sizes = np.bincount(stratum) if len(frame) else np.zeros(0, dtype=np.int64)
    wanted = even_shares(sizes, n)
    quota = _whole(wanted, random)
    before = pd.Series(stratum[order]).groupby(stratum[order]).cumcount().to_numpy()
    picked = order[before < quota[stratum[order]]]
    stands_for = sizes[stratum[picked]] / wanted[stratum[picked]] if len(picked) else np.zeros(0)
    return frame.iloc[picked].assign(stands_for=stands_for).reset_index(drop=True)


def even_shares(sizes: Ints, n: int) -> Floats:
    """float64: the expected number from each stratum, min(size, t), with t such that they add up
    to `n`.

    >>> even_shares(np.array([2, 10, 30]), 12).tolist()
    [2.0, 5.0, 5.0]
    """
    if sizes.sum() <= n:
        return sizes.astype(np.float64)
    ordered = np.sort(sizes)
    left = len(sizes) - np.arange(len(sizes))  # strata at least as large
    smaller = np.concatenate([[0], np.cumsum(ordered)[:-1]])
    level = (n - smaller) / left
    first = int(np.argmax(level <= ordered))
    return np.minimum(sizes, level[first])


def _whole(wanted: Floats, random: np.random.Generator) -> Ints:
    """Whole numbers that are each as expected, and add up to the sum: systematic sampling."""
    ends = np.concatenate([[0.0], np.cumsum(wanted)])
    start = random.random()
    return np.diff(np.floor(np.round(ends, 9) + start)).astype(np.int64)


def _definitions(measure: Measure, given: Mapping[str, str] | None) -> dict[str, str]:
    if given is not None:
        for name in given:
            check_choice("definitions", name, measure.categories)
        return dict(given)
    from framing.lexicon import list_lexicons, load_lexicon

    lexicon = measure.settings.get("lexicon")
    if lexicon not in set(list_lexicons()["name"]):
        return {}
    known = load_lexicon(str(lexicon)).categories
    return {one: known[one].definition for one in measure.categories if one in known}
