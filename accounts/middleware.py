"""Limits on signing in, counted for all processes, and a clean browser after signing out."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.limits import first_exceeded
from practice.errors import error_page
from practice.middleware import Handler

TAKES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
CLEARED = '"cache", "cookies", "storage"'


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


def clear_after_sign_out(get_response: Handler) -> Handler:
    """Tell the browser to forget what it kept of this site, once the person has signed out, wherever that was."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        came_with_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = get_response(request)
        if came_with_session and request.session.modified and request.session.is_empty():
            response.headers["Clear-Site-Data"] = CLEARED
        return response

    return middleware
