"""What is left on the device's disk once a client is gone: nothing that was typed, however she went (P10)."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from pytest_django import Settings

from accounts.models import Client, Grievance, User
from accounts.sign_ins import LAST_USED
from practice import own_address
from practice.leaving import NEUTRAL_SITE
from practice.sessions import SessionStore
from tests.browser.conftest import ARGUMENTS, GURGAON, PATIENCE_MS, WIDE, find_chromium
from tests.cast import code_sent_to, make_patron
from tests.factories import make_essay
from tests.reporting import report
from tests.worksheets.sheets import make_sheet
from worksheets.models import Answer, Worksheet

ADDRESS = "kestrel7319@example.com"
WORDS, HOURS, CONTROL = "heron4402 stands in the rain", "after curlew5518 only", "plover6604"
COMPLAINT, EXERCISE = "wagtail8125 was not answered", "dipper2291 by the stream"
NUMBER, REFUSED = "+919811147306", "godwit9047"  # what is refused comes back with the page
CANARIES = ["kestrel7319", "heron4402", "curlew5518", "9811147306", "wagtail8125", "dipper2291", REFUSED]
SAFE_HOURS = "When is it safe to reach you?"
FLUSHED = 6  # seconds after which a browser has written what it writes of open pages

type Open = Callable[[], Page]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The folder in which a browser keeps its things."""
    return tmp_path / "profile"


@pytest.fixture
def open_browser(browser: Browser, site: str, profile: Path, settings: Settings) -> Iterator[Open]:
    """Give a function that opens a browser with that folder, as a person has one, and closes what is left open."""
    settings.ROOT_URLCONF = "tests.browser.kept_urls"
    opened: list[BrowserContext] = []

    def begin() -> Page:
        options: dict[str, Any] = {**GURGAON, **WIDE, "executable_path": find_chromium(), "base_url": site}
        context = browser.browser_type.launch_persistent_context(profile, args=ARGUMENTS, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.route(f"{NEUTRAL_SITE}**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
        opened.append(context)
        return context.pages[0]

    yield begin
    for context in opened:
        try:
            context.close()
        except Error:
            continue  # it was killed


def found_in(profile: Path, words: list[str]) -> list[str]:
    """Return which words stand in which file, in either of the ways that a browser writes text."""
    found = []
    for path in profile.rglob("*"):
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found += [
            f"{word} in {path.relative_to(profile)}"
            for word in words
            if word.encode() in content or word.encode("utf-16-le") in content
        ]
    return found


def type_into(page: Page, label: str, words: str) -> None:
    """Type as a person does."""
    page.get_by_role("textbox", name=label).click()
    page.keyboard.type(words)


def sign_in(page: Page) -> None:
    """Come in by a code."""
    page.goto("/account/login/code/")
    type_into(page, "Email", ADDRESS)
    page.get_by_role("button", name="Send the code").click()
    expect(page.get_by_label("Code")).to_be_visible()  # by then it is sent
    type_into(page, "Code", code_sent_to(ADDRESS))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/space/")


def send_what_is_refused(page: Page) -> None:
    """Say how one is reached, with something that is no number."""
    page.goto("/space/reach/")
    page.get_by_label("A phone call").check()
    type_into(page, SAFE_HOURS, HOURS)
    type_into(page, "Phone", REFUSED)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def use_the_space(page: Page) -> None:
    """Go through all the places where one types, and stay at one of them.

    Sign in, do the exercise of an essay, complain, say when one is safe to call, at the second try, write into a
    worksheet, read it on paper, and go back to it.
    """
    sign_in(page)
    page.goto("/essays/quiet/")
    type_into(page, "In your words", EXERCISE)
    page.goto("/privacy/complaint/")
    type_into(page, "What is wrong", COMPLAINT)
    page.get_by_role("main").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your complaint has arrived")).to_be_visible()
    send_what_is_refused(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("textbox", name="Phone").fill("")
    type_into(page, "Phone", NUMBER)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/space/")
    page.goto("/space/worksheets/first-sheet/")
    type_into(page, "In your words", WORDS)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    page.goto("/space/worksheets/first-sheet/paper/")
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.goto("/space/reach/")
    page.goto("/space/worksheets/first-sheet/")


def sign_out(page: Page, profile: Path) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url("**/signed-out/")
    page.context.close()


def leave(page: Page, profile: Path) -> None:
    page.get_by_role("button", name="Leave this page quickly").click()
    page.wait_for_url(NEUTRAL_SITE)
    page.context.close()


def expire(page: Page, profile: Path) -> None:
    session = SessionStore(next(each["value"] for each in page.context.cookies() if each["name"] == "session"))
    session[LAST_USED] = 1.0
    session.save()
    page.goto("/space/")
    page.wait_for_url("**/account/login/**")
    page.context.close()


def kill(page: Page, profile: Path) -> None:
    page.wait_for_timeout(FLUSHED * 1000)
    kill_browser_of(profile)


def kill_browser_of(profile: Path) -> None:
    """Kill the processes of the browser that uses this folder, and no other."""
    mark = f"--user-data-dir={profile}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_one = mark in (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if is_one:
            os.kill(int(folder.name), signal.SIGKILL)
    time.sleep(1)


@pytest.fixture
def kestrel(transactional_db: None) -> User:
    """A client in care, with a worksheet to fill in, and an exercise in an essay."""
    make_sheet()
    exercise = make_sheet("exercise-sheet", in_library=False).worksheet
    Worksheet.objects.filter(pk=exercise.pk).update(essay=make_essay("Quiet"), is_exercise=True)
    return make_patron(ADDRESS, "Kestrel")


@pytest.mark.parametrize("go", [sign_out, leave, expire, kill], ids=lambda go: go.__name__)
def test_nothing_that_was_typed_is_left_on_the_device(
    open_browser: Open, profile: Path, kestrel: User, go: Callable[[Page, Path], None]
) -> None:
    page = open_browser()
    use_the_space(page)
    assert WORDS in Answer.objects.get().body["words"]
    assert Client.objects.get().safe_hours == HOURS
    assert Grievance.objects.get().body == COMPLAINT
    go(page, profile)
    found = found_in(profile, CANARIES)
    files = sum(path.is_file() for path in profile.rglob("*"))
    report("P10", len(found), 0, after=go.__name__, files=files)
    assert found == []
    assert files > 20


@pytest.mark.parametrize("has_own_address", [True, False], ids=["as-it-is", "control"])
def test_a_page_that_refuses_leaves_nothing_of_what_was_sent(
    open_browser: Open, profile: Path, kestrel: User, monkeypatch: pytest.MonkeyPatch, *, has_own_address: bool
) -> None:
    """Nor where scripts are off and the browser is killed in front of it; the control: it would, were it the answer."""
    if not has_own_address:
        monkeypatch.setattr(own_address, "is_shown_by_browser", lambda _: False)
    page = open_browser()
    page.context.route("**/js/**", lambda route: route.abort())
    sign_in(page)
    send_what_is_refused(page)
    for _second in range(0 if has_own_address else 60):  # a busy machine writes later
        if found_in(profile, [REFUSED]):
            break
        page.wait_for_timeout(1000)
    kill(page, profile)
    found = found_in(profile, [HOURS, REFUSED])
    assert (found == []) is has_own_address
    assert all("Sessions" in each for each in found)


@pytest.mark.parametrize("is_killed", [False, True], ids=["closed", "killed"])
def test_a_page_that_minds_nothing_leaves_what_was_typed(
    open_browser: Open, profile: Path, db: None, *, is_killed: bool
) -> None:
    """The control: the same search finds the words in such a page's cache, among what was typed into fields, and in
    what is kept of open pages.
    """
    page = open_browser()
    page.goto("/kept/")
    type_into(page, "Words", CONTROL)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/kept/?words=**")
    if is_killed:
        kill(page, profile)
    else:
        page.context.close()
    found = found_in(profile, [CONTROL])
    assert all(any(place in each for each in found) for place in ("Cache_Data", "Web Data", "Sessions"))
