"""Sessions as Django keeps them in the database, but found by a hash of what the browser holds.

A stored key would open the session to whoever reads the database or a fresh backup, the desk's among them. Its hash
opens nothing: the key has 165 bits, so nobody comes to one by trying.
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone

KEY_LENGTH = 40  # what the column holds


def stored_as(key: str) -> str:
    """Return by what a session is found whose browser holds `key`."""
    return hashlib.sha256(key.encode()).hexdigest()[:KEY_LENGTH]


def find(stored: str) -> Session | None:
    """Return a session, by what it is found by; None where there is none, or it is over."""
    return Session.objects.filter(session_key=stored, expire_date__gt=timezone.now()).first()


def end(stored: str) -> None:
    """Delete a session, by what it is found by; it opens nothing from the next request on."""
    Session.objects.filter(session_key=stored).delete()


class SessionStore(db.SessionStore):
    """The sessions of this site."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; one that is not there, or over, loses its key."""
        row = find(stored_as(self.session_key)) if self.session_key else None
        if row is None:
            self._session_key = None
            return {}
        return dict(self.decode(row.session_data))

    def exists(self, session_key: str) -> bool:
        """Tell whether there is a session of this key."""
        return super().exists(stored_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row as it is stored."""
        row = super().create_model_instance(data)
        row.session_key = stored_as(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Delete a session: this one, unless another key is given."""
        if key := session_key or self.session_key:
            super().delete(stored_as(key))

    # Django's own would go past the hash.
    aload, aexists, adelete = SessionBase.aload, SessionBase.aexists, SessionBase.adelete
    asave, acreate = SessionBase.asave, SessionBase.acreate
