"""What a client writes, what she is given, and a version that follows another; drafts, copies and measures have writes
of their own (`drafts.py`, `sharing.py`, `measures/services.py`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import Client
from practice.crypto import sealed
from worksheets.given import tell_of
from worksheets.models import Answer, Assignment, Version, Worksheet


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written is stored."""

    revision: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was written: the answer has been saved elsewhere since, with other words. `stored` is how it stands."""

    stored: Answer


def start_answer(*, client: Client, version: Version, now: datetime) -> Answer:
    """Return the client's open answer on this version, begun at `now` unless it was before. Revision 0 is empty."""
    answer, _created = Answer.objects.get_or_create(
        client=client, version=version, put_aside_at=None, defaults={"started_at": now, "saved_at": now}
    )
    return answer


def save_answer(*, answer: Answer, body: dict[str, Any], revision: int, now: datetime) -> Saved | Conflict:
    """Store `body` over the given `revision`, and over no other: nothing is overwritten that was not seen.

    One conditional update decides between two tabs or devices. The same words sent again, because an answer from
    here was lost on its way, are Saved without writing. What is put aside is not written.
    """
    changed = Answer.objects.filter(pk=answer.pk, revision=revision, put_aside_at=None).update(
        body=sealed(answer, "body", body), revision=revision + 1, saved_at=now
    )
    if changed:
        return Saved(revision + 1, now)
    stored = Answer.objects.select_related("version").get(pk=answer.pk)
    if stored.body == body:
        return Saved(stored.revision, stored.saved_at)
    return Conflict(stored)


def give_worksheet(*, assignment: Assignment, now: datetime, tells: bool) -> None:
    """Store a new assignment. With `tells` the client gets a message that something new waits."""
    with transaction.atomic():
        assignment.save(force_insert=True)
        if tells:
            tell_of(assignment, now)


def put_aside(*, answer: Answer, revision: int, now: datetime) -> bool:
    """Put a sheet with the earlier ones, so that a fresh one can be begun.

    False, and nothing is done, where it is empty, put aside already, or not as it stood at `revision`, which the client
    has seen.
    """
    still = Answer.objects.filter(pk=answer.pk, revision=revision, put_aside_at=None).exclude(body="")
    return bool(still.update(put_aside_at=now))


def take_up_again(*, answer: Answer, now: datetime) -> None:
    """Open a sheet that was put aside; the one that is open at present takes its place among the earlier ones.

    Locks the client's row: two presses at once leave one sheet open.
    """
    with transaction.atomic():
        Client.objects.select_for_update(of=("self",)).get(pk=answer.client_id)
        rest = Answer.objects.filter(client=answer.client_id, version__worksheet=answer.version.worksheet_id)
        rest.filter(put_aside_at=None).exclude(pk=answer.pk).update(put_aside_at=now)
        Answer.objects.filter(pk=answer.pk).update(put_aside_at=None)


def copy_version(*, version: Version, now: datetime) -> Version:
    """Return a draft that asks what this one asks, to be changed, or the draft there is already; one at a time."""
    with transaction.atomic():
        Worksheet.objects.select_for_update().get(pk=version.worksheet_id)
        if draft := Version.objects.filter(worksheet=version.worksheet, is_draft=True).first():
            return draft
        newest = Version.objects.filter(worksheet=version.worksheet).aggregate(number=Max("number"))["number"]
        return Version.objects.create(
            worksheet=version.worksheet,
            number=newest + 1,
            intro=version.intro,
            outro=version.outro,
            minutes=version.minutes,
            prompts=version.prompts,
            is_draft=True,
            created_at=now,
        )


def mark_reviewed(*, version: Version, by: str, on: date) -> None:
    """Note that the therapist read a version and stands by it, however many have started it."""
    version.reviewed_by, version.reviewed_on = by, on
    version.save(update_fields=["reviewed_by", "reviewed_on"])
