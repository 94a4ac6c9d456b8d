"""Words that cannot be saved, because the sign-in ended or the page’s token is of an earlier one, are given back."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

from worksheets.forms import PREFIX

type View = Callable[..., HttpResponseBase]

KEPT = ("revision", "page")


class CheckThatGivesBack(CsrfViewMiddleware):
    """The check for forged forms, which shows what was sent again instead of a bare refusal.

    Whoever forges a form may bring a person to that page, and gains nothing: saving asks for the mark of the
    person's own page as well.
    """

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return give_back(request)


def keep_words(view: View) -> View:
    """Answer a form sent by nobody, or with a stale token, with a page that holds what was sent, to be sent again.

    It says nothing of the worksheet, which not everyone may see: only what came is given back.
    """

    @csrf_exempt  # only so that the check inside may answer
    @decorator_from_middleware(CheckThatGivesBack)
    @wraps(view)
    def keeping(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return give_back(request)

    return keeping


def give_back(request: HttpRequest) -> HttpResponse:
    """Render the page with what was sent."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name in KEPT or name.startswith(f"{PREFIX}-")
        for value in values
    ]
    words = [value for name, value in sent if name not in KEPT and value.strip()]
    context = {"sent": sent, "words": words}
    return render(request, "worksheets/not_saved.html", context, status=HTTPStatus.FORBIDDEN)
