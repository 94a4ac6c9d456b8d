"""Words that came after what opened the page had ended, a sign-in or a link, are given back instead of being lost."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from bookings import access
from practice.keeping import View, give_back, keeping_of

BY_SIGN_IN, BY_LINK = "bookings/booking_not_sent.html", "bookings/booking_not_sent_by_link.html"


def give_words_back(has_ended: Callable[[HttpRequest], bool], template: str) -> Callable[[View], View]:
    """Give back what was written where nothing opens the page any more; with nothing written the view goes its way.

    Nothing is looked up: the answer is the same whether or not there is what the address names. `keep_words` says
    which fields are given back, and stands around this.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            keeping = keeping_of(request) if has_ended(request) else None
            if keeping is None or not any(request.POST.get(name, "").strip() for name in keeping.written):
                return view(request, *args, **kwargs)
            return give_back(request, replace(keeping, template=template))

        return guarded

    return guard


def has_signed_out(request: HttpRequest) -> bool:
    """Tell whether nobody is signed in, in a browser that asked for nothing either."""
    return not request.user.is_authenticated and access.BROWSER not in request.session


def has_no_link(request: HttpRequest) -> bool:
    """Tell whether no link is open in this browser."""
    return access.MANAGED not in request.session
