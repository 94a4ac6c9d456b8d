"""The seal of an entry, and what is wrong with a chain. Nothing here asks the database or a file."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

FIRST = ""  # stands for the seal before the first entry


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it is sealed. `number` counts from 1 in the chain of its client; `by` is the number of a login."""

    client: UUID
    number: int
    at: datetime
    by: int | None
    act: str
    thing: str
    thing_at: datetime | None


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain: its number and its seal."""

    number: int
    digest: str


class Fault(StrEnum):
    """What can be wrong."""

    CHANGED = "changed"  # also one that was put in, or moved to another place
    MISSING = "missing"  # from between two others
    CUT = "cut"  # the last ones, or a whole chain


def seal(key: bytes, link: Link, before: str) -> str:
    """Return the seal of an entry that follows the one sealed as `before`."""
    words = [
        link.client.hex,
        link.number,
        plain(link.at),
        link.by,
        link.act,
        link.thing,
        plain(link.thing_at) if link.thing_at else None,
        before,
    ]
    return hmac.new(key, json.dumps(words).encode(), hashlib.sha256).hexdigest()


def plain(instant: datetime) -> str:
    """Return the one spelling of an instant, whatever zone it comes in."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def name_of(key: bytes, client: UUID) -> str:
    """Return by what name a client's chain is known outside the database: it says nothing of who she is."""
    return hmac.new(key, b"chain " + client.bytes, hashlib.sha256).hexdigest()[:32]


def faults_in(key: bytes, entries: Iterable[tuple[Link, str]], head: Head | None) -> list[tuple[int, Fault]]:
    """Return the faults of one chain, whose entries come by rising number with their seals, each with its number.

    `head` is what was kept outside the database: None where nothing is known there yet. Entries beyond it are no fault,
    for it is written after them.
    """
    found: list[tuple[int, Fault]] = []
    number, before, kept = 0, FIRST, None
    for link, digest in entries:
        if link.number != number + 1:
            found.append((number + 1, Fault.MISSING))
        elif not hmac.compare_digest(seal(key, link, before), digest):
            found.append((link.number, Fault.CHANGED))
        number, before = link.number, digest
        kept = digest if head and number == head.number else kept
    if head and number < head.number:
        found.append((number + 1, Fault.CUT))
    elif head and kept != head.digest and not found:
        found.append((head.number, Fault.CHANGED))
    return found
