"""Essays: their text, their topics, what they were before, what readers wrote, and what came from an old site."""

from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, Revision
from articles.models.moving import ImportedPost, OldPath, SiteParcel
from articles.models.reflections import Reflection, ReflectionQuerySet

__all__ = [
    "Essay",
    "EssayQuerySet",
    "ImportedPost",
    "OldAddress",
    "OldPath",
    "Reflection",
    "ReflectionQuerySet",
    "Revision",
    "SiteParcel",
    "Topic",
]
