"""The lights of the health page: who watches what, and what each says now."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.models import OutgoingMessage, WorkerBeat
from practice.work import JOBS, WORKER

STUCK_AFTER = timedelta(minutes=10)
SILENT_AFTER = timedelta(minutes=2)
MISSED_RUNS = 3


@dataclass(frozen=True, slots=True)
class Light:
    """What one check found, in a sentence for the therapist that names nobody. `lights` fills in the name."""

    ok: bool
    text: str
    name: str = ""


type Check = Callable[[datetime], Light]


@dataclass(frozen=True, slots=True)
class Watch:
    """One registered check; `advice` says what the therapist can do where its light is not green."""

    check: Check
    is_necessary: bool
    title: str | Promise = ""
    advice: str | Promise = ""


WATCHES: dict[str, Watch] = {}


def register(
    name: str, check: Check, *, is_necessary: bool = False, title: str | Promise = "", advice: str | Promise = ""
) -> None:
    """Add a light; without a green `is_necessary` one `/readyz` answers 503. `name` is an id such as "guards"."""
    WATCHES[name] = Watch(check, is_necessary, title or name.capitalize(), advice)


def lights(now: datetime) -> list[Light]:
    """Return every light, in the order of the names."""
    return [look(name, watch, now) for name, watch in sorted(WATCHES.items())]


def missing_for_service(now: datetime) -> list[str]:
    """Return the names of the necessary lights that are not green."""
    found = [look(name, watch, now) for name, watch in sorted(WATCHES.items()) if watch.is_necessary]
    return [light.name for light in found if not light.ok]


def look(name: str, watch: Watch, now: datetime) -> Light:
    """Return one light; a check that fails itself is red."""
    try:
        return replace(watch.check(now), name=name)
    except Exception as error:  # noqa: BLE001  the page must show the other lights whatever one check meets
        return Light(ok=False, text=_("Could not be checked (%s).") % type(error).__name__, name=name)


@lru_cache(maxsize=1)
def migrations_on_disk() -> frozenset[tuple[str, str]]:
    """Return the migrations that this program needs; read once, for they do not change while it runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


def check_database(now: datetime) -> Light:
    """Say whether the database answers and has the tables of this program."""
    lacking = len(migrations_on_disk() - set(MigrationRecorder(connection).applied_migrations()))
    if lacking:
        return Light(ok=False, text=_("The database is not migrated: %d steps are missing.") % lacking)
    return Light(ok=True, text=_("The database answers."))


def check_messages(now: datetime) -> Light:
    """Say whether messages go out: none given up, none waiting for long."""
    dead = OutgoingMessage.objects.filter(state=OutgoingMessage.State.DEAD)
    waiting = OutgoingMessage.objects.filter(state=OutgoingMessage.State.QUEUED, due_at__lt=now - STUCK_AFTER)
    stuck = waiting.exclude(attempts=0, next_try_at__gt=now)  # these were put off for the night
    faults = []
    if count := dead.count():
        faults.append(ngettext("%d message could not be sent.", "%d messages could not be sent.", count) % count)
    if dead.filter(failure="unknown kind").exists():
        faults.append(_("The program does not know how to write one of them."))
    if count := stuck.count():
        faults.append(
            ngettext(
                "%d message has waited for more than 10 minutes.",
                "%d messages have waited for more than 10 minutes.",
                count,
            )
            % count
        )
    return Light(ok=not faults, text=" ".join(faults) or _("Messages go out."))


def check_worker(now: datetime) -> Light:
    """Say whether the worker showed itself lately."""
    seen = WorkerBeat.objects.filter(name=WORKER).first()
    if seen is None or seen.ran_at is None or now - seen.ran_at > SILENT_AFTER:
        return Light(ok=False, text=_("The worker is not running: no message goes out."))
    return Light(ok=True, text=_("The worker is running."))


def check_jobs(now: datetime) -> Light:
    """Say whether each periodic job went well at its last runs."""
    beats = {seen.name: seen for seen in WorkerBeat.objects.filter(name__in=JOBS)}
    faults = [
        f"{name} ({beats[name].failure})" if beats[name].failure else name
        for name, job in JOBS.items()
        if name in beats and has_failed(beats[name], job.every, now)
    ]
    if faults:
        return Light(ok=False, text=_("Not done as they should be: %s.") % ", ".join(faults))
    return Light(ok=True, text=_("The periodic jobs run."))


def has_failed(seen: WorkerBeat, every: timedelta, now: datetime) -> bool:
    """Say whether a job's last run failed, or several of its runs are overdue."""
    overdue = seen.succeeded_at is not None and now - seen.succeeded_at > max(MISSED_RUNS * every, SILENT_AFTER)
    return bool(seen.failure) or overdue
