"""The worker shows that it lives, does what has its time, and stops when asked."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from practice import work
from practice.mail import Mail, queue
from practice.mail.registry import KINDS
from practice.mail.worker import SteadyClock
from practice.models import OutgoingMessage, WorkerBeat
from tests.factories import NOW

pytestmark = pytest.mark.gate

HOUR = timedelta(hours=1)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Give the times at which the one job ran."""
    times: list[datetime] = []
    monkeypatch.setattr(work, "JOBS", {})
    work.register_job("tidy", times.append, HOUR)
    return times


@pytest.mark.django_db
def test_a_job_runs_at_once_and_then_once_in_its_time(ran: list[datetime]) -> None:
    for minutes in (0, 1, 59, 60, 61, 120):
        work.run_due_jobs(NOW + timedelta(minutes=minutes))
    assert ran == [NOW, NOW + HOUR, NOW + 2 * HOUR]


@pytest.mark.django_db
def test_a_job_runs_again_after_the_clock_was_put_back(ran: list[datetime]) -> None:
    work.run_due_jobs(NOW)
    work.run_due_jobs(NOW - timedelta(days=1))
    assert len(ran) == 2


@pytest.mark.django_db
def test_of_two_workers_that_see_a_job_due_one_runs_it(ran: list[datetime]) -> None:
    work.run_due_jobs(NOW)
    job, seen = work.JOBS["tidy"], WorkerBeat.objects.get(name="tidy")
    assert work.take(job, seen, NOW + HOUR)
    assert not work.take(job, seen, NOW + HOUR)


@pytest.mark.django_db
def test_of_two_workers_that_see_a_job_for_the_first_time_one_runs_it(ran: list[datetime]) -> None:
    assert work.take(work.JOBS["tidy"], None, NOW)
    assert not work.take(work.JOBS["tidy"], None, NOW)


@pytest.mark.django_db
def test_a_job_that_fails_leaves_its_class_name_and_the_others_run(
    ran: list[datetime], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(now: datetime) -> None:
        raise LookupError("asha@example.com")

    work.JOBS = {"broken": work.Job("broken", fail, HOUR), **work.JOBS}
    work.run_due_jobs(NOW)
    assert WorkerBeat.objects.get(name="broken").failure == "LookupError"
    assert len(ran) == 1
    assert "asha" not in caplog.text


@pytest.mark.django_db
def test_a_job_that_succeeds_again_clears_its_failure(ran: list[datetime]) -> None:
    WorkerBeat.objects.create(name="tidy", ran_at=NOW - HOUR, failure="LookupError")
    work.run_due_jobs(NOW)
    seen = WorkerBeat.objects.get(name="tidy")
    assert (seen.failure, seen.succeeded_at) == ("", NOW)


def test_a_job_may_not_take_the_workers_own_name() -> None:
    with pytest.raises(ValueError, match="name of its own"):
        work.register_job(work.WORKER, print, HOUR)


@pytest.mark.django_db
def test_the_worker_notes_that_it_lives_every_ten_seconds_only() -> None:
    for seconds in range(25):
        work.beat(NOW + timedelta(seconds=seconds))
    assert WorkerBeat.objects.get(name=work.WORKER).ran_at == NOW + timedelta(seconds=20)


@pytest.mark.django_db
def test_a_slow_round_of_messages_still_shows_that_the_worker_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [NOW]

    def render(message: OutgoingMessage, now: datetime) -> None:
        clock[0] += timedelta(minutes=1)

    monkeypatch.setitem(KINDS, "note", render)
    for number in range(5):
        queue(kind="note", cause=f"booking:{number}", due_at=NOW)
    work.turn(SteadyClock(lambda: clock[0], lambda: clock[0].timestamp()))
    assert WorkerBeat.objects.get(name=work.WORKER).ran_at == NOW + timedelta(minutes=4)


@pytest.mark.django_db
def test_working_once_does_everything_that_is_due(monkeypatch: pytest.MonkeyPatch, ran: list[datetime]) -> None:
    monkeypatch.setitem(KINDS, "note", lambda message, now: Mail("asha@example.com", "Hello", "x"))
    for number in range(45):
        queue(kind="note", cause=f"booking:{number}", due_at=timezone.now())
    call_command("work", "--once")
    assert OutgoingMessage.objects.filter(state=OutgoingMessage.State.SENT).count() == 45
    assert len(ran) == 1
    assert WorkerBeat.objects.filter(name=work.WORKER).exists()


@pytest.mark.django_db(transaction=True)
def test_a_failure_of_the_database_is_logged_and_survived(caplog: pytest.LogCaptureFixture) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError("host db.example.org")

    with connection.execute_wrapper(fail):
        pause = work.work_through_trouble(SteadyClock(), work.Stop())
    assert pause == work.PAUSE_AFTER_TROUBLE_SECONDS
    assert "the database does not answer: OperationalError" in caplog.text
    assert "example.org" not in caplog.text


def test_waiting_ends_when_somebody_asks_for_the_stop() -> None:
    stop = work.Stop()
    threading.Timer(0.05, stop.ask).start()
    begun = time.monotonic()
    stop.wait(20)
    assert time.monotonic() - begun < 10
    assert stop.is_asked()


def test_waiting_ends_by_itself_when_nobody_asks() -> None:
    stop = work.Stop()
    stop.wait(0.01)
    assert not stop.is_asked()


@pytest.mark.django_db(transaction=True)
def test_the_worker_works_until_it_is_asked_to_stop(ran: list[datetime], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    stop = work.Stop()
    work.register_job("end", lambda now: stop.ask(), HOUR)
    work.work_until(stop)
    assert len(ran) == 1
    assert [record.message for record in caplog.records][-1] == "worker stopped"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_the_command_to_stop(ran: list[datetime], number: int) -> None:
    kept = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    work.register_job("end", lambda now: os.kill(os.getpid(), number), HOUR)
    try:
        call_command("work")
    finally:
        for one, handler in kept.items():
            signal.signal(one, handler)
    assert len(ran) == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_database_fails_is_the_workers_trouble(
    ran: list[datetime], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(now: datetime) -> None:
        raise OperationalError("host db.example.org")

    work.register_job("broken", fail, HOUR)
    assert work.work_through_trouble(SteadyClock(), work.Stop()) == work.PAUSE_AFTER_TROUBLE_SECONDS
    assert "job broken failed: OperationalError" in caplog.text
    assert "example.org" not in caplog.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_ends_cleanly_when_told_to(tmp_path: Path, number: int) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "migrate", "-v0"], env=environment, check=True, capture_output=True)
    with subprocess.Popen([*command, "work"], env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        lines: list[str] = []
        for line in process.stderr:
            lines.append(line)
            if "worker started" in line:
                process.send_signal(number)
        assert process.wait(20) == 0
    assert "worker stopped" in lines[-1]
