"""What the ways of finding passives have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Found(NamedTuple):
    """Passives of a chunk, in order of their participles, and its clauses.

    first : int64 (n_passives,), the token of the first auxiliary or of what stands for it
    participle : int64 (n_passives,), the token of the participle
    agent : bool (n_passives,), whether an agent is named
    clause : int64 (n_clauses,), the tokens of the clauses' verbs; those of passives among them
    """

    first: np.ndarray
    participle: np.ndarray
    agent: np.ndarray
    clause: np.ndarray

    @classmethod
    def of(cls, passives: Sequence[tuple[int, int, bool]], clause: np.ndarray) -> Found:
        """From rows (first, participle, agent) in any order; the first of a participle counts."""
        rows = {participle: (first, agent) for first, participle, agent in reversed(passives)}
        order = sorted(rows)
        participles = np.array(order, dtype=np.int64)
        return cls(
            first=np.array([rows[one][0] for one in order], dtype=np.int64),
            participle=participles,
            agent=np.array([rows[one][1] for one in order], dtype=bool),
            clause=np.union1d(clause, participles).astype(np.int64),
        )
