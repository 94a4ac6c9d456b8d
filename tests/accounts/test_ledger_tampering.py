"""P5: somebody who can write to the database changes the ledger, and the check notices every time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import combinations
from typing import Any

import pytest
from django.db import connection, transaction

from accounts import ledger
from accounts.ledger import check, checking, heads
from accounts.models import Client, LedgerEntry, LedgerKey, User
from tests.factories import NOW, make_client, make_user
from tests.reporting import report

pytestmark = [pytest.mark.gate, pytest.mark.both, pytest.mark.unmeasured, pytest.mark.django_db]

LENGTH = 6
ACTS = ("shared", "opened", "read", "replied", "unshared", "status")
CHANGES: dict[str, Any] = {
    "at": NOW - timedelta(days=9),
    "by_number": 999,
    "by_id": None,
    "act": "never",
    "thing": "Another sheet",
    "thing_at": NOW + timedelta(seconds=1),
    "digest": "0" * 64,
    "number": 77,
}

type Damage = Callable[[], object]


@pytest.fixture
def clients() -> list[Client]:
    """Two clients with a ledger each, whose seals are kept; and the client of no entry."""
    therapist = make_user("therapist@example.com")
    made = [make_client("Asha"), make_client("Bela")]
    for number in range(LENGTH):
        for client in made:
            at = NOW + timedelta(minutes=number)
            ledger.write(client=client, by=therapist, act=ACTS[number], at=at, thing="Small promises", thing_at=NOW)
    checking.keep_heads(NOW)
    return [*made, make_client("Chitra")]


def rows(client: Client) -> Any:
    return LedgerEntry.objects.filter(client=client)


def edits(client: Client) -> Iterator[Damage]:
    """Every column of every entry, one at a time; and its author put in place of another."""
    other = make_user("other@example.com")
    for number in range(1, LENGTH + 1):
        for column, value in CHANGES.items():
            yield partial(rows(client).filter(number=number).update, **{column: value})
        yield partial(rows(client).filter(number=number).update, by=other)
        yield partial(rows(client).filter(number=number).update, by=other, by_number=other.pk)


def deletions(client: Client) -> Iterator[Damage]:
    """Any one entry, with and without the gap closed; and everything."""
    for number in range(1, LENGTH + 1):
        yield rows(client).filter(number=number).delete
        yield partial(close_gap, client, number)
    yield lambda: rows(client).delete()
    yield lambda: Client.objects.filter(pk=client.pk).delete()
    yield lambda: LedgerKey.objects.all().delete()


def close_gap(client: Client, number: int) -> None:
    rows(client).filter(number=number).delete()
    for later in range(number + 1, LENGTH + 1):
        rows(client).filter(number=later).update(number=later - 1)


def reorderings(client: Client) -> Iterator[Damage]:
    """Any two entries in each other's place: by their numbers, and with all they say but their numbers."""
    for one, other in combinations(range(1, LENGTH + 1), 2):
        yield partial(swap_numbers, client, one, other)
        yield partial(swap_words, client, one, other)


def swap_numbers(client: Client, one: int, other: int) -> None:
    for number, new in ((one, 1000), (other, one), (1000, other)):
        rows(client).filter(number=number).update(number=new)


def swap_words(client: Client, one: int, other: int) -> None:
    columns = ("at", "act", "digest")
    first, second = (rows(client).values(*columns).get(number=number) for number in (one, other))
    rows(client).filter(number=one).update(**second)
    rows(client).filter(number=other).update(**first)


def cut_tails(client: Client) -> Iterator[Damage]:
    """Every length of tail."""
    for left in range(LENGTH):
        yield rows(client).filter(number__gt=left).delete


def additions(client: Client, other: Client) -> Iterator[Damage]:
    """What was never written: made up, copied, or moved over from someone else's chain."""
    last = rows(client).values("at", "by_id", "by_number", "act", "thing", "thing_at", "digest").get(number=LENGTH)
    yield lambda: LedgerEntry.objects.create(client=client, number=LENGTH + 1, **last)
    yield lambda: LedgerEntry.objects.create(client=client, number=LENGTH + 1, **{**last, "digest": ""})
    yield lambda: rows(other).filter(number=LENGTH).update(client=client, number=LENGTH + 1)


@contextmanager
def undone() -> Iterator[None]:
    """Undo in the database whatever is done meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def noticed(damages: Iterator[Damage]) -> list[bool]:
    """Return of each damage whether the check noticed it."""
    seen = []
    for damage in damages:
        with undone():
            damage()
            seen.append(bool(check(NOW).wrong))
    return seen


def test_an_untouched_ledger_has_no_fault(clients: list[Client]) -> None:
    found = check(NOW)
    assert (found.wrong, found.entries, found.is_late) == ((), 2 * LENGTH, False)
    assert len(found.heads) == 2


def test_every_way_of_changing_the_ledger_is_noticed(clients: list[Client]) -> None:
    asha, bela, _chitra = clients
    kinds = {
        "edits": edits(asha),
        "deletions": deletions(asha),
        "reorderings": reorderings(asha),
        "cut tails": cut_tails(asha),
        "additions": additions(asha, bela),
    }
    seen = {kind: noticed(damages) for kind, damages in kinds.items()}
    for kind, outcomes in seen.items():
        share = 100 * sum(outcomes) / len(outcomes)
        report("P5", share, 100, ok=share == 100, kind=kind, damages=len(outcomes))
    assert [kind for kind, outcomes in seen.items() if not all(outcomes)] == []
    assert sum(map(len, seen.values())) > 100


def test_without_what_is_kept_outside_a_cut_tail_is_not_noticed(clients: list[Client]) -> None:
    """The control: the database alone cannot know what it no longer holds."""
    heads.replace({})
    assert noticed(cut_tails(clients[0])) == [False] * LENGTH


def test_by_numbers_alone_most_edits_would_not_be_noticed(clients: list[Client]) -> None:
    """The control: whoever only counts entries sees none of them."""
    asha, unseen = clients[0], 0
    for damage in edits(asha):
        with undone():
            damage()
            numbers = list(rows(asha).order_by("number").values_list("number", flat=True))
            unseen += numbers == list(range(1, LENGTH + 1))
    assert unseen > LENGTH * (len(CHANGES) - 1)


def test_a_fault_in_one_chain_leaves_the_others_sound(clients: list[Client]) -> None:
    asha, bela, _chitra = clients
    rows(asha).filter(number=2).update(act="never")
    assert {wrong.client for wrong in check(NOW).wrong} == {asha.pk}
    assert check(NOW, bela.pk).wrong == ()
    assert [wrong.number for wrong in check(NOW, asha.pk).wrong] == [2]


def test_a_chain_of_one_client_that_is_gone_is_noticed_when_asked_for(clients: list[Client]) -> None:
    rows(clients[0]).delete()
    assert [wrong.client for wrong in check(NOW, clients[0].pk).wrong] == [clients[0].pk]


def test_a_login_that_is_gone_is_no_fault_and_another_in_its_place_is(clients: list[Client]) -> None:
    User.objects.get(email="therapist@example.com").delete()
    assert check(NOW).wrong == ()
    rows(clients[0]).filter(number=1).update(by=make_user("other@example.com"))
    assert [wrong.number for wrong in check(NOW).wrong] == [1]


def test_the_key_in_the_database_is_encrypted(clients: list[Client]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_ledgerkey")
        stored = cursor.fetchall()
    assert [secret[:5] for (secret,) in stored] == ["1:k1:"]
