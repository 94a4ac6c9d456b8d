"""The switch that turns both guards off, for the controls: what happens without them. Lives in tests only."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection

from accounts.models import Practitioner
from bookings import guards
from bookings.services import answering, asking


@contextmanager
def unlocked_calendar(practitioner_id: int, now: datetime) -> Iterator[Practitioner]:
    """Read, think for a moment, write: no lock and no transaction, as schedulers commonly do."""
    yield Practitioner.objects.get(pk=practitioner_id)


def slowly(check: object) -> object:
    """Return the same check with a pause after it, so that others get in between."""

    def checked(*args: object, **kwargs: object) -> object:
        answer = check(*args, **kwargs)  # type: ignore[operator]
        time.sleep(0.05)
        return answer

    return checked


def unlock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the lock off in this process."""
    monkeypatch.setattr(asking, "locked_calendar", unlocked_calendar)
    monkeypatch.setattr(answering, "locked_calendar", unlocked_calendar)
    monkeypatch.setattr(asking, "_require_free", slowly(asking._require_free))
    monkeypatch.setattr(answering, "_require_allowed", slowly(answering._require_allowed))


def drop_database_guard() -> None:
    """Take the database's own guard away."""
    guards.remove()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE bookings_booking DROP CONSTRAINT {guards.CLASH}")


def take_guards_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the lock and the database's own guard off for the rest of the test."""
    drop_database_guard()
    unlock(monkeypatch)


def put_guards_back() -> None:
    """Restore what `take_guards_away` removed from the database; overlapping rows must be gone."""
    guards.install()
    if connection.vendor == "postgresql":
        from bookings.models import Booking

        constraint = next(each for each in Booking._meta.constraints if each.name == guards.CLASH)
        with connection.schema_editor() as editor:
            editor.add_constraint(Booking, constraint)
