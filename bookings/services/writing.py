"""The one place where the row of a booking is written, whichever way it comes about.

A row is said in three parts: the terms, the person, and what is the row's own. The first two have no defaults, so no
way of writing can leave one of their columns out, and a move keeps both as they were agreed.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from accounts.models import Client, Practitioner, User
from accounts.reach import wishes_of
from bookings import consent
from bookings.errors import GuardianMissingError
from bookings.models import Booking, SessionType
from bookings.scheduling.lifecycle import Act
from bookings.services.codes import hash_token, manage_token
from bookings.services.recording import By, record
from practice.models import PolicyText


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a row; its fields are columns, by their names."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the columns that it says."""
        return tuple(each.name for each in fields(cls))

    @classmethod
    def agreed_in(cls, booking: Booking) -> Self:
        """Return the part as a booking has it."""
        return cls(**{name: getattr(booking, name) for name in cls.names()})

    def columns(self) -> dict[str, Any]:
        """Return what it says, by column."""
        return {name: getattr(self, name) for name in self.names()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Part):
    """What kind of session it is, and what was agreed about it; a text is None where nobody was asked to agree."""

    practitioner: Practitioner
    session_type: SessionType
    length_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    fee_rupees: int | None
    cancellation_hours: int
    cancellation_policy: PolicyText | None
    notice_text: PolicyText | None
    confidentiality_text: PolicyText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Part):
    """Whom it is for, and how that person is reached; `client` is None until an address is proved."""

    client: Client | None
    name: str
    email: str
    client_zone: str
    note: str
    is_minor: bool
    guardian_word: str
    reach: str
    phone: str
    safe_hours: str
    voicemail: bool

    def at(self, zone_name: str) -> Self:
        """Return the same person by the clock of another zone; "" for the same one."""
        return replace(self, client_zone=zone_name) if zone_name else self


def person_as_known(booking: Booking) -> Person:
    """Return whom a booking is for, her age by what is known now: a copy of her words would say it anew."""
    person = Person.agreed_in(booking)
    return replace(person, is_minor=consent.is_under_age(person.client)) if person.client else person


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Part):
    """What is a row's own: where it begins, when it is, and how it came to be. Times are in UTC."""

    status: Booking.Status
    mode: str
    starts_at: datetime
    hold_until: datetime | None
    blocks: bool = True
    session_id: UUID = field(default_factory=uuid4)
    series: UUID | None = None
    replaces: Booking | None = None
    video_link: str = ""
    request_key: UUID = field(default_factory=uuid4)
    request_digest: str = ""
    browser_key: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstEvent:
    """How the history of a row begins."""

    act: Act | str
    by: By
    user: User | None = None
    reason_code: str = ""
    note: str = ""


def terms_of_today(
    session_type: SessionType,
    practitioner: Practitioner,
    *,
    cancellation_policy: PolicyText | None,
    notice_text: PolicyText | None,
    confidentiality_text: PolicyText | None,
) -> Terms:
    """Return the terms on which a session of this type is arranged now, with the versions of the texts that hold."""
    return Terms(
        practitioner=practitioner,
        session_type=session_type,
        length_minutes=session_type.length_minutes,
        buffer_before_minutes=session_type.buffer_before_minutes,
        buffer_after_minutes=session_type.buffer_after_minutes,
        fee_rupees=session_type.fee_rupees,
        cancellation_hours=practitioner.cancellation_hours,
        cancellation_policy=cancellation_policy,
        notice_text=notice_text,
        confidentiality_text=confidentiality_text,
    )


def person_of(client: Client, *, zone: str) -> Person:
    """Return a client as the practice knows her, for a row that she did not ask for by a form; `zone` is its name."""
    return Person(
        client=client,
        name=client.name,
        email=client.user.email if client.user else "",
        client_zone=zone,
        note="",
        is_minor=consent.is_under_age(client),
        guardian_word="",
        **wishes_of(client).columns(),
    )


def _require_consent(person: Person) -> None:
    """Refuse what begins as agreed where consent is missing: `move_on` sees only what is agreed later."""
    is_under_age = person.is_minor or (person.client is not None and consent.is_under_age(person.client))
    if is_under_age and not consent.consent_stands(person.client):
        raise GuardianMissingError


def write_row(terms: Terms, person: Person, row: Row, first: FirstEvent, now: datetime) -> Booking:
    """Store one booking with the hash of its manage link and its first event; to be called under the lock.

    Raises:
        GuardianMissingError: it would be agreed for somebody under 18 without the consent of a parent or guardian.
    """
    if row.status == Booking.Status.CONFIRMED:
        _require_consent(person)
    booking = Booking(
        **terms.columns(),
        **person.columns(),
        **row.columns(),
        uuid=uuid4(),
        ends_at=row.starts_at + timedelta(minutes=terms.length_minutes),
        created_at=now,
    )
    booking.manage_token_hash = hash_token(manage_token(booking))
    booking.save()
    record(booking, first.act, by=first.by, now=now, user=first.user, reason_code=first.reason_code, note=first.note)
    return booking
