"""Which words are the verbs of clauses, without a parser. English.

A word form is looked up in verb_forms.csv: behind which kinds of word it is the verb of a clause
more often than not, as counted in parsed news by tools/verb_forms.py. Forms that are not there
go by their endings.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.tokens import Chunk

# The word before: one that a noun follows, one that a verb follows, a form of be or have, any
# other word, a mark or the beginning of the sentence.
KINDS = "nvbwm"
_NOUN_FOLLOWS = frozenset(
    """
    a about against an another any at between by during each every few first for former four from
    her his in into its last many more most my new no of old on one other our over own several some
    that the their these this those three through two under with your
    """.split()
)
_VERB_FOLLOWS = frozenset(
    """
    can can't cannot could couldn't did didn't do does doesn't don't he i i'll it let may might
    must not shall she should that's they they'll to we we'll which who will won't would wouldn't
    you
    """.split()
)
_BE_HAVE = frozenset(
    """
    am are be been being had has have having he's is it's she's was wasn't were isn't aren't
    weren't i'm you're we're they're i've you've we've they've hasn't haven't hadn't
    """.split()
)


def before(chunk: Chunk) -> NDArray[np.int64]:
    """int64 (n_tokens,): the kind of the token before, a position in `KINDS`."""
    forms = chunk.types.folded_strings
    kind = np.full(len(forms), KINDS.index("w"))
    for i, form in enumerate(forms.tolist()):
        if form in _NOUN_FOLLOWS:
            kind[i] = KINDS.index("n")
        elif form in _VERB_FOLLOWS:
            kind[i] = KINDS.index("v")
        elif form in _BE_HAVE:
            kind[i] = KINDS.index("b")
        elif not any(map(str.isalnum, form)):
            kind[i] = KINDS.index("m")
    found = np.full(len(chunk.ids), KINDS.index("m"))
    found[1:] = kind[chunk.types.folded[chunk.ids[:-1]]]
    found[chunk.sentence_offsets[:-1]] = KINDS.index("m")
    return found


def clause_verbs(chunk: Chunk) -> NDArray[np.bool_]:
    """bool (n_tokens,): whether a token is the verb of a clause."""
    known = _forms()
    forms = chunk.types.folded_strings.tolist()
    heads = [known[form][0] if form in known else _by_ending(form) for form in forms]
    table = np.array([[kind in one for kind in KINDS] for one in heads], dtype=bool)
    table = table.reshape(-1, len(KINDS))
    return table[chunk.types.folded[chunk.ids], before(chunk)]


def passive_share(form: str) -> float:
    """In what share of its clauses a form is the participle of a passive; one half if unknown."""
    return _forms().get(form, ("", 50))[1] / 100


def _by_ending(form: str) -> str:
    return "vbwm" if form.endswith(("ed", "ing")) else ""


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[str, int]]:
    text = (
        resources.files("framing.measures.passives").joinpath("verb_forms.csv").read_text("utf-8")
    )
    rows = (line.split(",") for line in text.splitlines()[1:])
    return {form: (heads, int(passive)) for form, heads, passive in rows}
