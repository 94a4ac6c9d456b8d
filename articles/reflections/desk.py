"""Reflections at the desk: what waits, one by one to show or not, to reply to, and to erase; and the site's switch."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rights.periods import days_of
from articles.desk_access import may_write
from articles.models import Essay, Reflection, ReflectionQuerySet
from articles.reflections.errors import OtherReplyError
from articles.reflections.forms import ReplyForm
from articles.reflections.services import (
    PERIOD,
    State,
    decide,
    erase_reflection,
    open_site,
    reply_to,
)
from articles.reflections.services import take_reply_back as delete_reply
from articles.selectors import TEXTS_OF_ITS_ESSAY
from practice import desk
from practice.danger import has_danger_words
from practice.keeping import keep_words
from practice.models import Practice
from practice.times import say_here

A_PAGE = 20
LONG = timedelta(days=14)  # to wait


@dataclass(frozen=True, slots=True)
class Row:
    """One reflection as the desk shows it."""

    reflection: Reflection
    sent: str
    decided: str
    replied: str
    words_matched: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the three lists, and how many stand in it."""

    state: str
    title: str
    count: int
    is_here: bool


def section(now: datetime) -> dict[str, Any]:
    """Return what the desk's front page says of them."""
    waiting = list(Reflection.objects.waiting())
    return {
        "waiting": len(waiting),
        "matched": sum(words_matched(each) for each in waiting),
        "waits_long": bool(waiting) and now - waiting[0].sent_at > LONG,
        "is_open": Practice.load().takes_reflections,
    }


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Show those that wait, oldest first; or those that were decided about, newest first."""
    may_write(request)
    state = request.GET.get("state", State.WAITING)
    state = state if state in State.values else State.WAITING
    rows = of_state(state)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        **desk.context_of(request),
        "title": _("Reflections"),
        "rows": [row_of(each) for each in page],
        "page": page,
        "tabs": tabs(state),
        "state": state,
        "is_open": Practice.load().takes_reflections,
        "essays": Essay.objects.filter(takes_reflections=True).only("title"),
        "days": days_of(PERIOD),
    }
    return render(request, "admin/desk_reflections.html", context)


def of_state(state: str) -> ReflectionQuerySet:
    """Return the reflections of one list in its order."""
    rows = Reflection.objects.filter(state=state).select_related("essay").defer(*TEXTS_OF_ITS_ESSAY)
    return rows if state == State.WAITING else rows.order_by("-decided_at", "-pk")


def tabs(here: str) -> list[Tab]:
    """Return the three lists."""
    titles = {State.WAITING: _("Waiting"), State.SHOWN: _("Shown"), State.NOT_SHOWN: _("Not shown")}
    return [
        Tab(state.value, title, Reflection.objects.filter(state=state).count(), state == here)
        for state, title in titles.items()
    ]


@require_POST
def open_or_close(request: HttpRequest) -> HttpResponse:
    """Open reflections on the whole site, or close them."""
    may_write(request)
    is_open = request.POST.get("open") == "yes"
    open_site(is_open=is_open)
    words = _("Open. Readers may write under the essays that you chose.") if is_open else _("Closed on the whole site.")
    messages.success(request, words)
    return redirect("admin:reflections")


@require_safe
def show_one(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show one reflection, with what can be done about it."""
    may_write(request)
    return one_page(request, get_reflection(reference), ReplyForm())


def one_page(
    request: HttpRequest, reflection: Reflection, form: ReplyForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Render the page of a reflection."""
    context = {
        **desk.context_of(request),
        "title": _("A reflection"),
        "row": row_of(reflection),
        "form": form,
        "days": days_of(PERIOD),
    }
    return render(request, "admin/desk_reflection.html", context, status=status)


@require_POST
def decide_one(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show a reflection, or do not; only as whoever pressed the button saw it."""
    may_write(request)
    reflection, wish = get_reflection(reference), request.POST.get("to", "")
    if wish not in {State.SHOWN, State.NOT_SHOWN}:
        return redirect("admin:reflection", reference)
    seen = request.POST.get("seen", "")
    if not decide(reflection=reflection, seen=seen, to=State(wish), now=timezone.now()):
        messages.error(request, _("Nothing was changed: this was decided in another tab meanwhile. Look once more."))
        return redirect("admin:reflection", reference)
    messages.success(request, said_of(wish))
    return redirect("admin:reflections")


def said_of(wish: str) -> str:
    """Return what is said after a decision."""
    if wish == State.SHOWN:
        return _("It is shown under the essay now.")
    days = days_of(PERIOD)
    return _("It is not shown. It stays under “Not shown” for %(days)d days, should you think again.") % {"days": days}


@keep_words(written=["reply"])
@require_POST
def reply_to_one(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Store a reply; whatever is in the way, what was typed comes back."""
    may_write(request)
    reflection = Reflection.objects.select_related("essay").filter(uuid=reference).first()
    if reflection is None:
        return gone(request)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return one_page(request, reflection, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        is_stored = reply_to(reflection=reflection, words=form.cleaned_data["reply"], now=timezone.now())
    except OtherReplyError:
        form.add_error("reply", _("You have replied already, with other words. Take that reply back first."))
        return one_page(request, reflection, form, HTTPStatus.CONFLICT)
    if not is_stored:
        return gone(request)
    messages.success(request, _("Your reply stands under the reflection, wherever that is shown."))
    return redirect("admin:reflection", reference)


@require_POST
def take_reply_back(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Delete a reply."""
    may_write(request)
    delete_reply(reflection=get_reflection(reference))
    messages.success(request, _("Your reply is deleted."))
    return redirect("admin:reflection", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def erase_one(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Ask (GET), then delete a reflection (POST)."""
    may_write(request)
    reflection = get_reflection(reference)
    if request.method == "POST":
        erase_reflection(reflection=reflection)
        messages.success(request, _("It is erased."))
        return redirect("admin:reflections")
    context = {**desk.context_of(request), "title": _("Erase this reflection?"), "row": row_of(reflection)}
    return render(request, "admin/desk_reflection_erase.html", context)


def gone(request: HttpRequest) -> HttpResponse:
    """Say that a reflection is gone, and give back what was typed."""
    context = {**desk.context_of(request), "title": _("Not here"), "typed": [request.POST.get("reply", "")]}
    return render(request, "admin/desk_reflection_gone.html", context, status=HTTPStatus.NOT_FOUND)


def get_reflection(reference: UUID) -> Reflection:
    """Return a reflection with its essay; Http404 where there is none."""
    return get_object_or_404(Reflection.objects.select_related("essay"), uuid=reference)


def row_of(reflection: Reflection) -> Row:
    """Return what the desk says of one."""
    return Row(
        reflection=reflection,
        sent=say_here(reflection.sent_at),
        decided=say_here(reflection.decided_at) if reflection.decided_at else "",
        replied=say_here(reflection.replied_at) if reflection.replied_at else "",
        words_matched=words_matched(reflection),
    )


def words_matched(reflection: Reflection) -> bool:
    """Tell whether words on the list stand in a reflection; worked out anew at each reading, stored nowhere."""
    return has_danger_words(f"{reflection.name}\n{reflection.body}")
