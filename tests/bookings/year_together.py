"""What is done in a year about more than one date: series, standing times, and places on the waiting list."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from accounts.models import Client, Practitioner, User
from bookings.models import Booking, BookingEvent, BookingQuerySet, SessionType, StandingTime, WaitingEntry
from bookings.scheduling.availability import Slot
from bookings.scheduling.policy import Asker
from bookings.services import (
    answer_series,
    end_standing,
    keep_waiting,
    leave_list,
    let_in,
    offer_free_times,
    start_standing,
    withdraw_series,
)
from bookings.services.series import refused_dates
from bookings.services.standing_times import fill_all
from tests.bookings import steps, waiting_steps

MOST_STANDING = 3
MORE = {
    "ask_for_several": 4,
    "withdraw_several": 1,
    "begin_a_standing_time": 2,
    "end_a_standing_time": 1,
    "wait_for_a_time": 4,
    "leave_the_list": 1,
    "let_the_list_offer": 6,
}


class Together:
    """The acts of a year about several dates; `Year` gives the rest."""

    now: datetime
    chance: Random
    therapist: User
    pick: Callable[[BookingQuerySet], Booking | None]
    pick_slot: Callable[..., Slot | None]
    given: Callable[[Callable[[], Any]], Any]
    coming: Callable[[], BookingQuerySet]
    waiting: Callable[[], BookingQuerySet]

    @property
    def practitioner(self) -> Practitioner:
        """The practitioner as she is stored now."""
        return Practitioner.objects.get()

    @property
    def session_type(self) -> SessionType:
        """What can be asked for, read anew as every page does."""
        return SessionType.objects.select_related("practitioner").get()

    def someone_in_care(self) -> Client | None:
        """Draw a client in care who has an address."""
        clients = list(Client.objects.filter(status=Client.Status.ACTIVE, user__isnull=False).select_related("user"))
        return self.chance.choice(clients) if clients else None

    def ask_for_several(self) -> bool:
        """A client asks for the dates of some weeks that her table shows as free."""
        client, slot = self.someone_in_care(), self.pick_slot(Asker.CLIENT)
        if client is None or client.user is None or slot is None:
            return False
        every, number = self.chance.choice([1, 2]), self.chance.randrange(2, 6)
        planned = [slot.start + timedelta(weeks=every * week) for week in range(number)]
        mode = self.chance.choice(sorted(slot.modes))
        refused = refused_dates(self.session_type, planned, mode, self.now)
        dates = [start for start in planned if start not in refused]
        asked: dict[str, Any] = {
            "name": client.name,
            "email": client.user.email,
            "client_zone": client.zone_name,
            "mode": mode,
        }
        if not dates:
            return False
        return bool(
            self.given(lambda: steps.ask_series(self.session_type, *dates, client=client, now=self.now, **asked))
        )

    def answer_several(self, booking: Booking) -> bool:
        """The therapist answers all dates of a series at once, most of them with yes."""
        series = booking.waiting_series
        if series is None:
            return False
        rows = [row for row in self.waiting() if row.waiting_series == series]
        ticked = {row.uuid for row in rows if self.chance.random() < 0.8}
        answer: dict[str, Any] = {"ticked": ticked, "by": self.therapist, "now": self.now}
        return bool(rows) and bool(self.given(lambda: answer_series(series=series, **answer)))

    def withdraw_several(self) -> bool:
        """A client takes a whole series back."""
        found = {row.waiting_series for row in self.waiting()} - {None}
        series: list[UUID] = sorted(each for each in found if each)
        return bool(series) and bool(self.given(lambda: withdraw_series(series=series[0], by=None, now=self.now)))

    def begin_a_standing_time(self) -> bool:
        """The therapist makes the hour of an agreed session a client's own."""
        running = StandingTime.objects.filter(ended_on=None).count()
        rows = self.coming().filter(client__status=Client.Status.ACTIVE, replaces=None, series=None)
        booking = self.pick(rows) if running < MOST_STANDING else None
        every = self.chance.choice([1, 2])
        begin: dict[str, Any] = {"every_weeks": every, "by": self.therapist, "now": self.now}
        return booking is not None and bool(self.given(lambda: start_standing(booking=booking, **begin)))

    def end_a_standing_time(self) -> bool:
        """One of the two ends it, from some day of the next weeks on."""
        standing = StandingTime.objects.filter(ended_on=None).order_by("pk").first()
        if standing is None:
            return False
        by = self.chance.choice([BookingEvent.By.CLIENT, BookingEvent.By.PRACTICE])
        day = self.now.date() + timedelta(days=self.chance.randrange(0, 21))
        self.given(lambda: end_standing(standing=standing, first_day=day, by=by, user=None, now=self.now))
        return True

    def wait_for_a_time(self) -> bool:
        """A client waits for a time on some days; the therapist lets new people in."""
        client = self.someone_in_care()
        if client is None:
            return False
        cells = self.chance.choice([(), ("0-morning", "2-morning"), ("1-afternoon", "4-afternoon")])
        entry = self.given(
            lambda: waiting_steps.wait(
                self.session_type, "", *cells, client=client, now=self.now, zone=client.zone_name or "Asia/Kolkata"
            )
        )
        return entry is not None and bool(let_in(entry=entry, now=self.now))

    def leave_the_list(self) -> bool:
        """Somebody leaves the list, or says that she still waits."""
        entry = WaitingEntry.objects.live().order_by("pk").first()
        if entry is None:
            return False
        if self.chance.random() < 0.5:
            self.given(lambda: leave_list(entry=entry, by=None, now=self.now))
        else:
            self.given(lambda: keep_waiting(entry=entry, now=self.now))
        return True

    def let_the_list_offer(self) -> bool:
        """The worker's jobs run: free times are offered, dates of standing times come into reach."""
        fill_all(self.now)
        before = Booking.objects.count()
        offer_free_times(self.now)
        return Booking.objects.count() > before
