"""Keyword in context: where a word or phrase stands, with what is said around it."""

from framing.concordance.finding import kwic
from framing.concordance.shown import Concordance

__all__ = ["Concordance", "kwic"]
