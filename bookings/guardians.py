"""How the consent of a parent or guardian stands, in the words of the client's page and of the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from accounts.models import Client
from bookings import consent
from bookings.addresses import is_to_own_address
from bookings.models import Booking, Guardian
from bookings.pages import places
from bookings.services.guardians import is_to_ask
from practice.models import Practice
from practice.naming import therapist_in_sentence
from practice.times import Place, home_of, say_moment, say_short


@dataclass(frozen=True, slots=True)
class GuardianStanding:
    """What the client's page says. `can_ask`: somebody can be asked now, for the first time or instead."""

    words: str
    can_ask: bool
    is_refused: bool = False
    is_asked: bool = False


def standing_of(booking: Booking, now: datetime) -> GuardianStanding | None:
    """Return how it stands for a request that waits; None where nothing is to be said of it."""
    if not booking.is_minor or booking.client is None:
        return None
    if not is_to_ask(booking, now):
        if not consent.has_guardian(booking.client):
            return None  # the request has ended, or the therapist has noted that she is of age
        if consent.is_to_weigh(booking) and not consent.is_disputed(booking.client):
            words = _(
                "Somebody has agreed by the link that went to your own address. Families share addresses, so "
                "%(therapist)s asks again before a time is agreed."
            )
            return GuardianStanding(words % {"therapist": therapist_in_sentence()}, can_ask=False)
        if consent.is_to_weigh(booking):
            words = _("One person has agreed and another has said no, so %(therapist)s decides.")
            return GuardianStanding(words % {"therapist": therapist_in_sentence()}, can_ask=False)
        is_waiting = booking.status in {Booking.Status.REQUESTED, Booking.Status.PROPOSED}
        return GuardianStanding(_("A parent or guardian has agreed."), can_ask=False) if is_waiting else None
    asked = Guardian.objects.exclude(asked_at=None).filter(client=booking.client, ended_at=None).first()
    therapist = therapist_in_sentence()
    if asked is None:
        words = _(
            "It can only be confirmed once a parent or guardian has agreed. This site writes to nobody at home unless "
            "you ask it to here. If that is not safe for you, or not yet right, you need not: %(therapist)s sees that "
            "nobody has been asked, and may still write back to you with what could help."
        )
        return GuardianStanding(words % {"therapist": therapist}, can_ask=True)
    if asked.has_agreed is False:
        words = _(
            "The person whom you named has said no, so this time cannot be confirmed as things stand. That says "
            "nothing about you. You can name somebody else, or call the practice."
        )
        return GuardianStanding(words, can_ask=True, is_refused=True, is_asked=True)
    place, _home = places(booking.practitioner, booking.client_zone)
    when = say_moment(asked.asked_at, place) if asked.asked_at else ""
    words = _("As you wished, a parent or guardian is asked by email (%(when)s). They have not answered yet.")
    return GuardianStanding(words % {"when": when}, can_ask=True, is_asked=True)


@dataclass(frozen=True, slots=True)
class DeskGuardian:
    """What the desk says of a request for somebody under 18; `lines` may hold who it is and how to reach them."""

    is_missing: bool
    words: str
    lines: list[str]
    can_be_of_age: bool = False
    is_disputed: bool = False


def desk_part(booking: Booking) -> DeskGuardian | None:
    """Return what the desk says of a parent or guardian; None for adults, unless an earlier request was a child's.

    None too where consent is missing for what has ended: there is nothing left to agree to.
    """
    if not booking.is_minor:
        return _after_a_childs_request(booking)
    if has_ended(booking, timezone.now()) and consent.lacks_guardian(booking):
        return None
    home = home_of(Practice.load(), booking.practitioner.zone_name)
    rows = list(
        Guardian.objects.filter(client=booking.client, ended_at=None).select_related(
            "policy_text", "booking__client__user"
        )
    )
    agreeing = [row for row in rows if row.has_agreed]
    if consent.is_to_weigh(booking):
        return _disputed(booking, rows, home)
    if agreeing:
        lines = [say_guardian(row, home) for row in rows if row.has_agreed is not None]
        return DeskGuardian(
            False, _("A parent or guardian has agreed."), lines, can_be_of_age=is_known_under_age(booking)
        )
    if not consent.lacks_guardian(booking):
        return DeskGuardian(False, _("You have noted that the client is 18 or older."), [])
    words = _("No parent or guardian has agreed yet, so it cannot be confirmed.")
    said = booking.get_guardian_word_display()
    lines = [_("Said when asking: %(words)s.") % {"words": said}] if said else []
    return DeskGuardian(True, words, lines + [say_guardian(row, home) for row in rows], is_known_under_age(booking))


def has_ended(booking: Booking, now: datetime) -> bool:
    """Tell whether a booking has come to nothing, so that nothing of it can be confirmed: its time is free again."""
    return not booking.blocks or (booking.hold_until is not None and booking.hold_until <= now)


def _disputed(booking: Booking, rows: list[Guardian], home: Place) -> DeskGuardian:
    """Return what the desk says where a yes by the link stands beside a no, or came from the client's own mailbox."""
    words = _(
        "One person has agreed by the link, and another has said no. Nothing is confirmed by itself: it is for you to "
        "decide, and to note consent once you have it."
    )
    if not consent.is_disputed(booking.client):
        words = _(
            "Somebody has agreed by the link, at the same address as the client. Families share addresses, and the "
            "client may have answered. Nothing is confirmed by itself: settle it by a call, and note the consent then."
        )
    lines = [say_guardian(row, home) for row in rows if row.has_agreed is not None]
    return DeskGuardian(False, words, lines, is_known_under_age(booking), is_disputed=True)


def is_known_under_age(booking: Booking) -> bool:
    """Tell whether the client of a booking counts as under 18, so that it can be noted that she is of age."""
    return booking.client is not None and consent.is_under_age(booking.client)


def say_guardian(row: Guardian, home: Place) -> str:
    """Return who was asked, how, and what they said, in one or two sentences."""
    who = _("%(name)s (%(relation)s), %(contact)s.") % {
        "name": row.name,
        "relation": row.relation,
        "contact": row.contact,
    }
    if is_to_own_address(row):
        who = f"{who} " + _("It is the address of the request itself.")
    if row.has_agreed and row.given_on:
        day = dateformat.format(row.given_on, "j M Y")
        said = _("Agreed %(how)s on %(day)s.") % {"how": row.get_how_display(), "day": day}
        version = _("Text of %(version)s.") % {"version": row.policy_text.version} if row.policy_text else ""
        return f"{who} {said} {version}".strip()
    if row.has_agreed is False and row.answered_at:
        return f"{who} " + _("Said no on %(when)s.") % {"when": say_short(row.answered_at, home)}
    when = say_short(row.asked_at, home) if row.asked_at else ""
    return f"{who} " + _("Asked by email on %(when)s, as the client wished; not answered yet.") % {"when": when}


def _after_a_childs_request(booking: Booking) -> DeskGuardian | None:
    client: Client | None = booking.client
    if client is None or not consent.is_under_age(client):
        return None
    words = _(
        "An earlier request from this address was for somebody under 18; this one says 18 or older. "
        "Nothing is confirmed by itself before you note that the client is of age, or a parent or guardian agrees."
    )
    return DeskGuardian(False, words, [], can_be_of_age=True)
