"""Pages for what went wrong: with the help bar, and the same for what is not yours and what is not there."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from practice.keeping import give_back, keeping_of
from practice.moved import lead_on
from practice.uploads import UploadTooLargeError


def error_page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Return the page of an error status; it holds no token, no nonce and nothing of the request."""
    return render(request, f"{status.value}.html", status=status.value)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be understood, or is more than is read."""
    is_too_large = isinstance(exception, UploadTooLargeError)
    return error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE if is_too_large else HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is not allowed to anybody, such as to delete what stays; a stale form has other words."""
    return render(request, "not_allowed.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what is not there, or is not the asker's.

    The same to the last header: a private page has looked at the cookie, an address that never was has not. Where no
    page answers at all, it may be an address of the old site.
    """
    if request.resolver_match is None and (moved := lead_on(request)):
        return moved
    response = error_page(request, HTTPStatus.NOT_FOUND)
    patch_vary_headers(response, ["Cookie"])
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of this program."""
    return error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without a valid token; what was written in a form of this site is given back, to be sent again."""
    keeping = keeping_of(request)
    return give_back(request, keeping) if keeping else error_page(request, HTTPStatus.FORBIDDEN)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer who has used up a limit: a view returns this where `limits.spend` fails."""
    return error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
