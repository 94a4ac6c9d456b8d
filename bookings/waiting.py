"""Reads of the waiting list: its order, somebody's position, and what the list would do for each at this moment.

`Look` decides for the offers themselves and for every page that explains them, so that both say the same.
"""

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, QuerySet

from accounts.models import Client, Practitioner
from bookings import selectors
from bookings.models import Booking, SessionType, WaitingEntry, WaitingOffer
from bookings.scheduling.availability import Slot
from bookings.scheduling.policy import Asker, Reason, bookable_window, door_reasons
from bookings.scheduling.waiting import Skip, first_fitting
from bookings.services.caps import asker_of, has_enough_requests
from practice.mail.quiet import waking_deadline
from practice.prepared import PreparedRows, asked

DOOR_SKIPS = {Reason.PAUSED: Skip.PAUSED, Reason.INTAKE_CLOSED: Skip.INTAKE_CLOSED}
OFFERS_OF_LIVE_PLACES = PreparedRows(
    lambda: WaitingOffer.objects.filter(booking_id=asked("booking", BigIntegerField()), entry__ended_at=None),
    "entry",
    "entry__practitioner",
    "entry__session_type",
)


class Look:
    """One look at a practitioner's list and calendar at `now`. What is free is read once a session type and asker."""

    def __init__(self, practitioner: Practitioner, now: datetime) -> None:
        self.practitioner = practitioner
        self.now = now
        self.free: dict[tuple[int, Asker], list[Slot]] = {}

    def choice_for(self, entry: WaitingEntry) -> Slot | Skip:
        """Return the time that the list would offer to somebody now, or the first reason for which it offers none."""
        if reason := self.skip_before_times(entry):
            return reason
        slots = self.free_slots(entry.session_type, asker_of(entry.client))
        offered_before = frozenset(entry.offers.values_list("starts_at", flat=True))
        earliest = answer_by(entry, self.now) + self.practitioner.notice
        return first_fitting(slots, entry.wanted, not_before=earliest, offered_before=offered_before)

    def skip_before_times(self, entry: WaitingEntry) -> Skip | None:
        """Return the reason that holds whatever is free; None where it is only a matter of times."""
        if entry.offers.filter(outcome=WaitingOffer.Outcome.OPEN, booking__hold_until__gt=self.now).exists():
            return Skip.HAS_OFFER
        if entry.rests_since is not None:
            return Skip.RESTS
        client = entry.client
        if not client.has_address:
            return Skip.NO_ADDRESS
        if is_new(entry):
            return Skip.NOT_LET_IN
        if client.status == Client.Status.PAUSED:
            return Skip.NOT_FOR_THEM
        if reasons := self.door_reasons(entry):
            return DOOR_SKIPS.get(reasons[0], Skip.NOT_FOR_THEM)
        if not entry.session_type.is_offered:
            return Skip.NOT_FOR_THEM
        return Skip.HAS_REQUESTS if has_enough_requests(client, self.now) else None

    def door_reasons(self, entry: WaitingEntry) -> list[Reason]:
        """Return what refuses this person every time: a pause, a closed intake, a type that is not for them."""
        rules = selectors.policy_of(self.practitioner)
        return door_reasons(rules, selectors.shape_of(entry.session_type), asker_of(entry.client))

    def free_slots(self, session_type: SessionType, asker: Asker) -> list[Slot]:
        """Return every free time of a type up to the horizon, as `asker` is offered it."""
        key = session_type.pk, asker
        if key not in self.free:
            rules = selectors.policy_of(self.practitioner)
            if rules.horizon <= rules.notice:
                return []
            window = bookable_window(rules, now=self.now, asker=asker)
            self.free[key] = selectors.offered_slots(
                session_type=session_type, mode=None, window=window, now=self.now, asker=asker
            )
        return self.free[key]


def waiting_for(practitioner: Practitioner) -> QuerySet[WaitingEntry]:
    """Return everyone who waits, in the published order."""
    entries = WaitingEntry.objects.live().in_order().filter(practitioner=practitioner)
    return entries.select_related("client__user", "session_type__practitioner", "practitioner")


def entries_of(client: Client | None) -> QuerySet[WaitingEntry]:
    """Return the places that a client has on the list, the oldest first."""
    entries = WaitingEntry.objects.live().filter(client=client, client__isnull=False).order_by("created_at", "pk")
    return entries.select_related("client__user", "session_type__practitioner", "practitioner")


def position_of(entry: WaitingEntry) -> tuple[int, int]:
    """Return the place in the published order, from 1, and how many places there are: of everyone who waits.

    The place is 0 for one that has ended since `entry` was read.
    """
    order = list(waiting_for(entry.practitioner).values_list("pk", flat=True))
    return order.index(entry.pk) + 1 if entry.pk in order else 0, len(order)


def answer_by(entry: WaitingEntry, now: datetime) -> datetime:
    """Return until when an offer made `now` is held, by the clock of whoever gets it."""
    return waking_deadline(now, timedelta(hours=entry.practitioner.waiting_offer_hours), entry.zone)


def is_new(entry: WaitingEntry) -> bool:
    """Tell whether the practice has to look first: nobody in care, and not let in yet."""
    return entry.let_in_at is None and asker_of(entry.client) is Asker.STRANGER


def open_offer_of(entry: WaitingEntry, now: datetime) -> Booking | None:
    """Return the time that is held for somebody on the list at `now`, by the deadline and not by any job."""
    held = Booking.objects.filter(waiting_offer__entry=entry, status=Booking.Status.PROPOSED, hold_until__gt=now)
    return held.select_related("session_type", "practitioner", "client").first()


def entry_of_offer(booking: Booking) -> WaitingEntry | None:
    """Return the place on the list for which a time is held; None for any other booking, and where it has ended."""
    offer = OFFERS_OF_LIVE_PLACES.first(booking=booking.pk)
    return offer.entry if offer else None


def is_from_list(booking: Booking) -> bool:
    """Tell whether a booking began as an offer from the waiting list."""
    return WaitingOffer.objects.filter(booking=booking).exists()
