"""Copies: articles that are, word for word, nearly, or in other words, the text of another."""

from framing.duplicates.counting import (
    drop_duplicates,
    mark_duplicates,
    weight_duplicates,
)
from framing.duplicates.groups import find_duplicates
from framing.duplicates.passages import copied_passages, side_by_side
from framing.duplicates.shingles import FEWEST, FURNITURE, NEAR, SHINGLE

__all__ = [
    "FEWEST",
    "FURNITURE",
    "NEAR",
    "SHINGLE",
    "copied_passages",
    "drop_duplicates",
    "find_duplicates",
    "mark_duplicates",
    "side_by_side",
    "weight_duplicates",
]
