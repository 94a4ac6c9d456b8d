"""Who has looked at what: the client's own list, in sentences."""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from accounts import ledger
from accounts.ledger.acts import lines_for, own_acts
from accounts.models import Client, LedgerEntry, User
from accounts.services import set_client_status
from tests import cast
from tests.factories import NOW, make_client

pytestmark = pytest.mark.django_db
PAGE = "/space/ledger/"


@pytest.fixture
def ashas(asha: User) -> Client:
    """What the practice knows of Asha."""
    return Client.objects.get(user=asha)


@pytest.fixture
def asha() -> User:
    """A client in care."""
    return cast.make_patron("asha@example.com", "Asha")


def read(asha: User, query: str = "") -> str:
    browser = cast.sign_in(Browser(), asha)
    return browser.get(f"{PAGE}{query}").content.decode()


def test_a_change_of_standing_is_told_with_who_made_it(asha: User, ashas: Client) -> None:
    therapist = cast.make_therapist()
    for hours, status in enumerate(("paused", "active", "ended"), start=1):
        set_client_status(client=ashas, status=status, by=therapist, now=NOW + timedelta(hours=hours))
    shown = read(asha)
    assert "Dr Arati Bhatt paused your care: worksheets can be read, not changed." in shown
    assert "Dr Arati Bhatt opened worksheets to you." in shown
    assert "Dr Arati Bhatt ended your care: worksheets can be read, not changed." in shown
    assert shown.index("ended your care") < shown.index("paused your care")


def test_an_act_that_is_not_known_any_more_is_named_as_it_is_stored(ashas: Client) -> None:
    entry = ledger.write(client=ashas, by=None, act="looked", at=NOW, thing="a drawer")
    [line] = lines_for(ashas, [entry])
    assert line.words.endswith(": looked a drawer")
    assert (line.when, line.instant) == ("20 Nov 2026, 10:00 am IST", "2026-11-20T04:30:00+00:00")


def test_nobody_has_opened_anything_yet(asha: User) -> None:
    assert "Nobody has opened anything of yours." in read(asha)


def test_what_belongs_to_another_is_not_in_it(asha: User) -> None:
    ledger.write(client=make_client("Bela"), by=None, act="looked", at=NOW, thing="a drawer")
    assert "a drawer" not in read(asha)


def test_a_long_list_comes_in_pages(asha: User, ashas: Client) -> None:
    for number in range(52):
        ledger.write(client=ashas, by=None, act="looked", at=NOW, thing=f"drawer {number};")
    assert "drawer 51;" in read(asha)
    assert "drawer 1;" not in read(asha)
    assert "drawer 1;" in read(asha, "?page=2")
    assert "Page 2 of 2" in read(asha, "?page=9")


def test_a_list_that_was_changed_says_so(asha: User, ashas: Client) -> None:
    for _each in range(2):
        ledger.write(client=ashas, by=None, act="looked", at=NOW, thing="a drawer")
    assert "None was." in read(asha)
    LedgerEntry.objects.filter(number=1).update(thing="another")
    shown = read(asha)
    assert "This list is not as it was written" in shown
    assert "None was." not in shown


def test_what_clients_do_themselves_is_known_as_such() -> None:
    assert set(own_acts()) == {"shared", "unshared", "export", "consent withdrawn"}
