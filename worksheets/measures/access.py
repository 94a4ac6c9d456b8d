"""Who may open which questionnaire. Everything private about them is fetched here.

A client in care opens what she is asked at present and what she began; paused or ended, she reads what she began. Of
what she answered the therapist has the copies that were shared and not taken back. Everything else is a 404, the same
whether it exists or not.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Client
from worksheets.access import may_write
from worksheets.kinds import Choices, Option
from worksheets.measures.asking import open_day, open_version, plans_of
from worksheets.measures.models import MeasureCopy, MeasurePlan, MeasureRound, MeasureVersion
from worksheets.measures.scoring import Questionnaire, from_data


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """One asking as its client may open it: in the wording that she began, or the newest; `round` once she began."""

    client: Client
    plan: MeasurePlan
    asked_on: date
    version: MeasureVersion
    round: MeasureRound | None

    @property
    def is_writable(self) -> bool:
        """Whether the client may answer it at present."""
        return may_write(self.client)

    @property
    def questionnaire(self) -> Questionnaire:
        """What it asks and how it counts."""
        return from_data(self.version.definition)

    @property
    def revision(self) -> int:
        """How often it was saved."""
        return self.round.revision if self.round else 0

    @property
    def body(self) -> dict[str, str]:
        """What was answered: the place of each answer that was taken, by the name of its question."""
        return self.round.body if self.round else {}


def prompts_of(questionnaire: Questionnaire) -> tuple[Choices, ...]:
    """Return the questions of a questionnaire as prompts; an answer's value is its place, from 0."""
    return tuple(
        Choices(
            id=f"q{item.number}",
            label=f"{item.number}. {item.text}",
            options=tuple(Option(str(place), option.label) for place, option in enumerate(item.options)),
        )
        for item in questionnaire.items
    )


def chosen_of(body: dict[str, str]) -> dict[int, int]:
    """Return stored answers as the core wants them."""
    answers = ((re.fullmatch(r"q([0-9]+)", name), place) for name, place in body.items())
    return {int(name[1]): int(place) for name, place in answers if name and place.isdecimal()}


def get_measure_sheet(client: Client, reference: UUID, day: str, now: datetime) -> MeasureSheet:
    """Return an asking for the client.

    Raises:
        Http404: there is none, or it is not hers, or it is not open; they cannot be told apart.
    """
    plan, asked = plans_of(client, now).filter(uuid=reference).first(), day_of(day)
    if plan is None or asked is None:
        raise Http404
    begun = MeasureRound.objects.filter(plan=plan, asked_on=asked).select_related("version").first()
    if begun is not None:
        return MeasureSheet(client, plan, asked, begun.version, begun)
    version = open_version(plan)
    if version is None or open_day(plan, client, now) != asked:
        raise Http404
    return MeasureSheet(client, plan, asked, version, None)


def day_of(text: str) -> date | None:
    """Return the day of an address, such as 2026-11-23; None where it is none, or written otherwise."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def get_plan(client: Client, reference: UUID) -> MeasurePlan:
    """Return one of the client's schedules.

    Raises:
        Http404: there is none, or it is not hers.
    """
    plan = MeasurePlan.objects.filter(client=client, uuid=reference).select_related("measure").first()
    if plan is None:
        raise Http404
    return plan


def own_rounds(client: Client) -> QuerySet[MeasureRound]:
    """Return what the client began, the newest first."""
    return MeasureRound.objects.filter(client=client).select_related("version", "plan__measure")


def own_copies(client: Client) -> QuerySet[MeasureCopy]:
    """Return every copy that the client ever shared, the newest first."""
    return MeasureCopy.objects.filter(client=client).select_related("client", "round__version", "round__plan__measure")


def get_own_copy(client: Client, reference: UUID) -> MeasureCopy:
    """Return one of the client's own copies, taken back or not.

    Raises:
        Http404: there is none, or it is not hers.
    """
    return found(own_copies(client), reference)


def shared_copies() -> QuerySet[MeasureCopy]:
    """Return what the therapist may open, the newest first. The round's own answers are not fetched."""
    joined = MeasureCopy.objects.live().select_related("client__user", "round__version", "round__plan__measure")
    return joined.defer("round__body", "client__safe_hours")


def get_shared_copy(reference: UUID) -> MeasureCopy:
    """Return a copy for the therapist.

    Raises:
        Http404: there is none, or it was taken back.
    """
    return found(shared_copies(), reference)


def found(copies: QuerySet[MeasureCopy], reference: UUID) -> MeasureCopy:
    """Return one of these copies."""
    copy = copies.filter(uuid=reference).first()
    if copy is None:
        raise Http404
    return copy
