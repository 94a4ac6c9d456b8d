"""What this room holds of a person, and what becomes of it when she asks for erasure."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, User
from accounts.rights.erasing import register_eraser
from accounts.rights.holdings import Holding, Person, leave_out, of_client, register
from accounts.rights.periods import RULE_8_3, Kind
from accounts.rights.periods import register as register_period
from accounts.signals import consent_withdrawn
from bookings.models import (
    Booking,
    BookingEvent,
    Guardian,
    StandingDate,
    StandingTime,
    WaitingDraft,
    WaitingEntry,
    WaitingOffer,
)
from bookings.scheduling.lifecycle import Act
from bookings.services.joining import give_up
from bookings.services.recording import By, move_on, tell
from practice.models import PolicyText
from practice.times import Place, say_short

SCRAMBLED = _("A scrambled form of a code, a link or a browser, from which nothing can be read.")
OF_A_LINK = {"token_hash": SCRAMBLED}
OF_A_BOOKING = {
    "request_digest": SCRAMBLED,
    "code_hash": SCRAMBLED,
    "manage_token_hash": SCRAMBLED,
    "browser_key": SCRAMBLED,
    "request_key": _("A number that kept a form from being sent twice."),
}
NOT_PROVED = _("The address was not proved, so it may have been somebody else who wrote this.")
OF_A_DRAFT = {**OF_A_BOOKING, "name": NOT_PROVED, "phone": NOT_PROVED, "note": NOT_PROVED, "safe_hours": NOT_PROVED}
ERASED_NAME = _("erased")
# What ends a booking that an erasure meets, by where it stands.
ENDS = {
    Booking.Status.DRAFT: Act.LAPSE,
    Booking.Status.REQUESTED: Act.WITHDRAW,
    Booking.Status.PROPOSED: Act.REFUSE,
    Booking.Status.CONFIRMED: Act.CANCEL,
}


def register_rights() -> None:
    """Name what is exported of this room, what is not, and how it is erased."""
    register(Holding("sessions", Booking, _("Your sessions and requests"), sessions_of, OF_A_BOOKING, causes=causes_of))
    register(Holding("session_history", BookingEvent, _("What happened to your sessions"), events_of))
    register(
        Holding("unproved_requests", Booking, _("Requests never proved, under your address"), drafts_of, OF_A_DRAFT)
    )
    register(
        Holding(
            "guardians",
            Guardian,
            _("Parents or guardians"),
            of_client(Guardian),
            OF_A_LINK,
            causes=lambda row: [f"guardian:{row.uuid}"],
        )
    )
    register(
        Holding(
            "standing_times",
            StandingTime,
            _("Your standing times"),
            of_client(StandingTime),
            causes=lambda row: [f"series:{row.uuid}"],
        )
    )
    register(
        Holding(
            "standing_dates",
            StandingDate,
            _("Dates of your standing times"),
            lambda person: StandingDate.objects.filter(standing_time__client=person.client),
        )
    )
    register(
        Holding(
            "waiting",
            WaitingEntry,
            _("Your places on the waiting list"),
            of_client(WaitingEntry),
            OF_A_LINK,
            causes=lambda row: [f"waiting:{row.uuid}"],
        )
    )
    register(
        Holding(
            "waiting_offers",
            WaitingOffer,
            _("Times offered from the waiting list"),
            lambda person: WaitingOffer.objects.filter(entry__client=person.client),
        )
    )
    leave_out("bookings.WaitingDraft", _("A join whose address is not proved: gone after a day, and on no list."))
    leave_out("bookings.OutsideCalendar", _("The practice’s own: it says nothing of a client."))
    register_eraser("bookings", erase)
    title = _("Requests that were never proved: who asked")
    register_period(Kind("unproved-requests", title, 365, RULE_8_3, forget_unproved))
    consent_withdrawn.connect(end_what_waits)


def sessions_of(person: Person) -> QuerySet[Booking]:
    """Return a client's bookings, whatever became of them."""
    rows: QuerySet[Booking] = of_client(Booking, "client", "practitioner", "session_type")(person)
    return rows.order_by("created_at", "pk")


def drafts_of(person: Person) -> QuerySet[Booking]:
    """Return requests under a proved address of hers that nobody proved: who wrote them is not known."""
    return Booking.objects.filter(client=None, email__in=person.addresses, status__in=["draft", "lapsed"])


def events_of(person: Person) -> QuerySet[BookingEvent]:
    """Return the history of a client's bookings."""
    if person.client is None:
        return BookingEvent.objects.none()
    return BookingEvent.objects.filter(booking__client=person.client).select_related("booking", "by_user")


def causes_of(booking: Booking) -> list[str]:
    """Return by what names messages refer to a booking."""
    return [f"booking:{booking.uuid}", *([f"series:{booking.series}"] if booking.series else [])]


def erase(person: Person, now: datetime) -> list[str]:
    """Free the times to come, which are returned, and take everything of the person from the rows that stay.

    The rows of sessions stay, without anybody: their time, kind and fee belong to the practice's books, and their
    history cannot be deleted (see `bookings.guards`), only its notes. Everything else of hers is deleted.
    """
    user = person.user
    rows, drafts = list(sessions_of(person)), list(drafts_of(person))
    open_ones = [row for row in (*rows, *drafts) if row.status in ENDS and not has_begun(row, now)]
    freed = [said_of(row) for row in open_ones if row.blocks and row.starts_at > now]
    for booking in open_ones:
        end(booking, user, now)
    WaitingDraft.objects.filter(email__in=person.addresses).delete()
    if person.client:
        delete_arrangements(person.client)
    for booking in (*rows, *drafts):
        take_away_from(booking)
    return freed


def delete_arrangements(client: Client) -> None:
    """Delete a client's standing times, places on the waiting list and guardians, those that refer to others first."""
    StandingDate.objects.filter(standing_time__client=client).delete()
    StandingTime.objects.filter(client=client).delete()
    WaitingDraft.objects.filter(entry__client=client).delete()
    WaitingOffer.objects.filter(entry__client=client).delete()
    WaitingEntry.objects.filter(client=client).delete()
    Guardian.objects.filter(client=client).delete()


def said_of(booking: Booking) -> str:
    """Return when a booking is, by the practice's clock."""
    return say_short(booking.starts_at, Place(booking.practitioner.zone, ""))


def has_begun(booking: Booking, now: datetime) -> bool:
    """Tell whether an agreed session is past: it stays what it was."""
    return booking.status == Booking.Status.CONFIRMED and booking.starts_at <= now


def end(booking: Booking, user: User | None, now: datetime) -> None:
    """Free the time of one booking, as its own client would."""
    open_hold: dict[str, Any] = {} if booking.status == Booking.Status.CONFIRMED else {"hold_until": None}
    act = ENDS[Booking.Status(booking.status)]
    move_on(booking, act, by=By.CLIENT, now=now, user=user, blocks=False, **open_hold)


def take_away_from(booking: Booking) -> None:
    """Leave of a booking its time, kind, fee and what became of it: nothing that says whose it was."""
    booking.events.update(note="", by_user=None)
    Booking.objects.filter(pk=booking.pk).update(
        client=None,
        name=str(ERASED_NAME),
        email="",
        phone="",
        reach=Booking.Reach.EMAIL,
        voicemail=False,
        client_zone="",
        note="",
        safe_hours="",
        video_link="",
        is_minor=False,
        guardian_word="",
        request_key=uuid4(),
        request_digest="",
        browser_key="",
        code_hash="",
        code_sent_at=None,
        manage_token_hash=None,
        series=None,
    )


def forget_unproved(before: datetime) -> int:
    """Take out who asked from requests made before a moment whose address was never proved; return how many."""
    old = Booking.objects.filter(status=Booking.Status.LAPSED, client=None, created_at__lt=before).exclude(email="")
    rows = list(old)
    for booking in rows:
        take_away_from(booking)
    return len(rows)


def end_what_waits(*, client: Client, text: PolicyText, now: datetime, **_about: Any) -> None:
    """End what somebody had only asked for, once she takes back her consent to it; agreed sessions stay.

    In the transaction of that, with the calendars locked. The therapist is told of requests as of any withdrawal.
    """
    if text.kind not in {PolicyText.Kind.NOTICE, PolicyText.Kind.CONFIDENTIALITY}:
        return
    for booking in Booking.objects.filter(client=client, status__in=["requested", "proposed"]):
        end(booking, client.user, now)
        tell(booking, "booking_withdrawn", now)
    for entry in WaitingEntry.objects.live().filter(client=client):
        give_up(entry, WaitingEntry.End.LEFT, by=By.CLIENT, user=client.user, now=now)
