"""Every address of the site is a page that is walked, or is said to be none."""

from fnmatch import fnmatchcase

from django.urls import get_resolver

from tests.browser.pages import NO_PAGES, every_page
from tests.test_access_matrix import addresses

NAMES = [address.name for address in addresses(get_resolver())]


def test_every_address_is_covered_by_a_page_or_is_said_to_be_none() -> None:
    known = {name for entry in every_page() for name in (entry.covers, *entry.also) if name} | set(NO_PAGES)
    missing = [name for name in NAMES if not any(fnmatchcase(name, pattern) for pattern in known)]
    assert not missing, "add an entry to tests/browser/pages.py"


def test_nothing_is_listed_that_is_not_there() -> None:
    known = {name for entry in every_page() for name in (entry.covers, *entry.also) if name} | set(NO_PAGES)
    assert [pattern for pattern in known if not any(fnmatchcase(name, pattern) for name in NAMES)] == []


def test_no_two_entries_have_one_name_in_a_group() -> None:
    found = [(entry.name, entry.path, entry.who, str(entry.send)) for entry in every_page()]
    assert len(found) == len(set(found))
