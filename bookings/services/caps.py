"""How much one person, and all strangers together, may hold; and who needs no answer."""

from datetime import datetime

from accounts.mailboxes import is_same_mailbox
from accounts.models import Client, Practitioner
from bookings import consent
from bookings.errors import FullError, TooManyOpenError
from bookings.models import Booking, SessionType
from bookings.scheduling.policy import Asker

OPEN_REQUESTS_A_PERSON = 2
OPEN_REQUESTS_OF_STRANGERS = 12
SESSIONS_BOOKED_AT_ONCE = 12


def asker_of(client: Client | None) -> Asker:
    """Return who is asking, as the core sees it: only an ACTIVE client is one."""
    is_client = client is not None and client.status == Client.Status.ACTIVE
    return Asker.CLIENT if is_client else Asker.STRANGER


def confirms_at_once(session_type: SessionType, client: Client | None, now: datetime) -> bool:
    """Tell whether asking is enough: for a client in care, where the session type says so.

    Not for somebody who said at any time that she is under 18, until a guardian has agreed or the therapist notes
    that she is of age; nor for more sessions to come than one person may book so: then it is a request.
    """
    return (
        client is not None
        and session_type.confirms_at_once
        and asker_of(client) is Asker.CLIENT
        and not consent.lacks_consent(client)
        and not _has_booked_enough(client, now)
    )


def _has_booked_enough(client: Client, now: datetime) -> bool:
    """Tell whether somebody has as many sessions to come as may be booked at once.

    Those of a standing time are the therapist's own word, and those of this very moment are one series.
    """
    ahead = Booking.objects.filter(client=client, status=Booking.Status.CONFIRMED, starts_at__gt=now)
    return ahead.filter(standing_date=None, created_at__lt=now).count() >= SESSIONS_BOOKED_AT_ONCE


def require_room(client: Client, now: datetime) -> None:
    """Refuse a further request of someone who has as many open ones as one person may."""
    if has_enough_requests(client, now):
        raise TooManyOpenError


def has_enough_requests(client: Client, now: datetime) -> bool:
    """Tell whether somebody has as many open requests as one person may; a series is one request.

    A person is a mailbox: another +tag in the address makes nobody else.
    """
    address = client.user.email if client.user else ""
    waiting = Booking.objects.filter(status__in=["requested", "proposed"], hold_until__gt=now)
    own = [row for row in waiting if row.client_id == client.pk or is_same_mailbox(row.email, address)]
    return len({row.waiting_series or row.uuid for row in own}) >= OPEN_REQUESTS_A_PERSON


def require_intake(practitioner: Practitioner, client: Client | None, now: datetime) -> None:
    """Refuse one more request of someone who is no client in care while such people hold all that they may."""
    if asker_of(client) is Asker.STRANGER and is_full(practitioner, now):
        raise FullError


def is_full(practitioner: Practitioner, now: datetime) -> bool:
    """Tell whether all people who are no clients in care hold as many open requests as they may together."""
    rows = Booking.objects.filter(practitioner=practitioner, status__in=["requested", "proposed"], hold_until__gt=now)
    return rows.exclude(client__status=Client.Status.ACTIVE).count() >= OPEN_REQUESTS_OF_STRANGERS
