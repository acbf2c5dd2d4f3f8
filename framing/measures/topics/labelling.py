"""Names for topics: their most relevant words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LABEL_WORDS = 3
RELEVANCE = 0.6  # Sievert and Shirley 2014


def labels_of(weights: Floats, terms: NDArray[np.object_]) -> list[str]:
    """Each topic's most relevant words: λ log p(word | topic) + (1 − λ) log lift."""
    overall = weights.sum(axis=0) / max(len(weights), 1)
    labels: list[str] = []
    seen: Counter[str] = Counter()
    for row in weights:
        candidates = np.argsort(-row, kind="stable")[:20]
        candidates = candidates[row[candidates] > 0]
        share = row[candidates]
        lift = np.log(share / overall[candidates])
        relevance = RELEVANCE * np.log(share) + (1 - RELEVANCE) * lift
        chosen = candidates[np.argsort(-relevance, kind="stable")[:LABEL_WORDS]]
        label = " · ".join(terms[chosen]) or "no words"
        seen[label] += 1
        labels.append(f"{label} ({seen[label]})" if seen[label] > 1 else label)
    return labels
