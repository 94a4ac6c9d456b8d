"""Essays: their text, their topics, what they were before, where they used to be, and what readers wrote under them."""

from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, Revision
from articles.models.reflections import Reflection, ReflectionQuerySet

__all__ = ["Essay", "EssayQuerySet", "OldAddress", "Reflection", "ReflectionQuerySet", "Revision", "Topic"]
"""Essays: their text, their topics and series, what they were before, where they used to be, and who sees drafts."""

from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, Revision
from articles.models.previews import PreviewLink
from articles.models.series import Series

__all__ = ["Essay", "EssayQuerySet", "OldAddress", "PreviewLink", "Revision", "Series", "Topic"]
