"""What a client is asked at present: her schedules, read by her own clock and by the sessions in the calendar."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Client
from bookings.selectors import last_session_of, next_session_of
from practice.crypto import SealedError
from worksheets.access import may_write
from worksheets.measures import rhythm
from worksheets.measures.models import MeasurePlan, MeasureRound, MeasureVersion
from worksheets.measures.rhythm import Rhythm, Sessions
from worksheets.selectors import zone_of


@dataclass(frozen=True, slots=True)
class Asking:
    """One asking that is open. `until` is the last day that is known; `round` comes without what was answered."""

    plan: MeasurePlan
    asked_on: date
    until: date | None
    round: MeasureRound | None

    @property
    def note(self) -> str:
        """The therapist's word about it; empty where its key is missing: what is asked can be answered all the same."""
        try:
            return str(self.plan.note)
        except SealedError:
            return ""


def plans_of(client: Client, now: datetime) -> QuerySet[MeasurePlan]:
    """Return a client's schedules, each with when her last session began and her next will; the newest first."""
    sessions = {"last_session": last_session_of("client", now), "next_session": next_session_of("client", now)}
    return MeasurePlan.objects.filter(client=client).select_related("measure").annotate(**sessions)


def rhythm_of(plan: MeasurePlan) -> rhythm.Plan:
    """Return a schedule as the core wants it."""
    return rhythm.Plan(Rhythm(plan.every), plan.first_on, plan.last_on)


def sessions_by(plan: MeasurePlan, zone: ZoneInfo) -> Sessions:
    """Return the days of the sessions that came with a schedule from `plans_of`."""

    def day(name: str) -> date | None:
        start: datetime | None = getattr(plan, name)
        return start.astimezone(zone).date() if start else None

    return Sessions(day("last_session"), day("next_session"))


def open_day(plan: MeasurePlan, client: Client, now: datetime) -> date | None:
    """Return the day by which the asking of a schedule is known that is open now; None where nothing is asked."""
    if plan.ended_at is not None or not may_write(client):
        return None
    zone = zone_of(client)
    return rhythm.asked_on(rhythm_of(plan), now.astimezone(zone).date(), sessions_by(plan, zone))


def open_version(plan: MeasurePlan) -> MeasureVersion | None:
    """Return the wording that is asked from now on; None where none is open."""
    return MeasureVersion.objects.opened().filter(measure=plan.measure_id).order_by("-number").first()


def askings_of(client: Client, now: datetime) -> list[Asking]:
    """Return what the client is asked at present, what closes soonest first; nothing out of care. Two queries."""
    begun = MeasureRound.objects.filter(client=client).defer("body")
    rounds = {(each.plan_id, each.asked_on): each for each in begun}
    zone = zone_of(client)
    is_ready = Exists(MeasureVersion.objects.opened().filter(measure=OuterRef("measure")))
    found = []
    for plan in plans_of(client, now).filter(is_ready, ended_at=None):
        asked = open_day(plan, client, now)
        if asked is not None:
            until = rhythm.open_until(rhythm_of(plan), asked, sessions_by(plan, zone))
            found.append(Asking(plan, asked, until, rounds.get((plan.pk, asked))))
    return sorted(found, key=lambda each: each.until or date.max)
