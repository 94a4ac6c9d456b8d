"""Essays: their text, their topics, what they were before, and where they used to be."""

from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, Revision

__all__ = ["Essay", "EssayQuerySet", "OldAddress", "Revision", "Topic"]
