"""Topics: what is covered, as words that go together, and how much each article has of each."""

from framing.measures.topics.model import Topics, topics

__all__ = ["Topics", "topics"]
