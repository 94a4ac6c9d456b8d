"""The pages of the worksheets. Each works without JavaScript; `save` is what autosave asks."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Client
from practice.times import say_time
from worksheets.access import Sheet, clients_only, earlier_answers, get_sheet, may_write
from worksheets.due import due_of
from worksheets.filling import (
    CUT_OFF,
    PageMarks,
    fill_in,
    is_of_other_sheet,
    marks_of,
    refusal_of,
    sent_marks,
    sent_revision,
)
from worksheets.forms import END, AnswerForm
from worksheets.keeping import keep_words
from worksheets.paper import Paper, make_pdf
from worksheets.reading import entries
from worksheets.selectors import newest_assignment, say_when, shared_now, shelf_of, zone_of
from worksheets.services import Conflict, Saved

ONWARDS = {"share": "worksheet_share", "fresh": "worksheet_fresh"}  # where a button leads once all is saved
READ_ONLY = gettext_lazy(
    "Worksheets can only be read at present, so this was not saved. You can copy your words from here."
)


@clients_only
@require_safe
def worksheet_list(request: HttpRequest, client: Client) -> HttpResponse:
    """Show what the client was given, what she began, and the library."""
    context = {"shelf": shelf_of(client, timezone.now()), "may_write": may_write(client)}
    return render(request, "worksheets/worksheet_list.html", context)


@keep_words
@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def worksheet(request: HttpRequest, client: Client, code: str) -> HttpResponse:
    """Show a worksheet to fill in, and save it; to a client who may only read, show what she wrote."""
    sheet = get_sheet(client, code)
    if request.method != "POST":
        return show_form(request, sheet) if sheet.is_writable else show_paper(request, sheet)
    if refusal := refuse(request, sheet):
        form, marks = AnswerForm(sheet.prompts, data=request.POST), sent_marks(request.POST)
        return show_form(request, sheet, form, marks=marks, refusal=refusal, status=HTTPStatus.FORBIDDEN)
    if END not in request.POST:
        return show_rest(request, sheet)
    filled = fill_in(sheet, request.POST, revision=sent_revision(request), now=timezone.now())
    if isinstance(filled.outcome, Conflict):
        stored = filled.outcome
        seen = replace(marks_of(sheet), revision=str(stored.stored.revision), sheet=filled.reference)
        return show_form(request, sheet, filled.form, marks=seen, stored=stored, status=HTTPStatus.CONFLICT)
    if filled.form.errors:
        sheet = get_sheet(client, code)
        return show_form(request, sheet, filled.form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if onwards := ONWARDS.get(request.POST.get("onwards", "")):
        return HttpResponseRedirect(reverse(onwards, args=[code]))
    messages.success(request, _("Saved. Only you can see it."))
    return HttpResponseRedirect(reverse("worksheet", args=[code]))


@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, client: Client, code: str) -> HttpResponse:
    """Answer autosave: POST saves; GET gives a page whose sign-in was renewed its new token."""
    sheet = get_sheet(client, code)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "revision": sheet.revision})
    if refusal := refuse(request, sheet):
        return JsonResponse({"said": refusal}, status=HTTPStatus.FORBIDDEN)
    revision = sent_revision(request)
    if END not in request.POST:
        return JsonResponse({"said": CUT_OFF}, status=HTTPStatus.BAD_REQUEST)
    filled = fill_in(sheet, request.POST, revision=revision, now=timezone.now())
    if isinstance(filled.outcome, Conflict):
        stored = render_to_string("worksheets/_stored.html", stored_context(sheet, filled.outcome), request)
        revision = filled.outcome.stored.revision
        seen = {"revision": revision, "sheet": filled.reference, "stored": stored}
        return JsonResponse(seen, status=HTTPStatus.CONFLICT)
    said = say_saved(filled.outcome, filled.form, client)
    return JsonResponse({"revision": filled.outcome.revision, "sheet": filled.reference, "said": said})


@clients_only
@require_safe
def paper(request: HttpRequest, client: Client, code: str) -> HttpResponse:
    """Show a worksheet for paper: with what was written, or empty if asked by `?empty=1`."""
    return show_paper(request, get_sheet(client, code), is_empty="empty" in request.GET)


@clients_only
@require_safe
def pdf(request: HttpRequest, client: Client, code: str) -> HttpResponse:
    """Send a worksheet as a PDF: with what was written, or empty if asked by `?empty=1`."""
    return send_pdf(get_sheet(client, code), is_empty="empty" in request.GET)


def show_rest(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Show what arrived of a page that was cut off on its way, and beside it what is stored; nothing is written."""
    came = AnswerForm(sheet.prompts, data=request.POST).read_body(sheet.answer.body if sheet.answer else {})
    sent_revision(request)  # or it is not understood
    form, marks, status = AnswerForm(sheet.prompts, body=came), sent_marks(request.POST), HTTPStatus.BAD_REQUEST
    return show_form(request, sheet, form, marks=marks, refusal=str(CUT_OFF), status=status)


def show_form(
    request: HttpRequest,
    sheet: Sheet,
    form: AnswerForm | None = None,
    *,
    marks: PageMarks | None = None,
    stored: Conflict | None = None,
    refusal: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render the form: with what is stored, or with what was just typed and the reason why it comes back.

    The revision in its marks is the one that pressing Save writes over: in a conflict the one shown beside the form.
    """
    given = newest_assignment(sheet.client, sheet.worksheet, timezone.now())
    context = {
        "sheet": sheet,
        "given": given,
        "due": due_of(given, zone_of(sheet.client)),
        "form": form or AnswerForm(sheet.prompts, body=sheet.answer.body if sheet.answer else None),
        "marks": marks or marks_of(sheet),
        "sharing": sharing_of(sheet),
        "earlier": earlier_of(sheet),
        "saved_when": say_when(sheet.answer.saved_at, sheet.client) if sheet.answer else "",
        "refusal": refusal,
        **(stored_context(sheet, stored) if stored else {}),
    }
    return render(request, "worksheets/worksheet_detail.html", context, status=status)


def earlier_of(sheet: Sheet) -> list[tuple[UUID, str]]:
    """Return the client's other sheets of this worksheet that she put aside, each with when it was last saved."""
    answers = earlier_answers(sheet.client, sheet.worksheet)
    others = [each for each in answers if sheet.answer is None or each.pk != sheet.answer.pk]
    return [(each.uuid, say_when(each.saved_at, sheet.client)) for each in others]


def show_paper(request: HttpRequest, sheet: Sheet, *, is_empty: bool = False, **more: object) -> HttpResponse:
    """Render the worksheet as something to read or print."""
    context = {
        "sheet": sheet,
        "entries": entries(sheet.prompts, body_of(sheet, is_empty=is_empty)),
        "is_empty": is_empty,
        "pdf_url": reverse("worksheet_pdf", args=[sheet.worksheet.code]),
        "earlier": earlier_of(sheet),
        **more,
    }
    return render(request, "worksheets/worksheet_paper.html", context)


def send_pdf(sheet: Sheet, *, is_empty: bool) -> HttpResponse:
    """Return a worksheet as a PDF. Its name says nothing."""
    version = sheet.version
    help_words = _("Need help now? In India 14416 or 112. Other countries: %(address)s") % {
        "address": settings.SITE_URL + reverse("help")
    }
    shown = entries(sheet.prompts, body_of(sheet, is_empty=is_empty))
    made = make_pdf(Paper(sheet.worksheet.title, version.intro, version.outro, shown, is_empty, help_words))
    name = {"Content-Disposition": 'attachment; filename="page.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=name)


def body_of(sheet: Sheet, *, is_empty: bool) -> dict[str, Any]:
    """Return what was written on a sheet; nothing where it is to be empty."""
    return sheet.answer.body if sheet.answer and not is_empty else {}


def stored_context(sheet: Sheet, conflict: Conflict) -> dict[str, object]:
    """Return what shows the version that was saved elsewhere."""
    return {
        "sheet": sheet,
        "stored": conflict.stored,
        "stored_when": say_when(conflict.stored.saved_at, sheet.client),
        "entries": entries(sheet.prompts, conflict.stored.body),
    }


def sharing_of(sheet: Sheet) -> dict[str, object] | None:
    """Return what the page says of the copy that is shared at present; None where there is none."""
    copy = shared_now(sheet.answer) if sheet.answer else None
    if copy is None or sheet.answer is None:
        return None
    when = say_when(copy.shared_at, sheet.client)
    return {"copy": copy, "when": when, "is_older": copy.body != sheet.answer.body}


def refuse(request: HttpRequest, sheet: Sheet) -> str:
    """Return why nothing of this page may be saved; empty where it may."""
    if refusal := refusal_of(sheet.client, request.POST, READ_ONLY):
        return refusal
    if is_of_other_sheet(sheet, request.POST, sent_revision(request)):
        return _(
            "This sheet was put with your earlier ones since you opened this page, so nothing was saved. Your words "
            "are still here. To go on with it, open it among your earlier sheets and take it up again; then press Save."
        )
    return ""


def say_saved(saved: Saved, form: AnswerForm, client: Client) -> str:
    """Say when it was saved, in the client's zone, and what was not."""
    said = _("Saved at %(time)s") % {"time": say_time(saved.saved_at, zone_of(client))}
    faults = [f"“{form.fields[name].label}”: {errors[0]}" for name, errors in form.errors.items()]
    return " ".join([f"{said}.", _("Except:"), *faults]) if faults else said
