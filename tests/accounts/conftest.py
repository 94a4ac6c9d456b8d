"""The cast as fixtures, and the hour at which these tests play."""

from collections.abc import Iterator

import pytest
import time_machine

from accounts.models import Client, User
from tests import cast
from tests.factories import NOW, make_client


@pytest.fixture(autouse=True)
def _that_friday() -> Iterator[None]:
    """Play on one day; time goes on, so that codes of the authenticator app and limits behave."""
    with time_machine.travel(NOW, tick=True):
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
def staff(db: None) -> User:
    """Staff with a password and no second factor."""
    return cast.make_staff()


@pytest.fixture
def therapist(db: None) -> User:
    """The practitioner, with a second factor."""
    return cast.make_therapist()


@pytest.fixture
def gita(db: None) -> Client:
    """A client in care without email, who may be reached by WhatsApp."""
    return make_client("Gita", phone="+919876543210", reach="whatsapp", safe_hours="after 4")
