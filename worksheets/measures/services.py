"""Every write of the therapist about questionnaires, and the saving of what a client answers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import Client
from practice.crypto import sealed
from worksheets.measures.access import MeasureSheet
from worksheets.measures.messages import tell_of
from worksheets.measures.models import Measure, MeasurePlan, MeasureRound, MeasureVersion
from worksheets.measures.scoring import Questionnaire, to_data
from worksheets.services import Saved


class NotADraftError(Exception):
    """It was opened to clients, or dropped, in the meantime: what is open is never changed."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A questionnaire as the therapist entered it; `questionnaire` is what its `text` came to."""

    title: str
    intro: str
    text: str
    source: str
    permission: str
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class RoundConflict:
    """Nothing was stored: it was changed elsewhere since the page was made, and `stored` is how it stands."""

    stored: MeasureRound


def keep_draft(*, entered: Entered, measure: Measure | None, now: datetime) -> MeasureVersion:
    """Store a questionnaire as a draft: a new one, the first or next wording of `measure`, or over its draft.

    The title of a questionnaire that is open to clients stays: another title is another questionnaire.
    """
    asked = {
        "intro": entered.intro,
        "text": entered.text,
        "definition": to_data(entered.questionnaire),
        "source": entered.source,
        "permission": entered.permission,
    }
    with transaction.atomic():
        if measure is None:
            fresh = Measure.objects.create(title=entered.title, created_at=now)
            return MeasureVersion.objects.create(measure=fresh, number=1, created_at=now, **asked)
        locked = Measure.objects.select_for_update().get(pk=measure.pk)
        if not locked.versions.opened().exists():
            locked.title = entered.title
            locked.save(update_fields=["title"])
        newest = locked.versions.aggregate(number=Max("number"))["number"]
        version, _created = MeasureVersion.objects.update_or_create(
            measure=locked, opened_at=None, defaults=asked, create_defaults={**asked, "number": newest + 1}
        )
        return version


def open_to_clients(*, version: MeasureVersion, now: datetime) -> None:
    """Open a draft: whoever begins from now on is asked this wording; what was begun stays as it was.

    Raises:
        NotADraftError: it is open already, or gone.
    """
    if not MeasureVersion.objects.filter(pk=version.pk, opened_at=None).update(opened_at=now):
        raise NotADraftError


def drop_draft(*, version: MeasureVersion) -> bool:
    """Let go of a draft, and of a questionnaire that has no other wording. False where it was open or gone."""
    with transaction.atomic():
        deleted, _each = MeasureVersion.objects.filter(pk=version.pk, opened_at=None).delete()
        if deleted and not version.measure.versions.exists():
            version.measure.delete()
    return bool(deleted)


def give(
    *,
    client: Client,
    measure: Measure,
    every: str,
    first_on: date,
    last_on: date | None,
    note: str,
    now: datetime,
    tells: bool,
) -> MeasurePlan:
    """Give a questionnaire to a client, once or on a schedule. With `tells` a neutral message goes out at each asking
    whose day is known now.
    """
    with transaction.atomic():
        plan = MeasurePlan.objects.create(
            client=client, measure=measure, every=every, first_on=first_on, last_on=last_on, note=note, created_at=now
        )
        if tells:
            tell_of(plan, now)
    return plan


def end_plan(*, plan: MeasurePlan, now: datetime) -> bool:
    """End a schedule: nothing is asked any more, what was begun stays. False where it was ended before."""
    return bool(MeasurePlan.objects.filter(pk=plan.pk, ended_at=None).update(ended_at=now))


def save_round(*, sheet: MeasureSheet, body: dict[str, Any], revision: int, now: datetime) -> Saved | RoundConflict:
    """Store `body` over the given `revision`, and over no other: nothing is overwritten that was not seen.

    An asking is begun with its first answer: an empty page leaves no trace. One conditional update decides between
    two tabs or devices; the same answers sent again are Saved without writing.
    """
    if sheet.round is None and not body:
        return Saved(0, now)
    begun = sheet.round or start_round(sheet, now)
    changed = MeasureRound.objects.filter(pk=begun.pk, revision=revision).update(
        body=sealed(begun, "body", body), revision=revision + 1, saved_at=now
    )
    if changed:
        return Saved(revision + 1, now)
    stored = MeasureRound.objects.select_related("version").get(pk=begun.pk)
    if stored.body == body:
        return Saved(stored.revision, stored.saved_at)
    return RoundConflict(stored)


def start_round(sheet: MeasureSheet, now: datetime) -> MeasureRound:
    """Return the round of an asking, begun at `now` unless it was before."""
    pinned = {"client": sheet.client, "version": sheet.version, "started_at": now, "saved_at": now}
    begun, _created = MeasureRound.objects.get_or_create(plan=sheet.plan, asked_on=sheet.asked_on, defaults=pinned)
    return begun
