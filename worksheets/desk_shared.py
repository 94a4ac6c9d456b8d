"""The therapist's reading room: what clients share with her, opened one at a time.

Opening is a POST, which adds an entry to the client's ledger; only then does the copy's page show what stands in it,
for half an hour in the same session. A GET alone, such as a browser's own guess of the next page, opens nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Client, User
from practice import desk
from practice.fields import ParagraphField
from practice.keeping import keep_words
from practice.models import Practice
from practice.times import Place, home_of, say_short
from worksheets.access import get_shared_copy, shared_copies, therapist_only
from worksheets.models import Snapshot
from worksheets.opened import is_open, note_open
from worksheets.prompts import parse_prompts
from worksheets.reading import entries
from worksheets.sharing import OtherReplyError, open_copy, send_reply, take_reply_back
from worksheets.sharing import mark_read as note_read
from worksheets.telling import TellsField, is_to_tell, say_told

REPLY_LENGTH = 5000
A_PAGE = 30
MOST_ON_FRONT = 5


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One shared copy in a list: who, which sheet, when; nothing of what stands in it."""

    reference: UUID
    name: str
    title: str
    shared: str
    is_read: bool
    is_answered: bool


class ReplyForm(forms.Form):
    """A reply in plain words, and whether the client is told that it is there."""

    reply = ParagraphField(
        label=gettext_lazy("Your reply"),
        max_length=REPLY_LENGTH,
        error_messages={
            "required": gettext_lazy("Write your reply first."),
            "max_length": gettext_lazy("Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d."),
        },
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    tells = TellsField()

    def __init__(self, data: Any = None, *, client: Client) -> None:
        super().__init__(data)
        if not client.has_address:
            del self.fields["tells"]


def shared_section(now: datetime) -> dict[str, Any]:
    """Return what the desk's front page says of shared copies: those that are not read yet."""
    unread = shared_copies().filter(read_at=None)
    count = unread.count()
    return {
        "rows": rows_of(unread[:MOST_ON_FRONT]) if count else [],
        "count": count,
        "is_any": bool(count) or Snapshot.objects.live().exists(),
    }


@require_safe
@therapist_only
def shared_list(request: HttpRequest, user: User) -> HttpResponse:
    """Show what is shared, unread first."""
    page = Paginator(shared_copies(), A_PAGE).get_page(request.GET.get("page"))
    context = {"rows": rows_of(page), "page": page, "title": _("Shared with you")}
    return render(request, "admin/desk_copies.html", desk.context_of(request) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_only
def shared_copy(request: HttpRequest, user: User, reference: UUID) -> HttpResponse:
    """Open a copy (POST), and show it while it is open; before, only what it is."""
    copy = get_shared_copy(reference)
    if request.method != "POST":
        return show_copy(request, copy)
    now = timezone.now()
    if not is_open(request, reference, now):
        if not open_copy(copy=copy, by=user, now=now):
            raise Http404
        note_open(request, reference, now)
    return redirect("admin:shared_copy", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_only
def mark_read(request: HttpRequest, user: User, reference: UUID) -> HttpResponse:
    """Note that she read a copy (POST)."""
    copy = get_shared_copy(reference)
    if request.method == "POST" and note_read(copy=copy, by=user, now=timezone.now()):
        messages.success(request, _("Marked as read. The client sees that it was read, and when."))
        return redirect("admin:shared")
    return redirect("admin:shared_copy", reference)


@keep_words(written=["reply"], hidden=["tells"])
@require_http_methods(["GET", "HEAD", "POST"])
@therapist_only
def reply(request: HttpRequest, user: User, reference: UUID) -> HttpResponse:
    """Send a reply (POST). Whatever is in the way, what was typed comes back."""
    if request.method != "POST":
        return redirect("admin:shared_copy", get_shared_copy(reference).uuid)
    try:
        copy = get_shared_copy(reference)
    except Http404:
        return gone(request)
    form = ReplyForm(request.POST, client=copy.client)
    if not form.is_valid():
        return show_copy(request, copy, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    words, now = form.cleaned_data["reply"], timezone.now()
    tells = is_to_tell(form.cleaned_data.get("tells", ""), copy.client)
    try:
        is_sent = send_reply(copy=copy, words=words, by=user, now=now, tells=tells)
    except OtherReplyError:
        form.add_error("reply", _("You have replied already, with other words. Take that reply back first."))
        return show_copy(request, copy, form, status=HTTPStatus.CONFLICT)
    if not is_sent:
        return gone(request)
    done = _("Your reply is in the client's space.")
    messages.success(request, f"{done} {say_told(copy.client, tells=tells)}")
    return redirect("admin:shared_copy", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@therapist_only
def reply_back(request: HttpRequest, user: User, reference: UUID) -> HttpResponse:
    """Take a reply back (POST)."""
    copy = get_shared_copy(reference)
    if request.method == "POST" and take_reply_back(copy=copy, by=user, now=timezone.now()):
        messages.success(request, _("Taken back. The client sees that there was a reply, not what it said."))
    return redirect("admin:shared_copy", reference)


def show_copy(
    request: HttpRequest, copy: Snapshot, form: ReplyForm | None = None, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Render a copy's page: what stands in it only while it is open."""
    context: dict[str, Any] = {"row": row_of(copy, here()), "title": _("A shared copy"), "is_open": False, "form": form}
    if is_open(request, copy.uuid, timezone.now()):
        context |= {
            "is_open": True,
            "copy": copy,
            "entries": entries(parse_prompts(copy.answer.version.prompts), copy.body),
            "read_when": say_short(copy.read_at, here()) if copy.read_at else "",
            "replied_when": say_short(copy.replied_at, here()) if copy.replied_at else "",
            "form": form or ReplyForm(client=copy.client),
        }
    return render(request, "admin/desk_shared_copy.html", desk.context_of(request) | context, status=status)


def gone(request: HttpRequest) -> HttpResponse:
    """Say that nothing is here, and give back what was typed; the same whether there ever was anything."""
    context = {"title": _("Not here"), "words": request.POST.get("reply", "")}
    return render(
        request, "admin/desk_shared_gone.html", desk.context_of(request) | context, status=HTTPStatus.NOT_FOUND
    )


def rows_of(copies: Iterable[Snapshot]) -> list[CopyRow]:
    """Return what a list says of copies."""
    place = here()
    return [row_of(copy, place) for copy in copies]


def row_of(copy: Snapshot, place: Place) -> CopyRow:
    """Return what a list says of a copy."""
    return CopyRow(
        reference=copy.uuid,
        name=copy.client.name,
        title=copy.title,
        shared=say_short(copy.shared_at, place),
        is_read=copy.read_at is not None,
        is_answered=copy.replied_at is not None,
    )


def here() -> Place:
    """Return where the practice is."""
    return home_of(Practice.load(), settings.TIME_ZONE)
