"""A worksheet is saved while it is written, whatever happens to the network, the sign-in or the other device."""

import re

import pytest
from django.conf import settings as site_settings
from django.contrib.sessions.models import Session
from django.test.client import Client as SigningIn
from playwright.sync_api import Dialog, Page, Route, expect

from accounts.models import Client, User
from tests import cast
from tests.browser.conftest import Visit
from tests.browser.holding import Held
from tests.browser.watching import Visitor
from tests.worksheets.sheets import make_sheet
from worksheets.models import Answer, Version

PAGE = "/space/worksheets/first-sheet/"
SAVED = re.compile(r"^Saved at \d+:\d\d [ap]m$")
CANARY = "Only the page knows this"


@pytest.fixture
def asha(transactional_db: None) -> User:
    """A client in care."""
    return cast.make_patron("asha@example.com", "Asha")


@pytest.fixture
def version(transactional_db: None) -> Version:
    """A worksheet in the library."""
    return make_sheet()


def sign_in(visitor: Visitor, user: User) -> None:
    """Give the visitor the cookie of a new session."""
    browser = cast.sign_in(SigningIn(), user)
    value = browser.cookies[site_settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies(
        [{"name": site_settings.SESSION_COOKIE_NAME, "value": value, "url": visitor.watch.origin, "httpOnly": True}]
    )


def open_sheet(visitor: Visitor, user: User) -> Page:
    """Return the worksheet's page, opened by the user."""
    sign_in(visitor, user)
    visitor.page.goto(PAGE)
    return visitor.page


def stored_words() -> str:
    return str(Answer.objects.get().body.get("words", ""))


def test_words_are_saved_within_two_seconds_of_the_last_key(phone: Visitor, asha: User, version: Version) -> None:
    page = open_sheet(phone, asha)
    page.get_by_label("In your words").press_sequentially("a small beginning")
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED, timeout=2000)
    assert stored_words() == "a small beginning"


def test_who_writes_without_a_pause_loses_no_more_than_the_last_two_seconds(
    phone: Visitor, asha: User, version: Version
) -> None:
    page, words = open_sheet(phone, asha), "word after word, and on, for five seconds without one pause"
    page.get_by_label("In your words").press_sequentially(words, delay=100)
    stored = stored_words()  # as it stands at the last key
    assert words.startswith(stored)
    assert len(words) - len(stored) <= 20


def test_ticks_and_the_scale_are_saved_too(wide: Visitor, asha: User, version: Version) -> None:
    page = open_sheet(wide, asha)
    page.get_by_label("Sad").check(force=True)
    page.get_by_label("0, Quiet").check(force=True)
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    assert Answer.objects.get().body == {"tone": 0, "found": ["sad"]}


def test_what_was_filled_in_before_the_script_came_is_saved_too(phone: Visitor, asha: User, version: Version) -> None:
    page, script = phone.page, Held(phone.page, "**/js/autosave*.js")
    sign_in(phone, asha)
    page.goto(PAGE, wait_until="commit")
    page.get_by_label("In your words").fill("early")
    page.get_by_label("Sad").check(force=True)
    assert not Answer.objects.exists()
    script.let_go(page)
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    assert Answer.objects.get().body == {"words": "early", "found": ["sad"]}


def test_without_network_the_words_stay_and_are_saved_when_it_returns(
    wide: Visitor, asha: User, version: Version
) -> None:
    wide.watch.expect("ERR_INTERNET_DISCONNECTED")
    page = open_sheet(wide, asha)
    wide.context.set_offline(True)
    page.get_by_label("In your words").fill("written in a tunnel")
    expect(page.locator("[data-autosave-status]")).to_have_text(
        "Not saved yet: no network. Your words are still on this page."
    )
    assert not Answer.objects.exists()
    wide.context.set_offline(False)
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    assert stored_words() == "written in a tunnel"


def test_a_save_whose_answer_was_lost_makes_no_conflict_with_itself(
    wide: Visitor, asha: User, version: Version
) -> None:
    wide.watch.expect("ERR_FAILED")
    page = open_sheet(wide, asha)
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        response = route.fetch()
        if lost:
            return route.fulfill(response=response)
        lost.append(response.text())
        return route.abort()

    page.route("**/save/", lose_the_first_answer)
    page.get_by_label("In your words").fill("first")
    expect(page.locator("[data-autosave-status]")).to_contain_text("no network")
    page.get_by_label("In your words").fill("first and second")
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    page.wait_for_function("() => document.querySelector('[name=revision]').value === '2'")
    assert lost
    assert stored_words() == "first and second"


def test_an_ended_sign_in_is_renewed_beside_the_page(wide: Visitor, asha: User, version: Version) -> None:
    wide.watch.expect("403")
    page = open_sheet(wide, asha)
    Session.objects.all().delete()
    page.get_by_label("In your words").fill(CANARY)
    expect(page.get_by_role("link", name="Sign in again in a new tab")).to_be_visible()
    assert page.get_by_label("In your words").input_value() == CANARY
    sign_in(wide, asha)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    assert stored_words() == CANARY


def test_the_words_of_one_are_not_saved_for_another_who_signed_in_since(
    wide: Visitor, asha: User, version: Version
) -> None:
    wide.watch.expect("403")
    page = open_sheet(wide, asha)
    sign_in(wide, cast.make_patron("bela@example.com", "Bela"))
    page.get_by_label("In your words").fill(CANARY)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Someone else is signed in")
    assert not Answer.objects.exists()


def test_two_devices_see_both_versions_and_choose(visit: Visit, asha: User, version: Version) -> None:
    desk, pocket = visit(), visit(viewport={"width": 390, "height": 844})
    desk.watch.expect("409")
    first, second = open_sheet(desk, asha), open_sheet(pocket, asha)
    second.get_by_label("In your words").fill("from the pocket")
    expect(second.locator("[data-autosave-status]")).to_have_text(SAVED)
    first.get_by_label("In your words").fill("from the desk")
    stored = first.get_by_role("region", name="Saved from elsewhere")
    expect(stored).to_contain_text("from the pocket")
    assert first.get_by_label("In your words").input_value() == "from the desk"
    assert stored_words() == "from the pocket"
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.locator("[data-autosave-status]")).to_have_text(SAVED)
    assert stored_words() == "from the desk"


def test_on_a_phone_a_link_leads_to_the_other_version(visit: Visit, asha: User, version: Version) -> None:
    desk, pocket = visit(), visit(viewport={"width": 390, "height": 844})
    pocket.watch.expect("409")
    first, second = open_sheet(desk, asha), open_sheet(pocket, asha)
    link = second.get_by_role("link", name="See the other version")
    expect(link).to_be_hidden()
    first.get_by_label("In your words").fill("from the desk")
    expect(first.locator("[data-autosave-status]")).to_have_text(SAVED)
    second.get_by_label("In your words").fill("from the pocket")
    link.click()
    expect(second.get_by_role("heading", name="Saved from elsewhere")).to_be_in_viewport()
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator("[data-autosave-status]")).to_have_text(SAVED)
    expect(link).to_be_hidden()


def test_markup_in_the_other_version_is_text(visit: Visit, asha: User, version: Version) -> None:
    desk, pocket = visit(), visit()
    desk.watch.expect("409")
    first, second = open_sheet(desk, asha), open_sheet(pocket, asha)
    second.get_by_label("In your words").fill("<img src=x onerror=alert(1)><b>bold</b>")
    expect(second.locator("[data-autosave-status]")).to_have_text(SAVED)
    first.get_by_label("In your words").fill("mine")
    stored = first.get_by_role("region", name="Saved from elsewhere")
    expect(stored).to_contain_text("<img src=x onerror=alert(1)><b>bold</b>")
    assert stored.locator("img, b").count() == 0


def test_leaving_with_words_that_are_not_saved_asks_first(wide: Visitor, asha: User, version: Version) -> None:
    wide.watch.expect("ERR_INTERNET_DISCONNECTED")
    page = open_sheet(wide, asha)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    wide.context.set_offline(True)
    page.get_by_label("In your words").press_sequentially("not saved")
    with page.expect_event("dialog"):
        page.evaluate("location.reload()")
    assert asked == ["beforeunload"]
    assert page.get_by_label("In your words").input_value() == "not saved"


def test_nothing_that_was_typed_is_kept_on_the_device(wide: Visitor, asha: User, version: Version) -> None:
    page = open_sheet(wide, asha)
    page.get_by_label("In your words").fill(CANARY)
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    kept = page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,
        (await indexedDB.databases()).length, await caches.keys(), history.state])"""
    )
    assert kept == '[{},{},"",0,[],null]'


def test_the_worksheet_works_without_javascript(no_javascript: Visitor, asha: User, version: Version) -> None:
    page = open_sheet(no_javascript, asha)
    page.get_by_label("In your words").fill("by hand")
    page.get_by_label("Elsewhere", exact=True).check(force=True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Only you can see it.")).to_be_visible()
    assert Answer.objects.get().body == {"words": "by hand", "place": "out"}
    assert Client.objects.get().answers.count() == 1


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_worksheet_scrolls_sideways(visit: Visit, asha: User, version: Version, width: int) -> None:
    page = open_sheet(visit(viewport={"width": width, "height": 800}), asha)
    for path in (PAGE, "/space/worksheets/", f"{PAGE}paper/", f"{PAGE}paper/?empty=1"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_save_that_was_cut_off_is_sent_again_whole(wide: Visitor, asha: User, version: Version) -> None:
    wide.watch.expect("400")
    page = open_sheet(wide, asha)
    cuts: list[str] = []

    def cut_the_first(route: Route) -> None:
        words = route.request.post_data or ""
        if cuts:
            return route.continue_()
        cuts.append(words)
        return route.continue_(post_data=words.partition("w-tone")[0])

    page.route("**/save/", cut_the_first)
    page.get_by_label("Sad").check(force=True)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Only a part of this page arrived")
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    assert Answer.objects.get().body == {"found": ["sad"]}


def test_how_much_is_answered_is_counted_as_one_types(wide: Visitor, asha: User, version: Version) -> None:
    page = open_sheet(wide, asha)
    said = page.locator("[data-progress]")
    expect(said).to_have_text("0 of 5 answered")
    page.get_by_label("In your words").fill("something")
    page.get_by_label("0, Quiet").check(force=True)
    page.get_by_label("Sad").check(force=True)
    page.get_by_label("Glad").check(force=True)
    expect(said).to_have_text("3 of 5 answered")
    page.get_by_label("In your words").fill("  ")
    expect(said).to_have_text("2 of 5 answered")


def test_undo_takes_back_step_by_step_and_is_saved(wide: Visitor, asha: User, version: Version) -> None:
    page = open_sheet(wide, asha)
    undo, words = page.get_by_role("button", name="Undo"), page.get_by_label("In your words")
    expect(undo).to_be_hidden()
    words.fill("all of this")
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    page.get_by_label("0, Quiet").check(force=True)
    words.fill("")
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    page.wait_for_function("() => document.querySelector('[name=revision]').value >= '2'")
    undo.click()
    assert words.input_value() == "all of this"
    expect(page.locator("[data-autosave-status]")).to_have_text("Taken back.")
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    assert Answer.objects.get().body == {"words": "all of this", "tone": 0}
    undo.click()
    assert not page.get_by_label("0, Quiet").is_checked()
    undo.click()
    assert words.input_value() == ""
    expect(undo).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    page.wait_for_function(
        "() => fetch(location.href).then((page) => page.text()).then((text) => text.includes('0 of 5'))"
    )
    assert Answer.objects.get().body == {}


def test_a_page_left_open_writes_over_no_fresh_sheet(visit: Visit, asha: User, version: Version) -> None:
    desk, pocket = visit(), visit(viewport={"width": 390, "height": 844})
    desk.watch.expect("403")
    first, second = open_sheet(desk, asha), open_sheet(pocket, asha)
    second.get_by_label("In your words").fill("the first week")
    expect(second.locator("[data-autosave-status]")).to_have_text(SAVED)
    first.reload()
    second.reload()
    second.get_by_role("button", name="Begin a fresh sheet").click()
    second.get_by_role("main").get_by_role("button", name="Begin a fresh sheet").click()
    second.get_by_label("In your words").fill("the second week")
    expect(second.locator("[data-autosave-status]")).to_have_text(SAVED)
    first.get_by_label("In your words").fill("the first week, and more")
    expect(first.locator("[data-autosave-status]")).to_contain_text("put with your earlier ones")
    assert first.get_by_label("In your words").input_value() == "the first week, and more"
    second.get_by_label("In your words").fill("the second week, and more")
    expect(second.locator("[data-autosave-status]")).to_have_text(SAVED)
    second.wait_for_function("() => document.querySelector('[name=revision]').value === '2'")
    assert sorted(each.body["words"] for each in Answer.objects.all()) == [
        "the first week",
        "the second week, and more",
    ]
    second.get_by_role("link", name="Last saved on").click()
    second.get_by_role("button", name="Take this one up again").click()
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.locator("[data-autosave-status]")).to_have_text(SAVED)
    assert Answer.objects.get(put_aside_at=None).body["words"] == "the first week, and more"


def test_what_was_taken_back_is_gone_with_the_page(wide: Visitor, asha: User, version: Version) -> None:
    page = open_sheet(wide, asha)
    page.get_by_label("In your words").fill(CANARY)
    page.get_by_label("In your words").fill("")
    page.wait_for_timeout(1500)
    page.reload()
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    assert CANARY not in page.content()
