"""What is shown of answers: each question with its answer, and totals only where they were asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Client
from practice.crypto import SealedError
from worksheets.measures.access import chosen_of, own_rounds, prompts_of, shared_copies
from worksheets.measures.course import Course, Total, course_of
from worksheets.measures.models import Measure, MeasureCopy, MeasureRound, MeasureVersion
from worksheets.measures.scoring import Questionnaire, asking, from_data, reached, score, unanswered
from worksheets.reading import Entry, entries


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one round or copy. `score` is None while a question is unanswered."""

    entries: list[Entry]
    unanswered: list[int]
    total: int | None
    band: str
    highest: int
    reached: list[int]
    has_marks: bool

    @property
    def left_out(self) -> str:
        """The numbers of the unanswered questions, in words."""
        return ", ".join(str(number) for number in self.unanswered)


@dataclass(frozen=True, slots=True)
class Totals:
    """A course of totals with its picture; `others` were asked in another wording and cannot be compared."""

    course: Course | None
    points: list[Total]
    others: int

    @property
    def last(self) -> Total | None:
        """The newest total; None where there is none."""
        return self.points[-1] if self.points else None


def answers_of(version: MeasureVersion, body: dict[str, str]) -> Answers:
    """Return answers as something to read."""
    questionnaire, chosen = from_data(version.definition), chosen_of(body)
    came = score(questionnaire, chosen)
    return Answers(
        entries=entries(prompts_of(questionnaire), dict(body)),
        unanswered=unanswered(questionnaire, chosen),
        total=came.total if came else None,
        band=came.band.label if came else "",
        highest=questionnaire.highest,
        reached=reached(questionnaire, chosen),
        has_marks=bool(questionnaire.marks),
    )


def safety_words(questionnaire: Questionnaire) -> list[str]:
    """Return, for each question about safety, which answers show help at once."""
    words = []
    for mark in questionnaire.marks:
        item = questionnaire.item(mark.number)
        if item is not None:
            labels = [f"“{option.label}”" for option in asking(item, mark)]
            said = {"number": item.number, "answers": ", ".join(labels)}
            words.append(_("Question %(number)d, answered with %(answers)s") % said)
    return words


def own_totals(client: Client, measure: Measure, zone: ZoneInfo) -> Totals:
    """Return the totals of a client's own answers, shared or not, for herself."""
    return totals_of(own_rounds(client).filter(plan__measure=measure).order_by("asked_on", "pk"), zone)


def opened_totals(client: Client, measure: Measure, zone: ZoneInfo) -> Totals:
    """Return the totals of the copies that the therapist has opened and that were not taken back, of each round one."""
    copies = shared_copies().filter(client=client, round__plan__measure=measure).exclude(opened_at=None)
    newest = {copy.round_id: copy for copy in copies.order_by("shared_at", "pk")}
    return totals_of(newest.values(), zone)


def totals_of(rows: Iterable[MeasureRound | MeasureCopy] | QuerySet[MeasureRound], zone: ZoneInfo) -> Totals:
    """Return the totals of rows, the newest wording alone; what is incomplete, or cannot be opened, is not in it."""
    found: list[tuple[MeasureVersion, Total]] = []
    for row in rows:
        version = row.version if isinstance(row, MeasureRound) else row.round.version
        saved: datetime = row.saved_at if isinstance(row, MeasureRound) else row.shared_at
        try:
            chosen = chosen_of(row.body)
        except SealedError:
            continue
        if came := score(from_data(version.definition), chosen):
            found.append((version, Total(saved.astimezone(zone).date(), came.total, came.band)))
    if not found:
        return Totals(None, [], 0)
    newest = max((version for version, _total in found), key=lambda version: version.number)
    points = sorted((total for version, total in found if version == newest), key=lambda total: total.day)
    return Totals(course_of(from_data(newest.definition), points), points, len(found) - len(points))
