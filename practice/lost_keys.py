"""The answer where something stored cannot be opened: it says so, and nothing of it is changed."""

import logging
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from practice.crypto import SealedError
from practice.middleware import Handler

log = logging.getLogger("practice.lost_keys")


class ClearRefusal:
    """Answer a page that needed what cannot be opened with a page that says just that.

    What stands there is neither shown in part nor written over: whoever runs the site puts the key back, and it opens.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer for this kind of error alone."""
        if not isinstance(exception, SealedError):
            return None
        log.error("Something stored cannot be opened: %s", type(exception).__name__)
        return render(request, "cannot_be_opened.html", status=HTTPStatus.SERVICE_UNAVAILABLE)


def refuse_clearly(get_response: Handler) -> ClearRefusal:
    """Say clearly where something stored cannot be opened."""
    return ClearRefusal(get_response)
