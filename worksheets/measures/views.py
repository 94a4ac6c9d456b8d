"""A client's pages of questionnaires. Each works without JavaScript; `save` is what autosave asks."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Client
from worksheets.access import clients_only, may_write
from worksheets.filling import CUT_OFF, PageMarks, page_mark, refusal_of, sent_marks, sent_revision
from worksheets.forms import END
from worksheets.keeping import keep_words
from worksheets.measures.access import MeasureSheet, get_measure_sheet, get_plan
from worksheets.measures.forms import MeasureForm
from worksheets.measures.lists import shelf_of
from worksheets.measures.models import MeasureTotals
from worksheets.measures.reading import answers_of, own_totals, safety_words
from worksheets.measures.services import RoundConflict, save_round
from worksheets.measures.sharing import hide_totals, show_totals, shows_totals
from worksheets.selectors import say_when, zone_of
from worksheets.services import Saved
from worksheets.views import say_saved

OWN = MeasureTotals.Side.CLIENT
READ_ONLY = gettext_lazy("Questionnaires can only be read at present, so this was not saved.")


@clients_only
@require_safe
def measure_list(request: HttpRequest, client: Client) -> HttpResponse:
    """Show what the client is asked at present, what she began, and what she shared."""
    shelf = shelf_of(client, timezone.now())
    return render(request, "measures/measure_list.html", {"shelf": shelf, "may_write": may_write(client)})


@keep_words
@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, client: Client, reference: UUID, day: str) -> HttpResponse:
    """Show a questionnaire to fill in, and save it; to a client who may only read, show what she answered."""
    sheet = get_measure_sheet(client, reference, day, timezone.now())
    if request.method != "POST":
        return show_form(request, sheet) if sheet.is_writable else show_answers(request, sheet)
    form, marks = MeasureForm.of(sheet, request.POST), sent_marks(request.POST)
    if refusal := refusal_of(client, request.POST, READ_ONLY):
        return show_form(request, sheet, form, marks=marks, refusal=refusal, status=HTTPStatus.FORBIDDEN)
    if END not in request.POST:
        came = MeasureForm(sheet.questionnaire, body=form.read_body(sheet.body))
        return show_form(request, sheet, came, marks=marks, refusal=str(CUT_OFF), status=HTTPStatus.BAD_REQUEST)
    outcome = fill_in(request, sheet, form, timezone.now())
    if isinstance(outcome, RoundConflict):
        return show_form(request, sheet, form, stored=outcome, status=HTTPStatus.CONFLICT)
    if form.errors:
        sheet = get_measure_sheet(client, reference, day, timezone.now())
        return show_form(request, sheet, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if "onwards" in request.POST:
        return redirect("measure_share", reference, day)
    messages.success(request, _("Saved. Only you can see it."))
    return redirect("measure", reference, day)


@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, client: Client, reference: UUID, day: str) -> HttpResponse:
    """Answer autosave: POST saves; GET gives a page whose sign-in was renewed its new token."""
    sheet = get_measure_sheet(client, reference, day, timezone.now())
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "revision": sheet.revision})
    if refusal := refusal_of(client, request.POST, READ_ONLY):
        return JsonResponse({"said": refusal}, status=HTTPStatus.FORBIDDEN)
    if END not in request.POST:
        return JsonResponse({"said": CUT_OFF}, status=HTTPStatus.BAD_REQUEST)
    form = MeasureForm.of(sheet, request.POST)
    outcome = fill_in(request, sheet, form, timezone.now())
    if isinstance(outcome, RoundConflict):
        stored = render_to_string("measures/_stored.html", stored_context(sheet, outcome), request)
        return JsonResponse({"revision": outcome.stored.revision, "stored": stored}, status=HTTPStatus.CONFLICT)
    return JsonResponse({"revision": outcome.revision, "said": say_saved(outcome, form, client)})


@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def totals(request: HttpRequest, client: Client, reference: UUID) -> HttpResponse:
    """Show how the totals of one questionnaire change, if the client chose to see that; POST chooses."""
    plan = get_plan(client, reference)
    which: dict[str, Any] = {"client": client, "measure": plan.measure, "side": OWN}
    if request.method == "POST":
        if request.POST.get("show") == "yes":
            show_totals(**which, by=client.user, now=timezone.now())
        else:
            hide_totals(**which)
        return redirect("measure_totals", reference)
    is_shown = shows_totals(**which)
    found = own_totals(client, plan.measure, zone_of(client)) if is_shown else None
    return render(request, "measures/measure_totals.html", {"plan": plan, "is_shown": is_shown, "totals": found})


def fill_in(request: HttpRequest, sheet: MeasureSheet, form: MeasureForm, now: datetime) -> Saved | RoundConflict:
    """Save what was sent, over the revision that the page was made from."""
    return save_round(sheet=sheet, body=form.read_body(sheet.body), revision=sent_revision(request), now=now)


def show_form(
    request: HttpRequest,
    sheet: MeasureSheet,
    form: MeasureForm | None = None,
    *,
    marks: PageMarks | None = None,
    stored: RoundConflict | None = None,
    refusal: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render the form: with what is stored, or with what was just sent and the reason why it comes back."""
    shown = form or MeasureForm.of(sheet)
    revision = stored.stored.revision if stored else sheet.revision
    body = shown.read_body(sheet.body) if shown.is_bound else sheet.body
    context = {
        "sheet": sheet,
        "form": shown,
        "answers": answers_of(sheet.version, body),
        "safety": safety_words(sheet.questionnaire),
        "marks": marks or PageMarks(str(revision), page_mark(sheet.client)),
        "saved_when": say_when(sheet.round.saved_at, sheet.client) if sheet.round else "",
        "refusal": refusal,
        **(stored_context(sheet, stored) if stored else {}),
    }
    return render(request, "measures/measure_detail.html", context, status=status)


def show_answers(request: HttpRequest, sheet: MeasureSheet) -> HttpResponse:
    """Render what was answered, to be read."""
    context = {"sheet": sheet, "answers": answers_of(sheet.version, sheet.body)}
    return render(request, "measures/measure_answers.html", context)


def stored_context(sheet: MeasureSheet, conflict: RoundConflict) -> dict[str, object]:
    """Return what shows the version that was saved elsewhere."""
    return {
        "sheet": sheet,
        "stored": conflict.stored,
        "stored_when": say_when(conflict.stored.saved_at, sheet.client),
        "entries": answers_of(conflict.stored.version, conflict.stored.body).entries,
    }
