"""Changing essays as the editor does."""

from datetime import datetime
from typing import Any

from accounts.models import User
from articles.models import Essay
from articles.services import save_edited
from tests.factories import NOW, make_user

EDITOR = "editor@example.com"


def editor() -> User:
    """Return the one who writes."""
    return User.objects.filter(email=EDITOR).first() or make_user(EDITOR)


def change(essay: Essay, *, now: datetime = NOW, **changes: Any) -> None:
    """Save an essay with something changed."""
    essay.refresh_from_db()
    for name, value in changes.items():
        setattr(essay, name, value)
    save_edited(essay=essay, by=editor(), now=now)
