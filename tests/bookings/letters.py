"""Every kind of message about a booking, brought about once, for tests."""

from datetime import datetime, timedelta

from accounts.models import Client, User
from bookings import emails, emails_ending, emails_waiting, guardian_mail
from bookings.models import Booking, BookingEvent, SessionType, WaitingEntry
from bookings.services import (
    GuardianDetails,
    accept_proposal,
    answer_as_guardian,
    ask_guardian,
    cancel_booking,
    change_request,
    confirm_booking,
    decline_booking,
    end_care,
    offer_again,
    offer_free_times,
    offer_move,
    propose_time,
    refuse_proposal,
    release_all_lapsed,
    say_running_late,
    take_off_list,
    withdraw_request,
)
from bookings.services.settling import tell_waiting
from practice.mail import Mail
from practice.models import OutgoingMessage
from tests.bookings.letters_together import write_letters_together
from tests.bookings.steps import ask, ask_and_verify
from tests.bookings.waiting_steps import ask_as_stranger, held_for, wait, wait_as_stranger
from tests.factories import MONDAY, NOW, make_booking, make_client, make_session_type, make_user

HOUR = timedelta(hours=1)
MOTHER = GuardianDetails("Meera", "mother", "meera@example.com")


def written(booking: Booking, kind: str, now: datetime = NOW) -> Mail | None:
    """Return the newest message of a kind about a booking, as it would go out at `now`; None where it would not."""
    message = OutgoingMessage.objects.filter(kind=kind, cause=f"booking:{booking.uuid}").latest("due_at")
    return emails.render(message, now)


def write_to_guardian(session_type: SessionType) -> Mail:
    """Return the message that asks a parent or guardian."""
    child = ask_and_verify(session_type, MONDAY + timedelta(days=12), email="j@example.com", is_minor=True)
    guardian = ask_guardian(booking=child, details=MOTHER, by=None, now=NOW)
    mail = guardian_mail.render(OutgoingMessage.objects.get(cause=f"guardian:{guardian.uuid}"), NOW)
    assert mail
    return mail


def write_every_letter(
    session_type: SessionType, therapist: User, wording: str = Client.Wording.DISCREET
) -> list[Mail]:
    """Bring about each kind of message once, and write it for clients who chose this wording."""
    found: dict[str, Mail] = {}

    def collect(booking: Booking, now: datetime = NOW) -> None:
        Client.objects.update(wording=wording)
        rows = OutgoingMessage.objects.filter(cause=f"booking:{booking.uuid}").values_list("kind", flat=True)
        for kind in set(rows):
            if mail := written(booking, kind, now):
                found.setdefault(kind, mail)

    def collect_changed(booking: Booking) -> None:
        Client.objects.update(wording=wording)
        for kind in ("booking_received", "booking_to_answer"):
            mail = written(booking, kind)
            assert mail
            found[f"{kind}, changed"] = mail

    def request(day: int, email: str) -> Booking:
        return ask_and_verify(session_type, MONDAY + timedelta(days=day), email=email)

    collect(ask(session_type, MONDAY + timedelta(days=1)))
    first = request(2, "a@example.com")
    collect(first)
    collect(confirm_booking(booking=first, by=therapist, now=NOW))
    collect(cancel_booking(booking=first, by=BookingEvent.By.CLIENT, user=None, now=MONDAY + timedelta(days=1)))
    collect(decline_booking(booking=request(3, "b@example.com"), by=therapist, now=NOW, word="January has room again."))
    collect(withdraw_request(booking=request(4, "c@example.com"), by=None, now=NOW))
    other = propose_time(booking=request(5, "d@example.com"), starts_at=MONDAY + 3 * HOUR, by=therapist, now=NOW)
    collect(other)
    collect(accept_proposal(booking=other, by=None, now=NOW))
    started = MONDAY + 3 * HOUR
    collect(say_running_late(booking=other, by=None, now=started), started)
    late = request(8, "e@example.com")
    release_all_lapsed(NOW + timedelta(hours=48))
    late.refresh_from_db()
    collect(late, NOW + timedelta(hours=48))
    moved = confirm_booking(booking=request(10, "f@example.com"), by=therapist, now=NOW)
    for hours in (1, 2):
        offer = offer_move(booking=moved, starts_at=moved.starts_at + hours * HOUR, by=therapist, now=NOW)
        collect(offer)
        collect((refuse_proposal if hours == 1 else accept_proposal)(booking=offer, by=None, now=NOW))
    client = make_client("Asha", user=make_user("h@example.com"))
    at_once = make_session_type(session_type.practitioner, slug="brief", confirms_at_once=True)
    collect(ask(at_once, MONDAY + timedelta(days=10), client=client))
    child = ask_and_verify(session_type, MONDAY + timedelta(days=11), email="i@example.com", is_minor=True)
    guardian = ask_guardian(booking=child, details=MOTHER, by=None, now=NOW)
    collect(answer_as_guardian(guardian=guardian, agrees=True, today=NOW.date(), now=NOW).booking)
    entry = wait(session_type, client=make_client("Bela", user=make_user("l@example.com")))
    offer_free_times(NOW)
    collect(held_for(entry))
    assert set(found) == set(emails.KINDS)
    afternoon = MONDAY + timedelta(days=16, hours=4)
    asked = ask_and_verify(session_type, afternoon, email="m@example.com")
    collect_changed(change_request(booking=asked, starts_at=afternoon + HOUR, by=None, now=NOW))
    found["booking_proposed, again"] = write_offer_again(session_type, therapist, wording)
    together = write_letters_together(session_type, therapist, wording)
    places = write_letters_about_places(session_type, therapist, entry, wording)
    return [*found.values(), *together.values(), *places, write_end_of_care(session_type, therapist, wording)]


def write_offer_again(session_type: SessionType, therapist: User, wording: str) -> Mail:
    """Return the message that offers a time after a request that came to nothing."""
    noon = MONDAY + timedelta(days=17)
    request = decline_booking(booking=ask_and_verify(session_type, noon, email="n@example.com"), by=therapist, now=NOW)
    Client.objects.update(wording=wording)
    mail = written(offer_again(booking=request, starts_at=noon + HOUR, by=therapist, now=NOW), "booking_proposed")
    assert mail
    return mail


def write_end_of_care(session_type: SessionType, therapist: User, wording: str) -> Mail:
    """Return the message about all that ends with somebody's care."""
    client = make_client("Dipa", user=make_user("dipa@example.com"), wording=wording)
    make_booking(session_type, starts_at=MONDAY + timedelta(days=23, hours=3), client=client, email="dipa@example.com")
    ask(session_type, MONDAY + timedelta(days=23, hours=4.5), client=client)
    end_care(client=client, cancels=True, by=therapist, now=NOW)
    mail = emails_ending.render(OutgoingMessage.objects.get(kind="care_ended"), NOW)
    assert mail
    return mail


def write_letters_about_places(
    session_type: SessionType, therapist: User, entry: WaitingEntry, wording: str
) -> list[Mail]:
    """Return each message about a place on the waiting list, and the one with the code."""
    new = wait_as_stranger(session_type, "j@example.com")
    draft = ask_as_stranger(session_type, "k@example.com", browser="k")
    Client.objects.update(wording=wording)
    WaitingEntry.objects.filter(pk=entry.pk).update(rests_since=NOW)
    tell_waiting(entry, "waiting_paused", NOW)
    wanted = {"waiting_joined": new.uuid, "waiting_new": new.uuid, "waiting_paused": entry.uuid}
    rows = [OutgoingMessage.objects.get(kind=kind, cause=f"waiting:{uuid}") for kind, uuid in wanted.items()]
    code = OutgoingMessage.objects.get(kind=emails_waiting.CODE, cause=f"waiting-draft:{draft.uuid}")
    letters = [*(emails_waiting.render(row, NOW) for row in rows), emails_waiting.render_code(code, NOW)]
    holder = wait(session_type, client=make_client("Cora", user=make_user("o@example.com"), wording=wording))
    offer_free_times(NOW)
    OutgoingMessage.objects.filter(kind="waiting_offer").update(state=OutgoingMessage.State.SENT)
    take_off_list(entry=holder, by=therapist, now=NOW)
    taken_back = OutgoingMessage.objects.get(kind="waiting_taken_back", cause=f"waiting:{holder.uuid}")
    letters.append(emails_waiting.render(taken_back, NOW))
    assert {*wanted, taken_back.kind} == set(emails_waiting.KINDS)
    assert all(letters)
    return [letter for letter in letters if letter]
