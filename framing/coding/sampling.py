"""Drawing the units that are to be coded, by outlet and event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.auditing.drawing import draw
from framing.coding.codebook import Codebook, load_codebook
from framing.coding.task import Coding
from framing.coding.units import UNITS, Unit, all_units, fingerprint, shown_texts, texts_of
from framing.errors import FramingError, check_choice
from framing.tokens import Tokens, tokenize

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

    from framing.corpus import Corpus

    Ints = NDArray[np.int64]


def sample_units(
    tokens: Tokens | Corpus,
    codebook: str | os.PathLike[str] | Codebook = "generic-frames",
    n: int = 100,
    unit: Unit = "article",
    by: str = "outlet",
    within: str | None = "event",
    coders: Sequence[str] = ("a", "b"),
    overlap: int | None = None,
    seed: int = 0,
    *,
    mask: bool | Sequence[str] = True,
) -> Coding:
    """Draw articles, paragraphs or sentences to be coded by people who do not see the outlet.

    With `within`, units come from events that two outlets or more report, since only these can be
    compared: events are drawn at random, and from each event one unit of every outlet in it, until
    there are `n`. Where `n` exceeds the cells of outlet and event, all events are in, and each
    cell gives as many units as the others as far as it has them. Without `within`, units are drawn
    evenly by outlet from the whole corpus.

    Parameters
    ----------
    tokens : Tokens or Corpus
    codebook : str, path or Codebook
        See `load_codebook`.
    n : int
        Units to be coded; all of them where there are fewer.
    unit : {"article", "paragraph", "sentence"}
        Paragraphs and sentences of fewer than three words are passed over.
    by, within : str
        Columns of the articles; articles without a value of either are passed over.
    coders : sequence of str
        Those who code, each with a sheet of their own.
    overlap : int, optional
        How many units all coders code; the others are divided among them. Without it all code all.
        Agreement is known from these alone: a hundred units, better two, where a category is rare.
    seed : int
        The same seed draws the same units, whatever the order of the articles.
    mask : bool or sequence of str
        Whether the outlets' names in the texts are replaced by ▮▮▮; further names by which an
        outlet gives itself away ("RTE", "Deutsche Welle") may be listed.

    Returns
    -------
    Coding

    Raises
    ------
    FramingError
        No event is shared by two outlets, the texts have no paragraphs, or an argument is not
        allowed.

    Examples
    --------
    >>> import framing as fr
    >>> fr.sample_units(fr.example(), n=24, coders=["anna", "ben"])
    Coding('generic-frames', 24 articles, anna 0 of 24, ben 0 of 24)

    References
    ----------
    Lacy and Riffe 1996, doi:10.1177/107769909607300414, on how many units to code twice;
    Krippendorff 2018, *Content Analysis* (4th ed.).
    """
    check_choice("unit", unit, UNITS)
    book = load_codebook(codebook)
    tokens = tokenize(tokens)
    articles = tokens.articles
    check_choice("by", by, articles.columns)
    if not isinstance(n, int) or n < 1:
        raise FramingError(f"n={n!r} is not allowed; give a whole number, 1 up.")
    names = _coders(coders)
    pool = all_units(tokens, unit)
    if unit == "paragraph" and len(pool) and pool["article_id"].is_unique:
        raise FramingError(
            "unit='paragraph' is not allowed for texts without paragraph breaks, as these are; "
            "code articles or sentences."
        )
    pool = pool.assign(group=pool["article_id"].map(articles[by]))
    random = np.random.default_rng(seed)
    if within is None:
        pool = pool[pool["group"].notna()].assign(event=pd.NA)
        sample = draw(_ordered(pool), ["group"], n, random)
    else:
        check_choice("within", within, articles.columns)
        pool = pool.assign(event=pool["article_id"].map(articles[within]))
        pool = pool[pool["group"].notna() & pool["event"].notna()]
        covered = pool.groupby("event", observed=True)["group"].transform("nunique")
        pool = pool[covered > 1]
        if pool.empty:
            raise FramingError(
                f"no {within} is covered by two of {by}, so nothing could be compared; say "
                "within=None to draw from all articles."
            )
        sample = _by_event(_ordered(pool), n, random)
    sample = sample.iloc[random.permutation(len(sample))].reset_index(drop=True)
    sample.index = pd.RangeIndex(1, len(sample) + 1, name="number")
    masked = [] if isinstance(mask, bool) else list(mask)
    masked += [str(name) for name in articles[by].dropna().unique()] if mask else []
    key = sample.assign(
        group=sample["group"].astype("str"),
        event=sample["event"].astype("str").mask(sample["event"].isna()),
        text=shown_texts(sample, tokens, unit, masked),
        fingerprint=texts_of(sample, tokens).map(fingerprint),
    )
    settings = {
        "n": n,
        "within": within,
        "seed": seed,
        "mask": mask if isinstance(mask, bool) else list(mask),
    }
    settings |= {"pool": len(pool), "overlap": overlap}
    sheets = {
        name: numbers[random.permutation(len(numbers))].tolist()
        for name, numbers in _divided(len(key), names, overlap).items()
    }
    return Coding.empty(book, unit, by, key, sheets, settings)


def _ordered(pool: pd.DataFrame) -> pd.DataFrame:
    """In an order that does not hang on the order of the articles."""
    return pool.sort_values(["article_id", "char_start"], ignore_index=True)


def _by_event(pool: pd.DataFrame, n: int, random: np.random.Generator) -> pd.DataFrame:
    cells = ["group", "event"]
    n_cells = pool.groupby(cells, observed=True).ngroups
    if n >= n_cells:
        return draw(pool, cells, n, random)
    one = draw(pool, cells, n_cells, random)  # of each cell one
    events = np.sort(one["event"].unique().astype(object))
    place = pd.Series(random.permutation(len(events)), index=events)
    one = one.iloc[random.permutation(len(one))]
    rank = one["event"].map(place).to_numpy()
    kept = one.iloc[np.argsort(rank, kind="stable")[:n]]
    # An outlet's cells that were drawn stand for all that it has.
    share = kept["group"].map(one["group"].value_counts() / kept["group"].value_counts())
    return kept.assign(stands_for=kept["stands_for"] * share.astype("float64"))


def _divided(n: int, coders: list[str], overlap: int | None) -> dict[str, Ints]:
    """Which units each coder codes, by their numbers from 1."""
    if overlap is None:
        overlap = n
    if not isinstance(overlap, int) or overlap < 0:
        raise FramingError(f"overlap={overlap!r} is not allowed; give a whole number, 0 up.")
    numbers = np.arange(1, n + 1)
    shared, rest = numbers[:overlap], numbers[overlap:]
    return {
        name: np.concatenate([shared, rest[place :: len(coders)]])
        for place, name in enumerate(coders)
    }


def _coders(coders: Sequence[str]) -> list[str]:
    names = [coders] if isinstance(coders, str) else [str(name) for name in coders]
    if not names or len(set(names)) < len(names) or not all(map(str.isalnum, names)):
        raise FramingError(
            f"coders={list(names)!r} is not allowed; give one or more names of letters and digits, "
            "each once."
        )
    return names
