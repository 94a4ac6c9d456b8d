"""A client's pages of what she shares of questionnaires: looking at it first, sharing it, and taking it back."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Client
from worksheets.access import clients_only
from worksheets.filling import is_page_of, page_mark, sent_key, sent_revision
from worksheets.measures import sharing
from worksheets.measures.access import MeasureSheet, get_measure_sheet, get_own_copy
from worksheets.measures.lists import line_of
from worksheets.measures.reading import answers_of, safety_words
from worksheets.sharing import NotInCareError


@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, client: Client, reference: UUID, day: str) -> HttpResponse:
    """Show exactly what would be shared (GET), then share it (POST) if it is still that."""
    sheet = get_measure_sheet(client, reference, day, timezone.now())
    if request.method != "POST":
        return show_question(request, sheet)
    revision, key = sent_revision(request), sent_key(request)
    if not is_page_of(client, request.POST):
        raise BadRequest("page")
    if sheet.round is None:
        return show_question(request, sheet)
    try:
        copy = sharing.share(round=sheet.round, revision=revision, request_key=key, now=timezone.now())
    except NotInCareError:
        return show_question(request, sheet, status=HTTPStatus.FORBIDDEN)
    if copy is None:
        fresh = get_measure_sheet(client, reference, day, timezone.now())
        return show_question(request, fresh, is_changed=True, status=HTTPStatus.CONFLICT)
    if copy.withdrawn_at is None:
        messages.success(request, _("Shared. What you change from now on stays private until you share again."))
    return redirect("measure_copy", copy.uuid)


@clients_only
@require_safe
def shared_copy(request: HttpRequest, client: Client, reference: UUID) -> HttpResponse:
    """Show one copy: what stands in it, and whether and when it was opened and read."""
    copy = get_own_copy(client, reference)
    context = {"copy": copy, "line": line_of(copy), "answers": answers_of(copy.round.version, copy.body)}
    return render(request, "measures/measure_copy.html", context)


@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def take_copy_back(request: HttpRequest, client: Client, reference: UUID) -> HttpResponse:
    """Take a copy back (POST)."""
    copy = get_own_copy(client, reference)
    if request.method == "POST" and sharing.take_back(copy=copy, now=timezone.now()):
        messages.success(request, _("Taken back. From now on it cannot be opened by anyone but you."))
    return redirect("measure_copy", reference)


def show_question(
    request: HttpRequest, sheet: MeasureSheet, *, is_changed: bool = False, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Render what would be shared, with the question; a mark that would go along is named before."""
    context = {
        "sheet": sheet,
        "answers": answers_of(sheet.version, sheet.body),
        "safety": safety_words(sheet.questionnaire),
        "is_empty": not sheet.body,
        "is_changed": is_changed,
        "request_key": uuid4(),
        "page_mark": page_mark(sheet.client),
    }
    return render(request, "measures/measure_share.html", context, status=status)
