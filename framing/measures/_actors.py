"""Groups of actors by the patterns of their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from framing.errors import FramingError
from framing.lexicon import Lexicon, load_lexicon

Actors = Mapping[str, Sequence[str]] | Lexicon | str | Path


def actors(groups: Actors) -> Lexicon:
    """The groups as a lexicon.

    >>> actors({"police": ["police", "officer*"]})
    Lexicon('groups', 1 category, 2 patterns)
    """
    if isinstance(groups, Lexicon | str | Path):
        return load_lexicon(groups)
    if not isinstance(groups, Mapping) or not groups:
        raise FramingError(
            f"groups={groups!r} names nobody; give a mapping from each group to the patterns of "
            "its names, as {'police': ['police', 'officer*']}."
        )
    return Lexicon.from_dict(groups, name="groups")
