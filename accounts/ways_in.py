"""Who changes how she signs in has just signed in: else whoever finds her space open could make it his own.

allauth asks for the password or the passkey again. Most people have neither but sign in by a code, or by a link and a
PIN; of them it asks nothing, so they are asked here.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.middleware import TAKES_NOTHING
from accounts.models import User
from accounts.rights.freshness import ALWAYS, ON_SENDING, address_to_prove, is_fresh
from practice.middleware import Handler


class WaysIn:
    """Lead from a page that changes the way in to a new sign-in, where the last one is some minutes old."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer in place of the view. Staff proves itself by password and second factor wherever that counts."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        is_asked = name in ALWAYS or (name in ON_SENDING and request.method not in TAKES_NOTHING)
        if not is_asked or not isinstance(request.user, User) or request.user.is_staff:
            return None
        if get_adapter().get_reauthentication_methods(request.user) or is_fresh(request, request.user):
            return None
        return redirect(address_to_prove(request.user, back=request.path))


def guard_ways_in(get_response: Handler) -> WaysIn:
    """Ask who it is before the way in is changed."""
    return WaysIn(get_response)
