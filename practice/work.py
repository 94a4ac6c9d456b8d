"""The worker: sends what is due, runs the periodic jobs, and shows that it is alive."""

import logging
import queue
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from practice.mail.worker import ROUND, SteadyClock, send_round
from practice.models import WorkerBeat

log = logging.getLogger("practice.work")

WORKER = "worker"
BEAT_EVERY = timedelta(seconds=10)
PAUSE_SECONDS = 1.0
PAUSE_AFTER_TROUBLE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done again and again."""

    name: str
    run: Callable[[datetime], object]
    every: timedelta


JOBS: dict[str, Job] = {}


def register_job(name: str, run: Callable[[datetime], object], every: timedelta) -> None:
    """Have `run(now)` called about once per `every`, by one of the workers, outside any transaction.

    It must bear being called twice at once, and be quick: messages wait meanwhile. What it raises is logged by class
    name and shows on the health page until it succeeds again.

    Raises:
        ValueError: the name is the worker's own, or longer than 60 characters.
    """
    if name == WORKER or len(name) > 60:
        raise ValueError("A job needs a short name of its own.")
    JOBS[name] = Job(name, run, every)


class Stop:
    """A request to stop, safe to make from a signal handler: `threading.Event.set` may lock itself out there."""

    def __init__(self) -> None:
        self.was_asked = False
        self.bell: queue.SimpleQueue[None] = queue.SimpleQueue()

    def ask(self) -> None:
        """Ask for the stop."""
        self.was_asked = True
        self.bell.put(None)

    def is_asked(self) -> bool:
        """Say whether somebody asked."""
        return self.was_asked

    def wait(self, seconds: float) -> None:
        """Wait, but not longer than until somebody asks."""
        try:
            self.bell.get(timeout=seconds)
        except queue.Empty:
            return


def work_until(stop: Stop, clock: SteadyClock | None = None) -> None:
    """Work until a stop is asked for; the message in hand is finished first. Lives through failures of the database."""
    clock = clock or SteadyClock()
    log.info("worker started")
    while not stop.is_asked():
        stop.wait(work_through_trouble(clock, stop))
    close_old_connections()
    log.info("worker stopped")


def work_through_trouble(clock: SteadyClock, stop: Stop) -> float:
    """Do one turn and return how many seconds to wait before the next."""
    close_old_connections()
    try:
        is_full = turn(clock, is_stopping=stop.is_asked) >= ROUND
    except (OperationalError, InterfaceError) as error:
        log.error("the database does not answer: %s", type(error).__name__)
        connections.close_all()
        return PAUSE_AFTER_TROUBLE_SECONDS
    return 0.0 if is_full else PAUSE_SECONDS


def work_once(clock: SteadyClock | None = None) -> None:
    """Do everything that is due, then return."""
    clock = clock or SteadyClock()
    while turn(clock):
        pass


def turn(clock: SteadyClock, *, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Show that the worker lives, run the jobs that are due, send one round; return how many messages it took."""
    now = clock.now()
    beat(now)
    run_due_jobs(now)
    return send_round(clock, is_stopping=is_stopping, before_each=beat)


def beat(now: datetime) -> None:
    """Note that a worker is alive, at most every `BEAT_EVERY`: each note is a write to the disk."""
    seen = WorkerBeat.objects.filter(name=WORKER).first()
    if seen is None or seen.ran_at is None or not timedelta() <= now - seen.ran_at < BEAT_EVERY:
        note(WORKER, ran_at=now, succeeded_at=now, failure="")


def note(name: str, **values: object) -> None:
    """Write what is known about a job, whether or not it has a row."""
    if not WorkerBeat.objects.filter(name=name).update(**values):
        WorkerBeat.objects.bulk_create([WorkerBeat(name=name, **values)], ignore_conflicts=True)


def run_due_jobs(now: datetime) -> None:
    """Run each job whose time has come, if no other worker takes it first."""
    beats = {seen.name: seen for seen in WorkerBeat.objects.all()}
    for job in JOBS.values():
        if is_due(job, beats.get(job.name), now) and take(job, beats.get(job.name), now):
            run_job(job, now)


def is_due(job: Job, seen: WorkerBeat | None, now: datetime) -> bool:
    """Say whether a job is to run; one that ran "in the future" (the clock was put back) is."""
    return seen is None or seen.ran_at is None or not timedelta() <= now - seen.ran_at < job.every


def take(job: Job, seen: WorkerBeat | None, now: datetime) -> bool:
    """Claim the run by conditional update: False where another worker changed the row since it was read."""
    if seen is None:
        WorkerBeat.objects.bulk_create([WorkerBeat(name=job.name)], ignore_conflicts=True)
    ran_at = seen.ran_at if seen else None
    return bool(WorkerBeat.objects.filter(name=job.name, ran_at=ran_at).update(ran_at=now))


def run_job(job: Job, now: datetime) -> None:
    """Run one job and note how it went; a failure of the database is also the worker's trouble."""
    try:
        job.run(now)
    except (OperationalError, InterfaceError) as error:
        log.error("job %s failed: %s", job.name, type(error).__name__)
        raise
    except Exception as error:  # noqa: BLE001  one broken job must not stop messages and the other jobs
        log.error("job %s failed: %s", job.name, type(error).__name__)
        note(job.name, failure=type(error).__name__[:60])
    else:
        note(job.name, succeeded_at=now, failure="")
