"""Two clients, who must see nothing of each other, and a worksheet."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client as Browser

from accounts.models import Client, User
from tests import cast
from tests.factories import NOW
from worksheets.models import Answer, Version
from worksheets.services import copy_version, start_answer

from .sheets import make_sheet


@pytest.fixture(autouse=True)
def _that_friday() -> Iterator[None]:
    """Play on one day: Friday, 10 in the morning in Gurgaon."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asha(db: None) -> User:
    """A client in care."""
    return cast.make_patron("asha@example.com", "Asha")


@pytest.fixture
def bela(db: None) -> User:
    """Another client in care."""
    return cast.make_patron("bela@example.com", "Bela")


@pytest.fixture
def reader(db: None) -> User:
    """Signed in, not a client."""
    return cast.make_reader()


@pytest.fixture
def therapist(db: None) -> User:
    """The practitioner, with a second factor."""
    return cast.make_therapist()


@pytest.fixture
def ashas(asha: User) -> Client:
    """What the practice knows of Asha."""
    return Client.objects.get(user=asha)


@pytest.fixture
def version(db: None) -> Version:
    """A worksheet of every kind of prompt, in the library."""
    return make_sheet()


@pytest.fixture
def browser(asha: User) -> Browser:
    """Asha's browser, signed in."""
    browser = Browser()
    cast.sign_in(browser, asha)
    return browser


@pytest.fixture
def begun(ashas: Client, version: Version) -> Version:
    """The worksheet, begun by Asha."""
    answer = start_answer(client=ashas, version=version, now=NOW)
    answer.body, answer.revision = {"words": "What I wrote first", "tone": 0}, 1
    answer.save()
    return version


@pytest.fixture
def answer(begun: Version) -> Answer:
    """What Asha wrote."""
    return Answer.objects.select_related("client__user", "version__worksheet").get()


@pytest.fixture
def desk(therapist: User) -> Browser:
    """The therapist's browser, with her second factor."""
    return cast.sign_in(Browser(), therapist, second_factor=True)


@pytest.fixture
def draft(begun: Version) -> Version:
    """A draft that follows a worksheet that Asha has begun."""
    return copy_version(version=begun, now=NOW)
