"""Essays: their text, their topics, what they were before, where they used to be, and their pictures."""

from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, Revision
from articles.models.pictures import Picture

__all__ = ["Essay", "EssayQuerySet", "OldAddress", "Picture", "Revision", "Topic"]
