"""How quotations are put into groups by their speakers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from framing.errors import FramingError
from framing.lexicon import Lexicon, load_lexicon
from framing.measures._kinds import KINDS, LEXICON, UNATTRIBUTED, UNCLEAR
from framing.tokens import make_chunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.measures._speech import Speech

NAMING = ("named", "unnamed", UNATTRIBUTED)
OTHER = "other"
Groups: TypeAlias = Mapping[str, Sequence[str]] | pd.DataFrame | Lexicon | str | Path | None


@dataclass(frozen=True)
class Grouping:
    """A category for every quotation: by the kind of its speaker, by whether he or she has a
    name, or by a table of names."""

    by: Literal["kind", "naming", "table"]
    categories: tuple[str, ...]
    table: Lexicon | None
    settings: dict[str, str]

    @classmethod
    def of(cls, groups: Groups) -> Grouping:
        if groups is None:
            kinds = load_lexicon(LEXICON)
            settings = {"groups": LEXICON, "groups_hash": kinds.content_hash}
            return cls("kind", (*KINDS, UNCLEAR, UNATTRIBUTED), None, settings)
        if isinstance(groups, str) and groups == "naming":
            return cls("naming", NAMING, None, {"groups": "naming"})
        table = _table(groups)
        for name in (OTHER, UNATTRIBUTED):
            if name in table.categories:
                raise FramingError(
                    f"groups has a group {name!r}, which is the name for speakers in none of the "
                    "groups; call it something else."
                )
        settings = {"groups": table.name, "groups_hash": table.content_hash}
        return cls("table", (*table.categories, OTHER, UNATTRIBUTED), table, settings)

    def codes(self, speech: Speech) -> NDArray[np.int64]:
        """int64 (n,): the category of each quotation."""
        nobody = speech.kind == UNATTRIBUTED
        if self.by == "naming":
            return np.where(nobody, 2, np.where(speech.named, 0, 1))
        if self.by == "kind":
            return pd.Index(self.categories).get_indexer(speech.kind)
        numbers, names = pd.factorize(speech.speaker)
        codes = self._of_names(names.tolist())[numbers]
        return np.where(nobody, len(self.categories) - 1, codes)

    def _of_names(self, names: list[str]) -> NDArray[np.int64]:
        """The group of each name: that of the longest pattern in it, the first of several."""
        assert self.table is not None
        chunk = make_chunk([str(number) for number in range(len(names))], names)
        found = self.table.match(chunk)
        codes = np.full(len(names), len(self.categories) - 2, dtype=np.int64)
        length = found.token_end - found.token_start
        for number in np.lexsort((-found.category, length)).tolist():
            codes[chunk.token_article[found.token_start[number]]] = found.category[number]
        return codes


def _table(groups: Any) -> Lexicon:
    if isinstance(groups, (str, Path)):
        path = Path(groups)
        if path.suffix != ".csv" or not path.is_file():
            return load_lexicon(path)
        groups = pd.read_csv(path, dtype="str", keep_default_na=False)
    if isinstance(groups, pd.DataFrame):
        missing = [name for name in ("speaker", "group") if name not in groups.columns]
        if missing:
            raise FramingError(
                f"groups lacks the column {missing[0]!r} (it has {', '.join(groups.columns)}); "
                "give a row a speaker, with the columns speaker and group."
            )
        rows = groups[["group", "speaker"]].dropna()
        rows = rows[(rows["group"] != "") & (rows["speaker"] != "")]
        groups = {
            str(group): [str(name) for name in names]
            for group, names in rows.groupby("group", sort=False)["speaker"]
        }
    if isinstance(groups, Lexicon):
        return groups
    if not isinstance(groups, Mapping):
        raise FramingError(
            f"groups={groups!r} is not allowed; give None for kinds of speakers, 'naming', a "
            "mapping from groups to names, or a table with the columns speaker and group."
        )
    return Lexicon.from_dict(groups, name="given")
