"""The switch that turns both guards off, for the controls: what happens without them. Lives in tests only."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import pytest
from django.db import connection

from accounts.models import Practitioner
from bookings import guards
from bookings.services import answering, asking, placing


@contextmanager
def unlocked_calendar(practitioner_id: int, now: datetime) -> Iterator[Practitioner]:
    """Read, think for a moment, write: no lock and no transaction, as schedulers commonly do."""
    yield Practitioner.objects.get(pk=practitioner_id)


def meeting(people: int) -> Callable[[], object]:
    """Return what holds each of so many threads until all have come: chance then decides nothing, however slow it is.

    Whoever waits in vain for ten seconds goes on alone, and the control fails by what it then finds.
    """
    point = threading.Barrier(people)

    def wait() -> None:
        if threading.current_thread() is not threading.main_thread():  # which only prepares
            with suppress(threading.BrokenBarrierError):
                point.wait(timeout=10)

    return wait


def pause() -> None:
    """Think for a moment; for processes, which cannot meet."""
    time.sleep(0.05)


def followed_by(check: object, wait: Callable[[], object]) -> object:
    """Return the same check with a wait after it, so that others get in between."""

    def checked(*args: object, **kwargs: object) -> object:
        answer = check(*args, **kwargs)  # type: ignore[operator]
        wait()
        return answer

    return checked


def unlock(monkeypatch: pytest.MonkeyPatch, wait: Callable[[], object] = pause) -> None:
    """Switch the lock off in this process."""
    monkeypatch.setattr(asking, "locked_calendar", unlocked_calendar)
    monkeypatch.setattr(answering, "locked_calendar", unlocked_calendar)
    monkeypatch.setattr(placing, "locked_calendar", unlocked_calendar)
    monkeypatch.setattr(asking, "_require_free", followed_by(asking._require_free, wait))
    monkeypatch.setattr(answering, "_require_allowed", followed_by(answering._require_allowed, wait))
    monkeypatch.setattr(placing, "_require_allowed", followed_by(placing._require_allowed, wait))


def drop_database_guard() -> None:
    """Take the database's own guard away."""
    guards.remove()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE bookings_booking DROP CONSTRAINT {guards.CLASH}")


def take_guards_away(monkeypatch: pytest.MonkeyPatch, *, people: int) -> None:
    """Switch the lock and the database's own guard off for the rest of the test; so many threads decide together."""
    drop_database_guard()
    unlock(monkeypatch, meeting(people))


def put_guards_back() -> None:
    """Restore what `take_guards_away` removed from the database; overlapping rows must be gone."""
    guards.install()
    if connection.vendor == "postgresql":
        from bookings.models import Booking

        constraint = next(each for each in Booking._meta.constraints if each.name == guards.CLASH)
        with connection.schema_editor() as editor:
            editor.add_constraint(Booking, constraint)
