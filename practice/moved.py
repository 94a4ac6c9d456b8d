"""Addresses that were another site's: asked only where no page of this one answers, so that none is ever hidden.

A room that knows of such addresses registers what finds the place where they lead now.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

type Finder = Callable[[HttpRequest], str | None]

FINDERS: dict[str, Finder] = {}


def register(name: str, find: Finder) -> None:
    """Have `find(request)` asked for the place that an address leads to, from the root of this site; None for none."""
    FINDERS[name] = find


def lead_on(request: HttpRequest) -> HttpResponse | None:
    """Return the way from an old address to where it leads now; None where it leads nowhere.

    It leads to a page of this site alone, and such a page never asks here: so there is one step, and no loop.
    """
    if request.method not in {"GET", "HEAD"}:
        return None
    places = (find(request) for find in FINDERS.values())
    place = next((place for place in places if place), None)
    return send_on(place) if place else None


def send_on(place: str) -> HttpResponse:
    """Answer, the same for everyone, that what was asked for is elsewhere for good."""
    response = HttpResponsePermanentRedirect(place)
    response.headers["Cache-Control"] = "public, no-cache"
    return response
