"""What is private is not on the disk in plain words: a byte search of the database, its log and the program's own."""

import logging
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from practice.crypto import encrypted_fields
from practice.models import Practice
from tests.encrypted_rows import MAKERS, fields_of, read_words, write_words
from tests.reporting import report

CANARY = "Mausi’s blue canary sings at four"
CONTROL = "the plain canary of the control"

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]


def database_bytes() -> bytes:
    """Return all that the database keeps: on SQLite its files, on PostgreSQL every row of every table as text.

    Another process reads the files. To close one that this process has open itself drops all its locks on it (POSIX),
    and SQLite then takes a database in use for one that nobody uses: https://sqlite.org/howtocorrupt.html, 2.2.
    """
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        parts = map(str, sorted(path.parent.glob(f"{path.name}*")))
        return subprocess.run(["cat", *parts], check=True, capture_output=True).stdout
    with connection.cursor() as cursor:
        text = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT CAST(t AS text) FROM "{table}" AS t')
            text += "\n".join(row[0] for row in cursor.fetchall())
    return text.encode()


def test_every_model_that_encrypts_has_a_row_in_these_tests() -> None:
    assert {field.model._meta.label for field in encrypted_fields()} == set(MAKERS)


def test_the_clinical_fields_are_among_the_encrypted() -> None:
    names = {f"{field.model._meta.label}.{field.name}" for field in encrypted_fields()}
    assert names >= {
        "bookings.Booking.note",
        "bookings.Booking.video_link",
        "bookings.BookingEvent.note",
        "practice.ContactMessage.body",
        "practice.OutgoingMessage.body",
        "worksheets.Answer.body",
        "worksheets.Assignment.note",
        "worksheets.Snapshot.body",
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("label", sorted(MAKERS))
def test_private_words_are_nowhere_on_the_disk(label: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        row = write_words(label, CANARY)
        assert [read_words(row, field) for field in fields_of(label)] == [CANARY] * len(fields_of(label))
    stored = database_bytes()
    spellings = [CANARY.encode(), CANARY.encode("utf-16-le"), ascii(CANARY)[1:-1].encode(), b"blue canary"]
    found = [spelling for spelling in spellings if spelling in stored]
    report("P2", len(found), 0, where=label)
    assert found == []
    assert "canary" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_search_finds_words_that_are_not_encrypted() -> None:
    Practice(languages=CONTROL).save()
    assert CONTROL.encode() in database_bytes()


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_the_search_reads_the_write_ahead_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    Practice(languages=CONTROL).save()
    path = Path(str(connection.settings_dict["NAME"]))
    log = path.with_name(f"{path.name}-wal")
    assert CONTROL.encode() in log.read_bytes()


def test_no_private_word_is_in_a_plain_column_by_its_name() -> None:
    """A field called body, note or answer that is not encrypted is a new one that somebody forgot."""
    public = {
        "practice.PolicyText.body",
        "articles.Essay.body",
        "articles.Revision.body",
    }
    suspects = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.name in {"body", "note", "notes", "answer_text", "video_link", "message"}
    }
    sealed = {f"{field.model._meta.label}.{field.name}" for field in encrypted_fields()}
    assert suspects - sealed <= public
