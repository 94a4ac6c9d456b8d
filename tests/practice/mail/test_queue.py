"""A message is queued once, in the transaction of its cause."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from practice.mail import queue
from practice.models import OutgoingMessage
from tests.factories import NOW


def put(**changes: object) -> None:
    queue(**{"kind": "reminder", "cause": "booking:1", "due_at": NOW, **changes})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_second_call_for_the_same_cause_kind_and_time_does_nothing() -> None:
    put()
    put()
    put(due_at=NOW + timedelta(hours=1))
    assert OutgoingMessage.objects.count() == 2


@pytest.mark.django_db
def test_a_second_call_leaves_the_transaction_of_its_cause_usable() -> None:
    with transaction.atomic():
        put()
        put()
        put(kind="told")
    assert OutgoingMessage.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_message_goes_with_the_transaction_of_its_cause() -> None:
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    assert not OutgoingMessage.objects.exists()


@pytest.mark.django_db
def test_a_message_due_at_no_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        put(due_at=datetime(2026, 11, 20, 10, 0))  # noqa: DTZ001


@pytest.mark.django_db
def test_what_a_message_holds_is_stored_encrypted() -> None:
    put(body={"code": "314159"})
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT body FROM practice_outgoingmessage")
        assert "314159" not in cursor.fetchone()[0]
    assert OutgoingMessage.objects.get().body == {"code": "314159"}


@pytest.mark.django_db
def test_a_very_long_host_still_gives_a_message_id_that_fits(settings: Settings) -> None:
    settings.SITE_HOST = ".".join(["a" * 60] * 4)
    put()
    assert len(OutgoingMessage.objects.get().message_id) <= 120
