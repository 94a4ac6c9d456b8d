"""A practice that is open, for the tests of its sessions."""

from collections.abc import Iterator
from datetime import time

import pytest
import time_machine
from django.test import Client as Browser

from accounts.models import Practitioner, User
from bookings.models import SessionType, WorkingHours
from practice.models import HelpLine, Practice
from tests.factories import NOW, make_policy, make_practitioner, make_session_type, make_user


@pytest.fixture
def therapist(db: None) -> User:
    return make_user("arati@example.com", is_staff=True, is_superuser=True)


@pytest.fixture
def practitioner(therapist: User) -> Practitioner:
    """Monday to Saturday, ten to six in Gurgaon."""
    Practice.objects.create(phone="+918826402150", street="205, Second Floor, Qutub Plaza", area="DLF Phase-1")
    row = make_practitioner(user=therapist)
    for weekday in range(6):
        WorkingHours.objects.create(practitioner=row, weekday=weekday, starts=time(10), ends=time(18))
    make_policy("notice")
    make_policy("cancellation")
    HelpLine.objects.create(country="IN", country_name="India", name="Childline", number="1098", kind="child")
    return row


@pytest.fixture
def session_type(practitioner: Practitioner) -> SessionType:
    return make_session_type(practitioner)


@pytest.fixture
def scarce(practitioner: Practitioner) -> Practitioner:
    """A practice without any free time but what a test opens."""
    WorkingHours.objects.filter(practitioner=practitioner).delete()
    return practitioner


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Friday 20 November 2026, ten in the morning in Gurgaon; it stands still until it is moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(client: Browser, therapist: User) -> Browser:
    """The therapist's browser."""
    client.force_login(therapist)
    return client
