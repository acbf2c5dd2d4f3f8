"""Outlets against one another within the events they share."""

from framing.comparison.comparing import compare as compare

__all__ = ["compare"]
