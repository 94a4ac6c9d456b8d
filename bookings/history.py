"""What happened to a booking, in words: one sentence for each of its events."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import BigIntegerField, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.arrival import LATE
from bookings.models import Booking, BookingEvent
from bookings.scheduling.lifecycle import Act
from bookings.services import guardians
from bookings.services.caring import WITH_CARE
from bookings.services.changing import ASK_CHANGE, CHANGED
from bookings.services.joining import WITH_PAUSE, WITH_PLACE
from bookings.services.marking import EXCUSE_LATE, MARK_LATE
from bookings.services.moving import ASK_MOVE, OFFER_MOVE, WITH_SESSION
from bookings.services.offering import OFFER_FROM_LIST
from bookings.services.offering_again import OFFER_AGAIN
from bookings.services.pausing import PAUSE, RESUME
from bookings.services.placing import PLACE
from bookings.services.standing_dates import STANDING
from bookings.services.standing_times import ENDED
from bookings.word_to_client import WORD
from practice.prepared import PreparedRows, asked
from practice.times import Place, say_short

By = BookingEvent.By
MOVE_THAT_ENDED_WITH = PreparedRows(
    lambda: Booking.objects.filter(
        replaces_id=asked("session", BigIntegerField()), events__reason_code=WITH_SESSION
    ).order_by("starts_at")
)
# Of these the time is said: another one that is offered takes the place of the one asked for. Events written before
# the time was kept say none.
WITH_TIME: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "ask": (gettext_lazy("The client asked for %(when)s"), gettext_lazy("The client asked for a time")),
    ASK_MOVE: (
        gettext_lazy("The client asked to move the session to %(when)s"),
        gettext_lazy("The client asked to move the session"),
    ),
    PLACE: (gettext_lazy("You placed the session yourself: %(when)s"), gettext_lazy("You placed the session yourself")),
    Act.PROPOSE: (gettext_lazy("You offered another time: %(when)s"), gettext_lazy("You offered another time")),
}
AT_ONCE = (
    gettext_lazy("The client asked for %(when)s, and it was confirmed at once, as this session type is"),
    gettext_lazy("The client asked for a time, and it was confirmed at once, as this session type is"),
)
AGAIN: Mapping[str, str | Promise] = {
    Booking.Status.EXPIRED: gettext_lazy("You offered %(when)s, after nobody had answered the request in time"),
    Booking.Status.DECLINED: gettext_lazy("You offered %(when)s, after you had declined the request"),
    Booking.Status.WITHDRAWN: gettext_lazy("You offered %(when)s, after the client had withdrawn or said no"),
}
# Acts whose words depend on more than the act itself.
WORDED = frozenset({ASK_CHANGE, OFFER_AGAIN, Act.CANCEL, Act.UNDO})
SENTENCES: Mapping[str, str | Promise] = {
    STANDING: gettext_lazy("It is a date of the client's standing time"),
    OFFER_MOVE: gettext_lazy("You offered to move the session to this time"),
    OFFER_FROM_LIST: gettext_lazy("You offered this time to somebody on the waiting list"),
    Act.VERIFY: gettext_lazy("The client proved the address, and the request went to you"),
    Act.LAPSE: gettext_lazy("The address was never proved"),
    Act.CONFIRM: gettext_lazy("You confirmed it"),
    Act.DECLINE: gettext_lazy("You declined it"),
    WORD: gettext_lazy("You added a sentence to the message"),
    Act.ACCEPT: gettext_lazy("The client accepted the time that you offered"),
    Act.REFUSE: gettext_lazy("The client said no to the time that you offered"),
    Act.WITHDRAW: gettext_lazy("The client withdrew it"),
    Act.EXPIRE: gettext_lazy("Nobody answered in time, and it was released"),
    Act.MOVE: gettext_lazy("It was moved to another time"),
    Act.COMPLETE: gettext_lazy("You noted that it took place"),
    Act.MARK_NO_SHOW: gettext_lazy("You noted that the client did not come"),
    PAUSE: gettext_lazy("You paused the practice: the time to answer stands still"),
    RESUME: gettext_lazy("You ended the pause: the time to answer goes on"),
    LATE: gettext_lazy("The client said that they are running late"),
    guardians.ASK: gettext_lazy("The client asked that a parent or guardian be written to"),
    guardians.AGREE: gettext_lazy("A parent or guardian agreed"),
    guardians.REFUSE: gettext_lazy("The parent or guardian said no"),
    guardians.NOTE: gettext_lazy("You noted the consent of a parent or guardian"),
    guardians.END: gettext_lazy("You noted that the consent no longer counts"),
    guardians.OF_AGE: gettext_lazy("You noted that the client is 18 or older"),
    EXCUSE_LATE: gettext_lazy("You took the late mark off"),
    MARK_LATE: gettext_lazy("You put the late mark back"),
}


def say_event(event: BookingEvent) -> str:
    """Return what happened, in one sentence to the therapist."""
    if event.reason_code == WITH_SESSION:
        return _("It ended with the session, which was cancelled")
    if event.reason_code == ENDED:
        return _("It was cancelled with the standing time, which ended")
    if event.reason_code == WITH_CARE:
        return _("It was released, because care ended")
    if event.reason_code == WITH_PAUSE:
        return _("It was taken back, because care was paused")
    if event.reason_code == WITH_PLACE:
        return _("It ended with the place on the waiting list")
    if event.reason_code == CHANGED or event.act == ASK_CHANGE:
        return _say_changed(event)
    if event.act == OFFER_FROM_LIST and event.by == By.CLOCK:
        return _("The waiting list offered it, in its order")
    if event.act == OFFER_AGAIN and event.starts_at is not None:
        return str(AGAIN[event.reason_code]) % {"when": say_short(event.starts_at, _home(event.booking))}
    if event.act in WITH_TIME:
        return _say_with_time(event)
    if event.act == Act.CANCEL:
        return _("The client cancelled it") if event.by == By.CLIENT else _("You cancelled it")
    if event.act == Act.UNDO:
        return _("You took the mark back; it was: %(mark)s") % {"mark": event.get_from_status_display()}
    return str(
        SENTENCES.get(event.act) or _("Something was noted that has no words here (%(act)s)") % {"act": event.act}
    )


def _say_with_time(event: BookingEvent) -> str:
    is_at_once = event.act == "ask" and event.to_status == Booking.Status.CONFIRMED
    told, untold = AT_ONCE if is_at_once else WITH_TIME[event.act]
    if event.starts_at is None:
        return str(untold)
    return str(told) % {"when": say_short(event.starts_at, _home(event.booking))}


def _say_changed(event: BookingEvent) -> str:
    """Return which time took the place of which; the rows of both times say the same."""
    given_up, taken = (event, _taken_instead(event)) if event.reason_code == CHANGED else (_given_up_for(event), event)
    if given_up is None or taken is None or given_up.starts_at is None or taken.starts_at is None:
        return _("The client asked for another time instead")
    home = _home(event.booking)
    return _("The client asked for %(when)s instead of %(before)s") % {
        "when": say_short(taken.starts_at, home),
        "before": say_short(given_up.starts_at, home),
    }


def _home(booking: Booking) -> Place:
    return Place(booking.practitioner.zone, "")


def time_given_up(booking: Booking) -> datetime | None:
    """Return the time that a client gave up for the one that she asks for in this row; None where there was none."""
    began = next((event for event in booking.events.all() if event.act == ASK_CHANGE), None)
    before = _given_up_for(began) if began else None
    return before.starts_at if before else None


def _given_up_for(event: BookingEvent) -> BookingEvent | None:
    """Return how the row ended whose time was given up for the one of this first event."""
    return _of_session(event).filter(reason_code=CHANGED, pk__lt=event.pk).last()


def _taken_instead(event: BookingEvent) -> BookingEvent | None:
    """Return how the row began whose time took the place of the one that this last event ended."""
    return _of_session(event).filter(act=ASK_CHANGE, pk__gt=event.pk).first()


def _of_session(event: BookingEvent) -> QuerySet[BookingEvent]:
    return BookingEvent.objects.filter(booking__session_id=event.booking.session_id).order_by("pk")


def ended_with(booking: Booking) -> Booking | None:
    """Return the row of another time that waited for a session when the session was cancelled; None without one."""
    return MOVE_THAT_ENDED_WITH.first(session=booking.pk)


def parting_words(booking: Booking) -> list[str]:
    """Return what was written when a booking ended: by its client, by the therapist to her, and for herself."""
    ends = {Act.WITHDRAW, Act.CANCEL, Act.DECLINE, WORD}
    return [_parting(event) for event in booking.events.all() if event.act in ends and event.note]


def _parting(event: BookingEvent) -> str:
    if event.act == WORD:
        return _("You wrote to the client: “%(note)s”") % {"note": event.note}
    is_clients = event.by == By.CLIENT
    words = _("The client wrote: “%(note)s”") if is_clients else _("Your note: “%(note)s”")
    return words % {"note": event.note}


def last_mark(booking: Booking, place: Place) -> str:
    """Return what was noted of how a session went, and when; "" where nothing is noted."""
    if booking.status not in {Booking.Status.COMPLETED, Booking.Status.NO_SHOW}:
        return ""
    said = booking.get_status_display().capitalize()
    event = booking.events.filter(to_status=booking.status).order_by("at", "pk").last()
    if event is None:
        return said
    return _("%(mark)s, noted on %(when)s") % {"mark": said, "when": say_short(event.at, place)}
