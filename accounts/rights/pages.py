"""What is kept about whoever is signed in: to see, to take along, to have erased; and complaints, open to everyone."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require_signed_in, who_is_asking
from accounts.models import Consent, Erasure, Grievance
from accounts.rights import agreeing, complaining
from accounts.rights.collecting import collect, parts_of, to_take_along
from accounts.rights.complaining import ComplaintForm, complain
from accounts.rights.erasing import SEALED, begin_erasure
from accounts.rights.erasing_forms import SureForm
from accounts.rights.freshness import address_to_prove, is_about_data, is_fresh, place_to_come_back_to
from accounts.rights.holdings import Person, person_of
from accounts.rights.noting import note_export
from accounts.rights.periods import days_of
from accounts.shared_phone import ask_about_file, is_warned
from practice.keeping import keep_words
from practice.limits import client_address, spend
from practice.middleware import public_page

SENT = "complaint_sent"  # in the address, and in the session: the day of the answer


def own_data[**P](
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Hand the view the person who is signed in; for the desk's own people there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        asker = who_is_asking(request)
        if asker.user is None or asker.user.is_staff:
            raise Http404
        return view(request, person_of(client=asker.client, user=asker.user), *args, **kwargs)

    return require_signed_in(guarded)


@require_safe
@own_data
def show_data(request: HttpRequest, person: Person) -> HttpResponse:
    """Show every way to act on what is kept, what was agreed to, and complaints."""
    context = {
        "person": person,
        "receipts": agreeing.receipts_of(person.client) if person.client else [],
        "complaints": Grievance.objects.filter(client=person.client) if person.client else [],
    }
    return render(request, "accounts/rights_data.html", context)


@require_safe
@own_data
def read_all(request: HttpRequest, person: Person) -> HttpResponse:
    """Show every entry, word for word: what the file says, to read here."""
    return render(request, "accounts/rights_all.html", parts_of(collect(person, timezone.now())))


@require_POST
@own_data
def take_along(request: HttpRequest, person: Person) -> HttpResponseBase:
    """Give the file, after a fresh sign-in; each time is a line in the ledger."""
    if (stop := stop_unless_fresh(request, person, "space_data")) is not None:
        return stop
    if is_warned(request):
        return ask_about_file(request)  # here, so that what is not kept stands in no ledger
    now = timezone.now()
    content = to_take_along(person, now)
    if person.client:
        note_export(person.client, now)
    name = f"your-data-{localdate(now):%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def stop_unless_fresh(request: HttpRequest, person: Person, page: str) -> HttpResponse | None:
    """Return the way to prove again who it is, and back to the page that asked; None where that was just done."""
    assert person.user is not None
    if is_fresh(request, person.user):
        return None
    return redirect(address_to_prove(person.user, back=reverse(page)))


@require_http_methods(["GET", "HEAD", "POST"])
@own_data
def prove_again(request: HttpRequest, person: Person) -> HttpResponse:
    """Ask to sign in again by code (GET), and begin that (POST)."""
    back = place_to_come_back_to(request)
    if request.method != "POST" or not person.addresses:
        # To a page that changes the way in there is no going back without proof: then it is to the space.
        context = {"is_about_data": is_about_data(back), "back": back if is_about_data(back) else reverse("space")}
        return render(request, "accounts/rights_prove.html", context)
    logout(request)
    return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': back})}")


@require_http_methods(["GET", "HEAD", "POST"])
@own_data
def show_receipt(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """Show what was agreed to, word for word (GET); take it back (POST)."""
    own = Consent.objects.filter(client=person.client).select_related("policy_text", "client")
    consent = get_object_or_404(own, pk=number)
    if request.method == "POST":
        agreeing.withdraw(consent=consent, now=timezone.now())
        messages.success(request, _("You have taken it back. It holds from now on."))
        return redirect("space_data")
    return render(request, "accounts/rights_receipt.html", {"consent": consent, "text": consent.policy_text})


@require_http_methods(["GET", "HEAD", "POST"])
@own_data
def erase(request: HttpRequest, person: Person) -> HttpResponse:
    """Say what an erasure does and leaves (GET); do it, after a tick and a fresh sign-in (POST)."""
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "accounts/rights_erase.html", {"form": form, "days": days_of(SEALED)}, status=status)
    if (stop := stop_unless_fresh(request, person, "space_data_erase")) is not None:
        return stop
    begin_erasure(person=person, by=Erasure.By.CLIENT, user=person.user, now=timezone.now())
    logout(request)
    return redirect("data_erased")


@require_safe
@public_page
def erased(request: HttpRequest) -> HttpResponse:
    """Say that it is done; the same for everyone."""
    return render(request, "accounts/rights_erased.html")


@keep_words(written=["email", "body"], hidden=["request_key"])
@require_http_methods(["GET", "HEAD", "POST"])
def show_complaint(request: HttpRequest) -> HttpResponse:
    """Take a complaint about data from anyone, and say by when it is answered.

    That stands on a page of its own address: a browser keeps what was sent with a page that answers a form.
    """
    asker = who_is_asking(request)
    client = asker.client
    is_known = client is not None and asker.user is not None
    if request.method != "POST" and SENT in request.GET and (due := parse_date(request.session.get(SENT, ""))):
        return render(request, "accounts/rights_complaint.html", {"due_on": due, "is_sent": True})
    initial = {"request_key": uuid4()}
    form = ComplaintForm(request.POST if request.method == "POST" else None, initial=initial, is_known=is_known)
    if request.method == "POST" and form.is_valid():
        if not spend("complaint", client_address(request), limit=complaining.LIMIT, per=complaining.PER):
            form.add_error(None, _("Too many came from your connection. Please wait an hour, or telephone."))
            return render_complaint(request, form, HTTPStatus.TOO_MANY_REQUESTS)
        email = asker.user.email if asker.user and is_known else form.cleaned_data["email"]
        typed = {"body": form.cleaned_data["body"], "request_key": form.cleaned_data["request_key"]}
        stored = complain(client=client, email=email, **typed, now=timezone.now())
        request.session[SENT] = stored.due_on.isoformat()
        return redirect(f"{reverse('complaint')}?{SENT}=yes")
    return render_complaint(request, form, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK)


def render_complaint(request: HttpRequest, form: ComplaintForm, status: int) -> HttpResponse:
    """Show the form."""
    context = {"form": form, "days": days_of(complaining.DAYS)}
    return render(request, "accounts/rights_complaint.html", context, status=status)
