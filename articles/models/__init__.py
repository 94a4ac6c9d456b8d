"""Essays: their text, their topics, what they were before, where they used to be, and what the search knows of them."""

from articles.models.essays import Essay, EssayQuerySet, Topic
from articles.models.history import OldAddress, Revision
from articles.models.search import SearchText, Spelling

__all__ = ["Essay", "EssayQuerySet", "OldAddress", "Revision", "SearchText", "Spelling", "Topic"]
