"""Essays: their text, topics and series, what they were before and where, who sees drafts, and what readers wrote."""

from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, Revision
from articles.models.previews import PreviewLink
from articles.models.reflections import Reflection, ReflectionQuerySet
from articles.models.series import Series

__all__ = [
    "Essay",
    "EssayQuerySet",
    "OldAddress",
    "PreviewLink",
    "Reflection",
    "ReflectionQuerySet",
    "Revision",
    "Series",
    "Topic",
]
