"""Rows f1 to f12 that no other folder tests; and S6, that what is not yours is what is not there."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.http.response import HttpResponseBase
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client
from articles.models import Essay
from bookings.models import Booking
from bookings.services.codes import hash_token, manage_token
from practice.shipped import parts
from tests import cast
from tests.bad_input.doors import Stage
from tests.factories import NOW, make_essay
from tests.reporting import report
from tests.worksheets.sheets import make_sheet, typed
from worksheets.models import Answer, Assignment
from worksheets.services import start_answer

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]

BAD_HTML = [
    '<a href="javascript:alert(1)">x</a>', '<a href="jav&#9;ascript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<img src="https://evil.example/pixel.png">', '<img src="//evil.example/x">', "<script>alert(1)</script>",
    '<p onclick="x()">x</p>', '<svg><use href="//evil.example/x"/></svg>', '<a href="//evil.example">x</a>',
    '<form action="//evil.example"><input></form>', '<p style="background:url(//evil.example)">x</p>',
    "{% debug %}{{ 7|add:7 }}",
]  # fmt: skip


@pytest.mark.parametrize("body", BAD_HTML)
def test_f1_f3_t14_nothing_pasted_into_an_essay_acts_or_fetches(stage: Stage, desk: Browser, body: str) -> None:
    essay = make_essay("Quiet")
    path = reverse("admin:articles_essay_change", args=[essay.pk])
    form = desk.get(path).context["adminform"].form
    given = {name: value for name, value in form.initial.items() if value not in (None, "")}
    sent = {**given, "body": f"<p>Rain.</p>{body}", "publish_at_0": "2026-11-01", "publish_at_1": "10:00"}
    assert desk.post(path, sent).status_code == 302
    page = stage.stranger.get("/essays/quiet/").content.decode()
    start = page.index("Rain.")
    text = page[start : page.index("</article>", start) if "</article>" in page[start:] else None][:600]
    for acting in (
        "javascript:",
        "data:text",
        "<script>alert",
        "onclick",
        "<svg",
        "<img src",
        "<form action",
        "style=",
        "{% debug 14",
    ):
        assert acting not in text
    assert 'href="//evil.example"' not in text or 'rel="' in text


@pytest.mark.parametrize("slug", ["feed", "search", "topics", "..", "a/b", "", "😀", "a" * 300, "\0", "a b"])
def test_f5_an_address_that_cannot_be_is_refused_beside_its_field(stage: Stage, desk: Browser, slug: str) -> None:
    essay = make_essay("Quiet")
    path = reverse("admin:articles_essay_change", args=[essay.pk])
    form = desk.get(path).context["adminform"].form
    given = {name: value for name, value in form.initial.items() if value not in (None, "")}
    response = desk.post(path, {**given, "slug": slug, "publish_at_0": "2026-11-01", "publish_at_1": "10:00"})
    assert response.status_code == 200
    assert "slug" in response.context["adminform"].form.errors
    assert Essay.objects.get().slug == "quiet"


@pytest.mark.parametrize("revision", ["", "x", "-1", "1e3", "\0", "9" * 30, "१"])
def test_f12_a_revision_that_is_none_saves_nothing(stage: Stage, revision: str) -> None:
    sent = {**typed(stage.asha, words="heron"), "revision": revision}
    for path in ("/space/worksheets/first-sheet/", "/space/worksheets/first-sheet/save/"):
        assert stage.ashas.post(path, sent).status_code == 400
    assert not Answer.objects.exists()


def as_seen(response: HttpResponseBase) -> tuple[int, bytes, dict[str, str]]:
    """Return all of an answer but its date."""
    headers = {name: value for name, value in response.headers.items() if name != "Date"}
    return response.status_code, response.content, headers  # type: ignore[attr-defined]


@pytest.fixture
def pairs(stage: Stage) -> list[tuple[str, str]]:
    """Return the private addresses that carry an identifier: of what is Asha's, and the same of nothing."""
    parts.load_policy_texts()
    hidden = make_sheet("only-ashas", in_library=False)
    Assignment.objects.create(client=stage.asha, worksheet=hidden.worksheet)
    start_answer(client=stage.asha, version=hidden, now=NOW)
    Booking.objects.update(manage_token_hash=hash_token("of another key"))
    own, none = stage.booking.uuid, uuid4()
    names = ["", "calendar/", *(f"{act}/" for act in ("cancel", "withdraw", "accept", "refuse", "nothing"))]
    found = [(f"/book/asked/{own}/{name}", f"/book/asked/{none}/{name}") for name in names]
    sheets = ["", "save/", "paper/", "paper/?empty=1", "pdf/", "pdf/?empty=1"]
    found += [(f"/space/worksheets/only-ashas/{name}", f"/space/worksheets/absent/{name}") for name in sheets]
    token = manage_token(stage.booking)
    return [*found, (f"/book/manage/{token}/", f"/book/manage/{'x' * len(token)}/")]


def ask(browser: Browser, method: str, path: str) -> tuple[int, bytes, dict[str, str]]:
    """Return what someone who may not gets for a path; nobody is led to sign in and then back to that very path."""
    code, body, headers = as_seen(browser.generic(method, path, b"revision=0", "application/x-www-form-urlencoded"))
    if code == 302:
        assert quote(path) in headers["Location"]
        headers["Location"] = headers["Location"].replace(quote(path), "PATH")
    return code, body, headers


METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
WHO: dict[str, Callable[[], Any]] = {
    "nobody": lambda: None,
    "reader": cast.make_reader,
    "bela": lambda: cast.make_patron("bela@example.com", "Bela"),
    "ended": lambda: cast.make_patron("ended@example.com", "Ended", status=Client.Status.ENDED),
}


@pytest.mark.parametrize("who", WHO)
def test_s6_what_is_not_yours_is_what_is_not_there(stage: Stage, pairs: list[tuple[str, str]], who: str) -> None:
    user = WHO[who]()
    asked, wrong = 0, []
    for own, none in pairs:
        for method in METHODS:
            hers, absent = (
                ask(cast.sign_in(Browser(), user) if user else Browser(), method, path) for path in (own, none)
            )
            asked += 1
            if hers != absent:
                wrong.append((method, own))
    report("S6", len(wrong), 0, role=who, requests=asked)
    assert wrong == []


def test_s6_the_owner_sees_what_the_others_are_told_is_not_there(stage: Stage, pairs: list[tuple[str, str]]) -> None:
    for own, none in pairs:
        if "/nothing/" not in own and "/manage/" not in own:
            assert stage.ashas.get(own).status_code == 200, own
            assert stage.ashas.get(none).status_code == 404
