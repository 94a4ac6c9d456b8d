"""Keys change while people read; a lost key or a moved text is refused."""

import threading
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models
from django.test import override_settings
from pytest_django import Settings

from bookings import guards
from practice import rotation
from practice.crypto import (
    EncryptedTextField,
    KeyMissingError,
    NotGenuineError,
    Sealed,
    encrypted_fields,
    key_id_of,
    reseal,
    sealed,
)
from tests.encrypted_rows import MAKERS, fields_of, read_words, write_other, write_words
from tests.reporting import report

WORDS = "Only I said this."
K2 = b"2" * 32
BOTH_KEYS = {"k2": K2, "k1": b"1" * 32}

pytestmark = [pytest.mark.gate, pytest.mark.both]


def token_of(row: models.Model, field: EncryptedTextField) -> str:
    stored = type(row)._base_manager.filter(pk=row.pk).values_list(field.attname, flat=True).get()
    assert isinstance(stored, Sealed)
    return stored.token


def put(row: models.Model, field: EncryptedTextField, token: str) -> None:
    """Write a stored form past the field, as someone with the database would."""
    column = connection.ops.quote_name(str(field.column))
    key = row._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{row._meta.db_table}" SET {column} = %s WHERE "{key.column}" = %s',
            [token, key.get_db_prep_value(row.pk, connection)],
        )


def rotate_keys() -> str:
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_every_encrypted_field_is_sealed_again_and_reads_the_same(settings: Settings) -> None:
    rows = {label: write_words(label, WORDS) for label in MAKERS}
    settings.FIELD_KEYS = BOTH_KEYS
    said = rotate_keys()
    for field in encrypted_fields():
        row = rows[field.model._meta.label]
        assert key_id_of(token_of(row, field)) == "k2"
    settings.FIELD_KEYS = {"k2": K2}
    assert {read_words(rows[field.model._meta.label], field) for field in encrypted_fields()} == {WORDS}
    assert f"{len(encrypted_fields())} values rotated; 0 left" in said


@pytest.mark.django_db
def test_a_second_run_finds_nothing_to_do(settings: Settings) -> None:
    write_words("worksheets.Answer", WORDS)
    settings.FIELD_KEYS = BOTH_KEYS
    rotate_keys()
    assert "0 values rotated; 0 left" in rotate_keys()


@pytest.mark.django_db
def test_a_run_goes_on_where_another_was_stopped(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    rows = [write_words("practice.ContactMessage", f"{WORDS} {number}") for number in range(5)]
    [field] = fields_of("practice.ContactMessage")
    settings.FIELD_KEYS = BOTH_KEYS
    reseal(rows[0], field)
    reseal(rows[3], field)
    assert "3 values rotated; 0 left" in rotate_keys()
    assert [read_words(row, field) for row in rows] == [f"{WORDS} {number}" for number in range(5)]


@pytest.mark.django_db(transaction=True)
def test_nobody_fails_to_read_while_the_keys_change(settings: Settings) -> None:
    rows = [write_words("practice.ContactMessage", WORDS) for _number in range(60)]
    [field] = fields_of("practice.ContactMessage")
    settings.FIELD_KEYS = BOTH_KEYS
    is_over, reads, failures = threading.Event(), [0], []

    def read_on() -> None:
        try:
            while not is_over.is_set() or not reads[0]:
                for row in rows:
                    if read_words(row, field) != WORDS:
                        failures.append("other words")
                    reads[0] += 1
        except Exception as error:  # noqa: BLE001  whatever it is, it is a failed read
            failures.append(type(error).__name__)
        finally:
            connection.close()

    reader = threading.Thread(target=read_on)
    reader.start()
    said = rotate_keys()
    is_over.set()
    reader.join()
    report("P3", len(failures), 0)
    assert failures == []
    assert reads[0] >= len(rows)
    assert "60 values rotated; 0 left" in said


@pytest.mark.django_db
def test_without_the_older_key_in_the_ring_readers_do_fail(settings: Settings) -> None:
    """The control of the test above: a ring changed without rotation."""
    row = write_words("practice.ContactMessage", WORDS)
    [field] = fields_of("practice.ContactMessage")
    settings.FIELD_KEYS = {"k2": K2}
    with pytest.raises(KeyMissingError):
        read_words(row, field)


@pytest.mark.django_db
def test_a_lost_key_is_refused_by_its_name(settings: Settings) -> None:
    row = write_words("worksheets.Answer", WORDS)
    [field] = fields_of("worksheets.Answer")
    before = token_of(row, field)
    settings.FIELD_KEYS = {"k2": K2}
    with pytest.raises(CommandError, match="key k1, which is not in FIELD_KEYS"):
        rotate_keys()
    assert token_of(row, field) == before


@pytest.mark.django_db
def test_a_damaged_value_is_named_and_left_and_the_others_are_rotated(settings: Settings) -> None:
    damaged, sound = (write_words("practice.ContactMessage", WORDS) for _number in range(2))
    [field] = fields_of("practice.ContactMessage")
    token = token_of(damaged, field)
    flipped = token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:]
    put(damaged, field, flipped)
    settings.FIELD_KEYS = BOTH_KEYS
    with pytest.raises(CommandError, match=f"ContactMessage.body: rows {damaged.pk}"):
        rotate_keys()
    assert token_of(damaged, field) == flipped
    assert key_id_of(token_of(sound, field)) == "k2"


@pytest.mark.django_db
@pytest.mark.parametrize("label", sorted(MAKERS))
def test_a_ciphertext_moved_to_another_row_does_not_open(label: str) -> None:
    guards.remove()  # until the test's end: the events' guard would refuse the moving itself
    for field in fields_of(label):
        one, other = write_words(label, WORDS), write_other(label)
        put(other, field, token_of(one, field))
        with pytest.raises(NotGenuineError):
            read_words(other, field)
    report("P4", 100, 100, fields=len(fields_of(label)), of=label)


@pytest.mark.django_db
def test_a_ciphertext_moved_to_another_field_of_its_row_does_not_open() -> None:
    row = write_words("bookings.Booking", WORDS)
    first, second, *_more = fields_of("bookings.Booking")
    put(row, second, token_of(row, first))
    with pytest.raises(NotGenuineError):
        read_words(row, second)


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["worksheets.Answer", "worksheets.Snapshot"])
def test_a_row_given_to_another_owner_does_not_open(label: str) -> None:
    row, other = write_words(label, WORDS), write_other(label)
    type(row)._base_manager.filter(pk=row.pk).update(client=other.client_id)  # type: ignore[attr-defined]
    for field in fields_of(label):
        with pytest.raises(NotGenuineError):
            read_words(row, field)


@pytest.mark.django_db
def test_a_ciphertext_put_back_where_it_was_opens() -> None:
    """The control: it is the moving that is refused, not the writing past the field."""
    row = write_words("worksheets.Answer", WORDS)
    [field] = fields_of("worksheets.Answer")
    put(row, field, token_of(row, field))
    assert read_words(row, field) == WORDS


@pytest.mark.django_db(transaction=True)
def test_the_note_of_an_event_may_be_sealed_with_another_key_and_not_rewritten(settings: Settings) -> None:
    event = write_words("bookings.BookingEvent", WORDS)
    [field] = fields_of("bookings.BookingEvent")
    with pytest.raises(IntegrityError):
        type(event)._base_manager.filter(pk=event.pk).update(note=sealed(event, "note", "Other words."))
    settings.FIELD_KEYS = BOTH_KEYS
    assert reseal(event, field)
    assert read_words(event, field) == WORDS


class Meddler:
    """Someone whose site was not restarted: to each of the first rotations it answers with a row under the older key.

    The rows are of the kind that is rotated before or after the one just done, in turn, so that each pass of the
    command leaves one behind.
    """

    def __init__(self, rows: int) -> None:
        self.rows = rows

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        table = next((one for one in REPLIES if sql.startswith(f'UPDATE "{one}"')), None)
        if table and self.rows:
            self.rows -= 1
            with override_settings(FIELD_KEYS={"k1": b"1" * 32}):
                write_words(REPLIES[table], WORDS)
        return done


REPLIES = {"practice_contactmessage": "practice.OutgoingMessage", "practice_outgoingmessage": "practice.ContactMessage"}


@pytest.mark.django_db
def test_what_is_written_under_the_older_key_meanwhile_is_rotated_too(settings: Settings) -> None:
    write_words("practice.ContactMessage", WORDS)
    settings.FIELD_KEYS = BOTH_KEYS
    with connection.execute_wrapper(Meddler(rows=2)):
        assert "3 values rotated; 0 left" in rotate_keys()


@pytest.mark.django_db
def test_a_site_that_goes_on_writing_under_the_older_key_is_named(settings: Settings) -> None:
    write_words("practice.ContactMessage", WORDS)
    settings.FIELD_KEYS = BOTH_KEYS
    with connection.execute_wrapper(Meddler(rows=9)), pytest.raises(CommandError, match="restart the site"):
        rotate_keys()
