"""The messages about questionnaires: neutral ones, in the words that worksheets have too."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from practice import mail
from practice.mail import Mail, causes
from practice.mail.causes import About
from practice.mail.quiet import Recipient
from practice.models import OutgoingMessage
from worksheets.given import about_clients, keys_in, write_news
from worksheets.measures.models import MeasureCopy, MeasurePlan
from worksheets.measures.rhythm import STEPS, Rhythm
from worksheets.selectors import zone_of
from worksheets.sharing_mail import rest_of_therapist, write_to_therapist

GIVEN, SHARED = "measure_given", "measure_shared"
HOUR = time(9)  # in the morning, by the client's clock


def register_kinds() -> None:
    """Tell the outgoing messages how they are written, and that they can wait for the morning."""
    mail.register(GIVEN, render_given, _("A questionnaire waits in a client's space"), rest=rest_of_client)
    mail.register(SHARED, render_shared, _("A client shared a questionnaire with you"), rest=rest_of_therapist)
    causes.register("measure_plan", of_plans)
    causes.register("measure_copy", of_copies)


def tell_of(plan: MeasurePlan, now: datetime) -> None:
    """Queue a message for each asking whose day is known, in the transaction that stores the schedule.

    Before sessions it is told once: later askings have no day yet, and the sessions have reminders of their own.
    """
    zone = zone_of(plan.client)
    for day in days_told(plan):
        due = datetime.combine(day, HOUR, zone)
        mail.queue(kind=GIVEN, cause=f"measure_plan:{plan.pk}", due_at=max(due, now))


def days_told(plan: MeasurePlan) -> list[date]:
    """Return the days on which askings begin, as far as they are known."""
    step = STEPS.get(Rhythm(plan.every))
    if step is None or plan.last_on is None:
        return [plan.first_on]
    return [plan.first_on + number * step for number in range((plan.last_on - plan.first_on) // step + 1)]


def tell_therapist(copy: MeasureCopy, now: datetime) -> None:
    """Queue the message to the therapist, in the transaction that stores the copy."""
    mail.queue(kind=SHARED, cause=f"measure_copy:{copy.pk}", due_at=now)


def untell_therapist(copy: MeasureCopy) -> None:
    """Take back the message that has not gone: listed as one not sent, it would tell of a copy that was taken back."""
    mail.unqueue(kind=SHARED, cause=f"measure_copy:{copy.pk}")


def render_given(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write that something new waits; None where the schedule was ended, or care.

    Whether she began already is not asked: the desk lists what became of each message, and would tell it.
    """
    plan = plan_of(message)
    if plan is None or plan.ended_at is not None or plan.client.status != Client.Status.ACTIVE:
        return None
    return write_news(plan.client)


def render_shared(message: OutgoingMessage, now: datetime) -> Mail | None:
    """Write that something new waits at the desk; None where it was taken back or opened meanwhile.

    It is the same letter with and without a mark: what a client answered is nothing for an inbox.
    """
    copy = copy_of(message)
    return None if copy is None or copy.withdrawn_at or copy.opened_at else write_to_therapist()


def rest_of_client(message: OutgoingMessage) -> Recipient | None:
    """Return the client's own clock; None where there is nothing to tell of any more."""
    plan = plan_of(message)
    return Recipient(zone_of(plan.client)) if plan else None


def of_plans(references: Sequence[str]) -> Mapping[str, About]:
    """Say for the desk to whom something was given: never what, and the page is the client's own."""
    return about_clients(MeasurePlan.objects.filter(pk__in=keys_in(references)).select_related("client"))


def of_copies(references: Sequence[str]) -> Mapping[str, About]:
    """Say for the desk whose copy a message is about; nothing of one that was taken back."""
    rows = MeasureCopy.objects.live().filter(pk__in=keys_in(references)).defer("body").select_related("client")
    return {str(row.pk): About(row.client.name, "", reverse("admin:measure_copy", args=[row.uuid])) for row in rows}


def plan_of(message: OutgoingMessage) -> MeasurePlan | None:
    """Return the schedule that a message is about."""
    return MeasurePlan.objects.filter(pk=message.cause.partition(":")[2]).select_related("client__user").first()


def copy_of(message: OutgoingMessage) -> MeasureCopy | None:
    """Return the copy that a message is about."""
    copies = MeasureCopy.objects.filter(pk=message.cause.partition(":")[2]).defer("body")
    return copies.select_related("client__user").first()
