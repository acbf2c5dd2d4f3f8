"""Died, was killed, killed: how violent deaths are put, and whom the words name as the cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.errors import check_choice
from framing.measures._actors import Actors, actors
from framing.measures._marks import measure_of_marks
from framing.measures._voice import VOICES, Voice
from framing.measures.casualties.measures import casualty_mentions
from framing.tokens import make_chunk, tokenize

if TYPE_CHECKING:
    from framing.corpus import Corpus
    from framing.lexicon import Lexicon
    from framing.measures.measure import Measure
    from framing.tokens import Tokens

WORDINGS = ("died", "was killed", "was killed by", "killed")
SOMEONE, NOBODY = "other", "nobody named"


def deaths(
    tokens: Tokens | Corpus,
    by: Actors | None = None,
    voice: Voice = "all",
) -> Measure:
    """Which verb tells a death, or whom it names as the cause.

    "Twelve died", "twelve were killed", "were killed by the army" and "the army killed twelve"
    name less or more of a cause (Henley, Miller and Beazley 1995,
    doi:10.1177/0261927X95141004). Verbs alone are counted, as `casualty_mentions` finds them; a
    subject of *killed* and what follows *by* is a cause, be it a person or a bomb.

    Parameters
    ----------
    tokens : Tokens or Corpus
    by : mapping, Lexicon or path, optional
        Groups of causes by the patterns of their names, as ``{"police": ["police", "officer*"]}``.
        Without it the verbs are told apart.
    voice : {"all", "own", "quoted"}

    Returns
    -------
    Measure
        Kind ``"share"``. Without `by`: categories ``died``, ``was killed`` (nobody named), ``was
        killed by``, ``killed``, as shares of all four, unit ``"share of verbs of death"``. With
        `by`: a category for each group, ``other`` and ``nobody named``, as shares of the verbs of
        killing, unit ``"share of verbs of killing"``; a verb with two groups counts for both, and
        *killing*, whose subject stands further off, for none. The denominator is an outcome: an
        article without such a verb has no value, and the number of verbs stands beside the share.
        Its evidence has one row a verb.

    Raises
    ------
    FramingError
        If `by` names nobody, or `voice` is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing.corpus import Corpus
    >>> texts = ["Two men died.", "The army killed two men. They were killed by troops."]
    >>> corpus = Corpus.from_frame(pd.DataFrame({"outlet": ["A", "B"], "text": texts}))
    >>> deaths(corpus).numerators.tolist()
    [[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]
    >>> deaths(corpus, {"army": ["army", "troops"]}).numerators.tolist()
    [[0.0, 0.0, 0.0], [2.0, 0.0, 0.0]]
    """
    check_choice("voice", voice, VOICES)
    tokens = tokenize(tokens)
    table = casualty_mentions(tokens)
    table = table[table["form"].isin(["died", "was killed", "killed"])].reset_index(drop=True)
    settings: dict[str, str] = {}
    if by is None:
        categories: tuple[str, ...] = WORDINGS
        agent = (table["form"] == "was killed") & (table["by"] != "")
        holds = [table["form"].where(~agent, "was killed by") == name for name in WORDINGS]
    else:
        lexicon = actors(by)
        settings = {"by_hash": lexicon.content_hash}
        known = (table["form"] == "was killed") | (table["by"] != "")
        table = table[(table["form"] != "died") & known].reset_index(drop=True)
        categories = (*lexicon.categories, SOMEONE, NOBODY)
        holds = _causes(table["by"].tolist(), lexicon)
    rows = pd.concat(
        [
            table.assign(category=name, value=np.asarray(held, dtype=np.float64))
            for name, held in zip(categories, holds, strict=True)
        ],
        ignore_index=True,
    )
    return measure_of_marks(
        tokens,
        rows,
        categories,
        voice,
        over="rows",
        name="deaths",
        unit=f"share of verbs of {'death' if by is None else 'killing'}",
        kind="share",
        settings=settings,
    )


def _causes(named: list[str], lexicon: Lexicon) -> list[np.ndarray]:
    """bool (n,) for each group, for others, and for nobody."""
    chunk = make_chunk([str(number) for number in range(len(named))], named)
    found = lexicon.match(chunk)
    held = np.zeros((len(lexicon.categories), len(named)), dtype=bool)
    held[found.category, chunk.token_article[found.token_start]] = True
    nobody = np.array([text == "" for text in named], dtype=bool)
    return [*held, ~held.any(axis=0) & ~nobody, nobody]
