"""Messages about what is arranged go where the client is today, not where she was when she asked."""

import pytest

from accounts.models import Client, User
from bookings.addresses import address_of
from bookings.calendars import calendar_file
from bookings.emails import render_links
from bookings.models import Booking, SessionType
from bookings.services import confirm_booking, start_standing
from practice.mail import Mail
from practice.models import OutgoingMessage
from tests.bookings.letters import written
from tests.bookings.letters_together import written_together
from tests.bookings.steps import ask_and_verify
from tests.factories import NOW, make_booking, make_client

OLD, NEW = "asha@example.com", "new@example.com"


@pytest.fixture
def agreed(session_type: SessionType, therapist: User) -> Booking:
    """A session that was arranged while the client still had her old address."""
    return confirm_booking(booking=ask_and_verify(session_type), by=therapist, now=NOW)


def move_house() -> None:
    """Change the address that the client signs in with, as allauth does once the new one is proved."""
    User.objects.filter(email=OLD).update(email=NEW)


def links_to(address: str) -> Mail | None:
    message = OutgoingMessage(kind="manage_link", cause="links:x")
    message.body = {"email": address}
    return render_links(message, NOW)


def test_after_a_change_of_address_the_reminder_goes_to_the_new_one(agreed: Booking) -> None:
    before = written(agreed, "booking_reminder")
    assert before is not None
    assert before.to == OLD
    move_house()
    after = written(agreed, "booking_reminder")
    assert after is not None
    assert after.to == NEW


def test_the_links_are_mailed_to_the_new_address_alone(agreed: Booking) -> None:
    assert links_to(OLD) is not None
    assert links_to(NEW) is None
    move_house()
    assert links_to(OLD) is None
    mail = links_to(NEW)
    assert mail is not None
    assert mail.to == NEW
    assert "/book/manage/" in mail.text


def test_the_calendar_file_names_the_new_address(agreed: Booking) -> None:
    move_house()
    content = calendar_file(Booking.objects.get(pk=agreed.pk), now=NOW, sender="desk@example.com").decode()
    unfolded = content.replace("\r\n ", "")
    assert NEW in unfolded
    assert OLD not in unfolded


def test_a_message_about_several_dates_goes_to_the_new_address(agreed: Booking, therapist: User) -> None:
    Client.objects.update(status=Client.Status.ACTIVE)
    standing = start_standing(booking=agreed, every_weeks=1, by=therapist, now=NOW)
    move_house()
    mail = written_together(standing.uuid, "standing_started")
    assert mail is not None
    assert mail.to == NEW


def test_control_whoever_has_no_login_is_reached_where_she_asked(session_type: SessionType) -> None:
    booking = make_booking(session_type, client=make_client("Asha"), email=OLD)
    assert address_of(booking) == OLD
    assert links_to(OLD) is not None
