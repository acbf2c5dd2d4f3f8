"""What each word of a sentence does in it, by a parser: parsed once and kept."""

from framing.parsing.arrays import ChunkParse, Labels
from framing.parsing.parses import Parses, parse

__all__ = ["ChunkParse", "Labels", "Parses", "parse"]
