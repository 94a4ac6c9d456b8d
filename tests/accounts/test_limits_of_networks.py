"""Whoever has a whole network still uses up no more of the mail of an hour than the network may."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from django.test import RequestFactory

from accounts.limits import MAIL_FROM_A_NEIGHBOURHOOD, MAIL_FROM_ONE_ADDRESS, MAIL_TO_ALL
from bookings.request_limits import may_mail
from tests.accounts.test_limits import from_elsewhere
from tests.factories import NOW

pytestmark = pytest.mark.gate


@pytest.fixture
def still(db: None) -> Iterator[None]:
    """Let no hour end while a test counts."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("net", ["203.0.113.{}", "2001:db8:7:{}00::1"])
def test_one_network_cannot_use_up_what_everybody_else_may_be_sent(still: None, rf: RequestFactory, net: str) -> None:
    tries = [
        may_mail(f"person{number}.{place}@example.com", rf.post("/", REMOTE_ADDR=net.format(place)))
        for place in range(10, 60)
        for number in range(7)
    ]
    assert tries.count(True) == MAIL_FROM_A_NEIGHBOURHOOD.limit
    assert may_mail("asha@example.com", rf.post("/", REMOTE_ADDR="198.51.100.9"))


def test_control_without_the_count_of_the_network_it_would(
    still: None, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    each_alone = replace(MAIL_FROM_A_NEIGHBOURHOOD, limit=MAIL_TO_ALL.limit + 1)
    monkeypatch.setattr("accounts.limits.MAIL_FROM_A_NEIGHBOURHOOD", each_alone)
    for place in range(50):
        for number in range(7):
            may_mail(f"person{number}.{place}@example.com", rf.post("/", REMOTE_ADDR=f"203.0.113.{place}"))
    assert not may_mail("asha@example.com", rf.post("/", REMOTE_ADDR="198.51.100.9"))


def test_nobody_alone_keeps_the_neighbours_from_their_codes(still: None, rf: RequestFactory) -> None:
    alone = [may_mail(f"person{number}@example.com", rf.post("/", REMOTE_ADDR="203.0.113.7")) for number in range(60)]
    assert alone.count(True) == MAIL_FROM_ONE_ADDRESS.limit < MAIL_FROM_A_NEIGHBOURHOOD.limit
    assert may_mail("asha@example.com", rf.post("/", REMOTE_ADDR="203.0.113.8"))


def test_the_network_is_counted_at_the_way_in_too(still: None, rf: RequestFactory) -> None:
    for number in range(MAIL_FROM_A_NEIGHBOURHOOD.limit):
        assert may_mail(f"person{number}@example.com", rf.post("/", REMOTE_ADDR=f"203.0.113.{number % 5}"))
    assert from_elsewhere("asha@example.com", "203.0.113.99") == 429
    assert from_elsewhere("nobody@example.com", "203.0.113.99") == 429
    assert from_elsewhere("asha@example.com", "198.51.100.9") == 302
