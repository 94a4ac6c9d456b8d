"""What is written around the start of a session: that its client comes later, and its own video link."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.arrival import LATE, OPENS_BEFORE, is_way_open
from bookings.errors import StatusError
from bookings.models import Booking
from bookings.scheduling.lifecycle import Status
from bookings.services.recording import By, record, tell


def say_running_late(*, booking: Booking, by: User | None, now: datetime) -> Booking:
    """Tell the therapist, at once and on the desk, that the client comes later; said again, it changes nothing.

    Locks the booking. Possible while the way in is open.

    Raises:
        StatusError: the session is not confirmed, its way in is not open yet, or it is over.
    """
    with transaction.atomic(durable=True):
        current = Booking.objects.select_for_update().get(pk=booking.pk)
        if not is_way_open(current, now):
            raise StatusError(current)
        if current.events.filter(act=LATE).exists():
            return current
        record(
            current,
            LATE,
            by=By.CLIENT,
            now=now,
            user=by,
            came_from=Status.CONFIRMED,
            reason_code=LATE,
            note=_("The client is running late."),
        )
        # Due when the way in opened, not now: two that are sent at the same moment are then one and the same message.
        tell(current, "booking_running_late", current.starts_at - OPENS_BEFORE)
    return current


def set_video_link(*, booking: Booking, link: str) -> Booking:
    """Give a session a video link of its own; an empty one stands for the practitioner's room.

    Locks the booking. `link` is an https address.

    Raises:
        StatusError: the session is not confirmed.
    """
    with transaction.atomic(durable=True):
        current = Booking.objects.select_for_update().get(pk=booking.pk)
        if current.status != Booking.Status.CONFIRMED:
            raise StatusError(current)
        current.video_link = link
        current.save(update_fields=["video_link"])
    return current
