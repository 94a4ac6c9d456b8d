"""What a lock screen shows of a message, worked out from the very message that would be sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Client, Practitioner
from bookings import calendars, selectors
from bookings.emails import write_example
from bookings.models import Booking, Mode
from bookings.wording import Wording
from practice.mail.compose import sender

KIND = "booking_reminder"
NOBODY = "you@example.com"  # an example goes nowhere, and its recipient is not shown
WEEK = timedelta(days=7)
SHOWN = 90  # characters: what phones show below the subject


@dataclass(frozen=True, slots=True)
class LockScreen:
    """A message as a locked phone shows it, and the entry in a calendar."""

    label: str
    sender: str
    subject: str
    line: str
    calendar: str
    tells_place: bool
    is_chosen: bool


def lock_screens(client: Client, now: datetime) -> list[LockScreen]:
    """Return what a reminder of a made-up session a week from `now` would show, for each wording."""
    booking = example_session(client, now)
    return [_lock_screen(booking, wording, now, is_chosen=wording == client.wording) for wording in Wording]


def example_session(client: Client, now: datetime) -> Booking:
    """Return a session of this client at the full hour a week from `now`; it is stored nowhere."""
    starts_at = now.replace(minute=0, second=0, microsecond=0) + WEEK
    return Booking(
        practitioner=selectors.first_practitioner() or Practitioner(),
        client=client,
        name=client.name,
        email=NOBODY,
        client_zone=client.zone_name,
        mode=Mode.VIDEO,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=50),
        cancellation_hours=0,
    )


def first_words(text: str) -> str:
    """Return as much of a message as a locked phone shows below its subject."""
    return f"{' '.join(text.split())[:SHOWN].rpartition(' ')[0]}…"


def _lock_screen(booking: Booking, wording: Wording, now: datetime, *, is_chosen: bool) -> LockScreen:
    mail = write_example(booking, KIND, wording, now)
    return LockScreen(
        label=str(wording.label),
        sender=sender(mail.from_name).display_name,
        subject=mail.subject,
        line=first_words(mail.text),
        calendar=calendars.title_of(wording),
        tells_place=calendars.tells_place(wording),
        is_chosen=is_chosen,
    )
