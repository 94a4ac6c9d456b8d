"""A place on the waiting list: its page and its acts, for its owner and for whoever has the link from the mailbox."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import require_sign_in_or
from bookings import pages, waiting, waiting_access
from bookings.models import WaitingEntry
from bookings.services import change_wishes, keep_waiting, leave_list
from bookings.services.codes import manage_token
from bookings.views.acting import user_of
from bookings.waiting_forms import WishForm
from bookings.waiting_words import place_words, rules_of
from practice.keeping import keep_words


@require_safe
def book_place_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the link's token in the session and go on to an address without it. Changes nothing else."""
    entry = waiting_access.open_place_link(request, token)
    return redirect("book_place", reference=entry.uuid)


@require_safe
@require_sign_in_or(waiting_access.PLACE)
def book_place(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Say how far up one is, what suits, what was offered, and why nothing is offered now."""
    entry = waiting_access.get_place_for(request, reference)
    now = timezone.now()
    offer = waiting.open_offer_of(entry, now)
    context = {
        "place": place_words(entry, now),
        "offer": pages.session_view(offer, now) if offer else None,
        "offer_url": reverse("book_manage_link", args=[manage_token(offer)]) if offer else "",
        "rules": rules_of(entry.practitioner),
    }
    return render(request, "bookings/waiting_place.html", context)


@keep_words(hidden=["modes", "cells", "zone"])
@require_http_methods(["GET", "HEAD", "POST"])
@require_sign_in_or(waiting_access.PLACE)
def book_place_act(request: HttpRequest, reference: UUID, act: str) -> HttpResponse:
    """Change what suits, say that one still waits, or leave; a GET only asks."""
    entry = waiting_access.get_place_for(request, reference)
    if act not in ACTS:
        raise Http404
    if entry.ended_at is not None:
        messages.info(request, _("Nothing was changed: this page now shows how things stand."))
        return redirect("book_place", reference=reference)
    return ACTS[act](request, entry)


def change(request: HttpRequest, entry: WaitingEntry) -> HttpResponse:
    """Ask what suits from now on, and keep it."""
    now = timezone.now()
    form = WishForm(request.POST if request.method == "POST" else None, entry=entry, now=now)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "bookings/waiting_change.html", {"form": form, "entry": entry}, status=status)
    change_wishes(entry=entry, wishes=form.what_suits(), now=now)
    messages.success(request, _("Saved. You keep your place, and it holds from now on."))
    return redirect("book_place", reference=entry.uuid)


def stay(request: HttpRequest, entry: WaitingEntry) -> HttpResponse:
    """Note that one still waits; the page itself asks."""
    if request.method == "POST":
        keep_waiting(entry=entry, now=timezone.now())
        messages.success(request, _("You still wait, from the same place."))
    return redirect("book_place", reference=entry.uuid)


def leave(request: HttpRequest, entry: WaitingEntry) -> HttpResponse:
    """Ask, then give up the place."""
    if request.method != "POST":
        has_offer = waiting.open_offer_of(entry, timezone.now()) is not None
        return render(request, "bookings/waiting_leave.html", {"entry": entry, "has_offer": has_offer})
    leave_list(entry=entry, by=user_of(request), now=timezone.now())
    messages.success(request, _("You are off the list. Nothing more is sent about it."))
    return redirect("book_place", reference=entry.uuid)


ACTS = {"change": change, "stay": stay, "leave": leave}
