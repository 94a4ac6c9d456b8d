"""One year of a practice by a clock that is moved by hand: what people do from day to day, drawn by a fixed seed.

The year holds leave, public holidays, a pause, weeks without new clients, and the days on which clocks change in
London, New York and on Lord Howe. After every event `year_rules` looks at everything; whoever is shown a free time and
asks for it at once must get it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import time_machine

from accounts.models import Client, Practitioner, User
from bookings import selectors
from bookings.errors import BookingError, FullError, MoveOpenError, TooManyOpenError
from bookings.models import Booking, BookingEvent, BookingQuerySet, TimeOff
from bookings.public_holidays import coming_holidays
from bookings.scheduling.availability import Slot
from bookings.scheduling.intervals import Interval
from bookings.scheduling.policy import Asker
from bookings.services import (
    accept_proposal,
    cancel_booking,
    complete_session,
    confirm_booking,
    decline_booking,
    keep_holidays,
    mark_no_show,
    offer_move,
    pause_practice,
    propose_time,
    refuse_proposal,
    release_all_lapsed,
    request_move,
    resume_practice,
    set_late_mark,
    undo_mark,
    withdraw_request,
)
from practice.mail.worker import SteadyClock, send_round
from practice.models import OutgoingMessage
from tests.bookings import steps
from tests.bookings.year_together import MORE, Together

By = BookingEvent.By
Status = Booking.Status
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ZONES = ["Asia/Kolkata", "Europe/London", "America/New_York", "Australia/Lord_Howe"]
ZONES += ["Asia/Kathmandu", "Africa/Casablanca"]
PEOPLE = 24
LEAVE = date(2026, 5, 18), date(2026, 6, 8)  # the first day off, the first day back
# What happens on one date, whatever chance brings besides.
PAUSED, RESUMED = date(2026, 8, 3), date(2026, 8, 13)
CLOSED, OPENED = date(2026, 9, 7), date(2026, 10, 5)
OFTEN = {
    "ask": 22,
    "answer": 20,
    "reply": 8,
    "cancel": 5,
    "cancel_late": 3,
    "call_off": 2,
    "withdraw": 3,
    "ask_for_another_time": 5,
    "offer_another_time": 3,
    "note_what_was": 12,
    "take_a_note_back": 2,
    "excuse": 1,
    "run_the_job": 6,
    **MORE,
}
NOT_NOW = (TooManyOpenError, FullError, MoveOpenError)  # refusals that a shown time does not promise against


@dataclass(frozen=True)
class Person:
    """Somebody who may ask, and where she lives."""

    name: str
    email: str
    zone: str


class Year(Together):
    """The practice, its people, and everything that happens in one year."""

    def __init__(self, therapist: User, clock: time_machine.Traveller, *, seed: int) -> None:
        self.therapist, self.clock = therapist, clock
        self.chance = Random(seed)
        self.people = [
            Person(f"Person {number}", f"p{number}@example.com", ZONES[number % len(ZONES)]) for number in range(PEOPLE)
        ]
        self.done: Counter[str] = Counter()
        self.day = FIRST
        self.refused: list[str] = []  # what was shown and then not given
        self.after_each: Callable[[Year], None] = lambda year: None
        self.after_sending: Callable[[Year], None] = lambda year: None
        self.has_shown_it: Callable[[], bool] = lambda: False
        self.now = datetime.combine(FIRST, time(), UTC)

    # The year

    def live(self, *, events_a_day: int, first: date = FIRST, last: date = LAST) -> None:
        """Let the year happen, or some days of it, both ends included; no further than the day that shows it."""
        self.now = datetime.combine(first, time(), self.practitioner.zone).astimezone(UTC)
        self.move_clock_to(self.now)
        holidays = coming_holidays(FIRST)
        ticked = {holiday.day for holiday in holidays[::2]}
        keep_holidays(
            practitioner=self.practitioner,
            named={each.day: each.name for each in holidays},
            ticked=ticked,
            now=self.now,
        )
        day = first
        while day <= last and not self.has_shown_it():
            self.live_day(day, events_a_day)
            day += DAY
        self.let_time_pass(self.now + DAY)  # what waits for the morning still goes

    def live_day(self, day: date, events: int) -> None:
        """Let one day happen: what its date brings, then what chance does, at odd minutes of the day."""
        begins = datetime.combine(day, time(), self.practitioner.zone).astimezone(UTC)
        minutes = sorted(self.chance.sample(range(7 * 60, 24 * 60), events))
        self.day = day
        self.happen(begins + 6 * 60 * MINUTE, "turn_the_calendar")
        for minute in minutes:
            acts = self.chance.choices(list(OFTEN), weights=list(OFTEN.values()), k=3)
            if self.chance.random() < 0.3:
                acts = [*(name for name in OFTEN if not self.done[name]), *acts]  # chance leaves none out for long
            self.happen(begins + minute * MINUTE, *acts)

    def happen(self, at: datetime, *acts: str) -> None:
        """Let the clock run to a moment, the first of some acts happen that is possible, and look at everything."""
        self.let_time_pass(max(at, self.now))
        for name in acts:
            if getattr(self, name)():
                self.done[name] += 1
                break
        self.let_time_pass(self.now)
        self.after_each(self)

    def let_time_pass(self, until: datetime) -> None:
        """Move the clock forward, and send each message when it is due."""
        queued = OutgoingMessage.objects.filter(state="queued", next_try_at__lte=until)
        while (due := queued.order_by("next_try_at").values_list("next_try_at", flat=True).first()) is not None:
            self.move_clock_to(max(due, self.now))
            send_round(SteadyClock(lambda: self.now))
            self.after_sending(self)
        self.move_clock_to(until)

    def move_clock_to(self, at: datetime) -> None:
        """Set the clock."""
        self.now = at
        self.clock.move_to(at)

    def turn_the_calendar(self) -> bool:
        """Begin and end leave, the pause, and the weeks without new clients."""
        day, practitioner = self.day, self.practitioner
        if day == LEAVE[0] - 21 * DAY:
            self.take_leave()
        elif day == PAUSED:
            pause_practice(practitioner=practitioner, back_on=RESUMED, by=self.therapist, now=self.now)
        elif day == RESUMED:
            resume_practice(practitioner=practitioner, by=self.therapist, now=self.now)
        elif day in {CLOSED, OPENED}:
            Practitioner.objects.update(takes_new_clients=day == OPENED)
        else:
            return False
        return True

    def take_leave(self) -> None:
        """Enter three weeks off, and call off what was agreed for them."""
        zone = self.practitioner.zone
        starts, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in LEAVE)
        TimeOff.objects.create(practitioner=self.practitioner, starts_at=starts, ends_at=ends)
        for booking in self.rows(Status.CONFIRMED).filter(starts_at__gte=starts, starts_at__lt=ends):
            cancel_booking(booking=booking, by=By.PRACTICE, user=self.therapist, now=self.now)
        for booking in self.waiting().filter(starts_at__gte=starts, starts_at__lt=ends):
            decline_booking(booking=booking, by=self.therapist, now=self.now)

    # What clients do

    def ask(self) -> bool:
        """Somebody looks at the free times of a week or two and asks for one; one in eight never enters the code."""
        person = self.chance.choice(self.people)
        client = Client.objects.filter(user__email=person.email).first()
        asker = Asker.CLIENT if client and client.status == Client.Status.ACTIVE else Asker.STRANGER
        slot = self.pick_slot(asker)
        if slot is None:
            return False
        booking = self.given(
            lambda: steps.ask(
                self.session_type,
                slot.start,
                now=self.now,
                browser=person.email,
                client=client if asker is Asker.CLIENT else None,
                name=person.name,
                email=person.email,
                client_zone=person.zone,
                mode=self.chance.choice(sorted(slot.modes)),
            )
        )
        if booking is None or booking.status != Status.DRAFT:
            return booking is not None
        if self.chance.random() < 1 / 8:
            return True
        self.move_clock_to(self.now + self.chance.randrange(1, 9) * MINUTE)
        return self.given(lambda: steps.verify(booking, now=self.now, browser=person.email)) is not None

    def reply(self) -> bool:
        """Somebody answers a time that was offered to her."""
        booking = self.pick(self.rows(Status.PROPOSED).filter(hold_until__gt=self.now))
        if booking is None:
            return False
        say_yes = self.chance.random() < 0.7
        return self.done_to(booking, accept_proposal if say_yes else refuse_proposal, by=None)

    def cancel(self) -> bool:
        """A client gives up a session."""
        return self.done_to(self.pick(self.coming()), cancel_booking, by=By.CLIENT, user=None)

    def cancel_late(self) -> bool:
        """A client gives up a session in its last hours."""
        soon = self.coming().filter(starts_at__lt=self.now + DAY).first()
        return self.done_to(soon, cancel_booking, by=By.CLIENT, user=None)

    def withdraw(self) -> bool:
        """A client takes a request back."""
        return self.done_to(self.pick(self.waiting()), withdraw_request, by=None)

    def ask_for_another_time(self) -> bool:
        """A client asks to have a session moved."""
        booking = self.pick(self.coming())
        slot = self.pick_slot(Asker.CLIENT, of=booking) if booking else None
        return slot is not None and self.done_to(booking, request_move, by=None, starts_at=slot.start)

    # What the therapist does

    def answer(self) -> bool:
        """She goes through what waits: mostly yes, sometimes no or another time, sometimes not today."""
        waiting = list(self.waiting())
        for booking in waiting:
            mood = self.chance.random()
            if booking.waiting_series is not None:
                booking.refresh_from_db()  # answered with an earlier date of the same series, perhaps
                if mood < 0.8:
                    self.answer_several(booking)
                continue
            if mood < 0.72:
                self.done_to(booking, confirm_booking, by=self.therapist)
            elif mood < 0.82:
                self.done_to(booking, decline_booking, by=self.therapist)
            elif mood < 0.9 and (slot := self.pick_slot(Asker.CLIENT, of=booking)):
                self.done_to(booking, propose_time, by=self.therapist, starts_at=slot.start)
        self.take_into_care()
        return bool(waiting)

    def take_into_care(self) -> None:
        """Whoever has had a first session is a client in care from then on."""
        seen = Booking.objects.filter(status=Status.COMPLETED).values("client")
        Client.objects.filter(pk__in=seen).update(status=Client.Status.ACTIVE)

    def offer_another_time(self) -> bool:
        """She offers another time for a session."""
        booking = self.pick(self.coming())
        slot = self.pick_slot(Asker.CLIENT, of=booking) if booking else None
        return slot is not None and self.done_to(booking, offer_move, by=self.therapist, starts_at=slot.start)

    def call_off(self) -> bool:
        """She cancels a session."""
        return self.done_to(self.pick(self.coming()), cancel_booking, by=By.PRACTICE, user=self.therapist)

    def note_what_was(self) -> bool:
        """She notes how the last sessions went."""
        over = list(self.rows(Status.CONFIRMED).filter(ends_at__lte=self.now))
        for booking in over:
            came = self.chance.random() < 0.9
            self.done_to(booking, complete_session if came else mark_no_show, by=self.therapist)
        return bool(over)

    def take_a_note_back(self) -> bool:
        """She marked the wrong one."""
        noted = Booking.objects.filter(status__in=[Status.COMPLETED, Status.NO_SHOW], ends_at__gt=self.now - 7 * DAY)
        return self.done_to(self.pick(noted), undo_mark, by=self.therapist)

    def excuse(self) -> bool:
        """She takes a late mark off."""
        late = self.rows(Status.CANCELLED).filter(is_late_cancellation=True)
        return self.done_to(self.pick(late), set_late_mark, is_late=False, by=self.therapist)

    def run_the_job(self) -> bool:
        """The worker wakes up."""
        release_all_lapsed(self.now)
        return True

    # Choosing

    def rows(self, status: Status) -> BookingQuerySet:
        """Return the rows of a status, in order of time."""
        return Booking.objects.filter(status=status).select_related("session_type").order_by("starts_at", "pk")

    def waiting(self) -> BookingQuerySet:
        """Return the requests that can be answered."""
        return self.rows(Status.REQUESTED).filter(hold_until__gt=self.now)

    def coming(self) -> BookingQuerySet:
        """Return the agreed sessions that have not started."""
        return self.rows(Status.CONFIRMED).filter(starts_at__gt=self.now)

    def pick(self, rows: BookingQuerySet) -> Booking | None:
        """Draw one of the first few rows."""
        few = list(rows[:6])
        return self.chance.choice(few) if few else None

    def pick_slot(self, asker: Asker, *, of: Booking | None = None) -> Slot | None:
        """Draw one of the free times of some days, as the page would show them."""
        start = self.now + self.chance.choice([0, 0, 1, 3, 7, 14, 40]) * DAY
        slots = selectors.offered_slots(
            session_type=self.session_type,
            mode=of.mode if of else None,
            window=Interval(start, start + 10 * DAY),
            now=self.now,
            asker=asker,
            ignore_session=of.session_id if of else None,
            shape=selectors.frozen_shape(of) if of else None,
        )
        slots = [slot for slot in slots if of is None or slot.start != of.starts_at]
        return self.chance.choice(slots) if slots else None

    def done_to(self, booking: Booking | None, service: Callable[..., Booking], **given: object) -> bool:
        """Do something to a booking, if there is one."""
        return booking is not None and bool(self.given(lambda: service(booking=booking, now=self.now, **given)))

    def given(self, act: Callable[[], Booking]) -> Booking | None:
        """Do what was shown as possible; None where a limit on people refuses it. Any other refusal is noted."""
        try:
            return act()
        except NOT_NOW:
            return None
        except BookingError as error:
            self.refused.append(f"{self.now:%d %b %H:%M} {type(error).__name__} {getattr(error, 'reasons', '')}")
            return None
