"""The site's addresses, and one more that shows what the site says when something went wrong."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import path

from practice import errors, urls
from practice.crypto import KeyMissingError

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


def went_wrong(request: HttpRequest, status: int) -> HttpResponse:
    """Answer as a view does that refuses."""
    return errors.error_page(request, HTTPStatus(status))


def lost(request: HttpRequest) -> HttpResponse:
    """Need what was sealed with a key that is missing."""
    raise KeyMissingError


urlpatterns = [*urls.urlpatterns, path("went-wrong/<int:status>/", went_wrong), path("key-lost/", lost)]
