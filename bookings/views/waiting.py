"""Joining the waiting list: its public page, the form, and the code that proves an address."""

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import who_is_asking
from accounts.models import Client
from accounts.services import sign_in_by_proof
from bookings import access, pages, selectors, waiting, waiting_access
from bookings.doors import PUBLIC, door_to
from bookings.errors import CodeExpiredError, ListClosedError, WrongCodeError
from bookings.forms import CodeForm
from bookings.models import SessionType, WaitingDraft
from bookings.on_file import on_file
from bookings.request_limits import mails_to, may_mail, requests_from
from bookings.scheduling.policy import Asker
from bookings.services import (
    ask_to_wait,
    is_settled,
    join_list,
    prove_waiting,
    send_new_waiting_code,
    was_sent_just_now,
)
from bookings.services.caps import asker_of
from bookings.shown_terms import texts_in_force
from bookings.views.choosing import get_type, offered_types
from bookings.views.proving import may_try_code, nothing_to_prove, say_of_code
from bookings.waiting_forms import JoinForm
from bookings.waiting_words import rules_of
from practice import opening
from practice.errors import error_page
from practice.keeping import keep_words
from practice.limits import spend, spend_in_turn
from practice.middleware import public_page
from practice.nearest_help import young_help_near

JOINS_A_CLIENT_A_DAY = 6  # each tells the therapist


@require_safe
@public_page
def book_waiting_list(request: HttpRequest) -> HttpResponse:
    """Show the rules of the waiting list, and what can be waited for; the same for everyone."""
    practitioner = selectors.first_practitioner()
    if practitioner is None or not opening.is_open_for_requests():
        return redirect("book")
    context = {
        "rules": rules_of(practitioner),
        "types": offered_types(PUBLIC) if practitioner.keeps_waiting_list else [],
        "is_kept": practitioner.keeps_waiting_list,
    }
    return render(request, "bookings/waiting_list.html", context)


@keep_words(
    written=["name", "email"],
    hidden=["request_key", "opened", "modes", "cells", "zone", "is_adult", "limits", "consent"],
)
@require_http_methods(["GET", "HEAD", "POST"])
def book_wait(request: HttpRequest, slug: str) -> HttpResponse:
    """Join the list for one session type: at once for someone known, with a code for anybody else."""
    client = who_is_asking(request).client
    session_type = get_type(slug, asker_of(client))
    if asker_of(client) is Asker.CLIENT and session_type.audience == SessionType.Audience.NEW_CLIENTS:
        raise Http404
    if not opening.is_open_for_requests():
        return redirect("book")
    if entry := waiting.entries_of(client).filter(session_type=session_type).first():
        return redirect("book_place", reference=entry.uuid)
    if not session_type.practitioner.keeps_waiting_list:
        return redirect("book_waiting_list")
    place, home = pages.places(session_type.practitioner, request.GET.get("tz", client.zone_name if client else ""))
    data = request.POST if request.method == "POST" else None
    now = timezone.now()
    texts = texts_in_force()
    form = JoinForm(
        data,
        session_type=session_type,
        place=place,
        home=home,
        now=now,
        is_known=client is not None,
        texts=texts,
        on_file=on_file(client, texts),
    )
    if data is None:
        return join_page(request, form, client)
    if not form.is_valid() or form.shows_other_terms or form.looks_sent_by_a_machine(now):
        return join_page(request, form, client, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not is_within_limits(request, form, client):
        return join_page(request, form, client, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        return join(request, form, client)
    except ListClosedError:
        return redirect("book_waiting_list")


def join(request: HttpRequest, form: JoinForm, client: Client | None) -> HttpResponse:
    """Give the place, or keep what was asked for and go on to the code."""
    now = timezone.now()
    if client is not None:
        entry = join_list(session_type=form.session_type, client=client, wishes=form.what_suits(), now=now)
        return redirect("book_place", reference=entry.uuid)
    ask_to_wait(
        session_type=form.session_type,
        wishes=form.what_suits(),
        name=form.cleaned_data["name"],
        email=form.cleaned_data["email"],
        request_key=form.key,
        browser_key=access.browser_key(request),
        now=now,
    )
    return redirect("book_wait_verify")


def is_within_limits(request: HttpRequest, form: JoinForm, client: Client | None) -> bool:
    """Count a join against who sends it, where it comes from, and the mailbox it would fill; once for each form."""
    if client is not None:
        return spend("wait", str(client.pk), limit=JOINS_A_CLIENT_A_DAY, per=timedelta(days=1))
    made = WaitingDraft.objects.filter(request_key=form.key).first()
    if made and is_settled(made, form.what_suits(), form.cleaned_data["name"], form.cleaned_data["email"]):
        return True
    return spend_in_turn([*requests_from(request), *mails_to(form.cleaned_data["email"], request)])


def join_page(request: HttpRequest, form: JoinForm, client: Client | None, status: int = HTTPStatus.OK) -> HttpResponse:
    """Render the form, with every word kept."""
    is_child = form.is_bound and "is_adult" in form.fields and form.is_for_child
    context = {
        "kind_words": form.take_kind_words(),
        "form": form.with_fresh_token(timezone.now()) if form.is_bound else form,
        "type": form.session_type,
        "rules": rules_of(form.session_type.practitioner),
        "is_known": client is not None,
        "is_too_often": status == HTTPStatus.TOO_MANY_REQUESTS,
        "times_url": pages.times_address(form.session_type, door_to(form.session_type, asker_of(client))),
        "notice": form.texts["notice"],
        "limits": form.texts["confidentiality"],
        "young_help": young_help_near(str(form["zone"].value())) if is_child else None,
    }
    return render(request, "bookings/waiting_join.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def book_wait_verify(request: HttpRequest) -> HttpResponse:
    """Take the code; the right one gives the place and signs the person in."""
    draft = waiting_access.draft_of(request)
    if draft is None:
        return nothing_to_prove(request, is_place=True)
    if draft.entry is not None:
        return redirect("book_place", reference=draft.entry.uuid)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return verify_page(request, draft, form)
    if not may_try_code(request):
        return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    return check_code(request, draft, form)


def check_code(request: HttpRequest, draft: WaitingDraft, form: CodeForm) -> HttpResponse:
    """Prove the address, or say what is wrong with the code."""
    try:
        entry = prove_waiting(draft=draft, code=form.cleaned_data["code"], now=timezone.now())
    except (WrongCodeError, CodeExpiredError) as error:
        form.add_error("code", say_of_code(error))
        return verify_page(request, draft, form)
    except ListClosedError:
        return redirect("book_waiting_list")
    except WaitingDraft.DoesNotExist:
        return redirect("book_wait_verify")
    page, user = reverse("book_place", args=[entry.uuid]), entry.client.user
    answer = sign_in_by_proof(request, user, next_url=page) if user else redirect(page)
    waiting_access.open_place(request, entry)  # the mailbox is proved, also where nobody is signed in by it
    return answer


def verify_page(request: HttpRequest, draft: WaitingDraft, form: CodeForm) -> HttpResponse:
    """Render the page that asks for the code."""
    again = reverse("book_wait", args=[draft.session_type.slug])
    context = {"form": form, "draft": draft, "again_url": again}
    is_wrong = form.is_bound and not form.is_valid()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "bookings/waiting_verify.html", context, status=status)


@require_POST
def book_wait_new_code(request: HttpRequest) -> HttpResponse:
    """Mail a fresh code for what this browser asked for."""
    draft = waiting_access.draft_of(request)
    if draft is None:
        return nothing_to_prove(request, is_place=True)
    if draft.entry is not None:
        return redirect("book_place", reference=draft.entry.uuid)
    now = timezone.now()
    if not was_sent_just_now(draft, now) and not may_mail(draft.email, request):
        return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
    send_new_waiting_code(draft=draft, now=now)
    messages.success(request, _("A new code is on its way."))
    return redirect("book_wait_verify")
