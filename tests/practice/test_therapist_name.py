"""The therapist has one name and one short name, and no page has one of its own."""

from pathlib import Path

import pytest
from django.test import Client as Browser
from django.urls import reverse

from bookings.forms import CancelForm
from bookings.models import SessionType
from practice.models import Practice
from tests.bookings.browsing import text
from tests.bookings.conftest import practitioner, session_type, therapist
from tests.factories import make_essay, make_policy
from tests.test_architecture import ROOMS

__all__ = ["practitioner", "session_type", "therapist"]

ROOT = Path(__file__).resolve().parents[2]
OWN_WORDS = "Bhatt"
SAID_HERE = {"practice/models.py", "practice/naming.py"}  # the default, and what the short name is an example of


def naming_her() -> set[str]:
    """Return the modules and templates that hold her name; shipped texts are data, and migrations are the past."""
    modules = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    found = [*modules, *(ROOT / "templates").rglob("*.*")]
    return {str(path.relative_to(ROOT)) for path in found if OWN_WORDS in path.read_text(encoding="utf-8")}


def test_no_page_and_no_module_names_her_by_itself() -> None:
    assert naming_her() == SAID_HERE


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Dr Arati Bhatt", "Dr Bhatt"),
        ("Dr. Arati  Devi Bhatt", "Dr. Bhatt"),
        ("Prof Meera Rao", "Prof Rao"),
        ("dr Bhatt", "dr Bhatt"),
        ("Arati Bhatt", "Arati Bhatt"),
        ("  Meera ", "Meera"),
        ("Dr", "Dr"),
        ("", ""),
    ],
)
def test_the_short_name_is_title_and_last_name(name: str, short: str) -> None:
    assert Practice(therapist_name=name).therapist_short_name == short


@pytest.mark.django_db
def test_whoever_has_another_name_is_named_so_on_every_page(client: Browser, session_type: SessionType) -> None:
    Practice.objects.update(therapist_name="Prof Meera Rao")
    essay = make_essay()
    make_policy("page", slug="about")
    addresses = ["/", "/about/", "/contact/", "/book/", essay.get_absolute_url(), "/essays/feed/"]
    pages = {address: text(client.get(address)) for address in addresses}
    assert [address for address, page in pages.items() if "Prof Rao" not in page] == []
    assert [address for address, page in pages.items() if OWN_WORDS in page] == []
    assert "A word to Prof Rao" in str(CancelForm())


@pytest.mark.django_db
def test_an_error_page_asks_nothing_and_names_nobody(client: Browser, db: None) -> None:
    page = text(client.get("/nothing/"))
    assert f'href="{reverse("about")}">About</a>' in page
    assert OWN_WORDS not in page
