"""Words that arrive after the sign-in has ended are given back, not lost."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from worksheets.forms import PREFIX

type View = Callable[..., HttpResponseBase]

KEPT = ("revision", "page")


def keep_words(view: View) -> View:
    """Answer a form sent by nobody with a page that holds what was sent, to be sent again after signing in.

    It says nothing of the worksheet, which nobody may see: only what came is given back.
    """

    @wraps(view)
    def keeping(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return give_back(request)

    return keeping


def give_back(request: HttpRequest) -> HttpResponseBase:
    """Render the page with what was sent."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name in KEPT or name.startswith(f"{PREFIX}-")
        for value in values
    ]
    words = [value for name, value in sent if name not in KEPT and value.strip()]
    context = {"sent": sent, "words": words}
    return render(request, "worksheets/signed_out.html", context, status=HTTPStatus.FORBIDDEN)
