"""Random lives on a waiting list, held after every step against rules written again in plain Python.

Nothing here asks the scheduling core, the list's own order or its deadlines: rows are read, and counted anew.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from bookings import waiting
from bookings.models import Booking, BookingEvent, SessionType, WaitingEntry, WaitingOffer, WorkingHours
from bookings.scheduling.waiting import Skip
from bookings.services import (
    accept_proposal,
    cancel_booking,
    keep_waiting,
    leave_list,
    offer_free_times,
    refuse_proposal,
    set_urgent,
)
from tests.bookings.steps import ask
from tests.bookings.waiting_steps import wait
from tests.factories import NOW, make_client, make_practitioner, make_session_type, make_user

HOME, AWAY = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/London")  # no clock changes while these lives last
HOURS = (12, 18)
HORIZON, NOTICE, MOST = timedelta(days=6), timedelta(hours=12), 2
ANSWER_MINUTES = 12 * 60
PEOPLE = 7
JUMPS = [timedelta(minutes=7), timedelta(hours=1), timedelta(hours=5), timedelta(hours=13), timedelta(hours=26)]
ACTS = ["join"] * 4 + ["leave", "urgent", "jump", "jump", "accept", "refuse", "refuse", "stay"]
ACTS += ["book"] * 4 + ["cancel", "cancel", "job"] + ["job"] * 3


def make_scarce_practice() -> SessionType:
    """Return the session type of a practice with two times a day, where a client's own booking is agreed at once."""
    user = make_user("arati@example.com", is_staff=True)
    practitioner = make_practitioner(user=user, horizon_days=HORIZON.days, sessions_a_day=None)
    for weekday in range(7):
        for hour in HOURS:
            WorkingHours.objects.create(
                practitioner=practitioner, weekday=weekday, starts=time(hour), ends=time(hour, 50)
            )
    return make_session_type(practitioner, confirms_at_once=True)


@dataclass(frozen=True)
class Row:
    """A booking as the rules need it."""

    pk: int
    status: str
    starts_at: datetime
    blocks: bool
    hold_until: datetime | None
    client: UUID

    def is_held(self, now: datetime) -> bool:
        """Tell whether it keeps its time at `now`."""
        return self.blocks and (self.hold_until is None or self.hold_until > now)

    def runs(self, now: datetime) -> bool:
        """Tell whether it is a request or an offer that waits for its answer at `now`."""
        return self.status in {"requested", "proposed"} and self.is_held(now)


@dataclass(frozen=True)
class Offer:
    """An offer as the rules need it, and how its place stands."""

    pk: int
    entry: int
    booking: int
    starts_at: datetime
    outcome: str
    end: str


def read_rows() -> dict[int, Row]:
    """Return every booking."""
    columns = ("pk", "status", "starts_at", "blocks", "hold_until", "client_id")
    return {values[0]: Row(*values) for values in Booking.objects.values_list(*columns)}


def read_offers() -> list[Offer]:
    """Return every offer."""
    columns = ("pk", "entry_id", "booking_id", "starts_at", "outcome", "entry__end")
    return [Offer(*values) for values in WaitingOffer.objects.values_list(*columns)]


def minutes_counted_to(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the end of twelve hours of which only the minutes from eight to nine in the evening count."""
    local = now.astimezone(zone)
    whole = local.replace(second=0, microsecond=0)
    minute, counted = local.hour * 60 + local.minute, 0
    passed = 0
    while counted < ANSWER_MINUTES:
        counted += 8 * 60 <= (minute + passed) % 1440 < 21 * 60
        passed += 1
    return whole.astimezone(UTC) + timedelta(minutes=passed)


def suits(entry: WaitingEntry, start: datetime) -> bool:
    """Tell whether a start is on one of the days and parts of the day that were named."""
    local = start.astimezone(AWAY if entry.zone_name == AWAY.key else HOME)
    part = "early" if local.hour < 9 else "morning" if local.hour < 12 else "afternoon"
    part = "evening" if local.hour >= 17 else part
    return not entry.cells or f"{local.weekday()}-{part}" in entry.cells


@dataclass
class Life:
    """One life of the list; `checked` counts what was seen, so that a life in which nothing happened is noticed."""

    session_type: SessionType
    random: Random
    now: datetime = NOW
    checked: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Bring in the people."""
        self.people = [make_client(f"p{n}", user=make_user(f"p{n}@example.com")) for n in range(PEOPLE)]
        self.walk_in = make_client("walk-in", user=make_user("walkin@example.com"))

    def live_for(self, steps: int) -> None:
        """Do something at random, and look at every row, as often as asked."""
        for _step in range(steps):
            act = self.random.choice(ACTS)
            getattr(self, act)()
            self.check()
            self.checked[act] += 1

    # --- what can happen ---

    def join(self) -> None:
        """Let somebody join who has no place, with days and hours of their own."""
        person = self.random.choice(self.people)
        if not self.entries().filter(client=person).exists():
            cells = [
                f"{self.random.randrange(7)}-{part}" for part in ("early", "afternoon", "evening") for _n in range(2)
            ]
            chosen = self.random.choice([[], [], cells])
            zone = self.random.choice([HOME, AWAY]).key
            wait(self.session_type, "", *chosen, client=person, zone=zone, now=self.now)

    def leave(self) -> None:
        """Let somebody leave."""
        if entry := self.one_of(list(self.entries())):
            leave_list(entry=entry, by=None, now=self.now)

    def urgent(self) -> None:
        """Let the therapist put somebody first, or back."""
        if entry := self.one_of(list(self.entries())):
            set_urgent(entry=entry, is_urgent=not entry.is_urgent, reason="a word", now=self.now)

    def stay(self) -> None:
        """Let somebody who was asked say that they still wait."""
        if entry := self.one_of(list(self.entries().exclude(rests_since=None))):
            keep_waiting(entry=entry, now=self.now)

    def jump(self) -> None:
        """Let time pass."""
        self.now += self.random.choice(JUMPS)

    def accept(self) -> None:
        """Let somebody say yes."""
        if booking := self.one_of(self.open_offers()):
            accept_proposal(booking=booking, by=None, now=self.now)

    def refuse(self) -> None:
        """Let somebody say no."""
        if booking := self.one_of(self.open_offers()):
            refuse_proposal(booking=booking, by=None, now=self.now)

    def book(self) -> None:
        """Let somebody who does not wait take any free time directly."""
        if start := self.one_of(self.free_starts(read_rows())):
            ask(self.session_type, start, now=self.now, client=self.walk_in)

    def cancel(self) -> None:
        """Let one or two agreed sessions be cancelled at the same moment."""
        agreed = list(Booking.objects.filter(status="confirmed", starts_at__gt=self.now))
        for booking in self.random.sample(agreed, min(len(agreed), self.random.choice([1, 2, 2]))):
            cancel_booking(booking=booking, by=BookingEvent.By.CLIENT, user=None, now=self.now)

    def job(self) -> None:
        """Run the job, and hold the offers that it makes against those that the published rules make."""
        expected = self.by_the_rules()
        before = {offer.pk for offer in read_offers()}
        offer_free_times(self.now)
        made = {offer.entry: offer.starts_at for offer in read_offers() if offer.pk not in before}
        assert made == expected, f"the rules offer {expected}, the list offered {made}"
        self.checked["offers"] += len(made)
        self.checked["offers of one moment"] += len(made) > 1
        self.check_explanations()

    # --- the rules again ---

    def by_the_rules(self) -> dict[int, datetime]:
        """Return who is to be offered which time: each in turn the first that suits and is still free."""
        rows, offers = read_rows(), read_offers()
        free, expected = self.free_starts(rows), {}
        for entry in self.in_order():
            if self.reason(entry, free, rows, offers) is None:
                start = self.choices(entry, free, offers)[0]
                free.remove(start)
                expected[entry.pk] = start
        return expected

    def reason(
        self, entry: WaitingEntry, free: list[datetime], rows: dict[int, Row], offers: list[Offer]
    ) -> Skip | None:
        """Return why somebody is offered nothing; None where there is something."""
        own = [rows[offer.booking] for offer in offers if offer.entry == entry.pk]
        if any(row.runs(self.now) for row in own):
            return Skip.HAS_OFFER
        unsettled = sum(row.status == "proposed" and not row.is_held(self.now) for row in own)  # no job has run yet
        if entry.rests_since is not None or entry.passed + unsettled >= 3:
            return Skip.RESTS
        if sum(row.runs(self.now) for row in rows.values() if row.client == entry.client_id) >= MOST:
            return Skip.HAS_REQUESTS
        in_time = self.in_time(entry, free)
        if not in_time:
            return Skip.NOTHING_FREE
        if not any(suits(entry, start) for start in in_time):
            return Skip.NOTHING_FITS
        return None if self.choices(entry, free, offers) else Skip.ALL_OFFERED

    def in_time(self, entry: WaitingEntry, free: list[datetime]) -> list[datetime]:
        """Return the free starts that leave the whole time to answer, and the notice."""
        earliest = minutes_counted_to(self.now, AWAY if entry.zone_name == AWAY.key else HOME) + NOTICE
        return [start for start in free if start >= earliest]

    def choices(self, entry: WaitingEntry, free: list[datetime], offers: list[Offer]) -> list[datetime]:
        """Return the free starts that suit somebody and were not offered to them before."""
        before = {offer.starts_at for offer in offers if offer.entry == entry.pk}
        return [start for start in self.in_time(entry, free) if suits(entry, start) and start not in before]

    def free_starts(self, rows: dict[int, Row]) -> list[datetime]:
        """Return the starts that nobody holds, from the notice to the horizon, in order."""
        taken = [row.starts_at for row in rows.values() if row.is_held(self.now)]
        today = self.now.astimezone(HOME).date()
        days = [today + timedelta(days=number) for number in range(HORIZON.days + 2)]
        starts = [datetime.combine(day, time(hour), HOME).astimezone(UTC) for day in days for hour in HOURS]
        first, last = self.now + NOTICE, self.now + HORIZON
        return [start for start in starts if first <= start <= last and start not in taken]

    def in_order(self) -> list[WaitingEntry]:
        """Return who waits, in the published order."""
        return sorted(self.entries(), key=lambda entry: (not entry.is_urgent, entry.created_at, entry.pk))

    # --- what must always hold ---

    def check(self) -> None:
        """Look at every row: no time promised twice, one offer a person, no time twice to one, each offer accounted."""
        rows, offers = read_rows(), read_offers()
        starts = Counter(row.starts_at for row in rows.values() if row.is_held(self.now))
        assert not [start for start, count in starts.items() if count > 1], "one time is promised twice"
        running = Counter(offer.entry for offer in offers if rows[offer.booking].runs(self.now))
        assert not [entry for entry, count in running.items() if count > 1], "one person holds two offers"
        times = Counter((offer.entry, offer.starts_at) for offer in offers)
        assert not [each for each, count in times.items() if count > 1], "one time was offered twice to one person"
        for offer in offers:
            status = rows[offer.booking].status
            if status in {"confirmed", "cancelled"}:
                assert (offer.outcome, offer.end) == ("accepted", "booked"), "a yes did not end the place"
            if status in {"expired", "withdrawn"}:
                assert offer.outcome in {"passed", "refused", "taken_back"}, "an offer ended without a word"

    def check_explanations(self) -> None:
        """Right after the job, everybody who waits has an offer or is told the reason that the rules give."""
        rows, offers = read_rows(), read_offers()
        free = self.free_starts(rows)
        look = waiting.Look(self.session_type.practitioner, self.now)
        for entry in self.in_order():
            said = look.choice_for(entry)
            assert said == self.reason(entry, free, rows, offers), f"{said} was said"
            self.checked[f"said {said}"] += 1

    # --- small reads ---

    def entries(self) -> QuerySet[WaitingEntry]:
        """Return everybody who waits."""
        return WaitingEntry.objects.filter(ended_at=None).select_related("client__user", "session_type", "practitioner")

    def open_offers(self) -> list[Booking]:
        """Return the offers that run."""
        return list(Booking.objects.exclude(waiting_offer=None).filter(status="proposed", hold_until__gt=self.now))

    def one_of[T](self, rows: list[T]) -> T | None:
        """Return one at random; None of none."""
        return self.random.choice(rows) if rows else None
