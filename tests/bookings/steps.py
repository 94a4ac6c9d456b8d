"""What people do to a booking, in one call each, for tests."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from accounts.models import Client
from bookings.models import Booking, SessionType
from bookings.services import RequestDetails, request_series, request_session, verify_request
from practice.models import OutgoingMessage
from tests.factories import MONDAY, NOW


def details(starts_at: datetime = MONDAY, **changes: Any) -> RequestDetails:
    """Return the words of a request for Monday noon by video."""
    given = {
        "mode": "video",
        "name": "Asha",
        "email": "asha@example.com",
        "client_zone": "Europe/London",
        "note": "",
    }
    return RequestDetails(starts_at=starts_at, **{**given, **changes})


def ask(
    session_type: SessionType,
    starts_at: datetime = MONDAY,
    *,
    now: datetime = NOW,
    browser: str = "browser",
    client: Client | None = None,
    **changes: Any,
) -> Booking:
    """Ask for a time, as a stranger unless `client` is given."""
    return request_session(
        session_type=session_type,
        details=details(starts_at, **changes),
        request_key=uuid4(),
        browser_key=browser,
        now=now,
        client=client,
    )


def code_for(booking: Booking) -> str:
    """Return the newest code that was mailed for a draft."""
    message = OutgoingMessage.objects.filter(kind="booking_code", cause=f"booking:{booking.uuid}").latest("due_at")
    return str(message.body["code"])


def verify(booking: Booking, *, now: datetime = NOW, browser: str = "browser", code: str = "") -> Booking:
    """Enter the code that was mailed."""
    return verify_request(booking_uuid=booking.uuid, browser_key=browser, code=code or code_for(booking), now=now)


def ask_and_verify(session_type: SessionType, starts_at: datetime = MONDAY, **changes: Any) -> Booking:
    """Ask for a time and prove the address."""
    email = changes.get("email", "asha@example.com")
    return verify(ask(session_type, starts_at, browser=email, **changes), browser=email)


def kinds_queued(booking: Booking) -> list[str]:
    """Return the kinds of message queued for a booking, sorted."""
    rows = OutgoingMessage.objects.filter(cause=f"booking:{booking.uuid}")
    return sorted(rows.values_list("kind", flat=True))


def ask_series(
    session_type: SessionType,
    *starts: datetime,
    client: Client,
    now: datetime = NOW,
    key: UUID | None = None,
    **changes: Any,
) -> list[Booking]:
    """Ask for several dates at once, as a client in care; without `starts` for four Mondays at noon."""
    return request_series(
        session_type=session_type,
        details=details(**changes),
        starts=starts or four_mondays(),
        request_key=key or uuid4(),
        browser_key="browser",
        now=now,
        client=client,
    )


def four_mondays() -> list[datetime]:
    """Return noon in Gurgaon on four Mondays."""
    return [MONDAY + timedelta(weeks=week) for week in range(4)]


def together(series: UUID | None) -> list[str]:
    """Return the kinds of message queued about several dates at once, sorted."""
    rows = OutgoingMessage.objects.filter(cause=f"series:{series}")
    return sorted(rows.values_list("kind", flat=True))
