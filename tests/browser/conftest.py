"""A browser, a running site and a mail server for the tests that use the site as people do.

The site runs in a thread of the test's own process, so `time_machine` and the `settings` fixture reach it. Tests
without Chromium are skipped, and in CI fail.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.serving import KeptFiles
from tests.browser.stage import stage
from tests.browser.watching import Visitor
from tests.postbox import Postbox, Server
from tests.strictness import IS_CI

__all__ = ["stage"]

type Visit = Callable[..., Visitor]

# The list under the address bar is a page of its own, which every new window would draw unseen for a second of a core.
UNSEEN = ["WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup"]
# What Playwright turns off by the same switch, of which the last counts: what would change pages, or ask elsewhere.
OFF_ANYWAY = [
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "AimEnabled",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
ARGUMENTS = [
    f"--disable-features={','.join([*UNSEEN, *OFF_ANYWAY])}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GURGAON = {"locale": "en-IN", "timezone_id": "Asia/Kolkata"}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
WIDE = {"viewport": {"width": 1280, "height": 800}}
PATIENCE_MS = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


def find_chromium() -> str | None:
    """Return the browser's path: $CHROMIUM, or where Debian puts it, or what is on the path."""
    named = os.environ.get("CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, ("/usr/bin/chromium", "chromium", "chromium-browser"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    path = find_chromium()
    if path is None:
        message = "Chromium was not found: install it, or name it in CHROMIUM"
        pytest.fail(message) if IS_CI else pytest.skip(message)
    # Playwright keeps an event loop in this thread, and Django would refuse the database to it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The running site, which sends its files as a deployed one does."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = KeptFiles
    server.start()
    yield server
    server.stop()


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The address of the running site, without a slash at its end; links in messages lead there too."""
    address = live_server.url.rstrip("/")
    settings.SITE_URL = address
    settings.SITE_HOST = "localhost"
    return address


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Give a function that lets in one more person: `visit(timezone_id="Europe/London")`; fail on any page's fault."""
    visitors: list[Visitor] = []

    def let_in(**options: Any) -> Visitor:
        context = browser.new_context(base_url=site, **{**GURGAON, **WIDE, **options})
        context.set_default_timeout(PATIENCE_MS)
        visitors.append(Visitor(context, site))
        return visitors[-1]

    yield let_in
    faults = [fault for visitor in visitors for fault in visitor.watch.unexpected()]
    for visitor in visitors:
        visitor.context.close()
    assert faults == []


@pytest.fixture
def phone(visit: Visit) -> Visitor:
    """A person on a phone in Gurgaon."""
    return visit(**PHONE)


@pytest.fixture
def wide(visit: Visit) -> Visitor:
    """A person at a desk in Gurgaon."""
    return visit()


@pytest.fixture
def dark(visit: Visit) -> Visitor:
    """A person at a desk who likes it dark."""
    return visit(color_scheme="dark")


@pytest.fixture
def no_javascript(visit: Visit) -> Visitor:
    """A person on a phone whose browser runs no script."""
    return visit(**PHONE, java_script_enabled=False)


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    """A real SMTP server; what the site sends arrives here."""
    with Server() as server:
        settings.MAILERS = {"default": server.mailer}
        yield server.postbox
