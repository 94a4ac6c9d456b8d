"""Reminders follow the session (R3): each once, none for what was cancelled, through a jump of the clock."""

from collections import Counter
from datetime import time, timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection

from accounts.models import Practitioner, User
from bookings.models import BookingEvent, SessionType, WorkingHours
from bookings.services import cancel_booking, confirm_booking
from practice.mail.worker import SteadyClock, send_round
from practice.models import OutgoingMessage
from tests.bookings.steps import ask_and_verify
from tests.factories import MONDAY, NOW
from tests.practice.mail.test_several_workers import work_at_once
from tests.reporting import report

HOUR = timedelta(hours=1)
SESSIONS, CANCELLED = 24, 6
REMINDERS = {"A reminder of your session", "Your session is soon"}


@pytest.mark.gate
@pytest.mark.unmeasured
@pytest.mark.django_db(transaction=True)
def test_each_session_is_reminded_of_once_and_no_cancelled_one(session_type: SessionType, therapist: User) -> None:
    """The sessions of one day; the clock jumps to the evening before, when every reminder is due, and some second."""
    Practitioner.objects.update(sessions_a_day=None)
    WorkingHours.objects.update(starts=time(0), ends=time(0))
    midnight = MONDAY - 12 * HOUR
    for number in range(SESSIONS):
        start, email = midnight + number * HOUR, f"p{number}@example.com"
        booking = confirm_booking(booking=ask_and_verify(session_type, start, email=email), by=therapist, now=NOW)
        if number < CANCELLED:
            cancel_booking(booking=booking, by=BookingEvent.By.CLIENT, user=None, now=NOW + HOUR)
    django_mail.outbox.clear()
    evening = midnight - HOUR / 2

    work_at_once(lambda: send_round(SteadyClock(lambda: evening)))
    while OutgoingMessage.objects.filter(state="queued", next_try_at__lte=evening).exists():
        send_round(SteadyClock(lambda: evening))

    reminded = Counter(mail.to[0] for mail in django_mail.outbox if mail.subject in REMINDERS)
    wanted = {f"p{number}@example.com": 1 for number in range(CANCELLED, SESSIONS)}
    report("R3", sum((reminded - Counter(wanted)).values()), 0, engine=connection.vendor, reminders=len(reminded))
    assert reminded == wanted
