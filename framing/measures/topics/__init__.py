"""Topics: what is covered, as words that go together, and how much each article has of each."""

from framing.measures.topics.model import Topics, topics
from framing.measures.topics.search import TopicSearch, topic_search

__all__ = ["TopicSearch", "Topics", "topic_search", "topics"]
