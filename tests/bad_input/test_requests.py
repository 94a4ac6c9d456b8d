"""Rows u1 to u17: requests that no page of ours sends."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from bookings.models import Booking
from bookings.services.codes import hash_token, manage_token
from practice.content_types import plain_type
from practice.models import ContactMessage, OutgoingMessage
from practice.wsgi import application
from tests.bad_input.doors import Stage, send_contact
from tests.bookings.browsing import details_url, form
from tests.factories import make_essay

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]

HELP = b"tel:14416"
FORMS = ["/contact/", "/book/individual/details/?start=2026-11-23T06:30:00Z&mode=video", "/book/manage/find/"]
FORMS += ["/account/login/", "/account/login/code/", "/account/password/reset/"]


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://testserver:81"])
def test_u1_a_form_sent_from_elsewhere_is_refused_with_our_page(stage: Stage, path: str, origin: str) -> None:
    browser = Browser(enforce_csrf_checks=True)
    token = browser.get(path).cookies["csrf"].value
    sent = {**form(), "csrfmiddlewaretoken": token, "body": "Words"}
    response = browser.post(path, sent, headers={"Origin": origin})
    assert response.status_code == 403
    assert HELP in response.content
    assert not ContactMessage.objects.exists()
    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize("token", ["", "x" * 64, "x" * 10_000, "\0", "a" * 32])
def test_u1_a_form_with_a_wrong_token_is_refused_and_with_its_own_it_is_taken(stage: Stage, token: str) -> None:
    browser = Browser(enforce_csrf_checks=True)
    own = browser.get("/contact/").cookies["csrf"].value
    sent = {"request_key": form()["request_key"], "email": "new@example.com", "body": "Words"}
    assert browser.post("/contact/", {**sent, "csrfmiddlewaretoken": token}).status_code == 403
    assert not ContactMessage.objects.exists()
    assert browser.post("/contact/", {**sent, "csrfmiddlewaretoken": own}).status_code == 302  # the control


READ_ONLY = ["/", "/about/", "/help/", "/essays/", "/essays/quiet/", "/essays/search/", "/book/", "/book/individual/"]
READ_ONLY += [
    "/book/individual/times.json",
    "/art/quiet.svg",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/essays/feed/",
]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
@pytest.mark.parametrize("path", READ_ONLY)
def test_u2_a_page_for_reading_takes_no_other_method(stage: Stage, path: str, method: str) -> None:
    make_essay("Quiet")
    assert stage.stranger.get(path).status_code == 200
    assert stage.stranger.generic(method, path).status_code == 405


def test_u2_acts_of_the_desk_are_carried_out_by_post_only(stage: Stage, desk: Browser) -> None:
    for act in ("confirm", "decline", "cancel"):
        path = f"/admin/bookings/booking/{stage.booking.pk}/{act}/"
        for method in ("GET", "HEAD"):
            assert desk.generic(method, path).status_code == (405 if act == "confirm" else 200)
        for method in ("PUT", "DELETE", "TRACE"):
            assert desk.generic(method, path).status_code == 405
    stage.booking.refresh_from_db()
    assert stage.booking.status == "confirmed"


def test_u2_a_method_named_in_a_form_is_no_method(stage: Stage) -> None:
    sent = {"_method": "DELETE", "X-HTTP-Method-Override": "DELETE"}
    path = reverse("book_asked", args=[stage.booking.uuid])
    assert stage.ashas.post(path, sent, headers={"X-HTTP-Method-Override": "GET"}).status_code == 405
    assert Booking.objects.filter(pk=stage.booking.pk, status="confirmed").exists()


@pytest.mark.parametrize(
    "wanted", ["/admin/", "https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_u4_nobody_signed_in_is_sent_to_the_desk_or_elsewhere(stage: Stage, wanted: str) -> None:
    response = stage.ashas.get("/account/login/", {"next": wanted}, follow=True)
    assert "evil" not in str(response.redirect_chain)
    assert len(response.redirect_chain) <= 2
    assert response.status_code in {200, 404}


@pytest.mark.parametrize("host", ["evil.test", "testserver.evil.test", "testserver, evil.test", "[", "", "a b", "\xff"])
@pytest.mark.parametrize("path", ["/", "/contact/", "/account/login/", "/nothing/"])
def test_u5_another_host_gets_our_page_and_no_mail(stage: Stage, path: str, host: str) -> None:
    response = stage.stranger.get(path, HTTP_HOST=host)
    if host and path != "/nothing/":
        assert response.status_code == 400
        assert HELP in response.content
    assert b"evil" not in response.content


def test_u5_a_letter_names_the_configured_site_whatever_the_proxy_is_said_to_be(stage: Stage) -> None:
    headers = {"X-Forwarded-Host": "evil.test", "Forwarded": "host=evil.test"}
    stage.stranger.post("/book/manage/find/", {"email": "asha@example.com"}, headers=headers)
    stage.stranger.post("/account/password/reset/", {"email": "asha@example.com"}, headers=headers)
    bodies = [str(message.body) for message in OutgoingMessage.objects.all()]
    assert bodies
    assert not [body for body in bodies if "evil" in body]
    assert any(settings.SITE_URL in body for body in bodies)


@pytest.mark.parametrize("path", [
    "/media/..%2fdb.sqlite3", "/static/..%2f..%2fmanage.py", "/static/%252e%252e%252fmanage.py",
    "/static/../manage.py",
    "/.git/config", "/.env", "/var/env", "/manage.py~", "/db.sqlite3", "/static/.git/", "/static/",
    "/art/..%2fhome.svg",
    "/mailbox/..%2f..%2fenv/", "/mailbox/../", "/essays/..%2f/", "/%00", "/essays/%00/", "/book/manage/%00/",
    "/%FF%FE/",
    "/art/home.svg%00.png", "/static/css/%00", "/" + "a" * 5000, "/" + "a/" * 2000, "/static/" + "a" * 300,
    "/%ED%A0%80",
], ids=lambda path: path[:40])  # fmt: skip
def test_u7_no_path_leads_out_of_the_site(stage: Stage, path: str) -> None:
    response = stage.stranger.get(path)
    assert response.status_code == 404
    assert b"Traceback" not in b"".join(response)


@pytest.mark.parametrize("query", [
    "page=999999999", "page=abc", "page=-1", "page=0", "page=%00", "page=9999999999999999999999", "page=1&page=x",
    "sort=password", "order=__class__", "o=1.2.-99", "q=" + "x" * 10_000, "&&&==", "%", "a[b][c]=1",
    "page=%D9%A1", "page=1e3",
])  # fmt: skip
@pytest.mark.parametrize("path", ["/essays/", "/essays/search/", "/book/", "/book/individual/", "/help/", "/"])
def test_u8_an_odd_query_shows_the_page_or_none(stage: Stage, path: str, query: str) -> None:
    response = stage.stranger.get(f"{path}?{query}")
    assert response.status_code in {200, 404}
    assert response.status_code == 200 or path == "/essays/"


@pytest.mark.parametrize(
    "query", ["o=1.2.-99", "o=password", "q=%00", "p=99999", "e=1", "user__password__startswith=p", "status__exact=x"]
)
def test_u8_the_desk_filters_only_by_what_its_lists_offer(stage: Stage, desk: Browser, query: str) -> None:
    response = desk.get(f"/admin/bookings/booking/?{query}", follow=True)
    assert response.status_code in {200, 400}


@pytest.mark.parametrize("name", ["x <a@b.co>, victim@c.co", '"; x', "=?utf-8?q?x?=", "a" * 120])
def test_u12_a_display_name_adds_no_recipient(stage: Stage, name: str) -> None:
    assert send_contact(stage, name=name, email="new@example.com").status_code == 302
    stored = ContactMessage.objects.get()
    assert stored.name == name
    assert "victim" not in str(OutgoingMessage.objects.get().body)


@pytest.mark.parametrize("header", [
    {"HTTP_ACCEPT_LANGUAGE": "x" * 10_240}, {"HTTP_ACCEPT_LANGUAGE": "hi," * 4000},
    {"HTTP_RANGE": "bytes=" + "0-," * 1000},
    {"HTTP_RANGE": "bytes=9-1"}, {"HTTP_COOKIE": "a=" + "b" * 8192}, {"HTTP_COOKIE": "session=\0; csrf=\x1b"},
    {"HTTP_COOKIE": "session=" + "x" * 8000}, {"HTTP_IF_NONE_MATCH": '"' * 5000},
    {"HTTP_IF_MODIFIED_SINCE": "x" * 500},
    {"HTTP_REFERER": "https://["}, {"HTTP_USER_AGENT": "\x1b[31m\r\nX: y"}, {"CONTENT_LENGTH": "x"},
    {"HTTP_X_FORWARDED_FOR": "x, [, ::"},
], ids=lambda header: f"{next(iter(header))}-{next(iter(header.values()))[:9]!a}")  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/contact/", "/book/individual/", "/space/", "/static/css/desk.css"])
def test_u17_an_odd_header_is_ignored(stage: Stage, path: str, header: dict[str, str]) -> None:
    expected = stage.stranger.get(path).status_code
    response = Browser().generic("GET", path, **header)  # type: ignore[arg-type]
    assert response.status_code in {expected, 416}


@pytest.mark.parametrize(
    "path", ["/space/", "/contact/", "/book/verify/", "/book/manage/", "/account/login/code/confirm/"]
)
@pytest.mark.parametrize("session", ["x", "\0", "../../x", "x" * 8000, "%00", "'", "é"])
def test_u17_a_session_that_never_was_is_nobodys(stage: Stage, path: str, session: str) -> None:
    browser = Browser()
    expected = browser.get(path)
    browser.cookies["session"] = session
    response = browser.get(path)
    assert (response.status_code, response.headers.get("Location")) == (
        expected.status_code,
        expected.headers.get("Location"),
    )


def ask_the_entrance(**environ: Any) -> str:
    """Return the status that the web server's entrance answers with."""
    said: list[str] = []
    body = environ.pop("body", b"")
    given = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/help/", "SERVER_NAME": "testserver", "SERVER_PORT": "80",
        "HTTP_HOST": "testserver",
        "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http",
        "CONTENT_LENGTH": str(len(body)),
        "QUERY_STRING": "", "SCRIPT_NAME": "", "REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1",
    }  # fmt: skip
    request_started.disconnect(close_old_connections)  # the connection is the test's
    try:
        b"".join(application({**given, **environ}, lambda status, headers: said.append(status)))
    finally:
        request_started.connect(close_old_connections)
    return said[0]


BAD_TYPES = [
    "text/plain; charset=idna",
    "text/plain; charset=hex",
    "a; charset=" + "x" * 20_000,
    "a; charset*=nope'x'y",
    "a;;;=;",
    "\xff;\xff=\xff",
]


@pytest.mark.parametrize("kind", BAD_TYPES, ids=lambda kind: ascii(kind[:24]))
def test_t13_a_kind_that_makes_no_sense_is_ignored(stage: Stage, kind: str) -> None:
    assert ask_the_entrance(CONTENT_TYPE=kind, QUERY_STRING="q=%FF&x=%C3%A9") == "200 OK"


def test_t11_a_kind_with_a_charset_and_too_many_parameters_is_answered(stage: Stage) -> None:
    many = "&".join(f"f{number}=x" for number in range(1200))
    entrance = {"CONTENT_TYPE": "text/plain; charset=utf-8", "QUERY_STRING": many}
    assert ask_the_entrance(**entrance) == "200 OK"  # this page does not look
    assert ask_the_entrance(**entrance, PATH_INFO="/essays/search/").startswith("400")


def test_t13_a_form_is_never_read_as_utf_7(stage: Stage) -> None:
    parts = {"body": "+ADw-script+AD4-", "email": "new@example.com", "request_key": form()["request_key"]}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts.items()
    )
    kind = "multipart/form-data; boundary=x; charset=utf-7"
    entrance = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/contact/",
        "CONTENT_TYPE": kind,
        "body": f"{body}--x--\r\n".encode(),
    }
    token = Browser().get("/contact/").cookies["csrf"].value
    status = ask_the_entrance(**entrance, HTTP_COOKIE=f"csrf={token}", HTTP_X_CSRFTOKEN=token)
    assert status == "302 Found"
    assert ContactMessage.objects.get().body == "+ADw-script+AD4-"


@given(st.one_of(st.text(max_size=200), st.from_regex(r'[a-z/]{1,9}(; ?[a-z*]{1,8}=("[^"]*"|.{0,9})){0,3}')))
@rules(max_examples=200, derandomize=True, database=None, deadline=None)
def test_t13_whatever_a_kind_says_no_charset_is_left_of_it(kind: str) -> None:
    left = plain_type(kind)
    assert "charset" not in left.lower().partition(";")[2].partition("boundary=")[0]
    assert plain_type(left) == left


@pytest.mark.parametrize("kind", ["", "text/html", 'multipart/form-data; boundary="----x"'])
def test_t13_a_plain_kind_stays_as_it_is(kind: str) -> None:
    assert plain_type(kind) == kind


def test_b4_u14_a_manage_link_with_one_letter_changed_is_the_404_of_nothing(stage: Stage) -> None:
    token = manage_token(stage.booking)
    Booking.objects.filter(pk=stage.booking.pk).update(manage_token_hash=hash_token(token))
    nothing = stage.stranger.get("/nothing-here/")
    for guess in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.swapcase(),
        token + "A",
        token[:-1],
        "\0",
        "x" * 5000,
        "é",
    ):
        response = stage.stranger.get(reverse("book_manage_link", args=[guess]))
        assert (response.status_code, response.content) == (404, nothing.content)
    opened = stage.stranger.get(reverse("book_manage_link", args=[token]))
    assert opened.headers["Location"] == "/book/manage/"  # the control; and no token stays in the address
    assert opened.headers["Referrer-Policy"] == "same-origin"


def test_u6_u11_a_request_is_logged_by_its_route_alone(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    stage.stranger.get("/essays/heron%0d%0aX:/?q=heron", HTTP_USER_AGENT="heron\r\nX")
    stage.stranger.get(details_url(stage.session_type) + "&name=heron")
    assert "heron" not in caplog.text
    assert "/book/<slug:slug>/details/" in caplog.text
