"""Adding an entry to a client's chain, and forgetting a chain with the client."""

import logging
import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.ledger import heads
from accounts.ledger.chain import FIRST, Head, Link, name_of, seal
from accounts.models import Client, LedgerEntry, LedgerKey, User

log = logging.getLogger("accounts.ledger")

THE_KEY = 1


def write(
    *, client: Client, by: User | None, act: str, at: datetime, thing: str = "", thing_at: datetime | None = None
) -> LedgerEntry:
    """Add an entry, within the transaction of what it tells of.

    Locks the client's row, so that two entries at once follow each other; lock it first where other rows are locked
    too. `thing` is cut to what the column holds. Its seal is kept outside the database once the transaction is over.

    Raises:
        TransactionManagementError: there is no transaction.
    """
    Client.objects.select_for_update().only("pk").get(pk=client.pk)
    key = ledger_key()
    last = LedgerEntry.objects.filter(client=client).order_by("-number").values_list("number", "digest").first()
    number, before = (last[0] + 1, last[1]) if last else (1, FIRST)
    short = thing[: LedgerEntry.THING_LENGTH]
    link = Link(client.pk, number, at, by.pk if by else None, act, short, thing_at)
    entry = LedgerEntry.objects.create(
        client=client,
        number=number,
        at=at,
        by=by,
        by_number=link.by,
        act=act,
        thing=short,
        thing_at=thing_at,
        digest=seal(key, link, before),
    )
    transaction.on_commit(lambda: keep({client.pk: Head(number, entry.digest)}, key))
    return entry


def keep(ends: Mapping[UUID, Head], key: bytes) -> None:
    """Keep the heads of clients' chains outside the database, but for whoever was erased meanwhile.

    An erasure drops its head after its own end, so one added later would stand for a chain that nobody will find again.
    Where keeping fails, the worker tries again; in the end it shows.
    """
    try:
        heads.add({name_of(key, client): head for client, head in ends.items()})
        there = set(LedgerEntry.objects.filter(client__in=ends).values_list("client_id", flat=True))
        for client in ends.keys() - there:
            heads.drop(name_of(key, client))
    except OSError as error:
        log.error("the ledger's seal could not be kept: %s", type(error).__name__)


def forget(client: UUID) -> None:
    """Forget what is kept outside the database of a client's chain, once the transaction that erases her is over."""
    name = name_of(ledger_key(), client)
    transaction.on_commit(lambda: heads.drop(name))


def ledger_key() -> bytes:
    """Return the key of all seals; made by the worker or at the first entry, encrypted, and never changed."""
    row, _created = LedgerKey.objects.get_or_create(pk=THE_KEY, defaults={"secret": secrets.token_hex(32)})
    return bytes.fromhex(row.secret)


def key_to_read() -> bytes:
    """Return the key of all seals; as long as there is none, one that opens no seal. Makes and stores nothing."""
    row = LedgerKey.objects.filter(pk=THE_KEY).first()
    return bytes.fromhex(row.secret) if row else secrets.token_bytes(32)


def has_key() -> bool:
    """Return whether there is a key yet."""
    return LedgerKey.objects.filter(pk=THE_KEY).exists()
