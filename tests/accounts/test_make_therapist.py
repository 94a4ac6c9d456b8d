"""The first login of the desk: made once, its password shown once."""

import logging
import re
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import Practitioner, User
from tests.factories import make_practitioner

pytestmark = pytest.mark.django_db


def make_therapist(**options: str) -> str:
    """Run the command and return what it said."""
    said = StringIO()
    call_command("make_therapist", stdout=said, **options)
    return said.getvalue()


def test_the_printed_password_opens_the_login() -> None:
    found = re.search(r"password  (\S+)", make_therapist())
    user = User.objects.get()
    assert found
    assert user.check_password(found[1])
    assert len(found[1]) >= 20
    assert (user.is_staff, user.is_superuser) == (True, True)


def test_the_password_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    found = re.search(r"password  (\S+)", make_therapist())
    assert found
    assert found[1] not in caplog.text


def test_the_address_counts_as_proved() -> None:
    make_therapist(email="Arati@Practice.example")
    address = EmailAddress.objects.get()
    assert (address.email, address.verified, address.primary) == ("arati@practice.example", True, True)


def test_a_second_time_makes_and_says_nothing() -> None:
    make_therapist()
    assert make_therapist() == ""
    assert User.objects.count() == 1


def test_asking_for_a_second_login_by_name_is_refused() -> None:
    make_therapist()
    with pytest.raises(CommandError, match="The desk has a login already"):
        make_therapist(email="other@practice.example")


def test_the_practitioner_who_is_there_gets_the_login() -> None:
    practitioner = make_practitioner()
    make_therapist()
    assert Practitioner.objects.get() == practitioner
    assert Practitioner.objects.get().user == User.objects.get()


def test_without_a_practitioner_one_is_made_who_is_no_sample() -> None:
    make_therapist()
    assert Practitioner.objects.get().is_sample is False


@pytest.mark.parametrize("email", ["", "not-an-address", "two@at@signs.example"])
def test_a_deployed_site_needs_a_real_address(settings: Any, email: str) -> None:
    settings.IS_HTTPS = True
    with pytest.raises(CommandError, match="Name the address to sign in with"):
        make_therapist(email=email)
    assert not User.objects.exists()
