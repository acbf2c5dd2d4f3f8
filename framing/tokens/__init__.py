"""The corpus as integer arrays: words, sentences, positions and voice."""

from framing.tokens.chunk import Chunk, make_chunk
from framing.tokens.store import Tokens, tokenize
from framing.tokens.vocabulary import Types, fold

__all__ = ["Chunk", "Tokens", "Types", "fold", "make_chunk", "tokenize"]
