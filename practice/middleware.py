"""What holds for every answer: its log line, and that nothing private is kept by a cache."""

import logging
import time
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

type Handler = Callable[[HttpRequest], HttpResponseBase]
type View = Callable[..., HttpResponseBase]

access_log = logging.getLogger("practice.access")


def log_route(get_response: Handler) -> Handler:
    """Log method, route, status and milliseconds: never the path itself, the query, a token or a person."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        took = round((time.perf_counter() - started) * 1000)
        access_log.info("%s /%s %s %sms", request.method, match.route if match else "?", response.status_code, took)
        return response

    return middleware


def public_page(view: View) -> View:
    """Mark a page as the same for everyone: no cookie, may be kept by caches if they ask each time."""

    @wraps(view)
    def marked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code in {200, 301, 302, 304}:
            response.headers.setdefault("Cache-Control", "public, no-cache")
            patch_vary_headers(response, ["Save-Data"])  # without fonts for those who asked for less
        return response

    return marked


def private_unless_public(get_response: Handler) -> Handler:
    """Forbid every cache to keep an answer whose view did not say that it is public."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if "Cache-Control" not in response.headers or "no-store" in response.headers["Cache-Control"]:
            response.headers["Cache-Control"] = "private, no-store"
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


PERMISSIONS = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "payment=(), usb=(), interest-cohort=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"
)
