"""The ledger is written one entry after the other, its seals are kept outside the database, and its light says so."""

import io
import logging
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts import ledger
from accounts.ledger import check, checking, heads, writing
from accounts.ledger.chain import Head, name_of, seal
from accounts.models import Client, LedgerEntry, LedgerKey, User
from practice import health
from practice.work import JOBS
from tests.at_once import at_once
from tests.factories import NOW, make_client, make_user

HOURS = timedelta(hours=2)
DIGEST = "a" * 64

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha() -> Client:
    """A client in care."""
    return make_client("Asha")


def add(client: Client, number: int = 1, **more: Any) -> LedgerEntry:
    """Add entries; return the last."""
    for _each in range(number):
        entry = ledger.write(**{"client": client, "by": None, "act": "opened", "at": NOW, **more})
    return entry


def light() -> health.Light:
    return next(found for found in health.lights(NOW + HOURS) if found.name == "ledger")


def names() -> set[str]:
    return set(heads.read())


def test_entries_are_numbered_for_each_client_and_follow_each_other(asha: Client) -> None:
    bela = make_client("Bela")
    add(asha)
    add(bela)
    add(asha)
    assert list(LedgerEntry.objects.filter(client=asha).values_list("number", flat=True)) == [2, 1]
    assert LedgerEntry.objects.get(client=bela).number == 1
    assert check(NOW).wrong == ()


def test_what_is_too_long_is_cut_and_sound(asha: Client) -> None:
    assert add(asha, thing="अ" * 200).thing == "अ" * 80
    assert check(NOW).wrong == ()


def test_the_seal_is_kept_outside_once_the_transaction_is_over(
    asha: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        entry = add(asha, 2)
        assert names() == set()
    assert heads.read() == {name_of(writing.ledger_key(), asha.pk): Head(2, entry.digest)}


def test_what_is_rolled_back_leaves_no_seal(
    asha: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        add(asha)
        transaction.set_rollback(True)
    assert names() == set()
    assert check(NOW).wrong == ()


def test_the_worker_keeps_what_a_dying_process_did_not(asha: Client) -> None:
    add(asha, 3)
    checking.keep_heads(NOW)
    assert [head.number for head in heads.read().values()] == [3]


def test_the_worker_does_not_move_the_seal_of_a_chain_that_is_cut(asha: Client) -> None:
    add(asha, 3)
    checking.keep_heads(NOW)
    LedgerEntry.objects.filter(number=3).delete()
    checking.keep_heads(NOW)
    assert [head.number for head in heads.read().values()] == [3]
    assert check(NOW).wrong


def test_a_client_who_is_erased_takes_her_chain_along(
    asha: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    bela = make_client("Bela")
    add(bela)
    add(asha, 2)
    checking.keep_heads(NOW)
    with django_capture_on_commit_callbacks(execute=True):
        ledger.forget(asha.pk)
        asha.delete()
    assert check(NOW).wrong == ()
    assert names() == {name_of(writing.ledger_key(), bela.pk)}


def test_a_torn_line_costs_nothing_else(asha: Client) -> None:
    heads.add({"one": Head(1, DIGEST)})
    with open(heads.place(), "a", encoding="ascii") as file:
        file.write("two 2 abc")
    heads.add({"three": Head(3, DIGEST)})
    assert heads.read() == {"one": Head(1, DIGEST), "three": Head(3, DIGEST)}


def test_the_highest_number_counts_and_old_lines_are_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "SPARE_LINES", 3)
    for number in (1, 3, 2, 4, 5, 6):
        heads.add({"one": Head(number, DIGEST)})
    assert heads.read() == {"one": Head(6, DIGEST)}
    assert len(heads.place().read_text(encoding="ascii").splitlines()) < 4


def test_nothing_is_written_where_there_is_nothing_to_keep() -> None:
    heads.add({})
    heads.drop("nobody")
    assert not heads.place().exists()


def test_a_seal_that_cannot_be_kept_is_logged_by_class_and_then_red(
    asha: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.LEDGER_FILE = tmp_path / "a file" / "heads"
    (tmp_path / "a file").write_text("in the way", encoding="ascii")
    monkeypatch.setattr(heads, "read", dict)
    with django_capture_on_commit_callbacks(execute=True), caplog.at_level(logging.ERROR):
        add(asha)
    assert "the ledger's seal could not be kept: FileExistsError" in caplog.text
    assert str(asha.pk) not in caplog.text
    assert light().text == "The seal of the ledger cannot be kept outside the database."


def test_the_light_shows_how_many_and_a_seal_that_changes_with_each(asha: Client) -> None:
    add(asha)
    checking.keep_heads(NOW)
    first = light()
    add(asha)
    checking.keep_heads(NOW)
    second = light()
    assert first.ok
    assert second.ok
    assert first.text.startswith("1 entry, as it was written. The seal over it: ")
    assert second.text.startswith("2 entries, as they were written.")
    assert first.text[-20:] != second.text[-20:]


def test_looking_makes_no_key_and_the_worker_does() -> None:
    assert light().text == "No entry yet. The worker makes the key of its seals within ten minutes."
    assert light().ok
    assert not LedgerKey.objects.exists()
    JOBS["keep the seals of the ledger"].run(NOW)
    assert LedgerKey.objects.exists()
    assert light().text.startswith("0 entries, as they were written.")


def test_entries_without_their_key_are_no_empty_ledger(asha: Client) -> None:
    add(asha)
    LedgerKey.objects.all().delete()
    assert not light().ok


def test_the_light_is_red_where_something_was_changed_and_names_nobody(asha: Client) -> None:
    add(asha, 2)
    checking.keep_heads(NOW)
    LedgerEntry.objects.filter(number=1).update(act="never")
    assert not light().ok
    assert light().text == "The ledger is not as it was written: 1 place was changed, taken out or cut off."


def test_the_command_names_client_and_number_and_fails(asha: Client) -> None:
    add(asha, 3)
    checking.keep_heads(NOW)
    call_command("check_ledger", stdout=io.StringIO())
    LedgerEntry.objects.filter(number=2).update(act="never")
    said = io.StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("check_ledger", stdout=said)
    assert f"client {asha.pk}, entry 2: changed" in said.getvalue()


@pytest.mark.parametrize("keep", ["at the entry", "by the worker"])
@pytest.mark.django_db(transaction=True)
def test_a_head_that_comes_after_its_client_was_erased_is_dropped(keep: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asha, bela = make_client("Asha"), make_client("Bela")
    with transaction.atomic():
        add(bela)
    add_head = heads.add

    def late(ends: Any) -> None:
        with transaction.atomic():
            ledger.forget(asha.pk)
            Client.objects.filter(pk=asha.pk).delete()
        add_head(ends)

    if keep == "by the worker":
        with transaction.atomic():
            add(asha)
        heads.drop(name_of(writing.ledger_key(), asha.pk))
    monkeypatch.setattr(heads, "add", late)
    if keep == "by the worker":
        checking.keep_heads(NOW)
    else:
        with transaction.atomic():
            add(asha)
    assert len(heads.read()) == 1
    assert check(NOW).wrong == ()


def test_after_an_older_backup_was_restored_one_begins_again_knowingly(asha: Client) -> None:
    add(asha, 3)
    checking.keep_heads(NOW)
    LedgerEntry.objects.filter(number=3).delete()
    with pytest.raises(CommandError):
        call_command("check_ledger", stdout=io.StringIO())
    call_command("check_ledger", begin_again=True, stdout=io.StringIO())
    assert [head.number for head in heads.read().values()] == [2]
    assert check(NOW).wrong == ()


def test_what_was_there_before_there_were_seals_is_sealed_by_the_migration(asha: Client) -> None:
    therapist = make_user("therapist@example.com")
    bela = make_client("Bela")
    add(asha, 2, by=therapist)
    add(bela)
    LedgerKey.objects.all().delete()
    for number, entry in enumerate(LedgerEntry.objects.order_by("pk"), start=100):
        LedgerEntry.objects.filter(pk=entry.pk).update(number=number, by_number=None, digest="")
    import_module("accounts.migrations.0007_sealed_ledger").seal_entries(apps, None)
    assert check(NOW).wrong == ()
    assert sorted(LedgerEntry.objects.values_list("number", flat=True)) == [1, 1, 2]
    assert add(asha).number == 3
    assert check(NOW).wrong == ()


def test_the_migration_makes_no_key_where_there_is_nothing_to_seal() -> None:
    import_module("accounts.migrations.0007_sealed_ledger").seal_entries(apps, None)
    assert not LedgerKey.objects.exists()


@pytest.mark.gate
@pytest.mark.django_db(transaction=True)
def test_many_entries_at_one_moment_make_one_sound_chain() -> None:
    asha = make_client("Asha")

    def write() -> None:
        for _each in range(3):
            with transaction.atomic():
                add(asha)

    at_once([write] * 8)
    numbers = list(LedgerEntry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 25))
    assert check(NOW).wrong == ()
    assert [head.number for head in heads.read().values()] == [24]


def test_without_the_lock_two_would_take_one_number_and_the_database_refuses_the_second(
    asha: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: another entry comes in between the reading of the last one and the writing."""

    def late(*args: Any) -> str:
        monkeypatch.setattr(writing, "seal", seal)
        add(asha)
        return seal(*args)

    monkeypatch.setattr(writing, "seal", late)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(asha)


def test_a_login_of_the_client_herself_is_noted_by_its_number(asha: Client) -> None:
    user: User = make_user("asha@example.com")
    assert add(asha, by=user).by_number == user.pk


def test_other_keys_for_what_is_encrypted_leave_every_seal_sound(asha: Client, settings: Any) -> None:
    add(asha, 2)
    settings.FIELD_KEYS = {"k2": b"2" * 32, **settings.FIELD_KEYS}
    call_command("rotate_keys", stdout=io.StringIO())
    settings.FIELD_KEYS = {"k2": b"2" * 32}
    assert add(asha).number == 3
    assert check(NOW).wrong == ()
