"""Units to be coded: articles, paragraphs or sentences, and the texts that coders are shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from framing.auditing.showing import CUT, HEAD, bracketed
from framing.measures._rows import joined
from framing.measures.valence import sentence_spans
from framing.parallel import map_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk, Tokens

    Ints = NDArray[np.integer[Any]]
    Bools = NDArray[np.bool_]

Unit = Literal["article", "paragraph", "sentence"]
UNITS: tuple[Unit, ...] = ("article", "paragraph", "sentence")
PLACE = ["article_id", "sentence", "n_sentences", "char_start", "char_end"]
FEWEST_WORDS = 3  # of a paragraph or sentence that is worth a coder's time
LONG = 200  # a line of more characters is a paragraph, and not wrapped
MASK = "▮▮▮"
BESIDE = 600  # characters of context on either side of a sentence


def all_units(tokens: Tokens, unit: Unit) -> pd.DataFrame:
    """All units of the corpus, in its order.

    Columns: ``article_id``; ``sentence``, the first one's number in the article;
    ``n_sentences``; ``char_start, char_end`` in the article's text.
    """
    return joined(map_chunks(_units, tokens, unit), PLACE).astype({"n_sentences": "int64"})


def _units(chunk: Chunk, unit: Unit) -> pd.DataFrame:
    start, end = sentence_spans(chunk)
    article = chunk.sentence_article
    first = np.ones(chunk.n_sentences, dtype=bool)
    if unit != "sentence":
        first[1:] = article[1:] != article[:-1]
    if unit == "paragraph":
        for row, text in enumerate(chunk.texts):
            own = slice(*chunk.article_sentences[row : row + 2])
            first[own] |= _begins_paragraph(text, start[own], end[own])
    firsts = np.flatnonzero(first)
    lasts = np.append(firsts[1:], chunk.n_sentences) - 1
    n_words = np.add.reduceat(chunk.per_sentence(chunk.word), firsts) if len(firsts) else firsts
    kept = n_words >= (1 if unit == "article" else FEWEST_WORDS)
    firsts, lasts = firsts[kept], lasts[kept]
    return pd.DataFrame(
        {
            "article_id": pd.Series(chunk.article_ids[article[firsts]], dtype="str"),
            "sentence": firsts - chunk.article_sentences[article[firsts]],
            "n_sentences": lasts - firsts + 1,
            "char_start": start[firsts],
            "char_end": end[lasts],
        }
    )


def _begins_paragraph(text: str, start: Ints, end: Ints) -> Bools:
    """bool (n_sentences,): a blank line stands before the sentence; or any line break, in an
    article with a line so long that its lines are not wrapped."""
    begins = np.zeros(len(start), dtype=bool)
    breaks = np.array(
        [found.start() for found in re.finditer(r"\r\n|[\n\v\f\r\x85\u2028\u2029]", text)]
    )
    if len(breaks) and len(start):
        unwrapped = bool((np.diff(breaks, prepend=-1, append=len(text)) > LONG).any())
        between = np.searchsorted(breaks, start[1:]) - np.searchsorted(breaks, end[:-1])
        begins[1:] = between > (0 if unwrapped else 1)
    return begins


def texts_of(units: pd.DataFrame, tokens: Tokens) -> pd.Series:
    """The text of each unit as it stands in its article; same index as `units`."""
    texts = {name: tokens.text_of(name) for name in dict.fromkeys(units["article_id"])}
    places = zip(units["article_id"], units["char_start"], units["char_end"], strict=True)
    found = [texts[name][start:end] for name, start, end in places]
    return pd.Series(found, units.index, dtype="str")


def shown_texts(
    units: pd.DataFrame, tokens: Tokens, unit: Unit, masked: Sequence[str]
) -> pd.Series:
    """What coders are shown: the unit; a sentence in ⟦brackets⟧ with what stands beside it.

    Names of outlets in `masked` are replaced. No text begins with what a spreadsheet takes for a
    formula.
    """
    pattern = _names(masked)
    if unit != "sentence":
        found = [_lines(text) for text in texts_of(units, tokens)]
    else:
        texts = {name: tokens.text_of(name) for name in dict.fromkeys(units["article_id"])}
        found = [
            _sentence(texts[row.article_id], row.char_start, row.char_end)
            for row in units.itertuples()
        ]
    if pattern is not None:
        found = [pattern.sub(MASK, text) for text in found]
    return pd.Series(
        [HEAD * (unit != "sentence") + text for text in found], units.index, dtype="str"
    )


def _sentence(text: str, start: int, end: int) -> str:
    left, right = max(0, start - BESIDE), min(len(text), end + BESIDE)
    left += len(text[left:start].split(" ", 1)[0]) + 1 if left and " " in text[left:start] else 0
    right -= len(text[end:right].rsplit(" ", 1)[-1]) if right < len(text) else 0
    said = bracketed(text, left, right, [(start, end)])
    return (CUT if left else HEAD) + said + " …" * (right < len(text))


def _lines(text: str) -> str:
    """Without runs of white space, a blank line between paragraphs."""
    pieces = [" ".join(piece.split()) for piece in re.split(r"\n\s*\n", text)]
    return "\n\n".join(piece for piece in pieces if piece)


def _names(outlets: Sequence[str]) -> re.Pattern[str] | None:
    """Finds the outlets' names as they are written, also all in capitals and without "The"."""
    names = set()
    for outlet in outlets:
        plain = re.sub(r"^[Tt]he ", "", outlet.strip())
        names |= {plain, plain.upper()} if len(plain) > 1 else set()
    if not names:
        return None
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)")


def fingerprint(text: str) -> str:
    """Sixteen hexadecimal digits that change with the text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
