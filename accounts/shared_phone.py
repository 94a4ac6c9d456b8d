"""What is not done by itself in a browser that others may use: keeping a file, and adding a passkey to the device."""

from typing import Any
from urllib.parse import urljoin

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import own_browser
from practice.middleware import Handler

SURE = "sure"
ADDS_PASSKEY = "mfa_add_webauthn"


class SharedPhone:
    """Ask before a file is kept on a phone that others may use, and offer no passkey there.

    Every answer that is a file is held back, whatever view it came from, so that a file added later is warned of too.
    The desk and the mailbox of one's own machine are not a client's.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_file(response) and is_warned(request):
            return ask_about_file(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Lead from adding a passkey to the question whose phone it is; staff needs one to come in at all."""
        match = request.resolver_match
        if match is None or match.view_name != ADDS_PASSKEY or own_browser.is_own(request):
            return None
        if not request.user.is_authenticated or request.user.is_staff:
            return None
        messages.info(request, _("A passkey is for a phone that only you use. Say first whether this is one."))
        return redirect("space_phone")


def mind_shared_phones(get_response: Handler) -> SharedPhone:
    """Ask before a file is kept, and offer no passkey, where others use the phone too."""
    return SharedPhone(get_response)


def is_file(response: HttpResponseBase) -> bool:
    """Return whether a browser would keep this answer as a file."""
    return response.status_code == 200 and response.headers.get("Content-Disposition", "").startswith("attachment")


def is_warned(request: HttpRequest) -> bool:
    """Return whether a file is asked about first: on a shared phone, once, and outside desk and mailbox."""
    match = request.resolver_match
    is_elsewhere = match is None or "admin" in match.app_names or (match.url_name or "").startswith("mailbox")
    is_sure = SURE in request.GET or SURE in request.POST
    return not (is_elsewhere or is_sure or own_browser.is_own(request))


def ask_about_file(request: HttpRequest) -> HttpResponseBase:
    """Show what keeping a file means; going on sends the same request once more."""
    asked = request.POST if request.method == "POST" else request.GET
    sent = [(name, value) for name, values in asked.lists() if name != "csrfmiddlewaretoken" for value in values]
    context = {"sent": sent, "is_post": request.method == "POST", "back": urljoin(request.path, "..")}
    return render(request, "accounts/keep_file.html", context)
