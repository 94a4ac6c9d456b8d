"""Who may open a worksheet, and what everyone else gets."""

import pytest
from django.http.response import HttpResponseBase
from django.test import Client as Browser

from accounts.models import Client, User
from tests import cast
from tests.worksheets.sheets import ABSENT, LIST, PAGE, PAPER, SAVE, html, make_sheet, typed
from worksheets.models import Answer, Assignment, Version

pytestmark = pytest.mark.gate


def as_seen(response: HttpResponseBase) -> tuple[int, bytes, dict[str, str]]:
    """Return all of an answer but its date."""
    headers = {name: value for name, value in response.headers.items() if name != "Date"}
    return response.status_code, response.content, headers  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", [LIST, PAGE, PAPER, SAVE, ABSENT])
def test_nobody_is_sent_to_sign_in(client: Browser, version: Version, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("who", ["reader", "therapist"])
@pytest.mark.parametrize("path", [LIST, PAGE, PAPER, SAVE])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_others_get_the_404_of_nothing(
    request: pytest.FixtureRequest, client: Browser, begun: Version, who: str, path: str, method: str
) -> None:
    cast.sign_in(client, request.getfixturevalue(who), second_factor=True)
    ask = getattr(client, method)
    assert as_seen(ask(path)) == as_seen(ask(ABSENT))
    assert ask(path).status_code == 404


def test_the_404_of_a_worksheet_is_that_of_an_address_that_never_was(
    client: Browser, reader: User, begun: Version
) -> None:
    cast.sign_in(client, reader)
    assert as_seen(client.get(PAGE)) == as_seen(client.get("/nothing/of/the/sort/"))


def test_another_client_finds_nothing_of_what_was_given_to_one(client: Browser, bela: User, ashas: Client) -> None:
    hidden = make_sheet(in_library=False)
    Assignment.objects.create(client=ashas, worksheet=hidden.worksheet)
    cast.sign_in(client, bela)
    assert as_seen(client.get(PAGE)) == as_seen(client.get(ABSENT))
    assert "First sheet" not in html(client.get(LIST))


def test_another_client_sees_an_empty_sheet_not_the_words(client: Browser, bela: User, begun: Version) -> None:
    cast.sign_in(client, bela)
    for path in (PAGE, PAPER, LIST):
        assert "What I wrote first" not in html(client.get(path))


def test_a_sheet_without_a_version_is_not_there(browser: Browser, version: Version) -> None:
    version.delete()
    assert as_seen(browser.get(PAGE)) == as_seen(browser.get(ABSENT))


@pytest.mark.parametrize("status", [Client.Status.PAUSED, Client.Status.ENDED])
def test_a_client_whose_care_rests_reads_what_she_began_and_only_that(
    browser: Browser, ashas: Client, begun: Version, status: str
) -> None:
    make_sheet("other-sheet")
    ashas.status = status
    ashas.save()
    assert "What I wrote first" in html(browser.get(PAGE))
    assert '<form method="post" action="/space/worksheets/' not in html(browser.get(PAGE))
    assert browser.get("/space/worksheets/other-sheet/").status_code == 404
    assert "other-sheet" not in html(browser.get(LIST))


@pytest.mark.parametrize("path", [PAGE, SAVE])
def test_a_client_whose_care_rests_saves_nothing_and_keeps_her_words(
    browser: Browser, ashas: Client, begun: Version, path: str
) -> None:
    ashas.status = Client.Status.PAUSED
    ashas.save()
    response = browser.post(path, typed(ashas, 1, words="typed just now"))
    assert response.status_code == 403
    assert path == SAVE or "typed just now" in html(response)
    assert Answer.objects.get().body["words"] == "What I wrote first"


def test_standing_taken_away_holds_from_the_next_request(browser: Browser, ashas: Client, begun: Version) -> None:
    assert browser.get(PAGE).status_code == 200
    ashas.status = Client.Status.PROSPECT
    ashas.save()
    assert browser.get(PAGE).status_code == 404
