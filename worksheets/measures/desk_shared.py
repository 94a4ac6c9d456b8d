"""What clients share of questionnaires: a mark for answers about safety, and copies, opened one at a time by a press.

A mark is worked out of shared copies alone; the client was told before she shared that it is shown. Everything else in
a copy is shown after an opening, which her ledger has, for half an hour in the same session.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from practice import desk
from practice.crypto import SealedError
from practice.times import Place, say_short
from worksheets.access import therapist_only
from worksheets.desk_shared import here
from worksheets.measures import sharing
from worksheets.measures.access import get_shared_copy, shared_copies
from worksheets.measures.models import Measure, MeasureCopy, MeasureTotals
from worksheets.measures.reading import answers_of, opened_totals
from worksheets.opened import is_open, note_open

A_PAGE = 30
MOST_ON_FRONT = 5
DESK = MeasureTotals.Side.DESK


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One copy in a list: who, which questionnaire, when, and whether an answer about safety has its points.

    `is_marked` is None where the answers cannot be opened: nothing is known then, and the list says so.
    """

    reference: UUID
    name: str
    title: str
    shared: str
    is_read: bool
    is_marked: bool | None


def measures_section(now: datetime) -> dict[str, Any]:
    """Return what the desk's front page says: unread copies. Marked ones come before everything else on the page."""
    rows = rows_of(shared_copies().filter(read_at=None))
    marked = [row for row in rows if row.is_marked is not False]
    return {
        "faults": marked,
        "rows": [row for row in rows if row.is_marked is False][:MOST_ON_FRONT],
        "count": len(rows),
        "is_any": bool(rows) or Measure.objects.exists(),
        "is_waiting": bool(marked),
    }


@require_safe
@therapist_only
def copies(request: HttpRequest, user: User) -> HttpResponse:
    """Show what is shared, unread first."""
    page = Paginator(unread_first(shared_copies()), A_PAGE).get_page(request.GET.get("page"))
    context = {"rows": rows_of(page), "page": page, "title": _("Questionnaires shared with you")}
    return render(request, "admin/measure_copies.html", desk.context_of(request) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_only
def copy_page(request: HttpRequest, user: User, reference: UUID) -> HttpResponse:
    """Open a copy (POST), and show it while it is open; before, only what it is."""
    copy, now = get_shared_copy(reference), timezone.now()
    if request.method != "POST":
        return show_copy(request, copy)
    if not is_open(request, reference, now):
        if not sharing.open_copy(copy=copy, by=user, now=now):
            raise Http404
        note_open(request, reference, now)
    return redirect("admin:measure_copy", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_only
def mark_read(request: HttpRequest, user: User, reference: UUID) -> HttpResponse:
    """Note that she read a copy (POST)."""
    copy = get_shared_copy(reference)
    if request.method == "POST" and sharing.mark_read(copy=copy, by=user, now=timezone.now()):
        messages.success(request, _("Marked as read. The client sees that it was read, and when."))
        return redirect("admin:measure_copies")
    return redirect("admin:measure_copy", reference)


@require_POST
@therapist_only
def course(request: HttpRequest, user: User, reference: UUID) -> HttpResponse:
    """Choose whether the totals of this client and questionnaire are shown as a course at the desk."""
    copy = get_shared_copy(reference)
    which: dict[str, Any] = {"client": copy.client, "measure": copy.round.plan.measure, "side": DESK}
    if request.POST.get("show") == "yes":
        sharing.show_totals(**which, by=user, now=timezone.now())
    else:
        sharing.hide_totals(**which)
    return redirect("admin:measure_copy", reference)


def show_copy(request: HttpRequest, copy: MeasureCopy) -> HttpResponse:
    """Render a copy's page: answers, total and course only while it is open."""
    context: dict[str, Any] = {"row": row_of(copy, here()), "title": _("A shared questionnaire"), "is_open": False}
    if is_open(request, copy.uuid, timezone.now()):
        measure = copy.round.plan.measure
        shows = sharing.shows_totals(client=copy.client, measure=measure, side=DESK)
        context |= {
            "is_open": True,
            "copy": copy,
            "answers": answers_of(copy.round.version, copy.body),
            "read_when": say_short(copy.read_at, here()) if copy.read_at else "",
            "shows_course": shows,
            "totals": opened_totals(copy.client, measure, here().zone) if shows else None,
        }
    return render(request, "admin/measure_copy.html", desk.context_of(request) | context)


def unread_first(copies: QuerySet[MeasureCopy]) -> QuerySet[MeasureCopy]:
    """Return copies as lists have them."""
    return copies.order_by(Case(When(read_at=None, then=0), default=1), "-shared_at", "-pk")


def rows_of(copies: Iterable[MeasureCopy]) -> list[CopyRow]:
    """Return what a list says of copies."""
    if not (found := list(copies)):
        return []
    place = here()
    return [row_of(copy, place) for copy in found]


def row_of(copy: MeasureCopy, place: Place) -> CopyRow:
    """Return what a list says of a copy."""
    try:
        is_marked: bool | None = bool(sharing.marks_of(copy))
    except SealedError:
        is_marked = None
    return CopyRow(
        reference=copy.uuid,
        name=copy.client.name,
        title=copy.title,
        shared=say_short(copy.shared_at, place),
        is_read=copy.read_at is not None,
        is_marked=is_marked,
    )
