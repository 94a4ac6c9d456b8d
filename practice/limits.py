"""How often something may be done: counted in the database, so that every process counts the same."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from practice.env import Network
from practice.models import Limit

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST = timedelta(days=1)
UNKNOWN = "unknown"

# One statement: a count that is read first and written later lets through whoever comes in between.
SPEND = """
    INSERT INTO practice_limit ("key", starts_at, hits) VALUES (%s, %s, 1)
    ON CONFLICT ("key", starts_at) DO UPDATE SET hits = practice_limit.hits + 1 WHERE practice_limit.hits < %s
    RETURNING hits
"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often something may be done: `limit` acts of `subject` (an address, an account) in each stretch of `per`.

    `at`, where given, is when an act counts in place of now.

    Raises:
        ValueError: `per` is longer than a day, or shorter than a second.
    """

    scope: str
    subject: str
    limit: int
    per: timedelta
    at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse stretches that are forgotten before they end."""
        if not 1 <= self.seconds <= LONGEST.total_seconds():
            raise ValueError("A limit counts per second at least and per day at most.")

    @property
    def seconds(self) -> int:
        """The length of a stretch."""
        return int(self.per.total_seconds())

    @property
    def key(self) -> str:
        """What the count is stored under: who it is of cannot be read from it."""
        named = f"{self.scope}|{self.seconds}|{self.subject}"
        return salted_hmac("practice.limits", named, algorithm="sha256").hexdigest()


def first_used_up(allowances: Iterable[Allowance], *, now: datetime | None = None) -> Allowance | None:
    """Count one act against each allowance, in order; return the first that is used up, None where none is.

    What stands after that one is not counted: someone over a limit of their own uses up nobody else's. The stretches
    are fixed: they start at whole multiples of `per` since 1970. Opens its own transaction and refuses to run inside
    another: a count that is rolled back with its act would be no limit.

    Raises:
        RuntimeError: called inside a transaction.
    """
    moment = now or timezone.now()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        return next((each for each in allowances if not _count(cursor, each, each.at or moment)), None)


def _count(cursor: CursorWrapper, allowance: Allowance, at: datetime) -> bool:
    if allowance.limit < 1:
        return False
    moment = int(at.timestamp())
    cursor.execute(SPEND, [allowance.key, moment - moment % allowance.seconds, allowance.limit])
    return cursor.fetchone() is not None


def spend_in_turn(allowances: Iterable[Allowance], *, now: datetime | None = None) -> bool:
    """Count one act as `first_used_up` does; tell whether there was room in all of them."""
    return first_used_up(allowances, now=now) is None


def spend(scope: str, subject: str, *, limit: int, per: timedelta, now: datetime | None = None) -> bool:
    """Count one act as `spend_in_turn` does, against one allowance."""
    return spend_in_turn([Allowance(scope, subject, limit, per)], now=now)


def forget_old_limits(now: datetime) -> None:
    """Delete the counts of stretches that have certainly ended."""
    Limit.objects.filter(starts_at__lt=int((now - 2 * LONGEST).timestamp())).delete()


def client_address(request: HttpRequest) -> str:
    """Return whom a limit by address counts: the peer, or whom a trusted proxy names.

    X-Forwarded-For is believed only from `settings.TRUSTED_PROXIES`, and read from its right end: the first address
    that is not such a proxy itself. What stands further left is the sender's own claim. Something that is no address
    ends the reading at the hop before it. IPv6 is cut to the /56, since a household has up to 256 networks of 64
    bits; an unreadable peer is "unknown".
    """
    hop = parse_address(request.META.get("REMOTE_ADDR", ""))
    if hop is None:
        return UNKNOWN
    for claim in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        further = parse_address(claim) if is_trusted(hop) else None
        if further is None:
            break
        hop = further
    return str(ipaddress.ip_network((hop, 56), strict=False)) if hop.version == 6 else str(hop)


def neighbourhood_of(place: str) -> str:
    """Return the wider network that a place lies in, as `client_address` names it: an IPv4 /24 or an IPv6 /48.

    So much comes cheaply in one piece: with it somebody has 256 places, each with counts of its own.
    """
    if place == UNKNOWN:
        return UNKNOWN
    network = ipaddress.ip_network(place)
    return str(network.supernet(new_prefix=48 if network.version == 6 else 24))


def is_trusted(address: Address) -> bool:
    """Say whether an address is one of the practice's own proxies."""
    proxies: list[Network] = settings.TRUSTED_PROXIES
    return any(address in network for network in proxies)


def parse_address(text: str) -> Address | None:
    """Return the address in `text`, without its port or zone, IPv4 inside IPv6 unwrapped; None where it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if address.version == 6 else address
