"""The space of whoever is signed in, and leaving it quickly."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import closing, ledger, own_browser
from accounts.access import Asker, Kind, is_nobody, require_signed_in, who_is_asking
from accounts.ledger.acts import lines_for
from accounts.middleware import CLEARED
from accounts.models import LedgerEntry
from accounts.reach import wishes_of
from accounts.reach_forms import OwnReachForm
from accounts.services import set_reach
from practice.keeping import give_words_back, keep_words
from practice.leaving import NEUTRAL_SITE
from practice.middleware import public_page

LINES_A_PAGE = 50
SIGN_IN_ENDED = "practice/not_sent_signed_out.html"


@require_safe
@require_signed_in
def space(request: HttpRequest) -> HttpResponse:
    """Show the person's sessions and worksheets; staff goes on to the desk, where its own guard takes over."""
    asker = who_is_asking(request)
    if asker.user is not None and asker.user.is_staff:
        return redirect("admin:index")
    days = closing.days_left(asker.client, timezone.now()) if asker.client else 0
    context = {
        "asker": asker,
        "worksheets_words": why_no_worksheets(asker),
        "days_left": days,
        "ledger_url": reverse("space_ledger") if asker.kind is Kind.CLIENT else "",
    }
    return render(request, "accounts/space.html", context)


@require_safe
@require_signed_in
def space_ledger(request: HttpRequest) -> HttpResponse:
    """Show a client, in care now or earlier, who opened what of hers and what was changed, the newest first."""
    asker = who_is_asking(request)
    if asker.kind is not Kind.CLIENT or asker.client is None:
        raise Http404
    rows = LedgerEntry.objects.filter(client=asker.client).order_by("-number")
    page = Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "lines": lines_for(asker.client, list(page), names_things=own_browser.is_own(request)),
        "page": page,
        "is_sound": not ledger.check(timezone.now(), asker.client.pk).wrong,
    }
    return render(request, "accounts/ledger.html", context)


@keep_words(written=["name", "phone", "safe_hours"], hidden=["reach", "voicemail"], template=SIGN_IN_ENDED)
@give_words_back(is_nobody, SIGN_IN_ENDED)
@require_http_methods(["GET", "HEAD", "POST"])
@require_signed_in
def space_reach(request: HttpRequest) -> HttpResponse:
    """Let someone who has asked say how she may be reached; whoever never asked has no such page."""
    client = who_is_asking(request).client
    if client is None:
        raise Http404
    known = {**wishes_of(client).columns(), "name": client.name}
    sent = request.POST if request.method == "POST" else None
    own = {"is_remembered": own_browser.is_own(request), "has_address": client.has_address}
    form = OwnReachForm(sent, initial=known, **own)
    form.read_number_in(client.zone_name)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "accounts/reach.html", {"form": form}, status=status)
    set_reach(client=client, wishes=form.wishes(), name=form.cleaned_data["name"])
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("space")


@require_safe
@public_page
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that nobody is signed in here any more; the same for everyone."""
    return render(request, "accounts/signed_out.html")


def why_no_worksheets(asker: Asker) -> str:
    """Return what stands in place of worksheets for who is no client; empty for a client, in care now or earlier."""
    if asker.kind is Kind.CLIENT:
        return ""
    if asker.client is not None and asker.client.closes_on is not None:
        day = formats.date_format(asker.client.closes_on, "j F Y")
        return _("What you wrote in worksheets could be read until %(day)s, and is deleted.") % {"day": day}
    return _("This page is yours: the sessions you ask for appear here. Worksheets come with being a client.")


# Leaving must work on a page that has been open all night, when its token is long stale. A form forged by another
# site brings no session cookie (SameSite=Lax), so it ends nothing and clears nothing.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponseBase:
    """Lead to a neutral site; from a private page (POST) also sign out and clear what the browser kept."""
    return leave_private(request) if request.method == "POST" else leave_public(request)


@public_page
def leave_public(request: HttpRequest) -> HttpResponse:
    """Redirect, the same for everyone."""
    return HttpResponseRedirect(NEUTRAL_SITE)


def leave_private(request: HttpRequest) -> HttpResponse:
    """Sign out, clear the browser, go on to the neutral site.

    By a Refresh header, not a redirect: Chromium holds a form's redirect against `form-action 'self'` and blocks it.
    The refresh takes the place of this page in the history.
    """
    if had_session := settings.SESSION_COOKIE_NAME in request.COOKIES:
        logout(request)
    response = render(request, "accounts/left.html", {"neutral_site": NEUTRAL_SITE})
    response.headers["Refresh"] = f"0; url={NEUTRAL_SITE}"
    if had_session:
        response.headers["Clear-Site-Data"] = CLEARED
    for name in (own_browser.COOKIE, settings.CSRF_COOKIE_NAME):  # for browsers that do not know that header
        if name in request.COOKIES:
            response.delete_cookie(name, samesite="Lax")
    return response
