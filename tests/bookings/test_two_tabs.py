"""Two browsers of the therapist's at the same moment, through every door of the desk (B3)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from bookings.errors import StatusError
from bookings.models import Booking, BookingEvent, SessionType
from bookings.scheduling.lifecycle import Act, Status, next_status
from bookings.services import answering, recording
from tests.at_once import at_once
from tests.bookings.browsing import text
from tests.bookings.steps import ask_and_verify
from tests.bookings.unguarded import meeting, put_guards_back, take_guards_away
from tests.factories import MONDAY
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured, pytest.mark.django_db(transaction=True)]

ROUNDS = 4
HOUR = timedelta(hours=1)
LATER = MONDAY + 3 * HOUR
CONFIRMED = "Confirmed:"
TOLD = "nothing was changed. It is now: confirmed."
HELD = "The new time is held"
TAKEN = "not done, because another session has this time"


@dataclass(frozen=True)
class Answer:
    """What one browser got in the end."""

    status: int
    page: str

    def says(self, words: str) -> bool:
        return words in self.page


def send_together(therapist: User, sends: list[Callable[[Browser], Any]]) -> list[Answer]:
    """Let a browser for each of `sends` sign in and send at the same moment; return the page each ends on."""

    def go(browser: Browser, send: Callable[[Browser], Any]) -> Answer:
        response = send(browser)
        return Answer(response.status_code, text(response))

    tabs = [Browser(raise_request_exception=False) for _send in sends]
    for tab in tabs:
        tab.force_login(therapist)
    return at_once([partial(go, tab, send) for tab, send in zip(tabs, sends, strict=True)])


def by_button(booking: Booking) -> Callable[[Browser], Any]:
    """Press the button in the inbox."""
    return lambda browser: browser.post(reverse("admin:booking_confirm", args=[booking.pk]), follow=True)


def by_list(booking: Booking) -> Callable[[Browser], Any]:
    """Choose the row in the list and run the action."""
    form = {"action": "confirm_selected", "_selected_action": [str(booking.pk)]}
    return lambda browser: browser.post(reverse("admin:bookings_booking_changelist"), form, follow=True)


def by_page(booking: Booking) -> Callable[[Browser], Any]:
    """Press the button on the session's page, with the reason that it asks for."""
    url, form = reverse("admin:booking_confirm", args=[booking.pk]), {"override_reason": "I come in early."}
    return lambda browser: browser.post(url, form, follow=True)


def offering(booking: Booking, minutes: int) -> Callable[[Browser], Any]:
    """Offer a time some minutes after `LATER`, typed by hand: 3 pm in Gurgaon."""
    form = {"other": f"2026-11-23T15:{minutes:02d}"}
    return lambda browser: browser.post(reverse("admin:booking_propose", args=[booking.pk]), form, follow=True)


def overlaps() -> int:
    """Count the pairs of bookings that keep overlapping time."""
    rows = list(Booking.objects.filter(blocks=True).values_list("starts_at", "ends_at"))
    return sum(a[0] < b[1] and b[0] < a[1] for i, a in enumerate(rows) for b in rows[i + 1 :])


DOORS = {"inbox button": by_button, "list action": by_list, "session page": by_page}


@pytest.mark.parametrize("door", DOORS)
def test_of_two_browsers_that_confirm_one_request_one_does_and_the_other_is_told(
    door: str, session_type: SessionType, therapist: User, clock: time_machine.Traveller
) -> None:
    """B3."""
    extra = faults = 0
    for round_ in range(ROUNDS):
        booking = ask_and_verify(session_type, MONDAY + timedelta(days=round_), email=f"p{round_}@example.com")
        answers = send_together(therapist, [DOORS[door](booking), DOORS[door](booking)])
        events = BookingEvent.objects.filter(booking=booking, act="confirm").count()
        extra += events - 1
        faults += sum(answer.status >= 500 for answer in answers)
        assert (sum(each.says(CONFIRMED) for each in answers), sum(each.says(TOLD) for each in answers)) == (1, 1)
        assert events == 1
    report("B3", extra + faults, 0, engine=connection.vendor, path=f"confirm: {door}", rounds=ROUNDS, over="HTTP")
    assert faults == 0


def test_of_two_browsers_that_offer_overlapping_times_one_does_and_the_other_is_told(
    session_type: SessionType, therapist: User, clock: time_machine.Traveller
) -> None:
    """B3."""
    extra = faults = 0
    for round_ in range(ROUNDS):
        first = ask_and_verify(session_type, MONDAY, email=f"a{round_}@example.com")
        second = ask_and_verify(session_type, MONDAY + HOUR, email=f"b{round_}@example.com")
        answers = send_together(therapist, [offering(first, 0), offering(second, 20)])
        held = Booking.objects.filter(status="proposed", pk__in=[first.pk, second.pk]).count()
        extra += held - 1 + overlaps()
        faults += sum(answer.status >= 500 for answer in answers)
        assert (sum(each.says(HELD) for each in answers), sum(each.says(TAKEN) for each in answers)) == (1, 1)
        assert (held, overlaps()) == (1, 0)
        assert sorted(answer.status for answer in answers) == [200, 409]
        Booking.objects.update(blocks=False, status="withdrawn", hold_until=None)
    report("B3", extra + faults, 0, engine=connection.vendor, path="proposal page", rounds=ROUNDS, over="HTTP")
    assert faults == 0


@pytest.fixture
def no_guards(monkeypatch: pytest.MonkeyPatch, session_type: SessionType) -> Iterator[None]:
    take_guards_away(monkeypatch, people=2)
    meet = meeting(2)
    monkeypatch.setattr(answering, "move_on", lambda *args, **given: careless_move(meet, *args, **given))
    yield
    Booking.objects.all().update(blocks=False, status="lapsed", hold_until=None)
    put_guards_back()


def careless_move(
    meet: Callable[[], object], booking: Booking, act: Act, *, by: Any, now: Any, user: Any = None, **changes: Any
) -> Booking:
    """Write the new status over whatever stands there by now, as a plain save would."""
    after = next_status(Status(booking.status), act)
    if after is None:
        raise StatusError(booking)
    meet()
    columns = {name: value for name, value in changes.items() if name not in {"reason_code", "note"}}
    Booking.objects.filter(pk=booking.pk).update(status=after.value, **columns)
    booking.refresh_from_db()
    recording.record(booking, act, by=by, now=now, user=user)
    return booking


@pytest.mark.parametrize("door", DOORS)
def test_with_the_guards_off_both_browsers_confirm(
    door: str, session_type: SessionType, therapist: User, clock: time_machine.Traveller, no_guards: None
) -> None:
    """The control of the test above."""
    booking = ask_and_verify(session_type)
    send_together(therapist, [DOORS[door](booking), DOORS[door](booking)])
    assert BookingEvent.objects.filter(booking=booking, act="confirm").count() == 2


def test_with_the_guards_off_both_offers_take_the_time(
    session_type: SessionType, therapist: User, clock: time_machine.Traveller, no_guards: None
) -> None:
    """The control of the test above."""
    first = ask_and_verify(session_type, MONDAY, email="asha@example.com")
    second = ask_and_verify(session_type, MONDAY + HOUR, email="bela@example.com")
    send_together(therapist, [offering(first, 0), offering(second, 20)])
    assert overlaps() == 1
