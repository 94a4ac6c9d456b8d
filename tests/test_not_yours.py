"""S6, for every address of one's own that names something: what is not yours is what is not there, to the last header.

An address without a row fails. To add a page, add what is Asha's; the same of nothing is made up by itself.
"""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.http.response import HttpResponseBase
from django.test import Client as Browser
from django.urls import get_resolver
from pytest_django import Settings

from accounts.models import Client, User
from tests import cast
from tests.browser.furnished import Stage
from tests.reporting import report
from tests.test_access_matrix import FILLED, addresses
from tests.walking import on_stage
from worksheets.models import Worksheet

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured, pytest.mark.django_db]

METHODS = ("GET", "HEAD", "POST", "DELETE", "OPTIONS")
NUMBER = "999999"  # of nothing
SHEET = "/space/worksheets/{sheet}/"
ASKED = "/space/questionnaires/{measure_plan}/{measure_day}/"
COPIES = "/space/questionnaires/copies/{measure_copy}/"
SERIES = "/space/book/asked/{series}/"

# What is Asha's, by the name of its address; the filled practice knows the rest.
HERS = {
    "worksheet": SHEET,
    "worksheet_save": f"{SHEET}save/",
    "worksheet_share": f"{SHEET}share/",
    "worksheet_paper": f"{SHEET}paper/",
    "worksheet_pdf": f"{SHEET}pdf/",
    "worksheet_fresh": f"{SHEET}fresh/",
    "worksheet_earlier": f"{SHEET}earlier/{{earlier}}/",
    "worksheet_earlier_pdf": f"{SHEET}earlier/{{earlier}}/pdf/",
    "space_copy": "/space/shared/{copy}/",
    "space_copy_back": "/space/shared/{copy}/back/",
    "measure": ASKED,
    "measure_save": f"{ASKED}save/",
    "measure_share": f"{ASKED}share/",
    "measure_totals": "/space/questionnaires/{measure_plan}/totals/",
    "measure_copy": COPIES,
    "measure_copy_back": f"{COPIES}back/",
    "space_consent": "/space/data/agreed/{consent}/",
    "space_series": SERIES,
    "space_series_withdraw": f"{SERIES}withdraw/",
    "space_standing_end": "/space/book/standing/{standing}/end/",
    "book_asked": "/book/asked/{confirmed}/",
    "book_asked_act": "/book/asked/{confirmed}/cancel/",
    "book_calendar": "/book/asked/{confirmed}/calendar/",
    "book_place": "/book/wait/{place}/",
    "book_place_act": "/book/wait/{place}/leave/",
}
ELSEWHERE = {
    "admin:*": "the desk: one person, and the matrix of access",
    "mailbox*": "only on one's own machine",
    "essay": "public",
    "topic": "public",
    "reflect": "where anybody may write; the same for everyone",
    "reflection_sent": "a token that cannot be guessed; tests/articles/test_reflections_sending.py has its pair",
    "series": "public",
    "essay_preview*": "a token that cannot be guessed; tests/articles/test_previews.py has its pair",
    "art": "public",
    "essay_picture*": "public, at an address that cannot be guessed",
    "book_times*": "what is offered, the same for everyone; what is for clients only has a test in tests/bookings",
    "book_details": "as above",
    "book_wait": "as above",
    "space_book_*": "as above",
    "book_manage_act": "names an act; whose it is stands in the session",
    "book_manage_link": "a token that cannot be guessed; tests/bad_input has its pair",
    "book_place_link": "a token that cannot be guessed",
    "book_guardian_link": "a token that cannot be guessed",
    "phone_link": "a token that cannot be guessed; tests/accounts/test_by_phone_pages.py has its pair",
    "account_reset_password_from_key": "a token that cannot be guessed",
    "mfa_*_webauthn": "staff proves its password first, a client has only her own; the matrix of access asks for one",
}


@pytest.fixture
def stage(settings: Settings, tmp_path: Path) -> Iterator[Stage]:
    """The filled practice, in which a worksheet is Asha's alone."""
    with on_stage(settings, tmp_path / "mailbox") as stage:
        Worksheet.objects.filter(slug=stage.names["sheet"]).update(is_in_library=False)
        yield stage


def pair(stage: Stage, name: str) -> tuple[str, str]:
    """Return two paths: of what is Asha's, and of the same of nothing."""
    own = {"uuid": FILLED["uuid"], "slug": FILLED["slug"], "int": NUMBER}
    kinds = {address.name: address.route for address in addresses(get_resolver())}
    hers, parts = stage.path(HERS[name]), iter(kinds[name].split("/"))
    first = True
    absent = []
    for part, said in zip(parts, hers.split("/"), strict=True):
        kind = re.fullmatch(r"<(\w+):\w+>", part)
        absent.append(own[kind[1]] if kind and first else said)
        first = first and kind is None
    return hers, "/".join(absent)


def people(stage: Stage) -> dict[str, User | None]:
    """Return everyone who may not: nobody, a reader, clients in each standing, and the therapist."""
    named = {name: User.objects.get(email=f"{who}@example.com") for name, who in OTHERS.items()}
    return {"nobody": None, "reader": stage.reader, **named, "therapist": stage.therapist}


OTHERS = {"in care": "esha", "paused": "bela", "ended": "farah"}


def ask(user: User | None, method: str, path: str) -> tuple[int, bytes, dict[str, str]]:
    """Return all of an answer but its date and the way back to that very path."""
    browser = cast.sign_in(Browser(), user, second_factor=user.is_staff) if user else Browser()
    form = b"revision=0&page=x&request_key=00000000-0000-4000-8000-000000000000"
    response: HttpResponseBase = browser.generic(method, path, form, "application/x-www-form-urlencoded")
    headers = {name: value for name, value in response.headers.items() if name != "Date"}
    if "Location" in headers:
        headers["Location"] = headers["Location"].replace(quote(path), "PATH")
    return response.status_code, response.content, headers  # type: ignore[attr-defined]


def test_every_address_that_names_something_is_asked_for_or_says_why_not() -> None:
    named = {address.name for address in addresses(get_resolver()) if "<" in address.route or "(?P" in address.route}
    known = {*HERS, *ELSEWHERE}
    assert [name for name in named if not any(fnmatchcase(name, pattern) for pattern in known)] == []
    assert [pattern for pattern in known if not any(fnmatchcase(name, pattern) for name in named)] == []


def test_what_is_not_yours_is_what_is_not_there(stage: Stage) -> None:
    asked: dict[str, int] = {}
    wrong = []
    for role, user in people(stage).items():
        for name in HERS:
            hers, absent = pair(stage, name)
            for method in METHODS:
                asked[role] = asked.get(role, 0) + 1
                if ask(user, method, hers) != ask(user, method, absent):
                    wrong.append((role, method, hers))
    for role, number in asked.items():
        report("S6", sum(each[0] == role for each in wrong), 0, role=role, requests=number, where="every address")
    assert min(asked.values()) == len(HERS) * len(METHODS) > 100
    assert wrong == []


def test_to_asha_each_of_them_is_there(stage: Stage) -> None:
    """The control: the same comparison tells what is hers from what is not there."""
    pairs = {name: pair(stage, name) for name in HERS}
    seen: dict[str, Any] = {name: [ask(stage.asha, "GET", path) for path in paths] for name, paths in pairs.items()}
    assert [name for name, (hers, _absent) in seen.items() if hers[0] == 404] == []
    assert [name for name, (_hers, absent) in seen.items() if absent[0] != 404] == []
    assert Client.objects.filter(user=stage.asha).exists()
