"""A person of whom something is held in every table that can hold anything, each text with a word of its own."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from accounts import ledger
from accounts.models import Client, Consent, Grievance, PhoneEntry, SignIn
from accounts.rights.holdings import Person, person_of
from accounts.services import find_or_create_user_for
from bookings.models import (
    Booking,
    BookingEvent,
    Guardian,
    SessionType,
    StandingDate,
    StandingTime,
    WaitingDraft,
    WaitingEntry,
    WaitingOffer,
)
from practice import mail
from practice.models import ContactMessage
from tests.encrypted_rows import make_version
from tests.factories import MONDAY, NOW, make_booking, make_client, make_policy
from tests.worksheets.measures.acts import make_measure
from worksheets.models import Answer, Assignment, MeasureCopy, MeasurePlan, MeasureRound, MeasureTotals, Snapshot

WEEK = timedelta(weeks=1)


def hold_everything(session_type: SessionType, name: str, *, weeks: int = 0) -> Person:
    """Return a person with rows in every table; `name` is a part of every text of hers. Weeks keep two people apart."""
    email = f"{name.lower()}@example.com"
    user = find_or_create_user_for(email)
    words = f"canary-{name}"
    client = make_client(words, user=user, phone=f"+9198765{len(name):05}{weeks}", reach="call", safe_hours=words)
    policy = make_policy(slug=f"notice-{name.lower()}")
    Consent.objects.create(client=client, policy_text=policy, given_at=NOW)
    with transaction.atomic():
        ledger.write(client=client, at=NOW, by=user, act="status", thing=words)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    PhoneEntry.objects.create(client=client, pin_hash=f"pin-{name}", link_hash=f"link-{name}", pin_until=NOW)
    SignIn.objects.create(user=user, session_key=f"key-{name}", browser="Firefox", began_at=NOW, used_at=NOW)
    hold_sessions(session_type, client, email, words, MONDAY + weeks * WEEK)
    hold_waiting(session_type, client, email, words, MONDAY + weeks * WEEK)
    hold_worksheets(client, words)
    hold_measures(client, words)
    Grievance.objects.create(
        client=client, email=email, body=words, answer=words, request_key=uuid4(), sent_at=NOW, due_on=NOW.date()
    )
    message = ContactMessage.objects.create(request_key=uuid4(), name=words, email=email, body=words, sent_at=NOW)
    mail.queue(kind="contact_message", cause=f"contact:{message.uuid}", due_at=NOW)
    mail.queue(kind="care_ended", cause=f"client:{client.pk}", due_at=NOW)
    mail.queue(kind="account", cause=f"account:{uuid4().hex}", due_at=NOW, body={"to": email, "text": words})
    about = ContentType.objects.get_for_model(Client)
    LogEntry.objects.create(
        user=user,
        content_type=about,
        object_id=str(client.pk),
        object_repr=words,
        action_flag=CHANGE,
        change_message=words,
    )
    return person_of(client=client)


def hold_sessions(session_type: SessionType, client: Client, email: str, words: str, start: Any) -> None:
    """Give a client a session to come, a past one, a request, a guardian and a standing time."""
    mine = {"client": client, "name": words, "email": email, "note": words, "safe_hours": words, "video_link": words}
    agreed = make_booking(session_type, starts_at=start, **mine)
    make_booking(session_type, starts_at=start - 52 * WEEK, status="completed", **mine)
    asked = make_booking(session_type, starts_at=start + timedelta(hours=3), status="requested", **mine)
    make_booking(
        session_type, starts_at=start + timedelta(hours=5), status="draft", **{**mine, "client": None, "video_link": ""}
    )
    BookingEvent.objects.create(
        booking=agreed, at=NOW, by="client", by_user=client.user, act="request", to_status="requested", note=words
    )
    mail.queue(kind="booking_reminder", cause=f"booking:{agreed.uuid}", due_at=start - timedelta(days=1))
    Guardian.objects.create(
        client=client, booking=asked, name=words, relation=words, contact=words, how="link", asked_at=NOW,
        token_hash=uuid4().hex,
    )  # fmt: skip
    standing = StandingTime.objects.create(
        practitioner=session_type.practitioner, client=client, session_type=session_type, mode="video",
        first_date=start.date(), starts=start.time(), filled_to=start.date(), created_at=NOW,
    )  # fmt: skip
    StandingDate.objects.create(standing_time=standing, date=start.date(), booking=agreed)


def hold_waiting(session_type: SessionType, client: Client, email: str, words: str, start: Any) -> None:
    """Give a client a place on the waiting list with an offer, and a join that is not proved."""
    entry = WaitingEntry.objects.create(
        practitioner=session_type.practitioner, session_type=session_type, client=client, created_at=NOW,
        zone_name="Asia/Kolkata", token_hash=uuid4().hex, urgent_reason=words, is_urgent=True,
    )  # fmt: skip
    own = {"client": client, "name": words, "email": email}
    held = make_booking(session_type, starts_at=start + timedelta(hours=7), status="proposed", **own)
    WaitingOffer.objects.create(entry=entry, booking=held, starts_at=held.starts_at, made_at=NOW)
    WaitingDraft.objects.create(
        session_type=session_type, name=words, email=email, request_key=uuid4(), browser_key=uuid4().hex,
        created_at=NOW, zone_name="Asia/Kolkata",
    )  # fmt: skip


def hold_worksheets(client: Client, words: str) -> None:
    """Give a client a worksheet, an answer and a shared copy of it."""
    body: Any = {"words": words}
    version = make_version(f"sheet-{uuid4().hex[:8]}")
    Assignment.objects.create(client=client, worksheet=version.worksheet, note=words, due_on=date(2026, 12, 1))
    answer = Answer.objects.create(client=client, version=version, body=body)
    copy = Snapshot(client=client, answer=answer, body=body, reply=words, opened_at=NOW, read_at=NOW, replied_at=NOW)
    copy.save()
    mail.queue(kind="something_shared", cause=f"copy:{copy.pk}", due_at=NOW)


def hold_measures(client: Client, words: str) -> None:
    """Give a client a questionnaire, an answer to it and a shared copy of it."""
    version = make_measure(title="Questions", opened_at=NOW)
    plan = MeasurePlan.objects.create(
        client=client, measure=version.measure, every="once", first_on=NOW.date(), note=words
    )
    body: Any = {"words": words}
    begun = MeasureRound.objects.create(client=client, plan=plan, version=version, asked_on=NOW.date(), body=body)
    MeasureCopy.objects.create(client=client, round=begun, body=body)
    MeasureTotals.objects.create(client=client, measure=version.measure, side="client")


def rows_that_refer_to(row: models.Model, seen: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return label and key of every row that refers to a row, and of those that refer to them, without the registry."""
    for relation in row._meta.related_objects:
        for other in relation.related_model._base_manager.filter(**{relation.field.name: row}):
            key = (other._meta.label, str(other.pk))
            if key not in seen:
                seen.add(key)
                rows_that_refer_to(other, seen)
    return seen


__all__ = ["Booking", "hold_everything", "rows_that_refer_to"]
