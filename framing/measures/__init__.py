"""Measures: from tokens to a ratio of two sums per article, with the evidence behind it."""
