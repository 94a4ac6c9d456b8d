"""What is wrong shows: to the therapist in words, to a supervisor as a status, to nobody else."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from bookings import guards
from practice import health, work
from practice.mail import queue
from practice.models import OutgoingMessage, WorkerBeat
from tests.factories import NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def light(name: str) -> health.Light:
    return next(found for found in health.lights(NOW) if found.name == name)


def put(**changes: object) -> None:
    queue(kind="note", cause="booking:1", due_at=NOW - 11 * MINUTE)
    OutgoingMessage.objects.update(**changes)


def test_every_light_has_a_name_and_a_sentence() -> None:
    found = health.lights(NOW)
    assert {"database", "worker", "messages", "jobs", "guards"} <= {one.name for one in found}
    assert all(one.text for one in found)


def test_messages_are_green_where_all_go_out() -> None:
    put(state="sent")
    assert light("messages").ok


def test_a_message_that_waits_for_more_than_ten_minutes_is_red() -> None:
    put()
    assert light("messages").text == "1 message has waited for more than 10 minutes."
    assert not light("messages").ok


def test_a_message_that_waits_for_less_is_green() -> None:
    put(due_at=NOW - 9 * MINUTE)
    assert light("messages").ok


def test_a_dead_message_is_red_and_an_unknown_kind_is_said() -> None:
    put(state="dead", failure="unknown kind")
    assert light("messages").text.startswith("1 message could not be sent. The program does not know")
    assert not light("messages").ok


@pytest.mark.parametrize(("age", "is_green"), [(MINUTE, True), (3 * MINUTE, False)])
def test_a_worker_that_was_silent_for_two_minutes_is_red(age: timedelta, is_green: bool) -> None:
    work.beat(NOW - age)
    assert light("worker").ok is is_green


def test_a_worker_never_seen_is_red() -> None:
    assert not light("worker").ok


def test_a_job_whose_last_run_failed_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(work.JOBS, "tidy", work.Job("tidy", print, MINUTE))
    WorkerBeat.objects.create(name="tidy", ran_at=NOW, succeeded_at=NOW, failure="LookupError")
    assert light("jobs").text == "Not done as they should be: tidy (LookupError)."


def test_a_job_that_is_long_overdue_is_red(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(work.JOBS, "tidy", work.Job("tidy", print, MINUTE))
    WorkerBeat.objects.create(name="tidy", ran_at=NOW - 4 * MINUTE, succeeded_at=NOW - 4 * MINUTE)
    assert light("jobs").text == "Not done as they should be: tidy."


def test_a_check_that_fails_is_red_and_the_others_still_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health.WATCHES, "broken", health.Watch(lambda now: 1 / 0, is_necessary=False))  # type: ignore[arg-type, return-value]
    assert light("broken") == health.Light(ok=False, text="Could not be checked (ZeroDivisionError).", name="broken")
    assert light("database").ok


def test_the_process_says_that_it_is_alive_without_asking_the_database(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_health_answer_sets_no_cookie_and_is_kept_by_nobody(client: Client, path: str) -> None:
    answer = client.get(path)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post(path).status_code == 405


def test_a_complete_site_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_site_without_its_guards_is_not_ready(client: Client) -> None:
    guards.remove()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"guards\n")


def test_a_site_that_is_not_migrated_is_not_ready(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("practice", "0001_initial")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database\n")


def test_a_site_whose_database_does_not_answer_is_not_ready(client: Client) -> None:
    def fail(*args: object) -> None:
        raise OperationalError("host db.example.org")

    with connection.execute_wrapper(fail):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database guards\n")


def test_a_silent_worker_does_not_keep_visitors_away(client: Client) -> None:
    assert not light("worker").ok
    assert client.get("/readyz").status_code == 200
