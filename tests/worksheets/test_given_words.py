"""The therapist's word with what she gives is encrypted, also what was there before; a lost key hides nothing else."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser

from accounts.models import Client
from tests.worksheets.shared import page
from tests.worksheets.sheets import LIST, PAGE
from worksheets.models import Assignment, Version

pytestmark = pytest.mark.gate

WORD = "After what you told me of your father"


@pytest.fixture
def given(ashas: Client, version: Version) -> Assignment:
    """A worksheet that was given with a word."""
    return Assignment.objects.create(client=ashas, worksheet=version.worksheet, note=WORD)


def stored() -> str:
    """Return the word as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM worksheets_assignment")
        return str(cursor.fetchone()[0])


def test_it_is_read_by_the_client_and_by_nobody_in_the_database(browser: Browser, given: Assignment) -> None:
    assert WORD in page(browser, PAGE)
    assert WORD in page(browser, LIST)
    assert "father" not in stored()


def test_the_desk_writes_it_in_one_line_that_goes_to_no_spelling_service(desk: Browser, given: Assignment) -> None:
    path = f"/admin/worksheets/assignment/{given.pk}/change/"
    form = page(desk, path)
    assert WORD in form
    field = form[form.index('name="note"') - 200 : form.index('name="note"') + 300]
    assert 'spellcheck="false"' in field
    sent = {"client": str(given.client_id), "worksheet": str(given.worksheet_id), "note": "Gently"}
    assert desk.post(path, sent).status_code == 302
    assert Assignment.objects.get().note == "Gently"
    assert desk.post(path, {**sent, "note": "x" * 301}).status_code == 200
    assert Assignment.objects.get().note == "Gently"


def test_with_a_lost_key_what_was_given_can_be_opened_without_the_word(
    browser: Browser, given: Assignment, settings: Any
) -> None:
    settings.FIELD_KEYS = {"other": b"k" * 32}
    assert Assignment.objects.get().word == ""
    for path in (LIST, PAGE):
        assert "First sheet" in page(browser, path)


@pytest.mark.django_db(transaction=True)
def test_what_was_there_before_is_sealed_by_the_migration_and_opened_by_going_back(given: Assignment) -> None:
    call_command("migrate", "worksheets", "0005", verbosity=0)
    try:
        plain = stored()
    finally:
        call_command("migrate", verbosity=0)
    assert plain == WORD
    assert "father" not in stored()
    assert Assignment.objects.get().note == WORD
