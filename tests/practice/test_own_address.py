"""The answer to a form has an address of its own: only the browser that sent the form finds it, for two minutes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import resolve
from django.utils import timezone

from accounts.models import User
from practice import own_address
from practice.models import ContactMessage, KeptAnswer
from tests.cast import make_patron
from tests.practice.test_keeping import fields, message, text

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

BY_BROWSER = {"sec-fetch-mode": "navigate"}
WORDS = "Heron in the reeds"
NO_ADDRESS = {"body": WORDS, "email": "nobody"}


@pytest.fixture
def browser() -> Browser:
    """A browser in which the page of the form stands."""
    browser = Browser()
    browser.get("/contact/")
    return browser


def refuse(browser: Browser, address: str = "/contact/", **data: str) -> str:
    """Send a form that is refused, and return where its answer is."""
    way = browser.post(address, message(**{**NO_ADDRESS, **data}), headers=BY_BROWSER)
    assert way.status_code == 303, text(way)
    return str(way.headers["Location"])


def shown(browser: Browser, address: str) -> Any:
    """Return what a browser gets there."""
    return browser.get(address, headers=BY_BROWSER)


def test_a_refused_form_is_fetched_and_sent_again(browser: Browser) -> None:
    address = refuse(browser)
    page = shown(browser, address)
    assert page.status_code == 422
    assert WORDS in text(page)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]
    again = browser.post(address, message(body=WORDS), headers=BY_BROWSER)
    assert again.status_code == 302
    assert ContactMessage.objects.get().body == WORDS


def test_reloading_it_keeps_the_words_for_two_minutes(browser: Browser) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        address = refuse(browser)
        clock.shift(own_address.KEPT - timedelta(seconds=1))
        assert WORDS in text(shown(browser, address))
        clock.shift(timedelta(seconds=1))
        later = shown(browser, address)
    assert later.status_code == 200
    assert WORDS not in text(later)


def test_no_view_sees_the_name_of_the_answer(browser: Browser, rf: Any) -> None:
    request = rf.get("/book/?tz=Asia/Kolkata&answer=abc&mode=online")
    assert own_address.take_token(request) == "abc"
    assert request.get_full_path() == "/book/?tz=Asia/Kolkata&mode=online"
    assert "answer" not in request.GET
    assert refuse(browser, "/contact/?tz=Asia/Kolkata").startswith("/contact/?tz=Asia/Kolkata&answer=")


def test_nobody_else_finds_it(browser: Browser) -> None:
    address = refuse(browser)
    other = Browser()
    other.get("/contact/")
    for stranger in (Browser(), other):
        assert WORDS not in text(shown(stranger, address))
    elsewhere = address.replace("/contact/", "/book/")
    assert WORDS not in text(shown(browser, elsewhere))
    assert WORDS not in text(shown(browser, address[:-1]))
    browser.cookies.pop(settings.CSRF_COOKIE_NAME)  # what leaving quickly deletes
    assert WORDS not in text(shown(browser, address))


@pytest.fixture
def asha() -> User:
    """A client in care."""
    return make_patron("asha@example.com", "Asha")


def test_it_ends_with_the_session(asha: User) -> None:
    browser = Browser()
    browser.force_login(asha)
    browser.get("/space/reach/")
    sent = {"ways": ["phone"], "phone": "godwit", "safe_hours": WORDS}
    address = str(browser.post("/space/reach/", sent, headers=BY_BROWSER).headers["Location"])
    assert WORDS in text(shown(browser, address))
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value
    browser.logout()
    browser.cookies[settings.CSRF_COOKIE_NAME] = token
    assert shown(browser, address).status_code == 302
    browser.force_login(make_patron("bela@example.com", "Bela"))
    browser.cookies[settings.CSRF_COOKIE_NAME] = token
    assert WORDS not in text(shown(browser, address))


def test_it_is_found_by_a_session_that_began_with_the_form(browser: Browser, asha: User) -> None:
    """Asking for a code begins a session; a wrong code is answered in it."""
    browser.get("/account/login/code/")
    browser.post("/account/login/code/", {"email": asha.email}, headers=BY_BROWSER)
    wrong = browser.post("/account/login/code/confirm/", {"code": "000000"}, headers=BY_BROWSER)
    assert wrong.status_code == 303
    assert "There is a problem" in text(shown(browser, wrong.headers["Location"]))


def test_a_form_given_back_for_its_token_is_fetched_as_well(browser: Browser) -> None:
    strict = Browser(enforce_csrf_checks=True)
    strict.get("/contact/")
    way = strict.post("/contact/", message(body=WORDS), headers={**BY_BROWSER, "origin": "http://testserver"})
    page = shown(strict, way.headers["Location"])
    assert (way.status_code, page.status_code) == (303, 403)
    sent = strict.post("/contact/", fields(text(page)), headers={**BY_BROWSER, "origin": "http://testserver"})
    assert sent.status_code == 302
    assert ContactMessage.objects.get().body == WORDS


def test_it_is_sealed_and_forgotten(browser: Browser) -> None:
    refuse(browser)
    kept = KeptAnswer.objects.get()
    stored: Any = KeptAnswer.objects.values_list("page", flat=True).get()
    assert WORDS in kept.page["html"]
    assert WORDS not in stored.token
    own_address.forget_old_answers(kept.until)
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-mode": "cors"}, {"sec-fetch-mode": "same-origin"}], ids=["old", "cors", "script"]
)
def test_a_program_is_answered_directly(browser: Browser, headers: dict[str, str]) -> None:
    assert browser.post("/contact/", message(**NO_ADDRESS), headers=headers).status_code == 422
    assert not KeptAnswer.objects.exists()


def test_where_no_cookie_is_kept_the_answer_comes_directly_and_loses_nothing(db: None) -> None:
    answer = Browser().post("/contact/", message(**NO_ADDRESS), headers=BY_BROWSER)
    assert answer.status_code == 422
    assert WORDS in text(answer)


@pytest.mark.parametrize("name", ["MOST", "LARGEST", "LONGEST"])
def test_beyond_each_bound_the_answer_comes_directly(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    refuse(browser)
    monkeypatch.setattr(own_address, name, 1)
    answer = browser.post("/contact/", message(**NO_ADDRESS), headers=BY_BROWSER)
    assert answer.status_code == 422
    assert WORDS in text(answer)
    assert KeptAnswer.objects.count() == 1


def test_old_ones_make_room(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_address, "MOST", 1)
    refuse(browser)
    with time_machine.travel(datetime.now(tz=timezone.get_current_timezone()) + own_address.KEPT, tick=False):
        refuse(browser)
    assert KeptAnswer.objects.count() == 1


def test_leaving_is_answered_directly(browser: Browser) -> None:
    assert browser.post("/leave/", headers=BY_BROWSER).status_code == 200
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize(("path", "is_kept"), [("/admin/login/", False), ("/contact/", True)])
def test_the_desk_is_answered_directly(rf: Any, path: str, *, is_kept: bool) -> None:
    request = rf.post(path)
    request.resolver_match = resolve(path)
    assert own_address.is_page_of_its_own(HttpResponse("<p>No."), request) is is_kept
