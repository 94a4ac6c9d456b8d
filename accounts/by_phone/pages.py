"""What a link opens: the page that takes the PIN. Opening it changes nothing, for messengers look at links too."""

from http import HTTPStatus

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.by_phone.forms import PinForm
from accounts.by_phone.services import DeadLinkError, WrongPinError, come_in, open_entry
from accounts.models import User

LINK, BROWSER = "phone_link", "phone_browser"  # in the session


@require_safe
def phone_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the link's token in the session and go on to an address without it. Changes nothing else."""
    try:
        open_entry(token=token, browser=known_browser(request), now=timezone.now())
    except DeadLinkError:
        return dead_link(request)
    request.session[LINK] = token
    return redirect("phone_in")


@require_http_methods(["GET", "HEAD", "POST"])
def phone_in(request: HttpRequest) -> HttpResponse:
    """Ask for the PIN (GET), and sign in with it (POST). Nobody signed in at the desk loses that sign-in here."""
    if isinstance(request.user, User) and request.user.is_staff:
        return render(request, "accounts/phone_in.html", {"is_at_desk": True})
    token, now = request.session.get(LINK, ""), timezone.now()
    form = PinForm(request.POST if request.method == "POST" else None)
    try:
        open_entry(token=token, browser=known_browser(request), now=now)
        if not form.is_valid():
            return pin_page(request, form)
        user = come_in(token=token, browser=new_browser(request), pin=form.cleaned_data["pin"], now=now)
    except DeadLinkError:
        return dead_link(request)
    except WrongPinError:
        form.add_error("pin", _("This is not the PIN. After three tries the link works no more."))
        return pin_page(request, form)
    del request.session[LINK]
    return sign_in(request, user)


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in, through allauth's stages, so that a second step is still asked for."""
    record_authentication(request, user, method="phone")
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=reverse("space")))
    return response


def pin_page(request: HttpRequest, form: PinForm) -> HttpResponse:
    """Show the form."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "accounts/phone_in.html", {"form": form}, status=status)


def dead_link(request: HttpRequest) -> HttpResponse:
    """Say that a link works no more: the same for one that never was, was used, ran out or belongs elsewhere."""
    request.session.pop(LINK, None)
    return render(request, "accounts/phone_in.html", {"is_dead": True}, status=HTTPStatus.NOT_FOUND)


def known_browser(request: HttpRequest) -> str:
    """Return the keyed hash by which links know this browser; "" for one in which no PIN was tried yet."""
    secret = request.session.get(BROWSER)
    return salted_hmac("accounts.by_phone.browser", secret, algorithm="sha256").hexdigest() if secret else ""


def new_browser(request: HttpRequest) -> str:
    """Return it for a browser in which a PIN is tried now."""
    request.session.setdefault(BROWSER, get_random_string(32))
    return known_browser(request)
