"""An erasure leaves nothing of a person but what is stated: her words are searched everywhere, before and after."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import FileField, ProtectedError
from django.test import Client as Browser

from accounts import ledger
from accounts.ledger import heads
from accounts.models import Client, Erasure, User
from accounts.rights import erasing, erasures_list
from accounts.rights.collecting import collect
from accounts.rights.erasing import NotErasableError, begin_erasure, finish_due, replay, scrub
from accounts.rights.holdings import HOLDINGS, Person, person_of
from bookings.models import Booking, BookingEvent
from practice.crypto import encrypted_fields
from practice.mail.backends import FolderBackend
from practice.models import ContactMessage, OutgoingMessage
from tests.accounts.held import hold_everything
from tests.cast import make_therapist, sign_in
from tests.factories import NOW, make_client, make_session_type
from tests.practice.test_privacy_on_disk import database_bytes
from tests.reporting import report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.gate, pytest.mark.unmeasured]

YEAR = timedelta(days=365)
CANARIES = (b"canary-Asha", b"asha@example.com")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """Have mail written to a folder, and the list of erasures kept beside it."""
    settings.ERASURE_LIST = tmp_path / "erasures.jsonl"
    box = tmp_path / "mailbox"
    box.mkdir()
    settings.MAILERS = {"default": {"BACKEND": "practice.mail.backends.FolderBackend", "OPTIONS": {"folder": str(box)}}}
    FolderBackend(folder=box).write(b"To: asha@example.com\nSubject: News\n\nHello canary-Asha\n")
    FolderBackend(folder=box).write(b"To: bela@example.com\nSubject: News\n\nHello canary-Bela\n")
    return box


@pytest.fixture
def people(folder: Path) -> tuple[Person, Person]:
    """Return two people of whom everything is held, both signed in."""
    therapist = make_therapist()
    asha, bela = (hold_everything(session_type_of(therapist), name, weeks=n) for n, name in enumerate(("Asha", "Bela")))
    for person in (asha, bela):
        assert person.user
        sign_in(Browser(), person.user)
    Browser().post("/account/login/code/", {"email": "asha@example.com"})  # a sign-in that she leaves half done
    scrub_file()
    return asha, bela


def session_type_of(therapist: User) -> Any:
    """Return the one session type of the therapist's practice."""
    practitioner = therapist.practitioner
    return practitioner.session_types.first() or make_session_type(practitioner)


def scrub_file() -> None:
    """Write the file anew, so that what was there before is found in rows and not in what lies about."""
    erasing.write_anew()


def hits(folder: Path) -> dict[str, int]:
    """Count in how many things of each place a word of Asha's is found; what is encrypted is opened first."""
    opened = [
        json.dumps(getattr(row, field.name), default=str).encode()
        for field in encrypted_fields()
        for row in field.model._base_manager.all()
    ]
    places: dict[str, list[bytes]] = {
        "file": [database_bytes()],
        "dump": [dump()],
        "opened": opened,
        "lists": [path.read_bytes() for path in lists() if path.exists()],
        "outbox": [path.read_bytes() for path in folder.glob("*")],
        "sessions": [str(each.get_decoded()).encode() for each in Session.objects.all()],
        "desk log": [f"{each.object_repr} {each.change_message}".encode() for each in LogEntry.objects.all()],
    }
    return {
        place: sum(any(canary in thing for canary in CANARIES) for thing in things) for place, things in places.items()
    }


def lists() -> list[Path]:
    """Return the files that the site itself writes about people, beside the database."""
    return [Path(settings.LEDGER_FILE), Path(settings.ERASURE_LIST)]


def dump() -> bytes:
    """Return every row of every table as text."""
    with connection.cursor() as cursor:
        text = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            text += [f"{table} {row!r}" for row in cursor.fetchall()]
    return "\n".join(text).encode()


def erase(person: Person, **changes: Any) -> Erasure:
    """Do stage one as the person herself."""
    given = {"person": person, "by": Erasure.By.CLIENT, "user": person.user, "now": NOW}
    return begin_erasure(**{**given, **changes})


def test_the_search_finds_her_words_before(people: tuple[Person, Person], folder: Path) -> None:
    found = hits(folder)
    assert {place for place, count in found.items() if not count} == {"lists"}
    user = people[0].user
    assert user
    assert str(user.pk) in {each.get_decoded().get("_auth_user_id") for each in Session.objects.all()}


def test_after_stage_two_nothing_of_her_is_left_anywhere(people: tuple[Person, Person], folder: Path) -> None:
    asha = people[0]
    assert asha.user
    user_key, client_key = str(asha.user.pk), str(asha.client.pk) if asha.client else ""
    erase(asha)
    finish_due(NOW + YEAR)
    scrub(NOW + YEAR)
    found = hits(folder)
    report("P8", sum(found.values()), 0, places=len(found))
    assert found == dict.fromkeys(found, 0)
    stored = database_bytes()
    assert not any(key.encode() in stored for key in (client_key, client_key.replace("-", "")))
    assert user_key not in {each.get_decoded().get("_auth_user_id") for each in Session.objects.all()}
    assert not any(holding.rows(asha).exists() for holding in HOLDINGS.values())


def test_her_ledger_goes_with_its_seal_and_everyone_else_s_is_whole(people: tuple[Person, Person]) -> None:
    assert len(heads.read()) == 2
    erase(people[0])
    found = ledger.check(NOW)
    assert (found.wrong, found.entries) == ((), 1)
    assert heads.read().keys() == found.heads.keys()


def test_a_seal_that_is_not_forgotten_would_be_found_cut_off(
    people: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    asha = people[0]
    assert asha.client
    asha.client.status = Client.Status.ENDED  # else the end of her care is one more entry, which finds her gone
    asha.client.save()
    monkeypatch.setattr(ledger, "forget", lambda _client: None)
    erase(asha)
    assert [wrong.fault for wrong in ledger.check(NOW).wrong] == ["cut"]


def test_what_stays_is_the_stated_minimum(people: tuple[Person, Person], folder: Path, settings: Any) -> None:
    asha = people[0]
    assert asha.client
    before = Booking.objects.filter(client=asha.client).count()
    erase(asha)
    finish_due(NOW + YEAR)
    stays = Booking.objects.filter(name="erased")
    assert stays.count() == before + 1  # with the request that was never proved
    assert not any(row.client_id or row.email or row.phone or row.note or row.video_link for row in stays)
    assert not BookingEvent.objects.filter(booking__in=stays).exclude(by_user=None).exists()
    assert all(event.note == "" for event in BookingEvent.objects.filter(booking__in=stays))
    erasure = Erasure.objects.get()
    assert erasure.sealed == {}
    text = Path(settings.ERASURE_LIST).read_text()
    assert str(asha.client.pk) in text
    assert "Asha" not in text
    assert "asha" not in text


def test_stage_one_leaves_nothing_to_see_and_seals_everything(people: tuple[Person, Person], folder: Path) -> None:
    asha = people[0]
    expected = collect(asha, NOW)
    erasure = erase(asha)
    scrub(NOW)
    found = hits(folder)
    assert {place for place, count in found.items() if count} == {"opened"}
    assert [each["name"] for each in erasure.sealed["held"]] == [each["name"] for each in expected["held"]]
    assert Erasure.objects.get().sealed == json.loads(json.dumps(expected))
    finish_due(NOW + YEAR - timedelta(minutes=1))
    assert Erasure.objects.get().deleted_at is None


@pytest.mark.sqlite
def test_without_writing_the_file_anew_her_words_lie_about_in_it(people: tuple[Person, Person], folder: Path) -> None:
    erase(people[0])
    found = hits(folder)
    assert (found["dump"], found["file"]) == (0, 1)


def test_a_room_that_takes_nobody_out_stops_the_whole_erasure(
    people: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(erasing.ERASERS, "bookings")
    with pytest.raises(ProtectedError):
        erase(people[0])
    assert Client.objects.count() == 2
    assert not list(erasures_list.lines())


def test_the_sealed_copy_is_no_plain_text(people: tuple[Person, Person]) -> None:
    erase(people[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM accounts_erasure")
        assert cursor.fetchone()[0].startswith("1:")


def test_her_login_ends_and_everyone_else_stays(people: tuple[Person, Person]) -> None:
    asha, bela = people
    assert asha.user
    assert bela.user
    browser = sign_in(Browser(), asha.user)
    other = sign_in(Browser(), bela.user)
    before = {name: holding.rows(bela).count() for name, holding in HOLDINGS.items()}
    erase(asha)
    assert browser.get("/space/").headers["Location"].startswith("/account/login/")
    assert other.get("/space/").status_code == 200
    assert {name: holding.rows(bela).count() for name, holding in HOLDINGS.items()} == before


def test_whoever_has_no_address_takes_nobody_else_along(people: tuple[Person, Person], folder: Path) -> None:
    gita = person_of(client=make_client("Gita", user=User.objects.create_user("")))
    assert gita.addresses == frozenset()
    ContactMessage.objects.create(request_key=uuid4(), email="", body="Somebody's")
    before = [{name: holding.rows(person).count() for name, holding in HOLDINGS.items()} for person in people]
    erase(gita)
    assert not Client.objects.filter(name="Gita").exists()
    assert [{name: holding.rows(person).count() for name, holding in HOLDINGS.items()} for person in people] == before
    assert ContactMessage.objects.filter(email="").exists()
    assert len(list(folder.glob("*.eml"))) == 2
    assert Session.objects.count() == 3
    assert not OutgoingMessage.objects.filter(kind=erasing.TO_HER).exists()


def test_times_to_come_are_free_and_the_therapist_learns_which(people: tuple[Person, Person]) -> None:
    asha = people[0]
    mine = list(Booking.objects.filter(client=asha.client, starts_at__gt=NOW).values_list("pk", flat=True))
    erase(asha)
    rows = Booking.objects.filter(pk__in=mine)
    assert not rows.filter(blocks=True).exists()
    assert set(rows.values_list("status", flat=True)) == {"cancelled", "withdrawn"}
    note = OutgoingMessage.objects.get(kind=erasing.TO_DESK)
    assert len(note.body["freed"]) == 3
    assert not OutgoingMessage.objects.filter(cause__startswith="booking:").exclude(
        cause__in=[f"booking:{row.uuid}" for row in Booking.objects.filter(client=people[1].client)]
    )


def test_an_erasure_that_cannot_be_listed_does_not_go_through(
    people: tuple[Person, Person], settings: Any, tmp_path: Path
) -> None:
    settings.ERASURE_LIST = tmp_path  # a folder cannot be written to
    with pytest.raises(OSError, match="directory"):
        erase(people[0])
    assert Client.objects.count() == 2


def test_whoever_works_at_the_desk_is_not_erased(people: tuple[Person, Person]) -> None:
    therapist = User.objects.get(is_staff=True)
    with pytest.raises(NotErasableError):
        erase(person_of(client=None, user=therapist))
    assert User.objects.filter(pk=therapist.pk).exists()


def restored(tmp_path: Path) -> Callable[[], Path]:
    """Copy the database as a backup would, and return what brings the copy up and replays the list."""
    copy = tmp_path / "restored.sqlite3"
    with sqlite3.connect(str(connection.settings_dict["NAME"])) as here, sqlite3.connect(copy) as there:
        here.backup(there)

    def replayed() -> Path:
        where = {"DATABASE_URL": f"sqlite:///{copy}", "ERASURE_LIST": str(tmp_path / "erasures.jsonl")}
        environment = {**os.environ, **where, "DJANGO_SETTINGS_MODULE": "practice.settings"}
        command = [sys.executable, "manage.py", "replay_erasures"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        return copy

    return replayed


def words_in(copy: Path) -> int:
    """Count her words in the bytes of a database's files."""
    parts = [path.read_bytes() for path in copy.parent.glob(f"{copy.name}*")]
    return sum(canary in part for canary in CANARIES for part in parts)


@pytest.mark.sqlite
def test_a_restored_backup_erases_her_again(people: tuple[Person, Person], tmp_path: Path) -> None:
    replayed = restored(tmp_path)
    assert words_in(tmp_path / "restored.sqlite3") > 0  # so the search would find her
    erase(people[0])
    copy = replayed()
    report("P8", words_in(copy), 0, where="restored backup")
    assert words_in(copy) == 0
    with sqlite3.connect(copy) as there:
        assert there.execute("SELECT count(*) FROM accounts_client").fetchone() == (1,)


def test_replaying_a_list_that_was_done_does_nothing_and_spares_who_came_back(people: tuple[Person, Person]) -> None:
    erase(people[0])
    again = User.objects.create_user("asha@example.com", date_joined=NOW + timedelta(days=3))
    assert replay(NOW + timedelta(days=4)) == 0
    assert User.objects.filter(pk=again.pk).exists()
    assert len(list(erasures_list.lines())) == 1


def test_no_model_keeps_a_file_outside_the_database() -> None:
    """So there is no folder of uploads in which something of a person could be left."""
    columns = [column for model in apps.get_models() for column in model._meta.get_fields()]
    assert columns
    assert [column for column in columns if isinstance(column, FileField)] == []


def test_replaying_spares_who_was_here_before_and_has_taken_over_her_address(people: tuple[Person, Person]) -> None:
    """Two people share a mailbox: one is erased, and the other goes on with its address."""
    erase(people[0])
    assert people[1].user
    User.objects.filter(pk=people[1].user.pk).update(email="asha@example.com", date_joined=NOW - timedelta(days=3))
    assert replay(NOW + timedelta(days=4)) == 0
    assert Client.objects.filter(pk=people[1].client.pk).exists()  # type: ignore[union-attr]


def test_every_model_is_searched() -> None:
    """The dump of these tests reads all tables that the models have."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    assert {model._meta.db_table for model in apps.get_models()} <= tables
