"""A parent's no is not lost behind a yes from another mailbox: both are shown, and the therapist decides."""

from datetime import timedelta

import pytest

from accounts.mailboxes import is_same_mailbox
from accounts.models import Client, User
from bookings import consent
from bookings.errors import GuardianMissingError, GuardianSettledError
from bookings.guardians import desk_part, say_guardian, standing_of
from bookings.models import Booking, Guardian, SessionType
from bookings.services import (
    GuardianDetails,
    accept_proposal,
    answer_as_guardian,
    ask_guardian,
    confirm_booking,
    note_guardian,
    note_of_age,
    propose_time,
)
from bookings.views.acting import acts_for
from practice.models import Practice
from practice.times import home_of
from tests.bookings.steps import ask, ask_and_verify
from tests.factories import MONDAY, NOW

HOUR = timedelta(hours=1)
MOTHER = GuardianDetails("Meera", "mother", "meera@example.com")
OTHER = GuardianDetails("Somebody", "aunt", "Asha+aunt@example.com")


@pytest.fixture
def hers(session_type: SessionType) -> Booking:
    return ask_and_verify(session_type, is_minor=True, guardian_word="ask")


def answer(booking: Booking, who: GuardianDetails, *, agrees: bool) -> Guardian:
    row = ask_guardian(booking=booking, details=who, by=None, now=NOW)
    return answer_as_guardian(guardian=row, agrees=agrees, today=NOW.date(), now=NOW)


@pytest.fixture
def disputed(hers: Booking) -> Booking:
    """A request to which one mailbox said no, and then another yes."""
    answer(hers, MOTHER, agrees=False)
    answer(hers, OTHER, agrees=True)
    return hers


def note(booking: Booking, by: User) -> None:
    note_guardian(booking=booking, details=MOTHER, how="phone", given_on=NOW.date(), by=by, now=NOW)


def asks_at_once(session_type: SessionType) -> str:
    Client.objects.update(status=Client.Status.ACTIVE)
    SessionType.objects.update(confirms_at_once=True)
    session_type.refresh_from_db()
    return ask(session_type, MONDAY + 2 * HOUR, client=Client.objects.get(), is_minor=True).status


def test_the_desk_shows_the_no_beside_the_yes_with_a_warning(disputed: Booking) -> None:
    part = desk_part(disputed)
    assert part is not None
    assert part.is_disputed
    assert "another has said no" in part.words
    assert any("Said no on" in line for line in part.lines)
    assert any("Agreed" in line for line in part.lines)


def test_control_where_nobody_said_no_there_is_no_warning(hers: Booking) -> None:
    answer(hers, MOTHER, agrees=True)
    part = desk_part(hers)
    assert part is not None
    assert (part.is_disputed, part.words) == (False, "A parent or guardian has agreed.")


def test_nothing_is_confirmed_at_once_while_a_no_stands(session_type: SessionType, disputed: Booking) -> None:
    assert asks_at_once(session_type) == "requested"


def test_control_a_yes_alone_confirms_at_once(session_type: SessionType, hers: Booking) -> None:
    answer(hers, MOTHER, agrees=True)
    assert asks_at_once(session_type) == "confirmed"


def test_an_offered_time_is_not_accepted_before_the_therapist_has_decided(disputed: Booking, therapist: User) -> None:
    offer = propose_time(booking=disputed, starts_at=MONDAY + HOUR, by=therapist, now=NOW)
    assert acts_for(offer, NOW) == ["refuse"]
    with pytest.raises(GuardianMissingError):
        accept_proposal(booking=offer, by=None, now=NOW)
    note(offer, therapist)
    assert "accept" in acts_for(offer, NOW)
    assert accept_proposal(booking=offer, by=None, now=NOW).status == "confirmed"


def test_the_therapist_may_confirm_it_herself(disputed: Booking, therapist: User) -> None:
    assert confirm_booking(booking=disputed, by=therapist, now=NOW).status == "confirmed"


def test_her_own_note_settles_it(session_type: SessionType, disputed: Booking, therapist: User) -> None:
    note(disputed, therapist)
    assert not consent.is_disputed(disputed.client)
    with pytest.raises(GuardianSettledError):
        note(disputed, therapist)
    assert asks_at_once(session_type) == "confirmed"


def test_of_somebody_noted_as_of_age_neither_word_counts(disputed: Booking, therapist: User) -> None:
    offer = propose_time(booking=disputed, starts_at=MONDAY + HOUR, by=therapist, now=NOW)
    note_of_age(booking=offer, by=therapist, now=NOW + HOUR)
    assert accept_proposal(booking=offer, by=None, now=NOW + HOUR).status == "confirmed"


def test_the_client_reads_who_decides(disputed: Booking) -> None:
    standing = standing_of(disputed, NOW)
    assert standing is not None
    assert "decides" in standing.words
    assert not standing.can_ask


def test_an_address_with_a_tag_is_known_as_the_requests_own(disputed: Booking) -> None:
    home = home_of(Practice.load(), disputed.practitioner.zone_name)
    said = {row.name: say_guardian(row, home) for row in Guardian.objects.all()}
    assert "It is the address of the request itself." in said["Somebody"]
    assert "It is the address of the request itself." not in said["Meera"]


# A yes from the client's own mailbox


@pytest.fixture
def from_own_address(hers: Booking) -> Booking:
    """A request to which nobody has agreed but by a link in the client's own mailbox."""
    answer(hers, OTHER, agrees=True)
    return hers


def test_the_desk_asks_to_settle_by_a_call_what_came_from_the_clients_own_address(from_own_address: Booking) -> None:
    part = desk_part(from_own_address)
    assert part is not None
    assert part.is_disputed
    assert "at the same address as the client" in part.words
    assert "settle it by a call" in part.words


def test_nothing_is_confirmed_at_once_by_a_yes_from_ones_own_address(
    session_type: SessionType, from_own_address: Booking
) -> None:
    assert asks_at_once(session_type) == "requested"


def test_a_time_is_not_accepted_on_a_yes_from_ones_own_address(from_own_address: Booking, therapist: User) -> None:
    offer = propose_time(booking=from_own_address, starts_at=MONDAY + HOUR, by=therapist, now=NOW)
    assert acts_for(offer, NOW) == ["refuse"]
    standing = standing_of(offer, NOW)
    assert standing is not None
    assert "went to your own address" in standing.words
    with pytest.raises(GuardianMissingError):
        accept_proposal(booking=offer, by=None, now=NOW)
    note(offer, therapist)
    assert accept_proposal(booking=offer, by=None, now=NOW).status == "confirmed"


def test_a_yes_from_another_address_beside_it_settles_it(session_type: SessionType, from_own_address: Booking) -> None:
    assert from_own_address.client
    assert from_own_address.client is not None
    Guardian.objects.create(
        client=from_own_address.client, booking=from_own_address, how="link", asked_at=NOW, answered_at=NOW,
        has_agreed=True, given_on=NOW.date(), name="Meera", relation="mother", contact="meera@example.com",
    )  # fmt: skip
    assert asks_at_once(session_type) == "confirmed"


def test_the_therapists_own_confirmation_of_such_a_request_counts(from_own_address: Booking, therapist: User) -> None:
    assert confirm_booking(booking=from_own_address, by=therapist, now=NOW).status == "confirmed"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("asha@example.com", "Asha+x@EXAMPLE.com", True),
        ("asha@example.com", "asha@example.org", False),
        ("asha@example.com", "meera@example.com", False),
        ("+91 98765", "asha@example.com", False),
        ("a.sha@gmail.com", "Asha+x@GoogleMail.com", True),
        ("a.sha@example.com", "asha@example.com", False),
        ("asha@notgmail.com", "a.sha@gmail.com", False),
    ],
)
def test_mailboxes_are_compared_without_their_tag(one: str, other: str, same: bool) -> None:
    assert is_same_mailbox(one, other) is same
