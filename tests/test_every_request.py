"""R7: generated requests to every address, by every method, from everyone: nothing escapes, nothing is a 5xx.

What a request changes is rolled back after it, so every request meets the same practice.
"""

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import hypothesis
import pytest
from django.db import transaction
from django.test import Client as Browser
from django.test.client import BOUNDARY, MULTIPART_CONTENT, ClientHandler, encode_multipart
from django.urls import get_resolver
from hypothesis import strategies as st

from accounts.models import Client, User
from bookings.models import Booking, SessionType
from bookings.services.codes import manage_token
from practice.contact import leave_message
from practice.content_types import plain_type
from practice.shipped import parts
from tests import cast
from tests.bookings.browsing import opened
from tests.bookings.conftest import clock, practitioner, session_type, therapist
from tests.bookings.steps import ask_and_verify
from tests.factories import NOW, make_essay, make_topic
from tests.reporting import report
from tests.test_access_matrix import ROLES, Address, addresses
from tests.worksheets.sheets import make_sheet, typed
from worksheets.services import start_answer

__all__ = ["clock", "practitioner", "session_type", "therapist"]

REQUESTS = int(os.environ.get("REQUESTS", "2000"))
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"]
NASTY = [
    "", " ", "0", "-1", "1", "99999999999999999999", "1e9", "NaN", "\0", "a\0b", "\r\nX: y", "\x1b[31m", "\u2028",
    "\u202e", "\u200b", "e" + "\u0301" * 50, "👩🏽‍⚕️", "अ" * 40, "x" * 3000, "../../etc/passwd", "..%2f", "%",
    "%s%n", "{0.__class__}",
    "{{7*7}}", "' OR 1=1--", "<script>alert(1)</script>", "https://evil.example/", "//evil.example", "/admin/",
    "null",
    "true", "[]", "{}", "\ud800", "\uffff", "yes", "on", "0001-01-01", "9999-12-31", "9999-12-31T23:59:00Z",
    "0001-01-01T00:00:00Z",
    "2026-11-23", "2026-11-23T06:30:00Z", "2026-11-23T06:30", "2027-03-14T02:30", "America/New_York",
    "Asia/Kolkata", "../UTC",
    "video", "individual", "000000", "asha@example.com", "a@b", "x" * 300 + "@b.co", "quiet", "first-sheet",
    "home", "key", "svg",
]  # fmt: skip
NAMES = [
    "q", "page", "tz", "from", "to", "start", "mode", "next", "empty", "o", "p", "all", "sort", "e", "name",
    "email", "body",
    "request_key", "opened", "subject", "note", "is_adult", "guardian", "relation", "contact", "how", "given_on", "answer", "is_guardian", "limits", "consent", "code", "login", "password", "password1", "password2",
    "oldpassword", "slot",
    "other", "override_reason", "revision", "page", "w-line", "w-words", "w-tone", "w-place", "w-found", "whole",
    "action", "_selected_action",
    "action_add", "action_primary", "action_remove", "app_label", "model_name", "field_name", "term", "_save",
    "_popup", "id", "credential",
    "title", "status", "starts_at", "is_staff", "csrfmiddlewaretoken", "_method",
]  # fmt: skip
KINDS = ["form", "form", "multipart", "json", "raw"]
TYPES = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7",
    "application/json", "text/plain; charset=hex",
    "multipart/form-data", "multipart/form-data; boundary=x; charset=idna",
    "multipart/form-data; boundary=" + "x" * 300, "text/html",
]  # fmt: skip
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ["hi", "x" * 10_000, "en;q=2,*;q=x", "\xff"],
    "HTTP_RANGE": ["bytes=0-," * 1000, "bytes=5-1", "x"],
    "HTTP_IF_NONE_MATCH": ["*", 'W/"', "x" * 500],
    "HTTP_IF_MODIFIED_SINCE": ["x", "Thu, 01 Jan 1970 00:00:00 GMT", "Sun, 06 Nov 99999 08:49:37 GMT"],
    "HTTP_COOKIE": ["x", "session=\0; csrf=1", "=;;=", "a=" + "b" * 8000],
    "HTTP_X_FORWARDED_FOR": ["x", "1.2.3.4, ::1, [", "," * 500],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest"],
    "HTTP_ACCEPT": ["application/json", "x"],
    "HTTP_ORIGIN": ["null", "https://evil.example"],
    "HTTP_REFERER": ["\xff", "https://[", "x" * 5000],
    "HTTP_X_HTTP_METHOD_OVERRIDE": ["DELETE"],
    "CONTENT_LENGTH": ["x", "-1", "0"],
    "REMOTE_ADDR": ["", "x", "::1", "fe80::1%eth0"],
}
BY_KIND = {
    "int": st.sampled_from(["0", "1", "2", "9" * 30]),
    "slug": st.sampled_from(["individual", "quiet", "self-trust", "home", "a" * 300]),
}

values = st.one_of(st.sampled_from(NASTY), st.sampled_from(NASTY), st.text(max_size=30))
fields = st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), values, max_size=8)


class AsServed(ClientHandler):
    """Django's handler behind what the web server's entrance does first."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        return super().__call__({**environ, "CONTENT_TYPE": plain_type(environ.get("CONTENT_TYPE", ""))})


@dataclass(frozen=True)
class Stage:
    """The practice with something of everything in it, and a browser for each role."""

    jars: dict[str, SimpleCookie]
    objects: list[str]
    good: list[dict[str, str]] = field(default_factory=list)

    def browser(self, role: str) -> Browser:
        """Return a fresh browser that is signed in as a role."""
        browser = Browser(raise_request_exception=True)
        browser.handler = AsServed(enforce_csrf_checks=False)
        browser.cookies = SimpleCookie({name: morsel.value for name, morsel in self.jars[role].items()})
        return browser


@pytest.fixture
def stage(session_type: SessionType, clock: object, therapist: User) -> Stage:
    """Return a practice that is open, with a booking, a worksheet, an essay and a message."""
    for load in (parts.load_help_lines, parts.load_processors):
        load()
    make_essay("Quiet", topic=make_topic())
    people = {"reader": cast.make_reader(), "staff": cast.make_staff(), "therapist": therapist}
    people |= {name: cast.make_patron(f"{name}@example.com", name.title()) for name in ("asha", "bela")}
    booking = ask_and_verify(session_type)
    message = leave_message(name="A", email="a@example.com", body="Words", request_key=uuid4(), now=NOW)
    asha = Client.objects.get(user=people["asha"])
    answer = start_answer(client=asha, version=make_sheet(), now=NOW)
    jars = {"nobody": Browser().cookies}
    for role, user in people.items():
        browser = cast.sign_in(Browser(), user, second_factor=role == "therapist")
        browser.get(f"/book/manage/{manage_token(booking)}/")
        jars[role] = browser.cookies
    request = {
        "request_key": str(uuid4()),
        "opened": opened(),
        "name": "Asha",
        "email": "x@example.com",
        "is_adult": "yes",
        "limits": "on",
        "consent": "on",
    }
    contact = {"request_key": str(uuid4()), "email": "x@example.com", "body": "Words"}
    good = [request, contact, typed(asha, words="Words"), {"other": "2026-11-24T12:00"}, {"code": "000000"}]
    objects = [str(booking.uuid), str(booking.pk), str(message.pk), str(answer.pk), manage_token(booking)]
    return Stage(jars, objects, good)


def path_of(address: Address, draw: Callable[[Any], Any], stage: Stage) -> str:
    """Return a path of an address with something drawn for each of its parameters."""
    path = ""
    for piece in (
        address.route.replace("(?P<url>.*)$", "<path:url>").replace("(?P<", "<str:").replace("^", "").split("<")
    ):
        kind, has_parameter, rest = piece.partition(">")
        if not has_parameter:
            path += piece
            continue
        kind = kind.partition(":")[0] if ":" in kind else "str"
        drawn = draw(st.one_of(st.sampled_from(stage.objects), BY_KIND.get(kind, values), values))
        path += quote(drawn.encode("utf-8", "replace"), safe="") + rest
    return path


def body_of(draw: Callable[[Any], Any], stage: Stage) -> tuple[bytes, str]:
    """Return the body of a request and its kind: a good form with something changed, or anything at all."""
    given = {**draw(st.sampled_from([{}, *stage.good])), **draw(fields)}
    kind = draw(st.sampled_from(KINDS))
    if kind == "json":
        return json.dumps(given).encode(), "application/json"
    if kind == "raw":
        return draw(st.binary(max_size=200)), draw(st.sampled_from(TYPES))
    if kind == "form":
        return encode(given).encode(), "application/x-www-form-urlencoded"
    return encode_multipart(BOUNDARY, {clean(name): clean(value) for name, value in given.items()}), MULTIPART_CONTENT


def clean(text: str) -> str:
    """Return what a client can send."""
    return text.encode("utf-8", "replace").decode()


def encode(given: dict[str, str]) -> str:
    """Return fields as a query."""
    return urlencode({clean(name): clean(value) for name, value in given.items()})


def send(browser: Browser, method: str, path: str, draw: Callable[[Any], Any], stage: Stage) -> Any:
    """Send one request and undo what it changed."""
    extra: dict[str, Any] = {"REMOTE_ADDR": f"10.{draw(st.integers(0, 255))}.0.1"}
    for name in draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=2, unique=True)):
        extra[name] = draw(st.sampled_from(HEADERS[name]))
    body, kind = (b"", "") if method in {"GET", "HEAD", "TRACE"} else body_of(draw, stage)
    query = encode(draw(fields))
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] # as the test's own transaction: limits commit within it
    with block:
        try:
            response: Any = browser.generic(method, path, body, kind, QUERY_STRING=query, **extra)
            b"".join(response) if response.streaming else None
        finally:
            transaction.set_rollback(True)
    return response


@pytest.mark.gate
@pytest.mark.unmeasured
def test_no_request_breaks_the_site(stage: Stage) -> None:
    everywhere = list(addresses(get_resolver()))
    statuses: Counter[int] = Counter()

    @hypothesis.settings(
        max_examples=REQUESTS, derandomize=True, database=None, deadline=None, phases=[hypothesis.Phase.generate]
    )
    @hypothesis.given(st.data(), st.sampled_from(everywhere), st.sampled_from(METHODS), st.sampled_from(ROLES))
    def ask(data: st.DataObject, address: Address, method: str, role: str) -> None:
        path = path_of(address, data.draw, stage)
        status = send(stage.browser(role), method, path, data.draw, stage).status_code
        statuses[status // 100] += 1
        assert status < 500, (method, path, role)

    ask()
    report("R7", statuses[5], 0, ok=not statuses[5], requests=statuses.total(), statuses=dict(statuses))
    assert Booking.objects.count() == 1  # the control: what was asked was undone
    assert min(statuses[2], statuses[3], statuses[4]) > REQUESTS / 50
