"""Joining the waiting list, changing what one waits for, and leaving it.

Somebody unknown proves the address first, by a code, as for a request: until then there is a draft and no place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from accounts.models import Client, User
from accounts.services import find_or_create_user_for
from bookings.errors import BookingError, ListClosedError
from bookings.models import SessionType, WaitingDraft, WaitingEntry, WaitingOffer
from bookings.scheduling.lifecycle import Act
from bookings.scheduling.policy import Asker
from bookings.services.asking import record_consent
from bookings.services.calendar import locked_calendar
from bookings.services.caps import asker_of
from bookings.services.codes import hash_token, put_new_code, try_code, waiting_token, was_sent_just_now
from bookings.services.recording import By, move_on
from bookings.services.settling import end_entry, settle_offer, tell_waiting
from practice import mail
from practice.models import PolicyText

DRAFT_KEPT = timedelta(days=1)
WITH_PLACE = "left_the_list"
WITH_PAUSE = "care_paused"
End = WaitingEntry.End


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody waits for, already checked for shape. `cells` as in `bookings.scheduling.waiting`; none: any."""

    modes: list[str]
    cells: list[str]
    zone_name: str
    notice_text: PolicyText | None = None
    confidentiality_text: PolicyText | None = None
    on_file: frozenset[PolicyText] = frozenset()

    @property
    def agreed_now(self) -> list[PolicyText]:
        """The texts that were agreed to with this; not those `on_file`, which the form did not ask about."""
        texts = (self.notice_text, self.confidentiality_text)
        return [text for text in texts if text is not None and text not in self.on_file]

    def columns(self) -> dict[str, Any]:
        """Return the columns that hold what suits."""
        return {"modes": self.modes, "cells": self.cells, "zone_name": self.zone_name}

    def texts(self) -> dict[str, Any]:
        """Return the columns that hold what was agreed to."""
        return {"notice_text": self.notice_text, "confidentiality_text": self.confidentiality_text}


def join_list(*, session_type: SessionType, client: Client, wishes: Wishes, now: datetime) -> WaitingEntry:
    """Give someone known a place on the list; who has one for this session type keeps it, with the new wishes.

    Locks the calendar. The practice is told of somebody new, whom it has to let in first.

    Raises:
        ListClosedError: the practice keeps no list at present, and this would be a new place.
    """
    with locked_calendar(session_type.practitioner_id, now) as practitioner:
        session_type.practitioner = practitioner
        client.refresh_from_db(fields=["status"])
        return _place(session_type, client, wishes, now)


def ask_to_wait(
    *,
    session_type: SessionType,
    wishes: Wishes,
    name: str,
    email: str,
    request_key: UUID,
    browser_key: str,
    now: datetime,
) -> WaitingDraft:
    """Keep what somebody unknown asked for and mail a code; the answer is the same for every address.

    Locks the calendar. The same `request_key` with the same words returns the draft already made; with other words,
    such as a mended address, a draft in its place, unless its address is proved. An earlier one of the browser ends.

    Raises:
        ListClosedError: the practice keeps no list at present.
    """
    with locked_calendar(session_type.practitioner_id, now) as practitioner:
        made = WaitingDraft.objects.filter(request_key=request_key).first()
        if made and (made.browser_key != browser_key or is_settled(made, wishes, name, email)):
            return made
        if not practitioner.keeps_waiting_list:
            raise ListClosedError
        WaitingDraft.objects.filter(browser_key=browser_key).delete()
        draft = WaitingDraft(
            session_type=session_type,
            name=name,
            email=email,
            request_key=request_key,
            browser_key=browser_key,
            created_at=now,
            **wishes.columns(),
            **wishes.texts(),
        )
        draft.save()
        _send_code(draft, now)
    return draft


def is_settled(draft: WaitingDraft, wishes: Wishes, name: str, email: str) -> bool:
    """Tell whether a form that comes again changes nothing: it says the same, or its address is proved already."""
    said = {"name": name, "email": email, **wishes.columns()}
    return draft.entry_id is not None or all(getattr(draft, column) == value for column, value in said.items())


def prove_waiting(*, draft: WaitingDraft, code: str, now: datetime) -> WaitingEntry:
    """Give a place on the list for the code that was mailed; make the user and the client on the way.

    Locks the calendar. The code works once, for ten minutes and three tries. Sent twice, the second finds the place.

    Raises:
        WaitingDraft.DoesNotExist: another tab has begun anew.
        WrongCodeError, CodeExpiredError: the code does not open it; a wrong try is counted.
        ListClosedError: the practice has closed the list meanwhile.
    """
    refusal: BookingError | None = None
    with locked_calendar(draft.session_type.practitioner_id, now):
        current = WaitingDraft.objects.select_related("session_type", "entry").get(pk=draft.pk)
        if current.entry is not None:
            return current.entry
        refusal = try_code(current, code, now)
        if refusal is None:
            return _prove(current, now)
    raise refusal


def send_new_waiting_code(*, draft: WaitingDraft, now: datetime) -> None:
    """Mail a fresh code; within half a minute of the last one, and once the address is proved, nothing is sent."""
    with locked_calendar(draft.session_type.practitioner_id, now):
        current = WaitingDraft.objects.filter(pk=draft.pk, entry=None).first()
        if current is not None and not was_sent_just_now(current, now):
            _send_code(current, now)


def change_wishes(*, entry: WaitingEntry, wishes: Wishes, now: datetime) -> WaitingEntry:
    """Note what suits from now on; the place stays. It also says that one still waits. An open offer stays."""
    with locked_calendar(entry.practitioner_id, now):
        current = WaitingEntry.objects.get(pk=entry.pk)
        if current.ended_at is None:
            _change(current, wishes)
    return current


def keep_waiting(*, entry: WaitingEntry, now: datetime) -> WaitingEntry:
    """Say that one still waits: times are offered again, from the same place. Locks the calendar."""
    with locked_calendar(entry.practitioner_id, now):
        current = WaitingEntry.objects.get(pk=entry.pk)
        if current.ended_at is None:
            current.rests_since, current.passed = None, 0
            current.save(update_fields=["rests_since", "passed"])
    return current


def leave_list(*, entry: WaitingEntry, by: User | None, now: datetime) -> WaitingEntry:
    """Give up a place; a time that is held for it is free at once. A place that has ended stays as it ended."""
    with locked_calendar(entry.practitioner_id, now):
        current = WaitingEntry.objects.get(pk=entry.pk)
        if current.ended_at is None:
            give_up(current, End.LEFT, by=By.CLIENT, user=by, now=now)
    return current


def give_up(entry: WaitingEntry, end: WaitingEntry.End, *, by: By, user: User | None, now: datetime) -> None:
    """End a place under the calendar's lock, and give back the time that is held for it.

    Whoever holds a time that the practice takes back is told.
    """
    end_entry(entry, end, now)
    _take_back(entry, WITH_PLACE, by=by, user=user, now=now)


def _take_back(entry: WaitingEntry, code: str, *, by: By, user: User | None, now: datetime) -> None:
    """Free the time that is held for a place, and note why; whoever holds it is told, whether or not the place ends."""
    for offer in entry.offers.filter(outcome=WaitingOffer.Outcome.OPEN).select_related("booking"):
        booking = offer.booking
        is_held = booking.hold_until is not None and booking.hold_until > now
        if by is By.PRACTICE and is_held:
            tell_waiting(entry, "waiting_taken_back", now)
        move_on(booking, Act.REFUSE, by=by, user=user, now=now, reason_code=code, blocks=False, hold_until=None)
        is_own = by is By.CLIENT
        settle_offer(booking, WaitingOffer.Outcome.REFUSED if is_own else WaitingOffer.Outcome.TAKEN_BACK, now)


def end_places_with_care(*, client: Client, now: datetime, **_about: Any) -> None:
    """End every place of a client whose care has ended, who may join again; of one in a pause take back the offers.

    In a pause the place stays, and the list offers nothing until she is in care again.
    To be called in the transaction of the change, with the calendars locked.
    """
    if client.status == Client.Status.ENDED:
        for entry in WaitingEntry.objects.live().filter(client=client):
            give_up(entry, End.CARE_ENDED, by=By.PRACTICE, user=None, now=now)
    if client.status == Client.Status.PAUSED:
        for entry in WaitingEntry.objects.live().filter(client=client):
            _take_back(entry, WITH_PAUSE, by=By.PRACTICE, user=None, now=now)


def _send_code(draft: WaitingDraft, now: datetime) -> None:
    code = put_new_code(draft, now)
    mail.queue(kind="waiting_code", cause=f"waiting-draft:{draft.uuid}", due_at=now, body={"code": code})


def _prove(draft: WaitingDraft, now: datetime) -> WaitingEntry:
    user = find_or_create_user_for(draft.email)
    client, _new = Client.objects.get_or_create(
        user=user, defaults={"name": draft.name, "zone_name": draft.zone_name, "created_at": now}
    )
    wishes = Wishes(
        modes=draft.modes,
        cells=draft.cells,
        zone_name=draft.zone_name,
        notice_text=draft.notice_text,
        confidentiality_text=draft.confidentiality_text,
    )
    draft.entry = _place(draft.session_type, client, wishes, now)
    draft.code_hash = ""
    draft.save(update_fields=["entry", "code_hash"])
    return draft.entry


def _place(session_type: SessionType, client: Client, wishes: Wishes, now: datetime) -> WaitingEntry:
    live = WaitingEntry.objects.live().filter(client=client, session_type=session_type).first()
    if live is not None:
        _change(live, wishes)
        return live
    if not session_type.practitioner.keeps_waiting_list:
        raise ListClosedError
    uuid = uuid4()
    entry = WaitingEntry.objects.create(
        uuid=uuid,
        practitioner_id=session_type.practitioner_id,
        client=client,
        session_type=session_type,
        created_at=now,
        token_hash=hash_token(waiting_token(uuid)),
        **wishes.columns(),
        **wishes.texts(),
    )
    record_consent(client, wishes.agreed_now, now)
    tell_waiting(entry, "waiting_joined", now)
    if asker_of(client) is Asker.STRANGER:
        tell_waiting(entry, "waiting_new", now)
    return entry


def _change(entry: WaitingEntry, wishes: Wishes) -> None:
    for name, value in wishes.columns().items():
        setattr(entry, name, value)
    entry.rests_since, entry.passed = None, 0
    entry.save(update_fields=["modes", "cells", "zone_name", "rests_since", "passed"])
