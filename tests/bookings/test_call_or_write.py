"""A letter that invites to a call says where; one that cannot leads to where one can write."""

import pytest

from accounts.models import User
from bookings.lock_screen import first_words
from bookings.models import SessionType
from practice.models import Practice
from tests.bookings.letters import write_every_letter
from tests.bookings.test_wording import to_clients

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]


@pytest.mark.parametrize(("phone", "said"), [("+911234567890", True), ("", False)])
def test_a_letter_that_speaks_of_a_call_names_the_number_or_where_to_write(
    session_type: SessionType, therapist: User, phone: str, *, said: bool
) -> None:
    Practice.objects.update(phone=phone)
    mails = to_clients(write_every_letter(session_type, therapist))
    inviting = [mail for mail in mails if "You can also" in mail.text]
    assert len(inviting) >= 5
    assert all(("You can also call +91 12345 67890." in mail.text) is said for mail in inviting)
    without = [mail.subject for mail in inviting if "Write a word: http" not in mail.text]
    assert said or without == []
    called = [mail.subject for mail in mails if " call" in mail.text.replace("call +91 12345 67890", "")]
    assert called == []
    assert [mail.subject for mail in mails if "12345" in first_words(mail.text) + mail.subject] == []
