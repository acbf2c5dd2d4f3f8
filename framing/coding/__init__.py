"""Coding by hand: sheets for people, how far they agree, and the gold set that follows."""

from framing.coding.codebook import Codebook, load_codebook
from framing.coding.gold import Gold, read_gold
from framing.coding.measured import codes_measure
from framing.coding.sampling import sample_units
from framing.coding.task import Coding, mark_coding, read_coding

__all__ = [
    "Codebook",
    "Coding",
    "Gold",
    "codes_measure",
    "load_codebook",
    "mark_coding",
    "read_coding",
    "read_gold",
    "sample_units",
]
