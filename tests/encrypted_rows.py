"""A row of every model that encrypts anything, made by an ordinary save.

A new encrypted field of a model named here is covered by itself; a new model must be named, and a test says so.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import models

from accounts.models import Breach, Client, Erasure, Grievance, LedgerKey, Practitioner
from articles.models import Reflection
from bookings.models import Booking, BookingEvent, Guardian, OutsideCalendar, WaitingEntry
from practice.crypto import EncryptedJSONField, EncryptedTextField, encrypted_fields
from practice.models import ContactMessage, KeptAnswer, OutgoingMessage
from tests.factories import NOW, booking_values, make_client, make_essay, make_practitioner, make_session_type
from worksheets.models import (
    Answer,
    Assignment,
    Measure,
    MeasureCopy,
    MeasurePlan,
    MeasureRound,
    MeasureVersion,
    Snapshot,
    Version,
    Worksheet,
)


def make_version(slug: str = "small", **changes: Any) -> Version:
    """Return the first version of a new worksheet with one long prompt."""
    worksheet = Worksheet.objects.create(slug=slug, title=f"Sheet {slug}")
    prompts = [{"id": "words", "kind": "long", "label": "Words"}]
    return Version.objects.create(**{"worksheet": worksheet, "number": 1, "prompts": prompts, **changes})


def booking() -> Booking:
    """Return an unsaved booking, in a practice of its own."""
    return Booking(**booking_values(make_session_type(make_practitioner(), slug=uuid4().hex)))


def booking_event() -> BookingEvent:
    """Return an unsaved event of a stored booking."""
    asked = booking()
    asked.save()
    return BookingEvent(booking=asked, at=NOW, by=BookingEvent.By.CLIENT, act="request", to_status="requested")


def guardian() -> Guardian:
    """Return an unsaved guardian of a stored client."""
    asked = booking()
    asked.save()
    return Guardian(client=make_client(), booking=asked, how="link", asked_at=NOW)


def waiting_entry() -> WaitingEntry:
    """Return an unsaved place on a waiting list."""
    session_type = make_session_type(make_practitioner(), slug=uuid4().hex)
    return WaitingEntry(
        practitioner=session_type.practitioner,
        session_type=session_type,
        client=make_client(),
        created_at=NOW,
        zone_name="Asia/Kolkata",
        token_hash=uuid4().hex,
    )


def assignment() -> Assignment:
    """Return an unsaved worksheet that was given to somebody."""
    return Assignment(client=make_client(), worksheet=make_version(f"sheet-{uuid4().hex[:8]}").worksheet)


def answer() -> Answer:
    """Return an unsaved answer."""
    return Answer(client=make_client(), version=make_version(f"sheet-{uuid4().hex[:8]}"))


def snapshot() -> Snapshot:
    """Return an unsaved snapshot of a stored answer."""
    written = answer()
    written.save()
    return Snapshot(answer=written, client=written.client)


def measure_plan() -> MeasurePlan:
    """Return an unsaved schedule of a questionnaire."""
    measure = Measure.objects.create(title="Questions")
    return MeasurePlan(client=make_client(), measure=measure, every="once", first_on=NOW.date())


def measure_round() -> MeasureRound:
    """Return an unsaved answered questionnaire."""
    plan = measure_plan()
    plan.save()
    definition: dict[str, list[Any]] = {"items": [], "bands": [], "marks": []}
    version = MeasureVersion.objects.create(measure=plan.measure, number=1, definition=definition)
    return MeasureRound(client=plan.client, plan=plan, version=version, asked_on=NOW.date())


def measure_copy() -> MeasureCopy:
    """Return an unsaved copy of a stored answered questionnaire."""
    begun = measure_round()
    begun.save()
    return MeasureCopy(round=begun, client=begun.client)


def outgoing() -> OutgoingMessage:
    """Return an unsaved message to send."""
    return OutgoingMessage(
        kind="k", cause=uuid4().hex, due_at=NOW, next_try_at=NOW, message_id=f"<{uuid4().hex}@example.com>"
    )


MAKERS: dict[str, Callable[[], models.Model]] = {
    "accounts.Breach": lambda: Breach(noticed_at=NOW),
    "accounts.Erasure": lambda: Erasure(by="client", asked_at=NOW, due_at=NOW),
    "accounts.Grievance": lambda: Grievance(
        request_key=uuid4(), email="asha@example.com", sent_at=NOW, due_on=NOW.date()
    ),
    "accounts.Client": lambda: Client(name="Asha"),
    "accounts.LedgerKey": lambda: LedgerKey(pk=uuid4().int % 10**12 + 2),  # 1 is the ledger's own
    "accounts.Practitioner": lambda: Practitioner(name="Dr Arati Bhatt"),
    "articles.Reflection": lambda: Reflection(
        essay=make_essay(slug=uuid4().hex), request_key=uuid4(), sent_at=NOW, state=Reflection.State.SHOWN
    ),
    "bookings.Booking": booking,
    "bookings.BookingEvent": booking_event,
    "bookings.OutsideCalendar": lambda: OutsideCalendar(
        practitioner=make_practitioner(), name="Family", created_at=NOW
    ),
    "bookings.Guardian": guardian,
    "bookings.WaitingEntry": waiting_entry,
    "practice.ContactMessage": lambda: ContactMessage(request_key=uuid4(), email="asha@example.com"),
    "practice.KeptAnswer": lambda: KeptAnswer(key=uuid4().hex, until=NOW),
    "practice.OutgoingMessage": outgoing,
    "worksheets.Answer": answer,
    "worksheets.Assignment": assignment,
    "worksheets.MeasureCopy": measure_copy,
    "worksheets.MeasurePlan": measure_plan,
    "worksheets.MeasureRound": measure_round,
    "worksheets.Snapshot": snapshot,
}


def fields_of(label: str) -> list[EncryptedTextField]:
    """Return the encrypted fields of one model."""
    return [field for field in encrypted_fields() if field.model._meta.label == label]


def write_words(label: str, words: str) -> models.Model:
    """Return a stored row of the model with the words in every encrypted field of it."""
    row = MAKERS[label]()
    for field in fields_of(label):
        setattr(row, field.name, {"words": words} if isinstance(field, EncryptedJSONField) else words)
    row.save()
    return row


def write_other(label: str) -> models.Model:
    """Return another stored row of the model, with other words."""
    return write_words(label, "Something else.")


def read_words(row: models.Model, field: EncryptedTextField) -> str:
    """Return the words that one field of a stored row holds."""
    value = getattr(type(row)._base_manager.get(pk=row.pk), field.name)
    return str(value["words"] if isinstance(value, dict) else value)
