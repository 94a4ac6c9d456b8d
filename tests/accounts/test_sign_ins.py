"""Where one is signed in: listed in plain words, ended one by one or all others, and by themselves when unused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.test import RequestFactory

from accounts import own_browser, sign_ins
from accounts.models import SignIn, User
from practice.sessions import stored_as
from practice.work import JOBS
from tests.accounts.test_changing_address import CONFIRM, EMAIL
from tests.cast import PASSWORD, code_sent_to, last_message_to, make_patron

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

LIST, STATE, SPACE = "/space/sign-ins/", "/space/sign-in/", "/space/"
MORNING = datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """A morning that goes on only when told."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def asha() -> User:
    """A client with a password."""
    user = make_patron("asha@example.com", "Asha")
    user.set_password(PASSWORD)
    user.save()
    return user


def come_in(user: User, agent: str = FIREFOX) -> Browser:
    """Sign in as people do, with a browser that says what it is."""
    browser = Browser(headers={"User-Agent": agent})
    answer = browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.headers["Location"] == SPACE
    return browser


def is_in(browser: Browser) -> bool:
    """Tell whether the space opens."""
    return browser.get(SPACE).status_code == 200


def html(browser: Browser, path: str = LIST) -> str:
    """Return a page with blanks made one."""
    return " ".join(browser.get(path).content.decode().split())


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, ("Firefox", "Android")),
        (SAFARI, ("Safari", "iPhone")),
        ("Mozilla/5.0 (iPhone) CriOS/138.0 Mobile Safari/604.1", ("Chrome", "iPhone")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/138.0 Safari/537.36 Edg/138.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/28.0 Chrome/130.0", ("Samsung Internet", "Android")),
        ("Mozilla/5.0 (Macintosh) Version/18 Safari/605.1", ("Safari", "Mac")),
        ("<script>", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_is_named_in_plain_words(agent: str, words: tuple[str, str]) -> None:
    assert sign_ins.device_of(RequestFactory().get("/", headers={"User-Agent": agent})) == words


def test_the_list_says_device_since_when_and_when_last_and_nothing_of_the_place(clock: object, asha: User) -> None:
    page = html(come_in(asha))
    assert "Firefox on Android" in page
    assert "Since 20 Nov 2026, 10:00 am IST, last used 20 Nov 2026, 10:00 am IST." in page
    assert "127.0.0.1" not in page
    assert "140" not in page.partition("<main")[2]
    assert {field.name for field in SignIn._meta.get_fields()} == {
        "id", "user", "session_key", "browser", "device", "began_at", "used_at"
    }  # fmt: skip


def test_a_browser_that_says_nothing_is_called_a_browser(asha: User) -> None:
    assert "<strong>A browser</strong>" in html(come_in(asha, ""))


def test_this_browser_stands_first_and_can_only_be_left_by_signing_out(asha: User) -> None:
    own, other = come_in(asha, SAFARI), come_in(asha)
    page = html(own)
    assert page.index("Safari on iPhone") < page.index("Firefox on Android")
    assert page.count('name="end"') == 2  # the other, and all others
    assert html(other).index("Firefox on Android") < html(other).index("Safari on iPhone")


def test_one_is_ended_at_once_and_this_one_stays(asha: User) -> None:
    own, other, third = come_in(asha), come_in(asha, SAFARI), come_in(asha)
    row = SignIn.objects.get(browser="Safari")
    assert own.post(LIST, {"end": str(row.pk)}).headers["Location"] == LIST
    assert [is_in(each) for each in (own, other, third)] == [True, False, True]
    assert SignIn.objects.count() == 2


def test_all_others_are_ended_at_once(asha: User) -> None:
    own, *others = (come_in(asha) for _ in range(3))
    own.post(LIST, {"end": "others"})
    assert is_in(own)
    assert not any(map(is_in, others))
    assert "You are signed in nowhere else." in html(own)


def test_nobody_ends_somebody_elses(asha: User, bela: User) -> None:
    hers, mine = come_in(asha), Browser()
    mine.force_login(bela)
    before = mine.post(LIST, {"end": str(SignIn.objects.get(user=asha).pk)})
    absent = mine.post(LIST, {"end": "999999"})
    assert is_in(hers)
    assert (before.status_code, before.headers["Location"]) == (absent.status_code, absent.headers["Location"])
    assert "Firefox" not in html(mine)


@pytest.mark.parametrize("sent", ["", "x", "-1", "१", "9" * 30])
def test_what_names_no_sign_in_ends_none(asha: User, sent: str) -> None:
    own, other = come_in(asha), come_in(asha)
    assert own.post(LIST, {"end": sent}).status_code == 302
    assert is_in(other)


def test_a_sign_out_takes_its_row_along(asha: User) -> None:
    come_in(asha).post("/account/logout/")
    assert not SignIn.objects.exists()


def test_a_browser_ended_from_elsewhere_is_led_to_sign_in(asha: User) -> None:
    own, other = come_in(asha), come_in(asha)
    own.post(LIST, {"end": "others"})
    assert other.get(SPACE).headers["Location"] == "/account/login/?next=/space/"


# Unused


@pytest.mark.parametrize(("minutes", "is_there"), [(29, True), (31, False)])
def test_on_a_shared_phone_a_sign_in_ends_after_half_an_hour_unused(
    clock: time_machine.Traveller, asha: User, minutes: int, *, is_there: bool
) -> None:
    browser = come_in(asha)
    clock.shift(timedelta(minutes=minutes))
    assert is_in(browser) is is_there
    assert SignIn.objects.exists() is is_there


@pytest.mark.parametrize(("hours", "is_there"), [(3, True), (5, False)])
def test_on_a_phone_of_ones_own_it_lasts_four_hours(
    clock: time_machine.Traveller, asha: User, hours: int, *, is_there: bool
) -> None:
    browser = come_in(asha)
    browser.post("/space/phone/", {"answer": "yes"})
    clock.shift(timedelta(hours=hours))
    assert is_in(browser) is is_there


def test_the_desk_is_not_cut_short(clock: time_machine.Traveller, client: Browser, staff: User) -> None:
    client.force_login(staff)
    clock.shift(timedelta(hours=3))
    assert client.get("/admin/").status_code == 200


def test_every_page_lengthens_it(clock: time_machine.Traveller, asha: User) -> None:
    browser = come_in(asha)
    for _ in range(20):
        clock.shift(timedelta(minutes=20))
        assert is_in(browser)
    assert SignIn.objects.get().used_at - SignIn.objects.get().began_at == timedelta(minutes=400)


def test_the_end_by_itself_clears_the_browser(clock: time_machine.Traveller, asha: User) -> None:
    browser = come_in(asha)
    clock.shift(timedelta(hours=1))
    answer = browser.get(SPACE)
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Session.objects.exists()


def test_a_form_shown_with_that_end_keeps_its_token(clock: time_machine.Traveller, asha: User) -> None:
    browser = come_in(asha)
    clock.shift(timedelta(hours=1))
    browser.handler.enforce_csrf_checks = True
    answer = browser.get("/account/login/code/")
    assert "csrf" in answer.cookies
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_asking_how_long_is_left_does_not_lengthen_it_and_a_press_does(
    clock: time_machine.Traveller, asha: User
) -> None:
    browser = come_in(asha)
    clock.shift(timedelta(minutes=20))
    first = browser.get(STATE).json()
    assert first == {"left": 600, "mark": sign_ins.mark_of(asha)}
    assert browser.get(STATE).json() == first
    assert browser.post(STATE).json()["left"] == 1800
    clock.shift(timedelta(minutes=31))
    assert browser.get(STATE).json() == {"left": 0, "mark": ""}
    assert not is_in(browser)


def test_nobody_has_nothing_left(client: Browser) -> None:
    assert client.get(STATE).json() == {"left": 0, "mark": ""}
    assert client.post(STATE).json() == {"left": 0, "mark": ""}


def test_each_person_has_another_mark(asha: User, bela: User) -> None:
    assert sign_ins.mark_of(asha) != sign_ins.mark_of(bela)
    assert str(asha.pk) not in {sign_ins.mark_of(asha)}


def test_a_public_page_neither_looks_nor_lengthens(clock: time_machine.Traveller, asha: User) -> None:
    browser = come_in(asha)
    clock.shift(timedelta(minutes=20))
    assert "Cookie" not in browser.get("/").headers.get("Vary", "")
    assert browser.get(STATE).json()["left"] == 600


def test_a_sign_in_from_before_has_a_row_with_its_next_page(asha: User) -> None:
    browser = come_in(asha)
    SignIn.objects.all().delete()
    session = browser.session
    del session[sign_ins.LAST_USED], session[sign_ins.ROW]
    session.save()
    assert is_in(browser)
    assert SignIn.objects.get().user == asha


def test_a_session_that_got_another_key_can_still_be_ended(asha: User) -> None:
    own, other = come_in(asha), come_in(asha, SAFARI)
    session = other.session
    session.cycle_key()
    other.cookies["session"] = str(session.session_key)
    assert is_in(other)
    own.post(LIST, {"end": str(SignIn.objects.get(browser="Safari").pk)})
    assert not is_in(other)


def test_the_worker_forgets_what_has_ended(clock: time_machine.Traveller, asha: User) -> None:
    come_in(asha)
    clock.shift(timedelta(hours=3))
    late = come_in(asha)
    clock.shift(timedelta(hours=2))
    JOBS["forget old sign-ins"].run(datetime.now(UTC))
    assert SignIn.objects.count() == 1
    assert Session.objects.filter(session_key=stored_as(late.cookies["session"].value)).exists()
    assert Session.objects.count() == 1


# When the way in changes


def test_changing_the_address_proves_the_new_one_tells_both_and_ends_the_others(asha: User) -> None:
    own, other = come_in(asha), come_in(asha)
    own.post("/account/reauthenticate/", {"password": PASSWORD})
    own.post(EMAIL, {"action_add": "", "email": "new@example.com"})
    asha.refresh_from_db()
    assert asha.email == "asha@example.com"
    assert is_in(other)
    own.post(CONFIRM, {"code": code_sent_to("new@example.com")})
    asha.refresh_from_db()
    assert asha.email == "new@example.com"
    assert "address of your account has been changed" in last_message_to("asha@example.com")
    assert "new@example.com" not in last_message_to("asha@example.com")
    assert "Your address is confirmed." in last_message_to("new@example.com")
    assert (is_in(own), is_in(other)) == (True, False)


def test_changing_the_password_ends_the_others(asha: User) -> None:
    own, other = come_in(asha), come_in(asha)
    own.post("/account/reauthenticate/", {"password": PASSWORD})
    changed = {"oldpassword": PASSWORD, "password1": f"{PASSWORD} on", "password2": f"{PASSWORD} on"}
    assert own.post("/account/password/change/", changed).status_code == 302
    assert not is_in(other)
    assert not SignIn.objects.filter(session_key=stored_as(other.cookies["session"].value)).exists()


def test_the_messages_about_it_name_no_address_on_the_network(asha: User) -> None:
    own = come_in(asha)
    own.post("/account/reauthenticate/", {"password": PASSWORD})
    own.post(EMAIL, {"action_add": "", "email": "new@example.com"})
    own.post(CONFIRM, {"code": code_sent_to("new@example.com")})
    assert "internet address" not in last_message_to("asha@example.com")
    assert "127.0.0.1" not in last_message_to("asha@example.com").replace("http://127.0.0.1:8000/help/", "")


def test_the_cookie_of_an_own_phone_does_not_sign_anybody_in(client: Browser, asha: User) -> None:
    browser = come_in(asha)
    browser.post("/space/phone/", {"answer": "yes"})
    client.cookies[own_browser.COOKIE] = browser.cookies[own_browser.COOKIE].value
    assert not is_in(client)
