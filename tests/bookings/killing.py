"""Server and worker killed again and again while clients book, each of whom tries again with her own key (B7)."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as wall
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import Consent, Practitioner
from bookings.models import Booking, SessionType, WorkingHours
from bookings.pages import details_address
from practice.models import OutgoingMessage
from tests.bookings.browsing import opened
from tests.bookings.server import database_url
from tests.factories import make_client, make_user

QUARTER = timedelta(minutes=15)
CLIENTS = 4
BETWEEN_KILLS = 0.4
LETTERS = {"booking_confirmed": 1, "booking_at_once": 1}
WSGI = "practice.wsgi:application"


class Killed:
    """A process of its own group that is killed without warning, and started again."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.start()

    def start(self) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database_url(),
            "TRUSTED_PROXIES": "127.0.0.1",
        }
        self.process = subprocess.Popen(
            self.command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self) -> None:
        """End every process of the group, so that nothing can be finished or tidied up."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def revive(self) -> None:
        """Start it again if it went by itself, as a supervisor does: its port may not have been free yet."""
        if self.process.poll() is not None:
            self.kill()
            self.start()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def open_all_hours(session_type: SessionType) -> SessionType:
    """Let clients book quarters of an hour at any time of a year, confirmed at once."""
    rules = {"notice_hours": 0, "horizon_days": 366, "step_minutes": 15, "sessions_a_day": None}
    Practitioner.objects.update(**rules)
    SessionType.objects.update(length_minutes=15, buffer_after_minutes=0, confirms_at_once=True)
    WorkingHours.objects.all().delete()
    for weekday in range(7):
        WorkingHours.objects.create(
            practitioner=session_type.practitioner, weekday=weekday, starts=wall(0), ends=wall(0)
        )
    session_type.refresh_from_db()
    return session_type


@dataclass
class Crowd:
    """Clients who book one time after the other until they are told to stop."""

    session_type: SessionType
    port: int
    cookies: list[str] = field(default_factory=list)
    acknowledged: dict[str, datetime] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """Sign the clients in, and see which times they will ask for: each once."""
        for number in range(CLIENTS):
            user = make_user(f"b7-{number}@example.com")
            make_client(f"Client {number}", user=user)
            browser = Browser()
            browser.force_login(user)
            self.cookies.append(browser.cookies[settings.SESSION_COOKIE_NAME].value)
        tomorrow = (timezone.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
        self.times = iter([tomorrow + number * QUARTER for number in range(30_000)])
        self.lock = threading.Lock()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Let all of them book meanwhile."""
        threads = [threading.Thread(target=self._book_on, args=(cookie,)) for cookie in self.cookies]
        for thread in threads:
            thread.start()
        yield
        self.stop.set()
        for thread in threads:
            thread.join()

    def _book_on(self, cookie: str) -> None:
        number = 0
        while not self.stop.is_set():
            with self.lock:
                start, number = next(self.times), number + 1
            key = str(uuid4())
            form = {"request_key": key, "opened": opened(), "name": "Asha"}
            form |= {"email": "asha@example.com", "is_adult": "yes", "note": "", "limits": "on", "consent": "on"}
            while not self.stop.is_set():
                self.asked[key] += 1
                if self._is_taken_in(cookie, start, form):
                    self.acknowledged[key] = start
                    break
                time.sleep(0.05)
            time.sleep(0.05)

    def _is_taken_in(self, cookie: str, start: datetime, form: dict[str, str]) -> bool:
        """Send a form; tell whether the answer says that the session is booked. No answer says nothing."""
        there = HTTPConnection("127.0.0.1", self.port, timeout=10)
        token = "a" * 32
        headers = {
            "X-Forwarded-For": f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        page = details_address(self.session_type, start=start, mode="video", tz="Asia/Kolkata")
        try:
            there.request("POST", page, urlencode({**form, "csrfmiddlewaretoken": token}), headers)
            return there.getresponse().status == 302
        except (OSError, HTTPException):
            return False
        finally:
            there.close()


def go_through(session_type: SessionType, kills: int, application: str = WSGI) -> Crowd:
    """Kill server and worker in turn, `kills` times in all, while clients book; let both finish at the end."""
    port = free_port()
    granian = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-access-log"]
    server = Killed([sys.executable, "-m", *granian, "--workers", "2", "--blocking-threads", "4", application])
    worker = Killed([sys.executable, str(settings.BASE_DIR / "manage.py"), "work"])
    crowd = Crowd(session_type, port)
    try:
        with crowd.asking():
            for number in range(kills):
                taken_in = len(crowd.acknowledged)
                until = time.monotonic() + 30
                while len(crowd.acknowledged) < taken_in + 3 and time.monotonic() < until:
                    time.sleep(0.02)
                    server.revive()
                    worker.revive()
                time.sleep(BETWEEN_KILLS * (number % 7) / 7)  # at any moment of a request
                victim = worker if number % 4 == 3 else server
                victim.kill()
                victim.start()
    finally:
        server.kill()
        worker.kill()
    return crowd


@dataclass(frozen=True)
class Damage:
    """What is wrong in the database after the kills."""

    lost: int
    half: int
    twice: int
    broken: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.lost + self.half + self.twice + self.broken


def damage_to(crowd: Crowd) -> Damage:
    """Compare what was acknowledged with what is stored, and each booking with all that belongs to it."""
    stored = {str(booking.request_key): booking for booking in Booking.objects.all()}
    lost = sum(key not in stored or stored[key].starts_at != at for key, at in crowd.acknowledged.items())
    half = sum(_is_half(booking) for booking in stored.values())
    half += _consents_astray(list(stored.values()))
    rows = list(Booking.objects.filter(blocks=True).order_by("starts_at").values_list("starts_at", "ends_at"))
    twice = sum(later[0] < earlier[1] for earlier, later in itertools.pairwise(rows))
    return Damage(lost, half, twice, _broken())


def _is_half(booking: Booking) -> bool:
    """Tell whether something that is written with a booking is missing, or there more than once."""
    kinds = Counter(OutgoingMessage.objects.filter(cause=f"booking:{booking.uuid}").values_list("kind", flat=True))
    is_told = all(kinds[kind] == count for kind, count in LETTERS.items())
    return booking.events.filter(act="ask").count() != 1 or not is_told or not booking.manage_token_hash


def _consents_astray(bookings: list[Booking]) -> int:
    """Return how many of those who asked have not agreed to the notice exactly once: with the first request."""
    if any(booking.notice_text_id is None for booking in bookings):
        return 0
    agreed: Counter[UUID | None] = Counter(Consent.objects.values_list("client_id", flat=True))
    return sum(agreed[client] != 1 for client in {booking.client_id for booking in bookings})


def _broken() -> int:
    """Return whether the database itself finds something wrong with its file."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return int(cursor.fetchall() != [("ok",)])
