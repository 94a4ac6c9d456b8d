"""Essays: their text, pictures, topics and series, what is written, was before or came from elsewhere, reflections."""

from articles.models.drafts import EssayDraft, EssayDraftQuerySet
from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, OldListAddress, Revision
from articles.models.moving import ImportedPost, OldPath, SiteParcel
from articles.models.pictures import Picture
from articles.models.previews import PreviewLink
from articles.models.reflections import Reflection, ReflectionQuerySet
from articles.models.search import SearchText, Spelling
from articles.models.series import Series

__all__ = [
    "Essay",
    "EssayDraft",
    "EssayDraftQuerySet",
    "EssayQuerySet",
    "ImportedPost",
    "OldAddress",
    "OldListAddress",
    "OldPath",
    "Picture",
    "PreviewLink",
    "Reflection",
    "ReflectionQuerySet",
    "Revision",
    "SearchText",
    "Series",
    "SiteParcel",
    "Spelling",
    "Topic",
]
