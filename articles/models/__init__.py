"""Essays: their text, their topics, what is being written of them, what they were before, and where they used to be."""

from articles.models.drafts import EssayDraft, EssayDraftQuerySet
from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, Revision

__all__ = ["Essay", "EssayDraft", "EssayDraftQuerySet", "EssayQuerySet", "OldAddress", "Revision", "Topic"]
