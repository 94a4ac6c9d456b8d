"""What a row is called at the desk: by the practice's clock, not by the database's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import models

from accounts.models import Consent, LedgerEntry, Practitioner
from bookings.models import TimeOff
from practice.models import ContactMessage, Limit, PolicyText, WorkerBeat
from practice.times import say_here
from worksheets.models import Answer, Snapshot

MORNING = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_row_is_named_by_the_clock_of_the_practice() -> None:
    leave = TimeOff(practitioner=Practitioner(zone_name="Asia/Kolkata"), starts_at=MORNING, ends_at=MORNING + HOUR)
    assert str(leave) == "25 Nov 2026, 4:00 pm to 5:00 pm"
    assert str(ContactMessage(sent_at=MORNING)) == "25 Nov 2026, 4:00 pm IST"
    assert str(LedgerEntry(at=MORNING, act="opened")) == "opened 25 Nov 2026, 4:00 pm IST"
    notice = PolicyText(kind="notice", slug="privacy", version="2026-11-22", title="Privacy")
    assert str(Consent(policy_text=notice, given_at=MORNING)) == f"{notice} 25 Nov 2026, 4:00 pm IST"


def test_the_day_is_the_one_of_the_practice() -> None:
    assert say_here(datetime(2026, 11, 25, 20, 0, tzinfo=UTC)) == "26 Nov 2026, 1:30 am IST"


@pytest.mark.parametrize("model", [Answer, Snapshot])
def test_a_row_of_private_words_is_named_by_its_number_alone(model: type[Answer] | type[Snapshot]) -> None:
    row = model()
    row.body = {"words": "Only I said this."}
    assert str(row) == str(row.uuid)


@pytest.mark.parametrize(
    ("row", "name"), [(Limit(key="0123456789abcdef"), "01234567"), (WorkerBeat(name="worker", failure="x"), "worker")]
)
def test_a_row_of_the_machinery_is_named_by_its_key(row: models.Model, name: str) -> None:
    assert str(row) == name
