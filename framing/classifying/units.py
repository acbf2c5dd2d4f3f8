"""The units that a classifier reads, as counts of words, and the codes that people gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.coding.gold import Gold
from framing.coding.units import Unit, all_units
from framing.errors import FramingError
from framing.measures._rows import chosen_tokens
from framing.measures.term_counts import TermCounts, one_table, term_counts
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from framing.tokens import Chunk, Tokens

PLACE = ["article_id", "char_start"]  # what tells a unit


@dataclass(frozen=True)
class Coded:
    """Coded units with their words.

    Attributes
    ----------
    units : DataFrame
        A row a unit: ``article_id, char_start``, ``outlet``, ``event`` (of an article without
        one its own), ``weight``, how many units of the corpus it stands for.
    codes : DataFrame
        Same index, a column for each category; NaN where there is no code.
    counts : TermCounts
        A row a unit.
    """

    units: pd.DataFrame
    codes: pd.DataFrame
    counts: TermCounts


def gold_of(codes: Gold | pd.DataFrame) -> Gold:
    return codes if isinstance(codes, Gold) else Gold.from_frame(codes)


def coded_units(tokens: Tokens, gold: Gold) -> Coded:
    """Find the coded units among the tokens; in an order that does not hang on that of the codes.

    Raises
    ------
    FramingError
        An article is missing, its text is not the one coded, or a unit is coded twice.
    """
    gold.texts(tokens)
    placed = gold.placed(tokens).sort_values(PLACE)
    whole = gold.unit == "article"
    twice = placed.duplicated(["article_id"] if whole else PLACE)
    if twice.any():
        raise FramingError(
            f"codes names article_id={placed.loc[twice, 'article_id'].iloc[0]!r} twice for one "
            f"{gold.unit}; give each one code."
        )
    some = chosen_tokens(tokens, list(dict.fromkeys(placed["article_id"])))
    units, counts = unit_counts(some, gold.unit)
    if whole:  # articles without a word are no units
        placed = placed[placed["article_id"].isin(units["article_id"])]
    rows = rows_of(units, placed)
    if (rows < 0).any():
        row = placed.iloc[int(np.argmax(rows < 0))]
        raise FramingError(
            f"codes has a {gold.unit} of article_id={row['article_id']!r} at character "
            f"{row['char_start']}, where none begins; give the texts that were coded."
        )
    articles = tokens.articles.reindex(placed["article_id"])
    events = articles["event"] if "event" in articles else pd.Series(None, articles.index)
    event = events.astype("object").where(events.notna(), articles.index.to_series())
    about = pd.DataFrame(
        {
            "article_id": placed["article_id"],
            "char_start": placed["char_start"],
            "outlet": articles["outlet"].astype("str").to_numpy(),
            "event": event.astype("str").to_numpy(),
            "weight": placed["stands_for"].astype("float64"),
        }
    )
    return Coded(
        about.reset_index(drop=True),
        gold.codes.loc[placed.index].reset_index(drop=True),
        TermCounts(counts.counts[rows], counts.terms),
    )


def rows_of(units: pd.DataFrame, wanted: pd.DataFrame) -> np.ndarray:
    """The row of each wanted unit among `units`, -1 where it is none of them."""
    index = pd.MultiIndex.from_frame(units[PLACE])
    return index.get_indexer(pd.MultiIndex.from_frame(wanted[PLACE]))


def unit_counts(tokens: Tokens, unit: Unit) -> tuple[pd.DataFrame, TermCounts]:
    """All units, as `all_units` gives them, and the counts of their words, a row a unit."""
    units = all_units(tokens, unit)
    if unit == "article":
        counts = term_counts(tokens)
        rows = tokens.articles.index.get_indexer(units["article_id"])
        return units, TermCounts(counts.counts[rows], counts.terms)
    return units, one_table(map_chunks(chunk_counts, tokens, units_by_article(units)))


def units_by_article(units: pd.DataFrame) -> dict[str, np.ndarray]:
    """For each article the first sentence and the number of sentences of each of its units."""
    spans = units[["sentence", "n_sentences"]].to_numpy()
    return {
        name: spans[rows] for name, rows in units.groupby("article_id", sort=False).indices.items()
    }


def chunk_counts(chunk: Chunk, units: dict[str, np.ndarray]) -> tuple[Any, np.ndarray]:
    """The counts of the chunk's units over its own words, and those words."""
    from scipy.sparse import csr_array

    unit = np.full(chunk.n_sentences, -1)
    n_units = 0
    for start, name in zip(chunk.article_sentences, chunk.article_ids, strict=False):
        for first, length in units.get(name, ()):
            unit[start + first : start + first + length] = n_units
            n_units += 1
    types = chunk.types
    row = unit[chunk.token_sentence]
    kept = chunk.word & ~types.is_number[chunk.ids] & (row >= 0)
    used, columns = np.unique(types.folded[chunk.ids[kept]], return_inverse=True)
    placed = (np.ones(int(kept.sum()), dtype=np.int32), (row[kept], columns))
    counts = csr_array(placed, shape=(n_units, len(used)))
    counts.sum_duplicates()
    return counts, types.folded_strings[used]
