"""A client's pages for doing a worksheet anew: the sheet that she has is put aside, to be read and taken up again."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Client
from worksheets.access import clients_only, get_earlier_sheet, get_sheet
from worksheets.filling import is_of_other_sheet, is_page_of, marks_of, sent_revision
from worksheets.selectors import say_when
from worksheets.services import put_aside, take_up_again
from worksheets.views import send_pdf, show_paper


@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def fresh(request: HttpRequest, client: Client, code: str) -> HttpResponse:
    """Ask (GET), then put the sheet aside and lead to an empty one (POST), if it is still as it was shown."""
    sheet = get_sheet(client, code)
    if not sheet.is_writable or sheet.answer is None or not sheet.answer.body:
        return redirect("worksheet", code)
    is_changed = False
    if request.method == "POST":
        revision = sent_revision(request)
        if not is_page_of(client, request.POST):
            raise BadRequest("page")
        is_other = is_of_other_sheet(sheet, request.POST, revision)
        if not is_other and put_aside(answer=sheet.answer, revision=revision, now=timezone.now()):
            messages.success(request, _("This is a fresh sheet. The one before is among your earlier sheets, below."))
            return redirect("worksheet", code)
        sheet, is_changed = get_sheet(client, code), True
    context = {
        "sheet": sheet,
        "marks": marks_of(sheet),
        "saved_when": say_when(sheet.answer.saved_at, client) if sheet.answer else "",
        "is_changed": is_changed,
    }
    status = HTTPStatus.CONFLICT if is_changed else HTTPStatus.OK
    return render(request, "worksheets/fresh.html", context, status=status)


@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: HttpRequest, client: Client, code: str, reference: UUID) -> HttpResponse:
    """Show a sheet that was put aside (GET); take it up again (POST)."""
    sheet = get_earlier_sheet(client, code, reference)
    assert sheet.answer
    if request.method == "POST" and sheet.is_writable:
        take_up_again(answer=sheet.answer, now=timezone.now())
        messages.success(request, _("This sheet is open again."))
        return redirect("worksheet", code)
    saved_when, path = say_when(sheet.answer.saved_at, client), f"{request.path}pdf/"
    return show_paper(request, sheet, earlier_when=saved_when, pdf_url=path)


@clients_only
@require_safe
def earlier_pdf(request: HttpRequest, client: Client, code: str, reference: UUID) -> HttpResponse:
    """Send a sheet that was put aside as a PDF."""
    return send_pdf(get_earlier_sheet(client, code, reference), is_empty=False)
