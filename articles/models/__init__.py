"""Essays: their text, their topics, what they were before, where they used to be, and what readers wrote under them."""

from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, Revision
from articles.models.reflections import Reflection, ReflectionQuerySet

__all__ = ["Essay", "EssayQuerySet", "OldAddress", "Reflection", "ReflectionQuerySet", "Revision", "Topic"]
