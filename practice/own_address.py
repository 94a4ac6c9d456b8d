"""A page that answers a form gets an address of its own, so that no browser keeps what was sent to it.

A browser lists its open tabs on the disk. Of a page that is itself the answer to a form it writes down what was sent,
and takes it back whenever it next writes that list, or never, if it is killed first. So the answer, a form that was
refused for instance, is kept here for two minutes, sealed, and the browser is sent to fetch it: what it then shows was
asked for by an address alone. Only that browser finds it: the key is made of its token against forged forms and of its
session, and so is void once somebody leaves or signs out.

What comes from a program, or from a browser that does not say what it is about to show, is answered directly; so is
everything at the desk, which is not a client's device.
"""

import secrets
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, TypeGuard

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

from practice.middleware import Handler
from practice.models import KeptAnswer

KEPT = timedelta(minutes=2)
NAME = "answer"  # of the part of the address that no view sees
MOST = 300  # kept at once: who floods the site makes it no larger, and the rest are answered directly
LARGEST = 300_000  # bytes of one page; with MOST some 120 MB at the worst, sealed
LONGEST = 1_500  # characters of an address, which must pass every proxy


def give_own_address(get_response: Handler) -> Handler:
    """Lead a browser from the form it sent to an address at which the answer is shown."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = take_token(request)
        if token and request.method == "GET" and (kept := find(request, token)):
            return kept
        response = get_response(request)
        if is_shown_by_browser(request) and is_page_of_its_own(response, request):
            return lead_to(request, response) or response
        return response

    return middleware


def take_token(request: HttpRequest) -> str:
    """Take what names a kept answer out of the address, for the views; return it, empty where there is none."""
    parts = request.META.get("QUERY_STRING", "").split("&")
    mine = [part for part in parts if part.startswith(f"{NAME}=")]
    if not mine:
        return ""
    request.META["QUERY_STRING"] = "&".join(part for part in parts if part not in mine)
    return str(mine[-1].removeprefix(f"{NAME}="))


def is_shown_by_browser(request: HttpRequest) -> bool:
    """Tell whether a form was sent whose answer a browser will show, as browsers since 2023 say of themselves."""
    return request.method == "POST" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def is_page_of_its_own(response: HttpResponseBase, request: HttpRequest) -> TypeGuard[HttpResponse]:
    """Tell whether an answer can be shown later as well; one that clears the browser, or goes on by itself, cannot."""
    match = request.resolver_match
    is_desk = match is not None and "admin" in match.app_names
    is_page = isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html")
    is_plain = response.status_code == 200 or 400 <= response.status_code < 500
    acts = {"Clear-Site-Data", "Refresh"} & set(response.headers)
    return is_page and is_plain and not acts and not is_desk


def lead_to(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """Keep an answer and return the way to it; None where it cannot be kept, or this browser could not fetch it."""
    token = secrets.token_urlsafe(12)
    path = request.get_full_path()
    address = f"{path}{'&' if '?' in path else '?'}{NAME}={token}"
    if len(response.content) > LARGEST or len(address) > LONGEST:
        return None
    if request.session.modified and not request.session.is_empty() and not request.session.session_key:
        request.session.save()
    key = key_of(request, token)
    now = timezone.now()
    forget_old_answers(now)
    if not key or KeptAnswer.objects.count() >= MOST:
        return None
    html = response.content.decode(response.charset)
    page: Any = {"status": response.status_code, "headers": dict(response.headers), "html": html}
    KeptAnswer.objects.create(key=key, page=page, until=now + KEPT)
    way = HttpResponseRedirect(address)
    way.status_code = HTTPStatus.SEE_OTHER
    way.cookies = response.cookies
    return way


def find(request: HttpRequest, token: str) -> HttpResponse | None:
    """Return the answer that is kept for this browser at this address; None where there is none, or no more."""
    key = key_of(request, token)
    kept = KeptAnswer.objects.filter(key=key, until__gt=timezone.now()).first() if key else None
    if kept is None:
        return None
    return HttpResponse(kept.page["html"], status=kept.page["status"], headers=kept.page["headers"])


def key_of(request: HttpRequest, token: str) -> str:
    """Return by what an answer to this browser is found; empty where the browser keeps no cookies.

    A session that has ended meanwhile has no key any more, once it was asked for what it holds.
    """
    if not request.COOKIES:
        return ""
    request.session.keys()
    holds = [request.META.get("CSRF_COOKIE") or "", request.session.session_key or ""]
    if not any(holds):
        return ""
    said = "|".join([*holds, request.get_full_path(), token])
    return salted_hmac("practice.own_address", said, algorithm="sha256").hexdigest()


def forget_old_answers(now: datetime) -> None:
    """Delete what nobody can fetch any more."""
    KeptAnswer.objects.filter(until__lte=now).delete()
