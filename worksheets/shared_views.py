"""A client's pages of what she shares: looking at it first, sharing it, what became of it, and taking it back."""

from dataclasses import dataclass
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
from worksheets.access import Sheet, clients_only, copies_of, get_own_copy, get_sheet
from worksheets.filling import is_page_of, page_mark, sent_key, sent_revision
from worksheets.models import Snapshot
from worksheets.prompts import parse_prompts
from worksheets.reading import entries
from worksheets.selectors import say_when
from worksheets.sharing import ChangedSince, NotInCareError, share_copy, take_back


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy as its client sees it; each moment in words, empty where it has not come."""

    reference: UUID
    sheet: str
    code: str
    shared: str
    withdrawn: str
    opened: str
    read: str
    replied: str
    reply_taken_back: str


@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, client: Client, code: str) -> HttpResponse:
    """Show exactly what would be shared (GET), then share it (POST) if it is still that."""
    sheet = get_sheet(client, code)
    if request.method != "POST":
        return show_question(request, sheet)
    revision, request_key = sent_revision(request), sent_key(request)
    if not is_page_of(client, request.POST):
        raise BadRequest("page")
    if sheet.answer is None:
        return show_question(request, sheet)
    try:
        outcome = share_copy(answer=sheet.answer, revision=revision, request_key=request_key, now=timezone.now())
    except NotInCareError:
        return show_question(request, sheet, status=HTTPStatus.FORBIDDEN)
    if isinstance(outcome, ChangedSince):
        return show_question(request, get_sheet(client, code), is_changed=True, status=HTTPStatus.CONFLICT)
    if outcome.copy.withdrawn_at is None:
        messages.success(request, _("Shared. What you write from now on stays private until you share again."))
    return redirect("space_copy", outcome.copy.uuid)


@clients_only
@require_safe
def shared_list(request: HttpRequest, client: Client) -> HttpResponse:
    """Show every copy that the client ever shared, the newest first."""
    lines = [line_of(copy) for copy in copies_of(client)]
    return render(request, "worksheets/shared_list.html", {"lines": lines})


@clients_only
@require_safe
def shared_copy(request: HttpRequest, client: Client, reference: UUID) -> HttpResponse:
    """Show one copy: what stands in it, whether and when it was opened and read, and the reply."""
    copy = get_own_copy(client, reference)
    context = {
        "copy": copy,
        "line": line_of(copy),
        "entries": entries(parse_prompts(copy.answer.version.prompts), copy.body),
        "is_older": copy.withdrawn_at is None and is_open(copy) and copy.answer.body != copy.body,
    }
    return render(request, "worksheets/shared_copy.html", context)


@clients_only
@require_http_methods(["GET", "HEAD", "POST"])
def take_copy_back(request: HttpRequest, client: Client, reference: UUID) -> HttpResponse:
    """Take a copy back (POST)."""
    copy = get_own_copy(client, reference)
    if request.method == "POST" and take_back(copy=copy, now=timezone.now()):
        messages.success(request, _("Taken back. From now on it cannot be opened by anyone but you."))
    return redirect("space_copy", reference)


def show_question(
    request: HttpRequest, sheet: Sheet, *, is_changed: bool = False, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Render what would be shared, with the question."""
    body = sheet.answer.body if sheet.answer else {}
    context = {
        "sheet": sheet,
        "entries": entries(sheet.prompts, body),
        "is_empty": not body,
        "is_changed": is_changed,
        "request_key": uuid4(),
        "page_mark": page_mark(sheet.client),
    }
    return render(request, "worksheets/share.html", context, status=status)


def is_open(copy: Snapshot) -> bool:
    """Tell whether the sheet of a copy is still the one that the client writes on."""
    return copy.answer.put_aside_at is None


def line_of(copy: Snapshot) -> CopyLine:
    """Return what a client reads of a copy, by her own clock."""
    client = copy.client
    return CopyLine(
        reference=copy.uuid,
        sheet=copy.title,
        code=copy.answer.version.worksheet.code,
        shared=say_when(copy.shared_at, client),
        withdrawn=say_when(copy.withdrawn_at, client),
        opened=say_when(copy.opened_at, client),
        read=say_when(copy.read_at, client),
        replied=say_when(copy.replied_at, client),
        reply_taken_back=say_when(copy.reply_taken_back_at, client),
    )
