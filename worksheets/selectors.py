"""What a client's lists of worksheets show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import Client
from practice.times import Place, say_short
from practice.zones import zone_names
from worksheets.access import may_write, open_answers, worksheets_of
from worksheets.due import Due, due_of, with_sessions
from worksheets.models import Answer, Assignment, Snapshot, Worksheet


@dataclass(frozen=True, slots=True)
class Line:
    """One worksheet in a client's list. `answer` comes without its body."""

    worksheet: Worksheet
    assignment: Assignment | None
    answer: Answer | None
    saved_on: date | None = None  # where the client is
    due: Due | None = None  # where the client is
    copy: "CopyDays | None" = None  # shared at present


@dataclass(frozen=True, slots=True)
class CopyDays:
    """What a list says of the newest copy that is shared of a sheet; the days are those where the client is."""

    shared_on: date
    read_on: date | None
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """A client's worksheets: given to her, begun by herself, and what else the library has. Each is on it once."""

    given: list[Line]
    begun: list[Line]
    library: list[Line]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.given or self.begun or self.library)


def shelf_of(client: Client, now: datetime) -> Shelf:
    """Return the client's worksheets, in four queries. What was given stands first, the newest on top.

    To a client who is paused or whose care has ended nothing counts as given: she finds what she began.
    """
    given = newest_assignments(client, now) if may_write(client) else {}
    answers = newest_answers(client)
    zone = zone_of(client)
    copies = newest_copies(client, zone)
    lines = [
        line_of(worksheet, given.get(worksheet.pk), answers.get(worksheet.pk), copies, zone)
        for worksheet in worksheets_of(client)
    ]
    order = list(given)
    return Shelf(
        given=sorted((line for line in lines if line.assignment), key=lambda line: order.index(line.worksheet.pk)),
        begun=[line for line in lines if line.answer and not line.assignment],
        library=[line for line in lines if not line.answer and not line.assignment],
    )


def line_of(
    worksheet: Worksheet,
    assignment: Assignment | None,
    answer: Answer | None,
    copies: Mapping[int, CopyDays],
    zone: ZoneInfo,
) -> Line:
    """Return one line, its days as the client's clock has them."""
    saved_on = answer.saved_at.astimezone(zone).date() if answer else None
    return Line(worksheet, assignment, answer, saved_on, due_of(assignment, zone), copies.get(worksheet.pk))


def zone_of(client: Client) -> ZoneInfo:
    """Return the client's zone, or the practice's."""
    return ZoneInfo(client.zone_name if client.zone_name in zone_names() else settings.TIME_ZONE)


def say_when(instant: datetime | None, client: Client) -> str:
    """Say date and hour where the client is; "" for None."""
    zone = zone_of(client)
    return say_short(instant, Place(zone, zone.key)) if instant else ""


def newest_assignments(client: Client, now: datetime) -> dict[int, Assignment]:
    """Return the last assignment of each worksheet, the newest first."""
    own = with_sessions(Assignment.objects.filter(client=client), now)
    return first_of_each((row.worksheet_id, row) for row in own.order_by("-assigned_at", "-pk"))


def newest_assignment(client: Client, worksheet: Worksheet, now: datetime) -> Assignment | None:
    """Return the last time that the client was given a worksheet; None where she was not."""
    own = with_sessions(Assignment.objects.filter(client=client, worksheet=worksheet), now)
    return own.order_by("-assigned_at", "-pk").first()


def newest_answers(client: Client) -> dict[int, Answer]:
    """Return the answer that each worksheet opens with, without what was written."""
    return first_of_each((answer.version.worksheet_id, answer) for answer in open_answers(client).defer("body"))


def shared_now(answer: Answer) -> Snapshot | None:
    """Return the newest copy of an answer that is shared at present."""
    return Snapshot.objects.live().filter(answer=answer).order_by("-shared_at", "-pk").first()


def newest_copies(client: Client, zone: ZoneInfo) -> dict[int, CopyDays]:
    """Return the newest copy that is shared of each worksheet, without what stands in it."""
    copies = Snapshot.objects.live().filter(client=client).defer("body", "reply").order_by("-shared_at", "-pk")
    joined = copies.select_related("answer__version").defer("answer__body", "answer__version__prompts")
    return first_of_each(
        (
            copy.answer.version.worksheet_id,
            CopyDays(
                copy.shared_at.astimezone(zone).date(),
                copy.read_at.astimezone(zone).date() if copy.read_at else None,
                copy.replied_at is not None,
            ),
        )
        for copy in joined
    )


def first_of_each[T](pairs: Iterable[tuple[int, T]]) -> dict[int, T]:
    """Return the first value that comes for each key."""
    first: dict[int, T] = {}
    for key, value in pairs:
        first.setdefault(key, value)
    return first
