"""What one may do is counted once for all processes, and by the right address."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from practice import errors, limits
from practice.limits import Allowance
from practice.models import Limit
from tests.at_once import at_once
from tests.factories import NOW
from tests.reporting import report

HOUR = timedelta(hours=1)
THREADS = 32
ALLOWED = 10


def spend(subject: str = "203.0.113.7", *, limit: int = 2, now: datetime = NOW, scope: str = "contact") -> bool:
    return limits.spend(scope, subject, limit=limit, per=HOUR, now=now)


@pytest.mark.django_db
def test_a_limit_lets_through_as_many_as_it_says() -> None:
    assert [spend(), spend(), spend(), spend()] == [True, True, False, False]


@pytest.mark.django_db
def test_each_scope_and_each_subject_has_its_own_count() -> None:
    assert all([spend(), spend("other"), spend(scope="codes")])
    assert Limit.objects.count() == 3


@pytest.mark.django_db
def test_the_next_stretch_starts_at_a_whole_multiple_of_the_time() -> None:
    last_second = datetime(2026, 11, 20, 4, 59, 59, tzinfo=UTC)
    assert spend(limit=1, now=last_second)
    assert not spend(limit=1, now=last_second - timedelta(minutes=59))
    assert spend(limit=1, now=last_second + timedelta(seconds=1))


@pytest.mark.django_db
def test_a_limit_of_none_lets_nothing_through() -> None:
    assert not spend(limit=0)
    assert not Limit.objects.exists()


@pytest.mark.django_db
def test_the_subject_is_stored_as_a_keyed_hash_only(settings: Settings) -> None:
    spend("asha@example.com")
    first = Limit.objects.get().key
    settings.SECRET_KEY = "another"
    spend("asha@example.com")
    assert "asha" not in first
    assert Limit.objects.exclude(key=first).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_count_inside_a_transaction_is_refused_for_it_could_be_rolled_back() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        spend()


def test_a_limit_over_more_than_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="per day at most"):
        limits.spend("contact", "x", limit=1, per=timedelta(days=2), now=NOW)


@pytest.mark.django_db
def test_counts_are_forgotten_once_their_time_is_over() -> None:
    spend(now=NOW - timedelta(days=3))
    spend(now=NOW)
    limits.forget_old_limits(NOW)
    assert Limit.objects.count() == 1


@pytest.mark.django_db
def test_who_is_over_the_limit_gets_a_page_that_says_so(rf: RequestFactory) -> None:
    assert errors.too_many(rf.post("/contact/")).status_code == 429


def read_then_write(all_have_read: threading.Barrier) -> bool:
    """Count as one is tempted to: read, decide, write; the others read in between."""
    row = Limit.objects.get(key="control")
    hits = row.hits
    all_have_read.wait()
    if hits >= ALLOWED:
        return False
    Limit.objects.filter(pk=row.pk).update(hits=hits + 1)
    return True


def let_through(act: Callable[[], bool]) -> int:
    """Return how many of many simultaneous acts pass."""
    return sum(at_once([act] * THREADS))


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_thirty_two_at_once_get_no_more_than_the_limit() -> None:
    """S10: limit + 0."""
    passed = let_through(lambda: spend(limit=ALLOWED))
    report("S10", passed - ALLOWED, 0, ok=passed == ALLOWED, engine=connection.vendor)
    assert passed == ALLOWED
    assert Limit.objects.get().hits == ALLOWED


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_a_count_that_is_read_and_then_written_lets_more_through() -> None:
    """The control of S10."""
    Limit.objects.create(key="control", starts_at=0)
    all_have_read = threading.Barrier(THREADS)
    assert let_through(lambda: read_then_write(all_have_read)) == THREADS > ALLOWED


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "<script>, unknown", "10.0.0.1"),
        ("10.0.0.1", "<script>, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, nonsense", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("10.0.0.1", "[2001:db8:1:2:3::4]:4711", "2001:db8:1::/56"),
        ("10.0.0.1", "2001:db8:1:2:ffff::9", "2001:db8:1::/56"),
        ("10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("2001:db8::1%eth0", "198.51.100.1", "2001:db8::/56"),
        ("", "198.51.100.1", "unknown"),
        ("10.0.0.1", "," * 9000, "10.0.0.1"),
    ],
)
def test_the_limiter_counts_the_address_that_a_trusted_proxy_names(
    rf: RequestFactory, settings: Settings, peer: str, forwarded: str, counted: str
) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    request = rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded} if forwarded else None)
    assert limits.client_address(request) == counted


def test_without_a_trusted_proxy_nobody_can_choose_their_address(rf: RequestFactory, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = []
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert limits.client_address(request) == "127.0.0.1"


@pytest.mark.django_db
def test_several_allowances_are_spent_in_order_up_to_the_first_that_is_used_up() -> None:
    own = Allowance("codes", "asha@example.com", 2, HOUR)
    everyone = Allowance("codes of all", "everyone", 3, HOUR)
    assert [limits.spend_in_turn([own, everyone], now=NOW) for _ in range(4)] == [True, True, False, False]
    assert [limits.spend_in_turn([everyone], now=NOW) for _ in range(2)] == [True, False]


@pytest.mark.django_db
def test_the_counts_of_one_act_are_stored_together_for_each_store_waits_for_the_disk() -> None:
    allowances = [Allowance(f"scope {number}", "asha@example.com", 2, HOUR) for number in range(5)]
    with CaptureQueriesContext(connection) as queries:
        limits.spend_in_turn(allowances, now=NOW)
    around = [each["sql"] for each in queries if "INSERT" not in each["sql"]]
    assert (len(queries) - len(around), len(around)) == (5, 2)


@pytest.mark.parametrize(
    ("place", "around"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:ff00::/56", "2001:db8:1::/48"),
        (limits.UNKNOWN, limits.UNKNOWN),
    ],
)
def test_a_place_lies_in_a_neighbourhood(place: str, around: str) -> None:
    assert limits.neighbourhood_of(place) == around
