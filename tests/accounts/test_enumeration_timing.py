"""Nobody learns by the clock whether an address is known here: the work is measured, known and unknown in turn."""

from statistics import median
from time import thread_time
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import User
from practice.models import Limit
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]

PATHS = ["/account/login/code/", "/account/password/reset/", "/book/manage/find/"]
LOGIN = "/account/login/"
KNOWN, UNKNOWN = "asha@example.com", "noha@example.com"
FARTHEST = 0.25  # of one; what one machine's own restlessness makes stays well below


@pytest.fixture
def slow_hashing(settings: Any) -> None:
    """Hash passwords as a deployed site does; the tests' own hasher is too quick to tell anything."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]


def seconds_for(path: str, address: str) -> float:
    """Return the processor's time for one answer, asked for by a fresh browser that used nothing up before."""
    Limit.objects.all().delete()
    browser = Browser()
    browser.get(path)
    began = thread_time()
    browser.post(path, {"email": address, "login": address, "password": "wrong horses at noon"})
    return thread_time() - began


def ratio_of(path: str, times: int) -> float:
    """Return how much longer a known address takes than an unknown one, in the middle of many turns."""
    seconds_for(path, KNOWN)
    pairs = [(seconds_for(path, KNOWN), seconds_for(path, UNKNOWN)) for _ in range(times)]
    known, unknown = zip(*pairs, strict=True)
    return float(median(known) / median(unknown))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.usefixtures("asha")
def test_asking_for_a_message_takes_as_long_for_a_known_address_as_for_an_unknown_one(path: str) -> None:
    ratio = ratio_of(path, 25)
    report("S6", round(abs(ratio - 1), 3), FARTHEST, where="time", path=path)
    assert abs(ratio - 1) < FARTHEST


@pytest.mark.usefixtures("slow_hashing")
def test_a_wrong_password_takes_as_long_for_a_known_address_as_for_an_unknown_one(asha: User) -> None:
    asha.set_password("four calm horses at noon")
    asha.save()
    ratio = ratio_of(LOGIN, 5)
    report("S6", round(abs(ratio - 1), 3), FARTHEST, where="time", path=LOGIN)
    assert abs(ratio - 1) < FARTHEST


@pytest.mark.usefixtures("slow_hashing")
def test_without_a_hash_for_nobody_the_clock_would_tell(asha: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same turns, with nothing hashed for an address that is not known."""
    asha.set_password("four calm horses at noon")
    asha.save()
    monkeypatch.setattr(User, "set_password", lambda self, password: None)
    assert ratio_of(LOGIN, 3) > 1 + FARTHEST
