"""What is kept of a person is in her export, all of it and nothing of anybody else."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import models
from django.test.utils import isolate_apps

from accounts.models import Client
from accounts.rights import holdings
from accounts.rights.collecting import HTML_NAME, JSON_NAME, collect, lines_of, plain, to_take_along
from accounts.rights.holdings import HOLDINGS, LEFT_OUT, Holding, Person, columns_of, unaccounted
from bookings.models import BookingEvent
from practice.times import say_here
from tests.accounts.held import hold_everything, rows_that_refer_to
from tests.factories import NOW, make_practitioner, make_session_type
from tests.reporting import report

pytestmark = [pytest.mark.django_db, pytest.mark.gate, pytest.mark.unmeasured]


@pytest.fixture
def people() -> tuple[Person, Person]:
    """Return two people of whom everything is held."""
    session_type = make_session_type(make_practitioner())
    return hold_everything(session_type, "Asha"), hold_everything(session_type, "Bela", weeks=1)


def columns_exported(person: Person) -> Iterator[tuple[str, bool]]:
    """Yield every column of every row that is held of a person, and whether its value is in the export."""
    exported = {each["name"]: each["rows"] for each in json.loads(json.dumps(collect(person, NOW)))["held"]}
    for holding in HOLDINGS.values():
        for row, said in zip(holding.rows(person), exported[holding.name], strict=True):
            for column in columns_of(holding):
                value = json.loads(json.dumps(plain(getattr(row, column.attname))))
                yield f"{holding.name}.{column.name}", said.get(column.name, "missing") == value


def test_every_model_and_column_is_exported_or_left_out_for_a_reason() -> None:
    assert unaccounted() == []
    reasons = [*LEFT_OUT.values(), *(why for each in HOLDINGS.values() for why in each.left_out.values())]
    assert all(len(str(reason)) > 10 for reason in reasons)


class Named(models.Model):
    """A model for a moment: what it is called does not matter."""

    class Meta:
        abstract = True
        app_label = "worksheets"

    def __str__(self) -> str:
        return ""


@isolate_apps("worksheets")
def test_a_new_model_that_refers_to_a_client_or_her_rows_is_named() -> None:
    class Diary(Named):
        client = models.ForeignKey(Client, on_delete=models.CASCADE)

    class Remark(Named):
        event = models.ForeignKey(BookingEvent, on_delete=models.CASCADE)

    class Caller(Named):
        email = models.EmailField()

    class Colour(Named):
        name = models.CharField(max_length=20)

    found = unaccounted([Diary, Remark, Caller, Colour])
    assert found == ["worksheets.Caller", "worksheets.Diary", "worksheets.Remark"]


def test_a_secret_column_must_be_left_out_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    login = HOLDINGS["login"]
    careless = Holding("login", login.model, login.title, login.rows, {"gone": "a column that is not there any more"})
    monkeypatch.setitem(holdings.HOLDINGS, "login", careless)
    assert set(unaccounted()) == {"login.password", "login.groups", "login.user_permissions", "login.gone"}


def test_the_cast_of_these_tests_has_a_row_in_every_holding(people: tuple[Person, Person]) -> None:
    assert [name for name, holding in HOLDINGS.items() if not holding.rows(people[0]).exists()] == []


def test_every_field_of_every_row_of_a_person_is_in_her_export(people: tuple[Person, Person]) -> None:
    asked = list(columns_exported(people[0]))
    missing = [name for name, is_there in asked if not is_there]
    report("P9", 100 * (len(asked) - len(missing)) / len(asked), 100, ok=not missing, fields=len(asked))
    assert missing == []


def test_every_row_that_refers_to_her_is_in_her_export(people: tuple[Person, Person]) -> None:
    asha = people[0]
    assert asha.client
    assert asha.user
    held = {(each.model._meta.label, str(row.pk)) for each in HOLDINGS.values() for row in each.rows(asha)}
    referring = rows_that_refer_to(asha.client, set()) | rows_that_refer_to(asha.user, set())
    assert len(referring) > 15
    assert {each for each in referring if each[0] not in LEFT_OUT} - held == set()


def test_a_room_that_forgets_its_rows_is_found_out(
    people: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(HOLDINGS, "answers")
    assert unaccounted() == ["worksheets.Answer"]
    asha = people[0]
    assert asha.client
    held = {(each.model._meta.label, str(row.pk)) for each in HOLDINGS.values() for row in each.rows(asha)}
    assert {label for label, _key in rows_that_refer_to(asha.client, set()) - held} == {"worksheets.Answer"}


def test_nothing_of_another_client_is_in_it(people: tuple[Person, Person]) -> None:
    file = read(to_take_along(people[0], NOW))
    assert "canary-Asha" in file[JSON_NAME]
    assert "canary-Asha" in file[HTML_NAME]
    for text in file.values():
        assert "Bela" not in text
        assert "bela@example.com" not in text


def test_words_under_her_address_that_nobody_proved_are_not_shown_to_her(people: tuple[Person, Person]) -> None:
    collected = collect(people[0], NOW)
    draft = next(each for each in collected["held"] if each["name"] == "unproved_requests")
    assert len(draft["rows"]) == 1
    assert "canary" not in json.dumps(draft["rows"])


def test_no_secret_is_in_it(people: tuple[Person, Person]) -> None:
    text = read(to_take_along(people[0], NOW))[JSON_NAME]
    names = set(columns_named(json.loads(text)))
    assert not names & {"password", "token_hash", "code_hash", "manage_token_hash", "data", "browser_key"}


def test_an_answer_can_be_read_with_its_question(people: tuple[Person, Person]) -> None:
    answers = next(each for each in collect(people[0], NOW)["held"] if each["name"] == "answers")
    assert answers["rows"][0]["to_read"] == ["Words: canary-Asha"]
    assert "Words: canary-Asha" in read(to_take_along(people[0], NOW))[HTML_NAME]


def test_the_page_says_hours_and_lists_as_people_do_and_the_data_as_programs_do(people: tuple[Person, Person]) -> None:
    file, instant = read(to_take_along(people[0], NOW)), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
    assert instant.search(file[JSON_NAME])
    assert not instant.search(file[HTML_NAME])
    assert say_here(NOW) in file[HTML_NAME]
    assert "{<br>" not in file[HTML_NAME]


def test_what_belongs_together_is_set_in_under_its_name() -> None:
    value = {"words": "one", "week": {"monday": {"tone": 0}}, "found": ["sad", True], "rows": [{"a": 1}]}
    lines = [line.replace("\N{NO-BREAK SPACE}", "~") for line in lines_of(value)]
    assert lines == [
        *("words: one", "week:", "~~~monday:", "~~~~~~tone: 0"),
        *("found:", "~~~sad", "~~~yes", "rows:", "~~~a: 1"),
    ]


def test_the_practice_s_own_login_is_not_told(people: tuple[Person, Person]) -> None:
    rows = next(each for each in collect(people[0], NOW)["held"] if each["name"] == "ledger")["rows"]
    assert rows[0]["by_words"] == "you"


def read(file: bytes) -> dict[str, str]:
    """Return the files of a ZIP as text."""
    with ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def columns_named(collected: dict[str, Any]) -> Iterator[str]:
    """Yield the names of all columns in an export."""
    for each in collected["held"]:
        for row in each["rows"]:
            yield from row
