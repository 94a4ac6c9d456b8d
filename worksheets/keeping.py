"""Words written in a worksheet are given back where they cannot be saved, to be saved by one press."""

from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from practice import keeping
from practice.keeping import View
from worksheets.forms import END, PREFIX

MARKS = ["revision", "page", "sheet", END]  # what a page says of itself


def keep_words(view: View) -> View:
    """Give the words back for a stale token, and also where the sign-in has ended and the token still counts.

    The page says nothing of the worksheet, which not everyone may see: only what came is given back.
    """

    @keeping.keep_words(hidden=MARKS, prefix=f"{PREFIX}-", template="worksheets/not_saved.html")
    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        own = None if request.user.is_authenticated else keeping.keeping_of(request)
        return keeping.give_back(request, own) if own else view(request, *args, **kwargs)

    return kept
