"""Topics: what is covered, as words that go together, and how much each article has of each."""

from framing.measures.topics.model import Topics, topics
from framing.measures.topics.pages import label_topics
from framing.measures.topics.search import TopicSearch, topic_search
from framing.measures.topics.structural_model import StructuralTopics, structural_topics

__all__ = [
    "StructuralTopics",
    "TopicSearch",
    "Topics",
    "label_topics",
    "structural_topics",
    "topic_search",
    "topics",
]
