"""What the lists of a client's questionnaires show."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.models import Client
from worksheets.measures.access import own_copies, own_rounds
from worksheets.measures.asking import Asking, askings_of
from worksheets.measures.models import MeasureCopy, MeasurePlan
from worksheets.selectors import say_when, zone_of


@dataclass(frozen=True, slots=True)
class Begun:
    """One asking that the client began, which is not open at present."""

    plan: MeasurePlan
    asked_on: date
    saved_on: date


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy as its client sees it; each moment in words, empty where it has not come."""

    reference: UUID
    title: str
    shared: str
    withdrawn: str
    opened: str
    read: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A client's questionnaires. `plans` has one of each questionnaire that she ever began."""

    asked: list[Asking]
    begun: list[Begun]
    copies: list[CopyLine]
    plans: list[MeasurePlan]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.asked or self.begun)


def shelf_of(client: Client, now: datetime) -> Shelf:
    """Return what a client is asked at present, began and shared; what she answered is not fetched."""
    asked = askings_of(client, now)
    open_now = {(each.plan.pk, each.asked_on) for each in asked}
    rounds = list(own_rounds(client).defer("body"))
    zone = zone_of(client)
    begun = [
        Begun(each.plan, each.asked_on, each.saved_at.astimezone(zone).date())
        for each in rounds
        if (each.plan_id, each.asked_on) not in open_now
    ]
    plans = {each.plan.measure_id: each.plan for each in rounds}
    copies = [line_of(copy) for copy in own_copies(client).defer("body", "round__body")]
    return Shelf(asked, begun, copies, sorted(plans.values(), key=lambda plan: plan.measure.title))


def line_of(copy: MeasureCopy) -> CopyLine:
    """Return what a client reads of a copy, by her own clock."""
    client = copy.client
    return CopyLine(
        reference=copy.uuid,
        title=copy.title,
        shared=say_when(copy.shared_at, client),
        withdrawn=say_when(copy.withdrawn_at, client),
        opened=say_when(copy.opened_at, client),
        read=say_when(copy.read_at, client),
    )
