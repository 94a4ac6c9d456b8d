"""Writing an essay at the desk in a browser: no word is lost, none is overwritten unseen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.sign_ins import end_all
from articles.models import Essay, EssayDraft
from tests import cast
from tests.browser.conftest import PHONE, Visit
from tests.browser.holding import Held
from tests.browser.test_worksheets import sign_in
from tests.browser.watching import Visitor
from tests.factories import make_essay, make_topic

KEPT = re.compile("^Kept as a draft on ")
KEEP = "**/admin/essays/drafts/keep/"
SOON = 6_000  # ms: the longest that anything typed waits, and a slow machine


@pytest.fixture
def therapist(transactional_db: None) -> User:
    """Whoever writes."""
    return cast.make_staff("therapist@example.com")


@pytest.fixture
def essay(transactional_db: None) -> Essay:
    """A published essay."""
    return make_essay(body="<h2>First</h2><p>Rain.</p>", topic=make_topic())


def address_of(essay: Essay) -> str:
    return f"/admin/articles/essay/{essay.pk}/change/"


def open_essay(visitor: Visitor, user: User, essay: Essay | None) -> Page:
    """Return the page on which an essay is written."""
    sign_in(visitor, user)
    visitor.page.goto(address_of(essay) if essay else "/admin/articles/essay/add/")
    return visitor.page


def type_title(page: Page, words: str) -> None:
    """Type a title key by key."""
    field = page.locator("#id_title")
    field.fill("")
    field.press_sequentially(words, delay=20)


def wait_until_kept(page: Page) -> None:
    expect(page.locator("[data-autosave-status]")).to_have_text(KEPT, timeout=SOON)


def kept_titles() -> set[str]:
    return {draft.words["title"][0] for draft in EssayDraft.objects.unsaved()}


def save(page: Page) -> None:
    """Press Save and wait for the list."""
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")


@pytest.mark.parametrize(
    ("field", "typed", "fill_in"),
    [
        ("title", "Early rain", lambda page: page.locator("#id_title").fill("Early rain")),
        ("state", "withdrawn", lambda page: page.locator("#id_state").select_option("withdrawn")),
        ("has_crisis_block", "on", lambda page: page.locator("#id_has_crisis_block").check()),
    ],
    ids=["title", "state", "crisis block"],
)
def test_what_was_filled_in_before_the_script_came_is_kept_too(
    wide: Visitor, therapist: User, essay: Essay, field: str, typed: str, fill_in: Callable[[Page], None]
) -> None:
    page, script = wide.page, Held(wide.page, "**/js/essay-autosave*.js")
    sign_in(wide, therapist)
    page.goto(address_of(essay), wait_until="commit")
    fill_in(page)
    assert kept_titles() == set()
    script.let_go(page)
    wait_until_kept(page)
    assert [each.words[field] for each in EssayDraft.objects.unsaved()] == [[typed]]


def test_what_is_typed_is_kept_as_one_goes_and_readers_see_it_once_it_is_saved(
    wide: Visitor, therapist: User, essay: Essay
) -> None:
    page = open_essay(wide, therapist, essay)
    type_title(page, "After the rain")
    wait_until_kept(page)
    assert kept_titles() == {"After the rain"}
    reader = wide.context.new_page()
    reader.goto(essay.get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text("A lamp on water")
    save(page)
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("After the rain")
    assert kept_titles() == set()


def test_whoever_writes_without_a_pause_is_kept_all_the_same(wide: Visitor, therapist: User, essay: Essay) -> None:
    page = open_essay(wide, therapist, essay)
    with page.expect_response(KEEP, timeout=SOON):
        page.locator("#id_title").press_sequentially("and on " * 12, delay=80)
    wait_until_kept(page)


def test_the_words_of_a_page_that_was_killed_are_offered_again(visit: Visit, therapist: User, essay: Essay) -> None:
    first, again = visit(), visit()
    page = open_essay(first, therapist, essay)
    type_title(page, "Half a thought")
    wait_until_kept(page)
    first.context.close()
    page = open_essay(again, therapist, essay)
    expect(page.get_by_text("that were not saved")).to_be_visible()
    page.get_by_role("link", name="See what differs").click()
    expect(page.locator("ins").last).to_contain_text("thought")
    page.get_by_role("link", name="Take them up").click()
    expect(page.locator("#id_title")).to_have_value("Half a thought")
    save(page)
    assert Essay.objects.get().title == "Half a thought"
    assert kept_titles() == set()


def test_words_of_a_new_essay_are_kept_when_the_page_is_left_and_can_be_thrown_away(
    wide: Visitor, therapist: User
) -> None:
    page = open_essay(wide, therapist, None)
    page.locator("#id_title").fill("Rooms")
    page.wait_for_timeout(100)
    with page.expect_request(KEEP):
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    wait_until_kept(page)
    page.goto("/admin/articles/essay/add/")
    expect(page.get_by_text("that were not saved: “Rooms”.")).to_be_visible()
    page.get_by_role("link", name="Throw them away").click()
    page.get_by_role("button", name="Throw them away").click()
    expect(page.locator(".messagelist")).to_contain_text("Thrown away")
    expect(page.get_by_text("not saved:")).to_have_count(0)


def test_without_a_connection_the_words_stay_and_the_page_asks_before_it_goes(
    wide: Visitor, therapist: User, essay: Essay
) -> None:
    wide.watch.expect("ERR_FAILED|ERR_ABORTED|waiting")
    page = open_essay(wide, therapist, essay)
    page.route(KEEP, lambda route: route.abort())
    type_title(page, "On the train")
    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile("no connection"), timeout=SOON)
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("location.assign('/admin/')")
    assert asked.value.type == "beforeunload"
    page.unroute(KEEP)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_until_kept(page)
    page.goto("/admin/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert kept_titles() == {"On the train"}


def test_control_a_page_on_which_nothing_waits_asks_nothing(wide: Visitor, therapist: User, essay: Essay) -> None:
    page = open_essay(wide, therapist, essay)
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    type_title(page, "Kept")
    wait_until_kept(page)
    page.goto("/admin/")
    assert asked == []


def test_two_tabs_keep_their_own_words_and_the_second_to_save_sees_the_first(
    wide: Visitor, therapist: User, essay: Essay
) -> None:
    wide.watch.expect("409")
    first = open_essay(wide, therapist, essay)
    second = wide.context.new_page()
    second.goto(address_of(essay))
    type_title(first, "Of the first")
    type_title(second, "Of the second")
    wait_until_kept(first)
    wait_until_kept(second)
    assert kept_titles() == {"Of the first", "Of the second"}
    save(first)
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Changed elsewhere meanwhile")
    expect(second.locator("del").last).to_contain_text("first")
    expect(second.locator("ins").last).to_contain_text("second")
    second.get_by_role("button", name="Save mine over it").click()
    expect(second.locator(".messagelist")).to_contain_text("changed successfully")
    assert Essay.objects.get().title == "Of the second"


def test_leaving_the_other_version_as_it_stands_keeps_ones_own_words(
    wide: Visitor, therapist: User, essay: Essay
) -> None:
    wide.watch.expect("409")
    page = open_essay(wide, therapist, essay)
    type_title(page, "Mine")
    Essay.objects.update(title="Theirs")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Leave it as it stands").click()
    expect(page.locator("#id_title")).to_have_value("Theirs")
    page.get_by_role("link", name="Take them up").click()
    expect(page.locator("#id_title")).to_have_value("Mine")


def test_after_the_sign_in_ended_writing_goes_on_with_a_sign_in_in_another_tab(
    wide: Visitor, therapist: User, essay: Essay
) -> None:
    wide.watch.expect("403")
    page = open_essay(wide, therapist, essay)
    end_all(therapist)
    wide.context.clear_cookies(name="session")
    type_title(page, "Written on")
    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile("sign-in has ended"), timeout=SOON)
    expect(page.get_by_role("link", name="Sign in again in a new tab")).to_be_visible()
    sign_in(wide, therapist)
    wide.context.clear_cookies(name="csrf")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_until_kept(page)
    save(page)
    assert Essay.objects.get().title == "Written on"


def test_a_save_after_the_sign_in_ended_holds_every_word_until_one_is_back(
    no_javascript: Visitor, therapist: User, essay: Essay
) -> None:
    no_javascript.watch.expect("403")
    page = open_essay(no_javascript, therapist, essay)
    page.locator("#id_body").fill("<p>Typed for an hour.</p>")
    no_javascript.context.clear_cookies(name="session")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nothing is lost: this page holds what you wrote.")).to_be_visible()
    expect(page.locator(".kept").filter(has_text="Typed for an hour.")).to_be_visible()
    sign_in(no_javascript, therapist)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")
    assert Essay.objects.get().body == "<p>Typed for an hour.</p>"


def test_the_preview_follows_what_is_typed_and_stays_where_it_is(wide: Visitor, therapist: User, essay: Essay) -> None:
    page = open_essay(wide, therapist, essay)
    frame = page.frame_locator("[data-look-frame]")
    expect(frame.get_by_role("heading", level=1)).to_have_text("A lamp on water")
    type_title(page, "A lamp on a sill")
    expect(frame.get_by_role("heading", level=1)).to_have_text("A lamp on a sill")
    assert page.locator("[data-look-frame]").evaluate("frame => frame.contentWindow.innerWidth") == 390
    frame.get_by_role("link", name="SereinMind").first.click()
    page.wait_for_timeout(300)
    expect(frame.get_by_role("heading", level=1)).to_have_text("A lamp on a sill")
    page.get_by_role("button", name="Wide").click()
    page.wait_for_function("document.querySelector('[data-look-frame]').contentWindow.innerWidth >= 1200")


def test_the_check_list_follows_too_and_leads_to_the_field(wide: Visitor, therapist: User, essay: Essay) -> None:
    page = open_essay(wide, therapist, essay)
    page.locator("#id_summary").fill("")
    page.get_by_role("heading", name="Before you publish").click()
    page.get_by_role("link", name="Write a summary").click()
    expect(page.locator("#id_summary")).to_be_focused()
    page.keyboard.type("A short one.")
    expect(page.get_by_role("link", name="The summary has 12 letters")).to_be_visible()


def test_without_a_script_the_preview_opens_in_a_tab_of_its_own(
    no_javascript: Visitor, therapist: User, essay: Essay
) -> None:
    page = open_essay(no_javascript, therapist, essay)
    page.locator("#id_title").fill("Not saved")
    with no_javascript.context.expect_page() as opened:
        page.get_by_role("button", name="Open in a new tab").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Not saved")
    expect(page.locator("#id_title")).to_have_value("Not saved")
    assert Essay.objects.get().title == "A lamp on water"


def test_a_preview_in_a_tab_of_its_own_hinders_no_saving(wide: Visitor, therapist: User, essay: Essay) -> None:
    page = open_essay(wide, therapist, essay)
    type_title(page, "Seen first")
    with wide.context.expect_page() as opened:
        page.get_by_role("button", name="Open in a new tab").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Seen first")
    save(page)
    assert Essay.objects.get().title == "Seen first"


def test_on_a_phone_one_turns_from_writing_to_the_preview_and_back(
    phone: Visitor, therapist: User, essay: Essay
) -> None:
    page = open_essay(phone, therapist, essay)
    expect(page.locator("[data-look-frame]")).to_be_hidden()
    page.locator("#id_title").fill("By thumb")
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.frame_locator("[data-look-frame]").get_by_role("heading", level=1)).to_have_text("By thumb")
    expect(page.locator("#id_title")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]  # type: ignore[index]
    page.get_by_role("button", name="Back to writing").click()
    expect(page.locator("#id_title")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]  # type: ignore[index]
