"""Every kind of message about several dates at once, brought about once, for tests."""

from datetime import datetime, timedelta
from uuid import UUID

from accounts.models import Client, User
from bookings import emails_together
from bookings.models import Booking, BookingEvent, SessionType
from bookings.services import (
    answer_series,
    end_standing,
    release_all_lapsed,
    start_standing,
    withdraw_series,
)
from practice.mail import Mail
from practice.models import OutgoingMessage
from tests.bookings.steps import ask_series
from tests.factories import MONDAY, NOW, make_booking, make_client, make_session_type, make_user

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def written_together(series: UUID | None, kind: str, now: datetime = NOW) -> Mail | None:
    """Return the newest message of a kind about several dates, as it would go out at `now`; None where it would not."""
    message = OutgoingMessage.objects.filter(kind=kind, cause=f"series:{series}").latest("due_at")
    return emails_together.render(message, now)


def ticked(rows: list[Booking]) -> set[UUID]:
    """Return what is posted for these dates."""
    return {row.uuid for row in rows}


def write_letters_together(session_type: SessionType, therapist: User, wording: str) -> dict[str, Mail]:
    """Return each of these messages by its kind, for clients who chose this wording."""
    found: dict[str, Mail] = {}

    def collect(series: UUID | None, now: datetime = NOW) -> None:
        Client.objects.update(wording=wording)
        for kind in set(OutgoingMessage.objects.filter(cause=f"series:{series}").values_list("kind", flat=True)):
            if mail := written_together(series, kind, now):
                found.setdefault(kind, mail)

    def series(day: int, name: str, type_: SessionType = session_type) -> UUID:
        client = make_client(name, user=make_user(f"{name}@example.com"))
        starts = [MONDAY + (day + 7 * week) * DAY for week in range(3)]
        rows = ask_series(type_, *starts, client=client, email=f"{name}@example.com")
        assert rows[0].series
        return rows[0].series

    def rows_of(key: UUID) -> list[Booking]:
        return list(Booking.objects.filter(series=key).order_by("starts_at"))

    waits = series(15, "jo")
    collect(waits)
    withdraw_series(series=waits, by=None, now=NOW)
    collect(waits)
    partly = series(16, "kim")
    answer_series(series=partly, ticked=ticked(rows_of(partly)[:2]), by=therapist, now=NOW)
    collect(partly)
    collect(series(17, "lea", make_session_type(session_type.practitioner, slug="at-once", confirms_at_once=True)))
    late = series(18, "mira")
    release_all_lapsed(NOW + timedelta(hours=48))
    collect(late, NOW + timedelta(hours=48))
    client = make_client("Nina", user=make_user("nina@example.com"))
    booking = make_booking(session_type, starts_at=MONDAY - 2 * HOUR, client=client, email="nina@example.com")
    standing = start_standing(booking=booking, every_weeks=2, by=therapist, now=NOW)
    collect(standing.uuid)
    now = booking.starts_at - HOUR
    first, by = standing.first_date, BookingEvent.By.CLIENT
    end_standing(standing=standing, first_day=first, by=by, user=None, now=now)
    collect(standing.uuid, now)
    assert set(found) == set(emails_together.KINDS)
    return found
