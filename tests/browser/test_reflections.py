"""A reader writes under an essay, the therapist reads it on her phone, and only then do others see it."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Essay, Reflection
from articles.reflections.services import open_site
from tests.articles.reflecting import leave
from tests.browser.conftest import PHONE, Visit
from tests.browser.stage import Stage, open_desk, take_a_moment
from tests.browser.watching import Visitor
from tests.factories import NOW

WORDS = "Heron in the reeds <b>at dusk</b>"
ADDRESS = "/essays/having-your-own-back/"
FORM = f"{ADDRESS}reflect/"


@pytest.fixture
def essay(stage: Stage) -> Essay:
    """Return a shipped essay, under which readers may write."""
    open_site(is_open=True)
    essay = Essay.objects.get(slug="having-your-own-back")
    essay.takes_reflections = True
    essay.save()
    return essay


def write(stage: Stage, page: Page, words: str = WORDS) -> None:
    """Fill in the form that is open, and send it."""
    page.get_by_label("Your words").fill(words)
    take_a_moment(stage)
    page.get_by_role("button", name="Send").click()


def held(page: Page) -> None:
    """Wait for the page that says that the words are held."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Your words have arrived")


def test_without_scripts_one_writes_and_all_read_it_once_the_therapist_has(
    stage: Stage, essay: Essay, no_javascript: Visitor, visit: Visit
) -> None:
    page = no_javascript.page
    page.goto(ADDRESS)
    assert no_javascript.context.cookies() == []
    page.get_by_role("link", name="Write a reflection").tap()
    expect(page.get_by_role("heading", name="Before you write")).to_be_visible()
    page.get_by_label("First name").fill("Asha")
    write(stage, page)
    held(page)
    page.goto(ADDRESS)
    expect(page.get_by_role("heading", name="Reflections")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_have_count(0)
    desk = open_desk(stage, visit(**PHONE))
    desk.get_by_role("link", name="Read them").tap()
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.get_by_role("link", name="Reply or erase").tap()
    desk.get_by_label("Your reply").fill("Thank you.")
    desk.get_by_role("button", name="Keep this reply").tap()
    expect(desk.get_by_text("Your reply stands under the reflection")).to_be_visible()
    desk.get_by_role("button", name=re.compile("^Show it")).tap()
    expect(desk.get_by_text("It is shown under the essay now.")).to_be_visible()
    page.goto(ADDRESS)
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_text("Asha, 20 November 2026")).to_be_visible()
    expect(page.get_by_text("Thank you.")).to_be_visible()


def test_a_double_click_sends_once_and_one_press_takes_it_back(stage: Stage, essay: Essay, phone: Visitor) -> None:
    page = phone.page
    page.goto(FORM)
    page.get_by_label("Your words").fill(WORDS)
    take_a_moment(stage)
    page.get_by_role("button", name="Send").dblclick()
    held(page)
    assert Reflection.objects.count() == 1
    page.reload()
    page.get_by_role("button", name="Take my words back").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is kept any more")
    assert not Reflection.objects.exists()


def test_a_field_that_nobody_sees_gives_the_words_back(stage: Stage, essay: Essay, wide: Visitor) -> None:
    wide.watch.expect("422")
    page = wide.page
    page.goto(FORM)
    trap = page.locator("[name=subject]")
    assert trap.evaluate("field => field.parentElement.getBoundingClientRect().width") <= 1
    trap.evaluate("field => { field.value = 'Buy' }")
    write(stage, page)
    expect(page.get_by_role("alert")).to_contain_text("A field that people cannot see was filled in")
    assert page.get_by_label("Your words").input_value() == WORDS
    assert not Reflection.objects.exists()
    page.get_by_role("button", name="Send").click()
    held(page)


def test_words_too_long_are_not_cut_by_the_browser(stage: Stage, essay: Essay, phone: Visitor) -> None:
    phone.watch.expect("422")
    page = phone.page
    page.goto(FORM)
    write(stage, page, "रे" * 1501)
    expect(page.get_by_role("alert")).to_contain_text("this has 3002")
    assert len(page.get_by_label("Your words").input_value()) == 3002


def test_a_form_that_closes_while_one_writes_gives_the_words_back(stage: Stage, essay: Essay, phone: Visitor) -> None:
    phone.watch.expect("404")
    page = phone.page
    page.goto(FORM)
    open_site(is_open=False)
    write(stage, page)
    expect(page.get_by_role("heading", level=1)).to_have_text("No reflections are taken here now")
    expect(page.get_by_text(WORDS)).to_be_visible()
    assert not Reflection.objects.exists()


def test_cookies_that_went_cost_one_press_and_no_word(stage: Stage, essay: Essay, phone: Visitor) -> None:
    phone.watch.expect("403")
    page = phone.page
    page.goto(FORM)
    page.get_by_label("First name").fill("Asha")
    page.get_by_label("Your words").fill(WORDS)
    take_a_moment(stage)
    phone.context.clear_cookies()
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not sent yet")
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).tap()
    held(page)
    assert (Reflection.objects.get().body, Reflection.objects.get().name) == (WORDS, "Asha")


def test_help_comes_first_where_the_words_may_speak_of_danger(stage: Stage, essay: Essay, phone: Visitor) -> None:
    page = phone.page
    page.goto(FORM)
    write(stage, page, "मैं मरना चाहती हूं")
    held(page)
    expect(page.get_by_role("heading", name="If it is too much right now")).to_be_in_viewport()


def test_she_hides_one_again_and_erases_another_after_a_question(stage: Stage, essay: Essay, phone: Visitor) -> None:
    leave(essay, "Hidden later", state=Reflection.State.SHOWN, decided_at=NOW)
    desk = open_desk(stage, phone)
    desk.get_by_role("link", name="All reflections").tap()
    desk.get_by_role("link", name=re.compile("^Shown")).tap()
    desk.get_by_role("button", name="Hide it again").tap()
    expect(desk.get_by_text("It is not shown.")).to_be_visible()
    desk.goto("/admin/reflections/?state=not_shown")
    desk.get_by_role("link", name="Reply or erase").tap()
    desk.get_by_role("link", name="Erase it").tap()
    desk.get_by_role("button", name="Erase it").tap()
    expect(desk.get_by_text("It is erased.")).to_be_visible()
    assert not Reflection.objects.exists()
