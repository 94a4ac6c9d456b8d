"""Every page of the list as it left the server, and the setting in which the list is walked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import time_machine
from django.http import HttpResponse
from pytest_django import Settings

from tests.browser.fetching import fetch
from tests.browser.furnished import Stage
from tests.browser.pages import Entry, every_page
from tests.factories import NOW


@dataclass(frozen=True)
class Fetched:
    """One page, and the answer that it came in."""

    entry: Entry
    response: HttpResponse

    @property
    def html(self) -> str:
        """The page as text."""
        return self.response.content.decode()


@contextmanager
def on_stage(settings: Settings, folder: Path) -> Iterator[Stage]:
    """Fill the practice at a fixed hour; the clock goes on, mail goes to the folder."""
    settings.MAILERS = {"default": {"BACKEND": "practice.mail.backends.FolderBackend", "OPTIONS": {"folder": folder}}}
    settings.SHOWS_MAILBOX = True
    settings.ROOT_URLCONF = "tests.browser.furnished_urls"
    with time_machine.travel(NOW, tick=True):
        yield Stage(folder)


def fetch_every_page(stage: Stage) -> list[Fetched]:
    """Return every page of the list; two pages of one name are told apart by a number."""
    return [Fetched(entry, fetch(stage, entry)) for entry in every_page()]
