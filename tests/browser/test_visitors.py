"""The people of the browser tests have the devices that their names promise."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.watching import Visitor

ZONE = "Intl.DateTimeFormat().resolvedOptions().timeZone"


def test_the_phone_is_narrow_and_in_gurgaon(phone: Visitor) -> None:
    assert phone.page.viewport_size == {"width": 390, "height": 844}
    assert phone.page.evaluate(ZONE) in {"Asia/Kolkata", "Asia/Calcutta"}  # Chromium still says the old name


def test_the_desk_is_wide_and_light(wide: Visitor) -> None:
    assert wide.page.viewport_size == {"width": 1280, "height": 800}
    assert wide.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is False


def test_who_likes_it_dark_gets_it_dark(dark: Visitor) -> None:
    assert dark.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is True


def test_a_visitor_may_live_anywhere(visit: Visit) -> None:
    assert visit(timezone_id="Europe/London").page.evaluate(ZONE) == "Europe/London"


@pytest.mark.parametrize("name", ["no_javascript", "wide"])
def test_scripts_run_for_all_but_one(request: pytest.FixtureRequest, name: str) -> None:
    visitor: Visitor = request.getfixturevalue(name)
    visitor.page.set_content("<noscript><p>No script</p></noscript>")
    assert visitor.page.locator("p").count() == (1 if name == "no_javascript" else 0)
