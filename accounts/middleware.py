"""Limits on signing in, counted for all processes, and a clean browser after signing out."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts import own_browser, sign_ins
from accounts.limits import first_exceeded
from accounts.models import User
from practice.errors import error_page
from practice.middleware import Handler

TAKES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
CLEARED = '"cache", "cookies", "storage"'
CLEARED_BUT_COOKIES = '"cache", "storage"'


class SignInLimits:
    """Answer 429 to too many tries. Counts after the check for forged forms, so that no other site can use tries up."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer in place of the view where a limit is exceeded."""
        if request.method in TAKES_NOTHING or request.resolver_match is None:
            return None
        exceeded = first_exceeded(request.resolver_match.view_name, request)
        if exceeded is None:
            return None
        response = error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(int(exceeded.per.total_seconds()))
        return response


def limit_sign_in(get_response: Handler) -> SignInLimits:
    """Answer 429 to too many attempts from one place."""
    return SignInLimits(get_response)


def end_idle_sign_ins(get_response: Handler) -> Handler:
    """Let a sign-in that was not used for too long open nothing; found out when a page first asks who is there.

    A public page never asks, and so stays the same for everyone.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        found = request.user
        request.user = SimpleLazyObject(lambda: still_signed_in(request, found))  # type: ignore[assignment]
        return get_response(request)

    return middleware


def still_signed_in(request: HttpRequest, found: User | AnonymousUser) -> User | AnonymousUser:
    """Return the user, or nobody once the sign-in was left alone too long. Asking how long is left is no use of it."""
    if not isinstance(found, User):
        return AnonymousUser()
    is_asking = request.method == "GET" and request.path == reverse("sign_in_state")
    if is_asking and sign_ins.left_of(request, found) > timedelta(0):
        return found
    return found if sign_ins.go_on(request, found) else AnonymousUser()


def clear_after_sign_out(get_response: Handler) -> Handler:
    """Tell the browser to forget what it kept of this site, once the person has signed out, wherever that was.

    In a phone of one's own the answer to whose it is stays. Where the page that says so sets a new token against
    forged forms, cookies stay too: else its own form would be refused.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        came_with_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = get_response(request)
        if came_with_session and request.session.modified and request.session.is_empty():
            keeps_cookies = own_browser.is_own(request) or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
            response.headers.setdefault("Clear-Site-Data", CLEARED_BUT_COOKIES if keeps_cookies else CLEARED)
        return response

    return middleware
