"""Who has a copy of the database cannot step into anybody's sign-in: what browsers hold is stored nowhere."""

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client as Browser

from accounts.models import User
from practice.sessions import SessionStore, stored_as
from tests.cast import make_patron

pytestmark = [pytest.mark.gate, pytest.mark.django_db]

SPACE = "/space/"


@pytest.fixture
def asha(db: None) -> User:
    """A client in care."""
    return make_patron("asha@example.com", "Asha")


@pytest.fixture
def signed_in(client: Browser, asha: User) -> Browser:
    """Asha's browser, which has opened a page."""
    client.force_login(asha)
    assert client.get(SPACE).status_code == 200
    return client


def holding(key: str) -> Browser:
    """Return a browser that holds a key as its session's."""
    browser = Browser()
    browser.cookies["session"] = key
    return browser


def everything_stored() -> str:
    """Return every column of every row; what sessions hold is opened."""
    rows = [str(list(model._base_manager.values_list())) for model in apps.get_models()]
    return " ".join([*rows, *(str(each.get_decoded()) for each in Session.objects.all())])


def test_no_table_holds_what_the_browser_holds(signed_in: Browser) -> None:
    key = signed_in.cookies["session"].value
    assert stored_as(key) in everything_stored()  # so the search would find it
    assert key not in everything_stored()


def test_what_is_stored_opens_nothing(signed_in: Browser) -> None:
    assert holding(Session.objects.get().session_key).get(SPACE).status_code == 302
    assert holding(signed_in.cookies["session"].value).get(SPACE).status_code == 200


def test_control_with_djangos_own_it_would(client: Browser, asha: User, settings: Any) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    client.force_login(asha)
    assert holding(Session.objects.get().session_key).get(SPACE).status_code == 200


def test_a_session_is_kept_found_and_deleted_by_its_key() -> None:
    store = SessionStore()
    store["word"] = "calm"
    store.save()
    key = str(store.session_key)
    assert store.exists(key)
    assert SessionStore(key)["word"] == "calm"
    SessionStore().delete()  # has no key, so nothing to delete
    SessionStore().delete(key)
    assert not store.exists(key)
    gone = SessionStore(key)
    assert gone.load() == {}
    assert gone.session_key is None


def test_an_empty_session_stays_the_same_one() -> None:
    store = SessionStore()
    store.save()
    again = SessionStore(store.session_key)
    assert again.load() == {}
    assert again.session_key == store.session_key


def test_asked_for_otherwise_it_is_the_same() -> None:
    store = SessionStore()
    store["word"] = "calm"
    async_to_sync(store.asave)()
    key = str(store.session_key)
    assert Session.objects.get().session_key == stored_as(key)
    assert async_to_sync(SessionStore(key).aload)() == {"word": "calm"}
    assert async_to_sync(store.aexists)(key)
    async_to_sync(store.adelete)(key)
    assert not Session.objects.exists()
