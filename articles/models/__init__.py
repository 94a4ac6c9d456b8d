"""Essays: their text, pictures, topics and series, what is being written, what they were and where, and reflections."""

from articles.models.drafts import EssayDraft, EssayDraftQuerySet
from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, Revision
from articles.models.pictures import Picture
from articles.models.previews import PreviewLink
from articles.models.reflections import Reflection, ReflectionQuerySet
from articles.models.series import Series

__all__ = [
    "Essay",
    "EssayDraft",
    "EssayDraftQuerySet",
    "EssayQuerySet",
    "OldAddress",
    "Picture",
    "PreviewLink",
    "Reflection",
    "ReflectionQuerySet",
    "Revision",
    "Series",
    "Topic",
]
