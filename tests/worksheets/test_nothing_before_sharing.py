"""Nothing that a client has not shared can be found at the desk: no page, list, search, count or log."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Client, User
from practice import desk as desk_pages
from practice.own_lookups import OwnLookups
from tests import cast
from tests.factories import NOW
from tests.reporting import report
from tests.worksheets.shared import ROOM, begin, opened, press_share, share, write
from tests.worksheets.sheets import PAGE, html, make_sheet, typed
from tests.worksheets.test_admin import without_token
from worksheets.models import Answer, Snapshot, Version
from worksheets.sharing import send_reply, take_back

pytestmark = [pytest.mark.gate, pytest.mark.unmeasured]

UNSHARED = "heron-on-the-unshared-roof"
EDITED = "heron-on-the-later-edit"
WITHDRAWN = "heron-in-what-was-taken-back"
UNOPENED = "heron-in-what-was-never-opened"
SHARED = "heron-in-what-is-shared"
SECRET = (UNSHARED, EDITED, WITHDRAWN, UNOPENED)


@pytest.fixture
def live(answer: Answer, ashas: Client, bela: User, therapist: User) -> Snapshot:
    """A copy that is shared and read; beside it everything that the therapist may not see."""
    belas = Client.objects.get(user=bela)
    begin(belas, answer.version, UNSHARED)
    for words in (WITHDRAWN, UNOPENED):
        other = begin(ashas, make_sheet(words[:20]), words)
        copy = share(other) if words == UNOPENED else opened(other, therapist)
        take_back(copy=copy, now=NOW)
    shared = opened(write(answer, SHARED), therapist)
    write(answer, EDITED)
    return shared


def paths_of_models() -> Iterator[str]:
    """Yield the list, the search, and the pages of one row of each model at the desk."""
    for model, options in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        changelist = reverse(f"{name}_changelist")
        yield changelist
        if options.search_fields:
            yield from (f"{changelist}?q={words}" for words in ("heron", "Asha", "asha@example.com"))
        yield reverse(f"{name}_add")
        for row in model._base_manager.order_by("pk")[:3]:
            yield from (reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history", "delete"))


def every_path() -> list[str]:
    """Return every page of the desk that can be asked for, the searches and what a field would complete among them."""
    pages = [page for page in desk_pages.PAGES.values() if "<" not in page.route]
    own = [reverse(f"admin:{page.name}") for page in pages]
    copies = [f"{ROOM}{copy.uuid}/" for copy in Snapshot.objects.all()]
    complete = "/admin/autocomplete/?app_label=worksheets&model_name=assignment&field_name=client&term=heron"
    apps = [reverse("admin:app_list", args=[label]) for label in ("worksheets", "accounts", "practice")]
    spaces = ["/space/", "/space/worksheets/", PAGE, "/space/shared/", "/space/ledger/"]
    return ["/admin/", *own, *copies, complete, *apps, *spaces, *paths_of_models()]


def found_by(desk: Browser, words: tuple[str, ...]) -> tuple[list[tuple[str, str]], int]:
    """Return where which words were found at the desk, and how many pages were looked at."""
    paths = every_path()
    seen = {path: html(desk.get(path, follow=True)) for path in paths}
    return [(path, word) for path, page in seen.items() for word in words if word in page], len(paths)


def numbers_of_hidden() -> tuple[str, ...]:
    """Return the numbers of all answers and of the copies that were taken back."""
    hidden = [*Answer.objects.all(), *Snapshot.objects.exclude(withdrawn_at=None)]
    return tuple(str(row.uuid) for row in hidden)


def test_no_page_of_the_desk_has_what_is_not_shared(desk: Browser, live: Snapshot) -> None:
    desk.post(f"{ROOM}{live.uuid}/")  # the one that may be open is open
    found, pages = found_by(desk, (*SECRET, *numbers_of_hidden()))
    report("F5", len(found), 0, pages=pages, words=len(SECRET) + len(numbers_of_hidden()))
    assert pages > 80
    assert found == []


def test_the_walk_finds_what_is_shared_and_open(desk: Browser, live: Snapshot) -> None:
    """The control: the same walk over the same pages sees the words of the copy that is open, and only there."""
    desk.post(f"{ROOM}{live.uuid}/")
    found, _pages = found_by(desk, (SHARED,))
    assert found == [(f"{ROOM}{live.uuid}/", SHARED)]


def test_the_walk_finds_a_page_that_shows_too_much(
    desk: Browser, live: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with the guard of the copies off, what was taken back is found."""
    monkeypatch.setattr("worksheets.models.SnapshotQuerySet.live", lambda self: self)
    for copy in Snapshot.objects.all():
        desk.post(f"{ROOM}{copy.uuid}/")
    found, _pages = found_by(desk, SECRET)
    assert {word for _path, word in found} == {WITHDRAWN, UNOPENED}


def test_no_page_tells_that_something_was_begun(desk: Browser, live: Snapshot, bela: User) -> None:
    """A count, a mark or another order would tell as well: the pages stay the same to the letter."""
    desk.get("/admin/", follow=True)
    sheet = make_sheet("given-before")
    paths = [*every_path(), *pages_of(sheet), *narrowed_down()]
    before = {path: without_token(html(desk.get(path, follow=True))) for path in paths}
    begin(Client.objects.get(user=bela), sheet, UNSHARED)
    after = {path: without_token(html(desk.get(path, follow=True))) for path in paths}
    assert len(before) > 50
    assert [path for path in paths if after[path] != before[path]] == []


def pages_of(version: Version) -> list[str]:
    """Return what the desk has of one version and its worksheet."""
    names = [("version", version.pk), ("worksheet", version.worksheet_id)]
    own = [reverse(f"admin:worksheets_{name}_{page}", args=[pk]) for name, pk in names for page in ("change", "delete")]
    return [*own, reverse("admin:worksheet_build", args=[version.pk])]


def narrowed_down() -> list[str]:
    """Return every list of the desk, asked for those rows to which another row leads."""
    return [
        f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_changelist')}?{column.name}__isnull=0"
        for model in admin.site._registry
        for column in model._meta.get_fields()
        if column.auto_created and not column.concrete
    ]


def test_the_lists_would_tell_if_django_alone_said_what_they_may_be_asked(
    desk: Browser, ashas: Client, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the guard of the lists, one that is narrowed down names who began something."""
    asked = "/admin/accounts/client/?answers__isnull=0"
    assert asked in narrowed_down()
    assert desk.get(asked).status_code == 400
    monkeypatch.delattr(OwnLookups, "lookup_allowed")
    assert "Asha" in html(desk.get(asked))


def test_no_log_has_anything_of_it(
    browser: Browser, desk: Browser, ashas: Client, answer: Answer, therapist: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="practice")
    browser.post(PAGE, typed(ashas, 1, words=SHARED))
    answer.refresh_from_db()
    press_share(browser, answer)
    copy = Snapshot.objects.get()
    desk.post(f"{ROOM}{copy.uuid}/", follow=True)
    send_reply(copy=copy, words=WITHDRAWN, by=therapist, now=NOW, tells=True)
    browser.post(f"/space/shared/{copy.uuid}/back/")
    desk.get(f"{ROOM}{copy.uuid}/")
    assert "/space/shared/<uuid:reference>/back/" in caplog.text
    told = [words for words in (SHARED, WITHDRAWN, "Asha", "first-sheet", str(copy.uuid)) if words in caplog.text]
    assert told == []


def test_a_reader_of_the_desk_cannot_come_by_another_door(live: Snapshot, reader: User, client: Browser) -> None:
    cast.sign_in(client, reader)
    answers: dict[str, Any] = {path: client.get(path) for path in (ROOM, f"{ROOM}{live.uuid}/")}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 404)
