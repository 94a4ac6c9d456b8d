"""What a client's page at the desk says of this room: what she shared, unread first, and what she was given.

Titles and days alone, and of copies only those that she has not taken back; never whether anything was begun.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import dateformat
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import client_page
from accounts.models import Client
from practice.times import say_date
from worksheets import desk_shared
from worksheets.access import shared_copies
from worksheets.due import say_by_when, with_sessions
from worksheets.measures import desk_shared as measures_shared
from worksheets.measures.access import shared_copies as shared_measures
from worksheets.measures.asking import rhythm_of
from worksheets.measures.models import MeasurePlan
from worksheets.measures.rhythm import is_over
from worksheets.models import Assignment

MOST = 10


@dataclass(frozen=True, slots=True)
class Given:
    """Something that was given, in one line that leads to where it is changed or ended."""

    title: str
    words: str
    page: str


def register_part() -> None:
    """Put what was shared and given on the page of every client."""
    template = "admin/desk_client_worksheets.html"
    part = client_page.Part("worksheets", template, worksheets_part, order=20, for_therapist=True)
    client_page.register(part)


def worksheets_part(client: Client, now: datetime) -> dict[str, Any]:
    """Return the copies that are shared at present, and the newest of what was given. Eight queries at most."""
    sheets = desk_shared.rows_of(shared_copies().filter(client=client)[: MOST + 1])
    copies = measures_shared.unread_first(shared_measures().filter(client=client))
    measures = measures_shared.rows_of(copies[: MOST + 1])
    given = [*plans_of(client), *assignments_of(client, now)]
    return {
        "sheets": sheets[:MOST],
        "measures": measures[:MOST],
        "given": given,
        "give_url": give_url_of(client),
        "has_more_sheets": len(sheets) > MOST,
        "has_more_measures": len(measures) > MOST,
        "is_any": bool(sheets or measures or given) or client.status != Client.Status.PROSPECT,
    }


def give_url_of(client: Client) -> str:
    """Return where a worksheet is given to this client; "" while she is not in care."""
    if client.status != Client.Status.ACTIVE:
        return ""
    return f"{reverse('admin:worksheets_assignment_add')}?client={client.pk}"


def assignments_of(client: Client, now: datetime) -> list[Given]:
    """Return the newest worksheets that were given."""
    rows = with_sessions(Assignment.objects.filter(client=client), now).select_related("worksheet")
    return [given_sheet(row) for row in rows.order_by("-assigned_at", "-pk")[:MOST]]


def given_sheet(row: Assignment) -> Given:
    """Return one worksheet that was given, with the day by which it is asked for by the desk's clock."""
    has_due = row.due_on or row.is_before_next_session
    words = _("given on %(day)s, due %(due)s") if has_due else _("given on %(day)s")
    day = say_date(row.assigned_at, desk_shared.here().zone)
    page = reverse("admin:worksheets_assignment_change", args=[row.pk])
    return Given(row.worksheet.title, words % {"day": day, "due": say_by_when(row)}, page)


def plans_of(client: Client) -> list[Given]:
    """Return the questionnaires that are asked at present."""
    rows = MeasurePlan.objects.going_on().filter(client=client).select_related("measure")
    return [given_measure(row) for row in rows if not is_over(rhythm_of(row), localdate())]


def given_measure(row: MeasurePlan) -> Given:
    """Return one questionnaire that is asked, with how often and until when."""
    said = {"every": row.get_every_display(), "first": dateformat.format(row.first_on, "j M Y")}
    words = _("questionnaire, %(every)s from %(first)s") % said
    if row.last_on:
        words = _("%(so_far)s until %(last)s") % {"so_far": words, "last": dateformat.format(row.last_on, "j M Y")}
    return Given(row.measure.title, words, reverse("admin:measures"))
