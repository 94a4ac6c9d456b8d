"""The page templates, drawn with sample contexts: what holds for every one of them."""

from functools import cache
from pathlib import Path
from typing import Any, cast

import brotli
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from practice.models import Practice
from tests.practice import sample_pages
from tests.practice.sample_pages import ERRORS, PAGES, VARIANTS
from tests.reporting import report

pytestmark = [pytest.mark.django_db, pytest.mark.gate]  # the first page asks for essays
PRIVATE = ("practice/contact", "bookings/booking_details", "bookings/booking_verify", "bookings/booking_asked",
            "bookings/booking_already", "bookings/booking_cancel", "bookings/booking_find", "accounts/")  # fmt: skip
PUBLIC = [name for name in PAGES if not name.startswith(PRIVATE)]
EVERY = [*PAGES, *VARIANTS, *ERRORS]
CSS = Path(settings.BASE_DIR) / "static" / "css"


class Untouchable:
    """A session that must not be looked at."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError("a public page looked at the session")


def asked_for(*, is_public: bool = False) -> HttpRequest:
    """Return a request as the template sees it."""
    request: Any = RequestFactory().get("/x/")
    request.user = Untouchable() if is_public else AnonymousUser()
    request.session = Untouchable() if is_public else {}
    request._messages = Untouchable() if is_public else CookieStorage(request)
    return cast("HttpRequest", request)


def draw(name: str, *, is_public: bool = False, **changes: Any) -> str:
    """Return the HTML of a sample page."""
    template, context = VARIANTS.get(name) or (name, PAGES.get(name, {}))
    return render_to_string(
        template, {"practice": sample_pages.PRACTICE, **context, **changes}, asked_for(is_public=is_public)
    )


@cache
def soup(name: str) -> BeautifulSoup:
    """Return a sample page, drawn and parsed once; whoever changes it draws one of their own."""
    return BeautifulSoup(draw(name), "lxml")


@pytest.mark.parametrize("name", EVERY)
def test_every_page_has_one_heading_one_main_and_a_title(name: str) -> None:
    page = soup(name)
    assert len(page.select("h1")) == 1
    assert len(page.select("main")) == 1
    assert page.title
    assert page.title.get_text(strip=True)


@pytest.mark.parametrize("name", EVERY)
def test_every_page_leads_to_help_and_away(name: str) -> None:
    bar = soup(name).select_one(".help-bar")
    assert bar
    assert " ".join(bar.get_text().split()).startswith("Need help now? In India 14416 or 112. Other countries")
    assert [link["href"] for link in bar.select("p a")] == ["tel:14416", "tel:112", "/help/"]
    assert "Leave this page quickly" in bar.get_text()


@pytest.mark.parametrize("name", EVERY)
def test_no_page_holds_a_style_or_a_script_of_its_own(name: str) -> None:
    page = soup(name)
    assert not page.select("style, [style]")
    data = {"application/json", "application/ld+json"}  # no browser runs them
    assert all(script.get("src") or script.get("type") in data for script in page.select("script"))
    assert not [tag for tag in page.find_all(True) if any(key.startswith("on") for key in tag.attrs)]


@pytest.mark.parametrize("name", EVERY)
def test_every_reference_within_a_page_leads_somewhere(name: str) -> None:
    page = soup(name)
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-labelledby", "aria-describedby", "form"):
        for tag in page.select(f"[{attribute}]"):
            assert set(str(tag[attribute]).split()) <= set(ids), tag
    assert {link["href"][1:] for link in page.select("a[href^='#']") if len(link["href"]) > 1} <= set(ids)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_touch_neither_session_nor_token(name: str) -> None:
    assert "csrfmiddlewaretoken" not in draw(name, is_public=True)


def test_a_private_page_does_touch_them() -> None:
    with pytest.raises(AssertionError, match="looked at the session"):
        draw("accounts/space.html", is_public=True)


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith(PRIVATE)])
def test_private_pages_have_a_neutral_title_and_icon_and_end_the_session_on_leaving(name: str) -> None:
    page = soup(name)
    assert page.title
    assert "SereinMind" not in page.title.get_text()
    assert [icon["href"] for icon in page.select("link[rel=icon]")] == ["/static/img/neutral.svg"]
    form = page.select_one("form[data-leave]")
    assert form
    assert (form["method"], form["action"]) == ("post", "/leave/")


@pytest.mark.parametrize("name", EVERY)
def test_at_most_one_way_on_is_amber_beside_the_header(name: str) -> None:
    amber = [
        tag
        for tag in soup(name).select("main .button")
        if not {"button--quiet", "pager__gap"} & set(tag["class"]) and not tag.find_parent(class_="sticky-bar")
    ]
    assert len(amber) <= 1


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith(("bookings/", "accounts/"))])
def test_the_header_carries_no_amber_action_in_the_booking_flow_and_the_space(name: str) -> None:
    assert not soup(name).select("header .button:not(.button--quiet)")


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_need_no_database(name: str) -> None:
    assert "SereinMind" in render_to_string(name, {}, RequestFactory().get("/x/"))


def test_a_blank_practice_leaves_no_gap() -> None:
    blank = Practice()
    assert not BeautifulSoup(draw("practice/home.html", practice=blank), "lxml").select("address, a[href='tel:']")


def test_sample_values_are_marked() -> None:
    for name in ("bookings/booking_types.html", "bookings/booking_times.html"):
        assert "Example" in soup(name).get_text()


@pytest.mark.parametrize("name", ["details-with-errors", "time-gone"])
def test_a_mistake_is_said_once_in_the_title(name: str) -> None:
    title = soup(name).title
    assert title
    assert title.get_text() == "Error: Your details"


def test_slots_are_radio_buttons_in_a_group_a_day() -> None:
    page = soup("bookings/booking_times.html")
    days = page.select("fieldset.slot-picker__day")
    assert len(days) == 5
    assert all(day.legend and day.select("input[type=radio][name=start]") for day in days)
    assert [each["value"] for each in page.select("input[checked]")] == ["2026-11-25T07:30:00Z"]
    assert page.get_text().count("No times") == 2


def test_the_essay_has_its_furniture_in_order() -> None:
    words = " ".join(soup("articles/essay_detail.html").get_text().split())
    parts = [
        "Having your own back with the people you love",
        "7 minutes",
        "plan with someone first",
        "In this essay",
        "Most of us learned",
        "too much right now",
        "More on Relationships",
        "Send it to someone",
        *AT_THE_END.values(),
    ]
    place = 0
    for part in parts:
        place = words.index(part, place)


AT_THE_END = {
    "tonight": "Two minutes, tonight",
    "worksheet-card": "A worksheet goes with this",
    "invitation": "Talk it through with Dr Bhatt",
    "neighbours": "Previous",
}


def test_at_the_end_of_an_essay_stand_these_parts_in_this_order_and_nothing_else() -> None:
    body = soup("articles/essay_detail.html").select_one(".essay__body")
    assert body
    parts = body.find_all(recursive=False)
    names = [str(part.get("aria-labelledby") or " ".join(part.get_attribute_list("class"))) for part in parts]
    assert names[names.index("tonight") :] == [*AT_THE_END, "essay__address"]  # the address is seen on paper only
    tonight = parts[names.index("tonight")]
    assert "nothing is sent or kept" in tonight.get_text()
    assert not tonight.select("form, input, textarea, button, script")
    assert "For clients of the practice" in parts[names.index("worksheet-card")].get_text()


def test_the_invitation_says_who_and_how_by_what_is_known() -> None:
    shown = soup("articles/essay_detail.html").select_one(".invitation")
    assert shown
    assert [link["href"] for link in shown.select("a")] == ["/book/", "tel:+918826402150", "https://wa.me/918826402150"]
    assert shown.select("a")[0].get_text() == "Book a session"
    words = [*shown.select_one("address").stripped_strings]  # type: ignore[union-attr]
    assert words == ["Dr Arati Bhatt", "205, Second Floor, Qutub Plaza, DLF Phase-1, Gurgaon 122002, India"]
    bare = BeautifulSoup(draw("articles/essay_detail.html", practice=Practice()), "lxml").select_one(".invitation")
    assert bare
    assert [link["href"] for link in bare.select("a")] == ["/book/"]
    assert [*bare.select_one("address").stripped_strings] == ["Dr Arati Bhatt"]  # type: ignore[union-attr]


def linked(html: str) -> list[Path]:
    """Return the style sheets and scripts of a page, fonts' list left out."""
    page = BeautifulSoup(html, "lxml")
    names = [link["href"] for link in page.select("link[rel=stylesheet]")] + [
        script["src"] for script in page.select("script[src]")
    ]
    return [Path(settings.BASE_DIR) / str(name).lstrip("/") for name in names]


@pytest.mark.parametrize(
    ("name", "most"), [("articles/essay_detail.html", 20_000), ("bookings/booking_times.html", 30_000)]
)
def test_pages_are_light(name: str, most: int) -> None:
    html = draw(name)
    parts = [html.encode(), *(path.read_bytes() for path in linked(html))]
    weight = sum(len(brotli.compress(part)) for part in parts)
    report("F7", weight, most, page=name)
    assert weight <= most


def test_the_help_page_is_small() -> None:
    assert len(draw("practice/help.html").encode()) <= 10_000


def test_no_fonts_are_sent_to_who_saves_data() -> None:
    request = asked_for()
    request.META["HTTP_SAVE_DATA"] = "on"
    saved = render_to_string("practice/help.html", {"practice": sample_pages.PRACTICE}, request)
    assert "fonts" not in saved
    assert "fonts" in draw("practice/help.html")


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_style_sheets_are_short_and_force_nothing(sheet: Path) -> None:
    text = sheet.read_text()
    assert len(text.splitlines()) < 300
    assert "!important" not in text


@pytest.mark.parametrize("name", ["502.html", "503.html"])
def test_the_proxys_own_pages_hold_all_they_need(name: str) -> None:
    page = BeautifulSoup((Path(settings.BASE_DIR) / "deploy" / name).read_text(), "lxml")
    assert not page.select("script, img, link[href]")
    assert {"tel:14416", "tel:112"} <= {link["href"] for link in page.select("a")}
    assert "Leave this page quickly" in page.get_text()
